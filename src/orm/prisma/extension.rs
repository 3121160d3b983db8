//! Extensions of the client that add conditions to queries, or update instead of deleting.

use super::ORM;
use crate::{
    app::{Filter, FilterKind, Model},
    expr::{Def, Expr, Kind},
    modules::Modules,
    orm::script::{
        condition::{self, Dialect},
        decorator::word,
        object::Object,
    },
    predicate::Predicate,
    source::Place,
};

/// The part of an extension that changes queries.
const QUERY: &str = "query";

/// The key that stands for every model.
const ALL: &str = "$allModels";

/// The operation that lists rows.
const FIND: &str = "findMany";

/// The operation that deletes a row.
const DELETE: &str = "delete";

/// Adds to the models what extensions do to their queries.
pub(super) fn add(modules: &Modules, models: &mut [Model]) {
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let meaning = word(modules, module, expr, "declare", ORM);
            if meaning.and_then(|word| word.get("as")) != Some("extension") {
                return;
            }
            let given = expr.call().and_then(|call| call.arguments.first());
            let given = given.and_then(|given| Object::read(modules, module, given));
            let queries = given
                .and_then(|given| given.get(QUERY))
                .and_then(|(home, queries)| Object::read(modules, home, queries));
            for (name, home, operations) in queries.iter().flat_map(|queries| &queries.pairs) {
                let Some(operations) = Object::read(modules, *home, operations) else { continue };
                for model in models.iter_mut().filter(|model| means(name, &model.name)) {
                    let all = name == ALL;
                    model.filters.extend(filters(modules, model, &operations, all));
                    let names = operations.pairs.iter().map(|(name, ..)| (*name).to_string());
                    model.changed_operations.extend(names);
                }
            }
        });
    }
}

/// Whether a key of an extension means a model: `orderItem` for `OrderItem`.
fn means(key: &str, model: &str) -> bool {
    let mut letters = model.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    key == ALL || key.strip_prefix(first.as_deref().unwrap_or_default()) == Some(letters.as_str())
}

fn filters(modules: &Modules, model: &Model, operations: &Object, all: bool) -> Vec<Filter> {
    let stored = |name: &str| {
        let known = model.attributes.iter().flatten().find(|known| known.name == name);
        known.map_or_else(|| name.to_owned(), |known| known.column.name.clone())
    };
    let mut found = Vec::new();
    for (name, home, operation) in &operations.pairs {
        let Kind::Def(def) = &operation.kind else { continue };
        let place = modules.place(*home, def.head);
        if name == FIND {
            if let Some((predicate, place)) = asked(modules, *home, def, &stored) {
                found.push(filter(FilterKind::Default, predicate, place, None));
            }
        } else if name == DELETE
            && let Some(column) = updated(def)
        {
            let kind = FilterKind::Delete(DELETE.to_owned());
            let column = Some(stored(&column));
            found.push(filter(kind, Predicate::All(Vec::new()), place, column));
        }
    }
    // What every model is asked for counts where a model has the column.
    let declared = |column: &str| {
        let mut known = model.attributes.iter().flatten();
        known.any(|known| known.column.name.eq_ignore_ascii_case(column))
    };
    found.retain(|filter| {
        !all || (filter.predicate.subjects().iter().all(|it| declared(&it.column.name))
            && filter.soft_delete.as_deref().is_none_or(declared))
    });
    found
}

/// What an operation adds to the conditions of every query: `args.where = { …, deletedAt: null }`,
/// `query({ ...args, where: { …, deletedAt: null } })`.
fn asked(
    modules: &Modules,
    module: usize,
    def: &Def,
    stored: &dyn Fn(&str) -> String,
) -> Option<(Predicate, Place)> {
    let is_where =
        |expr: &Expr| expr.call().is_some_and(|call| !call.called && call.name == "where");
    let read = |value: &Expr| {
        let Kind::Map(pairs) = &value.kind else { return condition::computed() };
        let own = pairs.iter().filter(|(key, _)| !matches!(key.kind, Kind::Splat(_)));
        let own = Expr::new(Kind::Map(own.cloned().collect()), value.span);
        condition::read(modules, module, &own, Dialect::Prisma, stored)
    };
    for statement in def.body.statements() {
        let place = modules.place(module, statement.span);
        match &statement.kind {
            // What comes after holds for some queries only.
            Kind::If(_, then, otherwise) if then.leaves() || otherwise.leaves() => return None,
            Kind::Assign(target, value) if is_where(target) => {
                return Some((read(value), place));
            }
            Kind::Assign(target, value) => {
                let Some(call) = target.call().filter(|call| !call.called) else { continue };
                if call.receiver.as_ref().is_some_and(is_where) {
                    let key = Expr::new(Kind::Text(call.name.clone()), target.span);
                    let own = Kind::Map(vec![(key, value.as_ref().clone())]);
                    return Some((read(&Expr::new(own, value.span)), place));
                }
            }
            Kind::Exit(Some(value)) => {
                let call = value.call().filter(|call| call.called && call.name == QUERY)?;
                let Kind::Map(pairs) = &call.arguments.first()?.kind else { return None };
                let (_, value) = pairs.iter().find(|(key, _)| key.text() == Some("where"))?;
                return Some((read(value), place));
            }
            _ => {}
        }
    }
    None
}

/// The field that an operation sets instead of deleting: `update({ data: { deletedAt: … } })`.
fn updated(def: &Def) -> Option<String> {
    let mut found = None;
    def.body.walk(&mut |expr| {
        let Some(call) = expr.call().filter(|call| call.called) else { return };
        if !matches!(call.name.as_str(), "update" | "updateMany") || found.is_some() {
            return;
        }
        let Some(Expr { kind: Kind::Map(pairs), .. }) = call.arguments.first() else { return };
        let data = pairs.iter().find(|(key, _)| key.text() == Some("data"));
        if let Some((_, Expr { kind: Kind::Map(fields), .. })) = data {
            found = fields.first().and_then(|(key, _)| key.text()).map(str::to_owned);
        }
    });
    found
}

fn filter(
    kind: FilterKind,
    predicate: Predicate,
    place: Place,
    soft_delete: Option<String>,
) -> Filter {
    Filter {
        kind,
        predicate,
        guards: Vec::new(),
        writes: Vec::new(),
        place,
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete,
        table: None,
        constants: Vec::new(),
        label: "$extends".to_owned(),
    }
}
