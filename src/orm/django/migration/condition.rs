//! Conditions of constraints as SQL: `Q(deleted_at__isnull=True)`.

use super::model::Model;
use crate::{
    expr::{Expr, Kind},
    orm::python::program::{Reader, literal},
};

/// The condition, or the code where it is more than comparisons.
pub(super) fn written(reader: &Reader<'_>, model: &Model, condition: &Expr) -> String {
    sql(reader, model, condition).unwrap_or_else(|| reader.text(condition.span))
}

fn sql(reader: &Reader<'_>, model: &Model, condition: &Expr) -> Option<String> {
    match &condition.kind {
        Kind::Not(inner) => Some(format!("NOT ({})", sql(reader, model, inner)?)),
        Kind::Binary(left, operator, right) => {
            let word = match operator.as_str() {
                "&" => "AND",
                "|" => "OR",
                _ => return None,
            };
            Some(format!("({} {word} {})", sql(reader, model, left)?, sql(reader, model, right)?))
        }
        Kind::Call(call) if call.called && call.name == "Q" => {
            let mut parts = Vec::new();
            for argument in &call.arguments {
                parts.push(match &argument.kind {
                    // `models.Q(('deleted_at__isnull', True))`
                    Kind::List(pair) => match pair.as_slice() {
                        [key, value] => comparison(reader, model, key.text()?, value)?,
                        _ => return None,
                    },
                    _ => sql(reader, model, argument)?,
                });
            }
            let mut word = " AND ";
            for (name, value) in &call.options {
                match name.as_str() {
                    "_connector" => word = if value.text() == Some("OR") { " OR " } else { word },
                    "_negated" => return None,
                    _ => parts.push(comparison(reader, model, name, value)?),
                }
            }
            match parts.len() {
                0 => None,
                1 => parts.pop(),
                _ => Some(format!("({})", parts.join(word))),
            }
        }
        _ => None,
    }
}

fn comparison(reader: &Reader<'_>, model: &Model, key: &str, value: &Expr) -> Option<String> {
    let (field, lookup) = key.rsplit_once("__").unwrap_or((key, "exact"));
    if field.contains("__") {
        return None;
    }
    let column = model.column(reader, field);
    let known = || literal(value).map(|literal| literal.to_string());
    match (lookup, &value.kind) {
        ("isnull", Kind::Bool(true)) | ("exact", Kind::Null) => Some(format!("{column} IS NULL")),
        ("isnull", Kind::Bool(false)) => Some(format!("{column} IS NOT NULL")),
        ("exact", _) => Some(format!("{column} = {}", known()?)),
        ("gt", _) => Some(format!("{column} > {}", known()?)),
        ("gte", _) => Some(format!("{column} >= {}", known()?)),
        ("lt", _) => Some(format!("{column} < {}", known()?)),
        ("lte", _) => Some(format!("{column} <= {}", known()?)),
        ("in", Kind::List(members)) => {
            let members: Option<Vec<_>> =
                members.iter().map(|it| literal(it).map(|it| it.to_string())).collect();
            Some(format!("{column} IN ({})", members?.join(", ")))
        }
        _ => None,
    }
}
