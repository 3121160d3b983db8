//! Queries that join tables or hold SQL of their own.

use crate::{finding::Confidence, source::Place, sql::Layer};

/// A part of a query that the code puts together: a piece of SQL, or a call that says what it gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Which part.
    pub of: Part,
    /// The models whose rows the query gives, by their full names; none where it knows only tables.
    pub models: Vec<String>,
    /// The tables that it joins to theirs, in order.
    pub joined: Vec<String>,
    /// It names the columns of all its tables, each under a name of its own.
    pub eager: bool,
    /// A default scope adds it to every query of its models.
    pub everywhere: bool,
    /// Columns that stand alone between commas, in lower case.
    pub alone: Vec<String>,
    /// The SQL without these.
    pub layers: Vec<Layer>,
    /// How sure it is whose rows these are.
    pub confidence: Confidence,
    /// Where.
    pub place: Place,
}

/// A part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What rows must fulfil, or are put in groups by.
    Condition,
    /// What rows are put in order by.
    Order,
    /// What it gives.
    Columns,
    /// Other tables.
    Join,
    /// Whole statements.
    Statement,
    /// No two rows alike, of all columns.
    Distinct,
}

impl Part {
    /// The part that a query names.
    pub fn named(name: &str) -> Option<Part> {
        match name {
            "condition" => Some(Part::Condition),
            "order" => Some(Part::Order),
            "columns" => Some(Part::Columns),
            "join" | "eager" => Some(Part::Join),
            "statement" => Some(Part::Statement),
            "distinct" => Some(Part::Distinct),
            _ => None,
        }
    }
}
