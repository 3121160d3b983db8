//! Django: models, managers and migrations.

pub mod migration;
