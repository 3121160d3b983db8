//! Statements of a migration, one after the other.

use std::rc::Rc;

use super::{MAX_DEPTH, Reader, up::Up};
use crate::expr::{Call, Expr, Kind, Lambda};

/// Whether the statements behind run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Leaves,
}

/// Methods of a list that call a function with each member.
const EACH: &[&str] = &["each", "filter", "flatMap", "forEach", "map", "mapSeries", "reduce"];

/// Methods whose function runs where something failed.
const FAILS: &[&str] = &["catch", "tapCatch"];

impl Reader<'_> {
    /// Sets what a module and the fields of its class name.
    pub(super) fn prepare(&mut self, program: &Expr, up: &Up<'_>) {
        for statement in program.statements() {
            match &statement.kind {
                Kind::Assign(target, value) => {
                    let target = match &target.kind {
                        Kind::Typed(target, _) => target,
                        _ => target,
                    };
                    if let Kind::Name(name) = &target.kind {
                        let bound = self.bound(value);
                        self.variables.push((name.clone(), bound));
                    }
                }
                Kind::Def(def) => {
                    self.variables.push((def.name.clone(), Some(Rc::new(statement.clone()))));
                }
                _ => {}
            }
        }
        for member in up.class.iter().flat_map(|class| class.body.statements()) {
            match &member.kind {
                Kind::Assign(target, value) => {
                    let target = match &target.kind {
                        Kind::Typed(target, _) => target,
                        _ => target,
                    };
                    if let Kind::Name(name) = &target.kind {
                        let bound = self.bound(value);
                        self.variables.push((format!("this.{name}"), bound));
                    }
                }
                Kind::Def(def) if def.name != "down" => {
                    let name = format!("this.{}", def.name);
                    self.variables.push((name, Some(Rc::new(member.clone()))));
                }
                _ => {}
            }
        }
    }

    /// Runs the function that migrates.
    pub(super) fn start(&mut self, up: &Up<'_>) {
        match &up.code.kind {
            Kind::Lambda(lambda) => {
                self.handle = lambda.parameters.first().cloned();
                self.unbind(&lambda.parameters);
                self.run(&lambda.body);
            }
            Kind::Def(def) => {
                self.handle = def.parameters.first().map(|(name, _)| name.clone());
                for (name, _) in &def.parameters {
                    self.variables.push((name.clone(), None));
                }
                self.run(&def.body);
            }
            _ => {
                self.run(up.code);
            }
        }
    }

    fn unbind(&mut self, names: &[String]) {
        self.variables.extend(names.iter().map(|name| (name.clone(), None)));
    }

    pub(super) fn run(&mut self, expr: &Expr) -> Flow {
        if self.depth >= MAX_DEPTH || self.fuel == 0 || self.stopped {
            self.stopped = true;
            return Flow::Leaves;
        }
        self.fuel -= 1;
        self.depth += 1;
        let flow = self.statement(expr);
        self.depth -= 1;
        flow
    }

    fn statement(&mut self, expr: &Expr) -> Flow {
        match &expr.kind {
            Kind::Sequence(statements) => {
                for statement in statements {
                    if self.run(statement) == Flow::Leaves {
                        return Flow::Leaves;
                    }
                }
                Flow::Next
            }
            Kind::If(condition, then, otherwise) => self.branch(condition, then, otherwise),
            Kind::Assign(target, value) => {
                self.run(value);
                let target = match &target.kind {
                    Kind::Typed(target, _) => target,
                    _ => target,
                };
                if let Kind::Name(name) = &target.kind {
                    let bound = self.bound(value);
                    self.set(name, bound);
                }
                Flow::Next
            }
            Kind::Exit(value) => {
                if let Some(value) = value {
                    self.run(value);
                }
                Flow::Leaves
            }
            Kind::Try(body, _) => self.run(body),
            Kind::List(members) => {
                for member in members {
                    self.run(member);
                }
                Flow::Next
            }
            Kind::Binary(left, _, right) => {
                self.run(left);
                self.run(right);
                Flow::Next
            }
            Kind::Not(inner) | Kind::Splat(inner) => {
                self.run(inner);
                Flow::Next
            }
            Kind::Def(def) => {
                self.set(&def.name, Some(Rc::new(expr.clone())));
                Flow::Next
            }
            Kind::Call(call) if call.called => {
                self.call(expr, call);
                if expr.leaves() { Flow::Leaves } else { Flow::Next }
            }
            _ => Flow::Next,
        }
    }

    fn branch(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr) -> Flow {
        self.run(condition);
        match self.truth(condition) {
            Some(true) => return self.run(then),
            Some(false) => return self.run(otherwise),
            None => {}
        }
        let start = self.changes.len();
        let first = self.run(then);
        let middle = self.changes.len();
        let second = self.run(otherwise);
        self.join(start, middle);
        match (first, second) {
            (Flow::Leaves, Flow::Leaves) => Flow::Leaves,
            _ => Flow::Next,
        }
    }

    /// After both branches: a step that both make is one step.
    fn join(&mut self, start: usize, middle: usize) {
        if middle == start || self.changes.len() == middle {
            return;
        }
        let later = self.changes.split_off(middle);
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

    fn call(&mut self, expr: &Expr, call: &Call) {
        if self.built(expr) || self.step(expr, call) {
            return;
        }
        if let Some(receiver) = &call.receiver {
            self.run(receiver);
        }
        if FAILS.contains(&call.name.as_str()) {
            return;
        }
        if self.own(call) || self.looped(call) {
            return;
        }
        self.handed_on(expr, call);
        self.unknown_step(expr, call);
        let only_first = self.tool.word(expr, "control").and_then(|word| word.get("of"));
        for argument in &call.arguments {
            match &argument.kind {
                Kind::Lambda(lambda) => {
                    self.lambda(lambda, &[]);
                    // The second function is the way back, or runs where something failed.
                    if only_first == Some("up") || call.name == "then" {
                        break;
                    }
                }
                Kind::Call(_) | Kind::List(_) | Kind::If(..) => {
                    self.run(argument);
                }
                Kind::Map(pairs) if only_first == Some("up") => {
                    let up = pairs.iter().find(|(key, _)| key.text() == Some("up"));
                    if let Some((_, Expr { kind: Kind::Lambda(lambda), .. })) = up {
                        self.lambda(lambda, &[]);
                    }
                }
                Kind::Name(name) => {
                    if let Some(Some(function)) = self.variable(name).cloned()
                        && matches!(function.kind, Kind::Lambda(_) | Kind::Def(_))
                    {
                        self.function(&function, &[]);
                    }
                }
                _ => {}
            }
        }
    }

    /// A function of the migration itself.
    fn own(&mut self, call: &Call) -> bool {
        let mut skipped = 0;
        let name = match &call.receiver {
            None => call.name.clone(),
            Some(Expr { kind: Kind::Name(this), .. }) if this == "this" => {
                format!("this.{}", call.name)
            }
            // `addAll.call(this, knex)`
            Some(Expr { kind: Kind::Name(name), .. }) if call.name == "call" => {
                skipped = 1;
                name.clone()
            }
            Some(_) => return false,
        };
        let Some(Some(function)) = self.variable(&name).cloned() else { return false };
        if !matches!(function.kind, Kind::Lambda(_) | Kind::Def(_)) {
            return false;
        }
        let arguments = call.arguments.get(skipped..).unwrap_or_default();
        let given: Vec<_> = arguments.iter().map(|argument| self.given(argument)).collect();
        let blocks = self.blocks.len();
        self.lend_blocks(&function, arguments);
        self.function(&function, &given);
        self.blocks.truncate(blocks);
        true
    }

    /// What a function sees of an argument.
    fn given(&mut self, argument: &Expr) -> super::Bound {
        match &argument.kind {
            Kind::Lambda(_) => Some(Rc::new(argument.clone())),
            _ => self.bound(argument),
        }
    }

    fn function(&mut self, function: &Expr, given: &[super::Bound]) {
        match &function.kind {
            Kind::Lambda(lambda) => self.lambda(lambda, given),
            Kind::Def(def) => {
                let names: Vec<_> = def.parameters.iter().map(|(name, _)| name.clone()).collect();
                self.with(&names, given, &def.body);
            }
            _ => {}
        }
    }

    pub(super) fn lambda(&mut self, lambda: &Lambda, given: &[super::Bound]) {
        self.with(&lambda.parameters, given, &lambda.body);
    }

    fn with(&mut self, names: &[String], given: &[super::Bound], body: &Expr) {
        let before = self.variables.len();
        for (at, name) in names.iter().enumerate() {
            let bound = given.get(at).cloned().flatten();
            self.variables.push((name.clone(), bound));
        }
        self.run(body);
        self.variables.truncate(before);
    }

    /// A function that is called with each member of a list.
    fn looped(&mut self, call: &Call) -> bool {
        let Some(receiver) = &call.receiver else { return false };
        let (list, function) = match (&call.block, call.arguments.as_slice()) {
            (Some(block), _) => (receiver, &**block),
            // `Promise.map(list, f)`, `async.each(list, f)`
            (_, [list, Expr { kind: Kind::Lambda(lambda), .. }, ..]) => (list, &**lambda),
            (_, [Expr { kind: Kind::Lambda(lambda), .. }, ..]) => (receiver, &**lambda),
            _ => return false,
        };
        if !EACH.contains(&call.name.as_str()) {
            return false;
        }
        let Kind::List(members) = self.value(list).kind else {
            self.lambda(function, &[]);
            return true;
        };
        for member in members {
            match member.kind {
                // `for (const [table, column] of …)`
                Kind::List(parts) if function.parameters.len() > 1 => {
                    let given: Vec<_> = parts.into_iter().map(|part| Some(Rc::new(part))).collect();
                    self.lambda(function, &given);
                }
                // `for (const { table, column } of …)`
                Kind::Map(_) if !self.uses_as_whole(function) => {
                    let given: Vec<_> = function
                        .parameters
                        .iter()
                        .map(|name| super::value::option(&member, name).cloned().map(Rc::new))
                        .collect();
                    self.lambda(function, &given);
                }
                _ => self.lambda(function, &[Some(Rc::new(member))]),
            }
        }
        true
    }

    /// Whether the first parameter is the member itself, not a part of it.
    fn uses_as_whole(&self, function: &Lambda) -> bool {
        let Some(first) = function.parameters.first() else { return true };
        function.body.any(&|expr| match &expr.kind {
            Kind::Call(call) if !call.called => call
                .receiver
                .as_ref()
                .is_some_and(|it| matches!(&it.kind, Kind::Name(name) if name == first)),
            _ => false,
        })
    }

    /// What is called on the means to migrate itself is a step, also where it is not known.
    fn unknown_step(&mut self, expr: &Expr, call: &Call) {
        let Some(Expr { kind: Kind::Name(receiver), .. }) = &call.receiver else { return };
        let follows = call.arguments.iter().any(|it| matches!(it.kind, Kind::Lambda(_)));
        let known = self.tool.word(expr, "control").is_some();
        if self.handle.as_ref() == Some(receiver) && !follows && !known {
            self.opaque("", expr);
        }
    }

    /// A function of another file that is given the means to migrate does something unseen.
    fn handed_on(&mut self, expr: &Expr, call: &Call) {
        let handle = self.handle.clone().unwrap_or_else(|| "this".to_owned());
        let gives = |argument: &Expr| {
            matches!(&argument.kind, Kind::Name(name) if *name == handle || name == "this"
                || self.blocks.iter().any(|block| block.variable == *name))
        };
        let outside = match &call.receiver {
            None => true,
            Some(receiver) => {
                matches!(&receiver.kind, Kind::Name(name) if *name != handle && name != "console")
            }
        };
        if outside && call.arguments.iter().any(gives) {
            self.opaque("", expr);
        }
    }
}
