//! What expressions of a migration stand for, as far as they are written out.

use std::{borrow::Cow, rc::Rc};

use super::{Bound, MAX_DEPTH, Reader, Target};
use crate::expr::{Expr, Kind};

/// Longer texts are not put together, in bytes.
pub(super) const MAX_TEXT: usize = 1 << 16;

/// Larger values are not kept in variables, in pieces of code.
const MAX_PIECES: u32 = 4_000;

impl<'a> Reader<'a> {
    /// What a variable holds that is set to this.
    pub(super) fn bound(&mut self, expr: &'a Expr) -> Bound {
        if let Kind::Name(name) = &expr.kind
            && let Some(bound) = self.variable(name)
        {
            return bound.clone();
        }
        if let Some(rows) = self.rows(expr)
            && !matches!(expr.kind, Kind::Name(_))
        {
            return Bound::Rows(Rc::new(rows));
        }
        let value = self.value(expr);
        let kept = is_known(&value) || matches!(value.kind, Kind::Template(_));
        if kept && pieces(&value) <= MAX_PIECES {
            known(value.into_owned())
        } else if value.name().is_some_and(|name| name.starts_with(char::is_uppercase)) {
            // A class that is handed on.
            known(value.into_owned())
        } else if let Kind::Call(call) = &value.kind
            && call.name == "table_name"
        {
            known(value.into_owned())
        } else {
            Bound::Unknown
        }
    }

    /// `list << member`, `text += more`
    pub(super) fn appended(&mut self, target: &'a Expr, more: &'a Expr) -> Bound {
        let left = self.value(target).into_owned();
        let right = self.value(more).into_owned();
        let sum = match (left.kind, right) {
            (Kind::List(mut members), Expr { kind: Kind::List(more), .. }) => {
                members.extend(more);
                Some(Kind::List(members))
            }
            (Kind::List(mut members), member) if is_known(&member) => {
                members.push(member);
                Some(Kind::List(members))
            }
            (Kind::Text(text), Expr { kind: Kind::Text(more), .. }) => joined(&[&text, &more]),
            _ => None,
        };
        let sum = sum.map(|kind| Expr::new(kind, target.span));
        sum.filter(|sum| pieces(sum) <= MAX_PIECES).map_or(Bound::Unknown, known)
    }

    /// The value of a condition, where it is known before the migration runs.
    pub(super) fn truth(&mut self, condition: &'a Expr) -> Option<bool> {
        match &condition.kind {
            Kind::Not(inner) => return self.truth(inner).map(|value| !value),
            Kind::Binary(left, op, right) if op == "&&" || op == "||" => {
                let decides = op == "||";
                return match (self.truth(left), self.truth(right)) {
                    (Some(value), _) | (_, Some(value)) if value == decides => Some(decides),
                    (Some(_), Some(_)) => Some(!decides),
                    _ => None,
                };
            }
            _ if condition.name() == Some("reverting?") => return Some(false),
            _ => {}
        }
        let value = self.value(condition);
        match &value.kind {
            Kind::Bool(value) => Some(*value),
            Kind::Null => Some(false),
            // A literal that stands in the condition itself is no condition.
            _ => is_known(&value).then_some(true),
        }
    }

    /// The same expression with everything known in it put in; itself where nothing is.
    pub(super) fn value<'e>(&mut self, expr: &'e Expr) -> Cow<'e, Expr>
    where
        'a: 'e,
    {
        if self.fuel == 0 || self.depth >= MAX_DEPTH {
            self.stopped = true;
            return Cow::Borrowed(expr);
        }
        self.fuel -= 1;
        self.depth += 1;
        let value = self.evaluate(expr);
        self.depth -= 1;
        value
    }

    fn evaluate<'e>(&mut self, expr: &'e Expr) -> Cow<'e, Expr>
    where
        'a: 'e,
    {
        let kind = match &expr.kind {
            Kind::Name(name) => return self.named(expr, name),
            Kind::Template(parts) => {
                let parts = flat(self.values(parts));
                let texts: Option<Vec<_>> = parts.iter().map(shown).collect();
                match texts.and_then(|texts| joined(&texts)) {
                    Some(kind) => kind,
                    None => Kind::Template(parts),
                }
            }
            Kind::List(members) => {
                let mut list = Vec::with_capacity(members.len());
                for member in members {
                    match &member.kind {
                        Kind::Splat(inner) => match self.value(inner).into_owned() {
                            Expr { kind: Kind::List(inner), .. } => list.extend(inner),
                            other => list.push(other),
                        },
                        _ => list.push(self.value(member).into_owned()),
                    }
                }
                Kind::List(list)
            }
            Kind::Map(pairs) => {
                let mut map = Vec::with_capacity(pairs.len());
                for (key, value) in pairs {
                    let key = self.value(key).into_owned();
                    map.push((key, self.value(value).into_owned()));
                }
                Kind::Map(map)
            }
            Kind::Index(of, at) => match self.member(of, at) {
                Some(member) => return Cow::Owned(member),
                None => return Cow::Borrowed(expr),
            },
            Kind::Call(call) => match self.call_value(expr, call) {
                Some(value) => return Cow::Owned(value),
                None => return Cow::Borrowed(expr),
            },
            Kind::Binary(left, op, right) => match self.binary(left, op, right) {
                Some(kind) => kind,
                None => return Cow::Borrowed(expr),
            },
            Kind::If(condition, then, otherwise) => {
                let condition = self.value(condition);
                let known = match &condition.kind {
                    Kind::Bool(value) => Some(*value),
                    Kind::Null => Some(false),
                    _ => None,
                };
                let (then, otherwise) = match known {
                    Some(true) => return self.value(then),
                    Some(false) => return self.value(otherwise),
                    None => (self.value(then), self.value(otherwise)),
                };
                if is_known(&then) && then.kind == otherwise.kind {
                    return then;
                }
                return Cow::Borrowed(expr);
            }
            Kind::Sequence(statements) => match statements.as_slice() {
                [only] => return self.value(only),
                _ => return Cow::Borrowed(expr),
            },
            Kind::Assign(_, value) => return self.value(value),
            Kind::Exit(Some(value)) => return self.value(value),
            Kind::Not(inner) => match self.value(inner).kind {
                Kind::Bool(value) => Kind::Bool(!value),
                Kind::Null => Kind::Bool(true),
                _ => return Cow::Borrowed(expr),
            },
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Symbol(_)
            | Kind::Range(..)
            | Kind::Lambda(_)
            | Kind::Exit(None)
            | Kind::Splat(_)
            | Kind::Class(_)
            | Kind::Def(_)
            | Kind::Typed(..)
            | Kind::Decorated(..)
            | Kind::Try(..)
            | Kind::Import(_)
            | Kind::Other(_) => return Cow::Borrowed(expr),
        };
        Cow::Owned(Expr::new(kind, expr.span))
    }

    pub(super) fn values<'e>(&mut self, parts: &'e [Expr]) -> Vec<Cow<'e, Expr>>
    where
        'a: 'e,
    {
        parts.iter().map(|part| self.value(part)).collect()
    }

    fn named<'e>(&mut self, expr: &'e Expr, name: &str) -> Cow<'e, Expr>
    where
        'a: 'e,
    {
        match self.variable(name) {
            Some(Bound::Known(value)) => {
                let value = Rc::clone(value);
                self.fuel = self.fuel.saturating_sub(pieces(&value));
                return Cow::Owned(Expr { span: expr.span, ..(*value).clone() });
            }
            Some(_) => return Cow::Borrowed(expr),
            None => {}
        }
        if let Some(value) = self.library.constant(name) {
            return self.value(value);
        }
        match self.library.methods.get(name).copied() {
            Some(def) if def.parameters.is_empty() => {
                self.returned(def, Vec::new()).map_or(Cow::Borrowed(expr), Cow::Owned)
            }
            _ => Cow::Borrowed(expr),
        }
    }

    /// `list[0]`, `hash[:key]`
    fn member(&mut self, of: &Expr, at: &[Expr]) -> Option<Expr> {
        if of.name() == Some("Set") {
            let members = self.values(at).into_iter().map(Cow::into_owned).collect();
            return Some(Expr::new(Kind::List(members), of.span));
        }
        let [key] = at else { return None };
        let (of, key) = (self.value(of), self.value(key));
        member(&of, &key)
    }

    fn binary(&mut self, left: &Expr, op: &str, right: &Expr) -> Option<Kind> {
        let (left, right) = (self.value(left), self.value(right));
        match op {
            "+" => match (&left.kind, &right.kind) {
                (Kind::List(a), Kind::List(b)) => {
                    Some(Kind::List(a.iter().chain(b).cloned().collect()))
                }
                (Kind::Text(a), Kind::Text(b)) => joined(&[a, b]),
                (Kind::Text(_) | Kind::Template(_), Kind::Text(_) | Kind::Template(_)) => {
                    Some(Kind::Template(flat(vec![left, right])))
                }
                _ => None,
            },
            "-" => match (&left.kind, &right.kind) {
                (Kind::List(a), Kind::List(b)) => {
                    let keep = |one: &&Expr| !b.iter().any(|other| other.kind == one.kind);
                    Some(Kind::List(a.iter().filter(keep).cloned().collect()))
                }
                _ => None,
            },
            "<<" => match left.into_owned().kind {
                Kind::List(mut members) => {
                    members.push(right.into_owned());
                    Some(Kind::List(members))
                }
                _ => None,
            },
            "||" => match &left.kind {
                Kind::Null | Kind::Bool(false) => Some(right.into_owned().kind),
                _ => is_known(&left).then(|| left.into_owned().kind),
            },
            "&&" => match &left.kind {
                Kind::Null | Kind::Bool(false) => Some(left.into_owned().kind),
                _ => is_known(&left).then(|| right.into_owned().kind),
            },
            "==" | "!=" => {
                let both = is_known(&left) && is_known(&right);
                both.then(|| Kind::Bool((left.kind == right.kind) == (op == "==")))
            }
            _ => None,
        }
    }

    /// The table that an expression names: a text, or `User.table_name`.
    pub(super) fn target(&mut self, expr: &Expr) -> Option<Target> {
        if let Kind::Call(call) = &expr.kind
            && matches!(call.name.as_str(), "table_name" | "quoted_table_name" | "arel_table")
            && let Some(receiver) = &call.receiver
        {
            let model = self.value(receiver);
            return match &model.kind {
                Kind::Name(name) if name.starts_with(char::is_uppercase) => {
                    Some(self.target_of_model(name))
                }
                _ => None,
            };
        }
        let value = self.value(expr);
        if value.as_ref() != expr && value.call().is_some() {
            let value = value.into_owned();
            return self.target(&value);
        }
        value.text().map(Target::table)
    }

    /// The table of a class that the migration names.
    pub(super) fn target_of_model(&self, name: &str) -> Target {
        match self.library.model(name) {
            Some(Ok(table)) => Target::table(&table),
            Some(Err(model)) => Target::model(&model),
            None => Target::model(name.trim_start_matches("::")),
        }
    }
}

/// A literal as a variable's value.
pub(super) fn known(value: Expr) -> Bound {
    Bound::Known(Rc::new(value))
}

/// Whether nothing in a value is left to run, at its outside.
pub(super) fn is_known(value: &Expr) -> bool {
    matches!(
        value.kind,
        Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Symbol(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Lambda(_)
    )
}

/// How many pieces of code a value is made of.
fn pieces(value: &Expr) -> u32 {
    let mut count = 0u32;
    value.walk(&mut |_| count = count.saturating_add(1));
    count
}

/// The pieces of a template, those of templates within it included.
fn flat(parts: Vec<Cow<'_, Expr>>) -> Vec<Expr> {
    let mut all = Vec::new();
    for part in parts {
        match part.into_owned() {
            Expr { kind: Kind::Template(inner), .. } => all.extend(inner),
            other => all.push(other),
        }
    }
    all
}

pub(super) fn member(of: &Expr, key: &Expr) -> Option<Expr> {
    match (&of.kind, &key.kind) {
        (Kind::List(members), Kind::Number(at)) => members.get(at.parse::<usize>().ok()?).cloned(),
        (Kind::Map(pairs), _) => {
            pairs.iter().find(|(one, _)| one.kind == key.kind).map(|(_, value)| value.clone())
        }
        _ => None,
    }
}

/// A literal as interpolation shows it.
pub(super) fn shown(value: &Expr) -> Option<&str> {
    match &value.kind {
        Kind::Number(number) => Some(number),
        Kind::Bool(true) => Some("true"),
        Kind::Bool(false) => Some("false"),
        Kind::Null => Some(""),
        _ => value.text(),
    }
}

fn joined(texts: &[impl AsRef<str>]) -> Option<Kind> {
    let length: usize = texts.iter().map(|text| text.as_ref().len()).sum();
    (length <= MAX_TEXT).then(|| Kind::Text(texts.iter().map(AsRef::as_ref).collect()))
}
