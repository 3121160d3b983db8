//! SQL with placeholders: `where("score >= ?", 0)`, `where("state = :state", state: "open")`.

use super::Reader;
use crate::{
    expr::{Expr, Kind},
    predicate::Literal,
};

impl Reader<'_> {
    /// The text with the constants that are given for its placeholders; others stay.
    pub(super) fn filled(&self, text: &str, values: &[Expr], options: &[(String, Expr)]) -> String {
        let named = options.iter().map(|(name, value)| (name.as_str(), value));
        let listed = values.iter().filter_map(|value| match &value.kind {
            Kind::Map(pairs) => Some(pairs),
            _ => None,
        });
        let listed = listed.flatten().filter_map(|(key, value)| Some((key.text()?, value)));
        let mut filled = text.to_owned();
        for (name, value) in named.chain(listed) {
            if let Some(value) = self.constant_text(value) {
                filled = with_name(&filled, name, &value);
            }
        }
        if values.len() != filled.matches('?').count() {
            return filled;
        }
        let mut values = values.iter();
        let mut text = String::new();
        for piece in filled.split_inclusive('?') {
            let Some(before) = piece.strip_suffix('?') else {
                text.push_str(piece);
                continue;
            };
            text.push_str(before);
            let value = values.next().and_then(|value| self.constant_text(value));
            text.push_str(value.as_deref().unwrap_or("?"));
        }
        text
    }

    /// A constant, or several, as SQL.
    fn constant_text(&self, value: &Expr) -> Option<String> {
        let value = self.resolve(value);
        let literal = match &value.kind {
            Kind::List(members) if !members.is_empty() => {
                let members: Option<Vec<_>> =
                    members.iter().map(|member| self.constant_text(member)).collect();
                return members.map(|members| members.join(", "));
            }
            Kind::Null => return Some("NULL".to_owned()),
            Kind::Bool(value) => Literal::Bool(*value),
            Kind::Number(number) => Literal::Number(number.clone()),
            Kind::Text(text) | Kind::Symbol(text) => Literal::Text(text.clone()),
            _ => return None,
        };
        Some(literal.to_string())
    }
}

/// The text with a value for `:name`, where that is a word of its own and no cast (`::name`).
fn with_name(text: &str, name: &str, value: &str) -> String {
    let mark = format!(":{name}");
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(&mark) {
        let (before, after) = (&rest[..at], &rest[at + mark.len()..]);
        let longer = after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        filled.push_str(before);
        filled.push_str(if longer || before.ends_with(':') { &mark } else { value });
        rest = after;
    }
    filled + rest
}
