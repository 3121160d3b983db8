//! The places that use the column that was asked for.

use std::path::Path;

use super::Ground;
use crate::{
    app::App,
    finding::Confidence,
    page::{Entry, Weight},
    scan,
    uses::{Search, Subject, Use},
    walk::File,
};

/// The uses of a column in all files.
pub(super) fn find(
    root: &Path,
    files: &[File],
    app: &App,
    table: &str,
    column: Option<&str>,
) -> Vec<Use> {
    let Some(column) = column else { return Vec::new() };
    let subject = Subject { table: table.to_owned(), column: column.to_owned() };
    let Some(search) = Search::new(app, vec![subject]) else { return Vec::new() };
    let (held, _) = scan::holding(root, files, &search);
    search.uses(&held).uses
}

/// Each place of running code, the surest first; the others are counted.
pub(super) fn entries(ground: &Ground) -> Vec<Entry> {
    let (running, aside): (Vec<_>, Vec<_>) = ground.uses.iter().partition(|used| !used.aside);
    let (mut sure, possible): (Vec<_>, Vec<_>) =
        running.into_iter().partition(|used| used.confidence > Confidence::Possible);
    sure.sort_by_key(|used| std::cmp::Reverse(used.confidence));
    let mut entries: Vec<Entry> = sure.into_iter().map(entry).collect();
    let subject = ground.column.unwrap_or_default();
    for (number, says) in [
        (possible.len(), "places where only the name matches"),
        (aside.len(), "places in tests, migrations and translations"),
    ] {
        if number > 0 {
            entries.push(Entry::new(Weight::Detail, subject, format!("{number} {says}")));
        }
    }
    entries
}

fn entry(used: &Use) -> Entry {
    let (how, sure, via) = (used.how.name(), used.confidence.name(), used.via.name());
    let model = used.model.as_ref().map_or(String::new(), |model| format!(" through `{model}`"));
    let says = format!("{how}{model}: {sure}, by {via}");
    Entry::new(Weight::Useful, how, says).at(&used.place)
}
