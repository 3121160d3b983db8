//! Strings, templates, objects and JSX.

use super::{Reader, calling};
use crate::{
    expr::{Expr, Kind},
    syntax::nodes::Part,
};

impl Reader<'_> {
    pub(super) fn string(&self, node: Part) -> String {
        let mut text = String::new();
        for piece in node.children() {
            match piece.kind() {
                "escape_sequence" => unescape(self.slice(piece), &mut text),
                _ => text.push_str(self.slice(piece)),
            }
        }
        text
    }

    /// `` `…${x}…` ``
    pub(super) fn template(&mut self, node: Part) -> Kind {
        let span = self.lines.span(node, node);
        let mut text = String::new();
        let mut pieces = Vec::new();
        for piece in node.children() {
            match piece.kind() {
                "escape_sequence" => unescape(self.slice(piece), &mut text),
                "template_substitution" => {
                    pieces.push(Expr::new(Kind::Text(std::mem::take(&mut text)), span));
                    pieces.push(self.expr(piece));
                }
                _ => text.push_str(self.slice(piece)),
            }
        }
        pieces.push(Expr::new(Kind::Text(text), span));
        joined(pieces)
    }

    pub(super) fn object(&mut self, node: Part) -> Expr {
        let mut pairs = Vec::new();
        for child in node.children() {
            let span = self.lines.span(child, child);
            match child.kind() {
                "pair" => {
                    let Some(key) = child.child("key") else { continue };
                    pairs.push((self.key(key), *self.boxed(child, "value")));
                }
                "shorthand_property_identifier" => {
                    pairs.push((self.key(child), self.name_of(child)));
                }
                "spread_element" => pairs.push((self.expr(child), Expr::new(Kind::Null, span))),
                "method_definition" => {
                    let Some(name) = child.child("name") else { continue };
                    pairs.push((self.key(name), self.method(child)));
                }
                _ => {}
            }
        }
        Expr::new(Kind::Map(pairs), self.lines.span(node, node))
    }

    /// A key as text; one that is computed as the code that computes it.
    pub(super) fn key(&mut self, node: Part) -> Expr {
        let name = match node.kind() {
            "computed_property_name" => return self.inner(node),
            "string" => self.string(node),
            _ => self.slice(node).to_owned(),
        };
        let means = self.word(&name);
        Expr { kind: Kind::Text(name), span: self.lines.span(node, node), means }
    }

    /// `<Page user={user}>…</Page>`: a call of the tag with its attributes and what it encloses.
    pub(super) fn element(&mut self, node: Part) -> Kind {
        let open = node.child("open_tag").unwrap_or(node);
        let name = open.child("name").map_or("", |name| self.slice(name));
        let mut pairs = Vec::new();
        for child in open.children() {
            let span = self.lines.span(child, child);
            match child.kind() {
                "jsx_attribute" => {
                    let mut parts = child.children();
                    let Some(key) = parts.next() else { continue };
                    let value = match parts.next() {
                        Some(value) => self.expr(value),
                        None => Expr::new(Kind::Bool(true), span),
                    };
                    pairs.push((self.key(key), value));
                }
                "jsx_expression" => pairs.push((self.inner(child), Expr::new(Kind::Null, span))),
                _ => {}
            }
        }
        let mut arguments = vec![Expr::new(Kind::Map(pairs), self.lines.span(open, open))];
        if !open.is(node) {
            for child in node.children() {
                if matches!(
                    child.kind(),
                    "jsx_expression" | "jsx_element" | "jsx_self_closing_element"
                ) {
                    arguments.push(self.expr(child));
                }
            }
        }
        calling(None, name, arguments)
    }
}

/// Pieces of a string as one text where all are texts, without templates within templates.
pub(super) fn joined(parts: Vec<Expr>) -> Kind {
    let mut pieces: Vec<Expr> = Vec::new();
    let flat = parts.into_iter().flat_map(|part| match part.kind {
        Kind::Template(inner) => inner,
        _ => vec![part],
    });
    for piece in flat {
        match (&piece.kind, pieces.last_mut().map(|last| &mut last.kind)) {
            (Kind::Text(text), Some(Kind::Text(before))) => before.push_str(text),
            _ => pieces.push(piece),
        }
    }
    match pieces.as_mut_slice() {
        [] => Kind::Text(String::new()),
        [Expr { kind: Kind::Text(text), .. }] => Kind::Text(std::mem::take(text)),
        _ => {
            pieces.retain(|piece| !matches!(&piece.kind, Kind::Text(text) if text.is_empty()));
            Kind::Template(pieces)
        }
    }
}

/// What an escape stands for.
fn unescape(escape: &str, text: &mut String) {
    let rest = escape.strip_prefix('\\').unwrap_or(escape);
    let mut characters = rest.chars();
    match characters.next() {
        Some('n') => text.push('\n'),
        Some('t') => text.push('\t'),
        Some('r') => text.push('\r'),
        // A line that goes on.
        Some('\n' | '\r') => {}
        Some('u' | 'x') => {
            let digits = characters.as_str().trim_matches(['{', '}']);
            let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
            text.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        _ => text.push_str(rest),
    }
}
