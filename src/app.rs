//! All facts of an application, linked: models with their tables, filters and neighbours.

pub mod access;
pub mod callback;
pub mod clause;
pub mod dialect;
pub mod misfit;
pub mod polymorphic;
pub mod reliance;
pub mod replay;
pub mod table_names;

use std::collections::BTreeMap;

use self::{
    access::{Access, Naming, Sync},
    callback::{Callback, Surface},
    clause::Clause,
    misfit::{Misfit, Shadow},
    reliance::Reliance,
    table_names::TableNames,
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    database::{Dialect, Object},
    expr::Expr,
    facts::{Guard, Library},
    finding::Confidence,
    predicate::{ColumnName, Literal, Predicate, Value},
    source::{Place, Unread},
};

/// The application as the rules see it.
#[derive(Clone, Debug, Default)]
pub struct App {
    /// Every model, by name.
    pub models: Vec<Model>,
    /// Every known table, by name.
    pub tables: BTreeMap<String, Table>,
    /// What migrations that name models have called their tables.
    pub table_names: TableNames,
    /// Triggers, views, constraints and their like.
    pub objects: Vec<Object>,
    /// The database it runs on, where that is known.
    pub dialect: Option<Dialect>,
    /// Code outside of filters that asks whether a column exists.
    pub gates: Vec<Gate>,
    /// Code that takes the columns of a model without naming them.
    pub consumers: Vec<Consumer>,
    /// Classes that show or edit rows by columns that they name.
    pub surfaces: Vec<Surface>,
    /// What runs for every model, or for one that is not known, with the ORM.
    pub callbacks: Vec<(&'static str, Callback)>,
    /// Code that reaches rows past what their models say.
    pub accesses: Vec<Access>,
    /// Code that names some columns of rows, or counts on how many there are.
    pub namings: Vec<Naming>,
    /// Queries that join tables or hold SQL of their own.
    pub clauses: Vec<Clause>,
    /// Code that changes tables to what the models declare.
    pub syncs: Vec<Sync>,
    /// The libraries it bundles.
    pub libraries: Vec<Library>,
    /// Names that no column may have, for the framework's version: the name and the method it hits.
    pub reserved: BTreeMap<String, String>,
    /// The framework's version, for messages and for what depends on it.
    pub version: Option<Version>,
    /// Whether Active Record's INSERTs leave out columns that a record was not given; `None` where
    /// nothing tells.
    pub partial_inserts: Option<bool>,
    /// A row is invalid without the row that it must belong to only when its key changes.
    pub keys_asked_on_change: bool,
    /// The connection gives names of the code underscores: `userId` is the column `user_id`.
    pub snake_names: bool,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// Major and minor number of a release.
pub type Version = (u32, u32);

/// A table, from a schema dump or from the migrations that built it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Unique indexes.
    pub unique: Vec<Unique>,
    /// What the primary key is made of, where a step says it.
    pub primary_key: Vec<String>,
    /// Keys to other tables.
    pub foreign_keys: Vec<ForeignKey>,
    /// Where it is created.
    pub place: Option<Place>,
    /// Its creation was read, so that a column that is not listed is not there.
    pub complete: bool,
}

/// Rows that may not be alike in some columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unique {
    /// What the database calls it, where that is said.
    pub name: Option<String>,
    /// The columns.
    pub columns: Vec<String>,
    /// Which rows count, where not all do.
    pub condition: Option<String>,
    /// The application asks before it writes; otherwise the database refuses.
    pub asked: bool,
    /// Where; `None` for a change that stands in no file.
    pub place: Option<Place>,
}

impl Unique {
    /// Whether a step lets go of it: by its columns, by its name, or as one of all groups of a table.
    pub fn is_dropped_by(&self, step: &Change) -> bool {
        match (&step.name, step.op) {
            (Some(name), _) if self.name.is_some() || step.columns.is_empty() => {
                self.name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name))
            }
            _ if !step.columns.is_empty() => self.columns == step.columns,
            (Some(_), _) => false,
            (None, op) => op == Op::DropUnique && self.columns.len() > 1,
        }
    }
}

/// A key to another table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The columns that hold it.
    pub columns: Vec<String>,
    /// The other table.
    pub to: String,
    /// What happens to these rows when those they point to are deleted: `cascade`, `set null`.
    pub on_delete: Option<String>,
    /// Where.
    pub place: Option<Place>,
}

/// A class that maps a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Full name.
    pub name: String,
    /// The ORM.
    pub orm: &'static str,
    /// Its head line; where a class is opened several times, the first that names a parent.
    pub place: Place,
    /// The table; `None` where its name is computed.
    pub table: Option<String>,
    /// Where an explicit table name is given, or another reason for the name.
    pub table_place: Option<Place>,
    /// It has no table of its own; its members reach every descendant.
    pub is_abstract: bool,
    /// The model whose table it shares by inheritance.
    pub parent: Option<String>,
    /// Filters that its queries pass through.
    pub filters: Vec<Filter>,
    /// Conditions that queries can ask for by name.
    pub scopes: Vec<Filter>,
    /// Conditions of single queries in the code.
    pub queries: Vec<Filter>,
    /// Models it is connected with.
    pub associations: Vec<Association>,
    /// Methods and other things that own a name, in order of precedence.
    pub names: Vec<Owned>,
    /// Uses of change tracking in its own code: `price_was`.
    pub tracked: Vec<(String, Place)>,
    /// Names of enums with what is stored for each.
    pub enums: Vec<Enum>,
    /// Checks of the class body that need a column.
    pub needs: Vec<Need>,
    /// Declared columns with which the class cannot be built.
    pub misfits: Vec<Misfit>,
    /// What ancestors define by the names of its columns, and what these stand for from then on.
    pub replaced: Vec<Owned>,
    /// What stands where code looks for the value of a column.
    pub shadows: Vec<Shadow>,
    /// The model of whose rows it keeps every state, in a table of its own.
    pub keeps: Option<String>,
    /// What has keys to its rows followed through its filter: a key to a row that it hides raises.
    pub keys_filtered: Option<Place>,
    /// Declarations that rely on columns.
    pub reliances: Vec<Reliance>,
    /// Columns that the model does not see.
    pub ignored: Vec<(String, Place)>,
    /// The column that tells subclasses apart; `None` where inheritance is switched off.
    pub inheritance_column: Option<(String, Option<Place>)>,
    /// What the inheritance column holds for this class, where that is not the class's name.
    pub identity: Option<(Value, Place)>,
    /// The column of optimistic locking; `None` where it is switched off.
    pub locking_column: Option<(String, Option<Place>)>,
    /// Rows where the inheritance column is NULL cannot be read, and those where the locking column
    /// is NULL cannot be saved.
    pub refuses_null: bool,
    /// Whether the ORM writes the timestamps.
    pub timestamps: bool,
    /// The primary key, where the model names one.
    pub primary_key: Option<(String, Place)>,
    /// The full name, with the module it stands in: `accounts.models.User`.
    pub qualified: String,
    /// The columns that the model declares; `None` where the ORM asks the database for them.
    pub attributes: Option<Vec<Attribute>>,
    /// The model that it is another view of.
    pub proxy_of: Option<String>,
    /// Columns that the ORM writes by itself whenever a row is made or saved, and what says so.
    pub stamps: Vec<(String, Place)>,
    /// What the ORM itself writes into the columns of new rows when the code sets nothing.
    pub defaults: Vec<(String, Value)>,
    /// What says that its rows carry whatever the table has, declared or not.
    pub open: Option<Place>,
    /// Columns, by the code's names, that its rows keep to themselves.
    pub hidden: Vec<String>,
    /// What runs by itself when its rows are read, written or checked.
    pub callbacks: Vec<Callback>,
    /// What the model says is unique.
    pub unique: Vec<Unique>,
    /// The values that it knows of columns with named ones, where it can read no other.
    pub labels: Vec<(String, Vec<String>, Place)>,
    /// Fields, by the code's names, that all of its queries are asked for and that it does not have, and
    /// what asks.
    pub asked_in_vain: Vec<(String, Place)>,
    /// How many characters it lets a column have, where it checks that.
    pub lengths: Vec<(String, u32)>,
    /// Its filter holds for the models of migrations, too.
    pub filtered_in_migrations: bool,
    /// Operations of a client that an extension changes for it: `findMany`.
    pub changed_operations: Vec<String>,
    /// The classes and modules whose code runs in its rows, itself first.
    pub lineage: Vec<String>,
    /// Modules that pass it on as theirs: `shop.models` where that imports it from `shop.models.user`.
    pub passed_on_by: Vec<String>,
}

/// A column as a model declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// What the code calls it: `team`, where the column is `team_id`.
    pub name: String,
    /// The column.
    pub column: Column,
    /// What the ORM itself writes into a new row where nobody sets the attribute.
    pub initial: DefaultValue,
}

impl Attribute {
    /// A declared column for which the ORM has no value of its own.
    pub fn new(name: impl Into<String>, column: Column) -> Attribute {
        Attribute { name: name.into(), column, initial: DefaultValue::Unsaid }
    }
}

/// What Active Record stamps by itself (`timestamp.rb`, 6.1 to 8.1).
const TIMESTAMPS: &[&str] = &["created_at", "created_on", "updated_at", "updated_on"];

impl Model {
    /// Whether saving a row sets the column to the time of it, whatever the code says.
    pub fn keeps_timestamp(&self, column: &str) -> bool {
        self.timestamps && TIMESTAMPS.contains(&column)
    }

    /// A model of which no more is known yet than its name and its place.
    pub fn new(name: &str, orm: &'static str, place: &Place) -> Model {
        Model {
            name: name.to_owned(),
            orm,
            place: place.clone(),
            table: None,
            table_place: None,
            is_abstract: false,
            parent: None,
            filters: Vec::new(),
            scopes: Vec::new(),
            queries: Vec::new(),
            associations: Vec::new(),
            names: Vec::new(),
            tracked: Vec::new(),
            enums: Vec::new(),
            needs: Vec::new(),
            misfits: Vec::new(),
            replaced: Vec::new(),
            shadows: Vec::new(),
            keys_filtered: None,
            keeps: None,
            reliances: Vec::new(),
            ignored: Vec::new(),
            inheritance_column: None,
            identity: None,
            locking_column: None,
            refuses_null: false,
            timestamps: false,
            primary_key: None,
            qualified: name.to_owned(),
            attributes: None,
            proxy_of: None,
            stamps: Vec::new(),
            defaults: Vec::new(),
            open: None,
            hidden: Vec::new(),
            callbacks: Vec::new(),
            unique: Vec::new(),
            lengths: Vec::new(),
            labels: Vec::new(),
            asked_in_vain: Vec::new(),
            filtered_in_migrations: false,
            changed_operations: Vec::new(),
            lineage: vec![name.to_owned()],
            passed_on_by: Vec::new(),
        }
    }
}

/// What kind of access a filter governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterKind {
    /// Every query.
    Default,
    /// The finder of that name.
    Finder(String),
    /// Queries through the manager of that name, which is not the default one.
    Manager(String),
    /// Queries through a class of that name that serves the rows, such as a repository.
    Through(String),
    /// The association of that name.
    Association(String),
    /// No query; deletes of that name become updates.
    Delete(String),
}

/// A condition that queries pass through.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// What it governs.
    pub kind: FilterKind,
    /// What it keeps.
    pub predicate: Predicate,
    /// The conditions under which it is there at all.
    pub guards: Vec<Guard>,
    /// What it writes into new records.
    pub writes: Vec<(ColumnName, Option<Value>)>,
    /// Where it is written.
    pub place: Place,
    /// How it comes to the model: macro calls, includes, the scopes it goes through.
    pub via: Vec<(String, Place)>,
    /// The library that brings it.
    pub library: Option<&'static str>,
    /// The library looks for the column itself, and does without where it is not there.
    pub everywhere: bool,
    /// Deletes become updates of this column.
    pub soft_delete: Option<String>,
    /// The table whose rows it keeps, when that is not the model's own.
    pub table: Option<String>,
    /// Constants that its conditions name.
    pub constants: Vec<(String, Expr)>,
    /// What people call it: `default_scope`, `SoftDeleteManager`, a library.
    pub label: String,
}

/// How two models are connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssociationKind {
    /// This model holds the key.
    BelongsTo,
    /// The other holds it, once.
    HasOne,
    /// The others hold it.
    HasMany,
    /// The others hold it, and the way to them has a name without a declaration of its own.
    Reverse,
}

/// A connection to another model.
#[derive(Clone, Debug, PartialEq)]
pub struct Association {
    /// What kind.
    pub kind: AssociationKind,
    /// Its name.
    pub name: String,
    /// The other model; `None` when polymorphic or unknown.
    pub target: Option<String>,
    /// The column that holds the key.
    pub foreign_key: Option<String>,
    /// The column that counts, with its table.
    pub counter: Option<(String, String)>,
    /// The column of the other row, with its table, that a write of this one sets to the time of it.
    pub touches: Option<(String, String)>,
    /// Its own scope lets hidden rows through.
    pub unfiltered: bool,
    /// What happens to the rows that hold the key when the others go, as written: `destroy`, `CASCADE`.
    pub on_delete: Option<String>,
    /// Where.
    pub place: Place,
}

/// Something that owns a name that a column's accessor would take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owned {
    /// The name.
    pub name: String,
    /// What it is, for messages: `method`, `association`, `delegation`, …
    pub what: &'static str,
    /// It reads or writes the column beneath it, and so is made for it.
    pub wraps: bool,
    /// Where.
    pub place: Place,
}

/// An enum: names with what the database holds for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Its column.
    pub column: String,
    /// Name and stored value.
    pub values: Vec<(String, Literal)>,
    /// The methods it defines without their `?`.
    pub methods: Vec<String>,
    /// Where.
    pub place: Place,
    /// The column's type is declared beside it, so that it works without the column.
    pub typed: bool,
}

/// A check at load that raises when a column is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The conditions under which it raises.
    pub guards: Vec<Guard>,
    /// The column, where it is named directly.
    pub column: Option<String>,
    /// The model whose column it is, where that is another one.
    pub of: Option<String>,
    /// Where it raises.
    pub place: Place,
    /// How it comes to the model.
    pub via: Vec<(String, Place)>,
    /// Constants that its conditions name.
    pub constants: Vec<(String, Expr)>,
}

/// Code that asks whether a column exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// The test.
    pub expr: Expr,
    /// The class around it.
    pub class: Option<String>,
    /// The method around it.
    pub method: Option<String>,
    /// The tables of the models whose columns it asks for.
    pub tables: Vec<String>,
    /// How sure that is.
    pub confidence: Confidence,
    /// Where.
    pub place: Place,
}

/// Code that takes the columns of a model without naming them: a serializer of all fields, a dump of
/// whole rows, an assignment of whatever is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// Its full name: `shop.serializers.AccountSerializer`.
    pub name: String,
    /// What it is, for messages: `serializer`, `form`, `function`.
    pub what: &'static str,
    /// The models whose columns it takes, by their full names.
    pub models: Vec<String>,
    /// The tables whose columns it takes without a model.
    pub tables: Vec<String>,
    /// The columns that it shows; `None` where it shows none.
    pub shows: Option<Taken>,
    /// The columns that it lets others set; `None` where nobody can.
    pub writes: Option<Taken>,
    /// The attributes that it does not do without: input that leaves one out is refused.
    pub demands: Vec<String>,
    /// Where all columns are meant.
    pub place: Place,
    /// What that code does, a clause in lower case.
    pub says: &'static str,
    /// What else belongs to it.
    pub via: Vec<(String, Place)>,
}

/// Columns that a consumer takes: all but some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The columns left out, by the names that the code has for them.
    pub except: Vec<String>,
    /// Parts of names that are masked wherever they occur.
    pub masks: Vec<String>,
    /// Who is at the other end.
    pub reach: Reach,
    /// How sure it is that they get there.
    pub confidence: Confidence,
}

/// Who is at the other end of a consumer. Ordered by how far away they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The people who run the application: its admin pages.
    Staff,
    /// A form, a filter, a log, another table: not the whole value, or not everybody's.
    Inside,
    /// Whoever calls the application.
    Outside,
}

impl Consumer {
    /// Its name without the module: `AccountSerializer`, `Account.to_dict`.
    pub fn short_name(&self) -> &str {
        if self.name.contains('/') {
            return &self.name;
        }
        let mut parts = self.name.rmatch_indices('.').map(|(at, _)| at);
        let (last, before) = (parts.next(), parts.next());
        let from = |at: Option<usize>| at.map_or(0, |at| at + 1);
        let outer = self.name.get(from(before)..).unwrap_or_default();
        // A method is named with its class, a class without its module.
        match outer.starts_with(|c: char| c.is_uppercase()) {
            true => outer,
            false => self.name.get(from(last)..).unwrap_or_default(),
        }
    }
}

impl Reach {
    /// The reach that a query names.
    pub fn named(name: &str) -> Option<Reach> {
        match name {
            "staff" => Some(Reach::Staff),
            "inside" => Some(Reach::Inside),
            "outside" => Some(Reach::Outside),
            _ => None,
        }
    }
}

impl App {
    /// The model of that name.
    pub fn model(&self, name: &str) -> Option<&Model> {
        let at = self.models.binary_search_by(|model| model.name.as_str().cmp(name)).ok()?;
        self.models.get(at)
    }

    /// The position of the model of that name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.models.binary_search_by(|model| model.name.as_str().cmp(name)).ok()
    }

    /// Whether the model at a position has a column, as far as it or its table says.
    pub fn has(&self, model: usize, column: &str) -> bool {
        let Some(model) = self.models.get(model) else { return false };
        let declared = model.attributes.iter().flatten();
        let mut declared = declared.filter(|it| it.column.name == column || it.name == column);
        declared.next().is_some()
            || model
                .table
                .as_deref()
                .is_some_and(|table| self.has_column(table, column) == Some(true))
    }

    /// The models that map a table.
    pub fn models_of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Model> {
        self.models
            .iter()
            .filter(move |model| !model.is_abstract && model.table.as_deref() == Some(table))
    }

    /// Whether code asks for the rows of tables by their names, as that of query builders does.
    pub fn queries_tables(&self) -> bool {
        let mut consumers = self.consumers.iter();
        let mut accesses = self.accesses.iter();
        consumers.any(|it| !it.tables.is_empty())
            || accesses.any(|it| !it.tables.is_empty())
            || !self.clauses.is_empty()
    }

    /// Whether a table has a column; `None` when the table is not known.
    pub fn has_column(&self, table: &str, column: &str) -> Option<bool> {
        let table = self.tables.get(table)?;
        match table.column(column) {
            Some(_) => Some(true),
            None => table.complete.then_some(false),
        }
    }
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}
