//! Queries that ask for rows by a condition of their own, or by one that a model has a name for.

use super::{
    called,
    chosen::names,
    reader::Reader,
    value::{Of, Rows},
};
use crate::{
    app::{Filter, FilterKind},
    expr::{Call, Expr, Kind, Word},
    finding::Confidence,
    orm::script::{
        chain,
        condition::{self, Dialect},
        object::{Object, constant},
    },
    predicate::{Compare, Literal, Predicate, Subject, Value},
    source::Place,
};

/// ORMs whose conditions are methods of a query.
const CHAINED: &[&str] = &["bookshelf", "lucid", "objection"];

/// The ORM whose conditions are functions: `isNull(users.deletedAt)`.
const CALLED: &str = "drizzle";

/// What a call asks for, with the model.
pub fn of_call<'a>(
    reader: &mut Reader<'_, '_, 'a>,
    expr: &'a Expr,
    call: &'a Call,
) -> Vec<(usize, Filter)> {
    let asks = |word: &&'static Word| match word.fact {
        "consumer" => matches!(word.get("shape"), Some("filters" | "scoped")),
        fact => fact == "predicate",
    };
    if !expr.means.iter().any(asks) {
        return Vec::new();
    }
    let Some(Rows { of: Of::Model(model), orm, sure: Confidence::Certain, .. }) =
        reader.base(expr, call)
    else {
        return Vec::new();
    };
    let place = reader.known.modules.place(reader.module, expr.span);
    let mut found = Vec::new();
    if let Some(word) = reader.known.word(expr, "scoped", orm) {
        found.extend(scopes(reader, call, word, model, &place));
    }
    let stored = |name: &str| reader.known.column(model, name);
    if CHAINED.contains(&orm)
        && let Some(predicate) =
            chain::condition(reader.known.modules, reader.module, expr, &stored)
        && is_negative(&predicate)
    {
        found.push(filter(String::new(), predicate, &place));
    }
    if orm == CALLED && reader.known.word(expr, "filters", orm).is_some() {
        let asked = call.arguments.iter().flat_map(|it| called::conditions(reader, it, model));
        let asked = asked.filter(is_negative).collect::<Vec<_>>();
        found.extend(asked.into_iter().map(|asked| filter(String::new(), asked, &place)));
    } else if let Some(word) = reader.known.word(expr, "filters", orm) {
        for (module, condition) in given(reader, call, word) {
            found.extend(conditions(reader, module, condition, model, &place));
        }
    }
    found.into_iter().map(|filter| (model, filter)).collect()
}

/// What a call is given to filter by: options, or the first object that it is given.
fn given<'a>(reader: &Reader<'_, '_, 'a>, call: &'a Call, word: &Word) -> Vec<(usize, &'a Expr)> {
    let (modules, module) = (reader.known.modules, reader.module);
    let mut objects = call.arguments.iter().filter_map(|it| {
        let object = Object::read(modules, module, it)?;
        Some((it, object))
    });
    if word.get("list").is_none() {
        return objects.next().map(|(it, _)| (module, it)).into_iter().collect();
    }
    objects
        .flat_map(|(_, object)| {
            word.get_all("list").filter_map(|option| object.get(option)).collect::<Vec<_>>()
        })
        .collect()
}

/// The conditions of a query that a row without a value fails although nothing is asked of it:
/// `= FALSE`, `<> 'archived'`, `NOT IN (…)`.
fn conditions(
    reader: &Reader,
    module: usize,
    condition: &Expr,
    model: usize,
    place: &Place,
) -> Vec<Filter> {
    let modules = reader.known.modules;
    let stored = |name: &str| reader.known.column(model, name);
    let Some(Expr { kind: Kind::Map(pairs), .. }) = constant(modules, module, condition) else {
        return Vec::new();
    };
    let dialect = match reader.known.orm(model) {
        "prisma" => Dialect::Prisma,
        _ => Dialect::Sql,
    };
    let mut found = Vec::new();
    for (key, value) in pairs {
        let Some(name) = key.text().filter(|name| reader.known.has_attribute(model, name)) else {
            continue;
        };
        let subject = Subject::column(&stored(name));
        let predicate = match &value.kind {
            Kind::Null => Predicate::IsNull(subject),
            Kind::Bool(false) => {
                let value = Value::Literal(Literal::Bool(false));
                Predicate::Compare(subject, Compare::Eq, value)
            }
            Kind::Map(_) => {
                let only = Expr::new(Kind::Map(vec![(key.clone(), value.clone())]), value.span);
                condition::read(modules, module, &only, dialect, &stored)
            }
            // `Not('archived')`
            Kind::Call(call) if reader.known.word(value, "negates", "typeorm").is_some() => {
                match call.arguments.first().map(condition::value) {
                    Some(value @ Value::Literal(_)) => {
                        Predicate::Compare(subject, Compare::Ne, value)
                    }
                    _ => continue,
                }
            }
            // `IsNull()`
            Kind::Call(_) if reader.known.word(value, "is-null", "typeorm").is_some() => {
                Predicate::IsNull(subject)
            }
            _ => continue,
        };
        if is_negative(&predicate) {
            found.push(filter(String::new(), predicate, place));
        }
    }
    found
}

/// Whether a condition is one that rows are left out by, not one that they are asked for by.
fn is_negative(predicate: &Predicate) -> bool {
    let literal = |value: &Value| matches!(value, Value::Literal(_));
    match predicate {
        Predicate::IsNull(_)
        | Predicate::Compare(_, Compare::Eq, Value::Literal(Literal::Bool(false))) => true,
        Predicate::Compare(_, Compare::Ne, value) => literal(value),
        Predicate::Not(inner) => match inner.as_ref() {
            Predicate::In(_, values) => values.iter().all(literal),
            Predicate::Compare(_, Compare::Eq, value) => literal(value),
            _ => false,
        },
        _ => false,
    }
}

/// The conditions that a query asks for by name: `User.scope('active')`.
fn scopes(reader: &Reader, call: &Call, word: &Word, model: usize, place: &Place) -> Vec<Filter> {
    let (modules, module) = (reader.known.modules, reader.module);
    let asked: Vec<String> = match word.get("list") {
        // `whereNotDeleted()`
        None if call.arguments.is_empty() => vec![call.name.clone()],
        None => call.arguments.iter().flat_map(Expr::texts).map(str::to_owned).collect(),
        Some(option) => {
            let objects = call.arguments.iter().filter_map(|it| Object::read(modules, module, it));
            let lists = objects.filter_map(|object| object.get(option));
            lists.flat_map(|(home, list)| names(modules, home, list)).collect()
        }
    };
    let known = reader.known.models.get(model).into_iter().flat_map(|model| &model.scopes);
    known
        .filter_map(|scope| match &scope.kind {
            FilterKind::Finder(name) if asked.contains(name) => {
                let mut found = filter(name.clone(), scope.predicate.clone(), place);
                found.via.push((
                    format!("`{name}` keeps only `{}`", scope.predicate),
                    scope.place.clone(),
                ));
                Some(found)
            }
            _ => None,
        })
        .collect()
}

/// A condition of one query, or one that queries can ask for by name.
pub fn filter(name: String, predicate: Predicate, place: &Place) -> Filter {
    Filter {
        label: name.clone(),
        kind: FilterKind::Finder(name),
        predicate,
        guards: Vec::new(),
        writes: Vec::new(),
        place: place.clone(),
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete: None,
        table: None,
        constants: Vec::new(),
    }
}
