//! What the JavaScript ORMs share: which files are worth reading, and where migrations are kept.

pub mod callbacks;
pub mod chain;
pub mod condition;
pub mod consumer;
pub mod decorator;
pub mod fields;
pub mod heritage;
pub mod library;
pub mod migration;
pub mod names;
pub mod object;
pub mod relations;
pub mod survey;
pub mod sync;

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    expr::{Call, Expr, Kind},
    facts::{FileFacts, Module},
    orm,
    source::Language,
};

/// Classes that models descend from, as they are written.
pub const ROOTS: &[&str] = &["Model", "BaseEntity", "BaseModel", "Document", "Base", "Entity"];

/// A module keeps its code: what its classes mean depends on what it imports.
pub fn facts(file: &Arc<str>, program: Expr) -> FileFacts {
    let language = Language::of(file).unwrap_or(Language::JavaScript);
    FileFacts { module: Some(Module { language, program }), ..FileFacts::new(file) }
}

/// The last parts of the names that a file's classes descend from or are decorated with, and of
/// what it takes from other files to build its models: spread objects and functions that it calls
/// while it is loaded.
pub fn wants(facts: &FileFacts) -> Vec<String> {
    let Some(module) = &facts.module else { return Vec::new() };
    let mut wanted = BTreeSet::new();
    let mut take = |expr: &Expr| {
        expr.walk(&mut |part| wanted.extend(part.name().map(|name| orm::last(name).to_owned())));
    };
    module.program.walk(&mut |expr| match &expr.kind {
        Kind::Class(class) => class.parents.iter().for_each(&mut take),
        Kind::Decorated(decorators, _) => decorators.iter().for_each(&mut take),
        Kind::Splat(inner) if inner.name().is_some() => take(inner),
        _ => {}
    });
    let imported: BTreeSet<&str> = module
        .program
        .statements()
        .iter()
        .filter_map(|statement| match &statement.kind {
            Kind::Import(import) if !import.local.is_empty() => Some(import.local.as_str()),
            _ => None,
        })
        .collect();
    for statement in module.program.statements() {
        let value = match &statement.kind {
            Kind::Assign(_, value) => value,
            _ => statement,
        };
        if let Kind::Call(call) = &value.kind {
            wanted.extend(root(call).filter(|name| imported.contains(name)).map(str::to_owned));
        }
    }
    wanted.into_iter().collect()
}

/// The name that a chain of calls begins with.
fn root(call: &Call) -> Option<&str> {
    let mut call = call;
    loop {
        match call.receiver.as_ref().map(|receiver| &receiver.kind) {
            None => return Some(&call.name),
            Some(Kind::Name(name)) => return Some(name),
            Some(Kind::Call(inner)) => call = inner,
            Some(_) => return None,
        }
    }
}
