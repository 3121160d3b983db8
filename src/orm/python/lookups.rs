//! Conditions that are written as names of arguments: `filter(deleted=False, at__isnull=True)`.

use crate::{
    app::Attribute,
    expr::{Expr, Kind},
    predicate::{Compare, Literal, Predicate, Subject, Value},
};

/// What `filter(…)` keeps, or `exclude(…)` leaves out, by names of attributes; `None` where it asks for
/// something else, or for what the model does not have.
pub fn arguments(expr: &Expr, columns: &[Attribute]) -> Option<Predicate> {
    let call = expr.call().filter(|call| call.arguments.is_empty() && !call.options.is_empty())?;
    let mut parts = Vec::new();
    for (key, value) in &call.options {
        let (name, how) = key.split_once("__").unwrap_or((key, ""));
        let column = columns.iter().find(|column| column.name == name)?;
        parts.push(one(Subject::column(&column.column.name), how, value)?);
    }
    Some(if parts.len() == 1 { parts.remove(0) } else { Predicate::All(parts) })
}

fn one(subject: Subject, how: &str, value: &Expr) -> Option<Predicate> {
    let is_null = |null: bool| {
        let is_null = Predicate::IsNull(subject.clone());
        if null { is_null } else { Predicate::Not(Box::new(is_null)) }
    };
    let compare = |how| Some(Predicate::Compare(subject.clone(), how, constant(value)));
    match (how, &value.kind) {
        ("isnull", Kind::Bool(flag)) => Some(is_null(*flag)),
        ("not_isnull" | "exists", Kind::Bool(flag)) => Some(is_null(!*flag)),
        ("", Kind::Null) => Some(is_null(true)),
        ("not" | "ne", Kind::Null) => Some(is_null(false)),
        ("", _) => compare(Compare::Eq),
        // Both ORMs let what is not set pass.
        ("not" | "ne", _) => Some(Predicate::Any(vec![is_null(true), compare(Compare::Ne)?])),
        ("gt", _) => compare(Compare::Gt),
        ("gte", _) => compare(Compare::Ge),
        ("lt", _) => compare(Compare::Lt),
        ("lte", _) => compare(Compare::Le),
        ("in", _) => Some(Predicate::In(subject, value.members()?.iter().map(constant).collect())),
        _ => None,
    }
}

fn constant(value: &Expr) -> Value {
    match &value.kind {
        Kind::Bool(flag) => Value::Literal(Literal::Bool(*flag)),
        Kind::Number(number) => Value::Literal(Literal::Number(number.clone())),
        Kind::Text(text) => Value::Literal(Literal::Text(text.clone())),
        _ => Value::Runtime(value.name().unwrap_or("a value").to_owned()),
    }
}
