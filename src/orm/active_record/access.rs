//! Ruby code that reaches rows past what their model says: `delete_all`, `unscoped`, SQL of its own.

use super::{consumer::subject::Classes, model::Shared};
use crate::{
    app::{
        Model,
        access::{Access, AccessKind, Lookup, Naming, NamingKind, Past},
    },
    expr::{Call, Expr, Kind},
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
        Some("keys") => Vec::new(),
        Some("sql") => by_sql(&classes, take),
        _ => by_rows(&classes, take).into_iter().collect(),
    })
    .collect()
}

/// Every call that makes rows and says which columns it sets.
pub fn namings(files: &[FileFacts], shared: &Shared, models: &[Model]) -> Vec<Naming> {
    let classes = Classes::new(shared, models);
    let takes = files.iter().flat_map(|facts| &facts.takes);
    let makes =
        takes.filter(|take| take.word.fact == "bypass" && take.word.get("by") == Some("keys"));
    let found = makes.filter_map(|take| {
        let call = take.expr.call()?;
        let subject = classes.receiver(take, call)?;
        if classes.has_own(call, &subject) {
            return None;
        }
        let mut names = set(&classes, take, call)?;
        names.extend(keys(&classes, &subject.models, &names));
        Some(Naming {
            kind: NamingKind::Makes,
            models: subject.models,
            tables: Vec::new(),
            names,
            past: Past::named(take.word.get("past")),
            confidence: subject.confidence,
            place: take.place.clone(),
        })
    });
    found.collect()
}

/// The columns that hold the keys of the associations among some names.
fn keys(classes: &Classes, models: &[String], names: &[String]) -> Vec<String> {
    let models = models.iter().filter_map(|name| classes.model(name));
    let given = models.flat_map(|model| &model.associations);
    let given = given.filter(|known| names.contains(&known.name));
    given.filter_map(|known| known.foreign_key.clone()).collect()
}

/// `User.find_or_create_by(email: email)`
fn lookup(classes: &Classes, take: &Take, call: &Call, models: &[String]) -> Option<Lookup> {
    if take.expr.means("query", "how") != Some("filter") {
        return None;
    }
    let (mut columns, plain) = listed(classes, take, call);
    let keys = keys(classes, models, &columns);
    columns.extend(keys);
    let of_class = call
        .receiver
        .as_ref()
        .and_then(Expr::name)
        .is_some_and(|it| it.starts_with(char::is_uppercase));
    (!columns.is_empty()).then_some(Lookup { columns, whole: plain && of_class })
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
        Some("skips") => AccessKind::Skips,
        Some("repeats") => AccessKind::Repeats,
        _ => AccessKind::Passes,
    };
    let subject = match take.expr.call() {
        Some(call) => {
            let subject = classes.receiver(take, call)?;
            if classes.has_own(call, &subject) {
                return None;
            }
            // `options.delete(:name)` takes a key from a hash.
            let sure = call.arguments.is_empty() || subject.confidence == Confidence::Certain;
            Some(subject).filter(|_| sure)?
        }
        None => classes.own(take)?,
    };
    let heeds = take.word.get_all("heeds").map(str::to_owned).collect();
    let call = take.expr.call();
    let names = match does {
        AccessKind::Trusts => {
            let unique = call.and_then(|call| call.option("unique_by"));
            unique.map(Expr::texts).unwrap_or_default().into_iter().map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let trusts = call.filter(|_| does == AccessKind::Trusts);
    let lookup = trusts.and_then(|call| lookup(classes, take, call, &subject.models));
    let found = access::of_rows(does, subject.models, subject.confidence, &take.place);
    Some(Access { heeds, names, lookup, ..found })
}

/// The columns that a call sets, where it says them all.
fn set(classes: &Classes, take: &Take, call: &Call) -> Option<Vec<String>> {
    let (names, plain) = listed(classes, take, call);
    (plain && !names.is_empty()).then_some(names)
}

/// The columns that a call names, and whether it says them all.
fn listed(classes: &Classes, take: &Take, call: &Call) -> (Vec<String>, bool) {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in &call.options {
        names.push(name.clone());
    }
    // A block may set what the arguments leave out.
    let mut plain = call.block.is_none();
    for argument in call.arguments.iter().map(|it| rows(classes, take, it)) {
        argument.walk(&mut |part| match &part.kind {
            Kind::Map(pairs) => {
                names.extend(pairs.iter().filter_map(|(key, _)| key.text()).map(str::to_owned))
            }
            Kind::Splat(_) => plain = false,
            _ => {}
        });
        let rows = argument.members().unwrap_or(std::slice::from_ref(argument));
        plain &= !rows.is_empty() && rows.iter().all(|row| matches!(row.kind, Kind::Map(_)));
    }
    (names, plain)
}

/// The rows of an argument: a list, also by its name, or what a block makes each of its members:
/// `users.map { |user| { … } }`. A hash that has a name may get more keys before it is given.
fn rows<'t>(classes: &Classes, take: &'t Take, argument: &'t Expr) -> &'t Expr {
    let plain = classes.plain(take, argument);
    let block = plain.call().and_then(|call| call.block.as_ref());
    let last = block.and_then(|block| block.body.statements().last());
    let row = last.filter(|it| matches!(it.kind, Kind::Map(_)));
    row.or(plain.members().map(|_| plain)).unwrap_or(argument)
}

/// The SQL that an argument is, with what is computed left open.
pub fn written(expr: &Expr) -> Option<String> {
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
