//! Sequelize: models with their tables, columns and filters.
//!
//! Sequelize names every attribute that a model declares, and no other column.

mod attribute;
mod decorated;
mod defined;
mod elsewhere;
mod names;
mod options;

use crate::{
    app::{Attribute, Filter, FilterKind, Model, Owned},
    expr::Expr,
    modules::Modules,
    orm::script::{
        condition::{self, Dialect},
        consumer::asks,
        decorator::thunk,
        fields,
        object::Object,
    },
    predicate::{ColumnName, Predicate, Value},
    source::{Place, Span},
};
use options::Options;

/// The name of the ORM.
const ORM: &str = "sequelize";

/// The models of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let shared = options::shared(modules);
    let mut sources = defined::sources(modules, &shared);
    sources.extend(decorated::sources(modules, &shared));
    elsewhere::add(modules, &mut sources);
    sources.iter().map(|source| source.model(modules)).collect()
}

/// What makes a model, by which other code is known to speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// A class.
    Class(usize),
    /// A call, in a module.
    Call(usize, Span),
}

/// Everything that is said of a model.
struct Source<'a> {
    origin: Origin,
    module: usize,
    name: String,
    place: Place,
    columns: Vec<Attribute>,
    /// Attributes without a column.
    virtuals: Vec<Owned>,
    /// Values that the model itself writes into new rows, by attribute.
    defaults: Vec<(String, Value)>,
    /// Every attribute is known.
    complete: bool,
    options: Options<'a>,
    /// Conditions that are added to every query, besides the default scope.
    hooks: Vec<(Predicate, Place)>,
}

impl Source<'_> {
    fn model(&self, modules: &Modules) -> Model {
        let options = &self.options;
        let mut model = Model::new(&self.name, ORM, &self.place);
        model.qualified = modules.qualify(self.module, &self.name);
        model.table = options.table(&self.name);
        model.table_place.clone_from(&options.table_place);
        let written = options.stamps().into_iter();
        let written = written.chain(options.version.as_ref().map(|(name, _)| name.clone()));
        for name in written {
            let place = self.columns.iter().find(|known| known.name == name);
            let place = place.and_then(|known| known.column.place.clone());
            model.stamps.push((self.column(&name), place.unwrap_or(self.place.clone())));
        }
        if let (Some(name), Some(place)) = (options.deleted_at(), &options.paranoid_place) {
            let column = self.column(&name);
            let predicate = Predicate::is_null(&column);
            model.filters.push(filter(predicate, place, "paranoid", Some(column)));
        }
        if let Some((module, place, scope)) = &options.default_scope
            && let Some(predicate) = self.scope(modules, *module, scope)
        {
            model.filters.push(filter(predicate, place, "defaultScope", None));
        }
        let scopes = options.scopes.and_then(|(home, all)| Object::read(modules, home, all));
        for (name, home, scope) in scopes.into_iter().flat_map(|scopes| scopes.pairs) {
            let place = modules.place(home, scope.span);
            let predicate = self.scope(modules, home, scope);
            model.scopes.extend(predicate.map(|asked| asks::filter(name, asked, &place)));
        }
        for (predicate, place) in &self.hooks {
            model.filters.push(filter(predicate.clone(), place, "beforeFind", None));
        }
        if let Some((name, place)) = &options.version {
            model.locking_column = Some((self.column(name), Some(place.clone())));
            // `save` sends `version = NaN` for a row that has none (sequelize 6).
            model.refuses_null = true;
        }
        for filter in &mut model.filters {
            if filter.place.file != self.place.file {
                filter.via.push((format!("`{}` takes it over", self.name), self.place.clone()));
            }
        }
        let key = self.columns.iter().find(|known| known.column.primary_key);
        model.primary_key =
            key.and_then(|known| Some((known.column.name.clone(), known.column.place.clone()?)));
        let written = self.defaults.iter();
        model.defaults = written.map(|(name, value)| (self.column(name), value.clone())).collect();
        if let Origin::Class(class) = self.origin {
            model.shadows = fields::shadows(modules, class, &self.columns);
        }
        model.names.clone_from(&self.virtuals);
        model.attributes = self.complete.then(|| self.columns.clone());
        model
    }

    /// The condition of a scope; `None` where it has none.
    fn scope(&self, modules: &Modules, module: usize, scope: &Expr) -> Option<Predicate> {
        let Some(given) = Object::read(modules, module, thunk(scope)) else {
            return Some(condition::computed());
        };
        let (home, asked) = given.get("where")?;
        let stored = |name: &str| self.column(name);
        let predicate = condition::read(modules, home, asked, Dialect::Sql, &stored);
        // SQL calls the model's own rows by the name of the model.
        Some(predicate.with_columns(&|column| match &column.table {
            Some(table) if table.eq_ignore_ascii_case(&self.name) => {
                ColumnName::new(None, &column.name)
            }
            _ => column.clone(),
        }))
    }

    /// The column of an attribute.
    fn column(&self, name: &str) -> String {
        match self.columns.iter().find(|known| known.name == name) {
            Some(known) => known.column.name.clone(),
            None => self.options.column(name),
        }
    }
}

fn filter(predicate: Predicate, place: &Place, label: &str, soft_delete: Option<String>) -> Filter {
    Filter {
        kind: FilterKind::Default,
        predicate,
        guards: Vec::new(),
        writes: Vec::new(),
        place: place.clone(),
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete,
        table: None,
        constants: Vec::new(),
        label: label.to_owned(),
    }
}
