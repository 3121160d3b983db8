//! `pluck(*User.column_names)`, `permit(User.column_names)`: whatever columns there are.

use super::{Classes, Subject, shown, value, written};
use crate::{
    app::Consumer,
    expr::{Expr, Kind},
    facts::Take,
    finding::Confidence,
};

/// How many calls and names are followed from an argument to the list.
const MAX_STEPS: usize = 20;

/// A call that is given the names of all columns.
pub fn listed(classes: &Classes, take: &Take) -> Option<Consumer> {
    let call = take.expr.call()?;
    let (subject, except) =
        call.arguments.iter().find_map(|argument| list(classes, take, argument))?;
    let says = "names whatever columns there are";
    if take.word.get("writes").is_some() {
        return Some(written(take, subject, except, says));
    }
    // Within the application columns are copied far more often than shown.
    let inside = take.word.get("inner").is_some() && !take.carried;
    let subject = if inside { subject.at_most(Confidence::Possible) } else { subject };
    Some(shown(take, subject, except, says))
}

/// The model of which an expression lists the columns, and those that it leaves out.
pub fn list(classes: &Classes, take: &Take, expr: &Expr) -> Option<(Subject, Vec<String>)> {
    of(classes, take, expr, MAX_STEPS)
}

fn of(classes: &Classes, take: &Take, expr: &Expr, steps: usize) -> Option<(Subject, Vec<String>)> {
    let steps = steps.checked_sub(1)?;
    let lists = expr
        .means
        .iter()
        .any(|word| word.fact == "consumer" && word.get("shape") == Some("columns"));
    match &expr.kind {
        Kind::Splat(inner) | Kind::Exit(Some(inner)) | Kind::Assign(_, inner) => {
            of(classes, take, inner, steps)
        }
        Kind::Name(_) if lists => Some((classes.own(take)?, Vec::new())),
        Kind::Name(name) => of(classes, take, value(take, name)?, steps),
        Kind::List(members) => members.iter().find_map(|member| of(classes, take, member, steps)),
        Kind::Binary(left, op, right) if op == "-" => {
            let (subject, mut except) = of(classes, take, left, steps)?;
            let right = classes.plain(take, right);
            except.extend(right.texts().into_iter().map(str::to_owned));
            Some((subject, except))
        }
        Kind::Binary(left, op, right) if op == "+" || op == "|" => {
            of(classes, take, left, steps).or_else(|| of(classes, take, right, steps))
        }
        Kind::Sequence(statements) => of(classes, take, statements.last()?, steps),
        Kind::Call(call) if lists => Some((classes.receiver(take, call)?, Vec::new())),
        Kind::Call(call) => {
            let Some(receiver) = &call.receiver else {
                return of(classes, take, value(take, &call.name)?, steps);
            };
            match call.name.as_str() {
                // `user.attributes.keys`
                "keys" => {
                    let row = receiver.call().filter(|_| {
                        receiver.word("consumer").and_then(|word| word.get("shape")) == Some("row")
                    })?;
                    Some((classes.receiver(take, row)?, Vec::new()))
                }
                "without" | "excluding" | "difference" | "except" => {
                    let (subject, mut except) = of(classes, take, receiver, steps)?;
                    let texts = call.arguments.iter().flat_map(Expr::texts);
                    except.extend(texts.map(str::to_owned));
                    Some((subject, except))
                }
                // What a condition leaves out is not known.
                "reject" => {
                    let (subject, except) = of(classes, take, receiver, steps)?;
                    Some((subject.at_most(Confidence::Likely), except))
                }
                "compact" | "dup" | "each" | "freeze" | "map" | "sort" | "to_a" | "uniq"
                | "union" => of(classes, take, receiver, steps),
                _ => None,
            }
        }
        _ => None,
    }
}
