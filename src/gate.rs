//! Tests of a column's existence, and what they make of the code around them.

use crate::{
    expr::{Call, Expr, Kind},
    facts::Guard,
};

/// Whose columns a test asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Those of the class it stands in.
    Own,
    /// Those of a class, by its name.
    Class(String),
    /// Those of a table.
    Table(String),
    /// Those of whatever a variable or method returns, by its name.
    Variable(String),
}

/// One test.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The columns it asks for, still as code: a name may be a parameter.
    pub columns: Vec<Expr>,
    /// Whether it is true when the column exists, or when it does not.
    pub positive: bool,
    /// Whose columns.
    pub asks: Asks,
    /// It compares symbols with strings and is false whatever the table holds.
    pub never: bool,
    /// `respond_to?`, which any object answers.
    pub duck: bool,
}

impl Test {
    /// The name of the column, without the suffix of an accessor.
    pub fn asks_for(&self, column: &str) -> bool {
        self.columns
            .iter()
            .filter_map(Expr::text)
            .any(|name| name.trim_end_matches(['=', '?']) == column)
    }
}

/// What a condition does to code when a column arrives or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// The column makes no difference; the code runs.
    Always,
    /// The code runs under conditions of another kind.
    Conditional,
    /// The code runs once the column is there.
    Waits,
    /// The code runs as long as the column is not there.
    Until,
    /// The code never runs.
    Never,
}

/// What is known when a condition is evaluated.
pub struct World<'a> {
    /// The column in question.
    pub column: &'a str,
    /// Whether a test asks for the columns of the table in question.
    pub concerns: &'a dyn Fn(&Asks) -> bool,
    /// Whether the table that a test asks for has another column.
    pub has: &'a dyn Fn(&Asks, &str) -> Option<bool>,
    /// The value of a constant.
    pub constant: &'a dyn Fn(&str) -> Option<Expr>,
}

/// What the conditions around a piece of code make of it.
pub fn switch(guards: &[Guard], world: &World) -> Switch {
    let mut result = Switch::Always;
    for guard in guards {
        let value = |exists| holds(&guard.condition, world, exists).map(|v| v == guard.holds);
        let one = match (value(true), value(false)) {
            (Some(false), Some(false)) => return Switch::Never,
            (_, Some(false)) => Switch::Waits,
            (Some(false), _) => Switch::Until,
            (Some(true), Some(true)) => Switch::Always,
            _ => Switch::Conditional,
        };
        result = match (result, one) {
            (Switch::Waits, Switch::Until) | (Switch::Until, Switch::Waits) => {
                return Switch::Never;
            }
            (Switch::Waits | Switch::Until, _) => result,
            (_, Switch::Always) => result,
            (_, other) => other,
        };
    }
    result
}

/// The guard that waits for the column or against it.
pub fn deciding<'a>(guards: &'a [Guard], world: &World) -> Option<&'a Guard> {
    guards.iter().find(|guard| {
        matches!(switch(std::slice::from_ref(guard), world), Switch::Waits | Switch::Until)
    })
}

/// The value of a condition in a world where the column exists or not; `None` for either.
fn holds(condition: &Expr, world: &World, exists: bool) -> Option<bool> {
    if let Some(test) = test(condition) {
        let value = if test.never {
            Some(false)
        } else if (world.concerns)(&test.asks) && test.asks_for(world.column) {
            Some(exists)
        } else {
            // Of several columns one is enough; which are there is asked only for a single one.
            let others: Vec<_> = test.columns.iter().filter_map(Expr::text).collect();
            match others.as_slice() {
                [other] => (world.has)(&test.asks, other),
                _ => None,
            }
        };
        return value.map(|value| value == test.positive);
    }
    if condition.means("gate", "by") == Some("table") {
        return Some(true);
    }
    match &condition.kind {
        Kind::Bool(value) => Some(*value),
        Kind::Null => Some(false),
        Kind::Not(inner) => holds(inner, world, exists).map(|value| !value),
        Kind::Binary(left, op, right) if op == "&&" => {
            match (holds(left, world, exists), holds(right, world, exists)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            }
        }
        Kind::Binary(left, op, right) if op == "||" => {
            match (holds(left, world, exists), holds(right, world, exists)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            }
        }
        Kind::Sequence(statements) if statements.len() == 1 => {
            holds(statements.first()?, world, exists)
        }
        Kind::Name(name) if name.starts_with(char::is_uppercase) => {
            match (world.constant)(name)?.kind {
                Kind::Bool(value) => Some(value),
                Kind::Null => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Reads an expression as a test of a column's existence.
pub fn test(expr: &Expr) -> Option<Test> {
    if let Kind::Index(of, at) = &expr.kind {
        let list = list(of)?;
        let key = at.first()?;
        if list.by != "hash" || of.name() == Some("attributes") {
            return None;
        }
        return Some(member(&list, key, true));
    }
    // `'deleted_at' in names`
    if let Kind::Binary(key, op, of) = &expr.kind {
        return match op.as_str() {
            "in" => Some(member(&list(of)?, key, true)),
            "not in" => Some(member(&list(of)?, key, false)),
            _ => None,
        };
    }
    let call = expr.call()?;
    match expr.means("gate", "by")? {
        // `hasattr(model, 'deleted_at')`
        "attribute" => {
            let [of, column, ..] = call.arguments.as_slice() else { return None };
            Some(single(column, asks(Some(of)), true))
        }
        // `model._meta.get_field('deleted_at')`, which raises where there is none
        "field" => {
            let of = call.receiver.as_ref()?.call()?.receiver.as_ref();
            Some(single(call.arguments.first()?, asks(of), false))
        }
        // `any(field.name == 'deleted_at' for field in fields)`
        "any" => {
            let inner = call.arguments.first()?.call()?;
            some(inner, true)
        }
        by @ ("test" | "respond") => {
            let column = call.arguments.first()?;
            Some(single(column, asks(call.receiver.as_ref()), by == "respond"))
        }
        "exists" => {
            let (table, column) = (call.arguments.first()?, call.arguments.get(1)?);
            let asks = match (table.text(), table.name()) {
                (Some(table), _) => Asks::Table(table.to_owned()),
                (None, Some("table_name")) => match &table.kind {
                    Kind::Call(inner) => asks(inner.receiver.as_ref()),
                    _ => Asks::Own,
                },
                _ => return None,
            };
            Some(single(column, asks, false))
        }
        "member" if call.name == "in?" => {
            Some(member(&list(call.arguments.first()?)?, call.receiver.as_ref()?, true))
        }
        "member" => Some(member(&list(call.receiver.as_ref()?)?, call.arguments.first()?, true)),
        "absent" => Some(member(&list(call.receiver.as_ref()?)?, call.arguments.first()?, false)),
        "some" => some(call, true),
        "none" => some(call, false).or_else(|| {
            let mut inner = test(call.receiver.as_ref()?)?;
            inner.positive = !inner.positive;
            Some(inner)
        }),
        _ => None,
    }
}

/// A test that is true when one column exists.
fn single(column: &Expr, asks: Asks, duck: bool) -> Test {
    Test { columns: vec![column.clone()], positive: true, asks, never: false, duck }
}

/// A list or hash of a table's columns.
struct List {
    by: &'static str,
    asks: Asks,
    symbols: bool,
}

fn list(expr: &Expr) -> Option<List> {
    if let Some(by @ ("names" | "hash" | "columns")) = expr.means("gate", "by") {
        let asks = match &expr.kind {
            Kind::Call(call) => asks(call.receiver.as_ref()),
            _ => Asks::Own,
        };
        return Some(List { by, asks, symbols: false });
    }
    let call = expr.call()?;
    // `set(names)`
    if call.receiver.is_none() && expr.means("gate", "by") == Some("copy") {
        return list(call.arguments.first()?);
    }
    // `model._meta.get_fields()`, `model.__table__.columns`
    if let Some(meta) = &call.receiver
        && meta.means("gate", "by") == Some("meta")
    {
        let of = meta.call()?.receiver.as_ref();
        return Some(List { by: "columns", asks: asks(of), symbols: false });
    }
    let inner = list(call.receiver.as_ref()?)?;
    // `[field.name for field in fields]`
    if let Some(block) = &call.block {
        let named = block.body.means("gate", "by") == Some("name");
        return match call.name.as_str() {
            "map" if named => Some(List { by: "names", ..inner }),
            "filter" => Some(inner),
            _ => None,
        };
    }
    let through = match call.arguments.first().map(|argument| &argument.kind) {
        Some(Kind::Splat(inner)) => inner.text().map(str::to_owned),
        _ => None,
    };
    match (call.name.as_str(), through.as_deref()) {
        ("map" | "collect", Some("name" | "to_s")) => Some(List { by: "names", ..inner }),
        ("map" | "collect", Some("to_sym")) => Some(List { by: "names", symbols: true, ..inner }),
        ("keys" | "to_set" | "to_a" | "sort" | "dup" | "freeze", None) => {
            Some(List { by: "names", ..inner })
        }
        ("symbolize_keys" | "with_indifferent_access", None) => {
            Some(List { symbols: true, ..inner })
        }
        _ => None,
    }
}

/// `list.include?(key)`: lists and hashes of columns hold strings, which no symbol equals.
fn member(list: &List, key: &Expr, positive: bool) -> Test {
    let is_symbol = matches!(key.kind, Kind::Symbol(_));
    let is_text = matches!(key.kind, Kind::Text(_));
    Test {
        columns: vec![key.clone()],
        positive,
        asks: list.asks.clone(),
        never: (is_symbol && !list.symbols) || (is_text && list.symbols),
        duck: false,
    }
}

/// `columns.any? { |column| column.name == "x" }`, `(column_names & %w[x]).any?`
fn some(call: &Call, positive: bool) -> Option<Test> {
    let receiver = call.receiver.as_ref()?;
    if let Kind::Binary(left, op, right) = &receiver.kind
        && op == "&"
    {
        let (list, names) = match list(left) {
            Some(list) => (list, right),
            None => (list(right)?, left),
        };
        return Some(Test {
            columns: names.members()?.to_vec(),
            positive,
            asks: list.asks,
            never: false,
            duck: false,
        });
    }
    let list = list(receiver)?;
    let block = call.block.as_ref()?;
    let [Expr { kind: Kind::Binary(left, op, right), .. }] = block.body.statements() else {
        return None;
    };
    if op != "==" {
        return None;
    }
    let key = if left.text().is_some() { left } else { right };
    Some(Test {
        columns: vec![key.as_ref().clone()],
        positive,
        asks: list.asks,
        never: false,
        duck: false,
    })
}

fn asks(receiver: Option<&Expr>) -> Asks {
    let Some(receiver) = receiver else { return Asks::Own };
    if let Some(text) = receiver.text() {
        // A name that a loop bound: `%w[User].each { |name| … }`.
        return Asks::Class(text.to_owned());
    }
    match &receiver.kind {
        Kind::Name(name) if matches!(name.as_str(), "self" | "cls" | "new" | "class") => Asks::Own,
        Kind::Name(name) if name.starts_with(char::is_uppercase) => Asks::Class(name.clone()),
        Kind::Name(name) => Asks::Variable(name.trim_start_matches('@').to_owned()),
        // `self.model`, `type(self)`
        Kind::Call(call) if receiver.means("gate", "by") == Some("own") => {
            match call.arguments.first() {
                Some(of) => asks(Some(of)),
                None if call.called => Asks::Variable(call.name.clone()),
                None => Asks::Own,
            }
        }
        Kind::Call(call) => match (call.name.as_str(), &call.receiver) {
            ("class" | "new" | "allocate" | "constantize", Some(inner)) => asks(Some(inner)),
            ("new" | "class", None) => Asks::Own,
            (name, _) => Asks::Variable(name.to_owned()),
        },
        _ => Asks::Variable(String::new()),
    }
}
