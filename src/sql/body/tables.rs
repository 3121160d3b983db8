//! The tables of a statement: where they are named, and which query sees them.

use super::{super::split::Kind, Token, in_schema};

/// How far a list of tables is followed, in words.
pub(super) const FARTHEST: usize = 4_000;

/// How many tables of one statement are told apart.
pub(super) const MOST_TABLES: usize = 64;

/// Functions with a FROM among their arguments.
const TAKES_FROM: [&str; 5] = ["extract", "overlay", "position", "substring", "trim"];

/// Words behind the name of a table that are not another name for it.
pub(super) const NO_ALIAS: [&str; 48] = [
    "and",
    "as",
    "cross",
    "default",
    "do",
    "else",
    "end",
    "except",
    "fetch",
    "for",
    "force",
    "from",
    "full",
    "group",
    "having",
    "if",
    "ignore",
    "inner",
    "intersect",
    "is",
    "join",
    "lateral",
    "left",
    "limit",
    "loop",
    "natural",
    "not",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "partition",
    "qualify",
    "returning",
    "right",
    "select",
    "set",
    "straight_join",
    "tablesample",
    "then",
    "union",
    "use",
    "using",
    "values",
    "when",
    "where",
    "window",
];

/// Words that end a list of tables.
const ENDS_FROM: [&str; 17] = [
    "except",
    "fetch",
    "for",
    "group",
    "having",
    "intersect",
    "limit",
    "loop",
    "offset",
    "on",
    "order",
    "returning",
    "set",
    "then",
    "union",
    "where",
    "window",
];

/// A table of a statement.
pub(super) struct Entry {
    pub(super) table: String,
    pub(super) alias: Option<String>,
    /// The query that it belongs to.
    pub(super) query: usize,
    /// Rows are inserted into it, so that its columns stand only where they are listed.
    pub(super) inserted: bool,
}

/// The queries of a statement: the one that each word stands in, and the one around each.
pub(super) struct Queries {
    pub(super) of: Vec<usize>,
    around: Vec<Option<usize>>,
}

impl Queries {
    pub(super) fn of(tokens: &[Token]) -> Queries {
        let mut queries = Queries { of: Vec::with_capacity(tokens.len()), around: vec![None] };
        let (mut query, mut open) = (0, Vec::new());
        for token in tokens {
            if token.is("(") {
                open.push(query);
            } else if token.is(")") {
                query = open.pop().unwrap_or(0);
            } else if token.is("select") {
                let around = open.last().copied().or(Some(0));
                queries.around.push(around);
                query = queries.around.len() - 1;
            }
            queries.of.push(query);
        }
        queries
    }

    /// Whether a word stands within a query, or within one inside of it.
    pub(super) fn sees(&self, at: usize, query: usize) -> bool {
        let mut next = self.of.get(at).copied();
        for _ in 0..MOST_TABLES {
            match next {
                Some(within) if within == query => return true,
                Some(within) => next = self.around.get(within).copied().flatten(),
                None => return false,
            }
        }
        false
    }
}

/// The table that a name or another name for it means.
pub(super) fn of<'e>(entries: &'e [Entry], name: &str) -> Option<&'e str> {
    let is = |entry: &&Entry| match &entry.alias {
        Some(alias) => alias == name,
        None => entry.table == name || entry.table.rsplit('.').next() == Some(name),
    };
    let found = entries.iter().find(is).or(entries.iter().find(|entry| entry.table == name));
    found.map(|entry| entry.table.as_str())
}

/// The table that is named at a place, and where its name and other name end.
pub(super) fn table(
    tokens: &[Token],
    at: usize,
    into: bool,
    queries: &Queries,
) -> Option<(Entry, usize)> {
    let skipped = |token: &Token| token.is("(") || token.is_any(&["ignore", "lateral", "only"]);
    let mut end = at;
    while tokens.get(end).is_some_and(skipped) {
        end += 1;
    }
    let first = tokens.get(end)?;
    if first.kind == Kind::Word
        && NO_ALIAS.binary_search(&first.text.to_lowercase().as_str()).is_ok()
        || first.is_any(&["select", "with"])
    {
        return None;
    }
    let query = queries.of.get(end).copied().unwrap_or_default();
    let mut name = first.name()?;
    end += 1;
    while tokens.get(end).is_some_and(|next| next.is(".")) {
        name = in_schema(&name, &tokens.get(end + 1)?.name()?);
        end += 2;
    }
    // A function that gives rows.
    if !into && tokens.get(end).is_some_and(|next| next.is("(")) {
        return None;
    }
    let said = tokens.get(end).is_some_and(|next| next.is("as"));
    let alias = tokens.get(end + usize::from(said)).filter(|next| {
        next.kind == Kind::Quoted
            || NO_ALIAS.binary_search(&next.text.to_lowercase().as_str()).is_err()
    });
    let alias = alias.and_then(Token::name);
    if alias.is_some() {
        end += 1 + usize::from(said);
    }
    Some((Entry { table: name, alias, query, inserted: into }, end))
}

/// Where the further tables of a list begin.
pub(super) fn commas(tokens: &[Token], from: usize) -> Vec<usize> {
    let (mut found, mut depth) = (Vec::new(), 0usize);
    for (at, token) in tokens.iter().enumerate().skip(from).take(FARTHEST) {
        match token.text {
            "(" => depth += 1,
            ")" if depth == 0 => break,
            ")" => depth -= 1,
            "," if depth == 0 && found.len() < MOST_TABLES => found.push(at + 1),
            _ if depth == 0 && !token.is("on") && ENDS_FROM.iter().any(|word| token.is(word)) => {
                break;
            }
            _ => {}
        }
    }
    found
}

/// Whether a FROM belongs to the arguments of a function: `extract(year FROM created_at)`.
pub(super) fn takes_from(tokens: &[Token], at: usize) -> bool {
    let mut depth = 0usize;
    for (place, token) in tokens.iter().enumerate().take(at).rev().take(40) {
        if token.is(")") {
            depth += 1;
        } else if token.is("(") {
            if depth == 0 {
                let function = place.checked_sub(1).and_then(|place| tokens.get(place));
                return function.is_some_and(|function| function.is_any(&TAKES_FROM));
            }
            depth -= 1;
        } else if depth == 0 && token.is("select") {
            return false;
        }
    }
    false
}
