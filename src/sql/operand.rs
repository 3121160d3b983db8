//! Reads the sides of a comparison.

use sqlparser::ast::{Array, DataType, Expr, Function, Ident, Value as SqlValue};

use super::{
    constant::{Constant, NEVER_NULL, bare, call, constant, converted, is_arithmetic},
    name_of,
    placeholder::Fragment,
};
use crate::predicate::{ColumnName, Literal, Subject};

/// One side of a comparison.
pub(super) enum Operand {
    Column(Subject),
    Literal(Literal),
    Null,
    Runtime(String),
    Other,
}

/// Functions that are NULL just when their column is; further arguments are constants.
pub(super) const STRICT: [&str; 21] = [
    "abs",
    "btrim",
    "char_length",
    "date",
    "date_part",
    "date_trunc",
    "day",
    "left",
    "length",
    "lower",
    "ltrim",
    "md5",
    "month",
    "right",
    "round",
    "rtrim",
    "substr",
    "substring",
    "unaccent",
    "upper",
    "year",
];

impl Fragment {
    /// Both sides; `state = "x"` compares with a text, as MySQL and SQLite read it.
    pub(super) fn sides(&self, left: &Expr, right: &Expr) -> (Operand, Operand) {
        let text = |expr: &Expr| match bare(expr) {
            Expr::Identifier(Ident { value, quote_style: Some('"'), .. }) => Some(value.clone()),
            _ => None,
        };
        let sides = (self.operand(left), self.operand(right));
        match (&sides, text(left), text(right)) {
            ((Operand::Column(_), Operand::Column(_)), None, Some(value)) => {
                (sides.0, Operand::Literal(Literal::Text(value)))
            }
            _ => sides,
        }
    }

    pub(super) fn operand(&self, expr: &Expr) -> Operand {
        match bare(expr) {
            Expr::Identifier(ident) => column(None, ident),
            // SQL Server's `[name]` looks like an array to the others.
            Expr::Array(Array { elem, named: false })
                if matches!(elem.as_slice(), [Expr::Identifier(_)]) =>
            {
                elem.first().map_or(Operand::Other, |name| self.operand(name))
            }
            Expr::CompoundIdentifier(idents) => match idents.as_slice() {
                [.., table, name] => column(Some(table), name),
                [] | [_] => Operand::Other,
            },
            Expr::Collate { expr, .. } => self.operand(expr),
            Expr::Cast { expr: inner, data_type, .. } => self.cast(inner, data_type),
            Expr::AtTimeZone { timestamp, .. } => match self.operand(timestamp) {
                Operand::Column(subject) => strict(subject, "timezone"),
                Operand::Null => Operand::Null,
                Operand::Literal(_) | Operand::Runtime(_) => Operand::Runtime(self.shown(expr)),
                Operand::Other => Operand::Other,
            },
            Expr::Trim { expr, trim_what: None, .. } => match self.operand(expr) {
                Operand::Column(subject) => strict(subject, "trim"),
                _ => Operand::Other,
            },
            Expr::Substring { expr, .. } => match self.operand(expr) {
                Operand::Column(subject) => strict(subject, "substring"),
                _ => Operand::Other,
            },
            Expr::Value(value) => match &value.value {
                SqlValue::Placeholder(_) => Operand::Runtime(self.shown(expr)),
                _ => self.constant(expr),
            },
            Expr::Subquery(_) => Operand::Runtime(self.shown(expr)),
            Expr::Function(function) => self.function(expr, function),
            other => self.constant(other),
        }
    }

    fn constant(&self, expr: &Expr) -> Operand {
        match constant(expr) {
            Constant::Null => Operand::Null,
            Constant::Literal(literal) => Operand::Literal(literal),
            Constant::NotNull(_) => Operand::Runtime(self.shown(expr)),
            Constant::Other(_) if self.names_no_column(expr) => Operand::Runtime(self.shown(expr)),
            Constant::Other(_) => Operand::Other,
        }
    }

    /// Whether arithmetic is over constants and placeholders alone.
    fn names_no_column(&self, expr: &Expr) -> bool {
        let Expr::BinaryOp { op, .. } = expr else { return false };
        let mut pending = vec![expr];
        while let Some(expr) = pending.pop() {
            match bare(expr) {
                Expr::BinaryOp { left, op: other, right }
                    if is_arithmetic(op) && is_arithmetic(other) =>
                {
                    pending.extend([left.as_ref(), right.as_ref()]);
                }
                Expr::BinaryOp { .. } => return false,
                leaf => match self.operand(leaf) {
                    Operand::Literal(_) | Operand::Runtime(_) => {}
                    Operand::Column(_) | Operand::Null | Operand::Other => return false,
                },
            }
        }
        true
    }

    /// A cast keeps NULL; a cast to a date also changes what a value compares to.
    fn cast(&self, inner: &Expr, data_type: &DataType) -> Operand {
        match self.operand(inner) {
            Operand::Column(subject) => match data_type {
                DataType::Date | DataType::Time(..) => {
                    strict(subject, &data_type.to_string().to_lowercase())
                }
                _ => Operand::Column(subject),
            },
            Operand::Literal(literal) => Operand::Literal(converted(literal, data_type)),
            other => other,
        }
    }

    fn function(&self, expr: &Expr, function: &Function) -> Operand {
        let Some((name, arguments)) = call(function) else { return self.constant(expr) };
        match (name.as_str(), arguments.as_slice()) {
            ("coalesce" | "ifnull" | "nvl" | "isnull", [first, rest @ ..]) if !rest.is_empty() => {
                self.coalesce(expr, first, rest)
            }
            ("trim", [column]) | ("extract", [column]) => match self.operand(column) {
                Operand::Column(subject) => strict(subject, &name),
                _ => Operand::Other,
            },
            _ if STRICT.binary_search(&name.as_str()).is_ok() => {
                let mut subject = None;
                for argument in arguments {
                    match self.operand(argument) {
                        Operand::Column(column) if subject.is_none() => subject = Some(column),
                        Operand::Literal(_) => {}
                        _ => return Operand::Other,
                    }
                }
                subject.map_or_else(|| self.constant(expr), |subject| strict(subject, &name))
            }
            // A function of no column is the same for all rows.
            (_, arguments) => {
                let known = |argument: &&Expr| {
                    matches!(self.operand(argument), Operand::Literal(_) | Operand::Runtime(_))
                };
                if arguments.iter().all(known) {
                    return Operand::Runtime(self.shown(expr));
                }
                Operand::Other
            }
        }
    }

    fn coalesce(&self, whole: &Expr, first: &Expr, rest: &[&Expr]) -> Operand {
        match self.operand(first) {
            Operand::Column(subject) if subject.if_null.is_some() => Operand::Column(subject),
            Operand::Column(subject) => match rest {
                [] => Operand::Column(subject),
                [next, rest @ ..] => match self.operand(next) {
                    Operand::Literal(literal) => {
                        Operand::Column(Subject { if_null: Some(literal), ..subject })
                    }
                    Operand::Null => self.coalesce(whole, first, rest),
                    Operand::Column(_) | Operand::Runtime(_) | Operand::Other => Operand::Other,
                },
            },
            Operand::Literal(literal) => Operand::Literal(literal),
            Operand::Null => match rest {
                [] => Operand::Null,
                [next, rest @ ..] => self.coalesce(whole, next, rest),
            },
            Operand::Runtime(_) => Operand::Runtime(self.shown(whole)),
            Operand::Other => Operand::Other,
        }
    }

    pub(super) fn shown(&self, expr: &Expr) -> String {
        self.restored(&expr.to_string())
    }
}

fn column(table: Option<&Ident>, name: &Ident) -> Operand {
    // SQLite and MySQL have no keyword for these in every place.
    if table.is_none() && name.quote_style.is_none() {
        let lower = name.value.to_ascii_lowercase();
        if NEVER_NULL.binary_search(&lower.as_str()).is_ok() && lower.contains('_') {
            return Operand::Runtime(name.value.clone());
        }
    }
    let column = ColumnName::new(table.map(name_of), &name.value);
    Operand::Column(Subject { column, if_null: None, through: None })
}

/// A strict function of the subject; of `COALESCE(…)`, the value for NULL would be computed too.
fn strict(subject: Subject, function: &str) -> Operand {
    if subject.if_null.is_some() {
        return Operand::Other;
    }
    Operand::Column(Subject { through: Some(function.to_owned()), ..subject })
}
