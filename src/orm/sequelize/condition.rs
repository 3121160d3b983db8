//! `where` of Sequelize: an object of attributes into a condition.

use crate::{
    expr::{Expr, Kind},
    modules::Modules,
    orm::script::{
        decorator::thunk,
        object::{Object, constant},
    },
    predicate::{Compare, Literal, Predicate, Subject, Value},
};

/// How deeply conditions may be nested.
const MAX_DEPTH: u32 = 20;

/// A scope's condition; `None` where it has none.
pub(super) fn scope(
    modules: &Modules,
    module: usize,
    scope: &Expr,
    column: &dyn Fn(&str) -> String,
) -> Option<Predicate> {
    let Some(given) = Object::read(modules, module, thunk(scope)) else {
        return Some(Predicate::Opaque("a scope that is computed".to_owned()));
    };
    let (home, condition) = given.get("where")?;
    let reader = Reader { modules, column };
    Some(reader.all(home, condition, 0))
}

/// A condition on its own.
pub(super) fn all(
    modules: &Modules,
    module: usize,
    condition: &Expr,
    column: &dyn Fn(&str) -> String,
) -> Predicate {
    Reader { modules, column }.all(module, condition, 0)
}

struct Reader<'m, 'a> {
    modules: &'m Modules<'a>,
    column: &'m dyn Fn(&str) -> String,
}

fn opaque() -> Predicate {
    Predicate::Opaque("a condition that is computed".to_owned())
}

impl<'a> Reader<'_, 'a> {
    /// `{ a: 1, b: null }`
    fn all(&self, module: usize, expr: &Expr, depth: u32) -> Predicate {
        self.joined(module, expr, depth).map_or_else(opaque, conjunction)
    }

    fn joined(&self, module: usize, expr: &Expr, depth: u32) -> Option<Vec<Predicate>> {
        let Kind::Map(pairs) = &expr.kind else { return None };
        if depth > MAX_DEPTH {
            return None;
        }
        let part = |(key, value): &(Expr, Expr)| match (operator(key), key.text()) {
            (Some("and"), _) => match &value.kind {
                Kind::List(parts) => conjunction(
                    parts.iter().map(|part| self.all(module, part, depth + 1)).collect(),
                ),
                _ => self.all(module, value, depth + 1),
            },
            (Some("or"), _) => match &value.kind {
                Kind::List(parts) => Predicate::Any(
                    parts.iter().map(|part| self.all(module, part, depth + 1)).collect(),
                ),
                _ => self.joined(module, value, depth + 1).map_or_else(opaque, Predicate::Any),
            },
            (None, Some(name)) if !name.contains(['$', '.']) => {
                let subject = Subject::column(&(self.column)(name));
                self.column_is(module, &subject, value, depth + 1)
            }
            _ => opaque(),
        };
        Some(pairs.iter().map(part).collect())
    }

    /// What is asked of one column.
    fn column_is(&self, module: usize, subject: &Subject, value: &Expr, depth: u32) -> Predicate {
        if depth > MAX_DEPTH {
            return opaque();
        }
        match &value.kind {
            Kind::Map(pairs) if !pairs.is_empty() => {
                let parts = pairs.iter().map(|(key, value)| match operator(key) {
                    Some(name) => self.compared(module, subject, name, value, depth + 1),
                    None => opaque(),
                });
                conjunction(parts.collect())
            }
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
        let followed = constant_or(self.modules, module, value);
        let subject = subject.clone();
        let is_null = matches!(followed, Some(Expr { kind: Kind::Null, .. }));
        let is_bool = matches!(followed, Some(Expr { kind: Kind::Bool(_), .. }));
        let not = |predicate| Predicate::Not(Box::new(predicate));
        match (name, &value.kind) {
            ("eq" | "is", _) if is_null => Predicate::IsNull(subject),
            ("ne" | "not", _) if is_null => not(Predicate::IsNull(subject)),
            ("eq" | "in", Kind::List(parts)) => Predicate::In(subject, self.values(module, parts)),
            ("notIn" | "not", Kind::List(parts)) => {
                not(Predicate::In(subject, self.values(module, parts)))
            }
            ("or", Kind::List(parts)) => Predicate::Any(
                parts
                    .iter()
                    .map(|part| self.column_is(module, &subject, part, depth + 1))
                    .collect(),
            ),
            ("and", Kind::List(parts)) => conjunction(
                parts
                    .iter()
                    .map(|part| self.column_is(module, &subject, part, depth + 1))
                    .collect(),
            ),
            ("not", Kind::Map(_)) => not(self.column_is(module, &subject, value, depth + 1)),
            ("is", _) if is_bool => Predicate::Same(subject, self.value(module, value)),
            ("not", _) if is_bool => not(Predicate::Same(subject, self.value(module, value))),
            ("eq", _) => Predicate::Compare(subject, Compare::Eq, self.value(module, value)),
            ("ne" | "not", _) => {
                Predicate::Compare(subject, Compare::Ne, self.value(module, value))
            }
            ("lt", _) => Predicate::Compare(subject, Compare::Lt, self.value(module, value)),
            ("lte", _) => Predicate::Compare(subject, Compare::Le, self.value(module, value)),
            ("gt", _) => Predicate::Compare(subject, Compare::Gt, self.value(module, value)),
            ("gte", _) => Predicate::Compare(subject, Compare::Ge, self.value(module, value)),
            _ => opaque(),
        }
    }

    fn values(&self, module: usize, parts: &[Expr]) -> Vec<Value> {
        parts.iter().map(|part| self.value(module, part)).collect()
    }

    fn value(&self, module: usize, expr: &Expr) -> Value {
        let runtime = || Value::Runtime(expr.name().unwrap_or("a value").to_owned());
        match constant_or(self.modules, module, expr).map(|found| &found.kind) {
            Some(Kind::Text(text)) => Value::Literal(Literal::Text(text.clone())),
            Some(Kind::Number(number)) => Value::Literal(Literal::Number(number.clone())),
            Some(Kind::Bool(value)) => Value::Literal(Literal::Bool(*value)),
            _ => runtime(),
        }
    }
}

/// A literal itself, or what a name stands for.
fn constant_or<'e>(modules: &Modules<'e>, module: usize, expr: &'e Expr) -> Option<&'e Expr> {
    constant(modules, module, expr)
}

fn conjunction(parts: Vec<Predicate>) -> Predicate {
    parts.into_iter().reduce(Predicate::and).unwrap_or(Predicate::All(Vec::new()))
}

/// `ne` in `[Op.ne]`, `[Sequelize.Op.ne]`, and in `$ne` of old.
fn operator(key: &Expr) -> Option<&str> {
    match &key.kind {
        Kind::Text(text) => text.strip_prefix('$').filter(|rest| !rest.contains('.')),
        Kind::Call(call) if !call.called && call.receiver.as_ref()?.name() == Some("Op") => {
            Some(&call.name)
        }
        Kind::Name(_) | Kind::List(_) => match &key.kind {
            Kind::List(parts) => operator(parts.first()?),
            _ => None,
        },
        _ => None,
    }
}
