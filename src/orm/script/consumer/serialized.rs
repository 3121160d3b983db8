//! Answers that a framework passes through a schema or the decorators of their classes.

use super::{
    known::Known,
    reader::LANGUAGE,
    value::{Held, Of, Rows},
};
use crate::{
    expr::{Call, Expr, Kind},
    modules::Modules,
    orm::script::{decorator::arguments, object::Object},
};

/// What becomes of the rows that a function answers with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// All that they have is sent.
    #[default]
    Whole,
    /// What the decorators of their classes keep out is not.
    Decorated {
        /// Only what one exposes is sent.
        exposed: bool,
    },
    /// A schema names what is sent.
    Named,
}

/// What `ClassSerializerInterceptor` of NestJS makes of what a method answers, by the decorators of the
/// method and of its class.
pub fn of_method(
    known: &Known,
    module: usize,
    class: Option<usize>,
    decorators: &[Expr],
) -> Answer {
    let around = class.map_or(&[][..], |class| known.modules.class(class).decorators);
    let mut both = decorators.iter().chain(around);
    let says = |decorator: &Expr| {
        arguments(decorator).iter().any(|it| it.any(&|expr| is(expr, "serializer")))
    };
    if !known.serializes && !both.clone().any(says) {
        return Answer::Whole;
    }
    let options = both.find(|it| is(it, "serialized")).and_then(|it| arguments(it).first());
    let options = options.and_then(|given| Object::read(known.modules, module, given));
    let strategy = options.and_then(|given| given.get("strategy")?.1.text().map(str::to_owned));
    Answer::Decorated { exposed: strategy.as_deref() == Some("excludeAll") }
}

/// What is left of what a handler answers with.
pub fn left(known: &Known, answer: Answer, value: &Expr, held: Held) -> Vec<Rows> {
    match answer {
        Answer::Whole => held.rows(),
        Answer::Named => Vec::new(),
        // What is spread into a new object is an instance of no class.
        Answer::Decorated { .. } if value.any(&is_spread) => held.rows(),
        Answer::Decorated { exposed } => {
            held.rows().into_iter().filter_map(|rows| decorated(known, exposed, rows)).collect()
        }
    }
}

fn decorated(known: &Known, exposed: bool, mut rows: Rows) -> Option<Rows> {
    let Of::Model(model) = rows.of else { return Some(rows) };
    let Some(class) = known.class_of(model) else { return Some(rows) };
    rows.except.extend(known.kept_out(class, exposed)?);
    Some(rows)
}

fn is_spread(expr: &Expr) -> bool {
    let Kind::Map(pairs) = &expr.kind else { return false };
    pairs.iter().any(|(key, _)| matches!(key.kind, Kind::Splat(_)))
}

/// Whether the interceptor is one of all handlers.
pub fn is_everywhere(modules: &Modules) -> bool {
    let holds = |expr: &Expr, shape: &'static str| expr.any(&|inner| is(inner, shape));
    modules.modules().any(|(_, code)| {
        code.telling.iter().chain(&code.maps).any(|expr| match &expr.kind {
            Kind::Call(call) if call.called && is(expr, "everywhere") => {
                call.arguments.iter().any(|given| holds(given, "serializer"))
            }
            Kind::Map(pairs) => {
                let mut values = pairs.iter().map(|(_, value)| value);
                values.clone().any(|value| is(value, "everywhere"))
                    && values.any(|value| holds(value, "serializer"))
            }
            _ => false,
        })
    })
}

/// Whether a route of Fastify says what its answers have:
/// `fastify.get('/users', { schema: { response: { 200: User } } }, handler)`.
/// <https://fastify.dev/docs/latest/Reference/Validation-and-Serialization/#serialization>
pub fn is_named(modules: &Modules, module: usize, call: &Call) -> bool {
    let within = |(home, expr), key: &str| Object::read(modules, home, expr)?.get(key);
    let mut answers = call.arguments.iter().filter_map(|given| {
        within(within((module, given), "schema")?, "response").map(|(_, response)| response)
    });
    answers.any(|response| !response.any(&|expr| takes_any(expr)))
}

/// `{ additionalProperties: true }`
fn takes_any(expr: &Expr) -> bool {
    let Kind::Map(pairs) = &expr.kind else { return false };
    pairs.iter().any(|(key, value)| {
        key.text() == Some("additionalProperties") && value.kind != Kind::Bool(false)
    })
}

fn is(expr: &Expr, shape: &str) -> bool {
    let mut words = expr.means.iter();
    words.any(|word| {
        word.fact == "consumer"
            && word.get("shape") == Some(shape)
            && word.origin.starts_with(LANGUAGE)
    })
}
