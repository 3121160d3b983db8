//! The models of a project, linked: filters by the columns they read, relations both ways.

use std::collections::HashMap;

use super::{apps::Apps, clashes, filters, history, model::ModelClass, relation, serving};
use crate::{
    app::{Attribute, Model},
    modules::Modules,
    predicate::ColumnName,
};

/// What linking finds.
#[derive(Debug, Default)]
pub struct Linked {
    /// The models.
    pub models: Vec<Model>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// Finds the models of all modules. `paths` are the files of the repository.
pub fn models<'p>(modules: &Modules, paths: impl Iterator<Item = &'p str>) -> Linked {
    let apps = Apps::new(modules, paths);
    let classes: Vec<ModelClass> =
        modules.classes().filter_map(|(at, _)| ModelClass::of(modules, at)).collect();
    let names: HashMap<usize, String> =
        classes.iter().map(|class| (class.at, class.name(&apps))).collect();
    let mut models: Vec<Model> = classes.iter().map(|class| class.model(&apps, &names)).collect();
    let kept = classes.iter().zip(&models);
    let mut kept: Vec<Model> =
        kept.filter_map(|(class, model)| history::of(modules, class, model)).collect();
    kept.extend(history::registered(modules, &apps));
    let columns: HashMap<String, Vec<Attribute>> = models
        .iter()
        .map(|model| (model.name.clone(), model.attributes.clone().unwrap_or_default()))
        .collect();
    let parents: HashMap<String, (Option<String>, Option<String>)> = models
        .iter()
        .map(|model| (model.name.clone(), (model.parent.clone(), model.table.clone())))
        .collect();
    let served = serving::all(modules);
    for (class, model) in classes.iter().zip(&mut models) {
        // An attribute's column, with its table where that is a parent's.
        let column = |name: &str| -> Option<ColumnName> {
            let mut at = model.name.clone();
            for _ in 0..MAX_PARENTS {
                let own = columns.get(&at)?.iter().find(|known| {
                    known.name.eq_ignore_ascii_case(name)
                        || known.column.name.eq_ignore_ascii_case(name)
                        || (name == "pk" && known.column.primary_key)
                });
                if let Some(own) = own {
                    let (_, table) = parents.get(&at)?;
                    let table = table.clone().filter(|table| Some(table) != model.table.as_ref());
                    return Some(ColumnName::new(table, &own.column.name));
                }
                at = parents.get(&at)?.0.clone()?;
            }
            None
        };
        let mut filters = filters::all(modules, class, &column);
        let serving = served.iter().filter(|one| one.model == class.at);
        filters.extend(serving.map(|one| one.filter(&column)));
        let scopes = filters::named(modules, class, &column);
        model.filters = filters;
        model.scopes = scopes;
        model.filtered_in_migrations = filters::in_migrations(modules, class);
        model.keys_filtered = filters::of_keys(modules, class);
    }
    let reverse = relation::link(modules, &classes, &names, &mut models);
    clashes::find(modules, &classes, &mut models, &reverse);
    for way in reverse {
        if let Some(model) = models.iter_mut().find(|model| model.name == way.owner) {
            model.associations.push(way.association);
        }
    }
    models.extend(kept);
    Linked { models, notes: Vec::new() }
}

/// How many parents with tables of their own a model may have.
const MAX_PARENTS: usize = 20;
