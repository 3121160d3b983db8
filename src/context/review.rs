//! The review list: what to understand, test, prepare and watch, filled in for the table.

use super::Ground;
use crate::{
    app::FilterKind,
    page::{Entry, Page, Topic, Weight},
};

/// How many names a sentence lists.
const LISTED: usize = 6;

/// The lists of the review, in order.
pub(super) fn lists(ground: &Ground, page: &Page) -> Vec<(Topic, Vec<Entry>)> {
    let subject = page.subject();
    let entries = |texts: Vec<String>| -> Vec<Entry> {
        let entry = |says: String| Entry::new(Weight::Useful, subject.as_str(), says);
        texts.into_iter().map(entry).collect()
    };
    let lists = [
        (Topic::Context, context(ground, page)),
        (Topic::Dependencies, dependencies(page)),
        (Topic::Testing, testing(ground, page)),
        (Topic::Rollback, rollback(ground, page)),
        (Topic::Monitoring, monitoring(ground, page)),
    ];
    lists
        .into_iter()
        .filter(|(_, texts)| !texts.is_empty())
        .map(|(topic, texts)| (topic, entries(texts)))
        .collect()
}

/// The names of a topic's entries, the first few written out.
fn names(page: &Page, topic: Topic) -> Option<String> {
    let mut all: Vec<&str> = page.entries(topic).iter().map(|entry| entry.name.as_str()).collect();
    all.dedup();
    let shown: Vec<_> = all.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    match all.len().saturating_sub(LISTED) {
        _ if all.is_empty() => None,
        0 => Some(shown.join(", ")),
        more => Some(format!("{} and {more} more", shown.join(", "))),
    }
}

/// The conditions that every query of a model keeps to.
fn defaults(ground: &Ground) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for model in &ground.models {
        for filter in model.filters.iter().filter(|filter| filter.kind == FilterKind::Default) {
            // A filter that waits for a column leaves nothing out so far.
            if !filter.guards.is_empty() {
                continue;
            }
            let predicate = filter.predicate.to_string();
            if !found.iter().any(|(_, known)| *known == predicate) {
                found.push((model.name.clone(), predicate));
            }
        }
    }
    found
}

fn context(ground: &Ground, page: &Page) -> Vec<String> {
    let mut texts = Vec::new();
    texts.extend(
        names(page, Topic::Models)
            .filter(|_| !ground.models.is_empty())
            .map(|names| format!("the rows of `{}` are those of {names}", ground.table)),
    );
    for (model, predicate) in defaults(ground) {
        texts.push(format!(
            "queries of `{model}` never see rows that fail `{predicate}`: look at the table itself, not through the model"
        ));
    }
    if !page.notes.is_empty() || !page.unread.is_empty() {
        let (notes, unread) = (page.notes.len(), page.unread.len());
        texts.push(format!(
            "{unread} files could not be read in full, and there are {notes} notes: read them before trusting silence"
        ));
    }
    texts
}

fn dependencies(page: &Page) -> Vec<String> {
    let mut texts = Vec::new();
    let topics = [
        (Topic::Cascades, "deletes reach"),
        (Topic::Associations, "rows are reached through"),
        (Topic::Consumers, "columns leave or come in through"),
        (Topic::Sql, "SQL that no model checks stands in"),
        (Topic::Jobs, "these run outside of requests, perhaps with old code:"),
        (Topic::Database, "the database runs or defines"),
    ];
    for (topic, says) in topics {
        texts.extend(names(page, topic).map(|names| format!("{says} {names}")));
    }
    texts
}

fn testing(ground: &Ground, page: &Page) -> Vec<String> {
    let mut texts = Vec::new();
    let subject = page.subject();
    texts.push(format!(
        "test `{subject}` with rows as they exist today, written past the model (SQL), not only with rows that a factory makes"
    ));
    for (model, predicate) in defaults(ground) {
        texts.push(format!(
            "count `{model}` before and after with one row on each side of `{predicate}`"
        ));
    }
    texts.extend(
        names(page, Topic::Callbacks)
            .map(|names| format!("save and delete a row once: {names} run")),
    );
    texts
        .extend(names(page, Topic::Cascades).map(|names| format!("delete a row that has {names}")));
    texts.extend(
        names(page, Topic::Unique).map(|names| format!("insert twice what is unique: {names}")),
    );
    texts.extend(
        names(page, Topic::Consumers)
            .map(|names| format!("compare what {names} answer before and after")),
    );
    texts
}

fn rollback(ground: &Ground, page: &Page) -> Vec<String> {
    let subject = page.subject();
    let mut texts = vec![format!(
        "deploy code that works with and without the change of `{subject}` first; the old code runs while servers are replaced"
    )];
    if ground.models.iter().any(|model| model.attributes.is_none()) {
        texts.push(
            "models here ask the database for their columns and keep the answer until they restart"
                .to_owned(),
        );
    } else if let Some(model) = ground.models.first() {
        texts.push(format!(
            "`{}` names every column it declares: a column that goes breaks the old code at its next query",
            model.name
        ));
    }
    texts.push("a column that goes takes its values along: keep a copy for as long as the way back is open".to_owned());
    texts.extend(
        page.entries(Topic::Migrations)
            .first()
            .map(|entry| format!("the last migration of the table was `{}`", entry.name)),
    );
    texts
}

fn monitoring(ground: &Ground, page: &Page) -> Vec<String> {
    let mut texts = vec![format!("`SELECT count(*) FROM {}` before and after", ground.table)];
    for (model, predicate) in defaults(ground) {
        texts.push(format!(
            "the share of rows that `{model}` sees: `SELECT count(*) FROM {} WHERE {predicate}`",
            ground.table
        ));
    }
    texts
        .extend(names(page, Topic::Jobs).map(|names| format!("failures and run times of {names}")));
    texts.extend(
        names(page, Topic::Consumers)
            .map(|names| format!("errors and sizes of answers of {names}")),
    );
    texts
}
