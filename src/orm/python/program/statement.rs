//! SQL in the texts of a migration.

use super::{Reader, rows::together, text};
use crate::{
    change::{Change, Op},
    expr::{Call, Expr, Kind},
    source::Span,
    sql,
};

/// What stands in SQL for a part that cannot be known.
const UNKNOWN: &str = "ormscope_unknown";

/// What a value is as SQL.
enum Statement {
    /// A text.
    Text(String),
    /// Several, one after the other.
    Several(Vec<Expr>),
    /// No text; not known.
    Unknown,
}

impl Reader<'_> {
    /// The steps of SQL; what depends on a part that cannot be known is opaque.
    pub(in crate::orm) fn sql(&mut self, statement: &Expr, parameters: &[&Expr], code: Span) {
        match self.statement_of(statement) {
            Statement::Text(text) => {
                let text = match parameters {
                    [] => text,
                    _ => filled(&text, parameters),
                };
                self.steps(&text, code);
            }
            Statement::Several(statements) => {
                for statement in &statements {
                    match &statement.kind {
                        // `("UPDATE … SET state = %s", ["open"])`
                        Kind::List(parts) => {
                            let Some((statement, parameters)) = parts.split_first() else {
                                continue;
                            };
                            let parameters: Vec<_> = parameters
                                .iter()
                                .filter(|it| !matches!(it.kind, Kind::Null))
                                .collect();
                            self.sql(statement, &parameters, code);
                        }
                        _ => self.sql(statement, &[], code),
                    }
                }
            }
            Statement::Unknown => self.opaque("", code),
        }
    }

    fn steps(&mut self, text: &str, code: Span) {
        self.spend(text.len() / 8);
        let place = self.place(code);
        for mut step in sql::statements(text, None, self.tool.reader) {
            let names = [Some(&step.table), step.column.as_ref(), step.to.as_ref()];
            let unknown = names.into_iter().flatten().any(|name| name.contains(UNKNOWN))
                || step.columns.iter().any(|name| name.contains(UNKNOWN));
            step = Change { place: Some(place.clone()), ..step.without(UNKNOWN) };
            if step.op == Op::Backfill {
                if unknown {
                    continue;
                }
                let mut conditions: Vec<String> = step.condition.take().into_iter().collect();
                conditions.extend(self.guards.iter().cloned());
                step.condition = together(&conditions);
            }
            if unknown {
                let table = Some(step.table).filter(|table| !table.contains(UNKNOWN));
                step = Change {
                    place: step.place,
                    text: step.text,
                    ..Change::new(Op::Opaque, &table.unwrap_or_default(), self.tool.reader)
                };
            }
            self.push(step);
        }
    }

    /// Whether an expression is SQL that is written here.
    pub(in crate::orm) fn says_sql(&self, statement: &Expr) -> bool {
        matches!(self.statement_of(statement), Statement::Text(_))
    }

    fn statement_of(&self, statement: &Expr) -> Statement {
        match &statement.kind {
            Kind::Text(text) => Statement::Text(text.clone()),
            Kind::Template(parts) => {
                // A statement that is a hole as a whole may be any.
                let says =
                    |part: &Expr| matches!(&part.kind, Kind::Text(text) if !text.trim().is_empty());
                match parts.iter().any(says) {
                    true => Statement::Text(with_holes(parts)),
                    false => Statement::Unknown,
                }
            }
            Kind::List(members) => Statement::Several(members.clone()),
            Kind::If(_, then, otherwise) => {
                Statement::Several(vec![(**then).clone(), (**otherwise).clone()])
            }
            Kind::Call(call) if call.called => self.statement_of_call(call),
            _ => Statement::Unknown,
        }
    }

    /// `sa.text("…")`, `sa.text("…").bindparams(…)`, `sql.SQL("…").format(…)`
    fn statement_of_call(&self, call: &Call) -> Statement {
        if let Some(receiver) = &call.receiver
            && receiver.call().is_some_and(|inner| inner.called)
        {
            let Statement::Text(text) = self.statement_of(receiver) else {
                return Statement::Unknown;
            };
            let options = Expr::new(
                Kind::Map(
                    call.options
                        .iter()
                        .map(|(key, value)| {
                            (Expr::new(Kind::Text(key.clone()), value.span), value.clone())
                        })
                        .collect(),
                ),
                receiver.span,
            );
            return Statement::Text(match call.name.as_str() {
                "format" => {
                    let inner =
                        |value: &Expr| match value.call().and_then(|it| it.arguments.first()) {
                            Some(inner) => inner.clone(),
                            None => value.clone(),
                        };
                    let positional: Vec<_> = call.arguments.iter().map(inner).collect();
                    let named: Vec<_> =
                        call.options.iter().map(|(name, it)| (name.clone(), inner(it))).collect();
                    match text::format(&text, &positional, &named, receiver) {
                        Some(parts) => with_holes(&parts),
                        None => return Statement::Unknown,
                    }
                }
                _ => filled(&text, &[&options]),
            });
        }
        match call.arguments.first() {
            Some(first) if matches!(first.kind, Kind::Text(_) | Kind::Template(_)) => {
                match call.name.as_str() {
                    "text" | "SQL" | "DDL" | "TextClause" => self.statement_of(first),
                    _ => Statement::Unknown,
                }
            }
            _ => Statement::Unknown,
        }
    }
}

/// The text of a template. A hole in place of a statement, on a line of its own, is one.
fn with_holes(parts: &[Expr]) -> String {
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(known) = text::shown(part) else {
            let begins = text.trim_end();
            let begins = begins.is_empty() || begins.ends_with(';');
            let next = parts.get(at + 1).and_then(text::shown).unwrap_or_default();
            let ends = next.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
            push_hole(&mut text);
            text.push_str(if begins && ends { ";" } else { "" });
            continue;
        };
        text.push_str(&known);
    }
    text
}

/// A part that cannot be known; after `IN` it is a list.
fn push_hole(text: &mut String) {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    match last.eq_ignore_ascii_case("in") && text.ends_with(char::is_whitespace) {
        true => text.push_str(&format!("({UNKNOWN})")),
        false => text.push_str(UNKNOWN),
    }
}

/// SQL with what is given for `%s`, `%(name)s` and `:name` put in.
fn filled(text: &str, parameters: &[&Expr]) -> String {
    let mut by_name: Vec<(&str, &Expr)> = Vec::new();
    let mut by_place: Vec<&Expr> = Vec::new();
    for given in parameters {
        match &given.kind {
            Kind::Map(pairs) => {
                by_name.extend(pairs.iter().filter_map(|(key, it)| Some((key.text()?, it))));
            }
            Kind::List(members) => by_place.extend(members),
            _ => {}
        }
    }
    let put = |text: &mut String, value: Option<&Expr>| match value.map(|value| &value.kind) {
        Some(Kind::Null) => text.push_str("NULL"),
        Some(Kind::Bool(value)) => text.push_str(if *value { "TRUE" } else { "FALSE" }),
        Some(Kind::Number(number)) => text.push_str(number),
        Some(Kind::Text(value)) => text.push_str(&format!("'{}'", value.replace('\'', "''"))),
        _ => push_hole(text),
    };
    let named = |name: &str| by_name.iter().find(|(known, _)| *known == name).map(|(_, it)| *it);
    let mut places = by_place.into_iter();
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['%', ':']) {
        let (before, after) = rest.split_at(at);
        result.push_str(before);
        let word = |text: &str| {
            text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
        };
        if let Some(behind) = after.strip_prefix("%(")
            && let Some(end) = behind.find(")s")
        {
            put(&mut result, named(behind.get(..end).unwrap_or_default()));
            rest = behind.get(end + 2..).unwrap_or_default();
        } else if let Some(behind) = after.strip_prefix("%s") {
            put(&mut result, places.next());
            rest = behind;
        } else if let Some(behind) = after.strip_prefix("%%") {
            result.push('%');
            rest = behind;
        } else if let Some(behind) = after.strip_prefix("::") {
            result.push_str("::");
            rest = behind;
        } else if let Some(behind) = after.strip_prefix(':')
            && let Some(name) = behind.get(..word(behind)).filter(|name| !name.is_empty())
            && let Some(value) = named(name)
        {
            put(&mut result, Some(value));
            rest = behind.get(name.len()..).unwrap_or_default();
        } else {
            result.push_str(after.get(..1).unwrap_or_default());
            rest = after.get(1..).unwrap_or_default();
        }
    }
    result + rest
}
