//! Annotations of GitHub Actions: workflow commands, a line for each finding.

use std::{borrow::Cow, io};

use super::{Problem, Report, clean, excerpt, rooted, words};
use crate::{
    finding::{Finding, Severity},
    source::Place,
};

/// GitHub shows no more annotations of a kind than this for a step.
const LIMIT: usize = 10;
/// How many places an annotation names; a check of more is read in the log.
const PLACES: usize = 10;

/// Writes the commands, and what was looked at; `prefix` leads from the root of the repository to the
/// root of the scan.
pub fn write(report: &Report, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    for kind in ["error", "warning", "notice"] {
        let mut findings: Vec<&Finding> =
            report.open().filter(|finding| command(finding.severity) == kind).collect();
        // GitHub shows an annotation beside the code only where the pull request changes it.
        findings.sort_by_key(|finding| !is_changed(report, finding));
        let problems = report.problems.iter().filter(|problem| severe(problem) == kind);
        let mut annotations: Vec<(String, Vec<String>)> =
            problems.map(|problem| of_problem(prefix, problem)).collect();
        annotations.extend(findings.into_iter().map(|finding| of_finding(report, prefix, finding)));

        let more = annotations.len().saturating_sub(LIMIT);
        for (index, (properties, mut lines)) in annotations.into_iter().take(LIMIT).enumerate() {
            if more > 0 && index + 1 == LIMIT {
                lines.push(format!(
                    "… and {more} more of severity {} that GitHub would not show; see the log of \
                     `ormscope check`",
                    severities(kind)
                ));
            }
            writeln!(out, "::{kind} {properties}::{}", data(&lines.join("\n")))?;
        }
    }
    writeln!(out, "ormscope: {}", super::covered(report))
}

/// Whether the line of the change is one that the base does not have.
fn is_changed(report: &Report, finding: &Finding) -> bool {
    let change = report.changes.get(finding.change).and_then(|it| it.place.as_ref());
    change.is_some_and(|Place { file, span }| {
        !report.unchanged.get(file).is_some_and(|lines| lines.contains(&span.line))
    })
}

fn severe(problem: &Problem) -> &'static str {
    if problem.kind.is_fatal() { "error" } else { "warning" }
}

/// The properties and the message of an annotation.
fn of_problem(prefix: &str, problem: &Problem) -> (String, Vec<String>) {
    let file = problem
        .file
        .as_deref()
        .map_or(String::new(), |file| format!("file={},", property(&path(prefix, file))));
    let lines = problem.says.lines().map(|line| clean(line).into_owned()).collect();
    (format!("{file}title=ormscope"), lines)
}

fn of_finding(report: &Report, prefix: &str, finding: &Finding) -> (String, Vec<String>) {
    let change = report.changes.get(finding.change);
    let place = change.and_then(|change| change.place.as_ref());
    (properties(place, prefix, finding), message(report, prefix, finding))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "notice",
    }
}

fn severities(kind: &str) -> &'static str {
    match kind {
        "error" => "critical or high",
        "warning" => "medium",
        _ => "low",
    }
}

/// The message and what proves it, line by line.
fn message(report: &Report, prefix: &str, finding: &Finding) -> Vec<String> {
    let mut lines = vec![clean(&finding.message).into_owned()];
    for link in finding.evidence.iter().take(PLACES) {
        let Place { file, span } = &link.place;
        let source = report.sources.get(file).map_or("", |text| text);
        let code = excerpt::brief(source, span);
        let code = if code.is_empty() { String::new() } else { format!(": {}", brief(code)) };
        let (path, says) = (path(prefix, file), clean(&link.says));
        lines.push(format!("{path}:{}: {says}{}", span.line, clean(&code)));
    }
    if let more @ 1.. = finding.evidence.len().saturating_sub(PLACES) {
        lines.push(format!("… and {}", words::count(more, "more place")));
    }
    for (index, step) in finding.rollout.iter().enumerate() {
        lines.push(format!("help: {}. {}", index + 1, clean(step)));
    }
    lines.push(words::circumstances(finding));
    lines
}

/// Code of at most one line of a review.
fn brief(code: &str) -> Cow<'_, str> {
    match code.char_indices().nth(120) {
        Some((at, _)) => Cow::Owned(format!("{}…", &code[..at])),
        None => Cow::Borrowed(code),
    }
}

fn properties(place: Option<&Place>, prefix: &str, finding: &Finding) -> String {
    let title = property(&format!("ormscope: {}", finding.effect.id));
    let Some(Place { file, span }) = place else {
        return format!("title={title}");
    };
    format!(
        "file={},line={},endLine={},col={},title={title}",
        property(&path(prefix, file)),
        span.line,
        span.end_line,
        span.column,
    )
}

fn path(prefix: &str, file: &str) -> String {
    clean(&rooted(prefix, file)).into_owned()
}

/// Text after the `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_would_obey_is_escaped() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
