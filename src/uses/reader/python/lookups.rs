//! Columns that calls of Python name: keywords, paths in strings, expressions of a query.

use super::super::Reader;
use crate::{
    expr::{Call, Expr, Kind},
    finding::Confidence,
    uses::{
        How, Via,
        claim::{Claim, Shape},
        scope::{Of, Typed},
    },
};

/// How long a chain of calls is followed.
const MAX_CHAIN: usize = 40;

/// Whose columns are named.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) model: usize,
    pub(super) how: How,
    pub(super) sure: Confidence,
    pub(super) via: Via,
}

impl Reader<'_, '_, '_> {
    /// Reads what a call is given.
    pub(in super::super) fn python_arguments(&mut self, expr: &Expr, call: &Call) {
        let on = call.receiver.as_ref().and_then(|receiver| self.type_of(receiver));
        let asked = self.asked(expr, call, on);
        let message = self.message(call);
        for argument in &call.arguments {
            match asked {
                _ if message == Some(argument.span) => {}
                Some((context, true)) => self.names(argument, context),
                _ => self.walk(argument),
            }
        }
        let foreign = self.is_foreign(call);
        for (key, value) in &call.options {
            let is_message = self.is_message(key, value);
            match asked {
                Some((context, known)) if known || !self.lists(key) => {
                    let sets = self.query(&call.name).any(|word| word.get("of") == Some(key));
                    let how = if sets { How::Assign } else { context.how };
                    self.keyword(key, value, Named { how, ..context });
                }
                _ => {
                    match foreign {
                        true => self.foreign(key, value),
                        false => self.loose(key, value),
                    }
                    if !is_message {
                        self.walk(value);
                    }
                }
            }
        }
        if let Some(block) = &call.block {
            let given = self.loop_gives(call, on);
            self.python_loop(call, block, given);
        }
    }

    /// Whose columns the arguments of a call name, and whether it is known to take them.
    fn asked(&self, expr: &Expr, call: &Call, on: Option<Typed>) -> Option<(Named, bool)> {
        let word = self.query(&call.name).find(|word| word.get("how").is_some());
        let how = word.and_then(|word| How::named(word.get("how")?)).map(|how| self.at_hand(how));
        let named = |typed: Typed, how, via| {
            Some(Named { model: typed.of.model()?, how, sure: typed.sure, via })
        };
        // `User(nickname="x")`
        if let Some(made) = self.made(expr, call) {
            return Some((named(made, How::Write, Via::Symbol)?, true));
        }
        if let Some(position) = word.and_then(|word| word.position("of"))
            && let Some(typed) = call.arguments.get(position).and_then(|of| self.type_of(of))
            && let Some(context) = named(typed, how?, Via::Text)
        {
            return Some((context, true));
        }
        // After a join, keywords name columns of what was joined.
        let on = match word.and_then(|word| word.get("of")) {
            Some("joined") if self.is_joined(call) => on.map(|on| on.at_most(Confidence::Likely)),
            _ => on,
        };
        let on = on.or_else(|| {
            // `self.filter(…)` in a class that serves a model.
            how.and(call.receiver.as_ref())?;
            let serves = self.classes.iter().rev().find_map(|around| around.serves)?;
            Some(serves.at_most(Confidence::Likely))
        })?;
        match (on.of, how) {
            (Of::Class(_) | Of::Rows(_) | Of::Row(_), Some(how)) => {
                Some((named(on, how, Via::Symbol)?, true))
            }
            // `User.objects.create_user(nickname="x")`
            (Of::Class(_) | Of::Rows(_), None) if call.block.is_none() => {
                Some((named(on.at_most(Confidence::Likely), How::Read, Via::Symbol)?, false))
            }
            _ => None,
        }
    }

    /// The row that a call makes by calling a model.
    fn made(&self, expr: &Expr, call: &Call) -> Option<Typed> {
        if !call.called || !call.name.starts_with(char::is_uppercase) {
            return None;
        }
        self.type_of(expr).filter(|typed| matches!(typed.of, Of::Row(_)))
    }

    /// Whether a call is of something that comes from a library, and that is given no model:
    /// `Response(status=204)`, not `Q(status="new")`.
    fn is_foreign(&self, call: &Call) -> bool {
        let from = self.python.imports.get(&call.name).filter(|_| call.receiver.is_none());
        from.is_some_and(|(from, _)| !from.starts_with('.') && !self.is_ours(from))
            && !self.lists(&call.name)
            && !call.arguments.iter().any(|argument| self.type_of(argument).is_some())
    }

    /// The name of a parameter of something that knows nothing of the models.
    fn foreign(&mut self, key: &str, value: &Expr) {
        let Some(start) = self.key_start(key, value) else { return };
        let end = start + u32::try_from(key.len()).unwrap_or_default();
        if let Some(at) = self.claims.first(key, start, end) {
            self.claims.add(at, Claim::Open(Shape::Local));
        }
    }

    /// `nickname=value` in a call of something unknown.
    fn loose(&mut self, key: &str, value: &Expr) {
        let Some(start) = self.key_start(key, value) else { return };
        self.path(key, start, None);
    }

    /// `user__nickname=value`
    fn keyword(&mut self, key: &str, value: &Expr, context: Named) {
        let lists = self.lists(key);
        if let Some(start) = self.key_start(key, value) {
            self.path(
                key,
                start,
                Some(Named { how: self.given(context.how, key, value), ..context }),
            );
        }
        match lists || self.is_expression(value) {
            true => self.names(value, context),
            false => self.walk(value),
        }
    }

    /// What a keyword does with its column, by the value that it is given.
    fn given(&self, how: How, key: &str, value: &Expr) -> How {
        let null = self.may_be_null(value);
        match how {
            How::Write if null => How::Clear,
            How::Assign if null => How::Unset,
            How::Filter if key.ends_with("__isnull") && value.kind == Kind::Bool(true) => How::Lack,
            How::Filter if value.kind == Kind::Null => How::Lack,
            _ => how,
        }
    }

    /// Whether a value is `None`, or a parameter that is `None` where the caller says nothing.
    fn may_be_null(&self, value: &Expr) -> bool {
        value.kind == Kind::Null
            || value.name().is_some_and(|name| self.python.optional.iter().any(|it| it == name))
    }

    /// Where the key of a value begins, which stands right before it.
    fn key_start(&self, key: &str, value: &Expr) -> Option<u32> {
        let before = self.text.get(..value.span.start as usize)?;
        let before = before.trim_end_matches(|c: char| c.is_whitespace() || c == '(');
        let before = before.strip_suffix('=')?.trim_end().strip_suffix(key)?;
        u32::try_from(before.len()).ok()
    }

    /// Whether an expression names columns of what it is given to: `F("nickname")`, `Q(…) | Q(…)`.
    fn is_expression(&self, expr: &Expr) -> bool {
        match &expr.kind {
            Kind::Call(call) if call.called && call.name.starts_with(char::is_uppercase) => {
                self.lists(&call.name)
            }
            // `F("nickname").desc()`
            Kind::Call(call) => call.receiver.as_ref().is_some_and(|of| self.is_expression(of)),
            Kind::Not(inner) | Kind::Splat(inner) => self.is_expression(inner),
            Kind::Binary(left, _, right) => self.is_expression(left) || self.is_expression(right),
            _ => false,
        }
    }

    /// Reads an expression whose strings and keywords are names of columns.
    pub(super) fn names(&mut self, expr: &Expr, context: Named) {
        match &expr.kind {
            Kind::Text(text) => {
                let bare = text.trim_start_matches(['-', '+', '=', '^', '@', '$', '?']);
                let is_path = !bare.is_empty()
                    && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
                match self.inside(expr, bare).filter(|_| is_path) {
                    Some(start) => self.path(bare, start, Some(context)),
                    None => self.string(expr, Some((context.model, context.how, context.sure))),
                }
            }
            Kind::Template(_) => {
                self.string(expr, Some((context.model, context.how, context.sure)));
            }
            Kind::List(members) => members.iter().for_each(|member| self.names(member, context)),
            Kind::Splat(inner) | Kind::Not(inner) => self.names(inner, context),
            Kind::Binary(left, ..) => {
                let Kind::Binary(_, _, right) = &expr.kind else { return };
                self.names(left, context);
                self.names(right, context);
            }
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    let how = self.given(context.how, key.text().unwrap_or_default(), value);
                    self.names(key, Named { how, ..context });
                    match key.text().is_some_and(|key| self.lists(key)) || self.is_expression(value)
                    {
                        true => self.names(value, context),
                        false => self.walk(value),
                    }
                }
            }
            Kind::Call(call) if self.is_expression(expr) => {
                if let Some(receiver) = &call.receiver {
                    self.names(receiver, context);
                }
                call.arguments.iter().for_each(|argument| self.names(argument, context));
                for (key, value) in &call.options {
                    self.keyword(key, value, context);
                }
            }
            _ => self.walk(expr),
        }
    }

    /// Where a name begins within the quotes of a string.
    fn inside(&self, expr: &Expr, name: &str) -> Option<u32> {
        let text = self.text.get(expr.span.start as usize..expr.span.end as usize)?;
        let at = u32::try_from(text.find(name)?).ok()?;
        Some(expr.span.start + at)
    }

    /// A path through relations to a column: `user__nickname__icontains`, `user.nickname`.
    pub(super) fn path(&mut self, path: &str, start: u32, context: Option<Named>) {
        let mut model = context.map(|context| context.model);
        let mut via = context.map_or(Via::Name, |context| context.via);
        let separator = if path.contains("__") { "__" } else { "." };
        let mut from = start;
        for part in path.split(separator) {
            let end = from + u32::try_from(part.len()).unwrap_or(u32::MAX);
            if let Some(at) = self.claims.first(part, from, end) {
                let claim = match (model, context) {
                    // What the class itself declares answers there.
                    (Some(model), Some(context)) if self.shadowed(part) => {
                        let how = match context.how {
                            How::Load | How::Omit => How::Mention,
                            how => how,
                        };
                        self.tie(model, how, via, context.sure.min(Confidence::Likely))
                    }
                    (Some(model), Some(context)) => self.tie(model, context.how, via, context.sure),
                    _ => Claim::Open(Shape::Key),
                };
                self.claims.add(at, claim);
            }
            model = model.and_then(|at| self.related(at, part)).map(|(target, _)| target);
            via = Via::Association;
            from = end + u32::try_from(separator.len()).unwrap_or(0);
        }
    }

    /// Whether a class that serves a model has a member of its own of that name.
    fn shadowed(&self, name: &str) -> bool {
        let serves = self.classes.last().is_some_and(|around| around.serves.is_some());
        serves && self.python.members.iter().any(|member| member == name)
    }

    /// Whether what a call is called on was joined with something.
    fn is_joined(&self, call: &Call) -> bool {
        let mut next = call.receiver.as_ref();
        for _ in 0..MAX_CHAIN {
            let Some(inner) = next.and_then(Expr::call) else { return false };
            if self.query(&inner.name).any(|word| word.get("gives") == Some("joined")) {
                return true;
            }
            next = inner.receiver.as_ref();
        }
        false
    }
}
