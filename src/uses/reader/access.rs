//! Names that are read by themselves or of something: `nickname`, `user.nickname`, `user[:nickname]`.

use super::Reader;
use crate::{
    expr::{Call, Expr, Kind},
    finding::Confidence,
    source::{Language, Span},
    uses::{
        How, Via,
        claim::{Claim, Shape, Tie},
        names::Form,
        scope::{Of, Typed},
    },
};

impl Reader<'_, '_, '_> {
    /// `user.nickname`
    pub(super) fn attribute(&mut self, expr: &Expr, call: &Call, receiver: &Expr, how: How) {
        let Some(at) = self.claims.last(&call.name, receiver.span.end, self.name_end(expr, call))
        else {
            return;
        };
        let how = self.generated(at).unwrap_or(how);
        let claim = match self.type_of(receiver) {
            Some(Typed { of: Of::Row(model) | Of::Form(model), sure }) => {
                self.tie(model, how, self.via(receiver), sure)
            }
            // A class has its columns as attributes where queries are made of them.
            Some(Typed { of: Of::Class(model), sure }) => match self.language {
                Language::Ruby if self.search.names.is_held_by(model) => Claim::Open(Shape::Bare),
                Language::Ruby => Claim::Other,
                _ => self.tie(model, How::Filter, Via::Receiver, sure),
            },
            Some(Typed { of: Of::Rows(model), .. }) => {
                self.tie(model, how, self.via(receiver), Confidence::Likely)
            }
            Some(Typed { of: Of::Input(_), .. }) => Claim::Open(Shape::Input),
            Some(Typed { of: Of::Value | Of::Field(_), .. }) => Claim::Open(Shape::Local),
            None => Claim::Open(Shape::Attribute(how)),
        };
        self.claims.add(at, claim);
    }

    pub(super) fn via(&self, receiver: &Expr) -> Via {
        match receiver.name() {
            Some("self" | "this") => Via::Itself,
            _ => match &receiver.kind {
                Kind::Call(call) if call.receiver.is_some() => Via::Association,
                _ => Via::Receiver,
            },
        }
    }

    pub(super) fn tie(&self, model: usize, how: How, via: Via, confidence: Confidence) -> Claim {
        Claim::Use(Tie { model, how, via, confidence })
    }

    /// What a name that the ORM made does.
    pub(super) fn generated(&self, at: usize) -> Option<How> {
        let occurrence = self.claims.occurrences.get(at)?;
        occurrence.meanings.iter().find_map(|meaning| match meaning.form {
            Form::Generated(how) => Some(how),
            _ => None,
        })
    }

    /// Where the name of a call may stand at the latest.
    pub(super) fn name_end(&self, expr: &Expr, call: &Call) -> u32 {
        let first = call.arguments.first().map(|first| first.span.start);
        let option = call.options.first().map(|(_, value)| value.span.start);
        first.into_iter().chain(option).min().unwrap_or(expr.span.end)
    }

    /// `find_by_nickname(name)`, `user.saved_change_to_nickname?(from: nil)`
    pub(super) fn method(&mut self, expr: &Expr, call: &Call, receiver: &Expr) {
        let end = self.name_end(expr, call);
        let Some(at) = self.claims.first(&call.name, receiver.span.end, end) else { return };
        let how = self.generated(at).unwrap_or(How::Read);
        let claim = match (self.type_of(receiver), self.generated(at)) {
            (
                Some(Typed { of: Of::Class(model) | Of::Rows(model) | Of::Row(model), sure }),
                Some(_),
            ) => self.tie(model, how, Via::Receiver, sure),
            (Some(Typed { of: Of::Row(model), sure }), None) => {
                self.tie(model, how, self.via(receiver), sure.min(Confidence::Likely))
            }
            (_, Some(_)) => Claim::Open(Shape::Attribute(how)),
            _ => Claim::Open(Shape::Bare),
        };
        self.claims.add(at, claim);
    }

    pub(super) fn method_of_self(&mut self, expr: &Expr, call: &Call) {
        let end = self.name_end(expr, call);
        let Some(at) = self.claims.first(&call.name, expr.span.start, end) else { return };
        let claim = match (self.me, self.generated(at)) {
            (Some(Typed { of: Of::Row(model) | Of::Class(model), sure }), Some(how)) => {
                self.tie(model, how, Via::Itself, sure)
            }
            _ => Claim::Open(Shape::Bare),
        };
        self.claims.add(at, claim);
    }

    /// `nickname` alone: a variable, or a method of what `self` is.
    pub(super) fn bare(&mut self, name: &str, span: Span) {
        let Some(at) = self.claims.first(name.trim_start_matches('@'), span.start, span.end) else {
            return;
        };
        let claim = match (self.scopes.get(name), self.me) {
            (Some(_), _) => match self.speaks_for() {
                Some((model, sure)) => self.tie(model, How::Declare, Via::Itself, sure),
                None => Claim::Open(Shape::Local),
            },
            _ if name.starts_with(['@', '$']) => Claim::Open(Shape::Local),
            (None, Some(Typed { of: Of::Row(model), sure })) if self.language == Language::Ruby => {
                let how = self.generated(at).unwrap_or(How::Read);
                self.tie(model, how, Via::Itself, sure)
            }
            // `after_save :x, if: -> { nickname_changed? }`
            (None, Some(Typed { of: Of::Class(model), .. }))
                if self.language == Language::Ruby && self.in_class_body =>
            {
                self.tie(model, How::Read, Via::Itself, Confidence::Likely)
            }
            _ => Claim::Open(Shape::Bare),
        };
        self.claims.add(at, claim);
    }

    /// `user[:nickname]`, `params[:nickname]`
    pub(super) fn index(&mut self, expr: &Expr, of: &Expr, at: &[Expr]) {
        self.walk(of);
        let typed = self.type_of(of);
        for key in at {
            let Some(name) = key.text() else {
                self.walk(key);
                if matches!(typed, Some(Typed { of: Of::Row(model), .. }) if self.search.names.is_held_by(model))
                {
                    self.count_name(key);
                }
                continue;
            };
            let Some(found) = self.claims.first(name, key.span.start, expr.span.end) else {
                continue;
            };
            let claim = match typed {
                Some(Typed { of: Of::Row(model), sure }) => {
                    self.tie(model, How::Read, Via::Symbol, sure)
                }
                Some(Typed { of: Of::Input(_), .. }) => Claim::Open(Shape::Input),
                _ => match self.is_input(of) {
                    true => Claim::Open(Shape::Input),
                    false => Claim::Open(Shape::Symbol),
                },
            };
            self.claims.add(found, claim);
        }
    }
}
