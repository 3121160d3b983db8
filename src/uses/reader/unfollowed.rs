//! What names its columns only when the code runs: it is counted, and never guessed.

use std::collections::BTreeSet;

use super::Reader;
use crate::{
    expr::{Call, Expr, Kind},
    syntax,
    uses::{
        Unfollowed,
        scope::{Of, Typed},
        statement,
    },
};

/// Places that name their columns only when the code runs. A place is met more than once.
#[derive(Debug, Default)]
pub(super) struct Places {
    calls: BTreeSet<u32>,
    statements: BTreeSet<u32>,
}

impl Places {
    /// How many of each kind.
    pub(super) fn count(&self) -> Unfollowed {
        Unfollowed { calls: self.calls.len(), statements: self.statements.len() }
    }
}

impl Reader<'_, '_, '_> {
    /// Counts a call that may name one of the columns: `user.public_send(name)`, `getattr(user, name)`,
    /// `execute("UPDATE #{table} …")`.
    pub(super) fn count_unfollowed(&mut self, call: &Call) {
        for word in syntax::words_of(self.language, &call.name) {
            match word.fact {
                "dynamic" => {
                    if let Some(at) = word.position("at") {
                        self.count_dynamic(call, at);
                    }
                }
                "bypass" if word.get("by") == Some("sql") => self.count_statement(call),
                _ => {}
            }
        }
    }

    fn count_dynamic(&mut self, call: &Call, at: usize) {
        let Some(name) = call.arguments.get(at) else { return };
        let row = call.receiver.as_ref().or_else(|| call.arguments.first().filter(|_| at > 0));
        if row.is_none_or(|row| self.may_hold(row)) {
            self.count_name(name);
        }
    }

    /// Counts what stands for the name of an attribute, where it is no name itself.
    pub(super) fn count_name(&mut self, name: &Expr) {
        if !matches!(name.kind, Kind::Text(_) | Kind::Symbol(_) | Kind::Number(_)) {
            self.unfollowed.calls.insert(name.span.start);
        }
    }

    fn count_statement(&mut self, call: &Call) {
        let Some(text) = call.arguments.first() else { return };
        let mut written = Vec::new();
        self.write(text, &mut written);
        if statement::is_put_together(&written) {
            self.unfollowed.statements.insert(text.span.start);
        }
    }

    /// The pieces of a text that code puts together, in order; `None` is one that is known only when the
    /// code runs.
    fn write<'e>(&'e self, expr: &'e Expr, pieces: &mut Vec<Option<&'e str>>) {
        if let Some(table) = self.table_asked_for(expr) {
            return pieces.push(Some(table));
        }
        match &expr.kind {
            Kind::Text(text) => pieces.push(Some(text)),
            Kind::Template(parts) => parts.iter().for_each(|part| self.write(part, pieces)),
            Kind::Binary(left, sign, right) if sign == "+" => {
                self.write(left, pieces);
                self.write(right, pieces);
            }
            Kind::Binary(left, sign, _) if sign == "%" => self.filled(left, "%s", pieces),
            Kind::Call(call) => match (&call.receiver, call.arguments.first()) {
                (Some(text), _) if call.name == "format" => self.filled(text, "{}", pieces),
                // `"…".squish`, `["…"].join(" ")`, `Arel.sql("…")`
                (Some(text), _) if is_text(text) => self.write(text, pieces),
                (_, Some(text)) if is_text(text) => self.write(text, pieces),
                _ => pieces.push(None),
            },
            // `["… = ?", value]`
            Kind::List(list) if list.first().is_some_and(is_text) => self.write(&list[0], pieces),
            _ => pieces.push(None),
        }
    }

    /// A text with places that are filled when the code runs.
    fn filled<'e>(&'e self, expr: &'e Expr, place: &str, pieces: &mut Vec<Option<&'e str>>) {
        let mut whole = Vec::new();
        self.write(expr, &mut whole);
        for piece in whole {
            let Some(text) = piece else {
                pieces.push(None);
                continue;
            };
            for (at, part) in text.split(place).enumerate() {
                pieces.extend((at > 0).then_some(None));
                pieces.push(Some(part));
            }
        }
    }

    /// Whether one of the columns may be meant where something is asked for an attribute.
    fn may_hold(&self, asked: &Expr) -> bool {
        match self.type_of(asked) {
            Some(Typed { of: Of::Class(model) | Of::Row(model), .. }) => {
                self.search.names.is_held_by(model)
            }
            Some(_) => false,
            None => true,
        }
    }
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr.kind, Kind::Text(_) | Kind::Template(_))
}
