//! What a piece of code gives: a model, a row, rows.

use super::Reader;
use crate::{
    app::{AssociationKind, FilterKind},
    expr::{Call, Expr, Kind},
    finding::Confidence,
    modules::path_of,
    source::Language,
    uses::scope::{Of, Typed},
};

/// How long a chain of calls is followed.
const MAX_CHAIN: usize = 40;

/// How methods end that permit what a request brings: `user_params`.
const PERMITTED: &str = "_params";

impl Reader<'_, '_, '_> {
    /// What an expression gives, as far as the code or its names tell.
    pub(super) fn type_of(&self, expr: &Expr) -> Option<Typed> {
        self.typed(expr, MAX_CHAIN)
    }

    pub(super) fn typed(&self, expr: &Expr, steps: usize) -> Option<Typed> {
        let steps = steps.checked_sub(1)?;
        if self.language.is_script()
            && let Some(typed) = self.script_type(expr, steps)
        {
            return typed;
        }
        match &expr.kind {
            Kind::Name(name) => self.name(name),
            Kind::Call(call) => self.gives(call, steps),
            Kind::Index(of, at) if self.is_input(of) => self.sent(at),
            Kind::Index(of, at) => {
                let of = self.typed(of, steps)?;
                match of.of {
                    Of::Rows(_) if matches!(at.first()?.kind, Kind::Range(..)) => Some(of),
                    Of::Rows(model) => Some(of.with(Of::Row(model))),
                    Of::Input(_) => Some(of),
                    _ => None,
                }
            }
            Kind::Assign(_, value) => self.typed(value, steps),
            Kind::Binary(left, op, right) if op == "||" || op == "&&" || op == "??" => {
                let second = || self.typed(right, steps);
                match op == "&&" {
                    true => second(),
                    false => self.typed(left, steps).or_else(second),
                }
            }
            Kind::If(_, then, otherwise) => {
                self.typed(then, steps).or_else(|| self.typed(otherwise, steps))
            }
            Kind::Sequence(statements) => self.typed(statements.last()?, steps),
            Kind::Typed(inner, of) => self.annotated(of).or_else(|| self.typed(inner, steps)),
            Kind::Splat(inner) => self.typed(inner, steps),
            Kind::Try(body, _) => self.typed(body, steps),
            _ => None,
        }
    }

    fn name(&self, name: &str) -> Option<Typed> {
        if matches!(name, "self" | "this") {
            return self.me.or_else(|| self.fields.get("self").copied().flatten());
        }
        if name == "cls" && self.language == Language::Python {
            let me = self.me?;
            return Some(me.with(Of::Class(me.of.model()?)));
        }
        if name.starts_with('@') {
            let known = self.fields.get(name).copied().flatten();
            return known.or_else(|| self.search.conventions.variable(name));
        }
        match self.scopes.get(name) {
            Some(Some(typed)) => return Some(typed),
            Some(None) => {
                let served = self.stands_for_served(name);
                return served.or_else(|| self.search.conventions.variable(name));
            }
            None => {}
        }
        if name.starts_with(char::is_uppercase) {
            return self.constant(name);
        }
        // In a class that serves a model, these are what it serves.
        if matches!(name, "object" | "record" | "resource" | "model")
            && let Some(serves) = self.classes.iter().rev().find_map(|around| around.serves)
        {
            return Some(serves);
        }
        if self.language == Language::Ruby
            && let Some(me) = self.me
        {
            // `where.not(…)`, `published.where(…)`
            let begins = |at| self.is_scope(at, name) || self.query(name).next().is_some();
            let typed = match me.of {
                Of::Class(at) | Of::Rows(at) if begins(at) => self.method_gives(me, name),
                _ => self.reached(me, name),
            };
            if typed.is_some() {
                return typed;
            }
        }
        self.search.conventions.variable(name)
    }

    /// The model that a name of a class means where it stands.
    pub(super) fn constant(&self, name: &str) -> Option<Typed> {
        if self.language == Language::Python {
            return self.python_constant(name);
        }
        let name = name.trim_start_matches("::");
        let conventions = &self.search.conventions;
        for around in self.classes.iter().rev() {
            let full = format!("{}{}{name}", around.name, self.separator());
            if let [only] = conventions.class(&full) {
                return Some(Typed::certain(Of::Class(*only)));
            }
        }
        match conventions.class(name) {
            [] => None,
            [only] => Some(Typed::certain(Of::Class(*only))),
            many => {
                let exact =
                    many.iter().find(|at| self.model(**at).is_some_and(|it| it.name == name));
                let held = many.iter().find(|at| self.search.names.is_held_by(**at));
                match (exact, held) {
                    (Some(exact), _) => Some(Typed::certain(Of::Class(*exact))),
                    (None, Some(held)) => Some(Typed::likely(Of::Class(*held))),
                    _ => many.first().map(|at| Typed::likely(Of::Class(*at))),
                }
            }
        }
    }

    /// What a type that is written down means: `User`, `Optional[User]`, `list[User]`.
    pub(super) fn annotated(&self, of: &Expr) -> Option<Typed> {
        let row = |typed: Typed| match typed.of {
            Of::Class(at) => Some(typed.with(Of::Row(at))),
            _ => None,
        };
        match &of.kind {
            Kind::Name(name) | Kind::Text(name) => {
                let name = name.split(['|', '[']).next()?.trim();
                let name = match self.language {
                    Language::Python => name,
                    _ => name.rsplit('.').next()?,
                };
                row(self.constant(name)?)
            }
            Kind::Call(call) if !call.called => {
                let path = path_of(of)?;
                row(self.constant(match self.language {
                    Language::Python => &path,
                    _ => &call.name,
                })?)
            }
            Kind::Binary(left, op, right) if op == "|" => {
                self.annotated(left).or_else(|| self.annotated(right))
            }
            Kind::Index(outer, inner) => {
                let inner = self.annotated(inner.first()?)?;
                let outer = outer.name().unwrap_or_default();
                match (outer, inner.of.model()) {
                    ("Optional" | "Annotated" | "Promise" | "Mapped" | "Union", _) => Some(inner),
                    ("type" | "Type", Some(at)) => Some(inner.with(Of::Class(at))),
                    (_, Some(at)) => Some(inner.with(Of::Rows(at))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What a call gives.
    fn gives(&self, call: &Call, steps: usize) -> Option<Typed> {
        if self.language == Language::Python {
            return self.python_gives(call, steps);
        }
        let Some(receiver) = &call.receiver else {
            if let Some(typed) = self.of_argument(call) {
                return Some(typed);
            }
            return match (call.arguments.is_empty(), call.name.starts_with(char::is_uppercase)) {
                (true, false) => self.name(&call.name),
                (_, true) => match self.constant(&call.name)? {
                    Typed { of: Of::Class(at), sure } => Some(Typed { of: Of::Row(at), sure }),
                    other => Some(other),
                },
                _ => self.method_gives(self.me?, &call.name),
            };
        };
        if let Some(typed) = self.of_argument(call) {
            return Some(typed);
        }
        if self.is_input(receiver)
            && let Some(sent) = self.sent(&call.arguments)
        {
            return Some(sent);
        }
        if !call.called
            && let Some("self" | "this") = receiver.name()
            && let Some(known) = self.fields.get(&call.name).copied().flatten()
        {
            return Some(known);
        }
        match self.typed(receiver, steps) {
            Some(typed) => self.method_gives(typed, &call.name),
            None if call.arguments.is_empty() => self.search.conventions.variable(&call.name),
            None => None,
        }
    }

    /// `get_object_or_404(User, …)`: the model is an argument.
    pub(super) fn of_argument(&self, call: &Call) -> Option<Typed> {
        let word = self.query(&call.name).find(|word| word.position("of").is_some())?;
        let argument = call.arguments.get(word.position("of")?)?;
        let of = match argument.text() {
            // `knex('users')`, `selectFrom('users as u')`
            Some(text) if self.language.is_script() => {
                let table = text.split_whitespace().next()?;
                let table = table.rsplit('.').next()?;
                let at = self.search.conventions.table(table).first()?;
                Typed::certain(Of::Class(*at))
            }
            _ => self.type_of(argument)?,
        };
        if self.language.is_script() && !matches!(of.of, Of::Class(_)) {
            return None;
        }
        let at = of.of.model()?;
        given(word.get("gives")?, at).map(|given| of.with(given))
    }

    /// What a method gives that is called on something known.
    fn method_gives(&self, on: Typed, name: &str) -> Option<Typed> {
        let at = on.of.model()?;
        if let Of::Row(_) | Of::Rows(_) | Of::Form(_) = on.of
            && let Some(typed) = self.reached(on, name)
        {
            return Some(typed);
        }
        let gives = self.query(name).find_map(|word| word.get("gives"));
        match (gives, on.of) {
            (Some("same"), _) => Some(on),
            (Some("value"), _) => Some(on.with(Of::Value)),
            (Some(gives), Of::Class(_) | Of::Rows(_)) => given(gives, at).map(|of| on.with(of)),
            (Some("class"), _) => Some(on.with(Of::Class(at))),
            (Some(_), _) => None,
            (None, Of::Class(_) | Of::Rows(_)) => {
                let rows = on.with(Of::Rows(at));
                Some(match self.is_scope(at, name) {
                    true => rows,
                    false => rows.at_most(Confidence::Likely),
                })
            }
            (None, Of::Input(_)) => Some(on),
            (None, _) => None,
        }
    }

    /// Whether a model has a scope of that name.
    pub(super) fn is_scope(&self, model: usize, name: &str) -> bool {
        let mut scopes = self.model(model).into_iter().flat_map(|model| &model.scopes);
        scopes.any(|scope| matches!(&scope.kind, FilterKind::Finder(known) if known == name))
    }

    /// The model that an association leads to.
    pub(super) fn reached(&self, from: Typed, name: &str) -> Option<Typed> {
        let model = self.model(from.of.model()?)?;
        let association = model.associations.iter().find(|known| known.name == name)?;
        let target = self.search.app.position(association.target.as_deref()?)?;
        Some(from.with(match association.kind {
            AssociationKind::BelongsTo | AssociationKind::HasOne => Of::Row(target),
            AssociationKind::HasMany | AssociationKind::Reverse => Of::Rows(target),
        }))
    }

    /// What a request brings under the name of a model: `params[:user]`.
    fn sent(&self, keys: &[Expr]) -> Option<Typed> {
        let [key] = keys else { return None };
        Some(Typed::likely(Of::Input(self.search.conventions.named(key.text()?)?)))
    }

    /// Whether an expression is what a request brings.
    pub(super) fn is_input(&self, expr: &Expr) -> bool {
        let mut next = Some(expr);
        for _ in 0..MAX_CHAIN {
            let Some(expr) = next else { return false };
            let permits = expr.name().is_some_and(|name| name.ends_with(PERMITTED));
            if permits || expr.means("inflow", "is") == Some("sent") {
                return true;
            }
            next = match &expr.kind {
                Kind::Call(call) => call.receiver.as_ref(),
                Kind::Index(of, _) => Some(of),
                _ => None,
            };
        }
        false
    }
}

pub(super) fn given(gives: &str, at: usize) -> Option<Of> {
    Some(match gives {
        "row" => Of::Row(at),
        "rows" => Of::Rows(at),
        "class" => Of::Class(at),
        "form" => Of::Form(at),
        "value" => Of::Value,
        _ => return None,
    })
}
