//! Reports for programs have the form that these programs ask for, whatever happens in a run.

#![cfg(unix)]
// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod tree;

use std::fs;

use serde_json::Value;
use tree::{Run, Tree, finish};

const GATED: &str = "\
class User < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.include?(\"deleted_at\")
end
";
const MIGRATION: &str = "\
class AddDeletedAt < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :deleted_at, :datetime, default: -> { \"now()\" }
  end
end
";
const STEP: &str = "db/migrate/20260101000000_add_deleted_at.rb";
const FORMATS: [&str; 7] = ["text", "json", "sarif", "github", "gitlab", "rdjsonl", "markdown"];

/// An application whose migration hides every user.
fn application(name: &str) -> Tree {
    let tree = Tree::new(name);
    tree.file("app/models/user.rb", GATED).file(STEP, MIGRATION);
    tree
}

fn check(tree: &Tree, format: &str, arguments: &[&str]) -> Run {
    let all = [&["check", "--format", format], arguments].concat();
    tree.ormscope("", &all)
}

/// Where a value is not as a schema asks for.
#[track_caller]
fn errors(schema: &str, value: &Value) -> Vec<String> {
    let path = format!("{}/tests/schemas/{schema}.json", env!("CARGO_MANIFEST_DIR"));
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    // A bracket too many makes the pattern for languages no pattern; no report names a language.
    if let Some(definitions) = schema.get_mut("definitions").and_then(Value::as_object_mut) {
        for definition in definitions.values_mut() {
            if let Some(language) = definition.pointer_mut("/properties/language") {
                language.as_object_mut().unwrap().remove("pattern");
            }
        }
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors = validator.iter_errors(value);
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[track_caller]
fn valid(schema: &str, value: &Value) {
    assert_eq!(errors(schema, value), [""; 0]);
}

/// Every report for programs of one run, held against its schema.
#[track_caller]
fn reports(tree: &Tree, arguments: &[&str]) -> (Value, Value, Vec<Value>) {
    let sarif: Value = serde_json::from_str(&check(tree, "sarif", arguments).out).unwrap();
    valid("sarif-2.1.0", &sarif);
    let gitlab: Value = serde_json::from_str(&check(tree, "gitlab", arguments).out).unwrap();
    valid("gitlab-code-quality", &gitlab);
    let rdjsonl = check(tree, "rdjsonl", arguments).out;
    let rdjsonl: Vec<Value> =
        rdjsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for diagnostic in &rdjsonl {
        valid("rdjsonl", diagnostic);
    }
    (sarif, gitlab, rdjsonl)
}

#[test]
fn the_schemas_refuse_what_is_wrong() {
    let wrong = |schema, value: Value| errors(schema, &value).len();
    let sarif = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": {} }] });
    assert_eq!(wrong("sarif-2.1.0", sarif), 1);
    assert!(wrong("gitlab-code-quality", serde_json::json!([{ "description": "x" }])) > 0);
    let position = serde_json::json!({ "start": { "line": 0 } });
    let location = serde_json::json!({ "path": "a", "range": position });
    let diagnostic = serde_json::json!({ "message": "x", "location": location });
    assert_eq!(wrong("rdjsonl", diagnostic), 1);
}

#[test]
fn a_finding_has_its_rule_its_places_and_its_fingerprint() {
    let tree = application("formats-finding");
    let (sarif, gitlab, rdjsonl) = reports(&tree, &["--migration", STEP, "--only", "rows-hidden"]);
    let run = &sarif["runs"][0];
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], "rows-hidden");
    assert_eq!(result["level"], "error");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], STEP);
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
    let related = result["relatedLocations"].as_array().unwrap();
    assert!(!related.is_empty());
    assert_eq!(related[0]["physicalLocation"]["artifactLocation"]["uri"], "app/models/user.rb");
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    assert_eq!(steps.len(), related.len() + 1);
    let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!(rule["id"], "rows-hidden");
    assert!(rule["help"]["markdown"].as_str().unwrap().contains("## "));
    assert_eq!(result["suppressions"], serde_json::json!([]));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);

    let json: Value = serde_json::from_str(
        &check(&tree, "json", &["--migration", STEP, "--only", "rows-hidden"]).out,
    )
    .unwrap();
    let fingerprint = &json["findings"][0]["fingerprint"];
    assert_eq!(&result["partialFingerprints"]["ormscope/v1"], fingerprint);
    assert_eq!(&gitlab[0]["fingerprint"], fingerprint);
    assert_eq!(gitlab[0]["severity"], "blocker");
    assert_eq!(gitlab[0]["location"]["path"], STEP);
    assert_eq!(rdjsonl[0]["location"]["path"], STEP);
    assert_eq!(rdjsonl[0]["location"]["range"]["start"]["line"], 3);
    assert_eq!(rdjsonl[0]["severity"], "ERROR");
}

#[test]
fn what_is_waived_is_a_suppression_with_its_reason() {
    let tree = application("formats-waived");
    let waived = MIGRATION.replace(
        "    add_column",
        "    # ormscope: ignore[rows-hidden, filter-activated] all users are gone anyway\n    add_column",
    );
    tree.file(STEP, waived);
    let (sarif, gitlab, rdjsonl) =
        reports(&tree, &["--migration", STEP, "--only", "rows-hidden,filter-activated"]);
    let suppression = &sarif["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "all users are gone anyway");
    assert_eq!(suppression["location"]["physicalLocation"]["region"]["startLine"], 3);
    assert_eq!(gitlab, serde_json::json!([]));
    assert!(rdjsonl.is_empty());
}

#[test]
fn a_run_that_could_not_be_done_says_so_in_every_format() {
    let tree = application("formats-failure");
    // There is no repository.
    for format in FORMATS {
        let run = check(&tree, format, &[]);
        assert_eq!(run.status, Some(2), "{format}");
        assert!(run.err.contains("is not in a git repository"), "{format}: {}", run.err);
        let says = if format == "text" { &run.err } else { &run.out };
        let says = says.replace("&#45;", "-");
        assert!(says.contains("is not in a git repository"), "{format}: {says}");
        assert!(says.contains("--migration"), "{format} names no way out: {says}");
    }
    let (sarif, gitlab, rdjsonl) = reports(&tree, &[]);
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["level"], "error");
    assert_eq!(gitlab[0]["severity"], "blocker");
    assert_eq!(rdjsonl[0]["severity"], "ERROR");

    let file = check(&tree, "text=report.txt", &[]);
    assert_eq!(file.status, Some(2));
    let report = fs::read_to_string(tree.path("report.txt")).unwrap();
    assert!(report.starts_with("error: "), "{report}");
}

#[test]
fn what_is_wrong_before_the_run_is_said_in_every_format_too() {
    let tree = application("formats-config");
    tree.file("ormscope.toml", "fail_on = 'low'\n");
    for format in FORMATS {
        let run = check(&tree, format, &["--migration", STEP]);
        assert_eq!(run.status, Some(2), "{format}");
        let says = if format == "text" { &run.err } else { &run.out };
        let says = says.replace("&#45;", "-").replace("&#95;", "_");
        assert!(says.contains("unknown key"), "{format}: {says}");
        assert!(says.contains("fail-on"), "{format}: {says}");
    }
}

#[test]
fn an_application_without_models_is_said_in_every_format() {
    let tree = Tree::new("formats-models");
    tree.file(STEP, MIGRATION);
    for format in FORMATS {
        let run = check(&tree, format, &["--migration", STEP]);
        assert_eq!(run.status, Some(0), "{format}");
        assert!(run.out.contains("no model of a known ORM was found"), "{format}: {}", run.out);
        let strict = check(&tree, format, &["--migration", STEP, "--strict"]);
        assert_eq!(strict.status, Some(2), "{format}");
        assert_eq!(strict.out, run.out, "{format}");
    }
    reports(&tree, &["--migration", STEP]);
}

#[test]
fn every_format_ends_with_what_was_covered() {
    let tree = application("formats-covered");
    for format in ["text", "sarif", "github", "markdown"] {
        let run = check(&tree, format, &["--migration", STEP]);
        assert!(run.out.contains("checked 1 change against 2 files"), "{format}: {}", run.out);
    }
    for format in ["gitlab", "rdjsonl"] {
        let run = check(&tree, format, &["--migration", STEP]);
        assert!(run.err.contains("checked 1 change against 2 files"), "{format}: {}", run.err);
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let tree = application("formats-same");
    for number in 0..20 {
        let (model, table) = (format!("Thing{number}"), format!("thing{number}s"));
        tree.file(
            &format!("app/models/thing{number}.rb"),
            GATED.replace("User", &model).replace("users", &table),
        );
    }
    for format in FORMATS {
        let arguments = ["--migration", STEP, "--add", "thing1s.deleted_at timestamp", "--all"];
        let first = check(&tree, format, &arguments[..if format == "text" { 5 } else { 4 }]);
        for _ in 0..3 {
            let again = check(&tree, format, &arguments[..if format == "text" { 5 } else { 4 }]);
            assert_eq!(again.out, first.out, "{format}");
        }
    }
}

#[test]
fn github_actions_get_text_and_annotations() {
    let tree = application("formats-actions");
    let run = |value: Option<&str>, arguments: &[&str]| {
        let mut command = tree.command(env!("CARGO_BIN_EXE_ormscope"), "");
        command.envs(value.map(|value| ("GITHUB_ACTIONS", value)));
        finish(command.args(["check", "--migration", STEP]).args(arguments)).out
    };
    let both = run(Some("true"), &[]);
    assert!(both.starts_with("critical[rows-hidden]: "), "{both}");
    assert!(both.contains("\n::error file=db/migrate/"), "{both}");
    for (value, arguments) in
        [(None, &[][..]), (Some("false"), &[]), (Some("true"), &["--format", "text"])]
    {
        let text = run(value, arguments);
        assert!(!text.contains("::error"), "{value:?} {arguments:?}: {text}");
    }
}

#[test]
fn hostile_names_are_data_in_every_format() {
    // Every name that acts somewhere: in a log, in Markdown, in HTML, in a terminal, in a URI.
    let hostile = [
        "a b.rb",
        "a\n::error::owned.rb",
        "a%0A::error::owned.rb",
        "a\u{1b}[31mred.rb",
        "a\u{202e}rtl.rb",
        "a'\"`$(touch owned)`.rb",
        "a<img src=x onerror=alert(1)>.rb",
        "a@everyone [x](y) | #1.rb",
        "a:b,c=d.rb",
        "a##[error]b.rb",
    ];
    let tree = Tree::new("formats-hostile");
    for name in hostile {
        tree.file(&format!("app/models/{name}"), GATED);
        tree.file(&format!("db/migrate/20260101000000_{name}"), MIGRATION);
        let step = format!("db/migrate/20260101000000_{name}");
        let arguments = ["--migration", &step, "--fail-on", "never"];
        for format in FORMATS {
            let run = check(&tree, format, &arguments);
            assert_eq!(run.status, Some(0), "{format} {name:?}: {}", run.err);
            for c in ['\u{1b}', '\u{202e}', '\r'] {
                assert!(!run.out.contains(c), "{format} {name:?}");
            }
            for line in run.out.lines() {
                // `:::` leads to another file of a frame, and no command has a name that begins so.
                let line = line.trim_start();
                let command = line.starts_with("::") && !line.starts_with("::: ");
                assert!(!command || format == "github", "{format} {name:?}: {line}");
                assert!(!line.contains("##["), "{format} {name:?}: {line}");
                assert!(!line.starts_with("::error::"), "{format} {name:?}: {line}");
            }
            if format == "markdown" {
                assert!(!run.out.contains("<img"), "{name:?}: {}", run.out);
                assert!(!run.out.contains("@everyone"), "{name:?}: {}", run.out);
                assert!(!run.out.contains("[x](y)"), "{name:?}: {}", run.out);
            }
        }
        reports(&tree, &arguments);
        fs::remove_file(tree.path(&step)).unwrap();
        fs::remove_file(tree.path(&format!("app/models/{name}"))).unwrap();
    }
    assert!(!tree.path("owned").exists());
}
