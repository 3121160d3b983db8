//! Findings that are known: comments, entries of the configuration, baselines.

#![cfg(unix)]
// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod tree;

use std::fs;

use serde_json::{Value, json};
use tree::{Run, Tree};

const GATED: &str = "\
class User < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.include?(\"deleted_at\")
end
";
const STEP: &str = "db/migrate/20260101000000_add_deleted_at.rb";

/// An application whose migration hides every user; `above` and `beside` are comments there.
fn application(name: &str, above: &str, beside: &str) -> Tree {
    let tree = Tree::new(name);
    tree.file("app/models/user.rb", GATED);
    migrate(&tree, STEP, above, beside);
    tree
}

fn migrate(tree: &Tree, file: &str, above: &str, beside: &str) {
    let step = "add_column :users, :deleted_at, :datetime, default: -> { \"now()\" }";
    let text = format!(
        "class Step < ActiveRecord::Migration[7.1]\n  def change\n{above}    {step} {beside}\n  end\nend\n"
    );
    tree.file(file, text);
}

fn check(tree: &Tree, arguments: &[&str]) -> Run {
    let all = [&["check", "--migration", STEP, "--only", "rows-hidden"], arguments].concat();
    tree.ormscope("", &all)
}

/// The report of a run, and whether it failed.
#[track_caller]
fn report(tree: &Tree, arguments: &[&str]) -> (Value, Option<i32>) {
    let run = check(tree, &[&["--format", "json"], arguments].concat());
    (serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err)), run.status)
}

/// The run counts no finding, for this reason.
#[track_caller]
fn waived(tree: &Tree, suppressed: Value) {
    let (report, status) = report(tree, &[]);
    assert_eq!(report["findings"][0]["suppressed"], suppressed, "{:?}", report["notes"]);
    assert_eq!(report["summary"]["findings"]["critical"], 0);
    assert_eq!(report["summary"]["suppressed"], 1);
    assert_eq!(report["notes"], json!([]));
    assert_eq!(status, Some(0));
}

/// The finding counts, and these are the notes.
#[track_caller]
fn counts(tree: &Tree, notes: &[&str]) {
    let (report, status) = report(tree, &[]);
    assert_eq!(report["findings"][0]["suppressed"], Value::Null);
    assert_eq!(report["notes"], json!(notes));
    assert_eq!(status, Some(1));
}

fn comment(file: &str, line: u32, reason: &str, until: Value) -> Value {
    json!({ "by": "comment", "reason": reason, "until": until, "file": file, "line": line })
}

#[test]
fn a_comment_stands_beside_the_step_above_it_or_at_the_evidence() {
    let ignore = "# ormscope: ignore[rows-hidden] nobody is left";
    let beside = application("known-beside", "", ignore);
    waived(&beside, comment(STEP, 3, "nobody is left", Value::Null));

    let above = application("known-above", &format!("    {ignore}\n"), "");
    waived(&above, comment(STEP, 3, "nobody is left", Value::Null));

    let evidence = application("known-evidence", "", "");
    evidence.file("app/models/user.rb", GATED.replace("\")\nend", &format!("\") {ignore}\nend")));
    waived(&evidence, comment("app/models/user.rb", 2, "nobody is left", Value::Null));
}

#[test]
fn a_comment_speaks_of_its_own_effects_and_lines() {
    let two = "    # ormscope: ignore[rows-hidden] known\n    x = 1\n";
    let gap = application("known-gap", two, "");
    let says = |why: &str| format!("the comment in {STEP}:3 {why}");
    counts(&gap, &[&says("is not needed: no `rows-hidden` is found there")]);

    // This run looks for `rows-hidden` alone.
    let other = application("known-other", "    # ormscope: ignore[name-collision] known\n", "");
    counts(&other, &[]);
}

#[test]
fn a_comment_without_a_reason_or_with_a_slip_is_not_heard() {
    let why = |comment: &str, why: &str| {
        let tree = application("known-slip", &format!("    # ormscope: {comment}\n"), "");
        counts(&tree, &[&format!("the comment in {STEP}:3 is not heard: {why}")]);
    };
    why("ignore[rows-hidden]", "a reason is missing; write `ormscope: ignore[effect] reason`");
    why("ignore[rows-hiden] x", "unknown effect `rows-hiden`; did you mean `rows-hidden`?");
}

#[test]
fn a_comment_may_hold_until_a_day() {
    let until = |day: &str| format!("    # ormscope: ignore[rows-hidden] until {day} known\n");
    let future = application("known-until", &until("2999-12-31"), "");
    waived(&future, comment(STEP, 3, "known", json!("2999-12-31")));

    let past = application("known-over", &until("2020-02-29"), "");
    let note = format!("the comment in {STEP}:3 held until 2020-02-29: `rows-hidden` counts again");
    counts(&past, &[&note]);
}

#[test]
fn sql_has_comments_of_its_own() {
    let tree = Tree::new("known-sql");
    let statement = "ALTER TABLE users ADD COLUMN deleted_at timestamp DEFAULT now();";
    tree.file("app/models/user.rb", GATED)
        .file("a.sql", format!("-- ormscope: ignore[rows-hidden] known\n{statement}\n"));
    let run = |arguments: &[&str]| {
        let all = [&["check", "--sql", "a.sql", "--only", "rows-hidden"], arguments].concat();
        tree.ormscope("", &all)
    };
    assert_eq!(run(&[]).status, Some(0));
    tree.file("a.sql", format!("# ormscope: ignore[rows-hidden] known\n{statement}\n"));
    assert_eq!(run(&[]).status, Some(1));
}

#[test]
fn python_is_heard_at_the_evidence() {
    let tree = Tree::new("known-python");
    let case = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/cases/rows-hidden/a_listener_adds_criteria.in/"
    );
    let [models, step] = ["blog/models.py", "migrations/articles.sql"]
        .map(|file| fs::read_to_string(format!("{case}{file}")).unwrap());
    tree.file("blog/models.py", &models).file("step.sql", step);
    let report = |tree: &Tree| -> Value {
        let arguments = ["--sql", "step.sql", "--only", "rows-hidden", "--format", "json"];
        let run = tree.ormscope("", &[&["check"], &arguments[..]].concat());
        serde_json::from_str(&run.out).unwrap()
    };
    let finding = &report(&tree)["findings"][0];
    assert_eq!(finding["suppressed"], Value::Null);
    let line = finding["evidence"][0]["line"].as_u64().unwrap() as usize;
    let mut lines: Vec<&str> = models.lines().collect();
    let commented = format!("{}  # ormscope: ignore[rows-hidden] known", lines[line - 1]);
    lines[line - 1] = &commented;
    tree.file("blog/models.py", lines.join("\n"));
    assert_eq!(report(&tree)["findings"][0]["suppressed"]["reason"], "known");
}

#[test]
fn an_entry_of_the_configuration_waives_a_column_or_files() {
    let tree = application("known-waive", "", "");
    let entry = |lines: &str| {
        let text = format!("[[waive]]\neffect = 'rows-hidden'\nreason = 'known'\n{lines}\n");
        tree.file("ormscope.toml", text);
    };
    let config = |until| json!({ "by": "config", "reason": "known", "until": until, "file": null, "line": null });
    for lines in [
        "column = 'users.deleted_at'",
        "column = 'users'",
        "file = 'db/migrate/2026*'",
        "file = 'app/models/**'\ncolumn = 'users.deleted_at'",
    ] {
        entry(lines);
        waived(&tree, config(Value::Null));
    }
    entry("column = 'users'\nuntil = 2999-12-31");
    waived(&tree, config(json!("2999-12-31")));

    let at = "the `waive` in line 1 of the configuration";
    entry("column = 'users'\nuntil = 2020-12-31");
    counts(&tree, &[&format!("{at} held until 2020-12-31: `rows-hidden` counts again")]);
    // What is about something else is not useless.
    entry("column = 'posts.deleted_at'");
    counts(&tree, &[]);
    entry("column = 'users.deleted_at'\nfile = 'lib/*'");
    counts(&tree, &[]);
    entry("file = 'db/migrate/*'\ncolumn = 'users.deleted_at'");
    migrate(&tree, STEP, "", "# nothing hides");
    tree.file("app/models/user.rb", "class User < ApplicationRecord\nend\n");
    let (report, _) = report(&tree, &[]);
    let note = format!("{at} is not needed: no `rows-hidden` is found there");
    assert_eq!(report["notes"], json!([note]));
}

#[test]
fn what_is_waived_is_shown_and_does_not_hide_what_blocks() {
    let tree = application("known-shown", "", "# ormscope: ignore[rows-hidden] nobody is left");
    let text = check(&tree, &[]).out;
    let line = format!("waived[rows-hidden]: {STEP}:3: `users.deleted_at`: nobody is left\n");
    assert!(text.contains(&line), "{text}");
    assert!(text.contains("; 1 waived\n"), "{text}");

    let tree = application("known-blocks", "", "");
    let hidden = check(&tree, &["--min-severity", "critical", "--skip", "filter-activated"]);
    assert_eq!(hidden.status, Some(1));
    tree.file("ormscope.toml", "[effects]\nrows-hidden = 'high'\n");
    let hidden = check(&tree, &["--min-severity", "critical"]);
    assert!(hidden.out.contains("1 hidden by `--min-severity`"), "{}", hidden.out);
    assert_eq!(hidden.status, Some(1));
}

#[test]
fn a_baseline_survives_moved_lines_and_renamed_files() {
    let tree = application("known-baseline", "", "");
    let written = check(&tree, &["--write-baseline", "baseline.json"]);
    assert_eq!(written.status, Some(0), "{}", written.err);
    let first = fs::read(tree.path("baseline.json")).unwrap();
    assert_eq!(check(&tree, &["--write-baseline", "baseline.json"]).status, Some(0));
    assert_eq!(fs::read(tree.path("baseline.json")).unwrap(), first);
    assert_eq!(check(&tree, &[]).status, Some(1));

    let known = check(&tree, &["--baseline", "baseline.json"]);
    assert_eq!(known.status, Some(0));
    assert!(known.out.contains("; 1 in the baseline"), "{}", known.out);

    // The model moves to another file and down in it, and the migration gets another number.
    fs::remove_file(tree.path("app/models/user.rb")).unwrap();
    fs::remove_file(tree.path(STEP)).unwrap();
    tree.file("app/models/people/user.rb", format!("# frozen_string_literal: true\n\n{GATED}"));
    let later = "db/migrate/20260202000000_add_deleted_at.rb";
    migrate(&tree, later, "    # a comment\n\n", "");
    let run = tree.ormscope(
        "",
        &["check", "--migration", later, "--only", "rows-hidden", "--baseline", "baseline.json"],
    );
    assert_eq!(run.status, Some(0), "{}", run.out);

    // Another filter is another finding.
    tree.file("app/models/people/user.rb", GATED.replace("deleted_at: nil", "deleted_at: [nil]"));
    let run = tree.ormscope(
        "",
        &["check", "--migration", later, "--only", "rows-hidden", "--baseline", "baseline.json"],
    );
    assert_eq!(run.status, Some(1), "{}", run.out);
}

#[test]
fn what_a_baseline_lists_and_is_gone_is_fixed() {
    let tree = application("known-fixed", "", "");
    check(&tree, &["--write-baseline", "baseline.json"]);
    tree.file("app/models/user.rb", "class User < ApplicationRecord\nend\n");
    let (gone, status) = report(&tree, &["--baseline", "baseline.json"]);
    assert_eq!(status, Some(0));
    assert_eq!(gone["fixed"][0]["effect"], "rows-hidden");
    assert_eq!(gone["fixed"][0]["subject"], "users.deleted_at");
    let text = check(&tree, &["--baseline", "baseline.json"]).out;
    assert!(
        text.contains("fixed: `rows-hidden` of `users.deleted_at` is in the baseline"),
        "{text}"
    );

    // A finding of another change is not fixed because that change is not proposed.
    let other = tree.ormscope(
        "",
        &["check", "--add", "users.x int", "--baseline", "baseline.json", "--format", "json"],
    );
    let other: Value = serde_json::from_str(&other.out).unwrap();
    assert_eq!(other["fixed"], json!([]));
    let note = "one finding of the baseline is about a change that is not proposed here";
    assert_eq!(other["notes"], json!([note]));
}

#[test]
fn a_baseline_that_is_none_is_an_error() {
    let tree = application("known-no-baseline", "", "");
    let run = check(&tree, &["--baseline", "baseline.json"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("`--write-baseline` writes one"), "{}", run.err);
    tree.file("baseline.json", "{}");
    let run = check(&tree, &["--baseline", "baseline.json"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("`baseline.json` is no baseline"), "{}", run.err);
}
