//! What a database keeps besides tables: triggers, views, functions, policies, publications and
//! constraints, as far as their text tells what they name.

use std::sync::Arc;

use crate::source::{Place, Span};

/// The databases whose behaviour is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
}

/// What kind of object it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// Code that runs at writes.
    Trigger,
    /// A query with a name.
    View,
    /// … whose rows are kept.
    MaterializedView,
    /// A function or a procedure.
    Function,
    /// Which rows somebody sees.
    Policy,
    /// What logical replication sends.
    Publication,
    /// A column that is computed from others.
    Generated,
    /// A condition that rows fulfil, or that keeps them apart.
    Check,
    /// A key that points to another table.
    ForeignKey,
    /// A unique index or constraint.
    Unique,
    /// An index that is not unique.
    Index,
}

/// An object that names tables and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name; empty where it has none, or none that is written.
    pub name: String,
    /// The table that it belongs to.
    pub table: Option<String>,
    /// The columns of that table that its definition names, outside of code that is only text to the
    /// database: keys, `UPDATE OF`, `WHEN`, column lists.
    pub columns: Vec<String>,
    /// What the text of its query, condition or code names.
    pub body: Body,
    /// The function that a trigger runs.
    pub runs: Option<String>,
    /// The values that a trigger gives to its function.
    pub arguments: Vec<String>,
    /// A trigger that runs before a row is inserted, and so can give it values.
    pub before_insert: bool,
    /// The table that a foreign key points to, with what happens to the rows when those it points to
    /// are deleted: `CASCADE`, `SET NULL`.
    pub target: Option<(String, Option<String>)>,
    /// The one kind of database that knows such a statement.
    pub dialect: Option<Dialect>,
    /// Where it is defined.
    pub place: Option<Place>,
}

/// What the text of a query, a condition or a function names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Tables.
    pub tables: Vec<String>,
    /// Columns.
    pub mentions: Vec<Mention>,
    /// Tables of which it takes all columns: `SELECT *`.
    pub stars: Vec<String>,
    /// What it does with whole rows that are written.
    pub rows: Vec<WholeRow>,
    /// Inserts: the table and the columns, `None` where they are not listed.
    pub inserts: Vec<(String, Option<Vec<String>>)>,
    /// Columns of the row that is written which it sets: `NEW.slug := …`.
    pub sets: Vec<String>,
    /// The database checks the names when the object is made, and follows them.
    pub tracked: bool,
}

/// A column as a text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its name, in lower case.
    pub column: String,
    /// Whose it is.
    pub of: Owner,
    /// Where it stands in the statement, in bytes, where that is known.
    pub at: Option<usize>,
    /// Where it stands in the file, where the statement is written out there.
    pub span: Option<Span>,
}

/// Whose a column is that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The row that is written: `NEW.name`.
    Row,
    /// That table.
    Table(String),
    /// One of the tables of the statement.
    OneOf(Arc<[String]>),
}

/// A whole row in the code of a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WholeRow {
    /// It becomes one value: `to_jsonb(NEW)`.
    Document,
    /// Its values are inserted one by one: `INSERT INTO history SELECT NEW.*`.
    Values(String),
}

/// What a statement does to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is there from now on, in place of one of its name.
    Create(Box<Object>),
    /// It goes.
    Drop {
        /// What kind.
        kind: ObjectKind,
        /// Its name.
        name: String,
        /// The table that it belongs to, where that is said.
        table: Option<String>,
    },
}

impl Object {
    /// An object of which no more is known yet.
    pub fn new(kind: ObjectKind, name: &str) -> Object {
        Object {
            kind,
            name: name.to_owned(),
            table: None,
            columns: Vec::new(),
            body: Body::default(),
            runs: None,
            arguments: Vec::new(),
            before_insert: false,
            target: None,
            dialect: None,
            place: None,
        }
    }

    /// Whether a statement about that name means this object.
    pub fn is(&self, kind: ObjectKind, name: &str, table: Option<&str>) -> bool {
        let same_table = match (table, self.table.as_deref()) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        self.kind.group() == kind.group() && self.name == name && same_table
    }
}

impl ObjectKind {
    /// The kinds that share their names have the same.
    pub fn group(self) -> ObjectKind {
        match self {
            ObjectKind::MaterializedView => ObjectKind::View,
            ObjectKind::Unique => ObjectKind::Index,
            kind => kind,
        }
    }

    /// What it is called in messages.
    pub fn noun(self) -> &'static str {
        match self {
            ObjectKind::Trigger => "trigger",
            ObjectKind::View => "view",
            ObjectKind::MaterializedView => "materialized view",
            ObjectKind::Function => "function",
            ObjectKind::Policy => "policy",
            ObjectKind::Publication => "publication",
            ObjectKind::Generated => "generated column",
            ObjectKind::Check => "check",
            ObjectKind::ForeignKey => "foreign key",
            ObjectKind::Unique => "unique index",
            ObjectKind::Index => "index",
        }
    }
}

impl Dialect {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Postgres => "PostgreSQL",
            Dialect::MySql => "MySQL",
            Dialect::Sqlite => "SQLite",
        }
    }
}
