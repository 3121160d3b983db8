//! Spellings of Alembic, and the steps they are read as.
