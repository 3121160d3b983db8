//! The page of a table: Markdown for people and agents, JSON for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::{clean, words::count};
use crate::{
    page::{Entry, Page, Section, Topic},
    source::{Place, Unread},
};

/// How many characters make a token, by the usual estimate.
const TOKEN: usize = 4;

/// How many further places of an entry are shown.
const VIA: usize = 4;

/// How many files that could not be read are named.
const UNREAD: usize = 3;

/// Keeps a page under so many tokens, estimated at four characters each.
pub fn fit(page: &mut Page, budget: usize) {
    page.fit(budget, &|page| whole(page).chars().count().div_ceil(TOKEN));
}

/// Writes the page as Markdown.
///
/// # Errors
/// When writing fails.
pub fn write_markdown(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(markdown(page).as_bytes())
}

/// The page as Markdown, cut off where even a name is longer than the budget.
pub fn markdown(page: &Page) -> String {
    let mut text = whole(page);
    let end = page.budget.and_then(|budget| text.char_indices().nth(budget * TOKEN));
    text.truncate(end.map_or(text.len(), |(at, _)| at));
    text
}

fn whole(page: &Page) -> String {
    let mut text = format!("# {}\n", code(&page.subject()));
    let (review, known): (Vec<_>, Vec<_>) =
        page.sections.iter().partition(|section| section.topic.is_review());
    for section in known {
        text.push_str(&format!("\n## {}\n\n", section.topic.title()));
        entries(section, &mut text);
    }
    if !review.is_empty() {
        text.push_str("\n## Review\n");
    }
    for section in review {
        text.push_str(&format!("\n### {}\n\n", section.topic.title()));
        entries(section, &mut text);
    }
    let notes = ends(page);
    if !notes.is_empty() {
        text.push_str("\n## Notes\n\n");
        notes.iter().for_each(|note| text.push_str(&format!("- {note}\n")));
    }
    text
}

fn entries(section: &Section, text: &mut String) {
    for entry in &section.entries {
        text.push_str(&line(entry));
    }
}

/// An entry with its places.
fn line(entry: &Entry) -> String {
    let mut text = format!("- {}", inline(&entry.says));
    if let Some(place) = &entry.place {
        text.push_str(&format!(" ({})", at(place)));
    }
    for (says, place) in entry.via.iter().take(VIA) {
        match says.is_empty() {
            true => text.push_str(&format!(", {}", at(place))),
            false => text.push_str(&format!("; {} ({})", inline(says), at(place))),
        }
    }
    if let more @ 1.. = entry.via.len().saturating_sub(VIA) {
        text.push_str(&format!("; and {}", count(more, "more place")));
    }
    text.push('\n');
    text
}

fn at(place: &Place) -> String {
    code(&format!("{}:{}", place.file, place.span.line))
}

/// What was left out, what could not be read, and what else there is to know.
fn ends(page: &Page) -> Vec<String> {
    let mut notes: Vec<String> = page.notes.iter().map(|note| inline(note)).collect();
    if page.brief {
        let gone: usize = page.dropped.iter().map(|(_, number)| number).sum();
        let left = [(gone, "line"), (page.unread.len(), "unread file")];
        let left = left.into_iter().filter(|(number, _)| *number > 0);
        let left: Vec<String> = left.map(|(number, what)| count(number, what)).collect();
        notes.extend(
            page.budget.filter(|_| !left.is_empty()).map(|budget| {
                format!("left out to stay under {budget} tokens: {}", left.join(", "))
            }),
        );
        return notes;
    }
    if let Some(budget) = page.budget {
        let bare =
            (page.bare > 0).then(|| format!("where {} are used", count(page.bare, "column")));
        let dropped = page.dropped.iter();
        let dropped = dropped.map(|(topic, number)| format!("{number} of \"{}\"", topic.title()));
        let left: Vec<String> = bare.into_iter().chain(dropped).collect();
        if !left.is_empty() {
            notes.push(format!(
                "left out to stay under {budget} tokens (four characters each): {}",
                left.join(", ")
            ));
        }
    }
    for Unread { file, why } in page.unread.iter().take(UNREAD) {
        notes.push(format!("not read: {}: {}", code(file), inline(why)));
    }
    if let more @ 1.. = page.unread.len().saturating_sub(UNREAD) {
        notes.push(format!("not read: {}", count(more, "more file")));
    }
    notes
}

/// Scanned text as code: no backtick ends it, and no line break either.
fn code(text: &str) -> String {
    format!("`{}`", clean(text).replace('`', "'"))
}

/// A sentence whose parts between backticks are code; in the rest no character means anything.
fn inline(sentence: &str) -> String {
    let parts: Vec<&str> = sentence.split('`').collect();
    let last = parts.len() - 1;
    let mut text = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        match at % 2 {
            1 if at < last => text.push_str(&code(part)),
            _ => text.push_str(&plain(part)),
        }
    }
    text
}

/// Text in which no character means anything; an underscore within a word never does.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in clean(text).chars() {
        if matches!(c, '<' | '>' | '[' | ']' | '*' | '\\' | '#' | '|' | '@' | '&' | '`') {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown
}

#[derive(Serialize)]
struct JsonPage<'a> {
    format: u32,
    table: &'a str,
    column: Option<&'a str>,
    sections: Vec<JsonSection<'a>>,
    budget: Option<usize>,
    dropped: Vec<JsonDropped>,
    bare: usize,
    unread: Vec<JsonUnread<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonSection<'a> {
    topic: &'static str,
    title: &'static str,
    entries: Vec<JsonEntry<'a>>,
}

#[derive(Serialize)]
struct JsonEntry<'a> {
    name: &'a str,
    says: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    via: Vec<JsonVia<'a>>,
}

#[derive(Serialize)]
struct JsonVia<'a> {
    says: &'a str,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct JsonDropped {
    topic: &'static str,
    entries: usize,
}

#[derive(Serialize)]
struct JsonUnread<'a> {
    file: &'a str,
    why: &'a str,
}

/// Writes the page as JSON.
///
/// # Errors
/// When writing fails.
pub fn write_json(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    let dropped =
        |(topic, entries): &(Topic, usize)| JsonDropped { topic: topic.id(), entries: *entries };
    let page = JsonPage {
        format: 1,
        table: &page.table,
        column: page.column.as_deref(),
        sections: page.sections.iter().map(section).collect(),
        budget: page.budget,
        dropped: page.dropped.iter().map(dropped).collect(),
        bare: page.bare,
        unread: page.unread.iter().map(|it| JsonUnread { file: &it.file, why: &it.why }).collect(),
        notes: &page.notes,
    };
    super::json::print(&page, out)
}

fn section(section: &Section) -> JsonSection<'_> {
    JsonSection {
        topic: section.topic.id(),
        title: section.topic.title(),
        entries: section.entries.iter().map(json_entry).collect(),
    }
}

fn json_entry(entry: &Entry) -> JsonEntry<'_> {
    let via = entry.via.iter().map(|(says, place)| JsonVia {
        says,
        file: &place.file,
        line: place.span.line,
    });
    JsonEntry {
        name: &entry.name,
        says: &entry.says,
        file: entry.place.as_ref().map(|place| place.file.as_ref()),
        line: entry.place.as_ref().map(|place| place.span.line),
        via: via.collect(),
    }
}
