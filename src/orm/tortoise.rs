//! Models of Tortoise ORM: one table a class, with the fields of its ancestors and mixins.
//!
//! Measured with Tortoise 1.1.

use crate::{
    app::{Attribute, Filter, FilterKind, Model},
    expr::Kind,
    modules::{Modules, Symbol},
    orm::python::{
        asked::{self, Asked},
        heritage::{self, Fields, Given, Heir},
        keeping, lookups,
    },
    predicate::Predicate,
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
    if !model.is_abstract {
        let manager = own(&["manager"]);
        model.filters = manager.map_or_else(Vec::new, |given| filters(modules, &given, &columns));
        model.filters.extend(keeping::filters(modules, heir, &["delete"], &columns));
    }
    model.attributes = Some(columns);
    model
}

/// What the queries of `manager = LiveManager()` keep.
fn filters(modules: &Modules, given: &Given, columns: &[Attribute]) -> Vec<Filter> {
    let made = given.value.call().filter(|call| call.called && call.receiver.is_none());
    let class = made.map(|call| modules.named(given.module, &call.name));
    let Some(Symbol::Class(class)) = class else { return Vec::new() };
    let manager = Heir { modules, at: class, lineage: modules.lineage(class) };
    let method = keeping::method(modules, &manager, "get_queryset");
    let Some((module, def)) = method else { return Vec::new() };
    let asked = asked::all(modules, module, def, &|part| {
        part.call().is_some_and(|call| call.called)
            && matches!(part.means("predicate", "call"), Some("filter" | "exclude"))
    });
    let filter = |asked: &Asked| {
        let said = lookups::arguments(asked.expr, columns)?;
        // A plain NOT, which NULL does not pass.
        let predicate = match asked.expr.means("predicate", "call") {
            Some("exclude") => Predicate::Not(Box::new(said)),
            _ => said,
        };
        Some(Filter {
            kind: FilterKind::Default,
            predicate,
            guards: asked.guards.clone(),
            writes: Vec::new(),
            place: modules.place(asked.module, asked.expr.span),
            via: vec![(
                format!("queries are made by `{}`", manager.name()),
                modules.place(given.module, given.statement.span),
            )],
            library: None,
            everywhere: false,
            soft_delete: None,
            table: None,
            constants: Vec::new(),
            label: manager.name().to_owned(),
        })
    };
    asked.iter().filter_map(filter).collect()
}
