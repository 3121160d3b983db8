//! The crate's own rules: how its rooms are built and what each of them may touch.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use ormscope::{
    orm::{PYTHON_QUERIES, RUBY_QUERIES, SCRIPT_QUERIES},
    query::{VOCABULARY, Words},
    rules::RULES,
};

/// Every module, lowest first. A module may import from the rows below its own, and in its own row
/// from what stands to its left; a folder's own files may import from each other unless they are
/// named here.
///
/// It is the order that holds today. Three things stand lower or higher than their rooms should:
/// * `syntax` imports `orm`, for the list of query files;
/// * `link` imports `orm`, for what linking has to know of one, while three files of the adapter
///   import `link` and `app`: they build models, which is linking, not reading;
/// * `link` imports what one ORM reads of conditions.
const LEVELS: &[&[&str]] = &[
    &[
        "source",
        "day",
        "expr",
        "predicate",
        "database",
        "change",
        "column_type",
        "finding",
        "fingerprint",
        "page",
    ],
    &["cache", "query", "walk", "git", "sql", "prisma", "facts", "lock", "gate", "stats"],
    &["catalog", "app", "orm"],
    &["syntax", "modules", "link"],
    &[
        "orm::active_record::naming",
        "orm::active_record::sites",
        "orm::active_record::model",
        "orm::active_record::consumer",
        "orm::active_record::access",
        "orm::active_record::clauses",
        "orm::python::setting",
        "orm::python::asked",
        "orm::python::heritage",
        "orm::python::keeping",
        "orm::python::lookups",
        "orm::python::branch",
        "orm::django::apps",
        "orm::django::condition",
        "orm::django::field",
        "orm::django::contributed",
        "orm::django::meta",
        "orm::django::unique",
        "orm::django::model",
        "orm::django::manager",
        "orm::django::kept",
        "orm::django::delete",
        "orm::django::filters",
        "orm::django::relation",
        "orm::django::clashes",
        "orm::django::history",
        "orm::django::serving",
        "orm::django::link",
        "orm::python::consumer",
        "orm::python::callbacks",
        "orm::python::relations",
        "orm::sqlalchemy",
        "orm::peewee",
        "orm::tortoise",
        "orm::pony",
        "orm::mongoengine",
        "orm::script::names",
        "orm::script::object",
        "orm::script::sync",
        "orm::script::condition",
        "orm::script::decorator",
        "orm::script::fields",
        "orm::script::heritage",
        "orm::script::library",
        "orm::script::chain",
        "orm::script::consumer",
        "orm::script::callbacks",
        "orm::script::relations",
        "orm::sequelize",
        "orm::typeorm",
        "orm::prisma",
        "orm::drizzle",
        "orm::mikro",
        "orm::objection",
        "orm::bookshelf",
        "orm::mongoose",
        "orm::waterline",
        "orm::lucid",
    ],
    &["uses", "sensitivity", "edit", "impact", "plan"],
    &["rules"],
    &["report", "config"],
    &[
        "scan",
        "assemble",
        "base",
        "proposal",
        "baseline",
        "suppress",
        "init",
        "applications",
        "application",
        "context",
    ],
    &["lib"],
    &["answers"],
    &["workspace"],
    &["args", "output", "mcp", "lsp"],
    &["main"],
];

/// What a module outside of the list may not name, and who may.
const BORDERS: &[(&str, &[&str], &str)] = &[
    // `git` asks whether a path is there, `proposal` and `config` read what the user names, and
    // `cache` has a folder of its own.
    (
        "std::fs",
        &["walk", "git", "proposal", "config", "baseline", "init", "output", "main", "cache"],
        "only `walk` reads the scanned tree",
    ),
    ("std::process::Command", &["git"], "only `git` runs a program"),
    ("std::net", &[], "nothing is asked of a network"),
    ("tree_sitter", &["syntax", "query"], "only `syntax` knows grammars"),
    ("tree_sitter_ruby", &["syntax"], "only `syntax` knows grammars"),
    ("tree_sitter_embedded_template", &["syntax"], "only `syntax` knows grammars"),
    ("tree_sitter_python", &["syntax"], "only `syntax` knows grammars"),
    ("tree_sitter_javascript", &["syntax"], "only `syntax` knows grammars"),
    ("tree_sitter_typescript", &["syntax"], "only `syntax` knows grammars"),
    ("sqlparser", &["sql"], "only `sql` knows the SQL parser"),
    ("serde::Serialize", &["report"], "only `report` serializes"),
    ("clap", &["args", "main"], "only `args` knows the command line"),
    ("annotate_snippets", &["report"], "only `report` draws"),
];

/// No file of `src` is longer.
const LONGEST: usize = 600;

/// Files that are longer today, with how long they may be. The list only shrinks.
const LONGER: &[(&str, usize)] = &[];

/// Cases that show a mistake of today: they speak where they should be silent, or are silent where
/// they should speak. The list only shrinks.
const MISTAKEN: &[&str] = &[];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[track_caller]
fn text(path: &str) -> String {
    fs::read_to_string(here(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths of all files below a folder, with `/`, in order.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut entries: Vec<_> =
        fs::read_dir(here(folder)).unwrap().map(|entry| entry.unwrap()).collect();
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

fn folders(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(here(folder)).unwrap().map(|entry| entry.unwrap());
    let mut found: Vec<_> = entries
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().to_str().unwrap().to_owned())
        .collect();
    found.sort();
    found
}

/// A source file without its tests and comments.
struct Module {
    path: String,
    /// `orm::active_record::model`
    name: String,
    code: String,
}

fn modules() -> Vec<Module> {
    let sources = files("src")
        .into_iter()
        .filter(|path| path.ends_with(".rs") && !path.ends_with("/tests.rs"));
    sources
        .map(|path| {
            let name = path["src/".len()..path.len() - ".rs".len()].replace('/', "::");
            let name = name.strip_suffix("::mod").unwrap_or(&name).to_owned();
            let text = text(&path);
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            Module { name, code: code.collect::<Vec<_>>().join("\n"), path }
        })
        .collect()
}

impl Module {
    /// Every path that it imports or names in full, with `use` trees taken apart and `super`
    /// followed.
    fn names(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut rest = self.code.as_str();
        // Paths within code, such as `crate::rules::filter_activated::governed(…)`.
        while let Some(at) = rest.find("::") {
            let head = &rest[..at];
            let start = head.rfind(|c: char| !is_path(c)).map_or(0, |at| at + 1);
            let end = at + rest[at..].find(|c: char| !is_path(c)).unwrap_or(rest.len() - at);
            found.insert(rest[start..end].trim_matches(':').to_owned());
            rest = &rest[end..];
        }
        for statement in self.code.split("use ").skip(1) {
            let tree = statement.split(';').next().unwrap_or_default();
            expand("", tree.trim(), &mut found);
        }
        found.into_iter().map(|path| self.absolute(&path)).collect()
    }

    fn absolute(&self, path: &str) -> String {
        let mut room: Vec<&str> = self.name.split("::").collect();
        let mut rest = path;
        if let Some(inner) = rest.strip_prefix("self::") {
            return format!("{}::{inner}", self.name);
        }
        let mut outside = false;
        while let Some(inner) = rest.strip_prefix("super::") {
            room.pop();
            rest = inner;
            outside = true;
        }
        if outside {
            room.push(rest);
            return room.join("::");
        }
        rest.strip_prefix("crate::").or(rest.strip_prefix("ormscope::")).unwrap_or(rest).to_owned()
    }
}

fn is_path(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == ':'
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expand(prefix: &str, tree: &str, found: &mut BTreeSet<String>) {
    let tree = tree.split(" as ").next().unwrap_or_default().trim();
    let Some((head, inner)) = tree.split_once('{') else {
        found.insert(format!("{prefix}{tree}").replace("::self", ""));
        return;
    };
    let inner = inner.strip_suffix('}').unwrap_or(inner);
    let mut depth = 0;
    let parts = inner.split(|c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    for part in parts.filter(|part| !part.trim().is_empty()) {
        expand(&format!("{prefix}{}", head.trim()), part, found);
    }
}

/// The row and place of the most exact entry of `LEVELS` for a path.
fn level(path: &str) -> Option<(usize, usize, &'static str)> {
    let mut best: Option<(usize, usize, &'static str)> = None;
    for (row, entries) in LEVELS.iter().enumerate() {
        for (place, entry) in entries.iter().enumerate() {
            let inside = path == *entry
                || path.strip_prefix(entry).is_some_and(|rest| rest.starts_with("::"));
            if inside && best.is_none_or(|(.., known)| known.len() < entry.len()) {
                best = Some((row, place, entry));
            }
        }
    }
    best
}

#[test]
fn imports_go_down() {
    let mut wrong = Vec::new();
    for module in modules() {
        let (row, place, own) =
            level(&module.name).unwrap_or_else(|| panic!("{} has no level", module.path));
        for name in module.names() {
            let Some((other_row, other_place, other)) = level(&name) else { continue };
            // A folder names the files that it is made of.
            let part = other.starts_with(&format!("{own}::"));
            if other != own && !part && (other_row, other_place) >= (row, place) {
                wrong.push(format!(
                    "{} imports `{name}`, and `{other}` stands above `{own}`",
                    module.path
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_border_is_crossed_by_those_who_may() {
    for (what, who, why) in BORDERS {
        for module in modules() {
            let crosses = module.names().iter().any(|name| {
                name == what || name.strip_prefix(what).is_some_and(|rest| rest.starts_with("::"))
            });
            let (.., room) = level(&module.name).unwrap();
            let room = room.split("::").next().unwrap_or_default();
            assert!(!crosses || who.contains(&room), "{} names `{what}`: {why}", module.path);
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let tests =
        files("tests").into_iter().filter(|path| path.ends_with(".rs") && !path.contains(".in/"));
    for path in files("src").into_iter().filter(|path| path.ends_with(".rs")).chain(tests) {
        let first = text(&path).lines().next().unwrap_or_default().to_owned();
        assert!(first.starts_with("//! "), "{path} does not start with `//!` and a sentence");
    }
}

#[test]
fn no_file_is_too_long() {
    for path in files("src").into_iter().filter(|path| path.ends_with(".rs")) {
        let lines = text(&path).lines().count();
        match LONGER.iter().find(|(known, _)| *known == path) {
            None => assert!(lines <= LONGEST, "{path} has {lines} lines; {LONGEST} are the end"),
            Some((_, limit)) => {
                assert!(
                    lines <= *limit,
                    "{path} has {lines} lines; it was to become shorter than {limit}"
                );
                assert!(
                    lines > LONGEST,
                    "{path} has {lines} lines and need not be listed any more"
                );
            }
        }
    }
}

#[test]
fn the_folder_of_rules_is_the_list() {
    let mut listed: Vec<_> = RULES
        .iter()
        .map(|rule| format!("src/rules/{}.rs", rule.effect.id.replace('-', "_")))
        .collect();
    listed.push("src/rules/mod.rs".to_owned());
    listed.sort();
    assert_eq!(files("src/rules"), listed, "an effect is the name of its file with hyphens");
}

#[test]
fn every_page_of_a_rule_has_its_sections() {
    for rule in RULES {
        let (id, page) = (rule.effect.id, rule.page());
        let headings: Vec<_> = page.lines().filter(|line| line.starts_with("## ")).collect();
        let expected = ["## Why it matters", "## Example", "## Safe rollout", "## Source"];
        assert_eq!(headings, expected, "sections of {id}");
        let summary = rule.summary();
        assert!(summary.ends_with('.') && summary.len() <= 110, "{id}: {summary}");
        assert_eq!(page.lines().nth(1), Some(""), "{id}: the first sentence stands alone");
    }
}

/// The pieces of a page's example: its classes, and the steps that stand as comments below them.
fn pieces(page: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            match line.strip_prefix("# ").or(line.strip_prefix("// ")) {
                Some(step) => pieces.push(step.to_owned()),
                None if line.starts_with("class ") || pieces.is_empty() => {
                    pieces.push(format!("{line}\n"))
                }
                None => pieces.last_mut().unwrap().push_str(&format!("{line}\n")),
            }
        }
    }
    pieces
}

#[test]
fn the_example_of_a_page_is_a_case() {
    for rule in RULES {
        let effect = rule.effect.id;
        let pieces = pieces(&rule.page());
        assert!(pieces.len() >= 2, "the example of {effect} has code and a step");
        let shown = folders(&format!("tests/cases/{effect}")).into_iter().any(|tree| {
            let texts: Vec<_> = files(&format!("tests/cases/{effect}/{tree}"))
                .iter()
                .map(|path| text(path))
                .collect();
            pieces.iter().all(|piece| texts.iter().any(|text| text.contains(piece.as_str())))
        });
        assert!(
            shown,
            "no tree of tests/cases/{effect} holds the example of its page: {pieces:#?}"
        );
    }
}

#[test]
fn every_effect_has_a_case_that_speaks_and_one_that_is_silent() {
    let effects: BTreeSet<_> = RULES.iter().map(|rule| rule.effect.id.to_owned()).collect();
    assert_eq!(folders("tests/cases").into_iter().collect::<BTreeSet<_>>(), effects);
    for effect in effects {
        let cases: Vec<_> = files(&format!("tests/cases/{effect}"))
            .into_iter()
            .filter(|path| path.ends_with(".md") && !path.contains(".in/"))
            .collect();
        let (mut loud, mut quiet) = (0, 0);
        for path in cases {
            let page = text(&path);
            let silent = ["no finding: ", "nothing to check: "]
                .iter()
                .any(|says| page.contains(&format!("\n{says}")));
            let speaks = page.contains(&format!("[{effect}]: "));
            assert!(silent != speaks, "{path} shows neither or both");
            let meant_silent = path.contains("/quiet_");
            match MISTAKEN.contains(&path.as_str()) {
                true => {
                    assert!(meant_silent != silent, "{path} is right now and need not be listed")
                }
                false => {
                    assert_eq!(meant_silent, silent, "{path}: `quiet_` says that a case is silent")
                }
            }
            if meant_silent { quiet += 1 } else { loud += 1 }
        }
        assert!(loud > 0 && quiet > 0, "{effect} has {loud} loud and {quiet} quiet cases");
    }
}

#[test]
fn a_case_is_a_small_tree_with_a_page() {
    for effect in folders("tests/cases") {
        let folder = format!("tests/cases/{effect}");
        for tree in folders(&folder) {
            let name =
                tree.strip_suffix(".in").unwrap_or_else(|| panic!("{folder}/{tree} is no `.in`"));
            let page = text(&format!("{folder}/{name}.md"));
            let mut lines = page.lines();
            assert!(lines.next().is_some_and(|line| line.starts_with("# ")), "{name} has a title");
            assert!(
                lines.nth(1).is_some_and(|line| !line.is_empty() && !line.starts_with("```")),
                "{name} says why"
            );
            assert!(page.contains(&format!("--only {effect}")), "{name} looks for {effect} alone");
            let count = files(&format!("{folder}/{tree}")).len();
            assert!(count <= 6, "{folder}/{tree} has {count} files");
        }
        let pages = files(&folder)
            .into_iter()
            .filter(|path| path.ends_with(".md") && !path.contains(".in/"));
        assert_eq!(pages.count(), folders(&folder).len(), "{folder}: one page for each tree");
    }
}

fn load(files: &[(&'static str, &'static str)]) -> Result<Words, String> {
    Words::load(&tree_sitter_ruby::LANGUAGE.into(), files)
}

#[test]
fn every_query_file_compiles_alone_and_is_listed_by_its_adapter() {
    let grammars = [
        (tree_sitter_ruby::LANGUAGE, RUBY_QUERIES),
        (tree_sitter_python::LANGUAGE, PYTHON_QUERIES),
        (tree_sitter_javascript::LANGUAGE, SCRIPT_QUERIES),
        (tree_sitter_typescript::LANGUAGE_TYPESCRIPT, SCRIPT_QUERIES),
        (tree_sitter_typescript::LANGUAGE_TSX, SCRIPT_QUERIES),
    ];
    let mut listed = Vec::new();
    for (grammar, queries) in grammars {
        for file in queries {
            Words::load(&grammar.into(), &[*file]).unwrap_or_else(|error| panic!("{error}"));
            listed.push(format!("queries/{}", file.0));
        }
    }
    listed.sort();
    // Three grammars read one list.
    listed.dedup();
    let found: Vec<_> =
        files("queries").into_iter().filter(|path| path.ends_with(".scm")).collect();
    assert_eq!(found, listed);
}

#[test]
fn every_pattern_shows_the_code_it_matches() {
    for path in files("queries").into_iter().filter(|path| path.ends_with(".scm")) {
        assert!(text(&path).starts_with("; "), "{path} does not say what it is about");
    }
}

#[test]
fn the_vocabulary_is_sorted() {
    assert!(VOCABULARY.is_sorted_by_key(|(name, ..)| *name));
}

#[track_caller]
fn refused(pattern: &'static str, says: &[&str]) {
    let good = "; a good one\n((identifier) @scope\n  (#word? @scope \"default_scope\"))\n";
    let error = load(&[("good.scm", good), ("house/bad.scm", pattern)])
        .expect_err("the pattern is refused");
    for part in says.iter().chain(&["queries/house/bad.scm"]) {
        assert!(error.contains(part), "no `{part}` in: {error}");
    }
}

#[test]
fn an_unknown_fact_is_refused_with_the_known_ones() {
    refused(
        "; x\n((identifier) @scop (#word? @scop \"x\"))",
        &["line 2", "`@scop`", "\"scope\"", "\"gate\""],
    );
}

#[test]
fn an_unknown_field_is_refused_with_the_known_ones() {
    refused(
        "; x\n((identifier) @scope (#word? @scope \"x\") (#set! scope.colum \"a\"))",
        &["line 2", "`scope.colum`", "\"column\""],
    );
}

#[test]
fn a_field_of_another_fact_is_refused() {
    refused(
        "; x\n((identifier) @scope (#word? @scope \"x\") (#set! gate.by \"a\"))",
        &["line 2", "`gate.by`", "`@scope`"],
    );
}

#[test]
fn a_pattern_without_words_is_refused() {
    refused("; x\n((identifier) @scope)", &["line 2", "#word?"]);
    refused("; x\n((identifier) @scope (#word? @scope))", &["line 2", "at least one spelling"]);
    refused("; x\n((identifier) @scope (#words? @scope \"x\"))", &["line 2", "#words?", "#word?"]);
}

#[test]
fn a_pattern_that_the_grammar_does_not_have_is_refused() {
    // The grammar's own message gives line and column.
    refused("; x\n((identifer) @scope (#word? @scope \"x\"))", &["2:3", "identifer"]);
}

/// The table of facts in `queries/README.md`.
fn vocabulary() -> String {
    let mut table = "| fact | fields | what it is |\n|---|---|---|\n".to_owned();
    for (fact, fields, what) in VOCABULARY {
        let fields: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
        table.push_str(&format!("| `@{fact}` | {} | {what} |\n", fields.join(" ")));
    }
    table
}

#[test]
fn the_table_of_effects_in_the_readme_is_that_of_the_rules() {
    let page = text("README.md");
    let between = page
        .split_once("<!-- effects -->\n")
        .and_then(|(_, rest)| rest.split_once("<!-- /effects -->").map(|(table, _)| table));
    let program = env!("CARGO_BIN_EXE_ormscope");
    let run = std::process::Command::new(program).args(["effects", "--markdown"]).output().unwrap();
    assert_eq!(between, Some(String::from_utf8(run.stdout).unwrap().as_str()));
}

#[test]
fn the_table_of_facts_is_fresh() {
    let (start, end) =
        ("<!-- facts: written by `UPDATE=1 cargo test --test house` -->\n", "<!-- /facts -->\n");
    let page = text("queries/README.md");
    let (head, rest) = page.split_once(start).expect("the page marks where the table begins");
    let (_, tail) = rest.split_once(end).expect("the page marks where the table ends");
    let fresh = format!("{head}{start}{}{end}{tail}", vocabulary());
    if env::var_os("UPDATE").is_some() {
        fs::write(here("queries/README.md"), &fresh).unwrap();
    } else {
        assert_eq!(page, fresh, "run `UPDATE=1 cargo test --test house`");
    }
}
