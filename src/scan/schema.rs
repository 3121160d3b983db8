//! The tables and objects of the database: what dumps show, or, where there are none, what the
//! migrations built.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::{Scan, guarded, is_migration, is_way_back, numbered, order, ordered};
use crate::{
    app::{
        self, replay,
        table_names::{self, TableNames},
    },
    cache::Cache,
    catalog,
    change::{Change, Op},
    database::Object,
    source::{Language, Unread},
    walk::{self, File},
};

/// The tables and objects of the database before the proposal.
#[derive(Debug, Default)]
pub struct Schema {
    /// The tables.
    pub tables: BTreeMap<String, app::Table>,
    /// What migrations that name models have called them.
    pub table_names: TableNames,
    /// Triggers, views, constraints and their like.
    pub objects: Vec<Object>,
}

/// The database as the schema dumps say, or, where there are none, as the migrations built it.
/// `subjects` are the tables and columns in question.
pub fn schema(
    root: &Path,
    cache: &Cache,
    files: &[File],
    scan: &mut Scan,
    proposed: &[Arc<str>],
    subjects: &[String],
) -> Schema {
    let dumps = scan.facts.iter().filter(|facts| !facts.schema.is_empty());
    let dumped: Vec<Change> = dumps.clone().flat_map(|facts| facts.schema.clone()).collect();
    let mut whole = dumps.map(|facts| Language::of(&facts.file) == Some(Language::Sql));
    let (any, whole) = (!dumped.is_empty(), whole.all(|is_sql| is_sql));
    let mut migrations: Vec<_> = files
        .iter()
        .filter(|file| !file.test && is_migration(&file.path) && !proposed.contains(&file.path))
        .collect();
    migrations.sort_by_cached_key(|file| numbered(&file.path));
    let mut steps = Vec::new();
    if !(any && whole) {
        // A dump of SQL has every object; one in another language has not those that it has no words for.
        let scripts = files.iter().filter(|file| {
            file.language == Language::Sql
                && !file.test
                && !is_migration(&file.path)
                && !walk::is_dump(&file.path)
                && !is_way_back(&file.path)
        });
        let scripts: Vec<_> = scripts.collect();
        steps.extend(objects(root, cache, &scripts, scan, subjects));
        if any {
            steps.extend(objects(root, cache, &migrations, scan, subjects));
        }
    }
    if any {
        let tables = replay::tables(&dumped);
        steps.extend(dumped);
        return Schema {
            tables,
            table_names: TableNames::default(),
            objects: catalog::objects(&steps),
        };
    }
    let (mut tables, mut table_names) = (BTreeMap::new(), TableNames::default());
    let built = read(root, cache, &migrations, scan);
    steps.extend(table_names::replay(built, &mut tables, &mut table_names));
    Schema { tables, table_names, objects: catalog::objects(&steps) }
}

/// The steps of migrations in order.
fn read(root: &Path, cache: &Cache, migrations: &[&File], scan: &mut Scan) -> Vec<Change> {
    let read: Vec<_> = migrations
        .par_iter()
        .map(|file| {
            let text = walk::text(root, &file.path)?;
            guarded(|| ordered(cache, &file.path, &text, file.language))
        })
        .collect();
    let mut built = Vec::new();
    for (file, result) in migrations.iter().zip(read) {
        match result {
            Ok(migration) => built.push(migration),
            Err(why) => scan.unread.push(Unread { file: file.path.clone(), why }),
        }
    }
    order::in_order(built).into_iter().flatten().collect()
}

/// Words of which one stands in whatever makes or drops a trigger, a view or their like.
const OBJECTS: [&str; 9] = [
    "drop function",
    "event",
    "materialized",
    "policy",
    "procedure",
    "publication",
    "replace function",
    "trigger",
    "view",
];

/// What files do to the objects of the database, where one of them names a table or column in
/// question; files that may are found by their bytes.
fn objects(
    root: &Path,
    cache: &Cache,
    files: &[&File],
    scan: &mut Scan,
    subjects: &[String],
) -> Vec<Change> {
    let named = AhoCorasick::builder().ascii_case_insensitive(true).build(subjects);
    let says = AhoCorasick::builder().ascii_case_insensitive(true).build(OBJECTS);
    let (Ok(named), Ok(says), false) = (named, says, subjects.is_empty()) else {
        return Vec::new();
    };
    let marked: Vec<(&File, bool)> = files
        .par_iter()
        .filter_map(|file| {
            let text = walk::text(root, &file.path).ok()?;
            says.is_match(&text).then(|| (*file, named.is_match(&text)))
        })
        .collect();
    if !marked.iter().any(|(_, named)| *named) {
        return Vec::new();
    }
    let marked: Vec<&File> = marked.into_iter().map(|(file, _)| file).collect();
    let mut steps = read(root, cache, &marked, scan);
    steps.retain(|step| step.op == Op::Define);
    steps
}
