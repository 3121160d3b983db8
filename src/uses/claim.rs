//! What reading the code says of occurrences.

use std::{collections::HashMap, ops::Range};

use super::{How, Via, occurrence::Occurrence};
use crate::finding::Confidence;

/// What is known of an occurrence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Claim {
    /// The column is meant.
    Use(Tie),
    /// Something else of the same name is meant.
    Other,
    /// What is meant depends on what its surroundings are.
    Open(Shape),
}

/// How an occurrence is tied to a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tie {
    /// The model, by position in the application.
    pub(super) model: usize,
    pub(super) how: How,
    pub(super) via: Via,
    pub(super) confidence: Confidence,
}

/// What an occurrence is in the code where nothing says whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// An attribute of something unknown.
    Attribute(How),
    /// A key of a call or of a literal.
    Key,
    /// A symbol, or a string that is the name.
    Symbol,
    /// A key or string of a single word, as many things are called.
    Word,
    /// `params[:nickname]`: what is sent from outside.
    Input,
    /// A variable or a parameter.
    Local,
    /// A bare word where methods of unknown classes are called.
    Bare,
    /// A method or function of that name is defined.
    Definition,
    /// A word of a piece of SQL.
    Sql,
    /// A word within a longer text.
    Prose,
}

/// The claims on the occurrences of one file.
pub(super) struct Claims<'f, 'n> {
    pub(super) occurrences: &'f [Occurrence<'n>],
    claims: HashMap<usize, Vec<Claim>>,
}

impl<'f, 'n> Claims<'f, 'n> {
    pub(super) fn new(occurrences: &'f [Occurrence<'n>]) -> Claims<'f, 'n> {
        Claims { occurrences, claims: HashMap::new() }
    }

    /// The first occurrence of a word within a stretch of the file.
    pub(super) fn first(&self, word: &str, from: u32, to: u32) -> Option<usize> {
        let start = self.occurrences.partition_point(|known| known.span.start < from);
        let within = self.occurrences.get(start..)?;
        let mut within = within.iter().take_while(|known| known.span.end <= to).enumerate();
        within.find(|(_, known)| known.word == word).map(|(at, _)| start + at)
    }

    /// The last one.
    pub(super) fn last(&self, word: &str, from: u32, to: u32) -> Option<usize> {
        let end = self.occurrences.partition_point(|known| known.span.end <= to);
        let before = self.occurrences.get(..end)?.iter().enumerate().rev();
        let mut before = before.take_while(|(_, known)| known.span.start >= from);
        before.find(|(_, known)| known.word == word).map(|(at, _)| at)
    }

    /// All occurrences in a stretch.
    pub(super) fn within(&self, from: u32, to: u32) -> Range<usize> {
        let start = self.occurrences.partition_point(|known| known.span.start < from);
        let end = self.occurrences.partition_point(|known| known.span.end <= to);
        start..end.max(start)
    }

    /// Whether something else is meant.
    pub(super) fn is_other(&self, at: usize) -> bool {
        self.claims.get(&at).is_some_and(|claims| claims.contains(&Claim::Other))
    }

    /// Adds a claim; for each column the strongest is kept.
    pub(super) fn add(&mut self, at: usize, claim: Claim) {
        self.claims.entry(at).or_default().push(claim);
    }

    /// Takes keys, strings and prose of a single word for less than those of several.
    pub(super) fn weigh_words(&mut self) {
        for (at, claims) in &mut self.claims {
            let word = self.occurrences.get(*at).map_or("", |known| known.word.as_str());
            let single = !word.contains('_');
            for claim in claims.iter_mut().filter(|_| single) {
                if let Claim::Open(shape @ (Shape::Key | Shape::Symbol | Shape::Sql)) = claim {
                    *shape = Shape::Word;
                }
            }
        }
    }

    pub(super) fn into_inner(self) -> HashMap<usize, Vec<Claim>> {
        self.claims
    }
}
