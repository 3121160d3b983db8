//! Objection: models with their tables, and mixins that mark rows instead of deleting them.
//!
//! Objection selects every column that the table has, whatever the model says.

use crate::{
    app::{Filter, FilterKind, Model, misfit::Shadow},
    expr::{Expr, Kind, Word},
    modules::Modules,
    orm::script::{
        chain, condition,
        consumer::asks,
        decorator::{given, returned, thunk, word},
        heritage::Heritage,
        library,
        names::snake_case,
        object::{Object, constant},
    },
    predicate::{Compare, Literal, Predicate, Subject, Value},
    source::Place,
};

/// The name of the ORM.
const ORM: &str = "objection";

/// What queries call the rows that a mixin has not marked.
const KEPT: &[&str] = &["notDeleted", "whereNotDeleted"];

/// The models of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let is_snake = maps_names(modules);
    modules.classes().filter_map(|(class, _)| model(modules, class, is_snake)).collect()
}

/// Whether the connection maps the names of the code to names with underscores.
pub fn maps_names(modules: &Modules) -> bool {
    modules.modules().any(|(module, code)| {
        code.telling.iter().any(|expr| {
            expr.call().is_some_and(|call| call.called)
                && setting(modules, module, expr) == Some("snake-names")
        })
    })
}

fn setting(modules: &Modules, module: usize, expr: &Expr) -> Option<&'static str> {
    word(modules, module, expr, "setting", ORM)?.get("name")
}

fn model(modules: &Modules, class: usize, is_snake: bool) -> Option<Model> {
    let heritage = Heritage::of(modules, class);
    let is_base = |(module, expr): &(usize, &Expr)| {
        word(modules, *module, expr, "declare", ORM).and_then(|word| word.get("as")) == Some("base")
    };
    if !heritage.mixins.iter().any(is_base) {
        return None;
    }
    let known = modules.class(class);
    let place = modules.place(known.module, known.body.head);
    let mut model = Model::new(&known.body.name, ORM, &place);
    model.qualified = modules.qualified(class);
    let table = heritage.classes.iter().find_map(|at| {
        let class = modules.class(*at);
        let named = |expr: &Expr| setting(modules, class.module, expr) == Some("table");
        Some((class.module, given(&class.body.body, &named)?))
    });
    match table {
        Some((module, value)) => {
            model.table_place = Some(modules.place(module, value.span));
            let name = constant(modules, module, value).and_then(Expr::text);
            model.table = name.map(|name| match is_snake {
                true => snake_case(name),
                false => name.to_owned(),
            });
        }
        None => model.is_abstract = true,
    }
    model.open = Some(place.clone());
    let mut kept_by = Vec::new();
    for (module, expr) in &heritage.mixins {
        if let Some(word) = library::word(modules, *module, expr, ORM) {
            let options = expr.call().and_then(|call| call.arguments.first());
            let options = options.map(|options| (*module, options));
            let place = modules.place(*module, expr.span);
            model.filters.push(library::filter(modules, word, options, &place));
            let kept = kept(modules, word, options, &place);
            kept_by.extend(
                KEPT.iter().map(|name| asks::filter((*name).to_owned(), kept.clone(), &place)),
            );
        }
    }
    let column = |name: &str| match is_snake {
        true => snake_case(name),
        false => name.to_owned(),
    };
    model.filters.extend(heritage.classes.iter().find_map(|at| query(modules, *at, &column)));
    model.scopes =
        heritage.classes.iter().flat_map(|at| modifiers(modules, *at, &column)).collect();
    model.shadows =
        heritage.classes.iter().flat_map(|at| relations(modules, *at, &column)).collect();
    model.scopes.extend(kept_by);
    for filter in &mut model.filters {
        if filter.place.file != model.place.file {
            filter.via.push((format!("`{}` inherits it", model.name), model.place.clone()));
        }
    }
    Some(model)
}

/// The condition of rows that a mixin has not marked: `column = false`, or what it is told that they
/// hold.
fn kept(
    modules: &Modules,
    word: &'static Word,
    options: Option<(usize, &Expr)>,
    place: &Place,
) -> Predicate {
    let column = library::filter(modules, word, options, place).soft_delete.unwrap_or_default();
    let given = options.and_then(|(module, options)| Object::read(modules, module, options));
    let value = given.as_ref().and_then(|given| given.get("notDeletedValue"));
    match value.and_then(|(home, value)| constant(modules, home, value)) {
        Some(Expr { kind: Kind::Null, .. }) => Predicate::is_null(&column),
        Some(value) => {
            Predicate::Compare(Subject::column(&column), Compare::Eq, condition::value(value))
        }
        None => {
            let value = Value::Literal(Literal::Bool(false));
            Predicate::Compare(Subject::column(&column), Compare::Eq, value)
        }
    }
}

/// `static modifiers = { live: (query) => query.whereNull('deletedAt') }`
fn modifiers(modules: &Modules, class: usize, column: &dyn Fn(&str) -> String) -> Vec<Filter> {
    let class = modules.class(class);
    let named = |expr: &Expr| setting(modules, class.module, expr) == Some("modifiers");
    let all = given(&class.body.body, &named);
    let all = all.and_then(|all| Object::read(modules, class.module, all));
    let mut found = Vec::new();
    for (name, home, modifier) in all.into_iter().flat_map(|all| all.pairs) {
        let Kind::Lambda(lambda) = &modifier.kind else { continue };
        let statements = lambda.body.statements().iter().map(|statement| match &statement.kind {
            Kind::Exit(Some(value)) => value,
            _ => statement,
        });
        let asked = statements.flat_map(|it| chain::conditions(modules, home, it, column));
        if let Some(predicate) = asked.reduce(Predicate::and) {
            found.push(asks::filter(name, predicate, &modules.place(home, modifier.span)));
        }
    }
    found
}

/// The relations of a model, each under the name that a column may have: rows carry the column's value
/// there until the relation is loaded, and what is set there is no value of a column (objection 3).
fn relations(modules: &Modules, class: usize, column: &dyn Fn(&str) -> String) -> Vec<Shadow> {
    let class = modules.class(class);
    let named = |expr: &Expr| setting(modules, class.module, expr) == Some("relations");
    let Some(all) = given(&class.body.body, &named) else { return Vec::new() };
    let all = thunk(all);
    let all = returned(all).unwrap_or(all);
    let all = Object::read(modules, class.module, all);
    let shadow = |(name, home, value): (&str, usize, &Expr)| Shadow {
        column: column(name),
        what: "relation",
        mixes: true,
        place: modules.place(home, value.span),
        via: Vec::new(),
    };
    all.into_iter()
        .flat_map(|all| all.pairs)
        .map(|(name, home, value)| shadow((&name, home, value)))
        .collect()
}

/// What the model's own `query` adds to every query: `super.query(…).whereNull('deleted_at')`.
fn query(modules: &Modules, class: usize, column: &dyn Fn(&str) -> String) -> Option<Filter> {
    let class = modules.class(class);
    let own = class.body.body.statements().iter().find(|statement| {
        matches!(statement.kind, Kind::Def(_))
            && setting(modules, class.module, statement) == Some("query")
    })?;
    let Kind::Def(def) = &own.kind else { return None };
    let chain = returned(&def.body)?;
    let asks_parent = chain.any(&|part| {
        part.call().is_some_and(|call| {
            call.called && call.receiver.as_ref().and_then(Expr::name) == Some("super")
        })
    });
    let found = chain::conditions(modules, class.module, chain, column);
    let predicate = found.into_iter().reduce(Predicate::and).filter(|_| asks_parent)?;
    Some(Filter {
        kind: FilterKind::Default,
        predicate,
        guards: Vec::new(),
        writes: Vec::new(),
        place: modules.place(class.module, chain.span),
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete: None,
        table: None,
        constants: Vec::new(),
        label: "query".to_owned(),
    })
}
