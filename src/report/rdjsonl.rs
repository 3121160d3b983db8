//! reviewdog's diagnostics: findings that count, one JSON object a line.

use std::io;

use serde::Serialize;

use super::{Report, clean, json, rooted, words};
use crate::{
    finding::{Finding, Severity},
    source::{Place, Span},
};

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    source: Source,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Lines and columns start at 1; columns count bytes of UTF-8.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: usize,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

/// How many places are told of a finding.
const PLACES: usize = 20;

/// Writes the lines; `prefix` leads from the root of the repository to the root of the scan.
pub fn write(report: &Report, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let first = report.proposed.first().map_or(".", |file| file);
    for problem in &report.problems {
        let severity = if problem.kind.is_fatal() { "ERROR" } else { "WARNING" };
        let file = problem.file.as_deref().unwrap_or(first);
        let code = format!("ormscope-{}", problem.kind.name());
        print(&about(&problem.says, severity, code, &rooted(prefix, file)), out)?;
    }
    for finding in report.open() {
        print(&diagnostic(report, prefix, finding), out)?;
    }
    Ok(())
}

fn print(diagnostic: &Diagnostic, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", json::escaped(&serde_json::to_string(diagnostic)?))
}

fn about(says: &str, severity: &'static str, code: String, path: &str) -> Diagnostic {
    Diagnostic {
        message: clean(says).into_owned(),
        location: Location { path: clean(path).into_owned(), range: None },
        severity,
        source: Source { name: "ormscope" },
        code: Code { value: code },
        related_locations: Vec::new(),
    }
}

fn diagnostic(report: &Report, prefix: &str, finding: &Finding) -> Diagnostic {
    let mut lines = vec![finding.message.clone(), words::circumstances(finding)];
    lines.extend(finding.rollout.iter().zip(1..).map(|(step, at)| format!("{at}. {step}")));
    let message: Vec<_> = lines.iter().map(|line| clean(line)).collect();
    let severity = match finding.severity {
        Severity::Critical | Severity::High => "ERROR",
        Severity::Medium => "WARNING",
        Severity::Low => "INFO",
    };
    let evidence = finding.evidence.iter().take(PLACES);
    let location = match report.place(finding) {
        Some(place) => located(report, prefix, place),
        None => Location { path: ".".to_owned(), range: None },
    };
    Diagnostic {
        message: message.join("\n"),
        location,
        severity,
        source: Source { name: "ormscope" },
        code: Code { value: finding.effect.id.to_owned() },
        related_locations: evidence
            .map(|link| Related {
                message: clean(&link.says).into_owned(),
                location: located(report, prefix, &link.place),
            })
            .collect(),
    }
}

fn located(report: &Report, prefix: &str, place: &Place) -> Location {
    let Place { file, span } = place;
    let text = report.sources.get(file).map_or("", |text| text);
    let Span { start, end, line, end_line, .. } = *span;
    let range = Range {
        start: Position { line: line.max(1), column: column(text, start) },
        end: Position { line: end_line.max(line).max(1), column: column(text, end) },
    };
    Location { path: clean(&rooted(prefix, file)).into_owned(), range: Some(range) }
}

/// How many bytes of its line come before a byte, and one more.
fn column(text: &str, at: u32) -> usize {
    let at = text.floor_char_boundary(at as usize);
    at - text[..at].rfind('\n').map_or(0, |newline| newline + 1) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bytes() {
        assert_eq!(column("é x\né y", 0), 1);
        assert_eq!(column("é x\né y", 3), 4);
        assert_eq!(column("é x\né y", 8), 4);
        assert_eq!(column("", 9), 1);
    }
}
