//! Columns as `sa.Column` defines them.

use crate::{
    change::{Column, DefaultValue},
    expr::{Expr, Kind},
    orm::python::program::{Reader, literal, text},
    predicate::{Cell, Literal},
    sql,
};

/// A column with what its definition says besides.
pub(super) struct Defined {
    /// The column.
    pub(super) column: Column,
    /// The table of the key that it holds.
    pub(super) to: Option<String>,
    /// It gets an index.
    pub(super) indexed: bool,
}

/// Reads `sa.Column(…)`; `None` where it is something else, or its name is not known.
pub(super) fn read(reader: &Reader<'_>, of: &Expr) -> Option<Defined> {
    if word(reader, of) != Some("column") {
        return None;
    }
    let call = of.call()?;
    let mut arguments = call.arguments.iter();
    let name = match call.option("name") {
        Some(name) => super::step::name(name)?,
        None => super::step::name(arguments.next()?)?,
    };
    let mut column = Column { name, place: Some(reader.place(of.span)), ..Column::default() };
    let mut to = None;
    let mut typed = call.option("type_");
    for argument in arguments {
        match (word(reader, argument), argument.name()) {
            (Some("foreign-key"), _) => to = target(argument),
            (Some(_), _) => {}
            (None, Some("Identity" | "Sequence" | "Computed")) => {
                column.default = DefaultValue::Function(reader.text(argument.span));
            }
            (None, _) => typed = typed.or(Some(argument)),
        }
    }
    let truth = |name: &str| match call.option(name).map(|value| &value.kind) {
        Some(Kind::Bool(value)) => Some(*value),
        _ => None,
    };
    column.sql_type = typed.and_then(|typed| sql_type(reader, typed));
    column.primary_key = truth("primary_key") == Some(true);
    column.nullable = match (call.option("nullable"), truth("nullable")) {
        (_, Some(nullable)) => Some(nullable),
        (Some(_), None) => None,
        (None, None) => Some(!column.primary_key),
    };
    column.unique = truth("unique") == Some(true);
    if let Some(value) = call.option("server_default") {
        column.default = default(reader, value, column.sql_type.as_deref());
    }
    // Values of a splat may say anything.
    if call.arguments.iter().any(|argument| matches!(argument.kind, Kind::Splat(_))) {
        column.default = DefaultValue::Unknown(reader.text(of.span));
    }
    Some(Defined { column, to, indexed: truth("index") == Some(true) })
}

/// What a part of a table or a column is.
pub(super) fn word(reader: &Reader<'_>, of: &Expr) -> Option<&'static str> {
    of.call().filter(|call| call.called)?;
    match reader.word(of, "change")?.get("op")? {
        word @ ("column" | "primary-key" | "unique" | "constraint" | "foreign-key") => Some(word),
        _ => None,
    }
}

/// The table of `sa.ForeignKey('teams.id')`.
fn target(key: &Expr) -> Option<String> {
    let call = key.call()?;
    let path = call.option("column").or(call.arguments.first())?.text()?;
    path.rsplit_once('.').map(|(table, _)| table.to_owned())
}

/// A type in SQL; one that is not known as it is written.
pub(super) fn sql_type(reader: &Reader<'_>, of: &Expr) -> Option<String> {
    if reader.word(of, "field").and_then(|word| word.get("kind")) == Some("list") {
        let inner = of.call()?.arguments.first()?;
        return Some(format!("{}[]", sql_type(reader, inner)?));
    }
    // `sa.JSON().with_variant(…)`, `sa.Text().evaluate_none()`
    if let Some(receiver) = of.call().filter(|call| call.called).and_then(|it| it.receiver.as_ref())
        && receiver.call().is_some_and(|inner| inner.called)
    {
        return sql_type(reader, receiver);
    }
    match &of.kind {
        Kind::Name(_) | Kind::Call(_) => {
            reader.sql_type(of).or_else(|| of.name().map(str::to_lowercase))
        }
        _ => None,
    }
}

/// What a default of the server is to the database.
pub(super) fn default(reader: &Reader<'_>, value: &Expr, of: Option<&str>) -> DefaultValue {
    let written = || text::one_line(&reader.text(value.span));
    match &value.kind {
        Kind::Null => DefaultValue::Null,
        Kind::Text(text) => DefaultValue::Literal(converted(text, of)),
        Kind::Call(call) => {
            let first = call.arguments.first();
            let inner = first.and_then(Expr::text);
            match (call.name.as_str(), inner) {
                ("text" | "literal_column" | "TextClause", Some(inner)) => in_sql(inner),
                ("DefaultClause" | "FetchedValue", _) => match first {
                    Some(first) => default(reader, first, of),
                    None => DefaultValue::Unknown(written()),
                },
                _ => match reader.cell(value) {
                    Cell::Null => DefaultValue::Null,
                    Cell::Value(literal) => DefaultValue::Literal(literal),
                    Cell::NotNull => DefaultValue::Function(match call.called {
                        true => format!("{}()", call.name),
                        false => written(),
                    }),
                    Cell::Unknown => match is_function(call) {
                        true => in_sql(&format!("{}()", call.name)),
                        false => DefaultValue::Unknown(written()),
                    },
                },
            }
        }
        _ => match literal(value) {
            Some(literal) => DefaultValue::Literal(literal),
            None => DefaultValue::Unknown(written()),
        },
    }
}

/// `sa.func.now()`
fn is_function(call: &crate::expr::Call) -> bool {
    call.called && call.receiver.as_ref().and_then(Expr::name) == Some("func")
}

fn in_sql(text: &str) -> DefaultValue {
    match sql::column(&format!("c text default {text}")) {
        Some(column) => column.default,
        None => DefaultValue::Unknown(text.to_owned()),
    }
}

/// The database reads the text of a default as its column's type.
fn converted(text: &str, of: Option<&str>) -> Literal {
    let of = of.unwrap_or_default();
    let of = of.split('(').next().unwrap_or_default();
    match of {
        "boolean" => match text.to_ascii_lowercase().as_str() {
            "t" | "true" | "y" | "yes" | "on" | "1" => Literal::Bool(true),
            "f" | "false" | "n" | "no" | "off" | "0" => Literal::Bool(false),
            _ => Literal::Text(text.to_owned()),
        },
        "integer" | "bigint" | "smallint" | "numeric" | "double precision"
            if text.parse::<f64>().is_ok() =>
        {
            Literal::Number(text.to_owned())
        }
        _ => Literal::Text(text.to_owned()),
    }
}
