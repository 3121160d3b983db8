//! The table of a class, by the rules of Active Record.
//!
//! Source: `activerecord/lib/active_record/model_schema.rb` (6.1 to 8.1): `table_name`,
//! `reset_table_name`, `compute_table_name`, `undecorated_table_name`, `full_table_name_prefix`.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::inflection::Inflections;
use crate::{
    expr::{Expr, Kind},
    facts::Setting,
    link::Graph,
    source::Place,
};

/// Where a class keeps its rows.
#[derive(Clone, Debug, PartialEq)]
pub enum TableName {
    /// In this table; the place is that of an explicit name.
    Known(String, Option<Place>),
    /// In a table whose name is computed when the code runs.
    Computed(Place),
    /// Nowhere: the class is abstract.
    None,
}

/// Names tables for the classes of an application.
pub struct Namer<'a, 'g> {
    graph: &'a Graph<'g>,
    inflections: &'a Inflections,
    prefix: String,
    suffix: String,
    /// Namespaces of engines that keep their tables apart.
    isolated: Vec<String>,
    /// Answers by class, each found once.
    tables: Mutex<HashMap<String, TableName>>,
    abstracts: Mutex<HashMap<String, bool>>,
}

impl<'a, 'g> Namer<'a, 'g> {
    /// A namer that knows the application's own settings.
    pub fn new(
        graph: &'a Graph<'g>,
        inflections: &'a Inflections,
        settings: &[Setting],
    ) -> Namer<'a, 'g> {
        let setting = |last: &str| {
            settings
                .iter()
                .filter(|setting| {
                    setting.name == format!("active_record.{last}")
                        || setting.name == format!("ActiveRecord::Base.{last}")
                })
                .find_map(|setting| setting.value.text())
                .unwrap_or_default()
                .to_owned()
        };
        Namer {
            graph,
            inflections,
            prefix: setting("table_name_prefix"),
            suffix: setting("table_name_suffix"),
            isolated: isolated(graph),
            tables: Mutex::default(),
            abstracts: Mutex::default(),
        }
    }

    /// Whether a class is declared abstract.
    pub fn is_abstract(&self, name: &str) -> bool {
        let known = || self.abstracts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(name) {
            return *found;
        }
        let found = self.graph.is_root(name)
            || self.own_setting(name, "abstract").is_some_and(|(value, _)| {
                !matches!(value.map(|value| value.kind), Some(Kind::Bool(false)))
            });
        known().insert(name.to_owned(), found);
        found
    }

    /// The table of a class.
    pub fn table(&self, name: &str) -> TableName {
        let known = || self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(name) {
            return found.clone();
        }
        let found = self.table_within(name, 0);
        known().insert(name.to_owned(), found.clone());
        found
    }

    fn table_within(&self, name: &str, depth: usize) -> TableName {
        if depth > 40 || self.is_abstract(name) && self.explicit(name).is_none() {
            return TableName::None;
        }
        if let Some(explicit) = self.explicit(name) {
            return explicit;
        }
        if let Some(parent) = self.graph.parent(name)
            && self.graph.is_model(parent)
        {
            // A concrete parent shares its table; an abstract one may hand down a name.
            match self.table_within(parent, depth + 1) {
                TableName::None => {}
                shared => return shared,
            }
        }
        self.conventional(name, depth)
    }

    /// `self.table_name = …`, `def self.table_name`, in the class itself or in what it includes.
    fn explicit(&self, name: &str) -> Option<TableName> {
        let (value, place) = self.own_setting(name, "table-name")?;
        let value = value?;
        if let Some(text) = value.text() {
            let table = text.rsplit_once("public.").map_or(text, |(_, table)| table);
            return Some(TableName::Known(table.to_owned(), Some(place)));
        }
        // `self.table_name = "#{table_name_prefix}people"`
        if let Kind::Template(parts) = &value.kind {
            let joined: Option<String> = parts
                .iter()
                .map(|part| match (part.text(), part.name()) {
                    (Some(text), _) => Some(text.to_owned()),
                    (None, Some("table_name_prefix")) => Some(self.prefix_of(name)),
                    (None, Some("table_name_suffix")) => Some(self.suffix.clone()),
                    _ => None,
                })
                .collect();
            if let Some(table) = joined {
                return Some(TableName::Known(table, Some(place)));
            }
        }
        // `self.table_name = User.table_name`
        if let Kind::Call(call) = &value.kind
            && call.name == "table_name"
            && let Some(other) = call.receiver.as_ref().and_then(Expr::name)
            && let Some(found) = self.graph.resolve(other, &[name.to_owned()])
            && found != name
        {
            return match self.table_within(found, 20) {
                TableName::Known(table, _) => Some(TableName::Known(table, Some(place))),
                other => Some(other),
            };
        }
        if let Kind::Name(constant) = &value.kind
            && let Some(text) = self.constant(name, constant)
        {
            return Some(TableName::Known(text, Some(place)));
        }
        Some(TableName::Computed(place))
    }

    fn constant(&self, name: &str, constant: &str) -> Option<String> {
        self.graph.openings(name).iter().flat_map(|class| &class.members).find_map(|member| {
            let Kind::Assign(target, value) = &member.expr.kind else { return None };
            (target.name() == Some(constant)).then(|| value.text().map(str::to_owned))?
        })
    }

    /// A setting of the class body or of a concern's `included`, not of a superclass.
    fn own_setting(&self, name: &str, setting: &str) -> Option<(Option<Expr>, Place)> {
        let openings = self.graph.openings(name);
        let own = openings.iter().flat_map(|class| &class.members).find_map(|member| {
            let value = setting_value(&member.expr, setting, member.on_class)?;
            Some((value, member.place.clone()))
        });
        own.or_else(|| {
            if !self.graph.has_mixins(name) || self.graph.is_root(name) {
                return None;
            }
            let parent = self.graph.parent(name);
            let inherits = parent.map(|parent| format!("inherits from `{parent}`"));
            self.graph.members(name).iter().find_map(|located| {
                let value = setting_value(&located.member.expr, setting, located.on_class)?;
                let inherited = located.via.iter().any(|(how, _)| Some(how) == inherits.as_ref());
                if inherited || located.distance == 0 {
                    return None;
                }
                Some((value, located.member.place.clone()))
            })
        })
    }

    fn conventional(&self, name: &str, depth: usize) -> TableName {
        let (outer, last) =
            name.rsplit_once("::").map_or(("", name), |(outer, last)| (outer, last));
        let plural = self.inflections.pluralize(&self.inflections.underscore(last));
        // Within a model, its singular table name comes first.
        if !outer.is_empty() && self.graph.is_model(outer) && !self.is_abstract(outer) {
            return match self.table_within(outer, depth + 1) {
                TableName::Known(table, _) => {
                    let singular = self.inflections.singularize(&table);
                    TableName::Known(format!("{singular}_{plural}{}", self.suffix), None)
                }
                other => other,
            };
        }
        TableName::Known(format!("{}{plural}{}", self.prefix_of(name), self.suffix), None)
    }

    /// The prefix of the nearest namespace that has one, or the application's.
    fn prefix_of(&self, name: &str) -> String {
        let mut outer = name;
        while let Some((namespace, _)) = outer.rsplit_once("::") {
            outer = namespace;
            for class in self.graph.openings(namespace) {
                for member in &class.members {
                    if let Some(Some(value)) =
                        setting_value(&member.expr, "table-name-prefix", member.on_class)
                        && let Some(text) = value.text()
                    {
                        return text.to_owned();
                    }
                }
            }
            if self.isolated.iter().any(|isolated| isolated == namespace) {
                return format!("{}_", self.inflections.underscore(namespace).replace('/', "_"));
            }
        }
        // `self.table_name_prefix = …` of the class or an abstract parent.
        let mut current = Some(name);
        for _ in 0..20 {
            let Some(class) = current else { break };
            for member in self.graph.openings(class).iter().flat_map(|class| &class.members) {
                if let Some(Some(value)) =
                    setting_value(&member.expr, "table-name-prefix", member.on_class)
                    && let Some(text) = value.text()
                {
                    return text.to_owned();
                }
            }
            current = self.graph.parent(class);
        }
        self.prefix.clone()
    }
}

/// `isolate_namespace Blorgh` in an engine.
fn isolated(graph: &Graph) -> Vec<String> {
    let classes = graph.names().flat_map(|name| graph.openings(name));
    classes
        .flat_map(|class| &class.members)
        .filter(|member| member.expr.means("setting", "name") == Some("isolate-namespace"))
        .filter_map(|member| member.expr.call()?.arguments.first()?.name().map(str::to_owned))
        .collect()
}

/// The value that a member gives to a setting: by assignment, by macro, or by a class method.
/// `Some(None)` is a macro without arguments.
pub fn setting_value(expr: &Expr, setting: &str, on_class: bool) -> Option<Option<Expr>> {
    match &expr.kind {
        Kind::Assign(target, value) => {
            (target.means("setting", "name") == Some(setting)).then(|| Some(value.as_ref().clone()))
        }
        Kind::Def(def) if on_class => {
            if expr.means("setting", "name") != Some(setting) {
                return None;
            }
            let value = match def.body.statements() {
                [only] => only.clone(),
                _ => def.body.clone(),
            };
            Some(Some(value))
        }
        Kind::Call(call) => (expr.means("setting", "name") == Some(setting)).then(|| {
            match call.arguments.as_slice() {
                [] => None,
                [only] => Some(only.clone()),
                several => Some(Expr::new(Kind::List(several.to_vec()), expr.span)),
            }
        }),
        Kind::Name(_) => (expr.means("setting", "name") == Some(setting)).then_some(None),
        _ => None,
    }
}
