//! Changes that come from git: what a working tree adds to its base.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod repository;
mod tree;

use repository::{commit, git};
use serde_json::Value;
use tree::{Run, Tree, finish};

const GATED: &str = "\
class User < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.include?(\"deleted_at\")
end
";

/// A repository with an application and a migration on `main`, and the branch `feature` checked out.
fn repository(name: &str) -> Tree {
    let tree = Tree::new(name);
    tree.file("app/models/user.rb", GATED)
        .file("db/migrate/20250101000000_create_users.rb", migration("create_table(:users)"));
    git(&tree, &["init", "--quiet"]);
    git(&tree, &["symbolic-ref", "HEAD", "refs/heads/main"]);
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-b", "feature"]);
    tree
}

fn migration(step: &str) -> String {
    format!("class Step < ActiveRecord::Migration[7.1]\n  def change\n    {step}\n  end\nend\n")
}

/// The changes that a run of `check` takes, as `file: operation table.column`.
#[track_caller]
fn changes(tree: &Tree, folder: &str, arguments: &[&str]) -> Vec<String> {
    let report = report(tree, folder, arguments);
    let text = |change: &Value, key: &str| change[key].as_str().unwrap_or("-").to_owned();
    let changes = report["changes"].as_array().unwrap();
    changes
        .iter()
        .map(|change| {
            let [file, op, table] = ["file", "op", "table"].map(|key| text(change, key));
            format!("{file}: {op} {table}.{}", text(change, "column"))
        })
        .collect()
}

#[track_caller]
fn report(tree: &Tree, folder: &str, arguments: &[&str]) -> Value {
    let all = [&["check", "--format", "json", "--fail-on", "never"], arguments].concat();
    let run = tree.ormscope(folder, &all);
    assert_eq!(run.status, Some(0), "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

#[track_caller]
fn fails_naming(run: &Run, words: &[&str]) {
    assert_eq!(run.status, Some(2), "{}{}", run.out, run.err);
    assert_eq!(run.out, "");
    for word in words {
        assert!(run.err.contains(word), "no `{word}` in: {}", run.err);
    }
}

const ADDED: &str = "db/migrate/20260101000000_add_deleted_at.rb: add-column users.deleted_at";

#[test]
fn a_new_migration_of_a_branch_is_a_change() {
    let tree = repository("branch");
    let base = git(&tree, &["rev-parse", "main"]);
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("db/migrate/20260101000000_add_deleted_at.rb", &step);
    commit(&tree);

    let report = report(&tree, "", &[]);
    assert_eq!(report["base"], base.as_str());
    assert_eq!(report["findings"][0]["effect"], "filter-activated");
    assert_eq!(changes(&tree, "", &[]), [ADDED]);
    let run = tree.ormscope("", &[]);
    assert_eq!(run.status, Some(1), "`ormscope` alone is `ormscope check`: {}", run.out);
}

#[test]
fn uncommitted_and_untracked_migrations_count() {
    let tree = repository("uncommitted");
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("db/migrate/20260101000000_add_deleted_at.rb", &step);
    assert_eq!(changes(&tree, "", &[]), [ADDED], "untracked");
    git(&tree, &["add", "--all"]);
    assert_eq!(changes(&tree, "", &[]), [ADDED], "staged");
}

#[test]
fn what_git_ignores_does_not_count() {
    let tree = repository("ignored");
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("db/migrate/20260101000000_add_deleted_at.rb", &step)
        .file(".gitignore", "2026*.rb\n");
    assert_eq!(changes(&tree, "", &[]), [""; 0]);
}

#[test]
fn a_modified_migration_counts_as_a_whole_and_a_deleted_one_not_at_all() {
    let tree = repository("modified");
    let old = "db/migrate/20250101000000_create_users.rb";
    tree.file(old, migration("add_column :users, :deleted_at, :datetime"));
    assert_eq!(changes(&tree, "", &[]), [format!("{old}: add-column users.deleted_at")]);
    std::fs::remove_file(tree.path(old)).unwrap();
    assert_eq!(changes(&tree, "", &[]), [""; 0]);
}

#[test]
fn a_migration_that_is_only_written_another_way_does_not_count() {
    let tree = repository("reformatted");
    let path = "db/migrate/20250201000000_add_name.rb";
    tree.file(path, migration("add_column :users, :name, :string"));
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-b", "tidy"]);
    tree.file(path, migration("# The name.\n    add_column(:users, :name, :string)"));
    assert_eq!(changes(&tree, "", &["--base", "HEAD"]), [""; 0]);
    tree.file(path, migration("add_column :users, :name, :string").replace("[7.1]", "[6.1]"));
    assert_eq!(changes(&tree, "", &["--base", "HEAD"]), [""; 0]);
    tree.file(path, migration("add_column :users, :name, :text"));
    assert_eq!(changes(&tree, "", &["--base", "HEAD"]), [format!("{path}: add-column users.name")]);
}

#[test]
fn what_the_base_gained_meanwhile_is_not_proposed() {
    let tree = repository("meanwhile");
    git(&tree, &["checkout", "--quiet", "main"]);
    tree.file("db/migrate/20260201000000_theirs.rb", migration("remove_column :users, :fax"));
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "feature"]);
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("db/migrate/20260101000000_add_deleted_at.rb", &step);
    assert_eq!(changes(&tree, "", &[]), [ADDED]);
}

#[test]
fn sql_in_a_folder_of_migrations_counts_and_other_files_do_not() {
    let tree = repository("sql");
    tree.file("db/migrations/V2__plan.sql", "ALTER TABLE users ADD COLUMN plan text;")
        .file("db/migration/V3__size.sql", "ALTER TABLE users ADD COLUMN size text;")
        .file("db/migration/U3__size.sql", "ALTER TABLE users DROP COLUMN size;")
        .file("db/seeds.sql", "ALTER TABLE users ADD COLUMN seed text;")
        .file("lib/migrate.rb", migration("add_column :users, :other, :text"));
    assert_eq!(
        changes(&tree, "", &[]),
        [
            "db/migration/V3__size.sql: add-column users.size",
            "db/migrations/V2__plan.sql: add-column users.plan"
        ]
    );
}

#[test]
fn sql_of_a_database_that_no_model_maps_is_named_and_not_checked() {
    let tree = repository("store");
    let path = "clickhouse/migrations/0002_drop_users.up.sql";
    tree.file(path, "DROP TABLE IF EXISTS users;\n");
    let report = report(&tree, "", &[]);
    assert_eq!(report["changes"], serde_json::json!([]));
    let problems = report["problems"].to_string();
    let says =
        format!("{path} is a migration of ClickHouse, which no model maps: it is not checked");
    assert!(problems.contains(&says), "{problems}");
}

#[test]
fn tests_of_migrations_are_no_migrations_of_an_unknown_framework() {
    let tree = repository("tested");
    let test = "import { migration } from '../../migrations/20260101000000-fill';\n";
    tree.file("test/migrations/20260101000000-fill.test.ts", test);
    tree.file("migrations/20260102000000-other.ts", test);
    let report = report(&tree, "", &[]);
    let problems = report["problems"].to_string();
    assert!(problems.contains("migrations/20260102000000-other.ts looks like"), "{problems}");
    assert!(!problems.contains("fill.test.ts"), "{problems}");
}

#[test]
fn a_schema_dump_that_shows_the_change_already_does_not_hide_it() {
    let tree = repository("dump");
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("db/migrate/20260101000000_add_deleted_at.rb", &step).file(
        "db/schema.rb",
        "ActiveRecord::Schema[7.1].define(version: 2026_01_01_000000) do\n  create_table \"users\" do |t|\n    t.datetime \"deleted_at\"\n  end\nend\n",
    );
    assert_eq!(report(&tree, "", &[])["findings"][0]["effect"], "filter-activated");
}

#[test]
fn a_path_inside_the_repository_is_a_root_of_its_own() {
    let tree = Tree::new("folder");
    tree.file("shop/app/models/user.rb", GATED).file("blog/app/models/user.rb", GATED);
    git(&tree, &["init", "--quiet"]);
    git(&tree, &["symbolic-ref", "HEAD", "refs/heads/main"]);
    commit(&tree);
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("shop/db/migrate/20260101000000_add_deleted_at.rb", &step).file(
        "blog/db/migrate/20260101000000_drop_fax.rb",
        migration("remove_column :users, :fax"),
    );

    assert_eq!(changes(&tree, "", &["shop"]), [ADDED]);
    assert_eq!(changes(&tree, "shop", &[]), [ADDED]);
    assert_eq!(changes(&tree, "blog", &["../shop"]), [ADDED]);
}

#[test]
fn the_base_may_be_any_revision() {
    let tree = repository("revision");
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("db/migrate/20260101000000_add_deleted_at.rb", &step);
    commit(&tree);
    assert_eq!(changes(&tree, "", &["--base", "HEAD"]), [""; 0]);
    assert_eq!(changes(&tree, "", &["--base", "HEAD~1"]), [ADDED]);
    git(&tree, &["tag", "v1", "main"]);
    assert_eq!(changes(&tree, "", &["--base", "v1"]), [ADDED]);
}

#[test]
fn continuous_integration_names_the_base() {
    let tree = repository("ci");
    git(&tree, &["checkout", "--quiet", "-b", "release"]);
    tree.file("db/migrate/20250201000000_released.rb", migration("remove_column :users, :fax"));
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-b", "fix"]);
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("db/migrate/20260101000000_add_deleted_at.rb", &step);
    commit(&tree);

    let program = env!("CARGO_BIN_EXE_ormscope");
    let run = finish(tree.command(program, "").args(["changes"]).env("GITHUB_BASE_REF", "release"));
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    assert!(run.out.contains("deleted_at"), "{}", run.out);
}

#[test]
fn without_a_change_there_is_nothing_to_check() {
    let tree = repository("nothing");
    let run = tree.ormscope("", &[]);
    assert_eq!(run.status, Some(0));
    let says = "nothing to check: no change of the schema is proposed since `main` (";
    assert!(run.out.starts_with(says), "{}", run.out);
}

#[test]
fn without_a_repository_the_message_names_the_flags_that_help() {
    let tree = Tree::new("none");
    tree.file("app/models/user.rb", GATED);
    fails_naming(&tree.ormscope("", &[]), &["git", "--migration", "--sql", "--add"]);
}

#[test]
fn without_a_commit_the_message_names_the_flags_that_help() {
    let tree = Tree::new("empty");
    git(&tree, &["init", "--quiet"]);
    fails_naming(&tree.ormscope("", &[]), &["no commits", "--migration"]);
}

#[test]
fn without_a_base_the_message_names_the_flag_that_helps() {
    let tree = repository("baseless");
    git(&tree, &["branch", "--quiet", "-m", "main", "trunk"]);
    fails_naming(&tree.ormscope("", &[]), &["--base"]);
}

#[test]
fn a_base_that_is_no_revision_is_named() {
    let tree = repository("unknown");
    fails_naming(&tree.ormscope("", &["check", "--base", "nowhere"]), &["nowhere"]);
    fails_naming(&tree.ormscope("", &["check", "--base=--output=x"]), &["--output=x"]);
}

#[test]
fn nothing_that_the_repository_configures_is_run() {
    let tree = repository("hooks");
    let trap = tree.path("trap");
    let command = format!("touch {}", trap.display());
    git(&tree, &["config", "core.fsmonitor", &command]);
    git(&tree, &["config", "core.hooksPath", "hooks"]);
    git(&tree, &["config", "diff.external", &command]);
    git(&tree, &["config", "core.pager", &command]);
    git(&tree, &["config", "filter.x.clean", &command]);
    tree.file(".gitattributes", "*.rb filter=x diff=x\n");
    let step = migration("add_column :users, :deleted_at, :datetime");
    tree.file("db/migrate/20260101000000_add_deleted_at.rb", &step);
    assert_eq!(changes(&tree, "", &[]), [ADDED]);
    assert!(!trap.exists(), "a command of the repository was run");
}
