//! What runs by itself when rows are read, written or checked: methods that a model takes over, and
//! listeners to signals and events.

use std::collections::HashMap;

use super::consumer;
use crate::{
    app::{
        App, Model,
        callback::{Callback, CallbackKind},
    },
    expr::{Call, Def, Expr, Kind, Word},
    modules::{Ancestor, Modules, Symbol, path_of},
    orm,
    source::Place,
};

/// The ORM whose signals others take over, names and all.
const DJANGO: &str = "django";

/// Adds to each model what runs for it, and to the application what runs for every model.
pub fn add(modules: &Modules, app: &mut App) {
    let mut models: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, model) in app.models.iter().enumerate() {
        models.entry(model.qualified.clone()).or_default().push(at);
    }
    for (class, _) in modules.classes() {
        for at in models.get(&modules.qualified(class)).into_iter().flatten() {
            if let Some(model) = app.models.get_mut(*at) {
                own(modules, class, model);
            }
        }
    }
    let reader = Reader { modules, models: &models, user: consumer::user(modules) };
    for (module, code) in modules.modules() {
        let mut found = Vec::new();
        code.telling.iter().copied().for_each(|expr| reader.listeners(module, expr, &mut found));
        for (of, sender, callback) in found {
            take(app, &reader, module, of, sender, callback);
        }
    }
}

/// Gives a callback to the models that its sender names.
fn take(
    app: &mut App,
    reader: &Reader,
    module: usize,
    of: &'static str,
    sender: Option<&Expr>,
    mut callback: Callback,
) {
    let Some(sender) = sender else { return every(app, of, callback) };
    let found = reader.senders(app, module, sender);
    if found.is_empty() {
        if let Some(path) = path_of(sender).filter(|path| !is_everything(path)) {
            let place = reader.modules.place(module, sender.span);
            callback.via.push((format!("for `{path}`, which may be any model"), place));
        }
        return every(app, of, callback);
    }
    for at in found {
        if let Some(model) = app.models.get_mut(at) {
            model.callbacks.push(callback.clone());
        }
    }
}

/// Gives a callback to all models of the ORMs that send such a signal.
fn every(app: &mut App, of: &'static str, callback: Callback) {
    let mut orms: Vec<&'static str> = Vec::new();
    for model in &app.models {
        if belongs(of, model.orm) && !orms.contains(&model.orm) {
            orms.push(model.orm);
        }
    }
    app.callbacks.extend(orms.into_iter().map(|orm| (orm, callback.clone())));
}

/// What stands for all mapped classes of SQLAlchemy.
fn is_everything(path: &str) -> bool {
    matches!(orm::last(path), "Base" | "Mapper" | "Session" | "mapper" | "sessionmaker")
}

/// Whether a word is about models of an ORM: it stands in that ORM's folder.
fn is_of(word: &Word, orm: &str) -> bool {
    belongs(word.origin.split('/').next().unwrap_or_default(), orm)
}

fn belongs(folder: &str, orm: &str) -> bool {
    folder == orm || (folder == "sqlalchemy" && matches!(orm, "flask_sqlalchemy" | "sqlmodel"))
}

/// Methods and decorated methods of a model and of what it descends from.
fn own(modules: &Modules, class: usize, model: &mut Model) {
    for ancestor in modules.lineage(class).iter() {
        let Ancestor::Class(of) = ancestor else { continue };
        let owner = *modules.class(*of);
        for statement in owner.body.body.statements() {
            let (decorators, inner): (&[Expr], &Expr) = match &statement.kind {
                Kind::Decorated(decorators, inner) => (decorators, inner),
                _ => (&[], statement),
            };
            let Kind::Def(def) = &inner.kind else { continue };
            let mut via = Vec::new();
            if *of != class {
                let head = modules.place(owner.module, owner.body.head);
                via.push((format!("inherited from `{}`", owner.body.name), head));
            }
            let mut push = |kind, when: &str, runs: String, sets| {
                let (when, via) = (when.to_owned(), via.clone());
                let place = modules.place(owner.module, def.head);
                model.callbacks.push(Callback { kind, when, runs, place, via, sets });
            };
            if let Some((kind, word)) = event(&inner.means, "method", model.orm) {
                let sets = set(def, word);
                push(kind, &def.name, format!("{}.{}", owner.body.name, def.name), sets);
            }
            for decorator in decorators {
                let Some((kind, _)) = event(&decorator.means, "decorator", model.orm) else {
                    continue;
                };
                let arguments = decorator.call().map_or(&[][..], |call| &call.arguments);
                let named: Vec<_> = arguments.iter().flat_map(Expr::texts).collect();
                let runs = match named.is_empty() {
                    true => def.name.clone(),
                    false => format!("{} for {}", def.name, named.join(", ")),
                };
                push(kind, decorator.name().unwrap_or_default(), runs, Vec::new());
            }
        }
    }
}

fn event(means: &[&'static Word], shape: &str, orm: &str) -> Option<(CallbackKind, &'static Word)> {
    let mut words = means.iter().copied().filter(|word| word.fact == "event");
    let word = words.find(|word| word.get("shape") == Some(shape) && is_of(word, orm))?;
    Some((CallbackKind::named(word.get("kind")?)?, word))
}

/// A listener with the ORM whose signal it is, and what it says of the sender.
type Listener<'e> = (&'static str, Option<&'e Expr>, Callback);

struct Reader<'m, 'a> {
    modules: &'m Modules<'a>,
    models: &'m HashMap<String, Vec<usize>>,
    user: Option<usize>,
}

impl Reader<'_, '_> {
    fn listeners<'e>(&self, module: usize, expr: &'e Expr, found: &mut Vec<Listener<'e>>) {
        match &expr.kind {
            Kind::Decorated(decorators, inner) => {
                let Kind::Def(def) = &inner.kind else { return };
                let place = self.modules.place(module, def.head);
                for decorator in decorators {
                    let Some(call) = decorator.call().filter(|call| call.called) else { continue };
                    self.decorated(decorator, call, def, &place, found);
                }
            }
            Kind::Call(call) if call.called => {
                let Some(shape) = shape(expr) else { return };
                let place = self.modules.place(module, expr.span);
                match shape.get("shape") {
                    Some("connect") => {
                        let signal = call.receiver.as_ref().filter(|of| is_signal(of));
                        let Some(signal) = signal.and_then(Expr::name) else { return };
                        let runs = call.arguments.first().and_then(path_of).unwrap_or_default();
                        let callback = listener(signal, runs, place);
                        found.push((DJANGO, call.option("sender"), callback));
                    }
                    Some("listen") => {
                        let runs = call.arguments.get(2).and_then(path_of).unwrap_or_default();
                        found.extend(listens(shape, call, runs, place));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn decorated<'e>(
        &self,
        decorator: &'e Expr,
        call: &'e Call,
        def: &Def,
        place: &Place,
        found: &mut Vec<Listener<'e>>,
    ) {
        let runs = def.name.as_str();
        let Some(word) = shape(decorator) else { return };
        match word.get("shape") {
            // `@receiver([post_save, post_delete], sender=Account)`
            Some("receiver") => {
                let Some(signals) = call.arguments.first() else { return };
                let signals = signals.members().unwrap_or(std::slice::from_ref(signals));
                for signal in signals.iter().filter(|signal| is_signal(signal)) {
                    let name = signal.name().unwrap_or_default();
                    let sets = shape(signal).map(|word| set(def, word)).unwrap_or_default();
                    let callback = listener(name, runs.to_owned(), place.clone());
                    found.push((DJANGO, call.option("sender"), Callback { sets, ..callback }));
                }
            }
            // `@pre_save(Account)` of Tortoise, `@post_save(sender=Account)` of Peewee
            Some("signal") => {
                let sender = call.option("sender").or(call.arguments.first());
                let callback = listener(&call.name, runs.to_owned(), place.clone());
                found.push((DJANGO, sender, callback));
            }
            Some("listener") => found.extend(listens(word, call, runs.to_owned(), place.clone())),
            _ => {}
        }
    }

    /// The models that a sender stands for; those below a class of SQLAlchemy too.
    fn senders(&self, app: &App, module: usize, sender: &Expr) -> Vec<usize> {
        let all = || app.models.iter().enumerate();
        if let Some(text) = sender.text() {
            let named = all().filter(|(_, model)| model.name.eq_ignore_ascii_case(text));
            return named.map(|(at, _)| at).collect();
        }
        if let Some(class) = self.class(module, sender) {
            let name = self.modules.qualified(class);
            let own = self.models.get(&name).cloned().unwrap_or_default();
            let is_base = own
                .iter()
                .all(|at| app.models.get(*at).is_some_and(|m| m.is_abstract && !is_django(m)));
            if !is_base {
                return own;
            }
            let below = self
                .modules
                .classes()
                .filter(|(at, _)| self.modules.lineage(*at).contains(&Ancestor::Class(class)));
            let names: Vec<_> = below.map(|(at, _)| self.modules.qualified(at)).collect();
            return names
                .iter()
                .filter_map(|name| self.models.get(name))
                .flatten()
                .copied()
                .collect();
        }
        // A name of a function's own import.
        let Some(name) = sender.name() else { return Vec::new() };
        let fits: Vec<_> = all()
            .filter(|(_, model)| !model.is_abstract && orm::last(&model.name) == orm::last(name))
            .map(|(at, _)| at)
            .collect();
        if fits.len() == 1 { fits } else { Vec::new() }
    }

    /// The class that a sender names: itself, the users' class, the class of an attribute or of the
    /// table between two models.
    fn class(&self, module: usize, sender: &Expr) -> Option<usize> {
        let is_user = |expr: &Expr| {
            expr.means("access", "gives") == Some("user")
                || expr.means("setting", "name") == Some("user")
        };
        if is_user(sender) {
            return self.user;
        }
        match self.modules.resolve(module, sender) {
            Symbol::Class(class) => return Some(class),
            Symbol::Value(_, value) if is_user(value) => return self.user,
            _ => {}
        }
        self.class(module, sender.call().filter(|call| !call.called)?.receiver.as_ref()?)
    }
}

fn is_django(model: &Model) -> bool {
    model.orm == DJANGO
}

fn shape(expr: &Expr) -> Option<&'static Word> {
    let mut words = expr.means.iter().copied().filter(|word| word.fact == "event");
    words.find(|word| word.get("shape") != Some("method"))
}

fn is_signal(expr: &Expr) -> bool {
    shape(expr).is_some_and(|word| word.get("shape") == Some("signal"))
}

fn listener(when: &str, runs: String, place: Place) -> Callback {
    let kind = CallbackKind::Listener;
    let (via, sets) = (Vec::new(), Vec::new());
    Callback { kind, when: when.to_owned(), runs, place, via, sets }
}

/// The attributes that code sets of the row which it is given before the row is stored.
fn set(def: &Def, word: &Word) -> Vec<String> {
    let at = word.get("before").and_then(|_| word.position("at"));
    let row = at.and_then(|at| def.parameters.get(at));
    row.map(|(name, _)| def.body.sets(name)).unwrap_or_default()
}

fn listens<'e>(word: &Word, call: &'e Call, runs: String, place: Place) -> Option<Listener<'e>> {
    let target = call.arguments.get(word.position("at")?)?;
    let when = call.arguments.get(word.position("when")?)?.text()?;
    Some(("sqlalchemy", Some(target), listener(when, runs, place)))
}
