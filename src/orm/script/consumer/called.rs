//! Conditions that are calls of functions: `and(isNull(users.deletedAt), eq(users.active, false))`.

use super::reader::Reader;
use crate::{
    expr::{Expr, Kind},
    orm::script::{condition::value, decorator::word},
    predicate::{Compare, Predicate, Subject},
};

/// The ORM whose functions they are.
const ORM: &str = "drizzle";

/// How deep conditions stand within each other.
const MAX_DEPTH: u32 = 20;

/// What a condition asks of the columns of a model, as far as it all must hold.
pub fn conditions(reader: &Reader, asked: &Expr, model: usize) -> Vec<Predicate> {
    let mut found = Vec::new();
    let mut open = vec![(asked, 0)];
    while let Some((expr, depth)) = open.pop() {
        let Some(call) = expr.call().filter(|call| call.called) else { continue };
        let Some(meaning) = word(reader.known.modules, reader.module, expr, "predicate", ORM)
        else {
            continue;
        };
        if meaning.get("call") == Some("and") && depth < MAX_DEPTH {
            open.extend(call.arguments.iter().map(|it| (it, depth + 1)));
            continue;
        }
        let Some((first, rest)) = call.arguments.split_first() else { continue };
        let Some(subject) = column(reader, first, model) else { continue };
        let not = |predicate| Predicate::Not(Box::new(predicate));
        found.extend(match (meaning.get("call"), rest) {
            (Some("null"), _) => Some(Predicate::IsNull(subject)),
            (Some("where"), [given]) => {
                Some(Predicate::Compare(subject, Compare::Eq, value(given)))
            }
            (Some("where-not"), [given]) => {
                Some(Predicate::Compare(subject, Compare::Ne, value(given)))
            }
            (Some("not-in"), [Expr { kind: Kind::List(parts), .. }]) => {
                Some(not(Predicate::In(subject, parts.iter().map(value).collect())))
            }
            _ => None,
        });
    }
    found
}

/// The column that `users.deletedAt` is.
fn column(reader: &Reader, expr: &Expr, model: usize) -> Option<Subject> {
    let call = expr.call().filter(|call| !call.called)?;
    let (of, _) = reader.known.model_of(reader.module, call.receiver.as_ref()?)?;
    let has = of == model && reader.known.has_attribute(model, &call.name);
    has.then(|| Subject::column(&reader.known.column(model, &call.name)))
}
