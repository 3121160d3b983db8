//! Which columns a query chooses: `attributes: ['id']`, `select({ id: true })`, `omit: { … }`.

use super::value::Rows;
use crate::{
    expr::{Call, Expr, Kind, Word},
    modules::Modules,
    orm::script::object::{Object, constant},
};

/// What an option or a call chooses.
#[derive(Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Every column.
    All,
    /// All but these.
    AllBut(Vec<String>),
    /// Those that it names, or what cannot be told.
    Named,
}

/// What the options of a call choose: those that a word lists as `options` name what is read, those
/// that it lists as `except` what is not.
pub fn by_options(modules: &Modules, module: usize, call: &Call, word: &Word, rows: &mut Rows) {
    for given in call.arguments.iter().filter_map(|it| Object::read(modules, module, it)) {
        for option in word.get_all("options") {
            if let Some((home, value)) = given.get(option) {
                take(rows, chosen(modules, home, value));
            }
        }
        for option in word.get_all("except") {
            if let Some((home, value)) = given.get(option) {
                rows.except.extend(names(modules, home, value));
            }
        }
    }
}

/// Applies a choice.
pub fn take(rows: &mut Rows, chosen: Chosen) {
    match chosen {
        Chosen::All => rows.whole = true,
        Chosen::AllBut(names) => {
            rows.whole = true;
            rows.except.extend(names);
        }
        Chosen::Named => rows.named = true,
    }
}

/// What a value chooses: a list of names, an object of flags, or `{ exclude: […] }`.
fn chosen(modules: &Modules, module: usize, value: &Expr) -> Chosen {
    let Some(value) = constant(modules, module, value) else { return Chosen::Named };
    let Kind::Map(pairs) = &value.kind else { return Chosen::Named };
    let named = |name: &str| pairs.iter().find(|(key, _)| key.text() == Some(name));
    if let Some((_, list)) = named("exclude").filter(|(_, list)| list.members().is_some()) {
        return Chosen::AllBut(list.texts().into_iter().map(str::to_owned).collect());
    }
    if named("include").is_some_and(|(_, list)| list.members().is_some()) {
        return Chosen::All;
    }
    let off = pairs.iter().all(|(_, value)| value.kind == Kind::Bool(false));
    match off && !pairs.is_empty() {
        true => Chosen::AllBut(names(modules, module, value)),
        false => Chosen::Named,
    }
}

/// The names in a list or among the keys of an object.
pub fn names(modules: &Modules, module: usize, value: &Expr) -> Vec<String> {
    let Some(value) = constant(modules, module, value) else { return Vec::new() };
    match &value.kind {
        Kind::Map(pairs) => {
            pairs.iter().filter_map(|(key, _)| key.text().map(str::to_owned)).collect()
        }
        _ => value.texts().into_iter().map(str::to_owned).collect(),
    }
}

/// What the arguments of `select(…)` or `returning(…)` choose: everything where there are none, or
/// where one is a star.
pub fn by_arguments(arguments: &[Expr]) -> Chosen {
    if arguments.is_empty() {
        return Chosen::All;
    }
    let texts: Vec<&str> = arguments.iter().flat_map(Expr::texts).collect();
    if texts.iter().any(|text| *text == "*" || text.ends_with(".*")) {
        return Chosen::All;
    }
    // `.select('-password -token')`
    let words: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
    let off: Vec<String> =
        words.iter().filter_map(|word| word.strip_prefix('-').map(str::to_owned)).collect();
    match !off.is_empty() && off.len() == words.len() {
        true => Chosen::AllBut(off),
        // `.select('+password')` adds to what is read anyway.
        false if !words.is_empty() && words.iter().all(|word| word.starts_with('+')) => Chosen::All,
        false => Chosen::Named,
    }
}
