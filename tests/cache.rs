//! What earlier runs kept never changes what a run says.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod tree;

use std::{
    fs,
    path::PathBuf,
    time::{Duration, SystemTime},
};

use tree::Tree;

/// An application that is large enough for a cache.
fn application(name: &str) -> Tree {
    let tree = Tree::new(name);
    for at in 0..150 {
        model(&tree, at, "deleted_at");
    }
    tree
}

fn model(tree: &Tree, at: usize, column: &str) {
    let text = format!(
        "class Thing{at} < ApplicationRecord\n  \
         default_scope {{ where({column}: nil) }} if column_names.include?(\"{column}\")\nend\n"
    );
    tree.file(&format!("shop/app/models/thing{at}.rb"), text);
}

/// What `check` says of a column of the first model.
#[track_caller]
fn said(tree: &Tree, more: &[&str]) -> String {
    let arguments = ["check", "--format", "json", "--add", "thing0s.deleted_at timestamp"];
    let run = tree.ormscope("shop", &[&arguments, more].concat());
    assert!(matches!(run.status, Some(0 | 1)), "{}", run.err);
    assert_eq!(run.err, "");
    run.out
}

/// The files that are kept in the user's folder.
fn kept(tree: &Tree) -> Vec<PathBuf> {
    let folder = fs::read_dir(tree.path(".cache/ormscope"));
    folder.map(|all| all.map(|it| it.unwrap().path()).collect()).unwrap_or_default()
}

/// The files of what was made of texts; on a slow machine a tree is old enough for answers, too.
fn codes(tree: &Tree) -> Vec<PathBuf> {
    let is_code = |file: &PathBuf| file.extension().is_some_and(|it| it == "code");
    kept(tree).into_iter().filter(is_code).collect()
}

#[test]
fn a_run_says_the_same_with_and_without() {
    let tree = application("cache-same");
    let plain = said(&tree, &["--no-cache"]);
    assert!(plain.contains("filter-activated"));
    assert_eq!(kept(&tree), Vec::<PathBuf>::new());
    for _ in 0..3 {
        assert_eq!(said(&tree, &[]), plain);
        assert_eq!(codes(&tree).len(), 1);
    }
}

#[test]
fn a_file_that_changes_is_read_anew() {
    let tree = application("cache-changes");
    let before = said(&tree, &[]);
    // Of the same length, and within the same second.
    model(&tree, 0, "deleted_on");
    let after = said(&tree, &[]);
    assert_ne!(after, before);
    assert_eq!(after, said(&tree, &["--no-cache"]));
    model(&tree, 0, "deleted_at");
    assert_eq!(said(&tree, &[]), before);
}

#[test]
fn a_damaged_cache_is_written_anew() {
    let tree = application("cache-damage");
    let plain = said(&tree, &[]);
    let file = codes(&tree).remove(0);
    let whole = fs::read(&file).unwrap();
    let mut changed = whole.clone();
    for at in (0..changed.len()).step_by(97) {
        changed[at] ^= 0x40;
    }
    for bytes in [b"".to_vec(), whole[..whole.len() / 2].to_vec(), changed] {
        fs::write(&file, bytes).unwrap();
        assert_eq!(said(&tree, &[]), plain);
        assert_eq!(fs::read(&file).unwrap().len(), whole.len());
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let tree = application("cache-folder");
    tree.file(".cache", "a file");
    assert_eq!(said(&tree, &[]), said(&tree, &["--no-cache"]));
}

/// Makes all files of the application as old as those of a checkout of last week.
fn age(tree: &Tree) {
    let week = SystemTime::now() - Duration::from_secs(7 * 24 * 60 * 60);
    for at in 0..150 {
        let file = tree.path(&format!("shop/app/models/thing{at}.rb"));
        fs::File::options().write(true).open(file).unwrap().set_modified(week).unwrap();
    }
}

/// How many answers are kept, and how large their file is.
fn answers(tree: &Tree) -> u64 {
    let files = kept(tree).into_iter();
    let files = files.filter(|file| file.extension().is_some_and(|it| it == "answers"));
    files.map(|file| file.metadata().unwrap().len()).sum()
}

#[test]
fn what_was_said_is_said_again_until_a_file_changes() {
    let tree = application("cache-answers");
    age(&tree);
    let before = said(&tree, &[]);
    let size = answers(&tree);
    assert!(size > before.len() as u64, "it is kept");
    assert_eq!(said(&tree, &[]), before);
    assert_eq!(answers(&tree), size, "nothing was said anew");
    // Another question has an answer of its own.
    assert_ne!(said(&tree, &["--min-severity", "critical"]), before);
    assert_eq!(said(&tree, &[]), before);

    // Of the same length and age, but not the same file any more.
    model(&tree, 0, "deleted_on");
    age(&tree);
    let after = said(&tree, &[]);
    assert_ne!(after, before);
    assert_eq!(after, said(&tree, &["--no-cache"]));
    assert_eq!(after, said(&tree, &[]));
}

#[test]
fn the_exit_status_is_kept_as_well() {
    let tree = application("cache-status");
    age(&tree);
    let check = ["check", "--add", "thing0s.deleted_at timestamp", "--fail-on", "low"];
    for _ in 0..2 {
        assert_eq!(tree.ormscope("shop", &check).status, Some(1));
    }
    assert!(answers(&tree) > 0);
}
