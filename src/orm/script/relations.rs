//! How models reach each other where the ORM's own adapter does not ask, with what becomes of rows
//! when the other side goes.

use std::collections::HashMap;

use super::{
    decorator::{arguments, line, members, thunk, word},
    object::{Object, constant},
};
use crate::{
    app::{Association, AssociationKind, Model, misfit::Misfit},
    expr::{Expr, Word},
    finding::Confidence,
    modules::{Modules, Symbol, path_of},
    orm::{active_record::inflection::Inflections, last},
    source::Place,
};

/// The options that say what becomes of the rows that hold the key.
const ON_DELETE: &[&str] = &["onDelete", "deleteRule"];

/// The option that names the association.
const AS: &str = "as";

/// The option that names the key.
const KEY: &str = "foreignKey";

/// ORMs that connect models by a call.
const CALLED: &[&str] = &["sequelize"];

/// Adds to the models what they are connected with.
pub fn add(modules: &Modules, models: &mut [Model]) {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, model) in models.iter().enumerate() {
        known.entry(model.qualified.clone()).or_default().push(at);
    }
    let mut found: Vec<(usize, Association)> = Vec::new();
    for (class, _) in modules.classes() {
        for at in known.get(&modules.qualified(class)).into_iter().flatten() {
            let Some(model) = models.get(*at) else { continue };
            let own = decorated(modules, class, model.orm, models);
            found.extend(own.into_iter().map(|association| (*at, association)));
        }
    }
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            for orm in CALLED {
                found.extend(called(modules, module, expr, orm, models));
            }
        });
    }
    for (at, association) in found {
        if let Some(model) = models.get_mut(at) {
            model.misfits.extend(clash(model, &association));
            model.associations.push(association);
        }
    }
}

/// A column whose attribute has the name of an association, which an ORM that connects models by a call
/// refuses: `Naming collision between attribute 'author' and association 'author'` (sequelize 6).
fn clash(model: &Model, association: &Association) -> Option<Misfit> {
    let mut declared = model.attributes.iter().flatten();
    let attribute = declared.find(|known| known.name == association.name)?;
    CALLED.contains(&model.orm).then(|| Misfit {
        column: attribute.column.name.clone(),
        why: format!("its attribute `{}` has the name of an association", attribute.name),
        instead: "give the attribute or the association another name".to_owned(),
        confidence: Confidence::Certain,
        unchecked: None,
        place: association.place.clone(),
        via: attribute
            .column
            .place
            .iter()
            .map(|place| ("declares the attribute".to_owned(), place.clone()))
            .collect(),
    })
}

fn decorated(modules: &Modules, class: usize, orm: &str, models: &[Model]) -> Vec<Association> {
    let orm = &orm.replace('-', "_");
    let mut found = Vec::new();
    for member in line(modules, class).into_iter().flat_map(|at| members(modules.class(at))) {
        for decorator in member.decorators {
            let Some(word) = word(modules, member.module, decorator, "relation", orm) else {
                continue;
            };
            let given = arguments(decorator);
            let target = given.first().map(thunk);
            let target = target.and_then(|target| model_of(modules, member.module, target, models));
            let target = target.and_then(|at| models.get(at));
            let options: Vec<Object> = given
                .iter()
                .filter_map(|argument| Object::read(modules, member.module, argument))
                .collect();
            let place = modules.place(member.module, decorator.span);
            found.push(association(modules, word, member.name, target, &options, place));
        }
    }
    found
}

fn called(
    modules: &Modules,
    module: usize,
    expr: &Expr,
    orm: &str,
    models: &[Model],
) -> Option<(usize, Association)> {
    let call = expr.call().filter(|call| call.called)?;
    let word = word(modules, module, expr, "relation", orm)?;
    let receiver = call.receiver.as_ref()?;
    let own = match receiver.name() {
        Some("this") => around(modules, module, expr, models)?,
        _ => model_of(modules, module, receiver, models)?,
    };
    let target = call.arguments.first()?;
    let other = model_of(modules, module, target, models).and_then(|at| models.get(at));
    let options: Vec<Object> = call
        .arguments
        .get(1)
        .and_then(|given| Object::read(modules, module, given))
        .into_iter()
        .collect();
    let role = options.iter().find_map(|given| {
        let (home, value) = given.get(AS)?;
        constant(modules, home, value)?.text()
    });
    // Without a name of its own an association has that of the other model, of several where it
    // leads to many.
    let many = matches!(word.get("kind"), Some("has-many"));
    let own_name = other.map(|other| match many {
        true => Inflections::english().pluralize(&other.name),
        false => other.name.clone(),
    });
    let name = role.map(str::to_owned).or(own_name);
    let name = name.or_else(|| target.name().map(|it| last(it).to_owned())).unwrap_or_default();
    let place = modules.place(module, expr.span);
    Some((own, association(modules, word, &name, other, &options, place)))
}

fn association(
    modules: &Modules,
    word: &Word,
    name: &str,
    target: Option<&Model>,
    options: &[Object],
    place: Place,
) -> Association {
    let text = |key: &str| {
        let given = options.iter().find_map(|options| options.get(key));
        let value = given.and_then(|(home, value)| constant(modules, home, value));
        value.and_then(Expr::text).map(str::to_owned)
    };
    Association {
        kind: match word.get("kind") {
            Some("belongs-to") => AssociationKind::BelongsTo,
            Some("has-one") => AssociationKind::HasOne,
            _ => AssociationKind::HasMany,
        },
        name: name.to_owned(),
        target: target.map(|model| model.name.clone()),
        foreign_key: text(KEY),
        counter: None,
        touches: None,
        unfiltered: false,
        on_delete: ON_DELETE.iter().find_map(|key| text(key)),
        place,
    }
}

/// The model that a name means: a class, a value, or the only model of that name (`models.User`).
fn model_of(modules: &Modules, module: usize, expr: &Expr, models: &[Model]) -> Option<usize> {
    if let Symbol::Class(class) = modules.resolve(module, expr) {
        let name = modules.qualified(class);
        return models.iter().position(|model| model.qualified == name);
    }
    let made = constant(modules, module, expr).map(|value| value.span);
    let file = modules.module(module).file;
    let own = |model: &Model| model.place.file == *file && made == Some(model.place.span);
    if let Some(at) = models.iter().position(own) {
        return Some(at);
    }
    let path = path_of(expr)?;
    let mut fits = models.iter().enumerate().filter(|(_, model)| last(&model.name) == last(&path));
    let first = fits.next()?;
    fits.next().is_none().then_some(first.0)
}

/// The model of the class around a piece of code.
fn around(modules: &Modules, module: usize, expr: &Expr, models: &[Model]) -> Option<usize> {
    let mut around = modules
        .classes()
        .filter(|(_, class)| class.module == module && class.body.body.span.contains(&expr.span));
    let name = around.next().map(|(at, _)| modules.qualified(at))?;
    models.iter().position(|model| model.qualified == name)
}
