//! Texts as Python puts them together.

use crate::expr::{Expr, Kind};

/// Longer texts are not put together, in bytes.
pub(super) const MAX_TEXT: usize = 1 << 16;

/// Code on one line, shortened.
pub(in crate::orm) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 200 {
            return line.chars().take(200).collect();
        }
    }
    line
}

/// A literal as a text shows it.
pub(in crate::orm) fn shown(value: &Expr) -> Option<String> {
    match &value.kind {
        Kind::Number(number) => Some(number.clone()),
        Kind::Bool(true) => Some("True".to_owned()),
        Kind::Bool(false) => Some("False".to_owned()),
        Kind::Null => Some("None".to_owned()),
        Kind::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// `"… %s …" % values`, in pieces; what is not known stays a piece of its own.
pub(super) fn percent(format: &str, values: &Expr) -> Option<Vec<Expr>> {
    let mut pieces = Pieces::new(values);
    let mut given = match &values.kind {
        Kind::List(members) => members.as_slice(),
        _ => std::slice::from_ref(values),
    }
    .iter();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        pieces.text(rest.get(..at)?);
        rest = rest.get(at + 1..)?;
        if let Some(behind) = rest.strip_prefix('%') {
            pieces.text("%");
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix('(') {
            let end = behind.find(')')?;
            let key = behind.get(..end)?;
            pieces.value(entry(values, key));
            rest = behind.get(end + 1..)?.get(1..)?;
        } else {
            pieces.value(given.next());
            rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..)?;
        }
    }
    pieces.text(rest);
    Some(pieces.done())
}

/// `"… {} {name} …".format(…)`, in pieces.
pub(super) fn format(
    format: &str,
    positional: &[Expr],
    named: &[(String, Expr)],
    whole: &Expr,
) -> Option<Vec<Expr>> {
    let mut pieces = Pieces::new(whole);
    let mut next = 0;
    let mut rest = format;
    while let Some(at) = rest.find('{') {
        pieces.text(rest.get(..at)?);
        let end = at + rest.get(at..)?.find('}')?;
        let inside = rest.get(at + 1..end)?;
        let name = inside.split([':', '!']).next().unwrap_or_default();
        let value = if name.is_empty() {
            next += 1;
            positional.get(next - 1)
        } else if let Ok(at) = name.parse::<usize>() {
            positional.get(at)
        } else {
            named.iter().find(|(key, _)| key == name).map(|(_, value)| value)
        };
        pieces.value(value);
        rest = rest.get(end + 1..)?;
    }
    pieces.text(rest);
    Some(pieces.done())
}

/// The value of a dictionary's key.
pub(in crate::orm) fn entry<'e>(map: &'e Expr, name: &str) -> Option<&'e Expr> {
    let Kind::Map(pairs) = &map.kind else { return None };
    pairs.iter().rev().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)
}

/// A text whose pieces are all known, or the pieces.
pub(super) fn joined(pieces: Vec<Expr>) -> Option<Kind> {
    let texts: Option<Vec<String>> = pieces.iter().map(shown).collect();
    match texts {
        Some(texts) => {
            let length: usize = texts.iter().map(String::len).sum();
            (length < MAX_TEXT).then(|| Kind::Text(texts.concat()))
        }
        None => Some(Kind::Template(pieces)),
    }
}

/// Pieces of a text.
struct Pieces<'e> {
    whole: &'e Expr,
    pieces: Vec<Expr>,
}

impl<'e> Pieces<'e> {
    fn new(whole: &'e Expr) -> Pieces<'e> {
        Pieces { whole, pieces: Vec::new() }
    }

    fn text(&mut self, text: &str) {
        self.pieces.push(Expr::new(Kind::Text(text.to_owned()), self.whole.span));
    }

    /// A value; one that is not given is a hole.
    fn value(&mut self, value: Option<&Expr>) {
        let hole = || Expr::new(Kind::Other(String::new()), self.whole.span);
        self.pieces.push(value.cloned().unwrap_or_else(hole));
    }

    fn done(self) -> Vec<Expr> {
        self.pieces
    }
}
