//! Columns of a table object: `text('e_mail').notNull().unique()`.

use crate::{
    app::Attribute,
    change::{Column, DefaultValue},
    expr::{Call, Expr, Kind},
    modules::Modules,
    orm::script::{condition::value, names::snake_case, object::constant},
    predicate::Value,
};

/// How columns are called that nobody named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Casing {
    /// As the code calls them.
    Plain,
    /// With underscores.
    Snake,
    /// In some other way.
    Unknown,
}

/// The option of a connection, and of the tool's configuration.
const CASING: &str = "casing";

/// What the application says of names.
pub(super) fn casing(modules: &Modules) -> Casing {
    let mut found = Casing::Plain;
    for (_, code) in modules.modules() {
        code.maps.iter().copied().for_each(|expr| {
            let Kind::Map(pairs) = &expr.kind else { return };
            for (_, value) in pairs.iter().filter(|(key, _)| key.text() == Some(CASING)) {
                found = match (value.text(), found) {
                    (Some("snake_case"), Casing::Plain | Casing::Snake) => Casing::Snake,
                    (Some("camelCase" | "preserve"), Casing::Plain) => Casing::Plain,
                    _ => Casing::Unknown,
                };
            }
        });
    }
    found
}

/// A column; `None` where its name is not known.
pub(super) fn read(
    modules: &Modules,
    module: usize,
    key: &str,
    written: &Expr,
    casing: Casing,
) -> Option<Attribute> {
    let mut calls: Vec<&Call> = Vec::new();
    let mut next = Some(written);
    while let Some(Expr { kind: Kind::Call(call), .. }) = next {
        if call.called {
            calls.push(call);
        }
        next = call.receiver.as_ref();
    }
    let made = calls.pop()?;
    let named = match made.arguments.first().map(|first| constant(modules, module, first)) {
        Some(Some(first)) => first.text(),
        _ => None,
    };
    let name = match (named, casing) {
        (Some(name), _) => name.to_owned(),
        (None, Casing::Plain) => key.to_owned(),
        (None, Casing::Snake) => snake_case(key),
        (None, Casing::Unknown) => return None,
    };
    let has = |name: &str| calls.iter().any(|call| call.name == name);
    let default = calls.iter().find(|call| call.name == "default");
    let default = default.and_then(|call| call.arguments.first());
    let primary_key = has("primaryKey");
    let column = Column {
        name,
        sql_type: Some(made.name.clone()),
        nullable: Some(!has("notNull") && !primary_key),
        default: match default.map(value) {
            None if has("defaultNow") => DefaultValue::Function("now()".to_owned()),
            None => DefaultValue::Unsaid,
            Some(Value::Literal(literal)) => DefaultValue::Literal(literal),
            Some(Value::Runtime(text)) => DefaultValue::Unknown(text),
        },
        primary_key,
        unique: has("unique"),
        points_to: None,
        place: Some(modules.place(module, written.span)),
        ..Column::default()
    };
    Some(Attribute::new(key, column))
}
