//! Every way through a function of Python that returns a query.
//!
//! A function is run over its code: names are bound, conditions fork, methods of the application are
//! followed. What a call makes of a query is the ORM's to say ([`Queries`]).

mod settled;

use crate::{
    expr::{Call, Def, Expr, Kind},
    facts::Guard,
    modules::{Modules, Symbol},
    predicate::Predicate,
    source::Place,
};

/// How many ways through a function are followed at once.
const MAX_WAYS: usize = 32;

/// How deep functions may call each other.
const MAX_CALLS: usize = 12;

/// How many expressions are evaluated for one query.
const FUEL: u32 = 20_000;

/// A query with the condition that it keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What it keeps.
    pub predicate: Predicate,
    /// The class of the query set, where the application defines it.
    pub class: Option<usize>,
    /// Where its conditions are written.
    pub places: Vec<Place>,
}

/// What a piece of code stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A query.
    Query(Query),
    /// What makes the queries: the manager or class that a method belongs to.
    Maker,
    /// `super()`
    Super,
    /// Anything else, as code with its names replaced, in the module it stands in.
    Code(Expr),
}

/// One way to where a function is.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// What names stand for.
    pub names: Vec<(String, Value)>,
    /// The conditions under which it is gone.
    pub guards: Vec<Guard>,
    /// The functions it goes through.
    pub through: Vec<(String, Place)>,
}

/// Where the running function stands.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Its module.
    pub module: usize,
    /// The class that defines it.
    pub class: Option<usize>,
}

/// What an ORM makes of calls.
pub trait Queries {
    /// What a call gives on a value, each with the way it was reached; `None` where the ORM knows
    /// nothing of it.
    fn call(
        &self,
        run: &mut Run<'_, '_>,
        frame: Frame,
        site: &Site<'_>,
        way: &Way,
    ) -> Option<Vec<(Way, Value)>>;

    /// The test that a column exists which decides whether code fails: what `try` waits for.
    fn trial(&self, run: &Run<'_, '_>, frame: Frame, body: &Expr, way: &Way) -> Option<Expr>;
}

/// A call on a value.
pub struct Site<'e> {
    /// What it is called on; `None` for a function or class.
    pub receiver: Option<&'e Value>,
    /// The call.
    pub call: &'e Call,
    /// The whole expression.
    pub expr: &'e Expr,
}

/// A run over the code of one query.
pub struct Run<'r, 'a> {
    /// The modules.
    pub modules: &'r Modules<'a>,
    orm: &'r dyn Queries,
    calls: usize,
    fuel: u32,
    /// Attributes that were set on the way.
    pub set: Vec<Set>,
}

/// An attribute that is set: `cls.objects = manager`.
#[derive(Clone, Debug)]
pub struct Set {
    /// The way there.
    pub way: Way,
    /// What it is an attribute of.
    pub of: Expr,
    /// The attribute.
    pub name: String,
    /// What it is set to.
    pub value: Value,
    /// Where.
    pub place: Place,
}

/// Where statements lead.
#[derive(Default)]
pub struct Outcome {
    /// What is returned on the way.
    pub returned: Vec<(Way, Value)>,
    /// The ways that come to the end.
    pub goes_on: Vec<Way>,
}

impl<'r, 'a> Run<'r, 'a> {
    /// A run that has not begun.
    pub fn new(modules: &'r Modules<'a>, orm: &'r dyn Queries) -> Run<'r, 'a> {
        Run { modules, orm, calls: 0, fuel: FUEL, set: Vec::new() }
    }

    /// Runs a function with what its parameters stand for; `None` where it is too deep.
    pub fn function(
        &mut self,
        frame: Frame,
        def: &Def,
        given: Vec<(String, Value)>,
        way: &Way,
    ) -> Option<Outcome> {
        if self.calls >= MAX_CALLS {
            return None;
        }
        self.calls += 1;
        let mut names = given;
        for (name, default) in &def.parameters {
            if let (Some(default), false) = (default, names.iter().any(|(known, _)| known == name))
            {
                names.push((name.clone(), Value::Code(default.clone())));
            }
        }
        let start = Way { names, guards: way.guards.clone(), through: way.through.clone() };
        let outcome = self.body(frame, def.body.statements(), vec![start]);
        self.calls -= 1;
        let back = |inner: Way| Way { names: way.names.clone(), ..inner };
        let returned = outcome.returned.into_iter().map(|(inner, value)| (back(inner), value));
        Some(Outcome { returned: returned.collect(), goes_on: outcome.goes_on })
    }

    /// Runs statements that are no function.
    pub fn statements(&mut self, frame: Frame, body: &Expr, way: Way) {
        self.body(frame, body.statements(), vec![way]);
    }

    fn body(&mut self, frame: Frame, statements: &[Expr], ways: Vec<Way>) -> Outcome {
        let mut outcome = Outcome { returned: Vec::new(), goes_on: ways };
        for statement in statements {
            let ways = std::mem::take(&mut outcome.goes_on);
            for way in ways {
                if self.fuel == 0 {
                    break;
                }
                self.fuel -= 1;
                let step = self.statement(frame, statement, way);
                outcome.returned.extend(step.returned);
                outcome.goes_on.extend(step.goes_on);
            }
            outcome.returned.truncate(MAX_WAYS);
            outcome.goes_on.truncate(MAX_WAYS);
        }
        outcome
    }

    fn statement(&mut self, frame: Frame, statement: &Expr, way: Way) -> Outcome {
        match &statement.kind {
            Kind::Sequence(inner) => self.body(frame, inner, vec![way]),
            Kind::If(condition, then, otherwise) => {
                let mut outcome = Outcome::default();
                let mut open = 0;
                for (branch, holds) in [(then, true), (otherwise, false)] {
                    let Some(way) = self.under(frame, &way, condition, holds) else { continue };
                    let inner = self.body(frame, branch.statements(), vec![way]);
                    open += usize::from(!inner.goes_on.is_empty());
                    outcome.returned.extend(inner.returned);
                    outcome.goes_on.extend(inner.goes_on);
                }
                // Whatever the condition is, what follows is the same.
                let alike = outcome.goes_on.iter().all(|after| after.names == way.names);
                if open == 2 && outcome.returned.is_empty() && alike {
                    outcome.goes_on = vec![way];
                }
                outcome
            }
            Kind::Exit(value) => {
                let returned = match value {
                    Some(value) => self.value(frame, value, way),
                    None => Vec::new(),
                };
                Outcome { returned, goes_on: Vec::new() }
            }
            Kind::Assign(target, value) => {
                let target = match &target.kind {
                    Kind::Typed(target, _) => target,
                    _ => target,
                };
                let values = self.value(frame, value, way);
                let goes_on = values.into_iter().map(|(mut way, value)| {
                    match &target.kind {
                        Kind::Name(name) => {
                            way.names.retain(|(known, _)| known != name);
                            way.names.push((name.clone(), value));
                        }
                        Kind::Call(call) if !call.called => {
                            if let Some(of) = &call.receiver {
                                self.set.push(Set {
                                    way: way.clone(),
                                    of: bound(of, &way),
                                    name: call.name.clone(),
                                    value,
                                    place: self.modules.place(frame.module, statement.span),
                                });
                            }
                        }
                        _ => {}
                    }
                    way
                });
                Outcome { returned: Vec::new(), goes_on: goes_on.collect() }
            }
            Kind::Try(body, handlers) => self.attempt(frame, statement, body, handlers, way),
            // A loop over fields with a test of each is a test of them all.
            Kind::Call(call) if call.name == "each" && call.block.is_some() => {
                self.each(frame, statement, call, way)
            }
            Kind::Call(call) if call.name == "raise" && call.receiver.is_none() => {
                Outcome::default()
            }
            Kind::Call(call) if call.called => {
                let values = self.value(frame, statement, way);
                let kept = values.into_iter().map(|(mut way, value)| {
                    // `self.query.add_q(…)` changes the query that it is called on.
                    if let (Some(name), Value::Query(query)) = (changed(call, statement), value)
                        && let Some(known) = way.names.iter_mut().find(|(known, _)| *known == name)
                    {
                        known.1 = Value::Query(query);
                    }
                    way
                });
                Outcome { returned: Vec::new(), goes_on: kept.collect() }
            }
            _ => Outcome { returned: Vec::new(), goes_on: vec![way] },
        }
    }

    /// The way under a condition; `None` where it is known not to be taken.
    fn under(&self, frame: Frame, way: &Way, condition: &Expr, holds: bool) -> Option<Way> {
        let condition_value = self.settled(frame, &bound(condition, way));
        if let Kind::Bool(known) = condition_value.kind {
            return (known == holds).then(|| way.clone());
        }
        let place = self.modules.place(frame.module, condition.span);
        let mut way = way.clone();
        way.guards.push(Guard { condition: condition_value, holds, place });
        Some(way)
    }

    fn attempt(
        &mut self,
        frame: Frame,
        statement: &Expr,
        body: &Expr,
        handlers: &[Expr],
        way: Way,
    ) -> Outcome {
        let trial = self.orm.trial(self, frame, body, &way);
        let Some(trial) = trial else { return self.body(frame, body.statements(), vec![way]) };
        let place = self.modules.place(frame.module, statement.span);
        let guard = |holds| Guard { condition: trial.clone(), holds, place: place.clone() };
        let mut inside = way.clone();
        inside.guards.push(guard(true));
        let mut outcome = self.body(frame, body.statements(), vec![inside]);
        for handler in handlers {
            let mut failed = way.clone();
            failed.guards.push(guard(false));
            let inner = self.body(frame, handler.statements(), vec![failed]);
            outcome.returned.extend(inner.returned);
            outcome.goes_on.extend(inner.goes_on);
        }
        outcome
    }

    /// `for field in fields: if field.name == 'deleted_at': …`
    fn each(&mut self, frame: Frame, statement: &Expr, call: &Call, way: Way) -> Outcome {
        let (Some(list), Some(block)) = (&call.receiver, &call.block) else {
            return Outcome { returned: Vec::new(), goes_on: vec![way] };
        };
        let [Expr { kind: Kind::If(condition, then, _), .. }] = block.body.statements() else {
            return Outcome { returned: Vec::new(), goes_on: vec![way] };
        };
        let about = |part: &Expr| {
            part.name().is_some_and(|name| block.parameters.iter().any(|known| known == name))
        };
        if !condition.any(&about) {
            return Outcome { returned: Vec::new(), goes_on: vec![way] };
        }
        let mut any = call.clone();
        any.name = "map".to_owned();
        any.receiver = Some(bound(list, &way));
        let (parameters, body) = (block.parameters.clone(), condition.as_ref().clone());
        any.block = Some(Box::new(crate::expr::Lambda { parameters, body }));
        let any = Expr::new(Kind::Call(Box::new(any)), statement.span);
        let test = Expr {
            kind: Kind::Call(Box::new(Call {
                receiver: None,
                name: "any".to_owned(),
                arguments: vec![any],
                options: Vec::new(),
                block: None,
                called: true,
            })),
            span: condition.span,
            means: crate::syntax::words_of(crate::source::Language::Python, "any"),
        };
        let place = self.modules.place(frame.module, condition.span);
        let guard = |holds| Guard { condition: test.clone(), holds, place: place.clone() };
        let (mut found, mut missed) = (way.clone(), way);
        found.guards.push(guard(true));
        missed.guards.push(guard(false));
        let mut outcome = self.body(frame, then.statements(), vec![found]);
        outcome.goes_on.push(missed);
        outcome
    }

    /// What an expression stands for, in each way that evaluating it may go.
    pub fn value(&mut self, frame: Frame, expr: &Expr, way: Way) -> Vec<(Way, Value)> {
        if self.fuel == 0 {
            return vec![(way, Value::Code(expr.clone()))];
        }
        self.fuel -= 1;
        match &expr.kind {
            Kind::Name(name) => {
                let known = way.names.iter().find(|(known, _)| known == name);
                let value = match known {
                    Some((_, value)) => value.clone(),
                    None => Value::Code(self.settled(frame, expr)),
                };
                vec![(way, value)]
            }
            Kind::If(condition, then, otherwise) => {
                let mut values = Vec::new();
                for (branch, holds) in [(then, true), (otherwise, false)] {
                    if let Some(way) = self.under(frame, &way, condition, holds) {
                        values.extend(self.value(frame, branch, way));
                    }
                }
                values.truncate(MAX_WAYS);
                values
            }
            Kind::Call(call) if call.called => self.called(frame, expr, call, way),
            Kind::Call(call) => match &call.receiver {
                // `self.query` of a query set is the query itself; other attributes are code.
                Some(receiver) if call.name == "query" => {
                    let values = self.value(frame, receiver, way);
                    let code = |way: &Way| Value::Code(bound(expr, way));
                    values
                        .into_iter()
                        .map(|(way, value)| match value {
                            Value::Query(_) => (way, value),
                            _ => {
                                let value = code(&way);
                                (way, value)
                            }
                        })
                        .collect()
                }
                _ => {
                    let value = Value::Code(self.settled(frame, &bound(expr, &way)));
                    vec![(way, value)]
                }
            },
            _ => {
                let value = Value::Code(self.settled(frame, &bound(expr, &way)));
                vec![(way, value)]
            }
        }
    }

    fn called(&mut self, frame: Frame, expr: &Expr, call: &Call, way: Way) -> Vec<(Way, Value)> {
        if call.name == "super" && call.receiver.is_none() {
            return vec![(way, Value::Super)];
        }
        let receivers = match &call.receiver {
            Some(receiver) => {
                let values = self.value(frame, receiver, way);
                values.into_iter().map(|(way, value)| (way, Some(value))).collect()
            }
            None => vec![(way, None)],
        };
        let mut results = Vec::new();
        for (way, receiver) in receivers {
            let site = Site { receiver: receiver.as_ref(), call, expr };
            let orm = self.orm;
            match orm.call(self, frame, &site, &way) {
                Some(values) => results.extend(values),
                None => match self.own_function(frame, call, receiver.as_ref(), &way) {
                    Some(values) => results.extend(values),
                    None => {
                        let value = Value::Code(self.settled(frame, &bound(expr, &way)));
                        results.push((way, value));
                    }
                },
            }
        }
        results.truncate(MAX_WAYS);
        results
    }

    /// A function of the application that is handed a query.
    fn own_function(
        &mut self,
        frame: Frame,
        call: &Call,
        receiver: Option<&Value>,
        way: &Way,
    ) -> Option<Vec<(Way, Value)>> {
        if receiver.is_some() {
            return None;
        }
        let Symbol::Function(module, def, _) = self.modules.named(frame.module, &call.name) else {
            return None;
        };
        let given = self.arguments(frame, call, def, 0, way);
        if !given.iter().any(|(_, value)| matches!(value, Value::Query(_))) {
            return None;
        }
        let frame = Frame { module, class: None };
        let mut values = self.function(frame, def, given, way)?.returned;
        let place = self.modules.place(module, def.head);
        for (way, _) in &mut values {
            way.through.push((call.name.clone(), place.clone()));
        }
        (!values.is_empty()).then_some(values)
    }

    /// What the parameters of a function stand for in a call; `skipped` of them are given already.
    pub fn arguments(
        &mut self,
        frame: Frame,
        call: &Call,
        def: &Def,
        skipped: usize,
        way: &Way,
    ) -> Vec<(String, Value)> {
        let mut given = Vec::new();
        let one = |run: &mut Run<'r, 'a>, expr: &Expr| {
            let mut values = run.value(frame, expr, way.clone());
            match values.len() {
                1 => values.remove(0).1,
                _ => Value::Code(expr.clone()),
            }
        };
        for ((name, _), argument) in def.parameters.iter().skip(skipped).zip(&call.arguments) {
            given.push((name.clone(), one(self, argument)));
        }
        for (name, argument) in &call.options {
            given.push((name.clone(), one(self, argument)));
        }
        given
    }

    /// An expression with its constants and settings as values, where they are known.
    pub fn settled(&self, frame: Frame, expr: &Expr) -> Expr {
        settled::settle(self.modules, frame.module, expr, 0)
    }
}

/// The name whose query a statement changes: `self` in `self.query.add_q(…)`.
fn changed(call: &Call, statement: &Expr) -> Option<String> {
    if call.name != "add_q" || statement.means("predicate", "call") != Some("filter") {
        return None;
    }
    let receiver = call.receiver.as_ref()?;
    match &receiver.kind {
        Kind::Call(inner) => inner.receiver.as_ref()?.name().map(str::to_owned),
        Kind::Name(name) => Some(name.clone()),
        _ => None,
    }
}

/// The code with names replaced by the code that they stand for.
pub fn bound(expr: &Expr, way: &Way) -> Expr {
    let codes: Vec<(String, Expr)> = way
        .names
        .iter()
        .filter_map(|(name, value)| match value {
            Value::Code(code) if code.name() != Some(name) => Some((name.clone(), code.clone())),
            _ => None,
        })
        .collect();
    expr.bind(&codes)
}
