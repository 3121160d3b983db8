//! What new records hold before anybody sets it: the defaults that a model gives to its attributes.

use super::Reader;
use crate::{
    app::Enum,
    expr::{Expr, Kind},
    predicate::{Literal, Value},
};

/// The option of `attribute` and `enum`, and how enums called it before Rails 7.
const OPTIONS: [&str; 2] = ["default", "_default"];

impl Reader<'_, '_> {
    /// The columns with what new records hold in them, which `new` sets and an INSERT names
    /// (Active Record 6.1 to 8.1).
    pub(super) fn starts(&self, enums: &[Enum]) -> Vec<(String, Value)> {
        let mut found: Vec<(String, Value)> = Vec::new();
        for located in self.members.iter().filter(|located| !located.on_class) {
            let expr = &located.member.expr;
            let Some(call) = expr.call() else { continue };
            let own = enums.iter().filter(|known| known.place == located.member.place);
            let columns: Vec<&str> = match expr.means("declare", "as") {
                Some("attribute") => {
                    call.arguments.first().and_then(Expr::text).into_iter().collect()
                }
                Some("enum") => own.map(|known| known.column.as_str()).collect(),
                _ => continue,
            };
            let Some(given) = OPTIONS.iter().find_map(|option| call.option(option)) else {
                continue;
            };
            let given = self.constant(given).unwrap_or_else(|| given.clone());
            for column in columns {
                let new = !found.iter().any(|(known, _)| known == column);
                let named = enums.iter().find(|known| known.column == column);
                found.extend(
                    stored(&given, named).filter(|_| new).map(|it| (column.to_owned(), it)),
                );
            }
        }
        found
    }
}

/// What the database gets for a default; nothing for NULL, which it has by itself.
fn stored(given: &Expr, named: Option<&Enum>) -> Option<Value> {
    let literal = match &given.kind {
        Kind::Null => return None,
        Kind::Bool(value) => Literal::Bool(*value),
        Kind::Number(number) => Literal::Number(number.clone()),
        Kind::Text(text) | Kind::Symbol(text) => {
            let mut values = named.into_iter().flat_map(|known| &known.values);
            let value = values.find(|(name, _)| name == text);
            value.map_or_else(|| Literal::Text(text.clone()), |(_, value)| value.clone())
        }
        _ => return Some(Value::Runtime("a value".to_owned())),
    };
    Some(Value::Literal(literal))
}
