//! The form of `ormscope.toml` for editors: `ormscope.schema.json`.

use serde_json::{Value, json};

use super::FailOn;
use crate::rules::RULES;

/// The JSON schema of a configuration.
pub fn schema() -> Value {
    let effects: serde_json::Map<String, Value> = RULES
        .iter()
        .map(|rule| {
            let severity = json!({
                "description": rule.summary(),
                "enum": ["critical", "high", "medium", "low", "off"],
            });
            (rule.effect.id.to_owned(), severity)
        })
        .collect();
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.effect.id).collect();
    let waive = json!({
        "type": "object",
        "description": "An effect that the team knows about: it is shown as waived and fails no run",
        "properties": {
            "column": text("`table.column`, or a table"),
            "effect": { "description": "The effect", "enum": ids },
            "file": text("A glob for the file of the migration or of the evidence, from the application's root"),
            "reason": { "type": "string", "description": "Why it is known", "pattern": "\\S" },
            "until": {
                "type": "string",
                "description": "The last day on which it holds",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
        },
        "required": ["effect", "reason"],
        "anyOf": [{ "required": ["column"] }, { "required": ["file"] }],
        "additionalProperties": false,
    });
    let app = json!({
        "type": "object",
        "description": "One application of several",
        "properties": {
            "database": text("What its database is called here: those of the same name have the same tables"),
            "path": {
                "type": "string",
                "description": "Its folder, from the folder of this file",
                "pattern": "^(?!/)(?!(.*/)?\\.\\.(/|$))",
            },
        },
        "required": ["path"],
        "additionalProperties": false,
    });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "ormscope.toml",
        "description": "The configuration of ormscope",
        "type": "object",
        "properties": {
            "app": {
                "type": "array",
                "description": "Several applications under one root, each with models and tables of its own",
                "items": app,
            },
            "base": text("The revision to compare with; `--base` overrules it"),
            "effects": {
                "type": "object",
                "description": "Another severity for an effect, or none of its findings",
                "properties": effects,
                "additionalProperties": false,
            },
            "exclude": texts("Globs of files that are not looked at, from the application's root"),
            "fail-on": {
                "description": "From which severity on a run fails; `--fail-on` overrules it",
                "enum": FailOn::NAMES.map(|(name, _)| name),
            },
            "rails": {
                "type": "object",
                "description": "What Active Record is used with",
                "properties": {
                    "model-bases": texts("Classes that models descend from although they are defined outside of the application"),
                },
                "additionalProperties": false,
            },
            "waive": {
                "type": "array",
                "description": "Effects that the team knows about",
                "items": waive,
            },
        },
        "additionalProperties": false,
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn texts(description: &str) -> Value {
    json!({ "type": "array", "description": description, "items": { "type": "string" } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{KEYS, RAILS_KEYS, apps, waive};

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let schema = schema();
        let keys = |value: &Value, prefix: &str| -> Vec<String> {
            let properties = value["properties"].as_object().unwrap();
            properties.keys().map(|key| format!("{prefix}{key}")).collect()
        };
        assert_eq!(keys(&schema, ""), KEYS);
        assert_eq!(keys(&schema["properties"]["rails"], "rails."), RAILS_KEYS);
        assert_eq!(keys(&schema["properties"]["app"]["items"], ""), apps::KEYS);
        assert_eq!(keys(&schema["properties"]["waive"]["items"], ""), waive::KEYS);
    }
}
