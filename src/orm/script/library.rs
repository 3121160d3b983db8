//! Libraries that give models a filter or another way to delete.

use crate::{
    app::{Filter, FilterKind},
    expr::{Expr, Kind, Word},
    modules::Modules,
    orm::script::object::{Object, constant},
    predicate::{Compare, Literal, Predicate, Subject, Value},
    source::Place,
    syntax,
};

/// The package that a name or a call comes from: `objection-soft-delete`.
fn package(modules: &Modules, module: usize, expr: &Expr) -> Option<String> {
    match expr.call() {
        // `plugin(require('bookshelf-paranoia'))`
        Some(call) if call.called && call.name == "require" => {
            call.arguments.first()?.text().map(str::to_owned)
        }
        Some(call) if call.called => modules.called_name(module, call),
        _ => match &expr.kind {
            Kind::Text(text) => Some(text.clone()),
            _ => modules.library_name(module, expr),
        },
    }
}

/// What a query says of the library that a name or a call comes from.
pub fn word(modules: &Modules, module: usize, expr: &Expr, orm: &str) -> Option<&'static Word> {
    let name = package(modules, module, expr)?;
    let found = syntax::script_words().filter(|word| {
        word.fact == "scope"
            && word.origin.split('/').next() == Some(orm)
            && word.get("gem").is_some_and(|gem| {
                name.strip_prefix(gem).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
    });
    // A map has no order of its own.
    found.min_by_key(|word| word.get("gem"))
}

/// The filter of a library, with its options.
pub fn filter(
    modules: &Modules,
    word: &'static Word,
    options: Option<(usize, &Expr)>,
    place: &Place,
) -> Filter {
    let given = options.and_then(|(module, options)| Object::read(modules, module, options));
    let named = word
        .get("column-option")
        .and_then(|option| given.as_ref()?.get(option))
        .and_then(|(home, value)| constant(modules, home, value)?.text().map(str::to_owned));
    let column = named.unwrap_or_else(|| word.get("column").unwrap_or_default().to_owned());
    of_column(word, &column, place)
}

/// The filter of a library by a column.
pub fn of_column(word: &'static Word, column: &str, place: &Place) -> Filter {
    let (kind, predicate) = match (word.get("kind"), word.get("predicate")) {
        (Some("deletes"), _) => {
            (FilterKind::Delete("delete".to_owned()), Predicate::All(Vec::new()))
        }
        (_, Some("not-true")) => (
            FilterKind::Default,
            Predicate::Not(Box::new(Predicate::Same(
                Subject::column(column),
                Value::Literal(Literal::Bool(true)),
            ))),
        ),
        (_, Some("false")) => (
            FilterKind::Default,
            Predicate::Compare(
                Subject::column(column),
                Compare::Eq,
                Value::Literal(Literal::Bool(false)),
            ),
        ),
        _ => (FilterKind::Default, Predicate::is_null(column)),
    };
    Filter {
        kind,
        predicate,
        guards: Vec::new(),
        writes: Vec::new(),
        place: place.clone(),
        via: Vec::new(),
        library: word.get("gem"),
        everywhere: false,
        soft_delete: (word.get("kind") == Some("deletes") || word.get("delete").is_some())
            .then(|| column.to_owned()),
        table: None,
        constants: Vec::new(),
        label: word.get("gem").unwrap_or_default().to_owned(),
    }
}
