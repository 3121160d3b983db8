//! Functions of the application that are called, and what they give back.

use super::{
    reader::{Reader, uncalled},
    value::Held,
};
use crate::{
    expr::{Call, Expr, Kind},
    modules::{Symbol, path_of},
    orm::script::decorator::{line, members},
};

/// A function of the application that is called.
#[derive(Clone)]
pub struct Callee<'a> {
    /// The module it stands in.
    pub module: usize,
    /// Its class.
    pub class: Option<usize>,
    /// What it is called.
    pub name: String,
    /// Its parameters.
    pub parameters: Vec<&'a str>,
    /// What it does.
    pub body: &'a Expr,
}

impl<'a> Reader<'_, '_, 'a> {
    /// The function of the application that a call means.
    pub fn callee(&mut self, call: &'a Call, steps: usize) -> Option<Callee<'a>> {
        let modules = self.known.modules;
        let Some(receiver) = &call.receiver else {
            let hidden = self.scopes.iter().any(|(known, _)| *known == call.name);
            return if hidden { None } else { self.function(self.module, &call.name) };
        };
        if let Some(path) = path_of(receiver)
            && let Some(callee) = self.function(self.module, &format!("{path}.{}", call.name))
        {
            return Some(callee);
        }
        let class = self.class_of(receiver, steps)?;
        line(modules, class).into_iter().rev().find_map(|at| {
            let known = *modules.class(at);
            known.body.body.statements().iter().find_map(|statement| {
                let inner = match &statement.kind {
                    Kind::Decorated(_, inner) => inner,
                    _ => statement,
                };
                match &inner.kind {
                    Kind::Def(def) if def.name == call.name => Some(Callee {
                        module: known.module,
                        class: Some(class),
                        name: def.name.clone(),
                        parameters: def.parameters.iter().map(|(name, _)| name.as_str()).collect(),
                        body: &def.body,
                    }),
                    _ => None,
                }
            })
        })
    }

    fn function(&self, module: usize, path: &str) -> Option<Callee<'a>> {
        match self.known.modules.named(module, path) {
            Symbol::Function(home, def, _) => Some(Callee {
                module: home,
                class: None,
                name: def.name.clone(),
                parameters: def.parameters.iter().map(|(name, _)| name.as_str()).collect(),
                body: &def.body,
            }),
            Symbol::Value(home, Expr { kind: Kind::Lambda(lambda), .. }) => Some(Callee {
                module: home,
                class: None,
                name: path.rsplit('.').next().unwrap_or(path).to_owned(),
                parameters: lambda.parameters.iter().map(String::as_str).collect(),
                body: &lambda.body,
            }),
            _ => None,
        }
    }

    /// The class whose methods something has: `this`, `this.users: UsersService`,
    /// `const service = new UsersService()`.
    fn class_of(&self, expr: &Expr, steps: usize) -> Option<usize> {
        let steps = steps.checked_sub(1)?;
        let modules = self.known.modules;
        match &expr.kind {
            Kind::Name(name) if name == "this" => self.class,
            Kind::Call(call) if !call.called => {
                let class = self.class_of(call.receiver.as_ref()?, steps)?;
                let found = line(modules, class).into_iter().rev().find_map(|at| {
                    let fields = members(modules.class(at));
                    fields.into_iter().find(|field| field.name == call.name)
                })?;
                match modules.resolve(found.module, found.written_type?) {
                    Symbol::Class(class) => Some(class),
                    _ => None,
                }
            }
            Kind::Call(call) => match modules.named(self.module, &path_of(&uncalled(call))?) {
                Symbol::Class(class) => Some(class),
                _ => None,
            },
            _ => match modules.resolve(self.module, expr) {
                Symbol::Class(class) => Some(class),
                Symbol::Value(home, value) => {
                    let call = value.call().filter(|call| call.called)?;
                    match modules.named(home, &path_of(&uncalled(call))?) {
                        Symbol::Class(class) => Some(class),
                        _ => None,
                    }
                }
                _ => None,
            },
        }
    }

    /// What a function gives back, whatever it is given.
    pub(super) fn given_by(&mut self, callee: &Callee<'a>, steps: usize) -> Held {
        let key = (callee.module, callee.body.span.start);
        if let Some(held) = self.known.returned.borrow().get(&key) {
            return held.clone();
        }
        // A function that calls itself gives nothing more that way.
        self.known.returned.borrow_mut().insert(key, Held::Nothing);
        let mut reader = Reader {
            class: callee.class,
            left: self.left,
            ..Reader::new(self.known, callee.module)
        };
        for name in &callee.parameters {
            reader.parameter(name, None);
        }
        let held = reader.given_within(callee.body, steps);
        self.left = reader.left;
        self.known.returned.borrow_mut().insert(key, held.clone());
        held
    }
}
