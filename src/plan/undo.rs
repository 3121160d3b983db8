//! The way back from a change.

use super::Names;
use crate::{
    change::{Column, DefaultValue, Op},
    database::Dialect,
    sql::write,
};

/// Types as frameworks call them, with what PostgreSQL, MySQL and SQLite call them.
const TYPES: [(&str, [&str; 3]); 4] = [
    ("binary", ["bytea", "blob", "blob"]),
    ("datetime", ["timestamp", "datetime", "datetime"]),
    ("float", ["double precision", "double", "real"]),
    ("string", ["varchar", "varchar(255)", "varchar"]),
];

/// Statements that take the change back, and what they do not bring back.
pub(super) fn undo(names: &Names) -> (Vec<String>, Option<String>) {
    let change = names.change;
    let (sql, lost) = match change.op {
        Op::AddColumn => (
            drop_column(names),
            Some("what has been written into the column since is lost with it".to_owned()),
        ),
        Op::DropColumn => (
            add_column(names),
            Some(
                "the values are gone with the column: only a copy made before brings them back"
                    .to_owned(),
            ),
        ),
        Op::RenameColumn => (rename_column(names), None),
        Op::AlterColumn => alter(names),
        Op::CreateTable => (
            names.table().map(|table| vec![format!("DROP TABLE {table}")]),
            Some("rows written since are lost with the table".to_owned()),
        ),
        Op::DropTable => (
            None,
            Some(
                "the rows are gone with the table: only a copy made before brings them back"
                    .to_owned(),
            ),
        ),
        Op::RenameTable => (rename_table(names), None),
        Op::AddUnique | Op::AddIndex => (drop_index(names), None),
        Op::DropUnique | Op::DropIndex => (
            make_index(names),
            (change.op == Op::DropUnique)
                .then(|| "values that are no longer unique by then stand in the way".to_owned()),
        ),
        Op::AddForeignKey | Op::AddCheck => (drop_constraint(names), None),
        Op::DropForeignKey => (
            None,
            Some("the key can be made anew where no value points to nothing by then".to_owned()),
        ),
        Op::AddEnumValue => {
            (None, Some("PostgreSQL takes no value away from a type: it is made anew".to_owned()))
        }
        Op::ChangePrimaryKey
        | Op::Opaque
        | Op::Define
        | Op::Backfill
        | Op::AddFilter
        | Op::DropFilter
        | Op::ChangeFilter => (None, None),
    };
    let sql = sql.unwrap_or_default();
    let lost = match (sql.is_empty(), lost) {
        (true, None) => Some("it is not known how to take this back".to_owned()),
        (_, lost) => lost,
    };
    (sql, lost)
}

fn drop_column(names: &Names) -> Option<Vec<String>> {
    Some(vec![format!("ALTER TABLE {} DROP COLUMN {}", names.table()?, names.column()?)])
}

/// The definition that a column has before the change.
fn known<'a>(names: &'a Names) -> Option<&'a Column> {
    let table = names.app.tables.get(&names.change.table)?;
    table.column(names.change.column.as_deref()?)
}

/// The type in the database's own words.
fn type_of(written: &str, dialect: Option<Dialect>) -> Option<String> {
    let own = match TYPES.iter().find(|(name, _)| *name == written) {
        Some((_, [postgres, mysql, sqlite])) => match dialect? {
            Dialect::Postgres => postgres,
            Dialect::MySql => mysql,
            Dialect::Sqlite => sqlite,
        },
        None => written,
    };
    write::type_name(own).map(str::to_owned)
}

fn default_of(default: &DefaultValue, dialect: Option<Dialect>) -> Option<String> {
    match default {
        DefaultValue::Literal(literal) => write::literal(literal, dialect),
        // A function is written as it stands; one with more to it than its name is left.
        DefaultValue::Unsaid
        | DefaultValue::Null
        | DefaultValue::Function(_)
        | DefaultValue::Unknown(_) => None,
    }
}

fn add_column(names: &Names) -> Option<Vec<String>> {
    let column = known(names)?;
    let sql_type = type_of(column.sql_type.as_deref()?, names.dialect)?;
    let mut definition = format!("{} {sql_type}", names.column()?);
    let default = default_of(&column.default, names.dialect);
    if let Some(default) = &default {
        definition.push_str(&format!(" DEFAULT {default}"));
        // Without a default, rows that exist cannot fulfil it.
        if column.nullable == Some(false) {
            definition.push_str(" NOT NULL");
        }
    }
    Some(vec![format!("ALTER TABLE {} ADD COLUMN {definition}", names.table()?)])
}

fn rename_column(names: &Names) -> Option<Vec<String>> {
    let (table, from, to) = (names.table()?, names.column()?, names.to()?);
    Some(vec![format!("ALTER TABLE {table} RENAME COLUMN {to} TO {from}")])
}

fn rename_table(names: &Names) -> Option<Vec<String>> {
    let to = write::table(names.change.to.as_deref()?, names.dialect)?;
    // PostgreSQL takes the new name without its schema.
    let from = names.change.table.rsplit('.').next()?;
    Some(vec![format!("ALTER TABLE {to} RENAME TO {}", write::identifier(from, names.dialect)?)])
}

fn alter(names: &Names) -> (Option<Vec<String>>, Option<String>) {
    let change = names.change;
    let cut = change
        .sql_type
        .as_ref()
        .map(|_| "values that the new type has cut or rounded stay so".to_owned());
    let statements = match names.dialect {
        Some(Dialect::MySql) => modify(names),
        Some(Dialect::Sqlite) => None,
        Some(Dialect::Postgres) | None => alter_back(names),
    };
    (statements, cut)
}

/// MySQL says the whole definition anew.
fn modify(names: &Names) -> Option<Vec<String>> {
    let column = known(names)?;
    let sql_type = type_of(column.sql_type.as_deref()?, names.dialect)?;
    let null = if column.nullable == Some(false) { " NOT NULL" } else { " NULL" };
    let default = match &column.default {
        DefaultValue::Unsaid | DefaultValue::Null => String::new(),
        default => format!(" DEFAULT {}", default_of(default, names.dialect)?),
    };
    let (table, name) = (names.table()?, names.column()?);
    Some(vec![format!("ALTER TABLE {table} MODIFY COLUMN {name} {sql_type}{null}{default}")])
}

fn alter_back(names: &Names) -> Option<Vec<String>> {
    let (change, column) = (names.change, known(names)?);
    let start = format!("ALTER TABLE {} ALTER COLUMN {}", names.table()?, names.column()?);
    let mut statements = Vec::new();
    if change.sql_type.is_some() && change.sql_type != column.sql_type {
        let sql_type = type_of(column.sql_type.as_deref()?, names.dialect)?;
        statements.push(format!("{start} TYPE {sql_type}"));
    }
    if let Some(nullable) = change.nullable
        && Some(nullable) != column.nullable
    {
        let verb = if column.nullable == Some(false) { "SET" } else { "DROP" };
        statements.push(format!("{start} {verb} NOT NULL"));
    }
    if change.default != DefaultValue::Unsaid && change.default != column.default {
        statements.push(match &column.default {
            DefaultValue::Unsaid | DefaultValue::Null => format!("{start} DROP DEFAULT"),
            default => format!("{start} SET DEFAULT {}", default_of(default, names.dialect)?),
        });
    }
    Some(statements)
}

fn drop_index(names: &Names) -> Option<Vec<String>> {
    let name = write::identifier(names.change.name.as_deref()?, names.dialect)?;
    let constraint = names.change.text.to_uppercase().contains(" CONSTRAINT ");
    Some(match names.dialect? {
        Dialect::MySql => vec![format!("ALTER TABLE {} DROP INDEX {name}", names.table()?)],
        Dialect::Postgres if constraint => {
            vec![format!("ALTER TABLE {} DROP CONSTRAINT {name}", names.table()?)]
        }
        Dialect::Postgres | Dialect::Sqlite => vec![format!("DROP INDEX {name}")],
    })
}

fn make_index(names: &Names) -> Option<Vec<String>> {
    let change = names.change;
    // The condition of a partial index is not known from what drops it.
    let name = write::identifier(change.name.as_deref()?, names.dialect)?;
    let columns = write::identifiers(&change.columns, names.dialect)?;
    let unique = if change.op == Op::DropUnique { "UNIQUE " } else { "" };
    Some(vec![format!("CREATE {unique}INDEX {name} ON {} ({columns})", names.table()?)])
}

fn drop_constraint(names: &Names) -> Option<Vec<String>> {
    let name = write::identifier(names.change.name.as_deref()?, names.dialect)?;
    let what = match (names.dialect?, names.change.op) {
        (Dialect::Postgres, _) => "CONSTRAINT",
        (Dialect::MySql, Op::AddForeignKey) => "FOREIGN KEY",
        (Dialect::MySql, _) => "CHECK",
        (Dialect::Sqlite, _) => return None,
    };
    Some(vec![format!("ALTER TABLE {} DROP {what} {name}", names.table()?)])
}
