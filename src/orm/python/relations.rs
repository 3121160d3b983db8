//! How models reach each other where the ORM's own adapter does not ask: keys and relationships of
//! SQLAlchemy, Peewee and Tortoise, with what becomes of rows when the other side goes.

use std::collections::HashMap;

use crate::{
    app::{App, Association, AssociationKind},
    expr::{Call, Expr, Kind, Word},
    modules::{Ancestor, Modules, Symbol},
    orm,
    source::Place,
};

/// Adds to the models what they are connected with.
pub fn add(modules: &Modules, app: &mut App) {
    let mut models: HashMap<String, usize> = HashMap::new();
    for (at, model) in app.models.iter().enumerate() {
        models.insert(model.qualified.clone(), at);
    }
    for (class, _) in modules.classes() {
        let Some(at) = models.get(&modules.qualified(class)) else { continue };
        let Some(orm) = app.models.get(*at).map(|model| model.orm) else { continue };
        let mut found = Vec::new();
        for ancestor in modules.lineage(class).iter() {
            let Ancestor::Class(of) = ancestor else { continue };
            let owner = *modules.class(*of);
            for statement in owner.body.body.statements() {
                let Kind::Assign(target, value) = &statement.kind else { continue };
                let target = match &target.kind {
                    Kind::Typed(target, _) => target,
                    _ => target,
                };
                let Some(name) = target.name() else { continue };
                value.walk(&mut |part| {
                    let word = part.means.iter().find(|word| is_of(word, orm));
                    let call = part.call().filter(|call| call.called);
                    if let (Some(word), Some(call)) = (word, call) {
                        let place = modules.place(owner.module, statement.span);
                        found.push(read(word, call, name, app, modules, owner.module, place));
                    }
                });
            }
        }
        if let Some(model) = app.models.get_mut(*at) {
            for association in found {
                let known = model.associations.iter_mut().find(|it| it.name == association.name);
                match known {
                    Some(known) => known.on_delete = association.on_delete,
                    None => model.associations.push(association),
                }
            }
        }
    }
}

fn is_of(word: &Word, orm: &str) -> bool {
    let folder = word.origin.split('/').next().unwrap_or_default();
    let own =
        folder == orm || (folder == "sqlalchemy" && matches!(orm, "flask_sqlalchemy" | "sqlmodel"));
    word.fact == "relation" && own
}

fn read(
    word: &Word,
    call: &Call,
    name: &str,
    app: &App,
    modules: &Modules,
    module: usize,
    place: Place,
) -> Association {
    let target = word.position("at").and_then(|at| call.arguments.get(at));
    let is_key = word.get("shape") == Some("key");
    let target = target.and_then(|target| match (target.text(), is_key) {
        // `ForeignKey("authors.id")` names a table.
        (Some(text), true) => {
            let (table, _) = text.rsplit_once('.')?;
            let table = orm::last(table);
            app.models_of(table).next().map(|model| model.name.clone())
        }
        (Some(text), false) => {
            let mut fits = app
                .models
                .iter()
                .filter(|model| !model.is_abstract && orm::last(&model.name) == orm::last(text));
            fits.next().map(|model| model.name.clone())
        }
        (None, _) => of_class(app, modules, module, target),
    });
    let on_delete = word.get("on-delete").and_then(|option| call.option(option));
    let on_delete =
        on_delete.and_then(|value| value.text().or(value.name().map(orm::last)).map(str::to_owned));
    Association {
        kind: match word.get("kind") {
            Some("belongs-to") => AssociationKind::BelongsTo,
            _ => AssociationKind::HasMany,
        },
        name: name.to_owned(),
        target,
        foreign_key: is_key.then(|| name.to_owned()),
        counter: None,
        touches: None,
        // What a query of the other side leaves out is not known here.
        unfiltered: true,
        on_delete,
        place,
    }
}

/// The model of a class, or of the class whose attribute is meant: `ForeignKey(Author.id)`.
fn of_class(app: &App, modules: &Modules, module: usize, target: &Expr) -> Option<String> {
    if let Symbol::Class(class) = modules.resolve(module, target) {
        let name = modules.qualified(class);
        return app.models.iter().find(|m| m.qualified == name).map(|m| m.name.clone());
    }
    let inner = target.call().filter(|call| !call.called)?.receiver.as_ref()?;
    of_class(app, modules, module, inner)
}
