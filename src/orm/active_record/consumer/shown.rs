//! Rows that leave the application whole: `render json: @user`, `user.as_json`, `user.attributes`.

use super::{Classes, Subject, consumer, left_out, option, shown};
use crate::{
    app::{Consumer, Reach, Taken},
    expr::{Call, Expr, Kind},
    facts::Take,
    finding::Confidence,
};

/// How deep associations are included in each other.
const MAX_INCLUDED: usize = 5;

/// Methods of a model that decide what its JSON holds.
const OWN_JSON: &[&str] = &["as_json", "serializable_hash", "to_json"];

/// Calls that a row as a hash survives whole.
const KEEPS: &[&str] = &[
    "as_json",
    "compact",
    "deep_symbolize_keys",
    "merge",
    "reverse_merge",
    "symbolize_keys",
    "to_a",
    "to_h",
    "to_json",
    "transform_keys",
    "values",
    "with_indifferent_access",
];

/// `render json: @user`, `render json: { user: @user }`
pub fn rendered(classes: &Classes, take: &Take) -> Vec<Consumer> {
    let Some(call) = take.expr.call() else { return Vec::new() };
    let mut found = related(classes, take, call);
    if is_chosen(take, call) {
        return found;
    }
    let named = take.word.get_all("of").filter_map(|name| call.option(name));
    let positional = call.arguments.first().filter(|_| take.word.get("implicit").is_some());
    for value in named.chain(positional) {
        let value = classes.plain(take, value);
        let parts: Vec<&Expr> = match &value.kind {
            Kind::Map(pairs) => pairs.iter().map(|(_, value)| value).collect(),
            Kind::List(members) => members.iter().collect(),
            _ => vec![value],
        };
        for part in parts {
            // What says how it is dumped is read by itself.
            let says = part.word("consumer").and_then(|word| word.get("shape"));
            if matches!(says, Some("dump" | "row")) {
                continue;
            }
            let subject = classes.subject(take, part);
            let subject = subject.filter(|of| !classes.defines(&of.models, OWN_JSON));
            let gem = take.word.get("from");
            if let Some(subject) = subject.filter(|of| !classes.has_serializer(&of.models, gem)) {
                let mut except = left_out(take, take.word, call);
                except.extend(classes.denied(&subject.models));
                found.push(shown(take, subject, except, "puts every column into the response"));
            }
        }
    }
    found
}

/// `user.as_json(except: :notes)`, `super` in the model's own `as_json`
pub fn dumped(classes: &Classes, take: &Take) -> Vec<Consumer> {
    let (subject, mut except, mut found) = match take.expr.call() {
        Some(call) => {
            let found = related(classes, take, call);
            if is_chosen(take, call) {
                return found;
            }
            // What is passed on may choose columns too.
            let known = |argument: &Expr| {
                matches!(classes.plain(take, argument).kind, Kind::Map(_) | Kind::Call(_))
            };
            let open = !call.arguments.iter().all(known) && call.name != "super";
            let subject = classes.receiver(take, call).map(|of| match open {
                true => of.at_most(Confidence::Likely),
                false => of,
            });
            (subject, left_out(take, take.word, call), found)
        }
        None => (classes.own(take), Vec::new(), Vec::new()),
    };
    let itself = |of: &Subject| {
        take.method.as_deref().is_some_and(|method| OWN_JSON.contains(&method))
            && classes.own(take).as_ref() == Some(of)
    };
    let subject = subject.filter(|of| itself(of) || !classes.defines(&of.models, OWN_JSON));
    if let Some(subject) = subject.filter(|_| stays_whole(take, &mut except)) {
        except.extend(classes.denied(&subject.models));
        found.push(shown(take, subject, except, "puts every column into it"));
    }
    found
}

/// `json.merge! @user.attributes`
pub fn row(classes: &Classes, take: &Take) -> Option<Consumer> {
    let subject = match take.expr.call() {
        Some(call) if call.arguments.is_empty() => classes.receiver(take, call)?,
        Some(_) => return None,
        None => classes.own(take)?,
    };
    let mut except = Vec::new();
    if !stays_whole(take, &mut except) {
        return None;
    }
    // Attributes are used within the application far more often than they leave it.
    let subject = if take.carried { subject } else { subject.at_most(Confidence::Possible) };
    Some(shown(take, subject, except, "takes every column"))
}

/// `logger.info(user.inspect)`
pub fn printed(classes: &Classes, take: &Take) -> Option<Consumer> {
    let call = take.expr.call().filter(|_| take.carried)?;
    let subject = classes.receiver(take, call)?;
    // `inspect` as the model's own says what it says.
    if classes.defines(&subject.models, &["inspect"]) {
        return None;
    }
    let masks = classes.masked(&subject.models);
    // devise prints what it would put into JSON.
    let except = classes.denied(&subject.models);
    let mut consumer = shown(take, subject, except, "prints every column");
    if let Some(shown) = &mut consumer.shows {
        shown.masks = masks;
    }
    Some(consumer)
}

/// `json.user @user` in a template: the row is dumped whole.
pub fn built(classes: &Classes, take: &Take) -> Option<Consumer> {
    let call = take.expr.call()?;
    let [value] = call.arguments.as_slice() else { return None };
    let whole = call.block.is_none()
        && call.options.is_empty()
        && !matches!(call.name.as_str(), "cache!" | "key_format!" | "partial!" | "ignore_nil!");
    let record = match &value.kind {
        Kind::Name(name) => name.starts_with('@'),
        Kind::Call(call) => call.receiver.is_some(),
        _ => false,
    };
    let subject = classes.subject(take, value).filter(|_| whole && record)?;
    let says = classes.defines(&subject.models, OWN_JSON);
    let except = classes.denied(&subject.models);
    (!says).then(|| shown(take, subject, except, "puts every column into the response"))
}

/// `as_json(include: :user)`: the related row is whole.
fn related(classes: &Classes, take: &Take, call: &Call) -> Vec<Consumer> {
    let subject = match take.word.get("shape") {
        Some("render") => {
            take.word.get_all("of").find_map(|name| classes.subject(take, call.option(name)?))
        }
        _ => classes.receiver(take, call),
    };
    let (Some(include), Some(subject)) = (option(take, call, "include"), subject) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    included(classes, take, include, &subject, MAX_INCLUDED, &mut found);
    found
}

fn included(
    classes: &Classes,
    take: &Take,
    include: &Expr,
    of: &Subject,
    steps: usize,
    found: &mut Vec<Consumer>,
) {
    let Some(steps) = steps.checked_sub(1) else { return };
    let include = classes.plain(take, include);
    let mut parts: Vec<(&str, Option<&Expr>)> = Vec::new();
    match &include.kind {
        Kind::Map(pairs) => {
            parts.extend(pairs.iter().filter_map(|(key, value)| Some((key.text()?, Some(value)))))
        }
        Kind::List(members) => {
            for member in members {
                match &member.kind {
                    Kind::Map(_) => included(classes, take, member, of, steps, found),
                    _ => parts.extend(member.text().map(|name| (name, None))),
                }
            }
        }
        _ => parts.extend(include.text().map(|name| (name, None))),
    }
    for (name, options) in parts {
        let target = of.models.iter().find_map(|model| classes.associated(model, name));
        let Some(target) = target else { continue };
        let of = Subject { models: vec![target], tables: Vec::new(), ..of.clone() };
        let mut except = classes.denied(&of.models);
        if let Some(Kind::Map(pairs)) = options.map(|options| &options.kind) {
            let named = |name: &str| {
                pairs.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)
            };
            if let Some(inner) = named("include") {
                included(classes, take, inner, &of, steps, found);
            }
            // `include: { user: { only: :name } }` names its columns.
            if take.word.get_all("list").any(|list| named(list).is_some()) {
                continue;
            }
            let lists = take.word.get_all("except").filter_map(named);
            except.extend(lists.flat_map(Expr::texts).map(str::to_owned));
        }
        if !classes.defines(&of.models, OWN_JSON) {
            let says = "includes the related row whole";
            let reach = take.word.get("shows").and_then(Reach::named).unwrap_or(Reach::Outside);
            let shows = Some(Taken { except, masks: Vec::new(), reach, confidence: of.confidence });
            found.push(Consumer { shows, ..consumer(take, of, says) });
        }
    }
}

/// Whether options of a call choose the columns or who does.
fn is_chosen(take: &Take, call: &Call) -> bool {
    take.word.get_all("list").any(|name| option(take, call, name).is_some())
}

/// Whether what is called on a row as a hash leaves it whole, but for the columns it names.
fn stays_whole(take: &Take, except: &mut Vec<String>) -> bool {
    for (name, arguments) in &take.then {
        match name.as_str() {
            "except" | "without" | "except!" => {
                except.extend(arguments.iter().flat_map(Expr::texts).map(str::to_owned));
            }
            // A condition over the names is not followed.
            "reject" | "tap" => {}
            name if KEEPS.contains(&name) => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::KEEPS;

    #[test]
    fn calls_are_sorted() {
        assert!(KEEPS.is_sorted());
    }
}
