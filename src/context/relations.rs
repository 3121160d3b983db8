//! Associations in and out, and what deletes reach through them.

use super::Ground;
use crate::{
    app::{Association, AssociationKind, Model},
    page::{Entry, Weight},
    source::Place,
};

/// Cascades, and the other associations.
pub(super) fn entries(ground: &Ground) -> (Vec<Entry>, Vec<Entry>) {
    let (mut cascades, mut others) = (Vec::new(), Vec::new());
    let mut seen: Vec<(&Place, &str, Option<&str>)> = Vec::new();
    let own: Vec<&str> = ground.models.iter().map(|model| model.name.as_str()).collect();
    let mut take = |model: &Model, association: &Association, says: String, weight: Weight| {
        let name = format!("{}.{}", model.name, association.name);
        let is_cascade = association.on_delete.is_some();
        let weight = if is_cascade { Weight::Essential } else { weight };
        let entry = Entry::new(weight, name, says).at(&association.place);
        if is_cascade { &mut cascades } else { &mut others }.push(entry);
    };
    for model in &ground.models {
        for association in &model.associations {
            // The way back of a key stands with the key.
            let is_back = association.kind == AssociationKind::Reverse
                || association.place.file != model.place.file
                    && association.kind == AssociationKind::HasOne;
            let key = (&association.place, association.name.as_str(), model.table.as_deref());
            if is_back || seen.contains(&key) {
                continue;
            }
            seen.push(key);
            take(model, association, outwards(model, association), Weight::Useful);
        }
    }
    for model in ground.app.models.iter().filter(|model| !model.is_abstract) {
        for association in &model.associations {
            let to_us = association.target.as_deref().is_some_and(|name| own.contains(&name));
            let key = (&association.place, association.name.as_str(), model.table.as_deref());
            let is_back = association.kind == AssociationKind::Reverse;
            if !to_us || is_back || seen.contains(&key) || own.contains(&model.name.as_str()) {
                continue;
            }
            seen.push(key);
            let weight = match association.kind {
                AssociationKind::BelongsTo => Weight::Useful,
                _ => Weight::Detail,
            };
            take(model, association, inwards(ground, model, association), weight);
        }
    }
    (cascades, others)
}

/// An association of the table's own models.
fn outwards(model: &Model, association: &Association) -> String {
    let target = match &association.target {
        Some(name) => format!("`{name}`"),
        None => "what is not known, or not one model".to_owned(),
    };
    let key = association.foreign_key.as_ref().map_or(String::new(), |key| format!(" by `{key}`"));
    let (name, kind) = (&association.name, &association.kind);
    let says = match kind {
        AssociationKind::BelongsTo => format!("`{}.{name}` belongs to {target}{key}", model.name),
        AssociationKind::HasOne => format!("`{}.{name}` has one {target}{key}", model.name),
        AssociationKind::HasMany | AssociationKind::Reverse => {
            format!("`{}.{name}` has many {target}{key}", model.name)
        }
    };
    let counted = association.counter.as_ref();
    let counted =
        counted.map_or(String::new(), |(table, column)| format!("; counted in `{table}.{column}`"));
    let ends = match (&association.on_delete, kind) {
        (None, _) => String::new(),
        (Some(how), AssociationKind::BelongsTo) => {
            format!("; when that row goes, this one: `{how}`")
        }
        (Some(how), _) => format!("; when a row goes, those: `{how}`"),
    };
    format!("{says}{counted}{ends}")
}

/// An association of another model that leads here.
fn inwards(ground: &Ground, model: &Model, association: &Association) -> String {
    let table = model.table.as_deref().map_or(String::new(), |table| format!(" (`{table}`)"));
    let key = association.foreign_key.as_ref().map_or(String::new(), |key| format!(" by `{key}`"));
    let (name, here) = (&association.name, ground.table);
    let says = match association.kind {
        AssociationKind::BelongsTo => {
            format!("`{}.{name}`{table} points here{key}", model.name)
        }
        _ => format!("`{}.{name}`{table} has rows of `{here}`{key}", model.name),
    };
    let ends = match (&association.on_delete, association.kind) {
        (None, _) => String::new(),
        (Some(how), AssociationKind::BelongsTo) => {
            format!("; when a row of `{here}` goes, those: `{how}`")
        }
        (Some(how), _) => format!("; when that row goes, those of `{here}`: `{how}`"),
    };
    format!("{says}{ends}")
}
