//! What code outside of a model's definition adds to its queries: scopes and hooks.

mod joined;

use super::{Origin, Source};
use crate::{
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
    orm::script::{
        condition::{Dialect, read},
        decorator::word,
        object::Object,
    },
    predicate::Predicate,
    source::Place,
};

/// The scope that every query passes through.
const DEFAULT: &str = "defaultScope";

/// Adds to the models what calls and hooks say of them.
pub(super) fn add<'a>(modules: &Modules<'a>, sources: &mut [Source<'a>]) {
    joined::calls(modules, sources);
    joined::decorators(modules, sources);
    for source in sources.iter_mut() {
        let Some((home, hooks)) = source.options.hooks else { continue };
        let Some(hooks) = Object::read(modules, home, hooks) else { continue };
        for (name, home, hook) in &hooks.pairs {
            if is_before_find(name) {
                let place = modules.place(*home, hook.span);
                let found = condition(modules, *home, hook, source);
                source.hooks.extend(found.map(|predicate| (predicate, place)));
            }
        }
    }
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            let Some(receiver) = &call.receiver else { return };
            let is = |fact, field| {
                word(modules, module, expr, fact, super::ORM).and_then(|word| word.get(field))
            };
            let name = call.arguments.first().and_then(Expr::text);
            let place = modules.place(module, expr.span);
            match (is("scope", "kind"), is("callback", "when")) {
                (Some("named"), _) if name == Some(DEFAULT) => {
                    let (Some(source), Some(scope)) =
                        (model_of(modules, module, receiver, sources), call.arguments.get(1))
                    else {
                        return;
                    };
                    source.options.default_scope = Some((module, place, scope));
                }
                (_, Some("named")) if name.is_some_and(is_before_find) => {
                    hooked(modules, module, receiver, call.arguments.last(), place, sources);
                }
                (_, Some("before-find")) => {
                    hooked(modules, module, receiver, call.arguments.last(), place, sources);
                }
                _ => {}
            }
        });
    }
}

fn is_before_find(name: &str) -> bool {
    name.starts_with("beforeFind")
}

fn hooked<'a>(
    modules: &Modules<'a>,
    module: usize,
    receiver: &Expr,
    hook: Option<&Expr>,
    place: Place,
    sources: &mut [Source<'a>],
) {
    let add = |source: &mut Source<'a>| {
        let found = hook.and_then(|hook| condition(modules, module, hook, source));
        source.hooks.extend(found.map(|predicate| (predicate, place.clone())));
    };
    match model_of(modules, module, receiver, sources) {
        Some(source) => add(source),
        // Hooks of the connection run for every model.
        None if is_connection(modules, module, receiver) => sources.iter_mut().for_each(add),
        None => {}
    }
}

/// Whether a name stands for `new Sequelize(…)`.
fn is_connection(modules: &Modules, module: usize, receiver: &Expr) -> bool {
    let Symbol::Value(home, value) = modules.resolve(module, receiver) else { return false };
    let made = word(modules, home, value, "declare", super::ORM);
    made.is_some_and(|word| word.get("as") == Some("connection"))
}

/// The model that a name stands for.
fn model_of<'s, 'a>(
    modules: &Modules,
    module: usize,
    receiver: &Expr,
    sources: &'s mut [Source<'a>],
) -> Option<&'s mut Source<'a>> {
    let origin = match modules.resolve(module, receiver) {
        Symbol::Class(class) => Origin::Class(class),
        Symbol::Value(home, value) => Origin::Call(home, value.span),
        _ => {
            // A variable of a function that defines models.
            let name = receiver.name()?;
            let inside =
                sources.iter().position(|source| source.module == module && source.name == name)?;
            return sources.get_mut(inside);
        }
    };
    sources.iter_mut().find(|source| source.origin == origin)
}

/// What a hook adds to the conditions of a query: `options.where = { ...options.where, a: 1 }`,
/// `options.where = Object.assign({}, options.where, { a: 1 })`, `options.where.a = 1`. Only what it does
/// in every case counts.
pub(super) fn condition(
    modules: &Modules,
    module: usize,
    hook: &Expr,
    source: &Source,
) -> Option<Predicate> {
    let (parameter, body) = match &hook.kind {
        Kind::Lambda(lambda) => (lambda.parameters.first()?.as_str(), &lambda.body),
        Kind::Def(def) => (def.parameters.first()?.0.as_str(), &def.body),
        _ => return None,
    };
    let stored = |name: &str| source.column(name);
    let is_where = |expr: &Expr| {
        expr.call().is_some_and(|call| {
            !call.called
                && call.name == "where"
                && call.receiver.as_ref().and_then(Expr::name) == Some(parameter)
        })
    };
    let mut found: Option<Predicate> = None;
    for statement in body.statements() {
        let Kind::Assign(target, value) = &statement.kind else { continue };
        let added = match (&target.kind, &value.kind) {
            (_, Kind::Map(_) | Kind::Call(_)) if is_where(target) => {
                let own: Vec<_> = given(value)
                    .into_iter()
                    .flatten()
                    .filter(|(key, _)| !matches!(key.kind, Kind::Splat(_)))
                    .cloned()
                    .collect();
                let own = Expr::new(Kind::Map(own), value.span);
                read(modules, module, &own, Dialect::Sql, &stored)
            }
            (Kind::Call(call), _)
                if !call.called && call.receiver.as_ref().is_some_and(is_where) =>
            {
                let key = Expr::new(Kind::Text(call.name.clone()), target.span);
                let own = Expr::new(Kind::Map(vec![(key, value.as_ref().clone())]), value.span);
                read(modules, module, &own, Dialect::Sql, &stored)
            }
            _ => continue,
        };
        found = Some(match found {
            Some(known) => known.and(added),
            None => added,
        });
    }
    found
}

/// The pairs of an object, or of those that a function of the language puts together.
fn given(value: &Expr) -> Vec<&[(Expr, Expr)]> {
    fn pairs(expr: &Expr) -> Option<&[(Expr, Expr)]> {
        match &expr.kind {
            Kind::Map(pairs) => Some(pairs.as_slice()),
            _ => None,
        }
    }
    match value.call() {
        Some(call) if is_put_together(value) => call.arguments.iter().filter_map(pairs).collect(),
        _ => pairs(value).into_iter().collect(),
    }
}

/// `Object.assign({}, options.where, { live: true })`
fn is_put_together(value: &Expr) -> bool {
    let mut words = value.means.iter();
    words.any(|word| word.fact == "consumer" && word.get("shape") == Some("assigns"))
}
