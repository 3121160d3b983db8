//! Callbacks and validations: what runs by itself when rows are read, written or checked.

use super::Reader;
use crate::{
    app::callback::{Callback, CallbackKind},
    expr::{Expr, Kind},
    link::Located,
};

/// How many characters of a condition are shown.
const SHOWN: usize = 60;

impl Reader<'_, '_> {
    pub(super) fn callbacks(&self) -> Vec<Callback> {
        let mut callbacks: Vec<Callback> = Vec::new();
        for located in self.members {
            let expr = &located.member.expr;
            let kind = expr.means("event", "kind").and_then(CallbackKind::named);
            let (Some(kind), Some(name)) = (kind, expr.name()) else { continue };
            let mut runs = Vec::new();
            if let Kind::Call(call) = &expr.kind {
                runs.extend(call.arguments.iter().filter_map(named));
                let options = call.options.iter();
                runs.extend(options.map(|(key, value)| match named(value) {
                    Some(value) => format!("{key}: {value}"),
                    None => key.clone(),
                }));
            }
            // What runs before a row is changed has nothing to do with new ones.
            let on = expr.call().and_then(|call| call.option("on")).and_then(Expr::text);
            let sets = match expr.means("event", "before") {
                Some(_) if on != Some("update") => self.sets(located),
                _ => Vec::new(),
            };
            let mut via = located.via.to_vec();
            let guards = located.member.guards.iter();
            via.extend(guards.map(|guard| {
                let when = if guard.holds { "if" } else { "unless" };
                (format!("only {when} this holds"), guard.place.clone())
            }));
            let callback = Callback {
                kind,
                when: name.to_owned(),
                runs: runs.join(", ").chars().take(SHOWN).collect(),
                place: located.member.place.clone(),
                via,
                sets,
            };
            if !callbacks.iter().any(|known| known.place == callback.place) {
                callbacks.push(callback);
            }
        }
        callbacks
    }

    /// The attributes of a row that a hook sets, by its block or by the methods that it names.
    pub(super) fn sets(&self, located: &Located) -> Vec<String> {
        let mut sets = located.member.sets.clone();
        let arguments = located.member.expr.call().map_or(&[][..], |call| &call.arguments);
        let runs: Vec<&str> = arguments.iter().flat_map(Expr::texts).collect();
        for (_, member) in self.shared.graph.methods(self.name) {
            if let Kind::Def(def) = &member.expr.kind
                && runs.contains(&def.name.as_str())
            {
                sets.extend(member.sets.iter().cloned());
            }
        }
        sets
    }
}

/// An argument that is a name, a text, a constant or a list of these.
fn named(expr: &Expr) -> Option<String> {
    if let Some(text) = expr.text() {
        return Some(text.to_owned());
    }
    match &expr.kind {
        Kind::Name(name) => Some(name.clone()),
        Kind::Bool(value) => Some(value.to_string()),
        Kind::Number(number) => Some(number.clone()),
        Kind::List(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(named).collect();
            parts.map(|parts| format!("[{}]", parts.join(", ")))
        }
        Kind::Call(call) if call.name == "new" => call.receiver.as_ref().and_then(named),
        _ => None,
    }
}
