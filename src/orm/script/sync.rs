//! Code that brings the tables to what the models declare whenever the application starts.

use super::object::Object;
use crate::{
    app::access::Sync,
    expr::{Expr, Kind, Word},
    modules::Modules,
    source::Span,
};

/// Every such place. Files of tests are not read.
pub fn all(modules: &Modules) -> Vec<Sync> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        if !code.telling.iter().any(|expr| expr.word("sync").is_some()) {
            continue;
        }
        let imports = imports(code.program);
        code.program.walk(&mut |expr| {
            if let Kind::Map(pairs) = &expr.kind {
                for (key, value) in pairs {
                    let Some(word) = key.word("sync").filter(|it| it.get("by") == Some("setting"))
                    else {
                        continue;
                    };
                    // The key stands beside those of a connection, or in a file that knows the ORM.
                    let beside = word
                        .get_all("beside")
                        .any(|name| pairs.iter().any(|(other, _)| other.text() == Some(name)));
                    if says(value, word) && (beside || comes_from(word, &imports)) {
                        let what = format!("`{}`", written(key, value));
                        let span = Span {
                            end: value.span.end,
                            end_line: value.span.end_line,
                            end_column: value.span.end_column,
                            ..key.span
                        };
                        found.push(sync(modules, module, word, what, span));
                    }
                }
            }
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            let Some(word) = expr.word("sync").filter(|it| it.get("by") == Some("call")) else {
                return;
            };
            let given = call.arguments.first().and_then(|it| Object::read(modules, module, it));
            let option = |name: &str| given.as_ref().and_then(|given| given.get(name));
            let asked = match word.get("option") {
                // `sync({ alter: true })`; `alter: { drop: false }` takes nothing away.
                Some(name) => option(name).is_some_and(|(_, value)| says(value, word)),
                None => true,
            };
            let safe = word
                .get_all("safe")
                .any(|name| option(name).is_some_and(|(_, value)| says(value, word)));
            if asked && !safe {
                let what = match word.get("option") {
                    Some(option) => format!("`{}({{ {option}: true }})`", call.name),
                    None => format!("`{}()`", call.name),
                };
                found.push(sync(modules, module, word, what, expr.span));
            }
        });
    }
    found
}

fn sync(modules: &Modules, module: usize, word: &Word, what: String, span: Span) -> Sync {
    Sync {
        // The folder has `_` where the name has `-`.
        orm: word.origin.split('/').next().unwrap_or_default().replace('_', "-"),
        what,
        place: modules.place(module, span),
    }
}

/// Whether a value switches it on: `true`, or the text that does.
fn says(value: &Expr, word: &Word) -> bool {
    match (&value.kind, word.get("value")) {
        (Kind::Bool(on), None) => *on,
        (Kind::Text(text), Some(asked)) => text == asked,
        _ => false,
    }
}

fn written(key: &Expr, value: &Expr) -> String {
    let key = key.text().unwrap_or_default();
    match value.text() {
        Some(text) => format!("{key}: '{text}'"),
        None => format!("{key}: true"),
    }
}

/// The packages that a module takes names from.
fn imports(program: &Expr) -> Vec<&str> {
    let mut found = Vec::new();
    program.walk(&mut |expr| match &expr.kind {
        Kind::Import(import) => found.push(import.from.as_str()),
        Kind::Call(call) if call.name == "require" && call.receiver.is_none() => {
            found.extend(call.arguments.first().and_then(Expr::text));
        }
        _ => {}
    });
    found
}

fn comes_from(word: &Word, imports: &[&str]) -> bool {
    word.get_all("from").any(|package| imports.contains(&package))
}
