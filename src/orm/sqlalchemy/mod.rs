//! SQLAlchemy, Flask-SQLAlchemy and SQLModel: classes that map tables.

pub mod columns;
pub mod conditions;
pub mod criteria;
pub mod everywhere;
mod made;
pub mod mapper;
pub mod misfits;
pub mod models;
pub mod names;
pub mod needs;
pub mod queries;
pub mod relations;
pub mod repositories;
pub mod schemas;
pub mod tables;

use crate::{
    app::{Filter, Model},
    modules::Modules,
};

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
    let imperative = tables::mappings(modules);
    let read = |(class, _)| Some((class, models::read(modules, class, &imperative)?));
    let mut models: Vec<(usize, Model)> = modules.classes().filter_map(read).collect();
    if models.is_empty() {
        return linked;
    }
    let criteria = criteria::all(modules);
    let everywhere = everywhere::all(modules);
    let queries = queries::all(modules);
    let repositories = repositories::all(modules);
    for (class, model) in &mut models {
        let class = *class;
        if model.is_abstract {
            continue;
        }
        if model.table.is_none() {
            linked.notes.push(format!(
                "the table of `{}` is computed at run time; what happens to it is not known",
                model.name
            ));
        }
        let added = criteria.iter().filter_map(|one| one.filter(modules, class, model));
        let kept = everywhere.iter().filter_map(|one| one.filter(model));
        let made = queries.iter().flat_map(|one| one.filters(modules, class, model));
        let serving = repositories.iter().filter(|one| one.serves(class));
        let served = serving.flat_map(|one| one.filters(modules, model));
        let all: Vec<_> = added.chain(kept).chain(made).chain(served).collect();
        for filter in all {
            // The same condition in several methods hides the same rows.
            let same =
                |known: &Filter| known.predicate == filter.predicate && known.kind == filter.kind;
            if !model.filters.iter().any(same) {
                model.filters.push(filter);
            }
        }
    }
    relations::link(modules, &mut models);
    let mapped = needs::Mapped::new(&models);
    let needs: Vec<_> = models.iter().map(|(class, _)| mapped.needs(modules, *class)).collect();
    for ((_, mut model), needs) in models.into_iter().zip(needs) {
        model.needs = needs;
        linked.models.push(model);
    }
    linked.models.extend(made::all(modules));
    linked
}
