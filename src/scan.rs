//! The files that matter, read into facts.
//!
//! First the bytes of every file are searched, and files that can hold models are parsed at once.
//! Then come the files that turn out to define a model's parent, child or mixin.

mod concern;
mod heirs;
mod order;
mod schema;

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use aho_corasick::AhoCorasick;
use heirs::{Defined, Heirs};
use rayon::prelude::*;

pub use concern::Concern;
pub use schema::{Asked, Schema, schema};

use crate::{
    change::{self, Change},
    facts::FileFacts,
    orm::{
        self, Hints,
        active_record::{gems, migration},
        script::fields,
    },
    prisma,
    source::{Language, Unread},
    sql,
    syntax::{self, Desk},
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
    /// Files that define something and are read if anything turns out to need it.
    waiting: BTreeMap<Arc<str>, (Language, Hints)>,
    /// Whether code says a column in question that may be asked for by its name.
    says: bool,
    /// Classes with their parents; what is a root in one family of ORMs is none in another.
    defined: BTreeMap<&'static [&'static str], Defined>,
}

/// Reads an application. `columns` are the columns in question: files that ask whether one of them
/// exists are read too. `bases` are classes that count as models' roots.
pub fn scan(
    root: &Path,
    desk: &Desk,
    files: &[File],
    columns: &[String],
    bases: &[String],
) -> Scan {
    let mut scan = Scan::default();
    let files: Vec<_> =
        files.iter().filter(|file| !file.test && file.language.is_linked()).collect();
    let named = AhoCorasick::new(columns).ok().filter(|_| !columns.is_empty());
    let named = named.as_ref();
    // Files that are parsed stand together: a thread that got none of them takes some over.
    let looks = files.par_iter().with_max_len(SHARE).map(|file| look(root, desk, file, named));
    let looks: Vec<_> = looks.collect();
    for (file, (look, says)) in files.iter().zip(looks) {
        scan.says |= says;
        match look {
            Look::Facts(facts, hints) => {
                scan.define(file, &hints);
                scan.take(*facts);
            }
            Look::Waits(hints) => {
                scan.define(file, &hints);
                scan.waiting.insert(file.path.clone(), (file.language, hints));
            }
            Look::Unread(why) => scan.unread.push(Unread { file: file.path.clone(), why }),
            Look::Nothing => {}
        }
    }
    scan.follow(root, desk, bases);
    scan
}

/// Reads the application as it was, when some files had other texts: the facts of all others are
/// those of `now`. `gone` are the files of `now` that differ or were not there. With a concern, files that
/// may take rows in question are read too.
pub fn before(
    root: &Path,
    desk: &Desk,
    mut now: Scan,
    gone: &BTreeSet<Arc<str>>,
    older: &BTreeMap<Arc<str>, Arc<str>>,
    bases: &[String],
    concern: Option<&Concern>,
) -> Scan {
    now.facts.retain(|facts| !gone.contains(&facts.file));
    now.waiting.retain(|path, _| !gone.contains(path));
    now.unread.clear();
    let files: Vec<_> = older
        .iter()
        .filter_map(|(path, text)| {
            let language = Language::of(path)?;
            let file = File { path: path.clone(), language, test: walk::is_test(path) };
            (!file.test && !is_elsewhere(path, language)).then_some((file, text))
        })
        .collect();
    let looks = files.par_iter().with_max_len(SHARE).map(|(file, text)| {
        let hints = orm::family(file.language).map(|family| (family.hints)(&file.path, text));
        // They are few: what defines something is read before anything asks for it.
        let takes = |hints: &Hints| {
            let concern = concern.filter(|_| hints.takes);
            concern.is_some_and(|it| it.may_take(&file.path, file.language, text))
        };
        let matters =
            hints.as_ref().is_none_or(|it| it.marked || !it.defines.is_empty() || takes(it));
        let facts = matters.then(|| guarded(|| facts_of(desk, &file.path, file.language, text)));
        (hints, facts)
    });
    let looks: Vec<_> = looks.collect();
    for ((file, _), (hints, facts)) in files.into_iter().zip(looks) {
        if let Some(hints) = hints {
            now.define(&file, &hints);
        }
        match facts {
            Some(Ok(facts)) => now.take(facts),
            Some(Err(why)) => now.unread.push(Unread { file: file.path, why }),
            None => {}
        }
    }
    now.follow(root, desk, bases);
    now
}

/// Whether a file holds nothing that a scan reads.
fn is_elsewhere(path: &str, language: Language) -> bool {
    let dump = walk::is_dump(path);
    match orm::family(language) {
        None => language == Language::Sql && !dump,
        Some(family) => !dump && (family.is_elsewhere)(path),
    }
}

/// What the bytes of a file tell that may hold a model or what filters its rows; `None` for others.
pub fn may_matter(path: &str, text: &str) -> Option<Hints> {
    let language = Language::of(path)?;
    if walk::is_test(path) || walk::is_dump(path) || is_elsewhere(path, language) {
        return None;
    }
    match orm::family(language) {
        Some(family) => {
            let hints = (family.hints)(path, text);
            (path.contains("models/") || hints.marked).then_some(hints)
        }
        None => (language == Language::Prisma).then(Hints::default),
    }
}

impl Scan {
    fn define(&mut self, file: &File, hints: &Hints) {
        let Some(family) = orm::family(file.language) else { return };
        let defined = self.defined.entry(family.roots).or_default();
        defined.add(&file.path, hints, family.reopens);
    }

    /// Reads the files that define what the others need, and those that use what asks for columns.
    fn follow(&mut self, root: &Path, desk: &Desk, bases: &[String]) {
        self.define_needed(root, desk, bases);
        if self.says && self.take_users(root, desk) {
            self.define_needed(root, desk, bases);
        }
    }

    /// Reads the files that say the name of a class whose users serve rows with what it asks of them;
    /// whether there are any.
    fn take_users(&mut self, root: &Path, desk: &Desk) -> bool {
        let before = self.parsed;
        let mut names = BTreeSet::new();
        for (roots, defined) in &self.defined {
            let asking = self.facts.par_iter().flat_map_iter(|facts| {
                let family = Language::of(&facts.file).and_then(orm::family);
                let family = family.filter(|family| family.roots == *roots);
                let asking = family.and_then(|family| family.asking);
                asking.map(|asking| asking(facts)).unwrap_or_default()
            });
            let asking: BTreeSet<String> = asking.collect();
            if !asking.is_empty() {
                names.extend(Heirs::of(defined, &asking).names);
                names.extend(asking);
            }
        }
        let Some(finder) = AhoCorasick::new(&names).ok().filter(|_| !names.is_empty()) else {
            return false;
        };
        let waiting = self.waiting.keys().cloned().collect();
        self.parse(waiting, |path, language| {
            let text = walk::text(root, path)?;
            if !finder.is_match(text.as_str()) {
                return Ok(None);
            }
            guarded(|| facts_of(desk, path, language, &text)).map(Some)
        });
        self.parsed > before
    }

    /// Reads the files that define what the others need.
    fn define_needed(&mut self, root: &Path, desk: &Desk, bases: &[String]) {
        let heirs = self.defined.iter().map(|(roots, defined)| {
            let known = roots.iter().map(|root| (*root).to_owned()).chain(bases.iter().cloned());
            (*roots, Heirs::of(defined, &known.collect()))
        });
        let heirs: BTreeMap<_, _> = heirs.collect();
        let mut wanted: BTreeMap<&[&str], BTreeSet<String>> = BTreeMap::new();
        let mut asked = 0;
        for _ in 0..MAX_ROUNDS {
            let unasked = self.facts.get(asked..).unwrap_or_default();
            let wants = unasked.par_iter().filter_map(|facts| {
                let family = Language::of(&facts.file).and_then(orm::family)?;
                Some((family.roots, (family.wants)(facts)))
            });
            wanted.clear();
            for (roots, names) in wants.collect::<Vec<_>>() {
                wanted.entry(roots).or_default().extend(names);
            }
            asked = self.facts.len();
            let is_needed = |path: &Arc<str>, language: Language, hints: &Hints| {
                let Some(family) = orm::family(language) else { return false };
                let (heirs, wanted) = (heirs.get(family.roots), wanted.get(family.roots));
                heirs.is_some_and(|heirs| heirs.files.contains(path))
                    || hints.defines.iter().map(|(name, _)| orm::last(name)).any(|name| {
                        let inherits = |heirs: &Heirs| family.reopens && heirs.names.contains(name);
                        wanted.is_some_and(|it| it.contains(name)) || heirs.is_some_and(inherits)
                    })
            };
            let next = self.waiting.iter();
            let next = next.filter(|(path, (language, hints))| is_needed(path, *language, hints));
            let next: Vec<_> = next.map(|(path, _)| path.clone()).collect();
            if next.is_empty() {
                break;
            }
            self.parse(next, |path, language| {
                let text = walk::text(root, path)?;
                guarded(|| facts_of(desk, path, language, &text)).map(Some)
            });
        }
        self.facts.sort_by(|a, b| a.file.cmp(&b.file));
    }

    /// Reads the files that may take rows in question, and those that define what these need.
    pub fn take_in(&mut self, root: &Path, desk: &Desk, concern: &Concern, bases: &[String]) {
        let waiting = self.waiting.iter().filter(|(_, (_, hints))| hints.takes);
        let waiting = waiting.map(|(path, _)| path.clone()).collect();
        self.parse(waiting, |path, language| {
            let text = walk::text(root, path)?;
            if !concern.may_take(path, language, &text) {
                return Ok(None);
            }
            guarded(|| facts_of(desk, path, language, &text)).map(Some)
        });
        self.follow(root, desk, bases);
    }

    /// Takes the facts of files that wait; without facts a file waits on.
    fn parse(
        &mut self,
        files: Vec<Arc<str>>,
        read: impl Fn(&Arc<str>, Language) -> Result<Option<FileFacts>, String> + Sync,
    ) {
        let languages = files.into_iter().filter_map(|path| {
            let (language, _) = self.waiting.get(&path)?;
            Some((path, *language))
        });
        let files: Vec<_> = languages.collect();
        let read = files.into_par_iter().with_max_len(SHARE).map(|(path, language)| {
            let result = read(&path, language);
            (path, result)
        });
        for (path, result) in read.collect::<Vec<_>>() {
            match result {
                Ok(None) => continue,
                Ok(Some(facts)) => self.take(facts),
                Err(why) => self.unread.push(Unread { file: path.clone(), why }),
            }
            self.waiting.remove(&path);
        }
    }

    fn take(&mut self, mut facts: FileFacts) {
        self.parsed += 1;
        self.unread.append(&mut facts.unread);
        self.facts.push(facts);
    }
}

/// What puts migrations in the order in which they run.
pub fn numbered(path: &str) -> (Option<String>, String) {
    let name = own_name(path).to_owned();
    (migration::version(&name).map(str::to_owned), name)
}

/// The files that hold one of the names in question, with their texts.
pub fn holding(root: &Path, files: &[File], search: &Search) -> (Vec<Held>, Vec<Unread>) {
    let read = files.par_iter().with_max_len(SHARE).filter_map(|file| {
        if matches!(file.language, Language::GemLock | Language::TsConfig) {
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
        || is_migration_of_data(path)
        || folders()
            .any(|it| matches!(it, "locales" | "locale" | "migrations" | "migration" | "migrate"))
}

/// Whether a file moves rows once, when its time has come: its name begins with the time, as those of
/// migrations do. <https://github.com/ilyakatz/data-migrate> keeps them in `db/data`.
fn is_migration_of_data(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let is_timed = name.split_once('_').is_some_and(|(time, _)| {
        time.len() == "20260101000000".len() && time.bytes().all(|byte| byte.is_ascii_digit())
    });
    Language::of(path) == Some(Language::Ruby) && is_timed && parts.any(|folder| folder == "db")
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
                // Flyway has `db/migration`.
                matches!(folder, "migrate" | "migration" | "migrations" | "drizzle")
                    || folder.ends_with("_migrate")
                    || folder.ends_with("-migrations")
            }) && !is_way_back(path)
        }
        Some(language) => orm::family(language).is_some_and(|family| (family.is_migration)(path)),
        None => false,
    }
}

/// Whether a file of SQL undoes another: `users-down.sql`, `2.down.sql`, `down.sql`, Flyway's
/// `U2__users.sql`.
fn is_way_back(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".sql").unwrap_or(name);
    let number = stem.strip_prefix('U').and_then(|rest| rest.split_once("__"));
    let undoes = number.is_some_and(|(it, _)| it.starts_with(|c: char| c.is_ascii_digit()));
    undoes || stem == "down" || [".down", "-down", "_down"].iter().any(|end| stem.ends_with(end))
}

/// The steps that a migration proposes, with each table by its last name.
///
/// # Errors
/// Why it cannot be read.
pub fn changes(path: &Arc<str>, text: &str, language: Language) -> Result<Vec<Change>, String> {
    steps(path, text, language).map(change::by_last_name)
}

/// Whether a migration only stands for others, so that databases which have run these do not run it.
pub fn is_squashed(text: &str, language: Language) -> bool {
    let Some(family) = orm::family(language) else { return false };
    syntax::code(language, text).is_ok_and(|code| (family.is_squashed)(&code.program))
}

/// Whether a file is a migration of a tool that is known, also one without a step.
pub fn runs(path: &Arc<str>, text: &str, language: Language) -> bool {
    let Some(family) = orm::family(language) else { return language == Language::Sql };
    let code = syntax::code(language, text);
    code.is_ok_and(|code| (family.runs)(path, text, &code.program))
}

/// The steps of a migration as they are written.
fn steps(path: &Arc<str>, text: &str, language: Language) -> Result<Vec<Change>, String> {
    ordered(&Desk::default(), path, text, language).map(|(_, steps)| steps)
}

/// … with what the migration says of its place among the others.
fn ordered(
    desk: &Desk,
    path: &Arc<str>,
    text: &str,
    language: Language,
) -> Result<order::Migration, String> {
    if language == Language::Sql {
        return Ok((None, sql::changes(text, Some(path), "sql")));
    }
    let family = orm::family(language).ok_or_else(|| "not a migration".to_owned())?;
    let code = desk.code(language, text)?;
    Ok(((family.follows)(&code.program), (family.changes)(path, text, &code.program)))
}

/// The facts of one file, wherever it stands.
///
/// # Errors
/// Why it cannot be read.
pub fn facts(path: &Arc<str>, language: Language, text: &str) -> Result<FileFacts, String> {
    facts_of(&Desk::default(), path, language, text)
}

/// … with what earlier runs made of the same text.
fn facts_of(
    desk: &Desk,
    path: &Arc<str>,
    language: Language,
    text: &str,
) -> Result<FileFacts, String> {
    let mut facts = FileFacts::new(path);
    match language {
        Language::GemLock => facts.libraries = gems::locked(path, text),
        Language::TsConfig => facts.settings = fields::settings(path, text),
        Language::Sql => facts.schema = sql::changes(text, Some(path), "sql"),
        Language::Prisma => {
            let schema = prisma::schema(text);
            facts.blocks = schema.blocks;
            let unread = |why| Unread { file: path.clone(), why };
            facts.unread.extend(schema.mistakes.into_iter().map(unread));
        }
        _ => {
            let Some(family) = orm::family(language) else { return Ok(facts) };
            let code = desk.code(language, text)?;
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

/// Looks at a file; also, whether it says one of the names that the finder looks for, where that matters
/// beyond the file.
fn look(root: &Path, desk: &Desk, file: &File, named: Option<&AhoCorasick>) -> (Look, bool) {
    let path = &file.path;
    if is_elsewhere(path, file.language) {
        return (Look::Nothing, false);
    }
    let dump = walk::is_dump(path);
    let family = orm::family(file.language);
    let text = match walk::text(root, path) {
        Ok(text) => text,
        Err(why) => return (Look::Unread(why), false),
    };
    let names = || named.is_some_and(|named| named.is_match(text.as_str()));
    let says = family.is_some_and(|family| family.asking.is_some()) && names();
    let mut hints = Hints::default();
    let manifest = dump || path.ends_with("Gemfile") || path.ends_with(".gemspec");
    if let (Some(family), false) = (family, manifest) {
        hints = (family.hints)(path, &text);
        if !(hints.marked || hints.gated && names()) {
            let waits = hints.takes || !hints.defines.is_empty();
            return (if waits { Look::Waits(hints) } else { Look::Nothing }, says);
        }
    }
    let look = match guarded(|| facts_of(desk, path, file.language, &text)) {
        Ok(facts) => Look::Facts(Box::new(facts), hints),
        Err(why) => Look::Unread(why),
    };
    (look, says)
}

/// A file that brings a reader down is one file that could not be read.
fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err("internal error while reading it; please report this".to_owned()))
}
