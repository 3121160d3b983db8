//! The application at the base of a branch: what runs while the schema changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use crate::{
    app::App,
    assemble,
    change::Change,
    git::{self, Changed},
    orm::last,
    scan::{self, Concern, Scan, Schema},
    source::Language,
    syntax::Desk,
    walk,
};

/// Larger source files are not read, as in the working tree.
const MAX_SOURCE: usize = 2 * 1024 * 1024;

/// What differs between the base and the working tree, as far as a reader exists for it.
#[derive(Debug, Default)]
pub struct Older {
    /// The files of the working tree that the base does not have, or has with another text, and those
    /// that it alone has.
    pub differ: BTreeSet<Arc<str>>,
    /// Those that the base alone has.
    pub gone: BTreeSet<Arc<str>>,
    /// The texts of these at the base.
    pub texts: BTreeMap<Arc<str>, Arc<str>>,
    /// Those that may hold a model, or what filters its rows.
    pub matter: BTreeSet<Arc<str>>,
    /// Last names of the classes and modules that these define, now or at the base.
    pub defines: BTreeSet<String>,
}

/// Reads the files that differ from the base.
///
/// # Errors
/// When an `exclude` pattern is no glob.
pub fn older(root: &Path, changed: &Changed, exclude: &[String]) -> anyhow::Result<Older> {
    let there = changed.files.iter().filter(|file| !file.lossy).map(|file| &file.path);
    let readable = |path: &&String| Language::of(path).is_some_and(Language::is_linked);
    let paths = there.chain(&changed.gone).filter(readable).cloned().collect();
    let paths = walk::kept(root, exclude, paths)?;
    let added: BTreeSet<&str> =
        changed.files.iter().filter(|file| file.added).map(|file| file.path.as_str()).collect();
    let asked: Vec<&str> =
        paths.iter().map(String::as_str).filter(|path| !added.contains(path)).collect();
    let mut older = Older::default();
    for (path, content) in asked.iter().zip(git::contents(root, &changed.base, &asked)) {
        let text = content.and_then(|content| String::from_utf8(content).ok());
        let fits = |text: &String| walk::is_dump(path) || text.len() <= MAX_SOURCE;
        if let Some(text) = text.filter(fits) {
            older.texts.insert(Arc::from(*path), text.into());
        }
    }
    let gone: BTreeSet<&str> = changed.gone.iter().map(String::as_str).collect();
    for path in paths {
        let path: Arc<str> = path.into();
        let now = walk::text(root, &path).ok();
        let texts =
            older.texts.get(&path).map(|text| text.as_ref()).into_iter().chain(now.as_deref());
        let hints: Vec<_> = texts.filter_map(|text| scan::may_matter(&path, text)).collect();
        if !hints.is_empty() {
            older.matter.insert(path.clone());
        }
        let defined = hints.iter().flat_map(|hints| &hints.defines);
        older.defines.extend(defined.map(|(name, _)| last(name).to_owned()));
        if gone.contains(&*path) {
            older.gone.insert(path.clone());
        }
        older.differ.insert(path);
    }
    Ok(older)
}

impl Older {
    /// What of it belongs to one application.
    pub fn of(&self, has: impl Fn(&str) -> bool) -> Older {
        let some = |files: &BTreeSet<Arc<str>>| {
            files.iter().filter(|file| has(file)).cloned().collect::<BTreeSet<_>>()
        };
        let texts = self.texts.iter().filter(|(file, _)| has(file));
        Older {
            differ: some(&self.differ),
            gone: some(&self.gone),
            matter: some(&self.matter),
            defines: self.defines.clone(),
            texts: texts.map(|(file, text)| (file.clone(), text.clone())).collect(),
        }
    }
}

/// What dumps at the base make of the database, where one of them differs.
pub fn dumped(older: &Older, scan: &Scan) -> Option<Vec<Change>> {
    let mut dumps: Vec<_> = older.texts.iter().filter(|(path, _)| walk::is_dump(path)).collect();
    dumps.sort();
    if dumps.is_empty() {
        return None;
    }
    let same = scan.facts.iter().filter(|facts| !older.differ.contains(&facts.file));
    let mut steps: Vec<_> = same.flat_map(|facts| facts.schema.clone()).collect();
    for (path, text) in dumps {
        let facts = scan::facts(path, Language::of(path)?, text).ok()?;
        steps.extend(facts.schema);
    }
    Some(steps)
}

/// The application as it was; with its queries of the tables in question, where these go.
#[expect(clippy::too_many_arguments, reason = "what the application is now, and how it was")]
pub fn app(
    root: &Path,
    desk: &Desk,
    older: &Older,
    scan: Scan,
    now: &App,
    paths: &[Arc<str>],
    bases: &[String],
    concern: Option<&Concern>,
) -> App {
    let there = paths.iter().filter(|path| !older.differ.contains(*path)).cloned();
    let paths: Vec<Arc<str>> = there.chain(older.texts.keys().cloned()).collect();
    let scan = scan::before(root, desk, scan, &older.differ, &older.texts, bases, concern);
    let schema = Schema {
        tables: now.tables.clone(),
        table_names: now.table_names.clone(),
        objects: now.objects.clone(),
    };
    let mut models = assemble::models(&scan.facts, &paths, bases);
    models.stored_in(schema);
    let app = models.consumed(&scan.facts, &paths, bases);
    // The code of all files is much to free, and nothing waits for it.
    rayon::spawn(move || drop(scan));
    app
}
