//! What a model's declarations rely on: that a column holds a value, or that it is there.

use crate::{finding::Confidence, source::Place};

/// A declaration that relies on a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reliance {
    /// The column.
    pub column: String,
    /// What lets it down.
    pub on: LetDown,
    /// What follows, a clause in lower case.
    pub says: String,
    /// How sure it is that it is there, and follows.
    pub confidence: Confidence,
    /// Where it is declared.
    pub place: Place,
    /// How it comes to the model.
    pub via: Vec<(String, Place)>,
}

/// What lets a declaration down that relies on a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetDown {
    /// Rows hold NULL in it.
    Empty,
    /// The column comes, and what was declared does something else.
    Comes,
    /// The column comes, and writes do not reach it.
    Shadowed,
    /// The column goes, and calls raise.
    Goes,
    /// The column goes, and what is written is kept nowhere.
    Unkept,
    /// The column turns into JSON.
    Json,
    /// The column turns into an array.
    Array,
}

impl LetDown {
    /// Every kind, with the field of a query that says what follows.
    pub const FIELDS: [(LetDown, &'static str); 7] = [
        (LetDown::Empty, "empty"),
        (LetDown::Comes, "comes"),
        (LetDown::Shadowed, "shadowed"),
        (LetDown::Goes, "goes"),
        (LetDown::Unkept, "unkept"),
        (LetDown::Json, "json"),
        (LetDown::Array, "array"),
    ];
}
