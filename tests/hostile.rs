//! Files that nobody means to read: a run says so, and ends.

#![cfg(unix)]
// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod tree;

use std::{
    fs::{self, Permissions},
    io::Write as _,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{PermissionsExt as _, symlink},
    },
};

use serde_json::Value;
use tree::{Run, Tree};

/// A model with a filter that waits for the column that every run here adds.
const GATED: &str = "\
class User < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.include?(\"deleted_at\")
end
";
const ADD: &str = "users.deleted_at timestamp";

/// A tree with one good model, so that a run has something to find beside what is hostile.
fn application(name: &str) -> Tree {
    let tree = Tree::new(name);
    tree.file("app/models/user.rb", GATED);
    tree
}

/// Runs `check` in every form: the run ends by itself, finds what is there, and obeys nothing that
/// it has read. Returns what could not be read, as `file: why`.
#[track_caller]
fn survives(tree: &Tree) -> Vec<String> {
    let text = run(tree, &["--all"]);
    obeys_nothing(&text.out);
    obeys_nothing(&text.err);
    let github = run(tree, &["--format", "github"]);
    obeys_nothing(&github.out);
    for line in github.out.lines().filter(|line| line.starts_with("::")) {
        let ours = ["error", "warning", "notice"]
            .map(|it| [format!("::{it} file="), format!("::{it} title=ormscope")]);
        assert!(ours.iter().flatten().any(|start| line.starts_with(start)), "theirs: {line}");
    }
    let json = run(tree, &["--format", "json"]);
    obeys_nothing(&json.out);
    let report: Value = serde_json::from_str(&json.out).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.iter().any(|it| it["model"] == "User"), "the good file is read as ever");
    let said = |unread: &Value, key: &str| unread[key].as_str().unwrap().to_owned();
    let unread = report["unread"].as_array().unwrap();
    unread.iter().map(|one| format!("{}: {}", said(one, "file"), said(one, "why"))).collect()
}

#[track_caller]
fn run(tree: &Tree, arguments: &[&str]) -> Run {
    let run = tree.ormscope("", &[&["check", "--add", ADD], arguments].concat());
    assert!(matches!(run.status, Some(0 | 1)), "status {:?}: {}", run.status, run.err);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    run
}

/// No byte of the text is one that a terminal acts upon.
#[track_caller]
fn obeys_nothing(text: &str) {
    let obeyed = text.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(obeyed, None, "in {text:?}");
}

/// What cannot be read of one model file is said in these words.
#[track_caller]
fn unread(name: &str, content: impl AsRef<[u8]>, why: &str) {
    let tree = application(name);
    tree.file("app/models/hostile.rb", content);
    assert_eq!(survives(&tree), [format!("app/models/hostile.rb: {why}")]);
}

#[test]
fn a_binary_file_is_named() {
    unread("binary", [b"class A\0".as_slice(), &[0xff; 64]].concat(), "binary");
}

#[test]
fn a_file_that_is_not_utf8_is_named() {
    unread("latin1", b"class Caf\xe9 < ApplicationRecord\nend\n", "not UTF-8");
}

#[test]
fn a_huge_source_is_named_and_not_parsed() {
    unread("huge", "x = 1\n".repeat(50 * 1024 * 1024 / 6), "larger than 2 MiB");
}

#[test]
fn a_huge_dump_is_named_and_not_parsed() {
    let tree = application("dump");
    let row = "CREATE TABLE t (a int);\n";
    tree.file("db/structure.sql", row.repeat(50 * 1024 * 1024 / row.len()));
    assert_eq!(survives(&tree), ["db/structure.sql: larger than 32 MiB"]);
}

#[test]
fn an_empty_file_is_a_file_without_facts() {
    let tree = application("blank");
    tree.file("app/models/a.rb", "")
        .file("app/models/b.rb", "\n\n")
        .file("app/models/c.rb", "\u{feff}");
    tree.file("db/schema.rb", "").file("Gemfile.lock", "").file("Gemfile", "");
    assert_eq!(survives(&tree), [""; 0]);
}

#[test]
fn brackets_without_end_are_named() {
    let deep = "[".repeat(100_000);
    for (name, text) in [
        ("opened", format!("class A < ApplicationRecord\n  X = {deep}\nend\n")),
        (
            "closed",
            format!("class A < ApplicationRecord\n  X = {deep}{}\nend\n", "]".repeat(100_000)),
        ),
    ] {
        let tree = application(name);
        tree.file("app/models/hostile.rb", text);
        let unread = survives(&tree);
        assert_eq!(unread.len(), 1, "{unread:?}");
        assert!(unread[0].starts_with("app/models/hostile.rb: "), "{unread:?}");
    }
}

#[test]
fn nested_blocks_are_cut_off_and_named() {
    let text = format!("{}{}", "a { ".repeat(10_000), "} ".repeat(10_000));
    unread(
        "nested",
        format!("class A < ApplicationRecord\n  {text}\nend\n"),
        "code nested deeper than 200 levels was left out",
    );
}

#[test]
fn nested_classes_are_cut_off_and_named() {
    let text =
        format!("{}{}", "class A < ApplicationRecord\n".repeat(5_000), "end\n".repeat(5_000));
    unread("classes", text, "code nested deeper than 200 levels was left out");
}

#[test]
fn an_endless_chain_of_calls_is_cut_off_and_named() {
    let chain = ".order(:a)".repeat(5_000);
    unread(
        "chain",
        format!("class A < ApplicationRecord\n  default_scope {{ where(a: 1){chain} }}\nend\n"),
        "code nested deeper than 200 levels was left out",
    );
}

#[test]
fn an_endless_condition_does_not_exhaust_the_stack() {
    let tree = application("condition");
    let or = "a = 1 OR ".repeat(20_000);
    let nested = format!("{}deleted_at IS NULL{}", "(".repeat(20_000), ")".repeat(20_000));
    let not = "NOT ".repeat(20_000);
    for (at, sql) in [format!("{or}deleted_at IS NULL"), nested, format!("{not}deleted_at IS NULL")]
        .into_iter()
        .enumerate()
    {
        let model = format!(
            "class M{at} < ApplicationRecord\n  self.table_name = \"users\"\n  default_scope {{ where(\"{sql}\") }}\nend\n"
        );
        tree.file(&format!("app/models/m{at}.rb"), model);
    }
    survives(&tree);
}

#[test]
fn models_that_inherit_from_each_other_come_to_an_end() {
    let tree = application("circle");
    tree.file("app/models/a.rb", "class A < B\n  include C\n  default_scope { kept }\n  scope :kept, -> { kept }\nend\n")
        .file("app/models/b.rb", "class B < A\n  include C\nend\n")
        .file("app/models/c.rb", "module C\n  include C\n  def self.included(base)\n    base.include C\n  end\nend\n")
        .file("app/models/d.rb", "class D < D\n  default_scope { D.all.merge(D.default_scope) }\nend\n")
        .file("app/models/e.rb", "class E < ApplicationRecord\n  X = Y\n  Y = X\n  def self.default_scope\n    default_scope\n  end\n  default_scope { where(deleted_at: X) } if column_names.include?(X)\nend\n");
    survives(&tree);
}

#[test]
fn a_file_without_permission_is_named() {
    let tree = application("closed");
    tree.file("app/models/hostile.rb", "class A < ApplicationRecord\nend\n");
    let path = tree.path("app/models/hostile.rb");
    fs::set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        // Nothing is closed to the superuser.
        return;
    }
    let unread = survives(&tree);
    assert_eq!(unread.len(), 1, "{unread:?}");
    assert!(unread[0].starts_with("app/models/hostile.rb: "), "{unread:?}");
}

#[test]
fn links_are_not_followed_and_are_named() {
    let tree = Tree::new("links");
    tree.file("outside/secret.rb", GATED).file("root/app/models/user.rb", GATED);
    let models = tree.path("root/app/models");
    symlink(&models, models.join("loop")).unwrap();
    symlink("..", models.join("up.rb")).unwrap();
    symlink("me.rb", models.join("me.rb")).unwrap();
    symlink(tree.path("outside"), models.join("outside")).unwrap();
    symlink(tree.path("outside/secret.rb"), models.join("secret.rb")).unwrap();
    symlink("/dev/zero", models.join("zero.rb")).unwrap();

    let run = tree.ormscope("", &["check", "root", "--add", ADD, "--format", "json"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["summary"]["models"], 1);
    let unread = report["unread"].as_array().unwrap();
    let named: Vec<_> = unread.iter().map(|one| one["file"].as_str().unwrap()).collect();
    let links = ["loop", "me.rb", "outside", "secret.rb", "up.rb", "zero.rb"];
    let expected = links.map(|name| format!("app/models/{name}"));
    assert_eq!(named, expected);
}

#[test]
fn a_folder_with_the_name_of_a_file_is_a_folder() {
    let tree = application("folder");
    tree.file("app/models/x.rb/y.rb", "class Y < ApplicationRecord\nend\n");
    tree.file("db/schema.rb/z.txt", "");
    assert_eq!(survives(&tree), [""; 0]);
}

#[test]
fn names_of_files_are_shown_and_not_obeyed() {
    let tree = application("names");
    for name in [
        "a\n::error::a.rb",
        "b\u{1b}[2J.rb",
        "c\r::warning::.rb",
        "d\u{202e}.rb",
        "e%0A::error::.rb",
    ] {
        tree.file(&format!("app/models/{name}"), format!("{GATED}\0"));
        let model =
            GATED.replace("User", "Other").replace("  def", "  self.table_name = 'users'\n  def");
        tree.file(&format!("app/models/shown/{name}"), model);
    }
    assert_eq!(survives(&tree).len(), 5);
}

#[test]
fn names_of_files_that_are_not_utf8_are_named() {
    let tree = application("bytes");
    let path = tree.path("app/models").join(std::ffi::OsStr::from_bytes(b"\xff\xfe.rb"));
    // Some file systems refuse such names.
    let Ok(mut file) = fs::File::create(&path) else { return };
    file.write_all(GATED.as_bytes()).unwrap();
    assert_eq!(survives(&tree).len(), 1);
}

#[test]
fn code_is_shown_and_not_obeyed() {
    let tree = application("code");
    let evil = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}::error::x";
    let model = format!(
        "class Evil < ApplicationRecord\n  self.table_name = \"users\"\n  default_scope {{ where(\"deleted_at IS NULL AND x = '{evil}'\") }} # {evil}\nend\n"
    );
    tree.file("app/models/evil.rb", model);
    tree.file("db/migrate/1_add.rb", format!("class X < ActiveRecord::Migration[7.1]\n  def change\n    add_column :users, :deleted_at, :datetime, default: \"{evil}\" # {evil}\n    execute \"{evil}\\r\\n::error::y\"\n  end\nend\n"));
    survives(&tree);
    for format in ["text", "json", "github"] {
        let arguments =
            ["--migration", "db/migrate/1_add.rb", "--fail-on", "never", "--format", format];
        let run = tree.ormscope("", &[&["check"], &arguments[..]].concat());
        assert_eq!(run.status, Some(0), "{}", run.err);
        obeys_nothing(&run.out);
        assert!(!run.out.lines().any(|line| line.starts_with("::error::")), "{}", run.out);
    }
    for arguments in [
        &["models"][..],
        &["models", "--format", "json"],
        &["facts", "app/models/evil.rb"],
        &["changes", "db/migrate/1_add.rb"],
    ] {
        let run = tree.ormscope("", arguments);
        assert_eq!(run.status, Some(0), "{}", run.err);
        obeys_nothing(&run.out);
    }
}

#[test]
fn a_hostile_migration_is_an_error_that_names_it_or_no_change() {
    let tree = application("migration");
    for (name, content) in [
        ("1_binary.rb", b"\0\0\0".to_vec()),
        ("2_bytes.rb", b"\xff\xfe".to_vec()),
        ("3_open.rb", b"[".repeat(100_000)),
        ("4_nested.rb", [b"a { ".repeat(10_000), b"} ".repeat(10_000)].concat()),
        ("5_nested.sql", b"(".repeat(100_000)),
        ("6_empty.rb", Vec::new()),
        ("7_quote.sql", b"ALTER TABLE users ADD COLUMN x text DEFAULT '".to_vec()),
        ("8_loop.rb", b"class X < ActiveRecord::Migration[7.1]\n  def change\n    change\n    1.step { up }\n  end\n  def up\n    change\n  end\nend\n".to_vec()),
        ("9_product.rb", format!(
            "class X < ActiveRecord::Migration[7.1]\n  def change\n{}add_column a, b, :text{}\n  end\nend\n",
            "(1..1000).each { |a| %w[a b c d].each { |b| ".repeat(8),
            " } }".repeat(8),
        ).into_bytes()),
    ] {
        let path = format!("db/migrate/{name}");
        tree.file(&path, content);
        let run = tree.ormscope("", &["check", "--migration", &path]);
        assert!(run.status.is_some(), "{name} ended the run: {}", run.err);
        assert!(!run.err.contains("panicked"), "{name}: {}", run.err);
        if run.status == Some(2) {
            assert!(run.err.contains(name), "{name}: {}", run.err);
        }
    }
}

#[test]
fn modules_that_pass_on_each_other_are_searched_once() {
    let tree = application("passed-on");
    let mut all = String::new();
    for at in 0..24 {
        all += &format!("export * from './m{at}';\n");
        let name = format!("src/m{at}.ts");
        tree.file(
            &name,
            "import { Missing } from './index';\nexport * from './index';\n@Entity()\nexport class A extends Missing {}\n",
        );
    }
    tree.file("src/index.ts", &all);
    survives(&tree);
}
