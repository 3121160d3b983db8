//! What TypeORM calls tables and columns that nobody named.

use crate::{
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
    orm::script::{names::snake_case, object::constant},
};

/// How names are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Tables with underscores, columns as they are.
    Default,
    /// Everything with underscores.
    Snake,
    /// A strategy of the application's own.
    Unknown,
}

/// The key of a data source's options that holds a strategy.
const STRATEGY: &str = "namingStrategy";

/// The key that holds what every table's name begins with.
const PREFIX: &str = "entityPrefix";

/// What every table's name begins with; `None` where it is computed, or differs.
pub(super) fn prefix(modules: &Modules) -> Option<String> {
    let mut found: Vec<Option<String>> = Vec::new();
    for (module, code) in modules.modules() {
        code.maps.iter().copied().for_each(|expr| {
            let Kind::Map(pairs) = &expr.kind else { return };
            for (_, value) in pairs.iter().filter(|(key, _)| key.text() == Some(PREFIX)) {
                let text = constant(modules, module, value).and_then(Expr::text);
                let text = text.map(str::to_owned);
                if !found.contains(&text) {
                    found.push(text);
                }
            }
        });
    }
    match found.as_slice() {
        [] => Some(String::new()),
        [only] => only.clone(),
        _ => None,
    }
}

/// The strategy that the data sources name; where they differ, nothing is known.
pub(super) fn settings(modules: &Modules) -> Naming {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.maps.iter().copied().for_each(|expr| {
            let Kind::Map(pairs) = &expr.kind else { return };
            let named = pairs.iter().filter(|(key, _)| key.text() == Some(STRATEGY));
            for (_, value) in named {
                let naming = strategy(modules, module, value);
                if !found.contains(&naming) {
                    found.push(naming);
                }
            }
        });
    }
    match found.as_slice() {
        [] => Naming::Default,
        [only] => *only,
        _ => Naming::Unknown,
    }
}

fn strategy(modules: &Modules, module: usize, value: &Expr) -> Naming {
    let Some(call) = value.call() else { return Naming::Unknown };
    let own = match modules.named(module, &call.name) {
        Symbol::Class(class) => Some(modules.class(class)),
        _ => None,
    };
    // A copy of the usual strategy in the application itself calls what it is named after.
    let snakes = own.is_none_or(|class| {
        class.body.body.any(&|part| part.call().is_some_and(|call| call.name == "snakeCase"))
    });
    match value.means("setting", "name") {
        Some("snake-names") if snakes => Naming::Snake,
        Some("default-names") if own.is_none() => Naming::Default,
        _ => Naming::Unknown,
    }
}

impl Naming {
    /// The table of a class; `None` where a strategy of the application's own makes it.
    pub(super) fn table(self, class: &str) -> Option<String> {
        (self != Naming::Unknown).then(|| snake_case(class))
    }

    /// The column of a property, with the prefixes of what it is embedded in.
    pub(super) fn column(
        self,
        property: &str,
        given: Option<&str>,
        prefixes: &[String],
    ) -> Option<String> {
        let prefix = prefixes.join("_");
        match self {
            _ if prefixes.is_empty() && given.is_some() => given.map(str::to_owned),
            Naming::Default if prefixes.is_empty() => Some(property.to_owned()),
            Naming::Default => {
                Some(format!("{}{}", camel_case(&prefix), title_case(given.unwrap_or(property))))
            }
            Naming::Snake => {
                let prefix = match prefixes.is_empty() {
                    true => String::new(),
                    false => snake_case(&format!("{prefix}_")),
                };
                let name = given.map_or_else(|| snake_case(property), str::to_owned);
                Some(format!("{prefix}{name}"))
            }
            Naming::Unknown => None,
        }
    }

    /// The column that holds the key of a relation.
    pub(super) fn join_column(self, relation: &str, referenced: &str) -> Option<String> {
        let joined = format!("{relation}_{referenced}");
        match self {
            Naming::Default => Some(camel_case(&joined)),
            Naming::Snake => Some(snake_case(&joined)),
            Naming::Unknown => None,
        }
    }
}

/// `authorId` for `author_id`.
fn camel_case(name: &str) -> String {
    let mut found = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    if let Some(first) = letters.next() {
        found.extend(first.to_lowercase());
    }
    while let Some(c) = letters.next() {
        let starts = matches!(c, '_' | '-') || c.is_whitespace();
        match letters.next_if(|next| starts && (next.is_alphanumeric() || *next == '_')) {
            Some(next) => found.extend(next.to_uppercase()),
            None => found.push(c),
        }
    }
    found
}

/// `Streetname` for `streetName`.
fn title_case(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{Naming, camel_case};

    #[test]
    fn keys_are_named_after_relations() {
        assert_eq!(["author_id", "Author_id"].map(camel_case), ["authorId", "authorId"]);
    }

    #[test]
    fn what_is_embedded_has_a_prefix() {
        let prefixes = ["name".to_owned()];
        let column = |naming: Naming| naming.column("first", None, &prefixes);
        assert_eq!(column(Naming::Default).as_deref(), Some("nameFirst"));
        assert_eq!(column(Naming::Snake).as_deref(), Some("name_first"));
        assert_eq!(column(Naming::Unknown), None);
    }
}
