//! Classes that take all fields of a model: serializers, forms, schemas, admin pages.

use super::{
    Classes,
    listed::{Listing, Setting},
    nested, taken, uncalled,
};
use crate::{
    app::{Consumer, callback::Surface},
    expr::{Expr, Kind, Word},
    finding::Confidence,
    modules::Symbol,
    source::Place,
};

/// Reads a class, if it is such a one.
pub fn read(classes: &Classes, at: usize, found: &mut Vec<Consumer>) {
    let Some(word) = word(classes, at) else { return };
    let inner: Vec<&str> = word.get_all("inner").collect();
    // Where settings are kept: `class Meta`, or the class itself.
    let home = if inner.is_empty() { Some(at) } else { classes.inner(at, &inner) };
    let Some(home) = home else { return };
    let Some((model, named)) = model(classes, at, home, word, &inner) else { return };
    found.extend(own(classes, at, home, word, model, named));
    found.extend(nested::read(classes, at, home, word, model));
}

/// The class as one that shows or edits a model, whichever columns it names.
pub fn surface(classes: &Classes, at: usize) -> Option<Surface> {
    let word = word(classes, at)?;
    let inner: Vec<&str> = word.get_all("inner").collect();
    let home = if inner.is_empty() { at } else { classes.inner(at, &inner)? };
    let (model, _) = model(classes, at, home, word, &inner)?;
    let modules = classes.modules;
    let class = modules.class(at);
    Some(Surface {
        name: modules.qualified(at),
        what: word.get("what")?,
        model: modules.qualified(model),
        place: modules.place(class.module, class.body.head),
        word,
    })
}

/// The columns of the model itself.
fn own(
    classes: &Classes,
    at: usize,
    home: usize,
    word: &'static Word,
    model: usize,
    named: Option<Place>,
) -> Option<Consumer> {
    let modules = classes.modules;
    let class = modules.class(at);
    let head = modules.place(class.module, class.body.head);
    let except = classes.setting(home, word, "except");
    let (place, says, confidence) = match classes.setting(home, word, "list") {
        Some(Setting::Method) => return None,
        Some(Setting::Value(module, span, value)) => match classes.listing(module, value) {
            Listing::Named => return None,
            Listing::All(confidence) => {
                (modules.place(module, span), "takes every field of the model", confidence)
            }
            Listing::Absent => implicit(classes, except, word, named, head)?,
        },
        None => implicit(classes, except, word, named, head)?,
    };
    let (mut hidden, mut confidence) = match except {
        Some(Setting::Value(module, _, value)) => match classes.texts(module, value) {
            Some(names) => (names, confidence),
            None => (Vec::new(), Confidence::Likely.min(confidence)),
        },
        Some(Setting::Method) => (Vec::new(), Confidence::Possible),
        None => (Vec::new(), confidence),
    };
    let mut fixed = Vec::new();
    for (field, names) in [("fixed", &mut fixed), ("hidden", &mut hidden)] {
        match classes.setting(home, word, field) {
            Some(Setting::Value(module, _, value)) => match classes.texts(module, value) {
                Some(more) => names.extend(more),
                None => confidence = Confidence::Likely.min(confidence),
            },
            Some(Setting::Method) => confidence = Confidence::Likely.min(confidence),
            None => {}
        }
    }
    if let Some(Setting::Value(_, _, value)) = classes.setting(home, word, "options") {
        of_options(value, &mut fixed);
    }
    of_members(classes, at, &mut fixed, &mut hidden);
    match word.get("uneditable") {
        Some("hidden") => hidden.extend(classes.uneditable(model)),
        Some(_) => fixed.extend(classes.uneditable(model)),
        None => {}
    }
    let (shows, writes) = taken(word, hidden, fixed, confidence);
    Some(Consumer {
        name: modules.qualified(at),
        what: word.get("what")?,
        models: vec![modules.qualified(model)],
        tables: Vec::new(),
        demands: classes.demanded(model, word),
        shows,
        writes,
        place,
        says,
        via: Vec::new(),
    })
}

/// What a superclass from a library makes of a class.
fn word(classes: &Classes, at: usize) -> Option<&'static Word> {
    classes.above(at).find_map(|of| {
        let class = classes.modules.class(of);
        class.body.parents.iter().find_map(|parent| {
            let parent = match &parent.kind {
                Kind::Index(of, _) => of,
                _ => parent,
            };
            classes.word(class.module, parent, "class")
        })
    })
}

/// The model, and where it is named.
fn model(
    classes: &Classes,
    at: usize,
    home: usize,
    word: &Word,
    inner: &[&str],
) -> Option<(usize, Option<Place>)> {
    let class = classes.modules.class(at);
    let assigned = classes.above(home).find_map(|of| {
        let class = classes.modules.class(of);
        class.body.body.statements().iter().rev().find_map(|statement| match &statement.kind {
            Kind::Assign(target, value) if target.name() == Some("model") => {
                Some((class.module, statement.span, value.as_ref()))
            }
            _ => None,
        })
    });
    if let Some((module, span, value)) = assigned {
        let model = classes.class_named(module, value)?;
        // Where the class itself holds the settings, its head says what it is.
        let named = (!inner.is_empty()).then(|| classes.modules.place(module, span));
        return Some((model, named));
    }
    // `@admin.register(Account)`
    let registered = class.decorators.iter().find_map(|decorator| {
        let register = classes.word(class.module, decorator, "register")?;
        (register.get("what") == word.get("what")).then_some(())?;
        classes.class_named(class.module, decorator.call()?.arguments.first()?)
    });
    Some((registered.or_else(|| registered_for(classes, at))?, None))
}

/// The model of `admin.site.register(Account, AccountAdmin)`.
fn registered_for(classes: &Classes, at: usize) -> Option<usize> {
    let home = classes.modules.class(at).module;
    let mut model = None;
    classes.modules.module(home).program.walk(&mut |expr| {
        if let Some(call) = expr.call().filter(|call| call.called)
            && let [of, with, ..] = call.arguments.as_slice()
            && classes.word(home, expr, "register").is_some()
            && classes.class_named(home, with) == Some(at)
        {
            model = classes.class_named(home, of);
        }
    });
    model
}

/// Why there may be no list: one names what is left out, or the library needs none.
fn implicit(
    classes: &Classes,
    except: Option<Setting>,
    word: &Word,
    named: Option<Place>,
    head: Place,
) -> Option<(Place, &'static str, Confidence)> {
    if let Some(Setting::Value(module, span, value)) = except
        && !matches!(value.kind, Kind::Null)
    {
        let place = classes.modules.place(module, span);
        return Some((place, "takes every field but those it leaves out", Confidence::Certain));
    }
    word.get("implicit")?;
    Some((named.unwrap_or(head), "names no fields and so takes every one", Confidence::Certain))
}

/// `extra_kwargs = {"is_admin": {"read_only": True}}`
fn of_options(value: &Expr, fixed: &mut Vec<String>) {
    let Kind::Map(pairs) = &value.kind else { return };
    for (name, options) in pairs {
        let (Some(name), Kind::Map(options)) = (name.text(), &options.kind) else { continue };
        let reads = |(key, value): &(Expr, Expr)| {
            key.text() == Some(READ_ONLY) && value.kind == Kind::Bool(true)
        };
        if options.iter().any(reads) {
            fixed.push(name.to_owned());
        }
    }
}

/// The option of a field that callers cannot set.
const READ_ONLY: &str = "read_only";

/// The option of a field that callers cannot see.
const WRITE_ONLY: &str = "write_only";

/// Fields that the class declares by itself, with options of their own.
fn of_members(classes: &Classes, at: usize, fixed: &mut Vec<String>, hidden: &mut Vec<String>) {
    for class in classes.above(at) {
        for statement in classes.modules.class(class).body.body.statements() {
            let Kind::Assign(target, value) = &statement.kind else { continue };
            let (Some(name), Some(call)) = (target.name(), value.call()) else { continue };
            let is = |option| call.option(option).is_some_and(|v| v.kind == Kind::Bool(true));
            // A field of a class of the application's own has been thought of: that class says what it shows.
            let module = classes.modules.class(class).module;
            let own = matches!(classes.modules.resolve(module, &uncalled(value)), Symbol::Class(_));
            if own || is(READ_ONLY) {
                fixed.push(name.to_owned());
            }
            if own || is(WRITE_ONLY) {
                hidden.push(name.to_owned());
            }
        }
    }
}
