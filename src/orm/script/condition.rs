//! Conditions that are objects: `{ active: true, state: { $ne: 'archived' } }`.

use crate::{
    expr::{Expr, Kind},
    modules::Modules,
    orm::script::object::constant,
    predicate::{Compare, Literal, Predicate, Subject, Value},
    sql,
};

/// How deeply conditions may be nested.
const MAX_DEPTH: u32 = 20;

/// What operators mean of a row without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Comparisons with NULL are NULL; `not` with a boolean is IS NOT.
    Sql,
    /// A path that is not there is equal to `null`, and different from everything else.
    Mongo,
    /// As SQL, with operators that have no sign: `{ NOT: { state: { in: ['archived'] } } }`.
    Prisma,
}

/// Reads a condition; `column` gives the column of an attribute.
pub fn read(
    modules: &Modules,
    module: usize,
    condition: &Expr,
    dialect: Dialect,
    column: &dyn Fn(&str) -> String,
) -> Predicate {
    Reader { modules, dialect, column }.all(module, condition, 0)
}

/// A condition that is not written out.
pub fn computed() -> Predicate {
    Predicate::Opaque("a condition that is computed".to_owned())
}

struct Reader<'m, 'a> {
    modules: &'m Modules<'a>,
    dialect: Dialect,
    column: &'m dyn Fn(&str) -> String,
}

impl Reader<'_, '_> {
    /// `{ a: 1, b: null }`
    fn all(&self, module: usize, expr: &Expr, depth: u32) -> Predicate {
        if let (Dialect::Sql, Some(text)) = (self.dialect, literal(expr)) {
            return sql::predicate(text);
        }
        self.joined(module, expr, depth).map_or_else(computed, conjunction)
    }

    fn joined(&self, module: usize, expr: &Expr, depth: u32) -> Option<Vec<Predicate>> {
        let Kind::Map(pairs) = &expr.kind else { return None };
        (depth <= MAX_DEPTH).then(|| {
            pairs.iter().map(|(key, value)| self.pair(module, key, value, depth + 1)).collect()
        })
    }

    fn pair(&self, module: usize, key: &Expr, value: &Expr, depth: u32) -> Predicate {
        let every = |parts: &[Expr]| parts.iter().map(|it| self.all(module, it, depth)).collect();
        match (self.combining(key), &value.kind, key.text()) {
            (Some("and"), Kind::List(parts), _) => conjunction(every(parts)),
            (Some("and"), ..) => self.all(module, value, depth),
            (Some("or"), Kind::List(parts), _) => Predicate::Any(every(parts)),
            (Some("or"), ..) => {
                self.joined(module, value, depth).map_or_else(computed, Predicate::Any)
            }
            (Some("nor"), Kind::List(parts), _) => {
                Predicate::Not(Box::new(Predicate::Any(every(parts))))
            }
            (Some("not"), Kind::Map(_), _) => {
                Predicate::Not(Box::new(self.all(module, value, depth)))
            }
            (None, _, Some(name)) if !name.contains(['$', '.']) => {
                let subject = Subject::column(&(self.column)(name));
                self.asked(module, &subject, value, depth)
            }
            _ => computed(),
        }
    }

    /// What combines conditions.
    fn combining<'e>(&self, key: &'e Expr) -> Option<&'e str> {
        match (self.dialect, key.text()) {
            (Dialect::Prisma, Some("AND")) => Some("and"),
            (Dialect::Prisma, Some("OR")) => Some("or"),
            (Dialect::Prisma, Some("NOT")) => Some("not"),
            (Dialect::Prisma, _) => None,
            _ => operator(key),
        }
    }

    /// What compares a column.
    fn operator<'e>(&self, key: &'e Expr) -> Option<&'e str> {
        match (self.dialect, key.text()) {
            (Dialect::Prisma, Some("equals")) => Some("eq"),
            (Dialect::Prisma, Some("not")) => Some("ne"),
            (Dialect::Prisma, name) => name,
            _ => operator(key),
        }
    }

    /// What is asked of one column.
    fn asked(&self, module: usize, subject: &Subject, value: &Expr, depth: u32) -> Predicate {
        match &value.kind {
            Kind::Map(pairs) if depth <= MAX_DEPTH && !pairs.is_empty() => {
                let parts = pairs.iter().map(|(key, value)| match self.operator(key) {
                    Some(name) => self.compared(module, subject, name, value, depth + 1),
                    None => unknown(subject),
                });
                conjunction(parts.collect())
            }
            _ if depth > MAX_DEPTH => unknown(subject),
            _ => self.compared(module, subject, "eq", value, depth + 1),
        }
    }

    fn compared(
        &self,
        module: usize,
        subject: &Subject,
        name: &str,
        value: &Expr,
        depth: u32,
    ) -> Predicate {
        let known = constant(self.modules, module, value);
        let is = |test: fn(&Kind) -> bool| known.is_some_and(|known| test(&known.kind));
        let (is_null, is_bool) =
            (is(|kind| *kind == Kind::Null), is(|kind| matches!(kind, Kind::Bool(_))));
        let null = || Predicate::IsNull(subject.clone());
        let each = |parts: &[Expr]| {
            parts.iter().map(|part| self.asked(module, subject, part, depth)).collect::<Vec<_>>()
        };
        let compare = |op| Predicate::Compare(subject.clone(), op, self.value(module, value));
        let mongo = self.dialect == Dialect::Mongo;
        match (name, &value.kind) {
            ("eq" | "is", _) if is_null => null(),
            ("ne" | "not", _) if is_null => not(null()),
            ("exists", Kind::Bool(true)) => not(null()),
            ("exists", Kind::Bool(false)) => null(),
            ("eq" | "in", Kind::List(parts)) => self.member(module, subject, parts),
            ("nin" | "notIn" | "ne" | "not", Kind::List(parts)) if !mongo => {
                not(Predicate::In(subject.clone(), self.values(module, parts)))
            }
            ("nin", Kind::List(parts)) => {
                let inside = self.member(module, subject, parts);
                match parts.iter().any(|part| part.kind == Kind::Null) {
                    true => not(inside),
                    false => Predicate::Any(vec![null(), not(inside)]),
                }
            }
            ("or", Kind::List(parts)) => Predicate::Any(each(parts)),
            ("and", Kind::List(parts)) => conjunction(each(parts)),
            ("not" | "ne", Kind::Map(_)) => not(self.asked(module, subject, value, depth)),
            ("is", _) if is_bool => Predicate::Same(subject.clone(), self.value(module, value)),
            ("ne", _) if mongo => not(Predicate::Same(subject.clone(), self.value(module, value))),
            ("not", _) if is_bool => {
                not(Predicate::Same(subject.clone(), self.value(module, value)))
            }
            ("eq", _) => compare(Compare::Eq),
            ("ne" | "not", _) => compare(Compare::Ne),
            ("lt", _) => compare(Compare::Lt),
            ("lte", _) => compare(Compare::Le),
            ("gt", _) => compare(Compare::Gt),
            ("gte", _) => compare(Compare::Ge),
            _ => unknown(subject),
        }
    }

    /// `IN (…)`; in a document store, `null` is a member like any other.
    fn member(&self, module: usize, subject: &Subject, parts: &[Expr]) -> Predicate {
        let has_null = parts.iter().any(|part| part.kind == Kind::Null);
        let inside = Predicate::In(subject.clone(), self.values(module, parts));
        match self.dialect == Dialect::Mongo && has_null {
            true => Predicate::Any(vec![Predicate::IsNull(subject.clone()), inside]),
            false => inside,
        }
    }

    fn values(&self, module: usize, parts: &[Expr]) -> Vec<Value> {
        let parts = parts.iter().filter(|part| part.kind != Kind::Null);
        parts.map(|part| self.value(module, part)).collect()
    }

    fn value(&self, module: usize, expr: &Expr) -> Value {
        constant(self.modules, module, expr)
            .map_or_else(|| Value::Runtime(expr.name().unwrap_or("a value").to_owned()), value)
    }
}

/// What is written out as a value.
pub fn value(expr: &Expr) -> Value {
    match &expr.kind {
        Kind::Text(text) => Value::Literal(Literal::Text(text.clone())),
        Kind::Number(number) => Value::Literal(Literal::Number(number.clone())),
        Kind::Bool(value) => Value::Literal(Literal::Bool(*value)),
        _ => Value::Runtime(expr.name().unwrap_or("a value").to_owned()),
    }
}

fn not(predicate: Predicate) -> Predicate {
    Predicate::Not(Box::new(predicate))
}

/// Something that is asked of a column and not understood.
fn unknown(subject: &Subject) -> Predicate {
    Predicate::Opaque(format!("{} of a computed kind", subject.column.name))
}

/// `sequelize.literal('archived = false')`, `literal('…')`
fn literal(expr: &Expr) -> Option<&str> {
    let call = expr.call().filter(|call| call.called && call.name == "literal")?;
    call.arguments.first()?.text()
}

/// All of several conditions.
fn conjunction(parts: Vec<Predicate>) -> Predicate {
    parts.into_iter().reduce(Predicate::and).unwrap_or(Predicate::All(Vec::new()))
}

/// `ne` in `[Op.ne]`, `[Sequelize.Op.ne]` and `$ne`.
fn operator(key: &Expr) -> Option<&str> {
    match &key.kind {
        Kind::Text(text) => text.strip_prefix('$').filter(|rest| !rest.contains(['.', '$'])),
        Kind::Call(call) if !call.called && call.receiver.as_ref()?.name() == Some("Op") => {
            Some(&call.name)
        }
        _ => None,
    }
}
