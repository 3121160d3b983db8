//! A proposed change of the schema, whatever it was read from.

use std::collections::BTreeSet;

use crate::{
    database::Step,
    predicate::{Cell, Literal},
    source::Place,
};

/// What kind of change it is. The names are those of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Op {
    /// A column that was not there.
    AddColumn,
    /// A column that goes.
    DropColumn,
    /// A column that gets another name (`to`).
    RenameColumn,
    /// Another type, nullability or default.
    AlterColumn,
    /// A new table: it has no existing rows.
    CreateTable,
    /// A table that goes.
    DropTable,
    /// A table that gets another name (`to`).
    RenameTable,
    /// A unique index or constraint over `columns`.
    AddUnique,
    /// … goes.
    DropUnique,
    /// A foreign key of `columns`, to the table `to`.
    AddForeignKey,
    /// … goes.
    DropForeignKey,
    /// An index that is not unique.
    AddIndex,
    /// … goes.
    DropIndex,
    /// Another primary key.
    ChangePrimaryKey,
    /// A check constraint.
    AddCheck,
    /// A type of named values gets one more (`to`).
    AddEnumValue,
    /// The code lets the queries of a model keep only some rows.
    AddFilter,
    /// … no longer.
    DropFilter,
    /// … others than before.
    ChangeFilter,
    /// Something the migration does that cannot be read.
    Opaque,
    /// A trigger, a view or the like comes or goes. Never reported.
    Define,
    /// Rows get another value: `UPDATE`, `update_all`; where it names no column, all of them go:
    /// `TRUNCATE`, `delete_all`. Folded into the other changes, never reported.
    Backfill,
}

impl Op {
    /// Every kind with its name in the contract.
    pub const NAMES: [(Op, &'static str); 22] = [
        (Op::AddColumn, "add-column"),
        (Op::DropColumn, "drop-column"),
        (Op::RenameColumn, "rename-column"),
        (Op::AlterColumn, "alter-column"),
        (Op::CreateTable, "create-table"),
        (Op::DropTable, "drop-table"),
        (Op::RenameTable, "rename-table"),
        (Op::AddUnique, "add-unique"),
        (Op::DropUnique, "drop-unique"),
        (Op::AddForeignKey, "add-foreign-key"),
        (Op::DropForeignKey, "drop-foreign-key"),
        (Op::AddIndex, "add-index"),
        (Op::DropIndex, "drop-index"),
        (Op::ChangePrimaryKey, "change-primary-key"),
        (Op::AddCheck, "add-check"),
        (Op::AddEnumValue, "add-enum-value"),
        (Op::AddFilter, "add-filter"),
        (Op::DropFilter, "drop-filter"),
        (Op::ChangeFilter, "change-filter"),
        (Op::Opaque, "opaque"),
        (Op::Define, "define"),
        (Op::Backfill, "backfill"),
    ];

    /// Whether it is read from code that is compared with its base, and never proposed by itself.
    pub fn is_of_code(self) -> bool {
        matches!(self, Op::AddFilter | Op::DropFilter | Op::ChangeFilter)
    }

    /// Whether a list of changes may propose it.
    pub fn is_proposed(self) -> bool {
        !self.is_of_code() && !matches!(self, Op::Backfill | Op::Define)
    }

    /// Whether two steps of the kind on the same subject are the same step.
    pub fn is_known_by_its_subject(self) -> bool {
        !matches!(self, Op::Opaque | Op::Define | Op::Backfill)
    }

    /// The name in the contract.
    pub fn name(self) -> &'static str {
        Op::NAMES.iter().find(|(op, _)| *op == self).map_or("opaque", |(_, name)| name)
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Op> {
        Op::NAMES.iter().find(|(_, known)| *known == name).map(|(op, _)| *op)
    }
}

/// The value a database gives to a column that an INSERT leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DefaultValue {
    /// The definition says nothing of a default.
    #[default]
    Unsaid,
    /// `DEFAULT NULL`, or the default is dropped.
    Null,
    /// A constant.
    Literal(Literal),
    /// A function: `now()`, `gen_random_uuid()`. Never NULL.
    Function(String),
    /// Something that is computed when the migration runs.
    Unknown(String),
}

impl DefaultValue {
    /// What a new row holds when nobody sets the column.
    pub fn cell(&self) -> Cell {
        match self {
            DefaultValue::Unsaid | DefaultValue::Null => Cell::Null,
            DefaultValue::Literal(literal) => Cell::Value(literal.clone()),
            DefaultValue::Function(_) => Cell::NotNull,
            DefaultValue::Unknown(_) => Cell::Unknown,
        }
    }

    /// Whether there is one that is not NULL.
    pub fn is_given(&self) -> bool {
        !matches!(self, DefaultValue::Unsaid | DefaultValue::Null)
    }

    /// The default as SQL would show it, without quotes around text; `None` for none.
    pub fn shown(&self) -> Option<String> {
        match self {
            DefaultValue::Unsaid | DefaultValue::Null => None,
            DefaultValue::Literal(Literal::Text(text)) => Some(text.clone()),
            DefaultValue::Literal(literal) => Some(literal.to_string().to_lowercase()),
            DefaultValue::Function(text) | DefaultValue::Unknown(text) => Some(text.clone()),
        }
    }

    /// The same, with quotes around text.
    pub fn quoted(&self) -> Option<String> {
        match self {
            DefaultValue::Literal(Literal::Text(text)) => Some(format!("'{text}'")),
            other => other.shown(),
        }
    }
}

/// The definition of a column, as far as it is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type as written (`datetime`, `timestamptz`).
    pub sql_type: Option<String>,
    /// Whether NULL is allowed; `None` where nothing is said.
    pub nullable: Option<bool>,
    /// The database's default.
    pub default: DefaultValue,
    /// What the ORM gives to new rows, where migrations say so.
    pub given: DefaultValue,
    /// Part of the primary key, alone.
    pub primary_key: bool,
    /// Unique by its own definition.
    pub unique: bool,
    /// The table that a model says it points to, with what happens to the row when the other goes:
    /// `SET NULL`.
    pub points_to: Option<(String, Option<String>)>,
    /// Where it is declared.
    pub place: Option<Place>,
}

/// One step of a proposal. Fields that the kind does not use are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happens.
    pub op: Op,
    /// The table; empty where it could not be read.
    pub table: String,
    /// A model that stands in for the table (`User.update_all`), until the application is linked.
    pub model: Option<String>,
    /// The model whose table it is, where migrations name models and not tables: `shop.article`.
    pub entity: Option<String>,
    /// The column, for changes of one column.
    pub column: Option<String>,
    /// The columns of an index, a key, or a created table.
    pub columns: Vec<String>,
    /// The new name, also of a unique index that only gets another one, or the table a foreign key
    /// points to.
    pub to: Option<String>,
    /// The new type.
    pub sql_type: Option<String>,
    /// Whether NULL is allowed afterwards.
    pub nullable: Option<bool>,
    /// The default afterwards.
    pub default: DefaultValue,
    /// What the application's code gives to a new row that leaves the column out, where the database
    /// knows nothing of it: code that runs while servers are replaced does not give it yet.
    pub client_default: DefaultValue,
    /// A later step of the set gives the rows values of their own, before any step asks for them.
    pub filled: bool,
    /// What rows that exist may hold in the column afterwards: one or several possibilities.
    pub existing: Vec<Cell>,
    /// The definitions of a created table's columns.
    pub definitions: Vec<Column>,
    /// The condition of a partial index, the expression of a check, or the rows that a backfill
    /// reaches (`None`: all of them).
    pub condition: Option<String>,
    /// The name of an index or a constraint, where it is given.
    pub name: Option<String>,
    /// The column that a new one is put behind.
    pub after: Option<String>,
    /// What depends on the column or the table goes with it.
    pub cascade: bool,
    /// The column's type is built anew under the name of the one that it has.
    pub anew: bool,
    /// What the statement does to triggers, views and their like.
    pub objects: Vec<Step>,
    /// The release that its migration is written for, major and minor: `Migration[7.0]`.
    pub release: Option<(u32, u32)>,
    /// What read it: `rails`, `sql`, `flag`, `changes`.
    pub reader: &'static str,
    /// Where it stands; `None` for command-line flags.
    pub place: Option<Place>,
    /// The step as written, on one line.
    pub text: String,
}

impl Change {
    /// Whether it is about these columns, in whatever order.
    pub fn is_over(&self, columns: &[String]) -> bool {
        let set = |names: &'_ [String]| names.iter().cloned().collect::<BTreeSet<String>>();
        set(&self.columns) == set(columns)
    }

    /// The step with `?` in the place of a text that stands for what cannot be known.
    pub fn without(mut self, stand_in: &str) -> Change {
        let known = |text: String| text.replace(stand_in, "?");
        let default = |default: DefaultValue| match default {
            DefaultValue::Literal(Literal::Text(text)) if text.contains(stand_in) => {
                DefaultValue::Unknown(format!("'{}'", known(text)))
            }
            DefaultValue::Function(text) => DefaultValue::Function(known(text)),
            DefaultValue::Unknown(text) => DefaultValue::Unknown(known(text)),
            other => other,
        };
        let cell = |cell: Cell| match cell {
            Cell::Value(value) if value.to_string().contains(stand_in) => Cell::NotNull,
            other => other,
        };
        self.text = known(self.text);
        self.condition = self.condition.map(known);
        self.sql_type = self.sql_type.map(known);
        self.default = default(self.default);
        self.existing = self.existing.into_iter().map(cell).collect();
        let definitions = self.definitions.into_iter();
        self.definitions = definitions
            .map(|column| Column {
                sql_type: column.sql_type.map(known),
                default: default(column.default),
                ..column
            })
            .collect();
        self
    }

    /// A change of nothing yet, to fill in.
    pub fn new(op: Op, table: &str, reader: &'static str) -> Change {
        Change {
            op,
            table: table.to_owned(),
            model: None,
            entity: None,
            column: None,
            columns: Vec::new(),
            to: None,
            sql_type: None,
            nullable: None,
            default: DefaultValue::Unsaid,
            client_default: DefaultValue::Unsaid,
            filled: false,
            existing: Vec::new(),
            definitions: Vec::new(),
            condition: None,
            name: None,
            after: None,
            cascade: false,
            anew: false,
            objects: Vec::new(),
            release: None,
            reader,
            place: None,
            text: String::new(),
        }
    }

    /// `table.column`, or the table alone.
    pub fn subject(&self) -> String {
        match &self.column {
            Some(column) => format!("{}.{column}", self.table),
            None => self.table.clone(),
        }
    }
}

/// How many renamed tables are followed in one file.
const MAX_RENAMES: usize = 200;

/// The steps of one file with each table called by the name that it has afterwards: code that is
/// written for the new schema knows it by no other.
pub fn by_last_name(mut changes: Vec<Change>) -> Vec<Change> {
    let renames = changes.iter().enumerate().filter(|(_, step)| step.op == Op::RenameTable);
    let renames: Vec<_> = renames.map(|(at, _)| at).take(MAX_RENAMES).collect();
    for at in renames {
        let Some(Change { op: Op::RenameTable, table: from, to: Some(to), .. }) = changes.get(at)
        else {
            continue;
        };
        let (from, to) = (from.clone(), to.clone());
        let before = changes.iter_mut().take(at).filter(|step| step.op != Op::RenameTable);
        for step in before {
            if step.table == from {
                step.table.clone_from(&to);
            }
            if step.op == Op::AddForeignKey && step.to.as_ref() == Some(&from) {
                step.to = Some(to.clone());
            }
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::{Change, Op, by_last_name};

    #[test]
    fn a_table_that_is_renamed_is_called_by_its_new_name() {
        let step = |op, table: &str, to: Option<&str>| Change {
            to: to.map(str::to_owned),
            ..Change::new(op, table, "sql")
        };
        let steps = by_last_name(vec![
            step(Op::AddColumn, "a", None),
            step(Op::RenameTable, "a", Some("c")),
            step(Op::AddColumn, "b", None),
            step(Op::RenameTable, "b", Some("a")),
            step(Op::RenameTable, "c", Some("b")),
        ]);
        let tables: Vec<_> = steps.iter().map(|step| step.table.as_str()).collect();
        assert_eq!(tables, ["b", "a", "a", "b", "c"]);
    }
}
