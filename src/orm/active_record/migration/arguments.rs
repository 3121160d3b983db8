//! What calls are given: arguments, and the parameters and results of helpers.

use super::{
    Bound, MAX_CALLS, Reader,
    call::Site,
    value::{is_known, known},
};
use crate::{
    expr::{Call, Def, Expr, Kind},
    source::Span,
};

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

impl Arguments {
    /// A type with what the options say of its size.
    ///
    /// Source: `schema_statements.rb`, `type_to_sql` of the adapters (Rails 6.1 to 8.1): the limit of an
    /// integer counts bytes, that of a text characters.
    pub(super) fn sized(&self, name: &str) -> String {
        let number = |option: &str| match self.option(option).map(|value| &value.kind) {
            Some(Kind::Number(number)) => number.parse::<u32>().ok(),
            _ => None,
        };
        let sized = match (name, number("limit"), number("precision"), number("scale")) {
            ("integer", Some(1 | 2), ..) => "smallint".to_owned(),
            ("integer", Some(5..=8), ..) => "bigint".to_owned(),
            ("string" | "varchar", Some(limit), ..) => format!("{name}({limit})"),
            ("decimal" | "numeric", _, Some(precision), scale) => {
                format!("{name}({precision}, {})", scale.unwrap_or_default())
            }
            _ => name.to_owned(),
        };
        match self.flag("array") {
            true => format!("{sized}[]"),
            false => sized,
        }
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
                Kind::Splat(inner) => {
                    if let Kind::List(members) = self.value(inner).into_owned().kind {
                        positional.extend(members.into_iter().map(known));
                    }
                }
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
        known(Expr::new(Kind::Map(pairs), Span::default()))
    }

    /// What a helper returns, where it does nothing else.
    pub(super) fn returned(
        &mut self,
        def: &'a Def,
        parameters: Vec<(String, Bound)>,
    ) -> Option<Expr> {
        let (last, before) = def.body.statements().split_last()?;
        if self.calls.len() >= MAX_CALLS
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

    pub(super) fn helper_value(&mut self, call: &Call) -> Option<Expr> {
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
}

fn literal(bound: Bound) -> Option<Expr> {
    match bound {
        Bound::Known(value) => Some((*value).clone()),
        _ => None,
    }
}
