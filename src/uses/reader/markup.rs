//! Templates of Django and Jinja: the paths in their tags, with what loops bind.

use super::Reader;
use crate::{
    finding::Confidence,
    uses::{
        How, Via,
        claim::{Claim, Shape},
        scope::{Of, Typed},
    },
};

/// Tags whose content is shown as it is.
const VERBATIM: &[&str] = &["comment", "verbatim", "raw"];

/// A piece of a tag.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'t> {
    /// A name, with its place; whether a dot stands before it.
    Name(&'t str, usize, bool),
    /// A string without its quotes.
    Text(&'t str, usize),
    Sign(u8),
}

impl Reader<'_, '_, '_> {
    /// Reads a template; gives the stretches that are comments.
    pub(super) fn markup(&mut self) -> Vec<(u32, u32)> {
        let text = self.text;
        let mut comments = Vec::new();
        let mut at = 0;
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let find = |from: usize, end: &str| {
            text.get(from..).and_then(|rest| rest.find(end)).map(|found| from + found + end.len())
        };
        while let Some(next) = text.get(at..).and_then(|rest| rest.find(['{', '<'])) {
            let start = at + next;
            at = start + 1;
            let Some(rest) = text.get(start..) else { break };
            let end = match rest {
                _ if rest.starts_with("{{") => find(start, "}}"),
                _ if rest.starts_with("{%") => find(start, "%}"),
                _ if rest.starts_with("{#") => find(start, "#}"),
                _ if rest.starts_with("<!--") => find(start, "-->"),
                _ => {
                    self.element(start, rest);
                    continue;
                }
            };
            let Some(end) = end else { continue };
            at = end;
            if rest.starts_with("{#") || rest.starts_with("<!--") {
                comments.push((small(start), small(end)));
                continue;
            }
            let from = start + 2;
            let Some(inner) = text.get(from..end.saturating_sub(2)) else { continue };
            let tokens = tokens(inner, from);
            if rest.starts_with("{{") {
                self.paths(&tokens);
            } else if let Some(tag) = self.tag(&tokens)
                && VERBATIM.contains(&tag)
            {
                let close = text.get(end..).and_then(|rest| rest.find(&format!("end{tag}")));
                at = close.map_or(text.len(), |close| end + close);
                comments.push((small(end), small(at)));
            }
        }
        comments
    }

    /// `<input name="nick_name" ng-model="user.nick_name">`: names of several words between quotes.
    fn element(&mut self, start: usize, rest: &str) {
        let Some(inner) = rest.strip_prefix('<').and_then(|rest| rest.split('>').next()) else {
            return;
        };
        let mut place = start + 1;
        for (at, part) in inner.split('"').enumerate() {
            let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let quoted = at % 2 == 1;
            for found in self.claims.within(small(place), small(place + part.len())) {
                let several = self.claims.occurrences.get(found).map(|it| it.word.contains('_'));
                if quoted && several == Some(true) {
                    self.claims.add(found, Claim::Open(Shape::Symbol));
                }
            }
            place += part.len() + 1;
        }
    }

    /// `for user in users`, `with owner=book.author`, `if user.nickname`
    fn tag<'t>(&mut self, tokens: &[Token<'t>]) -> Option<&'t str> {
        let (Token::Name(tag, ..), rest) = tokens.split_first()? else { return None };
        let is_in = |token: &Token| matches!(token, Token::Name("in", ..));
        let bound = |token: Option<&Token<'t>>| match token {
            Some(Token::Name(name, _, false)) => Some(*name),
            _ => None,
        };
        match (*tag, rest.iter().position(is_in)) {
            ("for", Some(at)) => {
                let (names, list) = rest.split_at(at);
                let list = list.get(1..).unwrap_or_default();
                let row = self.paths(list).and_then(|of| match of.of {
                    Of::Rows(model) => Some(of.with(Of::Row(model))),
                    _ => None,
                });
                let one = names.len() == 1;
                for token in names {
                    if let Some(name) = bound(Some(token)) {
                        self.scopes.declare(name, row.filter(|_| one));
                    }
                }
            }
            ("with" | "set", _) if rest.get(1) == Some(&Token::Sign(b'=')) => {
                let typed = self.paths(rest.get(2..).unwrap_or_default());
                if let Some(name) = bound(rest.first()) {
                    self.scopes.declare(name, typed);
                }
            }
            _ => {
                self.paths(rest);
            }
        }
        Some(tag)
    }

    /// Reads all paths; gives what the first leads to.
    fn paths(&mut self, tokens: &[Token]) -> Option<Typed> {
        let mut first: Option<Option<Typed>> = None;
        let mut on: Option<Typed> = None;
        let mut piped = false;
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Token::Sign(sign) => piped = *sign == b'|',
                Token::Text(text, place) => self.piece(text, *place, Claim::Open(Shape::Symbol)),
                Token::Name(..) if piped => piped = false,
                Token::Name(name, place, false) => {
                    // `project=macaroon.project`
                    let sets = |at: usize| tokens.get(at) == Some(&Token::Sign(b'='));
                    let key = sets(at + 1) && !sets(at + 2);
                    let shape = if key { Shape::Key } else { Shape::Local };
                    self.piece(name, *place, Claim::Open(shape));
                    if !key {
                        on = self.scopes.get(name).flatten();
                        on = on.or_else(|| self.search.conventions.variable(name));
                        first.get_or_insert(on);
                    }
                }
                Token::Name(name, place, true) => {
                    let claim = match on {
                        Some(Typed { of: Of::Row(model) | Of::Form(model), .. }) => {
                            self.tie(model, How::Template, Via::Template, Confidence::Likely)
                        }
                        _ => Claim::Open(Shape::Attribute(How::Template)),
                    };
                    self.piece(name, *place, claim);
                    let whole = first == Some(on);
                    on = on
                        .and_then(|on| self.leads(on, name))
                        .or_else(|| self.search.conventions.variable(name))
                        .map(|typed| typed.at_most(Confidence::Likely));
                    if whole {
                        first = Some(on);
                    }
                }
            }
        }
        first.flatten()
    }

    fn piece(&mut self, name: &str, place: usize, claim: Claim) {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        if let Some(at) = self.claims.first(name, small(place), small(place + name.len())) {
            self.claims.add(at, claim);
        }
    }
}

fn tokens(text: &str, from: usize) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let start = at;
        at += 1;
        match byte {
            b'"' | b'\'' => {
                while bytes.get(at).is_some_and(|next| *next != byte) {
                    at += 1;
                }
                let inner = text.get(start + 1..at).unwrap_or_default();
                tokens.push(Token::Text(inner, from + start + 1));
                at += 1;
            }
            _ if is_name(byte) => {
                while bytes.get(at).copied().is_some_and(is_name) {
                    at += 1;
                }
                let dotted = start.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'.');
                let name = text.get(start..at).unwrap_or_default();
                tokens.push(Token::Name(name, from + start, dotted));
            }
            b'.' | b' ' | b'\n' | b'\t' | b'\r' => {}
            _ => tokens.push(Token::Sign(byte)),
        }
    }
    tokens
}
