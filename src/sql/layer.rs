//! A piece of SQL and what it selects within brackets, each with its tables and its names.

use sqlparser::{
    dialect::GenericDialect,
    tokenizer::{Token, Tokenizer},
};

/// More tokens than this are not looked at.
const LONGEST: usize = 20_000;

/// A piece of SQL without what it selects within brackets, or one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// The tables that it names, each with its alias, in lower case.
    pub tables: Vec<(String, Option<String>)>,
    /// Names that stand without a table, in lower case.
    pub names: Vec<String>,
    /// What it takes every column of: tables or aliases, or nothing for all.
    pub stars: Vec<String>,
    /// It joins by all names that tables have in common.
    pub natural: bool,
    /// The table that it fills.
    pub into: Option<String>,
    /// Layers of the same number are united.
    pub united: usize,
    /// The layer around it, where its names may mean columns of that.
    pub within: Option<usize>,
}

impl Layer {
    /// The table that a name or an alias stands for.
    pub fn table(&self, name: &str) -> Option<&str> {
        let is = |(table, alias): &&(String, Option<String>)| {
            alias.as_deref().unwrap_or(table) == name || table == name
        };
        self.tables.iter().find(is).map(|(table, _)| table.as_str())
    }
}

/// Words before a table.
const BEFORE_TABLES: &[&str] = &["from", "join", "update"];

/// Words between these and the table, or what stands for one.
const AROUND_TABLES: &[&str] = &["lateral", "only"];

/// Words that may follow a table and are no alias.
const NO_ALIASES: &[&str] = &[
    "cross",
    "except",
    "full",
    "group",
    "having",
    "inner",
    "intersect",
    "join",
    "left",
    "limit",
    "natural",
    "on",
    "order",
    "outer",
    "right",
    "set",
    "union",
    "using",
    "where",
];

/// The layers of a piece of SQL, itself first; none where it cannot be read.
pub(super) fn layers(text: &str) -> Vec<Layer> {
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, text).tokenize() else {
        return Vec::new();
    };
    let tokens: Vec<Token> =
        tokens.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))).collect();
    if tokens.len() > LONGEST {
        return Vec::new();
    }
    let word = |at: usize| match tokens.get(at) {
        Some(Token::Word(word)) => Some(word.value.to_lowercase()),
        _ => None,
    };
    let mut layers = vec![Layer::default()];
    let mut open = vec![0];
    // Within the assignments of an UPDATE, what stands before `=` is a column of that table.
    let mut assigns = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let here = at;
        at += 1;
        let current = open.last().copied().unwrap_or_default();
        match token {
            Token::LParen => {
                let selects = word(at).is_some_and(|word| word == "select" || word == "with");
                if selects {
                    // What is named by `WITH`, or stands for a table, sees no other table.
                    let before = here.checked_sub(1).and_then(word);
                    let alone = is_one(before, &["as", "from", "join", "materialized"]);
                    let within = (!alone).then_some(current);
                    layers.push(Layer { united: layers.len(), within, ..Layer::default() });
                }
                open.push(if selects { layers.len() - 1 } else { current });
            }
            Token::RParen if open.len() > 1 => {
                open.pop();
            }
            Token::Mul => {
                let before = here.checked_sub(1).and_then(|before| tokens.get(before));
                let qualifier = match before {
                    Some(Token::Period) => here.checked_sub(2).and_then(word),
                    Some(Token::Comma) | None => Some(String::new()),
                    Some(Token::Word(_))
                        if is_one(word(here - 1), &["all", "distinct", "select"]) =>
                    {
                        Some(String::new())
                    }
                    _ => None,
                };
                if let (Some(layer), Some(qualifier)) = (layers.get_mut(current), qualifier) {
                    layer.stars.push(qualifier);
                }
            }
            Token::Word(_) => {
                let Some(name) = word(here) else { continue };
                if matches!(name.as_str(), "union" | "except" | "intersect") {
                    let other = layers.get(current);
                    let united = other.map_or(0, |layer| layer.united);
                    let within = other.and_then(|layer| layer.within);
                    layers.push(Layer { united, within, ..Layer::default() });
                    if let Some(top) = open.last_mut() {
                        *top = layers.len() - 1;
                    }
                    continue;
                }
                let Some(layer) = layers.get_mut(current) else { continue };
                layer.natural |= name == "natural";
                let before = here.checked_sub(1).and_then(|before| tokens.get(before));
                if name == "set" {
                    assigns = true;
                } else if matches!(name.as_str(), "from" | "where") {
                    assigns = false;
                }
                let opens = BEFORE_TABLES.contains(&name.as_str());
                if opens || name == "into" {
                    at += usize::from(is_one(word(at), AROUND_TABLES));
                    let table = word(at).filter(|next| !NO_ALIASES.contains(&next.as_str()));
                    let Some(mut table) = table else { continue };
                    at += 1;
                    while matches!(tokens.get(at), Some(Token::Period)) {
                        table = word(at + 1).unwrap_or(table);
                        at += 2;
                    }
                    if !opens {
                        layer.into = Some(table);
                        // The columns that it lists are those of that table.
                        let lists = matches!(tokens.get(at), Some(Token::LParen))
                            && !is_one(word(at + 1), &["select", "with"]);
                        let listed = tokens.iter().skip(at).take_while(|it| **it != Token::RParen);
                        at += if lists { listed.count() + 1 } else { 0 };
                        continue;
                    }
                    at += usize::from(is_one(word(at), &["as"]));
                    let alias = word(at).filter(|next| !NO_ALIASES.contains(&next.as_str()));
                    at += usize::from(alias.is_some());
                    layer.tables.push((table, alias));
                    continue;
                }
                if name == "as" {
                    at += usize::from(word(at).is_some());
                    continue;
                }
                let joined = matches!(tokens.get(at), Some(Token::Period | Token::LParen));
                let qualified = matches!(before, Some(Token::Period));
                let assigned = assigns
                    && matches!(tokens.get(at), Some(Token::Eq))
                    && (matches!(before, Some(Token::Comma))
                        || here.checked_sub(1).is_some_and(|at| is_one(word(at), &["set"])));
                if !joined && !qualified && !assigned {
                    layer.names.push(name);
                }
            }
            _ => {}
        }
    }
    layers
}

fn is_one(word: Option<String>, of: &[&str]) -> bool {
    word.is_some_and(|word| of.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Layer {
        let mut found = layers(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn names_stand_without_a_table() {
        let layer = only("lower(status) = ? AND posts.title IS NOT NULL");
        assert!(layer.names.contains(&"status".to_owned()));
        assert!(!layer.names.contains(&"title".to_owned()));
        assert!(!only("posts.a AS status, 'status'").names.contains(&"status".to_owned()));
    }

    #[test]
    fn stars_are_of_tables_or_of_all() {
        assert_eq!(only("posts.*, users.*").stars, ["posts", "users"]);
        assert_eq!(only("SELECT * FROM posts p").stars, [""]);
        assert!(only("count(*), 2 * price").stars.is_empty());
        assert_eq!(only("SELECT p.* FROM posts AS p").table("p"), Some("posts"));
    }

    #[test]
    fn what_is_written_is_a_column_of_its_table() {
        let layer = only("UPDATE posts SET status = a.status, rank = lower(kind) FROM authors a");
        assert!(!layer.names.iter().any(|name| name == "status" || name == "rank"));
        assert!(layer.names.contains(&"kind".to_owned()));
        let layer = only("INSERT INTO posts (status) SELECT kind FROM drafts");
        assert!(!layer.names.contains(&"status".to_owned()));
        assert!(layer.names.contains(&"kind".to_owned()));
        assert!(
            only("INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET b = 1").tables.is_empty()
        );
    }

    #[test]
    fn what_stands_for_a_table_is_none() {
        let found = layers("SELECT * FROM posts LEFT JOIN LATERAL (SELECT 1 FROM tags) t ON true");
        let names =
            |layer: &Layer| layer.tables.iter().map(|(it, _)| it.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found[0]), ["posts"]);
        assert_eq!(names(&found[1]), ["tags"]);
        assert_eq!(names(&only("SELECT 1 FROM ONLY posts")), ["posts"]);
    }

    #[test]
    fn names_mean_what_is_around_them() {
        let within = |text: &str| layers(text).iter().map(|it| it.within).collect::<Vec<_>>();
        let some = Some(0);
        assert_eq!(within("SELECT 1 FROM a WHERE EXISTS (SELECT 1 FROM b)"), [None, some]);
        assert_eq!(within("SELECT * FROM (SELECT x FROM b) t"), [None, None]);
        assert_eq!(within("SELECT * FROM a, LATERAL (SELECT x FROM b) t"), [None, some]);
        assert_eq!(
            within("WITH t AS (SELECT (SELECT 1 FROM c) FROM b) SELECT * FROM t"),
            [None, None, Some(1)]
        );
        assert_eq!(within("SELECT 1 UNION SELECT 2"), [None, None]);
    }

    #[test]
    fn brackets_and_unions_are_layers_of_their_own() {
        let found = layers("EXISTS (SELECT 1 FROM users WHERE archived = 0) OR title = ?");
        assert_eq!(found.len(), 2);
        assert!(found[1].names.contains(&"archived".to_owned()));
        let found = layers("SELECT * FROM users UNION ALL SELECT * FROM old_users");
        assert_eq!(found[0].united, found[1].united);
        assert_eq!(only("INSERT INTO a SELECT * FROM s.b").into.as_deref(), Some("a"));
    }
}
