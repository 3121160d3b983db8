//! MikroORM: entities with their tables, columns and filters.
//!
//! MikroORM selects everything and keeps only the properties that an entity declares.

mod entity;
mod everywhere;
mod schema;

use crate::{
    app::{Attribute, Filter, FilterKind, Model},
    change::Column,
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
    orm::script::{
        condition::{self, Dialect},
        decorator::{thunk, word},
        object::{Object, constant},
    },
    source::Place,
};

/// The name of the ORM.
const ORM: &str = "mikro-orm";

/// The folder of its queries.
const WORDS: &str = "mikro_orm";

/// The entities of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let reader = Reader { modules, naming: naming(modules) };
    let mut models = entity::models(&reader);
    models.extend(schema::models(&reader));
    everywhere::add(&reader, &mut models);
    models
}

/// How names are made of classes and properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    Underscore,
    Plain,
    Unknown,
}

impl Naming {
    fn name(self, name: &str) -> Option<String> {
        match self {
            Naming::Underscore => Some(underscore(name)),
            Naming::Plain => Some(name.to_owned()),
            Naming::Unknown => None,
        }
    }
}

/// The option of a configuration that holds a strategy.
const STRATEGY: &str = "namingStrategy";

fn naming(modules: &Modules) -> Naming {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.maps.iter().copied().for_each(|expr| {
            let Kind::Map(pairs) = &expr.kind else { return };
            for (_, value) in pairs.iter().filter(|(key, _)| key.text() == Some(STRATEGY)) {
                let said = word(modules, module, value, "setting", WORDS);
                found.push(match said.and_then(|word| word.get("name")) {
                    Some("default-names") => Naming::Underscore,
                    Some("plain-names") => Naming::Plain,
                    _ => Naming::Unknown,
                });
            }
        });
    }
    match found.as_slice() {
        [] => Naming::Underscore,
        [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
        _ => Naming::Unknown,
    }
}

/// `is_htmlbody` for `isHTMLBody`: only a small letter before a capital one ends a word.
fn underscore(name: &str) -> String {
    let mut found = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            found.push('_');
        }
        found.extend(c.to_lowercase());
        before = c;
    }
    found
}

struct Reader<'r, 'a> {
    modules: &'r Modules<'a>,
    naming: Naming,
}

impl Reader<'_, '_> {
    fn declares(&self, module: usize, expr: &Expr) -> Option<&'static str> {
        word(self.modules, module, expr, "declare", WORDS)?.get("as")
    }

    /// A column with the options of its property.
    fn column(
        &self,
        name: &str,
        options: Option<&Object>,
        own_name: Option<String>,
        place: &Place,
    ) -> Option<Attribute> {
        let option = |key: &str| {
            let (home, value) = options?.get(key)?;
            constant(self.modules, home, value)
        };
        let is = |key: &str| option(key).is_some_and(|value| value.kind == Kind::Bool(true));
        let given = ["fieldName", "name", "joinColumn"]
            .iter()
            .find_map(|key| option(key))
            .map(|value| value.text().map(str::to_owned));
        let column = Column {
            name: match given {
                Some(given) => given?,
                None => own_name.or_else(|| self.naming.name(name))?,
            },
            sql_type: option("type").and_then(Expr::text).map(str::to_owned),
            nullable: Some(is("nullable")),
            primary_key: is("primary"),
            unique: is("unique"),
            place: Some(place.clone()),
            ..Column::default()
        };
        Some(Attribute::new(name, column))
    }

    /// The column of a relation: the property, and the key that it points to.
    fn key(&self, module: usize, name: &str, target: Option<&Expr>) -> Option<String> {
        let key = target
            .map(thunk)
            .and_then(|target| match self.modules.resolve(module, target) {
                Symbol::Class(class) => entity::primary(self, class),
                _ => None,
            })
            .unwrap_or_else(|| "id".to_owned());
        match self.naming {
            Naming::Underscore => Some(format!("{}_{}", underscore(name), underscore(&key))),
            Naming::Plain => Some(name.to_owned()),
            Naming::Unknown => None,
        }
    }

    /// A filter: one that is on unless a query says otherwise, `{ cond: { … }, default: true }`, or one
    /// that queries ask for by its name. `usual` is what counts where the filter does not say it.
    fn filter(
        &self,
        module: usize,
        given: &Expr,
        key: Option<&str>,
        usual: On,
        place: &Place,
        columns: &[Attribute],
    ) -> Option<Filter> {
        let given = Object::read(self.modules, module, given)?;
        let on = match given.get("default") {
            Some((_, on)) if on.kind == Kind::Bool(true) => On::Always,
            Some(_) => On::Asked,
            None => usual,
        };
        let name = given.get("name").and_then(|(home, name)| constant(self.modules, home, name));
        let name = name.and_then(Expr::text).or(key).unwrap_or_default();
        let (home, asked) = given.get("cond")?;
        let asked = thunk(constant(self.modules, home, asked)?);
        Some(self.made(home, asked, name, on, place, columns))
    }

    /// A filter by what it asks for.
    fn made(
        &self,
        module: usize,
        asked: &Expr,
        name: &str,
        on: On,
        place: &Place,
        columns: &[Attribute],
    ) -> Filter {
        let stored = |name: &str| match columns.iter().find(|known| known.name == name) {
            Some(known) => known.column.name.clone(),
            None => self.naming.name(name).unwrap_or_else(|| name.to_owned()),
        };
        Filter {
            kind: match on {
                On::Always => FilterKind::Default,
                On::Asked => FilterKind::Finder(name.to_owned()),
            },
            predicate: condition::read(self.modules, module, asked, Dialect::Sql, &stored),
            guards: Vec::new(),
            writes: Vec::new(),
            place: place.clone(),
            via: Vec::new(),
            library: None,
            everywhere: false,
            soft_delete: None,
            table: None,
            constants: Vec::new(),
            label: "@Filter".to_owned(),
        }
    }
}

/// When a filter is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    /// Unless a query says otherwise.
    Always,
    /// Where a query asks for it.
    Asked,
}

/// Takes in a filter: one that is on, or one that queries ask for.
fn take(model: &mut Model, found: Option<Filter>) {
    match found {
        Some(filter) if filter.kind == FilterKind::Default => model.filters.push(filter),
        Some(scope) => model.scopes.push(scope),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::underscore;

    #[test]
    fn only_small_letters_end_a_word() {
        let shown = ["deletedAt", "isHTMLBody", "address1Line", "APIKey"].map(underscore);
        assert_eq!(shown, ["deleted_at", "is_htmlbody", "address1line", "apikey"]);
    }
}
