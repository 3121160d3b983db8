//! Class fields of JavaScript, which hide the accessors that an ORM defines for columns.
//!
//! A field of its own is made for every row, with `undefined` in it: the accessor of the prototype is no
//! longer reached. TypeScript makes such fields from the target ES2022 on, or where
//! `useDefineForClassFields` says so; with `declare` it makes none.
//!
//! Source: sequelize 6, "Caveat with Public Class Fields"; TypeScript 5, `useDefineForClassFields`.

use std::{collections::HashMap, sync::Arc};

use super::decorator::{line, members};
use crate::{
    app::{Attribute, Model, misfit::Shadow},
    expr::{Expr, Kind},
    facts::{FileFacts, Setting},
    modules::Modules,
    source::{Language, Place, Span},
    syntax,
};

/// The option that says it.
const OPTION: &str = "useDefineForClassFields";

/// What a configuration goes on from.
const EXTENDS: &str = "extends";

/// How many configurations extend each other.
const MAX_STEPS: usize = 10;

/// What the shadow of a field is called.
const WHAT: &str = "class field";

/// What a `tsconfig.json` says of class fields: the option, or the target that decides it, and what it
/// extends.
pub fn settings(file: &Arc<str>, text: &str) -> Vec<Setting> {
    // JSON with comments is a literal of JavaScript.
    let Ok(code) = syntax::code(Language::JavaScript, &format!("({text})")) else {
        return Vec::new();
    };
    let [program] = code.program.statements() else { return Vec::new() };
    // The bracket before the text stands in its first line.
    let back = |at: u32| at.saturating_sub(1);
    let moved = |line: u32, column: u32| if line == 1 { back(column) } else { column };
    let place = |span: Span| {
        let (start, end) = (back(span.start), back(span.end));
        let column = moved(span.line, span.column);
        let end_column = moved(span.end_line, span.end_column);
        Place { file: file.clone(), span: Span { start, end, column, end_column, ..span } }
    };
    let setting = |name: &str, kind: Kind, span: Span| {
        let place = place(span);
        Setting { name: name.to_owned(), value: Expr::new(kind, place.span), place }
    };
    let mut found = Vec::new();
    if let Some(extends) = get(program, EXTENDS)
        && let Some(text) = extends.text()
    {
        found.push(setting(EXTENDS, Kind::Text(text.to_owned()), extends.span));
    }
    let options = get(program, "compilerOptions");
    let of = |key: &str| options.and_then(|options| get(options, key));
    let said = of(OPTION).and_then(|value| match value.kind {
        Kind::Bool(makes) => Some((makes, value.span)),
        _ => None,
    });
    let by_target = || {
        let target = of("target")?;
        let makes = target.text().is_some_and(|target| {
            let target = target.to_lowercase();
            let year = target.strip_prefix("es").and_then(|year| year.parse::<u32>().ok());
            target == "esnext" || year.is_some_and(|year| year >= 2022)
        });
        Some((makes, target.span))
    };
    if let Some((makes, span)) = said.or_else(by_target) {
        found.push(setting(OPTION, Kind::Bool(makes), span));
    }
    found
}

fn get<'a>(object: &'a Expr, key: &str) -> Option<&'a Expr> {
    let Kind::Map(pairs) = &object.kind else { return None };
    pairs.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
}

/// The fields of a class that have the names of attributes.
pub fn shadows(modules: &Modules, class: usize, attributes: &[Attribute]) -> Vec<Shadow> {
    let mut found = Vec::new();
    for at in line(modules, class) {
        for member in members(modules.class(at)) {
            let declared = member.decorators.iter().any(|it| it.name() == Some("declare"));
            let method = matches!(inner(member.expr).kind, Kind::Def(_));
            let attribute = attributes.iter().find(|known| known.name == member.name);
            if let (false, false, Some(attribute)) = (declared, method, attribute) {
                found.push(Shadow {
                    column: attribute.column.name.clone(),
                    what: WHAT,
                    mixes: false,
                    place: member.place(modules),
                    via: Vec::new(),
                });
            }
        }
    }
    found
}

fn inner(expr: &Expr) -> &Expr {
    match &expr.kind {
        Kind::Decorated(_, inner) => inner,
        _ => expr,
    }
}

/// Takes out the fields that the compiler does not make, and says what makes the others.
pub fn settle(files: &[FileFacts], models: &mut [Model]) {
    let configured: HashMap<&str, &[Setting]> = files
        .iter()
        .filter(|facts| Language::of(&facts.file) == Some(Language::TsConfig))
        .map(|facts| (facts.file.as_ref(), facts.settings.as_slice()))
        .collect();
    for model in models {
        model.shadows.retain_mut(|shadow| {
            let is_typed = Language::of(&shadow.place.file) != Some(Language::JavaScript);
            if shadow.what != WHAT || !is_typed {
                return true;
            }
            let made = maker(&configured, &shadow.place.file);
            let says = "makes a field of its own for every row".to_owned();
            shadow.via.extend(made.map(|place| (says, place.clone())));
            made.is_some()
        });
    }
}

/// What has the compiler make fields in a file.
fn maker<'f>(configured: &HashMap<&str, &'f [Setting]>, file: &str) -> Option<&'f Place> {
    let mut folder = file;
    let mut next = loop {
        folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        let path = joined(folder, "tsconfig.json");
        if configured.contains_key(path.as_str()) {
            break path;
        }
        if folder.is_empty() {
            return None;
        }
    };
    for _ in 0..MAX_STEPS {
        let settings = configured.get(next.as_str())?;
        let named = |name: &str| settings.iter().find(|setting| setting.name == name);
        if let Some(said) = named(OPTION) {
            return (said.value.kind == Kind::Bool(true)).then_some(&said.place);
        }
        let given = named(EXTENDS)?.value.text()?;
        let folder = next.rsplit_once('/').map_or("", |(outer, _)| outer).to_owned();
        next = resolved(&folder, given)?;
    }
    None
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The path of a configuration that another names: `../tsconfig.base.json`.
fn resolved(folder: &str, given: &str) -> Option<String> {
    if !given.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in given.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    Some(if path.ends_with(".json") { path } else { format!("{path}.json") })
}
