//! Which tables a piece of SQL reaches, whether or not all of it can be understood.

use super::split::{self, Kind, Piece};

/// Words that a statement, or a part of one that an ORM is given, begins with.
const BEGINNINGS: &[&str] = &[
    "cross", "delete", "full", "inner", "insert", "join", "left", "natural", "outer", "right",
    "select", "truncate", "update", "with",
];

/// Words that stand before a table, and between such a word and its table.
const BEFORE: &[&str] = &["from", "into", "join", "truncate", "update"];
const BETWEEN: &[&str] = &["lateral", "only", "table"];

/// A table that SQL reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Its name without a schema.
    pub table: String,
    /// The statement deletes its rows.
    pub erased: bool,
}

/// The tables after `FROM`, `JOIN`, `UPDATE` and `TRUNCATE`; empty where the text is no SQL.
pub(super) fn tables(text: &str) -> Vec<Reached> {
    let pieces: Vec<Piece> = split::pieces(text)
        .filter(|piece| !matches!(piece.kind, Kind::Space | Kind::Comment))
        .collect();
    let word = |at: usize| {
        let piece = pieces.get(at).filter(|piece| piece.kind == Kind::Word)?;
        Some(piece.of(text).to_lowercase())
    };
    let first = (0..pieces.len()).find_map(word);
    if first.is_none_or(|first| !BEGINNINGS.contains(&first.as_str())) {
        return Vec::new();
    }
    let mut found: Vec<Reached> = Vec::new();
    let mut deletes = false;
    for at in 0..pieces.len() {
        let Some(before) = word(at) else { continue };
        deletes = match before.as_str() {
            "delete" | "truncate" => true,
            "from" | "where" | "table" | "only" => deletes,
            _ if BEFORE.contains(&before.as_str()) => false,
            _ => deletes,
        };
        if !BEFORE.contains(&before.as_str()) {
            continue;
        }
        let mut next = at + 1;
        while word(next).is_some_and(|word| BETWEEN.contains(&word.as_str())) {
            next += 1;
        }
        let erased = deletes && before != "into";
        // `INSERT INTO users` adds a row, which is no way around anything.
        while let Some((table, after)) = name(text, &pieces, next) {
            if before != "into" {
                found.push(Reached { table, erased });
            }
            // `FROM users u, posts p`
            let alias = usize::from(word(after).is_some_and(|word| word == "as"));
            let alias = after + alias;
            let comma = |at: usize| pieces.get(at).is_some_and(|piece| piece.of(text) == ",");
            next = match (before.as_str(), comma(after), comma(alias + 1)) {
                ("from", true, _) => after + 1,
                ("from", _, true) => alias + 2,
                _ => break,
            };
        }
        deletes = false;
    }
    found
}

/// The table of an `INSERT` and the columns that it lists.
pub(super) fn inserted(text: &str) -> Option<(String, Vec<String>)> {
    let pieces: Vec<Piece> = split::pieces(text)
        .filter(|piece| !matches!(piece.kind, Kind::Space | Kind::Comment))
        .collect();
    let is = |at: usize, word: &str| {
        pieces.get(at).is_some_and(|piece| piece.of(text).eq_ignore_ascii_case(word))
    };
    let into = (1..pieces.len()).find(|at| is(*at, "into"))?;
    if !is(0, "insert") && !is(0, "replace") {
        return None;
    }
    let (table, mut at) = name(text, &pieces, into + 1)?;
    if !is(at, "(") {
        return None;
    }
    let mut columns = Vec::new();
    loop {
        let (column, after) = name(text, &pieces, at + 1)?;
        columns.push(column);
        at = after;
        if is(at, ")") {
            return Some((table, columns));
        }
        is(at, ",").then_some(())?;
    }
}

/// A name with the schema before it, and where it ends.
fn name(text: &str, pieces: &[Piece], at: usize) -> Option<(String, usize)> {
    let one = |at: usize| {
        let piece = pieces.get(at)?;
        let written = piece.of(text);
        match piece.kind {
            Kind::Word => Some(written.to_owned()),
            Kind::Quoted if !written.starts_with('\'') => {
                Some(written.trim_matches(['"', '`', '[', ']']).to_owned())
            }
            Kind::Quoted | Kind::Comment | Kind::Space | Kind::Symbol => None,
        }
    };
    let mut found = one(at)?;
    let mut after = at + 1;
    while pieces.get(after).is_some_and(|piece| piece.of(text) == ".") {
        found = one(after + 1)?;
        after += 2;
    }
    Some((found, after))
}

#[cfg(test)]
mod tests {
    use super::{BEGINNINGS, tables};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<_> = tables(text)
            .into_iter()
            .map(|it| format!("{}{}", if it.erased { "-" } else { "" }, it.table))
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn tables_of_statements() {
        check("SELECT * FROM users u, public.\"Posts\" p WHERE u.id = 1", "users Posts");
        check(
            "DELETE FROM ONLY users USING posts WHERE a IN (SELECT b FROM teams)",
            "-users teams",
        );
        check("truncate table users", "-users");
        check("UPDATE users SET a = 1 FROM teams AS t", "users teams");
        check("LEFT JOIN `users` ON users.id = ?", "users");
        check("WITH x AS (SELECT 1 FROM users) DELETE FROM posts", "users -posts");
        check("INSERT INTO archive SELECT * FROM users", "users");
        check("(SELECT count(*) FROM users WHERE x = :id)", "users");
        check("mail from users", "");
        check("SELECT EXTRACT(year FROM now())", "now");
    }

    #[test]
    fn columns_of_an_insert() {
        let columns = |text: &str| {
            let (table, columns) = super::inserted(text)?;
            Some(format!("{table}: {}", columns.join(" ")))
        };
        let full = "INSERT INTO public.\"users\" (email, `name`) VALUES (%s, %s)";
        assert_eq!(columns(full).as_deref(), Some("users: email name"));
        let ignoring = "insert or ignore into users(email) select 1";
        assert_eq!(columns(ignoring).as_deref(), Some("users: email"));
        assert_eq!(columns("INSERT INTO users VALUES (1)"), None);
        assert_eq!(columns("insert into users (email"), None);
        assert_eq!(columns("SELECT 1"), None);
    }

    #[test]
    fn words_are_sorted() {
        assert!(BEGINNINGS.is_sorted());
    }
}
