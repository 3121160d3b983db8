//! Tables that no model maps, as models: query builders name the tables themselves.

use std::{borrow::Cow, collections::BTreeSet};

use super::{Subject, names::is_meant};
use crate::{
    app::{App, Model},
    source::{Place, Span},
};

/// What such a model is of.
pub(super) const BARE: &str = "";

/// The application with a model for each table that has none.
pub(super) fn mapped<'a>(app: &'a App, subjects: &[Subject]) -> Cow<'a, App> {
    let mapped: BTreeSet<&str> =
        app.models.iter().filter_map(|model| model.table.as_deref()).collect();
    let named = subjects.iter().map(|subject| &subject.table);
    let is_mapped =
        |table: &str| mapped.contains(table) || mapped.iter().any(|other| is_meant(other, table));
    let bare: BTreeSet<&String> =
        app.tables.keys().chain(named).filter(|table| !is_mapped(table)).collect();
    if bare.is_empty() {
        return Cow::Borrowed(app);
    }
    let mut all = app.clone();
    for table in bare {
        let nowhere = Place { file: "".into(), span: Span::default() };
        let place = app.tables.get(table).and_then(|table| table.place.clone());
        let mut model = Model::new(table, BARE, &place.unwrap_or(nowhere));
        model.table = Some(table.clone());
        // No class of the application is the table's own.
        model.lineage.clear();
        all.models.push(model);
    }
    all.models.sort_by(|a, b| a.name.cmp(&b.name));
    Cow::Owned(all)
}
