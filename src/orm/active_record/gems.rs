//! The libraries of a Ruby application: `Gemfile`, `Gemfile.lock`, `*.gemspec`.

use std::sync::Arc;

use crate::{
    database::Dialect,
    expr::Expr,
    facts::Library,
    source::{Place, Span},
};

/// The database that the gems are for; `None` where they are for none, or for several.
pub fn database(libraries: &[Library]) -> Option<Dialect> {
    const ADAPTERS: [(&str, Dialect); 4] = [
        ("mysql2", Dialect::MySql),
        ("pg", Dialect::Postgres),
        ("sqlite3", Dialect::Sqlite),
        ("trilogy", Dialect::MySql),
    ];
    let named = libraries.iter().filter_map(|library| {
        ADAPTERS.iter().find(|(gem, _)| *gem == library.name).map(|(_, dialect)| *dialect)
    });
    let mut found: Vec<Dialect> = named.collect();
    found.dedup();
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The gems that a `Gemfile` or a gemspec names.
pub fn declared(file: &Arc<str>, program: &Expr) -> Vec<Library> {
    let mut gems = Vec::new();
    program.walk(&mut |expr| {
        let Some(call) = expr.call() else { return };
        let named =
            matches!(call.name.as_str(), "gem" | "add_dependency" | "add_runtime_dependency");
        if !named {
            return;
        }
        if let Some(name) = call.arguments.first().and_then(Expr::text) {
            gems.push(Library {
                name: name.to_owned(),
                version: None,
                asked: call
                    .arguments
                    .get(1)
                    .and_then(Expr::text)
                    .filter(is_narrow)
                    .map(str::to_owned),
                place: Place { file: file.clone(), span: expr.span },
            });
        }
    });
    gems
}

/// Whether a requirement leaves one minor release, or one major: `~> 6.1.6`, `= 6.1.7`, `6.1.7`.
fn is_narrow(requirement: &&str) -> bool {
    requirement.starts_with(|c: char| c == '~' || c == '=' || c.is_ascii_digit())
}

/// The gems that `Gemfile.lock` resolved, with their versions.
pub fn locked(file: &Arc<str>, text: &str) -> Vec<Library> {
    let mut gems = Vec::new();
    let mut start = 0;
    for (number, text) in text.split('\n').enumerate() {
        let length = text.len();
        // Resolved gems are indented by four blanks, what they need by six.
        let entry = text.strip_prefix("    ").filter(|rest| !rest.starts_with(' '));
        let entry = entry.and_then(|entry| entry.trim_end().split_once(" ("));
        if let Some((name, version)) = entry {
            let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let line = small(number + 1);
            gems.push(Library {
                name: name.to_owned(),
                version: Some(version.trim_end_matches(')').to_owned()),
                asked: None,
                place: Place {
                    file: file.clone(),
                    span: Span {
                        start: small(start + 4),
                        end: small(start + length),
                        line,
                        column: 5,
                        end_line: line,
                        end_column: small(text.chars().count() + 1),
                    },
                },
            });
        }
        start += length + 1;
    }
    gems
}
