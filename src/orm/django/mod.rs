//! Django: models, managers and migrations.
