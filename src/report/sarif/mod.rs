//! SARIF 2.1.0 for code scanning, within the limits of GitHub.

mod form;

use std::{collections::BTreeMap, io};

use super::{Problem, Report, clean, json, rooted, words};
use crate::{
    finding::{Finding, Severity, SuppressedBy, Suppression},
    rules::{RULES, Rule},
    source::{Place, Span, Unread},
};
use form::{
    Artifact, CodeFlow, Configuration, Descriptor, Driver, Invocation, Location, Log, Notification,
    Outcome, OutcomeProperties, Physical, Region, Run, RunProperties, Step, Suppressed, Tags, Text,
    ThreadFlow, Tool,
};

/// GitHub keeps no more results of a run than these.
const RESULTS: usize = 5_000;
/// GitHub shows no more locations of a result than these.
const LOCATIONS: usize = 100;
/// GitHub takes no more bytes, and those compressed. What is smaller before is smaller after.
const BYTES: usize = 10_000_000;
/// How many notifications are kept.
const NOTIFICATIONS: usize = 200;

/// Writes the log; `prefix` leads from the root of the repository to the root of the scan.
pub fn write(report: &Report, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let (mut results, mut locations) = (RESULTS, LOCATIONS);
    loop {
        let text = json::escaped(&serde_json::to_string(&log(report, prefix, results, locations))?);
        // Half the evidence of a finding says more than half of the findings.
        match text.len() {
            ..=BYTES => return writeln!(out, "{text}"),
            _ if locations > 2 => locations /= 2,
            _ if results > 1 => results /= 2,
            _ => return writeln!(out, "{text}"),
        }
    }
}

fn log(report: &Report, prefix: &str, results: usize, locations: usize) -> Log {
    let found = report.findings.iter().take(results);
    let found = found.map(|finding| outcome(report, prefix, finding, locations)).collect();
    let rules = RULES.iter().map(descriptor).collect();
    let version = env!("CARGO_PKG_VERSION");
    Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver { name: "ormscope", semantic_version: version, rules } },
            column_kind: "unicodeCodePoints",
            invocations: [Invocation {
                execution_successful: !report.problems.iter().any(|it| it.kind.is_fatal()),
                tool_execution_notifications: notifications(report, prefix, results),
            }],
            results: found,
            properties: RunProperties { coverage: words::covered(report) },
        }],
    }
}

fn descriptor(rule: &Rule) -> Descriptor {
    let page = rule.page();
    let why = page.split("\n## ").nth(1).and_then(|section| section.split_once('\n'));
    let why = why.map_or_else(|| rule.summary(), |(_, text)| text.trim().to_owned());
    Descriptor {
        id: rule.effect.id,
        name: pascal(rule.effect.id),
        short_description: plain(rule.summary()),
        full_description: plain(why),
        help: Text { text: page.clone(), markdown: Some(page) },
        default_configuration: Configuration { level: level(rule.effect.severity) },
        properties: Tags { tags: ["database", "migrations"] },
    }
}

/// `rows-hidden` → `RowsHidden`
fn pascal(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
    });
    words.flatten().collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

fn outcome(report: &Report, prefix: &str, finding: &Finding, locations: usize) -> Outcome {
    let place = report.place(finding);
    let related: Vec<Location> = finding
        .evidence
        .iter()
        .take(locations.saturating_sub(1))
        .zip(1..)
        .map(|(link, id)| Location { id: Some(id), ..said(prefix, &link.place, &link.says) })
        .collect();
    Outcome {
        rule_id: finding.effect.id,
        rule_index: RULES.iter().position(|rule| rule.effect.id == finding.effect.id),
        level: level(finding.severity),
        message: message(&told(finding)),
        locations: place.map(|place| location(prefix, place)).into_iter().collect(),
        code_flows: flow(report, prefix, finding, &related),
        related_locations: related,
        // GitHub takes the first name alone for its own.
        partial_fingerprints: BTreeMap::from([
            ("primaryLocationLineHash", format!("{}:1", finding.fingerprint)),
            ("ormscope/v1", finding.fingerprint.clone()),
        ]),
        suppressions: finding.suppressed.iter().map(|it| suppressed(prefix, it)).collect(),
        properties: OutcomeProperties {
            severity: finding.severity.name(),
            confidence: finding.confidence.name(),
            when: finding.when.name(),
            rows: finding.rows.map(|rows| rows.name()),
            model: finding.model.clone(),
            subject: finding.subject(),
        },
    }
}

/// The sentence, the circumstances and the way out.
fn told(finding: &Finding) -> String {
    let mut lines = vec![finding.message.clone(), words::circumstances(finding)];
    lines.extend(finding.rollout.iter().zip(1..).map(|(step, at)| format!("{at}. {step}")));
    lines.iter().map(|line| clean(line)).collect::<Vec<_>>().join("\n")
}

/// From the change to what it does: the evidence is the way there.
fn flow(report: &Report, prefix: &str, finding: &Finding, related: &[Location]) -> Vec<CodeFlow> {
    let change = report.changes.get(finding.change);
    let first = change.and_then(|change| {
        let place = change.place.as_ref()?;
        Some(said(prefix, place, &words::change(change)))
    });
    let evidence = related.iter().map(|it| Location { id: None, ..it.clone() });
    let steps: Vec<Step> =
        first.into_iter().chain(evidence).map(|location| Step { location }).collect();
    if steps.is_empty() {
        return Vec::new();
    }
    vec![CodeFlow { thread_flows: [ThreadFlow { locations: steps }] }]
}

fn suppressed(prefix: &str, suppression: &Suppression) -> Suppressed {
    let (kind, place) = match &suppression.by {
        SuppressedBy::Comment { file, line } => {
            let span = Span { line: *line, ..Span::default() };
            ("inSource", Some(Place { file: file.clone(), span }))
        }
        SuppressedBy::Config | SuppressedBy::Baseline => ("external", None),
    };
    Suppressed {
        kind,
        status: "accepted",
        justification: clean(&words::suppressed(suppression)).into_owned(),
        location: place.map(|place| location(prefix, &place)),
    }
}

fn notifications(report: &Report, prefix: &str, results: usize) -> Vec<Notification> {
    let said = |level, text: &str, file: Option<&str>| Notification {
        level,
        message: message(&clean(text)),
        locations: file.map(|file| of_file(prefix, file)).into_iter().collect(),
    };
    let mut all = Vec::new();
    for Problem { kind, says, file } in &report.problems {
        let level = if kind.is_fatal() { "error" } else { "warning" };
        all.push(said(level, says, file.as_deref()));
    }
    if let more @ 1.. = report.findings.len().saturating_sub(results) {
        all.push(said("warning", &format!("{} left out", words::count(more, "finding")), None));
    }
    all.extend(report.notes.iter().map(|note| said("note", note, None)));
    for fixed in &report.fixed {
        all.push(said("note", &words::fixed(fixed), None));
    }
    for Unread { file, why } in &report.unread {
        all.push(said("note", &format!("could not be read: {why}"), Some(file)));
    }
    if let more @ 1.. = all.len().saturating_sub(NOTIFICATIONS) {
        all.truncate(NOTIFICATIONS);
        all.push(said("note", &format!("… and {more} more"), None));
    }
    all
}

/// A place with what it says.
fn said(prefix: &str, place: &Place, says: &str) -> Location {
    Location { message: Some(message(&clean(says))), ..location(prefix, place) }
}

fn location(prefix: &str, place: &Place) -> Location {
    let Place { file, span } = place;
    let whole = |number: u32| (number > 0).then_some(number);
    let region = Region {
        start_line: span.line.max(1),
        start_column: whole(span.column),
        end_line: whole(span.end_line),
        end_column: whole(span.end_column),
    };
    let mut location = of_file(prefix, file);
    location.physical_location.region = Some(region);
    location
}

fn of_file(prefix: &str, file: &str) -> Location {
    let artifact_location = Artifact { uri: uri(&rooted(prefix, file)) };
    Location {
        id: None,
        physical_location: Physical { artifact_location, region: None },
        message: None,
    }
}

/// A path as a relative reference: every byte that has a meaning there, or none, as `%0A`.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// Brackets would begin a link.
fn message(text: &str) -> Text {
    plain(text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]"))
}

fn plain(text: String) -> Text {
    Text { text, markdown: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_no_other_reference() {
        assert_eq!(uri("db/a_1-b.rb"), "db/a_1-b.rb");
        assert_eq!(uri("a:b/ü %\n"), "a%3Ab/%C3%BC%20%25%0A");
    }

    #[test]
    fn a_message_has_no_links() {
        assert_eq!(message("[a](1) \\").text, "\\[a\\](1) \\\\");
    }
}
