//! Code outside of models that names a table or its models: queries written as SQL, and what runs
//! outside of requests.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use crate::{
    expr::{Expr, Kind},
    orm, scan,
    source::{Language, Place},
    syntax,
    walk::{self, File},
};

/// A place that names the table or a model of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Where.
    pub place: Place,
    /// The class, function or task around it: `SyncJob`.
    pub within: String,
    /// What that is: `job`, `command`; `None` for code like any other.
    pub what: Option<&'static str>,
    /// What is named: the table, or a model.
    pub named: String,
}

/// What is found.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Texts in SQL that name the table.
    pub sql: Vec<Mention>,
    /// Jobs and commands that name the table or a model.
    pub jobs: Vec<Mention>,
}

/// Folders whose code runs outside of requests, with what it is.
const FOLDERS: &[(&str, &str)] = &[
    ("cron", "job"),
    ("crons", "job"),
    ("jobs", "job"),
    ("processors", "job"),
    ("schedulers", "job"),
    ("sidekiq", "job"),
    ("tasks", "task"),
    ("workers", "job"),
];

/// Ends of names of files whose code runs outside of requests.
const ENDS: &[(&str, &str)] = &[
    (".cron.ts", "job"),
    (".job.ts", "job"),
    (".processor.ts", "job"),
    (".worker.ts", "job"),
    ("/tasks.py", "task"),
];

/// Words in the bytes of code that runs outside of requests, wherever it stands.
const MARKS: &[&str] =
    &["@Cron", "@Process", "@app.task", "@job", "@shared_task", "Sidekiq", "_task"];

/// Searches the code of an application. `models` are names without their namespaces.
pub fn find(root: &Path, files: &[File], table: &str, models: &[&str]) -> Mentions {
    let mut words: Vec<&str> = models.to_vec();
    words.push(table);
    let Ok(words) = AhoCorasick::new(&words) else { return Mentions::default() };
    let reader = Reader { table, models, words };
    let code = files.iter().filter(|file| {
        let family = orm::family(file.language);
        let is_code = family.is_some_and(|family| !(family.is_elsewhere)(&file.path));
        !file.test && is_code && !scan::is_migration(&file.path)
    });
    let code: Vec<_> = code.filter(|file| !walk::is_dump(&file.path)).collect();
    let found: Vec<Mentions> = code
        .par_iter()
        .with_max_len(16)
        .filter_map(|file| {
            let text = walk::text(root, &file.path).ok()?;
            // A file that brings a reader down was told of when it was scanned.
            catch_unwind(AssertUnwindSafe(|| reader.read(&file.path, file.language, &text))).ok()?
        })
        .collect();
    let mut all = Mentions::default();
    for mut mentions in found {
        all.sql.append(&mut mentions.sql);
        all.jobs.append(&mut mentions.jobs);
    }
    all.sql.sort();
    all.jobs.sort();
    all.jobs.dedup_by(|later, first| {
        later.place.file == first.place.file && later.within == first.within
    });
    all
}

/// What the place of a file says of its code.
fn by_place(path: &str) -> Option<&'static str> {
    if path.ends_with(".rake") {
        return Some("rake task");
    }
    if path.contains("management/commands/") {
        return Some("command");
    }
    let end = ENDS.iter().find(|(end, _)| path.ends_with(end)).map(|(_, what)| *what);
    end.or_else(|| {
        path.split('/').rev().skip(1).find_map(|folder| {
            let at = FOLDERS.binary_search_by(|(known, _)| (*known).cmp(folder)).ok()?;
            FOLDERS.get(at).map(|(_, what)| *what)
        })
    })
}

struct Reader<'a> {
    table: &'a str,
    models: &'a [&'a str],
    words: AhoCorasick,
}

/// What a piece of code stands in.
#[derive(Clone, Default)]
struct Around {
    name: String,
    what: Option<&'static str>,
    /// It is a definition, not the file alone.
    defined: bool,
}

impl Reader<'_> {
    fn read(&self, path: &Arc<str>, language: Language, text: &str) -> Option<Mentions> {
        let what = by_place(path);
        let runs = what.is_some() || MARKS.iter().any(|mark| text.contains(mark));
        if !self.words.is_match(text) || !(runs || names_table(text, self.table)) {
            return None;
        }
        let code = syntax::code(language, text).ok()?;
        let mut found = Mentions::default();
        let name = path.rsplit('/').next().unwrap_or(path).split('.').next().unwrap_or_default();
        let around = Around { name: name.to_owned(), what, defined: false };
        self.walk(path, language, &code.program, &around, &mut found);
        Some(found)
    }

    fn walk(
        &self,
        path: &Arc<str>,
        language: Language,
        expr: &Expr,
        around: &Around,
        found: &mut Mentions,
    ) {
        let inner = inside(language, expr, around);
        let around = inner.as_ref().unwrap_or(around);
        let mention = |named: &str| Mention {
            place: Place { file: path.clone(), span: expr.span },
            within: around.name.clone(),
            what: around.what,
            named: named.to_owned(),
        };
        match &expr.kind {
            Kind::Text(text) if names_table(text, self.table) => {
                found.sql.push(mention(self.table));
                return;
            }
            Kind::Template(parts) => {
                let text: String = parts
                    .iter()
                    .map(|part| part.text().unwrap_or("?"))
                    .collect::<Vec<_>>()
                    .join("");
                if names_table(&text, self.table) {
                    found.sql.push(mention(self.table));
                    return;
                }
            }
            Kind::Import(_) => return,
            Kind::Name(name) if around.what.is_some() => {
                let last = orm::last(name);
                if self.models.contains(&last) {
                    found.jobs.push(mention(last));
                }
            }
            Kind::Call(call)
                if around.what.is_some()
                    && !call.called
                    && self.models.contains(&call.name.as_str()) =>
            {
                found.jobs.push(mention(&call.name));
            }
            _ => {}
        }
        expr.each_child(&mut |child| self.walk(path, language, child, around, found));
    }
}

/// What the code within a definition stands in; `None` where that is the same as around it.
fn inside(language: Language, expr: &Expr, around: &Around) -> Option<Around> {
    let meaning = |name: &str| {
        let words = syntax::words_of(language, name).into_iter();
        let words = words.chain(syntax::words_of(language, orm::last(name)));
        words.filter(|word| word.fact == "job").find_map(|word| word.get("what"))
    };
    match &expr.kind {
        Kind::Class(class) => {
            let own = class.parents.iter().filter_map(Expr::name).find_map(meaning);
            let mixed = class.body.statements().iter().find_map(|statement| {
                let call = statement.call().filter(|call| call.name == "include")?;
                call.arguments.iter().filter_map(Expr::name).find_map(meaning)
            });
            let what = own.or(mixed).or(around.what);
            // A command of Django goes by the name of its file.
            let name = match what {
                Some("command") => &around.name,
                _ => &class.name,
            };
            Some(Around { name: name.clone(), what, defined: true })
        }
        Kind::Decorated(decorators, inner) => {
            let what = decorators.iter().filter_map(Expr::name).find_map(meaning)?;
            let name = match &inner.kind {
                Kind::Def(def) => &def.name,
                Kind::Class(class) => &class.name,
                _ => return None,
            };
            Some(Around { name: name.clone(), what: Some(what), defined: true })
        }
        Kind::Def(def) if !around.defined && around.what != Some("command") => {
            Some(Around { name: def.name.clone(), what: around.what, defined: true })
        }
        // `task backfill: :environment do`
        Kind::Call(call) if language == Language::Ruby && call.block.is_some() => {
            let what = meaning(&call.name)?;
            let first = call.arguments.first().and_then(Expr::text);
            let name = first.or(call.options.first().map(|(key, _)| key.as_str()))?;
            Some(Around { name: name.to_owned(), what: Some(what), defined: true })
        }
        _ => None,
    }
}

/// Whether a text is SQL that names a table: after a word that a table follows, in a statement that
/// has its other words.
pub(super) fn names_table(text: &str, table: &str) -> bool {
    if !text.contains(table) {
        return false;
    }
    let words: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let table = table.rsplit('.').next().unwrap_or(table).to_lowercase();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    words.windows(2).enumerate().any(|(at, pair)| {
        let [before, name] = pair else { return false };
        // `public.users`
        let schema = at.checked_sub(1).and_then(|at| words.get(at)).filter(|_| text.contains('.'));
        let leads = |word: &str| match word {
            "from" => has(&["select", "delete", "exists"]),
            "join" => has(&["on", "using", "select"]),
            "into" => has(&["insert", "merge", "copy"]),
            "update" => has(&["set"]),
            "table" => has(&["alter", "truncate", "lock", "create", "drop"]),
            _ => false,
        };
        *name == table && (leads(before) || schema.is_some_and(|word| leads(word)))
    })
}

#[cfg(test)]
mod tests {
    use super::{FOLDERS, by_place, names_table};

    #[test]
    fn sql_is_told_from_prose() {
        let names = |text: &str| names_table(text, "users");
        assert!(names("SELECT * FROM users WHERE id = 1"));
        assert!(names("select 1 from \"public\".\"users\" u"));
        assert!(names("UPDATE users SET name = ?"));
        assert!(names("a LEFT JOIN users ON users.id = a.user_id"));
        assert!(!names("update users and tell them"));
        assert!(!names("a message from users"));
        assert!(!names("SELECT * FROM users_roles"));
    }

    #[test]
    fn the_place_of_a_file_tells_what_it_is() {
        assert!(FOLDERS.is_sorted());
        assert_eq!(by_place("app/jobs/sync_job.rb"), Some("job"));
        assert_eq!(by_place("lib/tasks/users.rake"), Some("rake task"));
        assert_eq!(by_place("shop/management/commands/clean.py"), Some("command"));
        assert_eq!(by_place("src/users/users.service.ts"), None);
    }
}
