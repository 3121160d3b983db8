//! Conditions that a listener adds to every query: `with_loader_criteria`.

use super::conditions;
use crate::{
    app::{Filter, FilterKind, Model},
    expr::{Call, Def, Expr, Kind},
    facts::Guard,
    modules::{Ancestor, Modules, Symbol},
    predicate::Predicate,
    source::Place,
};

/// The event of a session that is about to run a query.
const EVENT: &str = "do_orm_execute";

/// A condition with what it stands under.
#[derive(Clone, Debug)]
pub struct Criterion<'a> {
    module: usize,
    listener: &'a Def,
    call: &'a Call,
    place: Place,
    /// Attributes that the class must have.
    asks: Vec<&'a str>,
    guards: Vec<Guard>,
}

/// The conditions of all listeners.
pub fn all<'a>(modules: &Modules<'a>) -> Vec<Criterion<'a>> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.program.walk(&mut |expr| {
            if let Some((module, listener)) = listener(modules, module, expr) {
                let mut state = Criteria { modules, module, listener, found: &mut found };
                state.body(&listener.body, &[], &[]);
            }
        });
    }
    found
}

/// The function that `@event.listens_for(Session, "do_orm_execute")` or
/// `event.listen(Session, "do_orm_execute", function)` makes a listener, with its module.
fn listener<'a>(modules: &Modules<'a>, module: usize, expr: &'a Expr) -> Option<(usize, &'a Def)> {
    let hears = |expr: &Expr, arguments: &[Expr]| {
        expr.means("hook", "reach") == Some("queries")
            && arguments.get(1).and_then(Expr::text) == Some(EVENT)
    };
    match &expr.kind {
        Kind::Decorated(decorators, inner) => {
            let Kind::Def(def) = &inner.kind else { return None };
            let mut calls = decorators.iter().filter_map(|made| Some((made, made.call()?)));
            calls.any(|(made, call)| hears(made, &call.arguments)).then_some((module, def))
        }
        Kind::Call(call) if hears(expr, &call.arguments) => {
            match modules.resolve(module, call.arguments.get(2)?) {
                Symbol::Function(home, def, _) => Some((home, def)),
                _ => None,
            }
        }
        _ => None,
    }
}

struct Criteria<'m, 'a, 'f> {
    modules: &'m Modules<'a>,
    module: usize,
    listener: &'a Def,
    found: &'f mut Vec<Criterion<'a>>,
}

impl<'a> Criteria<'_, 'a, '_> {
    fn body(&mut self, body: &'a Expr, asks: &[&'a str], guards: &[Guard]) {
        let mut guards = guards.to_vec();
        for statement in body.statements() {
            let Kind::If(condition, then, otherwise) = &statement.kind else {
                match statement.call().and_then(|call| call.block.as_ref()) {
                    Some(block) => self.body(&block.body, asks, &guards),
                    None => self.take(statement, asks, &guards),
                }
                continue;
            };
            let guard = |holds| Guard {
                condition: condition.as_ref().clone(),
                holds,
                place: self.modules.place(self.module, condition.span),
            };
            let (yes, no) = (guard(true), guard(false));
            let asked = attributes_asked_for(condition);
            if !asked.is_empty() && condition.call().is_some() {
                let mut asks = asks.to_vec();
                asks.extend(asked);
                self.body(then, &asks, &guards);
                continue;
            }
            // What a query says of itself lets some queries through, not some deployments.
            let of_query = self.listener.parameters.first().is_some_and(|(state, _)| {
                condition.any(&|part| matches!(&part.kind, Kind::Name(name) if name == state))
            });
            let with = |guard: Guard| match of_query {
                true => guards.clone(),
                false => guards.iter().cloned().chain([guard]).collect::<Vec<_>>(),
            };
            let (when, unless) = (with(yes), with(no));
            self.body(then, asks, &when);
            self.body(otherwise, asks, &unless);
            if then.leaves() {
                guards = unless;
            }
        }
    }

    fn take(&mut self, statement: &'a Expr, asks: &[&'a str], guards: &[Guard]) {
        let mut calls = Vec::new();
        statement.walk(&mut |part| {
            if part.means("scope", "kind") == Some("default")
                && let Some(call) = part.call().filter(|call| call.called)
            {
                calls.push((call, part.span));
            }
        });
        for (call, span) in calls {
            self.found.push(Criterion {
                module: self.module,
                listener: self.listener,
                call,
                place: self.modules.place(self.module, span),
                asks: asks.to_vec(),
                guards: guards.to_vec(),
            });
        }
    }
}

/// The attributes that a condition asks for, where nothing else decides it.
fn attributes_asked_for(condition: &Expr) -> Vec<&str> {
    let call = condition.call().filter(|_| condition.means("gate", "by") == Some("attribute"));
    call.and_then(|call| call.arguments.get(1)?.text()).into_iter().collect()
}

impl Criterion<'_> {
    /// The filter that it is for a model; `None` where it does not reach it.
    pub fn filter(&self, modules: &Modules, class: usize, model: &Model) -> Option<Filter> {
        let columns = model.attributes.as_deref()?;
        let has = |name: &str| columns.iter().any(|column| column.name == name);
        if !self.asks.iter().all(|name| has(name)) {
            return None;
        }
        let [target, condition, ..] = self.call.arguments.as_slice() else { return None };
        match self.target(modules, target) {
            Symbol::Class(of) => {
                modules.lineage(class).contains(&Ancestor::Class(of)).then_some(())?;
            }
            // A variable that goes through all classes.
            _ if !self.asks.is_empty() => {}
            _ => return None,
        }
        let predicate = match &condition.kind {
            Kind::Lambda(lambda) => {
                conditions::read(&lambda.body, lambda.parameters.first()?, columns)?
            }
            _ => conditions::read(condition, target.name()?, columns)?,
        };
        if matches!(predicate, Predicate::Opaque(_)) {
            return None;
        }
        Some(Filter {
            kind: FilterKind::Default,
            predicate,
            guards: self.guards.clone(),
            writes: Vec::new(),
            place: self.place.clone(),
            via: Vec::new(),
            library: None,
            everywhere: false,
            soft_delete: None,
            table: None,
            constants: Vec::new(),
            label: "with_loader_criteria".to_owned(),
        })
    }

    /// The class that is named, where the listener itself may import it.
    fn target<'m>(&self, modules: &Modules<'m>, target: &Expr) -> Symbol<'m> {
        let imported = self.listener.body.statements().iter().find_map(|statement| {
            let Kind::Import(import) = &statement.kind else { return None };
            let name = import.name.as_deref()?;
            let is_it = target.name() == Some(import.local.as_str());
            is_it.then(|| modules.locate(self.module, &import.from)).flatten().map(|at| (at, name))
        });
        match imported {
            Some((home, name)) => modules.named(home, name),
            None => modules.resolve(self.module, target),
        }
    }
}
