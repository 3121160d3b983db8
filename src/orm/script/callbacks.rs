//! What runs by itself when rows are read, written or checked: decorated methods, hooks that are
//! added from outside, and subscribers.

use std::collections::HashMap;

use super::{
    decorator::{line, returned, word},
    object::{Object, constant},
};
use crate::{
    app::{
        Model,
        callback::{Callback, CallbackKind},
    },
    expr::{Expr, Kind, Word},
    modules::{Modules, Symbol, path_of},
    orm::last,
    source::{Language, Place},
    syntax,
};

/// The option that holds a model's hooks.
const HOOKS: &str = "hooks";

/// ORMs whose hooks may be added by a call from outside.
const ADDED: &[&str] = &["sequelize"];

/// ORMs with subscribers.
const SUBSCRIBED: &[&str] = &["mikro_orm", "typeorm"];

/// What runs for every model of an ORM.
pub type Everywhere = Vec<(&'static str, Callback)>;

/// Adds to each model what runs for it; what runs for every model is the answer.
pub fn add(modules: &Modules, models: &mut [Model]) -> Everywhere {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, model) in models.iter().enumerate() {
        known.entry(model.qualified.clone()).or_default().push(at);
    }
    let mut everywhere = Vec::new();
    for (class, _) in modules.classes() {
        for at in known.get(&modules.qualified(class)).into_iter().flatten() {
            if let Some(model) = models.get_mut(*at) {
                own(modules, class, model);
            }
        }
        for orm in SUBSCRIBED {
            subscribed(modules, class, orm, models, &mut everywhere);
        }
    }
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            for orm in ADDED {
                added(modules, module, expr, orm, models);
            }
            if word(modules, module, expr, "event", "prisma").is_some() {
                let place = modules.place(module, expr.span);
                everywhere.push(("prisma", of("$use", CallbackKind::Listener, "", place)));
            }
        });
    }
    everywhere
}

fn of(when: &str, kind: CallbackKind, runs: &str, place: Place) -> Callback {
    let (via, sets) = (Vec::new(), Vec::new());
    Callback { kind, when: when.to_owned(), runs: runs.to_owned(), place, via, sets }
}

fn kind_of(word: &Word) -> Option<CallbackKind> {
    CallbackKind::named(word.get("kind")?)
}

/// The definition in a statement of a class body, with its decorators.
fn definition(statement: &Expr) -> (&[Expr], &Expr) {
    match &statement.kind {
        Kind::Decorated(decorators, inner) => (decorators, inner),
        _ => (&[], statement),
    }
}

/// Hooks that a class declares itself, or that it descends from.
fn own(modules: &Modules, class: usize, model: &mut Model) {
    // The folder of the queries of `mikro-orm`.
    let orm = &model.orm.replace('-', "_");
    for at in line(modules, class) {
        let owner = *modules.class(at);
        let mut via = Vec::new();
        if at != class {
            let head = modules.place(owner.module, owner.body.head);
            via.push((format!("inherited from `{}`", owner.body.name), head));
        }
        let mut found = Vec::new();
        for decorator in owner.decorators {
            let options = decorator.call().map_or(&[][..], |call| &call.arguments);
            for given in options {
                found.extend(hooks(modules, owner.module, given, orm));
            }
        }
        for statement in owner.body.body.statements() {
            let (decorators, inner) = definition(statement);
            let (name, span) = match &inner.kind {
                Kind::Def(def) => (def.name.as_str(), def.head),
                Kind::Assign(target, _) => match &target.kind {
                    Kind::Typed(target, _) => (target.name().unwrap_or_default(), target.span),
                    _ => (target.name().unwrap_or_default(), target.span),
                },
                Kind::Typed(target, _) => (target.name().unwrap_or_default(), target.span),
                _ => continue,
            };
            let place = modules.place(owner.module, span);
            for decorator in decorators {
                let Some(word) = word(modules, owner.module, decorator, "event", orm) else {
                    continue;
                };
                let when = decorator.name().map(last).unwrap_or_default();
                found.extend(kind_of(word).map(|kind| of(when, kind, name, place.clone())));
            }
            if let Kind::Def(_) = inner.kind {
                let method = spelled(name, orm, "method");
                found.extend(method.and_then(kind_of).map(|kind| of(name, kind, "", place)));
            }
        }
        for mut callback in found {
            callback.via.clone_from(&via);
            model.callbacks.push(callback);
        }
    }
}

/// What a name means to an ORM as an event of that shape.
fn spelled(name: &str, orm: &str, shape: &str) -> Option<&'static Word> {
    syntax::words_of(Language::JavaScript, name).into_iter().find(|word| {
        word.fact == "event"
            && word.get("shape") == Some(shape)
            && word.origin.split('/').next() == Some(orm)
    })
}

/// `{ hooks: { beforeCreate(user) { … } } }`
fn hooks(modules: &Modules, module: usize, options: &Expr, orm: &str) -> Vec<Callback> {
    let options = Object::read(modules, module, options);
    let hooks = options.as_ref().and_then(|options| options.get(HOOKS));
    let hooks = hooks.and_then(|(home, hooks)| Object::read(modules, home, hooks));
    let pairs = hooks.into_iter().flat_map(|hooks| hooks.pairs);
    pairs
        .filter_map(|(name, home, value)| {
            let kind = kind_of(spelled(&name, orm, "call")?)?;
            let place = match &value.kind {
                Kind::Def(def) => modules.place(home, def.head),
                _ => modules.place(home, value.span),
            };
            let runs = path_of(value).filter(|path| *path != name).unwrap_or_default();
            Some(of(&name, kind, &runs, place))
        })
        .collect()
}

/// A hook that is added to a model by a call, and the hooks of a call that makes a model.
fn added(modules: &Modules, module: usize, expr: &Expr, orm: &str, models: &mut [Model]) {
    let Some(call) = expr.call().filter(|call| call.called) else { return };
    let event = word(modules, module, expr, "event", orm);
    let applied = event.filter(|word| word.get("shape") == Some("applied"));
    let to = applied.and_then(|word| call.arguments.get(word.position("at")?));
    let Some(receiver) = to.or(call.receiver.as_ref()) else { return };
    let makes = word(modules, module, expr, "declare", orm).and_then(|word| word.get("as"));
    if matches!(makes, Some("model" | "own-model")) {
        let made = modules.place(module, expr.span);
        let found: Vec<_> = call
            .arguments
            .iter()
            .skip(1)
            .flat_map(|options| hooks(modules, module, options, orm))
            .collect();
        let class = class_of(modules, module, receiver, expr);
        for model in models.iter_mut().filter(|model| {
            model.place == made || class.as_ref().is_some_and(|class| *class == model.qualified)
        }) {
            model.callbacks.extend(found.clone());
        }
        return;
    }
    let Some(word) = event else { return };
    let Some(kind) = kind_of(word) else { return };
    let (when, hook) = match (word.get("shape"), word.position("when")) {
        (Some("call"), _) => (call.name.as_str(), call.arguments.last()),
        (Some("applied"), _) => (call.name.as_str(), None),
        (Some("named"), Some(at)) => {
            let Some(when) = call.arguments.get(at).and_then(Expr::text) else { return };
            (when, call.arguments.last())
        }
        _ => return,
    };
    let runs = hook.and_then(path_of).unwrap_or_default();
    let callback = of(when, kind, &runs, modules.place(module, expr.span));
    let made = constant(modules, module, receiver).map(|value| value.span);
    let class = class_of(modules, module, receiver, expr);
    let file = modules.module(module).file;
    let means = |model: &Model| {
        class.as_ref().is_some_and(|class| *class == model.qualified)
            || (model.place.file == *file && made == Some(model.place.span))
    };
    for model in models.iter_mut().filter(|model| means(model)) {
        model.callbacks.push(callback.clone());
    }
}

/// The full name of the class that a receiver is: by its name, or `this` within it.
fn class_of(modules: &Modules, module: usize, receiver: &Expr, expr: &Expr) -> Option<String> {
    if let Symbol::Class(class) = modules.resolve(module, receiver) {
        return Some(modules.qualified(class));
    }
    if !matches!(receiver.name(), Some("this" | "super")) {
        return None;
    }
    let mut around = modules
        .classes()
        .filter(|(_, class)| class.module == module && class.body.body.span.contains(&expr.span));
    around.next().map(|(at, _)| modules.qualified(at))
}

/// The methods of a class that subscribes to the events of a model, or of all.
fn subscribed(
    modules: &Modules,
    class: usize,
    orm: &'static str,
    models: &mut [Model],
    everywhere: &mut Everywhere,
) {
    let known = *modules.class(class);
    let subscribes = known.decorators.iter().any(|decorator| {
        word(modules, known.module, decorator, "event", orm)
            .is_some_and(|word| word.get("shape") == Some("subscriber"))
    });
    if !subscribes {
        return;
    }
    let head = modules.place(known.module, known.body.head);
    let (mut found, mut to) = (Vec::new(), None);
    for statement in known.body.body.statements() {
        let (_, inner) = definition(statement);
        let Kind::Def(def) = &inner.kind else { continue };
        if spelled(&def.name, orm, "listens-to").is_some() {
            to = returned(&def.body);
        } else if spelled(&def.name, orm, "listens").is_some() {
            let runs = format!("{}.{}", known.body.name, def.name);
            let place = modules.place(known.module, def.head);
            let mut callback = of(&def.name, CallbackKind::Listener, &runs, place);
            callback.via.push((format!("`{}` subscribes to it", known.body.name), head.clone()));
            found.push(callback);
        }
    }
    let Some(to) = to else {
        everywhere.extend(found.into_iter().map(|callback| (orm, callback)));
        return;
    };
    let targets = to.members().unwrap_or(std::slice::from_ref(to));
    for target in targets {
        let Symbol::Class(target) = modules.resolve(known.module, target) else { continue };
        let name = modules.qualified(target);
        for model in models.iter_mut().filter(|model| model.qualified == name) {
            model.callbacks.extend(found.clone());
        }
    }
}
