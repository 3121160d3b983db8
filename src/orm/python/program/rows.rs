//! Steps that change rows instead of the schema.

use super::{Bound, Reader, text};
use crate::{
    change::{Change, Op},
    expr::{Call, Expr, Kind},
    predicate::{Cell, Literal},
    source::Span,
};

/// Rows of a table that code holds.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::orm) struct Rows {
    /// The table.
    pub(in crate::orm) table: String,
    /// A model that stands in for the table.
    pub(in crate::orm) model: Option<String>,
    /// What leaves rows out, as written.
    pub(in crate::orm) conditions: Vec<String>,
    /// One row rather than a query.
    pub(in crate::orm) record: bool,
}

impl<'a> Reader<'a> {
    /// A column of rows gets a value.
    pub(super) fn backfill(&mut self, rows: &Rows, column: &str, value: &Bound<'a>, code: Span) {
        let cell = match value {
            Bound::Known(value) => self.cell(value),
            _ => Cell::Unknown,
        };
        self.fill(rows, column, cell, code);
    }

    /// A column of rows gets a cell.
    pub(in crate::orm) fn fill(&mut self, rows: &Rows, column: &str, cell: Cell, code: Span) {
        let mut conditions = rows.conditions.clone();
        conditions.extend(self.guards.iter().cloned());
        let change = self.change(Op::Backfill, &rows.table, code);
        self.push(Change {
            model: rows.model.clone(),
            column: Some(column.to_owned()),
            existing: vec![cell],
            condition: together(&conditions),
            ..change
        });
    }

    /// Columns of rows that code has put together get what is in each of them, unless it is known what that
    /// is. Whether there are any is no condition.
    pub(in crate::orm) fn fill_each(&mut self, rows: &Rows, column: &str, code: Span) {
        let is_set = |step: &Change| {
            step.op == Op::Backfill
                && step.table == rows.table
                && step.column.as_deref() == Some(column)
        };
        if self.changes.iter().any(is_set) {
            return;
        }
        let change = self.change(Op::Backfill, &rows.table, code);
        self.push(Change {
            model: rows.model.clone(),
            column: Some(column.to_owned()),
            existing: vec![Cell::Unknown],
            ..change
        });
    }

    /// What a column holds that is set to a value.
    pub(in crate::orm) fn cell(&self, value: &Expr) -> Cell {
        match &value.kind {
            Kind::Null => Cell::Null,
            Kind::Map(_) | Kind::List(_) => Cell::NotNull,
            // A text that is put together is one, whatever it says.
            Kind::Template(_) => Cell::NotNull,
            Kind::Call(call) => match self.word(value, "value").and_then(|word| word.get("is")) {
                Some("null") => Cell::Null,
                Some("inner") if call.called => match call.arguments.first() {
                    Some(inner) => self.cell(inner),
                    None => Cell::Unknown,
                },
                Some("number") => match call.arguments.first().map(|inner| &inner.kind) {
                    Some(Kind::Text(number) | Kind::Number(number)) => {
                        Cell::Value(Literal::Number(number.clone()))
                    }
                    _ => Cell::NotNull,
                },
                Some("true") => Cell::Value(Literal::Bool(true)),
                Some("false") => Cell::Value(Literal::Bool(false)),
                Some("set") => Cell::NotNull,
                _ => Cell::Unknown,
            },
            Kind::Name(_) => match self.word(value, "value").and_then(|word| word.get("is")) {
                Some("set") => Cell::NotNull,
                _ => Cell::Unknown,
            },
            _ => literal(value).map_or(Cell::Unknown, Cell::Value),
        }
    }

    /// A call that leaves rows out, as written: `filter(state="open")`.
    pub(in crate::orm) fn written(&self, call: &Call) -> String {
        let part = |value: &Expr| match &value.kind {
            Kind::Text(text) => format!("{text:?}"),
            _ => text::shown(value).unwrap_or_else(|| self.text(value.span)),
        };
        let mut parts: Vec<String> = call.arguments.iter().map(part).collect();
        parts.extend(call.options.iter().map(|(name, value)| format!("{name}={}", part(value))));
        text::one_line(&format!("{}({})", call.name, parts.join(", ")))
    }
}

/// The literal that a value is.
pub(in crate::orm) fn literal(value: &Expr) -> Option<Literal> {
    match &value.kind {
        Kind::Bool(value) => Some(Literal::Bool(*value)),
        Kind::Number(number) => Some(Literal::Number(number.clone())),
        Kind::Text(text) => Some(Literal::Text(text.clone())),
        _ => None,
    }
}

/// Conditions as one; `None` for none.
pub(in crate::orm) fn together(conditions: &[String]) -> Option<String> {
    (!conditions.is_empty()).then(|| conditions.join(" and "))
}
