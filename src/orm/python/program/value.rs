//! What expressions of a migration stand for, as far as they are written out.

use std::rc::Rc;

use super::{Bound, MAX_DEPTH, MAX_PIECES, Reader, text};
use crate::expr::{Call, Expr, Kind};

impl<'a> Reader<'a> {
    /// What a name stands for: in the running function, the one around it, or the module.
    pub(in crate::orm) fn variable(&self, name: &str) -> Option<&Bound<'a>> {
        let find = |range: std::ops::Range<usize>| {
            let frame = self.variables.get(range)?;
            frame.iter().rev().find(|(known, _)| known == name).map(|(_, bound)| bound)
        };
        find(self.base..self.variables.len())
            .or_else(|| find(self.closure..self.base))
            .or_else(|| find(0..self.globals))
    }

    pub(super) fn set(&mut self, name: &str, bound: Bound<'a>) {
        let frame = self.variables.get_mut(self.base..).unwrap_or_default();
        match frame.iter_mut().rev().find(|(known, _)| known == name) {
            Some((_, value)) => *value = bound,
            None => self.variables.push((name.to_owned(), bound)),
        }
    }

    /// What a variable holds that is set to this.
    pub(super) fn bound(&mut self, code: &'a Expr) -> Bound<'a> {
        if let Kind::Name(name) = &code.kind
            && let Some(bound) = self.variable(name)
        {
            return bound.clone();
        }
        let value = self.eval(code);
        self.kept(value)
    }

    pub(super) fn kept(&mut self, value: Expr) -> Bound<'a> {
        if matches!(value.kind, Kind::Other(_)) {
            return Bound::Unknown;
        }
        let pieces = pieces(&value);
        self.spend(pieces);
        match pieces <= MAX_PIECES {
            true => Bound::Known(Rc::new(value)),
            false => Bound::Unknown,
        }
    }

    /// The value of code, or the code with everything known in it put in; the steps that it takes
    /// are taken.
    pub(in crate::orm) fn eval(&mut self, code: &'a Expr) -> Expr {
        if self.fuel == 0 || self.depth >= MAX_DEPTH || self.stopped {
            self.stopped = true;
            return Expr::new(Kind::Other(String::new()), code.span);
        }
        self.fuel -= 1;
        self.depth += 1;
        let value = self.evaluate(code);
        self.depth -= 1;
        value
    }

    fn evaluate(&mut self, code: &'a Expr) -> Expr {
        let kind = match &code.kind {
            Kind::Name(name) => match self.variable(name) {
                Some(Bound::Known(value)) => {
                    let value = value.clone();
                    self.spend(pieces(&value));
                    return Expr {
                        kind: value.kind.clone(),
                        span: code.span,
                        means: value.means.clone(),
                    };
                }
                Some(Bound::Unknown) => Kind::Other(name.clone()),
                _ => Kind::Name(name.clone()),
            },
            Kind::Template(parts) => {
                let parts = parts.iter().map(|part| self.eval(part)).collect();
                text::joined(parts).unwrap_or(Kind::Other(String::new()))
            }
            Kind::List(members) => Kind::List(self.members(members)),
            Kind::Map(pairs) => Kind::Map(self.pairs(pairs)),
            Kind::Index(of, at) => {
                let of = self.eval(of);
                let at: Vec<Expr> = at.iter().map(|at| self.eval(at)).collect();
                match at.first().and_then(|key| member(&of, key)) {
                    Some(found) => found.kind,
                    None => Kind::Index(Box::new(of), at),
                }
            }
            Kind::Not(inner) => {
                let inner = self.eval(inner);
                match truth(&inner) {
                    Some(value) => Kind::Bool(!value),
                    None => Kind::Not(Box::new(inner)),
                }
            }
            Kind::Binary(left, operator, right) => {
                let left = self.eval(left);
                // The other side may not run.
                match (operator.as_str(), truth(&left)) {
                    ("&&", Some(false)) | ("||", Some(true)) => return left,
                    _ => {}
                }
                let right = self.eval(right);
                match computed(&left, operator, &right) {
                    Some(kind) => kind,
                    // A number that is counted up; lists are put together.
                    None if matches!(operator.as_str(), "+" | "-" | "*" | "/" | "//" | "**")
                        && !matches!(
                            (&left.kind, &right.kind),
                            (Kind::List(_), _) | (_, Kind::List(_))
                        ) =>
                    {
                        Kind::Other(String::new())
                    }
                    None => Kind::Binary(Box::new(left), operator.clone(), Box::new(right)),
                }
            }
            Kind::If(condition, then, otherwise) => {
                let condition = self.eval(condition);
                match truth(&condition) {
                    Some(true) => return self.eval(then),
                    Some(false) => return self.eval(otherwise),
                    None => {
                        let then = self.eval(then);
                        let otherwise = self.eval(otherwise);
                        if then == otherwise {
                            return then;
                        }
                        Kind::If(Box::new(condition), Box::new(then), Box::new(otherwise))
                    }
                }
            }
            Kind::Call(call) if call.called => return self.call(code, call),
            Kind::Call(call) => return self.attribute(code, call),
            Kind::Assign(target, value) => {
                let bound = self.bound(value);
                self.assign(target, bound.clone(), code);
                match bound {
                    Bound::Known(value) => value.kind.clone(),
                    _ => Kind::Other(String::new()),
                }
            }
            Kind::Splat(inner) => Kind::Splat(Box::new(self.eval(inner))),
            // Statements where a value is asked for.
            Kind::Sequence(_)
            | Kind::Try(..)
            | Kind::Exit(_)
            | Kind::Def(_)
            | Kind::Class(_)
            | Kind::Decorated(..)
            | Kind::Import(_) => {
                if matches!(&code.kind, Kind::Sequence(inner) if inner.is_empty()) {
                    return code.clone();
                }
                self.run(code);
                Kind::Null
            }
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Symbol(_)
            | Kind::Range(..)
            | Kind::Lambda(_)
            | Kind::Typed(..)
            | Kind::Other(_) => {
                self.spend(pieces(code));
                code.kind.clone()
            }
        };
        Expr { kind, span: code.span, means: code.means.clone() }
    }

    fn members(&mut self, members: &'a [Expr]) -> Vec<Expr> {
        let mut list = Vec::new();
        for member in members {
            let Kind::Splat(inner) = &member.kind else {
                list.push(self.eval(member));
                continue;
            };
            match self.eval(inner) {
                Expr { kind: Kind::List(inner), .. } => list.extend(inner),
                other => list.push(Expr::new(Kind::Splat(Box::new(other)), member.span)),
            }
        }
        list
    }

    fn pairs(&mut self, pairs: &'a [(Expr, Expr)]) -> Vec<(Expr, Expr)> {
        let mut map = Vec::new();
        for (key, value) in pairs {
            match &key.kind {
                Kind::Splat(inner) => match self.eval(inner) {
                    Expr { kind: Kind::Map(inner), .. } => map.extend(inner),
                    other => map.push((other, value.clone())),
                },
                _ => {
                    let key = self.eval(key);
                    let value = self.eval(value);
                    map.push((key, value));
                }
            }
        }
        map
    }

    /// `article.state`, `State.OPEN`, `models.CharField`
    fn attribute(&mut self, code: &'a Expr, call: &'a Call) -> Expr {
        let Some(receiver) = &call.receiver else { return code.clone() };
        let of = self.eval(receiver);
        if let Kind::Name(class) = &of.kind
            && let Some(Bound::Class(class)) = self.variable(class)
        {
            let value = class.body.statements().iter().find_map(|member| match &member.kind {
                Kind::Assign(target, value) if target.name() == Some(&call.name) => Some(&**value),
                _ => None,
            });
            // A column of a class is not what made it.
            if let Some(value) = value.filter(|value| !matches!(value.kind, Kind::Call(_))) {
                return self.eval(value);
            }
        }
        // `State.OPEN.value`
        if call.name == "value" && text::shown(&of).is_some() {
            return of;
        }
        let kind = Kind::Call(Box::new(Call {
            receiver: Some(of),
            name: call.name.clone(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: None,
            called: false,
        }));
        Expr { kind, span: code.span, means: code.means.clone() }
    }
}

/// How much an expression is made of; long texts count for more.
fn pieces(value: &Expr) -> usize {
    let mut pieces = 0;
    value.walk(&mut |part| {
        pieces += match &part.kind {
            Kind::Text(text) => 1 + text.len() / 64,
            _ => 1,
        };
    });
    pieces
}

/// Whether a value counts as true, where it is known.
pub(super) fn truth(value: &Expr) -> Option<bool> {
    match &value.kind {
        Kind::Bool(value) => Some(*value),
        Kind::Null => Some(false),
        Kind::Text(text) => Some(!text.is_empty()),
        Kind::List(members) => Some(!members.is_empty()),
        Kind::Map(pairs) => Some(!pairs.is_empty()),
        Kind::Number(number) => number.parse::<f64>().ok().map(|number| number != 0.0),
        _ => None,
    }
}

/// A comparison, a sum or a formatted text of what is known.
fn computed(left: &Expr, operator: &str, right: &Expr) -> Option<Kind> {
    match (operator, &left.kind, &right.kind) {
        ("+", Kind::List(one), Kind::List(other)) => {
            return Some(Kind::List(one.iter().chain(other).cloned().collect()));
        }
        ("%", Kind::Text(format), _) => return text::joined(text::percent(format, right)?),
        ("+", Kind::Text(_) | Kind::Template(_), _)
        | ("+", _, Kind::Text(_) | Kind::Template(_)) => {
            let mut parts = Vec::new();
            for side in [left, right] {
                match &side.kind {
                    Kind::Template(inner) => parts.extend(inner.iter().cloned()),
                    _ => parts.push(side.clone()),
                }
            }
            return text::joined(parts);
        }
        ("in" | "not in", _, Kind::List(members)) => {
            let one = text::shown(left)?;
            let texts: Option<Vec<_>> = members.iter().map(text::shown).collect();
            return Some(Kind::Bool(texts?.contains(&one) == (operator == "in")));
        }
        ("&&", _, _) => return truth(left)?.then(|| right.kind.clone()),
        ("||", _, _) => return (!truth(left)?).then(|| right.kind.clone()),
        _ => {}
    }
    let (one, other) = (text::shown(left)?, text::shown(right)?);
    match operator {
        "==" | "is" => Some(Kind::Bool(one == other)),
        "!=" | "is not" => Some(Kind::Bool(one != other)),
        _ => None,
    }
}

/// A member of a list by its number, or of a dictionary by its key.
fn member(of: &Expr, key: &Expr) -> Option<Expr> {
    match (&of.kind, &key.kind) {
        (Kind::List(members), Kind::Number(at)) => {
            let at: isize = at.parse().ok()?;
            let length = isize::try_from(members.len()).ok()?;
            let at = if at < 0 { at + length } else { at };
            members.get(usize::try_from(at).ok()?).cloned()
        }
        (Kind::Map(_), _) => text::entry(of, &text::shown(key)?).cloned(),
        _ => None,
    }
}
