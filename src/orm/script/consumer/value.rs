//! What an expression holds, as far as whole rows and what is sent from outside are concerned.

use crate::{finding::Confidence, source::Span};

/// What an expression holds.
#[derive(Clone, Debug)]
pub enum Held {
    /// Nothing of interest.
    Nothing,
    /// A model, a query, or the rows that it gives.
    Rows(Rows),
    /// An object or a list that holds rows.
    Many(Vec<Rows>),
    /// What was sent from outside, as a whole.
    Sent(Sent),
    /// The list of a model's columns, without some.
    Columns(Rows),
}

/// Whose columns are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// Those of a model, by its index.
    Model(usize),
    /// Those of tables that a query names.
    Tables(Vec<String>),
}

/// A model, a query or its rows.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Whose.
    pub of: Of,
    /// The ORM whose methods it has.
    pub orm: &'static str,
    /// How sure it is that they are of that model.
    pub sure: Confidence,
    /// They are rows with all of their columns, no model and no query that gives nothing back.
    pub whole: bool,
    /// The columns were named.
    pub named: bool,
    /// Columns that were left out.
    pub except: Vec<String>,
    /// Whatever else is called on it is part of the query.
    pub chained: bool,
    /// Where they are read, with the module.
    pub origin: (usize, Span),
}

/// What was sent from outside.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Keys that were taken out or set by the code itself.
    pub except: Vec<String>,
    /// How sure it is that all of it was sent.
    pub sure: Confidence,
}

impl Rows {
    /// Whether every column is there that nobody left out.
    pub fn is_whole(&self) -> bool {
        self.whole && !self.named
    }
}

impl Held {
    /// The whole rows in it.
    pub fn rows(self) -> Vec<Rows> {
        match self {
            Held::Rows(rows) if rows.is_whole() => vec![rows],
            Held::Many(many) => many,
            _ => Vec::new(),
        }
    }

    /// The same without some columns.
    pub fn without(mut self, names: &[String]) -> Held {
        match &mut self {
            Held::Rows(rows) | Held::Columns(rows) => rows.except.extend_from_slice(names),
            Held::Many(many) => {
                many.iter_mut().for_each(|rows| rows.except.extend_from_slice(names));
            }
            Held::Sent(sent) => sent.except.extend_from_slice(names),
            Held::Nothing => {}
        }
        self
    }

    /// What either of two branches holds: rows before anything else.
    pub fn or(self, other: Held) -> Held {
        match self {
            Held::Nothing => other,
            Held::Rows(ref rows) if !rows.is_whole() => match other {
                Held::Rows(_) | Held::Many(_) => other,
                _ => self,
            },
            _ => self,
        }
    }
}
