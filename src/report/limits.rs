//! What a report does where its readers have limits.

use std::{collections::BTreeSet, sync::Arc};

use super::{Problem, ProblemKind, Report, github, markdown, sarif};
use crate::{
    change::{Change, Op},
    finding::{Evidence, Finding, Severity},
    rules::RULES,
    source::{Place, Span},
};

fn place(file: &str, line: u32) -> Place {
    let span = Span { line, end_line: line, column: 1, end_column: 9, ..Span::default() };
    Place { file: file.into(), span }
}

/// So many findings of each severity, worst first, of one migration with a line for each; and so many
/// places that prove each.
fn report(each: usize, evidence: usize) -> Report {
    let mut report = Report::default();
    for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low] {
        for number in 0..each {
            let line = report.changes.len() as u32 + 1;
            let mut change = Change::new(Op::DropColumn, "users", "rails");
            change.place = Some(place("db/migrate/1_a.rb", line));
            report.changes.push(change);
            let proof = Evidence::new("macro", &place("app/a.rb", 1), "says <b>*so*</b> @all");
            let message = format!("{} {number} happens to `users`", severity.name());
            let at = report.changes.len() - 1;
            let mut finding = Finding::new(RULES[0].effect, at, message, proof.clone());
            finding.evidence = vec![proof; evidence];
            finding.severity = severity;
            finding.rollout = vec!["take care ".repeat(5)];
            report.findings.push(finding);
        }
    }
    report
}

fn written(
    write: impl Fn(&Report, &str, &mut dyn std::io::Write) -> std::io::Result<()>,
    report: &Report,
) -> String {
    let mut out = Vec::new();
    write(report, "", &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn code_scanning_gets_what_it_takes() {
    let text = written(sarif::write, &report(1_300, 2));
    assert!(text.len() <= 10_000_000, "{}", text.len());
    let log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() <= 5_000 && results.len() >= 2_500, "{}", results.len());
    assert_eq!(results[0]["properties"]["severity"], "critical");
    let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"];
    let more = 5_200 - results.len();
    assert_eq!(told["text"], format!("{more} findings left out"));

    let text = written(sarif::write, &report(1, 500));
    let log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let result = &log["runs"][0]["results"][0];
    let places = ["locations", "relatedLocations"].map(|key| result[key].as_array().unwrap().len());
    assert_eq!(places, [1, 99]);
}

#[test]
fn a_comment_holds_the_worst_and_counts_the_rest() {
    for (each, evidence) in [(1, 1), (40, 1), (2_000, 9)] {
        let text = written(markdown::write, &report(each, evidence));
        assert!(text.len() < 65_536, "{}", text.len());
        let shown = text.matches("<details").count();
        if each == 1 {
            assert_eq!(shown, 4);
            assert!(!text.contains("more finding"), "{text}");
            continue;
        }
        let more = format!("**… and {} more findings**, none of them worse", each * 4 - shown);
        assert!(text.contains(&more), "{more}: {text}");
        assert!(text.contains("critical 0 happens"), "{text}");
        assert!(text.ends_with("</sub>\n"), "what was covered is said");
    }
}

#[test]
fn a_comment_holds_notes_of_any_length() {
    let mut report = report(300, 1);
    report.notes = vec!["`x` ".repeat(5_000); 50];
    let said = "a migration <cannot> be read ".repeat(2_000);
    report.problems = vec![Problem::new(ProblemKind::Migration, said); 50];
    let text = written(markdown::write, &report);
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains("critical 0 happens"), "{text}");
}

#[test]
fn ten_annotations_of_a_kind_begin_with_changed_lines() {
    let mut report = report(8, 1);
    // The last finding alone is about a line that the base does not have.
    let changed = report.changes[15].place.as_ref().unwrap().span.line;
    let file: Arc<str> = "db/migrate/1_a.rb".into();
    let lines: BTreeSet<u32> = (1..100).filter(|line| *line != changed).collect();
    report.unchanged.insert(file, lines);
    let text = written(github::write, &report);
    let of = |kind: &str| {
        let start = format!("::{kind} ");
        text.lines().filter(|line| line.starts_with(&start)).collect::<Vec<_>>()
    };
    let [errors, warnings, notices] = ["error", "warning", "notice"].map(of);
    assert_eq!([errors.len(), warnings.len(), notices.len()], [10, 8, 8]);
    assert!(errors[0].contains(&format!(",line={changed},")), "{}", errors[0]);
    assert!(errors[9].contains("%0A… and 6 more of severity critical or high"), "{}", errors[9]);
    assert!(!text.contains("more of severity medium"), "{text}");
}
