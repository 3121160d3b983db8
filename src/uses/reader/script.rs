//! JavaScript and TypeScript: patterns, types, and functions that see what is around them.

mod clause;
mod typing;

use super::Reader;
use crate::{
    expr::{Call, ClassBody, Def, Expr, Kind, Lambda},
    finding::Confidence,
    source::Span,
    uses::{
        How, Via,
        claim::{Claim, Shape},
        scope::{Of, Typed},
    },
};

use clause::{Context, Level};

impl Reader<'_, '_, '_> {
    /// Reads a piece of code for all it claims.
    pub(super) fn script(&mut self, expr: &Expr) {
        match &expr.kind {
            Kind::Class(class) => self.script_class(class, expr.span),
            Kind::Def(def) => self.function(def),
            Kind::Lambda(lambda) => self.arrow(lambda, None),
            Kind::Assign(target, value) => self.assigned(target, value),
            Kind::Call(call) => self.script_call(expr, call),
            Kind::Index(of, at) => self.looked_up(expr, of, at),
            Kind::Name(name) => self.variable(name, expr.span),
            Kind::Map(pairs) => self.object(expr, pairs),
            Kind::Text(_) | Kind::Template(_) => self.string(expr, None),
            Kind::Typed(inner, of) => {
                self.walk(of);
                self.walk(inner);
                if let (Kind::Name(name), Some(typed)) = (&inner.kind, self.written(of)) {
                    self.scopes.declare(name, Some(typed));
                }
            }
            _ => expr.each_child(&mut |child| self.walk(child)),
        }
    }

    fn script_class(&mut self, class: &ClassBody, span: Span) {
        class.parents.iter().for_each(|parent| self.walk(parent));
        let hosts = self.search.conventions.hosts(&class.name);
        let is_here = |at: &&usize| {
            self.model(**at).is_some_and(|model| model.place.file.as_ref() == self.path)
        };
        let own = hosts.iter().find(is_here).map(|at| Typed::certain(Of::Class(*at)));
        let me = own.or_else(|| self.named_for(&class.name));
        let serves = me.or_else(|| {
            let at = self.search.conventions.companion(&class.name)?;
            Some(Typed::likely(Of::Class(at)))
        });
        if let Some(model) = serves.and_then(|serves| serves.of.model()) {
            self.served.push((span.start, span.end, model));
        }
        let around = std::mem::replace(&mut self.me, me);
        self.scopes.open(false);
        class.body.statements().iter().for_each(|member| self.script_member(member));
        self.scopes.close();
        self.me = around;
    }

    /// A class or type that is called as a model is.
    fn named_for(&self, name: &str) -> Option<Typed> {
        let at = self.search.conventions.class(name).first()?;
        Some(Typed::likely(Of::Class(*at)))
    }

    /// A field or method of a class, or of a type.
    fn script_member(&mut self, member: &Expr) {
        match &member.kind {
            Kind::Decorated(decorators, inner) => {
                decorators.iter().for_each(|decorator| self.walk(decorator));
                self.script_member(inner);
            }
            Kind::Typed(target, of) => {
                self.walk(of);
                let typed = self.written(of);
                self.member_name(target, typed);
            }
            Kind::Assign(target, value) => {
                self.walk(value);
                let (target, written) = match &target.kind {
                    Kind::Typed(target, of) => {
                        self.walk(of);
                        (target.as_ref(), self.written(of))
                    }
                    _ => (target.as_ref(), None),
                };
                let typed = written.or_else(|| self.type_of(value));
                self.member_name(target, typed);
            }
            Kind::Name(_) => self.member_name(member, None),
            // The members of a type that is called as a model is.
            Kind::Map(pairs) if self.me.is_some() => {
                for (key, written) in pairs {
                    self.member_name(key, None);
                    self.walk(written);
                }
            }
            _ => self.walk(member),
        }
    }

    fn member_name(&mut self, target: &Expr, typed: Option<Typed>) {
        let Some(name) = target.name().or_else(|| target.text()) else { return self.walk(target) };
        self.field(name, typed);
        let claim = match self.me {
            Some(Typed { of: Of::Class(model) | Of::Row(model), .. }) => {
                self.tie(model, How::Declare, Via::Declaration, Confidence::Likely)
            }
            _ => Claim::Open(Shape::Key),
        };
        if let Some(at) = self.claims.first(name, target.span.start, target.span.end) {
            self.claims.add(at, claim);
        }
    }

    fn function(&mut self, def: &Def) {
        let head = def.head;
        if let Some(at) = self.claims.first(&def.name, head.start, head.end) {
            let claim = match self.me {
                Some(Typed { of: Of::Class(model), .. }) => {
                    self.tie(model, How::Declare, Via::Itself, Confidence::Likely)
                }
                _ => Claim::Open(Shape::Definition),
            };
            self.claims.add(at, claim);
        }
        let around = self.me;
        self.me = around.map(|me| match (me.of, def.on_class) {
            (Of::Class(at), false) => me.with(Of::Row(at)),
            _ => me,
        });
        self.scopes.open(false);
        for (name, default) in &def.parameters {
            self.scopes.declare(name, None);
            default.iter().for_each(|default| self.walk(default));
        }
        self.walk(&def.body);
        self.scopes.close();
        self.me = around;
    }

    /// A function that is passed on, with what its first parameter is given.
    fn arrow(&mut self, lambda: &Lambda, given: Option<Typed>) {
        self.scopes.open(false);
        for (at, name) in lambda.parameters.iter().enumerate() {
            self.scopes.declare(name, given.filter(|_| at == 0));
        }
        self.walk(&lambda.body);
        self.scopes.close();
    }

    fn assigned(&mut self, target: &Expr, value: &Expr) {
        let written = match &target.kind {
            Kind::Typed(_, of) => self.written(of),
            _ => None,
        };
        match (written, &value.kind) {
            (
                Some(Typed { of: Of::Row(model) | Of::Rows(model), sure }),
                Kind::Map(_) | Kind::List(_),
            ) => {
                let context = Context { model, how: How::Write, sure, via: Via::Receiver };
                self.clause(value, context, Level::Columns);
            }
            _ => {
                let around = self.me;
                self.me = self.of_prototype(target).or(around);
                self.walk(value);
                self.me = around;
            }
        }
        if let (Kind::List(targets), Some(values)) = (&target.kind, together(value)) {
            for (target, value) in targets.iter().zip(values) {
                let typed = self.type_of(value);
                self.bind(target, typed);
            }
            return;
        }
        let typed = written.or_else(|| self.type_of(value));
        self.bind(target, typed);
    }

    /// What `this` is in `User.prototype.greet = function () { … }` and in `User.find = …`.
    fn of_prototype(&self, target: &Expr) -> Option<Typed> {
        let receiver = target.call().filter(|call| !call.called)?.receiver.as_ref()?;
        let (of, row) = match receiver.call() {
            Some(call) if call.name == "prototype" => (call.receiver.as_ref()?, true),
            _ => (receiver, false),
        };
        match self.type_of(of)? {
            Typed { of: Of::Class(at), sure } if row => Some(Typed { of: Of::Row(at), sure }),
            typed @ Typed { of: Of::Class(_), .. } => Some(typed),
            _ => None,
        }
    }

    /// Gives a name or a pattern what stands on the other side.
    fn bind(&mut self, target: &Expr, typed: Option<Typed>) {
        match &target.kind {
            Kind::Typed(inner, of) => {
                self.walk(of);
                let written = self.written(of);
                self.bind(inner, written.or(typed));
            }
            Kind::Name(name) => {
                let claim = match typed {
                    Some(Typed { of: Of::Field(model), .. }) => {
                        self.tie(model, How::Read, Via::Receiver, Confidence::Likely)
                    }
                    _ => Claim::Open(Shape::Local),
                };
                if let Some(at) = self.claims.first(name, target.span.start, target.span.end) {
                    self.claims.add(at, claim);
                }
                self.scopes.set(name, typed);
            }
            Kind::Assign(inner, default) => {
                self.walk(default);
                self.bind(inner, typed);
            }
            Kind::Splat(inner) => self.bind(inner, typed),
            Kind::List(members) => {
                let typed = typed.map(|typed| match typed.of {
                    Of::Rows(at) => typed.with(Of::Row(at)),
                    _ => typed.with(Of::Value),
                });
                members.iter().for_each(|member| self.bind(member, typed));
            }
            Kind::Map(pairs) => {
                for (key, target) in pairs {
                    self.taken(key, target, typed);
                }
            }
            Kind::Call(call) if call.arguments.is_empty() => {
                let Some(receiver) = &call.receiver else { return };
                self.walk(receiver);
                // `args.where.teamId = id` asks for rows.
                let of = receiver.call().filter(|it| !it.called).map(|it| it.name.as_str());
                let mut words = of.or(receiver.name()).into_iter().flat_map(|of| self.query(of));
                let asks = words.any(|word| {
                    word.get("gives") == Some("keys") && word.get("how") == Some("filter")
                });
                let how = if asks { How::Filter } else { How::Write };
                self.attribute(target, call, receiver, how);
                if receiver.name() == Some("this") {
                    self.field(&call.name, typed);
                }
            }
            _ => self.walk(target),
        }
    }

    /// `nickname: name` in the pattern `{ nickname: name } = user`
    fn taken(&mut self, key: &Expr, target: &Expr, from: Option<Typed>) {
        let Some(name) = key.text() else { return self.bind(target, from) };
        let member = match from {
            Some(from) => self.member_of(from, name),
            None => None,
        };
        if let Some(at) = self.claims.first(name, key.span.start, key.span.end) {
            let claim = match from {
                Some(Typed { of: Of::Row(model), sure }) => {
                    self.tie(model, How::Read, Via::Receiver, sure)
                }
                Some(Typed { of: Of::Rows(model), .. }) => {
                    self.tie(model, How::Read, Via::Receiver, Confidence::Likely)
                }
                Some(_) => Claim::Open(Shape::Local),
                None => Claim::Open(Shape::Attribute(How::Read)),
            };
            self.claims.add(at, claim);
        }
        self.bind(target, member);
    }

    fn variable(&mut self, name: &str, span: Span) {
        let Some(at) = self.claims.first(name, span.start, span.end) else { return };
        let claim = match self.scopes.get(name) {
            Some(Some(Typed { of: Of::Field(model), .. })) => {
                self.tie(model, How::Read, Via::Receiver, Confidence::Likely)
            }
            Some(_) => Claim::Open(Shape::Local),
            None => Claim::Open(Shape::Bare),
        };
        self.claims.add(at, claim);
    }

    /// `user['nickname']`, and as a type `User['nickname']` or `Pick<User, 'nickname'>`
    fn looked_up(&mut self, expr: &Expr, of: &Expr, at: &[Expr]) {
        let lists = of.name().and_then(|name| {
            let mut words = self.query(name).filter(|word| word.get("gives") == Some("row"));
            words.find_map(|word| How::named(word.get("how")?))
        });
        if let ([first, rest @ ..], Some(how)) = (at, lists)
            && let Some(Typed { of: Of::Row(model), sure }) = self.written(first)
        {
            self.walk(first);
            let context = Context { model, how, sure, via: Via::Text };
            rest.iter().for_each(|names| self.clause(names, context, Level::Columns));
            return;
        }
        if let (Some(Typed { of: Of::Class(model), sure }), [key]) = (self.type_of(of), at)
            && let Some(name) = key.text()
        {
            if let Some(found) = self.claims.first(name, key.span.start, key.span.end) {
                let claim = self.tie(model, How::Read, Via::Text, sure);
                self.claims.add(found, claim);
            }
            return;
        }
        self.index(expr, of, at);
    }

    /// An object that nothing is known of.
    fn object(&mut self, expr: &Expr, pairs: &[(Expr, Expr)]) {
        if let Some(context) = self.included(pairs, How::Select) {
            return self.clause(expr, context, Level::Options);
        }
        let value = |name: &str| pairs.iter().find(|(key, _)| key.text() == Some(name));
        // A type of GraphQL that is built of its name and its fields.
        if let (Some((_, name)), Some(_)) = (value("name"), value("fields"))
            && let Some(model) = name.text().and_then(|name| self.type_named(name))
        {
            self.served.push((expr.span.start, expr.span.end, model));
        }
        for (key, value) in pairs {
            let Some(name) = key.text() else {
                self.walk(key);
                self.walk(value);
                continue;
            };
            self.open(name, key.span.start, key.span.end, Shape::Key);
            // What resolves the fields of a type: `User: { nickname: … }`
            if let (Kind::Map(_), Some(Typed { of: Of::Class(model), .. })) =
                (&value.kind, self.named_for(name))
            {
                self.served.push((value.span.start, value.span.end, model));
            }
            self.walk(value);
        }
    }

    /// The model that a type of an interface is named for: `User`, `UserType`.
    fn type_named(&self, name: &str) -> Option<usize> {
        let conventions = &self.search.conventions;
        conventions.named(name).or_else(|| conventions.companion(name))
    }

    fn script_call(&mut self, expr: &Expr, call: &Call) {
        self.count_unfollowed(call);
        self.name_rows(call);
        if let Some(receiver) = &call.receiver {
            self.walk(receiver);
            if !call.called {
                return self.attribute(expr, call, receiver, How::Read);
            }
            self.method(expr, call, receiver);
        } else {
            let end = self.name_end(expr, call);
            let name = call.name.clone();
            self.open(&name, expr.span.start, end, Shape::Bare);
        }
        let gives = self.query(&call.name).find_map(|word| word.get("gives"));
        if gives == Some("graphql") {
            for at in self.claims.within(expr.span.start, expr.span.end) {
                self.claims.add(at, Claim::Open(Shape::Key));
            }
            return;
        }
        if let (Some("model"), Some(name)) = (gives, call.arguments.first().and_then(Expr::text))
            && let Some(model) = self.type_named(name)
        {
            self.served.push((expr.span.start, expr.span.end, model));
            let me = Typed::certain(Of::Row(model));
            let around = self.me.replace(me);
            call.arguments.iter().for_each(|argument| self.walk(argument));
            self.me = around;
            return;
        }
        self.script_arguments(call);
    }
}

/// The calls that are waited for together: `await Promise.all([a(), b()])`
fn together(value: &Expr) -> Option<&[Expr]> {
    let call = value.call()?;
    let is_all = call.name == "all" && call.receiver.as_ref()?.name() == Some("Promise");
    call.arguments.first().filter(|_| is_all)?.members()
}
