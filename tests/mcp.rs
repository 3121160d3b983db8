//! `ormscope mcp` as an agent sees it: messages over standard input and output.
#![cfg(feature = "mcp")]
// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

struct Agent {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: u64,
}

impl Agent {
    fn start(root: &str) -> Agent {
        let mut server = Command::new(env!("CARGO_BIN_EXE_ormscope"))
            .args(["mcp", root])
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let to = server.stdin.take().unwrap();
        let from = BufReader::new(server.stdout.take().unwrap());
        let mut agent = Agent { server, to, from, asked: 0 };
        let hello = agent.ask(
            "initialize",
            json!({
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": { "name": "test", "version": "1" },
            }),
        );
        assert_eq!(hello["result"]["serverInfo"]["name"], "ormscope");
        agent.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        agent
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.to, "{message}").unwrap();
        self.to.flush().unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let mut line = String::new();
            assert_ne!(self.from.read_line(&mut line).unwrap(), 0, "the server has ended");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    /// The text of a tool's answer, and whether it is an error.
    fn call(&mut self, tool: &str, arguments: Value) -> (String, bool) {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        let text = result["content"][0]["text"].as_str();
        let text = text.unwrap_or_else(|| panic!("no text in {answer}"));
        (text.to_owned(), result["isError"] == true)
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn tools_say_what_they_take_and_that_they_only_read() {
    let mut agent = Agent::start("examples/shop_rails");
    let answer = agent.ask("tools/list", json!({}));
    let tools = answer["result"]["tools"].as_array().unwrap();
    let names: Vec<_> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["check_change", "table_context", "column_uses", "list_models", "explain_effect"]
    );
    for tool in tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        assert_eq!(tool["annotations"]["openWorldHint"], false);
        let schema = &tool["inputSchema"];
        jsonschema::meta::validate(schema).unwrap();
        assert_eq!(schema["additionalProperties"], false);
    }
}

#[test]
fn questions_are_answered() {
    let mut agent = Agent::start("examples/shop_rails");
    let (page, _) = agent.call("table_context", json!({ "table": "User" }));
    assert!(page.starts_with("# `users`"), "{page}");
    assert!(page.contains("keeps only `deleted_at IS NULL`"), "{page}");
    let (models, _) = agent.call("list_models", json!({ "matching": "order" }));
    assert!(models.contains("Order") && !models.contains("User"), "{models}");
    let (uses, _) = agent.call("column_uses", json!({ "column": "User.email" }));
    assert!(uses.contains("app/models/user.rb"), "{uses}");
    let (page, _) = agent.call("explain_effect", json!({ "effect": "rows-hidden" }));
    assert!(page.starts_with("# rows-hidden (critical)"), "{page}");

    let change = json!({ "add": ["users.deleted_at timestamptz default now()"] });
    let (text, _) = agent.call("check_change", change);
    assert!(text.contains("critical[rows-hidden]"), "{text}");
    let draft = json!({
        "draft": {
            "path": "db/migrate/20270101000000_x.rb",
            "text": "class X < ActiveRecord::Migration[8.0]\n  def change\n    \
                     add_column :users, :deleted_at, :datetime, default: -> { 'now()' }\n  end\nend\n",
        },
        "format": "json",
    });
    let (text, _) = agent.call("check_change", draft);
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["findings"][0]["effect"], "rows-hidden");
    assert_eq!(report["findings"][0]["location"]["file"], "db/migrate/20270101000000_x.rb");
    let (text, _) = agent.call("check_change", json!({ "sql": "DROP TABLE reviews;" }));
    assert!(text.contains("reviews"), "{text}");
}

#[test]
fn a_wrong_question_is_told_and_another_one_answered() {
    let mut agent = Agent::start("examples/shop_rails");
    let (text, wrong) = agent.call("table_context", json!({ "table": "usres" }));
    assert!(wrong && text.contains("did you mean `users`?"), "{text}");
    let (text, wrong) = agent.call("check_change", json!({}));
    assert!(wrong && text.contains("name a change"), "{text}");
    let (text, wrong) = agent.call("list_models", json!({ "matching": 1 }));
    assert!(wrong && text.contains("schema"), "{text}");
    let answer = agent.ask("tools/call", json!({ "name": "delete_all", "arguments": {} }));
    assert!(answer["error"]["message"].as_str().unwrap().contains("delete_all"), "{answer}");
    assert!(!agent.call("list_models", json!({})).1);
}

#[test]
fn nothing_outside_of_the_root_is_read() {
    let mut agent = Agent::start("examples/shop_rails");
    let outside = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs");
    for path in ["../shop_django/shop/models.py", outside.to_str().unwrap(), "/etc/passwd"] {
        let (text, wrong) = agent.call("check_change", json!({ "migrations": [path] }));
        assert!(wrong && text.contains("no file below the root"), "{text}");
    }
    let inside = "db/migrate/20260101000000_add_deleted_at_to_users.rb";
    let (text, wrong) = agent.call("check_change", json!({ "migrations": [inside] }));
    assert!(!wrong && text.contains("critical[rows-hidden]"), "{text}");
}

#[test]
fn a_file_that_changes_is_read_again() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mcp_changes");
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(root.join("app/models")).unwrap();
    let file = root.join("app/models/user.rb");
    std::fs::write(&file, "class User < ApplicationRecord\nend\n").unwrap();
    let mut agent = Agent::start(root.to_str().unwrap());
    let (page, _) = agent.call("table_context", json!({ "table": "users" }));
    assert!(!page.contains("before_save"), "{page}");
    std::fs::write(&file, "class User < ApplicationRecord\n  before_save :trim\nend\n").unwrap();
    let (page, _) = agent.call("table_context", json!({ "table": "users" }));
    assert!(page.contains("before_save"), "{page}");
}
