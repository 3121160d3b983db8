//! Cuts SQL into pieces and scripts into statements, without understanding them.

use std::ops::Range;

/// What a piece of SQL is to somebody who does not know its grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, an unquoted name or a number.
    Word,
    /// A string or a quoted name, its quotes included.
    Quoted,
    /// A comment.
    Comment,
    /// White space.
    Space,
    /// One other character; always ASCII.
    Symbol,
}

/// A piece of SQL; its end is on a character's border.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Piece {
    /// The piece as written.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Whose strings the text holds: MySQL alone reads a backslash in a plain string as an escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    Standard,
    MySql,
}

/// A statement of a script.
#[derive(Debug)]
pub(super) struct Statement {
    /// Its bytes, without the comments before it and the semicolon behind.
    pub(super) range: Range<usize>,
    /// Its first words, upper case.
    pub(super) head: Vec<String>,
}

/// How many words of a statement are kept: enough for `CREATE UNLOGGED TABLE IF NOT EXISTS`.
const HEAD: usize = 8;

/// The lines behind which migration tools keep the way back, as their lower-case words.
const DOWN: [&str; 9] = [
    "create above drop below", // tern
    "down",                    // node-sqlite
    "down migration",          // node-pg-migrate
    "downs",                   // Play
    "goose down",
    "micrate down",
    "migrate down", // dbmate, sql-migrate
    "rambler down",
    "undo", // MyBatis
];

/// Every piece of the text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let piece = piece(text, at, Quoting::Standard)?;
        at = piece.end;
        Some(piece)
    })
}

/// The pieces that a parser would see.
pub(super) fn code(text: &str) -> impl Iterator<Item = Piece> {
    pieces(text).filter(|piece| !matches!(piece.kind, Kind::Space | Kind::Comment))
}

/// The text on one line: white space squeezed, comments left out, at most `limit` characters.
pub(super) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    let mut gap = false;
    for piece in pieces(text) {
        if matches!(piece.kind, Kind::Space | Kind::Comment) {
            gap = !line.is_empty();
            continue;
        }
        for c in piece.of(text).chars() {
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            length += 1 + usize::from(gap);
            if length > limit {
                return line;
            }
            if std::mem::take(&mut gap) {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line
}

/// The parts of the text between separators that stand outside quotes and parentheses.
pub(super) fn parts(text: &str, separates: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for piece in code(text) {
        match piece.of(text) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            word if depth == 0 && piece.kind != Kind::Quoted && separates(word) => {
                parts.push(text.get(start..piece.start).unwrap_or("").trim());
                start = piece.end;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or("").trim());
    parts
}

/// The statements of a script in order, up to the way back.
pub(super) fn statements(text: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut script = Script::new(text);
    while let Some(statement) = script.next_statement() {
        statements.push(statement);
    }
    statements
}

/// How far a script has been read.
struct Script<'t> {
    text: &'t str,
    at: usize,
    quoting: Quoting,
    delimiter: &'t str,
}

/// The statement that is being read.
#[derive(Default)]
struct Open {
    range: Option<Range<usize>>,
    head: Vec<String>,
    /// `CREATE TRIGGER` and its kin: `BEGIN … END` may hold semicolons.
    routine: bool,
    depth: usize,
    /// The word before, where it was `BEGIN` or `END`.
    after: Option<&'static str>,
    /// `COPY … FROM stdin`: lines of data follow the semicolon.
    stdin: bool,
}

impl<'t> Script<'t> {
    fn new(text: &'t str) -> Script<'t> {
        let mysql = text.starts_with("-- MySQL dump") || text.starts_with("-- MariaDB dump");
        let quoting = if mysql { Quoting::MySql } else { Quoting::Standard };
        Script { text, at: 0, quoting, delimiter: ";" }
    }

    fn next_statement(&mut self) -> Option<Statement> {
        let mut open = Open::default();
        loop {
            if open.range.is_none() && self.skipped_directive() {
                continue;
            }
            let rest = self.text.get(self.at..)?;
            if open.depth == 0 && rest.starts_with(self.delimiter) {
                self.at += self.delimiter.len();
                if let Some(statement) = self.finished(&mut open) {
                    return Some(statement);
                }
                continue;
            }
            let Some(piece) = piece(self.text, self.at, self.quoting) else {
                return self.finished(&mut open);
            };
            self.at = piece.end;
            match piece.kind {
                Kind::Space => {}
                Kind::Comment if is_down(piece.of(self.text)) => {
                    self.at = self.text.len();
                    return self.finished(&mut open);
                }
                // MySQL runs what its own dumps write as `/*!40101 … */`.
                Kind::Comment if open.range.is_none() && rest.starts_with("/*!") => {
                    open.range = Some(piece.start..piece.end);
                    let inner = rest.get(3..piece.end - piece.start).unwrap_or("");
                    open.head = code(inner)
                        .filter(|word| word.kind == Kind::Word)
                        .map(|word| word.of(inner).to_ascii_uppercase())
                        .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
                        .take(HEAD)
                        .collect();
                }
                Kind::Comment if rest.starts_with("/*!") => {
                    let start = open.range.as_ref().map_or(piece.start, |range| range.start);
                    open.range = Some(start..piece.end);
                }
                Kind::Comment => {}
                // `GO` ends a batch of SQL Server.
                Kind::Word if open.range.is_some() && alone(self.text, piece, "go") => {
                    open.depth = 0;
                    if let Some(statement) = self.finished(&mut open) {
                        return Some(statement);
                    }
                }
                Kind::Word | Kind::Quoted | Kind::Symbol => {
                    if piece.kind == Kind::Quoted && rest.starts_with('`') {
                        self.quoting = Quoting::MySql;
                    }
                    open.take(piece, piece.of(self.text));
                }
            }
        }
    }

    /// Steps over what is meant for the client: `\connect` of psql, `DELIMITER` of mysql.
    fn skipped_directive(&mut self) -> bool {
        let Some(rest) = self.text.get(self.at..) else { return false };
        let word = rest.get(..9).unwrap_or("");
        if !rest.starts_with('\\') && !word.eq_ignore_ascii_case("delimiter") {
            return false;
        }
        let line = rest.split_inclusive('\n').next().unwrap_or("");
        let delimiter = line.get(9..).unwrap_or("").trim();
        if !rest.starts_with('\\') && !delimiter.is_empty() {
            self.delimiter = delimiter;
        }
        self.at += line.len();
        true
    }

    fn finished(&mut self, open: &mut Open) -> Option<Statement> {
        let Open { range, head, stdin, .. } = std::mem::take(open);
        if stdin && head.first().is_some_and(|word| word == "COPY") {
            let rest = self.text.get(self.at..).unwrap_or("");
            let data = rest.find("\n\\.").map_or(rest.len(), |end| end + 3);
            self.at += data;
        }
        Some(Statement { range: range?, head })
    }
}

impl Open {
    fn take(&mut self, piece: Piece, text: &str) {
        let start = self.range.as_ref().map_or(piece.start, |range| range.start);
        self.range = Some(start..piece.end);
        if piece.kind != Kind::Word {
            self.after = None;
            return;
        }
        if self.head.len() < HEAD {
            let word = text.to_ascii_uppercase();
            let created = self.head.first().is_some_and(|first| first == "CREATE");
            self.routine |=
                created && matches!(word.as_str(), "TRIGGER" | "FUNCTION" | "PROCEDURE" | "EVENT");
            self.head.push(word);
        }
        self.stdin |= text.eq_ignore_ascii_case("stdin");
        if self.routine {
            self.nest(text);
        }
    }

    /// Follows `BEGIN … END` and `CASE … END`; `END IF` and the like close what was not counted.
    fn nest(&mut self, word: &str) {
        let after = self.after.take();
        let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        if is(&["begin"]) {
            self.depth += 1;
            self.after = Some("begin");
        } else if is(&["case"]) && self.depth > 0 && after != Some("end") {
            self.depth += 1;
        } else if is(&["end"]) && self.depth > 0 {
            self.depth -= 1;
            self.after = Some("end");
        } else if after == Some("end") && is(&["if", "loop", "while", "repeat", "for"]) {
            self.depth += 1;
        } else if after == Some("begin") && is(&["tran", "transaction"]) {
            self.depth = self.depth.saturating_sub(1);
        }
    }
}

/// Whether a comment is a line behind which the way back begins.
fn is_down(comment: &str) -> bool {
    if comment.len() > 80 || comment.starts_with("/*") {
        return false;
    }
    let lower = comment.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    DOWN.contains(&words.join(" ").as_str())
}

/// Whether the piece is this word and has the line to itself.
fn alone(text: &str, piece: Piece, word: &str) -> bool {
    let before = text.get(..piece.start).unwrap_or("");
    let after = text.get(piece.end..).unwrap_or("");
    piece.of(text).eq_ignore_ascii_case(word)
        && matches!(before.trim_end_matches([' ', '\t']).chars().next_back(), None | Some('\n'))
        && matches!(after.trim_start_matches([' ', '\t', '\r']).chars().next(), None | Some('\n'))
}

/// The piece that begins at a byte, or `None` at the end.
fn piece(text: &str, start: usize, quoting: Quoting) -> Option<Piece> {
    let bytes = text.as_bytes();
    let rest = bytes.get(start..)?;
    let (first, second) = (*rest.first()?, rest.get(1).copied());
    let mysql = quoting == Quoting::MySql;
    let (kind, length) = match first {
        _ if first.is_ascii_whitespace() => {
            (Kind::Space, run(rest, |byte| byte.is_ascii_whitespace()))
        }
        b'-' if second == Some(b'-') => (Kind::Comment, run(rest, |byte| byte != b'\n')),
        // Elsewhere `#` may be an operator of PostgreSQL.
        b'#' if !matches!(second, Some(b'>' | b'-' | b'=' | b'{')) && begins_line(text, start) => {
            (Kind::Comment, run(rest, |byte| byte != b'\n'))
        }
        b'/' if second == Some(b'*') => (Kind::Comment, block_comment(rest, quoting)),
        b'\'' | b'"' if mysql => (Kind::Quoted, quoted(rest, first, Some(b'\\'))),
        b'\'' | b'"' | b'`' => (Kind::Quoted, quoted(rest, first, None)),
        b'e' | b'E' if second == Some(b'\'') => {
            (Kind::Quoted, 1 + quoted(rest.get(1..)?, b'\'', Some(b'\\')))
        }
        b'$' => match dollar_quoted(text.get(start..)?) {
            Some(length) => (Kind::Quoted, length),
            None => (Kind::Symbol, 1),
        },
        _ if is_word(first) => (Kind::Word, run(rest, is_word)),
        _ => (Kind::Symbol, 1),
    };
    Some(Piece { kind, start, end: start + length })
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

fn begins_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

/// The length of a quoted text; a doubled quote does not end it, nor does one behind `escape`.
fn quoted(bytes: &[u8], quote: u8, escape: Option<u8>) -> usize {
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        if Some(byte) == escape {
            at += 2;
        } else if byte != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return at + 1;
        }
    }
    bytes.len()
}

/// The length of a block comment; those of MySQL do not nest.
fn block_comment(bytes: &[u8], quoting: Quoting) -> usize {
    let (mut at, mut depth) = (2, 1);
    while let Some(pair) = bytes.get(at..at + 2) {
        match pair {
            b"*/" if depth == 1 => return at + 2,
            b"*/" => depth -= 1,
            b"/*" if quoting == Quoting::Standard => depth += 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
    }
    bytes.len()
}

/// The length of `$tag$ … $tag$`, or `None` where no such tag begins here.
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag = run(text.as_bytes().get(1..)?, |byte| is_word(byte) && byte != b'$');
    let tag = text.get(..tag + 2)?;
    if !tag.ends_with('$') || tag.as_bytes().get(1).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    // What is never closed runs to the end, so that each byte is searched once.
    let body = text.get(tag.len()..)?;
    Some(body.find(tag).map_or(text.len(), |end| end + 2 * tag.len()))
}

#[cfg(test)]
mod tests {
    use super::{DOWN, statements};

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let found: Vec<&str> =
            statements(script).into_iter().map(|statement| &script[statement.range]).collect();
        assert_eq!(found, expected, "{script}");
    }

    #[test]
    fn a_semicolon_ends_a_statement_only_outside_quotes_comments_and_bodies() {
        check("a; b;\n;c", &["a", "b", "c"]);
        check("a ';' ''';' b; c", &["a ';' ''';' b", "c"]);
        check(r"a E'\';' b; '\'; c", &[r"a E'\';' b", r"'\'", "c"]);
        check(r"a `x` '\';' b; c", &[r"a `x` '\';' b", "c"]);
        check("/* a; /* b; */ c; */ d; e", &["d", "e"]);
        check("-- a; b\n c -- d;\n e; f", &["c -- d;\n e", "f"]);
        check("# a; b\nc #> d; e", &["c #> d", "e"]);
        check(
            "do $$ a; $x$ b; $$; c $1; $x$ d; $x$;",
            &["do $$ a; $x$ b; $$", "c $1", "$x$ d; $x$"],
        );
        check(
            "create trigger t begin if x then y; end if; case z when 1 then w; end case; end; a",
            &[
                "create trigger t begin if x then y; end if; case z when 1 then w; end case; end",
                "a",
            ],
        );
        check("begin; a; end; b", &["begin", "a", "end", "b"]);
        check("DELIMITER ;;\na; b;;\nDELIMITER ;\nc;", &["a; b", "c"]);
        check("a\nGO\nb\ngo\n", &["a", "b"]);
    }

    #[test]
    fn what_is_meant_for_the_client_is_stepped_over() {
        check(
            "\\connect it's\na; COPY t FROM stdin;\n1\t';\n\\.\n\nb;",
            &["a", "COPY t FROM stdin", "b"],
        );
        check("/*!40101 SET a */; b", &["/*!40101 SET a */", "b"]);
    }

    #[test]
    fn the_way_back_is_not_a_statement() {
        for marker in ["-- migrate:down", "-- +goose Down", "# --- !Downs", "--//@UNDO", "-- Down"]
        {
            check(&format!("a;\n{marker}\nb;"), &["a"]);
        }
        assert!(DOWN.is_sorted());
    }

    #[test]
    fn unclosed_quotes_run_to_the_end() {
        for open in ["'", "\"", "`", "/*", "$$", "$a$", "E'\\", "(", "é'é"] {
            check(
                &format!("a; {open}b;"),
                &["a", &format!("{open}b;")][..1 + usize::from(open != "/*")]
                    .iter()
                    .map(|text| if open == "(" { text.trim_end_matches(';') } else { text })
                    .collect::<Vec<_>>(),
            );
        }
    }
}
