//! Markdown for a comment on a pull request and for the summary of a job: worst first, within what a
//! comment may hold.
//!
//! Whatever was scanned is text in it: quoted names become `<code>`, every character that means
//! something in Markdown or HTML becomes a reference to itself, and code stands between fences that
//! are longer than any in it.

use std::io;

use super::{
    Report,
    alike::{self, Group},
    clean, excerpt, rooted, words,
};
use crate::{
    finding::Severity,
    source::{Place, Unread},
};

/// A comment of GitHub holds 65,536 characters. Bytes are counted, of which a character has one or
/// more, and the one who posts it adds a line.
const LIMIT: usize = 65_000;
/// What is kept for the end: how many findings are left out, the plans, and what was looked at.
const END: usize = 13_000;
/// What is kept of that for the plans.
const PLANS: usize = 4_000;
/// How many places of a finding are shown.
const PLACES: usize = 6;
/// How many notes and unread files are listed.
const LISTED: usize = 10;
/// How much of a line of code is quoted, in characters.
const CODE: usize = 200;
/// How much of a sentence is kept, in characters.
const SENTENCE: usize = 600;

/// Writes the page; `prefix` leads from the root of the repository to the root of the scan.
pub fn write(report: &Report, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = format!("### ormscope: {}\n\n", heading(report));
    for problem in &report.problems {
        let kind = if problem.kind.is_fatal() { "Error" } else { "Warning" };
        page.push_str(&format!("**{kind}:** {}\n\n", inline(&problem.says)));
        if page.len() > END {
            break;
        }
    }
    let total = report.open().count();
    let mut shown = 0;
    for group in alike::groups(report) {
        let section = section(report, prefix, &group);
        if page.len() + section.len() > LIMIT - END {
            break;
        }
        page.push_str(&section);
        shown += 1 + group.others.len();
    }
    if shown < total {
        let more = words::count(total - shown, "more finding");
        page.push_str(&format!(
            "**… and {more}**, none of them worse: see the output of `ormscope check`.\n\n"
        ));
    }
    page.push_str(&plans(report));
    page.push_str(&end(report, prefix));
    out.write_all(page.as_bytes())
}

/// `1 critical, 2 high; 1 waived`
fn heading(report: &Report) -> String {
    let counts: Vec<String> = words::severities(report)
        .into_iter()
        .map(|(number, severity)| format!("{number} {}", severity.name()))
        .collect();
    let failed = report.problems.iter().any(|problem| problem.kind.is_fatal());
    let counts = match (counts.is_empty(), failed) {
        (true, true) => "the run could not be done".to_owned(),
        (true, false) if report.changes.is_empty() => "nothing to check".to_owned(),
        (true, false) => "no finding".to_owned(),
        (false, _) => counts.join(", "),
    };
    format!("{counts}{}", words::besides(report))
}

fn section(report: &Report, prefix: &str, group: &Group<'_>) -> String {
    let finding = group.first;
    let open = if finding.severity >= Severity::High { " open" } else { "" };
    let mut text = format!(
        "<details{open}><summary><b>{}</b> <code>{}</code>: {}</summary>\n\n",
        finding.severity.name(),
        finding.effect.id,
        inline(&finding.message),
    );
    let change = report.changes.get(finding.change);
    if let Some(change) = change {
        let says = words::change(change);
        match &change.place {
            Some(place) => text.push_str(&link(report, prefix, place, &says)),
            None => text.push_str(&format!("The proposed change {}.\n\n", inline(&says))),
        }
    }
    for evidence in finding.evidence.iter().take(PLACES) {
        text.push_str(&link(report, prefix, &evidence.place, &evidence.says));
    }
    if let more @ 1.. = finding.evidence.len().saturating_sub(PLACES) {
        text.push_str(&format!("… and {}.\n\n", words::count(more, "more place")));
    }
    for (step, at) in finding.rollout.iter().zip(1..) {
        text.push_str(&format!("{at}. {}\n", inline(step)));
    }
    if !finding.rollout.is_empty() {
        text.push('\n');
    }
    for same in alike::others(report, group).into_iter().chain(alike::twins(report, group)) {
        text.push_str(&format!("{}.\n\n", inline(&same)));
    }
    text.push_str(&format!("<sub>{}</sub>\n\n</details>\n\n", words::circumstances(finding)));
    text
}

/// A place, what it says, and its line.
fn link(report: &Report, prefix: &str, place: &Place, says: &str) -> String {
    let Place { file, span } = place;
    let path = clean(&rooted(prefix, file)).into_owned();
    let mut text = format!("<code>{}:{}</code>: {}\n", escaped(&path), span.line, inline(says));
    let source = report.sources.get(file).map_or("", |text| text);
    let line: String = excerpt::brief(source, span).chars().take(CODE).collect();
    if !line.is_empty() {
        let fence = fence(&line);
        text.push_str(&format!("{fence}{}\n{}\n{fence}\n", language(file), clean(&line)));
    }
    text.push('\n');
    text
}

/// More backticks than stand side by side in the code.
fn fence(code: &str) -> String {
    let runs = code.split(|c| c != '`').map(str::len);
    "`".repeat(runs.max().unwrap_or(0).max(2) + 1)
}

fn language(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "rb" | "rake" | "ru" | "gemspec" => "ruby",
        "py" => "python",
        "js" | "jsx" | "cjs" | "mjs" => "javascript",
        "ts" | "tsx" | "cts" | "mts" => "typescript",
        "prisma" => "prisma",
        "sql" => "sql",
        _ => "text",
    }
}

/// How to take back the changes that have findings, and what to ask the database around them.
fn plans(report: &Report) -> String {
    let concerned = |index: usize| report.open().any(|finding| finding.change == index);
    let planned = report.changes.iter().zip(&report.plans).enumerate();
    let mut text = String::new();
    for (_, (change, plan)) in planned.filter(|(index, _)| concerned(*index)) {
        let mut sql = String::new();
        for statement in &plan.undo {
            sql.push_str(&format!("-- undo\n{};\n", clean(statement)));
        }
        if let Some(lost) = &plan.lost {
            sql.push_str(&format!("-- {}\n", clean(lost)));
        }
        for question in &plan.verify {
            let when = question.when.name();
            let says = clean(&question.says);
            sql.push_str(&format!("-- {when}: {says}\n{};\n", clean(&question.sql)));
        }
        let fence = fence(&sql);
        let entry = format!("{}\n{fence}sql\n{sql}{fence}\n\n", inline(&words::change(change)));
        if text.len() + entry.len() > PLANS {
            break;
        }
        text.push_str(&entry);
    }
    match text.is_empty() {
        true => text,
        false => format!("<details><summary>Undo and verify</summary>\n\n{text}</details>\n\n"),
    }
}

fn end(report: &Report, prefix: &str) -> String {
    let mut lists = Vec::new();
    let waived: Vec<String> = report
        .findings
        .iter()
        .filter_map(|finding| {
            let why = inline(&words::suppressed(finding.suppressed.as_ref()?));
            let subject =
                finding.subject().map_or(String::new(), |it| format!(" of {}", code(&it)));
            let at = report.place(finding).map_or(String::new(), |Place { file, span }| {
                format!(" ({})", code(&format!("{}:{}", rooted(prefix, file), span.line)))
            });
            Some(format!("<code>{}</code>{subject}{at}: {why}", finding.effect.id))
        })
        .collect();
    lists.push(("Waived", waived));
    lists.push(("Fixed", report.fixed.iter().map(|it| inline(&words::fixed(it))).collect()));
    lists.push(("Notes", report.notes.iter().map(|note| inline(note)).collect()));
    let unread = report.unread.iter();
    let unread = unread
        .map(|Unread { file, why }| format!("{}: {}", code(&rooted(prefix, file)), inline(why)))
        .collect();
    lists.push(("Could not be read", unread));

    let mut text = String::new();
    for (title, entries) in lists {
        if entries.is_empty() {
            continue;
        }
        let mut list = String::new();
        let mut shown = 0;
        for entry in entries.iter().take(LISTED) {
            if list.len() + entry.len() > (END - PLANS) / 5 {
                break;
            }
            list.push_str(&format!("- {entry}\n"));
            shown += 1;
        }
        if let more @ 1.. = entries.len() - shown {
            list.push_str(&format!("- … and {more} more\n"));
        }
        text.push_str(&format!("<details><summary>{title}</summary>\n\n{list}\n</details>\n\n"));
    }
    text.push_str(&format!("<sub>{}</sub>\n", inline(&words::covered(report))));
    text
}

/// A sentence, whose names between backticks become code.
fn inline(sentence: &str) -> String {
    let sentence = match sentence.char_indices().nth(SENTENCE) {
        Some((at, _)) => format!("{}…", &sentence[..at]),
        None => sentence.to_owned(),
    };
    let parts: Vec<&str> = sentence.split('`').collect();
    let last = parts.len() - 1;
    let mut text = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        match at % 2 {
            1 if at < last => text.push_str(&code(part)),
            // A backtick without its partner.
            1 => text.push_str(&format!("&#96;{}", words_of(part))),
            _ => text.push_str(&words_of(part)),
        }
    }
    text
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(&clean(text)))
}

/// Text outside of code, where a name after `@` would be told of it and a number after `#` linked.
fn words_of(text: &str) -> String {
    escaped(&clean(text)).replace("&#64;", "&#64;<!-- -->").replace("&#35;", "&#35;<!-- -->")
}

/// Text in which no character means anything.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            // `www.` would begin a link.
            '.' if ends_in_www(&text[..at]) => shown.push_str("&#46;"),
            // These mean nothing within a line, or only beside what is escaped.
            ' ' | ',' | ';' | '.' | '-' | '/' | '(' | ')' | '"' | '\'' | '=' | '?' | '%' => {
                shown.push(c);
            }
            '\t' => shown.push(' '),
            c if c.is_ascii_punctuation() => shown.push_str(&format!("&#{};", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown
}

fn ends_in_www(text: &str) -> bool {
    text.len()
        .checked_sub(3)
        .and_then(|at| text.get(at..))
        .is_some_and(|it| it.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_code_and_nothing_else_is() {
        assert_eq!(inline("drops `users.fax`"), "drops <code>users.fax</code>");
        assert_eq!(inline("a ` b"), "a &#96; b");
        assert_eq!(inline("`a_b` [c](d)"), "<code>a&#95;b</code> &#91;c&#93;(d)");
        assert_eq!(
            inline("<img> @all #1 **x**"),
            "&#60;img&#62; &#64;<!-- -->all &#35;<!-- -->1 &#42;&#42;x&#42;&#42;"
        );
        assert_eq!(inline("https://x WWW.x.y"), "https&#58;//x WWW&#46;x.y");
    }

    #[test]
    fn a_fence_is_longer_than_those_in_it() {
        assert_eq!(fence("a"), "```");
        assert_eq!(fence("``` ````"), "`````");
    }
}
