//! How long a model lets texts be: `validates :name, length: { maximum: 40 }`.

use super::Reader;
use crate::expr::{Expr, Kind};

impl Reader<'_, '_> {
    pub(super) fn lengths(&self) -> Vec<(String, u32)> {
        let mut found = Vec::new();
        for located in self.members {
            let Some(call) = located.member.expr.call() else { continue };
            let conditional = ["if", "unless", "on"].iter().any(|name| call.option(name).is_some());
            if conditional || !located.member.guards.is_empty() {
                continue;
            }
            let longest = match located.member.expr.means("declare", "as") {
                Some("validation") => match call.option("length").map(|option| &option.kind) {
                    Some(Kind::Map(pairs)) => {
                        let pairs = pairs.iter();
                        longest(pairs.filter_map(|(key, value)| Some((key.text()?, value))))
                    }
                    _ => continue,
                },
                Some("length") => {
                    longest(call.options.iter().map(|(name, value)| (name.as_str(), value)))
                }
                _ => continue,
            };
            let Some(longest) = longest else { continue };
            let names = call.arguments.iter().filter_map(Expr::text);
            found.extend(names.map(|name| (name.to_owned(), longest)));
        }
        found
    }
}

/// The most that options allow: `maximum: 40`, `in: 2..40`.
fn longest<'e>(options: impl Iterator<Item = (&'e str, &'e Expr)>) -> Option<u32> {
    let number = |value: &Expr| match &value.kind {
        Kind::Number(number) => number.replace('_', "").parse::<u32>().ok(),
        _ => None,
    };
    let limits = options.filter_map(|(name, value)| match (name, &value.kind) {
        ("maximum" | "is", _) => number(value),
        ("in" | "within", Kind::Range(_, last, ..)) => number(last.as_deref()?),
        _ => None,
    });
    limits.min()
}
