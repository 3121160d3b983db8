//! What names hold as statements run, and what functions give back.

use super::{
    reader::{MAX_READS, MAX_STEPS, Reader},
    value::{Held, Sent},
};
use crate::{
    expr::{Call, Expr, Kind, Lambda},
    finding::Confidence,
};

impl<'a> Reader<'_, '_, 'a> {
    /// Opens a function: its first parameter holds what it is given, the others hide what names
    /// outside of it hold.
    pub fn enter(&mut self, lambda: &'a Lambda, first: Option<Held>) {
        let mut first = first;
        for name in &lambda.parameters {
            self.parameter(name, first.take());
        }
    }

    /// A parameter with what it is given.
    pub fn parameter(&mut self, name: &'a str, given: Option<Held>) {
        let hides = self.scopes.iter().any(|(known, _)| known == &name);
        match given {
            Some(held) => self.scopes.push((name, held)),
            // `({ User }) => …`: a model is handed in under its name.
            None if hides || !name.starts_with(char::is_uppercase) => {
                self.scopes.push((name, Held::Nothing));
            }
            None => {}
        }
    }

    /// What a body gives back.
    pub fn given_back(&mut self, body: &'a Expr) -> Held {
        self.given_within(body, MAX_STEPS)
    }

    pub(super) fn given_within(&mut self, body: &'a Expr, steps: usize) -> Held {
        if !matches!(body.kind, Kind::Sequence(_)) {
            return self.read(body, steps);
        }
        let mark = self.scopes.len();
        let mut held = Held::Nothing;
        self.run(body, &mut held, steps);
        self.scopes.truncate(mark);
        held
    }

    fn run(&mut self, statement: &'a Expr, held: &mut Held, steps: usize) {
        let Some(steps) = steps.checked_sub(1) else { return };
        match &statement.kind {
            Kind::Sequence(statements) => {
                for statement in statements {
                    self.run(statement, held, steps);
                }
            }
            Kind::Exit(Some(value)) => {
                let before = std::mem::replace(held, Held::Nothing);
                *held = before.or(self.read(value, steps));
            }
            Kind::If(_, then, otherwise) => {
                self.run(then, held, steps);
                self.run(otherwise, held, steps);
            }
            Kind::Try(body, handlers) => {
                self.run(body, held, steps);
                for handler in handlers {
                    self.run(handler, held, steps);
                }
            }
            Kind::Call(call) if call.block.is_some() => {
                if let Some(block) = &call.block {
                    self.run(&block.body, held, steps);
                }
            }
            _ => self.does(statement, steps),
        }
    }

    /// What a statement does to the names.
    pub fn effect(&mut self, statement: &'a Expr) {
        self.left = MAX_READS;
        self.does(statement, MAX_STEPS);
    }

    fn does(&mut self, statement: &'a Expr, steps: usize) {
        match &statement.kind {
            Kind::Assign(target, value) => {
                let nothing = matches!(value.kind, Kind::Null)
                    || matches!(&value.kind, Kind::Name(name) if name == "undefined");
                match target.call().filter(|target| !target.called && nothing) {
                    Some(target) => self.taken_off(target),
                    None => {
                        let held = self.read(value, steps);
                        self.bind(target, held);
                    }
                }
            }
            // `delete user.password`
            Kind::Call(call) if call.called && call.name == "delete" && call.receiver.is_none() => {
                if let Some(target) = call.arguments.first().and_then(Expr::call) {
                    self.taken_off(target);
                }
            }
            _ => {}
        }
    }

    fn taken_off(&mut self, target: &Call) {
        let Some(owner) = target.receiver.as_ref().and_then(Expr::name) else { return };
        if let Some((_, held)) = self.scopes.iter_mut().rev().find(|(known, _)| *known == owner) {
            let before = std::mem::replace(held, Held::Nothing);
            *held = before.without(std::slice::from_ref(&target.name));
        }
    }

    /// Gives names to what a value holds.
    pub fn bind(&mut self, target: &'a Expr, held: Held) {
        match &target.kind {
            Kind::Name(name) => self.scopes.push((name, held)),
            Kind::Typed(inner, _) => self.bind(inner, held),
            // `const [user, created] = …`
            Kind::List(parts) => {
                let mut held = Some(held);
                for part in parts {
                    self.bind(part, held.take().unwrap_or(Held::Nothing));
                }
            }
            Kind::Map(pairs) => {
                let taken: Vec<String> =
                    pairs.iter().filter_map(|(key, _)| key.text().map(str::to_owned)).collect();
                for (key, target) in pairs {
                    let target = match &target.kind {
                        Kind::Assign(target, _) => target,
                        _ => target,
                    };
                    let part = match (&key.kind, &held) {
                        (Kind::Splat(_), _) => held.clone().without(&taken),
                        (_, Held::Rows(rows)) => self.part(target, rows.clone()),
                        (_, Held::Sent(sent)) => Held::Sent(Sent {
                            sure: sent.sure.min(Confidence::Likely),
                            except: Vec::new(),
                        }),
                        _ => Held::Nothing,
                    };
                    self.bind(target, part);
                }
            }
            _ => {}
        }
    }
}
