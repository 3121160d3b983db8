//! The repository on disk: which files there are, and their text. Nothing else reads files.

use std::{
    fs::{self, Metadata},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::SystemTime,
};

use anyhow::{Context as _, bail};
use ignore::{
    DirEntry, WalkBuilder, WalkState,
    overrides::{Override, OverrideBuilder},
};

use crate::source::{Language, Unread};

/// Larger source files are generated; parsing them would take seconds.
const MAX_SOURCE: u64 = 2 * 1024 * 1024;

/// Dumps of schemas are data, read by a faster reader.
const MAX_DUMP: u64 = 32 * 1024 * 1024;

/// Folders of libraries, builds and logs, also where no `.gitignore` names them.
const SKIPPED: &[&str] = &[
    "!**/node_modules/**",
    "!**/vendor/bundle/**",
    "!**/vendor/cache/**",
    "!**/bower_components/**",
    "!/tmp/**",
    "!/log/**",
    "!/coverage/**",
    "!/public/**",
];

/// A file that a reader exists for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Its path relative to the root, with `/`.
    pub path: Arc<str>,
    /// What it is written in.
    pub language: Language,
    /// Whether it is test code: what happens there does not happen in production.
    pub test: bool,
}

/// The files under a root, in order of their paths, and what could not be looked at.
///
/// # Errors
/// When the root cannot be read, or an `exclude` pattern is no glob.
pub fn files(root: &Path, exclude: &[String]) -> anyhow::Result<(Vec<File>, Vec<Unread>)> {
    let found = Mutex::new((Vec::new(), Vec::new()));
    each(root, exclude, &|entry| {
        let Ok(mut found) = found.lock() else { return WalkState::Quit };
        match entry {
            Ok(entry) => {
                let Some(path) = relative(root, entry.path()) else {
                    return WalkState::Continue;
                };
                let kind = entry.file_type();
                let language = Language::of(&path);
                // A folder may hold anything, also behind a link.
                if kind.is_some_and(|kind| kind.is_symlink())
                    && !is_test(&path)
                    && (language.is_some() || entry.path().is_dir())
                {
                    let why = "a symbolic link; links are not followed".to_owned();
                    found.1.push(Unread { file: path.into(), why });
                    return WalkState::Continue;
                }
                let Some(language) = language else { return WalkState::Continue };
                if kind.is_some_and(|kind| kind.is_file()) && store(&path).is_none() {
                    let test = is_test(&path);
                    found.0.push(File { path: path.into(), language, test });
                }
            }
            Err(error) => {
                found.1.push(Unread { file: Arc::from("."), why: error.to_string() });
            }
        }
        WalkState::Continue
    })?;
    let (mut files, mut unread) =
        found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    files.sort();
    unread.sort();
    Ok((files, unread))
}

/// The files under a root whose paths are wanted, whatever they are written in, in order; not those
/// of tests.
///
/// # Errors
/// As [`files`].
pub fn paths(
    root: &Path,
    exclude: &[String],
    wanted: &(dyn Fn(&str) -> bool + Sync),
) -> anyhow::Result<Vec<Arc<str>>> {
    let found: Mutex<Vec<Arc<str>>> = Mutex::default();
    each(root, exclude, &|entry| {
        let Ok(entry) = entry else { return WalkState::Continue };
        let path = relative(root, entry.path());
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if let Some(path) = path.filter(|path| is_file && wanted(path) && !is_test(path))
            && let Ok(mut found) = found.lock()
        {
            found.push(path.into());
        }
        WalkState::Continue
    })?;
    let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.sort();
    Ok(found)
}

/// What tells one state of the files below a root from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// It differs when a file comes, goes or is written to.
    pub hash: u64,
    /// When a file was last written to.
    pub newest: Option<SystemTime>,
}

/// The state of the files below a root: as git does, a file is taken for the same when its size, its
/// times and its place on the disk are.
///
/// # Errors
/// As [`files`].
pub fn stamp(root: &Path, exclude: &[String]) -> anyhow::Result<Stamp> {
    // Bytes, which are quicker to put in order than paths.
    let found: Mutex<Vec<(Vec<u8>, State)>> = Mutex::default();
    each(root, exclude, &|entry| {
        let state = match &entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {
                return WalkState::Continue;
            }
            Ok(entry) => entry.metadata().ok().map(|metadata| state(&metadata)),
            Err(_) => None,
        };
        let path = match entry {
            Ok(entry) => entry.into_path().into_os_string().into_encoded_bytes(),
            Err(error) => error.to_string().into_bytes(),
        };
        if let Ok(mut found) = found.lock() {
            found.push((path, state.unwrap_or_default()));
        }
        WalkState::Continue
    })?;
    let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.sort_unstable();
    let mut hasher = DefaultHasher::new();
    found.hash(&mut hasher);
    let newest = found.iter().filter_map(|(_, (_, written, _))| *written).max();
    Ok(Stamp { hash: hasher.finish(), newest })
}

/// Size, time of the last write, and what the system knows besides.
type State = (u64, Option<SystemTime>, [i64; 3]);

fn state(metadata: &Metadata) -> State {
    #[cfg(unix)]
    let more = {
        use std::os::unix::fs::MetadataExt as _;
        [metadata.ctime(), metadata.ctime_nsec(), metadata.ino().cast_signed()]
    };
    #[cfg(not(unix))]
    let more = [0; 3];
    (metadata.len(), metadata.modified().ok(), more)
}

/// The state of one file, in words; empty where it is not there.
pub fn state_of(root: &Path, path: &str) -> String {
    let metadata = fs::symlink_metadata(root.join(path));
    metadata.map(|metadata| format!("{:?}", state(&metadata))).unwrap_or_default()
}

/// Calls `visit` on everything under a root that neither `.gitignore` nor `exclude` leaves out.
fn each(
    root: &Path,
    exclude: &[String],
    visit: &(dyn Fn(Result<DirEntry, ignore::Error>) -> WalkState + Sync),
) -> anyhow::Result<()> {
    if !root.is_dir() {
        bail!("{} is not a folder that can be read", root.display());
    }
    let overrides = overrides(root, exclude)?;
    let walk = WalkBuilder::new(root)
        .follow_links(false)
        .require_git(false)
        .overrides(overrides)
        .threads(rayon::current_num_threads().min(8))
        .build_parallel();
    walk.run(|| Box::new(visit));
    Ok(())
}

/// Those of the paths, relative to the root, that a walk would not skip if the files were there.
///
/// # Errors
/// When an `exclude` pattern is no glob.
pub fn kept(
    root: &Path,
    exclude: &[String],
    mut paths: Vec<String>,
) -> anyhow::Result<Vec<String>> {
    let overrides = overrides(root, exclude)?;
    paths.retain(|path| {
        let mut above = Path::new(path).ancestors().skip(1);
        !overrides.matched(path, false).is_ignore()
            && !above.any(|folder| overrides.matched(folder, true).is_ignore())
    });
    Ok(paths)
}

fn overrides(root: &Path, exclude: &[String]) -> anyhow::Result<Override> {
    let mut overrides = OverrideBuilder::new(root);
    for glob in SKIPPED {
        overrides.add(glob)?;
    }
    for glob in exclude {
        overrides
            .add(&format!("!{glob}"))
            .with_context(|| format!("`exclude` has `{glob}`, which is no glob"))?;
    }
    Ok(overrides.build()?)
}

/// The text of a file under the root.
///
/// # Errors
/// Why it is not read: too large, binary, not UTF-8, or what the system says.
pub fn text(root: &Path, path: &str) -> Result<String, String> {
    let limit = if is_dump(path) { MAX_DUMP } else { MAX_SOURCE };
    read(&root.join(path), limit)
}

/// The text of a file that a tool wrote, which may be as large as a dump.
///
/// # Errors
/// As [`text`].
pub fn written(root: &Path, path: &str) -> Result<String, String> {
    read(&root.join(path), MAX_DUMP)
}

/// The text of a file that the user names, relative to the working directory or to the root.
///
/// # Errors
/// As [`text`].
pub fn named(root: &Path, path: &Path) -> Result<(PathBuf, String), String> {
    let full = if path.exists() { path.to_owned() } else { root.join(path) };
    // The user may name a pipe or a device, which a scan never opens.
    let file = fs::File::open(&full).map_err(|error| error.to_string())?;
    Ok((full, text_of(file, MAX_DUMP)?))
}

/// The path as seen from the root, or as given where it lies elsewhere.
pub fn shown(root: &Path, path: &Path) -> String {
    let (Ok(root), Ok(full)) = (root.canonicalize(), path.canonicalize()) else {
        return path.to_string_lossy().replace('\\', "/");
    };
    relative(&root, &full).unwrap_or_else(|| path.to_string_lossy().replace('\\', "/"))
}

/// Whether a file is a dump of the schema.
pub fn is_dump(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let in_db = path.starts_with("db/") || path.contains("/db/");
    in_db
        && (name == "schema.rb"
            || name.ends_with("_schema.rb")
            || name == "structure.sql"
            || name.ends_with("_structure.sql"))
}

/// Databases that no ORM here maps, by the folders that keep their SQL, with their names. An application
/// has one of them beside the database of its models, with tables of its own, often of the same names.
const STORES: &[(&str, &str)] = &[
    ("bigquery", "BigQuery"),
    ("cassandra", "Cassandra"),
    ("clickhouse", "ClickHouse"),
    ("databricks", "Databricks"),
    ("duckdb", "DuckDB"),
    ("questdb", "QuestDB"),
    ("scylla", "ScyllaDB"),
    ("scylladb", "ScyllaDB"),
    ("snowflake", "Snowflake"),
    ("trino", "Trino"),
];

/// The database that a file of SQL is for, where it is none that models map.
pub fn store(path: &str) -> Option<&'static str> {
    if Language::of(path) != Some(Language::Sql) {
        return None;
    }
    let mut folders = path.split('/').rev().skip(1);
    folders.find_map(|folder| {
        let is = |(name, _): &&(&str, &str)| folder.eq_ignore_ascii_case(name);
        STORES.iter().find(is).map(|(_, called)| *called)
    })
}

/// Whether a file is test code, by its folder.
pub fn is_test(path: &str) -> bool {
    // Cucumber keeps its steps in `features/`; in JavaScript it is a folder like others.
    let script = Language::of(path).is_some_and(Language::is_script);
    path.split('/').rev().skip(1).any(|folder| match folder {
        "features" => !script,
        "spec" | "test" | "tests" | "cypress" | "test_helpers" | "step_definitions" => true,
        "__tests__" | "__mocks__" | "mocks" | "fakes" | "e2e" | "playwright" => script,
        _ => false,
    }) || is_named_as_test(path, script)
}

/// Whether a file is one that pytest, Django's runner, Jest, Vitest, Cypress or Storybook collects. Files
/// of Ruby are told by their folders: `app/models/ab_test.rb` is a model.
fn is_named_as_test(path: &str, script: bool) -> bool {
    let mut parts = path.rsplit('/');
    let (name, folder) = (parts.next().unwrap_or(path), parts.next().unwrap_or_default());
    let Some((stem, end)) = name.rsplit_once('.') else { return false };
    if script || matches!(end, "vue" | "svelte") {
        let ends = [".test", ".spec", "-spec", ".cy", ".e2e", ".stories"];
        return ends.iter().any(|end| stem.ends_with(end));
    }
    end == "py"
        && folder != "models"
        && (matches!(stem, "tests" | "conftest")
            || stem.starts_with("test_")
            || stem.ends_with("_test")
            || stem.ends_with("_tests"))
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?.to_string_lossy();
    (!path.is_empty()).then(|| path.replace('\\', "/"))
}

fn read(path: &Path, limit: u64) -> Result<String, String> {
    let file = fs::File::open(path).map_err(|error| error.to_string())?;
    let length = file.metadata().map_err(|error| error.to_string())?;
    if !length.is_file() {
        return Err("not a regular file".to_owned());
    }
    text_of(file, limit)
}

fn text_of(file: fs::File, limit: u64) -> Result<String, String> {
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let capacity = usize::try_from(length.min(limit)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(capacity + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > limit {
        return Err(format!("larger than {} MiB", limit / 1024 / 1024));
    }
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    if head.contains(&0) {
        return Err("binary".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::{is_test, store};

    #[test]
    fn sql_of_other_databases_is_told_by_its_folder() {
        assert_eq!(store("clickhouse/migrations/1_traces.up.sql"), Some("ClickHouse"));
        assert_eq!(store("db/Snowflake/views.sql"), Some("Snowflake"));
        assert_eq!(store("clickhouse/client.ts"), None);
        assert_eq!(store("db/migrations/1_clickhouse.sql"), None);
    }

    #[test]
    fn tests_are_told_by_their_folders_and_names() {
        for path in [
            "spec/models/user_spec.rb",
            "engines/pay/test/dummy/app/models/user.rb",
            "features/steps/user.rb",
            "shop/tests.py",
            "shop/test_models.py",
            "shop/models_test.py",
            "conftest.py",
            "src/user.test.ts",
            "src/user.e2e-spec.ts",
            "src/__tests__/user.js",
            "src/users/fakes/fake-user-store.ts",
            "src/Button.stories.tsx",
        ] {
            assert!(is_test(path), "{path}");
        }
        for path in [
            "app/models/ab_test.rb",
            "shop/models/test_result.py",
            "shop/testing.py",
            "src/features/user.ts",
            "src/test.ts",
            "src/latest.js",
        ] {
            assert!(!is_test(path), "{path}");
        }
    }
}
