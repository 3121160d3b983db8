//! The report of `check` for a browser: each finding as a chain, from the line of the migration over
//! the evidence to the effect.

use std::io;

use super::{document, escaped, link, sentence};
use crate::{
    finding::Finding,
    report::{Report, excerpt, words},
    source::Place,
};

/// How much of a line of code is quoted, in characters.
const CODE: usize = 200;

/// Writes the report; `prefix` leads from the root of the repository to the root of the scan.
///
/// # Errors
/// When writing fails.
pub fn write(report: &Report, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let severities = words::severities(report);
    let counted: Vec<String> = severities
        .iter()
        .map(|(number, severity)| format!("{number} {}", severity.name()))
        .collect();
    let heading = match counted.is_empty() {
        true => "no finding".to_owned(),
        false => counted.join(", "),
    };
    let mut body = format!("<h1>ormscope: {}</h1>\n<main>\n", escaped(&heading));
    for problem in &report.problems {
        let kind = if problem.kind.is_fatal() { "Error" } else { "Warning" };
        body.push_str(&format!(
            "<p class=\"critical\"><b>{kind}:</b> {}</p>\n",
            sentence(&problem.says)
        ));
    }
    for (finding, at) in report.open().zip(1..) {
        body.push_str(&article(report, prefix, finding, at));
    }
    body.push_str(&format!(
        "<p class=\"faint\">{}{}</p>\n</main>\n",
        sentence(&words::covered(report)),
        sentence(&words::besides(report))
    ));
    let lists = [
        ("Notes", report.notes.clone()),
        (
            "Could not be read",
            report.unread.iter().map(|it| format!("`{}`: {}", it.file, it.why)).collect(),
        ),
    ];
    for (title, entries) in lists.iter().filter(|(_, entries)| !entries.is_empty()) {
        let list: String =
            entries.iter().map(|it| format!("<li>{}</li>\n", sentence(it))).collect();
        body.push_str(&format!(
            "<details><summary>{title} ({})</summary>\n<ul class=\"list\">\n{list}</ul></details>\n",
            entries.len()
        ));
    }
    out.write_all(document(&format!("ormscope: {heading}"), &body).as_bytes())
}

fn article(report: &Report, prefix: &str, finding: &Finding, at: usize) -> String {
    let (severity, effect) = (finding.severity.name(), finding.effect.id);
    let mut text = format!(
        "<article id=\"f-{at}\">\n<h2><span class=\"tag {severity}\">{severity}</span> {}</h2>\n<ol class=\"chain\">\n",
        escaped(effect)
    );
    if let Some(change) = report.changes.get(finding.change) {
        let says = words::change(change);
        text.push_str(&step(report, prefix, "change", &says, change.place.as_ref()));
    }
    for evidence in &finding.evidence {
        text.push_str(&step(report, prefix, "evidence", &evidence.says, Some(&evidence.place)));
    }
    text.push_str(&format!(
        "<li class=\"effect\"><b>{}</b><br><span class=\"faint\">{}</span></li>\n</ol>\n",
        sentence(&finding.message),
        escaped(&words::circumstances(finding))
    ));
    if !finding.rollout.is_empty() {
        let steps: String =
            finding.rollout.iter().map(|step| format!("<li>{}</li>\n", sentence(step))).collect();
        text.push_str(&format!("<h3>Safe rollout</h3>\n<ol class=\"list\">\n{steps}</ol>\n"));
    }
    text.push_str("</article>\n");
    text
}

/// A link of the chain: what it says, where it stands, and its first line.
fn step(report: &Report, prefix: &str, class: &str, says: &str, place: Option<&Place>) -> String {
    let mut text = format!("<li class=\"{class}\">{}", sentence(says));
    if let Some(place) = place {
        text.push_str(&format!(" {}", link(prefix, place)));
        let source = report.sources.get(&place.file).map_or("", |text| text);
        let line: String = excerpt::first_line(source, &place.span).chars().take(CODE).collect();
        if !line.is_empty() {
            text.push_str(&format!("<pre tabindex=\"0\">{}</pre>", escaped(&line)));
        }
    }
    text.push_str("</li>\n");
    text
}
