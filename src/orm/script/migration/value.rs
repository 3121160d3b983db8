//! What expressions of a migration stand for, as far as they are written out.

use std::rc::Rc;

use super::{Bound, MAX_DEPTH, Reader};
use crate::expr::{Call, Expr, Kind};

/// Longer texts are not put together, in bytes.
const MAX_TEXT: usize = 1 << 16;

/// Larger values are not kept in variables, in pieces of code.
const MAX_PIECES: u32 = 4_000;

impl Reader<'_> {
    pub(super) fn variable(&self, name: &str) -> Option<&Bound> {
        self.variables.iter().rev().find(|(known, _)| known == name).map(|(_, bound)| bound)
    }

    pub(super) fn set(&mut self, name: &str, bound: Bound) {
        match self.variables.iter_mut().rev().find(|(known, _)| known == name) {
            Some((_, value)) => *value = bound,
            None => self.variables.push((name.to_owned(), bound)),
        }
    }

    /// What a variable holds that is set to this.
    pub(super) fn bound(&mut self, expr: &Expr) -> Bound {
        let value = self.value(expr);
        let kept = matches!(
            value.kind,
            Kind::Null
                | Kind::Bool(_)
                | Kind::Number(_)
                | Kind::Text(_)
                | Kind::Template(_)
                | Kind::List(_)
                | Kind::Map(_)
                | Kind::Lambda(_)
                | Kind::Def(_)
                | Kind::Call(_)
        );
        let mut pieces = 0_u32;
        value.walk(&mut |_| pieces = pieces.saturating_add(1));
        (kept && pieces <= MAX_PIECES).then(|| Rc::new(value))
    }

    /// The value of a condition, where it is known before the migration runs.
    pub(super) fn truth(&mut self, condition: &Expr) -> Option<bool> {
        match &condition.kind {
            Kind::Not(inner) => self.truth(inner).map(|value| !value),
            _ => match self.value(condition).kind {
                Kind::Bool(value) => Some(value),
                Kind::Null => Some(false),
                _ => None,
            },
        }
    }

    /// The same expression with everything known in it put in.
    pub(super) fn value(&mut self, expr: &Expr) -> Expr {
        if self.fuel == 0 || self.depth >= MAX_DEPTH {
            self.stopped = true;
            return expr.clone();
        }
        self.fuel -= 1;
        self.depth += 1;
        let kind = self.evaluate(expr);
        self.depth -= 1;
        match kind {
            Some(kind) => Expr { kind, span: expr.span, means: expr.means.clone() },
            None => {
                self.charge(expr);
                expr.clone()
            }
        }
    }

    /// Takes what it costs to copy an expression.
    fn charge(&mut self, expr: &Expr) {
        let mut cost = 0_usize;
        expr.walk(&mut |part| {
            cost += match &part.kind {
                Kind::Text(text) => 1 + text.len() / 64,
                _ => 1,
            };
        });
        self.spend(cost);
    }

    pub(super) fn spend(&mut self, cost: usize) {
        self.fuel = self.fuel.saturating_sub(u32::try_from(cost).unwrap_or(u32::MAX));
    }

    fn evaluate(&mut self, expr: &Expr) -> Option<Kind> {
        Some(match &expr.kind {
            Kind::Name(name) => {
                let value = self.variable(name)?.clone()?;
                // A function is called by its name.
                if matches!(value.kind, Kind::Lambda(_) | Kind::Def(_)) {
                    return None;
                }
                self.charge(&value);
                value.kind.clone()
            }
            Kind::Template(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.value(part)).collect();
                let texts: Option<Vec<_>> = parts.iter().map(shown).collect();
                match texts {
                    Some(texts)
                        if texts.iter().map(|text| text.len()).sum::<usize>() < MAX_TEXT =>
                    {
                        Kind::Text(texts.concat())
                    }
                    _ => Kind::Template(parts),
                }
            }
            Kind::List(members) => {
                let mut list = Vec::new();
                for member in members {
                    match &member.kind {
                        Kind::Splat(inner) => match self.value(inner).kind {
                            Kind::List(inner) => list.extend(inner),
                            _ => list.push(member.clone()),
                        },
                        _ => list.push(self.value(member)),
                    }
                }
                Kind::List(list)
            }
            Kind::Map(pairs) => {
                let mut map = Vec::new();
                for (key, value) in pairs {
                    match &key.kind {
                        Kind::Splat(inner) => match self.value(inner).kind {
                            Kind::Map(inner) => map.extend(inner),
                            _ => map.push((key.clone(), value.clone())),
                        },
                        _ => map.push((self.value(key), self.value(value))),
                    }
                }
                Kind::Map(map)
            }
            Kind::Index(of, at) => {
                let of = self.value(of);
                let at = self.value(at.first()?);
                member(&of, &at)?.kind
            }
            Kind::Binary(left, operator, right) => {
                let left = self.value(left);
                let right = self.value(right);
                return compared(&left, operator, &right);
            }
            Kind::If(condition, then, otherwise) => match self.truth(condition)? {
                true => self.value(then).kind,
                false => self.value(otherwise).kind,
            },
            Kind::Call(call) if call.called => return self.called(call),
            Kind::Call(call) => return self.attribute(call),
            _ => return None,
        })
    }

    /// `TABLES.users`, `this.tableName`
    fn attribute(&mut self, call: &Call) -> Option<Kind> {
        let receiver = call.receiver.as_ref()?;
        if receiver.name() == Some("this") && matches!(receiver.kind, Kind::Name(_)) {
            let field = format!("this.{}", call.name);
            let value = self.variable(&field)?.clone()?;
            self.charge(&value);
            return Some(value.kind.clone());
        }
        let of = self.value(receiver);
        let key = Expr::new(Kind::Text(call.name.clone()), receiver.span);
        Some(member(&of, &key)?.kind)
    }

    /// Methods of texts, lists and objects that write out something else, and functions of the migration
    /// that do nothing but that.
    fn called(&mut self, call: &Call) -> Option<Kind> {
        let Some(receiver) = call.receiver.as_ref() else { return self.returned(call) };
        if let (Kind::Name(of), [map]) = (&receiver.kind, call.arguments.as_slice())
            && of == "Object"
        {
            let Kind::Map(pairs) = self.value(map).kind else { return None };
            let members = pairs.into_iter().map(|(key, value)| match call.name.as_str() {
                "keys" => Some(key),
                "values" => Some(value),
                "entries" => {
                    let span = key.span;
                    Some(Expr::new(Kind::List(vec![key, value]), span))
                }
                _ => None,
            });
            return members.collect::<Option<_>>().map(Kind::List);
        }
        match (self.value(receiver).kind, call.name.as_str()) {
            (Kind::Text(text), "toLowerCase") => Some(Kind::Text(text.to_lowercase())),
            (Kind::Text(text), "toUpperCase") => Some(Kind::Text(text.to_uppercase())),
            (Kind::Text(text), "trim") => Some(Kind::Text(text.trim().to_owned())),
            (Kind::List(members), "concat") => {
                let mut all = members;
                for more in &call.arguments {
                    match self.value(more).kind {
                        Kind::List(more) => all.extend(more),
                        _ => return None,
                    }
                }
                Some(Kind::List(all))
            }
            (Kind::List(members), "join") => {
                let texts: Option<Vec<_>> = members.iter().map(shown).collect();
                let between = call.arguments.first().map_or(Some(","), Expr::text)?;
                let joined = texts?.join(between);
                (joined.len() < MAX_TEXT).then_some(Kind::Text(joined))
            }
            _ => None,
        }
    }

    /// What a function gives that is one expression: `` const drop = (table) => `DROP TABLE ${table}` ``.
    fn returned(&mut self, call: &Call) -> Option<Kind> {
        let function = self.variable(&call.name)?.clone()?;
        let (names, body): (Vec<&String>, &Expr) = match &function.kind {
            Kind::Lambda(lambda) => (lambda.parameters.iter().collect(), &lambda.body),
            Kind::Def(def) => (def.parameters.iter().map(|(name, _)| name).collect(), &def.body),
            _ => return None,
        };
        let given = match body.statements() {
            [Expr { kind: Kind::Exit(given), .. }] => given.as_deref()?,
            [given] if matches!(function.kind, Kind::Lambda(_)) => given,
            _ => return None,
        };
        let given_to: Vec<Bound> = call.arguments.iter().map(|it| self.bound(it)).collect();
        let before = self.variables.len();
        for (at, name) in names.into_iter().enumerate() {
            self.variables.push((name.clone(), given_to.get(at).cloned().flatten()));
        }
        let value = self.value(given);
        self.variables.truncate(before);
        matches!(value.kind, Kind::Text(_) | Kind::Template(_)).then_some(value.kind)
    }
}

/// A comparison or sum of what is known.
fn compared(left: &Expr, operator: &str, right: &Expr) -> Option<Kind> {
    let (one, other) = (shown(left)?, shown(right)?);
    match operator {
        "==" => Some(Kind::Bool(one == other)),
        "!=" => Some(Kind::Bool(one != other)),
        "+" if left.text().or(right.text()).is_some() && one.len() + other.len() < MAX_TEXT => {
            Some(Kind::Text(format!("{one}{other}")))
        }
        _ => None,
    }
}

/// A member of a list by its number, or of an object by its key.
pub(super) fn member(of: &Expr, key: &Expr) -> Option<Expr> {
    match (&of.kind, &key.kind) {
        (Kind::List(members), Kind::Number(at)) => members.get(at.parse::<usize>().ok()?).cloned(),
        (Kind::Map(pairs), _) => {
            let name = shown(key)?;
            pairs.iter().rev().find(|(key, _)| shown(key) == Some(name)).map(|(_, it)| it.clone())
        }
        _ => None,
    }
}

/// The value of an object's key.
pub(super) fn option<'e>(map: &'e Expr, name: &str) -> Option<&'e Expr> {
    let Kind::Map(pairs) = &map.kind else { return None };
    pairs.iter().rev().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)
}

/// A literal as a template shows it.
pub(super) fn shown(value: &Expr) -> Option<&str> {
    match &value.kind {
        Kind::Number(number) => Some(number),
        Kind::Bool(true) => Some("true"),
        Kind::Bool(false) => Some("false"),
        Kind::Text(text) => Some(text),
        _ => None,
    }
}
