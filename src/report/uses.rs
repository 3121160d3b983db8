//! Places that use columns, for people: a frame for each file, then how many there are.

use std::{collections::BTreeMap, io, sync::Arc};

use annotate_snippets::{AnnotationKind, Element, Group, renderer::Style};

use super::{
    Report,
    excerpt::{self, Excerpt},
    text::{self, Label, TextOptions},
    words,
};
use crate::{
    finding::{Confidence, Severity},
    source::Span,
    uses::Use,
};

/// Writes the places, file by file; those in tests and migrations are counted only.
pub fn write(report: &Report, options: &TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let mut files: BTreeMap<&Arc<str>, Vec<&Use>> = BTreeMap::new();
    for used in report.uses.iter().filter(|used| !used.aside) {
        files.entry(&used.place.file).or_default().push(used);
    }
    let renderer = text::renderer(Severity::Low, options);
    for (file, uses) in &files {
        let source = report.sources.get(*file).map_or("", |text| text);
        let shown = uses.iter().filter(|used| excerpt::reaches(source, &used.place.span));
        let labels: Vec<Label> = shown.map(|used| label(report, used)).collect();
        let spans: Vec<Span> = labels.iter().map(|label| label.span).collect();
        let snippet = text::snippet(file, Excerpt::of(source, &spans), labels);
        let frame =
            Group::with_level(annotate_snippets::Level::INFO).element(Element::from(snippet));
        writeln!(out, "{}\n", renderer.render(&[frame]))?;
    }
    summary(report, files.len(), options, out)?;
    text::remarks(report, options, out)
}

fn label(report: &Report, used: &Use) -> Label {
    let (how, sure) = (used.how.name(), used.confidence.name());
    let of = match report.changes.as_slice() {
        [_] => String::new(),
        all => {
            all.get(used.subject).map_or(String::new(), |change| format!(" `{}`", change.subject()))
        }
    };
    let says = match used.confidence {
        Confidence::Possible => format!("{how}{of}: {sure}, the name alone"),
        _ => format!("{how}{of}: {sure}, by {}", used.via.name()),
    };
    let kind = match used.confidence {
        Confidence::Certain => AnnotationKind::Primary,
        _ => AnnotationKind::Context,
    };
    Label { span: used.place.span, says, kind }
}

fn summary(
    report: &Report,
    files: usize,
    options: &TextOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (aside, shown): (Vec<&Use>, Vec<&Use>) = report.uses.iter().partition(|used| used.aside);
    let count = |sure| shown.iter().filter(|used| used.confidence == sure).count();
    let by_sureness = [Confidence::Certain, Confidence::Likely, Confidence::Possible]
        .into_iter()
        .filter(|sure| count(*sure) > 0)
        .map(|sure| format!("{} {}", count(sure), sure.name()));
    let by_sureness: Vec<String> = by_sureness.collect();
    let found = text::painted(options, Style::new().bold(), words::count(shown.len(), "use"));
    match by_sureness.as_slice() {
        [] => write!(out, "{found}")?,
        parts => write!(out, "{found} in {}: {}", words::count(files, "file"), parts.join(", "))?,
    }
    if !aside.is_empty() {
        write!(out, "; besides, {} in tests, migrations and schemas", aside.len())?;
    }
    if report.hidden > 0 {
        write!(out, "; {} less sure (`--min-confidence possible` shows them)", report.hidden)?;
    }
    match words::unfollowed(report) {
        Some(calls) => writeln!(out, "\n{calls}"),
        None => writeln!(out),
    }
}
