//! The files that matter, read into facts.
//!
//! First the bytes of every file are searched, and files that can hold models are parsed at once.
//! Then come the files that turn out to define a model's parent, child or mixin.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    app,
    change::{self, Change},
    facts::FileFacts,
    orm::{
        self, Hints,
        active_record::{gems, migration},
    },
    prisma,
    source::{Language, Unread},
    sql, syntax,
    uses::{Held, Search},
    walk::{self, File},
};

/// How many rounds of parents, children and mixins are followed into other files.
const MAX_ROUNDS: usize = 6;

/// How many files a thread takes at a time.
const SHARE: usize = 8;

/// What was read.
#[derive(Debug, Default)]
pub struct Scan {
    /// The facts, by path.
    pub facts: Vec<FileFacts>,
    /// How many files were parsed.
    pub parsed: usize,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// Reads an application. `columns` are the columns in question: files that ask whether one of them
/// exists are read too. `bases` are classes that count as models' roots.
pub fn scan(root: &Path, files: &[File], columns: &[String], bases: &[String]) -> Scan {
    let mut scan = Scan::default();
    let files: Vec<_> =
        files.iter().filter(|file| !file.test && file.language.is_linked()).collect();
    // Files that are parsed stand together: a thread that got none of them takes some over.
    let looks = files.par_iter().with_max_len(SHARE).map(|file| look(root, file, columns));
    let looks: Vec<_> = looks.collect();
    let mut waiting: BTreeMap<Arc<str>, (Language, Hints)> = BTreeMap::new();
    // Classes with their parents; what is a root in one family of ORMs is none in another.
    let mut defined: BTreeMap<&[&str], Vec<(String, String)>> = BTreeMap::new();
    let mut define = |file: &File, hints: &Hints| {
        let roots = orm::family(file.language).map_or(&[][..], |family| family.roots);
        defined.entry(roots).or_default().extend(hints.descents());
    };
    for (file, look) in files.iter().zip(looks) {
        match look {
            Look::Facts(facts, hints) => {
                define(file, &hints);
                scan.take(*facts);
            }
            Look::Waits(hints) => {
                define(file, &hints);
                waiting.insert(file.path.clone(), (file.language, hints));
            }
            Look::Unread(why) => scan.unread.push(Unread { file: file.path.clone(), why }),
            Look::Nothing => {}
        }
    }
    let mut wanted = BTreeSet::new();
    for (roots, defined) in &defined {
        let known = roots.iter().map(|root| (*root).to_owned()).chain(bases.iter().cloned());
        wanted.extend(descendants(defined, &known.collect()));
    }
    let mut asked = 0;
    for _ in 0..MAX_ROUNDS {
        let wants = scan.facts.get(asked..).unwrap_or_default().par_iter().flat_map_iter(|facts| {
            let family = Language::of(&facts.file).and_then(orm::family);
            family.map(|family| (family.wants)(facts)).unwrap_or_default()
        });
        wanted.extend(wants.collect::<Vec<_>>());
        asked = scan.facts.len();
        let next: Vec<_> = waiting
            .iter()
            .filter(|(_, (_, hints))| {
                hints.defines.iter().any(|(name, _)| wanted.contains(orm::last(name)))
            })
            .map(|(path, (language, _))| (path.clone(), *language))
            .collect();
        if next.is_empty() {
            break;
        }
        let read: Vec<_> = next
            .par_iter()
            .with_max_len(SHARE)
            .map(|(path, language)| (path, parsed(root, path, *language)))
            .collect();
        for (path, result) in read {
            waiting.remove(path);
            match result {
                Ok(facts) => scan.take(facts),
                Err(why) => scan.unread.push(Unread { file: path.clone(), why }),
            }
        }
        wanted.clear();
    }
    scan.facts.sort_by(|a, b| a.file.cmp(&b.file));
    scan
}

impl Scan {
    fn take(&mut self, mut facts: FileFacts) {
        self.parsed += 1;
        self.unread.append(&mut facts.unread);
        self.facts.push(facts);
    }
}

/// The tables as the schema dumps say, or, where there are none, as the migrations built them.
pub fn tables(
    root: &Path,
    files: &[File],
    scan: &mut Scan,
    proposed: &[Arc<str>],
) -> BTreeMap<String, app::Table> {
    let dumped: Vec<Change> = scan.facts.iter().flat_map(|facts| facts.schema.clone()).collect();
    if !dumped.is_empty() {
        return app::tables(&dumped);
    }
    let mut migrations: Vec<_> = files
        .iter()
        .filter(|file| !file.test && is_migration(&file.path) && !proposed.contains(&file.path))
        .collect();
    migrations.sort_by_cached_key(|file| order(&file.path));
    let read: Vec<_> = migrations
        .par_iter()
        .map(|file| {
            let text = walk::text(root, &file.path)?;
            guarded(|| steps(&file.path, &text, file.language))
        })
        .collect();
    let mut built = Vec::new();
    for (file, result) in migrations.iter().zip(read) {
        match result {
            Ok(changes) => built.extend(changes),
            Err(why) => scan.unread.push(Unread { file: file.path.clone(), why }),
        }
    }
    app::tables(&built)
}

/// What puts migrations in the order in which they run.
pub fn order(path: &str) -> (Option<String>, String) {
    let name = own_name(path).to_owned();
    (migration::version(&name).map(str::to_owned), name)
}

/// The files that hold one of the names in question, with their texts.
pub fn holding(root: &Path, files: &[File], search: &Search) -> (Vec<Held>, Vec<Unread>) {
    let read = files.par_iter().with_max_len(SHARE).filter_map(|file| {
        if file.language == Language::GemLock {
            return None;
        }
        let text = match walk::text(root, &file.path) {
            Ok(text) => text,
            Err(why) => return Some(Err(Unread { file: file.path.clone(), why })),
        };
        let aside = file.test || walk::is_dump(&file.path) || is_history(&file.path);
        search
            .holds(&text)
            .then(|| Ok(Held { path: file.path.clone(), language: file.language, aside, text }))
    });
    let (mut held, mut unread) = (Vec::new(), Vec::new());
    for read in read.collect::<Vec<_>>() {
        match read {
            Ok(file) => held.push(file),
            Err(why) => unread.push(why),
        }
    }
    (held, unread)
}

/// Whether a file tells of the past or of words for people, and runs no more.
fn is_history(path: &str) -> bool {
    let folders = || path.split('/').rev().skip(1);
    is_migration(path)
        || folders().any(|it| matches!(it, "locales" | "locale" | "migrations" | "migrate"))
}

/// The name that says when a migration runs: Prisma has a folder for each, with one file.
fn own_name(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    match parts.next() {
        Some("migration.sql") => parts.next().unwrap_or(path),
        Some(name) => name,
        None => path,
    }
}

/// Whether a file is kept where migrations are.
pub fn is_migration(path: &str) -> bool {
    match Language::of(path) {
        Some(Language::Sql) => {
            path.split('/').rev().skip(1).any(|folder| {
                matches!(folder, "migrate" | "migrations" | "drizzle")
                    || folder.ends_with("_migrate")
                    || folder.ends_with("-migrations")
            }) && !is_way_back(path)
        }
        Some(language) => orm::family(language).is_some_and(|family| (family.is_migration)(path)),
        None => false,
    }
}

/// Whether a file of SQL undoes another: `users-down.sql`, `2.down.sql`, `down.sql`.
fn is_way_back(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".sql").unwrap_or(name);
    stem == "down" || [".down", "-down", "_down"].iter().any(|end| stem.ends_with(end))
}

/// The steps that a migration proposes, with each table by its last name.
///
/// # Errors
/// Why it cannot be read.
pub fn changes(path: &Arc<str>, text: &str, language: Language) -> Result<Vec<Change>, String> {
    steps(path, text, language).map(change::by_last_name)
}

/// Whether a file is a migration of a tool that is known, also one without a step.
pub fn runs(path: &Arc<str>, text: &str, language: Language) -> bool {
    let Some(family) = orm::family(language) else { return language == Language::Sql };
    let code = syntax::code(language, text);
    code.is_ok_and(|code| (family.runs)(path, text, &code.program))
}

/// The steps of a migration as they are written.
fn steps(path: &Arc<str>, text: &str, language: Language) -> Result<Vec<Change>, String> {
    if language == Language::Sql {
        return Ok(sql::changes(text, Some(path), "sql"));
    }
    let family = orm::family(language).ok_or_else(|| "not a migration".to_owned())?;
    let code = syntax::code(language, text)?;
    Ok((family.changes)(path, text, &code.program))
}

/// The facts of one file, wherever it stands.
///
/// # Errors
/// Why it cannot be read.
pub fn facts(path: &Arc<str>, language: Language, text: &str) -> Result<FileFacts, String> {
    let mut facts = FileFacts::new(path);
    match language {
        Language::GemLock => facts.libraries = gems::locked(path, text),
        Language::Sql => facts.schema = sql::changes(text, Some(path), "sql"),
        Language::Prisma => {
            let schema = prisma::schema(text);
            facts.blocks = schema.blocks;
            let unread = |why| Unread { file: path.clone(), why };
            facts.unread.extend(schema.mistakes.into_iter().map(unread));
        }
        _ => {
            let Some(family) = orm::family(language) else { return Ok(facts) };
            let code = syntax::code(language, text)?;
            if language == Language::Ruby && walk::is_dump(path) {
                facts.schema = migration::schema(path, text, &code.program);
            } else if path.ends_with("Gemfile") || path.ends_with(".gemspec") {
                facts.libraries = gems::declared(path, &code.program);
            } else {
                facts = (family.facts)(path, code.program);
            }
            let unread = |why| Unread { file: path.clone(), why };
            facts.unread.extend(code.limits.into_iter().map(unread));
        }
    }
    Ok(facts)
}

/// What a first look at a file says.
enum Look {
    Facts(Box<FileFacts>, Hints),
    Waits(Hints),
    Unread(String),
    Nothing,
}

fn look(root: &Path, file: &File, columns: &[String]) -> Look {
    let path = &file.path;
    let dump = walk::is_dump(path);
    let family = orm::family(file.language);
    match family {
        None if file.language == Language::Sql && !dump => return Look::Nothing,
        Some(family) if !dump && (family.is_elsewhere)(path) => return Look::Nothing,
        _ => {}
    }
    let text = match walk::text(root, path) {
        Ok(text) => text,
        Err(why) => return Look::Unread(why),
    };
    let mut hints = Hints::default();
    let manifest = dump || path.ends_with("Gemfile") || path.ends_with(".gemspec");
    if let (Some(family), false) = (family, manifest) {
        hints = (family.hints)(path, &text);
        let asks = hints.gated && columns.iter().any(|column| text.contains(column.as_str()));
        let takes = hints.takes && !columns.is_empty();
        if !hints.marked && !asks && !takes {
            return if hints.defines.is_empty() { Look::Nothing } else { Look::Waits(hints) };
        }
    }
    match guarded(|| facts(path, file.language, &text)) {
        Ok(facts) => Look::Facts(Box::new(facts), hints),
        Err(why) => Look::Unread(why),
    }
}

fn parsed(root: &Path, path: &Arc<str>, language: Language) -> Result<FileFacts, String> {
    let text = walk::text(root, path)?;
    guarded(|| facts(path, language, &text))
}

/// A file that brings a reader down is one file that could not be read.
fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err("internal error while reading it; please report this".to_owned()))
}

/// The last parts of the names of all classes that may descend from a root.
fn descendants(defined: &[(String, String)], roots: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for (name, parent) in defined {
            // A superclass that a method returns may be anything.
            let computed = parent.contains('(');
            if computed || roots.contains(parent) || found.contains(orm::last(parent)) {
                found.insert(name.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}
