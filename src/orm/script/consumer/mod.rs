//! JavaScript and TypeScript code that takes the columns of a model without naming them.

pub mod asks;
pub mod called;
pub mod callee;
pub mod chosen;
pub mod clauses;
pub mod client;
pub mod flow;
pub mod found;
pub mod joins;
pub mod known;
pub mod makes;
pub mod reached;
pub mod reader;
pub mod serialized;
pub mod value;
pub mod walk;

use crate::{
    app::{
        Consumer, Filter, Model,
        access::{Access, Naming},
        clause::Clause,
    },
    modules::Modules,
};
use known::Known;

/// What is taken of models, and what is asked of them.
#[derive(Debug, Default)]
pub struct Taken {
    /// Code that takes columns without naming them.
    pub consumers: Vec<Consumer>,
    /// Conditions of single queries, each with the index of its model.
    pub queries: Vec<(usize, Filter)>,
    /// Code that reaches rows past what their models say.
    pub accesses: Vec<Access>,
    /// Code that makes rows and names what it sets.
    pub namings: Vec<Naming>,
    /// Queries that name columns as SQL does.
    pub clauses: Vec<Clause>,
}

/// Every consumer of the application. `models` are its models, whatever ORM they belong to.
pub fn all(modules: &Modules, models: &[Model]) -> Taken {
    let known = Known::new(modules, models);
    let mut found = found::Found::default();
    for (module, _) in modules.modules() {
        walk::module(&known, module, &mut found);
    }
    let queries = std::mem::take(&mut found.queries);
    let accesses = std::mem::take(&mut found.accesses);
    let namings = std::mem::take(&mut found.namings);
    let clauses = std::mem::take(&mut found.clauses);
    Taken { consumers: found.consumers(&known), queries, accesses, namings, clauses }
}
