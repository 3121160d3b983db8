//! What a run found, and its forms: one file a format.

mod alike;
pub mod context;
mod excerpt;
pub mod facts;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod markdown;
pub mod models;
pub mod rdjsonl;
pub mod sarif;
pub mod text;
pub mod uses;
mod words;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    sync::Arc,
};

use crate::{
    change::Change,
    finding::Finding,
    plan::Plan,
    source::{Place, Unread},
    uses::{Unfollowed, Use},
};

/// The outcome of `check`, complete and in order.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The revision that the working tree was compared with, if it was.
    pub base: Option<String>,
    /// What that revision is the base of: `origin/main`.
    pub base_name: Option<String>,
    /// The proposed changes; a finding points into them.
    pub changes: Vec<Change>,
    /// For each change the way back and what to ask the database; empty where that was not asked for.
    pub plans: Vec<Plan>,
    /// The findings, worst first, then by place.
    pub findings: Vec<Finding>,
    /// Where columns that change are used; the subject of each is the position of its change.
    pub uses: Vec<Use>,
    /// How much was looked at.
    pub coverage: Coverage,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
    /// Why the run may have missed what it is for.
    pub problems: Vec<Problem>,
    /// The files that propose changes.
    pub proposed: Vec<Arc<str>>,
    /// The lines of these that the base has too, where it is known.
    pub unchanged: BTreeMap<Arc<str>, BTreeSet<u32>>,
    /// What a baseline lists and is not found any more.
    pub fixed: Vec<Fixed>,
    /// How many findings the display filters have taken out.
    pub hidden: usize,
    /// The text of every file that a change or an evidence stands in.
    pub sources: BTreeMap<Arc<str>, Arc<str>>,
}

/// Something that keeps a run from saying what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of thing.
    pub kind: ProblemKind,
    /// What it is, and what would help.
    pub says: String,
    /// The file it is about.
    pub file: Option<Arc<str>>,
}

/// What keeps a run from saying what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The run could not be done: there is no base, or an argument is wrong.
    Run,
    /// A proposed migration cannot be read.
    Migration,
    /// A migration belongs to a framework that is not known.
    Framework,
    /// The application has no model that is understood.
    Models,
}

impl Problem {
    /// A problem that is about no file.
    pub fn new(kind: ProblemKind, says: impl Into<String>) -> Problem {
        Problem { kind, says: says.into(), file: None }
    }
}

impl ProblemKind {
    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            ProblemKind::Run => "run",
            ProblemKind::Migration => "migration",
            ProblemKind::Framework => "framework",
            ProblemKind::Models => "models",
        }
    }

    /// Whether the run counts as not done even where nobody asked for strictness.
    pub fn is_fatal(self) -> bool {
        matches!(self, ProblemKind::Run | ProblemKind::Migration)
    }
}

/// A finding of a baseline that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its effect.
    pub effect: String,
    /// `table.column`, or a table.
    pub subject: String,
    /// The change that it came from: `add-column users.deleted_at`.
    pub change: String,
}

impl Report {
    /// Findings that count.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.suppressed.is_none())
    }

    /// The place of a finding: its change, or else what proves it first.
    fn place<'a>(&'a self, finding: &'a Finding) -> Option<&'a Place> {
        let change = self.changes.get(finding.change).and_then(|change| change.place.as_ref());
        change.or_else(|| finding.evidence.first().map(|link| &link.place))
    }
}

/// A path from the root of the repository, where `prefix` leads to the root of the scan.
fn rooted<'a>(prefix: &str, file: &'a str) -> Cow<'a, str> {
    match prefix.trim_end_matches('/') {
        "" => Cow::Borrowed(file),
        // What lies outside of the scan is named from elsewhere.
        _ if file.starts_with(['/', '<']) => Cow::Borrowed(file),
        prefix => Cow::Owned(format!("{prefix}/{file}")),
    }
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
    /// What names its columns only when it runs, in the files that name a column in question.
    pub unfollowed: Unfollowed,
}

impl Coverage {
    /// What both looked at.
    pub fn and(self, other: Coverage) -> Coverage {
        Coverage {
            files: self.files + other.files,
            parsed: self.parsed + other.parsed,
            models: self.models + other.models,
            unfollowed: self.unfollowed.and(other.unfollowed),
        }
    }
}

/// What was looked at, what was not, and what does not count, on one line that is safe to print.
pub fn covered(report: &Report) -> String {
    format!("{}{}", clean(&words::covered(report)), words::besides(report))
}

/// Scanned text made safe to print: what a terminal or the log of a CI would obey, or what would show
/// text in another order than it is stored, becomes visible as `\u{1b}`. Line breaks too: the caller
/// splits lines.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        if is_hostile(c) || (c == '[' && is_command(&text[..at])) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Whether a `[` after that text would begin a command in the log of GitHub (`##[group]`), of Azure
/// (`##vso[task.setvariable]`) or of TeamCity. The runners look for it anywhere in a line.
fn is_command(before: &str) -> bool {
    before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##")
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
mod limits;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_made_visible() {
        assert_eq!(clean("a\tb é 👩\u{200d}💻"), "a\tb é 👩\u{200d}💻");
        assert_eq!(clean("\u{1b}[2J\r\n\u{9b}1m"), "\\u{1b}[2J\\u{d}\\u{a}\\u{9b}1m");
        assert_eq!(clean("## a[0] #[b] ##[c]##vso[d"), "## a[0] #[b] ##\\u{5b}c]##vso\\u{5b}d");
        assert_eq!(clean("x\u{202e}y\u{2066}\u{200f}"), "x\\u{202e}y\\u{2066}\\u{200f}");
    }
}
