//! What `filter`, `exclude` and `Q` keep: look-ups of Django as conditions of SQL.
//!
//! Source: `django/db/models/sql/query.py` of Django 5.2 (`build_filter`: a negated look-up on a
//! column that may be NULL asks for `IS NOT NULL` by itself), measured on SQLite and PostgreSQL.

use crate::{
    expr::{Call, Expr, Kind},
    modules::path_of,
    predicate::{ColumnName, Compare, Literal, Predicate, Subject, Value},
    source::Language,
    syntax,
};

/// What the arguments of `filter(…)` or `Q(…)` keep.
pub fn arguments(call: &Call) -> Predicate {
    let mut kept = Predicate::All(Vec::new());
    for argument in &call.arguments {
        kept = kept.and(condition(argument));
    }
    for (key, value) in &call.options {
        // `Q(…, _connector=Q.OR, _negated=True)`
        kept = kept.and(match key.starts_with('_') {
            true => opaque(value),
            false => look_up(key, value),
        });
    }
    let joined_by_or = call.options.iter().any(|(key, value)| {
        key == "_connector" && (value.name() == Some("OR") || value.text() == Some("OR"))
    });
    match (joined_by_or, kept) {
        (true, Predicate::All(parts)) => Predicate::Any(
            parts.into_iter().filter(|p| !matches!(p, Predicate::Opaque(_))).collect(),
        ),
        (_, kept) => kept,
    }
}

/// What `exclude(…)` keeps.
pub fn excluded(call: &Call) -> Predicate {
    negated(arguments(call))
}

/// A `Q` and what combines them.
fn condition(expr: &Expr) -> Predicate {
    match &expr.kind {
        Kind::Call(call) if expr.means("predicate", "call") == Some("condition") => arguments(call),
        Kind::Not(inner) => negated(condition(inner)),
        Kind::Binary(left, op, right) if op == "&" => condition(left).and(condition(right)),
        Kind::Binary(left, op, right) if op == "|" => {
            Predicate::Any(vec![condition(left), condition(right)])
        }
        // `**{'deleted_at__isnull': True}`
        Kind::Splat(inner) => match &inner.kind {
            Kind::Map(pairs) => {
                pairs.iter().fold(Predicate::All(Vec::new()), |kept, (key, value)| {
                    kept.and(match key.text() {
                        Some(key) => look_up(key, value),
                        None => opaque(expr),
                    })
                })
            }
            _ => opaque(expr),
        },
        _ => opaque(expr),
    }
}

/// A negation as Django writes it: what compares a column asks for `IS NOT NULL` inside.
pub fn negated(inner: Predicate) -> Predicate {
    let or_null = |subject: &Subject, inner: Predicate| {
        Predicate::Any(vec![Predicate::IsNull(Subject { through: None, ..subject.clone() }), inner])
    };
    match inner {
        Predicate::Compare(subject, Compare::Eq, value) => {
            or_null(&subject, Predicate::Compare(subject.clone(), Compare::Ne, value))
        }
        Predicate::In(ref subject, _) => or_null(&subject.clone(), Predicate::Not(Box::new(inner))),
        Predicate::Not(inner) if matches!(*inner, Predicate::IsNull(_)) => *inner,
        other => Predicate::Not(Box::new(strict(other))),
    }
}

fn strict(inner: Predicate) -> Predicate {
    let with_value = |subject: &Subject, inner: Predicate| {
        Predicate::All(vec![
            inner,
            Predicate::Not(Box::new(Predicate::IsNull(Subject {
                through: None,
                ..subject.clone()
            }))),
        ])
    };
    match inner {
        Predicate::Compare(ref subject, ..) | Predicate::In(ref subject, _) => {
            with_value(&subject.clone(), inner)
        }
        Predicate::All(parts) => Predicate::All(parts.into_iter().map(strict).collect()),
        Predicate::Any(parts) => Predicate::Any(parts.into_iter().map(strict).collect()),
        other => other,
    }
}

/// `published_at__lte=now`
fn look_up(key: &str, value: &Expr) -> Predicate {
    let word = |part: &str| {
        let words = syntax::words_of(Language::Python, part);
        words.into_iter().find_map(|word| match word.fact {
            "predicate" => word.get("call"),
            _ => None,
        })
    };
    let mut parts: Vec<&str> = key.split("__").collect();
    let mut op = "=";
    let mut through = None;
    while let (Some(last), true) = (parts.last(), parts.len() > 1) {
        match word(last) {
            Some(known @ ("=" | ">" | ">=" | "<" | "<=" | "in" | "null")) => op = known,
            Some("strict") => through = Some((*last).to_owned()),
            _ => break,
        }
        parts.pop();
    }
    let Some((column, path)) = parts.split_last() else { return opaque(value) };
    let table = path.last().map(|table| table.to_lowercase());
    let subject =
        Subject { column: ColumnName::new(table, column), if_null: None, through: through.clone() };
    let is_null = || Predicate::IsNull(Subject { through: None, ..subject.clone() });
    match (op, &value.kind) {
        ("null", Kind::Bool(true)) => is_null(),
        ("null", Kind::Bool(false)) => Predicate::Not(Box::new(is_null())),
        ("null", _) => opaque(value),
        ("=", Kind::Null) => is_null(),
        ("in", Kind::List(members)) => {
            // Django leaves None out of a list.
            let members = members.iter().filter(|member| member.kind != Kind::Null);
            Predicate::In(subject, members.map(constant).collect())
        }
        ("in", _) => Predicate::Compare(subject, Compare::Eq, Value::Runtime(shown(value))),
        _ if through.is_some() => {
            Predicate::Compare(subject, Compare::Eq, Value::Runtime(shown(value)))
        }
        ("=", _) => Predicate::Compare(subject, Compare::Eq, constant(value)),
        (">", _) => Predicate::Compare(subject, Compare::Gt, constant(value)),
        (">=", _) => Predicate::Compare(subject, Compare::Ge, constant(value)),
        ("<", _) => Predicate::Compare(subject, Compare::Lt, constant(value)),
        _ => Predicate::Compare(subject, Compare::Le, constant(value)),
    }
}

fn constant(value: &Expr) -> Value {
    match &value.kind {
        Kind::Bool(value) => Value::Literal(Literal::Bool(*value)),
        Kind::Number(number) => Value::Literal(Literal::Number(number.clone())),
        Kind::Text(text) => Value::Literal(Literal::Text(text.clone())),
        _ => Value::Runtime(shown(value)),
    }
}

/// A value that is known when the query runs, as a person would call it.
fn shown(value: &Expr) -> String {
    if let Some(path) = path_of(value) {
        return path;
    }
    match (&value.kind, value.name()) {
        (Kind::Call(call), Some(name)) if call.called => format!("{name}()"),
        (_, Some(name)) => name.to_owned(),
        _ => "a value".to_owned(),
    }
}

fn opaque(expr: &Expr) -> Predicate {
    let mut names = Vec::new();
    expr.walk(&mut |part| match &part.kind {
        Kind::Text(text) => names.push(text.clone()),
        Kind::Name(name) => names.push(name.clone()),
        Kind::Call(call) => {
            names.push(call.name.clone());
            names.extend(call.options.iter().map(|(key, _)| key.replace("__", " ")));
        }
        _ => {}
    });
    names.truncate(12);
    Predicate::Opaque(names.join(" "))
}
