//! Columns that do not fit into the class of their model.

use crate::{finding::Confidence, source::Place};

/// A declared column with which its class cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The column.
    pub column: String,
    /// Why, a clause in lower case.
    pub why: String,
    /// What to do instead, a clause in lower case.
    pub instead: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What fails later where only a check refuses it, and nobody checks.
    pub unchecked: Option<String>,
    /// Where it is declared.
    pub place: Place,
    /// What else belongs to it.
    pub via: Vec<(String, Place)>,
}

/// Something of a model that has the name of a column, so that what is written there does not reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadow {
    /// The column.
    pub column: String,
    /// What has its name: `relation`, `class field`.
    pub what: &'static str,
    /// Rows show the column's value in its place.
    pub mixes: bool,
    /// Where.
    pub place: Place,
    /// What else belongs to it.
    pub via: Vec<(String, Place)>,
}
