//! The report for people: a code frame for each finding, the change first, then its evidence; at
//! the end what was looked at and what was not.

use std::{fmt, io, sync::Arc};

use annotate_snippets::{
    AnnotationKind, Element, Level, Origin, Padding, Renderer, Snippet,
    renderer::{AnsiColor, Effects, Style},
};

use super::{
    ProblemKind, Report,
    alike::{self, Group},
    clean,
    excerpt::{self, Excerpt, Mark},
    words,
};
use crate::{
    change::{Change, Op},
    finding::{Finding, Severity, SuppressedBy},
    source::{Place, Span},
};

/// How many places of a finding are shown without `--all`.
const PLACES: usize = 6;
/// How many unread files are listed without `--all`.
const UNREAD: usize = 10;
/// A label that would end further to the right goes below its span.
const LABEL_END: usize = 100;
/// Lines are cut to width before they are drawn; the frame must not cut them again.
const FRAME_WIDTH: usize = 100_000;

/// What the report shows, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextOptions {
    /// Write ANSI escape codes.
    pub color: bool,
    /// List every place and every unread file.
    pub all: bool,
    /// Say how to take each change back, and what to ask the database around it.
    pub plans: bool,
    /// Only findings and what the run could not do: no summary, notes or unread files.
    pub quiet: bool,
}

/// Writes findings, then the summary.
pub fn write(report: &Report, options: &TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let groups = if options.all { alike::each(report) } else { alike::groups(report) };
    for group in groups {
        writeln!(out, "{}\n", frames(report, &group, options))?;
    }
    if options.quiet {
        return problems(report, options, out);
    }
    if !report.problems.iter().any(|problem| problem.kind == ProblemKind::Run) {
        summary(report, options, out)?;
    }
    waived(report, options, out)?;
    if options.plans {
        plans(report, options, out)?;
    }
    remarks(report, options, out)
}

/// Writes the changes alone, a line for each.
pub fn write_changes(
    report: &Report,
    options: &TextOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for change in &report.changes {
        match &change.place {
            Some(place) => {
                let bold = painted(options, Style::new().bold(), clean(&place.file));
                write!(out, "{bold}:{}: ", place.span.line)?;
            }
            None => write!(out, "{}: ", proposed_by(change))?,
        }
        writeln!(out, "{}", clean(&words::change(change)))?;
    }
    if options.quiet {
        return Ok(());
    }
    if report.changes.is_empty() {
        writeln!(out, "{}", clean(&words::no_changes(report)))?;
    }
    remarks(report, options, out)
}

/// What the frame of one file holds.
struct Frame<'a> {
    file: &'a Arc<str>,
    labels: Vec<Label>,
}

/// A span with what it says.
pub(super) struct Label {
    pub(super) span: Span,
    pub(super) says: String,
    pub(super) kind: AnnotationKind,
}

/// One finding: its title, the frames, the notes under them.
fn frames(report: &Report, group: &Group<'_>, options: &TextOptions) -> String {
    let finding = group.first;
    let change = report.changes.get(finding.change);
    let title = level(finding.severity)
        .with_name(finding.severity.name())
        .primary_title(clean(&finding.message))
        .id(finding.effect.id);

    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut columns = Vec::new();
    let mut before_is_source = false;
    for frame in grouped(change, finding, options) {
        let source = report.sources.get(frame.file).map_or("", |text| text);
        let (drawn, gone): (Vec<Label>, Vec<Label>) =
            frame.labels.into_iter().partition(|label| excerpt::reaches(source, &label.span));
        if !drawn.is_empty() {
            let spans: Vec<Span> = drawn.iter().map(|label| label.span).collect();
            let excerpt = Excerpt::of(source, &spans);
            columns.extend(column_fix(frame.file, &excerpt.marks, &drawn));
            elements.push(snippet(frame.file, excerpt, drawn).into());
            before_is_source = true;
        }
        for label in gone {
            if before_is_source {
                elements.push(Padding.into());
            }
            let origin = Origin::path(clean(frame.file))
                .line(label.span.line as usize)
                .char_column(label.span.column as usize);
            elements.push(origin.into());
            elements.push(note(label.says));
            before_is_source = false;
        }
    }
    elements.extend(notes(change, finding, options));
    let same = alike::others(report, group).into_iter().chain(alike::twins(report, group));
    elements.extend(same.map(|same| bare(clean(&same).into_owned())));

    let drawn = renderer(finding.severity, options).render(&[title.elements(elements)]);
    columns.into_iter().fold(drawn, |text, (wrong, right)| text.replacen(&wrong, &right, 1))
}

/// The places of a finding by file: the change, then the evidence in order.
fn grouped<'a>(
    change: Option<&'a Change>,
    finding: &'a Finding,
    options: &TextOptions,
) -> Vec<Frame<'a>> {
    let shown = if options.all { finding.evidence.len() } else { PLACES };
    let changed = change.and_then(|change| {
        let says = words::change(change);
        change.place.as_ref().map(|place| (place, says, AnnotationKind::Primary))
    });
    let proof = finding
        .evidence
        .iter()
        .take(shown)
        .map(|link| (&link.place, link.says.clone(), AnnotationKind::Context));

    let mut frames: Vec<Frame<'a>> = Vec::new();
    for (Place { file, span }, says, kind) in changed.into_iter().chain(proof) {
        let label = Label { span: *span, says: clean(&says).into_owned(), kind };
        match frames.iter_mut().find(|frame| frame.file == file) {
            Some(frame) => frame.labels.push(label),
            None => frames.push(Frame { file, labels: vec![label] }),
        }
    }
    frames
}

pub(super) fn snippet<'a>(
    file: &'a str,
    excerpt: Excerpt,
    labels: Vec<Label>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut snippet =
        Snippet::source(excerpt.source).line_start(excerpt.line_start).path(clean(file));
    for (mark, Label { says, kind, .. }) in excerpt.marks.into_iter().zip(labels) {
        let Mark { range, body, shown_end, .. } = mark;
        if shown_end + says.chars().count() > LABEL_END && range.len() > 1 {
            // A second, empty annotation at the start makes the label hang below the span.
            let start = range.start..range.start;
            snippet = snippet.annotation(kind.span(range)).annotation(kind.span(start).label(says));
        } else {
            snippet = snippet.annotation(kind.span(range).label(says));
        }
        for point in body {
            snippet = snippet.annotation(AnnotationKind::Visible.span(point..point));
        }
    }
    snippet
}

/// The heading of a frame takes its column from the excerpt; where a long line was cut or a
/// character escaped, this is the wrong heading and the right one.
fn column_fix(file: &str, marks: &[Mark], labels: &[Label]) -> Option<(String, String)> {
    let primary = |label: &Label| matches!(label.kind, AnnotationKind::Primary);
    let (mark, _) = marks
        .iter()
        .zip(labels)
        .min_by_key(|(mark, label)| (!primary(label), mark.line, mark.shown_column))?;
    let heading = |column| format!("{}:{}:{column}", clean(file), mark.line);
    (mark.column != mark.shown_column).then(|| (heading(mark.shown_column), heading(mark.column)))
}

/// What stands under the frames.
fn notes<'a>(
    change: Option<&Change>,
    finding: &Finding,
    options: &TextOptions,
) -> Vec<Element<'a>> {
    let mut notes = Vec::new();
    let more = finding.evidence.len().saturating_sub(PLACES);
    if more > 0 && !options.all {
        let places = words::count(more, "more place");
        notes.push(bare(format!("… and {places} (`--all` shows them)")));
    }
    if let Some(change) = change.filter(|change| change.place.is_none()) {
        let says = words::change(change);
        notes.push(note(format!("{} {}", proposed_by(change), clean(&says))));
    }
    match finding.rollout.as_slice() {
        [] => {}
        [step] => notes.push(Level::HELP.message(clean(step).into_owned()).into()),
        steps => {
            let numbered: Vec<String> = steps
                .iter()
                .enumerate()
                .map(|(index, step)| format!("{}. {}", index + 1, clean(step)))
                .collect();
            notes.push(Level::HELP.message(numbered.join("\n")).into());
        }
    }
    let circumstances = words::circumstances(finding);
    notes.push(bare(painted(options, Style::new().dimmed(), circumstances).to_string()));
    notes
}

/// The flag or the file of changes that stands in for a place.
fn proposed_by(change: &Change) -> String {
    let text = clean(&change.text);
    if change.reader != "flag" || text.is_empty() {
        return "the proposed change".to_owned();
    }
    let flag = match change.op {
        _ if text.starts_with("--") => "",
        Op::AddColumn => "--add ",
        Op::DropColumn | Op::DropTable => "--drop ",
        Op::RenameColumn | Op::RenameTable => "--rename ",
        Op::AlterColumn => "--alter ",
        Op::CreateTable
        | Op::AddUnique
        | Op::DropUnique
        | Op::AddForeignKey
        | Op::DropForeignKey
        | Op::AddIndex
        | Op::DropIndex
        | Op::ChangePrimaryKey
        | Op::AddCheck
        | Op::AddEnumValue
        | Op::AddFilter
        | Op::DropFilter
        | Op::ChangeFilter
        | Op::Opaque
        | Op::Define
        | Op::Backfill => "",
    };
    format!("`{flag}{text}`")
}

fn note<'a>(text: String) -> Element<'a> {
    Level::NOTE.message(text).into()
}

fn bare<'a>(text: String) -> Element<'a> {
    Level::NOTE.no_name().message(text).into()
}

/// Findings by severity, and what they were looked for in.
fn summary(report: &Report, options: &TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    if report.changes.is_empty() {
        return writeln!(out, "{}", clean(&words::no_changes(report)));
    }
    let (checked, besides) = (words::checked(report), words::besides(report));
    let open = report.open().count();
    if open == 0 {
        let none = if report.hidden > 0 { "no finding to show" } else { "no finding" };
        writeln!(out, "{none}: checked {checked}{besides}")?;
    } else {
        let findings = painted(options, Style::new().bold(), words::count(open, "finding"));
        writeln!(out, "{findings}: {}{besides}", severities(report, options))?;
        writeln!(out, "checked {checked}")?;
    }
    if let Some(steps) = words::unread_steps(report) {
        writeln!(out, "{steps}")?;
        unread_steps(report, options, out)?;
    }
    match words::unfollowed(report) {
        Some(calls) => writeln!(out, "{calls}"),
        None => Ok(()),
    }
}

/// The steps that could not be read, a line for each.
fn unread_steps(report: &Report, options: &TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let steps: Vec<_> = report.changes.iter().filter(|it| it.op == Op::Opaque).collect();
    let shown = if options.all { steps.len() } else { UNREAD };
    for change in steps.iter().take(shown) {
        let text = clean(change.text.lines().next().unwrap_or_default().trim());
        match &change.place {
            Some(place) => {
                writeln!(out, "  - {}:{}: {text}", clean(&place.file), place.span.line)?;
            }
            None => writeln!(out, "  - {text}")?,
        }
    }
    match steps.len().saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(out, "  … and {more} more (`--all` lists them)"),
    }
}

fn severities(report: &Report, options: &TextOptions) -> String {
    let counts = words::severities(report).into_iter().map(|(number, severity)| {
        format!("{number} {}", painted(options, style(severity), severity.name()))
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// Findings that are known, a line for each, and what a baseline lists and is gone.
fn waived(report: &Report, options: &TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in &report.findings {
        let Some(suppression) = &finding.suppressed else { continue };
        if suppression.by == SuppressedBy::Baseline && !options.all {
            continue;
        }
        let label = painted(options, Style::new().dimmed(), "waived");
        write!(out, "{label}[{}]: ", finding.effect.id)?;
        if let Some(Place { file, span }) = report.place(finding) {
            write!(out, "{}:{}: ", clean(file), span.line)?;
        }
        if let Some(subject) = finding.subject() {
            write!(out, "`{}`: ", clean(&subject))?;
        }
        writeln!(out, "{}", clean(&words::suppressed(suppression)))?;
    }
    for fixed in &report.fixed {
        writeln!(out, "{}", clean(&words::fixed(fixed)))?;
    }
    Ok(())
}

/// How to take each change back, and what to ask the database around it.
fn plans(report: &Report, options: &TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    for (change, plan) in report.changes.iter().zip(&report.plans) {
        let says = words::change(change);
        let label = painted(options, Style::new().bold(), "undo and verify");
        writeln!(out, "{label}: {}", clean(&says))?;
        for statement in &plan.undo {
            writeln!(out, "  undo    {};", clean(statement))?;
        }
        if let Some(lost) = &plan.lost {
            let start = if plan.undo.is_empty() { "undo" } else { "" };
            writeln!(out, "  {start:<7} -- {}", clean(lost))?;
        }
        for question in &plan.verify {
            let when = question.when.name();
            writeln!(out, "  {when:<7} {};", clean(&question.sql))?;
            writeln!(out, "          -- {}", clean(&question.says))?;
        }
    }
    Ok(())
}

/// What the run could not do.
fn problems(report: &Report, options: &TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    for problem in &report.problems {
        let (name, severity) = match problem.kind.is_fatal() {
            true => ("error", Severity::High),
            false => ("warning", Severity::Medium),
        };
        let label = painted(options, style(severity), name);
        writeln!(out, "{label}: {}", clean(&problem.says))?;
    }
    Ok(())
}

/// The notes and what could not be read.
pub(super) fn remarks(
    report: &Report,
    options: &TextOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    problems(report, options, out)?;
    for text in &report.notes {
        let label = painted(options, Style::new().bold(), "note");
        writeln!(out, "{label}: {}", clean(text))?;
    }
    if report.unread.is_empty() {
        return Ok(());
    }
    let label = painted(options, Style::new().bold(), "could not be read");
    writeln!(out, "{label}:")?;
    if options.all {
        for unread in &report.unread {
            writeln!(out, "  - {}: {}", clean(&unread.file), clean(&unread.why))?;
        }
        return Ok(());
    }
    let mut by_reason: Vec<(&str, &str, usize)> = Vec::new();
    for unread in &report.unread {
        match by_reason.iter_mut().find(|(why, ..)| *why == unread.why) {
            Some((.., files)) => *files += 1,
            None => by_reason.push((&unread.why, &unread.file, 1)),
        }
    }
    for (why, first, files) in by_reason.iter().take(UNREAD) {
        let more = match files - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        writeln!(out, "  - {}{more}: {}", clean(first), clean(why))?;
    }
    let more: usize = by_reason.iter().skip(UNREAD).map(|(.., files)| files).sum();
    if more > 0 {
        writeln!(out, "  … and {more} more (`--all` lists them)")
    } else if report.unread.len() > by_reason.len() {
        writeln!(out, "  (`--all` lists them)")
    } else {
        Ok(())
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low => Level::INFO,
    }
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Critical => AnsiColor::BrightRed.on_default().bold(),
        Severity::High => AnsiColor::Red.on_default().bold(),
        Severity::Medium => AnsiColor::Yellow.on_default().bold(),
        Severity::Low => AnsiColor::BrightCyan.on_default().effects(Effects::BOLD),
    }
}

pub(super) fn renderer(severity: Severity, options: &TextOptions) -> Renderer {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(FRAME_WIDTH);
    if !options.color {
        return renderer;
    }
    match severity {
        Severity::Critical | Severity::High => renderer.error(style(severity)),
        Severity::Medium => renderer.warning(style(severity)),
        Severity::Low => renderer.info(style(severity)),
    }
}

pub(super) fn painted(
    options: &TextOptions,
    style: Style,
    text: impl fmt::Display,
) -> impl fmt::Display {
    let style = if options.color { style } else { Style::new() };
    format!("{style}{text}{style:#}")
}
