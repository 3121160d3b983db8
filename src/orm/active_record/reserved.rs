//! Names that Active Record refuses for columns.

use std::collections::BTreeMap;

use crate::{app::Version, facts::Library};

/// The measured names, one a line: name, method, versions.
const NAMES: &str = include_str!("reserved_names.tsv");

/// Names that gems add by adding methods to every model: gem, name, method.
const BY_GEMS: &[(&str, &str, &str)] = &[
    ("activerecord-import", "synchronize", "synchronize"),
    ("paranoia", "paranoia_column", "paranoia_column"),
    ("paranoia", "paranoid", "paranoid?"),
    ("permanent_records", "deleted", "deleted?"),
    ("permanent_records", "is_permanent", "is_permanent?"),
];

/// The names that a version refuses, with the method each would redefine; for an unknown version
/// those that any measured version refuses.
pub fn names(version: Option<Version>, bundles: &dyn Fn(&str) -> bool) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let rows = || NAMES.lines().filter(|line| !line.starts_with('#')).filter_map(row);
    let mut measured: Vec<Version> = rows().flat_map(|(.., versions)| versions).collect();
    measured.sort_unstable();
    measured.dedup();
    // The newest measured version that is not newer than the application's.
    let nearest = version.map(|version| {
        measured.iter().rev().find(|known| **known <= version).or(measured.first()).copied()
    });
    for (name, method, versions) in rows() {
        let refused = match nearest {
            Some(Some(nearest)) => versions.contains(&nearest),
            _ => true,
        };
        if refused {
            names.insert(name.to_owned(), method.to_owned());
        }
    }
    for (gem, name, method) in BY_GEMS {
        if bundles(gem) {
            names.insert((*name).to_owned(), (*method).to_owned());
        }
    }
    names
}

fn row(line: &'static str) -> Option<(&'static str, &'static str, Vec<Version>)> {
    let mut cells = line.split('\t');
    let (name, method, versions) = (cells.next()?, cells.next()?, cells.next()?);
    Some((name, method, versions.split(' ').filter_map(version).collect()))
}

/// The release of Rails among the libraries of an application.
pub fn release(libraries: &[Library]) -> Option<Version> {
    ["activerecord", "rails"]
        .iter()
        .filter_map(|name| libraries.iter().find(|library| library.name == *name))
        .find_map(|library| version(library.version.as_deref().or(library.asked.as_deref())?))
}

/// Major and minor of a release's number: `7.1.3.4` is `(7, 1)`.
pub fn version(text: &str) -> Option<Version> {
    let mut parts = text.trim_start_matches(['~', '>', '=', ' ']).split('.');
    let number = |part: Option<&str>| part?.parse().ok();
    Some((number(parts.next())?, number(parts.next()).unwrap_or(0)))
}
