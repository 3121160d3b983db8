//! Steps that change rows: SQL, updates of SQLAlchemy's Core, and queries of its sessions.

use super::step::{name, with_schema};
use crate::{
    expr::{Call, ClassBody, Expr, Kind},
    orm::python::program::{Bound, Reader, Rows},
};

/// `op.execute(…)`
pub(super) fn executed_by_op(reader: &mut Reader<'_>, statement: &Expr, code: &Expr) {
    if update(reader, statement, code) || is_construct(reader, statement) {
        return;
    }
    reader.sql(statement, &[], code.span);
}

/// `connection.execute(…)`
pub(super) fn executed(reader: &mut Reader<'_>, expr: &Expr, call: &Call) {
    let Some((statement, parameters)) = call.arguments.split_first() else { return };
    let mut parameters: Vec<_> = parameters.iter().collect();
    let options = Expr::new(
        Kind::Map(
            call.options
                .iter()
                .map(|(name, value)| {
                    (Expr::new(Kind::Text(name.clone()), value.span), value.clone())
                })
                .collect(),
        ),
        expr.span,
    );
    parameters.push(&options);
    if update(reader, statement, expr) {
        return;
    }
    if reader.says_sql(statement) || matches!(statement.kind, Kind::List(_)) {
        reader.sql(statement, &parameters, expr.span);
    } else if matches!(statement.kind, Kind::Other(_) | Kind::Template(_)) && is_bind(call) {
        reader.opaque("", expr.span);
    }
}

/// Whether something is executed on the connection that migrates.
fn is_bind(call: &Call) -> bool {
    call.receiver.as_ref().is_some_and(|receiver| {
        receiver.any(&|part| part.call().is_some_and(|call| call.called && call.name == "get_bind"))
    })
}

/// A call of SQLAlchemy that makes a statement which changes no column: `sa.select(…)`.
fn is_construct(reader: &Reader<'_>, statement: &Expr) -> bool {
    match &statement.kind {
        Kind::Call(call) if call.called => !reader.says_sql(statement) && call.name != "format",
        _ => false,
    }
}

/// Takes a statement that updates rows: `users.update().where(…).values(…)`, `sa.update(users)…`.
fn update(reader: &mut Reader<'_>, statement: &Expr, code: &Expr) -> bool {
    let mut values: Vec<(String, Expr)> = Vec::new();
    let mut conditions = Vec::new();
    let mut rest = statement;
    let rows = loop {
        let Some(call) = rest.call().filter(|call| call.called) else { return false };
        let control = reader.word(rest, "control").and_then(|word| word.get("of"));
        let change = reader.word(rest, "change").and_then(|word| word.get("op"));
        match (control, change) {
            (_, Some("update-rows")) => {
                values.extend(call.option("values").into_iter().flat_map(pairs));
                let of = match call.arguments.first() {
                    Some(first) => rows(reader, first).map(|rows| (rows, true)),
                    None => None,
                };
                let of = of.or_else(|| Some((rows(reader, call.receiver.as_ref()?)?, false)));
                let Some((found, is_argument)) = of else { return false };
                if !is_argument && !call.arguments.is_empty() {
                    conditions.push(reader.written(call));
                }
                break found;
            }
            (Some("values"), _) => {
                values.extend(call.arguments.iter().flat_map(pairs));
                values.extend(call.options.iter().cloned());
            }
            (Some("some-rows"), _) => conditions.push(reader.written(call)),
            _ => {}
        }
        let Some(receiver) = &call.receiver else { return false };
        rest = receiver;
    };
    conditions.reverse();
    let rows = Rows { conditions, ..rows };
    for (column, value) in values {
        let cell = reader.cell(&value);
        reader.fill(&rows, &column, cell, code.span);
    }
    true
}

/// `session.query(User).update({…})`
pub(super) fn updated(reader: &mut Reader<'_>, expr: &Expr, call: &Call) {
    let Some(receiver) = &call.receiver else { return };
    let Some(found) = rows(reader, receiver).filter(|rows| !rows.record) else { return };
    let given = call.arguments.first().or(call.option("values"));
    for (column, value) in given.into_iter().flat_map(pairs) {
        let cell = reader.cell(&value);
        reader.fill(&found, &column, cell, expr.span);
    }
}

/// `setattr(user, 'state', 'open')`
pub(super) fn set_attribute(reader: &mut Reader<'_>, expr: &Expr, call: &Call) {
    let [row, column, value] = call.arguments.as_slice() else { return };
    if let (None, Some(found), Some(column)) = (&call.receiver, rows(reader, row), column.text())
        && found.record
    {
        let cell = reader.cell(value);
        reader.fill(&found, column, cell, expr.span);
    }
}

/// What a dictionary gives to each column: `{'state': 'open'}`, `{User.state: 'open'}`.
fn pairs(value: &Expr) -> Vec<(String, Expr)> {
    let Kind::Map(pairs) = &value.kind else { return Vec::new() };
    let key = |key: &Expr| match &key.kind {
        Kind::Text(name) => Some(name.clone()),
        Kind::Call(call) if !call.called => Some(call.name.clone()),
        _ => None,
    };
    pairs.iter().filter_map(|(name, value)| Some((key(name)?, value.clone()))).collect()
}

/// The rows that an expression stands for: a table, a class that maps one, a query of either.
pub(super) fn rows(reader: &Reader<'_>, expr: &Expr) -> Option<Rows> {
    match &expr.kind {
        Kind::Index(of, at) => {
            let mut found = rows(reader, of)?;
            match at.as_slice() {
                [] => found.record = true,
                _ => found.conditions.push(format!("some of {}", reader.text(of.span))),
            }
            Some(found)
        }
        Kind::Name(name) => match reader.variable(name) {
            Some(Bound::Class(class)) => all(table_of(class)?),
            _ => None,
        },
        Kind::Call(call) if call.called => {
            let control = reader.word(expr, "control").and_then(|word| word.get("of"));
            let receiver = || call.receiver.as_ref().and_then(|receiver| rows(reader, receiver));
            let given = || call.arguments.first().and_then(|first| rows(reader, first));
            let mut found = match control {
                Some("table") => all(with_schema(call, call.arguments.first().and_then(name)?))?,
                Some("query") => given().or_else(receiver)?,
                Some("same-rows") => receiver().or_else(given)?,
                Some("some-rows" | "one-row") => receiver()?,
                _ => return None,
            };
            if found.record {
                return None;
            }
            if matches!(control, Some("some-rows" | "one-row")) {
                found.conditions.push(reader.written(call));
            }
            found.record = control == Some("one-row");
            Some(found)
        }
        _ => None,
    }
}

fn all(table: String) -> Option<Rows> {
    Some(Rows { table, model: None, conditions: Vec::new(), record: false })
}

/// The table that a class of the migration maps.
fn table_of(class: &ClassBody) -> Option<String> {
    class.body.statements().iter().find_map(|member| match &member.kind {
        Kind::Assign(target, value) if target.name() == Some("__tablename__") => {
            value.text().map(str::to_owned)
        }
        Kind::Assign(target, value) if target.name() == Some("__table__") => {
            value.call()?.arguments.first()?.text().map(str::to_owned)
        }
        _ => None,
    })
}
