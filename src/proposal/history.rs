//! Changes that git knows: what the migrations of a working tree are, compared with its base.

use std::{collections::BTreeSet, env, path::Path, sync::Arc};

use super::Proposal;
use crate::{
    git,
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
        base_name: Some(changed.name),
        ..Proposal::default()
    };
    for file in changed.files {
        let path: Arc<str> = file.path.into();
        let Some(language) = Language::of(&path) else {
            proposal.problems.extend(foreign(&path));
            continue;
        };
        if !scan::is_migration(&path) {
            continue;
        }
        let old = if file.added { renamed(&path, &changed.gone) } else { Some(&*path) };
        let old = old.and_then(|old| git::show(root, &changed.base, old));
        match walk::text(root, &path) {
            // Its number has run already, whatever it is called.
            Ok(text) if file.added && old.as_deref() == Some(text.as_bytes()) => {}
            Ok(text) => {
                if let Some(old) = old {
                    proposal.unchanged.insert(path.clone(), unchanged(&old, &text));
                }
                proposal.add(path, &text, language);
            }
            Err(why) => proposal.unread.push(Unread { file: path, why }),
        }
    }
    for Unread { file, why } in &proposal.unread {
        let says = format!("the migration {file} cannot be read: {why}");
        let problem = Problem::new(ProblemKind::Migration, says);
        proposal.problems.push(Problem { file: Some(file.clone()), ..problem });
    }
    Ok(proposal)
}

/// Endings of files with code or data, which in a folder of migrations are migrations.
const FOREIGN: &[&str] = &[
    "clj", "cs", "ex", "exs", "fs", "go", "groovy", "java", "kt", "kts", "php", "pl", "rs",
    "scala", "swift", "vb", "xml",
];

/// That a changed file is a migration of a framework that is not known, where it looks like one.
fn foreign(path: &Arc<str>) -> Option<Problem> {
    let (folders, name) = path.rsplit_once('/')?;
    let (_, ending) = name.rsplit_once('.')?;
    let kept = folders.split('/').any(|folder| {
        matches!(folder.to_lowercase().as_str(), "migrate" | "migration" | "migrations")
    });
    (kept && FOREIGN.contains(&ending)).then(|| {
        let says = format!("{path} looks like a migration of a framework that is not known");
        let problem = Problem::new(ProblemKind::Framework, says);
        Problem { file: Some(path.clone()), ..problem }
    })
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

/// The lines of a text that an older one has too.
fn unchanged(old: &[u8], text: &str) -> BTreeSet<u32> {
    let old = String::from_utf8_lossy(old);
    let old: BTreeSet<&str> = old.lines().collect();
    text.lines().zip(1..).filter(|(line, _)| old.contains(line)).map(|(_, at)| at).collect()
}
