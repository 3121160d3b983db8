//! Calls that take all fields of a model: factories of forms and schemas, registrations, histories.

use super::{Classes, listed::Listing, taken};
use crate::{
    app::Consumer,
    expr::{Call, Expr, Kind, Word},
    finding::Confidence,
    source::Span,
};

/// Finds the calls of a module that stand outside of functions.
pub fn read(classes: &Classes, module: usize, found: &mut Vec<Consumer>) {
    let program = classes.modules.module(module).program;
    statements(classes, module, program, found);
    for (at, class) in classes.modules.classes().filter(|(_, class)| class.module == module) {
        for decorator in class.decorators {
            let name = classes.modules.qualified(at);
            // `@reversion.register()` has its model below it.
            let below = |call: &Call| {
                let word = classes.word(module, decorator, "call")?;
                consumer(classes, module, call, decorator.span, word, Some(name.clone()), Some(at))
            };
            let bare = decorator.call().filter(|call| call.arguments.is_empty());
            match bare {
                Some(call) => found.extend(below(call)),
                None => found.extend(of_call(classes, module, decorator, Some(name))),
            }
        }
        for statement in class.body.body.statements() {
            if let Kind::Assign(_, value) = &statement.kind {
                found.extend(of_member(classes, at, value));
            }
        }
    }
}

fn statements(classes: &Classes, module: usize, body: &Expr, found: &mut Vec<Consumer>) {
    for statement in body.statements() {
        match &statement.kind {
            Kind::Assign(target, value) => {
                let name = target.name().map(|name| full(classes, module, name));
                found.extend(of_call(classes, module, value, name));
            }
            Kind::If(_, then, otherwise) => {
                statements(classes, module, then, found);
                statements(classes, module, otherwise, found);
            }
            Kind::Try(body, _) => statements(classes, module, body, found),
            _ => found.extend(of_call(classes, module, statement, None)),
        }
    }
}

fn full(classes: &Classes, module: usize, name: &str) -> String {
    format!("{}.{name}", classes.modules.dotted(module))
}

/// `QuickForm = modelform_factory(Article, exclude=())`, `admin.site.register(Plan)`
fn of_call(
    classes: &Classes,
    module: usize,
    expr: &Expr,
    name: Option<String>,
) -> Option<Consumer> {
    let call = expr.call().filter(|call| call.called)?;
    if let Some(word) = classes.word(module, expr, "register") {
        // A class of its own says what it shows.
        let [_] = call.arguments.as_slice() else { return None };
        // A decorator has its class below it.
        return match name {
            Some(_) => None,
            None => consumer(classes, module, call, expr.span, word, None, None),
        };
    }
    let word = classes.word(module, expr, "call")?;
    consumer(classes, module, call, expr.span, word, name, None)
}

fn consumer(
    classes: &Classes,
    module: usize,
    call: &Call,
    span: Span,
    word: &'static Word,
    name: Option<String>,
    below: Option<usize>,
) -> Option<Consumer> {
    let position: usize = word.get("model")?.parse().ok()?;
    let given = call.arguments.get(position);
    let model = match given {
        Some(given) => classes.class_named(module, given)?,
        None => below?,
    };
    let said = said(classes, module, call, span, word)?;
    let hidden = left_out(classes, module, call, word)?;
    consumer_of(classes, module, said, word, model, name, hidden)
}

/// What a call says of the columns it takes.
struct Said {
    span: Span,
    says: &'static str,
    confidence: Confidence,
}

/// Reads that; `None` where it names them.
fn said(
    classes: &Classes,
    module: usize,
    call: &Call,
    span: Span,
    word: &'static Word,
) -> Option<Said> {
    let certain = |says, span| Some(Said { span, says, confidence: Confidence::Certain });
    let listed = word.get_all("list").find_map(|name| call.option(name));
    match listed.map_or(Listing::Absent, |value| classes.listing(module, value)) {
        Listing::Named => None,
        Listing::All(confidence) => Some(Said {
            span: listed.map_or(span, |value| value.span),
            says: "takes every field of the model",
            confidence,
        }),
        Listing::Absent => {
            let except = word.get_all("except").find_map(|name| call.option(name));
            let all = word.get("implicit").is_some() || word.get("shape") == Some("register");
            match (except, all) {
                (Some(value), _) => {
                    certain("takes every field but those it leaves out", value.span)
                }
                (None, true) => certain("names no fields and so takes every one", span),
                (None, false) => None,
            }
        }
    }
}

/// The columns that the call leaves out; `None` where they cannot be read.
fn left_out(
    classes: &Classes,
    module: usize,
    call: &Call,
    word: &'static Word,
) -> Option<Vec<String>> {
    match word.get_all("except").find_map(|name| call.option(name)) {
        Some(value) => classes.texts(module, value),
        None => Some(Vec::new()),
    }
}

fn consumer_of(
    classes: &Classes,
    module: usize,
    said: Said,
    word: &'static Word,
    model: usize,
    name: Option<String>,
    mut hidden: Vec<String>,
) -> Option<Consumer> {
    let modules = classes.modules;
    let mut fixed = Vec::new();
    match word.get("uneditable") {
        Some("hidden") => hidden.extend(classes.uneditable(model)),
        Some(_) => fixed.extend(classes.uneditable(model)),
        None => {}
    }
    let (shows, writes) = taken(word, hidden, fixed, said.confidence);
    Some(Consumer {
        name: name.unwrap_or_else(|| modules.qualified(model)),
        what: word.get("what")?,
        models: vec![modules.qualified(model)],
        tables: Vec::new(),
        demands: Vec::new(),
        shows,
        writes,
        place: modules.place(module, said.span),
        says: said.says,
        via: Vec::new(),
    })
}

/// `history = HistoricalRecords()` in a model.
fn of_member(classes: &Classes, class: usize, value: &Expr) -> Option<Consumer> {
    let module = classes.modules.class(class).module;
    let call = value.call().filter(|call| call.called)?;
    let word = classes.word(module, value, "member")?;
    let said = said(classes, module, call, value.span, word)?;
    let hidden = left_out(classes, module, call, word)?;
    consumer_of(classes, module, said, word, class, None, hidden)
}
