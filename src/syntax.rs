//! Bytes to a small tree of code: the only room that names grammars.

mod desk;
mod javascript;
mod kept;
mod nodes;
mod python;
mod ruby;

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    ops::ControlFlow,
    sync::LazyLock,
    time::{Duration, Instant},
};

pub use desk::Desk;
use thin_vec::ThinVec;
use tree_sitter::{Node, ParseOptions, Parser, Tree};

use self::nodes::{Names, Nodes, Part};
use crate::{
    expr::{Expr, Word},
    orm,
    query::Words,
    source::{Language, Span},
};

/// How deeply code may be nested before it is cut off. Hand-written code stays below 60; the tree is
/// read by recursion, and a thread's stack holds several times this depth.
const MAX_DEPTH: u32 = 200;

/// How long one file may take to parse. A megabyte of real code takes a fifth of a second.
const MAX_TIME: Duration = Duration::from_millis(800);

/// How often a file is parsed again without what JSX was taken for.
const MAX_STUMBLES: usize = 4;
/// … if it is not longer than this, in bytes: the time limit of a file is for parsing it once.
const MAX_STUMBLING: usize = 128 * 1024;

/// What is minified is longer than this, in bytes: a migration that holds a long statement is not.
const MIN_MINIFIED: usize = 32 * 1024;

/// The mean length of lines that nobody wrote by hand, in bytes.
const MAX_LINE: usize = 500;

/// A file as code.
#[derive(Debug)]
pub struct Code {
    /// Everything in it.
    pub program: Expr,
    /// What was cut off, in words; empty when nothing was.
    pub limits: Vec<String>,
}

/// A grammar family with the words of its ORMs, compiled at first use.
static RUBY_WORDS: LazyLock<Words> =
    LazyLock::new(|| words(&tree_sitter_ruby::LANGUAGE.into(), orm::RUBY_QUERIES));
static PYTHON_WORDS: LazyLock<Words> =
    LazyLock::new(|| words(&tree_sitter_python::LANGUAGE.into(), orm::PYTHON_QUERIES));
/// The words of JavaScript's ORMs are the same in TypeScript.
static SCRIPT_WORDS: LazyLock<Words> =
    LazyLock::new(|| words(&tree_sitter_javascript::LANGUAGE.into(), orm::SCRIPT_QUERIES));

fn words(grammar: &tree_sitter::Language, files: &[(&'static str, &'static str)]) -> Words {
    Words::load(grammar, files).expect("internal error: queries are checked by the tests")
}

/// Compiles the queries of a language, so that it can happen while something else is waited for.
pub fn prepare(language: Language) {
    words_for(language);
}

/// Every word of Ruby's ORMs.
pub fn ruby_words() -> impl Iterator<Item = &'static Word> {
    RUBY_WORDS.all()
}

/// What a name means to the ORMs of a language.
pub fn words_of(language: Language, name: &str) -> ThinVec<&'static Word> {
    words_for(language).map(|words| words.get(name)).unwrap_or_default()
}

/// The names that ORMs make of a column's name, with `*` in its place, each with what it does.
pub fn accessors(language: Language) -> Vec<(&'static str, &'static Word)> {
    spelled(language, "accessor")
}

/// The ends of the names of classes that serve a model.
pub fn companions() -> Vec<String> {
    let all = [Language::Ruby, Language::Python, Language::JavaScript];
    let ends = all.into_iter().flat_map(|language| spelled(language, "companion"));
    ends.map(|(end, _)| end.to_owned()).collect()
}

/// The spellings of a fact in the queries of a language, in order.
fn spelled(language: Language, fact: &'static str) -> Vec<(&'static str, &'static Word)> {
    let words: &'static Words = match language {
        Language::Ruby => &RUBY_WORDS,
        Language::Python => &PYTHON_WORDS,
        _ => &SCRIPT_WORDS,
    };
    let mut spelled: Vec<_> = words.spelled(fact).collect();
    spelled.sort_unstable_by_key(|(spelling, _)| *spelling);
    spelled
}

/// The code that a template of ERB embeds, as bytes; its comments are left out.
pub fn embedded(text: &str) -> Vec<(usize, usize)> {
    let Ok(tree) = parse(&tree_sitter_embedded_template::LANGUAGE.into(), text.as_bytes()) else {
        return Vec::new();
    };
    let root = tree.root_node();
    let mut cursor = root.walk();
    let directives = root.named_children(&mut cursor).filter(|it| it.kind() != "comment_directive");
    let code = directives.filter_map(|directive| {
        let code = directive.named_child(0).filter(|child| child.kind() == "code")?;
        Some((code.start_byte(), code.end_byte()))
    });
    code.collect()
}

/// Every word of JavaScript's ORMs.
pub fn script_words() -> impl Iterator<Item = &'static Word> {
    SCRIPT_WORDS.all()
}

/// Reads code, as far as applications are linked by it.
///
/// # Errors
/// Why the file cannot be parsed at all.
pub fn code(language: Language, text: &str) -> Result<Code, String> {
    Parsed::of(language, text).map(|parsed| parsed.lowered(false).0)
}

/// The words of the ORMs of a language.
fn words_for(language: Language) -> Option<&'static Words> {
    match language {
        Language::Ruby => Some(&RUBY_WORDS),
        Language::Python => Some(&PYTHON_WORDS),
        Language::JavaScript | Language::TypeScript | Language::Tsx => Some(&SCRIPT_WORDS),
        _ => None,
    }
}

/// Code with the stretches of it that are comments, as bytes.
pub type Commented = (Code, Vec<(u32, u32)>);

/// A file's text and what a tree of it holds.
struct Parsed<'t> {
    language: Language,
    text: &'t str,
    nodes: Nodes,
    names: &'static Names,
    /// Whether the tree is not of the text, but of what is as long and holds nothing that the grammar
    /// does not know: where words were taken out, comments were not.
    altered: bool,
    grammar: tree_sitter::Language,
    /// What is no code, in words.
    mistake: Option<String>,
}

impl Drop for Parsed<'_> {
    fn drop(&mut self) {
        NODES.set(std::mem::take(&mut self.nodes));
    }
}

thread_local! {
    /// The list of nodes keeps the memory it needed for the last file.
    static NODES: Cell<Nodes> = Cell::default();
}

impl<'t> Parsed<'t> {
    /// Parses a file.
    fn of(language: Language, text: &'t str) -> Result<Parsed<'t>, String> {
        let Some((grammar, name)) = grammar(language) else { return Err("not code".to_owned()) };
        if language.is_script() && is_minified(text) {
            return Err("minified".to_owned());
        }
        let bytes = match language {
            Language::TypeScript | Language::Tsx => javascript::tagged::plain(text),
            _ => Cow::Borrowed(text.as_bytes()),
        };
        let mut tree = parse(&grammar, &bytes)?;
        let may_be_jsx = matches!(language, Language::JavaScript | Language::Tsx);
        if may_be_jsx && bytes.len() <= MAX_STUMBLING && tree.root_node().has_error() {
            tree = without_ands(&grammar, &bytes, tree)?;
        }
        let mistake = first_mistake(tree.root_node()).map(|mistake| {
            let line = mistake.start_position().row + 1;
            format!("no {name} at line {line}; what stands around it may be missed")
        });
        let names = names(language);
        let mut nodes = NODES.take();
        nodes.read(tree.root_node(), names);
        let altered = matches!(bytes, Cow::Owned(_));
        Ok(Parsed { language, text, nodes, names, altered, grammar, mistake })
    }

    /// Its code; with types, also the stretches of it that are comments.
    fn lowered(&self, types: bool) -> Commented {
        let Some(root) = self.nodes.root(self.names) else {
            return (
                Code { program: Expr::empty(Span::default()), limits: Vec::new() },
                Vec::new(),
            );
        };
        let (program, cut) = match self.language {
            Language::Python => {
                let mut reader = python::Reader::new(self.text, &PYTHON_WORDS);
                (reader.program(root), reader.cut)
            }
            Language::JavaScript | Language::TypeScript | Language::Tsx => {
                let mut reader = javascript::Reader::new(self.text, &SCRIPT_WORDS, types);
                (reader.program(root), reader.cut)
            }
            _ => ruby::program(self.text, root, &RUBY_WORDS),
        };
        let mut limits = Vec::new();
        if cut {
            limits.push(format!("code nested deeper than {MAX_DEPTH} levels was left out"));
        }
        limits.extend(self.mistake.clone());
        let comments = if types { self.comments() } else { Vec::new() };
        (Code { program, limits }, comments)
    }

    fn comments(&self) -> Vec<(u32, u32)> {
        let mut whole = Nodes::default();
        if self.altered
            && let Ok(tree) = parse(&self.grammar, self.text.as_bytes())
        {
            whole.read(tree.root_node(), self.names);
            return whole.comments().to_vec();
        }
        self.nodes.comments().to_vec()
    }
}

/// The tree of a text with JSX, as far as every `&` that its grammar does not know is left out.
fn without_ands(
    grammar: &tree_sitter::Language,
    bytes: &[u8],
    mut tree: Tree,
) -> Result<Tree, String> {
    let mut text = Cow::Borrowed(bytes);
    // Behind the first that it stumbles over, a parser takes some for what they are not.
    for _ in 0..MAX_STUMBLES {
        let Some(plain) = javascript::jsx::plain(&text, &tree) else { break };
        let next = parse(grammar, &plain)?;
        let mistake = |tree: &Tree| first_mistake(tree.root_node()).map(|it| it.start_byte());
        if mistake(&next).is_some() && mistake(&next) <= mistake(&tree) {
            break;
        }
        (text, tree) = (Cow::Owned(plain), next);
    }
    Ok(tree)
}

/// The grammar of a language, with its name.
fn grammar(language: Language) -> Option<(tree_sitter::Language, &'static str)> {
    let (grammar, name) = match language {
        Language::Ruby => (tree_sitter_ruby::LANGUAGE, "Ruby"),
        Language::Python => (tree_sitter_python::LANGUAGE, "Python"),
        Language::JavaScript => (tree_sitter_javascript::LANGUAGE, "JavaScript"),
        Language::TypeScript => (tree_sitter_typescript::LANGUAGE_TYPESCRIPT, "TypeScript"),
        Language::Tsx => (tree_sitter_typescript::LANGUAGE_TSX, "TypeScript"),
        _ => return None,
    };
    Some((grammar.into(), name))
}

/// Words of JavaScript and TypeScript that change what stands around them.
const SCRIPT_TOKENS: &[&str] = &["?", "declare", "default", "readonly", "static"];

/// What the grammar of a language calls its kinds and fields.
fn names(language: Language) -> &'static Names {
    static RUBY: LazyLock<Names> =
        // The bodies of here-documents stand anywhere.
        LazyLock::new(|| Names::of(&tree_sitter_ruby::LANGUAGE.into(), &[], true));
    static PYTHON: LazyLock<Names> =
        LazyLock::new(|| Names::of(&tree_sitter_python::LANGUAGE.into(), &[], false));
    static JAVASCRIPT: LazyLock<Names> =
        LazyLock::new(|| Names::of(&tree_sitter_javascript::LANGUAGE.into(), SCRIPT_TOKENS, false));
    static TYPESCRIPT: LazyLock<Names> = LazyLock::new(|| {
        Names::of(&tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(), SCRIPT_TOKENS, false)
    });
    static TSX: LazyLock<Names> = LazyLock::new(|| {
        Names::of(&tree_sitter_typescript::LANGUAGE_TSX.into(), SCRIPT_TOKENS, false)
    });
    match language {
        Language::Python => &PYTHON,
        Language::JavaScript => &JAVASCRIPT,
        Language::TypeScript => &TYPESCRIPT,
        Language::Tsx => &TSX,
        _ => &RUBY,
    }
}

/// Whether a text was made by a bundler: long, and with next to no lines.
fn is_minified(text: &str) -> bool {
    text.len() > MIN_MINIFIED && text.len() / (text.lines().count() + 1) > MAX_LINE
}

/// The first place that is no code of the language.
fn first_mistake(root: Node<'_>) -> Option<Node<'_>> {
    let mut node = root;
    if !node.has_error() {
        return None;
    }
    // Down to the first child that has one, until it is the mistake itself.
    while !node.is_error() && !node.is_missing() {
        let mut cursor = node.walk();
        let Some(child) = node.children(&mut cursor).find(|child| child.has_error()) else { break };
        node = child;
    }
    Some(node)
}

fn parse(grammar: &tree_sitter::Language, bytes: &[u8]) -> Result<Tree, String> {
    // A parser keeps the memory it needed for the last file.
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
    }
    PARSER.with_borrow_mut(|parser| parse_with(parser, grammar, bytes))
}

fn parse_with(
    parser: &mut Parser,
    grammar: &tree_sitter::Language,
    bytes: &[u8],
) -> Result<Tree, String> {
    // What was left of a file that took too long is forgotten.
    parser.reset();
    parser.set_language(grammar).map_err(|error| error.to_string())?;
    let started = Instant::now();
    let mut watch = |_: &tree_sitter::ParseState| {
        if started.elapsed() > MAX_TIME {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    parser
        .parse_with_options(
            &mut |offset, _| bytes.get(offset..).unwrap_or_default(),
            None,
            Some(ParseOptions::new().progress_callback(&mut watch)),
        )
        .ok_or_else(|| format!("parsing took longer than {} ms", MAX_TIME.as_millis()))
}

/// Turns nodes into spans whose columns count characters.
struct Lines<'a> {
    text: &'a str,
    ascii: bool,
    /// The start of the line that was last asked for, the place in it, and the characters before that:
    /// in a long line, the next place is counted from there.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        Lines { text, ascii: text.is_ascii(), last: Cell::default() }
    }

    fn column(&self, byte: usize, bytes_before: usize) -> u32 {
        let before = if self.ascii { bytes_before } else { self.characters(byte, bytes_before) };
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// How many characters stand before a byte in its line.
    fn characters(&self, byte: usize, bytes_before: usize) -> usize {
        let start = byte.saturating_sub(bytes_before);
        let count = |from, to| self.text.get(from..to).map(|text: &str| text.chars().count());
        let from_last = match self.last.get() {
            (line, last, before) if line == start && last <= byte => {
                count(last, byte).map(|more| before + more)
            }
            (line, last, before) if line == start && last - byte < bytes_before => {
                count(byte, last).map(|less| before.saturating_sub(less))
            }
            _ => None,
        };
        let before = from_last.or_else(|| count(start, byte)).unwrap_or(bytes_before);
        self.last.set((start, byte, before));
        before
    }

    fn span(&self, first: Part, last: Part) -> Span {
        let bytes = first.bytes().start..last.bytes().end;
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (line, column) = first.start();
        let (end_line, end_column) = last.end();
        Span {
            start: small(bytes.start),
            end: small(bytes.end),
            line: line.saturating_add(1),
            column: self.column(bytes.start, column as usize),
            end_line: end_line.saturating_add(1),
            end_column: self.column(bytes.end, end_column as usize),
        }
    }
}
