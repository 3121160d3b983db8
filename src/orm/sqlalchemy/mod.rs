//! SQLAlchemy, Flask-SQLAlchemy and SQLModel: classes that map tables.

pub mod columns;
pub mod conditions;
pub mod criteria;
pub mod everywhere;
pub mod mapper;
pub mod misfits;
pub mod models;
pub mod names;
pub mod needs;
pub mod tables;

use crate::{app::Model, modules::Modules};

/// What linking finds.
#[derive(Debug, Default)]
pub struct Linked {
    /// Classes that map tables.
    pub models: Vec<Model>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// Finds the mapped classes of all modules.
pub fn link(modules: &Modules) -> Linked {
    let mut linked = Linked::default();
    let criteria = criteria::all(modules);
    let everywhere = everywhere::all(modules);
    let imperative = tables::mappings(modules);
    let mut models: Vec<(usize, Model)> = Vec::new();
    for (class, _) in modules.classes() {
        let Some(mut model) = models::read(modules, class, &imperative) else { continue };
        if model.table.is_none() && !model.is_abstract {
            linked.notes.push(format!(
                "the table of `{}` is computed at run time; what happens to it is not known",
                model.name
            ));
        }
        let filters = criteria.iter().filter_map(|one| one.filter(modules, class, &model));
        model.filters =
            filters.chain(everywhere.iter().filter_map(|one| one.filter(&model))).collect();
        models.push((class, model));
    }
    let mapped = needs::Mapped::new(&models);
    let needs: Vec<_> = models.iter().map(|(class, _)| mapped.needs(modules, *class)).collect();
    for ((_, mut model), needs) in models.into_iter().zip(needs) {
        model.needs = needs;
        linked.models.push(model);
    }
    linked
}
