//! Which Ruby files are worth parsing: a look at their bytes.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::ROOTS;
use crate::orm::Hints;

/// Words that make a file worth parsing wherever it stands. Concerns are read when a model takes
/// them in.
const MARKERS: &[&str] = &[
    "ActiveRecord::Base",
    "ApplicationRecord",
    "on_load(:active_record",
    "Inflector.inflections",
    "class_eval",
    "default_scope",
    "acts_as_paranoid",
    "default_sentinel_value",
    "table_name_prefix",
    "isolate_namespace",
];

/// Words that ask whether a column exists.
const GATES: &[&str] = &[
    "column_names",
    "columns_hash",
    "column_exists?",
    "has_attribute?",
    "attribute_names",
    "attribute_method?",
    "has_column?",
    "respond_to?",
    ".columns",
];

/// … of which these also lead to all columns.
const COLUMNS: &[&str] = &["attribute_names", "column_names"];

/// Words of code that may take columns without naming them.
const CONSUMERS: &[&str] = &[
    ".attributes",
    ".build(",
    ".create(",
    ".inspect",
    ".ransack",
    "ActiveAdmin.register",
    "RailsAdmin.config",
    " JOIN ",
    ".dup",
    ".execute",
    ".joins(",
    "as_json",
    "create!",
    "create_or_find_by",
    "delete_all",
    "delete_by",
    "eager_load",
    "exec_query",
    "find_by_sql",
    "find_or_create_by",
    "insert_all",
    "json:",
    "permit!",
    "references(",
    "select_all",
    "select_rows",
    "select_value",
    "serializable_hash",
    "to_json",
    "to_unsafe_h",
    "to_xml",
    "unscoped",
    "upsert",
    "xml:",
];

/// Methods that, called on a class from outside, add to it.
const MIXES: &[&str] = &["extend", "include", "prepend", "public_send", "send"];

/// Namespaces of frameworks whose classes are never models.
const FOREIGN: &[&str] = &[
    "ActionCable",
    "ActionController",
    "ActionDispatch",
    "ActionMailer",
    "ActionView",
    "ActiveJob",
    "ActiveModel",
    "GraphQL",
    "Grape",
    "Rails",
    "Rake",
    "Sidekiq",
    "SimpleDelegator",
    "StandardError",
    "Struct",
    "Thor",
    "ViewComponent",
];

static WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MARKERS.iter().chain(GATES).chain(CONSUMERS)).ok());

/// Looks at a file.
pub fn hints(file: &str, text: &str) -> Hints {
    let mut hints = Hints::default();
    match WORDS.as_ref() {
        Some(words) => {
            for found in words.find_iter(text) {
                match MARKERS.get(found.pattern().as_usize()) {
                    Some(marker) => {
                        let rest = text.get(found.end()..).unwrap_or_default();
                        hints.marked |= !(ROOTS.contains(marker) && is_used(rest));
                    }
                    None => match GATES.get(found.pattern().as_usize() - MARKERS.len()) {
                        Some(gate) => {
                            hints.gated = true;
                            hints.takes |= COLUMNS.contains(gate);
                        }
                        None => hints.takes = true,
                    },
                }
                if hints.marked {
                    break;
                }
            }
        }
        None => hints.marked = true,
    }
    hints.marked |= is_configuration(file);
    hints.takes |= file.ends_with(".jbuilder");
    let beside_models = is_model_path(file);
    for line in text.lines() {
        let line = line.trim_start();
        let rest = match line.strip_prefix("class ") {
            Some(rest) => rest,
            None => match line.strip_prefix("module ") {
                Some(rest) => rest,
                None => {
                    if line.starts_with(|c: char| c.is_ascii_uppercase()) {
                        let found = constant(line);
                        let value = |name: &str| name.ends_with(" =");
                        hints
                            .defines
                            .extend(found.filter(|(name, _)| beside_models || !value(name)));
                    }
                    // `[User, Post].each { |model| model.include SoftDelete }`
                    hints.marked |=
                        line.starts_with(['[', '%']) && line.contains("].each") && beside_models;
                    continue;
                }
            },
        };
        let name = path(rest);
        if name.is_empty() {
            continue;
        }
        let after = rest.get(name.len()..).unwrap_or_default().trim_start();
        let parent = after.strip_prefix('<').map(|parent| {
            let parent = parent.trim_start();
            let constant = path(parent);
            let rest = parent.get(constant.len()..).unwrap_or_default();
            match rest.strip_prefix('.') {
                Some(method) => format!("{constant}.{}(", path(method)),
                None => constant.to_owned(),
            }
        });
        // That one is there for a model matters, not what it holds.
        hints.takes |= name.ends_with("Serializer");
        hints.defines.push((name.to_owned(), parent.map(parents).unwrap_or_default()));
    }
    hints
}

/// Whether what follows a root makes use of it, as `ActiveRecord::Base.transaction` does, and adds
/// nothing to it.
fn is_used(rest: &str) -> bool {
    let call = rest.strip_prefix('.').map(path);
    call.is_some_and(|call| !MIXES.contains(&call) && call != "class_eval")
}

/// What a line that begins with a constant defines: the constant, or more of a class.
fn constant(line: &str) -> Option<(String, Vec<String>)> {
    let name = path(line);
    let rest = line.get(name.len()..)?;
    if let Some(call) = rest.strip_prefix('.') {
        // `User.include SoftDelete`
        return MIXES.contains(&path(call)).then(|| (name.to_owned(), Vec::new()));
    }
    let value = rest.trim_start().trim_start_matches("||").strip_prefix('=')?;
    match value.trim_start().strip_prefix("Class.new(") {
        // `Person = Class.new(ApplicationRecord)`
        Some(parent) => Some((name.to_owned(), parents(path(parent).to_owned()))),
        None => Some((format!("{name} ="), Vec::new())),
    }
}

/// The superclass, if it may be a model.
fn parents(parent: String) -> Vec<String> {
    match may_be_model(&parent) {
        true => vec![parent.trim_start_matches("::").to_owned()],
        false => Vec::new(),
    }
}

/// Whether a file stands where models are kept.
fn is_model_path(path: &str) -> bool {
    path.starts_with("app/models/") || path.contains("/app/models/") || path.contains("/models/")
}

/// Whether a file holds no code of the running application: migrations and seeds, which have
/// throw-away models, and the templates of generators.
pub fn is_elsewhere(path: &str) -> bool {
    path.starts_with("db/")
        || path.contains("/db/")
        || (path.contains("generators/") && path.contains("/templates/"))
}

/// Whether a file configures the framework or one of its libraries.
fn is_configuration(path: &str) -> bool {
    path.contains("config/initializers/") || path.ends_with("config/application.rb")
}

/// Whether a superclass, as written, may be a model: it is no framework's own.
fn may_be_model(parent: &str) -> bool {
    let first = parent.trim_start_matches("::").split("::").next().unwrap_or(parent);
    first == "ActiveRecord" || !FOREIGN.contains(&first)
}

fn path(text: &str) -> &str {
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
