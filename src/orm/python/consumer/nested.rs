//! Serializers that show rows of related models whole: `depth = 1`.

use super::{
    Classes, in_app,
    listed::{Listing, Setting},
};
use crate::{
    app::{Consumer, Reach, Taken},
    expr::{Expr, Kind, Word},
    finding::Confidence,
};

/// How deep rows are nested; Django REST framework takes no more.
const MAX_DEPTH: usize = 10;

/// Reads the related models of a class, one consumer for all of them.
pub fn read(
    classes: &Classes,
    at: usize,
    home: usize,
    word: &'static Word,
    model: usize,
) -> Option<Consumer> {
    let modules = classes.modules;
    word.get("depth")?;
    let Some(Setting::Value(module, span, value)) = classes.setting(home, word, "depth") else {
        return None;
    };
    let depth = match &value.kind {
        Kind::Number(number) => number.parse::<usize>().ok()?.min(MAX_DEPTH),
        _ => return None,
    };
    let names = match classes.setting(home, word, "list") {
        Some(Setting::Value(home, _, value)) => match classes.listing(home, value) {
            Listing::Named => Some(classes.texts(home, value)?),
            Listing::All(_) | Listing::Absent => None,
        },
        Some(Setting::Method) => return None,
        None => None,
    };
    let left_out = match classes.setting(home, word, "except") {
        Some(Setting::Value(home, _, value)) => classes.texts(home, value)?,
        _ => Vec::new(),
    };
    let taken = |name: &str| {
        let named = names.as_ref().is_none_or(|names| names.iter().any(|known| known == name));
        named && !left_out.iter().any(|known| known == name)
    };
    let mut next: Vec<usize> = related(classes, model)
        .into_iter()
        .filter(|(name, _)| taken(name) && !declares(classes, at, name))
        .map(|(_, of)| of)
        .collect();
    let mut reached = Vec::new();
    for _ in 0..depth {
        let mut further = Vec::new();
        for of in next {
            if !reached.contains(&of) {
                reached.push(of);
                further.extend(related(classes, of).into_iter().map(|(_, of)| of));
            }
        }
        next = further;
    }
    if reached.is_empty() {
        return None;
    }
    Some(Consumer {
        name: modules.qualified(at),
        what: word.get("what")?,
        models: reached.iter().map(|of| modules.qualified(*of)).collect(),
        tables: Vec::new(),
        demands: Vec::new(),
        shows: Some(Taken {
            masks: Vec::new(),
            except: Vec::new(),
            reach: Reach::named(word.get("shows")?)?,
            confidence: Confidence::Certain,
        }),
        writes: None,
        place: modules.place(module, span),
        says: "shows related rows whole",
        via: Vec::new(),
    })
}

/// Whether the serializer says itself how it shows a field.
fn declares(classes: &Classes, at: usize, name: &str) -> bool {
    classes.above(at).any(|of| {
        let statements = classes.modules.class(of).body.body.statements();
        statements.iter().any(|statement| match &statement.kind {
            Kind::Assign(target, _) => target.name() == Some(name),
            _ => false,
        })
    })
}

/// The fields of a model that lead to other models.
fn related<'a>(classes: &Classes<'_, 'a>, model: usize) -> Vec<(&'a str, usize)> {
    let mut found = Vec::new();
    for of in classes.above(model) {
        let class = classes.modules.class(of);
        for statement in class.body.body.statements() {
            let Kind::Assign(target, value) = &statement.kind else { continue };
            let relates = value
                .means
                .iter()
                .any(|word| word.fact == "access" && word.get("gives") == Some("related"));
            let (true, Some(name), Some(call)) = (relates, target.name(), value.call()) else {
                continue;
            };
            let to = call.arguments.first().or_else(|| call.option("to"));
            if let Some(to) = to.and_then(|to| target_of(classes, of, to)) {
                found.push((name, to));
            }
        }
    }
    found
}

/// `Author`, `"Author"`, `"people.Author"`, `"self"`, `settings.AUTH_USER_MODEL`
fn target_of(classes: &Classes, from: usize, to: &Expr) -> Option<usize> {
    let module = classes.modules.class(from).module;
    match (&to.kind, to.means("setting", "name")) {
        (_, Some("user")) => classes.user,
        (Kind::Text(text), _) if text == "self" => Some(from),
        (Kind::Text(text), _) => match text.split_once('.') {
            Some((app, name)) => in_app(classes.modules, app, name),
            None => {
                let name = Expr::new(Kind::Name(text.clone()), to.span);
                let home = classes.modules.dotted(module);
                classes.class_named(module, &name).or_else(|| {
                    let parts = home.split('.').take_while(|part| *part != "models");
                    in_app(classes.modules, parts.last()?, text)
                })
            }
        },
        _ => classes.class_named(module, to),
    }
}
