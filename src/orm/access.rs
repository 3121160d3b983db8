//! What the ways past a model have in common, whatever ORM it belongs to.

use crate::{
    app::{
        access::{Access, AccessKind},
        clause::{Clause, Part},
    },
    finding::Confidence,
    source::Place,
    sql::{self, Layer},
};

/// The rows that SQL of the application's own reaches: one access for the tables that it erases, one
/// for those that it reads or changes. Empty for other text.
pub fn by_sql(text: &str, place: &Place) -> Vec<Access> {
    let (erased, passed): (Vec<_>, Vec<_>) =
        sql::reached(text).into_iter().partition(|reached| reached.erased);
    let mut found = Vec::new();
    for (kind, reached) in [(AccessKind::Erases, erased), (AccessKind::Passes, passed)] {
        if !reached.is_empty() {
            found.push(Access {
                tables: reached.into_iter().map(|reached| reached.table).collect(),
                sql: Some(text.to_lowercase()),
                ..of_rows(kind, Vec::new(), Confidence::Certain, place)
            });
        }
    }
    found
}

/// A statement of SQL that is written out in code; `None` where it names no table.
pub fn statement(text: &str, place: Place) -> Option<Clause> {
    let layers = sql::layers(text);
    let names = layers.iter().any(|layer| !layer.tables.is_empty());
    // What is put before it when the code runs may name tables of its own: `WITH events AS (…)`.
    let whole = text.trim_start().starts_with(|c: char| c.is_alphabetic() || "(-/".contains(c));
    let confidence = if whole { Confidence::Certain } else { Confidence::Likely };
    names.then(|| Clause { confidence, ..clause(Part::Statement, layers, place) })
}

/// A part of a query that names its tables itself.
pub fn clause(of: Part, layers: Vec<Layer>, place: Place) -> Clause {
    Clause {
        of,
        models: Vec::new(),
        joined: Vec::new(),
        eager: false,
        everywhere: false,
        alone: Vec::new(),
        layers,
        confidence: Confidence::Certain,
        place,
    }
}

/// An access to rows of models.
pub fn of_rows(
    kind: AccessKind,
    models: Vec<String>,
    confidence: Confidence,
    place: &Place,
) -> Access {
    Access {
        kind,
        models,
        tables: Vec::new(),
        sql: None,
        heeds: Vec::new(),
        names: Vec::new(),
        lookup: None,
        marked: false,
        confidence,
        place: place.clone(),
    }
}
