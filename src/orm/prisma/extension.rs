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
    source::{Place, Span},
};

/// The part of an extension that changes queries.
const QUERY: &str = "query";

/// The key that stands for every model.
const ALL: &str = "$allModels";

/// The operation that lists rows.
const FIND: &str = "findMany";

/// The key that stands for every operation.
const EVERY: &str = "$allOperations";

/// The operation that deletes a row.
const DELETE: &str = "delete";

/// Adds to the models what extensions do to their queries.
pub(super) fn add(modules: &Modules, models: &mut [Model]) {
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let meaning = word(modules, module, expr, "declare", ORM);
            if meaning.and_then(|word| word.get("as")) != Some("extension") {
                middleware(modules, module, expr, models);
                return;
            }
            let given = expr.call().and_then(|call| call.arguments.first());
            let given = given.and_then(|given| Object::read(modules, module, given));
            let queries = given
                .and_then(|given| given.get(QUERY))
                .and_then(|(home, queries)| Object::read(modules, home, queries));
            for (name, home, operations) in queries.iter().flat_map(|queries| &queries.pairs) {
                let Some(operations) = Object::read(modules, *home, operations) else { continue };
                let named = named_in(&operations, models);
                let is_meant = |model: &Model| named.is_empty() || named.contains(&model.name);
                let means = |model: &&mut Model| means(name, &model.name) && is_meant(model);
                for model in models.iter_mut().filter(means) {
                    let all = name == ALL;
                    let (vain, found): (Vec<_>, Vec<_>) =
                        filters(modules, model, &operations, !named.is_empty())
                            .into_iter()
                            .partition(|filter| all && !is_declared(model, filter));
                    model.filters.extend(found);
                    if !asks_for_models(&operations) {
                        let columns = vain.iter().flat_map(|filter| {
                            let subjects = filter.predicate.subjects().into_iter();
                            subjects.map(|it| (it.column.name.clone(), filter.place.clone()))
                        });
                        model.asked_in_vain.extend(columns);
                    }
                    let names = operations.pairs.iter().map(|(name, ..)| (*name).to_string());
                    model.changed_operations.extend(names);
                }
            }
        });
    }
}

/// What a middleware does: `prisma.$use(async (params, next) => { if (params.model === 'User') … })`.
fn middleware(modules: &Modules, module: usize, expr: &Expr, models: &mut [Model]) {
    let meaning = word(modules, module, expr, "declare", ORM);
    if meaning.and_then(|word| word.get("as")) != Some("middleware") {
        return;
    }
    let given = expr.call().and_then(|call| call.arguments.first());
    let Some(Expr { kind: Kind::Lambda(lambda), .. }) = given else { return };
    let mut named = Vec::new();
    lambda.body.walk(&mut |part| {
        if let Kind::If(condition, ..) = &part.kind {
            condition.walk(&mut |part| named.extend(part.text()));
        }
    });
    let is_named = |model: &Model| named.contains(&model.name.as_str());
    let some = models.iter().any(&is_named);
    for model in models.iter_mut().filter(|model| !some || is_named(model)) {
        let stored = stored_in(model);
        let mut added = Vec::new();
        asked_of(modules, module, &lambda.body, &stored, &mut added);
        let mut found: Vec<Filter> = added
            .into_iter()
            .map(|(predicate, place)| filter(FilterKind::Default, predicate, place, None))
            .collect();
        if let Some((column, span)) = set_by(&lambda.body) {
            let kind = FilterKind::Delete(DELETE.to_owned());
            let column = Some(stored(&column));
            let place = modules.place(module, span);
            found.push(filter(kind, Predicate::All(Vec::new()), place, column));
        }
        let found: Vec<Filter> = found.into_iter().filter(|it| is_declared(model, it)).collect();
        model.filters.extend(found);
    }
}

/// The field that a middleware sets where it turns a deletion into an update:
/// `params.args.data = { deletedAt: new Date() }`.
fn set_by(body: &Expr) -> Option<(String, Span)> {
    let mut found = None;
    body.walk(&mut |part| {
        let Kind::Assign(target, value) = &part.kind else { return };
        let is_data = match &target.kind {
            Kind::Call(call) => !call.called && call.name == "data",
            Kind::Index(_, key) => key.first().and_then(Expr::text) == Some("data"),
            _ => false,
        };
        if let (true, Kind::Map(fields), None) = (is_data, &value.kind, &found) {
            let field = fields.first().and_then(|(key, _)| key.text());
            found = field.map(|field| (field.to_owned(), part.span));
        }
    });
    found
}

/// What a field is stored as.
fn stored_in(model: &Model) -> impl Fn(&str) -> String + use<> {
    let known = model.attributes.iter().flatten();
    let known: Vec<(String, String)> =
        known.map(|known| (known.name.clone(), known.column.name.clone())).collect();
    move |name| {
        let stored = known.iter().find(|(known, _)| known == name);
        stored.map_or(name, |(_, column)| column).to_owned()
    }
}

/// Whether a model has the columns of a filter that is meant for many.
fn is_declared(model: &Model, filter: &Filter) -> bool {
    let declared = |column: &str| {
        let mut known = model.attributes.iter().flatten();
        known.any(|known| known.column.name.eq_ignore_ascii_case(column))
    };
    filter.predicate.subjects().iter().all(|it| declared(&it.column.name))
        && filter.soft_delete.as_deref().is_none_or(declared)
}

/// Whether a key of an extension means a model: `orderItem` for `OrderItem`.
fn means(key: &str, model: &str) -> bool {
    let mut letters = model.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    key == ALL || key.strip_prefix(first.as_deref().unwrap_or_default()) == Some(letters.as_str())
}

/// The models that operations ask for by name: `if (model === 'User') …`.
fn named_in(operations: &Object, models: &[Model]) -> Vec<String> {
    let mut named = Vec::new();
    for (_, _, operation) in &operations.pairs {
        operation.walk(&mut |part| {
            if let Kind::If(condition, ..) = &part.kind {
                condition.walk(&mut |inner| named.extend(inner.text().map(str::to_owned)));
            }
        });
    }
    named.retain(|name| models.iter().any(|model| model.name == *name));
    named
}

/// Whether an operation of all models decides by the model, which it is given as `model`.
fn asks_for_models(operations: &Object) -> bool {
    operations.pairs.iter().any(|(_, _, operation)| {
        let Kind::Def(def) = &operation.kind else { return true };
        let mut asks = false;
        def.body.walk(&mut |part| {
            if let Kind::If(condition, ..) = &part.kind {
                asks |= condition.any(&|inner| inner.name() == Some("model"));
            }
        });
        asks
    })
}

/// What operations ask of a model; `named` says that conditions in them name the models that they are
/// for.
fn filters(modules: &Modules, model: &Model, operations: &Object, named: bool) -> Vec<Filter> {
    let stored = stored_in(model);
    let mut found = Vec::new();
    for (name, home, operation) in &operations.pairs {
        let Kind::Def(def) = &operation.kind else { continue };
        let place = modules.place(*home, def.head);
        if name == FIND || name == EVERY {
            let mut added = Vec::new();
            match name == FIND && !named {
                true => added.extend(asked(modules, *home, def, &stored)),
                false => asked_of(modules, *home, &def.body, &stored, &mut added),
            }
            for (predicate, place) in added {
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
    found
}

/// What is added to the conditions of queries, also of those whose operation it asks for:
/// `if (operation.startsWith('find')) args.where = { … }`, `if (params.action === 'findMany') { … }`.
fn asked_of(
    modules: &Modules,
    module: usize,
    body: &Expr,
    stored: &dyn Fn(&str) -> String,
    found: &mut Vec<(Predicate, Place)>,
) {
    let mut open = vec![body];
    while let Some(code) = open.pop() {
        for statement in code.statements() {
            match &statement.kind {
                Kind::If(condition, then, otherwise) if finds(condition) => {
                    open.push(then);
                    open.push(otherwise);
                }
                _ => {
                    let place = modules.place(module, statement.span);
                    let added = conditions(modules, module, statement, stored);
                    found.extend(added.map(|predicate| (predicate, place)));
                }
            }
        }
    }
    found.truncate(1);
}

/// Whether a condition lets operations through that list rows, as far as it asks for them.
fn finds(condition: &Expr) -> bool {
    let mut named = Vec::new();
    condition.walk(&mut |part| named.extend(part.text()));
    let is_operation = |name: &&str| {
        ["find", "count", "create", "update", "delete", "upsert", "aggregate", "groupBy"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    let mut operations = named.into_iter().filter(is_operation).peekable();
    operations.peek().is_none() || operations.any(|name| name == "find" || name == FIND)
}

/// What one statement adds to the conditions of a query.
fn conditions(
    modules: &Modules,
    module: usize,
    statement: &Expr,
    stored: &dyn Fn(&str) -> String,
) -> Option<Predicate> {
    let is_where = |expr: &Expr| match &expr.kind {
        Kind::Call(call) => !call.called && call.name == "where",
        Kind::Index(_, key) => key.first().and_then(Expr::text) == Some("where"),
        _ => false,
    };
    let read = |value: &Expr| {
        let Kind::Map(pairs) = &value.kind else { return condition::computed() };
        let own = pairs.iter().filter(|(key, _)| !matches!(key.kind, Kind::Splat(_)));
        let own = Expr::new(Kind::Map(own.cloned().collect()), value.span);
        condition::read(modules, module, &own, Dialect::Prisma, stored)
    };
    match &statement.kind {
        Kind::Assign(target, value) if is_where(target) => Some(read(value)),
        Kind::Assign(target, value) => {
            let (of, key) = match &target.kind {
                Kind::Call(call) if !call.called => (call.receiver.as_ref()?, call.name.as_str()),
                Kind::Index(of, key) => (of.as_ref(), key.first()?.text()?),
                _ => return None,
            };
            is_where(of).then(|| {
                let key = Expr::new(Kind::Text(key.to_owned()), target.span);
                read(&Expr::new(Kind::Map(vec![(key, value.as_ref().clone())]), value.span))
            })
        }
        Kind::Exit(Some(value)) => {
            let call = value.call().filter(|call| call.called && call.name == QUERY)?;
            let Kind::Map(pairs) = &call.arguments.first()?.kind else { return None };
            let (_, value) = pairs.iter().find(|(key, _)| key.text() == Some("where"))?;
            Some(read(value))
        }
        _ => None,
    }
}

/// What an operation adds to the conditions of every query: `args.where = { …, deletedAt: null }`,
/// `query({ ...args, where: { …, deletedAt: null } })`.
fn asked(
    modules: &Modules,
    module: usize,
    def: &Def,
    stored: &dyn Fn(&str) -> String,
) -> Option<(Predicate, Place)> {
    for statement in def.body.statements() {
        match &statement.kind {
            // What comes after holds for some queries only.
            Kind::If(_, then, otherwise) if then.leaves() || otherwise.leaves() => return None,
            _ => {
                if let Some(predicate) = conditions(modules, module, statement, stored) {
                    return Some((predicate, modules.place(module, statement.span)));
                }
            }
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
