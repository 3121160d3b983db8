//! What `ormscope init` leaves behind, and the files for a CI.

#![cfg(unix)]
// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod tree;

use std::fs;

use tree::Tree;

fn text(tree: &Tree, path: &str) -> String {
    fs::read_to_string(tree.path(path)).unwrap()
}

#[test]
fn a_configuration_is_written_that_changes_nothing() {
    let tree = Tree::new("init");
    let run = tree.ormscope("", &["init"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert_eq!(
        run.out,
        "wrote ormscope.toml\n\
         no CI was found: neither a folder `.github` nor a file `.gitlab-ci.yml`\n"
    );
    let written = text(&tree, "ormscope.toml");
    assert!(written.lines().all(|line| line.is_empty() || line.starts_with('#')));

    // What it shows is right as soon as the comment signs go.
    let shown: Vec<&str> = written
        .lines()
        .map(|line| line.strip_prefix('#').filter(|line| !line.starts_with(' ')).unwrap_or(""))
        .collect();
    assert!(shown.concat().contains("fail-on"));
    tree.file("shown.toml", shown.join("\n"));
    let run = tree.ormscope("", &["models", "--config", "shown.toml"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
}

#[test]
fn what_is_there_stays_as_it_is() {
    let tree = Tree::new("init-again");
    tree.file("ormscope.toml", "fail-on = 'low'\n").file(".github/workflows/ormscope.yml", "mine");
    let run = tree.ormscope("", &["init"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.out.starts_with("left ormscope.toml as it is\nleft .github/"), "{}", run.out);
    assert_eq!(text(&tree, "ormscope.toml"), "fail-on = 'low'\n");
    assert_eq!(text(&tree, ".github/workflows/ormscope.yml"), "mine");
}

#[test]
fn the_job_of_a_ci_knows_where_the_application_is() {
    let tree = Tree::new("init-ci");
    tree.file(".git/HEAD", "").file(".github/dependabot.yml", "").file(".gitlab-ci.yml", "");
    tree.file("apps/shop/Gemfile", "");
    let run = tree.ormscope("", &["init", "apps/shop"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let workflow = text(&tree, ".github/workflows/ormscope.yml");
    assert!(workflow.contains("\n          path: \"apps/shop\"\n"), "{workflow}");
    assert!(workflow.contains("fetch-depth: 0"), "{workflow}");
    let job = text(&tree, ".gitlab/ormscope.yml");
    assert!(job.contains("\n    ORMSCOPE_PATH: \"apps/shop\"\n"), "{job}");
    assert!(tree.path("apps/shop/ormscope.toml").is_file());
    assert!(run.out.contains("next: `include: .gitlab/ormscope.yml`"), "{}", run.out);

    tree.file("apps/${{ github.token }}/Gemfile", "");
    let run = tree.ormscope("", &["init", "apps/${{ github.token }}"]);
    assert_eq!(run.status, Some(2), "{}", run.out);
}

#[test]
fn every_input_of_the_workflow_is_one_of_the_action() {
    let action = include_str!("../action.yml");
    let workflow = include_str!("../ci/github.yml");
    let (_, with) = workflow.split_once("ormscope@COMMIT\n        with:\n").unwrap();
    for line in with.lines() {
        let input = line.trim().split(':').next().unwrap();
        assert!(action.contains(&format!("\n  {input}:\n")), "{input}");
    }
}

#[test]
fn what_the_jobs_call_is_understood() {
    let tree = Tree::new("init-calls");
    let job = include_str!("../ci/gitlab.yml");
    let call = job.lines().find_map(|line| line.trim().strip_prefix("- ormscope ")).unwrap();
    let arguments: Vec<&str> =
        call.split(' ').map(|word| if word.contains('$') { "." } else { word }).collect();
    let run = tree.ormscope("", &arguments);
    // There is no repository, and that is all that is wrong.
    assert!(run.err.contains("is not in a git repository"), "{}", run.err);
    assert!(tree.path("gl-code-quality-report.json").is_file());

    let hook = include_str!("../.pre-commit-hooks.yaml");
    assert!(hook.contains("  entry: ormscope check\n") && hook.contains("pass_filenames: false"));
}
