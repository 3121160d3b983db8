//! Constants of a project: what `settings.X`, `getattr(settings, 'X', default)` and `Status.OPEN`
//! stand for.

use crate::{
    expr::{Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    orm,
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
    let known = written(modules, name);
    match known.as_slice() {
        [] => default.filter(|value| is_literal(value)).cloned(),
        [(_, first), rest @ ..] => {
            let agree = rest.iter().all(|(_, other)| other.kind == first.kind);
            (agree && is_literal(first)).then(|| (*first).clone())
        }
    }
}

/// What the settings modules of the project give a name, each with its module.
pub fn written<'a>(modules: &Modules<'a>, name: &str) -> Vec<(usize, &'a Expr)> {
    let is_settings = |path: &str| path.split('/').any(|part| part.contains("settings"));
    let settings = modules.modules().filter(|(_, module)| is_settings(&module.path));
    let value = |(at, _)| match modules.named(at, name) {
        Symbol::Value(home, value) => Some((home, value)),
        _ => None,
    };
    settings.filter_map(value).collect()
}

/// The stored value of a member of an enumeration: `Status.OPEN`, `Status.OPEN.value`.
///
/// Source: `django/db/models/enums.py` of Django 5.2: `OPEN = "open", _("Open")` stores the first.
pub fn member(modules: &Modules, module: usize, expr: &Expr) -> Option<Expr> {
    let call = expr.call().filter(|call| !call.called)?;
    let of = call.receiver.as_ref()?;
    if call.name == "value" {
        return member(modules, module, of);
    }
    let Symbol::Class(class) = modules.resolve(module, of) else { return None };
    let is_enum = modules.lineage(class).iter().any(|ancestor| match ancestor {
        Ancestor::Library(name) => {
            let name = orm::last(name);
            name.ends_with("Choices") || name.ends_with("Enum") || name == "IntFlag"
        }
        Ancestor::Class(_) => false,
    });
    if !is_enum {
        return None;
    }
    modules.class(class).body.body.statements().iter().find_map(|statement| {
        let Kind::Assign(target, value) = &statement.kind else { return None };
        if target.name() != Some(&call.name) {
            return None;
        }
        let stored = match &value.kind {
            Kind::List(parts) => parts.first()?,
            _ => value,
        };
        is_literal(stored).then(|| stored.clone())
    })
}

fn is_literal(value: &Expr) -> bool {
    matches!(value.kind, Kind::Text(_) | Kind::Bool(_) | Kind::Number(_) | Kind::Null)
}
