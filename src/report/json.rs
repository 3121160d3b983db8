//! The report for programs: the JSON of the contract, key by key.

use std::{fmt::Write as _, io};

use serde::Serialize;

use super::{Fixed, Problem, Report, excerpt, words};
use crate::{
    change::{Change, Op},
    finding::{Count, Evidence, Finding, Severity, SuppressedBy, Suppression},
    plan::Plan,
    predicate::Cell,
    rules::Rule,
    source::{Place, Unread},
    uses::Use,
};

/// The version of the form; it changes only if a key changes its meaning.
const FORMAT: u32 = 1;
/// How much of a line of code is quoted, in characters.
const TEXT_CHARS: usize = 200;

/// Writes the whole report.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let check = Check {
        format: FORMAT,
        ormscope: env!("CARGO_PKG_VERSION"),
        base: report.base.as_deref(),
        changes: changes(report),
        findings: report.findings.iter().map(|finding| finding_of(report, finding)).collect(),
        uses: uses(report, false),
        in_tests: uses(report, true),
        summary: Summary {
            files: report.coverage.files,
            parsed: report.coverage.parsed,
            models: report.coverage.models,
            findings: Counts::of(report),
            suppressed: report.findings.len() - report.open().count(),
        },
        fixed: report.fixed.iter().map(fixed_of).collect(),
        problems: report.problems.iter().map(problem_of).collect(),
        unread: unread(report),
        notes: report.notes.iter().cloned().chain(words::unfollowed(report)).collect(),
    };
    print(&check, out)
}

/// Writes the changes and what could not be read, as `ormscope changes` does.
pub fn write_changes(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let changes = Changes { format: FORMAT, changes: changes(report), unread: unread(report) };
    print(&changes, out)
}

/// Writes the uses of columns, as `ormscope uses` does.
pub fn write_uses(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let listed = Uses {
        format: FORMAT,
        uses: uses(report, false),
        in_tests: uses(report, true),
        unread: unread(report),
    };
    print(&listed, out)
}

/// Writes the list of effects, as `ormscope effects` does.
pub fn write_effects(rules: &[Rule], out: &mut dyn io::Write) -> io::Result<()> {
    let effects = rules
        .iter()
        .map(|rule| EffectJson {
            effect: rule.effect.id,
            severity: rule.effect.severity.name(),
            summary: rule.summary(),
        })
        .collect();
    print(&Effects { format: FORMAT, effects }, out)
}

#[derive(Serialize)]
struct Check<'a> {
    format: u32,
    ormscope: &'static str,
    base: Option<&'a str>,
    changes: Vec<ChangeJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    uses: Vec<UseJson<'a>>,
    in_tests: Vec<UseJson<'a>>,
    summary: Summary,
    fixed: Vec<FixedJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    unread: Vec<UnreadJson<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Changes<'a> {
    format: u32,
    changes: Vec<ChangeJson<'a>>,
    unread: Vec<UnreadJson<'a>>,
}

#[derive(Serialize)]
struct Effects {
    format: u32,
    effects: Vec<EffectJson>,
}

#[derive(Serialize)]
struct EffectJson {
    effect: &'static str,
    severity: &'static str,
    summary: String,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    id: String,
    op: &'static str,
    table: Option<&'a str>,
    column: Option<&'a str>,
    columns: &'a [String],
    to: Option<&'a str>,
    #[serde(rename = "type")]
    sql_type: Option<&'a str>,
    nullable: Option<bool>,
    default: Option<String>,
    existing_rows: Option<&'static str>,
    reader: &'static str,
    file: Option<&'a str>,
    line: Option<u32>,
    text: &'a str,
    #[serde(flatten)]
    plan: Option<PlanJson<'a>>,
}

/// The way back from a change, and what to ask the database before and after it.
#[derive(Serialize)]
struct PlanJson<'a> {
    undo: UndoJson<'a>,
    verify: Vec<QuestionJson<'a>>,
}

#[derive(Serialize)]
struct UndoJson<'a> {
    sql: &'a [String],
    lost: Option<&'a str>,
}

#[derive(Serialize)]
struct QuestionJson<'a> {
    when: &'static str,
    says: &'a str,
    sql: &'a str,
}

impl<'a> PlanJson<'a> {
    fn of(plan: &'a Plan) -> PlanJson<'a> {
        let verify = plan.verify.iter().map(|question| QuestionJson {
            when: question.when.name(),
            says: &question.says,
            sql: &question.sql,
        });
        PlanJson {
            undo: UndoJson { sql: &plan.undo, lost: plan.lost.as_deref() },
            verify: verify.collect(),
        }
    }
}

#[derive(Serialize)]
struct FindingJson<'a> {
    effect: &'static str,
    severity: &'static str,
    confidence: &'static str,
    when: &'static str,
    change: String,
    model: Option<&'a str>,
    table: Option<&'a str>,
    column: Option<&'a str>,
    message: &'a str,
    rows: Option<&'static str>,
    row_count: Option<CountJson>,
    predicate: Option<&'a str>,
    existing_value: Option<&'a str>,
    location: Option<Location<'a>>,
    evidence: Vec<EvidenceJson<'a>>,
    rollout: &'a [String],
    fingerprint: &'a str,
    suppressed: Option<SuppressedJson<'a>>,
}

/// How many rows the table has, where a database was asked.
#[derive(Serialize)]
struct CountJson {
    rows: u64,
    exact: bool,
}

#[derive(Serialize)]
struct SuppressedJson<'a> {
    by: &'static str,
    reason: &'a str,
    until: Option<String>,
    file: Option<&'a str>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct FixedJson<'a> {
    fingerprint: &'a str,
    effect: &'a str,
    subject: &'a str,
    change: &'a str,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    kind: &'static str,
    message: &'a str,
    file: Option<&'a str>,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    role: &'static str,
    #[serde(flatten)]
    location: Location<'a>,
    text: String,
    says: &'a str,
}

#[derive(Serialize)]
struct Uses<'a> {
    format: u32,
    uses: Vec<UseJson<'a>>,
    in_tests: Vec<UseJson<'a>>,
    unread: Vec<UnreadJson<'a>>,
}

/// A site that touches a column that changes.
#[derive(Serialize)]
struct UseJson<'a> {
    change: String,
    file: &'a str,
    line: u32,
    column: u32,
    text: String,
    how: &'static str,
    confidence: &'static str,
    model: Option<&'a str>,
    via: &'static str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    parsed: usize,
    models: usize,
    findings: Counts,
    suppressed: usize,
}

#[derive(Serialize)]
struct Counts {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
}

#[derive(Serialize)]
struct UnreadJson<'a> {
    file: &'a str,
    why: &'a str,
}

impl Counts {
    /// The findings that count.
    fn of(report: &Report) -> Counts {
        let count = |severity| report.open().filter(|it| it.severity == severity).count();
        Counts {
            critical: count(Severity::Critical),
            high: count(Severity::High),
            medium: count(Severity::Medium),
            low: count(Severity::Low),
        }
    }
}

impl<'a> Location<'a> {
    fn of(place: &'a Place) -> Location<'a> {
        let Place { file, span } = place;
        Location {
            file,
            line: span.line,
            column: span.column,
            end_line: span.end_line,
            end_column: span.end_column,
        }
    }
}

fn changes(report: &Report) -> Vec<ChangeJson<'_>> {
    let plan = |index| report.plans.get(index).map(PlanJson::of);
    let changes = report.changes.iter().enumerate();
    changes.map(|(index, change)| change_of(index, change, plan(index))).collect()
}

fn change_of<'a>(index: usize, change: &'a Change, plan: Option<PlanJson<'a>>) -> ChangeJson<'a> {
    let place = change.place.as_ref();
    ChangeJson {
        id: id(index),
        op: change.op.name(),
        table: Some(change.table.as_str()).filter(|table| !table.is_empty()),
        column: change.column.as_deref(),
        columns: &change.columns,
        to: change.to.as_deref(),
        sql_type: change.sql_type.as_deref(),
        nullable: change.nullable,
        default: change.default.shown(),
        existing_rows: existing_rows(change),
        reader: change.reader,
        file: place.map(|place| &*place.file),
        line: place.map(|place| place.span.line),
        text: &change.text,
        plan,
    }
}

fn id(change: usize) -> String {
    format!("c{}", change + 1)
}

/// What existing rows will hold, for changes that leave a column behind.
fn existing_rows(change: &Change) -> Option<&'static str> {
    if !matches!(change.op, Op::AddColumn | Op::AlterColumn | Op::RenameColumn) {
        return None;
    }
    let all = |test: fn(&Cell) -> bool| change.existing.iter().all(test);
    Some(if change.existing.is_empty() {
        "unknown"
    } else if all(|cell| matches!(cell, Cell::Null)) {
        "null"
    } else if all(|cell| matches!(cell, Cell::Value(_))) {
        "value"
    } else if all(|cell| matches!(cell, Cell::NotNull)) {
        "not-null"
    } else {
        "unknown"
    })
}

fn finding_of<'a>(report: &'a Report, finding: &'a Finding) -> FindingJson<'a> {
    let place = report.changes.get(finding.change).and_then(|change| change.place.as_ref());
    let evidence: Vec<_> = finding.evidence.iter().map(|link| evidence_of(report, link)).collect();
    FindingJson {
        effect: finding.effect.id,
        severity: finding.severity.name(),
        confidence: finding.confidence.name(),
        when: finding.when.name(),
        change: id(finding.change),
        model: finding.model.as_deref(),
        table: finding.table.as_deref(),
        column: finding.column.as_deref(),
        message: &finding.message,
        rows: finding.rows.map(|rows| rows.name()),
        row_count: finding.row_count.map(|Count { rows, exact }| CountJson { rows, exact }),
        predicate: finding.predicate.as_deref(),
        existing_value: finding.existing_value.as_deref(),
        location: place.map(Location::of),
        fingerprint: &finding.fingerprint,
        evidence,
        rollout: &finding.rollout,
        suppressed: finding.suppressed.as_ref().map(suppressed_of),
    }
}

fn suppressed_of(suppression: &Suppression) -> SuppressedJson<'_> {
    let (file, line) = match &suppression.by {
        SuppressedBy::Comment { file, line } => (Some(&**file), Some(*line)),
        SuppressedBy::Config | SuppressedBy::Baseline => (None, None),
    };
    SuppressedJson {
        by: suppression.by.name(),
        reason: &suppression.reason,
        until: suppression.until.map(|day| day.to_string()),
        file,
        line,
    }
}

fn fixed_of(Fixed { fingerprint, effect, subject, change }: &Fixed) -> FixedJson<'_> {
    FixedJson { fingerprint, effect, subject, change }
}

fn problem_of(problem: &Problem) -> ProblemJson<'_> {
    ProblemJson { kind: problem.kind.name(), message: &problem.says, file: problem.file.as_deref() }
}

/// The uses in the running application, or those beside it.
fn uses(report: &Report, aside: bool) -> Vec<UseJson<'_>> {
    report.uses.iter().filter(|used| used.aside == aside).map(|used| use_of(report, used)).collect()
}

fn use_of<'a>(report: &'a Report, used: &'a Use) -> UseJson<'a> {
    let Place { file, span } = &used.place;
    let source = report.sources.get(file).map_or("", |text| text);
    UseJson {
        change: id(used.subject),
        file,
        line: span.line,
        column: span.column,
        text: excerpt::line(source, span).chars().take(TEXT_CHARS).collect(),
        how: used.how.name(),
        confidence: used.confidence.name(),
        model: used.model.as_deref(),
        via: used.via.name(),
    }
}

fn evidence_of<'a>(report: &'a Report, link: &'a Evidence) -> EvidenceJson<'a> {
    let source = report.sources.get(&link.place.file).map_or("", |text| text);
    EvidenceJson {
        role: link.role,
        location: Location::of(&link.place),
        text: excerpt::first_line(source, &link.place.span).chars().take(TEXT_CHARS).collect(),
        says: &link.says,
    }
}

fn unread(report: &Report) -> Vec<UnreadJson<'_>> {
    report.unread.iter().map(|Unread { file, why }| UnreadJson { file, why }).collect()
}

/// Indented JSON that nothing obeys.
pub(super) fn print(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", escaped(&serde_json::to_string_pretty(value)?))
}

/// JSON with escapes for what a terminal or the log of a CI would obey. Outside ASCII only strings
/// differ from their escapes, and no bracket but one within a string follows a `#`, so that nothing
/// changes in what is said.
pub(crate) fn escaped(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for (at, c) in json.char_indices() {
        let command = c == '[' && super::is_command(&json[..at]);
        if c == '\n' || !(command || super::is_hostile(c)) {
            shown.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{unit:04x}");
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_json_means_the_same() {
        let said = ["\u{9b}1m \u{202e}x\u{e0041} \u{1b}\u{7f}\n", "é👩\u{200d}💻", "##[error]"];
        let mut out = Vec::new();
        print(&said, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains(r"\u009b1m \u202ex\udb40\udc41 \u001b\u007f\n"), "{text}");
        assert!(!text.contains("##["), "{text}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), said);
    }
}
