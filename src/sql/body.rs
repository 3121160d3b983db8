//! What the text of a view, a condition or a function names, read word by word.
//!
//! Code of all dialects is read here, of which no parser knows more than its own. A name is that of a
//! table where it stands behind FROM, JOIN, INTO or UPDATE; a column belongs to the table that it is
//! qualified with, or to one of those of its query.

mod tables;
#[cfg(test)]
mod tests;

use std::{collections::HashSet, sync::Arc};

use self::tables::{Entry, FARTHEST, MOST_TABLES, Queries, commas, of, table, takes_from};
use super::split::{self, Kind};
use crate::database::{Body, Mention, Owner, WholeRow};

/// More words than this are not read of one text.
const LONGEST: usize = 50_000;

/// Functions of PostgreSQL that make one value of a row.
const DOCUMENTS: [&str; 4] = ["hstore", "row_to_json", "to_json", "to_jsonb"];

/// Words that are no column where they stand alone.
const RESERVED: [&str; 47] = [
    "all",
    "and",
    "any",
    "as",
    "asc",
    "between",
    "by",
    "case",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "exists",
    "false",
    "from",
    "full",
    "group",
    "having",
    "if",
    "in",
    "inner",
    "insert",
    "intersect",
    "into",
    "is",
    "join",
    "left",
    "like",
    "limit",
    "not",
    "null",
    "on",
    "or",
    "order",
    "return",
    "right",
    "select",
    "set",
    "then",
    "true",
    "union",
    "update",
    "when",
    "where",
    "with",
];

/// A word, a name or a sign.
#[derive(Clone, Copy)]
struct Token<'t> {
    kind: Kind,
    text: &'t str,
    start: usize,
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.kind != Kind::Quoted && self.text.eq_ignore_ascii_case(word)
    }

    fn is_any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }

    /// The name that it is, as the database keeps it.
    fn name(&self) -> Option<String> {
        match self.kind {
            Kind::Word if self.text.starts_with(|c: char| c.is_ascii_digit()) => None,
            Kind::Word => Some(self.text.to_lowercase()),
            Kind::Quoted => unquoted(self.text),
            Kind::Comment | Kind::Space | Kind::Symbol => None,
        }
    }
}

/// The name in double quotes or backticks.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '`'))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    Some(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
}

/// What a query or code names. `parameters` are names that are no columns; `base` is where the text
/// begins in its statement.
pub(super) fn code(text: &str, parameters: &[String], base: Option<usize>) -> Body {
    let mut reader = Reader { base, ..Reader::default() };
    reader.variables.extend(parameters.iter().cloned());
    reader.text(text, 0);
    reader.body
}

/// What a condition over the columns of a table names.
pub(super) fn condition(text: &str, table: &str) -> Body {
    let mut reader = Reader { own: Some(table.to_owned()), ..Reader::default() };
    reader.text(text, 0);
    reader.body
}

/// Whether a column of the row that is written gets a value: `NEW.slug := …`, `SET NEW.slug = …`,
/// `SELECT … INTO NEW.slug`.
fn sets(parts: &[String], before: Option<&Token>, after: &[Token]) -> bool {
    let of_row = parts.len() == 2 && parts.first().is_some_and(|it| it.eq_ignore_ascii_case("new"));
    let begins = before.is_none_or(|it| it.is_any(&["begin", "then", "else", "loop", "set"]));
    let is = |at: usize, sign: &str| after.get(at).is_some_and(|it| it.is(sign));
    let assigned = is(0, ":=") || is(0, ":") && is(1, "=") || begins && is(0, "=");
    of_row && (assigned || before.is_some_and(|it| it.is("into")))
}

#[derive(Default)]
struct Reader {
    body: Body,
    variables: HashSet<String>,
    /// The table that a condition belongs to.
    own: Option<String>,
    seen: HashSet<(String, Option<String>)>,
    /// Where the text begins in its statement.
    base: Option<usize>,
    /// Where the word that is read begins in the text.
    here: usize,
}

impl Reader {
    fn text(&mut self, text: &str, depth: usize) {
        let tokens: Vec<Token> = split::code(text)
            .take(LONGEST)
            .map(|piece| Token { kind: piece.kind, text: piece.of(text), start: piece.start })
            .collect();
        let mut declares = false;
        for (statement, begins) in statements(&tokens) {
            declares =
                (declares && !begins) || statement.first().is_some_and(|it| it.is("declare"));
            if declares {
                let name = statement.iter().find(|token| !token.is("declare"));
                self.variables.extend(name.and_then(Token::name));
            }
            self.statement(statement);
            let executes = statement.iter().any(|token| token.is("execute"));
            for token in statement.iter().filter(|_| executes && depth == 0) {
                if let Some(inner) = token.text.strip_prefix('\'') {
                    let inner = inner.trim_end_matches('\'').replace("''", "'");
                    let base = self.base.take();
                    self.text(&inner, depth + 1);
                    self.base = base;
                }
            }
        }
    }

    fn statement(&mut self, tokens: &[Token]) {
        let queries = Queries::of(tokens);
        let (entries, taken) = self.tables(tokens, &queries);
        let upserts = tokens.iter().position(|token| token.is_any(&["conflict", "duplicate"]));
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let here = at;
            at += 1;
            if taken.contains(&here) {
                continue;
            }
            if token.is("*") {
                self.star(tokens, here, &queries, &entries);
                continue;
            }
            let Some(name) = token.name() else { continue };
            self.here = token.start;
            if tokens.get(at).is_some_and(|next| next.is(".")) {
                let mut parts = vec![name];
                let mut star = false;
                while tokens.get(at).is_some_and(|next| next.is(".")) {
                    match tokens.get(at + 1) {
                        Some(next) if next.is("*") => star = true,
                        Some(next) => parts.extend(next.name()),
                        None => {}
                    }
                    at += 2;
                }
                let calls = tokens.get(at).is_some_and(|next| next.is("("));
                match star {
                    true => self.qualified_star(&parts, tokens, here, &entries),
                    false if calls => {}
                    false if sets(&parts, before, tokens.get(at..).unwrap_or_default()) => {
                        self.body.sets.extend(parts.last().map(|name| name.to_lowercase()));
                        self.qualified(&parts, &entries);
                    }
                    false => self.qualified(&parts, &entries),
                }
                continue;
            }
            let next = tokens.get(at);
            let no_column = before.is_some_and(|before| before.is("as") || before.is(":"))
                || next.is_some_and(|next| next.is("("))
                // `extract(year FROM …)`
                || next.is_some_and(|next| next.is("from")) && takes_from(tokens, at);
            if no_column {
                continue;
            }
            if token.is_any(&["new", "old"]) {
                if makes_document(tokens, here) {
                    self.row(WholeRow::Document);
                }
                continue;
            }
            if token.kind == Kind::Word
                && (RESERVED.binary_search(&name.as_str()).is_ok()
                    || self.variables.contains(&name))
            {
                continue;
            }
            let upserts = upserts.is_some_and(|at| at < here);
            self.unqualified(
                name,
                |entry| match upserts {
                    true => entry.inserted,
                    false => !entry.inserted && queries.sees(here, entry.query),
                },
                &entries,
            );
        }
    }

    /// The tables of a statement, and the words that are taken for them.
    fn tables(&mut self, tokens: &[Token], queries: &Queries) -> (Vec<Entry>, HashSet<usize>) {
        let mut entries = Vec::new();
        let mut taken = HashSet::new();
        let mut named: HashSet<String> = HashSet::new();
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let after = |words: &[&str]| before.is_some_and(|before| before.is_any(words));
            // `WITH name AS (…)`
            if token.is("as")
                && tokens.iter().skip(at + 1).take(3).any(|next| next.is("("))
                && let Some(name) = before.and_then(Token::name)
                && at
                    .checked_sub(2)
                    .and_then(|at| tokens.get(at))
                    .is_some_and(|it| it.is(",") || it.is_any(&["with", "recursive"]))
            {
                named.insert(name);
                taken.insert(at - 1);
            }
            let from = token.is("from") && !after(&["distinct"]) && !takes_from(tokens, at);
            let using = token.is("using") && !tokens.get(at + 1).is_some_and(|next| next.is("("));
            let update = token.is("update")
                && !after(&["after", "before", "do", "for", "of", "on", "or", "instead"])
                && !tokens.get(at + 1).is_some_and(|next| next.is_any(&["of", "on", "or", "set"]));
            let into = token.is("into")
                && tokens[..at]
                    .iter()
                    .rev()
                    .take(3)
                    .any(|it| it.is_any(&["insert", "merge", "replace"]));
            if from || using || token.is("join") || update || into {
                let mut places = vec![at + 1];
                if from || using {
                    places.extend(commas(tokens, at + 1));
                }
                for place in places {
                    let Some((entry, end)) = table(tokens, place, into, queries) else { continue };
                    taken.extend(place..end);
                    if entries.len() < MOST_TABLES {
                        if into {
                            self.insert(&entry.table, tokens, end, &mut taken);
                        }
                        entries.push(entry);
                    }
                }
            }
        }
        entries.retain(|entry: &Entry| !named.contains(&entry.table));
        for entry in &entries {
            if !self.body.tables.contains(&entry.table) {
                self.body.tables.push(entry.table.clone());
            }
        }
        (entries, taken)
    }

    /// The columns that an INSERT lists.
    fn insert(&mut self, table: &str, tokens: &[Token], at: usize, taken: &mut HashSet<usize>) {
        let mut columns = None;
        let opens = tokens.get(at).is_some_and(|next| next.is("("));
        let selects = tokens.get(at + 1).is_some_and(|next| next.is_any(&["select", "with"]));
        if opens && !selects {
            let listed = tokens.iter().enumerate().skip(at + 1);
            let listed = listed.take(FARTHEST).take_while(|(_, it)| !it.is(")"));
            let mut names = Vec::new();
            for (at, token) in listed {
                taken.insert(at);
                let Some(name) = token.name() else { continue };
                self.here = token.start;
                self.mention(name.clone(), Owner::Table(table.to_owned()));
                names.push(name);
            }
            columns = Some(names);
        }
        self.body.inserts.push((table.to_owned(), columns));
    }

    fn qualified(&mut self, parts: &[String], entries: &[Entry]) {
        let [outer @ .., qualifier, column] = parts else { return };
        let owner = match (outer, qualifier.as_str()) {
            ([], "new" | "old") => Owner::Row,
            ([], "excluded") => match entries.iter().find(|entry| entry.inserted) {
                Some(entry) => Owner::Table(entry.table.clone()),
                None => return,
            },
            ([], _) => match of(entries, qualifier) {
                Some(table) => Owner::Table(table.to_owned()),
                None if self.own.as_ref() == Some(qualifier) => Owner::Table(qualifier.clone()),
                None => return,
            },
            ([.., schema], _) => Owner::Table(in_schema(schema, qualifier)),
        };
        self.mention(column.clone(), owner);
    }

    fn qualified_star(&mut self, parts: &[String], tokens: &[Token], at: usize, entries: &[Entry]) {
        let [.., qualifier] = parts else { return };
        if matches!(qualifier.as_str(), "new" | "old") {
            if makes_document(tokens, at) {
                self.row(WholeRow::Document);
            } else if let Some(entry) = entries.iter().find(|entry| entry.inserted) {
                self.row(WholeRow::Values(entry.table.clone()));
            }
            return;
        }
        let counts =
            at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|it| it.is("count"));
        if let Some(table) = of(entries, qualifier).filter(|_| !counts) {
            self.taken_whole(table);
        }
    }

    /// `SELECT *`
    fn star(&mut self, tokens: &[Token], at: usize, queries: &Queries, entries: &[Entry]) {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let starts =
            before.is_some_and(|it| it.is(",") || it.is_any(&["all", "distinct", "select"]));
        let ends = tokens.get(at + 1).is_none_or(|it| it.is(",") || it.is("from"));
        if starts && ends {
            let query = queries.of.get(at);
            for entry in entries.iter().filter(|it| Some(&it.query) == query && !it.inserted) {
                self.taken_whole(&entry.table);
            }
        }
    }

    fn taken_whole(&mut self, table: &str) {
        if !self.body.stars.iter().any(|known| known == table) {
            self.body.stars.push(table.to_owned());
        }
    }

    /// A column of one of the tables that can be seen.
    fn unqualified(&mut self, name: String, sees: impl Fn(&Entry) -> bool, entries: &[Entry]) {
        let seen = entries.iter().filter(|entry| sees(entry));
        let mut tables: Vec<String> = seen.map(|entry| entry.table.clone()).collect();
        tables.extend(self.own.clone());
        tables.sort();
        tables.dedup();
        match tables.as_slice() {
            [] => {}
            [one] => {
                let one = one.clone();
                self.mention(name, Owner::Table(one));
            }
            _ => self.mention(name, Owner::OneOf(Arc::from(tables))),
        }
    }

    fn mention(&mut self, column: String, of: Owner) {
        let column = column.to_lowercase();
        let table = match &of {
            Owner::Row => None,
            Owner::Table(table) => Some(table.clone()),
            Owner::OneOf(tables) => Some(tables.join(",")),
        };
        if self.seen.insert((column.clone(), table)) {
            let at = self.base.map(|base| base + self.here);
            self.body.mentions.push(Mention { column, of, at, span: None });
        }
    }

    fn row(&mut self, row: WholeRow) {
        if !self.body.rows.contains(&row) {
            self.body.rows.push(row);
        }
    }
}

/// The table's name, with its schema unless that is where databases look by themselves.
pub(super) fn in_schema(schema: &str, table: &str) -> String {
    match schema {
        "" | "public" | "dbo" | "main" => table.to_owned(),
        _ => format!("{schema}.{table}"),
    }
}

/// The statements of a block of code, each with whether a BEGIN stands before it.
fn statements<'s, 't>(tokens: &'s [Token<'t>]) -> Vec<(&'s [Token<'t>], bool)> {
    let mut found = Vec::new();
    let (mut start, mut begins) = (0, false);
    let mut cut = |from: usize, to: usize, begins: &mut bool| {
        if let Some(statement) = tokens.get(from..to).filter(|it| !it.is_empty()) {
            found.push((statement, std::mem::take(begins)));
        }
    };
    for (at, token) in tokens.iter().enumerate() {
        let first = tokens.get(start).filter(|_| start < at);
        let opens = |words: &[&str]| first.is_some_and(|first| first.is_any(words));
        let ends = token.is(";")
            || token.is("begin")
            || (token.is("then") && opens(&["elseif", "elsif", "if", "when"]))
            || (token.is("loop") && (start == at || opens(&["for", "loop", "while"])))
            || (token.is("else") && start == at);
        if ends {
            cut(start, at, &mut begins);
            begins |= token.is("begin");
            start = at + 1;
        }
    }
    cut(start, tokens.len(), &mut begins);
    found
}

/// `to_jsonb(NEW)`
fn makes_document(tokens: &[Token], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|at| tokens.get(at));
    before(1).is_some_and(|it| it.is("(")) && before(2).is_some_and(|it| it.is_any(&DOCUMENTS))
}
