//! What ormscope says: an effect on the application, proved by evidence in its source.

use std::sync::Arc;

use crate::{day::Day, source::Place};

/// An entry of the closed list of effects.
#[derive(Debug, PartialEq, Eq)]
pub struct Effect {
    /// Its id, the name of its file with hyphens.
    pub id: &'static str,
    /// The usual severity; a rule raises or lowers it by what it knows.
    pub severity: Severity,
}

/// How bad it is when it happens. Ordered: `Low < Critical`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Low,
    /// Look at it before merging.
    Medium,
    /// Something will break or leak.
    High,
    /// Data or the whole model is gone for the application.
    Critical,
}

/// How sure we are that it happens. Ordered: `Possible < Certain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Only the name matches.
    Possible,
    /// Tied by the framework's naming conventions.
    Likely,
    /// Tied to the model by the code itself.
    Certain,
}

/// When the effect shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// New code on the old schema.
    Before,
    /// Old code on the new schema.
    Deploying,
    /// New code on the new schema.
    Migrated,
    /// At the first write or delete.
    Later,
}

/// How many of the existing rows an effect on visibility reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rows {
    /// Every row.
    All,
    /// Some and not others.
    Some,
    /// None.
    None,
    /// It cannot be known from the source.
    Unknown,
}

impl Severity {
    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

impl Confidence {
    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Possible => "possible",
            Confidence::Likely => "likely",
            Confidence::Certain => "certain",
        }
    }
}

impl When {
    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            When::Before => "before",
            When::Deploying => "deploying",
            When::Migrated => "migrated",
            When::Later => "later",
        }
    }
}

impl Rows {
    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Rows::All => "all",
            Rows::Some => "some",
            Rows::None => "none",
            Rows::Unknown => "unknown",
        }
    }
}

/// A number of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub rows: u64,
    /// Whether they were counted, not estimated.
    pub exact: bool,
}

/// One link of the chain that proves a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What the code at this place is: `default-scope`, `gate`, `macro`, `class`, `association`, …
    pub role: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What it does to the finding, a clause in lower case without a final stop.
    pub says: String,
}

/// Why a finding is not held against the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Where that was decided.
    pub by: SuppressedBy,
    /// Why; empty for what a baseline lists.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Day>,
}

/// Where it was decided that a finding is not held against the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuppressedBy {
    /// In a comment of that file, in that line.
    Comment {
        /// The file, relative to the root of the scan.
        file: Arc<str>,
        /// The line, counted from 1.
        line: u32,
    },
    /// In an entry of the configuration.
    Config,
    /// In a baseline.
    Baseline,
}

impl SuppressedBy {
    /// Its name in the contract.
    pub fn name(&self) -> &'static str {
        match self {
            SuppressedBy::Comment { .. } => "comment",
            SuppressedBy::Config => "config",
            SuppressedBy::Baseline => "baseline",
        }
    }
}

/// An effect of one change on the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which effect.
    pub effect: &'static Effect,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// When it shows.
    pub when: When,
    /// Index of the change among those of the run.
    pub change: usize,
    /// The model as a person would call it (`User`, `Admin::User`, `User.posts`).
    pub model: Option<String>,
    /// The table of the column, which may be another than the change's.
    pub table: Option<String>,
    /// The column.
    pub column: Option<String>,
    /// One sentence, lower case, no final stop, identifiers in backticks.
    pub message: String,
    /// For effects on visibility: how many existing rows.
    pub rows: Option<Rows>,
    /// How many rows the table has, where a database was asked.
    pub row_count: Option<Count>,
    /// The filter, as SQL.
    pub predicate: Option<String>,
    /// What existing rows hold, as SQL.
    pub existing_value: Option<String>,
    /// The chain; never empty.
    pub evidence: Vec<Evidence>,
    /// A safe way to roll it out, step by step.
    pub rollout: Vec<String>,
    /// What stays the same while lines move and files are renamed; empty until it is computed.
    pub fingerprint: String,
    /// Why it does not count, where that is so.
    pub suppressed: Option<Suppression>,
}

impl Evidence {
    /// One link of a chain.
    pub fn new(role: &'static str, place: &Place, says: impl Into<String>) -> Evidence {
        Evidence { role, place: place.clone(), says: says.into() }
    }
}

impl Finding {
    /// The places of its evidence.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.evidence.iter().map(|link| &link.place)
    }

    /// `table.column`, or what is known of it; `None` where neither is.
    pub fn subject(&self) -> Option<String> {
        match (&self.table, &self.column) {
            (Some(table), Some(column)) => Some(format!("{table}.{column}")),
            (one, None) | (None, one) => one.clone(),
        }
    }

    /// A finding with its first evidence; there is no other way to make one.
    pub fn new(
        effect: &'static Effect,
        change: usize,
        message: impl Into<String>,
        proof: Evidence,
    ) -> Finding {
        Finding {
            effect,
            severity: effect.severity,
            confidence: Confidence::Certain,
            when: When::Migrated,
            change,
            model: None,
            table: None,
            column: None,
            message: message.into(),
            rows: None,
            row_count: None,
            predicate: None,
            existing_value: None,
            evidence: vec![proof],
            rollout: Vec::new(),
            fingerprint: String::new(),
            suppressed: None,
        }
    }
}

/// Findings of little weight about one column as one finding with the evidence of all: they say the
/// same, and a reader wants it said once. `say` words it for a name and how many more there are.
pub fn told_once(findings: Vec<Finding>, say: impl Fn(&str, usize) -> String) -> Vec<Finding> {
    let (low, mut others): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| finding.severity == Severity::Low);
    for confidence in [Confidence::Certain, Confidence::Likely, Confidence::Possible] {
        let mut alike = low.iter().filter(|finding| finding.confidence == confidence).cloned();
        let Some(mut first) = alike.next() else { continue };
        let rest: Vec<_> = alike.collect();
        if !rest.is_empty() {
            let name = first.model.as_deref().unwrap_or_default();
            let name = name.rsplit('.').next().unwrap_or(name).to_owned();
            first.message = say(&name, rest.len());
            first.evidence.extend(rest.into_iter().flat_map(|finding| finding.evidence));
        }
        others.push(first);
    }
    others
}
