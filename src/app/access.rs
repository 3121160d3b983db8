//! Code that reaches rows, and changes tables, past what the models say.

use crate::{finding::Confidence, source::Place};

/// Code that reaches rows on a way of its own, past what the model says of reading and deleting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// What it does.
    pub kind: AccessKind,
    /// The models whose rows it reaches, by their full names.
    pub models: Vec<String>,
    /// The tables that it names itself.
    pub tables: Vec<String>,
    /// SQL of its own, in lower case: where it names the column, it knows of it.
    pub sql: Option<String>,
    /// Libraries, and operations that a client changes, for which it is no way around.
    pub heeds: Vec<String>,
    /// It deletes for good also where the ORM itself marks rows as deleted.
    pub marked: bool,
    /// How sure it is whose rows these are.
    pub confidence: Confidence,
    /// Where.
    pub place: Place,
}

/// What code does with rows that it reaches on a way of its own. Ordered by how much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessKind {
    /// Deletes them for good.
    Erases,
    /// Reads, counts or changes those that a filter hides, too.
    Passes,
    /// Reads them as a migration does, by a model without filters and methods.
    Historical,
    /// Trusts that the database keeps them apart: `upsert`, `find_or_create_by`.
    Trusts,
    /// Deletes them as the model says.
    Deletes,
}

/// A call that brings the tables of a database to what the models declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sync {
    /// The ORM.
    pub orm: String,
    /// What it is, for messages: `synchronize: true`.
    pub what: String,
    /// Where.
    pub place: Place,
}
