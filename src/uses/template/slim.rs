//! Slim. Source: the README of slim 5, <https://github.com/slim-template/slim>.

use super::{
    Pieces, closing,
    indented::{Blocks, Line, lines, statement_end, tag_end},
};

pub(super) fn code(text: &str) -> Pieces {
    let mut pieces = Pieces::default();
    let mut blocks = Blocks::default();
    let lines = lines(text);
    let mut at = 0;
    while let Some(line) = lines.get(at).copied() {
        let content = text.get(line.start..line.end).unwrap_or_default();
        blocks.close(line.indent, content.strip_prefix('-'), &mut pieces);
        let mut rest = lines.get(at + 1..).unwrap_or_default().iter();
        let deeper = at + 1 + rest.by_ref().take_while(|inner| inner.indent > line.indent).count();
        if content.starts_with('/') {
            at = deeper;
        } else if content.starts_with(['|', '\'']) || content.ends_with(':') && is_filter(content) {
            let end = lines.get(deeper - 1).map_or(line.end, |last| last.end);
            pieces.interpolated(text, line.start, end);
            at = deeper;
        } else {
            at = content_of(text, &lines, at, line, &mut blocks, &mut pieces) + 1;
        }
    }
    blocks.close(0, None, &mut pieces);
    pieces
}

fn is_filter(content: &str) -> bool {
    content.trim_end_matches(':').chars().all(|c| c.is_ascii_lowercase())
}

/// Reads one line, and returns the last one that belongs to it.
fn content_of(
    text: &str,
    lines: &[Line],
    at: usize,
    line: Line,
    blocks: &mut Blocks,
    pieces: &mut Pieces,
) -> usize {
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or_default();
    let mut from = line.start;
    if !matches!(byte(from), b'-' | b'=') {
        from = attributes(text, tag_end(text, from, line.end), line.end, pieces);
    }
    match byte(from) {
        b'-' | b'=' => {
            let (end, last) = statement_end(text, lines, at);
            let mut start = from + 1;
            while matches!(byte(start), b'=' | b'<' | b'>' | b'\'') {
                start += 1;
            }
            blocks.code(text, line, start, end, pieces);
            last
        }
        _ => {
            pieces.interpolated(text, from, line.end);
            at
        }
    }
}

/// Reads `title=code id="text"`, and returns where they end.
fn attributes(text: &str, from: usize, to: usize, pieces: &mut Pieces) -> usize {
    let mut at = from;
    loop {
        let rest = text.get(at..to).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        let word = rest.get(blank..).unwrap_or_default();
        let name =
            word.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '@' | '.')));
        let Some(name) = name.filter(|length| *length > 0) else { return at + blank };
        let value = at + blank + name + 1;
        if text.as_bytes().get(value - 1) != Some(&b'=') || text.get(value..value + 1) == Some(" ")
        {
            return at + blank;
        }
        let end = value_end(text, value, to);
        match text.as_bytes().get(value) {
            Some(b'"' | b'\'') => pieces.interpolated(text, value, end),
            _ => pieces.expression(text, value, end),
        }
        at = end;
    }
}

fn value_end(text: &str, from: usize, to: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < to {
        match bytes.get(at) {
            Some(b'(' | b'[' | b'{') => at = closing(text, at, to),
            Some(quote @ (b'"' | b'\'')) => {
                let rest = text.get(at + 1..to).unwrap_or_default();
                at += 1 + rest.find(char::from(*quote)).unwrap_or(rest.len());
            }
            Some(b' ' | b'\t') => return at,
            _ => {}
        }
        at += 1;
    }
    to
}
