//! Classes whose members are declared by decorators, as most ORMs of TypeScript have them.

use crate::{
    expr::{Expr, Kind, Word},
    modules::{Ancestor, Class, Modules},
    source::Place,
};

/// The meaning that an ORM gives to a name. Where the word says which packages it comes `from`, the
/// name has to be imported from one of them.
pub fn word(
    modules: &Modules,
    module: usize,
    expr: &Expr,
    fact: &str,
    orm: &str,
) -> Option<&'static Word> {
    let is_own =
        |word: &&'static Word| word.fact == fact && word.origin.split('/').next() == Some(orm);
    let mut own = expr.means.iter().copied().filter(is_own).peekable();
    own.peek()?;
    let name = match expr.call() {
        Some(call) if call.called => modules.called_name(module, call),
        _ => modules.library_name(module, expr),
    };
    // `import mongoose from 'mongoose'` takes in the whole library under a name of its own.
    let name = name.map(|name| name.replacen(".default.", ".", 1));
    let package = name.as_deref().and_then(|name| Some(name.rsplit_once('.')?.0));
    // A library may be one function.
    let whole = name.as_deref();
    own.find(|word| {
        let is_it = |from| Some(from) == package || Some(from) == whole;
        word.get("from").is_none() || word.get_all("from").any(is_it)
    })
}

/// What a decorator is given: nothing for one without parentheses.
pub fn arguments(decorator: &Expr) -> &[Expr] {
    match decorator.call() {
        Some(call) if call.called => &call.arguments,
        _ => &[],
    }
}

/// What a decorator stands for that takes a function or the thing itself: `() => User`.
pub fn thunk(expr: &Expr) -> &Expr {
    match &expr.kind {
        Kind::Lambda(lambda) => match lambda.body.statements() {
            [only] => match &only.kind {
                Kind::Exit(Some(value)) => value,
                _ => only,
            },
            _ => expr,
        },
        _ => expr,
    }
}

/// A member of a class with its decorators.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The module it stands in.
    pub module: usize,
    /// Its name.
    pub name: &'a str,
    /// Its type as written.
    pub written_type: Option<&'a Expr>,
    /// What it is set to.
    pub value: Option<&'a Expr>,
    /// Outermost first.
    pub decorators: &'a [Expr],
    /// The member itself.
    pub expr: &'a Expr,
}

impl Member<'_> {
    /// Where it stands, with its decorators.
    pub fn place(&self, modules: &Modules) -> Place {
        modules.place(self.module, self.expr.span)
    }
}

/// The fields of a class, and its methods that have decorators.
pub fn members<'a>(class: &Class<'a>) -> Vec<Member<'a>> {
    let statements = class.body.body.statements();
    statements.iter().filter_map(|statement| member(class.module, statement)).collect()
}

fn member(module: usize, statement: &Expr) -> Option<Member<'_>> {
    let (decorators, inner): (&[Expr], &Expr) = match &statement.kind {
        Kind::Decorated(decorators, inner) => (decorators, inner),
        _ => (&[], statement),
    };
    let (target, value) = match &inner.kind {
        Kind::Assign(target, value) => (target.as_ref(), Some(value.as_ref())),
        _ => (inner, None),
    };
    let (target, written_type) = match &target.kind {
        Kind::Typed(target, written) => (target.as_ref(), Some(written.as_ref())),
        _ => (target, None),
    };
    let name = match &target.kind {
        Kind::Name(name) => name.as_str(),
        Kind::Def(def) if !decorators.is_empty() => &def.name,
        _ => return None,
    };
    Some(Member { module, name, written_type, value, decorators, expr: statement })
}

/// The classes of the application that a class is made of, the class itself last.
pub fn line(modules: &Modules, class: usize) -> Vec<usize> {
    let mut classes: Vec<usize> = modules
        .lineage(class)
        .iter()
        .filter_map(|ancestor| match ancestor {
            Ancestor::Class(at) => Some(*at),
            Ancestor::Library(_) => None,
        })
        .collect();
    classes.reverse();
    classes
}

/// What a member of a class body is set to, or what its getter gives: `static tableName = 'users'`,
/// `get tableName() { return 'users' }`.
pub fn given<'a>(body: &'a Expr, is_named: &dyn Fn(&Expr) -> bool) -> Option<&'a Expr> {
    body.statements().iter().find_map(|statement| {
        let inner = match &statement.kind {
            Kind::Decorated(_, inner) => inner,
            _ => statement,
        };
        match &inner.kind {
            Kind::Assign(target, value) => {
                let target = match &target.kind {
                    Kind::Typed(target, _) => target,
                    _ => target,
                };
                is_named(target).then_some(value.as_ref())
            }
            Kind::Def(def) if is_named(inner) => returned(&def.body),
            _ => None,
        }
    })
}

/// What a body gives back at its end.
pub fn returned(body: &Expr) -> Option<&Expr> {
    match &body.statements().last()?.kind {
        Kind::Exit(Some(value)) => Some(value),
        _ => None,
    }
}
