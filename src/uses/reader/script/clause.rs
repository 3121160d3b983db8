//! Objects that name columns: what calls on a model are given.

use super::super::Reader;
use crate::{
    expr::{Call, Expr, Kind, Word},
    finding::Confidence,
    uses::{
        How, Via,
        claim::{Claim, Shape},
        scope::{Of, Typed},
    },
};

/// Whose columns an object names.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) model: usize,
    pub(super) how: How,
    pub(super) sure: Confidence,
    pub(super) via: Via,
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Level {
    /// Options, below which columns are named: `{ where: … }`
    Options,
    /// Options or columns.
    Mixed,
    /// Columns.
    Columns,
}

impl Reader<'_, '_, '_> {
    /// Reads what a call is given.
    pub(super) fn script_arguments(&mut self, call: &Call) {
        let delegate = call.receiver.as_ref().and_then(|of| self.delegate(of, &call.name));
        let own = call.receiver.as_ref().and_then(|of| self.type_of(of));
        let on = delegate.or_else(|| self.of_argument(call)).or_else(|| self.entity(call)).or(own);
        let words: Vec<_> = self.calls(&call.name).collect();
        let how = words.iter().find_map(|word| How::named(word.get("how")?));
        let context = match (on, how) {
            (Some(on), Some(how)) => {
                on.of.model().map(|model| Context { model, how, sure: on.sure, via: Via::Symbol })
            }
            _ => self.constructed(call),
        };
        let level = match delegate {
            Some(_) => Level::Options,
            None => Level::Mixed,
        };
        let block = words.iter().find_map(|word| word.get("block"));
        let given = match (block, on.map(|on| (on, on.of))) {
            (Some("row"), Some((on, Of::Rows(at) | Of::Class(at)))) => Some(on.with(Of::Row(at))),
            (Some(_), Some((on, Of::Row(_) | Of::Rows(_) | Of::Class(_)))) => Some(on),
            _ => None,
        };
        let message = self.message(call);
        for argument in &call.arguments {
            match (&argument.kind, context) {
                _ if message == Some(argument.span) => {}
                (Kind::Lambda(lambda), _) => self.arrow(lambda, given),
                (_, Some(context)) => self.clause(argument, context, level),
                _ => self.walk(argument),
            }
        }
        // `for (const user of users)`
        if let Some(block) = &call.block {
            let given = own.and_then(|own| match own.of {
                Of::Rows(at) => Some(own.with(Of::Row(at))),
                _ => None,
            });
            self.arrow(block, given);
        }
    }

    /// `manager.find(User, …)`: the model that a manager of entities is told first.
    pub(super) fn entity(&self, call: &Call) -> Option<Typed> {
        call.receiver.as_ref()?;
        let at = self.query(&call.name).find_map(|word| word.position("entity"))?;
        let argument = call.arguments.get(at)?;
        self.type_of(argument).filter(|typed| matches!(typed.of, Of::Class(_)))
    }

    /// Remembers what a query calls its rows: `users.createQueryBuilder('u')`.
    pub(super) fn name_rows(&mut self, call: &Call) {
        if !self.query(&call.name).any(|word| word.get("alias").is_some()) {
            return;
        }
        let on = match self.entity(call) {
            Some(entity) => Some(entity),
            None => call.receiver.as_ref().and_then(|of| self.type_of(of)),
        };
        let alias = call.arguments.iter().find_map(Expr::text);
        if let (Some(model), Some(alias)) = (on.and_then(|on| on.of.model()), alias) {
            self.call_table(alias, model);
        }
    }

    /// A text that calls two tables the same tells of neither.
    fn call_table(&mut self, alias: &str, model: usize) {
        let known = self.aliases.entry(alias.to_owned()).or_insert(Some(model));
        if *known != Some(model) {
            *known = None;
        }
    }

    /// What queries say of a call of that name.
    pub(super) fn calls(&self, name: &str) -> impl Iterator<Item = &'static Word> + use<> {
        self.query(name).filter(|word| word.get("gives") != Some("keys"))
    }

    /// `new User({ nickname })`
    fn constructed(&self, call: &Call) -> Option<Context> {
        let is_class = call.receiver.is_none() && call.name.starts_with(char::is_uppercase);
        let Typed { of: Of::Class(model), sure } =
            self.constant(&call.name).filter(|_| is_class)?
        else {
            return None;
        };
        Some(Context { model, how: How::Write, sure, via: Via::Symbol })
    }

    /// Reads an object, a list or a text that names columns.
    pub(super) fn clause(&mut self, expr: &Expr, context: Context, level: Level) {
        match &expr.kind {
            Kind::Map(pairs) => {
                let context = self.included(pairs, context.how).unwrap_or(context);
                for (key, value) in pairs {
                    match (key.text(), &key.kind) {
                        (Some(name), _) => self.pair(name, key, value, context, level),
                        (None, Kind::Splat(inner)) => self.clause(inner, context, level),
                        // `[Op.or]: …`
                        (None, _) => {
                            self.walk(key);
                            self.clause(value, context, level);
                        }
                    }
                }
            }
            Kind::List(members) => {
                members.iter().for_each(|member| self.clause(member, context, level));
            }
            Kind::Text(_) | Kind::Template(_) => {
                self.string(expr, Some((context.model, context.how, context.sure)));
            }
            Kind::Splat(inner) => self.clause(inner, context, level),
            Kind::Typed(inner, of) => {
                self.walk(of);
                self.clause(inner, context, level);
            }
            Kind::If(condition, then, otherwise) => {
                self.walk(condition);
                self.clause(then, context, level);
                self.clause(otherwise, context, level);
            }
            Kind::Binary(left, op, right) if matches!(op.as_str(), "&&" | "||" | "??" | "|") => {
                match op == "&&" {
                    true => self.walk(left),
                    false => self.clause(left, context, level),
                }
                self.clause(right, context, level);
            }
            Kind::Lambda(lambda) => {
                self.arrow(lambda, Some(Typed { of: Of::Row(context.model), sure: context.sure }));
            }
            // `rows.map((row) => ({ nickname: row.name }))`
            Kind::Call(call) if call.called => {
                self.walk(expr);
                for argument in &call.arguments {
                    if let Kind::Lambda(lambda) = &argument.kind
                        && let Some(value) = lambda.body.statements().last()
                        && let Kind::Map(_) = value.kind
                    {
                        self.clause(value, context, level);
                    }
                }
            }
            _ => self.walk(expr),
        }
    }

    fn pair(&mut self, name: &str, key: &Expr, value: &Expr, context: Context, level: Level) {
        let word = self.query(name).find(|word| word.get("gives") == Some("keys"));
        let nests = matches!(
            value.kind,
            Kind::Map(_)
                | Kind::List(_)
                | Kind::Lambda(_)
                | Kind::If(..)
                | Kind::Text(_)
                | Kind::Call(_)
        );
        let is_column = level != Level::Options && self.search.app.has(context.model, name);
        if let Some(word) = word
            && (nests && !(level == Level::Columns && is_column) || level == Level::Options)
        {
            let how = word.get("how").and_then(How::named).unwrap_or(context.how);
            self.open(name, key.span.start, key.span.end, Shape::Local);
            return self.clause(value, Context { how, ..context }, Level::Columns);
        }
        if level == Level::Options {
            self.open(name, key.span.start, key.span.end, Shape::Key);
            return self.walk(value);
        }
        if let Some(at) = self.claims.first(name, key.span.start, key.span.end) {
            let claim = self.tie(context.model, context.how, context.via, context.sure);
            self.claims.add(at, claim);
        }
        let row = Typed { of: Of::Row(context.model), sure: context.sure };
        match self.reached(row, name).and_then(|to| to.of.model()) {
            Some(model) if matches!(value.kind, Kind::Map(_) | Kind::List(_)) => {
                let context = Context { model, via: Via::Association, ..context };
                self.clause(value, context, Level::Mixed);
            }
            _ => self.walk(value),
        }
    }

    /// The model of `{ model: Post, where: … }`, which Sequelize loads beside another.
    pub(super) fn included(&self, pairs: &[(Expr, Expr)], how: How) -> Option<Context> {
        let (_, model) = pairs.iter().find(|(key, _)| key.text() == Some("model"))?;
        match self.type_of(model)? {
            Typed { of: Of::Class(model), sure } => {
                Some(Context { model, how, sure, via: Via::Association })
            }
            _ => None,
        }
    }

    /// Whose column a qualified name in a text is: `user.nickname`, where `user` is an alias.
    pub(in crate::uses::reader) fn aliased(&self, qualifier: &str) -> Option<Claim> {
        let tie = |model, sure| self.tie(model, How::Sql, Via::Text, sure);
        if let Some(model) = self.aliases.get(qualifier) {
            return (*model).map(|model| tie(model, Confidence::Certain));
        }
        let model = self.search.conventions.named(qualifier)?;
        Some(tie(model, Confidence::Likely))
    }

    /// Remembers what texts call tables: `EmbeddingsMetadata as em`.
    pub(in crate::uses::reader) fn name_tables(&mut self, program: &Expr) {
        let mut found = Vec::new();
        program.walk(&mut |expr| {
            if let Kind::Text(text) = &expr.kind
                && let Some((table, alias)) = text.split_once(" as ")
                && let [model] = self.search.conventions.table(table.trim())
                && alias.trim().chars().all(|c| c.is_alphanumeric() || c == '_')
            {
                found.push((alias.trim().to_owned(), *model));
            }
        });
        for (alias, model) in found {
            self.call_table(&alias, model);
        }
    }
}
