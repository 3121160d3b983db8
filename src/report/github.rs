//! Annotations of GitHub Actions: workflow commands, a line for each finding.

use std::{borrow::Cow, io};

use super::{Report, clean, excerpt, words};
use crate::{
    finding::{Finding, Severity},
    source::Place,
};

/// GitHub shows no more annotations of a kind than this for a step.
const LIMIT: usize = 10;
/// How many places an annotation names; a check of more is read in the log.
const PLACES: usize = 10;

/// Writes the commands; `prefix` leads from the root of the repository to the root of the scan.
pub fn write(report: &Report, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    for kind in ["error", "warning", "notice"] {
        let findings: Vec<&Finding> =
            report.findings.iter().filter(|finding| command(finding.severity) == kind).collect();
        let more = findings.len().saturating_sub(LIMIT);
        for (index, finding) in findings.iter().take(LIMIT).enumerate() {
            let change = report.changes.get(finding.change);
            let place = change.and_then(|change| change.place.as_ref());
            let mut lines = message(report, prefix, finding);
            if more > 0 && index + 1 == LIMIT {
                lines.push(format!(
                    "… and {more} more of severity {} that GitHub would not show; see the log of \
                     `ormscope check`",
                    severities(kind)
                ));
            }
            let properties = properties(place, prefix, finding);
            writeln!(out, "::{kind} {properties}::{}", data(&lines.join("\n")))?;
        }
    }
    Ok(())
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
        let code = excerpt::first_line(source, span);
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
    match prefix.trim_end_matches('/') {
        "" => clean(file).into_owned(),
        prefix => format!("{}/{}", clean(prefix), clean(file)),
    }
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
