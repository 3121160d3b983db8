//! What people read: changes, times, rows and numbers in words, the same in every format.

use super::{Fixed, ProblemKind, Report};
use crate::{
    change::{Change, DefaultValue, Op},
    finding::{Count, Finding, Rows, Severity, SuppressedBy, Suppression, When},
    predicate::Cell,
    uses::Unfollowed,
};

/// What a change does, a clause in lower case: `adds `users.deleted_at`; existing rows hold NULL`.
pub(super) fn change(change: &Change) -> String {
    let named = if change.table.is_empty() { change.model.as_deref() } else { None };
    let table = named.unwrap_or(&change.table);
    let subject = match &change.column {
        Some(column) => format!("`{table}.{column}`"),
        None => format!("`{table}`"),
    };
    let to = change.to.as_deref().unwrap_or("?");
    let columns = change.columns.join(", ");
    let of_columns =
        if columns.is_empty() { subject.clone() } else { format!("`{table}` ({columns})") };
    match change.op {
        Op::AddColumn => format!("adds {subject}{}", existing(change)),
        Op::DropColumn | Op::DropTable => format!("drops {subject}"),
        Op::RenameColumn | Op::RenameTable => format!("renames {subject} to `{to}`"),
        Op::AlterColumn => match definition(change) {
            Some(definition) => format!("makes {subject} {definition}"),
            None if change.default == DefaultValue::Null => {
                format!("drops the default of {subject}")
            }
            None => format!("makes {subject} another column"),
        },
        Op::CreateTable => format!("creates {subject}"),
        Op::DropUnique if change.to.is_some() => {
            let name = change.name.as_deref().unwrap_or("?");
            format!("takes the name `{name}` from a unique index of {subject}")
        }
        Op::AddUnique if change.to.is_some() => {
            format!("calls that unique index of {subject} `{to}`")
        }
        Op::AddUnique => format!("makes {of_columns} unique{}", condition(change, " where ")),
        Op::DropUnique => format!("no longer keeps {of_columns} unique"),
        Op::AddForeignKey => format!("adds a foreign key from {of_columns} to `{to}`"),
        Op::DropForeignKey => format!("drops the foreign key of {of_columns}"),
        Op::AddIndex => format!("indexes {of_columns}"),
        Op::DropIndex => format!("drops the index of {of_columns}"),
        Op::ChangePrimaryKey if columns.is_empty() => format!("drops the primary key of {subject}"),
        Op::ChangePrimaryKey => format!("makes {of_columns} the primary key"),
        Op::AddCheck => format!("adds a check to {subject}{}", condition(change, ": ")),
        Op::AddEnumValue => {
            let of = change.sql_type.as_deref().unwrap_or("?");
            format!("adds the value `{to}` to the type `{of}`")
        }
        Op::AddFilter => format!("lets queries of {} keep only {}", model(change), kept(change)),
        Op::DropFilter => {
            format!("no longer lets queries of {} keep only {}", model(change), kept(change))
        }
        Op::ChangeFilter => {
            format!("changes what queries of {} keep: {}", model(change), kept(change))
        }
        Op::Opaque => "does something that cannot be read".to_owned(),
        Op::Define => "makes or drops an object of the database".to_owned(),
        Op::Backfill => format!("updates rows: {subject}{}", condition(change, " where ")),
    }
}

/// When, which rows and how sure, on one line.
pub(super) fn circumstances(finding: &Finding) -> String {
    let parts = [when(finding.when)];
    let rows = finding.rows.map(rows);
    let counted = finding.row_count.map(counted);
    let said = match (rows, counted) {
        (Some(rows), Some(counted)) => Some(format!("{rows} ({counted})")),
        (None, Some(counted)) => Some(format!("table of {counted}")),
        (rows, None) => rows.map(str::to_owned),
    };
    let mut parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
    parts.extend(said);
    parts.push(finding.confidence.name().to_owned());
    parts.join(" · ")
}

/// What was looked at and what was not, on one line.
pub(super) fn covered(report: &Report) -> String {
    if report.problems.iter().any(|problem| problem.kind == ProblemKind::Run) {
        return "nothing was checked".to_owned();
    }
    if report.changes.is_empty() {
        return no_changes(report);
    }
    let mut parts = vec![format!("checked {}", checked(report))];
    parts.extend(unread_steps(report));
    if !report.unread.is_empty() {
        parts.push(format!("not read: {}", count(report.unread.len(), "file")));
    }
    parts.extend(unfollowed(report));
    parts.join("; ")
}

/// `1 change against 2 files (1 parsed, 1 model)`
pub(super) fn checked(report: &Report) -> String {
    let changes = count(report.changes.len() - opaque(report), "change");
    let files = count(report.coverage.files, "file");
    let models = count(report.coverage.models, "model");
    format!("{changes} against {files} ({} parsed, {models})", report.coverage.parsed)
}

/// How many steps of the migrations could not be read, if there are such.
pub(super) fn unread_steps(report: &Report) -> Option<String> {
    let opaque = opaque(report);
    (opaque > 0).then(|| format!("not read: {} of the migrations", count(opaque, "step")))
}

/// How many calls and statements name their columns only when they run, if there are such.
pub(super) fn unfollowed(report: &Report) -> Option<String> {
    let Unfollowed { calls, statements } = report.coverage.unfollowed;
    let calls =
        (calls > 0).then(|| format!("{} (`send`, `getattr`, …)", count(calls, "dynamic call")));
    let statements = (statements > 0)
        .then(|| format!("{} of SQL put together at run time", count(statements, "statement")));
    let parts: Vec<String> = calls.into_iter().chain(statements).collect();
    (!parts.is_empty()).then(|| format!("not followed: {}", parts.join(", ")))
}

fn opaque(report: &Report) -> usize {
    report.changes.iter().filter(|change| change.op == Op::Opaque).count()
}

/// That there is nothing to look at.
pub(super) fn no_changes(report: &Report) -> String {
    let nothing = "nothing to check: no change of the schema is proposed";
    let Some(base) = &report.base else { return nothing.to_owned() };
    // A hash is as long as git shows it.
    let base = base.get(..12).unwrap_or(base);
    match &report.base_name {
        Some(name) => format!("{nothing} since `{name}` ({base})"),
        None => format!("{nothing} since {base}"),
    }
}

/// `1 critical, 2 high`: the findings that count.
pub(super) fn severities(report: &Report) -> Vec<(usize, Severity)> {
    [Severity::Critical, Severity::High, Severity::Medium, Severity::Low]
        .map(|severity| (report.open().filter(|it| it.severity == severity).count(), severity))
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .collect()
}

/// What does not count and what is not shown: `; 1 waived; 2 in the baseline; 3 hidden by …`.
pub(super) fn besides(report: &Report) -> String {
    let suppressed = report.findings.iter().filter_map(|it| it.suppressed.as_ref());
    let (listed, waived): (Vec<_>, Vec<_>) =
        suppressed.partition(|it| it.by == SuppressedBy::Baseline);
    let mut text = String::new();
    for (number, says) in [
        (waived.len(), "waived"),
        (listed.len(), "in the baseline"),
        (report.hidden, "hidden by `--min-severity` and `--min-confidence`"),
    ] {
        if number > 0 {
            text.push_str(&format!("; {number} {says}"));
        }
    }
    text
}

/// Why a finding does not count: `reason (until 2026-12-31)`.
pub(super) fn suppressed(suppression: &Suppression) -> String {
    let reason = match suppression.by {
        SuppressedBy::Baseline => "listed in the baseline",
        SuppressedBy::Comment { .. } | SuppressedBy::Config => &suppression.reason,
    };
    match suppression.until {
        Some(day) => format!("{reason} (until {day})"),
        None => reason.to_owned(),
    }
}

/// What a baseline lists and is gone.
pub(super) fn fixed(fixed: &Fixed) -> String {
    format!(
        "fixed: `{}` of `{}` is in the baseline and is not found any more",
        fixed.effect, fixed.subject
    )
}

/// `1 file`, `2 files`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn when(when: When) -> &'static str {
    match when {
        When::Before => "before the migration (new code, old schema)",
        When::Deploying => "while deploying (old code, new schema)",
        When::Migrated => "after the migration",
        When::Later => "later, at the first write or delete",
    }
}

/// `about 3.2 million rows`, `17 rows`
fn counted(count: Count) -> String {
    let about = if count.exact { "" } else { "about " };
    let scaled = |unit: u64, word: &str| {
        let tenths = count.rows / (unit / 10);
        match (tenths / 10, tenths % 10) {
            (whole, 0) => format!("about {whole} {word} rows"),
            (whole, part) => format!("about {whole}.{part} {word} rows"),
        }
    };
    match count.rows {
        0 if count.exact => "no rows".to_owned(),
        1 => format!("{about}1 row"),
        0..10_000 => format!("{about}{} rows", count.rows),
        10_000..1_000_000 => format!("about {},000 rows", count.rows / 1_000),
        1_000_000..1_000_000_000 => scaled(1_000_000, "million"),
        _ => scaled(1_000_000_000, "billion"),
    }
}

fn rows(rows: Rows) -> &'static str {
    match rows {
        Rows::All => "all existing rows",
        Rows::Some => "some existing rows",
        Rows::None => "hides no existing row",
        Rows::Unknown => "unknown how many existing rows",
    }
}

fn existing(change: &Change) -> String {
    let cells = &change.existing;
    if cells.is_empty() {
        return String::new();
    }
    if cells.contains(&Cell::Unknown) {
        return "; what existing rows will hold is not known".to_owned();
    }
    let mut values: Vec<String> = Vec::new();
    for cell in cells {
        let value = match cell {
            // Another step than the one that adds the column has given it.
            Cell::NotNull if !change.filled => {
                let shown = change.default.shown().or_else(|| change.client_default.shown());
                shown.map_or(cell.to_string(), |it| format!("`{it}`"))
            }
            Cell::Null | Cell::NotNull | Cell::Value(_) | Cell::Unknown => cell.to_string(),
        };
        if !values.contains(&value) {
            values.push(value);
        }
    }
    format!("; existing rows hold {}", values.join(" or "))
}

/// What a step says of a column; `None` for nothing but that it has no default.
fn definition(change: &Change) -> Option<String> {
    let mut parts: Vec<String> = change.sql_type.iter().cloned().collect();
    parts.extend(change.nullable.map(|null| if null { "nullable" } else { "not null" }.to_owned()));
    parts.extend(change.default.quoted().map(|value| format!("default {value}")));
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn model(change: &Change) -> String {
    format!("`{}`", change.model.as_deref().unwrap_or(&change.table))
}

fn kept(change: &Change) -> String {
    format!("`{}`", change.condition.as_deref().unwrap_or("?"))
}

fn condition(change: &Change, word: &str) -> String {
    change.condition.as_ref().map_or(String::new(), |sql| format!("{word}{sql}"))
}
