//! Conditions in SQLAlchemy's language of expressions, as SQL computes them.

use std::borrow::Cow;

use crate::{
    app::{Attribute, Model},
    change::Column,
    expr::{Call, Expr, Kind},
    modules,
    predicate::{Compare, Literal, Predicate, Subject, Value},
};

/// The columns of a model as code may name them: those that it declares, or, where the database is
/// asked for them, whatever the code names.
pub fn columns<'m>(model: &'m Model, code: &Expr) -> Cow<'m, [Attribute]> {
    if let Some(declared) = &model.attributes {
        return Cow::Borrowed(declared);
    }
    let mut names: Vec<&str> = Vec::new();
    code.walk(&mut |part| {
        if let Kind::Call(call) = &part.kind {
            match call.called {
                true => names.extend(call.options.iter().map(|(name, _)| name.as_str())),
                false => names.push(&call.name),
            }
        }
    });
    let column = |name: &&str| {
        let column = Column { name: (*name).to_owned(), ..Column::default() };
        Attribute::new(*name, column)
    };
    Cow::Owned(names.iter().map(column).collect())
}

/// Reads a condition on the columns of what `row` names; `None` where it names a column that the
/// model does not have.
pub fn read(expr: &Expr, row: &str, columns: &[Attribute]) -> Option<Predicate> {
    let inner = |part: &Expr| read(part, row, columns);
    let opaque = || Some(Predicate::Opaque(expr.name().unwrap_or("a condition").to_owned()));
    match &expr.kind {
        Kind::Not(part) => Some(Predicate::Not(Box::new(inner(part)?))),
        Kind::Binary(left, operator, right) => match operator.as_str() {
            "&" => Some(Predicate::All(vec![inner(left)?, inner(right)?])),
            "|" => Some(Predicate::Any(vec![inner(left)?, inner(right)?])),
            operator => {
                let Some(subject) = subject(left, row, columns)? else { return opaque() };
                Some(compared(subject, operator, right).or_else(opaque)?)
            }
        },
        Kind::Call(call) if call.called => {
            let parts = || call.arguments.iter().map(inner).collect::<Option<Vec<_>>>();
            let negated = |part: Predicate| Predicate::Not(Box::new(part));
            match expr.means("predicate", "call") {
                Some("any") => Some(Predicate::Any(parts()?)),
                Some("all") => Some(Predicate::All(parts()?)),
                Some("not") => Some(negated(inner(call.arguments.first()?)?)),
                Some("coalesce") => match subject(expr, row, columns)? {
                    Some(subject) => Some(is_true(subject)),
                    None => opaque(),
                },
                Some(how) => {
                    let Some(of) = &call.receiver else { return opaque() };
                    let Some(subject) = subject(of, row, columns)? else { return opaque() };
                    let read = match how {
                        "is" | "is-not" => same(subject, call),
                        "null" => is_null(subject, call),
                        _ => within(subject, call),
                    };
                    match how {
                        "is-not" | "not-in" => read.map(negated).or_else(opaque),
                        _ => read.or_else(opaque),
                    }
                }
                None => opaque(),
            }
        }
        // `cls.live`
        Kind::Call(_) => match subject(expr, row, columns)? {
            Some(subject) => Some(is_true(subject)),
            None => opaque(),
        },
        _ => opaque(),
    }
}

fn is_true(subject: Subject) -> Predicate {
    Predicate::Compare(subject, Compare::Eq, Value::Literal(Literal::Bool(true)))
}

/// The column that `row.name` is; `Some(None)` for anything else.
fn subject(expr: &Expr, row: &str, columns: &[Attribute]) -> Option<Option<Subject>> {
    let Kind::Call(call) = &expr.kind else { return Some(None) };
    if call.called && expr.means("predicate", "call") == Some("coalesce") {
        let [of, Expr { kind, .. }] = call.arguments.as_slice() else { return Some(None) };
        let (Some(of), Some(if_null)) = (subject(of, row, columns)?, literal(kind)) else {
            return Some(None);
        };
        return Some(Some(Subject { if_null: Some(if_null), ..of }));
    }
    let of_row = call.receiver.as_ref().and_then(modules::path_of).as_deref() == Some(row);
    if call.called || !of_row {
        return Some(None);
    }
    let column = columns.iter().find(|column| column.name == call.name)?;
    Some(Some(Subject::column(&column.column.name)))
}

/// What a condition calls the model: `self.model` in `self.model.deleted_at.is_(None)`.
pub fn row(expr: &Expr, columns: &[Attribute]) -> Option<String> {
    let mut found = None;
    expr.walk(&mut |part| {
        if let Kind::Call(call) = &part.kind
            && !call.called
            && found.is_none()
            && columns.iter().any(|column| column.name == call.name)
        {
            found = call.receiver.as_ref().and_then(modules::path_of);
        }
    });
    found
}

/// The condition of `filter_by(name=value)`.
pub fn equal(name: &str, right: &Expr, columns: &[Attribute]) -> Option<Predicate> {
    let column = columns.iter().find(|column| column.name == name)?;
    let opaque = || Predicate::Opaque(name.to_owned());
    Some(compared(Subject::column(&column.column.name), "==", right).unwrap_or_else(opaque))
}

fn compared(subject: Subject, operator: &str, right: &Expr) -> Option<Predicate> {
    let is_null = matches!(right.kind, Kind::Null);
    let compare = match operator {
        // `>>` and `<<` are Peewee's.
        "==" | ">>" if is_null => return Some(Predicate::IsNull(subject)),
        "<<" => {
            let members = right.members()?.iter().map(value).collect::<Option<_>>()?;
            return Some(Predicate::In(subject, members));
        }
        "!=" if is_null => return Some(Predicate::Not(Box::new(Predicate::IsNull(subject)))),
        "==" => Compare::Eq,
        "!=" => Compare::Ne,
        "<" => Compare::Lt,
        "<=" => Compare::Le,
        ">" => Compare::Gt,
        ">=" => Compare::Ge,
        _ => return None,
    };
    Some(Predicate::Compare(subject, compare, value(right)?))
}

fn same(subject: Subject, call: &Call) -> Option<Predicate> {
    match &call.arguments.first()?.kind {
        Kind::Null => Some(Predicate::IsNull(subject)),
        Kind::Bool(flag) => Some(Predicate::Same(subject, Value::Literal(Literal::Bool(*flag)))),
        // `.is_(null())`
        _ => None,
    }
}

/// `deleted_at.is_null()`, `deleted_at.is_null(False)`
fn is_null(subject: Subject, call: &Call) -> Option<Predicate> {
    let null = Predicate::IsNull(subject);
    match call.arguments.first().map(|flag| &flag.kind) {
        None | Some(Kind::Bool(true)) => Some(null),
        Some(Kind::Bool(false)) => Some(Predicate::Not(Box::new(null))),
        Some(_) => None,
    }
}

fn within(subject: Subject, call: &Call) -> Option<Predicate> {
    let members = call.arguments.first()?.members()?;
    let values = members.iter().map(value).collect::<Option<_>>()?;
    Some(Predicate::In(subject, values))
}

fn value(expr: &Expr) -> Option<Value> {
    literal(&expr.kind).map(Value::Literal)
}

fn literal(kind: &Kind) -> Option<Literal> {
    match kind {
        Kind::Bool(flag) => Some(Literal::Bool(*flag)),
        Kind::Number(number) => Some(Literal::Number(number.clone())),
        Kind::Text(text) => Some(Literal::Text(text.clone())),
        _ => None,
    }
}
