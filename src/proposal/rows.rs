//! Rows that a migration changes through models as history knows them.

use super::convention;
use crate::{
    app::{
        App,
        access::{Access, AccessKind},
    },
    change::{Change, Op},
    finding::Confidence,
    orm::access,
    sql,
};

/// The reader whose migrations run code on historical models.
const DJANGO: &str = "django";

/// What the proposal does to rows by models that have neither managers nor methods of their own.
pub fn historical(changes: &[Change], app: &App) -> Vec<Access> {
    let mut found: Vec<Access> = Vec::new();
    for change in changes {
        let Some(place) = &change.place else { continue };
        // SQL says for itself which rows it means, and models of today have their managers.
        let plain = sql::reached(&change.text).is_empty()
            && !change.condition.as_deref().is_some_and(|text| text.contains("found by "));
        if change.op != Op::Backfill || change.reader != DJANGO || !plain {
            continue;
        }
        let table = convention::linked(change.clone(), app).table;
        let rows = access::of_rows(AccessKind::Historical, Vec::new(), Confidence::Certain, place);
        if !found.iter().any(|known| known.tables == [table.as_str()] && known.place == rows.place)
        {
            found.push(Access { tables: vec![table], ..rows });
        }
    }
    found
}
