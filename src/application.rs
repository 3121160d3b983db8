//! One application of those below a root: its files are read, linked, and asked for uses.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use crate::{
    app::App,
    applications::{Applications, Part},
    assemble,
    base::{self, Older},
    cache::{Cache, Shelf},
    change::{Change, Op},
    config::Config,
    orm::last,
    proposal,
    report::Coverage,
    scan::{self, Asked, Concern},
    source::{Language, Unread},
    syntax::{self, Desk},
    uses::{self, Found, Search, Subject, Unfollowed},
    walk::{self, File},
};

/// Files in a root that tell what most of the application is written in.
const MANIFESTS: &[(&str, Language)] =
    &[("Gemfile", Language::Ruby), ("manage.py", Language::Python)];

/// What lies below a root.
pub(crate) struct Walked<'r> {
    root: &'r Path,
    config: &'r Config,
    /// All files that have a reader.
    files: Vec<File>,
    /// What could not be looked at.
    unread: Vec<Unread>,
    /// The code of the files; what earlier runs did not make of them is kept in the end.
    desk: Desk,
}

impl Drop for Walked<'_> {
    fn drop(&mut self) {
        self.desk.cache.save();
    }
}

/// Lists what lies below a root. `caches` is the folder of what earlier runs kept.
///
/// # Errors
/// When the root cannot be read.
pub(crate) fn walk<'r>(
    root: &'r Path,
    config: &'r Config,
    caches: Option<&Path>,
) -> anyhow::Result<Walked<'r>> {
    // Queries are compiled while the folders are walked.
    let prepare = || {
        let used = MANIFESTS.iter().filter(|(name, _)| root.join(name).is_file());
        used.for_each(|(_, language)| syntax::prepare(*language));
    };
    let (walked, ()) = rayon::join(|| walk::files(root, &config.exclude), prepare);
    let (files, unread) = walked?;
    let cache = caches.map(|folder| Cache::open(folder, root, Shelf::Code)).unwrap_or_default();
    Ok(Walked { root, config, files, unread, desk: Desk::new(cache) })
}

/// What an application is read for; by default, for all that its models tell.
#[derive(Clone, Copy, Default)]
pub(crate) struct Purpose<'a> {
    /// Columns in question: what asks whether one of them exists is read too.
    pub(crate) columns: &'a [String],
    /// The migrations that are proposed.
    pub(crate) proposed: &'a [Arc<str>],
    /// What was there at the base.
    pub(crate) older: Option<&'a Older>,
    /// The table or column of which only the uses are asked for.
    pub(crate) uses_of: Option<&'a str>,
}

/// One application, linked.
pub(crate) struct Application {
    /// As it is.
    pub(crate) app: App,
    /// As it was at the base, where it was another.
    pub(crate) before: Option<App>,
    /// How much was looked at.
    pub(crate) coverage: Coverage,
    /// All files that have a reader.
    pub(crate) files: Vec<File>,
}

impl Walked<'_> {
    /// The applications that there are.
    pub(crate) fn applications(&self) -> Applications {
        Applications::of(&self.config.apps, self.root, &self.files)
    }

    /// Reads and links one application.
    ///
    /// # Errors
    /// When the root cannot be read.
    pub(crate) fn read(
        &self,
        part: &Part<'_>,
        purpose: Purpose<'_>,
    ) -> anyhow::Result<Application> {
        let Purpose { columns, proposed, older, uses_of } = purpose;
        let root = self.root;
        let files: Vec<File> =
            self.files.iter().filter(|file| part.has(&file.path)).cloned().collect();
        let bases = &self.config.model_bases;
        let mut scan = scan::scan(root, &self.desk, &files, columns, bases);
        let subjects = match part.changes.is_empty() {
            // Without a change, what is asked for are the columns.
            true => columns.to_vec(),
            false => proposal::concerned(&part.changes),
        };
        let older = older.map(|older| older.of(|file| part.has(file)));
        let paths: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
        let mut models = assemble::models(&scan.facts, &paths, bases);
        let asked = !columns.is_empty() || !part.changes.is_empty() || older.is_some();
        let concern = asked.then(|| concern(models.app(), &part.changes, older.as_ref()));
        let dumped = older.as_ref().and_then(|older| base::dumped(older, &scan));
        // `users.email` is a column of `users`, or all that `users.email` may be a name of.
        let names =
            uses_of.into_iter().flat_map(|of| [Some(of), of.rsplit_once('.').map(|it| it.0)]);
        let names: BTreeSet<&str> = names.flatten().map(last).collect();
        let used = uses_of.map(|_| Concern::with(models.app(), &names, &BTreeSet::new()));
        let concerned = concern.as_ref().or(used.as_ref());
        let asked = Asked { subjects: &subjects, concern: concerned, proposed, dumped };
        models.stored_in(scan::schema(root, &self.desk, &files, &mut scan, asked));
        let mut app = match &concern {
            Some(concern) => {
                scan.take_in(root, &self.desk, concern, bases);
                models.consumed(&scan.facts, &paths, bases)
            }
            None => models.alone(&scan.facts, &paths),
        };
        app.unread = self.unread.iter().filter(|it| part.has(&it.file)).cloned().collect();
        app.unread.append(&mut scan.unread);
        let models = app.models.iter().filter(|model| !model.is_abstract).count();
        let linked = files.iter().filter(|file| file.language.is_linked()).count();
        let coverage = Coverage {
            files: linked,
            parsed: scan.parsed,
            models,
            unfollowed: Unfollowed::default(),
        };
        // What named a table that goes is broken while both run.
        let moves = |change: &Change| matches!(change.op, Op::DropTable | Op::RenameTable);
        let concern = concern.filter(|_| part.changes.iter().any(moves));
        let queries = |older: &Older| {
            concern.as_ref().is_some_and(|it| older.texts.values().any(|text| it.is_in(text)))
        };
        let before = match older {
            Some(older) if !older.matter.is_empty() || queries(&older) => {
                let concern = concern.as_ref();
                Some(base::app(root, &self.desk, &older, scan, &app, &paths, bases, concern))
            }
            _ => {
                // The code of all files is much to free, and nothing waits for it.
                rayon::spawn(move || drop(scan));
                None
            }
        };
        Ok(Application { app, before, coverage, files })
    }

    /// Says that uses of the columns of changes will be looked for.
    pub(crate) fn await_uses(&mut self, changes: &[Change]) {
        let columns = changes.iter().filter(|change| is_used(change));
        self.await_columns(
            columns
                .flat_map(|change| change.column.iter().chain(&change.columns))
                .map(String::as_str),
        );
    }

    /// Says that uses of some columns will be looked for.
    pub(crate) fn await_columns<'c>(&mut self, columns: impl Iterator<Item = &'c str>) {
        self.desk.await_words(columns.flat_map(uses::spellings));
    }

    /// The uses of the columns that changes take away or alter, each under its change, with the texts of
    /// the files that hold them.
    pub(crate) fn used(
        &self,
        app: &App,
        changes: &[Change],
        files: &[File],
    ) -> (Found, BTreeMap<Arc<str>, Arc<str>>) {
        let (places, subjects): (Vec<usize>, Vec<Subject>) = changes
            .iter()
            .enumerate()
            .filter(|(_, change)| is_used(change))
            .flat_map(|(at, change)| {
                let columns = change.column.iter().chain(&change.columns);
                let subject = |column: &String| {
                    (at, Subject { table: change.table.clone(), column: column.clone() })
                };
                columns.map(subject).collect::<Vec<_>>()
            })
            .unzip();
        let (mut found, texts) = self.uses_of(app, subjects, files);
        for used in &mut found.uses {
            used.subject = places[used.subject];
        }
        (found, texts)
    }

    /// The uses of some columns, with the texts of the files that hold them.
    pub(crate) fn uses_of(
        &self,
        app: &App,
        subjects: Vec<Subject>,
        files: &[File],
    ) -> (Found, BTreeMap<Arc<str>, Arc<str>>) {
        let Some(search) = Search::new(app, subjects) else {
            return (Found::default(), BTreeMap::new());
        };
        let (held, _) = scan::holding(self.root, files, &search);
        let found = search.uses(&held, &self.desk);
        let shown: BTreeSet<Arc<str>> =
            found.uses.iter().map(|used| used.place.file.clone()).collect();
        let held = held.into_iter().filter(|file| shown.contains(&file.path));
        (found, held.map(|file| (file.path, file.text.into())).collect())
    }
}

/// Whose rows are in question: those of tables that change and of models that the branch edits; without
/// a change, all.
fn concern(app: &App, changes: &[Change], older: Option<&Older>) -> Concern {
    if changes.is_empty() && older.is_none() {
        return Concern::all();
    }
    let tables = changes.iter().flat_map(|change| {
        let to = change.to.as_ref().filter(|_| change.op == Op::RenameTable);
        [Some(&change.table), change.model.as_ref(), change.entity.as_ref(), to]
    });
    let edited = older.map(|older| older.defines.clone()).unwrap_or_default();
    Concern::with(app, &tables.flatten().map(|name| last(name)).collect(), &edited)
}

/// Whether the uses of what a change is about are looked for.
fn is_used(change: &Change) -> bool {
    matches!(
        change.op,
        Op::DropColumn | Op::RenameColumn | Op::AlterColumn | Op::AddUnique | Op::DropUnique
    )
}
