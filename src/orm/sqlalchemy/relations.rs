//! Relationships between mapped classes: who points to whom, and by which name the way back goes.
//!
//! Source: <https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html>: the side whose table
//! holds the foreign key points to one row, the other side to many unless `uselist` says otherwise.

use std::collections::HashMap;

use crate::{
    app::{Association, AssociationKind, Model},
    expr::{Call, Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    orm,
};

/// A foreign key of a class: its column, and the table that it names.
type Key = (String, String);

/// Adds the relationships to the models, each given with its class.
pub fn link(modules: &Modules, models: &mut [(usize, Model)]) {
    let places: HashMap<usize, usize> =
        models.iter().enumerate().map(|(at, (class, _))| (*class, at)).collect();
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, (_, model)) in models.iter().enumerate() {
        names.entry(orm::last(&model.name).to_owned()).or_default().push(at);
    }
    let keys: Vec<Vec<Key>> =
        models.iter().map(|(class, model)| keys(modules, *class, model)).collect();
    let mut found: Vec<(usize, Association)> = Vec::new();
    for (at, (class, model)) in models.iter().enumerate() {
        for (home, name, of, call) in relationships(modules, *class) {
            let target = target(modules, home, of, call, &places, &names);
            let other = target.and_then(|target| models.get(target)).map(|(_, model)| model);
            let table = other.and_then(|other| other.table.as_deref());
            // Towards its own table it is the way to many, unless it says which side is the other.
            let turned = target == Some(at) && call.option("remote_side").is_none();
            let own = keys.get(at).filter(|_| !turned).and_then(|keys| key(call, keys, table));
            let many = of.is_some_and(is_many);
            let single = is_false(call.option("uselist"));
            let kind = match (&own, many, single) {
                (Some(_), false, _) => AssociationKind::BelongsTo,
                (_, _, true) => AssociationKind::HasOne,
                _ => AssociationKind::HasMany,
            };
            let place = modules.place(home, call_span(call, &model.place.span));
            let association = |name: &str, kind, target: Option<&Model>, key| Association {
                kind,
                name: name.to_owned(),
                target: target.map(|target| target.name.clone()),
                foreign_key: key,
                counter: None,
                touches: None,
                // Nothing filters it besides what filters every query.
                unfiltered: true,
                on_delete: None,
                place: place.clone(),
            };
            if let (Some(target), Some(back)) = (target, Back::of(call)) {
                let theirs = keys
                    .get(target)
                    .and_then(|keys| keys.iter().find(|key| Some(&key.1) == model.table.as_ref()));
                let (back_kind, back_key) = match (kind, back.single) {
                    (AssociationKind::BelongsTo, true) => (AssociationKind::HasOne, own.clone()),
                    (AssociationKind::BelongsTo, false) => (AssociationKind::HasMany, own.clone()),
                    _ => (AssociationKind::BelongsTo, theirs.map(|(column, _)| column.clone())),
                };
                let way = association(back.name, back_kind, Some(model), back_key);
                found.push((target, Association { on_delete: back.cascade, ..way }));
            }
            let way = association(name, kind, other, own);
            found.push((at, Association { on_delete: cascade(call), ..way }));
        }
    }
    for (at, association) in found {
        if let Some((_, model)) = models.get_mut(at)
            && !model.associations.iter().any(|known| known.name == association.name)
        {
            model.associations.push(association);
        }
    }
}

fn call_span(call: &Call, whole: &crate::source::Span) -> crate::source::Span {
    call.receiver.as_ref().or(call.arguments.first()).map_or(*whole, |part| part.span)
}

/// The relationships that a class and its mixins declare: module, name, annotation and call.
fn relationships<'a>(
    modules: &Modules<'a>,
    class: usize,
) -> Vec<(usize, &'a str, Option<&'a Expr>, &'a Call)> {
    let mut found = Vec::new();
    for (module, statement) in statements(modules, class) {
        let (name, of, value) = match &statement.kind {
            Kind::Assign(target, value) => match &target.kind {
                Kind::Typed(name, of) => (name.name(), Some(of.as_ref()), value.as_ref()),
                _ => (target.name(), None, value.as_ref()),
            },
            // `@declared_attr def author(cls): return relationship(…)`
            Kind::Decorated(_, inner) => match &inner.kind {
                Kind::Def(def) => match super::columns::returned(&def.body) {
                    Some(value) => (Some(def.name.as_str()), None, value),
                    None => continue,
                },
                _ => continue,
            },
            _ => continue,
        };
        if value.means("declare", "as") == Some("relationship")
            && let (Some(name), Some(call)) = (name, value.call().filter(|call| call.called))
        {
            found.push((module, name, of, call));
        }
    }
    found
}

/// The statements of a class and of what it descends from, with their modules.
fn statements<'a>(modules: &Modules<'a>, class: usize) -> Vec<(usize, &'a Expr)> {
    let lineage = modules.lineage(class);
    let classes = lineage.iter().filter_map(|ancestor| match ancestor {
        Ancestor::Class(at) => Some(*modules.class(*at)),
        Ancestor::Library(_) => None,
    });
    let bodies = classes.map(|class| (class.module, class.body.body.statements()));
    bodies.flat_map(|(module, body)| body.iter().map(move |part| (module, part))).collect()
}

/// The foreign keys of a class.
fn keys(modules: &Modules, class: usize, model: &Model) -> Vec<Key> {
    let mut found = Vec::new();
    for (_, statement) in statements(modules, class) {
        let Kind::Assign(target, value) = &statement.kind else { continue };
        let target = match &target.kind {
            Kind::Typed(target, _) => target,
            _ => target,
        };
        let Some(name) = target.name() else { continue };
        let mut table = None;
        value.walk(&mut |part| {
            if part.means("declare", "as") == Some("foreign-key")
                && let Some(text) = part.call().and_then(|call| call.arguments.first()?.text())
            {
                table = text.rsplit_once('.').map(|(table, _)| table.to_owned());
            }
        });
        let Some(table) = table else { continue };
        let declared = model.attributes.iter().flatten().find(|known| known.name == name);
        let column = declared.map_or(name, |known| known.column.name.as_str());
        found.push((column.to_owned(), table));
    }
    found
}

/// The key of its own table through which a relationship goes.
fn key(call: &Call, keys: &[Key], table: Option<&str>) -> Option<String> {
    let named = |wanted: &str| keys.iter().find(|(column, _)| column == orm::last(wanted));
    if let Some(said) = call.option("foreign_keys") {
        let first = said.members().map_or(Some(said), <[Expr]>::first)?;
        let name = first.text().or_else(|| first.name())?;
        return named(name.trim_matches(['[', ']'])).map(|(column, _)| column.clone());
    }
    let last = |table: &str| orm::last(table).to_owned();
    let mut fitting = keys
        .iter()
        .filter(|(_, to)| table.is_some_and(|table| to == table || last(to) == last(table)));
    let first = fitting.next()?;
    Some(first.0.clone())
}

/// The class that a relationship leads to, by its position.
fn target(
    modules: &Modules,
    module: usize,
    of: Option<&Expr>,
    call: &Call,
    places: &HashMap<usize, usize>,
    names: &HashMap<String, Vec<usize>>,
) -> Option<usize> {
    let written = call.arguments.first().or_else(|| call.option("argument"));
    let written = match written.map(|written| &written.kind) {
        Some(Kind::Lambda(lambda)) => Some(&lambda.body),
        _ => written.or_else(|| inner(of?)),
    }?;
    if let Symbol::Class(class) = modules.resolve(module, written) {
        return places.get(&class).copied();
    }
    let name = written.text().or_else(|| written.name())?;
    match names.get(orm::last(name))?.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// `User` of `Mapped[list["User"]]`.
fn inner(of: &Expr) -> Option<&Expr> {
    match &of.kind {
        Kind::Index(_, at) => inner(at.last()?),
        Kind::Binary(left, ..) => inner(left),
        _ => Some(of),
    }
}

fn is_many(of: &Expr) -> bool {
    let Kind::Index(_, at) = &of.kind else { return false };
    at.iter().any(
        |inner| matches!(&inner.kind, Kind::Index(outer, _) if outer.name() != Some("Optional")),
    )
}

/// The way back, as the relationship of one side declares it for the other.
struct Back<'a> {
    name: &'a str,
    /// Whether it leads to one row.
    single: bool,
    cascade: Option<String>,
}

impl<'a> Back<'a> {
    fn of(call: &'a Call) -> Option<Back<'a>> {
        let said = call.option("backref")?;
        match (said.text(), said.call()) {
            (Some(name), _) => Some(Back { name, single: false, cascade: None }),
            (None, Some(call)) => Some(Back {
                name: call.arguments.first()?.text()?,
                single: is_false(call.option("uselist")),
                cascade: cascade(call),
            }),
            _ => None,
        }
    }
}

/// What deletes do to the other side, as written: `all, delete-orphan`. Without a word of deletes, as in
/// `save-update, merge`, nothing.
fn cascade(call: &Call) -> Option<String> {
    let written = call.option("cascade").and_then(Expr::text)?;
    let mut words = written.split(',').map(str::trim);
    words.any(|word| matches!(word, "all" | "delete" | "delete-orphan")).then(|| written.to_owned())
}

fn is_false(value: Option<&Expr>) -> bool {
    value.is_some_and(|value| value.kind == Kind::Bool(false))
}
