//! Histories as teams make them: which migrations are proposed, or what is missing to tell.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod repository;
mod tree;

use std::fs;

use repository::{commit, git};
use serde_json::Value;
use tree::{Run, Tree};

fn add(column: &str) -> String {
    format!(
        "class Step < ActiveRecord::Migration[7.1]\n  def change\n    add_column :users, :{column}, :text\n  end\nend\n"
    )
}

/// A repository with a model and a migration on `main`, and the branch `feature` checked out.
fn repository(name: &str) -> Tree {
    let tree = Tree::new(name);
    tree.file("app/models/user.rb", "class User < ApplicationRecord\nend\n");
    tree.file("db/migrate/1_old.rb", add("old"));
    git(&tree, &["init", "--quiet"]);
    git(&tree, &["symbolic-ref", "HEAD", "refs/heads/main"]);
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-b", "feature"]);
    tree
}

fn migrate(tree: &Tree, file: &str, column: &str) {
    tree.file(&format!("db/migrate/{file}.rb"), add(column));
    commit(tree);
}

fn merge(tree: &Tree, branch: &str) {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    git(tree, &[&who[..], &["merge", "--quiet", "--no-ff", "--message", "merge", branch]].concat());
}

fn remove(tree: &Tree, file: &str) {
    fs::remove_file(tree.path(&format!("db/migrate/{file}.rb"))).unwrap();
}

/// The columns that a run takes for proposed, with what they happen to.
#[track_caller]
fn proposed(tree: &Tree, folder: &str, arguments: &[&str]) -> Vec<String> {
    let all = [&["check", "--format", "json", "--fail-on", "never"], arguments].concat();
    let run = tree.ormscope(folder, &all);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["unread"], serde_json::json!([]), "{report}");
    let changes = report["changes"].as_array().unwrap().iter();
    changes.map(|it| format!("{} {}", it["op"], it["column"]).replace('"', "")).collect()
}

#[track_caller]
fn needs(run: &Run, words: &[&str]) {
    assert_eq!(run.status, Some(2), "{}{}", run.out, run.err);
    for word in words {
        assert!(run.err.contains(word), "no `{word}` in: {}", run.err);
    }
}

#[test]
fn what_was_merged_from_the_base_is_not_proposed() {
    let tree = repository("history-merged");
    migrate(&tree, "2_mine", "mine");
    git(&tree, &["checkout", "--quiet", "main"]);
    migrate(&tree, "3_theirs", "theirs");
    git(&tree, &["checkout", "--quiet", "feature"]);
    assert_eq!(proposed(&tree, "", &[]), ["add-column mine"], "before");
    merge(&tree, "main");
    assert_eq!(proposed(&tree, "", &[]), ["add-column mine"], "after");
}

#[test]
fn the_merge_that_a_ci_checks_out_proposes_what_the_branch_does() {
    let tree = repository("history-ci");
    migrate(&tree, "2_mine", "mine");
    git(&tree, &["checkout", "--quiet", "main"]);
    migrate(&tree, "3_theirs", "theirs");
    // As `refs/pull/7/merge`.
    git(&tree, &["checkout", "--quiet", "--detach"]);
    merge(&tree, "feature");
    assert_eq!(proposed(&tree, "", &[]), ["add-column mine"]);
}

#[test]
fn a_stacked_branch_proposes_what_it_adds_to_its_base() {
    let tree = repository("history-stacked");
    migrate(&tree, "2_lower", "lower");
    git(&tree, &["checkout", "--quiet", "-b", "upper"]);
    migrate(&tree, "3_upper", "upper");
    assert_eq!(proposed(&tree, "", &["--base", "feature"]), ["add-column upper"]);
    assert_eq!(proposed(&tree, "", &[]), ["add-column lower", "add-column upper"]);
}

#[test]
fn what_a_branch_takes_back_is_not_proposed() {
    let tree = repository("history-reverted");
    migrate(&tree, "2_mine", "mine");
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    git(&tree, &[&who[..], &["revert", "--no-edit", "HEAD"]].concat());
    assert_eq!(proposed(&tree, "", &[]), [""; 0]);

    // A branch that was merged and is reverted on `main` proposes it again when it is merged anew.
    migrate(&tree, "3_other", "other");
    assert_eq!(proposed(&tree, "", &[]), ["add-column other"]);
}

#[test]
fn a_migration_that_stands_for_others_is_not_proposed() {
    let tree = repository("history-squashed");
    let squashed = |replaces: &str| {
        format!(
            "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    replaces = [{replaces}]\n    operations = [migrations.AddField('user', 'plan', models.TextField(null=True))]\n"
        )
    };
    tree.file("shop/migrations/0001_squashed_0009.py", squashed("('shop', '0001_initial')"));
    assert_eq!(proposed(&tree, "", &[]), [""; 0]);
    tree.file("shop/migrations/0001_squashed_0009.py", squashed(""));
    assert_eq!(proposed(&tree, "", &[]), ["add-column plan"]);
}

#[test]
fn a_migration_that_gets_another_name_or_number_proposes_nothing() {
    let tree = repository("history-renamed");
    remove(&tree, "1_old");
    migrate(&tree, "1_older", "old");
    assert_eq!(proposed(&tree, "", &[]), [""; 0]);

    remove(&tree, "1_older");
    migrate(&tree, "2_old", "old");
    assert_eq!(proposed(&tree, "", &[]), [""; 0]);
    let run = tree.ormscope("", &["check"]);
    let says = "db/migrate/2_old.rb has the steps of db/migrate/1_old.rb";
    assert!(run.out.contains(says), "{}", run.out);

    remove(&tree, "2_old");
    migrate(&tree, "2_old", "another");
    assert_eq!(proposed(&tree, "", &[]), ["add-column another"]);

    remove(&tree, "2_old");
    migrate(&tree, "1_older", "another");
    assert_eq!(proposed(&tree, "", &[]), ["add-column another"]);
}

#[test]
fn a_migration_of_django_that_follows_another_one_proposes_nothing() {
    let tree = repository("history-renumbered");
    git(&tree, &["checkout", "--quiet", "main"]);
    let step = |after: &str, column: &str| {
        format!(
            "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [('shop', '{after}')]\n    operations = [migrations.AddField('user', '{column}', models.TextField(null=True))]\n"
        )
    };
    tree.file("shop/migrations/0050_plan.py", step("0049_user", "plan"));
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-B", "feature"]);
    fs::remove_file(tree.path("shop/migrations/0050_plan.py")).unwrap();
    tree.file("shop/migrations/0051_plan.py", step("0050_team", "plan"));
    tree.file("shop/migrations/0050_team.py", step("0049_user", "team"));
    assert_eq!(proposed(&tree, "", &[]), ["add-column team"]);
}

#[test]
fn migrations_that_are_squashed_come_to_the_tables_that_they_create() {
    let tree = repository("history-squashed");
    remove(&tree, "1_old");
    let squashed = "class Step < ActiveRecord::Migration[7.1]\n  def change\n    create_table :users do |t|\n      t.text :old\n    end\n  end\nend\n";
    tree.file("db/migrate/9_squashed.rb", squashed);
    commit(&tree);
    assert!(proposed(&tree, "", &[]).iter().all(|it| it.starts_with("create-table")));
    let run = tree.ormscope("", &["check"]);
    assert!(run.out.starts_with("no finding: "), "{}", run.out);
}

#[test]
fn a_shallow_clone_is_told_what_to_fetch() {
    let tree = repository("history-shallow");
    migrate(&tree, "2_mine", "mine");
    migrate(&tree, "3_more", "more");
    let origin = format!("file://{}", tree.path("").display());
    let clone = |depth: &str, folder: &str| {
        let branch = ["--no-single-branch", "--branch", "feature"];
        let rest = [&["clone", "--quiet", "--depth", depth], &branch[..], &[&*origin, folder]];
        git(&tree, &rest.concat());
    };
    clone("1", "one");
    let unshallow = ["the clone is shallow", "`fetch-depth: 0`", "`git fetch --unshallow`"];
    needs(&tree.ormscope("one", &["check", "--base", "origin/main"]), &unshallow);
    // As far as it reaches back, it serves.
    clone("3", "three");
    let mine = ["add-column mine", "add-column more"];
    assert_eq!(proposed(&tree, "three", &["--base", "origin/main"]), mine);
}

#[test]
fn a_worktree_is_like_its_repository() {
    let tree = repository("history-worktree");
    git(&tree, &["worktree", "add", "--quiet", "-b", "other", "beside", "main"]);
    tree.file("beside/db/migrate/2_mine.rb", add("mine"));
    assert_eq!(proposed(&tree, "beside", &[]), ["add-column mine"]);
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let inner = repository("history-inner");
    let tree = repository("history-outer");
    let url = inner.path("").display().to_string();
    let allow = ["-c", "protocol.file.allow=always"];
    git(&tree, &[&allow[..], &["submodule", "--quiet", "add", &url, "engine"]].concat());
    commit(&tree);
    assert_eq!(proposed(&tree, "", &[]), [""; 0], "its files are not the outer one's");
    tree.file("engine/db/migrate/2_mine.rb", add("mine"));
    assert_eq!(proposed(&tree, "", &[]), [""; 0], "nor are its changes");
    assert_eq!(proposed(&tree, "engine", &[]), ["add-column mine"]);
}

#[test]
fn histories_without_a_common_commit_are_told_apart() {
    let tree = repository("history-apart");
    git(&tree, &["checkout", "--quiet", "--orphan", "apart"]);
    tree.file("unrelated", "");
    commit(&tree);
    needs(&tree.ormscope("", &["check"]), &["have no commit in common", "`--base REV`"]);
}

#[test]
fn a_migration_that_cannot_be_read_fails_the_run_in_every_format() {
    let tree = repository("history-unread");
    tree.file("db/migrate/2_binary.rb", b"class \xff\xfe");
    commit(&tree);
    for format in ["text", "json", "sarif", "github", "gitlab", "rdjsonl", "markdown"] {
        let run = tree.ormscope("", &["check", "--format", format]);
        assert_eq!(run.status, Some(2), "{format}: {}", run.out);
        let says = run.out.replace("&#95;", "_").replace("<code>", "").replace("</code>", "");
        assert!(says.contains("2_binary.rb cannot be read"), "{format}: {says}");
    }
}

#[test]
fn a_migration_of_a_framework_that_is_not_known_is_said() {
    let tree = repository("history-foreign");
    tree.file("priv/repo/migrations/2_add.exs", "defmodule X do\nend\n");
    commit(&tree);
    for format in ["text", "json", "sarif", "github", "gitlab", "rdjsonl", "markdown"] {
        let run = tree.ormscope("", &["check", "--format", format]);
        assert_eq!(run.status, Some(0), "{format}: {}", run.out);
        let says = run.out.replace("&#95;", "_");
        assert!(says.contains("a framework that is not known"), "{format}: {says}");
        let strict = tree.ormscope("", &["check", "--format", format, "--strict"]);
        assert_eq!(strict.status, Some(2), "{format}");
    }
}

#[test]
fn code_in_a_folder_of_migrations_that_no_known_tool_runs_is_said() {
    let tree = repository("history-unknown");
    for file in ["migrations/0002_x.py", "src/migrations/2_x.js", "db/migrate/2_x.rb"] {
        tree.file(file, "x = 1\n");
    }
    // What helps migrations, and a migration without a step, are none of that.
    tree.file("migrations/helpers.py", "x = 1\n").file("src/versions/v2.py", "x = 1\n");
    tree.file("db/migrate/3_x.rb", "class X < ActiveRecord::Migration[7.1]\nend\n");
    let run = tree.ormscope("", &["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let problems = report["problems"].as_array().unwrap();
    let files: Vec<_> = problems.iter().map(|it| it["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["db/migrate/2_x.rb", "migrations/0002_x.py", "src/migrations/2_x.js"]);
    assert!(problems.iter().all(|it| it["kind"] == "framework"));

    let named = tree.ormscope("", &["check", "--migration", "migrations/0002_x.py"]);
    needs(&named, &["migrations/0002_x.py is no migration: no tool that ormscope knows runs it"]);
}
