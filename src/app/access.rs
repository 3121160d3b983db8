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
    /// Columns, or an index, by which it tells rows apart.
    pub names: Vec<String>,
    /// What it looks for before it makes a row, as far as that is said.
    pub lookup: Option<Lookup>,
    /// It deletes for good also where the ORM itself marks rows as deleted.
    pub marked: bool,
    /// How sure it is whose rows these are.
    pub confidence: Confidence,
    /// Where.
    pub place: Place,
}

/// What code looks for before it makes a row that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The columns that it compares.
    pub columns: Vec<String>,
    /// The code says nothing more of the new row.
    pub whole: bool,
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
    /// Makes rows, and leaves out in silence those that the database refuses as repeated.
    Skips,
    /// Makes rows out of rows, with all of their values.
    Repeats,
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

/// Code that names some columns of rows, or counts on how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// What it does.
    pub kind: NamingKind,
    /// The models, by their full names.
    pub models: Vec<String>,
    /// The tables that it names itself.
    pub tables: Vec<String>,
    /// The columns, as the code calls them.
    pub names: Vec<String>,
    /// What of the models it goes past.
    pub past: Past,
    /// How sure it is whose rows these are.
    pub confidence: Confidence,
    /// Where.
    pub place: Place,
}

/// What of a model code goes past that makes rows. Ordered by how much it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Past {
    /// Nothing: the row is an object that is saved.
    Nothing,
    /// What runs when an object is saved: `bulk_create`.
    Hooks,
    /// The object altogether, with what it starts with: `insert_all`.
    Objects,
}

impl Past {
    /// What a query names.
    pub fn named(name: Option<&str>) -> Past {
        match name {
            Some("hooks") => Past::Hooks,
            Some("objects") => Past::Objects,
            _ => Past::Nothing,
        }
    }
}

/// What code does that names columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamingKind {
    /// It makes a row and sets these columns: `create`, `INSERT`.
    Makes,
    /// It computes values under these names, which no column may have: `annotate`.
    Computes,
    /// It takes the columns of a row one by one, and names none.
    Counts,
    /// It asks for rows by a condition that has this name: `Article.objects.live()`.
    Asks,
    /// It reads or changes rows of a table that it names itself: `knex('users')`.
    Reaches,
}

impl Naming {
    /// One that names tables and no model.
    pub fn of_tables(kind: NamingKind, tables: Vec<String>, place: Place) -> Naming {
        let (models, names, past) = (Vec::new(), Vec::new(), Past::Nothing);
        Naming { kind, models, tables, names, past, confidence: Confidence::Certain, place }
    }
}
