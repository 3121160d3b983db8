//! What a reviewer has to know of a table before its columns change, as one page.
//!
//! Everything that is asked of the application is asked of [`App`]; what stands outside of models
//! (SQL, jobs, schedules, migrations) is searched for here.

mod behaviour;
mod columns;
mod database;
mod effects;
pub mod history;
pub mod mentions;
mod models;
mod relations;
mod review;
pub mod schedules;
mod subject;
mod surroundings;
mod uses;

use std::{path::Path, sync::Arc};

pub use self::subject::{Subject, subject};
use self::{history::Migration, mentions::Mentions, schedules::Scheduled};
use crate::{
    app::{App, Model},
    facts::Library,
    lock, orm,
    page::{Entry, Page, Section, Topic},
    source::Unread,
    uses::Use,
    walk::{self, File},
};

/// How many migrations a page shows.
const MIGRATIONS: usize = 5;

/// What is known of a table, from which its page is made.
pub(crate) struct Ground<'a> {
    pub(crate) app: &'a App,
    pub(crate) table: &'a str,
    pub(crate) column: Option<&'a str>,
    /// The models of the table, and proxies of them.
    pub(crate) models: Vec<&'a Model>,
    pub(crate) libraries: Vec<Library>,
    pub(crate) mentions: Mentions,
    pub(crate) scheduled: Vec<Scheduled>,
    pub(crate) migrations: Vec<Migration>,
    /// The columns whose uses were looked for: the one that was asked for, or all.
    pub(crate) columns: Vec<String>,
    /// The uses of these, each with the position of its column.
    pub(crate) uses: Vec<Use>,
}

/// The page of a table.
///
/// # Errors
/// When the files of the application cannot be listed.
pub fn page(
    root: &Path,
    exclude: &[String],
    files: &[File],
    app: &App,
    subject: &Subject,
) -> anyhow::Result<Page> {
    let mut unread: Vec<Unread> = Vec::new();
    let wanted = |path: &str| lock::is_lock(path) || schedules::may_schedule(path);
    let others = walk::paths(root, exclude, &wanted)?;
    let libraries = libraries(root, &others, app, &mut unread);
    let table = subject.table.as_str();
    let models = models_of(app, table);
    let mut names: Vec<&str> = models.iter().map(|model| orm::last(&model.name)).collect();
    names.sort_unstable();
    names.dedup();
    let mentions = mentions::find(root, files, table, &names);
    let mut jobs: Vec<&str> = mentions.jobs.iter().map(|job| job.within.as_str()).collect();
    jobs.dedup();
    let scheduled = schedules::find(root, &others, &jobs);
    let migrations = history::last(root, files, app, table, &names, MIGRATIONS);
    let column = subject.column.as_deref();
    let columns = uses::columns(app, &models, table, column);
    let uses = uses::find(root, files, app, table, &columns);
    let ground = Ground {
        app,
        table,
        column,
        models,
        libraries,
        mentions,
        scheduled,
        migrations,
        columns,
        uses,
    };
    let mut page = Page {
        table: table.to_owned(),
        column: subject.column.clone(),
        unread,
        notes: subject.notes.clone(),
        ..Page::default()
    };
    page.unread.extend(app.unread.iter().cloned());
    let mut add = |topic: Topic, entries: Vec<Entry>| {
        if !entries.is_empty() {
            page.sections.push(Section { topic, entries });
        }
    };
    add(Topic::Libraries, surroundings::libraries(&ground));
    add(Topic::Models, models::models(&ground));
    add(Topic::Filters, models::filters(&ground));
    add(Topic::Effects, effects::entries(&ground));
    let (mut cascades, associations) = relations::entries(&ground);
    cascades.extend(database::cascades(&ground));
    add(Topic::Cascades, cascades);
    let (callbacks, validations) = behaviour::entries(&ground);
    add(Topic::Callbacks, callbacks);
    add(Topic::Database, database::entries(&ground));
    add(Topic::Columns, columns::columns(&ground));
    add(Topic::Uses, uses::entries(&ground));
    add(Topic::Unique, columns::unique(&ground));
    add(Topic::Validations, validations);
    add(Topic::Associations, associations);
    add(Topic::Consumers, surroundings::consumers(&ground));
    add(Topic::Sql, surroundings::sql(&ground));
    add(Topic::Jobs, surroundings::jobs(&ground));
    add(Topic::Migrations, surroundings::migrations(&ground));
    let review = review::lists(&ground, &page);
    for (topic, entries) in review {
        page.sections.push(Section { topic, entries });
    }
    Ok(page)
}

/// The models of a table with the proxies of these, each once, parents first.
fn models_of<'a>(app: &'a App, table: &str) -> Vec<&'a Model> {
    let mut found: Vec<&Model> = app
        .models
        .iter()
        .filter(|model| !model.is_abstract && model.table.as_deref() == Some(table))
        .collect();
    let names: Vec<&str> = found.iter().map(|model| model.name.as_str()).collect();
    let proxies = app.models.iter().filter(|model| {
        model.table.as_deref() != Some(table)
            && model.proxy_of.as_deref().is_some_and(|of| names.contains(&of))
    });
    let proxies: Vec<_> = proxies.collect();
    found.extend(proxies);
    found.sort_by_key(|model| (model.parent.is_some(), model.proxy_of.is_some(), &model.name));
    found
}

/// The libraries that have a say, those with a version first.
fn libraries(root: &Path, files: &[Arc<str>], app: &App, unread: &mut Vec<Unread>) -> Vec<Library> {
    let known = |name: &str| orm::libraries::role(name).is_some();
    let mut found: Vec<Library> =
        app.libraries.iter().filter(|library| known(&library.name)).cloned().collect();
    for file in files.iter().filter(|file| lock::is_lock(file)) {
        let read = walk::written(root, file).and_then(|text| lock::libraries(file, &text, &known));
        match read {
            Ok(libraries) => found.extend(libraries),
            Err(why) => unread.push(Unread { file: file.clone(), why }),
        }
    }
    // What no `package.json` names was brought along by something else.
    let named: Vec<String> = found
        .iter()
        .filter(|library| lock::names_packages(&library.place.file))
        .map(|library| library.name.clone())
        .collect();
    if files.iter().any(|file| lock::names_packages(file)) {
        found.retain(|library| {
            !lock::locks_packages(&library.place.file) || named.contains(&library.name)
        });
    }
    found.sort_by_cached_key(|library| {
        let name = library.name.to_lowercase().replace('_', "-");
        // What lies nearest to the root is the application's own.
        let depth = library.place.file.matches('/').count();
        (name, library.version.is_none(), depth, library.place.clone())
    });
    found.dedup_by(|later, first| {
        later.name.to_lowercase().replace('_', "-") == first.name.to_lowercase().replace('_', "-")
    });
    found
}
