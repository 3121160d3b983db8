//! SQL in the strings of a migration.

use super::{Reader, value::shown};
use crate::{
    change::{Change, Op},
    expr::{Expr, Kind},
    sql,
};

/// What stands in SQL for a part that cannot be known.
const UNKNOWN: &str = "ormscope_unknown";

impl Reader<'_> {
    /// The steps of a statement; those whose table or column cannot be known are opaque.
    pub(super) fn sql(&mut self, statement: &Expr, bindings: Option<&Expr>, code: &Expr) {
        let Some(text) = self.statement_of(statement, bindings) else {
            return self.opaque("", code);
        };
        self.spend(text.len() / 8);
        let place = self.place(code.span);
        for mut step in sql::statements(&text, None, self.tool.reader()) {
            let names = [Some(&step.table), step.column.as_ref(), step.to.as_ref()];
            let unknown = names.into_iter().flatten().any(|name| name.contains(UNKNOWN))
                || step.columns.iter().any(|name| name.contains(UNKNOWN));
            step = Change { place: Some(place.clone()), ..step.without(UNKNOWN) };
            if unknown {
                let table = Some(step.table).filter(|table| !table.contains(UNKNOWN));
                step = Change {
                    place: step.place,
                    text: step.text,
                    ..Change::new(Op::Opaque, &table.unwrap_or_default(), self.tool.reader())
                };
            }
            self.push(step);
        }
    }

    /// The text of a statement, with names that are bound to `??` put in.
    fn statement_of(&mut self, statement: &Expr, bindings: Option<&Expr>) -> Option<String> {
        let text = match self.value(statement).kind {
            Kind::Text(text) => text,
            Kind::Template(parts) => {
                // A statement that is a hole as a whole may be any.
                if !parts
                    .iter()
                    .any(|part| matches!(&part.kind, Kind::Text(text) if !text.trim().is_empty()))
                {
                    return None;
                }
                with_holes(&parts)
            }
            // sql`…`, `Sequelize.literal('…')`, `{ query: '…' }`
            Kind::Call(call)
                if call.called && matches!(call.name.as_str(), "sql" | "raw" | "literal") =>
            {
                return self.statement_of(call.arguments.first()?, call.arguments.get(1));
            }
            Kind::Map(_) => {
                let map = self.value(statement);
                let inner =
                    ["query", "text", "sql"].iter().find_map(|key| super::value::option(&map, key));
                return self.statement_of(&inner?.clone(), None);
            }
            _ => return None,
        };
        let Some(bindings) = bindings.filter(|_| text.contains("??")) else { return Some(text) };
        let bindings = self.value(bindings);
        let mut names = bindings.members().unwrap_or(std::slice::from_ref(&bindings)).iter();
        let mut filled = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find('?') {
            filled.push_str(rest.get(..at).unwrap_or_default());
            let next = names.next().and_then(shown);
            rest = rest.get(at + 1..).unwrap_or_default();
            match rest.strip_prefix('?') {
                Some(behind) => {
                    let name = next.unwrap_or(UNKNOWN).replace('"', "");
                    let parts: Vec<_> = name.split('.').map(|part| format!("\"{part}\"")).collect();
                    filled.push_str(&parts.join("."));
                    rest = behind;
                }
                None => {
                    filled.push_str(&format!("'{}'", next.unwrap_or(UNKNOWN).replace('\'', "''")))
                }
            }
        }
        Some(filled + rest)
    }
}

/// The text of a template. A hole in place of a statement, on a line of its own, is one.
fn with_holes(parts: &[Expr]) -> String {
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(known) = shown(part) else {
            let begins = text.trim_end();
            let begins = begins.is_empty() || begins.ends_with(';');
            let next = parts.get(at + 1).and_then(shown).unwrap_or_default();
            let ends = next.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
            text.push_str(UNKNOWN);
            text.push_str(if begins && ends { ";" } else { "" });
            continue;
        };
        text.push_str(known);
    }
    text
}
