//! Changes that git knows: what the migrations of a working tree are, compared with its base.

use std::{collections::BTreeSet, env, path::Path, sync::Arc};

use super::Proposal;
use crate::{
    change::Op,
    git::{self, Changed},
    orm::active_record,
    report::{Problem, ProblemKind},
    scan,
    source::{Language, Unread},
    walk,
};

/// What the migrations propose that were added or changed since the base.
pub(super) fn proposal(root: &Path, base: Option<&str>) -> anyhow::Result<Proposal> {
    let changed = git::changed(root, base, |name| env::var(name).ok())?;
    let mut proposal = Proposal {
        base: Some(changed.base.clone()),
        base_name: Some(changed.name.clone()),
        ..Proposal::default()
    };
    for file in &changed.files {
        let path: Arc<str> = file.path.as_str().into();
        let Some(language) = Language::of(&path) else {
            proposal.problems.extend(foreign(&path).then(|| unknown(&path)));
            continue;
        };
        if !scan::is_migration(&path) {
            continue;
        }
        if let Some(store) = walk::store(&path) {
            let says =
                format!("{path} is a migration of {store}, which no model maps: it is not checked");
            proposal.problems.push(framework(&path, says));
            continue;
        }
        let old = if file.added { renamed(&path, &changed.gone) } else { Some(&*path) };
        let old = old.and_then(|old| git::show(root, &changed.base, old));
        match walk::text(root, &path) {
            // Its number has run already, whatever it is called.
            Ok(text) if file.added && old.as_deref() == Some(text.as_bytes()) => {}
            Ok(text) if scan::is_squashed(&text, language) => {}
            Ok(text)
                if old.as_ref().is_some_and(|old| does_the_same(&path, old, &text, language)) => {}
            Ok(text) => {
                if file.added
                    && let Some(old) = moved(root, &changed, &path, &text, language)
                {
                    proposal.notes.push(format!(
                        "{path} has the steps of {old}, which the base has: it proposes nothing, and \
                         a database that has run that one may run them again"
                    ));
                    continue;
                }
                if let Some(old) = old {
                    proposal.unchanged.insert(path.clone(), unchanged(&old, &text));
                }
                let steps = proposal.changes.len() + proposal.unread.len();
                proposal.add(path.clone(), &text, language);
                let found = proposal.changes.len() + proposal.unread.len() > steps;
                let seems = is_numbered(&path) && !walk::is_test(&path);
                if !found && seems && !scan::runs(&path, &text, language) {
                    proposal.problems.push(unknown(&path));
                }
            }
            Err(why) => proposal.unread.push(Unread { file: path, why }),
        }
    }
    for Unread { file, why } in &proposal.unread {
        let says = format!("the migration {file} cannot be read: {why}");
        let problem = Problem::new(ProblemKind::Migration, says);
        proposal.problems.push(Problem { file: Some(file.clone()), ..problem });
    }
    proposal.changed = Some(changed);
    Ok(proposal)
}

/// Endings of files with code or data, which in a folder of migrations are migrations.
const FOREIGN: &[&str] = &[
    "clj", "cs", "ex", "exs", "fs", "go", "groovy", "java", "kt", "kts", "php", "pl", "rs",
    "scala", "swift", "vb", "xml",
];

/// Whether a file that nothing here reads is a migration by its place and its ending.
fn foreign(path: &str) -> bool {
    let Some((folders, name)) = path.rsplit_once('/') else { return false };
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    folders.split('/').any(keeps_migrations) && FOREIGN.contains(&ending)
}

/// Whether a file is named as migrations are, and not what helps them: by a number, in their folder.
fn is_numbered(path: &str) -> bool {
    let mut names = path.rsplit('/');
    let name = names.next().unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_digit()) && names.next().is_some_and(keeps_migrations)
}

fn keeps_migrations(folder: &str) -> bool {
    matches!(folder.to_lowercase().as_str(), "migrate" | "migration" | "migrations")
}

fn unknown(path: &Arc<str>) -> Problem {
    let says = format!("{path} looks like a migration of a framework that is not known");
    framework(path, says)
}

fn framework(path: &Arc<str>, says: String) -> Problem {
    Problem { file: Some(path.clone()), ..Problem::new(ProblemKind::Framework, says) }
}

/// The migration that went while one of the same number came, where the number is what tells
/// migrations apart.
fn renamed<'a>(path: &str, gone: &'a [String]) -> Option<&'a str> {
    if Language::of(path) != Some(Language::Ruby) {
        return None;
    }
    let version = active_record::migration::version(path)?;
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let same = |old: &&String| {
        folder(old) == folder(path) && active_record::migration::version(old) == Some(version)
    };
    gone.iter().find(same).map(String::as_str)
}

/// The migration that went while another came with its steps: it only got another number, or another
/// place among the others.
fn moved<'a>(
    root: &Path,
    changed: &'a Changed,
    path: &Arc<str>,
    text: &str,
    language: Language,
) -> Option<&'a str> {
    let kin = |old: &&str| {
        Language::of(old) == Some(language) && scan::is_migration(old) && home(old) == home(path)
    };
    let gone: Vec<&str> = changed.gone.iter().map(String::as_str).filter(kin).collect();
    let same = |old: &Vec<u8>| old == text.as_bytes() || does_the_same(path, old, text, language);
    let texts = git::contents(root, &changed.base, &gone);
    let mut pairs = gone.into_iter().zip(texts);
    pairs.find(|(_, old)| old.as_ref().is_some_and(same)).map(|(old, _)| old)
}

/// The folder of a migration; where each has one of its own, `1_users/migration.sql`, that of all.
fn home(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (above, own) = folder.rsplit_once('/').unwrap_or(("", folder));
    if own.starts_with(|c: char| c.is_ascii_digit()) { above } else { folder }
}

/// Whether a migration was only written another way: its steps are those that it had.
fn does_the_same(path: &Arc<str>, old: &[u8], text: &str, language: Language) -> bool {
    let steps = |text: &str| {
        let mut steps = scan::changes(path, text, language).ok()?;
        for step in &mut steps {
            step.place = None;
            step.text.clear();
            // What it means for the step has been read into it.
            step.release = None;
            step.definitions.iter_mut().for_each(|column| column.place = None);
        }
        // The objects of a step keep the text that makes them.
        let plain = steps.iter().all(|step| step.objects.is_empty() && step.op != Op::Opaque);
        plain.then_some(steps)
    };
    let new = steps(text).filter(|steps| !steps.is_empty());
    new.is_some() && new == steps(&String::from_utf8_lossy(old))
}

/// The lines of a text that an older one has too.
fn unchanged(old: &[u8], text: &str) -> BTreeSet<u32> {
    let old = String::from_utf8_lossy(old);
    let old: BTreeSet<&str> = old.lines().collect();
    text.lines().zip(1..).filter(|(line, _)| old.contains(line)).map(|(_, at)| at).collect()
}
