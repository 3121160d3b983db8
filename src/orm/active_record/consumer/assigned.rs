//! `User.create!(params.require(:user).permit!)`: whatever is sent is set.

use super::{Classes, value, written};
use crate::{
    app::Consumer,
    expr::{Expr, Kind},
    facts::Take,
};

/// How many calls and names are followed from an argument to the request.
const MAX_STEPS: usize = 30;

/// Calls that a hash of what is sent survives whole.
const KEEPS: &[&str] = &[
    "compact",
    "deep_symbolize_keys",
    "deep_transform_keys",
    "dup",
    "map",
    "merge",
    "reverse_merge",
    "symbolize_keys",
    "tap",
    "to_h",
    "transform_keys",
    "with_indifferent_access",
];

/// A call that sets the columns of a model, or `user.attributes = …`.
pub fn assigned(classes: &Classes, take: &Take) -> Option<Consumer> {
    let (receiver, arguments) = match &take.expr.kind {
        Kind::Call(call) => (call.receiver.as_ref(), call.arguments.iter().collect::<Vec<_>>()),
        Kind::Assign(target, sent) => (target.call()?.receiver.as_ref(), vec![sent.as_ref()]),
        _ => return None,
    };
    let (sent, except) = arguments.into_iter().find_map(|argument| {
        let mut except = Vec::new();
        let sent = unchecked(take, argument, &mut except, MAX_STEPS)?;
        Some((sent, except))
    })?;
    let subject = match receiver {
        Some(receiver) => classes.subject(take, receiver)?,
        None => classes.own(take)?,
    };
    let mut consumer = written(take, subject, except, "sets whatever is sent");
    if !take.place.span.contains(&sent.span) {
        let mut place = take.place.clone();
        place.span = sent.span;
        consumer.via.push(("lets every key through".to_owned(), place));
    }
    Some(consumer)
}

/// The call that lets every key of a request through, in what an argument is made of.
fn unchecked<'t>(
    take: &'t Take,
    expr: &'t Expr,
    except: &mut Vec<String>,
    steps: usize,
) -> Option<&'t Expr> {
    let steps = steps.checked_sub(1)?;
    match &expr.kind {
        Kind::Splat(inner) | Kind::Exit(Some(inner)) => unchecked(take, inner, except, steps),
        Kind::Name(name) => unchecked(take, value(take, name)?, except, steps),
        Kind::Assign(_, inner) => unchecked(take, inner, except, steps),
        Kind::Binary(one, op, _) if op == "||" => unchecked(take, one, except, steps),
        Kind::Call(call) => {
            if expr.means("inflow", "is") == Some("request") {
                return Some(expr);
            }
            let Some(receiver) = &call.receiver else {
                return unchecked(take, value(take, &call.name)?, except, steps);
            };
            // `params[:users].map(&:to_unsafe_h)`
            let each = call.arguments.iter().find_map(|argument| match &argument.kind {
                Kind::Splat(inner) if inner.means("inflow", "is") == Some("request") => Some(inner),
                _ => None,
            });
            if each.is_some() {
                return Some(expr);
            }
            match call.name.as_str() {
                "except" | "without" => {
                    let texts = call.arguments.iter().flat_map(Expr::texts);
                    except.extend(texts.map(str::to_owned));
                }
                name if KEEPS.contains(&name) => {}
                _ => return None,
            }
            unchecked(take, receiver, except, steps)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::KEEPS;

    #[test]
    fn calls_are_sorted() {
        assert!(KEEPS.is_sorted());
    }
}
