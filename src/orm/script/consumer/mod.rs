//! JavaScript and TypeScript code that takes the columns of a model without naming them.

pub mod callee;
pub mod chosen;
pub mod flow;
pub mod found;
pub mod known;
pub mod reader;
pub mod value;
pub mod walk;

use crate::{
    app::{Consumer, Model},
    modules::Modules,
};
use known::Known;

/// Every consumer of the application. `models` are its models, whatever ORM they belong to.
pub fn all(modules: &Modules, models: &[Model]) -> Vec<Consumer> {
    let known = Known::new(modules, models);
    let mut found = found::Found::default();
    for (module, _) in modules.modules() {
        walk::module(&known, module, &mut found);
    }
    found.consumers(&known)
}
