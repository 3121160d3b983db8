//! What of a migration runs when it is applied.

use crate::expr::{ClassBody, Expr, Kind};

/// The code that migrates.
pub(super) struct Up<'a> {
    /// A function, or a call that stands for one.
    pub(super) code: &'a Expr,
    /// The class whose method it is.
    pub(super) class: Option<&'a ClassBody>,
}

/// `up`, however it is exported; where nothing is called so, a call that is exported itself.
pub(super) fn of(program: &Expr) -> Option<Up<'_>> {
    let mut found = None;
    let mut whole = None;
    for statement in program.statements() {
        match &statement.kind {
            Kind::Def(def) if def.name == "up" => found = Some(function(statement)),
            Kind::Class(class) => {
                found = found.or_else(|| method(class));
            }
            Kind::Decorated(_, inner) => {
                if let Kind::Class(class) = &inner.kind {
                    found = found.or_else(|| method(class));
                }
            }
            Kind::Assign(target, value) => {
                let target = match &target.kind {
                    Kind::Typed(target, _) => target,
                    _ => target,
                };
                match (target.name(), exported(target)) {
                    (Some("up"), true) => found = Some(function(named(program, value))),
                    (_, true) => whole = Some(named(program, chained(value))),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found.or_else(|| of_exported(program, whole?))
}

fn of_exported<'a>(program: &'a Expr, value: &'a Expr) -> Option<Up<'a>> {
    match &value.kind {
        Kind::Map(_) => member(program, value),
        Kind::Class(class) => method(class),
        Kind::Call(call) if call.called => {
            let given = call.arguments.iter().find_map(|argument| member(program, argument));
            Some(given.unwrap_or_else(|| function(value)))
        }
        _ => None,
    }
}

/// The `up` of `{ up, down }`.
fn member<'a>(program: &'a Expr, value: &'a Expr) -> Option<Up<'a>> {
    let Kind::Map(pairs) = &value.kind else { return None };
    let up = pairs.iter().find(|(key, _)| key.text() == Some("up"));
    up.map(|(_, value)| function(named(program, value)))
}

fn method(class: &ClassBody) -> Option<Up<'_>> {
    class.body.statements().iter().find_map(|member| {
        let is_up = match &member.kind {
            Kind::Def(def) => def.name == "up",
            Kind::Assign(target, _) => target.name() == Some("up"),
            _ => false,
        };
        let code = match &member.kind {
            Kind::Assign(_, value) => value,
            _ => member,
        };
        is_up.then_some(Up { code, class: Some(class) })
    })
}

fn function(code: &Expr) -> Up<'_> {
    Up { code, class: None }
}

/// `exports = module.exports = …`
fn chained(value: &Expr) -> &Expr {
    match &value.kind {
        Kind::Assign(_, inner) => inner,
        _ => value,
    }
}

/// Whether an assignment gives something to other modules.
fn exported(target: &Expr) -> bool {
    match &target.kind {
        // `export const up = …` and `export default …` have become plain assignments.
        Kind::Name(name) => matches!(name.as_str(), "up" | "default" | "exports"),
        Kind::Call(call) => match call.receiver.as_ref() {
            Some(receiver) => match receiver.name() {
                Some("module") => call.name == "exports",
                Some("exports") => call.name == "up",
                _ => false,
            },
            None => false,
        },
        _ => false,
    }
}

/// What a name stands for at the top of the module.
fn named<'a>(program: &'a Expr, value: &'a Expr) -> &'a Expr {
    let Kind::Name(name) = &value.kind else { return value };
    let found = program.statements().iter().find_map(|statement| match &statement.kind {
        Kind::Def(def) if def.name == *name => Some(statement),
        Kind::Class(class) if class.name == *name => Some(statement),
        Kind::Assign(target, value) if target.name() == Some(name) => match &target.kind {
            Kind::Name(_) => Some(&**value),
            _ => None,
        },
        _ => None,
    });
    found.unwrap_or(value)
}
