//! Entities that are written as objects: `new EntitySchema({ … })`.

use super::{Declared, ORM, Reader, Role, column::default, fill};
use crate::{
    app::{Attribute, Model},
    change::{Column, DefaultValue},
    expr::{Expr, Kind},
    orm::script::{
        names::in_schema,
        object::{Object, constant},
    },
};

/// Every entity that is a schema.
pub(super) fn models(reader: &Reader) -> Vec<Model> {
    let mut models = Vec::new();
    for (module, code) in reader.modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            if reader.declares(module, expr).map(|(_, kind)| kind) != Some("schema") {
                return;
            }
            let given = expr.call().and_then(|call| call.arguments.first());
            models.extend(given.and_then(|given| model(reader, module, expr, given)));
        });
    }
    models
}

fn model(reader: &Reader, module: usize, expr: &Expr, given: &Expr) -> Option<Model> {
    let modules = reader.modules;
    let schema = Object::read(modules, module, given)?;
    let value = |key: &str| schema.get(key);
    let text = |key: &str| {
        let (home, value) = value(key)?;
        constant(modules, home, value)?.text()
    };
    let name = text("name").or_else(|| value("target").and_then(|(_, target)| target.name()))?;
    let mut model = Model::new(name, ORM, &modules.place(module, expr.span));
    model.qualified = modules.qualify(module, name);
    model.table = match value("tableName") {
        Some((home, table)) => {
            model.table_place = Some(modules.place(home, table.span));
            text("tableName").map(str::to_owned)
        }
        None => reader.naming.table(name),
    };
    let placed = model.table.map(|table| in_schema(text("schema"), &table));
    model.table = placed;
    let (home, columns) = value("columns")?;
    let columns = Object::read(modules, home, columns)?;
    let mut found = Vec::new();
    for (name, home, options) in &columns.pairs {
        found.push(column(reader, *home, name, options)?);
    }
    let relations = value("relations").and_then(|(home, it)| Object::read(modules, home, it));
    for (name, home, options) in relations.iter().flat_map(|relations| &relations.pairs) {
        let Some(options) = Object::read(modules, *home, options) else { continue };
        found.extend(relation(reader, name, &options));
    }
    fill(&mut model, found);
    if !columns.complete {
        model.attributes = None;
    }
    Some(model)
}

fn column(reader: &Reader, module: usize, name: &str, options: &Expr) -> Option<Declared> {
    let modules = reader.modules;
    let place = modules.place(module, options.span);
    let given = Object::read(modules, module, options)?;
    let of = |key: &str| {
        let (home, value) = given.get(key)?;
        constant(modules, home, value)
    };
    let is = |key: &str| matches!(of(key).map(|value| &value.kind), Some(Kind::Bool(true)));
    let named = of("name").and_then(Expr::text);
    let column = Column {
        name: reader.naming.column(name, named, &[])?,
        sql_type: of("type").and_then(|it| it.text().or(it.name())).map(str::to_owned),
        nullable: Some(is("nullable") || is("deleteDate")),
        default: of("default").map_or(DefaultValue::Unsaid, default),
        primary_key: is("primary"),
        unique: is("unique"),
        points_to: None,
        place: Some(place.clone()),
        ..Column::default()
    };
    let role = match () {
        () if is("deleteDate") => Role::Deleted,
        () if is("version") => Role::Version,
        () if is("createDate") || is("updateDate") => Role::Stamp,
        () if given.get("select").is_some_and(|(_, value)| value.kind == Kind::Bool(false)) => {
            Role::Hidden
        }
        () => Role::Plain,
    };
    let role_place = ["deleteDate", "version"]
        .iter()
        .find_map(|key| given.get(key))
        .map(|(home, value)| modules.place(home, value.span));
    Some(Declared {
        attribute: Attribute::new(name, column),
        role,
        place: role_place.unwrap_or(place),
    })
}

/// The key of a relation, which stands with the entity that says `joinColumn`.
fn relation(reader: &Reader, name: &str, options: &Object) -> Option<Declared> {
    let (home, kind) = options.get("type")?;
    let join = options.get("joinColumn");
    let holds = match kind.text()? {
        "many-to-one" => true,
        "one-to-one" => join.is_some(),
        _ => false,
    };
    if !holds {
        return None;
    }
    let place = reader.modules.place(home, kind.span);
    let named = join
        .and_then(|(home, join)| Object::read(reader.modules, home, join))
        .and_then(|join| join.get("name")?.1.text().map(str::to_owned));
    let column = match named {
        Some(named) => named,
        None => reader.naming.join_column(name, "id")?,
    };
    Some(Declared {
        attribute: Attribute::new(
            name,
            Column { name: column, place: Some(place.clone()), ..Column::default() },
        ),
        role: Role::Plain,
        place,
    })
}
