//! The libraries that an application's manifests and lock files name, with their versions.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;
use toml::Spanned;

use crate::{
    facts::Library,
    source::{Place, Span},
};

/// How a file tells libraries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Toml,
    Project,
    Requirements,
    Pipfile,
    PackageLock,
    Package,
    Pnpm,
    Yarn,
}

/// Whether a file is a manifest or a lock file that can be read here. What Bundler writes is read
/// with the code of Ruby.
pub fn is_lock(path: &str) -> bool {
    form(path).is_some()
}

/// Whether a file locks what the `package.json` of an application names, and all that this brings along.
pub fn locks_packages(path: &str) -> bool {
    matches!(form(path), Some(Form::PackageLock | Form::Pnpm | Form::Yarn))
}

/// Whether a file is a `package.json`.
pub fn names_packages(path: &str) -> bool {
    form(path) == Some(Form::Package)
}

fn form(path: &str) -> Option<Form> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    Some(match name {
        "poetry.lock" | "uv.lock" | "pdm.lock" => Form::Toml,
        "pyproject.toml" => Form::Project,
        "Pipfile.lock" => Form::Pipfile,
        "package-lock.json" | "npm-shrinkwrap.json" => Form::PackageLock,
        "package.json" => Form::Package,
        "pnpm-lock.yaml" => Form::Pnpm,
        "yarn.lock" => Form::Yarn,
        _ if name.ends_with(".txt")
            && (name.starts_with("requirements")
                || folder.rsplit('/').next() == Some("requirements")) =>
        {
            Form::Requirements
        }
        _ => return None,
    })
}

/// The libraries of a file that are `wanted`.
///
/// # Errors
/// Why it cannot be read.
pub fn libraries(
    path: &Arc<str>,
    text: &str,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<Library>, String> {
    let Some(form) = form(path) else { return Ok(Vec::new()) };
    let mut found: Vec<(String, Option<String>, usize)> = match form {
        Form::Toml => locked(text)?,
        Form::Project => project(text)?,
        Form::Requirements => requirements(text),
        Form::Pipfile => pipfile(text)?,
        Form::PackageLock => package_lock(text)?,
        Form::Package => package(text)?,
        Form::Pnpm => pnpm(text),
        Form::Yarn => yarn(text),
    };
    found.retain(|(name, ..)| wanted(name));
    let library = |(name, version, at): (String, Option<String>, usize)| {
        let place = Place { file: path.clone(), span: line(text, at) };
        Library { name, version, asked: None, place }
    };
    Ok(found.into_iter().map(library).collect())
}

/// The line of a byte.
fn line(text: &str, at: usize) -> Span {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(start..).unwrap_or_default();
    let end = start + rest.find('\n').unwrap_or(rest.len());
    let number = small(before.matches('\n').count() + 1);
    let width = text.get(start..end).unwrap_or_default().chars().count();
    Span {
        start: small(start),
        end: small(end),
        line: number,
        column: 1,
        end_line: number,
        end_column: small(width + 1),
    }
}

/// Names, versions and the byte where each is named.
type Named = Vec<(String, Option<String>, usize)>;

#[derive(Deserialize)]
struct Locked {
    #[serde(default)]
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: Spanned<String>,
    version: Option<String>,
}

fn locked(text: &str) -> Result<Named, String> {
    let locked: Locked = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let packages = locked.package.into_iter();
    Ok(packages
        .map(|package| {
            let at = package.name.span().start;
            (package.name.into_inner(), package.version, at)
        })
        .collect())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    project: Project,
    #[serde(rename = "dependency-groups")]
    groups: BTreeMap<String, Vec<Spanned<toml::Value>>>,
    tool: Tool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Project {
    dependencies: Vec<Spanned<String>>,
    optional_dependencies: BTreeMap<String, Vec<Spanned<String>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tool {
    poetry: Poetry,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Poetry {
    dependencies: BTreeMap<Spanned<String>, toml::Value>,
    group: BTreeMap<String, PoetryGroup>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PoetryGroup {
    dependencies: BTreeMap<Spanned<String>, toml::Value>,
}

fn project(text: &str) -> Result<Named, String> {
    let manifest: Manifest = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let Project { dependencies, optional_dependencies } = manifest.project;
    let plain = dependencies.into_iter().chain(optional_dependencies.into_values().flatten());
    let plain = plain.filter_map(|entry| {
        let (name, version) = requirement(entry.get_ref())?;
        Some((name, version, entry.span().start))
    });
    let grouped = manifest.groups.into_values().flatten().filter_map(|entry| {
        // A table, `{include-group = "test"}`, names another group.
        let (name, version) = requirement(entry.get_ref().as_str()?)?;
        Some((name, version, entry.span().start))
    });
    let Poetry { dependencies, group } = manifest.tool.poetry;
    let poetry = dependencies.into_keys();
    let poetry = poetry.chain(group.into_values().flat_map(|it| it.dependencies.into_keys()));
    let poetry = poetry.map(|name| {
        let at = name.span().start;
        (name.into_inner(), None, at)
    });
    Ok(plain.chain(grouped).chain(poetry).collect())
}

fn requirements(text: &str) -> Named {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        found.extend(requirement(line).map(|(name, version)| (name, version, at)));
        at += line.len() + 1;
    }
    found
}

/// `Django[argon2]==5.2.1 ; python_version > "3.9"`: the name, and the version where it is pinned.
fn requirement(text: &str) -> Option<(String, Option<String>)> {
    // `-r base.txt` is an option.
    let text = text.trim();
    if !text.starts_with(char::is_alphanumeric) {
        return None;
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')));
    let name = text.get(..end.unwrap_or(text.len())).filter(|name| !name.is_empty())?;
    let rest = text.get(name.len()..).unwrap_or_default();
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']').map_or("", |(_, rest)| rest),
        None => rest,
    };
    let pinned = rest.trim_start().strip_prefix("==");
    let pinned = pinned.map(|rest| rest.trim_start_matches('=').trim_start());
    let version = pinned.map(|version| {
        let end = version.find(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '\\' | '#'));
        version.get(..end.unwrap_or(version.len())).unwrap_or_default().to_owned()
    });
    Some((name.to_owned(), version))
}

/// The byte where a name stands as a key of JSON.
fn key(text: &str, name: &str) -> usize {
    text.find(&format!("\"{name}\"")).unwrap_or_default()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Versioned {
    version: Option<String>,
}

fn pipfile(text: &str) -> Result<Named, String> {
    #[derive(Deserialize)]
    struct Pipfile {
        #[serde(default)]
        default: BTreeMap<String, Versioned>,
    }
    let locked: Pipfile = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let packages = locked.default.into_iter();
    Ok(packages
        .map(|(name, given)| {
            let version = given.version.map(|text| text.trim_start_matches('=').to_owned());
            let at = key(text, &name);
            (name, version, at)
        })
        .collect())
}

fn package_lock(text: &str) -> Result<Named, String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct PackageLock {
        packages: BTreeMap<String, Versioned>,
        dependencies: BTreeMap<String, Versioned>,
    }
    const FOLDER: &str = "node_modules/";
    let locked: PackageLock = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    for (path, given) in locked.packages {
        // What lies within another package is that one's own.
        if let Some(name) = path.strip_prefix(FOLDER).filter(|name| !name.contains(FOLDER)) {
            found.push((name.to_owned(), given.version, path));
        }
    }
    if found.is_empty() {
        let old = locked.dependencies.into_iter();
        found.extend(old.map(|(name, given)| (name.clone(), given.version, name)));
    }
    Ok(found.into_iter().map(|(name, version, path)| (name, version, key(text, &path))).collect())
}

fn package(text: &str) -> Result<Named, String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Package {
        dependencies: BTreeMap<String, serde_json::Value>,
        #[serde(rename = "devDependencies")]
        dev: BTreeMap<String, serde_json::Value>,
    }
    let Package { dependencies, dev } =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let names = dependencies.into_keys().chain(dev.into_keys());
    Ok(names
        .map(|name| {
            let at = key(text, &name);
            (name, None, at)
        })
        .collect())
}

/// The keys of `packages:`: `/pg/8.11.0:`, `/pg@8.11.0:`, `'@prisma/client@5.1.0(prisma@5.1.0)':`.
fn pnpm(text: &str) -> Named {
    let mut found: Named = Vec::new();
    let (mut at, mut inside) = (0, false);
    for line in text.split('\n') {
        if !line.starts_with([' ', '#', '\r']) && !line.is_empty() {
            inside = line.trim_end() == "packages:";
        }
        let entry = line.strip_prefix("  ").filter(|rest| inside && !rest.starts_with(' '));
        let entry = entry.map(str::trim_end).and_then(|entry| entry.strip_suffix(':'));
        if let Some(entry) = entry {
            let entry = entry.trim_matches(['\'', '"']).trim_start_matches('/');
            let scope = if entry.starts_with('@') { entry.find('/') } else { None };
            let start = scope.map_or(0, |at| at + 1);
            let end = entry.get(start..).and_then(|rest| rest.find(['@', '/']));
            if let Some((name, version)) = end.and_then(|end| entry.split_at_checked(start + end)) {
                // What follows the version are those of its peers.
                let version = version.get(1..).and_then(|rest| rest.split(['(', '_']).next());
                found.push((name.to_owned(), version.map(str::to_owned), at));
            }
        }
        at += line.len() + 1;
    }
    found
}

/// `"pg@^8.0.0", pg@^8.1.0:` with `version "8.11.0"`, or `version: 8.11.0`, below it.
fn yarn(text: &str) -> Named {
    let mut found: Named = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let trimmed = line.trim();
        if !line.starts_with([' ', '#']) && trimmed.ends_with(':') {
            let first = trimmed.trim_start_matches('"');
            let end = first.char_indices().skip(1).find(|(_, c)| *c == '@').map(|(at, _)| at);
            let name = end.and_then(|end| first.get(..end));
            found.extend(name.map(|name| (name.to_owned(), None, at)));
        } else if let Some(rest) = trimmed.strip_prefix("version")
            && let Some((_, version @ None, _)) = found.last_mut()
        {
            *version = Some(rest.trim_matches([' ', ':', '"']).to_owned());
        }
        at += line.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::libraries;

    fn read(path: &str, text: &str) -> Vec<(String, Option<String>, u32)> {
        let found = libraries(&Arc::from(path), text, &|_| true).unwrap();
        found.into_iter().map(|it| (it.name, it.version, it.place.span.line)).collect()
    }

    fn one(name: &str, version: &str, line: u32) -> (String, Option<String>, u32) {
        (name.to_owned(), Some(version.to_owned()), line)
    }

    #[test]
    fn every_form_of_lock_file_is_read() {
        let toml = "version = 1\n[[package]]\nname = \"django\"\nversion = \"5.2\"\n";
        assert_eq!(read("uv.lock", toml), [one("django", "5.2", 3)]);
        assert_eq!(read("a/poetry.lock", toml), [one("django", "5.2", 3)]);
        let pins = "# all\n-r base.txt\nDjango[argon2]==5.2 ; python_version > '3'\nredis>=4\n";
        assert_eq!(
            read("requirements/prod.txt", pins),
            [one("Django", "5.2", 3), ("redis".to_owned(), None, 4)]
        );
        let pipfile = "{\"default\": {\n\"peewee\": {\"version\": \"==3.17\"}}}";
        assert_eq!(read("Pipfile.lock", pipfile), [one("peewee", "3.17", 2)]);
        let npm = "{\"packages\": {\"\": {},\n\"node_modules/pg\": {\"version\": \"8.1\"},\n\
                   \"node_modules/pg/node_modules/x\": {\"version\": \"1\"}}}";
        assert_eq!(read("package-lock.json", npm), [one("pg", "8.1", 2)]);
        let pnpm = "importers:\n  .:\n    x: y\npackages:\n\n  /pg@8.1.0:\n    dev: true\n  \
                    '@prisma/client@5.1.0(prisma@5.1.0)':\n    x: y\nsnapshots:\n  z@1:\n";
        assert_eq!(
            read("pnpm-lock.yaml", pnpm),
            [one("pg", "8.1.0", 6), one("@prisma/client", "5.1.0", 8)]
        );
        let old = "packages:\n\n  /pg/8.1.0:\n  /@prisma/client/4.1.0_prisma@4.1.0:\n";
        assert_eq!(
            read("pnpm-lock.yaml", old),
            [one("pg", "8.1.0", 3), one("@prisma/client", "4.1.0", 4)]
        );
        let yarn = "\"@types/pg@^8\", \"@types/pg@^7\":\n  version \"8.0\"\n\n\
                    \"pg@npm:^8\":\n  version: 8.1\n";
        assert_eq!(read("yarn.lock", yarn), [one("@types/pg", "8.0", 1), one("pg", "8.1", 4)]);
    }

    #[test]
    fn manifests_name_libraries_without_versions() {
        let project = "[project]\ndependencies = [\n\"Django>=5\",\n\"peewee==3.17\"]\n";
        assert_eq!(
            read("pyproject.toml", project),
            [("Django".to_owned(), None, 3), one("peewee", "3.17", 4)]
        );
        let groups = "[project.optional-dependencies]\npg = [\"psycopg===3.2\"]\n\
                      [dependency-groups]\ntest = [\n{include-group = \"main\"},\n\"pytest\"]\n\
                      main = [\"Django ~= 5.2\"]\n\
                      [tool.poetry.group.api.dependencies]\npeewee = \"^3\"\n";
        let mut found = read("pyproject.toml", groups);
        found.sort_by_key(|(.., line)| *line);
        let plain = |name: &str, line| (name.to_owned(), None, line);
        assert_eq!(
            found,
            [one("psycopg", "3.2", 2), plain("pytest", 6), plain("Django", 7), plain("peewee", 9)]
        );
        let package = "{\"dependencies\": {\"pg\": \"^8\"}}";
        assert_eq!(read("package.json", package), [("pg".to_owned(), None, 1)]);
        assert!(libraries(&Arc::from("package.json"), "{", &|_| true).is_err());
    }
}
