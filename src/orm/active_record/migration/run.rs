//! Statements of a migration, one after the other.

use std::borrow::Cow;

use super::{Bound, MAX_DEPTH, Reader, call::Site};
use crate::{
    change::Op,
    expr::{Expr, Kind},
};

/// What makes both branches of a condition run without making their steps conditional.
const ASKS_SCHEMA: &[&str] = &[
    "adapter_name",
    "column_exists?",
    "columns",
    "connection",
    "data_source_exists?",
    "foreign_key_exists?",
    "index_exists?",
    "index_name_exists?",
    "table_exists?",
    "tables",
    "view_exists?",
];

/// Whether the statements behind run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Leaves,
}

impl<'a> Reader<'a> {
    pub(super) fn run(&mut self, expr: &'a Expr) -> Flow {
        if self.depth >= MAX_DEPTH || self.fuel == 0 {
            self.stopped = true;
            return Flow::Leaves;
        }
        self.fuel -= 1;
        self.depth += 1;
        let flow = self.statement(expr);
        self.depth -= 1;
        flow
    }

    /// Runs code for its steps where its value is what is asked for.
    pub(super) fn run_quietly(&mut self, expr: &'a Expr) {
        self.quiet += 1;
        self.run(expr);
        self.quiet -= 1;
    }

    fn statement(&mut self, expr: &'a Expr) -> Flow {
        match &expr.kind {
            Kind::Sequence(statements) => self.sequence(statements),
            Kind::If(condition, then, otherwise) => self.branch(condition, then, otherwise),
            Kind::Assign(target, value) => {
                self.assign(target, value);
                Flow::Next
            }
            Kind::Exit(value) => {
                if let Some(value) = value {
                    self.run(value);
                }
                Flow::Leaves
            }
            Kind::Binary(target, op, value) if op == "<<" => {
                if let Kind::Name(name) = &target.kind {
                    let sum = self.appended(target, value);
                    self.set(name, sum);
                }
                Flow::Next
            }
            Kind::Binary(left, _, right) => {
                self.run_quietly(left);
                self.run_quietly(right);
                Flow::Next
            }
            Kind::Not(inner) => {
                self.run_quietly(inner);
                Flow::Next
            }
            Kind::Call(call) => {
                self.call(expr, call);
                if expr.leaves() { Flow::Leaves } else { Flow::Next }
            }
            Kind::Name(name) => {
                let site = Site {
                    expr,
                    receiver: None,
                    name: Cow::Borrowed(name),
                    arguments: &[],
                    options: &[],
                    block: None,
                    words: &expr.means,
                };
                if self.variable(name).is_none() {
                    self.own_call(&site);
                }
                Flow::Next
            }
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Symbol(_)
            | Kind::Template(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Range(..)
            | Kind::Index(..)
            | Kind::Lambda(_)
            | Kind::Splat(_)
            | Kind::Class(_)
            | Kind::Def(_)
            | Kind::Typed(..)
            | Kind::Decorated(..)
            | Kind::Try(..)
            | Kind::Import(_)
            | Kind::Other(_) => Flow::Next,
        }
    }

    fn sequence(&mut self, statements: &'a [Expr]) -> Flow {
        let guards = self.guards.len();
        let mut flow = Flow::Next;
        for statement in statements {
            flow = self.run(statement);
            if flow == Flow::Leaves {
                break;
            }
            // `return if …`: what follows runs under the condition.
            if let Kind::If(condition, then, otherwise) = &statement.kind
                && (then.leaves() || otherwise.leaves())
                && self.truth(condition).is_none()
            {
                self.guard(condition, otherwise.leaves());
            }
        }
        self.guards.truncate(guards);
        flow
    }

    /// Notes a condition that cannot be known, and whether it holds for what runs now.
    fn guard(&mut self, condition: &Expr, holds: bool) {
        let asks_schema =
            |expr: &Expr| expr.name().is_some_and(|name| ASKS_SCHEMA.binary_search(&name).is_ok());
        if self.guards.len() < 8 && !condition.any(&asks_schema) {
            let text = self.text(condition.span);
            self.guards.push(if holds { text } else { format!("!({text})") });
        }
    }

    fn branch(&mut self, condition: &'a Expr, then: &'a Expr, otherwise: &'a Expr) -> Flow {
        if let Kind::Other(text) = &condition.kind
            && text.starts_with("rescue")
        {
            return Flow::Next;
        }
        match self.truth(condition) {
            Some(true) => return self.run(then),
            Some(false) => return self.run(otherwise),
            None => {}
        }
        let guards = self.guards.len();
        self.guard(condition, true);
        let before = self.variables.clone();
        let start = self.changes.len();
        let first = self.run(then);
        let middle = self.changes.len();
        let variables = std::mem::replace(&mut self.variables, before);
        self.guards.truncate(guards);
        self.guard(condition, false);
        let second = self.run(otherwise);
        self.guards.truncate(guards);
        self.join_variables(variables);
        self.join_changes(start, middle);
        match (first, second) {
            (Flow::Leaves, Flow::Leaves) => Flow::Leaves,
            _ => Flow::Next,
        }
    }

    /// After both branches: a variable is known where they agree.
    fn join_variables(&mut self, others: Vec<(String, Bound)>) {
        for (at, (name, bound)) in others.into_iter().enumerate() {
            match self.variables.get_mut(at) {
                Some((known, value)) if *known == name => {
                    if *value != bound {
                        *value = Bound::Unknown;
                    }
                }
                Some(_) => {}
                None => self.variables.push((name, bound)),
            }
        }
    }

    /// After both branches: a step that both make is one step. Backfills keep their conditions.
    fn join_changes(&mut self, start: usize, middle: usize) {
        if middle == start || self.changes.len() == middle {
            return;
        }
        let later = self.changes.split_off(middle);
        for change in later {
            let same = self.changes.iter_mut().skip(start).take(middle - start).find(|known| {
                known.op == change.op
                    && change.op.is_known_by_its_subject()
                    && known.table == change.table
                    && known.model == change.model
                    && known.column == change.column
                    && known.to == change.to
                    && (known.columns == change.columns || change.op == Op::CreateTable)
            });
            match same {
                Some(known) => {
                    for cell in change.existing {
                        if !known.existing.contains(&cell) {
                            known.existing.push(cell);
                        }
                    }
                }
                None => self.changes.push(change),
            }
        }
    }

    fn assign(&mut self, target: &'a Expr, value: &'a Expr) {
        match &value.kind {
            Kind::Call(_) | Kind::If(..) | Kind::Sequence(_) => self.run_quietly(value),
            _ => {}
        }
        match &target.kind {
            Kind::Name(name) => {
                let between = self
                    .source
                    .get(target.span.end as usize..value.span.start as usize)
                    .map_or("", str::trim);
                let bound = match between.split(char::is_whitespace).next() {
                    Some("+=") => self.appended(target, value),
                    Some("||=") => match self.variable(name) {
                        Some(known) => known.clone(),
                        None => self.bound(value),
                    },
                    Some(op) if op.len() > 1 && op.ends_with('=') => Bound::Unknown,
                    _ => self.bound(value),
                };
                self.set(name, bound);
            }
            Kind::Call(call) => self.assign_attribute(target, call, value),
            _ => {}
        }
    }

    pub(super) fn set(&mut self, name: &str, bound: Bound) {
        if name.starts_with('@') {
            self.fields.insert(name.to_owned(), bound);
            return;
        }
        let visible = self.variables.iter_mut().skip(self.base).rev();
        match visible.into_iter().find(|(known, _)| known == name) {
            Some((_, value)) => *value = bound,
            None => self.variables.push((name.to_owned(), bound)),
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&Bound> {
        if name.starts_with('@') {
            return self.fields.get(name);
        }
        let visible = self.variables.get(self.base..).unwrap_or_default();
        visible.iter().rev().find(|(known, _)| known == name).map(|(_, bound)| bound)
    }
}
