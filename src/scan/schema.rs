//! The tables and objects of the database: what dumps show, or, where there are none, what the
//! migrations built.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::{Concern, Scan, guarded, is_migration, is_way_back, numbered, order, ordered};
use crate::{
    app::{
        self, replay,
        table_names::{self, TableNames},
    },
    catalog,
    change::{Change, Op},
    database::Object,
    orm::{self, family},
    source::{Language, Unread},
    syntax::Desk,
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

/// What a database is read for.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The tables and columns in question.
    pub subjects: &'a [String],
    /// Whose rows are in question; `None` where nothing is.
    pub concern: Option<&'a Concern>,
    /// The migrations that are proposed, and have not run.
    pub proposed: &'a [Arc<str>],
    /// What the dumps said before the proposal, where they show it already.
    pub dumped: Option<Vec<Change>>,
}

/// The database as the schema dumps say, or, where there are none, as the migrations built it.
pub fn schema(
    root: &Path,
    desk: &Desk,
    files: &[File],
    scan: &mut Scan,
    asked: Asked<'_>,
) -> Schema {
    let Asked { subjects, concern, proposed, dumped } = asked;
    let dumps = scan.facts.iter().filter(|facts| !facts.schema.is_empty());
    let dumped =
        dumped.unwrap_or_else(|| dumps.clone().flat_map(|facts| facts.schema.clone()).collect());
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
        steps.extend(objects(root, desk, &scripts, scan, subjects));
        if any {
            steps.extend(objects(root, desk, &migrations, scan, subjects));
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
    let built = read(root, desk, &migrations, scan, concern);
    steps.extend(table_names::replay(built, &mut tables, &mut table_names));
    Schema { tables, table_names, objects: catalog::objects(&steps) }
}

/// The steps of migrations in order. Where models tell the same, those that concern nobody are not read.
fn read(
    root: &Path,
    desk: &Desk,
    migrations: &[&File],
    scan: &mut Scan,
    concern: Option<&Concern>,
) -> Vec<Change> {
    let step = |file: &File, concern: Option<&Concern>| {
        let text = walk::text(root, &file.path)?;
        let is_declared = || family(file.language).is_some_and(|it| (it.is_declared)(&text));
        match concern.is_some_and(|concern| !concern.is_in(&text)) && is_declared() {
            true => Ok(None),
            false => guarded(|| ordered(desk, &file.path, &text, file.language)).map(Some),
        }
    };
    let mut built = BTreeMap::new();
    let mut waiting: Vec<usize> = (0..migrations.len()).collect();
    let mut earlier = None;
    loop {
        let concern = earlier.as_ref().or(concern);
        let read = waiting.par_iter().map(|at| (*at, step(migrations[*at], concern)));
        let read: Vec<_> = read.collect();
        waiting.clear();
        let mut names = BTreeSet::new();
        for (at, result) in read {
            match result {
                Ok(Some(migration)) => {
                    names.extend(renamed(&migration));
                    built.insert(at, migration);
                }
                Ok(None) => waiting.push(at),
                Err(why) => {
                    scan.unread.push(Unread { file: migrations[at].path.clone(), why });
                }
            }
        }
        if waiting.is_empty() || names.is_empty() {
            break;
        }
        earlier = Some(Concern::named(names.iter().map(String::as_str)));
    }
    order::in_order(built.into_values().collect()).into_iter().flatten().collect()
}

/// What the tables that a migration renames were called before, and how their models.
fn renamed((_, steps): &order::Migration) -> Vec<String> {
    let renames = steps
        .iter()
        .filter(|step| step.to.is_some() && matches!(step.op, Op::RenameTable | Op::Define));
    let names = renames.flat_map(|step| [Some(&step.table), step.entity.as_ref()]);
    names.flatten().map(|name| orm::last(name).to_owned()).collect()
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
    desk: &Desk,
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
    let mut steps = read(root, desk, &marked, scan, None);
    steps.retain(|step| step.op == Op::Define);
    steps
}
