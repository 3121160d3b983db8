//! Models of migrations with their tables.

use crate::{
    change::{Change, Op},
    expr::{Expr, Kind},
    orm::python::program::Reader,
    source::Span,
};

/// A model that an operation names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Model {
    /// The label of its app.
    pub(super) app: String,
    /// Its name as written.
    pub(super) name: String,
}

impl Model {
    /// A model of the migration's own app.
    pub(super) fn own(reader: &Reader<'_>, name: &str) -> Model {
        Model { app: app(reader.file()).to_owned(), name: name.to_owned() }
    }

    /// `shop.Article`, or `Article` of the migration's own app.
    pub(super) fn named(reader: &Reader<'_>, path: &str) -> Model {
        match path.rsplit_once('.') {
            Some((app, name)) => Model { app: app.to_owned(), name: name.to_owned() },
            None => Model::own(reader, path),
        }
    }

    /// The name that an option or a base of a class gives.
    pub(super) fn of(reader: &Reader<'_>, value: &Expr) -> Option<Model> {
        value.text().map(|path| Model::named(reader, path))
    }

    /// Its name in the state of models.
    pub(super) fn key(&self) -> String {
        format!("{}.{}", self.app, self.name).to_lowercase()
    }

    /// The table that Django gives to it unless it names one.
    pub(super) fn usual_table(&self) -> String {
        let name = self.name.to_lowercase();
        match self.app.is_empty() {
            true => name,
            false => format!("{}_{name}", self.app),
        }
    }

    /// The table, as far as this file tells.
    pub(super) fn table(&self, reader: &Reader<'_>) -> String {
        reader.names.get(&self.key()).cloned().unwrap_or_else(|| self.usual_table())
    }

    /// The model, where its table is no more than the usual one: the application may know better.
    pub(super) fn to_link(&self, reader: &Reader<'_>) -> Option<String> {
        let said = reader.names.contains_key(&self.key());
        (!said).then(|| format!("{}.{}", self.app, self.name))
    }

    /// Says what the table is called from now on.
    pub(super) fn call(&self, reader: &mut Reader<'_>, table: &str) {
        reader.names.insert(self.key(), table.to_owned());
    }

    /// The column of a field, as far as this file tells.
    pub(super) fn column(&self, reader: &Reader<'_>, field: &str) -> String {
        let known = reader.names.get(&format!("{}.{field}", self.key()));
        known.cloned().unwrap_or_else(|| field.to_owned())
    }

    /// Says which column a field has from now on.
    pub(super) fn keep(&self, reader: &mut Reader<'_>, field: &str, column: &str) {
        reader.names.insert(format!("{}.{field}", self.key()), column.to_owned());
    }

    /// A change of the table, to fill in.
    pub(super) fn change(&self, reader: &Reader<'_>, op: Op, code: Span) -> Change {
        Change {
            model: self.to_link(reader),
            entity: Some(self.key()),
            ..reader.change(op, &self.table(reader), code)
        }
    }
}

/// The label of the app that a migration belongs to: the folder that holds `migrations`.
pub(super) fn app(file: &str) -> &str {
    let folders: Vec<&str> = file.split('/').collect();
    let inner = folders.iter().rposition(|folder| *folder == "migrations");
    // `MIGRATION_MODULES` may call it otherwise.
    let inner = inner.or(folders.len().checked_sub(2));
    inner.and_then(|at| folders.get(at.checked_sub(1)?)).copied().unwrap_or_default()
}

/// The argument of an operation, by its place or by one of its names.
pub(super) fn argument<'e>(operation: &'e Expr, at: usize, names: &[&str]) -> Option<&'e Expr> {
    let call = operation.call()?;
    names.iter().find_map(|name| call.option(name)).or_else(|| call.arguments.get(at))
}

/// The texts of a list, or of the members of a list of lists.
pub(super) fn groups(value: &Expr) -> Vec<(Vec<String>, Span)> {
    let Kind::List(members) = &value.kind else { return Vec::new() };
    // `unique_together = ('team', 'slug')`
    if !members.is_empty() && members.iter().all(|member| matches!(member.kind, Kind::Text(_))) {
        return vec![(texts(value), value.span)];
    }
    members.iter().map(|group| (texts(group), group.span)).collect()
}

/// The texts of a list.
pub(super) fn texts(value: &Expr) -> Vec<String> {
    match &value.kind {
        Kind::List(members) => members.iter().filter_map(Expr::text).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
