//! What expressions of a migration stand for, as far as they are written out.

use std::{borrow::Cow, rc::Rc};

use super::{Bound, Reader, Site, Target, library};
use crate::expr::{Call, Def, Expr, Kind, Lambda};

/// Longer texts are not put together, in bytes.
const MAX_TEXT: usize = 1 << 16;

/// Larger values are not kept in variables, in pieces of code.
const MAX_PIECES: u32 = 4_000;

/// Methods that leave SQL what it is.
const KEEPS_SQL: &[&str] =
    &["chomp", "freeze", "html_safe", "squish", "strip", "strip_heredoc", "to_s"];

/// The arguments of a call, evaluated.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) positional: Vec<Expr>,
    pub(super) options: Vec<(String, Expr)>,
}

impl Arguments {
    pub(super) fn option(&self, name: &str) -> Option<&Expr> {
        self.options.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Whether an option is set to anything but `false` and `nil`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.option(name).is_some_and(|value| !matches!(value.kind, Kind::Bool(false) | Kind::Null))
    }
}

impl<'a> Reader<'a> {
    /// The arguments of a call; hashes become options.
    pub(super) fn arguments(&mut self, site: &Site<'a>) -> Arguments {
        let mut arguments = Arguments::default();
        for argument in site.arguments {
            let (spread, inner) = match &argument.kind {
                Kind::Splat(inner) => (true, inner.as_ref()),
                _ => (false, argument),
            };
            let value = self.value(inner).into_owned();
            match value.kind {
                Kind::List(members) if spread => arguments.positional.extend(members),
                Kind::Map(pairs) if pairs.iter().all(|(key, _)| key.text().is_some()) => {
                    arguments.options.extend(pairs.into_iter().filter_map(|(key, value)| {
                        key.text().map(str::to_owned).map(|key| (key, value))
                    }));
                }
                _ if spread => {}
                _ => arguments.positional.push(value),
            }
        }
        for (name, value) in site.options {
            let value = self.value(value).into_owned();
            arguments.options.retain(|(known, _)| known != name);
            arguments.options.push((name.clone(), value));
        }
        arguments
    }

    /// The variables of a helper when it is called.
    pub(super) fn parameters(&mut self, helper: &'a Def, site: &Site<'a>) -> Vec<(String, Bound)> {
        let head = self.text(helper.head);
        let spreads = |name: &str| head.contains(&format!("*{name}"));
        let mut positional: Vec<Bound> = Vec::new();
        for argument in site.arguments {
            match &argument.kind {
                Kind::Splat(inner) => match self.value(inner).into_owned().kind {
                    Kind::List(members) => positional.extend(members.into_iter().map(known)),
                    _ => {}
                },
                _ => positional.push(self.bound(argument)),
            }
        }
        let mut options: Vec<_> =
            site.options.iter().map(|(name, value)| (name.as_str(), value)).collect();
        let mut positional = positional.into_iter();
        let mut parameters = Vec::new();
        for (name, default) in &helper.parameters {
            let keyword = options.iter().position(|(option, _)| option == name);
            let bound = if let Some(at) = keyword {
                let (_, value) = options.remove(at);
                self.bound(value)
            } else if spreads(&format!("*{name}")) {
                self.rest(&mut options)
            } else if spreads(name) {
                let members: Option<Vec<_>> = positional.by_ref().map(literal).collect();
                members.map_or(Bound::Unknown, |members| {
                    known(Expr::new(Kind::List(members), site.expr.span))
                })
            } else if let Some(bound) = positional.next() {
                bound
            } else if !options.is_empty() && matches!(name.as_str(), "options" | "opts" | "args") {
                self.rest(&mut options)
            } else if let Some(default) = default {
                self.bound(default)
            } else {
                Bound::Unknown
            };
            parameters.push((name.clone(), bound));
        }
        parameters
    }

    /// The options that no parameter takes, as a hash.
    fn rest(&mut self, options: &mut Vec<(&'a str, &'a Expr)>) -> Bound {
        let mut pairs = Vec::new();
        for (name, value) in options.drain(..) {
            let key = Expr::new(Kind::Symbol(name.to_owned()), value.span);
            pairs.push((key, self.value(value).into_owned()));
        }
        known(Expr::new(Kind::Map(pairs), crate::source::Span::default()))
    }

    /// What a variable holds that is set to this.
    pub(super) fn bound(&mut self, expr: &'a Expr) -> Bound {
        if let Kind::Name(name) = &expr.kind
            && let Some(bound) = self.variable(name)
        {
            return bound.clone();
        }
        if let Some(rows) = self.rows(expr)
            && !matches!(expr.kind, Kind::Name(_))
        {
            return Bound::Rows(Rc::new(rows));
        }
        let value = self.value(expr);
        let kept = is_known(&value) || matches!(value.kind, Kind::Template(_));
        if kept && pieces(&value) <= MAX_PIECES {
            known(value.into_owned())
        } else if value.name().is_some_and(|name| name.starts_with(char::is_uppercase)) {
            // A class that is handed on.
            known(value.into_owned())
        } else if let Kind::Call(call) = &value.kind
            && call.name == "table_name"
        {
            known(value.into_owned())
        } else {
            Bound::Unknown
        }
    }

    /// `list << member`, `text += more`
    pub(super) fn appended(&mut self, target: &'a Expr, more: &'a Expr) -> Bound {
        let left = self.value(target).into_owned();
        let right = self.value(more).into_owned();
        let sum = match (left.kind, right) {
            (Kind::List(mut members), Expr { kind: Kind::List(more), .. }) => {
                members.extend(more);
                Some(Kind::List(members))
            }
            (Kind::List(mut members), member) if is_known(&member) => {
                members.push(member);
                Some(Kind::List(members))
            }
            (Kind::Text(text), Expr { kind: Kind::Text(more), .. }) => joined(&[&text, &more]),
            _ => None,
        };
        let sum = sum.map(|kind| Expr::new(kind, target.span));
        sum.filter(|sum| pieces(sum) <= MAX_PIECES).map_or(Bound::Unknown, known)
    }

    /// The value of a condition, where it is known before the migration runs.
    pub(super) fn truth(&mut self, condition: &'a Expr) -> Option<bool> {
        match &condition.kind {
            Kind::Not(inner) => return self.truth(inner).map(|value| !value),
            Kind::Binary(left, op, right) if op == "&&" || op == "||" => {
                let decides = op == "||";
                return match (self.truth(left), self.truth(right)) {
                    (Some(value), _) | (_, Some(value)) if value == decides => Some(decides),
                    (Some(_), Some(_)) => Some(!decides),
                    _ => None,
                };
            }
            _ if condition.name() == Some("reverting?") => return Some(false),
            _ => {}
        }
        let value = self.value(condition);
        match &value.kind {
            Kind::Bool(value) => Some(*value),
            Kind::Null => Some(false),
            // A literal that stands in the condition itself is no condition.
            _ => is_known(&value).then_some(true),
        }
    }

    /// The same expression with everything known in it put in; itself where nothing is.
    pub(super) fn value<'e>(&mut self, expr: &'e Expr) -> Cow<'e, Expr>
    where
        'a: 'e,
    {
        if self.fuel == 0 || self.depth >= super::MAX_DEPTH {
            self.stopped = true;
            return Cow::Borrowed(expr);
        }
        self.fuel -= 1;
        self.depth += 1;
        let value = self.evaluate(expr);
        self.depth -= 1;
        value
    }

    fn evaluate<'e>(&mut self, expr: &'e Expr) -> Cow<'e, Expr>
    where
        'a: 'e,
    {
        let kind = match &expr.kind {
            Kind::Name(name) => return self.named(expr, name),
            Kind::Template(parts) => {
                let parts = flat(self.values(parts));
                let texts: Option<Vec<_>> = parts.iter().map(shown).collect();
                match texts.and_then(|texts| joined(&texts)) {
                    Some(kind) => kind,
                    None => Kind::Template(parts),
                }
            }
            Kind::List(members) => {
                let mut list = Vec::with_capacity(members.len());
                for member in members {
                    match &member.kind {
                        Kind::Splat(inner) => match self.value(inner).into_owned() {
                            Expr { kind: Kind::List(inner), .. } => list.extend(inner),
                            other => list.push(other),
                        },
                        _ => list.push(self.value(member).into_owned()),
                    }
                }
                Kind::List(list)
            }
            Kind::Map(pairs) => {
                let mut map = Vec::with_capacity(pairs.len());
                for (key, value) in pairs {
                    let key = self.value(key).into_owned();
                    map.push((key, self.value(value).into_owned()));
                }
                Kind::Map(map)
            }
            Kind::Index(of, at) => match self.member(of, at) {
                Some(member) => return Cow::Owned(member),
                None => return Cow::Borrowed(expr),
            },
            Kind::Call(call) => match self.call_value(expr, call) {
                Some(value) => return Cow::Owned(value),
                None => return Cow::Borrowed(expr),
            },
            Kind::Binary(left, op, right) => match self.binary(left, op, right) {
                Some(kind) => kind,
                None => return Cow::Borrowed(expr),
            },
            Kind::If(condition, then, otherwise) => {
                let condition = self.value(condition);
                let known = match &condition.kind {
                    Kind::Bool(value) => Some(*value),
                    Kind::Null => Some(false),
                    _ => None,
                };
                let (then, otherwise) = match known {
                    Some(true) => return self.value(then),
                    Some(false) => return self.value(otherwise),
                    None => (self.value(then), self.value(otherwise)),
                };
                if is_known(&then) && then.kind == otherwise.kind {
                    return then;
                }
                return Cow::Borrowed(expr);
            }
            Kind::Sequence(statements) => match statements.as_slice() {
                [only] => return self.value(only),
                _ => return Cow::Borrowed(expr),
            },
            Kind::Assign(_, value) => return self.value(value),
            Kind::Exit(Some(value)) => return self.value(value),
            Kind::Not(inner) => match self.value(inner).kind {
                Kind::Bool(value) => Kind::Bool(!value),
                Kind::Null => Kind::Bool(true),
                _ => return Cow::Borrowed(expr),
            },
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Symbol(_)
            | Kind::Range(..)
            | Kind::Lambda(_)
            | Kind::Exit(None)
            | Kind::Splat(_)
            | Kind::Class(_)
            | Kind::Def(_)
            | Kind::Other(_) => return Cow::Borrowed(expr),
        };
        Cow::Owned(Expr::new(kind, expr.span))
    }

    fn values<'e>(&mut self, parts: &'e [Expr]) -> Vec<Cow<'e, Expr>>
    where
        'a: 'e,
    {
        parts.iter().map(|part| self.value(part)).collect()
    }

    fn named<'e>(&mut self, expr: &'e Expr, name: &str) -> Cow<'e, Expr>
    where
        'a: 'e,
    {
        match self.variable(name) {
            Some(Bound::Known(value)) => {
                let value = Rc::clone(value);
                self.fuel = self.fuel.saturating_sub(pieces(&value));
                return Cow::Owned(Expr { span: expr.span, ..(*value).clone() });
            }
            Some(_) => return Cow::Borrowed(expr),
            None => {}
        }
        if let Some(value) = self.library.constant(name) {
            return self.value(value);
        }
        match self.library.methods.get(name).copied() {
            Some(def) if def.parameters.is_empty() => {
                self.returned(def, Vec::new()).map_or(Cow::Borrowed(expr), Cow::Owned)
            }
            _ => Cow::Borrowed(expr),
        }
    }

    /// What a helper returns, where it does nothing else.
    fn returned(&mut self, def: &'a Def, parameters: Vec<(String, Bound)>) -> Option<Expr> {
        let (last, before) = def.body.statements().split_last()?;
        if self.calls.len() >= super::MAX_CALLS
            || self.calls.iter().any(|(running, _)| *running == def.name)
        {
            return None;
        }
        let variables = self.variables.len();
        let base = std::mem::replace(&mut self.base, variables);
        self.variables.extend(parameters);
        self.calls.push((&def.name, None));
        let plain = before.iter().all(|statement| match &statement.kind {
            Kind::Assign(target, value) => {
                let Kind::Name(name) = &target.kind else { return false };
                let bound = self.bound(value);
                self.set(name, bound);
                true
            }
            _ => false,
        });
        let value = plain.then(|| self.value(last).into_owned());
        self.calls.pop();
        self.base = base;
        self.variables.truncate(variables);
        value.filter(is_known)
    }

    /// `list[0]`, `hash[:key]`
    fn member(&mut self, of: &Expr, at: &[Expr]) -> Option<Expr> {
        if of.name() == Some("Set") {
            let members = self.values(at).into_iter().map(Cow::into_owned).collect();
            return Some(Expr::new(Kind::List(members), of.span));
        }
        let [key] = at else { return None };
        let (of, key) = (self.value(of), self.value(key));
        member(&of, &key)
    }

    fn binary(&mut self, left: &Expr, op: &str, right: &Expr) -> Option<Kind> {
        let (left, right) = (self.value(left), self.value(right));
        match op {
            "+" => match (&left.kind, &right.kind) {
                (Kind::List(a), Kind::List(b)) => {
                    Some(Kind::List(a.iter().chain(b).cloned().collect()))
                }
                (Kind::Text(a), Kind::Text(b)) => joined(&[a, b]),
                (Kind::Text(_) | Kind::Template(_), Kind::Text(_) | Kind::Template(_)) => {
                    Some(Kind::Template(flat(vec![left, right])))
                }
                _ => None,
            },
            "-" => match (&left.kind, &right.kind) {
                (Kind::List(a), Kind::List(b)) => {
                    let keep = |one: &&Expr| !b.iter().any(|other| other.kind == one.kind);
                    Some(Kind::List(a.iter().filter(keep).cloned().collect()))
                }
                _ => None,
            },
            "<<" => match left.into_owned().kind {
                Kind::List(mut members) => {
                    members.push(right.into_owned());
                    Some(Kind::List(members))
                }
                _ => None,
            },
            "||" => match &left.kind {
                Kind::Null | Kind::Bool(false) => Some(right.into_owned().kind),
                _ => is_known(&left).then(|| left.into_owned().kind),
            },
            "&&" => match &left.kind {
                Kind::Null | Kind::Bool(false) => Some(left.into_owned().kind),
                _ => is_known(&left).then(|| right.into_owned().kind),
            },
            "==" | "!=" => {
                let both = is_known(&left) && is_known(&right);
                both.then(|| Kind::Bool((left.kind == right.kind) == (op == "==")))
            }
            _ => None,
        }
    }

    /// The result of a call, where its receiver is known and the method is one of Ruby's.
    fn call_value(&mut self, expr: &Expr, call: &Call) -> Option<Expr> {
        let make = |kind| Some(Expr::new(kind, expr.span));
        let name = call.name.as_str();
        let first = call.arguments.first();
        match name {
            "quote_table_name" | "quote_column_name" => {
                let value = self.value(first?);
                return make(Kind::Text(value.text()?.to_owned()));
            }
            "quote" => {
                let value = self.value(first?).into_owned();
                return match value.kind {
                    Kind::Text(text) | Kind::Symbol(text) => {
                        make(Kind::Text(format!("'{}'", text.replace('\'', "''"))))
                    }
                    Kind::Bool(_) | Kind::Number(_) => Some(value),
                    _ => None,
                };
            }
            _ => {}
        }
        let Some(receiver) = &call.receiver else {
            return self.helper_value(call);
        };
        if name == "table_name" || name == "quoted_table_name" {
            let target = self.target(expr)?;
            return if target.model.is_some() { None } else { make(Kind::Text(target.table)) };
        }
        let value = self.value(receiver).into_owned();
        if matches!(value.kind, Kind::Template(_)) {
            return KEEPS_SQL.contains(&name).then_some(value);
        }
        if !is_known(&value) {
            return None;
        }
        match (&value.kind, name) {
            (Kind::Number(text), "to_s") => return make(Kind::Text(text.clone())),
            (_, "freeze" | "dup" | "clone" | "itself" | "presence") => return Some(value),
            (_, "nil?") => return make(Kind::Bool(value.kind == Kind::Null)),
            (_, "present?" | "blank?") => {
                let blank = match &value.kind {
                    Kind::Null | Kind::Bool(false) => true,
                    Kind::Text(text) => text.trim().is_empty(),
                    Kind::List(members) => members.is_empty(),
                    Kind::Map(pairs) => pairs.is_empty(),
                    _ => false,
                };
                return make(Kind::Bool(blank == (name == "blank?")));
            }
            _ => {}
        }
        match &value.kind {
            Kind::Text(text) | Kind::Symbol(text) => {
                let text = text.clone();
                make(self.text_method(&text, name, call)?)
            }
            Kind::List(members) => {
                let members = members.clone();
                self.list_method(members, name, call, expr)
            }
            Kind::Map(pairs) => {
                let pairs = pairs.clone();
                self.map_method(pairs, name, call, expr)
            }
            _ => None,
        }
    }

    fn helper_value(&mut self, call: &Call) -> Option<Expr> {
        let def = self.library.methods.get(call.name.as_str()).copied()?;
        // The arguments are evaluated here: the call itself may be a part of an evaluated value.
        let mut positional = Vec::new();
        for argument in &call.arguments {
            positional.push(self.value(argument).into_owned());
        }
        let mut parameters = Vec::new();
        let mut positional = positional.into_iter();
        for (name, default) in &def.parameters {
            let value = match (call.option(name), positional.len()) {
                (Some(value), _) => Some(self.value(value).into_owned()),
                (None, 0) => default.as_ref().map(|value| self.value(value).into_owned()),
                (None, _) => positional.next(),
            };
            let bound = value.filter(is_known).map_or(Bound::Unknown, known);
            parameters.push((name.clone(), bound));
        }
        self.returned(def, parameters)
    }

    fn text_method(&mut self, text: &str, name: &str, call: &Call) -> Option<Kind> {
        let mut texts = Vec::new();
        for argument in &call.arguments {
            texts.push(self.value(argument).text().map(str::to_owned));
        }
        let text = match (name, texts.as_slice()) {
            (
                "to_s" | "to_str" | "squish" | "strip_heredoc" | "html_safe" | "strip" | "chomp",
                [],
            ) => text.trim_end_matches('\n').to_owned(),
            ("to_sym" | "intern", []) => return Some(Kind::Symbol(text.to_owned())),
            ("downcase", []) => text.to_lowercase(),
            ("upcase", []) => text.to_uppercase(),
            ("pluralize", []) => library::plural(text),
            ("singularize", []) => library::singular(text),
            ("underscore", []) => library::underscore(text),
            ("tableize", []) => library::plural(&library::underscore(text)),
            ("foreign_key", []) => format!("{}_id", library::underscore(text)),
            ("gsub" | "sub", [Some(from), Some(to)]) if from.len() > 1 => text.replace(from, to),
            ("delete_suffix", [Some(end)]) => {
                text.strip_suffix(end.as_str()).unwrap_or(text).to_owned()
            }
            ("delete_prefix", [Some(start)]) => {
                text.strip_prefix(start.as_str()).unwrap_or(text).to_owned()
            }
            ("split", []) => {
                let words = text.split_whitespace();
                let span = call.receiver.as_ref()?.span;
                let words = words.map(|word| Expr::new(Kind::Text(word.to_owned()), span));
                return Some(Kind::List(words.collect()));
            }
            _ => return None,
        };
        (text.len() <= MAX_TEXT).then_some(Kind::Text(text))
    }

    fn list_method(
        &mut self,
        members: Vec<Expr>,
        name: &str,
        call: &Call,
        expr: &Expr,
    ) -> Option<Expr> {
        let make = |kind| Some(Expr::new(kind, expr.span));
        let list = |members| make(Kind::List(members));
        match name {
            "map" | "collect" | "flat_map" | "filter_map" => {
                let Some(block) = &call.block else {
                    // `map(&:to_sym)`
                    return match call.arguments.first().map(|argument| &argument.kind) {
                        Some(Kind::Splat(method))
                            if matches!(method.text(), Some("to_s" | "to_sym" | "freeze")) =>
                        {
                            list(members)
                        }
                        _ => None,
                    };
                };
                let mut results = Vec::new();
                for member in members {
                    let result = self.block_value(block, vec![known(member)])?;
                    match result.kind {
                        Kind::List(inner) if name == "flat_map" => results.extend(inner),
                        Kind::Null if name == "filter_map" => {}
                        _ => results.push(result),
                    }
                }
                list(results)
            }
            // Which members pass is known where the condition is; the others may.
            "select" | "filter" | "reject" => {
                let block = call.block.as_ref()?;
                let mut results = Vec::new();
                for member in members {
                    let value = self.block_value(block, vec![known(member.clone())]);
                    let holds = match value.map(|value| value.kind) {
                        Some(Kind::Bool(false) | Kind::Null) => Some(false),
                        Some(_) => Some(true),
                        None => None,
                    };
                    if holds.is_none_or(|holds| holds == (name != "reject")) {
                        results.push(member);
                    }
                }
                list(results)
            }
            "flatten" => list(
                members
                    .into_iter()
                    .flat_map(|member| match member.kind {
                        Kind::List(inner) => inner,
                        _ => vec![member],
                    })
                    .collect(),
            ),
            "each" | "each_with_index" | "each_entry" | "to_a" | "uniq" | "compact" | "sort"
            | "to_set" | "shuffle" | "with_index" | "lazy" | "each_with_object" | "sort_by" => {
                list(members)
            }
            "reverse" | "reverse_each" => list(members.into_iter().rev().collect()),
            "first" if call.arguments.is_empty() => members.into_iter().next(),
            "last" if call.arguments.is_empty() => members.into_iter().next_back(),
            "to_h" if call.block.is_none() => {
                let pairs: Option<Vec<_>> = members
                    .into_iter()
                    .map(|member| match member.kind {
                        Kind::List(pair) => <[Expr; 2]>::try_from(pair).ok().map(|[k, v]| (k, v)),
                        _ => None,
                    })
                    .collect();
                make(Kind::Map(pairs?))
            }
            "join" => {
                let between = match call.arguments.first() {
                    Some(between) => self.value(between).text()?.to_owned(),
                    None => String::new(),
                };
                let texts: Option<Vec<_>> = members.iter().map(shown).collect();
                let text = texts?.join(&between);
                (text.len() <= MAX_TEXT).then(|| Expr::new(Kind::Text(text), expr.span))
            }
            "empty?" => make(Kind::Bool(members.is_empty())),
            "any?" if call.block.is_none() && call.arguments.is_empty() => {
                make(Kind::Bool(!members.is_empty()))
            }
            "include?" => {
                let wanted = self.value(call.arguments.first()?).into_owned();
                let known = is_known(&wanted);
                known.then(|| {
                    let found = members.iter().any(|member| member.kind == wanted.kind);
                    Expr::new(Kind::Bool(found), expr.span)
                })
            }
            _ => None,
        }
    }

    fn map_method(
        &mut self,
        pairs: Vec<(Expr, Expr)>,
        name: &str,
        call: &Call,
        expr: &Expr,
    ) -> Option<Expr> {
        let make = |kind| Some(Expr::new(kind, expr.span));
        let pair = |(key, value): (Expr, Expr)| Expr::new(Kind::List(vec![key, value]), expr.span);
        match name {
            "keys" | "each_key" => {
                make(Kind::List(pairs.into_iter().map(|(key, _)| key).collect()))
            }
            "values" | "each_value" => {
                make(Kind::List(pairs.into_iter().map(|(_, value)| value).collect()))
            }
            "each" | "each_pair" | "to_a" | "sort" | "map" | "flat_map" | "select" | "reject"
            | "filter" | "each_with_index" => {
                let members = pairs.into_iter().map(pair).collect();
                match name {
                    "map" | "flat_map" | "select" | "reject" | "filter" => {
                        self.list_method(members, name, call, expr)
                    }
                    _ => make(Kind::List(members)),
                }
            }
            "to_h"
            | "with_indifferent_access"
            | "symbolize_keys"
            | "stringify_keys"
            | "compact" => make(Kind::Map(pairs)),
            "fetch" | "dig" => {
                let key = self.value(call.arguments.first()?).into_owned();
                let found = member(&Expr::new(Kind::Map(pairs), expr.span), &key);
                match (found, call.arguments.get(1)) {
                    (None, Some(default)) => Some(self.value(default).into_owned()),
                    (found, _) => found,
                }
            }
            "key?" | "has_key?" | "include?" => {
                let key = self.value(call.arguments.first()?).into_owned();
                let known = is_known(&key);
                let found = pairs.iter().any(|(one, _)| one.kind == key.kind);
                known.then(|| Expr::new(Kind::Bool(found), expr.span))
            }
            "merge" | "reverse_merge" => {
                let mut all = Vec::new();
                for argument in &call.arguments {
                    let Kind::Map(more) = self.value(argument).into_owned().kind else {
                        return None;
                    };
                    all.extend(more);
                }
                for (name, value) in &call.options {
                    let key = Expr::new(Kind::Symbol(name.clone()), value.span);
                    all.push((key, self.value(value).into_owned()));
                }
                let (weak, strong) = if name == "merge" { (pairs, all) } else { (all, pairs) };
                let missing = |(key, _): &(Expr, Expr)| {
                    !strong.iter().any(|(other, _)| other.text() == key.text())
                };
                let mut merged: Vec<_> = weak.into_iter().filter(missing).collect();
                merged.extend(strong);
                make(Kind::Map(merged))
            }
            "except" | "slice" => {
                let mut names = Vec::new();
                for argument in &call.arguments {
                    names.push(self.value(argument).text()?.to_owned());
                }
                let keep = |(key, _): &(Expr, Expr)| {
                    let named = key.text().is_some_and(|key| names.iter().any(|name| name == key));
                    named == (name == "slice")
                };
                make(Kind::Map(pairs.into_iter().filter(keep).collect()))
            }
            "empty?" => make(Kind::Bool(pairs.is_empty())),
            _ => None,
        }
    }

    /// What a block returns for values of its parameters.
    fn block_value(&mut self, block: &Lambda, given: Vec<Bound>) -> Option<Expr> {
        let last = block.body.statements().last()?;
        let variables = self.variables.len();
        self.bind_parameters(block, &given);
        let value = self.value_of(last);
        self.variables.truncate(variables);
        value
    }

    /// A value that does not depend on the code that it is read from.
    fn value_of(&mut self, expr: &Expr) -> Option<Expr> {
        let value = self.value(expr);
        is_known(&value).then(|| value.into_owned())
    }

    /// The table that an expression names: a text, or `User.table_name`.
    pub(super) fn target(&mut self, expr: &Expr) -> Option<Target> {
        if let Kind::Call(call) = &expr.kind
            && matches!(call.name.as_str(), "table_name" | "quoted_table_name" | "arel_table")
            && let Some(receiver) = &call.receiver
        {
            let model = self.value(receiver);
            return match &model.kind {
                Kind::Name(name) if name.starts_with(char::is_uppercase) => {
                    Some(self.target_of_model(name))
                }
                _ => None,
            };
        }
        let value = self.value(expr);
        if value.as_ref() != expr && value.call().is_some() {
            let value = value.into_owned();
            return self.target(&value);
        }
        value.text().map(Target::table)
    }

    /// The table of a class that the migration names.
    pub(super) fn target_of_model(&self, name: &str) -> Target {
        match self.library.model(name) {
            Some(Ok(table)) => Target::table(&table),
            Some(Err(model)) => Target::model(&model),
            None => Target::model(name.trim_start_matches("::")),
        }
    }
}

/// A literal as a variable's value.
fn known(value: Expr) -> Bound {
    Bound::Known(Rc::new(value))
}

fn literal(bound: Bound) -> Option<Expr> {
    match bound {
        Bound::Known(value) => Some((*value).clone()),
        _ => None,
    }
}

/// Whether nothing in a value is left to run, at its outside.
pub(super) fn is_known(value: &Expr) -> bool {
    matches!(
        value.kind,
        Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Symbol(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Lambda(_)
    )
}

/// How many pieces of code a value is made of.
fn pieces(value: &Expr) -> u32 {
    let mut count = 0u32;
    value.walk(&mut |_| count = count.saturating_add(1));
    count
}

/// The pieces of a template, those of templates within it included.
fn flat(parts: Vec<Cow<'_, Expr>>) -> Vec<Expr> {
    let mut all = Vec::new();
    for part in parts {
        match part.into_owned() {
            Expr { kind: Kind::Template(inner), .. } => all.extend(inner),
            other => all.push(other),
        }
    }
    all
}

fn member(of: &Expr, key: &Expr) -> Option<Expr> {
    match (&of.kind, &key.kind) {
        (Kind::List(members), Kind::Number(at)) => members.get(at.parse::<usize>().ok()?).cloned(),
        (Kind::Map(pairs), _) => {
            pairs.iter().find(|(one, _)| one.kind == key.kind).map(|(_, value)| value.clone())
        }
        _ => None,
    }
}

/// A literal as interpolation shows it.
fn shown(value: &Expr) -> Option<&str> {
    match &value.kind {
        Kind::Number(number) => Some(number),
        Kind::Bool(true) => Some("true"),
        Kind::Bool(false) => Some("false"),
        Kind::Null => Some(""),
        _ => value.text(),
    }
}

fn joined(texts: &[impl AsRef<str>]) -> Option<Kind> {
    let length: usize = texts.iter().map(|text| text.as_ref().len()).sum();
    (length <= MAX_TEXT).then(|| Kind::Text(texts.iter().map(AsRef::as_ref).collect()))
}
