//! The words of a text that are names in question.

use super::names::{Meaning, Names};
use crate::source::{Language, Span};

/// A word of a text that is a name in question.
#[derive(Clone, Debug)]
pub(super) struct Occurrence<'n> {
    /// The word, or the part of it that is the name: `user__nickname__in` has `nickname`.
    pub(super) word: String,
    pub(super) span: Span,
    pub(super) meanings: &'n [Meaning],
}

/// All occurrences, in order.
pub(super) fn all<'n>(names: &'n Names, language: Language, text: &str) -> Vec<Occurrence<'n>> {
    let mut found: Vec<Occurrence> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut lines = Lines { text, line: 1, start: 0, at: 0 };
    let mut places: Vec<(usize, usize)> = names.matches(text).collect();
    places.sort_unstable();
    for (start, end) in places {
        let (start, end) = token(text, start, end, language.has_marked_names());
        let Some(word) = text.get(start..end) else { continue };
        let bare = word.trim_end_matches(['?', '!']);
        let (word, meanings) = match names.meanings(word) {
            [] => (bare, names.meanings(bare)),
            meanings => (word, meanings),
        };
        if meanings.is_empty() || !seen.insert(start) {
            continue;
        }
        let span = lines.span(start, start + word.len());
        found.push(Occurrence { word: word.to_owned(), span, meanings });
    }
    found
}

/// The whole word around a stretch of a text, with the mark that may end it; two underscores are a border, as Django writes paths.
fn token(text: &str, start: usize, end: usize, marked: bool) -> (usize, usize) {
    let bytes = text.as_bytes();
    let is_word = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
    };
    let border = |at: usize| bytes.get(at) == Some(&b'_') && bytes.get(at + 1) == Some(&b'_');
    let mut first = start;
    while first > 0 && is_word(first - 1) && !(first >= 2 && border(first - 2)) {
        first -= 1;
    }
    let mut last = end;
    while is_word(last) && !border(last) {
        last += 1;
    }
    if marked && matches!(bytes.get(last), Some(b'?' | b'!')) && bytes.get(last + 1) != Some(&b'=')
    {
        last += 1;
    }
    (first, last)
}

/// Counts lines once, forwards.
struct Lines<'t> {
    text: &'t str,
    line: u32,
    /// Where the line starts.
    start: usize,
    at: usize,
}

impl Lines<'_> {
    fn span(&mut self, start: usize, end: usize) -> Span {
        let passed = self.text.as_bytes().get(self.at..start).unwrap_or_default();
        for (offset, byte) in passed.iter().enumerate() {
            if *byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.start = self.at + offset + 1;
            }
        }
        self.at = self.at.max(start);
        let chars = |from: usize, to: usize| {
            let count = self.text.get(from..to).map_or(0, |text| text.chars().count());
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let column = chars(self.start, start).saturating_add(1);
        Span {
            start: small(start),
            end: small(end),
            line: self.line,
            column,
            end_line: self.line,
            end_column: column.saturating_add(chars(start, end)),
        }
    }
}
