//! Fields of models and the columns that they have.

use super::model::Model;
use crate::{
    change::{Column, DefaultValue},
    expr::{Expr, Kind},
    orm::python::program::{Bound, Reader, literal, text},
    predicate::{Cell, Literal},
};

/// A field of a model.
pub(super) struct Field {
    /// What it is in the database.
    pub(super) of: Storage,
    /// The model that it points to; `None` for one that settings name.
    pub(super) target: Option<Model>,
}

/// What a field is in the database.
pub(super) enum Storage {
    /// A column.
    Column(Box<Stored>),
    /// A table between two others.
    Table(String),
    /// Nothing.
    Nothing,
}

/// A column of a field.
pub(super) struct Stored {
    /// The column.
    pub(super) column: Column,
    /// What rows that exist get.
    pub(super) existing: Cell,
    /// What the application gives to new rows.
    pub(super) given: DefaultValue,
    /// A key of another table that the database checks.
    pub(super) checked: bool,
    /// It says itself that it is unique.
    pub(super) unique: bool,
}

/// Reads the field of a model.
pub(super) fn read(reader: &mut Reader<'_>, model: &Model, name: &str, field: &Expr) -> Field {
    let kind = kind(reader, field);
    let target = target(reader, model, field);
    let option = |option: &str| field.call().and_then(|call| call.option(option));
    let of = match kind {
        Some("none") => Storage::Nothing,
        Some("many-to-many") => {
            let through = option("through").is_some_and(|it| it.kind != Kind::Null);
            let named = option("db_table").and_then(Expr::text).map(str::to_owned);
            match through {
                true => Storage::Nothing,
                false => Storage::Table(
                    named.unwrap_or_else(|| format!("{}_{name}", model.table(reader))),
                ),
            }
        }
        _ => Storage::Column(Box::new(stored(reader, name, field, kind))),
    };
    Field { of, target }
}

/// What kind of field it is, by its class; a class of the application by how its name ends.
fn kind(reader: &Reader<'_>, field: &Expr) -> Option<&'static str> {
    if let Some(word) = reader.word(field, "field") {
        return word.get("kind");
    }
    let name = field.name()?;
    let ends = |end: &str| name.ends_with(end);
    if ends("ManyToManyField") {
        return Some("many-to-many");
    }
    if ends("ForeignKey") || ends("OneToOneField") {
        return Some("foreign-key");
    }
    (ends("Manager") || ends("GenericRelation")).then_some("none")
}

fn target(reader: &Reader<'_>, model: &Model, field: &Expr) -> Option<Model> {
    let call = field.call()?;
    let to = call.option("to").or_else(|| call.arguments.first())?;
    match to.text() {
        Some("self") => Some(model.clone()),
        _ => Model::of(reader, to),
    }
}

fn stored(reader: &mut Reader<'_>, name: &str, field: &Expr, kind: Option<&str>) -> Stored {
    let option = |option: &str| field.call().and_then(|call| call.option(option));
    let truth = |name: &str| option(name).is_some_and(|it| it.kind == Kind::Bool(true));
    let refers = kind == Some("foreign-key");
    let usual = match refers {
        true => format!("{name}_id"),
        false => name.to_owned(),
    };
    let class = field.name().unwrap_or_default();
    let named = option("db_column").and_then(Expr::text).map(str::to_owned);
    let primary_key = truth("primary_key");
    let unique = truth("unique") || refers && class.ends_with("OneToOneField");
    let nullable = (truth("null") || class == "NullBooleanField") && !primary_key;
    let serial = kind == Some("serial");
    let in_database = option("db_default").map(|value| database_default(reader, value));
    let default = match in_database {
        Some(default) => default,
        None if kind == Some("generated") => DefaultValue::Unknown(text_of(reader, field)),
        None if serial => DefaultValue::Function("nextval()".to_owned()),
        None => DefaultValue::Unsaid,
    };
    let stamped = truth("auto_now") || truth("auto_now_add");
    let empty = reader.word(field, "field").and_then(|word| word.get("empty")).is_some();
    let given = match option("default") {
        Some(value) => model_default(reader, value, nullable),
        None if stamped => DefaultValue::Function("now()".to_owned()),
        // A text that nobody sets is empty, where it may not be NULL.
        None if empty && !nullable && default == DefaultValue::Unsaid => {
            DefaultValue::Literal(Literal::Text(String::new()))
        }
        None => DefaultValue::Unsaid,
    };
    let existing = match (&default, option("default")) {
        _ if kind == Some("generated") => Cell::Unknown,
        (DefaultValue::Unsaid, Some(_)) => given.cell(),
        // Only `blank=True` lets the migration fill in an empty text by itself.
        (DefaultValue::Unsaid, None) if stamped || empty && truth("blank") => match nullable {
            true if !stamped => Cell::Null,
            _ => given.cell(),
        },
        (DefaultValue::Unsaid, None) if nullable => Cell::Null,
        (DefaultValue::Unsaid, None) => Cell::Unknown,
        (default, _) => default.cell(),
    };
    Stored {
        column: Column {
            name: named.unwrap_or(usual),
            sql_type: reader.sql_type(field),
            nullable: Some(nullable),
            default,
            primary_key,
            unique: unique || primary_key,
            points_to: None,
            place: Some(reader.place(field.span)),
            given: given.clone(),
        },
        existing,
        given,
        checked: refers && !option("db_constraint").is_some_and(|it| it.kind == Kind::Bool(false)),
        unique: unique && !primary_key,
    }
}

/// `db_default=Now()`: the database's own.
fn database_default(reader: &Reader<'_>, value: &Expr) -> DefaultValue {
    match reader.cell(value) {
        Cell::Null => DefaultValue::Null,
        Cell::Value(value) => DefaultValue::Literal(value),
        Cell::NotNull => DefaultValue::Function(text_of(reader, value)),
        Cell::Unknown => DefaultValue::Unknown(text_of(reader, value)),
    }
}

/// `default=…`: a value, or something that is called for each new row.
fn model_default(reader: &mut Reader<'_>, value: &Expr, nullable: bool) -> DefaultValue {
    if value.kind == Kind::Null {
        return DefaultValue::Null;
    }
    if let Some(literal) = literal(value) {
        return DefaultValue::Literal(literal);
    }
    let written = text_of(reader, value);
    let cell = match &value.kind {
        Kind::Name(name) if matches!(reader.variable(name), Some(Bound::Function(..))) => {
            let name = name.clone();
            let made = reader.call_by_name(&name);
            reader.cell(&made)
        }
        _ => reader.cell(value),
    };
    match cell {
        Cell::Null => DefaultValue::Null,
        Cell::Value(value) => DefaultValue::Literal(value),
        // What may not be NULL is not, or the migration fails.
        Cell::NotNull => DefaultValue::Function(written),
        Cell::Unknown if !nullable => DefaultValue::Function(written),
        Cell::Unknown => DefaultValue::Unknown(written),
    }
}

/// The value as written; a function without arguments by its own name: `Now()`.
fn text_of(reader: &Reader<'_>, value: &Expr) -> String {
    if let Some(call) = value.call()
        && call.called
        && call.arguments.is_empty()
        && call.options.is_empty()
    {
        return format!("{}()", call.name);
    }
    text::one_line(&reader.text(value.span))
}
