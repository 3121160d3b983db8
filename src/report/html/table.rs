//! The page of a table as a picture: the table in the middle, what hangs on it around, and the whole
//! list below.

use std::io;

use super::{document, escaped, link, sentence};
use crate::{
    page::{Entry, Page, Topic, Weight},
    report::words::count,
};

/// What stands around the table, row by row; the table itself is the middle one.
const AROUND: [Option<&[Topic]>; 9] = [
    Some(&[Topic::Models]),
    Some(&[Topic::Filters]),
    Some(&[Topic::Callbacks]),
    Some(&[Topic::Associations]),
    None,
    Some(&[Topic::Uses, Topic::Consumers]),
    Some(&[Topic::Cascades]),
    Some(&[Topic::Database, Topic::Unique, Topic::Validations]),
    Some(&[Topic::Sql, Topic::Jobs]),
];

/// How many entries a cell shows.
const SHOWN: usize = 7;

/// Writes the page; `prefix` leads from the root of the repository to the root of the scan.
///
/// # Errors
/// When writing fails.
pub fn write(page: &Page, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let subject = page.subject();
    let mut body = String::from("<a class=\"skip\" href=\"#all\">Skip the picture</a>\n");
    body.push_str(&format!("<h1>{}</h1>\n", escaped(&subject)));
    body.push_str(&picture(page, prefix));
    body.push_str("<main id=\"all\">\n");
    let mut review = false;
    for section in &page.sections {
        let topic = section.topic;
        if topic.is_review() && !review {
            body.push_str("<h2>Review</h2>\n");
            review = true;
        }
        let level = if topic.is_review() { "h3" } else { "h2" };
        let title = escaped(topic.title());
        body.push_str(&format!("<{level} id=\"{}\">{title}</{level}>\n", topic.id()));
        body.push_str("<ul class=\"list\">\n");
        for (entry, at) in section.entries.iter().zip(1..) {
            body.push_str(&format!(
                "<li id=\"{}\">{}</li>\n",
                anchor(topic, at),
                whole(entry, prefix)
            ));
        }
        body.push_str("</ul>\n");
    }
    body.push_str(&notes(page));
    body.push_str("</main>\n");
    out.write_all(document(&format!("{subject}: ormscope"), &body).as_bytes())
}

fn anchor(topic: Topic, at: usize) -> String {
    format!("{}-{at}", topic.id())
}

/// The table with its surroundings, each a box, and a line from the table to each.
fn picture(page: &Page, prefix: &str) -> String {
    let mut cells = String::new();
    let mut lines = String::new();
    for (topics, at) in AROUND.iter().zip(0u32..) {
        let Some(topics) = topics else {
            cells.push_str(&format!("<div class=\"middle\">{}</div>\n", escaped(&page.subject())));
            continue;
        };
        // The middles of a grid of three by three.
        let (x, y) = (at % 3 * 33 + 17, at / 3 * 33 + 17);
        lines.push_str(&format!("<line x1=\"50\" y1=\"50\" x2=\"{x}\" y2=\"{y}\"/>"));
        cells.push_str("<section class=\"cell\">");
        // Who uses a column is searched for only where one is asked for, and not every database's
        // own code is read: there is nothing to say of what was not looked for.
        let told = |topic: &&Topic| match topic {
            Topic::Uses => page.column.is_some(),
            Topic::Database => !page.entries(**topic).is_empty(),
            _ => true,
        };
        for topic in topics.iter().filter(told) {
            cells.push_str(&cell(page, *topic, prefix));
        }
        cells.push_str("</section>\n");
    }
    format!(
        "<nav class=\"map\" aria-label=\"What hangs on the table\">\n\
         <svg viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{lines}</svg>\n\
         {cells}</nav>\n"
    )
}

/// The most telling entries of a topic.
fn cell(page: &Page, topic: Topic, prefix: &str) -> String {
    let entries = page.entries(topic);
    let title = escaped(topic.title());
    if entries.is_empty() {
        return format!("<h3>{title}</h3><p class=\"faint\">none known</p>");
    }
    let mut numbered: Vec<(usize, &Entry)> = (1..).zip(entries).collect();
    numbered.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.weight));
    let mut text = format!("<h3>{title}</h3><ul>");
    for (at, entry) in numbered.iter().take(SHOWN) {
        let name = escaped(&entry.name);
        let strong = if entry.weight == Weight::Essential { ("<b>", "</b>") } else { ("", "") };
        let place = entry.place.as_ref().map_or(String::new(), |place| link(prefix, place));
        text.push_str(&format!(
            "<li><a href=\"#{}\">{}{name}{}</a> {place}</li>",
            anchor(topic, *at),
            strong.0,
            strong.1,
        ));
    }
    if let more @ 1.. = numbered.len().saturating_sub(SHOWN) {
        text.push_str(&format!("<li><a href=\"#{}\">and {more} more</a></li>", topic.id()));
    }
    text.push_str("</ul>");
    text
}

/// An entry with its places.
fn whole(entry: &Entry, prefix: &str) -> String {
    let mut text = sentence(&entry.says);
    if let Some(place) = &entry.place {
        text.push_str(&format!(" {}", link(prefix, place)));
    }
    for (says, place) in &entry.via {
        text.push_str(&format!("; {} {}", sentence(says), link(prefix, place)));
    }
    text
}

/// What was left out, and what could not be read.
fn notes(page: &Page) -> String {
    let mut notes: Vec<String> = page.notes.iter().map(|note| sentence(note)).collect();
    if page.bare > 0 {
        notes.push(format!("where {} are used was left out", count(page.bare, "column")));
    }
    for (topic, number) in &page.dropped {
        notes.push(format!("{number} entries of \u{201c}{}\u{201d} were left out", topic.title()));
    }
    for unread in &page.unread {
        notes.push(format!(
            "not read: <code>{}</code>: {}",
            escaped(&unread.file),
            escaped(&unread.why)
        ));
    }
    if notes.is_empty() {
        return String::new();
    }
    let list: String = notes.iter().map(|note| format!("<li>{note}</li>\n")).collect();
    format!(
        "<details><summary>Notes ({})</summary>\n<ul class=\"list\">\n{list}</ul></details>\n",
        notes.len()
    )
}
