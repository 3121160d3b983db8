//! Models of Peewee: one table a class, with the fields of all its ancestors.
//!
//! Measured with Peewee 4.5.

use crate::{
    app::{Attribute, Filter, FilterKind, Model},
    expr::Kind,
    modules::{Ancestor, Modules},
    orm::{
        python::{
            asked::{self, Asked},
            heritage::{self, Fields, Heir},
            keeping,
        },
        sqlalchemy::{criteria, names::snake_case},
    },
};

const ORM: &str = "peewee";

/// How fields are written.
const FIELDS: Fields = Fields {
    orm: ORM,
    packages: &["peewee", "playhouse"],
    column: &["column_name", "db_column"],
    key: &["primary_key"],
    reference: "_id",
    nullable: |call| heritage::is_set(call, "null"),
};

/// The models of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let heirs = modules.classes().filter_map(|(at, _)| Heir::of(modules, at, ORM));
    let heirs: Vec<_> = heirs.collect();
    heirs.iter().map(|heir| model(modules, heir, &heirs)).collect()
}

fn model(modules: &Modules, heir: &Heir, heirs: &[Heir]) -> Model {
    let mut model = heir.model(ORM);
    // What is no model itself gives no fields.
    let classes: Vec<usize> =
        heir.classes().filter(|class| heirs.iter().any(|heir| heir.at == *class)).collect();
    let mut columns = FIELDS.columns(modules, &heir.given(classes.iter().copied()));
    // A class without fields that others extend is their common base.
    model.is_abstract = columns.is_empty()
        && heirs
            .iter()
            .any(|other| other.at != heir.at && other.lineage.contains(&Ancestor::Class(heir.at)));
    if !model.is_abstract {
        (model.table, model.table_place) = table(modules, heir, &classes);
        // `primary_key = CompositeKey("a", "b")`, `primary_key = False`
        let said =
            classes.iter().any(|class| heir.setting(*class, "Meta", &["primary_key"]).is_some());
        if !said && !columns.iter().any(|known| known.column.primary_key) {
            columns.insert(0, Fields::automatic("id", "id"));
        }
    }
    if !model.is_abstract {
        model.filters = filters(modules, heir, &columns);
        let deletes = &["delete_instance", "delete", "delete_by_id"];
        model.filters.extend(keeping::filters(modules, heir, deletes, &columns));
    }
    model.attributes = Some(columns);
    model
}

/// The conditions that `select` adds, which every query of the class begins with.
fn filters(modules: &Modules, heir: &Heir, columns: &[Attribute]) -> Vec<Filter> {
    let Some((module, def)) = keeping::method(modules, heir, "select") else { return Vec::new() };
    let asked = asked::all(modules, module, def, &|part| {
        part.call().is_some_and(|call| call.called)
            && part.means("predicate", "call") == Some("filter")
    });
    let filter = |asked: &Asked| {
        let (predicate, _) = criteria::condition(asked.expr, columns)?;
        let place = modules.place(asked.module, asked.expr.span);
        let (guards, label) = (asked.guards.clone(), def.name.clone());
        Some(criteria::filter(FilterKind::Default, predicate, guards, place, label))
    };
    asked.iter().filter_map(filter).collect()
}

fn table(
    modules: &Modules,
    heir: &Heir,
    classes: &[usize],
) -> (Option<String>, Option<crate::source::Place>) {
    if let Some(given) = heir.setting(heir.at, "Meta", &["table_name", "db_table"]) {
        let place = modules.place(given.module, given.statement.span);
        return (modules.text(given.module, given.value), Some(place));
    }
    // A function of the application names the tables.
    let inherited =
        |names: &[&str]| classes.iter().find_map(|class| heir.setting(*class, "Meta", names));
    if let Some(given) = inherited(&["table_function", "db_table_func"]) {
        return (None, Some(modules.place(given.module, given.statement.span)));
    }
    let plain = inherited(&["legacy_table_names"])
        .is_none_or(|given| !matches!(given.value.kind, Kind::Bool(false)));
    let name = if plain { heir.name().to_lowercase() } else { snake_case(heir.name()) };
    (Some(name), None)
}
