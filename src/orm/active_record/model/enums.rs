//! Enums: names of values with what the database holds for each.

use super::Reader;
use crate::{
    app::Enum,
    expr::{Expr, Kind},
    orm::active_record::condition::Named,
    predicate::{Compare, Literal, Predicate, Subject, Value},
    source::Place,
};

impl Reader<'_, '_> {
    pub(super) fn enums(&self) -> Vec<Enum> {
        let mut enums = Vec::new();
        for located in self.members {
            if located.member.expr.means("declare", "as") != Some("enum") {
                continue;
            }
            let Some(call) = located.member.expr.call() else { continue };
            let affix = |names: [&str; 2]| names.iter().find_map(|name| call.option(name));
            let (prefix, suffix) = (affix(["prefix", "_prefix"]), affix(["suffix", "_suffix"]));
            let mut found: Vec<(String, Expr)> = Vec::new();
            match call.arguments.as_slice() {
                [column, values, ..] => {
                    found.extend(column.text().map(|column| (column.to_owned(), values.clone())));
                }
                // `enum :status, active: 0, archived: 1`
                [column] => {
                    let pairs = call
                        .options
                        .iter()
                        .filter(|(key, _)| !ENUM_OPTIONS.contains(&key.as_str()))
                        .map(|(key, value)| {
                            (Expr::new(Kind::Symbol(key.clone()), value.span), value.clone())
                        })
                        .collect();
                    let values = Expr::new(Kind::Map(pairs), column.span);
                    found.extend(column.text().map(|column| (column.to_owned(), values)));
                }
                // `enum status: { active: 0 }`
                [] => found.extend(
                    call.options
                        .iter()
                        .filter(|(key, _)| !ENUM_OPTIONS.contains(&key.as_str()))
                        .cloned(),
                ),
            }
            for (column, values) in found {
                let values = self.constant(&values).unwrap_or(values);
                let values = enum_values(&values);
                let fixed = |affix: Option<&Expr>| match affix.map(|affix| &affix.kind) {
                    Some(Kind::Bool(true)) => Some(column.clone()),
                    Some(Kind::Text(text) | Kind::Symbol(text)) => Some(text.clone()),
                    _ => None,
                };
                let (before, after) = (fixed(prefix), fixed(suffix));
                let methods = values
                    .iter()
                    .map(|(name, _)| {
                        let parts = [before.as_deref(), Some(name.as_str()), after.as_deref()];
                        parts.into_iter().flatten().collect::<Vec<_>>().join("_")
                    })
                    .collect();
                let typed = self.members.iter().any(|other| {
                    other.member.expr.means("declare", "as") == Some("attribute")
                        && other
                            .member
                            .expr
                            .call()
                            .and_then(|call| call.arguments.first())
                            .and_then(Expr::text)
                            == Some(&column)
                });
                let place = located.member.place.clone();
                enums.push(Enum { column, values, methods, place, typed });
            }
        }
        enums
    }
}

/// Options of `enum` that are not values.
const ENUM_OPTIONS: &[&str] = &[
    "_default",
    "_instance_methods",
    "_prefix",
    "_scopes",
    "_suffix",
    "default",
    "instance_methods",
    "prefix",
    "scopes",
    "suffix",
    "validate",
];

/// `active` and `not_active`, which an enum defines for each of its values.
pub(super) fn enum_scope(enums: &[Enum], name: &str) -> Option<(Named, Place)> {
    let positive = name.strip_prefix("not_").unwrap_or(name);
    enums.iter().find_map(|known| {
        let at = known.methods.iter().position(|method| method == name);
        let at = at.or_else(|| known.methods.iter().position(|method| method == positive))?;
        let (_, stored) = known.values.get(at)?;
        let value = Value::Literal(stored.clone());
        let equal = Predicate::Compare(Subject::column(&known.column), Compare::Eq, value);
        let predicate = match known.methods.iter().any(|method| method == name) {
            true => equal,
            false => Predicate::Not(Box::new(equal)),
        };
        Some((Named::Known(predicate), known.place.clone()))
    })
}

fn enum_values(values: &Expr) -> Vec<(String, Literal)> {
    match &values.kind {
        Kind::Map(pairs) => pairs
            .iter()
            .filter_map(|(name, stored)| {
                let stored = match &stored.kind {
                    Kind::Number(number) => Literal::Number(number.clone()),
                    Kind::Bool(value) => Literal::Bool(*value),
                    _ => Literal::Text(stored.text()?.to_owned()),
                };
                Some((name.text()?.to_owned(), stored))
            })
            .collect(),
        Kind::List(names) => names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| {
                Some((name.text()?.to_owned(), Literal::Number(at.to_string())))
            })
            .collect(),
        // `%w[a b].index_by(&:itself)`, `.freeze`, `.to_h { |v| [v, v] }`: stored by name
        Kind::Call(call) => match (call.name.as_str(), &call.receiver) {
            ("freeze", Some(inner)) => enum_values(inner),
            (_, Some(inner)) => inner
                .texts()
                .into_iter()
                .map(|name| (name.to_owned(), Literal::Text(name.to_owned())))
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
