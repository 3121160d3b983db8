//! TypeORM: entities with their tables, columns and dates of deletion.
//!
//! TypeORM names every column that an entity declares, and no other.

mod column;
mod deferred;
mod entity;
mod names;
mod relation;
mod schema;

use crate::{
    app::{Attribute, Filter, FilterKind, Model},
    expr::Word,
    modules::Modules,
    orm::script::decorator,
    predicate::Predicate,
    source::Place,
};

/// The name of the ORM.
const ORM: &str = "typeorm";

/// The entities of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let deferred = deferred::decorators(modules);
    let naming = names::settings(modules);
    let reader = Reader { modules, naming, deferred: &deferred };
    let mut models = entity::models(&reader);
    models.extend(schema::models(&reader));
    let prefix = names::prefix(modules);
    for model in &mut models {
        model.table = match (&prefix, model.table.take()) {
            (Some(prefix), Some(table)) => Some(format!("{prefix}{table}")),
            _ => None,
        };
    }
    models
}

/// What reading an entity needs.
struct Reader<'r, 'a> {
    modules: &'r Modules<'a>,
    naming: names::Naming,
    deferred: &'r deferred::Deferred,
}

impl Reader<'_, '_> {
    /// What a decorator declares.
    fn declares(
        &self,
        module: usize,
        decorator: &crate::expr::Expr,
    ) -> Option<(&'static Word, &'static str)> {
        let word = decorator::word(self.modules, module, decorator, "declare", ORM)?;
        Some((word, word.get("as")?))
    }
}

/// A column with what TypeORM does with it besides.
struct Declared {
    attribute: Attribute,
    role: Role,
    /// What says so.
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Plain,
    /// Reads leave it out unless they ask for it.
    Hidden,
    Deleted,
    Stamp,
    Version,
}

/// Puts the columns into a model, with what follows from their roles.
fn fill(model: &mut Model, columns: Vec<Declared>) {
    for Declared { attribute, role, place } in &columns {
        let name = attribute.column.name.clone();
        match role {
            // Finding leaves deleted rows out; `delete` and `remove` really delete as before.
            Role::Deleted => model.filters.push(filter(&name, place)),
            Role::Stamp => model.stamps.push((name, place.clone())),
            Role::Version => {
                model.stamps.push((name.clone(), place.clone()));
                model.locking_column = Some((name, Some(place.clone())));
            }
            Role::Plain if attribute.column.primary_key && model.primary_key.is_none() => {
                model.primary_key = Some((name, place.clone()));
            }
            Role::Hidden => model.hidden.push(attribute.name.clone()),
            Role::Plain => {}
        }
    }
    for filter in &mut model.filters {
        if filter.place.file != model.place.file {
            filter.via.push((format!("`{}` inherits it", model.name), model.place.clone()));
        }
    }
    model.attributes = Some(columns.into_iter().map(|declared| declared.attribute).collect());
}

fn filter(column: &str, place: &Place) -> Filter {
    Filter {
        kind: FilterKind::Default,
        predicate: Predicate::is_null(column),
        guards: Vec::new(),
        writes: Vec::new(),
        place: place.clone(),
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete: None,
        table: None,
        constants: Vec::new(),
        label: "@DeleteDateColumn".to_owned(),
    }
}
