//! Relations between models: who points to whom, and by which name the way back goes.
//!
//! Source: `django/db/models/fields/related.py` of Django 5.2: a forward key is read through the
//! target's base manager, the way back through the default manager.

use std::collections::HashMap;

use super::{
    field::{Field, FieldKind},
    model::ModelClass,
};
use crate::{
    app::{Association, AssociationKind, Model},
    expr::Expr,
    modules::{Modules, Symbol},
    orm,
};

/// The way back from a model that points to another.
pub struct Way {
    /// The model that is pointed to, which has the way.
    pub owner: String,
    /// The way, with the model that points.
    pub association: Association,
    /// What lookups call it.
    pub query: String,
}

/// Adds the forward relations to the models, and returns the ways back.
pub fn link(
    modules: &Modules,
    classes: &[ModelClass],
    names: &HashMap<usize, String>,
    models: &mut [Model],
) -> Vec<Way> {
    let by_name: HashMap<String, String> =
        names.values().map(|name| (name.to_lowercase(), name.clone())).collect();
    let mut reverse = Vec::new();
    for (class, model) in classes.iter().zip(models) {
        for field in class.fields() {
            let many = field.kind == FieldKind::None && field.class.ends_with("ManyToManyField");
            if field.kind != FieldKind::Reference && !many {
                model.associations.extend(generic(modules, &field, model, names, &by_name));
                continue;
            }
            let to = field.option("to").or_else(|| field.call.arguments.first());
            let Some(to) = to else { continue };
            let label = model.name.split('.').next().unwrap_or_default();
            let target = target(modules, field.module, to, label, &model.name, names, &by_name);
            let column = field.attribute(modules).map(|attribute| attribute.column.name);
            let single = field.class.contains("OneToOne");
            let on_delete = field.option("on_delete").or_else(|| field.call.arguments.get(1));
            let on_delete = match many {
                // Where the rows between are a model, that one's keys say what becomes of them.
                true => field
                    .option("through")
                    .is_none()
                    .then(|| "CASCADE for the rows between".to_owned()),
                false => on_delete.and_then(Expr::name).map(|name| orm::last(name).to_owned()),
            };
            model.associations.push(Association {
                kind: match many {
                    true => AssociationKind::HasMany,
                    false => AssociationKind::BelongsTo,
                },
                name: field.name.to_owned(),
                target: target.clone(),
                foreign_key: column.clone(),
                counter: None,
                touches: None,
                // Read through the base manager, which filters nothing.
                unfiltered: true,
                on_delete: on_delete.clone(),
                place: field.place.clone(),
            });
            let related =
                field.option("related_name").and_then(|name| modules.text(field.module, name));
            if related.as_deref().is_some_and(|name| name.ends_with('+')) {
                continue;
            }
            let lower = orm::last(&model.name).to_lowercase();
            let usual = if single { lower.clone() } else { format!("{lower}_set") };
            let query = field
                .option("related_query_name")
                .and_then(|name| modules.text(field.module, name))
                .or_else(|| related.clone())
                .unwrap_or_else(|| lower.clone());
            let query = query.replace("%(class)s", &lower).replace("%(app_label)s", label);
            let name = related
                .unwrap_or(usual)
                .replace("%(class)s", &lower)
                .replace("%(app_label)s", label);
            if let (Some(owner), false) = (target, model.is_abstract) {
                reverse.push(Way {
                    owner,
                    query,
                    association: Association {
                        kind: match (single, many) {
                            (true, _) => AssociationKind::HasOne,
                            (_, true) => AssociationKind::HasMany,
                            _ => AssociationKind::Reverse,
                        },
                        name,
                        target: Some(model.name.clone()),
                        foreign_key: column,
                        counter: None,
                        touches: None,
                        unfiltered: false,
                        on_delete,
                        place: field.place.clone(),
                    },
                });
            }
        }
    }
    reverse
}

/// What Django deletes along with a row: the rows that a generic relation leads to, and the tags that
/// django-taggit keeps of it.
fn generic(
    modules: &Modules,
    field: &Field,
    model: &Model,
    names: &HashMap<usize, String>,
    by_name: &HashMap<String, String>,
) -> Option<Association> {
    let (to, on_delete) = match field.class.as_str() {
        "GenericRelation" => {
            (Some(field.option("to").or_else(|| field.call.arguments.first())?), "CASCADE")
        }
        class if class.ends_with("TaggableManager") => (None, "CASCADE for its tags"),
        _ => return None,
    };
    let label = model.name.split('.').next().unwrap_or_default();
    Some(Association {
        kind: AssociationKind::HasMany,
        name: field.name.to_owned(),
        target: to
            .and_then(|to| target(modules, field.module, to, label, &model.name, names, by_name)),
        foreign_key: None,
        counter: None,
        touches: None,
        unfiltered: false,
        on_delete: Some(on_delete.to_owned()),
        place: field.place.clone(),
    })
}

/// The model that a relation names: a class, `"app.Model"`, `"Model"` or `"self"`.
fn target(
    modules: &Modules,
    module: usize,
    to: &Expr,
    label: &str,
    own: &str,
    names: &HashMap<usize, String>,
    by_name: &HashMap<String, String>,
) -> Option<String> {
    match to.text() {
        Some("self") => Some(own.to_owned()),
        Some(text) if text.contains('.') => by_name.get(&text.to_lowercase()).cloned(),
        Some(text) => by_name.get(&format!("{label}.{text}").to_lowercase()).cloned(),
        None => match modules.resolve(module, to) {
            Symbol::Class(class) => names.get(&class).cloned(),
            _ => None,
        },
    }
}
