//! `ormscope lsp` as an editor sees it: messages over standard input and output.
#![cfg(feature = "lsp")]
// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    root: PathBuf,
}

impl Editor {
    /// Opens an application of its own, with these files.
    fn open(name: &str, files: &[(&str, &str)]) -> Editor {
        Editor::open_folders(name, &[""], files, json!({}))
    }

    /// Opens some folders of one that has these files.
    fn open_folders(
        name: &str,
        folders: &[&str],
        files: &[(&str, &str)],
        capabilities: Value,
    ) -> Editor {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let root = root.canonicalize().unwrap();
        let mut server = Command::new(env!("CARGO_BIN_EXE_ormscope"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let to = server.stdin.take().unwrap();
        let from = BufReader::new(server.stdout.take().unwrap());
        let mut editor = Editor { server, to, from, root };
        let folders: Vec<Value> = folders.iter().map(|path| editor.folder(path)).collect();
        editor.send(&json!({
            "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": { "capabilities": capabilities, "workspaceFolders": folders },
        }));
        let hello = editor.receive();
        assert!(hello["result"]["capabilities"]["textDocumentSync"]["save"].is_object(), "{hello}");
        editor.tell("initialized", json!({}));
        editor
    }

    fn folder(&self, path: &str) -> Value {
        json!({ "uri": self.uri(path), "name": path })
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.root.join(path).display())
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.from.read_line(&mut line).unwrap(), 0, "the server has ended");
            if line.trim().is_empty() {
                break;
            }
            if let Some(text) = line.strip_prefix("Content-Length: ") {
                length = text.trim().parse().unwrap();
            }
        }
        let mut text = vec![0; length];
        self.from.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// What is published next of a document.
    fn published(&mut self, path: &str) -> Vec<Value> {
        let message = self.receive();
        assert_eq!(message["method"], "textDocument/publishDiagnostics", "{message}");
        assert_eq!(message["params"]["uri"], self.uri(path));
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// What is logged next.
    fn logged(&mut self) -> String {
        let message = self.receive();
        assert_eq!(message["method"], "window/logMessage", "{message}");
        message["params"]["message"].as_str().unwrap().to_owned()
    }

    fn opened(&mut self, path: &str) {
        let document =
            json!({ "uri": self.uri(path), "languageId": "x", "version": 1, "text": "" });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn closed(&mut self, path: &str) {
        let document = json!({ "uri": self.uri(path) });
        self.tell("textDocument/didClose", json!({ "textDocument": document }));
    }

    fn saved(&mut self, path: &str, text: &str) {
        fs::write(self.root.join(path), text).unwrap();
        let document = json!({ "uri": self.uri(path) });
        self.tell("textDocument/didSave", json!({ "textDocument": document }));
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

const MIGRATION: &str = "db/migrate/20260101000000_add_hidden.rb";
const MODEL: &str = "app/models/user.rb";
const HIDING: &str =
    "class User < ApplicationRecord\n  default_scope { where(hidden: false) }\nend\n";

fn migration(step: &str) -> String {
    format!(
        "class AddHidden < ActiveRecord::Migration[8.0]\n  def change\n    {step}\n  end\nend\n"
    )
}

#[test]
fn findings_of_the_open_migration_are_published_on_save() {
    // Two units of UTF-16 stand before the step, in one character.
    let harmful = migration("'🚂'; add_column :users, :hidden, :boolean, default: true");
    let mut editor = Editor::open("lsp_save", &[(MODEL, HIDING), (MIGRATION, &harmful)]);
    editor.opened(MIGRATION);
    let found = editor.published(MIGRATION);
    let first = &found[0];
    assert_eq!((&first["code"], &first["severity"]), (&json!("rows-hidden"), &json!(1)));
    assert_eq!(first["source"], "ormscope");
    assert_eq!(first["range"]["start"], json!({ "line": 2, "character": 10 }));
    let related = &first["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], editor.uri(MODEL));
    assert_eq!(related["location"]["range"]["start"]["line"], 1);

    editor.saved(MIGRATION, &migration("add_column :users, :note, :string"));
    assert_eq!(editor.published(MIGRATION), Vec::<Value>::new());
    editor.saved(MIGRATION, &harmful);
    assert!(!editor.published(MIGRATION).is_empty());
    // What the model says decides as well.
    editor.saved(MODEL, "class User < ApplicationRecord\nend\n");
    assert_eq!(editor.published(MIGRATION), Vec::<Value>::new());
}

#[test]
fn other_documents_are_left_alone_and_closed_ones_cleared() {
    let harmful = migration("add_column :users, :hidden, :boolean, default: true");
    let mut editor = Editor::open("lsp_close", &[(MODEL, HIDING), (MIGRATION, &harmful)]);
    editor.opened(MODEL);
    editor.opened(MIGRATION);
    assert!(!editor.published(MIGRATION).is_empty());
    editor.closed(MIGRATION);
    assert_eq!(editor.published(MIGRATION), Vec::<Value>::new());
    editor
        .send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/hover", "params": {} }));
    assert!(editor.receive()["error"]["message"].as_str().unwrap().contains("hover"));
    editor.send(&json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }));
    assert_eq!(editor.receive()["id"], 3);
    editor.tell("exit", json!(null));
    assert!(editor.server.wait().unwrap().success());
}

#[test]
fn a_migration_that_cannot_be_read_is_told_and_not_fatal() {
    let mut editor = Editor::open("lsp_wrong", &[(MIGRATION, "puts 1\n")]);
    editor.opened(MIGRATION);
    assert_eq!(editor.published(MIGRATION), Vec::<Value>::new());
    let message = editor.logged();
    assert!(message.contains("is no migration"), "{message}");
    editor.saved(MIGRATION, &migration("add_column :users, :note, :string"));
    assert_eq!(editor.published(MIGRATION), Vec::<Value>::new());
}

/// The effects that diagnostics name.
fn effects(found: &[Value]) -> Vec<&str> {
    found.iter().map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn every_folder_is_served_with_a_configuration_of_its_own() {
    let harmful = migration("add_column :users, :hidden, :boolean, default: true");
    let (shop, blog) = (format!("shop/{MIGRATION}"), format!("blog/{MIGRATION}"));
    let files = [
        (&*shop, &*harmful),
        ("shop/app/models/user.rb", HIDING),
        (&blog, &harmful),
        ("blog/app/models/user.rb", HIDING),
        ("blog/ormscope.toml", "[effects]\nrows-hidden = \"off\"\n"),
    ];
    let mut editor = Editor::open_folders("lsp_folders", &["shop", "blog"], &files, json!({}));
    editor.opened(&shop);
    assert!(effects(&editor.published(&shop)).contains(&"rows-hidden"));
    editor.opened(&blog);
    assert!(!effects(&editor.published(&blog)).contains(&"rows-hidden"));

    let event = json!({ "added": [], "removed": [editor.folder("shop")] });
    editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    editor.published(&blog);
    assert_eq!(editor.published(&shop), Vec::<Value>::new());
    let event = json!({ "added": [editor.folder("shop")], "removed": [] });
    editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    editor.published(&blog);
    assert!(effects(&editor.published(&shop)).contains(&"rows-hidden"));
}

#[test]
fn a_migration_outside_of_every_folder_is_refused_once() {
    let harmful = migration("add_column :users, :hidden, :boolean, default: true");
    let (inside, outside) = (format!("shop/{MIGRATION}"), format!("other/{MIGRATION}"));
    let around = format!("shop/../other/{MIGRATION}");
    let files = [(&*inside, &*harmful), ("shop/app/models/user.rb", HIDING), (&outside, &harmful)];
    let mut editor = Editor::open_folders("lsp_outside", &["shop"], &files, json!({}));
    for path in [&outside, &around] {
        editor.opened(path);
        let message = editor.logged();
        assert!(message.contains("in none of the open folders"), "{message}");
    }
    editor.closed(&outside);
    editor.opened(&outside);
    // Nothing more is said of it.
    editor.opened(&inside);
    assert!(!editor.published(&inside).is_empty());
}

#[test]
fn a_migration_that_is_deleted_has_no_findings_left() {
    let harmful = migration("add_column :users, :hidden, :boolean, default: true");
    let files = [(MODEL, HIDING), (MIGRATION, &*harmful)];
    let watching =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = Editor::open_folders("lsp_deleted", &[""], &files, watching);
    let asked = editor.receive();
    assert_eq!(asked["method"], "client/registerCapability", "{asked}");
    let wanted = &asked["params"]["registrations"][0];
    assert_eq!(wanted["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(wanted["registerOptions"]["watchers"][0]["kind"], 4);
    editor.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    editor.opened(MIGRATION);
    assert!(!editor.published(MIGRATION).is_empty());

    fs::remove_file(editor.root.join(MIGRATION)).unwrap();
    let change = json!({ "uri": editor.uri(MIGRATION), "type": 3 });
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    assert_eq!(editor.published(MIGRATION), Vec::<Value>::new());
    // The document is still open, and may be saved again.
    editor.saved(MIGRATION, &harmful);
    assert!(!editor.published(MIGRATION).is_empty());
    fs::remove_file(editor.root.join(MIGRATION)).unwrap();
    let file = json!({ "uri": editor.uri(MIGRATION) });
    editor.tell("workspace/didDeleteFiles", json!({ "files": [file] }));
    assert_eq!(editor.published(MIGRATION), Vec::<Value>::new());
}
