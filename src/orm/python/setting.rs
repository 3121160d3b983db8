//! Settings of a project: what `settings.X` and `getattr(settings, 'X', default)` stand for.

use crate::{
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
};

/// The value of a setting: what the settings modules of the project agree on, or the default where
/// none of them names it. `None` where that is no plain value, or the expression is no setting.
pub fn value(modules: &Modules, expr: &Expr) -> Option<Expr> {
    let call = expr.call()?;
    let (of, name, default) = match (call.called, call.arguments.as_slice()) {
        (true, [of, name, rest @ ..]) if call.name == "getattr" && call.receiver.is_none() => {
            (of, name.text()?, rest.first())
        }
        (false, _) => (call.receiver.as_ref()?, call.name.as_str(), None),
        _ => return None,
    };
    // `from django.conf import settings`, `from . import settings`
    if of.name() != Some("settings") || of.call().is_some_and(|call| call.called) {
        return None;
    }
    let mut known: Vec<&Expr> = Vec::new();
    let is_settings = |path: &str| path.split('/').any(|part| part.contains("settings"));
    for (at, _) in modules.modules().filter(|(_, module)| is_settings(&module.path)) {
        if let Symbol::Value(_, value) = modules.named(at, name) {
            known.push(value);
        }
    }
    match known.as_slice() {
        [] => default.filter(|value| is_literal(value)).cloned(),
        [first, rest @ ..] => {
            let agree = rest.iter().all(|other| other.kind == first.kind);
            (agree && is_literal(first)).then(|| (*first).clone())
        }
    }
}

fn is_literal(value: &Expr) -> bool {
    matches!(value.kind, Kind::Text(_) | Kind::Bool(_) | Kind::Number(_) | Kind::Null)
}
