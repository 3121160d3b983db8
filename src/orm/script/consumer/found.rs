//! What was found, gathered into consumers: one for a function and a model.

use super::{
    known::{Known, Shape},
    value::{Of, Rows},
};
use crate::{
    app::{
        Consumer, Filter, Reach, Taken,
        access::{Access, Naming},
        clause::Clause,
    },
    finding::Confidence,
    source::Place,
};

/// What a function does with columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It shows them.
    Shows(Reach),
    /// It lets others set them.
    Writes,
    /// It gives whole rows to whoever calls it.
    Returns,
}

/// A place where columns are taken.
#[derive(Clone, Debug)]
pub struct Take {
    /// The function: its name and what it is.
    pub name: String,
    /// `function`, `method`, `handler`.
    pub what: &'static str,
    /// What it does.
    pub does: Does,
    /// Whose columns.
    pub rows: Rows,
    /// How sure.
    pub sure: Confidence,
    /// Where.
    pub place: Place,
    /// What happens there.
    pub says: &'static str,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub struct Found {
    takes: Vec<Take>,
    /// Conditions of single queries, each with its model.
    pub queries: Vec<(usize, Filter)>,
    /// Code that reaches rows past what their models say.
    pub accesses: Vec<Access>,
    /// Code that makes rows and names what it sets.
    pub namings: Vec<Naming>,
    /// Queries that name columns as SQL does.
    pub clauses: Vec<Clause>,
}

impl Found {
    /// Adds a place, once.
    pub fn add(&mut self, take: Take) {
        let is_same = |known: &Take| {
            known.does == take.does && known.place == take.place && known.rows.of == take.rows.of
        };
        if !self.takes.iter().any(is_same) {
            self.takes.push(take);
        }
    }

    /// The consumers, in order.
    pub fn consumers(self, known: &Known) -> Vec<Consumer> {
        let mut consumers: Vec<Consumer> = Vec::new();
        for (at, model) in known.models.iter().enumerate() {
            if let (Some(place), false) = (&model.open, model.is_abstract) {
                let take = taken(known, &Of::Model(at), Vec::new(), Reach::Outside);
                let says = "its rows have every column that the table has, and become JSON with all of them";
                let shows = take.map(|taken| Taken { confidence: Confidence::Possible, ..taken });
                consumers.extend(shows.map(|shows| Consumer {
                    name: model.name.clone(),
                    what: "model",
                    models: vec![model.qualified.clone()],
                    tables: Vec::new(),
                    demands: Vec::new(),
                    shows: Some(shows),
                    writes: None,
                    place: place.clone(),
                    says,
                    via: Vec::new(),
                }));
            }
        }
        for take in self.takes {
            let consumer = consumer(known, &take);
            let Some(consumer) = consumer else { continue };
            let is_same = |other: &&mut Consumer| {
                other.name == consumer.name
                    && other.models == consumer.models
                    && other.tables == consumer.tables
                    && other.shows.is_some() == consumer.shows.is_some()
                    && other.shows.as_ref().or(other.writes.as_ref()).map(|it| &it.except)
                        == consumer.shows.as_ref().or(consumer.writes.as_ref()).map(|it| &it.except)
            };
            match consumers.iter_mut().find(is_same) {
                Some(other) => merge(other, consumer),
                None => consumers.push(consumer),
            }
        }
        consumers.sort_by(|a, b| (&a.place, &a.name).cmp(&(&b.place, &b.name)));
        consumers
    }
}

fn taken(known: &Known, of: &Of, except: Vec<String>, reach: Reach) -> Option<Taken> {
    let mut except = except;
    if let Of::Model(model) = of {
        match known.shape(*model) {
            Shape::AllBut(names) => except.extend_from_slice(names),
            Shape::Named => return None,
        }
        except.extend(known.models.get(*model).into_iter().flat_map(|model| model.hidden.clone()));
    }
    except.sort();
    except.dedup();
    Some(Taken { except, masks: Vec::new(), reach, confidence: Confidence::Certain })
}

fn consumer(known: &Known, take: &Take) -> Option<Consumer> {
    let (models, tables) = match &take.rows.of {
        Of::Model(model) => (vec![known.models.get(*model)?.qualified.clone()], Vec::new()),
        Of::Tables(tables) => (Vec::new(), tables.clone()),
    };
    let confidence = take.sure.min(take.rows.sure);
    let mut except = take.rows.except.clone();
    let (shows, writes) = match take.does {
        Does::Shows(reach) => {
            let taken = taken(known, &take.rows.of, except, reach)?;
            (Some(Taken { confidence, ..taken }), None)
        }
        Does::Returns => {
            let taken = taken(known, &take.rows.of, except, Reach::Outside)?;
            (Some(Taken { confidence: Confidence::Possible, ..taken }), None)
        }
        Does::Writes => {
            except.sort();
            except.dedup();
            (None, Some(Taken { except, masks: Vec::new(), reach: Reach::Outside, confidence }))
        }
    };
    // What is only given back is told once for a model, not for each function.
    let (name, what) = match (&take.does, &take.rows.of) {
        (Does::Returns, Of::Model(model)) => (known.models.get(*model)?.name.clone(), "model"),
        (Does::Returns, Of::Tables(tables)) => (tables.join(", "), "table"),
        _ => (take.name.clone(), take.what),
    };
    let (module, span) = take.rows.origin;
    let read = known.modules.place(module, span);
    let elsewhere =
        shows.is_some() && (read.file != take.place.file || !take.place.span.contains(&read.span));
    let via = elsewhere.then(|| ("reads every column".to_owned(), read)).into_iter().collect();
    Some(Consumer {
        name,
        what,
        models,
        tables,
        demands: Vec::new(),
        shows,
        writes,
        place: take.place.clone(),
        says: take.says,
        via,
    })
}

/// Adds a place to what a function is known for: the surest one speaks.
fn merge(known: &mut Consumer, other: Consumer) {
    let sure = |consumer: &Consumer| {
        consumer.shows.as_ref().or(consumer.writes.as_ref()).map(|taken| taken.confidence)
    };
    if sure(known) < sure(&other) {
        let before = std::mem::replace(known, other);
        known.via.push((before.says.to_owned(), before.place));
        known.via.extend(before.via);
    } else {
        known.via.push((other.says.to_owned(), other.place));
        known.via.extend(other.via);
    }
}
