//! Django: models with their tables, columns and managers, and migrations.

pub mod apps;
pub mod field;
pub mod meta;
pub mod migration;
pub mod model;
