//! The columns that hold the keys of relations.

use super::{Declared, Reader, Role};
use crate::{
    app::Attribute,
    change::Column,
    expr::{Expr, Kind},
    modules::Symbol,
    orm::script::{
        decorator::{Member, arguments, line, members, thunk},
        object::{Object, constant},
    },
};

/// The columns of a relation; `None` where a name is not known.
pub(super) fn columns(
    reader: &Reader,
    member: &Member,
    decorator: &Expr,
    prefixes: &[String],
) -> Option<Vec<Declared>> {
    let kind = |decorator: &Expr| reader.declares(member.module, decorator).map(|(_, kind)| kind);
    let join = member.decorators.iter().find(|other| kind(other) == Some("join-column"));
    // Of two entities, one to one, the key stands with the one that says so.
    if kind(decorator) == Some("one-to-one") && join.is_none() {
        return Some(Vec::new());
    }
    let place = reader.modules.place(member.module, decorator.span);
    let declared = |name: String| Declared {
        attribute: Attribute::new(
            member.name,
            Column { name, place: Some(place.clone()), ..Column::default() },
        ),
        role: Role::Plain,
        place: place.clone(),
    };
    let given: Vec<&Expr> = match join.and_then(|join| arguments(join).first()) {
        Some(Expr { kind: Kind::List(parts), .. }) => parts.iter().collect(),
        Some(single) => vec![single],
        None => Vec::new(),
    };
    let mut names = Vec::new();
    for options in given {
        let options = Object::read(reader.modules, member.module, options)?;
        let text = |key: &str| match options.get(key) {
            Some((home, value)) => {
                constant(reader.modules, home, value)?.text().map(|text| Some(text.to_owned()))
            }
            None => Some(None),
        };
        names.extend(match (text("name")?, text("referencedColumnName")?) {
            (Some(name), _) => vec![name],
            (None, Some(referenced)) => vec![reader.naming.join_column(member.name, &referenced)?],
            (None, None) => by_keys(reader, member, decorator)?,
        });
    }
    if names.is_empty() {
        names = by_keys(reader, member, decorator)?;
    }
    let named = names.into_iter().map(|name| match prefixes.is_empty() {
        true => Some(name),
        false => reader.naming.column(&name, None, prefixes),
    });
    named.map(|name| name.map(&declared)).collect()
}

/// Names after the keys of the entity that is related.
fn by_keys(reader: &Reader, member: &Member, decorator: &Expr) -> Option<Vec<String>> {
    let keys = keys(reader, member, decorator);
    keys.iter().map(|key| reader.naming.join_column(member.name, key)).collect()
}

/// The properties of the related entity's primary key; `id` where it is not known.
fn keys(reader: &Reader, member: &Member, decorator: &Expr) -> Vec<String> {
    let usual = vec!["id".to_owned()];
    let target = arguments(decorator).first().map(thunk);
    let class = match target.map(|target| reader.modules.resolve(member.module, target)) {
        Some(Symbol::Class(class)) => class,
        _ => return usual,
    };
    let mut found = Vec::new();
    for at in line(reader.modules, class) {
        let class = reader.modules.class(at);
        for other in members(class) {
            let is_key = other.decorators.iter().any(|decorator| is_key(reader, &other, decorator));
            if is_key && !found.iter().any(|known| known == other.name) {
                found.push(other.name.to_owned());
            }
        }
    }
    match found.is_empty() {
        true => usual,
        false => found,
    }
}

fn is_key(reader: &Reader, member: &Member, decorator: &Expr) -> bool {
    let kind = match reader.declares(member.module, decorator) {
        Some((_, kind)) => Some(kind),
        None => reader.deferred.get(reader.modules, member.module, decorator),
    };
    let options = || {
        arguments(decorator)
            .iter()
            .find_map(|argument| Object::read(reader.modules, member.module, argument))
    };
    match kind {
        Some("primary-column") => true,
        Some("column") => options()
            .and_then(|options| options.get("primary"))
            .is_some_and(|(_, value)| matches!(value.kind, Kind::Bool(true))),
        _ => false,
    }
}
