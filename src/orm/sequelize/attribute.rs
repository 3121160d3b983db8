//! Attributes as they are declared, and those that Sequelize adds by itself.

use super::options::Options;
use crate::{
    app::{Attribute, Owned},
    change::{Column, DefaultValue},
    expr::{Expr, Kind},
    modules::Modules,
    orm::script::{
        condition::value as written,
        object::{Object, constant},
    },
    predicate::Value,
    source::Place,
};

/// A type that no column holds.
const VIRTUAL: &str = "VIRTUAL";

/// Whether an attribute has no column, and is only what its getter makes of others.
pub(super) fn is_virtual(modules: &Modules, module: usize, value: &Expr) -> bool {
    let given = Object::read(modules, module, value);
    let given = given.as_ref().and_then(|given| given.get("type"));
    type_name(given.map_or(value, |(_, written)| written)) == Some(VIRTUAL)
}

/// Whether a value is what an attribute is declared with: a type, or an object that has one.
pub(super) fn is_attribute(value: &Expr) -> bool {
    match &value.kind {
        Kind::Map(pairs) => pairs.iter().any(|(key, _)| key.text() == Some("type")),
        Kind::Call(call) => call.receiver.is_some() && type_name(value).is_some(),
        _ => false,
    }
}

/// `STRING` in `DataTypes.STRING(255)`.
pub(super) fn type_name(value: &Expr) -> Option<&str> {
    let call = value.call()?;
    let is_type = |name: &str| {
        name.len() > 1
            && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    let inner = call.receiver.as_ref().and_then(type_name);
    inner.or_else(|| is_type(&call.name).then_some(&call.name))
}

/// An attribute with what is written for it into new rows; `None` where it has no column.
pub(super) fn column(
    modules: &Modules,
    module: usize,
    name: &str,
    value: &Expr,
    options: &Options,
) -> Option<(Attribute, Option<Value>)> {
    let given = Object::read(modules, module, value);
    let of = |key: &str| given.as_ref().and_then(|given| given.get(key));
    let sql_type = match of("type") {
        Some((_, written)) => type_name(written).map(str::to_owned),
        None => type_name(value).map(str::to_owned),
    };
    if is_virtual(modules, module, value) {
        return None;
    }
    let truth = |key: &str| match of(key).map(|(_, value)| &value.kind) {
        Some(Kind::Bool(value)) => Some(*value),
        _ => None,
    };
    let field = of("field").and_then(|(home, value)| constant(modules, home, value)?.text());
    let primary_key = truth("primaryKey") == Some(true);
    let default =
        of("defaultValue").and_then(|(home, value)| Some(written(constant(modules, home, value)?)));
    let column = Column {
        name: field.map_or_else(|| options.column(name), str::to_owned),
        sql_type,
        nullable: match primary_key {
            true => Some(false),
            false => truth("allowNull"),
        },
        // The default of a model is written by the client, and none of the database's.
        default: DefaultValue::Unsaid,
        primary_key,
        unique: truth("unique") == Some(true),
        points_to: points_to(modules, given.as_ref()),
        place: Some(modules.place(module, value.span)),
        ..Column::default()
    };
    Some((Attribute::new(name, column), default))
}

/// `references: { model: 'Users', key: 'id' }, onDelete: 'SET NULL'`
fn points_to(modules: &Modules, given: Option<&Object>) -> Option<(String, Option<String>)> {
    let text = |home: usize, value: &Expr| Some(constant(modules, home, value)?.text()?.to_owned());
    let (home, references) = given?.get("references")?;
    let (home, table) = match Object::read(modules, home, references) {
        Some(references) => references.get("model")?,
        None => (home, references),
    };
    let action = given?.get("onDelete").and_then(|(home, value)| text(home, value));
    Some((text(home, table)?, action))
}

/// What owns the name of an attribute without a column.
pub(super) fn unstored(name: &str, place: Place) -> Owned {
    Owned { name: name.to_owned(), what: "virtual attribute", wraps: false, place }
}

/// An attribute of which no more is said than its name.
pub(super) fn plain(name: &str, options: &Options, place: Option<Place>) -> Attribute {
    let column = Column { name: options.column(name), place, ..Column::default() };
    Attribute::new(name, column)
}

/// The attributes that Sequelize adds by itself.
pub(super) fn implied(columns: &mut Vec<Attribute>, options: &Options, place: &Place) {
    let mut names = Vec::new();
    if !columns.iter().any(|known| known.column.primary_key) {
        names.push(("id".to_owned(), "INTEGER"));
    }
    names.extend(options.stamps().into_iter().map(|name| (name, "DATE")));
    names.extend(options.deleted_at().map(|name| (name, "DATE")));
    names.extend(options.version.as_ref().map(|(name, _)| (name.clone(), "INTEGER")));
    for (name, sql_type) in names {
        if columns.iter().any(|known| known.name == name) {
            continue;
        }
        let mut added = plain(&name, options, Some(place.clone()));
        added.column.sql_type = Some(sql_type.to_owned());
        if name == "id" {
            added.column.primary_key = true;
            added.column.nullable = Some(false);
        }
        columns.push(added);
    }
}

/// The attribute of an association's key: `foreignKey: 'userId'`, `foreignKey: { name, field }`.
pub(super) fn key(
    modules: &Modules,
    module: usize,
    given: &Expr,
    options: &Options,
    place: &Place,
) -> Option<Attribute> {
    if let Some(name) = constant(modules, module, given).and_then(Expr::text) {
        return Some(plain(name, options, Some(place.clone())));
    }
    let object = Object::read(modules, module, given)?;
    let text = |key: &str| {
        let (home, value) = object.get(key)?;
        constant(modules, home, value)?.text()
    };
    let mut found = match (text("name"), object.get("foreignKey")) {
        (Some(name), _) => plain(name, options, Some(place.clone())),
        (None, Some((home, inner))) => return key(modules, home, inner, options, place),
        (None, None) => return None,
    };
    if let Some(field) = text("field") {
        field.clone_into(&mut found.column.name);
    }
    Some(found)
}
