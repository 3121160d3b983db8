//! A repository in a tree: git as its owner would call it.

use crate::tree::{Tree, finish};

/// Runs git and returns what it prints.
#[track_caller]
pub(crate) fn git(tree: &Tree, arguments: &[&str]) -> String {
    let run = finish(tree.command("git", "").args(arguments));
    assert_eq!(run.status, Some(0), "git {arguments:?}: {}", run.err);
    run.out.trim().to_owned()
}

/// Commits everything.
#[track_caller]
pub(crate) fn commit(tree: &Tree) {
    git(tree, &["add", "--all"]);
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    git(tree, &[&who[..], &["commit", "--quiet", "--message", "step"]].concat());
}
