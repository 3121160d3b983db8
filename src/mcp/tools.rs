//! The tools: what each of them takes and answers. All of them only read, and only below the root.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use ormscope::{
    ChangeSources, Request,
    finding::Confidence,
    report::{self, text::TextOptions},
    rules::RULES,
    workspace::Workspace,
};
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde::Deserialize;
use serde_json::{Value, json};

/// How many tokens a page of a table has where nothing is said.
const BUDGET: usize = 8000;

/// How many bytes an answer has at most; what is more is cut off, and that is said.
const LONGEST: usize = 200_000;

/// A tool.
pub(super) struct Known {
    /// Its name.
    pub(super) name: &'static str,
    title: &'static str,
    description: &'static str,
    properties: fn() -> Value,
    required: &'static [&'static str],
    /// The answer to a call.
    pub(super) answer: fn(&Workspace, JsonObject) -> anyhow::Result<String>,
}

/// All tools.
pub(super) const TOOLS: &[Known] = &[
    Known {
        name: "check_change",
        title: "Check a schema change",
        description: "Says what changes of the database schema will do to the application: rows that \
            vanish or reappear, code that breaks, values that leak, each with its evidence in the \
            source and a safe rollout. Give one or several of the sources.",
        properties: change_properties,
        required: &[],
        answer: check_change,
    },
    Known {
        name: "table_context",
        title: "What to know of a table",
        description: "One page about a table or column, to read before touching it: models, default \
            filters, what new columns would switch on, cascades, callbacks and listeners, columns, \
            validations, associations, serializers and forms, SQL, jobs, last migrations, and a review list.",
        properties: context_properties,
        required: &["table"],
        answer: table_context,
    },
    Known {
        name: "column_uses",
        title: "Uses of a column",
        description: "Every place that reads, writes, filters by, orders by, exposes or declares a \
            column, or the columns of a table, and how sure that is.",
        properties: uses_properties,
        required: &["column"],
        answer: column_uses,
    },
    Known {
        name: "list_models",
        title: "List models",
        description: "Every model with its file, table, default filter and soft delete.",
        properties: models_properties,
        required: &[],
        answer: list_models,
    },
    Known {
        name: "explain_effect",
        title: "Explain an effect",
        description: "Why an effect of a finding matters, an example, and how to roll the change out \
            safely. Without an effect: the list of all effects.",
        properties: explain_properties,
        required: &[],
        answer: explain_effect,
    },
];

impl Known {
    /// The tool as the protocol describes it.
    pub(super) fn tool(&self) -> Tool {
        let schema = json!({
            "type": "object",
            "properties": (self.properties)(),
            "required": self.required,
            "additionalProperties": false,
        });
        let Value::Object(schema) = schema else { unreachable!("internal error: an object") };
        let mut tool = Tool::new(self.name, self.description, schema);
        tool.title = Some(self.title.to_owned());
        let hints = ToolAnnotations::with_title(self.title).read_only(true);
        tool.annotations = Some(hints.destructive(false).idempotent(true).open_world(false));
        tool
    }
}

/// What a tool is given, if it has the right form.
fn arguments<T: for<'de> Deserialize<'de>>(given: JsonObject) -> anyhow::Result<T> {
    serde_json::from_value(Value::Object(given)).context("the arguments do not fit the schema")
}

fn texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}

fn change_properties() -> Value {
    json!({
        "add": texts("Columns to add, each with its SQL definition: 'users.deleted_at timestamptz null'. \
            A model's name serves for the table here and below."),
        "drop": texts("Columns or tables to drop: 'users.nickname', 'users'."),
        "rename": texts("Columns or tables to rename: 'users.nickname=handle'."),
        "alter": texts("New definitions of columns: 'users.age bigint not null'."),
        "migrations": texts("Paths of migrations or SQL files below the root, up direction."),
        "sql": { "type": "string", "description": "DDL as text." },
        "draft": {
            "type": "object",
            "description": "A migration that is not written yet.",
            "properties": {
                "path": { "type": "string", "description": "Where it would stand: 'db/migrate/20260101000000_x.rb'." },
                "text": { "type": "string", "description": "Its text." },
            },
            "required": ["path", "text"],
            "additionalProperties": false,
        },
        "branch": {
            "type": "boolean",
            "description": "Take what the working tree changes since the base of its branch.",
        },
        "min_confidence": confidences(),
        "format": {
            "type": "string",
            "enum": ["text", "json"],
            "description": "Text to read (default), or the JSON of `ormscope check`.",
        },
    })
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ChangeArguments {
    add: Vec<String>,
    drop: Vec<String>,
    rename: Vec<String>,
    alter: Vec<String>,
    migrations: Vec<String>,
    sql: Option<String>,
    draft: Option<Draft>,
    branch: bool,
    min_confidence: Option<String>,
    format: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    path: String,
    text: String,
}

fn check_change(workspace: &Workspace, given: JsonObject) -> anyhow::Result<String> {
    let given: ChangeArguments = arguments(given)?;
    let root = &workspace.request().root;
    let mut drafts: Vec<(String, String)> = Vec::new();
    drafts.extend(given.sql.map(|text| ("draft.sql".to_owned(), text)));
    drafts.extend(given.draft.map(|draft| (draft.path, draft.text)));
    let migrations = given.migrations.iter().map(|path| below(root, path));
    let sources = ChangeSources {
        migrations: migrations.collect::<anyhow::Result<_>>()?,
        drafts,
        add: given.add,
        drop: given.drop,
        rename: given.rename,
        alter: given.alter,
        ..ChangeSources::default()
    };
    if sources.is_empty() != given.branch {
        bail!(
            "name a change (add, drop, rename, alter, migrations, sql or draft), or `branch` alone"
        );
    }
    let request = Request { sources, ..workspace.request().clone() };
    let mut report = ormscope::check(&request)?;
    let least = confidence(given.min_confidence.as_deref())?;
    let found = report.open().count();
    report.findings.retain(|finding| finding.confidence >= least);
    report.hidden = found - report.open().count();
    let mut out = Vec::new();
    match given.format.as_deref() {
        None | Some("text") => {
            let options = TextOptions::default();
            report::text::write(&report, &options, &mut out)?;
        }
        Some("json") => report::json::write(&report, &mut out)?,
        Some(other) => bail!("`{other}` is no form: text or json"),
    }
    Ok(cut(out))
}

/// A path below the root, also where links or `..` lead out of it on the way.
fn below(root: &Path, path: &str) -> anyhow::Result<PathBuf> {
    let outside = || format!("`{path}` is no file below the root");
    let root = root.canonicalize().context("cannot read the root")?;
    let full = root.join(path).canonicalize().with_context(outside)?;
    if !full.starts_with(&root) {
        bail!(outside());
    }
    Ok(full)
}

fn context_properties() -> Value {
    json!({
        "table": {
            "type": "string",
            "description": "A table or model, with a column or without: 'users', 'users.deleted_at', 'User'.",
        },
        "budget": {
            "type": "integer",
            "minimum": 200,
            "description": "Keep the page under so many tokens (default: 8000). What tells least is left out first.",
        },
        "format": {
            "type": "string",
            "enum": ["markdown", "json"],
            "description": "Markdown to read (default), or JSON.",
        },
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextArguments {
    table: String,
    budget: Option<usize>,
    format: Option<String>,
}

fn table_context(workspace: &Workspace, given: JsonObject) -> anyhow::Result<String> {
    let given: ContextArguments = arguments(given)?;
    let mut page = workspace.context(&given.table)?;
    report::context::fit(&mut page, given.budget.unwrap_or(BUDGET));
    let mut out = Vec::new();
    match given.format.as_deref() {
        None | Some("markdown") => report::context::write_markdown(&page, &mut out)?,
        Some("json") => report::context::write_json(&page, &mut out)?,
        Some(other) => bail!("`{other}` is no form: markdown or json"),
    }
    Ok(cut(out))
}

fn uses_properties() -> Value {
    json!({
        "column": {
            "type": "string",
            "description": "A column, or a table for all of its columns: 'users.email', 'User.email', 'users'.",
        },
        "min_confidence": confidences(),
        "format": {
            "type": "string",
            "enum": ["text", "json"],
            "description": "Text to read (default), or the JSON of `ormscope uses`.",
        },
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UsesArguments {
    column: String,
    min_confidence: Option<String>,
    format: Option<String>,
}

fn column_uses(workspace: &Workspace, given: JsonObject) -> anyhow::Result<String> {
    let given: UsesArguments = arguments(given)?;
    let least = confidence(given.min_confidence.as_deref())?;
    let mut report = ormscope::uses(workspace.request(), &given.column)?;
    let found = report.uses.len();
    report.uses.retain(|used| used.confidence >= least);
    report.hidden = found - report.uses.len();
    let mut out = Vec::new();
    match given.format.as_deref() {
        None | Some("text") => {
            let options = TextOptions::default();
            report::uses::write(&report, &options, &mut out)?;
        }
        Some("json") => report::json::write_uses(&report, &mut out)?,
        Some(other) => bail!("`{other}` is no form: text or json"),
    }
    Ok(cut(out))
}

fn confidences() -> Value {
    json!({
        "type": "string",
        "enum": ["certain", "likely", "possible"],
        "description": "Leave out what is less sure (default: likely).",
    })
}

fn confidence(named: Option<&str>) -> anyhow::Result<Confidence> {
    Ok(match named {
        None | Some("likely") => Confidence::Likely,
        Some("certain") => Confidence::Certain,
        Some("possible") => Confidence::Possible,
        Some(other) => bail!("`{other}` is no confidence: certain, likely or possible"),
    })
}

fn models_properties() -> Value {
    json!({
        "matching": {
            "type": "string",
            "description": "Only models whose name or table contains this.",
        },
        "format": {
            "type": "string",
            "enum": ["text", "json"],
            "description": "A line for each model (default), or JSON with columns.",
        },
    })
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ModelsArguments {
    matching: Option<String>,
    format: Option<String>,
}

fn list_models(workspace: &Workspace, given: JsonObject) -> anyhow::Result<String> {
    let given: ModelsArguments = arguments(given)?;
    let mut models = workspace.models()?;
    if let Some(matching) = &given.matching {
        models.retain(matching);
    }
    let mut out = Vec::new();
    match given.format.as_deref() {
        None | Some("text") => report::models::write_text(&models, &mut out)?,
        Some("json") => report::models::write_json(&models, &mut out)?,
        Some(other) => bail!("`{other}` is no form: text or json"),
    }
    Ok(cut(out))
}

fn explain_properties() -> Value {
    let effects: Vec<&str> = RULES.iter().map(|rule| rule.effect.id).collect();
    json!({ "effect": { "type": "string", "enum": effects, "description": "The effect of a finding." } })
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ExplainArguments {
    effect: Option<String>,
}

fn explain_effect(_: &Workspace, given: JsonObject) -> anyhow::Result<String> {
    let given: ExplainArguments = arguments(given)?;
    let mut out = Vec::new();
    let Some(effect) = given.effect else {
        for rule in RULES {
            writeln!(
                out,
                "{} ({}): {}",
                rule.effect.id,
                rule.effect.severity.name(),
                rule.summary()
            )?;
        }
        return Ok(cut(out));
    };
    let Some(rule) = RULES.iter().find(|rule| rule.effect.id == effect) else {
        bail!("`{effect}` is no effect; without one, all are listed");
    };
    writeln!(out, "# {} ({})\n\n{}", rule.effect.id, rule.effect.severity.name(), rule.page())?;
    Ok(cut(out))
}

/// The answer as text, no longer than an agent can use.
fn cut(out: Vec<u8>) -> String {
    let mut text = String::from_utf8_lossy(&out).into_owned();
    if text.len() > LONGEST {
        let end = text.floor_char_boundary(LONGEST);
        text.truncate(end);
        text.push_str("\n… cut off here: ask for less\n");
    }
    text
}
