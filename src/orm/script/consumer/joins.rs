//! Queries that load rows of another model along with their own, and lose their own where the other
//! model's default scope keeps nothing.

use super::{
    asks,
    reader::Reader,
    value::{Of, Rows},
};
use crate::{
    app::{Association, Filter, Model},
    expr::{Call, Expr, Kind, Word},
    finding::Confidence,
    orm::script::object::{Object, constant},
};

/// What the includes of a call ask for, with the model whose rows it finds.
pub fn of_call<'a>(
    reader: &mut Reader<'_, '_, 'a>,
    expr: &'a Expr,
    call: &'a Call,
) -> Vec<(usize, Filter)> {
    let joins =
        |word: &&'static Word| word.fact == "consumer" && word.get("shape") == Some("includes");
    if !expr.means.iter().any(joins) {
        return Vec::new();
    }
    let Some(Rows { of: Of::Model(model), orm, sure: Confidence::Certain, .. }) =
        reader.base(expr, call)
    else {
        return Vec::new();
    };
    let Some(word) = reader.known.word(expr, "includes", orm) else { return Vec::new() };
    let (modules, module) = (reader.known.modules, reader.module);
    let Some(own) = reader.known.models.get(model) else { return Vec::new() };
    let options: Vec<Object> =
        call.arguments.iter().filter_map(|it| Object::read(modules, module, it)).collect();
    let mut found = Vec::new();
    for option in word.get_all("list") {
        let Some((home, given)) = options.iter().find_map(|it| it.get(option)) else { continue };
        let Some(value) = constant(modules, home, given) else { continue };
        let single = std::slice::from_ref(value);
        for include in value.members().unwrap_or(single) {
            let Some((other, required)) = included(reader, home, include, own) else { continue };
            for filter in other.filters.iter().filter(|it| joined(it.label.as_str(), required)) {
                let place = modules.place(home, include.span);
                let mut query = asks::filter(String::new(), filter.predicate.clone(), &place);
                query.table.clone_from(&other.table);
                let says = format!("keeps only `{}` of `{}`", filter.predicate, other.name);
                query.via.push((says, filter.place.clone()));
                found.push((model, query));
            }
        }
    }
    found
}

/// Whether a filter of the other model makes the include an inner join: a default scope does so by
/// itself, the mark of deleted rows where the include is required (sequelize 6).
fn joined(label: &str, required: Option<bool>) -> bool {
    match label {
        "defaultScope" => required != Some(false),
        "paranoid" => required == Some(true),
        _ => false,
    }
}

/// The model that an include loads, and whether it says that there must be a row: `'replies'`, `Reply`,
/// `{ model: Reply, as: 'replies', required: false }`.
fn included<'m>(
    reader: &Reader<'_, 'm, '_>,
    home: usize,
    include: &Expr,
    own: &'m Model,
) -> Option<(&'m Model, Option<bool>)> {
    let known = reader.known;
    let modules = known.modules;
    let named = |name: &str| {
        let is = |association: &&Association| association.name == name;
        let target = own.associations.iter().find(is)?.target.as_deref()?;
        known.models.iter().find(|model| model.name == target)
    };
    let of = |home: usize, value: &Expr| match constant(modules, home, value).and_then(Expr::text) {
        Some(name) => named(name),
        None => known.model_of(home, value).and_then(|(at, _)| known.models.get(at)),
    };
    let Kind::Map(_) = constant(modules, home, include)?.kind else {
        return Some((of(home, include)?, None));
    };
    let given = Object::read(modules, home, include)?;
    let flag = |key: &str| match given.get(key).map(|(_, value)| &value.kind) {
        Some(Kind::Bool(value)) => Some(*value),
        _ => None,
    };
    if flag("paranoid") == Some(false) && flag("required").is_none() {
        return None;
    }
    let target = ["association", "model"].iter().find_map(|key| {
        let (home, value) = given.get(key)?;
        of(home, value)
    });
    Some((target?, flag("required")))
}
