//! The words of a piece of SQL, which need not be a whole statement.

use sqlparser::{
    dialect::GenericDialect,
    tokenizer::{Token, Tokenizer},
};

/// The words, in order; parts of a name that are joined by dots are one word.
pub fn words(text: &str) -> Vec<String> {
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, text).tokenize() else {
        let is_border = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'));
        return text.split(is_border).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    };
    let mut words: Vec<String> = Vec::new();
    let mut joins = false;
    for token in tokens {
        match token {
            Token::Word(word) => match words.last_mut() {
                Some(last) if joins => {
                    last.push('.');
                    last.push_str(&word.value);
                }
                _ => words.push(word.value),
            },
            Token::Period => {
                joins = true;
                continue;
            }
            _ => {}
        }
        joins = false;
    }
    words
}

/// The table that a statement calls by another name: `users` for `u` in `FROM users AS u`.
pub fn alias_of(text: &str, alias: &str) -> Option<String> {
    let words = words(text);
    let is = |word: &str, other: &str| word.eq_ignore_ascii_case(other);
    (0..words.len()).find_map(|at| {
        let before = words.get(at)?;
        let table = words.get(at + 1)?;
        let next = words.get(at + 2)?;
        let opens = ["from", "join", "update", "into"].iter().any(|word| is(before, word));
        let named = match is(next, "as") {
            true => words.get(at + 3)?,
            false => next,
        };
        let table = table.rsplit('.').next().unwrap_or(table);
        (opens && named == alias).then(|| table.to_owned())
    })
}
