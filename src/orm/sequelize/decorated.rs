//! Models that are classes with decorators.

use super::{
    Origin, Source,
    attribute::{column, implied, key, plain},
    elsewhere,
    options::Options,
};
use crate::{
    app::Attribute,
    expr::{Expr, Kind, Word},
    modules::Modules,
    orm::script::condition::value as written,
    orm::script::decorator::{Member, arguments, line, members, thunk, word},
};

/// Every class that is decorated as a table.
pub(super) fn sources<'a>(modules: &Modules<'a>, shared: &Options<'a>) -> Vec<Source<'a>> {
    let classes = modules.classes().map(|(at, _)| at);
    classes.filter_map(|class| source(modules, class, shared)).collect()
}

pub(super) fn meaning(modules: &Modules, module: usize, decorator: &Expr) -> Option<&'static Word> {
    word(modules, module, decorator, "declare", super::ORM)
}

fn source<'a>(modules: &Modules<'a>, class: usize, shared: &Options<'a>) -> Option<Source<'a>> {
    let known = *modules.class(class);
    let is_table = |decorator: &Expr| {
        meaning(modules, known.module, decorator).and_then(|word| word.get("as")) == Some("class")
    };
    known.decorators.iter().find(|decorator| is_table(decorator))?;
    let line = line(modules, class);
    let mut options = Options::default();
    for at in line.iter().rev() {
        let inherited = head(modules, *at);
        options = options.or(&match *at == class {
            true => inherited,
            false => inherited.without_table(),
        });
    }
    let options = options.or(shared);
    let place = modules.place(known.module, known.body.head);
    let mut source = Source {
        origin: Origin::Class(class),
        module: known.module,
        name: known.body.name.clone(),
        place: place.clone(),
        columns: Vec::new(),
        virtuals: Vec::new(),
        defaults: Vec::new(),
        complete: true,
        options,
        hooks: Vec::new(),
    };
    for at in &line {
        let class = modules.class(*at);
        for member in members(class) {
            take(modules, &member, &mut source);
        }
    }
    implied(&mut source.columns, &source.options, &place);
    Some(source)
}

/// What the decorators of a class and of its own members say of the whole.
fn head<'a>(modules: &Modules<'a>, class: usize) -> Options<'a> {
    let known = *modules.class(class);
    let mut options = Options::default();
    for decorator in known.decorators {
        let given = arguments(decorator).first();
        match (meaning(modules, known.module, decorator).and_then(|word| word.get("as")), given) {
            (Some("class"), Some(given)) => {
                let scope = options.default_scope.take();
                options = Options::read(modules, known.module, given);
                options.default_scope = scope;
            }
            (Some("default-scope"), Some(given)) => {
                let place = modules.place(known.module, decorator.span);
                options.default_scope = Some((known.module, place, thunk(given)));
            }
            _ => {}
        }
    }
    for member in members(&known) {
        for decorator in member.decorators {
            let Some(word) = meaning(modules, known.module, decorator) else { continue };
            let place = modules.place(known.module, decorator.span);
            match word.get("as") {
                Some(stamp @ ("createdAt" | "updatedAt" | "deletedAt")) => {
                    options.stamped(stamp, member.name, place);
                }
                Some("version") => options.version = Some((member.name.to_owned(), place)),
                _ => {}
            }
        }
    }
    options
}

/// Takes in a member: an attribute, the key of an association, or a hook.
fn take(modules: &Modules, member: &Member, source: &mut Source) {
    let words: Vec<(&Expr, &str)> = member
        .decorators
        .iter()
        .filter_map(|decorator| {
            Some((decorator, meaning(modules, member.module, decorator)?.get("as")?))
        })
        .collect();
    let given = |what: &str| words.iter().find(|(_, known)| *known == what).map(|(it, _)| *it);
    if let Some(decorator) = given("before-find") {
        let place = modules.place(member.module, decorator.span);
        if let Kind::Decorated(_, inner) = &member.expr.kind {
            let found = elsewhere::condition(modules, member.module, inner, source);
            source.hooks.extend(found.map(|predicate| (predicate, place)));
        }
        return;
    }
    if let Some(decorator) = given("belongs-to") {
        let place = modules.place(member.module, decorator.span);
        let found = arguments(decorator)
            .get(1)
            .and_then(|given| key(modules, member.module, given, &source.options, &place));
        let Some(found) = found else { return };
        if !source.columns.iter().any(|known| known.name == found.name) {
            source.columns.push(found);
        }
        return;
    }
    let stamps = ["createdAt", "updatedAt", "deletedAt", "version"];
    let is_stamp = source.options.is_stamp(member.name);
    let declared = given("column");
    let stamp = stamps.iter().find_map(|name| given(name));
    let place = modules.place(member.module, declared.or(stamp).unwrap_or(member.expr).span);
    let (mut attribute, mut default) = match (declared, stamp) {
        (Some(decorator), _) => match arguments(decorator).first() {
            Some(value) => {
                match column(modules, member.module, member.name, value, &source.options) {
                    Some(found) => found,
                    None => return,
                }
            }
            None => (plain(member.name, &source.options, None), None),
        },
        (None, Some(_)) if is_stamp => (plain(member.name, &source.options, None), None),
        (None, _) => return,
    };
    attribute.column.place = Some(place);
    let first = |decorator: &Expr| arguments(decorator).first().map(|value| value.kind.clone());
    if let Some(decorator) = given("nullable") {
        attribute.column.nullable = Some(first(decorator) != Some(Kind::Bool(false)));
    }
    if given("not-null").is_some() || given("primary-key").is_some() {
        attribute.column.nullable = Some(false);
    }
    attribute.column.primary_key |= given("primary-key").is_some();
    attribute.column.unique |= given("unique").is_some();
    if let Some(value) = given("default").and_then(|it| arguments(it).first()) {
        default = Some(written(value));
    }
    let named = given("column-name").and_then(|it| arguments(it).first()).and_then(Expr::text);
    if let Some(name) = named {
        name.clone_into(&mut attribute.column.name);
    }
    // A subclass declares an attribute anew.
    source.columns.retain(|known: &Attribute| known.name != member.name);
    source.defaults.retain(|(name, _)| name != member.name);
    source.defaults.extend(default.map(|value| (member.name.to_owned(), value)));
    source.columns.push(attribute);
}
