//! Waterline: models of Sails, each a file of `api/models`.

use crate::{
    app::{Attribute, Model},
    change::Column,
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
    orm::script::object::{Object, constant},
    source::Span,
};

/// The name of the ORM.
const ORM: &str = "waterline";

/// Where Sails keeps models.
const FOLDER: &str = "api/models/";

/// The models of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    modules.modules().filter_map(|(module, _)| model(modules, module)).collect()
}

fn model(modules: &Modules, module: usize) -> Option<Model> {
    let code = modules.module(module);
    let (before, name) = code.path.rsplit_once(FOLDER)?;
    if !(before.is_empty() || before.ends_with('/')) || name.contains('/') {
        return None;
    }
    let Symbol::Value(home, exported) = modules.named(module, "default") else { return None };
    let settings = Object::read(modules, home, exported)?;
    let (home, attributes) = settings.get("attributes")?;
    let attributes = Object::read(modules, home, attributes)?;
    let text = |key: &str| {
        let (home, value) = settings.get(key)?;
        constant(modules, home, value)?.text().map(str::to_owned)
    };
    let head = Span { end: exported.span.start, ..exported.span };
    let mut model = Model::new(name, ORM, &modules.place(module, head));
    model.qualified = modules.qualify(module, name);
    model.table = match settings.get("tableName") {
        Some((home, table)) => {
            model.table_place = Some(modules.place(home, table.span));
            text("tableName")
        }
        None => Some(name.to_lowercase()),
    };
    model.open = settings
        .get("schema")
        .filter(|(_, value)| value.kind == Kind::Bool(false))
        .map(|(home, value)| modules.place(home, value.span));
    // Without a schema, whatever the table has is read.
    let has_schema =
        settings.get("schema").is_some_and(|(_, value)| value.kind == Kind::Bool(true));
    let columns = attributes.pairs.iter().filter_map(|(name, home, value)| {
        let options = Object::read(modules, *home, value)?;
        let option = |key: &str| {
            let (home, value) = options.get(key)?;
            constant(modules, home, value)
        };
        // Other rows that point here have no column here.
        if option("collection").is_some() {
            return None;
        }
        let named = option("columnName").and_then(Expr::text).unwrap_or(name);
        let column = Column {
            name: named.to_owned(),
            sql_type: option("type").and_then(Expr::text).map(str::to_owned),
            unique: option("unique").is_some_and(|value| value.kind == Kind::Bool(true)),
            place: Some(modules.place(*home, value.span)),
            ..Column::default()
        };
        Some(Attribute::new(name, column))
    });
    model.attributes = (has_schema && attributes.complete).then(|| columns.collect());
    Some(model)
}
