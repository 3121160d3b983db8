//! The page of a table keeps within every budget, and says what it leaves out.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use ormscope::{
    ChangeSources, Request,
    config::Config,
    page::{Page, Topic},
    report::context::{fit, markdown},
    workspace::Workspace,
};

fn page(root: &Path, subject: &str) -> Page {
    let request = Request {
        root: root.to_owned(),
        sources: ChangeSources::default(),
        base: None,
        config: Config::default(),
        only: Vec::new(),
        skip: Vec::new(),
        stats: None,
        baseline: None,
        jobs: None,
        caches: None,
    };
    Workspace::new(request).context(subject).unwrap()
}

fn entries(page: &Page) -> usize {
    page.sections.iter().map(|section| section.entries.len()).sum()
}

fn keeps_every_budget(page: &Page) {
    let all = entries(page);
    for budget in (200..=8000).step_by(25) {
        let mut short = page.clone();
        fit(&mut short, budget);
        let text = markdown(&short);
        let long = text.chars().count();
        assert!(long <= budget * 4, "{long} characters for {budget} tokens:\n{text}");
        assert!(text.starts_with(&format!("# `{}`\n", page.subject())), "{text}");
        let dropped: usize = short.dropped.iter().map(|(_, number)| number).sum();
        assert_eq!(entries(&short) + dropped, all, "{budget}");
        assert_eq!(text.contains("left out"), dropped + short.bare > 0, "{budget}: {text}");
    }
}

#[test]
fn pages_keep_within_every_budget() {
    for (root, subject) in [
        ("tests/context/rails.in", "users"),
        ("tests/context/rails.in", "users.email"),
        ("tests/context/django.in", "Account"),
        ("tests/context/node.in", "users"),
    ] {
        keeps_every_budget(&page(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root), subject));
    }
}

#[test]
fn a_page_of_many_columns_and_unread_files_keeps_within_every_budget() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("budget_many");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("app/models")).unwrap();
    fs::create_dir_all(root.join("db")).unwrap();
    let columns: String = (0..300).map(|at| format!("    t.string \"field_{at}\"\n")).collect();
    let schema = format!(
        "ActiveRecord::Schema[8.0].define(version: 1) do\n  create_table \"users\" do |t|\n{columns}  end\nend\n"
    );
    fs::write(root.join("db/schema.rb"), schema).unwrap();
    let checks: String =
        (0..300).map(|at| format!("  validates :field_{at}, length: {{ maximum: 9 }}\n")).collect();
    let model = format!("class User < ApplicationRecord\n  before_save :trim\n{checks}end\n");
    fs::write(root.join("app/models/user.rb"), model).unwrap();
    fs::write(root.join("package.json"), "{ no JSON").unwrap();
    let page = page(&root, "users");
    assert!(markdown(&page).chars().count() > 4 * 8000);
    assert_eq!(page.unread.len(), 1);
    keeps_every_budget(&page);

    let mut short = page.clone();
    fit(&mut short, markdown(&page).chars().count() / 4 - 100);
    assert!(short.bare > 0 && short.dropped.is_empty(), "where they are used goes before columns");
    let mut short = page.clone();
    fit(&mut short, 400);
    assert_eq!(short.entries(Topic::Callbacks).len(), 1);
    assert!(short.entries(Topic::Columns).is_empty());
}
