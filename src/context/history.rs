//! The last migrations of a table.

use std::{path::Path, sync::Arc};

use rayon::prelude::*;

use crate::{
    app::App,
    change::{Change, Op},
    proposal, scan,
    walk::{self, File},
};

/// A migration with what it did to the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its file.
    pub file: Arc<str>,
    /// The steps that are about the table, in order.
    pub steps: Vec<Change>,
}

/// The newest migrations that change the table, newest first.
pub fn last(
    root: &Path,
    files: &[File],
    app: &App,
    table: &str,
    models: &[&str],
    most: usize,
) -> Vec<Migration> {
    let words: Vec<String> =
        models.iter().chain([&table]).map(|word| word.to_lowercase()).collect();
    let migrations = files.iter().filter(|file| !file.test && scan::is_migration(&file.path));
    let mut found: Vec<Migration> = migrations
        .collect::<Vec<_>>()
        .par_iter()
        .filter_map(|file| {
            let text = walk::text(root, &file.path).ok()?;
            let lower = text.to_lowercase();
            if !words.iter().any(|word| lower.contains(word.as_str())) {
                return None;
            }
            // What cannot be read was told of when the tables were built.
            let changes = scan::changes(&file.path, &text, file.language).ok()?;
            let (mut steps, _) = proposal::settle(changes, app);
            steps.retain(|step| {
                let renamed = step.op == Op::RenameTable && step.to.as_deref() == Some(table);
                step.table == table || renamed
            });
            let file = file.path.clone();
            (!steps.is_empty()).then_some(Migration { file, steps })
        })
        .collect();
    found.sort_by_cached_key(|migration| scan::numbered(&migration.file));
    found.reverse();
    found.truncate(most);
    found
}
