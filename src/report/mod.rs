//! What a run found, and its forms: one file a format.

mod excerpt;
pub mod facts;
pub mod github;
pub mod json;
pub mod models;
pub mod text;
mod words;

use std::{borrow::Cow, collections::BTreeMap, fmt::Write, sync::Arc};

use crate::{change::Change, finding::Finding, source::Unread};

/// The outcome of `check`, complete and in order.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The revision that the working tree was compared with, if it was.
    pub base: Option<String>,
    /// What that revision is the base of: `origin/main`.
    pub base_name: Option<String>,
    /// The proposed changes; a finding points into them.
    pub changes: Vec<Change>,
    /// The findings, worst first, then by place.
    pub findings: Vec<Finding>,
    /// How much was looked at.
    pub coverage: Coverage,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
    /// The text of every file that a change or an evidence stands in.
    pub sources: BTreeMap<Arc<str>, Arc<str>>,
}

/// How much of the application was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Files that a reader exists for.
    pub files: usize,
    /// Files that were parsed.
    pub parsed: usize,
    /// Models found.
    pub models: usize,
}

/// Scanned text made safe to print: what a terminal would obey, or what would show text in another
/// order than it is stored, becomes visible as `\u{1b}`. Line breaks too: the caller splits lines.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hostile(c) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Control characters but tabs, and what Unicode has for direction, invisible width and line breaks.
/// The zero-width joiners stay: scripts and emoji need them.
fn is_hostile(c: char) -> bool {
    match c {
        '\t' => false,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_made_visible() {
        assert_eq!(clean("a\tb é 👩\u{200d}💻"), "a\tb é 👩\u{200d}💻");
        assert_eq!(clean("\u{1b}[2J\r\n\u{9b}1m"), "\\u{1b}[2J\\u{d}\\u{a}\\u{9b}1m");
        assert_eq!(clean("x\u{202e}y\u{2066}\u{200f}"), "x\\u{202e}y\\u{2066}\\u{200f}");
    }
}
