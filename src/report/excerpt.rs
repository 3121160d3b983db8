//! The lines of a file that a frame shows: bounded, cleaned, and with the spans moved along.
//!
//! The drawing crate takes byte offsets into the text it draws, so whatever is cut or escaped here
//! moves them. Files may have changed since they were scanned: no span may be out of bounds.

use std::{collections::BTreeSet, ops::Range};

use super::clean;
use crate::source::Span;

/// Longer lines show only what stands around their first mark.
const LINE_CHARS: usize = 160;
/// How much of such a line is kept before the mark.
const LEAD_CHARS: usize = 40;
/// A span of more lines than these shows its first line alone.
const SPAN_LINES: usize = 5;

/// Some lines of a file. Lines that the frame will fold away are empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Number of the first line.
    pub(super) line_start: usize,
    /// The lines, each with its `\n`.
    pub(super) source: String,
    /// Where the spans went, in the order they were given.
    pub(super) marks: Vec<Mark>,
}

/// A span as an excerpt shows it: its part of the first line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the excerpt's source.
    pub(super) range: Range<usize>,
    /// The rest of a short block: points in the lines that have to be seen as well.
    pub(super) body: Vec<usize>,
    /// Line in the file.
    pub(super) line: usize,
    /// Column in the file, counted in characters from 1.
    pub(super) column: usize,
    /// Column in the excerpt.
    pub(super) shown_column: usize,
    /// Column in the excerpt of the mark's end.
    pub(super) shown_end: usize,
}

/// Whether the text still reaches as far as the span begins.
pub(super) fn reaches(text: &str, span: &Span) -> bool {
    (span.start as usize) < text.len()
}

/// The line that a span begins in, without its indentation.
pub(super) fn line<'a>(source: &'a str, span: &Span) -> &'a str {
    let at = (span.line as usize).saturating_sub(1);
    source.lines().nth(at).unwrap_or_default().trim()
}

/// What a list of places shows of one: the line that it begins in, or only itself where that is long.
pub(super) fn brief<'a>(text: &'a str, span: &Span) -> &'a str {
    let line = line(text, span);
    match reaches(text, span) && line.chars().nth(LINE_CHARS).is_none() {
        true => line,
        false => first_line(text, span),
    }
}

/// The first line of a span, without the spaces around it; empty where the text has changed.
pub(super) fn first_line<'a>(text: &'a str, span: &Span) -> &'a str {
    let range = bounded(text, span);
    text[range].trim_start().lines().next().unwrap_or_default().trim_end()
}

impl Excerpt {
    /// The lines of `text` that show `spans`, each of which it must reach.
    pub(super) fn of(text: &str, spans: &[Span]) -> Excerpt {
        let lines = lines(text);
        let places: Vec<Lines> = spans.iter().map(|span| Lines::of(text, &lines, span)).collect();
        let shown: BTreeSet<usize> =
            places.iter().flat_map(|place| place.first..=place.last).collect();
        let (from, to) = match (shown.first(), shown.last()) {
            (Some(from), Some(to)) => (*from, *to),
            _ => (0, 0),
        };

        let mut source = String::new();
        let mut starts = Vec::new();
        let mut marks: Vec<Option<Mark>> = places.iter().map(|_| None).collect();
        for index in from..=to {
            starts.push(source.len());
            // A gap of up to two lines is shown, a longer one is folded.
            let near = index.saturating_sub(2)..=index + 2;
            if shown.range(near).next().is_some()
                && let Some(range) = lines.get(index)
            {
                let here = |place: &Lines| place.first == index;
                let focus = places.iter().filter(|p| here(p)).map(|p| p.range.start).min();
                let line = Line::of(text, range.clone(), focus, source.len());
                for (place, mark) in places.iter().zip(&mut marks).filter(|(p, _)| here(p)) {
                    *mark = Some(line.mark(&place.range, index + 1));
                }
                line.write(&mut source);
            }
            source.push('\n');
        }
        for (place, mark) in places.iter().zip(&mut marks) {
            if let Some(mark) = mark {
                mark.body =
                    (place.first + 1..=place.last).map(|line| starts[line - from]).collect();
            }
        }
        Excerpt { line_start: from + 1, source, marks: marks.into_iter().flatten().collect() }
    }
}

/// The lines a span shows, counted from 0, and its bytes in the first of them.
struct Lines {
    first: usize,
    last: usize,
    range: Range<usize>,
}

impl Lines {
    fn of(text: &str, lines: &[Range<usize>], span: &Span) -> Lines {
        let Range { start, end } = bounded(text, span);
        let line_at = |offset| lines.partition_point(|line| line.start <= offset).saturating_sub(1);
        let first = line_at(start);
        let last = line_at(end.max(start + 1) - 1);
        let line_end = lines.get(first).map_or(text.len(), |line| line.end).max(start);
        let kept = text[start..end.min(line_end)].trim_end();
        Lines {
            first,
            last: if last - first < SPAN_LINES { last } else { first },
            range: start..start + kept.len(),
        }
    }
}

/// A line with what is kept of it.
struct Line<'a> {
    text: &'a str,
    /// The whole line in `text`.
    whole: Range<usize>,
    /// What is shown of it.
    kept: Range<usize>,
    /// Where the line begins in the excerpt.
    base: usize,
}

impl<'a> Line<'a> {
    fn of(text: &'a str, whole: Range<usize>, focus: Option<usize>, base: usize) -> Line<'a> {
        let line = &text[whole.clone()];
        if line.chars().nth(LINE_CHARS).is_none() {
            return Line { text, kept: whole.clone(), whole, base };
        }
        let before = &text[whole.start..focus.unwrap_or(whole.start).clamp(whole.start, whole.end)];
        let skipped = before.char_indices().rev().nth(LEAD_CHARS - 1).map_or(0, |(at, _)| at);
        let start = whole.start + skipped;
        let end = text[start..whole.end]
            .char_indices()
            .nth(LINE_CHARS)
            .map_or(whole.end, |(at, _)| start + at);
        Line { text, whole, kept: start..end, base }
    }

    /// What stands before the kept part in the excerpt.
    fn prefix(&self) -> &'static str {
        if self.kept.start > self.whole.start { "…" } else { "" }
    }

    /// Where a byte of the text is in the excerpt; what was cut off is at the edge.
    fn shown(&self, offset: usize) -> usize {
        let offset = offset.clamp(self.kept.start, self.kept.end);
        self.base + self.prefix().len() + clean(&self.text[self.kept.start..offset]).len()
    }

    /// The column of a byte in the excerpt.
    fn shown_column(&self, offset: usize) -> usize {
        let offset = offset.clamp(self.kept.start, self.kept.end);
        let before = clean(&self.text[self.kept.start..offset]);
        self.prefix().chars().count() + before.chars().count() + 1
    }

    fn mark(&self, range: &Range<usize>, line: usize) -> Mark {
        Mark {
            range: self.shown(range.start)..self.shown(range.end),
            body: Vec::new(),
            line,
            column: self.text[self.whole.start..range.start].chars().count() + 1,
            shown_column: self.shown_column(range.start),
            shown_end: self.shown_column(range.end),
        }
    }

    fn write(&self, source: &mut String) {
        source.push_str(self.prefix());
        source.push_str(&clean(&self.text[self.kept.clone()]));
        if self.kept.end < self.whole.end {
            source.push('…');
        }
    }
}

/// The bytes of every line, without its ending; one empty line for an empty text.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        lines.push(start..start + line.trim_end_matches('\r').len());
        start += line.len() + 1;
    }
    lines
}

/// The bytes of a span, moved into the text and onto the edges of characters.
fn bounded(text: &str, span: &Span) -> Range<usize> {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize);
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span { start, end, ..Span::default() }
    }

    #[track_caller]
    fn marked(text: &str, spans: &[Span], expected: &[&str]) {
        let excerpt = Excerpt::of(text, spans);
        let found: Vec<&str> =
            excerpt.marks.iter().map(|mark| &excerpt.source[mark.range.clone()]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn spans_follow_their_text() {
        marked("one\ntwo\nthree\n", &[span(4, 7)], &["two"]);
        marked("one\ntwo\nthree", &[span(8, 13), span(0, 3)], &["three", "one"]);
        marked("a \u{1b} b\n", &[span(4, 5)], &["b"]);
        marked("a \u{202e} b\r\nc", &[span(2, 7)], &["\\u{202e} b"]);
    }

    #[test]
    fn spans_outside_the_text_are_cut() {
        marked("one", &[span(1, 900)], &["ne"]);
        marked("é", &[span(1, 1)], &[""]);
        marked("one\n", &[span(700, 900)], &[""]);
        marked("", &[span(3, 2)], &[""]);
        marked("one\n\ntwo", &[span(4, 4)], &[""]);
        assert_eq!(first_line("one\ntwo", &span(1, 90)), "ne");
        assert_eq!(first_line("one", &span(40, 90)), "");
    }

    #[test]
    fn a_long_line_shows_what_is_around_the_mark() {
        let text = format!("{}needle{}", "x".repeat(5000), "y".repeat(5000));
        let excerpt = Excerpt::of(&text, &[span(5000, 5006)]);
        let mark = &excerpt.marks[0];
        assert_eq!(&excerpt.source[mark.range.clone()], "needle");
        assert_eq!((mark.line, mark.column, mark.shown_column), (1, 5001, 42));
        assert_eq!(excerpt.source.chars().count(), LINE_CHARS + 3);
    }

    #[test]
    fn a_short_block_is_shown_whole() {
        let text = "a do\n  b\nend\n";
        assert_eq!(Excerpt::of(text, &[span(0, 12)]).marks[0].body, [5, 9]);
        let text = "class A\n1\n2\n3\n4\n5\nend\n";
        assert_eq!(Excerpt::of(text, &[span(0, 21)]).source, "class A\n");
    }

    #[test]
    fn far_lines_are_left_out() {
        let text = "first\na\nb\nc\nd\ne\nf\ng\nlast\n";
        let excerpt = Excerpt::of(text, &[span(0, 5), span(20, 24)]);
        assert_eq!(excerpt.source, "first\na\nb\n\n\n\nf\ng\nlast\n");
        assert_eq!((excerpt.line_start, excerpt.marks[1].line), (1, 9));
    }
}
