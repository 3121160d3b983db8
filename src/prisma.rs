//! Prisma's schema language: blocks of fields with attributes, as they are written.

mod parse;
mod token;

use std::collections::BTreeSet;

use crate::source::Span;

pub use parse::schema;

/// A file of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// Models, views, composite types and enums, in order.
    pub blocks: Vec<Block>,
    /// What is not Prisma's language, in words.
    pub mistakes: Vec<String>,
}

/// The folders with a database of their own: a schema, and the migrations that follow it. The folder is
/// that of the package where both lie in its `prisma`.
pub fn databases<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> BTreeSet<&'p str> {
    let migrated = paths.clone().filter_map(|path| {
        let folder = path.strip_suffix("/migration.sql")?.rsplit_once('/')?.0;
        match folder.strip_suffix("migrations")? {
            "" => Some(""),
            folder => folder.strip_suffix('/'),
        }
    });
    let migrated: BTreeSet<&str> = migrated.collect();
    let is_below = |folder: &str, path: &str| {
        folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    let schemas = paths.filter(|path| path.ends_with(".prisma"));
    let described = schemas.filter_map(|schema| {
        let folders = migrated.iter().filter(|folder| is_below(folder, schema));
        folders.max_by_key(|folder| folder.len()).copied()
    });
    let package = |folder: &'p str| match folder.strip_suffix("prisma") {
        Some("") => "",
        Some(package) => package.strip_suffix('/').unwrap_or(folder),
        None => folder,
    };
    described.map(package).collect()
}

/// What a block defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A table, or a collection.
    Model,
    /// A view of the database.
    View,
    /// A record that is kept inside another.
    Composite,
    /// A list of values.
    Enum,
}

/// A block with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it defines.
    pub kind: BlockKind,
    /// Its name.
    pub name: String,
    /// The keyword and the name.
    pub span: Span,
    /// Its fields, or the values of an enum.
    pub fields: Vec<Field>,
    /// Attributes of the whole: `@@map`.
    pub attributes: Vec<Attribute>,
}

/// A field, or a value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The name alone.
    pub span: Span,
    /// Its type; empty for a value of an enum.
    pub type_name: String,
    /// `?`
    pub optional: bool,
    /// `[]`
    pub list: bool,
    /// `@id`, `@map("…")`, …
    pub attributes: Vec<Attribute>,
}

/// `@default(now())`: its name without the `@`, and what it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name: `db.VarChar`.
    pub name: String,
    /// All of it.
    pub span: Span,
    /// Its arguments.
    pub arguments: Vec<Argument>,
}

/// An argument, with its name if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// `fields` in `fields: [userId]`.
    pub name: Option<String>,
    /// The value.
    pub value: Value,
}

/// A value in an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `"text"`
    Text(String),
    /// `0.5`
    Number(String),
    /// A field, a value of an enum, `true`.
    Name(String),
    /// `autoincrement()`
    Call(String, Vec<Argument>),
    /// `[a, b]`
    List(Vec<Value>),
    /// Something else between braces, or what is nested too deeply.
    Other,
}

impl Block {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

impl Field {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// What the database calls it.
    pub fn stored_name(&self) -> &str {
        self.attribute("map").and_then(Attribute::text).unwrap_or(&self.name)
    }
}

impl Attribute {
    /// The argument of that name, or the first one without any.
    pub fn argument(&self, name: &str) -> Option<&Value> {
        let named = |argument: &&Argument| argument.name.as_deref() == Some(name);
        let bare = |argument: &&Argument| argument.name.is_none();
        let found = self.arguments.iter().find(named).or(self.arguments.iter().find(bare));
        found.map(|argument| &argument.value)
    }

    /// The text that names something: `@map("…")`, `@map(name: "…")`.
    pub fn text(&self) -> Option<&str> {
        match self.argument("name")? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
