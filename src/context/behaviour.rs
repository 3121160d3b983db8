//! What runs by itself when rows are read, written or checked.

use super::Ground;
use crate::{
    app::callback::{Callback, CallbackKind},
    page::{Entry, Weight},
    source::Place,
};

/// Callbacks, and validations.
pub(super) fn entries(ground: &Ground) -> (Vec<Entry>, Vec<Entry>) {
    let (mut callbacks, mut validations) = (Vec::new(), Vec::new());
    let mut seen: Vec<(&Place, &str)> = Vec::new();
    let mut take = |of: &str, callback: &'_ Callback| {
        let entry = entry(of, callback);
        match callback.kind {
            CallbackKind::Validation => validations.push(entry),
            CallbackKind::Hook
            | CallbackKind::Listener
            | CallbackKind::Override
            | CallbackKind::Library => callbacks.push(entry),
        }
    };
    for model in &ground.models {
        for callback in &model.callbacks {
            let key = (&callback.place, callback.when.as_str());
            if !seen.contains(&key) {
                seen.push(key);
                take(&model.name, callback);
            }
        }
    }
    for (orm, callback) in &ground.app.callbacks {
        let key = (&callback.place, callback.when.as_str());
        if ground.models.iter().any(|model| model.orm == *orm) && !seen.contains(&key) {
            seen.push(key);
            take("every model", callback);
        }
    }
    (callbacks, validations)
}

fn entry(of: &str, callback: &Callback) -> Entry {
    let Callback { kind, when, runs, place, via, .. } = callback;
    let of = match of {
        "every model" => of.to_owned(),
        model => format!("`{model}`"),
    };
    let says = match (kind, runs.is_empty()) {
        (CallbackKind::Override, true) => format!("{of} takes over `{when}`"),
        (CallbackKind::Override, false) => format!("{of} takes over `{when}`: `{runs}`"),
        (CallbackKind::Listener, true) => format!("`{when}` of {of} runs code"),
        (CallbackKind::Listener, false) => format!("`{when}` of {of} runs `{runs}`"),
        (_, true) => format!("{of}: `{when}`"),
        (_, false) => format!("{of}: `{when} {runs}`"),
    };
    let weight = match kind {
        CallbackKind::Validation => Weight::Useful,
        _ => Weight::Essential,
    };
    Entry::new(weight, when.as_str(), says).at(place).via(via)
}
