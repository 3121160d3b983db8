//! Conditions written with Arel: `arel_table[:deleted_at].eq(nil)`.

use super::{Branch, Reader, opaque};
use crate::{
    expr::{Expr, Kind},
    predicate::{ColumnName, Compare, Predicate, Subject},
};

impl Reader<'_> {
    pub(super) fn arel(&mut self, expr: &Expr) -> Predicate {
        self.arel_branch(expr).predicate
    }

    /// `arel_table[:deleted_at].eq(nil)`, combined by `and`, `or` and `not`.
    pub(super) fn arel_branch(&mut self, expr: &Expr) -> Branch {
        let Some(call) = expr.call() else { return Branch::keeping(opaque(expr)) };
        let (Some(means), Some(receiver)) = (expr.means("predicate", "call"), &call.receiver)
        else {
            return Branch::keeping(opaque(expr));
        };
        let op = match means {
            "=" => Compare::Eq,
            "<>" => Compare::Ne,
            "<" => Compare::Lt,
            "<=" => Compare::Le,
            ">" => Compare::Gt,
            ">=" => Compare::Ge,
            "and" | "or" => {
                let left = self.arel_branch(receiver);
                let Some(right) = call.arguments.first() else { return left };
                let right = self.arel_branch(right);
                if means == "and" {
                    return left.and(right);
                }
                return Branch::keeping(Predicate::Any(vec![left.predicate, right.predicate]));
            }
            "not" => {
                let inner = self.arel_branch(receiver);
                return Branch::keeping(Predicate::Not(Box::new(inner.predicate)));
            }
            "in" | "not-in" => {
                let Some(subject) = self.arel_column(receiver) else {
                    return Branch::keeping(opaque(expr));
                };
                let Some(members) = call.arguments.first().and_then(Expr::members) else {
                    return Branch::keeping(opaque(expr));
                };
                let listed = self.members(subject, members);
                return Branch::keeping(match means {
                    "in" => listed,
                    _ => Predicate::Not(Box::new(listed)),
                });
            }
            _ => return Branch::keeping(opaque(expr)),
        };
        let (Some(subject), Some(value)) = (self.arel_column(receiver), call.arguments.first())
        else {
            return Branch::keeping(opaque(expr));
        };
        if matches!(value.kind, Kind::Null) {
            let null = Predicate::IsNull(subject.clone());
            return match op {
                Compare::Eq => {
                    Branch { writes: vec![(subject.column, None)], ..Branch::keeping(null) }
                }
                _ => Branch::keeping(Predicate::Not(Box::new(null))),
            };
        }
        let value = self.value(&subject, value);
        let writes = match op {
            Compare::Eq => vec![(subject.column.clone(), Some(value.clone()))],
            _ => Vec::new(),
        };
        Branch { writes, ..Branch::keeping(Predicate::Compare(subject, op, value)) }
    }

    fn arel_column(&mut self, expr: &Expr) -> Option<Subject> {
        let Kind::Index(of, at) = &expr.kind else { return None };
        if of.name() != Some("arel_table") {
            return None;
        }
        let table = match &of.kind {
            Kind::Call(call) => match call.receiver.as_ref().and_then(Expr::name) {
                Some(name) if name.starts_with(char::is_uppercase) => {
                    let table = (self.names.table_of)(name)?;
                    (self.names.table != Some(&table)).then_some(table)
                }
                _ => None,
            },
            _ => None,
        };
        let column = ColumnName::new(table, self.resolve(at.first()?).text()?);
        Some(Subject { column, if_null: None, through: None })
    }
}
