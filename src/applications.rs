//! Several applications under one root: whose files are whose, and which of them a change concerns.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use anyhow::bail;

use crate::{
    change::Change,
    config::Application,
    orm, prisma, scan,
    walk::{self, File},
};

/// Names of folders that hold what is for one kind of database, sorted.
const DATABASES: &[&str] = &[
    "clickhouse",
    "cockroachdb",
    "mariadb",
    "mssql",
    "mysql",
    "oracle",
    "postgres",
    "postgresql",
    "sqlite",
    "sqlite3",
    "sqlserver",
];

/// The applications below a root.
#[derive(Debug, Default)]
pub struct Applications {
    list: Vec<Application>,
    /// They were found by their files; what lies in none of them is a part of those nearest to it.
    found: bool,
}

impl Applications {
    /// Those that the configuration names. Where it names none, those that their files show, if there
    /// are several: what starts one, or the schema of a database with its migrations.
    pub fn of(named: &[Application], root: &Path, files: &[File]) -> Applications {
        if !named.is_empty() {
            return Applications { list: named.to_vec(), found: false };
        }
        let shown = files.iter().filter(|file| !file.test).filter_map(|file| {
            let (name, holds) = orm::family(file.language)?.starts?;
            let path = file.path.strip_suffix(name)?;
            (path.is_empty() || path.ends_with('/')).then_some(())?;
            let text = walk::text(root, &file.path).ok()?;
            let path = path.trim_end_matches('/').to_owned();
            text.contains(holds).then_some(Application { path, database: None })
        });
        let mut list: Vec<Application> = shown.collect();
        let running = files.iter().filter(|file| !file.test).map(|file| &*file.path);
        let of_path = |path: &str| Application { path: path.to_owned(), database: None };
        list.extend(prisma::databases(running).into_iter().map(of_path));
        list.sort_by(|one, other| one.path.cmp(&other.path));
        list.dedup();
        match list.len() {
            0 | 1 => Applications::default(),
            _ => Applications { list, found: true },
        }
    }

    /// Those that changes concern: those that hold them, those with the same database, and those of
    /// which code was edited.
    ///
    /// # Errors
    /// When a change may be about any of those that are named.
    pub fn parts(
        &self,
        changes: Vec<Change>,
        edited: &BTreeSet<Arc<str>>,
    ) -> anyhow::Result<Vec<Part<'_>>> {
        if self.list.is_empty() {
            return Ok(vec![Part { apps: self, own: None, database: None, changes }]);
        }
        let homeless = changes.iter().find(|change| change.place.is_none());
        if let (Some(change), [app, _, ..], false) = (homeless, &self.list[..], self.found) {
            bail!(
                "`{}` may be about any of {} applications; name the root of one: `ormscope check {}`",
                change.text,
                self.list.len(),
                if app.path.is_empty() { "." } else { &app.path },
            );
        }
        let home = |change: &Change| match &change.place {
            Some(place) => self.owner(&place.file),
            None => self.list.first().filter(|_| !self.found),
        };
        let shares = |change: &Change, own: Option<&Application>| match (&change.place, own) {
            (Some(place), Some(own)) => self.shares(&place.file, own),
            _ => self.found,
        };
        let root = (!self.found).then_some(None);
        let parts = self.list.iter().map(Some).chain(root).map(|own| {
            let concerns = |change: &&Change| {
                let home = home(change);
                let database = |app: Option<&Application>| app.and_then(|app| app.database.clone());
                home == own
                    || home.is_none() && shares(change, own)
                    || (database(own).is_some() && database(home) == database(own))
            };
            let changes = changes.iter().filter(concerns).cloned().collect();
            Part { apps: self, own, database: None, changes }
        });
        let concerned =
            |part: &Part| !part.changes.is_empty() || edited.iter().any(|file| part.has(file));
        Ok(parts.filter(concerned).collect())
    }

    /// Every application, and the root if there is none.
    pub fn all(&self) -> Vec<Part<'_>> {
        let none = self.list.is_empty().then_some(None);
        let parts = self.list.iter().map(Some).chain(none);
        parts.map(|own| Part { apps: self, own, database: None, changes: Vec::new() }).collect()
    }

    /// Whether a file that lies in no application is a part of one that was found: of those that it has
    /// most folders in common with.
    fn shares(&self, file: &str, own: &Application) -> bool {
        let near = |app: &Application| {
            let pairs = file.split('/').zip(app.path.split('/'));
            pairs.take_while(|(one, other)| one == other).count()
        };
        self.found && self.list.iter().all(|app| near(app) <= near(own))
    }

    /// The innermost application that a file lies in.
    fn owner(&self, file: &str) -> Option<&Application> {
        let inside = |app: &&Application| {
            let below = file.strip_prefix(&app.path);
            app.path.is_empty() || below.is_some_and(|rest| rest.starts_with('/'))
        };
        self.list.iter().filter(inside).max_by_key(|app| app.path.len())
    }
}

/// The kind of database that a change is for, where its folder tells.
fn kind(change: &Change) -> Option<&str> {
    database(&change.place.as_ref()?.file)
}

/// The kind of database that a migration is for, by the name of its folder:
/// `migrations/postgres/2_port.ts`, `sqlite/migrations/2_port.sql`.
fn database(file: &str) -> Option<&str> {
    let (folders, _) = file.rsplit_once('/')?;
    let kind = folders.split('/').find(|name| DATABASES.binary_search(name).is_ok())?;
    scan::is_migration(file).then_some(kind)
}

/// One application with what is proposed to its tables.
#[derive(Debug)]
pub struct Part<'a> {
    apps: &'a Applications,
    own: Option<&'a Application>,
    /// The kind of database it is looked at with, by its folder, where it has migrations for several.
    database: Option<String>,
    /// What is proposed, in order.
    pub changes: Vec<Change>,
}

impl Part<'_> {
    /// The application with each kind of database for which something is proposed: one never sees the
    /// migrations of another.
    pub fn by_database(self) -> Vec<Self> {
        let kinds: BTreeSet<&str> = self.changes.iter().filter_map(kind).collect();
        if kinds.is_empty() {
            return vec![self];
        }
        let parts = kinds.into_iter().map(|own| {
            let concerns = |change: &&Change| kind(change).is_none_or(|kind| kind == own);
            let changes = self.changes.iter().filter(concerns).cloned().collect();
            Part { database: Some(own.to_owned()), changes, ..self }
        });
        parts.collect()
    }

    /// Whether a file belongs to it. What belongs to no application belongs to the root, and to those
    /// nearest to it of those that were found.
    pub fn has(&self, file: &str) -> bool {
        let kind = self.database.as_deref().and_then(|own| Some(own == database(file)?));
        if kind == Some(false) {
            return false;
        }
        match (self.apps.owner(file), self.own) {
            (None, Some(own)) => self.apps.shares(file, own),
            (owner, own) => owner == own,
        }
    }

    /// Its folder, where there are several applications.
    pub fn folder(&self) -> Option<&str> {
        self.own.map(|app| app.path.as_str()).filter(|path| !path.is_empty())
    }
}
