//! What templates have in common whose blocks end where their indentation does.

use super::Pieces;

/// A line with where it stands.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Where its text begins, after the indentation.
    pub(super) start: usize,
    /// Where it ends, without the line break.
    pub(super) end: usize,
    pub(super) indent: usize,
}

/// The lines that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut at = 0;
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let indent = line.len() - line.trim_start().len();
        if indent < line.len() {
            lines.push(Line { start: at + indent, end: at + line.len(), indent });
        }
        at += whole.len();
    }
    lines
}

/// The blocks that are open.
#[derive(Default)]
pub(super) struct Blocks(Vec<usize>);

/// Words that go on with a block at its own indentation.
const BRANCHES: &[&str] = &["else", "elsif", "when", "in", "rescue", "ensure"];
/// Words that open a block where they begin a statement.
const OPENERS: &[&str] = &["if", "unless", "case", "while", "until", "for", "begin"];

impl Blocks {
    /// Closes what ends before a line; `code` is the code of the line, where it is code alone.
    pub(super) fn close(&mut self, indent: usize, code: Option<&str>, pieces: &mut Pieces) {
        while let Some(open) = self.0.last().copied() {
            let goes_on = code.is_some_and(|code| BRANCHES.contains(&first_word(code)));
            if indent > open || indent == open && goes_on {
                break;
            }
            self.0.pop();
            pieces.add("end;\n");
        }
    }

    /// Takes over code that may open a block.
    pub(super) fn code(
        &mut self,
        text: &str,
        line: Line,
        from: usize,
        to: usize,
        pieces: &mut Pieces,
    ) {
        pieces.take(text, from, to);
        pieces.add("\n");
        let code = text.get(from..to).unwrap_or_default();
        let opens = OPENERS.contains(&first_word(code)) || opens_block(code);
        if opens && !BRANCHES.contains(&first_word(code)) {
            self.0.push(line.indent);
        }
    }
}

fn first_word(code: &str) -> &str {
    let code = code.trim_start();
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    code.get(..end).unwrap_or_default()
}

/// Whether a line ends with `do` or `do |x|`.
fn opens_block(code: &str) -> bool {
    let code = code.trim_end();
    let code = match code.strip_suffix('|') {
        Some(rest) => rest.rfind('|').and_then(|at| rest.get(..at)).unwrap_or(rest).trim_end(),
        None => code,
    };
    code == "do" || code.ends_with(" do")
}

/// The end of the code that begins on a line: it goes on after a comma or a backslash.
pub(super) fn statement_end(text: &str, lines: &[Line], at: usize) -> (usize, usize) {
    let mut last = at;
    while let Some(line) = lines.get(last) {
        let code = text.get(line.start..line.end).unwrap_or_default();
        if !code.ends_with([',', '\\']) || last + 1 >= lines.len() {
            return (line.end, last);
        }
        last += 1;
    }
    (text.len(), last)
}

/// Where names of tags, classes and ids end.
pub(super) fn tag_end(text: &str, from: usize, to: usize) -> usize {
    let is_name =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '#' | '%' | '@');
    let tag = text.get(from..to).unwrap_or_default();
    let mut end = tag.find(|c: char| !is_name(c)).unwrap_or(tag.len());
    // `#{…}` is no id.
    if let Some(found) = tag.find("#{") {
        end = end.min(found);
    }
    from + end
}
