//! `[[waive]]`: effects that the team knows about, with a reason.

use std::fmt;

use anyhow::{Context, anyhow, bail};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{at, line_of, string, unknown};
use crate::{day::Day, rules};

/// The keys of an entry.
pub(super) const KEYS: [&str; 5] = ["column", "effect", "file", "reason", "until"];

/// One entry: an effect that does not count, of a column or in files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waive {
    /// Which effect.
    pub effect: String,
    /// `table.column`, or a table; `None` for every column.
    pub column: Option<String>,
    /// The files of the migration or of the evidence; `None` for every file.
    pub file: Option<Glob>,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Day>,
    /// The line of the entry in its file.
    pub line: usize,
}

/// A pattern for paths from the root of the scan, as in `.gitignore`.
#[derive(Clone)]
pub struct Glob {
    text: String,
    set: Gitignore,
}

impl Glob {
    fn read(text: &str) -> anyhow::Result<Glob> {
        let wrong = || anyhow!("`{text}` is no glob");
        let mut builder = GitignoreBuilder::new("");
        builder.add_line(None, text).map_err(|_| wrong())?;
        let set = builder.build().map_err(|_| wrong())?;
        // A comment or a negation waives nothing.
        if set.num_ignores() != 1 {
            return Err(wrong());
        }
        Ok(Glob { text: text.to_owned(), set })
    }

    /// Whether a path, or a folder that it is in, is meant.
    pub fn matches(&self, path: &str) -> bool {
        // Nothing above the root can be meant, and the library takes no absolute path.
        !path.starts_with('/') && self.set.matched_path_or_any_parents(path, false).is_ignore()
    }
}

impl PartialEq for Glob {
    fn eq(&self, other: &Glob) -> bool {
        self.text == other.text
    }
}

impl Eq for Glob {}

impl fmt::Debug for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Glob({:?})", self.text)
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The entries in the order of the file.
pub(super) fn entries(text: &str, value: &Spanned<DeValue<'_>>) -> anyhow::Result<Vec<Waive>> {
    let (line, kind) = (line_of(text, value), value.get_ref().type_str());
    let list = value.get_ref().as_array();
    let list = list.with_context(|| {
        format!("line {line}: `waive` is a list of tables (`[[waive]]`), not: {kind}")
    })?;
    list.iter()
        .map(|value| {
            let line = line_of(text, value);
            let table = value.get_ref().as_table();
            let table = table.with_context(|| {
                format!("line {line}: an entry of `waive` is a table (`[[waive]]`)")
            })?;
            entry(text, line, table)
        })
        .collect()
}

fn entry(text: &str, line: usize, table: &DeTable<'_>) -> anyhow::Result<Waive> {
    let (mut effect, mut column, mut file, mut reason, mut until) = (None, None, None, None, None);
    for (key, value) in table {
        let line = line_of(text, key);
        let context = || at(line, key);
        match key.get_ref().as_ref() {
            "effect" => effect = Some(string(value).with_context(context)?),
            "column" => column = Some(string(value).with_context(context)?),
            "file" => {
                let glob = string(value).and_then(|text| Glob::read(&text));
                file = Some(glob.with_context(context)?);
            }
            "reason" => reason = Some(string(value).with_context(context)?),
            "until" => until = Some(day(value).with_context(context)?),
            name => {
                let known = KEYS.map(|key| format!("waive.{key}"));
                let known = known.iter().map(String::as_str);
                bail!("line {line}: {}", unknown("key", &format!("waive.{name}"), known))
            }
        }
    }
    let effect = effect.with_context(|| format!("line {line}: a `waive` names its `effect`"))?;
    if rules::rule(&effect).is_none() {
        let known = rules::RULES.iter().map(|rule| rule.effect.id);
        bail!("line {line}: {}", unknown("effect", &effect, known));
    }
    if column.is_none() && file.is_none() {
        bail!(
            "line {line}: a `waive` names a `column` or a `file`; \
             `[effects]` turns an effect off everywhere"
        );
    }
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    let reason = reason.with_context(|| format!("line {line}: a `waive` gives a `reason`"))?;
    Ok(Waive { effect, column, file, reason, until, line })
}

/// A local date of TOML, or the same as a string.
fn day(value: &Spanned<DeValue<'_>>) -> anyhow::Result<Day> {
    let text = match value.get_ref() {
        DeValue::Datetime(datetime) => datetime.to_string(),
        _ => string(value)?,
    };
    Day::read(&text).ok_or_else(|| anyhow!("`{text}` is no day; write `2026-12-31`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_means_files_and_folders() {
        #[track_caller]
        fn check(glob: &str, path: &str, expected: bool) {
            assert_eq!(Glob::read(glob).unwrap().matches(path), expected, "{glob} {path}");
        }
        check("db/migrate/2025*", "db/migrate/20250101_a.rb", true);
        check("db/migrate/2025*", "db/migrate/20260101_a.rb", false);
        check("engines/*/db", "engines/a/db/migrate/1.rb", true);
        check("/db/**/*.rb", "x/db/a.rb", false);
        check("*.rb", "a/b.rb", true);
        check("*.rb", "/tmp/b.rb", false);
        for wrong in ["", "# a", "!a", "{a"] {
            assert!(Glob::read(wrong).is_err(), "{wrong}");
        }
    }
}
