//! Conditions that are chained to a query: `query.whereNull('deleted_at').where('active', true)`.

use crate::{
    expr::{Call, Expr, Kind},
    modules::Modules,
    orm::script::{
        condition::{self, Dialect, value},
        decorator::word,
        object::constant,
    },
    predicate::{Compare, Predicate, Subject},
};

/// The ORM whose words the methods are.
const ORM: &str = "knex";

/// Every condition of a chain, outermost last; empty where there is none.
pub fn conditions(
    modules: &Modules,
    module: usize,
    chain: &Expr,
    column: &dyn Fn(&str) -> String,
) -> Vec<Predicate> {
    let mut found = Vec::new();
    let mut next = Some(chain);
    while let Some(Expr { kind: Kind::Call(call), .. }) = next {
        let expr = next.unwrap_or(chain);
        let meaning = word(modules, module, expr, "predicate", ORM).filter(|_| call.called);
        if let Some(meaning) = meaning.and_then(|word| word.get("call")) {
            found.push(one(modules, module, call, meaning, column));
        }
        next = call.receiver.as_ref();
    }
    found.reverse();
    found
}

/// The condition that one call of a chain adds, where it adds one.
pub fn condition(
    modules: &Modules,
    module: usize,
    expr: &Expr,
    column: &dyn Fn(&str) -> String,
) -> Option<Predicate> {
    let call = expr.call().filter(|call| call.called)?;
    let meaning = word(modules, module, expr, "predicate", ORM)?.get("call")?;
    Some(one(modules, module, call, meaning, column))
}

fn one(
    modules: &Modules,
    module: usize,
    call: &Call,
    meaning: &str,
    column: &dyn Fn(&str) -> String,
) -> Predicate {
    let not = |predicate| Predicate::Not(Box::new(predicate));
    let [first, rest @ ..] = call.arguments.as_slice() else { return condition::computed() };
    if let (Kind::Map(_), "where" | "where-not") = (&first.kind, meaning) {
        let read = condition::read(modules, module, first, Dialect::Sql, column);
        return if meaning == "where" { read } else { not(read) };
    }
    let Some(name) = constant(modules, module, first).and_then(Expr::text) else {
        return condition::computed();
    };
    // `users.deleted_at`
    let name = name.rsplit('.').next().unwrap_or(name);
    let subject = Subject::column(&column(name));
    let list = || match rest {
        [Expr { kind: Kind::List(parts), .. }] => {
            Some(Predicate::In(subject.clone(), parts.iter().map(value).collect()))
        }
        _ => None,
    };
    let unknown = || Predicate::Opaque(format!("{} of a computed kind", subject.column.name));
    match (meaning, rest) {
        ("null", _) => Predicate::IsNull(subject),
        ("not-null", _) => not(Predicate::IsNull(subject)),
        ("in", _) => list().unwrap_or_else(unknown),
        ("not-in", _) => list().map_or_else(unknown, not),
        ("where" | "where-not", [given]) => {
            let asked = match given.kind {
                Kind::Null => Predicate::IsNull(subject),
                _ => Predicate::Compare(subject, Compare::Eq, value(given)),
            };
            if meaning == "where" { asked } else { not(asked) }
        }
        ("where" | "where-not", [operator, given]) => {
            let asked = match (operator.text(), &given.kind) {
                (Some("is" | "IS" | "="), Kind::Null) => Predicate::IsNull(subject),
                (Some("is not" | "IS NOT" | "!=" | "<>"), Kind::Null) => {
                    not(Predicate::IsNull(subject))
                }
                (Some(operator), _) => match compare(operator) {
                    Some(op) => Predicate::Compare(subject, op, value(given)),
                    None => unknown(),
                },
                (None, _) => unknown(),
            };
            if meaning == "where" { asked } else { not(asked) }
        }
        _ => unknown(),
    }
}

fn compare(operator: &str) -> Option<Compare> {
    Some(match operator {
        "=" => Compare::Eq,
        "!=" | "<>" => Compare::Ne,
        "<" => Compare::Lt,
        "<=" => Compare::Le,
        ">" => Compare::Gt,
        ">=" => Compare::Ge,
        _ => return None,
    })
}
