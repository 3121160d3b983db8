//! Reads SQL expressions as conditions.

use std::collections::BTreeMap;

use sqlparser::ast::{Array, BinaryOperator, Expr, UnaryOperator};

use super::{
    constant::{bare, call},
    operand::Operand,
    placeholder::Fragment,
};
use crate::predicate::{Cell, Compare, Literal, Predicate, Subject, Truth, Value};

/// A condition and its negation: of what is always NULL, neither is ever true.
struct Pair {
    yes: Predicate,
    no: Predicate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Plain,
    Negated,
}

impl Fragment {
    /// The condition that a parsed expression is.
    pub(super) fn predicate(&self, expr: &Expr) -> Predicate {
        self.signed(expr, Sense::Plain)
    }

    /// The condition as one that is not understood.
    pub(super) fn opaque(&self, text: &str) -> Predicate {
        Predicate::Opaque(self.restored(text))
    }

    // NOT is pushed inwards, so that `NOT (x = NULL)` stays NULL.
    fn signed(&self, expr: &Expr, sense: Sense) -> Predicate {
        match bare(expr) {
            Expr::BinaryOp { op: op @ (BinaryOperator::And | BinaryOperator::Or), .. } => {
                let parts = chain(expr, op).into_iter().map(|part| self.signed(part, sense));
                match (op, sense) {
                    (BinaryOperator::And, Sense::Plain) | (BinaryOperator::Or, Sense::Negated) => {
                        parts.fold(Predicate::All(Vec::new()), Predicate::and)
                    }
                    _ => Predicate::Any(parts.collect()),
                }
            }
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => match sense {
                Sense::Plain => self.signed(expr, Sense::Negated),
                Sense::Negated => self.signed(expr, Sense::Plain),
            },
            leaf => {
                let pair =
                    self.leaf(leaf).unwrap_or_else(|| Pair::of(self.opaque(&leaf.to_string())));
                match sense {
                    Sense::Plain => pair.yes,
                    Sense::Negated => pair.no,
                }
            }
        }
    }

    fn leaf(&self, expr: &Expr) -> Option<Pair> {
        match expr {
            Expr::IsNull(inner) => self.is_null(inner),
            Expr::IsNotNull(inner) => Some(self.is_null(inner)?.swapped()),
            Expr::IsUnknown(inner) => self.is_unknown(inner),
            Expr::IsNotUnknown(inner) => Some(self.is_unknown(inner)?.swapped()),
            Expr::IsTrue(inner) => self.is_bool(inner, true),
            Expr::IsNotTrue(inner) => Some(self.is_bool(inner, true)?.swapped()),
            Expr::IsFalse(inner) => self.is_bool(inner, false),
            Expr::IsNotFalse(inner) => Some(self.is_bool(inner, false)?.swapped()),
            Expr::IsNotDistinctFrom(left, right) => self.same(left, right),
            Expr::IsDistinctFrom(left, right) => Some(self.same(left, right)?.swapped()),
            Expr::BinaryOp { left, op: BinaryOperator::Spaceship, right } => self.same(left, right),
            Expr::BinaryOp { left, op, right } => self.comparison(left, op, right),
            Expr::InList { expr, list, negated } => {
                Some(self.in_list(expr, list)?.swapped_if(*negated))
            }
            // With no rows, NOT IN holds even for NULL.
            Expr::InSubquery { expr: inner, subquery, negated } => {
                let Operand::Column(subject) = self.operand(inner) else { return None };
                let rows = self.restored(&subquery.to_string());
                let no = self.opaque(&format!("{inner} NOT IN ({rows})"));
                let yes = Predicate::In(subject, vec![Value::Runtime(rows)]);
                Some(Pair { yes, no }.swapped_if(*negated))
            }
            // PostgreSQL shows `x IN (…)` and `x NOT IN (…)` so.
            Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => {
                self.in_list(left, elements(right)?)
            }
            Expr::AllOp { left, compare_op: BinaryOperator::NotEq, right } => {
                Some(self.in_list(left, elements(right)?)?.swapped())
            }
            Expr::Between { expr, negated, low, high } => {
                let from = self.comparison(expr, &BinaryOperator::GtEq, low)?;
                let to = self.comparison(expr, &BinaryOperator::LtEq, high)?;
                let pair =
                    Pair { yes: from.yes.and(to.yes), no: Predicate::Any(vec![from.no, to.no]) };
                Some(pair.swapped_if(*negated))
            }
            Expr::Like { negated, expr, pattern, .. } => self.like(expr, "LIKE", pattern, *negated),
            Expr::ILike { negated, expr, pattern, .. } => {
                self.like(expr, "ILIKE", pattern, *negated)
            }
            Expr::SimilarTo { negated, expr, pattern, .. } => {
                self.like(expr, "SIMILAR TO", pattern, *negated)
            }
            Expr::RLike { negated, expr, pattern, .. } => {
                self.like(expr, "REGEXP", pattern, *negated)
            }
            _ => match self.operand(expr) {
                Operand::Null => Some(Pair::null()),
                Operand::Literal(literal) => {
                    Some(Pair::of(constant_truth(&literal, Compare::Eq, &Literal::Bool(true))?))
                }
                Operand::Column(subject) if subject.through.is_none() => {
                    let yes = Value::Literal(Literal::Bool(true));
                    Some(Pair::of(Predicate::Compare(subject, Compare::Eq, yes)))
                }
                Operand::Column(_) | Operand::Runtime(_) | Operand::Other => None,
            },
        }
    }

    fn is_null(&self, expr: &Expr) -> Option<Pair> {
        match self.operand(expr) {
            Operand::Column(subject) => Some(Pair::of(Predicate::IsNull(subject))),
            Operand::Null => Some(Pair::of(Predicate::All(Vec::new()))),
            Operand::Literal(_) => Some(Pair::of(Predicate::Any(Vec::new()))),
            Operand::Runtime(_) | Operand::Other => self.null_if(expr),
        }
    }

    /// `NULLIF(x, 'a') IS NULL` is `x IS NULL OR x = 'a'`, and never NULL itself.
    fn null_if(&self, expr: &Expr) -> Option<Pair> {
        let Expr::Function(function) = bare(expr) else { return None };
        let (name, arguments) = call(function)?;
        let [column, literal] = arguments.as_slice() else { return None };
        let (Operand::Column(subject), Operand::Literal(literal)) =
            (self.operand(column), self.operand(literal))
        else {
            return None;
        };
        (name == "nullif").then(|| {
            let same = Predicate::Same(subject.clone(), Value::Literal(literal));
            Pair::of(Predicate::Any(vec![Predicate::IsNull(subject), same]))
        })
    }

    fn is_unknown(&self, expr: &Expr) -> Option<Pair> {
        if let Operand::Column(_) | Operand::Null = self.operand(expr) {
            return self.is_null(expr);
        }
        let (subject, _) = self.atom(expr)?;
        Some(Pair::of(Predicate::IsNull(subject)))
    }

    fn is_bool(&self, expr: &Expr, expected: bool) -> Option<Pair> {
        if let Operand::Column(subject) = self.operand(expr) {
            let value = Value::Literal(Literal::Bool(expected));
            return Some(Pair::of(Predicate::Same(subject, value)));
        }
        let (subject, pair) = self.atom(expr)?;
        let present = Predicate::Not(Box::new(Predicate::IsNull(subject)));
        Some(Pair::of(present.and(if expected { pair.yes } else { pair.no })))
    }

    /// A comparison whose only way to be NULL is that its subject is.
    fn atom(&self, expr: &Expr) -> Option<(Subject, Pair)> {
        let pair = self.leaf(bare(expr))?;
        match &pair.yes {
            Predicate::Compare(subject, _, Value::Literal(_)) => Some((subject.clone(), pair)),
            _ => None,
        }
    }

    fn same(&self, left: &Expr, right: &Expr) -> Option<Pair> {
        let (subject, other) = match self.sides(left, right) {
            (Operand::Column(subject), other) | (other, Operand::Column(subject)) => {
                (subject, other)
            }
            _ => return None,
        };
        Some(Pair::of(match other {
            Operand::Null => Predicate::IsNull(subject),
            Operand::Literal(literal) => Predicate::Same(subject, Value::Literal(literal)),
            Operand::Runtime(text) => Predicate::Same(subject, Value::Runtime(text)),
            Operand::Column(_) | Operand::Other => return None,
        }))
    }

    fn comparison(&self, left: &Expr, op: &BinaryOperator, right: &Expr) -> Option<Pair> {
        let (op, flipped) = match op {
            BinaryOperator::Eq => (Compare::Eq, Compare::Eq),
            BinaryOperator::NotEq => (Compare::Ne, Compare::Ne),
            BinaryOperator::Lt => (Compare::Lt, Compare::Gt),
            BinaryOperator::LtEq => (Compare::Le, Compare::Ge),
            BinaryOperator::Gt => (Compare::Gt, Compare::Lt),
            BinaryOperator::GtEq => (Compare::Ge, Compare::Le),
            BinaryOperator::PGRegexMatch
            | BinaryOperator::PGRegexIMatch
            | BinaryOperator::PGLikeMatch
            | BinaryOperator::PGILikeMatch => {
                return self.like(left, &op.to_string(), right, false);
            }
            BinaryOperator::PGRegexNotMatch
            | BinaryOperator::PGRegexNotIMatch
            | BinaryOperator::PGNotLikeMatch
            | BinaryOperator::PGNotILikeMatch => {
                let plain = op.to_string().replace('!', "");
                return self.like(left, &plain, right, true);
            }
            _ => return None,
        };
        let (subject, op, value) = match self.sides(left, right) {
            (Operand::Null, _) | (_, Operand::Null) => return Some(Pair::null()),
            (Operand::Literal(left), Operand::Literal(right)) => {
                return Some(Pair::of(constant_truth(&left, op, &right)?));
            }
            (Operand::Column(subject), Operand::Literal(literal)) => {
                (subject, op, Value::Literal(literal))
            }
            (Operand::Literal(literal), Operand::Column(subject)) => {
                (subject, flipped, Value::Literal(literal))
            }
            (Operand::Column(subject), Operand::Runtime(text)) => {
                (subject, op, Value::Runtime(text))
            }
            (Operand::Runtime(text), Operand::Column(subject)) => {
                (subject, flipped, Value::Runtime(text))
            }
            _ => return None,
        };
        Some(Pair::of(Predicate::Compare(subject, op, value)))
    }

    /// NULL is like nothing and unlike nothing; for other values we do not know.
    fn like(&self, expr: &Expr, op: &str, pattern: &Expr, negated: bool) -> Option<Pair> {
        let Operand::Column(subject) = self.operand(expr) else { return None };
        match self.operand(pattern) {
            Operand::Null => return Some(Pair::null()),
            Operand::Column(_) | Operand::Other => return None,
            Operand::Literal(_) | Operand::Runtime(_) => {}
        }
        let value = Value::Runtime(format!("{op} {}", self.restored(&pattern.to_string())));
        Some(Pair::of(Predicate::Compare(subject, Compare::Eq, value)).swapped_if(negated))
    }

    fn in_list(&self, expr: &Expr, list: &[Expr]) -> Option<Pair> {
        let Operand::Column(subject) = self.operand(expr) else { return None };
        let (mut values, mut null) = (Vec::new(), false);
        for item in list {
            values.push(match self.sides(expr, item).1 {
                Operand::Literal(literal) => Value::Literal(literal),
                Operand::Runtime(text) => Value::Runtime(text),
                Operand::Null => {
                    null = true;
                    continue;
                }
                Operand::Column(_) | Operand::Other => return None,
            });
        }
        if values.is_empty() && null {
            return Some(Pair::null());
        }
        let mut pair = Pair::of(Predicate::In(subject, values));
        // With NULL in the list, NOT IN is NULL for all that it does not find.
        if null {
            pair.no = Predicate::Any(Vec::new());
        }
        Some(pair)
    }
}

impl Pair {
    fn of(yes: Predicate) -> Pair {
        let no = match &yes {
            Predicate::All(parts) if parts.is_empty() => Predicate::Any(Vec::new()),
            Predicate::Any(parts) if parts.is_empty() => Predicate::All(Vec::new()),
            Predicate::Not(inner) => inner.as_ref().clone(),
            plain => Predicate::Not(Box::new(plain.clone())),
        };
        Pair { yes, no }
    }

    fn null() -> Pair {
        Pair { yes: Predicate::Any(Vec::new()), no: Predicate::Any(Vec::new()) }
    }

    fn swapped(self) -> Pair {
        Pair { yes: self.no, no: self.yes }
    }

    fn swapped_if(self, negated: bool) -> Pair {
        if negated { self.swapped() } else { self }
    }
}

/// The operands of a chain of one operator, in order. Chains are long and lean to the left.
fn chain<'e>(expr: &'e Expr, op: &BinaryOperator) -> Vec<&'e Expr> {
    let mut operands = Vec::new();
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match bare(expr) {
            Expr::BinaryOp { left, op: other, right } if other == op => {
                pending.extend([right.as_ref(), left.as_ref()]);
            }
            operand => operands.push(operand),
        }
    }
    operands
}

fn elements(expr: &Expr) -> Option<&[Expr]> {
    match bare(expr) {
        Expr::Array(Array { elem, .. }) => Some(elem),
        Expr::Cast { expr, .. } => elements(expr),
        _ => None,
    }
}

/// A comparison of two constants, decided as it would be for a row that holds the first.
fn constant_truth(left: &Literal, op: Compare, right: &Literal) -> Option<Predicate> {
    let row = BTreeMap::from([(String::new(), Cell::Value(left.clone()))]);
    let comparison =
        Predicate::Compare(Subject::column(""), op, Value::Literal(right.clone())).truth(&row);
    match comparison {
        Truth::TRUE => Some(Predicate::All(Vec::new())),
        Truth::FALSE => Some(Predicate::Any(Vec::new())),
        _ => None,
    }
}
