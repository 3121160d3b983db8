//! Column names in a statement of SQL that stands in code as a text.

use crate::{finding::Confidence, sql};

/// Whose column a word of a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The column of that table, which the statement names beside it.
    Table(String, Confidence),
    /// Of one of the tables that the statement names.
    OneOf(Vec<String>),
    /// The text is a piece of a statement and names no table.
    Unsaid,
    /// The text may be a piece of a statement, and is one where columns are expected.
    Perhaps,
    /// The text is no SQL.
    NoSql,
}

/// Words that only statements have, before a table and elsewhere.
const BEFORE_TABLES: &[&str] = &["from", "join", "into", "update", "table"];
const OTHERS: &[&str] = &[
    "select", "where", "order", "group", "set", "and", "or", "not", "null", "asc", "desc", "is",
    "in", "like", "ilike", "between", "distinct", "coalesce", "lower", "upper", "count", "sum",
    "max", "min", "case", "when", "limit", "having", "using", "values", "delete", "insert",
];

/// Whose the word at a place of a text is.
pub(super) fn owner(text: &str, start: usize, end: usize) -> Owner {
    let before = text.get(..start).unwrap_or_default();
    let head = before.trim_end_matches(['"', '`', '[']);
    if let Some(path) = head.strip_suffix('.') {
        let path = path.trim_end_matches(['"', '`', ']']);
        let from = path.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
        let qualifier = path.get(from..).unwrap_or_default();
        // `empty_state.pages.description` is the key of something else.
        let deeper = path.get(..from).is_some_and(|before| before.ends_with('.'));
        if qualifier.is_empty() || deeper && !text.contains([' ', '\n', '"', '`', '[']) {
            return Owner::NoSql;
        }
        let table = sql::alias_of(text, qualifier).unwrap_or_else(|| qualifier.to_owned());
        return Owner::Table(table, Confidence::Certain);
    }
    // `User#state= is deprecated`: a method, as people write of it.
    if head.ends_with('#') {
        return Owner::NoSql;
    }
    let words = sql::words(text);
    let mut tables: Vec<String> = words
        .windows(2)
        .filter(|pair| BEFORE_TABLES.contains(&pair[0].to_ascii_lowercase().as_str()))
        .map(|pair| pair[1].rsplit('.').next().unwrap_or_default().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let has = |word: &str| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    // A verb alone is prose: "Failed to update page description".
    let verbs = [
        ("select", "from"),
        ("update", "set"),
        ("insert", "into"),
        ("delete", "from"),
        ("alter", "table"),
    ];
    let is_statement = verbs.iter().any(|(verb, part)| has(verb) && has(part));
    if is_statement && !tables.is_empty() {
        let word = text.get(start..end).unwrap_or_default();
        if let Some(outermost) = outermost(text, word) {
            tables.retain(|table| outermost.contains(&table.to_lowercase()));
        }
        return match tables.as_slice() {
            [only] => Owner::Table(only.clone(), Confidence::Certain),
            _ => Owner::OneOf(tables),
        };
    }
    let rest = text.get(end..).unwrap_or_default().trim_start();
    let compares = rest.starts_with(['=', '<', '>', '!', ',']) || rest.is_empty();
    let others = words.iter().filter(|word| OTHERS.contains(&word.to_ascii_lowercase().as_str()));
    let others = others.count();
    let speaks =
        others > 0 && (compares || is_beside_logic(head, rest) || 3 * others >= words.len());
    // "The name of settings category": nothing of SQL stands between two names but what joins them.
    let follows =
        head.trim_end().ends_with(char::is_alphanumeric) && head.ends_with(char::is_whitespace);
    let compares = compares && !(follows && rest.is_empty());
    match (speaks, compares) {
        (true, _) => Owner::Unsaid,
        (false, true) => Owner::Perhaps,
        (false, false) => Owner::NoSql,
    }
}

/// The tables of a statement without those that it reads within brackets, in lower case, where only
/// what stands outside of brackets names a column, and no column comes out of them unnamed.
fn outermost(text: &str, column: &str) -> Option<Vec<String>> {
    let column = column.to_lowercase();
    let layers = sql::layers(text);
    let (first, within) = layers.split_first()?;
    let names = |layer: &sql::Layer| layer.names.contains(&column);
    let open = within.iter().any(|layer| names(layer) || !layer.stars.is_empty());
    let tables = first.tables.iter().map(|(table, _)| table.clone());
    (!within.is_empty() && names(first) && !open).then(|| tables.collect())
}

/// `… AND is_hidden AND …`: whether words that join conditions stand around a name; prose has them in
/// small letters.
fn is_beside_logic(before: &str, after: &str) -> bool {
    let logic = |word: Option<&str>| matches!(word, Some("AND" | "OR" | "NOT" | "IS" | "IN"));
    let last = before.split_whitespace().next_back();
    logic(last) || logic(after.split_whitespace().next())
}

/// Words before a value.
const BEFORE_VALUES: &[&str] = &[
    "any", "between", "else", "ilike", "in", "interval", "is", "like", "limit", "offset", "then",
    "values",
];

/// Whether a statement is known only when the code runs: one of its unknown pieces stands where a
/// table, a column or a clause may, and not only a value.
pub(super) fn is_put_together(pieces: &[Option<&str>]) -> bool {
    if pieces.iter().all(Option::is_none) {
        return false;
    }
    let mut is_value = false;
    let mut before = "";
    for piece in pieces {
        match piece {
            Some(text) if is_between(text) && is_value => {}
            Some(text) => {
                before = text;
                is_value = false;
            }
            None => {
                is_value = is_value || ends_before_value(before);
                if !is_value {
                    return true;
                }
            }
        }
    }
    false
}

/// `', '` between two values of a list.
fn is_between(text: &str) -> bool {
    text.contains(',') && text.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '\''))
}

fn ends_before_value(text: &str) -> bool {
    let text = text.trim_end();
    if text.ends_with(['=', '<', '>', '\'', '%']) {
        return true;
    }
    let text = text.trim_end_matches('(').trim_end();
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    BEFORE_VALUES.iter().any(|it| word.eq_ignore_ascii_case(it))
}
