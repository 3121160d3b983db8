//! Whose columns Ruby code takes that names none: `render json: @user`, `User.create(params.permit!)`.

pub mod assigned;
pub mod columns;
pub mod declared;
pub mod shown;
pub mod subject;

use std::collections::HashMap;

use self::subject::{Classes, Subject};
use super::model::Shared;
use crate::{
    app::{Consumer, Model, Reach, Taken},
    expr::{Call, Expr, Kind, Word},
    facts::{FileFacts, Take},
    finding::Confidence,
};

/// Every consumer of the Ruby files.
pub fn all(files: &[FileFacts], shared: &Shared, models: &[Model]) -> Vec<Consumer> {
    let classes = Classes::new(shared, models);
    let mut found: Vec<Consumer> = Vec::new();
    let mut known: HashMap<(String, Vec<String>, bool), Vec<usize>> = HashMap::new();
    for take in files.iter().flat_map(|facts| &facts.takes) {
        for consumer in consumers(&classes, take) {
            let around = take.class.clone().unwrap_or_else(|| consumer.name.clone());
            let key = (around, consumer.models.clone(), consumer.shows.is_some());
            let alike = known.entry(key).or_default();
            let same = alike.iter().copied().find(|at| {
                found.get(*at).is_some_and(|same| {
                    alike_but_surer(&same.shows, &consumer.shows)
                        && alike_but_surer(&same.writes, &consumer.writes)
                })
            });
            match same.and_then(|at| found.get_mut(at)) {
                Some(same) => also(same, consumer, take),
                None => {
                    alike.push(found.len());
                    found.push(consumer);
                }
            }
        }
    }
    found
}

/// A further place of a class that takes the same: several actions of a controller are one consumer.
fn also(known: &mut Consumer, consumer: Consumer, take: &Take) {
    if let Some(class) = take.class.as_ref().filter(|_| known.name != consumer.name) {
        known.name.clone_from(class);
        known.what = if class.ends_with("Controller") { "controller" } else { "class" };
    }
    if known.place != consumer.place {
        known.via.push((consumer.says.to_owned(), consumer.place));
        known.via.extend(consumer.via);
    }
}

/// Whether two consumers of a class take the same columns, the first at least as surely.
fn alike_but_surer(one: &Option<Taken>, other: &Option<Taken>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            (&one.except, &one.masks, one.reach) == (&other.except, &other.masks, other.reach)
                && one.confidence >= other.confidence
                && (other.confidence > Confidence::Possible
                    || one.confidence == Confidence::Possible)
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn consumers(classes: &Classes, take: &Take) -> Vec<Consumer> {
    match take.word.get("shape").unwrap_or_default() {
        "macro" => declared::declared(classes, take).into_iter().collect(),
        "register" => declared::registered(classes, take).into_iter().collect(),
        "panel" => declared::panel(classes, take).into_iter().collect(),
        "search" => declared::searched(classes, take).into_iter().collect(),
        "allows" => declared::allowed(classes, take).into_iter().collect(),
        "render" => shown::rendered(classes, take),
        "dump" => shown::dumped(classes, take),
        "row" => shown::row(classes, take).into_iter().collect(),
        "print" => shown::printed(classes, take).into_iter().collect(),
        "build" => shown::built(classes, take).into_iter().collect(),
        "by-columns" => columns::listed(classes, take).into_iter().collect(),
        "assign" => assigned::assigned(classes, take).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A consumer that shows what the take's word says.
fn shown(take: &Take, of: Subject, except: Vec<String>, says: &'static str) -> Consumer {
    let reach = take.word.get("shows").and_then(Reach::named).unwrap_or(Reach::Outside);
    let shows = Some(Taken { except, masks: Vec::new(), reach, confidence: of.confidence });
    Consumer { shows, ..consumer(take, of, says) }
}

/// A consumer through which the columns can be set.
fn written(take: &Take, of: Subject, except: Vec<String>, says: &'static str) -> Consumer {
    let reach = take.word.get("writes").and_then(Reach::named).unwrap_or(Reach::Outside);
    let writes = Some(Taken { except, masks: Vec::new(), reach, confidence: of.confidence });
    Consumer { writes, ..consumer(take, of, says) }
}

fn consumer(take: &Take, of: Subject, says: &'static str) -> Consumer {
    // What a word of a library names belongs to the class.
    let named = take.word.get("what");
    let name = match (&take.class, &take.method) {
        (Some(class), Some(method)) if named.is_none() => format!("{class}#{method}"),
        (Some(class), _) => class.clone(),
        (None, _) => take.place.file.to_string(),
    };
    let what = match (&take.class, &take.method) {
        (Some(class), Some(_)) if class.ends_with("Controller") => "action",
        (Some(_), Some(_)) => "method",
        (Some(_), None) => "class",
        (None, _) => "file",
    };
    Consumer {
        name,
        what: named.unwrap_or(what),
        models: of.models,
        tables: of.tables,
        demands: Vec::new(),
        shows: None,
        writes: None,
        place: take.place.clone(),
        says,
        via: Vec::new(),
    }
}

/// What a name stands for.
fn value<'t>(take: &'t Take, name: &str) -> Option<&'t Expr> {
    take.values.iter().find(|held| held.name == name).map(|held| &held.is)
}

/// An option of a call: among its own, in a hash that it is given, or in what is merged into one.
fn option<'t>(take: &'t Take, call: &'t Call, name: &str) -> Option<&'t Expr> {
    call.option(name).or_else(|| {
        call.arguments.iter().find_map(|argument| in_hash(take, argument, name, MAX_MERGES))
    })
}

/// How many hashes may be merged into each other.
const MAX_MERGES: usize = 6;

fn in_hash<'t>(take: &'t Take, expr: &'t Expr, name: &str, steps: usize) -> Option<&'t Expr> {
    let steps = steps.checked_sub(1)?;
    match &expr.kind {
        Kind::Map(pairs) => {
            pairs.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)
        }
        Kind::Splat(inner) => in_hash(take, inner, name, steps),
        Kind::Name(known) => in_hash(take, value(take, known)?, name, steps),
        Kind::Call(call) if call.name.ends_with("merge") => {
            let receiver = call.receiver.as_ref().and_then(|of| in_hash(take, of, name, steps));
            receiver.or_else(|| option(take, call, name))
        }
        Kind::Call(call) if call.receiver.is_none() => {
            in_hash(take, value(take, &call.name)?, name, steps)
        }
        _ => None,
    }
}

/// The names that the options of a call leave out.
fn left_out(take: &Take, word: &Word, call: &Call) -> Vec<String> {
    let lists = word.get_all("except").filter_map(|name| option(take, call, name));
    lists.flat_map(Expr::texts).map(str::to_owned).collect()
}
