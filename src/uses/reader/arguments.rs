//! What a call is given: columns as symbols, keys, strings of SQL, and blocks that get rows.

use super::Reader;
use crate::{
    expr::{Call, Expr, Kind, Lambda, Word},
    finding::Confidence,
    source::{Language, Span},
    syntax,
    uses::{
        How, Via,
        claim::{Claim, Shape},
        scope::{Of, Typed},
    },
};

/// Whose columns the arguments of a call name.
#[derive(Clone, Copy)]
struct Context {
    model: usize,
    how: How,
    sure: Confidence,
    via: Via,
    /// Methods of the row are given the values, and not its columns.
    by_setters: bool,
}

impl Reader<'_, '_, '_> {
    /// What queries say of a call of that name.
    pub(super) fn query(&self, name: &str) -> impl Iterator<Item = &'static Word> + use<> {
        syntax::words_of(self.language, name).into_iter().filter(|word| word.fact == "query")
    }

    /// Reads what a call is given.
    pub(super) fn arguments(&mut self, expr: &Expr, call: &Call) {
        let on = match &call.receiver {
            Some(receiver) => self.type_of(receiver),
            None => self.me,
        };
        let context = self.delegated(call).or_else(|| self.context(call, on));
        // `user.update_column(:nickname, nil)`
        let clears = matches!(call.arguments.as_slice(), [_, Expr { kind: Kind::Null, .. }]);
        let context = context.map(|context| match context.how {
            How::Write if clears => Context { how: How::Clear, ..context },
            _ => context,
        });
        let target = self.declared_target(call);
        let row = self.row_of_event(call);
        let message = self.message(call);
        for argument in &call.arguments {
            match (&argument.kind, target, context) {
                _ if message == Some(argument.span) => {}
                // `has_many :images, -> { order(:position) }` speaks of images.
                (Kind::Lambda(lambda), Some(_), _) => {
                    let me = std::mem::replace(&mut self.me, target);
                    self.lambda(lambda, None);
                    self.me = me;
                }
                (Kind::Lambda(lambda), None, _) if row.is_some() => self.lambda_of_row(lambda, row),
                (_, _, Some(context)) => self.argument(argument, context),
                _ => self.walk(argument),
            }
        }
        for (key, value) in &call.options {
            let context = match target {
                Some(target) => self.of_side(call, key, target).or(context),
                None => context,
            };
            match (&value.kind, key.as_str()) {
                (Kind::Lambda(lambda), "if" | "unless") if row.is_some() => {
                    self.lambda_of_row(lambda, row);
                }
                _ => self.option(expr, key, value, context),
            }
        }
        if let (Some(block), Some(Typed { of: Of::Class(_), .. })) = (&call.block, on)
            && syntax::words_of(self.language, &call.name).iter().any(|word| word.fact == "hook")
        {
            let me = std::mem::replace(&mut self.me, on);
            self.lambda(block, None);
            self.me = me;
        } else if let (Some(block), Some(_)) = (&call.block, row) {
            self.lambda_of_row(block, row);
        } else if let Some(block) = &call.block {
            let given = self.block_is_given(call, on);
            self.lambda(block, given);
        }
    }

    /// The row that what a class body gives to a call runs for: `before_save { self.status ||= "new" }`.
    fn row_of_event(&self, call: &Call) -> Option<Typed> {
        let me = self.me.filter(|_| self.language == Language::Ruby && self.in_class_body)?;
        let words = syntax::words_of(self.language, &call.name);
        let runs = call.receiver.is_none() && words.iter().any(|word| word.fact == "event");
        match me.of {
            Of::Class(model) if runs => Some(me.with(Of::Row(model))),
            _ => None,
        }
    }

    fn lambda_of_row(&mut self, lambda: &Lambda, row: Option<Typed>) {
        let me = std::mem::replace(&mut self.me, row);
        let outside = std::mem::replace(&mut self.in_class_body, false);
        self.lambda(lambda, row);
        self.in_class_body = outside;
        self.me = me;
    }

    /// The key of a message that a call translates: `t("users.email")` names no column.
    pub(super) fn message(&mut self, call: &Call) -> Option<Span> {
        let key = call.arguments.first()?;
        self.is_message(&call.name, key).then_some(key.span)
    }

    /// Claims a text that is for people, by the name of what it is given to.
    pub(super) fn is_message(&mut self, name: &str, text: &Expr) -> bool {
        let is = matches!(text.kind, Kind::Text(_)) && self.is_given(name, "message");
        if is {
            let within = self.claims.within(text.span.start, text.span.end);
            within.for_each(|at| self.claims.add(at, Claim::Other));
        }
        is
    }

    /// Whose columns the arguments of a call may name.
    fn context(&self, call: &Call, on: Option<Typed>) -> Option<Context> {
        let word = self.query(&call.name).next();
        let how = word.and_then(|word| How::named(word.get("how")?));
        // `attributes :id, :email` in a serializer: the body of a class has no row to write.
        let in_body = call.receiver.is_none() && self.in_class_body;
        let how = how.filter(|how| *how != How::Write || !in_body);
        let declares =
            call.receiver.is_none() && matches!(self.me, Some(Typed { of: Of::Class(_), .. }));
        let of = match on {
            Some(typed) if typed.of != Of::Value => Some((typed, false)),
            _ => self.beside(call).map(|typed| (typed, true)),
        };
        let serves = self.classes.last().and_then(|around| around.serves);
        let serves = serves.filter(|_| call.receiver.is_none() && self.in_class_body);
        let (typed, beside) = of.or_else(|| serves.map(|typed| (typed, true)))?;
        let model = typed.of.model()?;
        // What a request brings is permitted to be written.
        let input = matches!(typed.of, Of::Input(_));
        let how = if input { Some(How::Write) } else { how };
        let by_setters = input || word.is_some_and(|word| word.get("through") == Some("setters"));
        let (how, via) = match (how, declares) {
            (Some(how), _) => (how, Via::Symbol),
            (None, true) => (How::Declare, Via::Declaration),
            (None, false) if self.in_class_body => (How::Expose, Via::Declaration),
            (None, false) => (How::Read, Via::Symbol),
        };
        // A method that nobody knows may take anything of that name.
        let known = word.is_some() || declares && self.in_class_body;
        let sure = if known && !beside { typed.sure } else { typed.sure.min(Confidence::Likely) };
        Some(Context { model, how, sure, via, by_setters })
    }

    /// `delegate :nickname, to: :user`: columns of the other model.
    fn delegated(&self, call: &Call) -> Option<Context> {
        let me = self.me.filter(|me| matches!(me.of, Of::Class(_)) && call.receiver.is_none())?;
        let words = syntax::words_of(self.language, &call.name);
        words.iter().find(|it| it.fact == "declare" && it.get("as") == Some("delegate"))?;
        let to = call.option("to")?.text()?;
        let target = self.reached(me.with(Of::Row(me.of.model()?)), to)?;
        let (how, via) = (How::Read, Via::Association);
        Some(Context { model: target.of.model()?, how, sure: me.sure, via, by_setters: false })
    }

    /// The model that a declaration of an association leads to, where it is the class's own.
    fn declared_target(&self, call: &Call) -> Option<Typed> {
        let me = self.me.filter(|me| matches!(me.of, Of::Class(_)) && call.receiver.is_none())?;
        let words = syntax::words_of(self.language, &call.name);
        words.iter().find(|word| word.fact == "association")?;
        let name = call.arguments.first()?.text()?;
        let target = self.reached(me.with(Of::Row(me.of.model()?)), name)?;
        Some(target.with(Of::Class(target.of.model()?)))
    }

    /// Whose columns an option of an association names, where they are the other side's.
    fn of_side(&self, call: &Call, option: &str, target: Typed) -> Option<Context> {
        let gives = self.query(option).find_map(|word| word.get("gives"))?;
        let words = syntax::words_of(self.language, &call.name);
        let kind = words.iter().find(|word| word.fact == "association")?.get("kind");
        let is_other = match gives {
            "key" => kind != Some("belongs-to"),
            "other" | "conditions" => true,
            _ => false,
        };
        let (how, via) = match gives {
            "conditions" => (How::Filter, Via::Association),
            _ => (How::Declare, Via::Declaration),
        };
        let model = target.of.model().filter(|_| is_other)?;
        Some(Context { model, how, sure: target.sure, via, by_setters: false })
    }

    /// The model of another argument: `json.extract! user, :nickname`, `create(:user, nickname: …)`.
    fn beside(&self, call: &Call) -> Option<Typed> {
        call.arguments.iter().find_map(|argument| match &argument.kind {
            // Factories make rows by the names of models.
            Kind::Symbol(name) if call.receiver.is_none() && self.makes(&call.name) => {
                let at = self.search.conventions.named(name)?;
                Some(Typed::likely(Of::Row(at)))
            }
            Kind::Symbol(_) => None,
            _ => self.type_of(argument).filter(|typed| typed.of.model().is_some()),
        })
    }

    /// Whether a call of that name makes a row.
    fn makes(&self, name: &str) -> bool {
        self.query(name)
            .any(|word| word.get("gives") == Some("row") && word.get("how") == Some("write"))
    }

    fn argument(&mut self, argument: &Expr, context: Context) {
        match &argument.kind {
            Kind::Symbol(name) => self.named(name, argument, context),
            Kind::Text(_) | Kind::Template(_) => {
                self.string(argument, Some((context.model, context.how, context.sure)));
            }
            Kind::List(members) => {
                members.iter().for_each(|member| self.argument(member, context));
            }
            Kind::Splat(inner) => match &inner.kind {
                // `users.sum(&:nickname)`: a method that each of them has.
                Kind::Symbol(_) => self.argument(inner, Context { how: How::Read, ..context }),
                Kind::List(_) => self.argument(inner, context),
                _ => self.walk(inner),
            },
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    match key.text() {
                        Some(name) => self.option(argument, name, value, Some(context)),
                        None => {
                            self.argument(key, context);
                            self.walk(value);
                        }
                    }
                }
            }
            _ => self.walk(argument),
        }
    }

    fn named(&mut self, name: &str, at: &Expr, context: Context) {
        let Some(found) = self.claims.first(name, at.span.start, at.span.end) else { return };
        let claim = self.tie(context.model, context.how, context.via, self.sure(context, name));
        self.claims.add(found, claim);
    }

    /// How sure it is that a name is a column: a setter of the model's own may keep the value elsewhere.
    fn sure(&self, context: Context, name: &str) -> Confidence {
        match context.by_setters && self.search.is_method(context.model, &format!("{name}=")) {
            true => Confidence::Possible,
            false => context.sure,
        }
    }

    /// `nickname: value`, `users: { nickname: value }`, `only: [:nickname]`
    fn option(&mut self, around: &Expr, key: &str, value: &Expr, context: Option<Context>) {
        if self.qualified(around.span.start, key, value, context) {
            return self.walk(value);
        }
        let Some(context) = context else {
            self.key(around, key, value, Claim::Open(Shape::Key));
            return self.walk(value);
        };
        let how = match (context.how, &value.kind) {
            (How::Write, Kind::Null) => How::Clear,
            (how, _) => how,
        };
        let claim = self.tie(context.model, how, context.via, self.sure(context, key));
        self.key(around, key, value, claim);
        let inner = self.nested(context, key);
        match (&value.kind, inner) {
            (Kind::Map(_) | Kind::List(_) | Kind::Symbol(_) | Kind::Text(_), Some(inner)) => {
                self.argument(value, inner);
            }
            (Kind::Symbol(_) | Kind::List(_), None)
                if context.via == Via::Declaration || self.lists(key) =>
            {
                self.argument(value, context);
            }
            (Kind::Text(_), None)
                if context.via == Via::Declaration && self.is_given(key, "key") =>
            {
                self.argument(value, context);
            }
            (Kind::Map(_), None) if self.is_given(key, "conditions") => {
                self.argument(value, Context { how: How::Filter, ..context });
            }
            _ => self.walk(value),
        }
    }

    /// Whether the value of an option is a list of columns.
    pub(super) fn lists(&self, key: &str) -> bool {
        self.is_given(key, "columns")
    }

    /// Whether queries say that an option gives something.
    fn is_given(&self, key: &str, what: &str) -> bool {
        self.query(key).any(|word| word.get("gives") == Some(what))
    }

    /// `where("users.nickname" => value)`: whether the key names a table with a column.
    fn qualified(&mut self, from: u32, key: &str, value: &Expr, context: Option<Context>) -> bool {
        let Some((table, column)) = key.rsplit_once('.') else { return false };
        let model = self.search.conventions.table(table).first().copied();
        let at = self.claims.last(column, from, value.span.start);
        let (Some(model), Some(at)) = (model, at.filter(|at| self.is_right_before(*at, value)))
        else {
            return false;
        };
        let sure = context.map_or(Confidence::Likely, |context| context.sure);
        let claim = self.tie(model, How::Filter, Via::Sql, sure);
        self.claims.add(at, claim);
        true
    }

    /// Whose columns stand under the name of an association or of a table.
    fn nested(&self, context: Context, key: &str) -> Option<Context> {
        let model = self.model(context.model)?;
        let association = model.associations.iter().find(|known| known.name == key);
        let target = match association {
            Some(association) => self.search.app.position(association.target.as_deref()?),
            None => self.search.conventions.table(key).first().copied(),
        };
        target.map(|model| Context { model, via: Via::Association, ..context })
    }

    /// A key stands right before its value.
    fn key(&mut self, around: &Expr, key: &str, value: &Expr, claim: Claim) {
        let from = around.span.start;
        let before = self.claims.last(key, from, value.span.start);
        // `{ nickname: }`: the value is the key.
        let at = before.filter(|at| self.is_right_before(*at, value)).or_else(|| {
            self.claims.first(key, value.span.start, value.span.start + key.len() as u32)
        });
        if let Some(at) = at {
            self.claims.add(at, claim);
        }
    }

    fn is_right_before(&self, at: usize, value: &Expr) -> bool {
        let Some(occurrence) = self.claims.occurrences.get(at) else { return false };
        let between = self.text.get(occurrence.span.end as usize..value.span.start as usize);
        between.is_some_and(|text| {
            text.chars()
                .all(|c| c.is_whitespace() || matches!(c, ':' | '=' | '>' | '"' | '\'' | '(' | '['))
        })
    }

    /// What a block gets.
    fn block_is_given(&self, call: &Call, on: Option<Typed>) -> Option<Typed> {
        let gives = self.query(&call.name).find_map(|word| word.get("block"));
        if gives == Some("form") {
            let of = self
                .beside(call)
                .or_else(|| call.options.iter().find_map(|(_, value)| self.type_of(value)));
            return of.and_then(|of| Some(of.with(Of::Form(of.of.model()?))));
        }
        let on = on.filter(|_| call.receiver.is_some())?;
        let at = on.of.model()?;
        Some(match on.of {
            Of::Rows(_) | Of::Class(_) => on.with(Of::Row(at)),
            _ => on,
        })
    }
}
