//! The configuration of a repository: `ormscope.toml`, and what stands in for it when there is none.

mod apps;
mod schema;
mod waive;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

pub use self::{
    apps::Application,
    schema::schema,
    waive::{Glob, Waive},
};
use crate::{finding::Severity, rules::RULES};

/// Where a configuration may stand in a folder.
const FILES: [&str; 2] = ["ormscope.toml", ".github/ormscope.toml"];
/// The keys of the file.
const KEYS: [&str; 7] = ["app", "base", "effects", "exclude", "fail-on", "rails", "waive"];
/// The keys of its table `rails`.
const RAILS_KEYS: [&str; 1] = ["rails.model-bases"];
/// How alike two names must be for the one to be a slip of the other.
const ALIKE: f64 = 0.75;

/// What a repository has set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The file it was read from.
    pub path: Option<PathBuf>,
    /// Globs of files that are not looked at.
    pub exclude: Vec<String>,
    /// From which severity on a run fails.
    pub fail_on: Option<FailOn>,
    /// The revision to compare with.
    pub base: Option<String>,
    /// Severities by effect; `None` turns the effect off.
    pub effects: BTreeMap<String, Option<Severity>>,
    /// Classes that count as bases of Active Record models (`MyGem::Record`).
    pub model_bases: Vec<String>,
    /// Effects that are known.
    pub waives: Vec<Waive>,
    /// The applications below the root of the scan; none where the root is the only one.
    pub apps: Vec<Application>,
}

/// Which findings make a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Those of this severity or a worse one.
    From(Severity),
    /// None.
    Never,
}

impl FailOn {
    /// Every choice with its name, worst first.
    pub const NAMES: [(&'static str, FailOn); 5] = [
        ("critical", FailOn::From(Severity::Critical)),
        ("high", FailOn::From(Severity::High)),
        ("medium", FailOn::From(Severity::Medium)),
        ("low", FailOn::From(Severity::Low)),
        ("never", FailOn::Never),
    ];

    /// Whether a finding of that severity makes the run fail.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::From(least) => severity >= least,
            FailOn::Never => false,
        }
    }
}

/// The configuration of `explicit`, or of the file that is found at `root` or above it.
///
/// The search ends at the repository's root; outside of a repository it is `root` alone. Nothing
/// found is the default configuration.
pub fn load(root: &Path, explicit: Option<&Path>) -> anyhow::Result<Config> {
    let (path, prefix) = match (explicit, find(root)) {
        (Some(path), _) => (path.to_owned(), String::new()),
        (None, Some(found)) => found,
        (None, None) => return Ok(Config::default()),
    };
    let text = fs::read_to_string(&path)
        .with_context(|| format!("cannot read the configuration `{}`", path.display()))?;
    let config = read(&text)
        .with_context(|| format!("the configuration `{}` is not right", path.display()))?;
    let apps = apps::below(config.apps, &prefix);
    Ok(Config { path: Some(path), apps, ..config })
}

/// The root of the repository that a folder is in.
pub fn repository(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().find(|above| above.join(".git").exists()).map(Path::to_owned)
}

/// The known name that somebody may have meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name, candidate), candidate))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// The configuration of a root, and what leads from the folder that it is for to that root.
fn find(root: &Path) -> Option<(PathBuf, String)> {
    let root = root.canonicalize().ok()?;
    let end = repository(&root).unwrap_or_else(|| root.clone());
    root.ancestors()
        .take_while(|folder| folder.starts_with(&end))
        .flat_map(|folder| FILES.map(|file| (folder, folder.join(file))))
        .find(|(_, path)| path.is_file())
        .map(|(folder, path)| {
            let below = root.strip_prefix(folder).unwrap_or(Path::new(""));
            let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
            (seen_from_here(&path), names.join("/"))
        })
}

/// The path as a person would type it.
fn seen_from_here(path: &Path) -> PathBuf {
    let here = env::current_dir().and_then(|here| here.canonicalize());
    let below = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    below.unwrap_or_else(|| path.to_owned())
}

/// The configuration that a text holds.
///
/// # Errors
/// What is wrong with it, with its line.
pub fn read(text: &str) -> anyhow::Result<Config> {
    let table = DeTable::parse(text).map_err(|mut error| {
        error.set_input(Some(text));
        anyhow!("{}", error.to_string().trim_end())
    })?;
    let mut config = Config::default();
    for (key, value) in table.get_ref() {
        let line = line_of(text, key);
        match key.get_ref().as_ref() {
            "app" => config.apps = apps::entries(text, value)?,
            "base" => config.base = Some(string(value).with_context(|| at(line, key))?),
            "exclude" => config.exclude = strings(value).with_context(|| at(line, key))?,
            "fail-on" => config.fail_on = Some(fail_on(value).with_context(|| at(line, key))?),
            "effects" => config.effects = effects(text, value)?,
            "rails" => config.model_bases = model_bases(text, value)?,
            "waive" => config.waives = waive::entries(text, value)?,
            name => bail!("line {line}: {}", unknown("key", name, KEYS)),
        }
    }
    Ok(config)
}

fn fail_on(value: &Spanned<DeValue<'_>>) -> anyhow::Result<FailOn> {
    let name = string(value)?;
    let names = FailOn::NAMES.map(|(name, _)| name);
    let known = FailOn::NAMES.into_iter().find(|(known, _)| *known == name);
    known.map(|(_, choice)| choice).ok_or_else(|| anyhow!(choices(&name, &names)))
}

fn effects(
    text: &str,
    value: &Spanned<DeValue<'_>>,
) -> anyhow::Result<BTreeMap<String, Option<Severity>>> {
    const NAMES: [&str; 5] = ["critical", "high", "medium", "low", "off"];
    let mut effects = BTreeMap::new();
    for (key, value) in table(text, "effects", value)? {
        let (line, id) = (line_of(text, key), key.get_ref().as_ref());
        if !RULES.iter().any(|rule| rule.effect.id == id) {
            bail!("line {line}: {}", unknown("effect", id, RULES.iter().map(|it| it.effect.id)));
        }
        let name = string(value).with_context(|| at(line, key))?;
        let severity = match name.as_str() {
            "critical" => Some(Severity::Critical),
            "high" => Some(Severity::High),
            "medium" => Some(Severity::Medium),
            "low" => Some(Severity::Low),
            "off" => None,
            other => return Err(anyhow!(choices(other, &NAMES))).with_context(|| at(line, key)),
        };
        effects.insert(id.to_owned(), severity);
    }
    Ok(effects)
}

fn model_bases(text: &str, value: &Spanned<DeValue<'_>>) -> anyhow::Result<Vec<String>> {
    let mut bases = Vec::new();
    for (key, value) in table(text, "rails", value)? {
        let line = line_of(text, key);
        match key.get_ref().as_ref() {
            "model-bases" => bases = strings(value).with_context(|| at(line, key))?,
            name => {
                bail!("line {line}: {}", unknown("key", &format!("rails.{name}"), RAILS_KEYS))
            }
        }
    }
    Ok(bases)
}

fn table<'a, 'i>(
    text: &str,
    name: &str,
    value: &'a Spanned<DeValue<'i>>,
) -> anyhow::Result<&'a DeTable<'i>> {
    let line = line_of(text, value);
    let kind = value.get_ref().type_str();
    let table = value.get_ref().as_table();
    table.with_context(|| format!("line {line}: `{name}` is a table, not a value ({kind})"))
}

fn string(value: &Spanned<DeValue<'_>>) -> anyhow::Result<String> {
    let kind = value.get_ref().type_str();
    let text = value.get_ref().as_str();
    text.map(str::to_owned).with_context(|| format!("a string is expected, found: {kind}"))
}

fn strings(value: &Spanned<DeValue<'_>>) -> anyhow::Result<Vec<String>> {
    let kind = value.get_ref().type_str();
    let list = value.get_ref().as_array();
    let list = list.with_context(|| format!("a list of strings is expected, found: {kind}"))?;
    list.iter().map(string).collect()
}

fn at(line: usize, key: &Spanned<Cow<'_, str>>) -> String {
    format!("line {line}: the value of `{}`", key.get_ref())
}

fn line_of<T>(text: &str, part: &Spanned<T>) -> usize {
    let start = part.span().start.min(text.len());
    text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// That a name is not known, and what may have been meant.
fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(name, known.iter().copied()) {
        Some(meant) => format!("unknown {what} `{name}`; did you mean `{meant}`?"),
        None => format!("unknown {what} `{name}`; known are: {}", known.join(", ")),
    }
}

fn choices(name: &str, known: &[&str]) -> String {
    format!("`{name}` is none of: {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Day;

    #[track_caller]
    fn wrong(text: &str, expected: &str) {
        let error = read(text).unwrap_err();
        assert_eq!(format!("{error:#}"), expected);
    }

    #[test]
    fn every_key_is_read() {
        let text = "
            exclude = ['vendor/**']
            fail-on = 'never'
            base = 'origin/main'
            [effects]
            rows-hidden = 'off'
            [rails]
            model-bases = ['MyGem::Record']
            [[waive]]
            effect = 'rows-hidden'
            column = 'users.deleted_at'
            file = 'db/migrate/*'
            reason = 'known'
            until = 2026-12-31
            [[app]]
            path = './apps/shop/'
            database = 'main'
        ";
        let waive = &read(text).unwrap().waives[0];
        let config = Config {
            path: None,
            exclude: vec!["vendor/**".to_owned()],
            fail_on: Some(FailOn::Never),
            base: Some("origin/main".to_owned()),
            effects: BTreeMap::from([("rows-hidden".to_owned(), None)]),
            model_bases: vec!["MyGem::Record".to_owned()],
            waives: vec![Waive {
                effect: "rows-hidden".to_owned(),
                column: Some("users.deleted_at".to_owned()),
                file: waive.file.clone(),
                reason: "known".to_owned(),
                until: Day::read("2026-12-31"),
                line: 9,
            }],
            apps: vec![Application {
                path: "apps/shop".to_owned(),
                database: Some("main".to_owned()),
            }],
        };
        assert_eq!(waive.file.as_ref().unwrap().to_string(), "db/migrate/*");
        assert_eq!(read(text).unwrap(), config);
        assert_eq!(read("").unwrap(), Config::default());
    }

    #[test]
    fn a_slip_is_answered_with_the_line_and_the_nearest_name() {
        wrong("\nexlude = []", "line 2: unknown key `exlude`; did you mean `exclude`?");
        wrong(
            "zzz = 1",
            "line 1: unknown key `zzz`; known are: app, base, effects, exclude, fail-on, rails, waive",
        );
        wrong(
            "[rails]\nmodel_bases = []",
            "line 2: unknown key `rails.model_bases`; did you mean `rails.model-bases`?",
        );
        wrong(
            "[effects]\nrow-hidden = 'low'",
            "line 2: unknown effect `row-hidden`; did you mean `rows-hidden`?",
        );
        wrong(
            "[effects]\nrows-hidden = 'bad'",
            "line 2: the value of `rows-hidden`: `bad` is none of: critical, high, medium, low, off",
        );
        wrong(
            "exclude = 'a'",
            "line 1: the value of `exclude`: a list of strings is expected, found: string",
        );
        wrong(
            "[[waive]]\nefect = 'rows-hidden'",
            "line 2: unknown key `waive.efect`; did you mean `waive.effect`?",
        );
        wrong(
            "\n[[waive]]\neffect = 'rows-hidden'\nfile = '*'",
            "line 2: a `waive` gives a `reason`",
        );
        wrong(
            "[[waive]]\neffect = 'rows-hidden'\nreason = 'x'",
            "line 1: a `waive` names a `column` or a `file`; `[effects]` turns an effect off everywhere",
        );
        wrong(
            "[[waive]]\nuntil = 2026-12-31T00:00:00Z",
            "line 2: the value of `until`: `2026-12-31T00:00:00Z` is no day; write `2026-12-31`",
        );
        wrong("waive = 1", "line 1: `waive` is a list of tables (`[[waive]]`), not: integer");
        wrong("[[app]]\npat = 'a'", "line 2: unknown key `app.pat`; did you mean `app.path`?");
        wrong("[[app]]\ndatabase = 'a'", "line 1: an `app` has a `path`");
        wrong(
            "[[app]]\npath = '../a'",
            "line 2: the value of `path`: `../a` does not lead to a folder below the configuration",
        );
        wrong("effects = 1", "line 1: `effects` is a table, not a value (integer)");
        let broken = read("base = 'a\n").unwrap_err().to_string();
        assert!(broken.starts_with("TOML parse error at line 1, column"), "{broken}");
    }
}
