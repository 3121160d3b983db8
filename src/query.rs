//! What ORMs call things: `.scm` files into words with a meaning.
//!
//! A pattern yields one flat fact. Its outer capture is the fact (`@scope`), constants come by
//! `#set!` (`scope.kind`), and `#word?` lists the spellings:
//!
//! ```scheme
//! ; default_scope { where(deleted_at: nil) }
//! ((identifier) @scope
//!   (#word? @scope "default_scope")
//!   (#set! scope.kind "default"))
//! ```
//!
//! A word names the call, definition, assignment or class whose name it is. `#word?` is a predicate
//! of ours: tree-sitter checks the pattern against the grammar, and the look-up is one hash per
//! identifier instead of one match per pattern. The vocabulary is closed; a mistake is an error at
//! load that names the file, the line and what is allowed.

use std::collections::HashMap;

use crate::expr::Word;
use thin_vec::ThinVec;
use tree_sitter::{Language as Grammar, Query, QueryPredicateArg};

/// The facts and their fields. `queries/README.md` is held equal to this table by a test.
pub const VOCABULARY: &[(&str, &[&str], &str)] = &[
    ("access", &["gives", "of"], "a call that leads from a model to its rows: `get`, `select`"),
    ("accessor", &["how"], "a method that an ORM makes of a column's name: `*_was`"),
    ("association", &["kind"], "another model is reached: `belongs_to`, `has_many`"),
    (
        "base",
        &["orm", "module", "column", "column-setting", "table", "predicate", "deletes"],
        "a class of a library that models descend from, and the columns that it brings",
    ),
    (
        "bypass",
        &["does", "by", "heeds", "marked", "apart", "past"],
        "code that reaches rows past what their model says: `delete_all`, `unscoped`",
    ),
    ("callback", &["when"], "code that the ORM runs by itself: `before_save`"),
    (
        "change",
        &[
            "op",
            "table",
            "column",
            "columns",
            "to",
            "type",
            "default",
            "null",
            "column-type",
            "sql",
        ],
        "a step of a migration; fields are positions of arguments",
    ),
    ("clause", &["of"], "a part of a query that may be SQL, or joins other tables: `joins`"),
    ("companion", &[], "the end of the name of a class that serves a model: `UserSerializer`"),
    (
        "consumer",
        &[
            "shape",
            "chained",
            "what",
            "from",
            "implicit",
            "inner",
            "model",
            "of",
            "list",
            "except",
            "loads",
            "omits",
            "mentions",
            "fixed",
            "hidden",
            "options",
            "demands",
            "depth",
            "uneditable",
            "shows",
            "writes",
            "until",
        ],
        "code that takes a model's columns without naming them: a serializer of all fields",
    ),
    ("control", &["of"], "a word of a migration that is no step: `reversible`, `say`"),
    ("declare", &["as", "defines", "from"], "a declaration that names columns or defines methods"),
    (
        "dynamic",
        &["at"],
        "a call that names an attribute when it runs, and the argument that does: `send`, `getattr`",
    ),
    (
        "event",
        &["kind", "shape", "from", "at", "when", "before"],
        "code that runs when rows are read, written or checked: `before_save`, `post_save`",
    ),
    (
        "field",
        &["sql", "zoned", "kind", "empty", "adds"],
        "a class of columns, and the type it has in SQL: `CharField`",
    ),
    ("gate", &["by"], "a test that a column exists, or the list it looks in"),
    (
        "handoff",
        &["at", "listed-at", "from", "lists", "setting"],
        "a method that hands on the rows that a class serves, and the parameter that they come in: `get_queryset`",
    ),
    ("hook", &["reach"], "a block or method whose code runs in other classes: `included do`"),
    ("inflection", &["rule"], "a rule of the application's own grammar"),
    ("inflow", &["is", "of"], "what is sent from outside: `request.data`"),
    ("job", &["what"], "code that runs outside of requests: `ApplicationJob`, `shared_task`"),
    (
        "manager",
        &["kind", "predicate", "column", "at"],
        "an object that makes a model's queries: `objects = Manager()`",
    ),
    ("migration", &[], "a sign of the tool that a migration is written for: `queryInterface`"),
    ("mixin", &["how"], "another module's members are taken in"),
    ("outlet", &["reach", "of"], "where values leave a function: a response, a file, a log"),
    ("predicate", &["call"], "one condition, or what combines conditions"),
    (
        "query",
        &["gives", "how", "of", "block", "through", "entity", "alias"],
        "a call on a model or its rows that may name columns: `where`, `pluck`",
    ),
    (
        "relation",
        &["kind", "shape", "from", "at", "on-delete"],
        "another model is reached, and what becomes of rows when the other side goes",
    ),
    (
        "reliance",
        &[
            "column",
            "default",
            "names",
            "option",
            "with",
            "without",
            "unless-set",
            "setting",
            "since",
            "sure",
            "empty",
            "comes",
            "shadowed",
            "goes",
            "unkept",
            "json",
            "array",
        ],
        "a declaration for which it matters what a column holds, or that it is there",
    ),
    (
        "scope",
        &[
            "kind",
            "name",
            "column",
            "column-option",
            "column-setting",
            "sentinel-option",
            "sentinel-setting",
            "predicate",
            "with",
            "without",
            "gem",
            "delete",
            "everywhere",
        ],
        "a filter that queries pass through",
    ),
    ("serves", &[], "what names the model that a class serves: `model = User`, `register(User)`"),
    ("setting", &["name"], "an assignment in a class that changes what columns mean"),
    (
        "sync",
        &["by", "option", "safe", "value", "beside", "from"],
        "a setting or a call that brings tables to what models declare: `synchronize: true`",
    ),
    ("value", &["is"], "what a call of a migration leaves in a row: `timezone.now`"),
];

/// All words of a language.
#[derive(Debug, Default)]
pub struct Words {
    spelled: HashMap<String, ThinVec<&'static Word>, foldhash::fast::RandomState>,
    /// In the order of their patterns, which is the same in every run.
    listed: Vec<&'static Word>,
    /// Their places in that list, by address.
    numbers: HashMap<usize, u32>,
}

impl Words {
    /// Reads query files, given as name and text, against a grammar.
    ///
    /// # Errors
    /// A message with file, line and what is allowed, when a pattern is no pattern of the grammar or
    /// leaves the vocabulary.
    pub fn load(
        grammar: &Grammar,
        files: &[(&'static str, &'static str)],
    ) -> Result<Words, String> {
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, bare(text))).collect();
        let joined: String = files.iter().map(|(_, text)| text.as_str()).collect();
        let query = Query::new(grammar, &joined).map_err(|error| {
            // One file after the other, so that the message can name it.
            let culprit = files.iter().find_map(|(name, text)| {
                Query::new(grammar, text).err().map(|error| format!("queries/{name}: {error}"))
            });
            culprit.unwrap_or_else(|| error.to_string())
        })?;
        let mut words = Words::default();
        words.take(&query, &files)?;
        Ok(words)
    }

    /// The words, without their spellings.
    pub fn all(&self) -> impl Iterator<Item = &'static Word> {
        self.spelled.values().flatten().copied()
    }

    /// The spellings of a fact, each with its word.
    pub fn spelled<'a>(&'a self, fact: &'a str) -> impl Iterator<Item = (&'a str, &'static Word)> {
        self.spelled.iter().flat_map(move |(spelling, words)| {
            let words = words.iter().filter(move |word| word.fact == fact);
            words.map(move |word| (spelling.as_str(), *word))
        })
    }

    /// The meanings of a word.
    pub fn get(&self, word: &str) -> ThinVec<&'static Word> {
        self.spelled.get(word).cloned().unwrap_or_default()
    }

    /// The number of one of these words.
    pub fn number(&self, word: &'static Word) -> Option<u32> {
        self.numbers.get(&std::ptr::from_ref(word).addr()).copied()
    }

    /// The word of that number.
    pub fn numbered(&self, number: u32) -> Option<&'static Word> {
        self.listed.get(number as usize).copied()
    }

    fn take(&mut self, query: &Query, files: &[(&'static str, String)]) -> Result<(), String> {
        for pattern in 0..query.pattern_count() {
            let (origin, start) = locate(query.start_byte_for_pattern(pattern), files);
            let fail = |what: String| {
                let text =
                    files.iter().find(|(name, _)| *name == origin).map_or("", |it| it.1.as_str());
                let before = text.get(..start).unwrap_or_default();
                let line = 1 + before.matches('\n').count();
                format!("queries/{origin}: line {line}: {what}")
            };
            let (fact, spellings) = spellings(query, pattern).map_err(fail)?;
            let Some((fact, fields, _)) = VOCABULARY.iter().find(|(name, ..)| *name == fact) else {
                let known: Vec<_> = VOCABULARY.iter().map(|(name, ..)| *name).collect();
                return Err(fail(format!("`@{fact}` is no fact; there are {known:?}")));
            };
            let mut settings = Vec::new();
            for property in query.property_settings(pattern) {
                let field = property
                    .key
                    .strip_prefix(fact)
                    .and_then(|rest| rest.strip_prefix('.'))
                    .and_then(|name| fields.iter().find(|field| **field == name));
                let Some(field) = field else {
                    return Err(fail(format!(
                        "`{}` is no field of `@{fact}`, which has {fields:?}",
                        property.key
                    )));
                };
                let value = property.value.as_deref().unwrap_or_default().to_owned();
                settings.push((*field, value));
            }
            // Words live as long as the program: queries are loaded once.
            let word: &'static Word = Box::leak(Box::new(Word { fact, origin, settings }));
            let number = u32::try_from(self.listed.len()).map_err(|error| error.to_string())?;
            self.numbers.insert(std::ptr::from_ref(word).addr(), number);
            self.listed.push(word);
            for spelling in spellings {
                self.spelled.entry(spelling).or_default().push(word);
            }
        }
        Ok(())
    }
}

/// The fact's name and the spellings of one pattern.
fn spellings(query: &Query, pattern: usize) -> Result<(String, Vec<String>), String> {
    let [predicate] = query.general_predicates(pattern) else {
        return Err("a pattern has exactly one `#word?`".to_owned());
    };
    if predicate.operator.as_ref() != "word?" {
        return Err(format!("`#{}` is not known; there is `#word?`", predicate.operator));
    }
    let [QueryPredicateArg::Capture(capture), spellings @ ..] = predicate.args.as_ref() else {
        return Err("`#word?` takes the capture and its spellings".to_owned());
    };
    let fact = query
        .capture_names()
        .get(*capture as usize)
        .ok_or_else(|| "`#word?` takes the capture of the pattern".to_owned())?;
    let spellings: Option<Vec<_>> = spellings
        .iter()
        .map(|argument| match argument {
            QueryPredicateArg::String(text) => Some(text.to_string()),
            QueryPredicateArg::Capture(_) => None,
        })
        .collect();
    match spellings {
        Some(spellings) if !spellings.is_empty() => Ok(((*fact).to_owned(), spellings)),
        _ => Err("`#word?` takes at least one spelling".to_owned()),
    }
}

/// The lines of a query file without comments and indentation: reading a pattern takes the longer the more
/// stands before it.
fn bare(text: &str) -> String {
    let lines =
        text.lines().map(str::trim).map(|line| if line.starts_with(';') { "" } else { line });
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The file of a byte of the joined text, and where in it that byte stands.
fn locate(byte: usize, files: &[(&'static str, String)]) -> (&'static str, usize) {
    let mut offset = 0;
    for (name, text) in files {
        if byte < offset + text.len() {
            return (name, byte - offset);
        }
        offset += text.len();
    }
    ("", 0)
}
