//! Ruby code that reaches rows past what their model says: `delete_all`, `unscoped`, SQL of its own.

use super::{consumer::subject::Classes, model::Shared};
use crate::{
    app::{
        Model,
        access::{Access, AccessKind},
    },
    expr::{Expr, Kind},
    facts::{FileFacts, Take},
    finding::Confidence,
    orm::access,
    source::Place,
};

/// Every such place of the Ruby files.
pub fn all(files: &[FileFacts], shared: &Shared, models: &[Model]) -> Vec<Access> {
    let classes = Classes::new(shared, models);
    let takes = files.iter().flat_map(|facts| &facts.takes);
    let past = takes.filter(|take| take.word.fact == "bypass");
    past.flat_map(|take| match take.word.get("by") {
        Some("sql") => by_sql(&classes, take),
        _ => by_rows(&classes, take).into_iter().collect(),
    })
    .collect()
}

/// `User.find_by_sql("SELECT …")`
fn by_sql(classes: &Classes, take: &Take) -> Vec<Access> {
    let arguments = take.expr.call().map(|call| call.arguments.as_slice()).unwrap_or_default();
    let found = arguments.iter().find_map(|argument| {
        let text = written(classes.plain(take, argument))?;
        Some((text, Place { span: argument.span, ..take.place.clone() }))
    });
    found.map(|(text, place)| access::by_sql(&text, &place)).unwrap_or_default()
}

/// `User.where(…).delete_all`
fn by_rows(classes: &Classes, take: &Take) -> Option<Access> {
    let does = match take.word.get("does") {
        Some("erases") => AccessKind::Erases,
        Some("trusts") => AccessKind::Trusts,
        _ => AccessKind::Passes,
    };
    let subject = match take.expr.call() {
        Some(call) => {
            let subject = classes.receiver(take, call)?;
            // `options.delete(:name)` takes a key from a hash.
            let sure = call.arguments.is_empty() || subject.confidence == Confidence::Certain;
            Some(subject).filter(|_| sure)?
        }
        None => classes.own(take)?,
    };
    let heeds = take.word.get_all("heeds").map(str::to_owned).collect();
    let found = access::of_rows(does, subject.models, subject.confidence, &take.place);
    Some(Access { heeds, ..found })
}

/// The SQL that an argument is, with what is computed left open.
fn written(expr: &Expr) -> Option<String> {
    match &expr.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Template(parts) => {
            let parts = parts.iter().map(|part| part.text().unwrap_or("?"));
            Some(parts.collect())
        }
        // `<<~SQL.squish`
        Kind::Call(call) => written(call.receiver.as_ref()?),
        Kind::List(members) => written(members.first()?),
        _ => None,
    }
}
