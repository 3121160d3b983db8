//! GitLab's Code Quality report: a list of findings that count, for the widget of a merge request.

use std::io;

use serde::Serialize;

use super::{Report, clean, json, rooted};
use crate::{
    finding::{Finding, Severity},
    fingerprint,
    source::Place,
};

#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
}

/// Writes the list; `prefix` leads from the root of the repository to the root of the scan.
pub fn write(report: &Report, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut entries: Vec<Entry> = problems(report, prefix);
    entries.extend(report.open().map(|finding| entry(report, prefix, finding)));
    json::print(&entries, out)
}

fn entry(report: &Report, prefix: &str, finding: &Finding) -> Entry {
    let place = report.place(finding);
    let evidence = finding.evidence.iter().map(|link| {
        let Place { file, span } = &link.place;
        format!("{}:{}: {}", rooted(prefix, file), span.line, link.says)
    });
    let lines: Vec<String> =
        std::iter::once(finding.message.clone()).chain(evidence.take(3)).collect();
    let line = place.map_or(1, |place| place.span.line.max(1));
    Entry {
        description: clean(&lines.join("; ")).into_owned(),
        check_name: finding.effect.id.to_owned(),
        fingerprint: finding.fingerprint.clone(),
        severity: match finding.severity {
            Severity::Critical => "blocker",
            Severity::High => "critical",
            Severity::Medium => "major",
            Severity::Low => "minor",
        },
        location: Location {
            path: clean(&rooted(prefix, place.map_or(".", |place| &place.file))).into_owned(),
            lines: Lines { begin: line, end: place.map(|it| it.span.end_line.max(line)) },
        },
    }
}

/// What the run could not do: the form has no other room for it.
fn problems(report: &Report, prefix: &str) -> Vec<Entry> {
    let first = report.proposed.first().map_or(".", |file| file);
    let problems = report.problems.iter().map(|problem| {
        let check_name = format!("ormscope-{}", problem.kind.name());
        let file = problem.file.as_deref().unwrap_or(first);
        Entry {
            description: clean(&problem.says).into_owned(),
            fingerprint: fingerprint::hash(&format!("{check_name}\0{}", problem.says)),
            check_name,
            severity: if problem.kind.is_fatal() { "blocker" } else { "major" },
            location: Location {
                path: clean(&rooted(prefix, file)).into_owned(),
                lines: Lines { begin: 1, end: None },
            },
        }
    });
    problems.collect()
}
