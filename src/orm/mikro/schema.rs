//! Entities that are written as objects: `new EntitySchema({ … })`, `defineEntity({ … })`.

use super::{ORM, On, Reader, take};
use crate::{
    app::Model,
    expr::{Expr, Kind},
    orm::script::{
        decorator::thunk,
        object::{Object, constant},
    },
};

/// Every entity that is a schema.
pub(super) fn models(reader: &Reader) -> Vec<Model> {
    let mut models = Vec::new();
    for (module, code) in reader.modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            if reader.declares(module, expr) == Some("schema") {
                let given = expr.call().and_then(|call| call.arguments.first());
                models.extend(given.and_then(|given| model(reader, module, expr, given)));
            }
        });
    }
    models
}

fn model(reader: &Reader, module: usize, expr: &Expr, given: &Expr) -> Option<Model> {
    let modules = reader.modules;
    let schema = Object::read(modules, module, given)?;
    let text = |key: &str| {
        let (home, value) = schema.get(key)?;
        constant(modules, home, value)?.text()
    };
    let class = schema.get("class").and_then(|(_, class)| class.name());
    let name = text("name").or(class)?;
    let mut model = Model::new(name, ORM, &modules.place(module, expr.span));
    model.qualified = modules.qualify(module, name);
    model.table = match schema.get("tableName") {
        Some((home, table)) => {
            model.table_place = Some(modules.place(home, table.span));
            text("tableName").map(str::to_owned)
        }
        None => reader.naming.name(name),
    };
    let (home, properties) = schema.get("properties")?;
    let properties = Object::read(modules, home, thunk(properties))?;
    let mut columns = Vec::new();
    let mut complete = properties.complete;
    for (name, home, value) in &properties.pairs {
        // `p.string().nullable()` of `defineEntity` is not read.
        let Some(options) = Object::read(modules, *home, value) else {
            complete = false;
            continue;
        };
        let option = |key: &str| options.get(key).map(|(_, value)| value);
        let own_name = match option("kind").or_else(|| option("reference")).and_then(Expr::text) {
            Some("1:m" | "m:n") => continue,
            Some("m:1") => reader.key(*home, name, option("entity")),
            Some(_) => {
                complete = false;
                continue;
            }
            None => None,
        };
        if option("persist").is_some_and(|value| value.kind == Kind::Bool(false)) {
            continue;
        }
        let place = modules.place(*home, value.span);
        match reader.column(name, Some(&options), own_name, &place) {
            Some(column) => columns.push(column),
            None => complete = false,
        }
    }
    let filters = schema.get("filters").and_then(|(home, it)| Object::read(modules, home, it));
    for (name, home, value) in filters.iter().flat_map(|filters| &filters.pairs) {
        let place = modules.place(*home, value.span);
        take(&mut model, reader.filter(*home, value, Some(name), On::Asked, &place, &columns));
    }
    model.attributes = complete.then_some(columns);
    Some(model)
}
