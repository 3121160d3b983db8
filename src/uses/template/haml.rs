//! Haml. Source: the reference of haml 6, <https://haml.info/docs/yardoc/file.REFERENCE.html>.

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
        let alone = content.strip_prefix('-').filter(|rest| !rest.starts_with('#'));
        blocks.close(line.indent, alone, &mut pieces);
        if content.starts_with("-#") || content.starts_with("/") && content.len() == 1 {
            at = deeper(&lines, at);
            continue;
        }
        if let Some(filter) = content.strip_prefix(':') {
            let end = deeper(&lines, at);
            for inner in lines.get(at + 1..end).unwrap_or_default() {
                match filter {
                    "ruby" => {
                        pieces.take(text, inner.start, inner.end);
                        pieces.add("\n");
                    }
                    _ => pieces.interpolated(text, inner.start, inner.end),
                }
            }
            at = end;
            continue;
        }
        at = content_of(text, &lines, at, line, &mut blocks, &mut pieces) + 1;
    }
    blocks.close(0, None, &mut pieces);
    pieces
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
    let mut last = at;
    let mut from = line.start;
    let is_tag = byte(from) == b'%'
        || matches!(byte(from), b'.' | b'#') && byte(from + 1) != b'{' && byte(from + 1) != b' ';
    if is_tag {
        from = tag_end(text, from, line.end);
        while matches!(byte(from), b'{' | b'(' | b'[') {
            let end = closing(text, from, text.len());
            match byte(from) {
                b'{' => pieces.expression(text, from, end + 1),
                _ => values(text, from + 1, end, pieces),
            }
            from = (end + 1).min(text.len());
            while lines.get(last).is_some_and(|line| line.end < from) && last + 1 < lines.len() {
                last += 1;
            }
        }
        while matches!(byte(from), b'<' | b'>' | b'/') {
            from += 1;
        }
    }
    let mut code = from;
    while matches!(byte(code), b'!' | b'&') && code - from < 2 {
        code += 1;
    }
    match byte(code) {
        b'=' | b'~' | b'-' if byte(code) != b'-' || code == line.start => {
            let (end, end_line) = statement_end(text, lines, last);
            let start = code + 1 + usize::from(byte(code + 1) == b'=');
            blocks.code(text, line, start, end, pieces);
            end_line
        }
        _ => {
            let end = lines.get(last).map_or(line.end, |line| line.end);
            pieces.interpolated(text, from, end);
            last
        }
    }
}

/// The values of attributes as HTML writes them: `(title=user.name)`.
fn values(text: &str, from: usize, to: usize, pieces: &mut Pieces) {
    let mut at = from;
    while let Some(found) = text.get(at..to).and_then(|rest| rest.find('=')) {
        let start = at + found + 1;
        let rest = text.get(start..to).unwrap_or_default();
        let end = start + rest.find(char::is_whitespace).unwrap_or(rest.len());
        pieces.expression(text, start, end);
        at = end;
    }
}

/// The first line that does not stand deeper.
fn deeper(lines: &[Line], at: usize) -> usize {
    let indent = lines.get(at).map_or(0, |line| line.indent);
    let rest = lines.get(at + 1..).unwrap_or_default();
    at + 1 + rest.iter().take_while(|line| line.indent > indent).count()
}
