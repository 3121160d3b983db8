//! Decorators of the application's own that declare columns.
//!
//! Some call a decorator of TypeORM themselves. Others only remember the property, and another
//! module asks them for it later: `Column({ … })(entity, name)`.

use std::collections::BTreeMap;

use super::ORM;
use crate::{
    expr::{Def, Expr, Kind},
    modules::{Modules, Symbol},
    orm::script::decorator::word,
};

/// What own decorators declare, by module and name.
#[derive(Debug, Default)]
pub(super) struct Deferred(BTreeMap<(usize, String), &'static str>);

impl Deferred {
    /// What a decorator declares.
    pub(super) fn get(
        &self,
        modules: &Modules,
        module: usize,
        decorator: &Expr,
    ) -> Option<&'static str> {
        let call = decorator.call().filter(|call| call.receiver.is_none())?;
        match modules.named(module, &call.name) {
            Symbol::Function(home, def, _) => self.0.get(&(home, def.name.clone())).copied(),
            _ => None,
        }
    }
}

/// Finds them in all modules.
pub(super) fn decorators(modules: &Modules) -> Deferred {
    let mut found = Deferred::default();
    for (module, code) in modules.modules() {
        for statement in code.program.statements() {
            if let Kind::Def(def) = &statement.kind
                && let Some(kind) = calls_itself(modules, module, def)
            {
                found.0.insert((module, def.name.clone()), kind);
            }
        }
        if !code.telling.iter().any(|expr| column_kind(modules, module, expr).is_some()) {
            continue;
        }
        let mut kinds = Vec::new();
        code.program.walk(&mut |expr| kinds.extend(applied(modules, module, expr)));
        if kinds.is_empty() {
            continue;
        }
        for statement in code.program.statements() {
            let Kind::Import(import) = &statement.kind else { continue };
            if let Symbol::Function(home, ..) = modules.named(module, &import.local) {
                remember(modules, home, &mut found);
            }
        }
    }
    found
}

fn column_kind(modules: &Modules, module: usize, expr: &Expr) -> Option<&'static str> {
    let kind = word(modules, module, expr, "declare", ORM)?.get("as")?;
    matches!(kind, "column" | "primary-column").then_some(kind)
}

/// `Column({ … })(entity, name)`
fn applied(modules: &Modules, module: usize, expr: &Expr) -> Option<&'static str> {
    let call = expr.call().filter(|call| call.called && call.arguments.len() >= 2)?;
    column_kind(modules, module, call.receiver.as_ref()?)
}

/// A function that gives out what a decorator of TypeORM is: `return Column({ … })`. One that names
/// the column is left alone, since the name may be computed.
fn calls_itself(modules: &Modules, module: usize, def: &Def) -> Option<&'static str> {
    let mut kind = None;
    let mut named = false;
    def.body.walk(&mut |expr| {
        if let Some(found) = column_kind(modules, module, expr) {
            kind = kind.or(Some(found));
            expr.walk(&mut |part| {
                if let Kind::Map(pairs) = &part.kind {
                    named |= pairs.iter().any(|(key, _)| key.text() == Some("name"));
                }
            });
        }
    });
    kind.filter(|_| !named)
}

/// The functions of a module that give out a function of an object and a property's name.
fn remember(modules: &Modules, home: usize, found: &mut Deferred) {
    for statement in modules.module(home).program.statements() {
        let Kind::Def(def) = &statement.kind else { continue };
        let gives_decorator = def.body.statements().iter().any(|statement| {
            matches!(&statement.kind, Kind::Exit(Some(value))
                if matches!(&value.kind, Kind::Lambda(lambda) if lambda.parameters.len() >= 2))
        });
        if gives_decorator {
            found.0.entry((home, def.name.clone())).or_insert("column");
        }
    }
}
