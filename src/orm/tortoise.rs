//! Models of Tortoise ORM: one table a class, with the fields of its ancestors and mixins.
//!
//! Measured with Tortoise 1.1.

use crate::{
    app::Model,
    expr::Kind,
    modules::Modules,
    orm::python::heritage::{self, Fields, Heir},
};

const ORM: &str = "tortoise";

/// How fields are written.
const FIELDS: Fields = Fields {
    orm: ORM,
    packages: &["tortoise"],
    column: &["source_field"],
    key: &["primary_key", "pk"],
    reference: "_id",
    nullable: |call| heritage::is_set(call, "null"),
};

/// The models of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let heirs = modules.classes().filter_map(|(at, _)| Heir::of(modules, at, ORM));
    heirs.map(|heir| model(modules, &heir)).collect()
}

fn model(modules: &Modules, heir: &Heir) -> Model {
    let mut model = heir.model(ORM);
    let own = |names: &[&str]| heir.setting(heir.at, "Meta", names);
    model.is_abstract =
        own(&["abstract"]).is_some_and(|given| matches!(given.value.kind, Kind::Bool(true)));
    let mut columns = FIELDS.columns(modules, &heir.given(heir.classes()));
    if !model.is_abstract {
        match own(&["table"]) {
            Some(given) => {
                model.table = modules.text(given.module, given.value);
                model.table_place = Some(modules.place(given.module, given.statement.span));
            }
            None => model.table = Some(heir.name().to_lowercase()),
        }
        if !columns.iter().any(|known| known.column.primary_key) {
            columns.insert(0, Fields::automatic("id", "id"));
        }
    }
    model.attributes = Some(columns);
    model
}
