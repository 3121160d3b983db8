//! Definitions of columns: objects whose keys the tools name differently, or a type alone.

use super::{
    Reader,
    value::{option, shown},
};
use crate::{
    change::{Column, DefaultValue},
    expr::{Call, Expr, Kind},
    predicate::Literal,
    sql,
};

/// Keys that say whether NULL is allowed, and whether they say so when they are true.
const NULLABLE: &[(&str, bool)] = &[
    ("allowNull", true),
    ("nullable", true),
    ("isNullable", true),
    ("null", true),
    ("notNull", false),
];

/// Keys of the default.
const DEFAULTS: &[&str] = &["defaultValue", "default", "defaultTo"];

/// Values of Sequelize that its models fill in, and that reach no database.
const OF_MODELS: &[&str] = &["NOW", "UUIDV1", "UUIDV4"];

impl Reader<'_> {
    /// The column of a definition.
    pub(super) fn column(&mut self, name: &str, definition: &Expr) -> Column {
        let place = Some(self.place(definition.span));
        let mut column = Column { name: name.to_owned(), place, ..Column::default() };
        if !matches!(definition.kind, Kind::Map(_)) {
            match is_type(definition) {
                true => column.sql_type = self.type_of(definition),
                false => column.default = DefaultValue::Unknown(self.text(definition.span)),
            }
            return column;
        }
        let truth = |key: &str| {
            option(definition, key).and_then(|value| match &value.kind {
                Kind::Bool(value) => Some(*value),
                _ => None,
            })
        };
        column.sql_type = option(definition, "type").and_then(|of| self.type_of(of));
        column.nullable =
            NULLABLE.iter().find_map(|(key, allows)| truth(key).map(|value| value == *allows));
        let is = |keys: &[&str]| keys.iter().any(|key| truth(key) == Some(true));
        column.primary_key = is(&["primaryKey", "primary", "isPrimary"]);
        let unique = option(definition, "unique").or(option(definition, "isUnique"));
        column.unique =
            unique.is_some_and(|value| !matches!(value.kind, Kind::Bool(false) | Kind::Null));
        let default = DEFAULTS.iter().find_map(|key| option(definition, key));
        column.default = match default {
            Some(value) => self.default_of(value),
            None if is(&["autoIncrement", "isGenerated"]) => {
                DefaultValue::Function("auto_increment".to_owned())
            }
            None if !is_whole(definition) => DefaultValue::Unknown(self.text(definition.span)),
            None => DefaultValue::Unsaid,
        };
        if column.primary_key {
            column.nullable = Some(false);
        }
        column
    }

    /// The column with what its definition leaves open as the tools take it: TypeORM's columns are
    /// NOT NULL unless they say otherwise, those of all others may be NULL.
    pub(super) fn settled(&mut self, name: &str, definition: &Expr) -> Column {
        let column = self.column(name, definition);
        if column.nullable.is_some() || !is_whole(definition) {
            return column;
        }
        Column { nullable: Some(self.tool.reader() != "typeorm"), ..column }
    }

    /// A type as written, in lower case: `string(255)`.
    pub(super) fn type_of(&self, written: &Expr) -> Option<String> {
        match &written.kind {
            Kind::Text(text) => Some(text.to_lowercase()),
            Kind::Name(name) => Some(name.to_lowercase()),
            Kind::Call(call) => {
                let name = call.name.to_lowercase();
                let arguments: Option<Vec<_>> = call
                    .arguments
                    .iter()
                    .map(|argument| {
                        shown(argument).map(str::to_owned).or_else(|| self.type_of(argument))
                    })
                    .collect();
                match arguments {
                    Some(arguments) if !arguments.is_empty() => {
                        Some(format!("{name}({})", arguments.join(",")))
                    }
                    _ => Some(name),
                }
            }
            _ => None,
        }
    }

    /// What a default is to the database.
    pub(super) fn default_of(&mut self, value: &Expr) -> DefaultValue {
        let text = self.text(value.span);
        match &value.kind {
            Kind::Null => DefaultValue::Null,
            Kind::Bool(value) => DefaultValue::Literal(Literal::Bool(*value)),
            Kind::Number(number) => DefaultValue::Literal(Literal::Number(number.clone())),
            // TypeORM takes a text for SQL.
            Kind::Text(text) if self.tool.reader() == "typeorm" => default_in_sql(text),
            Kind::Text(text) => DefaultValue::Literal(Literal::Text(text.clone())),
            Kind::Name(name) if name == "undefined" => DefaultValue::Unsaid,
            Kind::Lambda(lambda) => {
                let returned = match &lambda.body.kind {
                    Kind::Text(text) => Some(text.clone()),
                    _ => None,
                };
                returned.map_or(DefaultValue::Unknown(text), |text| default_in_sql(&text))
            }
            Kind::Call(call) if OF_MODELS.contains(&call.name.as_str()) => DefaultValue::Unsaid,
            Kind::Call(call) => self.computed(call).unwrap_or(DefaultValue::Unknown(text)),
            // An object or a list is written as text of some kind, and never NULL.
            Kind::Map(_) | Kind::List(_) => DefaultValue::Function(text),
            _ => DefaultValue::Unknown(text),
        }
    }

    /// `knex.fn.now()`, `Sequelize.literal('now()')`, `Sequelize.fn('now')`, `new Date()`
    fn computed(&mut self, call: &Call) -> Option<DefaultValue> {
        let first = call.arguments.first().map(|argument| self.value(argument));
        match (call.name.as_str(), first.as_ref().map(|it| &it.kind)) {
            ("now" | "uuid" | "Date", _) if call.called => {
                Some(DefaultValue::Function(format!("{}()", call.name.to_lowercase())))
            }
            ("fn", Some(Kind::Text(name))) => Some(default_in_sql(&format!("{name}()"))),
            ("literal" | "raw" | "func" | "sql" | "String" | "Literal", Some(Kind::Text(text))) => {
                Some(default_in_sql(text))
            }
            _ => None,
        }
    }
}

/// A default that is written in SQL.
fn default_in_sql(text: &str) -> DefaultValue {
    match sql::column(&format!("c text default {text}")) {
        Some(column) => column.default,
        None => DefaultValue::Unknown(text.to_owned()),
    }
}

/// Whether an expression is a type: a text, or a name of Sequelize's, which shouts.
fn is_type(definition: &Expr) -> bool {
    match &definition.kind {
        Kind::Text(_) => true,
        _ => definition
            .name()
            .is_some_and(|name| !name.is_empty() && !name.contains(|c: char| c.is_lowercase())),
    }
}

/// Whether a definition says all that there is to say, and takes nothing from elsewhere.
fn is_whole(definition: &Expr) -> bool {
    match &definition.kind {
        Kind::Map(pairs) => pairs.iter().all(|(key, _)| key.text().is_some()),
        _ => is_type(definition),
    }
}
