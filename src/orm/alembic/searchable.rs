//! The triggers that SQLAlchemy-Searchable makes: they fill a column from others at every write.
//! Source: SQLAlchemy-Searchable 1.4 and 2.1, <https://sqlalchemy-searchable.readthedocs.io>.

use super::step::name;
use crate::{
    change::{Change, Op},
    database::{Body, Dialect, Mention, Object, ObjectKind, Owner, Step},
    expr::{Call, Expr},
    orm::python::program::Reader,
};

/// `sync_trigger(conn, 'users', 'search_vector', ['name', 'email'])`
pub(super) fn made(reader: &mut Reader<'_>, expr: &Expr, call: &Call) -> Option<()> {
    let (table, vector) = about(call)?;
    let from = call.option("indexed_columns").or(call.arguments.get(3))?;
    let columns: Vec<String> = from.members()?.iter().filter_map(name).collect();
    let mention = |column: &String| Mention {
        column: column.to_lowercase(),
        of: Owner::Row,
        at: None,
        span: None,
    };
    let body = Body {
        mentions: columns.iter().chain([&vector]).map(mention).collect(),
        ..Body::default()
    };
    let trigger = Object {
        table: Some(table.clone()),
        body,
        runs: Some(format!("{table}_{vector}_update")),
        dialect: Some(Dialect::Postgres),
        ..Object::new(ObjectKind::Trigger, &format!("{table}_{vector}_trigger"))
    };
    define(reader, expr, Step::Create(Box::new(trigger)));
    Some(())
}

/// `drop_trigger(conn, 'users', 'search_vector')`
pub(super) fn dropped(reader: &mut Reader<'_>, expr: &Expr, call: &Call) -> Option<()> {
    let (table, vector) = about(call)?;
    let name = format!("{table}_{vector}_trigger");
    let step = Step::Drop { kind: ObjectKind::Trigger, name, table: Some(table) };
    define(reader, expr, step);
    Some(())
}

/// The table, and the column that is filled.
fn about(call: &Call) -> Option<(String, String)> {
    let table = call.option("table_name").or(call.arguments.get(1))?;
    let vector = call.option("tsvector_column").or(call.arguments.get(2))?;
    Some((name(table)?, name(vector)?))
}

fn define(reader: &mut Reader<'_>, expr: &Expr, step: Step) {
    let change = reader.change(Op::Define, "", expr.span);
    reader.push(Change { objects: vec![step], ..change });
}
