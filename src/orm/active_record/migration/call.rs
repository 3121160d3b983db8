//! Calls of a migration: whose they are, and the blocks and helpers that they run.

use std::{borrow::Cow, rc::Rc};

use super::{Bound, MAX_CALLS, Reader, Target};
use crate::expr::{Call, Def, Expr, Kind, Lambda, Word};

/// A call, or a name that may be one.
pub(super) struct Site<'a> {
    pub(super) expr: &'a Expr,
    pub(super) receiver: Option<&'a Expr>,
    pub(super) name: Cow<'a, str>,
    pub(super) arguments: &'a [Expr],
    pub(super) options: &'a [(String, Expr)],
    pub(super) block: Option<&'a Lambda>,
    pub(super) words: &'a [&'static Word],
}

/// A block that is passed to a helper, with the variables that it sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passed<'a> {
    pub(super) block: &'a Lambda,
    pub(super) base: usize,
}

/// What a call is made on.
enum On {
    /// The migration or its connection.
    Migration,
    /// The variable of a table's block.
    Table(usize),
    /// The variable of `reversible`.
    Direction,
    /// Something else.
    Other,
}

impl<'a> Reader<'a> {
    pub(super) fn call(&mut self, expr: &'a Expr, call: &'a Call) {
        let mut site = Site {
            expr,
            receiver: call.receiver.as_ref(),
            name: Cow::Borrowed(&call.name),
            arguments: &call.arguments,
            options: &call.options,
            block: self.block_of(call),
            words: &expr.means,
        };
        if matches!(call.name.as_str(), "send" | "public_send" | "__send__")
            && let Some((method, arguments)) = call.arguments.split_first()
        {
            match self.value(method).text() {
                Some(name) => site.name = Cow::Owned(name.to_owned()),
                None => return,
            }
            (site.arguments, site.words) = (arguments, &method.means);
        }
        match self.on(&site) {
            On::Migration => self.own_call(&site),
            On::Table(block) => self.table_call(block, &site),
            On::Direction => {
                if site.control() != Some("down") {
                    self.run_block(&site, &[]);
                }
            }
            On::Other => self.other_call(&site),
        }
    }

    /// The block of a call, also where it is the one that the running helper was given.
    fn block_of(&self, call: &'a Call) -> Option<&'a Lambda> {
        if call.block.is_some() {
            return call.block.as_deref();
        }
        let Some(Expr { kind: Kind::Splat(inner), .. }) = call.arguments.last() else {
            return None;
        };
        match &inner.kind {
            Kind::Lambda(lambda) => Some(lambda),
            Kind::Name(name) if self.variable(name).is_none() => {
                self.calls.last().and_then(|(_, passed)| *passed).map(|passed| passed.block)
            }
            _ => None,
        }
    }

    fn on(&self, site: &Site<'a>) -> On {
        let Some(receiver) = site.receiver else { return On::Migration };
        match &receiver.kind {
            Kind::Name(name) => match self.variable(name) {
                Some(Bound::Table(block)) => On::Table(*block),
                Some(Bound::Direction) => On::Direction,
                Some(_) => On::Other,
                None => match name.as_str() {
                    "self" | "connection" | "@connection" | "conn" | "ActiveRecord::Migration" => {
                        On::Migration
                    }
                    _ => On::Other,
                },
            },
            Kind::Call(call) => match call.name.as_str() {
                "connection" | "lease_connection" | "retrieve_connection" => On::Migration,
                _ => On::Other,
            },
            _ => On::Other,
        }
    }

    pub(super) fn own_call(&mut self, site: &Site<'a>) {
        let name = site.name.as_ref();
        let own = site.receiver.is_none_or(|receiver| receiver.name() == Some("self"));
        if own
            && let Some(helper) = self.library.methods.get(name).copied()
            && !self.calls.iter().any(|(running, _)| *running == name)
        {
            self.invoke(helper, site);
            return;
        }
        if own && name == "yield" {
            self.give(site);
            return;
        }
        if let Some(word) = site.word(|word| word.get("table").is_some()) {
            self.step(site, word, None);
            return;
        }
        if let Some(word) = site.word(|word| word.get("op") == Some("sql")) {
            self.sql(site, word);
            return;
        }
        match site.control() {
            Some("down" | "nothing") => return,
            Some("revert") => return self.revert(site),
            _ => {}
        }
        if name == "reversible" {
            self.run_block(site, &[Bound::Direction]);
        } else if site.block.is_some() {
            if self.describes_table(site) {
                self.opaque(&Target::default(), site);
            } else {
                self.run_block(site, &[]);
            }
        } else if self.quiet == 0
            && !name.ends_with('?')
            && name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && !matches!(name, "self" | "super")
        {
            self.opaque(&Target::default(), site);
        }
    }

    fn other_call(&mut self, site: &Site<'a>) {
        let Some(receiver) = site.receiver else { return };
        if self.chained_trigger(site) {
            return;
        }
        if receiver.call().is_some_and(|call| call.block.is_some()) && !self.loops(receiver) {
            self.run_quietly(receiver);
        }
        if let Some(word) = site.word(|word| word.get("op") == Some("backfill"))
            && let Some(rows) = self.rows(receiver)
        {
            self.backfill(site, word, &rows);
            return;
        }
        if let Some(word) = site.word(|word| word.get("op") == Some("recount"))
            && let Some(rows) = self.rows(receiver)
        {
            self.recount(site, word, &rows);
            return;
        }
        if site.word(|word| word.get("op") == Some("delete-rows")).is_some()
            && let Some(rows) = self.rows(receiver)
        {
            self.empty(site, &rows);
            return;
        }
        if let Some(word) = site.word(|word| word.get("table").is_some()) {
            self.step(site, word, None);
            return;
        }
        if let Some(word) = site.word(|word| word.get("op") == Some("sql")) {
            self.foreign_sql(site, word);
            return;
        }
        if let Kind::Name(name) = &receiver.kind {
            match site.name.as_ref() {
                "call" if self.variable(name).is_none() => return self.give(site),
                "push" | "append" | "concat" | "unshift" | "prepend" | "delete" | "delete_if" => {
                    if self.variable(name).is_some() {
                        self.set(name, Bound::Unknown);
                    }
                    return;
                }
                _ => {}
            }
        }
        // Another migration is run.
        let constant = match receiver.call() {
            Some(call) if call.name == "new" => call.receiver.as_ref(),
            _ => Some(receiver),
        };
        if matches!(site.name.as_ref(), "up" | "change" | "migrate")
            && let Some(Kind::Name(name)) = constant.map(|constant| &constant.kind)
            && name.starts_with(char::is_uppercase)
        {
            self.opaque(&Target::default(), site);
            return;
        }
        if site.block.is_some() {
            self.iterate(site, receiver);
        }
    }

    /// Whether a call runs its block for the members of a list that its receiver writes out.
    fn loops(&mut self, expr: &'a Expr) -> bool {
        let Some(receiver) = expr.call().and_then(|call| call.receiver.as_ref()) else {
            return false;
        };
        matches!(self.value(receiver).kind, Kind::List(_) | Kind::Map(_))
    }

    /// Runs a block for each member of a list that is known, once for one that is not.
    fn iterate(&mut self, site: &Site<'a>, receiver: &'a Expr) {
        let rows = self.rows(receiver);
        if let Some(rows) = rows {
            let rows = Bound::Rows(Rc::new(rows.given_to(&site.name)));
            self.run_block(site, &[rows]);
            return;
        }
        let members = self.value(receiver).into_owned();
        let members: Vec<Expr> = match members.kind {
            Kind::List(members) => members,
            Kind::Map(pairs) => pairs
                .into_iter()
                .map(|(key, value)| Expr::new(Kind::List(vec![key, value]), receiver.span))
                .collect(),
            Kind::Number(_) => {
                let first = Expr::new(Kind::Number("0".to_owned()), receiver.span);
                return self.run_block(site, &[Bound::Known(Rc::new(first))]);
            }
            _ => return self.run_block(site, &[]),
        };
        let indexed = site.name.contains("with_index");
        for (at, member) in members.into_iter().enumerate() {
            if self.stopped {
                return;
            }
            let mut given = vec![Bound::Known(Rc::new(member))];
            if indexed {
                let at = Expr::new(Kind::Number(at.to_string()), receiver.span);
                given.push(Bound::Known(Rc::new(at)));
            }
            self.run_block(site, &given);
        }
    }

    /// Runs the block of a call with values for its parameters; those that are missing are unknown.
    pub(super) fn run_block(&mut self, site: &Site<'a>, given: &[Bound]) {
        if let Some(block) = site.block {
            self.run_lambda(block, given);
        }
    }

    fn run_lambda(&mut self, block: &'a Lambda, given: &[Bound]) {
        let variables = self.variables.len();
        self.bind_parameters(block, given);
        self.run(&block.body);
        self.variables.truncate(variables);
    }

    pub(super) fn bind_parameters(&mut self, block: &Lambda, given: &[Bound]) {
        let bare = ["it".to_owned(), "_1".to_owned()];
        let names = if block.parameters.is_empty() && !given.is_empty() {
            bare.as_slice()
        } else {
            block.parameters.as_slice()
        };
        if block.parameters.is_empty() {
            for name in names {
                let bound = given.first().cloned().unwrap_or(Bound::Unknown);
                self.variables.push((name.clone(), bound));
            }
            return;
        }
        // One list for several parameters is spread over them.
        let spread = match given {
            [one] if names.len() > 1 => members_of(one),
            _ => None,
        };
        let given = spread.as_deref().unwrap_or(given);
        for (at, name) in names.iter().enumerate() {
            let bound = given.get(at).cloned().unwrap_or(Bound::Unknown);
            let Some(inner) = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) else {
                self.variables.push((name.clone(), bound));
                continue;
            };
            let members = members_of(&bound).unwrap_or_default();
            for (at, name) in inner.split(',').enumerate() {
                let bound = members.get(at).cloned().unwrap_or(Bound::Unknown);
                self.variables.push((name.trim().to_owned(), bound));
            }
        }
    }

    /// `yield`: runs the block that the running helper was given.
    fn give(&mut self, site: &Site<'a>) {
        let Some(passed) = self.calls.last().and_then(|(_, passed)| *passed) else { return };
        let given: Vec<_> = site.arguments.iter().map(|argument| self.bound(argument)).collect();
        let outer = self.calls.pop();
        let base = std::mem::replace(&mut self.base, passed.base);
        self.run_lambda(passed.block, &given);
        self.base = base;
        self.calls.extend(outer);
    }

    /// Runs a method of the migration.
    fn invoke(&mut self, helper: &'a Def, site: &Site<'a>) {
        if self.calls.len() >= MAX_CALLS {
            self.stopped = true;
            return;
        }
        let variables = self.variables.len();
        let parameters = self.parameters(helper, site);
        let passed = site.block.map(|block| Passed { block, base: self.base });
        let base = std::mem::replace(&mut self.base, variables);
        self.variables.extend(parameters);
        self.calls.push((helper.name.as_str(), passed));
        self.run(&helper.body);
        self.calls.pop();
        self.base = base;
        self.variables.truncate(variables);
    }
}

impl Site<'_> {
    /// The step that the call's name means, if it is one of that shape.
    pub(super) fn word(&self, shape: impl Fn(&Word) -> bool) -> Option<&'static Word> {
        self.words.iter().find(|word| word.fact == "change" && shape(word)).copied()
    }

    pub(super) fn control(&self) -> Option<&'static str> {
        self.words.iter().find(|word| word.fact == "control")?.get("of")
    }
}

/// The members of a list that a variable holds.
fn members_of(bound: &Bound) -> Option<Vec<Bound>> {
    let Bound::Known(value) = bound else { return None };
    let Kind::List(members) = &value.kind else { return None };
    Some(members.iter().map(|member| Bound::Known(Rc::new(member.clone()))).collect())
}
