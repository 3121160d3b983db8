//! The script of the GitHub Action, run as GitHub runs it: with hostile names, with other people's
//! comments, with tokens that may not write.

#![cfg(unix)]
// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod repository;
mod tree;

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    sync::{Arc, Mutex},
    thread,
};

use repository::{commit, git};
use serde_json::{Value, json};
use tree::{Run, Tree, finish};

const GATED: &str = "\
class User < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.include?(\"deleted_at\")
end
";
const STEP: &str = "\
class AddDeletedAt < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :deleted_at, :datetime, default: -> { \"now()\" }
  end
end
";
const MARKER: &str = "<!-- ormscope: . -->";

/// A request that GitHub was sent.
#[derive(Clone, Debug)]
struct Sent {
    method: String,
    path: String,
    authorization: String,
    body: String,
}

/// A server in the place of GitHub's: it answers with a status and a value.
struct GitHub {
    url: String,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl GitHub {
    fn new(answer: impl Fn(&Sent) -> (u16, Value) + Send + 'static) -> GitHub {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let sent = Arc::new(Mutex::new(Vec::new()));
        let log = sent.clone();
        // It ends with the test program.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut line = || {
                    let mut line = String::new();
                    reader.read_line(&mut line).unwrap();
                    line.trim_end().to_owned()
                };
                let first = line();
                let mut words = first.split(' ').map(str::to_owned);
                let (method, path) = (words.next().unwrap(), words.next().unwrap());
                let (mut length, mut authorization) = (0, String::new());
                loop {
                    let header = line();
                    let Some((name, value)) = header.split_once(": ") else { break };
                    match name.to_ascii_lowercase().as_str() {
                        "content-length" => length = value.parse().unwrap(),
                        "authorization" => authorization = value.to_owned(),
                        _ => {}
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let body = String::from_utf8(body).unwrap();
                let request = Sent { method, path, authorization, body };
                let (status, value) = answer(&request);
                log.lock().unwrap().push(request);
                let text = value.to_string();
                let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", text.len());
                write!(stream, "{head}Connection: close\r\n\r\n{text}").unwrap();
            }
        });
        GitHub { url, sent }
    }

    /// One without comments that takes everything.
    fn open() -> GitHub {
        GitHub::new(|request| match request.method.as_str() {
            "GET" => (200, json!([])),
            _ => (201, json!({})),
        })
    }

    fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }
}

/// A pull request that adds these files.
fn pull_request(name: &str, files: &[(&str, &str)]) -> Tree {
    let tree = Tree::new(name);
    tree.file("app/models/user.rb", GATED).file(".gitignore", "/run/\n");
    git(&tree, &["init", "--quiet"]);
    git(&tree, &["symbolic-ref", "HEAD", "refs/heads/main"]);
    commit(&tree);
    git(&tree, &["checkout", "--quiet", "-b", "feature"]);
    for (path, text) in files {
        tree.file(path, text);
    }
    tree.file("unrelated", "");
    commit(&tree);
    tree.file("run/event.json", json!({ "pull_request": { "number": 7 } }).to_string());
    tree
}

fn run(tree: &Tree, github: &GitHub, settings: &[(&str, &str)]) -> Run {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/action/check.sh");
    let _ = fs::remove_file(tree.path("run/output"));
    let _ = fs::remove_file(tree.path("run/summary"));
    let mut command = tree.command("bash", "");
    command
        .args(["--noprofile", "--norc", "-euo", "pipefail", script])
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_BASE_REF", "main")
        .env("GITHUB_REPOSITORY", "acme/shop")
        .env("GITHUB_API_URL", &github.url)
        .env("GITHUB_EVENT_PATH", tree.path("run/event.json"))
        .env("GITHUB_OUTPUT", tree.path("run/output"))
        .env("GITHUB_STEP_SUMMARY", tree.path("run/summary"))
        .env("RUNNER_TEMP", tree.path("run"))
        .env("ORMSCOPE_PROGRAM", env!("CARGO_BIN_EXE_ormscope"))
        .env("ORMSCOPE_COMMENT", "true")
        .env("ORMSCOPE_COMMENT_AUTHOR", "github-actions[bot]")
        .env("ORMSCOPE_TOKEN", "secret")
        .envs(settings.iter().copied());
    let run = finish(&mut command);
    // Nothing is left behind but what GitHub asked for.
    let left = fs::read_dir(tree.path("run")).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    let ours = |name: &&std::ffi::OsString| name.to_string_lossy().starts_with("ormscope.");
    assert_eq!(left.iter().filter(ours).count(), 0, "{left:?}");
    run
}

fn text(tree: &Tree, path: &str) -> String {
    fs::read_to_string(tree.path(path)).unwrap_or_default()
}

/// The text of a comment that was sent.
fn body(sent: &Sent) -> String {
    let value: Value = serde_json::from_str(&sent.body).unwrap();
    value["body"].as_str().unwrap().to_owned()
}

#[test]
fn a_finding_is_annotated_summarised_and_commented_before_the_job_fails() {
    let tree = pull_request("action-finding", &[("db/migrate/1_add.rb", STEP)]);
    let github = GitHub::open();
    let run = run(&tree, &github, &[]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.out.contains("critical[rows-hidden]: "), "{}", run.out);
    let start = "\n::error file=db/migrate/1_add.rb,line=3,endLine=3,col=5,title=ormscope%3A rows-";
    assert!(run.out.contains(start), "{}", run.out);
    assert_eq!(text(&tree, "run/output"), "findings=3\nhighest-severity=critical\n");
    assert!(text(&tree, "run/summary").starts_with("### ormscope: 1 critical"));

    let sent = github.sent();
    assert_eq!(sent.len(), 2, "{sent:?}");
    assert_eq!(sent[0].path, "/repos/acme/shop/issues/7/comments?per_page=100&page=1");
    assert_eq!((&*sent[1].method, &*sent[1].path), ("POST", "/repos/acme/shop/issues/7/comments"));
    assert!(sent.iter().all(|it| it.authorization == "Bearer secret"), "{sent:?}");
    assert!(body(&sent[1]).starts_with(&format!("{MARKER}\n### ormscope: 1 critical")));
    assert!(!run.out.contains("secret") && !run.err.contains("secret"));
}

#[test]
fn the_comment_of_an_earlier_run_is_found_on_any_page_and_written_anew() {
    let github = GitHub::new(|request| {
        let comment = |id: u32, author: &str, text: String| json!({ "id": id, "user": { "login": author }, "body": text });
        let mine = "github-actions[bot]";
        match request.method.as_str() {
            "GET" if request.path.ends_with("&page=1") => {
                let mut page: Vec<Value> =
                    (0..98).map(|id| comment(id, "x", "hello".to_owned())).collect();
                // Whoever writes the marker, or quotes it, does not get the report.
                page.push(comment(98, "mallory", format!("{MARKER}\nforged")));
                page.push(comment(99, mine, format!("> {MARKER}\nquoted")));
                (200, json!(page))
            }
            "GET" => (200, json!([comment(500, mine, format!("{MARKER}\r\nold"))])),
            _ => (200, json!({})),
        }
    });
    let tree = pull_request("action-sticky", &[("db/migrate/1_add.rb", STEP)]);
    assert_eq!(run(&tree, &github, &[]).status, Some(1));
    let sent = github.sent();
    assert_eq!(sent.len(), 3, "{sent:?}");
    assert_eq!(
        (&*sent[2].method, &*sent[2].path),
        ("PATCH", "/repos/acme/shop/issues/comments/500")
    );

    // What was fixed is said there too.
    fs::remove_file(tree.path("db/migrate/1_add.rb")).unwrap();
    let fixed = run(&tree, &github, &[]);
    assert_eq!(fixed.status, Some(0));
    let sent = github.sent();
    assert!(body(&sent[5]).starts_with(&format!("{MARKER}\n### ormscope: nothing to check")));
}

#[test]
fn where_there_is_nothing_to_say_nothing_is_said() {
    let tree = pull_request("action-silent", &[]);
    let github = GitHub::open();
    let alone = tree.ormscope("", &["check", "--base", "main"]);
    assert!(alone.out.starts_with("nothing to check: "), "{}", alone.out);
    let run = run(&tree, &github, &[]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.out.starts_with(&alone.out), "{}", run.out);
    assert_eq!(text(&tree, "run/output"), "findings=0\nhighest-severity=none\n");
    assert_eq!(text(&tree, "run/summary"), "");
    assert!(!run.out.contains("::"), "{}", run.out);
    assert!(github.sent().iter().all(|it| it.method == "GET"));
}

#[test]
fn a_push_and_a_token_that_may_not_write_get_a_notice_and_the_same_status() {
    let tree = pull_request("action-readonly", &[("db/migrate/1_add.rb", STEP)]);
    let readonly = GitHub::new(|request| match request.method.as_str() {
        "GET" => (200, json!([])),
        _ => (403, json!({ "message": "Resource not accessible by integration" })),
    });
    let fork = run(&tree, &readonly, &[]);
    assert_eq!(fork.status, Some(1));
    assert!(fork.out.contains("\n::notice title=ormscope::no comment: it cannot be written"));
    assert_eq!(text(&tree, "run/output"), "findings=3\nhighest-severity=critical\n");

    let blind = GitHub::new(|_| (404, json!({})));
    let blind = run(&tree, &blind, &[]);
    assert_eq!(blind.status, Some(1));
    assert!(blind.out.contains("::notice title=ormscope::no comment: the comments"));

    let github = GitHub::open();
    tree.file("run/event.json", json!({ "ref": "refs/heads/main" }).to_string());
    let push = run(&tree, &github, &[]);
    assert_eq!(push.status, Some(1));
    assert!(push.out.contains("::notice title=ormscope::no comment: this run is about no pull"));
    assert!(github.sent().is_empty());
}

#[test]
fn a_clone_of_one_commit_is_told_what_it_needs() {
    let tree = pull_request("action-shallow", &[("db/migrate/1_add.rb", STEP)]);
    let origin = format!("file://{}", tree.path("").display());
    git(&tree, &["clone", "--quiet", "--depth", "1", "--branch", "feature", &origin, "run/clone"]);
    let github = GitHub::open();
    let clone = tree.path("run/clone");
    let run = run(&tree, &github, &[("ORMSCOPE_PATH", clone.to_str().unwrap())]);
    assert_eq!(run.status, Some(2), "{}", run.out);
    assert!(run.out.contains("::error title=ormscope::"), "{}", run.out);
    assert!(run.out.contains("`fetch-depth: 0`"), "{}", run.out);
    assert!(text(&tree, "run/summary").contains("fetch-depth"));
    assert!(body(github.sent().last().unwrap()).contains("fetch-depth"));
}

#[test]
fn hostile_names_do_not_act() {
    let names = [
        "a b",
        "a\n::error::owned",
        "a\n::set-output name=findings::0",
        "a%0A::warning::owned",
        "a'\"`$(touch owned)`;touch owned",
        "a\u{1b}[31mred",
        "a\u{202e}rtl",
        "a<img src=x>@all",
        "-a",
    ];
    let steps: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| format!("db/migrate/2026010100000{at}_{name}.rb"))
        .collect();
    let models: Vec<String> = names.iter().map(|name| format!("app/models/{name}.rb")).collect();
    let mut files: Vec<(&str, &str)> = steps.iter().map(|path| (path.as_str(), STEP)).collect();
    files.extend(models.iter().map(|path| (path.as_str(), GATED)));
    let tree = pull_request("action-hostile", &files);
    let github = GitHub::open();
    let ran = run(&tree, &github, &[]);
    assert_eq!(ran.status, Some(1), "{}", ran.err);
    acts_not(&tree, &ran);
    let comment = body(github.sent().last().unwrap());
    for wrong in ["\u{1b}", "\u{202e}", "<img", "@all", "\n::"] {
        assert!(!comment.contains(wrong), "{wrong:?} in {comment}");
    }
    assert!(text(&tree, "run/output").ends_with("highest-severity=critical\n"));
    assert_eq!(text(&tree, "run/output").lines().count(), 2);
}

#[test]
fn hostile_inputs_do_not_act() {
    let tree = pull_request("action-inputs", &[("db/migrate/1_add.rb", STEP)]);
    for (name, value) in [
        ("ORMSCOPE_PATH", "$(touch owned)"),
        ("ORMSCOPE_PATH", "--output=owned"),
        ("ORMSCOPE_PATH", "x\n::error::owned"),
        ("ORMSCOPE_BASE", "--output=owned"),
        ("ORMSCOPE_BASE", "x\n::error::owned"),
        ("ORMSCOPE_FAIL_ON", "never\n::error::owned"),
        ("ORMSCOPE_BASELINE", "x\n::error::owned"),
        ("ORMSCOPE_COMMENT_AUTHOR", "\" or true or \""),
    ] {
        let github = GitHub::open();
        let ran = run(&tree, &github, &[(name, value)]);
        let status = if name == "ORMSCOPE_COMMENT_AUTHOR" { 1 } else { 2 };
        assert_eq!(ran.status, Some(status), "{name} {value}: {}{}", ran.out, ran.err);
        acts_not(&tree, &ran);
    }
}

/// Every line that GitHub obeys is one that ormscope wrote.
#[track_caller]
fn acts_not(tree: &Tree, run: &Run) {
    for line in run.out.lines().chain(run.err.lines()) {
        let line = line.trim_start();
        if line.starts_with("::") && !line.starts_with("::: ") {
            let ours = ["error", "warning", "notice"]
                .map(|it| [format!("::{it} file="), format!("::{it} title=ormscope")]);
            assert!(ours.iter().flatten().any(|start| line.starts_with(start)), "theirs: {line}");
        }
        assert!(!line.contains("##["), "{line}");
        assert!(!line.contains(['\u{1b}', '\u{202e}', '\r']), "{line}");
    }
    assert!(!tree.path("owned").exists());
}

#[test]
fn the_program_does_not_get_to_see_the_token() {
    let tree = pull_request("action-token", &[("db/migrate/1_add.rb", STEP)]);
    let program =
        format!("#!/bin/sh\nenv >run/env\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_ormscope"));
    tree.file("run/program", program);
    let path = tree.path("run/program");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let github = GitHub::open();
    let ran = run(&tree, &github, &[("ORMSCOPE_PROGRAM", path.to_str().unwrap())]);
    assert_eq!(ran.status, Some(1), "{}", ran.err);
    let seen = text(&tree, "run/env");
    assert!(seen.contains("GITHUB_ACTIONS=true") && !seen.contains("secret"), "{seen}");
    assert!(github.sent().iter().all(|it| it.authorization == "Bearer secret"));
}

#[test]
fn no_input_is_pasted_into_a_script() {
    let action = include_str!("../action.yml");
    let (_, runs) = action.split_once("\nruns:\n").unwrap();
    for line in runs.lines().filter(|line| line.contains("${{")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, "${{", input, "}}"] = words[..] else { panic!("{line}") };
        assert!(name.starts_with("ORMSCOPE_") && input.starts_with("inputs."), "{line}");
    }
    // Each of them is one that the script reads.
    let script = include_str!("../action/check.sh");
    for line in runs.lines().filter(|line| line.trim_start().starts_with("ORMSCOPE_")) {
        let name = line.trim().split(':').next().unwrap();
        assert!(script.contains(name), "{name}");
    }
}
