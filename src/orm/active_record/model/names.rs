//! Names that a model has given away already: methods, associations, accessors.

use super::Reader;
use crate::{
    app::{Model, Owned},
    expr::{Call, Def, Expr, Kind},
    source::{Place, Span},
};

impl Reader<'_, '_> {
    /// Where the model's own methods use change tracking.
    pub(super) fn tracked(&self) -> Vec<(String, Place)> {
        let members = self.members.iter().map(|located| (located.distance, &*located.member));
        let methods = self.shared.graph.methods(self.name);
        let mut users: Vec<_> =
            members.chain(methods).filter(|(_, member)| !member.tracked.is_empty()).collect();
        users.sort_by_key(|(distance, member)| (*distance, &member.place));
        let tracked = users.into_iter().flat_map(|(_, member)| {
            let file = &member.place.file;
            let place = |span| Place { file: file.clone(), span };
            member.tracked.iter().map(move |(name, span)| (name.clone(), place(*span)))
        });
        tracked.collect()
    }

    /// Everything that owns a name an accessor would take.
    pub(super) fn owned(&self, model: &Model) -> Vec<Owned> {
        let mut owned = Vec::new();
        for (distance, member) in self.shared.graph.methods(self.name) {
            if let Kind::Def(def) = &member.expr.kind {
                let (name, place) = (def.name.clone(), member.place.clone());
                let own = Owned { name, what: "method", wraps: member.wraps, place };
                owned.push((distance, own));
            }
        }
        for located in self.members {
            let place = &located.member.place;
            let mut own = |name: &str, what, wraps| {
                let own = Owned { name: name.to_owned(), what, wraps, place: place.clone() };
                owned.push((located.distance, own));
            };
            match &located.member.expr.kind {
                Kind::Def(def) if !located.on_class => {
                    own(&def.name, "method", located.member.wraps)
                }
                Kind::Call(call) => {
                    let first = call.arguments.first().and_then(Expr::text);
                    match located.member.expr.means("declare", "as") {
                        Some("accessor") if call.name.starts_with("attr_") => {
                            for name in call.arguments.iter().filter_map(Expr::text) {
                                if call.name != "attr_writer" {
                                    own(name, "accessor", false);
                                }
                                if call.name != "attr_reader" {
                                    own(&format!("{name}="), "accessor", false);
                                }
                            }
                        }
                        Some("delegate") => {
                            let prefix = match call.option("prefix").map(|prefix| &prefix.kind) {
                                Some(Kind::Bool(true)) => call.option("to").and_then(Expr::text),
                                Some(Kind::Symbol(text) | Kind::Text(text)) => Some(text.as_str()),
                                _ => None,
                            };
                            for name in call.arguments.iter().filter_map(Expr::text) {
                                match prefix {
                                    Some(prefix) => {
                                        own(&format!("{prefix}_{name}"), "delegation", false);
                                    }
                                    None => own(name, "delegation", false),
                                }
                            }
                        }
                        Some("store") => {
                            let listed = call.option("accessors").into_iter();
                            let names = call.arguments.iter().skip(1).chain(listed);
                            for name in names.flat_map(Expr::texts) {
                                own(&store_accessor(call, name), "store accessor", false);
                            }
                        }
                        Some("translation") => {
                            for name in call.arguments.iter().filter_map(Expr::text) {
                                own(name, "translation", false);
                            }
                        }
                        Some("alias") => {
                            if let Some(name) = first {
                                own(name, "alias", false);
                            }
                        }
                        Some("method") => {
                            if let Some(name) = first {
                                own(name, "method", false);
                            }
                        }
                        Some("attachment") => {
                            if let Some(name) = first {
                                own(name, "attachment", false);
                            }
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        // The nearest comes first.
        owned.sort_by_key(|(distance, _)| *distance);
        let mut owned: Vec<_> = owned.into_iter().map(|(_, own)| own).collect();
        for association in &model.associations {
            owned.push(Owned {
                name: association.name.clone(),
                what: "association",
                wraps: false,
                place: association.place.clone(),
            });
        }
        for known in &model.enums {
            for method in &known.methods {
                owned.push(Owned {
                    name: format!("{method}?"),
                    what: "enum value",
                    wraps: false,
                    place: known.place.clone(),
                });
            }
        }
        owned
    }
}

/// Suffixes of the methods that change tracking defines for every column.
///
/// Source: `active_model/dirty.rb`, `active_record/attribute_methods/dirty.rb`.
pub const TRACKING: &[&str] = &[
    "_was",
    "_change",
    "_changed",
    "_in_database",
    "_before_last_save",
    "_before_type_cast",
    "_previous_change",
    "_previously_was",
];

/// The method that reads a key of a store: `prefix: true` and `suffix: true` put the store's name to it.
///
/// Source: `active_record/store.rb`, `store_accessor` (6.0 to 8.1).
pub(super) fn store_accessor(call: &Call, key: &str) -> String {
    let store = call.arguments.first().and_then(Expr::text).unwrap_or_default();
    let part = |option: &str| match call.option(option).map(|value| &value.kind) {
        Some(Kind::Bool(true)) => Some(store.to_owned()),
        Some(Kind::Text(text) | Kind::Symbol(text)) => Some(text.clone()),
        _ => None,
    };
    let parts = [part("prefix"), Some(key.to_owned()), part("suffix")];
    parts.into_iter().flatten().collect::<Vec<_>>().join("_")
}

/// Whether a method works on the column of its own name, and so is an accessor made for it: it
/// calls `super`, or names the column as `self[:name]` and `attributes.fetch("name")` do. A question may
/// also ask the reader.
pub fn wraps(def: &Def) -> bool {
    let base = def.name.trim_end_matches(['=', '?']);
    let reads = def.name.strip_suffix('?');
    def.body.any(&|expr| match &expr.kind {
        Kind::Name(name) => name == "super" || reads == Some(name),
        Kind::Call(call) => {
            let own = call.receiver.as_ref().and_then(Expr::name) == Some("self");
            call.name == "super" || own && reads == Some(call.name.as_str())
        }
        Kind::Text(text) | Kind::Symbol(text) => text == base,
        _ => false,
    })
}

/// The uses of change tracking in a piece of code.
pub fn tracked(code: &Expr) -> Vec<(String, Span)> {
    let mut tracked = Vec::new();
    code.walk(&mut |expr| {
        if let Some(name) = expr.name()
            && TRACKING.iter().any(|suffix| name.ends_with(suffix))
        {
            tracked.push((name.to_owned(), expr.span));
        }
    });
    tracked
}
