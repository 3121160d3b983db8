//! Django: models with their tables, columns and managers, and migrations.

pub mod apps;
pub mod clashes;
pub mod condition;
mod contributed;
pub mod delete;
pub mod field;
pub mod filters;
pub mod history;
pub mod kept;
pub mod link;
pub mod manager;
pub mod meta;
pub mod migration;
pub mod model;
pub mod relation;
pub mod serving;
pub mod unique;
