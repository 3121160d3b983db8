//! Fields whose names something else has already: a parent with a table, the way back from another
//! model, a property further up.
//!
//! Source: `django/db/models/base.py` (`ModelBase.__new__`) and `related.py` (`_check_clashes`) of
//! Django 5.2, <https://docs.djangoproject.com/en/5.2/ref/checks/#related-fields>.

use std::collections::HashMap;

use super::{model::ModelClass, relation::Way};
use crate::{
    app::{Attribute, Model, Owned, misfit::Misfit},
    expr::{Expr, Kind},
    finding::Confidence,
    modules::{Ancestor, Modules},
    orm,
};

/// Finds them for all models.
pub fn find(modules: &Modules, classes: &[ModelClass], models: &mut [Model], ways: &[Way]) {
    let positions: HashMap<String, usize> =
        models.iter().enumerate().map(|(at, model)| (model.name.clone(), at)).collect();
    let mut found: Vec<(usize, Misfit)> = Vec::new();
    for (at, model) in models.iter().enumerate() {
        let parent = model.parent.as_ref().filter(|_| model.proxy_of.is_none());
        let Some(above) = parent.and_then(|name| positions.get(name)) else { continue };
        found.extend(with_parent(at, model, *above, &models[*above]));
    }
    for way in ways {
        let Some(at) = positions.get(&way.owner) else { continue };
        found.extend(with_way(&models[*at], way).into_iter().map(|misfit| (*at, misfit)));
    }
    for (at, misfit) in found {
        models[at].misfits.push(misfit);
    }
    for (class, model) in classes.iter().zip(models) {
        model.replaced = replaced(modules, class, model);
    }
}

/// A field that both a model and its parent with a table of its own declare.
fn with_parent(at: usize, model: &Model, above: usize, parent: &Model) -> Vec<(usize, Misfit)> {
    let mut found = Vec::new();
    for own in model.attributes.iter().flatten() {
        let of_parent = parent.attributes.iter().flatten().find(|known| known.name == own.name);
        let Some(of_parent) = of_parent else { continue };
        let (Some(place), Some(there)) = (&own.column.place, &of_parent.column.place) else {
            continue;
        };
        let misfit = |column: &Attribute, place, other, why: String| Misfit {
            column: column.column.name.clone(),
            why,
            instead: "let one of the two alone declare the field".to_owned(),
            confidence: Confidence::Certain,
            unchecked: None,
            place,
            via: vec![("declares a field of the same name".to_owned(), other)],
        };
        let (child, name) = (orm::last(&model.name), &own.name);
        let why = format!("`{name}` clashes with the field of its child `{child}`");
        found.push((above, misfit(of_parent, there.clone(), place.clone(), why)));
        let why = format!("`{name}` clashes with the field of `{}`", orm::last(&parent.name));
        found.push((at, misfit(own, place.clone(), there.clone(), why)));
    }
    found
}

/// A field that has the name of the way back from another model, or of its lookups.
fn with_way(model: &Model, way: &Way) -> Option<Misfit> {
    let accessor = &way.association.name;
    let mut declared = model.attributes.iter().flatten();
    let own = declared.find(|known| known.name == *accessor || known.name == way.query)?;
    let place = own.column.place.clone()?;
    if place == way.association.place {
        return None;
    }
    let other = orm::last(way.association.target.as_deref()?);
    let reached = own.name == *accessor;
    let check = if reached { "fields.E302" } else { "fields.E303" };
    Some(Misfit {
        column: own.column.name.clone(),
        why: format!("`{}` is the name by which `{other}` is reached ({check})", own.name),
        instead: "give the relation a `related_name` of its own, or the field another name"
            .to_owned(),
        confidence: Confidence::Certain,
        unchecked: reached
            .then(|| format!("`{}` is either the field or the rows of `{other}`", own.name)),
        place,
        via: vec![("has the name for its way back".to_owned(), way.association.place.clone())],
    })
}

/// Properties and methods of ancestors whose place a field of the model takes.
fn replaced(modules: &Modules, class: &ModelClass, model: &Model) -> Vec<Owned> {
    let mut found: Vec<Owned> = Vec::new();
    for ancestor in class.lineage.iter().skip(1) {
        let Ancestor::Class(at) = ancestor else { continue };
        let body = modules.class(*at);
        for statement in body.body.body.statements() {
            let Some((def, what)) = member(statement) else { continue };
            let takes = model.attributes.iter().flatten().any(|known| known.name == def);
            if takes && !found.iter().any(|known| known.name == def) {
                let place = modules.place(body.module, statement.span);
                found.push(Owned { name: def.to_owned(), what, wraps: false, place });
            }
        }
    }
    found
}

/// A property or method that a statement defines.
fn member(statement: &Expr) -> Option<(&str, &'static str)> {
    match &statement.kind {
        Kind::Def(def) => Some((&def.name, "method")),
        Kind::Decorated(_, inner) => match &inner.kind {
            Kind::Def(def) => Some((&def.name, "property")),
            _ => None,
        },
        _ => None,
    }
}
