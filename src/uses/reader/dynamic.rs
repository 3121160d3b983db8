//! Attributes that are named only when the code runs: they are counted, and never guessed.

use super::Reader;
use crate::{
    expr::{Call, Expr, Kind},
    syntax,
    uses::scope::{Of, Typed},
};

impl Reader<'_, '_, '_> {
    /// Counts a call that may name one of the columns: `user.public_send(name)`, `getattr(user, name)`.
    pub(super) fn count_dynamic(&mut self, call: &Call) {
        let mut words = syntax::words_of(self.language, &call.name).into_iter();
        let at = words.find(|word| word.fact == "dynamic").and_then(|word| word.position("at"));
        let Some(at) = at else { return };
        let Some(name) = call.arguments.get(at) else { return };
        let row = call.receiver.as_ref().or_else(|| call.arguments.first().filter(|_| at > 0));
        let other = row.and_then(|row| self.type_of(row)).is_some_and(|row| !self.may_hold(row));
        if is_computed(name) && !other {
            self.dynamic.insert(name.span.start);
        }
    }

    /// Whether one of the columns may be meant where something is asked for an attribute.
    pub(super) fn may_hold(&self, asked: Typed) -> bool {
        match asked.of {
            Of::Class(model) | Of::Row(model) => self.search.names.is_held_by(model),
            _ => false,
        }
    }
}

fn is_computed(name: &Expr) -> bool {
    !matches!(name.kind, Kind::Text(_) | Kind::Symbol(_) | Kind::Number(_))
}
