//! Statements of a migration, one after the other.

use std::rc::Rc;

use super::{Bound, MAX_DEPTH, Reader, Returned};
use crate::expr::{Expr, Kind, Lambda};

/// Whether the statements behind run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    /// The running body ends: `continue`, `break`, `return` without a value.
    Leaves,
    /// The running function ends.
    Returns,
}

/// Attributes that tell databases apart: on each of them every row is treated alike.
const DIALECTS: &[&str] =
    &["alias", "as_sql", "dialect", "engine", "is_offline_mode", "server_version_info", "vendor"];

impl<'a> Reader<'a> {
    pub(super) fn run(&mut self, code: &'a Expr) -> Flow {
        if self.depth >= MAX_DEPTH || self.fuel == 0 || self.stopped {
            self.stopped = true;
            return Flow::Returns;
        }
        self.fuel -= 1;
        self.depth += 1;
        let flow = self.statement(code);
        self.depth -= 1;
        flow
    }

    fn statement(&mut self, code: &'a Expr) -> Flow {
        match &code.kind {
            Kind::Sequence(statements) => {
                for statement in statements {
                    let flow = self.run(statement);
                    if flow != Flow::Next {
                        return flow;
                    }
                }
                Flow::Next
            }
            Kind::If(condition, then, otherwise) => self.branch(condition, then, otherwise),
            Kind::Assign(target, value) => {
                // A function that is bound to another name.
                let bound = self.bound(value);
                self.assign(target, bound, code);
                Flow::Next
            }
            Kind::Exit(Some(value)) => {
                let value = self.eval(value);
                self.result = match &self.result {
                    Returned::Nothing => Returned::Value(value),
                    Returned::Value(known) if *known == value => Returned::Value(value),
                    _ => Returned::Unsure,
                };
                Flow::Returns
            }
            Kind::Exit(None) => Flow::Leaves,
            Kind::Try(body, _) => self.run(body),
            Kind::Def(def) => {
                self.set(&def.name, Bound::Function(def, self.base));
                Flow::Next
            }
            Kind::Class(class) => {
                self.set(&class.name, Bound::Class(class));
                Flow::Next
            }
            Kind::Decorated(_, inner) => self.run(inner),
            Kind::Import(import) => {
                let local = match import.local.is_empty() {
                    true => "*",
                    false => import.local.as_str(),
                };
                self.set(local, Bound::Import(import));
                Flow::Next
            }
            _ => {
                self.eval(code);
                if code.leaves() { Flow::Returns } else { Flow::Next }
            }
        }
    }

    fn branch(&mut self, condition: &'a Expr, then: &'a Expr, otherwise: &'a Expr) -> Flow {
        let value = self.eval(condition);
        match super::value::truth(&value) {
            Some(true) => return self.run(then),
            Some(false) => return self.run(otherwise),
            None => {}
        }
        let of_database = condition
            .any(&|part| part.name().is_some_and(|name| DIALECTS.binary_search(&name).is_ok()));
        let guards = self.guards.len();
        let written = self.text(condition.span);
        if !of_database {
            self.guards.push(written.clone());
        }
        let start = self.changes.len();
        self.spend(self.variables.len());
        let before = self.variables.clone();
        let first = self.run(then);
        let middle = self.changes.len();
        let after = std::mem::replace(&mut self.variables, before);
        if let Some(last) = self.guards.get_mut(guards) {
            *last = format!("not ({written})");
        }
        let second = self.run(otherwise);
        self.guards.truncate(guards);
        // What follows `if …: continue` is not done to all.
        if self.loops > 0 && !of_database {
            match (first, second) {
                (Flow::Leaves, Flow::Next) => self.guards.push(format!("not ({written})")),
                (Flow::Next, Flow::Leaves) => self.guards.push(written),
                _ => {}
            }
        }
        self.merge(after, first, second);
        self.join(start, middle);
        match (first, second) {
            (Flow::Next, _) | (_, Flow::Next) => Flow::Next,
            (Flow::Leaves, _) | (_, Flow::Leaves) => Flow::Leaves,
            (Flow::Returns, Flow::Returns) => Flow::Returns,
        }
    }

    /// After both branches a variable is known where they agree.
    fn merge(&mut self, other: Vec<(String, Bound<'a>)>, other_flow: Flow, flow: Flow) {
        match (other_flow, flow) {
            (Flow::Next, Flow::Next) => {}
            (Flow::Next, _) => {
                self.variables = other;
                return;
            }
            _ => return,
        }
        self.spend(other.len());
        for (at, (name, bound)) in other.into_iter().enumerate() {
            match self.variables.get_mut(at) {
                Some((known, value)) if *known == name => {
                    if !same(value, &bound) {
                        *value = Bound::Unknown;
                    }
                }
                Some(_) => {}
                None => self.variables.push((name, bound)),
            }
        }
    }

    /// After both branches: a step that both make is one step.
    fn join(&mut self, start: usize, middle: usize) {
        if middle == start || self.changes.len() == middle {
            return;
        }
        let later = self.changes.split_off(middle);
        self.spend(later.len() * (middle - start));
        for change in later {
            let same = self.changes.iter_mut().skip(start).find(|known| {
                known.op == change.op
                    && change.op.is_known_by_its_subject()
                    && (&known.table, &known.column, &known.to, &known.columns)
                        == (&change.table, &change.column, &change.to, &change.columns)
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

    pub(super) fn assign(&mut self, target: &'a Expr, bound: Bound<'a>, code: &'a Expr) {
        match &target.kind {
            Kind::Name(name) => self.set(name, bound),
            Kind::Typed(inner, _) => self.assign(inner, bound, code),
            Kind::List(targets) => {
                let members = match &bound {
                    Bound::Known(value) => match &value.kind {
                        Kind::List(members) if members.len() == targets.len() => members.clone(),
                        _ => Vec::new(),
                    },
                    _ => Vec::new(),
                };
                for (at, target) in targets.iter().enumerate() {
                    let bound = match members.get(at) {
                        Some(member) => Bound::Known(Rc::new(member.clone())),
                        None => Bound::Unknown,
                    };
                    self.assign(target, bound, code);
                }
            }
            // `article.state = 'open'`
            Kind::Call(call) if !call.called => {
                let Some(receiver) = &call.receiver else { return };
                let of = self.eval(receiver);
                if let Some(rows) = (self.tool.rows)(self, &of)
                    && rows.record
                {
                    self.backfill(&rows, &call.name, &bound, code.span);
                }
            }
            Kind::Index(of, at) => {
                let (Kind::Name(name), [key]) = (&of.kind, at.as_slice()) else { return };
                let key = self.eval(key);
                let Some(Bound::Known(map)) = self.variable(name).cloned() else { return };
                let (Kind::Map(pairs), Bound::Known(value)) = (&map.kind, bound) else {
                    return self.set(name, Bound::Unknown);
                };
                let mut pairs = pairs.clone();
                self.spend(pairs.len());
                pairs.push((key, (*value).clone()));
                self.set(name, Bound::Known(Rc::new(Expr::new(Kind::Map(pairs), map.span))));
            }
            _ => {}
        }
    }

    /// Runs a block once for each member of a list; once for all where they are not known.
    pub(super) fn each(&mut self, list: &Expr, block: &'a Lambda) -> Vec<Expr> {
        let guards = self.guards.len();
        let mut results = Vec::new();
        let members = match &list.kind {
            Kind::List(members) => members.clone(),
            Kind::Map(pairs) => pairs.iter().map(|(key, _)| key.clone()).collect(),
            _ => vec![Expr::new(Kind::Index(Box::new(list.clone()), Vec::new()), list.span)],
        };
        for member in members {
            if self.fuel == 0 {
                self.stopped = true;
            }
            match (block.parameters.as_slice(), &member.kind) {
                ([one], _) => self.set(one, Bound::Known(Rc::new(member))),
                (names, Kind::List(parts)) if names.len() == parts.len() => {
                    for (name, part) in names.iter().zip(parts) {
                        self.set(name, Bound::Known(Rc::new(part.clone())));
                    }
                }
                (names, _) => {
                    for name in names {
                        self.set(name, Bound::Unknown);
                    }
                }
            }
            self.guards.truncate(guards);
            let flow = match &block.body.kind {
                Kind::Sequence(_) => {
                    self.loops += 1;
                    let flow = self.run(&block.body);
                    self.loops -= 1;
                    flow
                }
                _ => {
                    results.push(self.eval(&block.body));
                    Flow::Next
                }
            };
            if flow == Flow::Returns || self.stopped {
                break;
            }
        }
        self.guards.truncate(guards);
        results
    }

    /// Runs one statement of a class body or module.
    pub(in crate::orm) fn run_statement(&mut self, code: &'a Expr) {
        self.run(code);
    }

    /// Sets a variable of the running function, unless the value is too large.
    pub(in crate::orm) fn bind(&mut self, name: &str, value: &Expr) {
        let bound = self.kept(value.clone());
        self.set(name, bound);
    }

    /// What a function returns that is called without arguments.
    pub(in crate::orm) fn call_by_name(&mut self, name: &str) -> Expr {
        match self.variable(name) {
            Some(Bound::Function(def, closure)) => {
                let (def, closure) = (*def, *closure);
                self.function(def, closure, Vec::new(), Vec::new())
            }
            _ => Expr::new(Kind::Other(String::new()), crate::source::Span::default()),
        }
    }

    /// Runs a function by its name: one of the module, or a method of a class.
    pub(in crate::orm) fn start(&mut self, name: &str, class: Option<&str>) {
        let bound = match class.map(|class| self.variable(class).cloned()) {
            Some(Some(Bound::Class(class))) => {
                method(class, name).map(|def| Bound::Function(def, 0))
            }
            Some(_) => None,
            None => self.variable(name).cloned(),
        };
        if let Some(Bound::Function(def, closure)) = bound {
            self.function(def, closure, Vec::new(), Vec::new());
        }
    }
}

/// A function in the body of a class.
pub(super) fn method<'a>(
    class: &'a crate::expr::ClassBody,
    name: &str,
) -> Option<&'a crate::expr::Def> {
    class.body.statements().iter().find_map(|member| {
        let inner = match &member.kind {
            Kind::Decorated(_, inner) => inner,
            _ => member,
        };
        match &inner.kind {
            Kind::Def(def) if def.name == name => Some(&**def),
            _ => None,
        }
    })
}

fn same(one: &Bound<'_>, other: &Bound<'_>) -> bool {
    match (one, other) {
        (Bound::Known(one), Bound::Known(other)) => Rc::ptr_eq(one, other) || one == other,
        (Bound::Function(one, _), Bound::Function(other, _)) => std::ptr::eq(*one, *other),
        (Bound::Class(one), Bound::Class(other)) => std::ptr::eq(*one, *other),
        (Bound::Import(one), Bound::Import(other)) => std::ptr::eq(*one, *other),
        (Bound::Unknown, Bound::Unknown) => true,
        _ => false,
    }
}
