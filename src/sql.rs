//! Reads SQL: conditions, column definitions, and what DDL scripts change. No other module knows
//! the parser.

mod alter;
mod body;
mod condition;
mod constant;
mod create;
mod ddl;
mod definition;
mod layer;
mod object;
mod operand;
mod placeholder;
mod reach;
mod rebuilt;
mod split;
mod star;
#[cfg(test)]
mod tests;
mod types;
mod words;
pub mod write;

pub use words::{alias_of, words};

use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use sqlparser::{
    ast::{Ident, ObjectName},
    dialect::{
        Dialect, GenericDialect, MsSqlDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect,
    },
    parser::{Parser, ParserError},
    tokenizer::{Token, TokenWithSpan, Tokenizer},
};

use self::placeholder::Fragment;
pub use self::{layer::Layer, reach::Reached};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    database::{Body, Object, ObjectKind, Step},
    predicate::{Cell, Predicate},
    source::{Place, Span},
};

/// Longer statements are not parsed, in bytes.
const LONGEST: usize = 1 << 20;

/// More tokens than this in one item of a list are not parsed: a chain of operators becomes a tree
/// as deep as the chain is long, and dropping it recurses.
const DEEPEST: usize = 2000;

/// A conjunction of more parts than this is taken as a whole.
const MOST_PARTS: usize = 50;

/// The condition that a WHERE fragment is; parts that are not understood are opaque.
pub fn predicate(text: &str) -> Predicate {
    let mut text = text.trim().trim_end_matches(';').trim_end();
    if let Some((first, rest)) = text.split_once(|c: char| c.is_ascii_whitespace())
        && first.eq_ignore_ascii_case("where")
    {
        text = rest.trim_start();
    }
    if text.is_empty() {
        return Predicate::All(Vec::new());
    }
    let fragment = Fragment::new(text);
    let expr = |text: &str| parsed(text, |parser| parser.parse_expr(), |_| true);
    if let Some(expr) = expr(&fragment.text) {
        return fragment.predicate(&expr);
    }
    // What can be parsed of a conjunction is kept.
    let is = |word: &str, known: &[&str]| known.iter().any(|k| word.eq_ignore_ascii_case(k));
    let parts = split::parts(&fragment.text, |word| is(word, &["and"]));
    let mixed = split::parts(&fragment.text, |word| is(word, &["or", "between"])).len() > 1;
    if mixed || !(2..=MOST_PARTS).contains(&parts.len()) {
        return fragment.opaque(&fragment.text);
    }
    parts.into_iter().fold(Predicate::All(Vec::new()), |all, part| {
        all.and(match expr(part) {
            Some(expr) => fragment.predicate(&expr),
            None => fragment.opaque(part),
        })
    })
}

/// What a condition over the columns of a table names.
pub fn names(text: &str, table: &str) -> Body {
    body::condition(text, table)
}

/// What a query names.
pub fn query(text: &str) -> Body {
    body::code(text, &[], None)
}

/// What the statements of a script do to triggers, views and their like.
pub fn objects(text: &str) -> Vec<Step> {
    let statements = split::statements(text);
    let text_of = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default();
    statements.iter().flat_map(|statement| object::steps(text_of(&statement.range))).collect()
}

/// A column that is computed from others.
pub fn generated(table: &str, column: &str, expression: &str) -> Object {
    Object {
        table: Some(table.to_owned()),
        body: Body { tracked: true, ..names(expression, table) },
        ..Object::new(ObjectKind::Generated, column)
    }
}

/// The tables of which a query selects every column by `*`.
pub fn starred(query: &str) -> Vec<String> {
    star::tables(query)
}

/// A piece of SQL, and what it selects within brackets: the tables and names of each.
pub fn layers(text: &str) -> Vec<Layer> {
    layer::layers(text)
}

/// The tables whose rows SQL reads, changes or deletes, also where it is a part of a statement; empty
/// for other text.
pub fn reached(text: &str) -> Vec<Reached> {
    if text.len() > LONGEST { Vec::new() } else { reach::tables(text) }
}

/// The table that an `INSERT` fills, and the columns that it lists; `None` for other text, and where it
/// lists none.
pub fn inserted(text: &str) -> Option<(String, Vec<String>)> {
    if text.len() > LONGEST { None } else { reach::inserted(text) }
}

/// The steps of a script in order, the way back left out. Without a file they have no place.
pub fn changes(text: &str, file: Option<&Arc<str>>, reader: &'static str) -> Vec<Change> {
    rebuilt(statements(text, file, reader))
}

/// Steps with tables that are built anew as what changes in them.
pub fn rebuilt(changes: Vec<Change>) -> Vec<Change> {
    rebuilt::rebuilt(changes)
}

/// The steps of each statement by itself.
pub fn statements(text: &str, file: Option<&Arc<str>>, reader: &'static str) -> Vec<Change> {
    let statements = split::statements(text);
    // The parser takes nearly all of the time; dumps have thousands of statements.
    let steps: Vec<Vec<Change>> = statements
        .par_iter()
        .map(|statement| {
            let source = text.get(statement.range.clone()).unwrap_or("");
            if source.len() > LONGEST {
                return vec![Change::new(Op::Opaque, "", reader)];
            }
            ddl::steps(source, &statement.head, reader)
        })
        .collect();
    let mut changes = Vec::new();
    let mut lines = Lines { text, at: 0, line: 1, column: 1 };
    for (statement, mut steps) in statements.iter().zip(steps) {
        if steps.is_empty() {
            continue;
        }
        let source = text.get(statement.range.clone()).unwrap_or("");
        let line = split::one_line(source, 200);
        let span = lines.span(statement.range.clone());
        for step in &mut steps {
            step.place = file.map(|file| Place { file: Arc::clone(file), span });
            step.text.clone_from(&line);
            if file.is_some() {
                place_mentions(step, source, span);
            }
        }
        changes.append(&mut steps);
    }
    types::settle(text, &statements, &mut changes);
    changes
}

/// Says where in the file the columns stand that an object names.
fn place_mentions(step: &mut Change, source: &str, whole: Span) {
    for object in &mut step.objects {
        let Step::Create(object) = object else { continue };
        let mut mentions: Vec<_> =
            object.body.mentions.iter_mut().filter(|mention| mention.at.is_some()).collect();
        mentions.sort_by_key(|mention| mention.at);
        let mut lines = Lines { text: source, at: 0, line: whole.line, column: whole.column };
        for mention in mentions {
            let at = mention.at.unwrap_or_default();
            // A name in quotes is longer by them, and a qualified one begins earlier.
            let name = source.get(at..).unwrap_or("");
            let end = name
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '`' | '$')));
            let mut span = lines.span(at..at + end.unwrap_or(name.len()));
            span.start += whole.start;
            span.end += whole.start;
            mention.span = Some(span);
        }
    }
}

/// The column of a definition like `deleted_at timestamptz null default now()`, or `None` where
/// the text is something else. A name alone is a nullable column of unknown type.
pub fn column(text: &str) -> Option<Column> {
    if text.len() > LONGEST {
        return None;
    }
    definition::column(text)
}

/// What rows that exist hold in a column once it is added.
pub fn existing(column: &Column) -> Cell {
    match &column.default {
        // Without a default, NOT NULL fails as soon as there is a row.
        DefaultValue::Unsaid | DefaultValue::Null if column.nullable == Some(false) => {
            Cell::Unknown
        }
        default => default.cell(),
    }
}

/// Where a script is read, for lines and columns.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    column: u32,
}

impl Lines<'_> {
    /// The span of a range that begins at or behind the end of the last.
    fn span(&mut self, range: std::ops::Range<usize>) -> Span {
        let (line, column) = self.advance(range.start);
        let (end_line, end_column) = self.advance(range.end);
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Span {
            start: offset(range.start),
            end: offset(range.end),
            line,
            column,
            end_line,
            end_column,
        }
    }

    fn advance(&mut self, to: usize) -> (u32, u32) {
        for c in self.text.get(self.at..to).unwrap_or("").chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.at = to;
        (self.line, self.column)
    }
}

/// The name as the database keeps it: a quoted one as written, any other in lower case.
fn kept(ident: &Ident) -> String {
    match ident.quote_style {
        Some(_) => ident.value.clone(),
        None => ident.value.to_lowercase(),
    }
}

/// The name as conditions compare it: lower case.
fn name_of(ident: &Ident) -> String {
    ident.value.to_lowercase()
}

/// The table's name, with its schema unless that is where databases look by themselves.
fn table_of(name: &ObjectName) -> String {
    let mut names = name.0.iter().rev().filter_map(|part| part.as_ident()).map(kept);
    let table = names.next().unwrap_or_default();
    match names.next().as_deref() {
        None | Some("" | "public" | "dbo" | "main") => table,
        Some(schema) => format!("{schema}.{table}"),
    }
}

/// What the first dialect that reads all of the text, and whose reading is acceptable, makes of it.
fn parsed<T>(
    text: &str,
    parse: impl for<'p> Fn(&mut Parser<'p>) -> Result<T, ParserError>,
    accepts: impl Fn(&T) -> bool,
) -> Option<T> {
    let mut dialects: [&dyn Dialect; 5] = [
        &PostgreSqlDialect {},
        &MySqlDialect {},
        &SQLiteDialect {},
        &MsSqlDialect {},
        &GenericDialect {},
    ];
    if text.contains('`') {
        dialects.swap(0, 1);
    }
    for dialect in dialects {
        let mut tokens = Vec::with_capacity(text.len() / 3);
        if Tokenizer::new(dialect, text).tokenize_with_location_into_buf(&mut tokens).is_err() {
            continue;
        }
        if is_deep(&tokens) {
            return None;
        }
        let mut parser = Parser::new(dialect).with_tokens_with_locations(tokens);
        if let Ok(found) = parse(&mut parser)
            && parser.peek_token_ref().token == Token::EOF
            && accepts(&found)
        {
            return Some(found);
        }
    }
    None
}

/// Whether the tree of the text may be deeper than we want. The items of a list stand side by side;
/// all else may nest by one with each token.
fn is_deep(tokens: &[TokenWithSpan]) -> bool {
    // For each open parenthesis the depth where it opened, and the depth of its deepest item.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut depth = 0;
    for token in tokens {
        match token.token {
            Token::Whitespace(_) => continue,
            Token::LParen | Token::LBracket | Token::LBrace => {
                depth += 1;
                open.push((depth, depth));
            }
            Token::RParen | Token::RBracket | Token::RBrace => {
                depth = open.pop().map_or(depth, |(_, deepest)| deepest.max(depth));
            }
            Token::Comma => match open.last_mut() {
                Some((opened, deepest)) => {
                    *deepest = depth.max(*deepest);
                    depth = *opened;
                }
                None => depth = 0,
            },
            _ => depth += 1,
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}
