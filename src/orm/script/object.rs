//! Object literals with what is spread into them, followed through names.

use std::collections::HashMap;

use crate::{
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
    source::Span,
};

/// How many names and spreads are followed.
const MAX_STEPS: usize = 10;

/// An object with its pairs; a later one of a name takes the place of an earlier.
#[derive(Debug, Default)]
pub struct Object<'a> {
    /// Each key with its value, and the module that the value stands in.
    pub pairs: Vec<(String, usize, &'a Expr)>,
    /// Where each key stands.
    keys: HashMap<String, Span>,
    /// Everything in it could be followed.
    pub complete: bool,
}

impl<'a> Object<'a> {
    /// What an expression stands for, if that is an object.
    pub fn read(modules: &Modules<'a>, module: usize, expr: &'a Expr) -> Option<Object<'a>> {
        let mut object = Object { complete: true, ..Object::default() };
        object.take(modules, module, expr, MAX_STEPS).then_some(object)
    }

    /// The value of a key, with its module.
    pub fn get(&self, key: &str) -> Option<(usize, &'a Expr)> {
        self.pairs.iter().find(|(name, ..)| name == key).map(|(_, home, value)| (*home, *value))
    }

    /// Where a pair of it stands: the value, and the key where the value goes on over more lines.
    pub fn place(&self, name: &str, value: &Expr) -> Span {
        match self.keys.get(name).filter(|_| value.span.line < value.span.end_line) {
            Some(key) => key.to(&value.span),
            None => value.span,
        }
    }

    fn take(&mut self, modules: &Modules<'a>, module: usize, expr: &'a Expr, steps: usize) -> bool {
        let Some(steps) = steps.checked_sub(1) else { return false };
        let Some((module, value)) = followed(modules, module, expr, steps) else { return false };
        let Kind::Map(pairs) = &value.kind else { return false };
        for (key, value) in pairs {
            match (&key.kind, key.text()) {
                (Kind::Splat(inner), _) => {
                    self.complete &= self.take(modules, module, inner, steps);
                }
                (_, Some(name)) => {
                    self.pairs.retain(|(known, ..)| known != name);
                    self.pairs.push((name.to_owned(), module, value));
                    self.keys.insert(name.to_owned(), key.span);
                }
                _ => self.complete = false,
            }
        }
        true
    }
}

/// What a name stands for, through its module's imports or an assignment within a function.
pub fn constant<'a>(modules: &Modules<'a>, module: usize, expr: &'a Expr) -> Option<&'a Expr> {
    followed(modules, module, expr, MAX_STEPS).map(|(_, value)| value)
}

fn followed<'a>(
    modules: &Modules<'a>,
    module: usize,
    expr: &'a Expr,
    steps: usize,
) -> Option<(usize, &'a Expr)> {
    let steps = steps.checked_sub(1)?;
    let expr = match &expr.kind {
        Kind::Typed(inner, _) => inner,
        _ => expr,
    };
    let Kind::Name(name) = &expr.kind else { return Some((module, expr)) };
    match modules.named(module, name) {
        Symbol::Value(home, value) => followed(modules, home, value, steps),
        _ => {
            let value = modules.module(module).assigned(name)?;
            followed(modules, module, value, steps)
        }
    }
}
