//! Filters that are given to the configuration or to a manager, for all entities or some.
//!
//! Source: MikroORM 5 to 7, `Configuration.ts` and `EntityManager.ts`: they are on unless they say
//! otherwise, and those without an entity are for all. <https://mikro-orm.io/docs/filters>

use super::{ORM, On, Reader, WORDS, take};
use crate::{
    app::{Attribute, Filter, Model},
    expr::{Expr, Kind},
    orm::script::{
        decorator::{thunk, word},
        object::{Object, constant},
    },
    source::Place,
};

/// The name of the file that the command line reads.
const FILE: &str = "mikro-orm.config";

/// Options that only a configuration has beside its filters.
const BESIDE: &[&str] = &[
    "clientUrl",
    "dbName",
    "discovery",
    "driver",
    "entities",
    "entitiesTs",
    "extensions",
    "metadataProvider",
];

/// Adds to the entities what is said of all.
pub(super) fn add(reader: &Reader, models: &mut [Model]) {
    let modules = reader.modules;
    for (module, code) in modules.modules() {
        let is_file = code.file.rsplit('/').next().is_some_and(|name| name.starts_with(FILE));
        for map in code.maps.iter().copied() {
            let Kind::Map(pairs) = &map.kind else { continue };
            let has = |name: &&str| pairs.iter().any(|(key, _)| key.text() == Some(name));
            if !is_file && !BESIDE.iter().any(has) {
                continue;
            }
            let given = pairs.iter().find(|(key, _)| key.text() == Some("filters"));
            let given = given.and_then(|(_, given)| Object::read(modules, module, given));
            for (name, home, filter) in given.iter().flat_map(|given| &given.pairs) {
                let place = modules.place(*home, filter.span);
                defined(reader, *home, filter, Some(name), &place, models);
            }
        }
        for expr in code.telling.iter().copied() {
            let meaning = word(modules, module, expr, "declare", WORDS);
            if meaning.and_then(|word| word.get("as")) != Some("added-filter") {
                continue;
            }
            let Some(call) = expr.call().filter(|call| call.called) else { continue };
            let place = modules.place(module, expr.span);
            match call.arguments.as_slice() {
                // `em.addFilter({ name: 'live', cond: { … }, entity: Book })` of MikroORM 7
                [options] => defined(reader, module, options, None, &place, models),
                // `em.addFilter('live', { … }, Book, false)`
                [name, asked, rest @ ..] => {
                    let on = match rest.get(1).map(|it| &it.kind) {
                        Some(Kind::Bool(false)) => On::Asked,
                        _ => On::Always,
                    };
                    let name = name.text().unwrap_or_default();
                    let read = |columns: &[Attribute]| {
                        let asked = thunk(constant(modules, module, asked)?);
                        Some(reader.made(module, asked, name, on, &place, columns))
                    };
                    give(reader, module, rest.first(), &read, models);
                }
                [] => {}
            }
        }
    }
}

/// A filter that is written as options.
fn defined<'a>(
    reader: &Reader<'_, 'a>,
    module: usize,
    given: &'a Expr,
    key: Option<&str>,
    place: &Place,
    models: &mut [Model],
) {
    let Some(options) = Object::read(reader.modules, module, given) else { return };
    let entity = options.get("entity").map(|(_, entity)| entity);
    let read =
        |columns: &[Attribute]| reader.filter(module, given, key, On::Always, place, columns);
    give(reader, module, entity, &read, models);
}

/// Gives a filter to the entities that it is for, as far as they have what it asks for.
fn give(
    reader: &Reader,
    module: usize,
    entity: Option<&Expr>,
    read: &dyn Fn(&[Attribute]) -> Option<Filter>,
    models: &mut [Model],
) {
    let entity = entity.filter(|it| it.kind != Kind::Null);
    let entity = entity.map(|it| constant(reader.modules, module, it).unwrap_or(it));
    let is_for = |model: &Model| {
        let Some(entity) = entity else { return true };
        let parts = match &entity.kind {
            Kind::List(parts) => parts.as_slice(),
            _ => std::slice::from_ref(entity),
        };
        parts.iter().any(|part| part.text().or(part.name()) == Some(&model.name))
    };
    for model in models.iter_mut().filter(|model| model.orm == ORM && is_for(model)) {
        let columns = model.attributes.clone().unwrap_or_default();
        let Some(mut filter) = read(&columns) else { continue };
        let declared = |name: &str| columns.iter().any(|known| known.column.name == name);
        let whole = filter.predicate.subjects().iter().all(|it| declared(&it.column.name));
        if !whole && model.attributes.is_some() {
            continue;
        }
        let says = format!("`{}` is among the entities", model.name);
        filter.via.push((says, model.place.clone()));
        take(model, Some(filter));
    }
}
