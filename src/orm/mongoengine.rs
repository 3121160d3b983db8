//! Documents of MongoEngine: a collection a class, or one for a class and its heirs.
//!
//! Measured with MongoEngine 0.29.

use crate::{
    app::{Attribute, Filter, FilterKind, Model},
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
    orm::python::{
        asked::{self, Asked},
        heritage::{self, Fields, Given, Heir},
        keeping, lookups,
    },
};

const ORM: &str = "mongoengine";

/// How fields are written.
const FIELDS: Fields = Fields {
    orm: ORM,
    packages: &[ORM],
    column: &["db_field"],
    key: &["primary_key"],
    reference: "",
    nullable: |call| !heritage::is_set(call, "required"),
};

/// The documents of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let heirs = modules.classes().filter_map(|(at, _)| Heir::of(modules, at, ORM));
    heirs.map(|heir| model(modules, &heir)).collect()
}

fn model(modules: &Modules, heir: &Heir) -> Model {
    let mut model = heir.model(ORM);
    model.is_abstract = is_abstract(heir, heir.at);
    let mut columns = FIELDS.columns(modules, &heir.given(heir.classes()));
    if !model.is_abstract {
        // The first class that has a collection shares it with those that extend it.
        let roots = heir.classes().filter(|class| *class != heir.at);
        let documents = |class: &usize| {
            Heir::of(modules, *class, ORM).is_some_and(|heir| !is_abstract(&heir, *class))
        };
        let root = roots.filter(documents).last();
        model.parent = root.map(|root| modules.qualified(root));
        let owner = root.unwrap_or(heir.at);
        match option(heir, owner, "collection") {
            Some((given, name)) => {
                model.table = modules.text(given.module, name);
                model.table_place = Some(modules.place(given.module, given.statement.span));
            }
            None => model.table = Some(collection(&modules.class(owner).body.name)),
        }
        match columns.iter_mut().find(|known| known.column.primary_key) {
            Some(key) => "_id".clone_into(&mut key.column.name),
            None => columns.insert(0, Fields::automatic("id", "_id")),
        }
    }
    if !model.is_abstract {
        model.filters = filters(modules, heir, &columns);
        model.filters.extend(keeping::filters(modules, heir, &["delete"], &columns));
    }
    model.attributes = Some(columns);
    model
}

/// What `@queryset_manager def objects(doc, queryset)` keeps.
fn filters(modules: &Modules, heir: &Heir, columns: &[Attribute]) -> Vec<Filter> {
    let Some((module, def)) = keeping::method(modules, heir, "objects") else { return Vec::new() };
    let asked = asked::all(modules, module, def, &|part| {
        part.call().is_some_and(|call| call.called)
            && part.means("predicate", "call") == Some("filter")
    });
    let filter = |asked: &Asked| {
        Some(Filter {
            kind: FilterKind::Default,
            predicate: lookups::arguments(asked.expr, columns)?,
            guards: asked.guards.clone(),
            writes: Vec::new(),
            place: modules.place(asked.module, asked.expr.span),
            via: Vec::new(),
            library: None,
            everywhere: false,
            soft_delete: None,
            table: None,
            constants: Vec::new(),
            label: def.name.clone(),
        })
    };
    asked.iter().filter_map(filter).collect()
}

/// An option of `meta = {"collection": "users"}` in a class's own body, with the statement.
fn option<'a>(heir: &Heir<'_, 'a>, class: usize, name: &str) -> Option<(Given<'a>, &'a Expr)> {
    let given = heir.given(std::iter::once(class)).into_iter().find(|one| one.name == "meta")?;
    let value = match heir.modules.resolve(given.module, given.value) {
        Symbol::Value(_, value) => value,
        _ => given.value,
    };
    let Kind::Map(pairs) = &value.kind else { return None };
    let (_, value) = pairs.iter().find(|(key, _)| key.text() == Some(name))?;
    Some((given, value))
}

fn is_abstract(heir: &Heir, class: usize) -> bool {
    option(heir, class, "abstract").is_some_and(|(_, value)| matches!(value.kind, Kind::Bool(true)))
}

/// `HTTPCall` as `h_t_t_p_call`, as MongoEngine does it.
fn collection(class: &str) -> String {
    let mut name = String::new();
    for letter in class.chars() {
        if letter.is_uppercase() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name.trim_matches('_').to_owned()
}
