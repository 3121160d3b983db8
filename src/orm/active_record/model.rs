//! What the members of a class make of a model.

mod associations;
mod callbacks;
mod enums;
mod filters;
mod lengths;
pub mod names;
mod polymorphic;
mod reliances;
mod starts;
mod unique;

use std::collections::BTreeSet;

use super::{
    inflection::Inflections,
    naming::{Namer, TableName, setting_value},
};
use crate::{
    app::{Model, Need},
    expr::{Expr, Kind, Word},
    facts::{Guard, Library, Setting},
    gate,
    link::{Graph, Located},
    source::Place,
};

/// What all models of an application share.
pub struct Shared<'a, 'g> {
    /// The classes.
    pub graph: &'a Graph<'g>,
    /// The application's grammar.
    pub inflections: &'a Inflections,
    /// Names tables.
    pub namer: &'a Namer<'a, 'g>,
    /// The libraries it bundles.
    pub libraries: &'a [Library],
    /// Settings of libraries.
    pub settings: &'a [Setting],
    /// Words of libraries that need no code in the model.
    pub everywhere: &'a [&'static Word],
}

/// Reads one model.
pub fn read(name: &str, shared: &Shared) -> Option<Model> {
    let members = shared.graph.members(name);
    let openings = shared.graph.openings(name);
    let class = openings.iter().find(|class| class.parent.is_some()).or(openings.first())?;
    let reader = Reader { name, shared, members: &members };
    let (table, table_place) = match shared.namer.table(name) {
        TableName::Known(table, place) => (Some(table), place),
        TableName::Computed(place) => (None, Some(place)),
        TableName::None => (None, None),
    };
    let parent = shared
        .graph
        .parent(name)
        .filter(|parent| shared.graph.is_model(parent) && !shared.namer.is_abstract(parent))
        .map(str::to_owned);
    let enums = reader.enums();
    let defaults = reader.starts(&enums);
    let mut model = Model {
        name: name.to_owned(),
        orm: "active_record",
        place: class.place.clone(),
        table,
        table_place,
        is_abstract: shared.namer.is_abstract(name),
        parent,
        filters: Vec::new(),
        scopes: Vec::new(),
        queries: Vec::new(),
        associations: reader.associations(),
        names: Vec::new(),
        tracked: reader.tracked(),
        enums,
        needs: reader.needs(),
        misfits: Vec::new(),
        replaced: Vec::new(),
        shadows: Vec::new(),
        keys_filtered: None,
        keeps: None,
        reliances: Vec::new(),
        ignored: reader.ignored(),
        inheritance_column: reader.column_setting("inheritance-column", "type"),
        identity: None,
        locking_column: reader.column_setting("locking-column", "lock_version"),
        refuses_null: false,
        timestamps: !reader.is_off("record-timestamps"),
        primary_key: None,
        qualified: name.to_owned(),
        attributes: None,
        proxy_of: None,
        stamps: Vec::new(),
        defaults,
        open: None,
        hidden: Vec::new(),
        callbacks: reader.callbacks(),
        unique: reader.unique(),
        lengths: reader.lengths(),
        labels: Vec::new(),
        asked_in_vain: Vec::new(),
        filtered_in_migrations: true,
        changed_operations: Vec::new(),
        lineage: shared.graph.lineage_names(name).map(str::to_owned).collect(),
        passed_on_by: Vec::new(),
    };
    if reader.is_off("lock-optimistically") {
        model.locking_column = None;
    }
    if let Some((Some(value), place)) = reader.setting("primary-key")
        && let Some(key) = value.text()
    {
        model.primary_key = Some((key.to_owned(), place));
    }
    model.filters = reader.filters(&model);
    model.names = reader.owned(&model);
    model.reliances = reader.reliances(&model);
    Some(model)
}

struct Reader<'a, 'g> {
    name: &'a str,
    shared: &'a Shared<'a, 'g>,
    members: &'a [Located<'g>],
}

impl Reader<'_, '_> {
    /// The nearest value of a setting.
    fn setting(&self, setting: &str) -> Option<(Option<Expr>, Place)> {
        self.members.iter().find_map(|located| {
            let value = setting_value(&located.member.expr, setting, located.on_class)?;
            let value = value.map(|value| self.constant(&value).unwrap_or(value));
            Some((value, located.member.place.clone()))
        })
    }

    fn is_off(&self, setting: &str) -> bool {
        matches!(self.setting(setting), Some((Some(Expr { kind: Kind::Bool(false), .. }), _)))
    }

    /// A setting that names a column; `nil` and names no column can have switch it off.
    fn column_setting(&self, setting: &str, usual: &str) -> Option<(String, Option<Place>)> {
        match self.setting(setting) {
            None => Some((usual.to_owned(), None)),
            Some((Some(value), place)) => {
                let name = value.text()?;
                (!name.starts_with("_type_disabled") && !name.is_empty())
                    .then(|| (name.to_owned(), Some(place)))
            }
            Some((None, _)) => None,
        }
    }

    /// What a constant, or a class-level setting of that name, stands for.
    fn constant(&self, expr: &Expr) -> Option<Expr> {
        let name = match &expr.kind {
            Kind::Name(name) => name.as_str(),
            _ => return None,
        };
        self.named_value(name)
    }

    fn named_value(&self, name: &str) -> Option<Expr> {
        let last = name.rsplit("::").next().unwrap_or(name);
        let value = self.members.iter().find_map(|located| match &located.member.expr.kind {
            Kind::Assign(target, value) => (target.name()? == name).then(|| value.as_ref().clone()),
            Kind::Def(def) if located.on_class && def.name == name => match def.body.statements() {
                [only @ Expr { kind: Kind::Text(_) | Kind::Symbol(_), .. }] => Some(only.clone()),
                _ => None,
            },
            _ => None,
        });
        value.or_else(|| {
            // `SoftDelete::COLUMN`, or a constant of a namespace around the class.
            let outer = name.rsplit_once("::").map(|(outer, _)| outer.to_owned());
            let mut spaces: Vec<String> = outer
                .and_then(|outer| self.shared.graph.resolve(&outer, &[self.name.to_owned()]))
                .map(str::to_owned)
                .into_iter()
                .collect();
            let mut space = self.name;
            while let Some((around, _)) = space.rsplit_once("::") {
                spaces.push(around.to_owned());
                space = around;
            }
            spaces.iter().find_map(|space| {
                self.shared.graph.openings(space).iter().flat_map(|c| &c.members).find_map(
                    |member| match &member.expr.kind {
                        Kind::Assign(target, value) => {
                            (target.name()? == last).then(|| value.as_ref().clone())
                        }
                        _ => None,
                    },
                )
            })
        })
    }

    /// The constants that guards name, so that they can be evaluated later.
    fn constants_of(&self, guards: &[Guard]) -> Vec<(String, Expr)> {
        let mut names = BTreeSet::new();
        for guard in guards {
            guard.condition.walk(&mut |expr| {
                if let Kind::Name(name) = &expr.kind
                    && name.starts_with(char::is_uppercase)
                {
                    names.insert(name.clone());
                }
            });
        }
        names
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.named_value(&name)?)))
            .collect()
    }

    /// Guards with constants in the names of columns replaced.
    fn bound_guards(&self, guards: &[Guard]) -> Vec<Guard> {
        let constants: Vec<_> = self
            .constants_of(guards)
            .into_iter()
            .filter(|(_, value)| value.text().is_some() || value.members().is_some())
            .collect();
        let mut locals: Vec<(String, Expr)> = Vec::new();
        for guard in guards {
            guard.condition.walk(&mut |expr| {
                let Some(test) = gate::test(expr) else { return };
                for column in &test.columns {
                    if let Kind::Name(name) = &column.kind
                        && !name.starts_with(char::is_uppercase)
                        && let Some(value) = self.named_value(name)
                    {
                        locals.push((name.clone(), value));
                    }
                }
            });
        }
        locals.extend(constants);
        guards
            .iter()
            .map(|guard| Guard { condition: guard.condition.bind(&locals), ..guard.clone() })
            .collect()
    }

    fn ignored(&self) -> Vec<(String, Place)> {
        let mut ignored = Vec::new();
        for located in self.members {
            let value =
                setting_value(&located.member.expr, "ignored-columns", located.on_class).flatten();
            let Some(value) = value else { continue };
            let mut found = Vec::new();
            value.walk(&mut |expr| {
                let resolved = self.constant(expr);
                let expr = resolved.as_ref().unwrap_or(expr);
                match &expr.kind {
                    Kind::List(_) => found.extend(expr.texts().into_iter().map(str::to_owned)),
                    Kind::Text(text) | Kind::Symbol(text) => found.push(text.clone()),
                    _ => {}
                }
            });
            ignored.extend(found.into_iter().map(|name| (name, located.member.place.clone())));
        }
        ignored.sort();
        ignored.dedup_by(|a, b| a.0 == b.0);
        ignored
    }

    fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::new();
        for located in self.members {
            if located.on_class && matches!(located.member.expr.kind, Kind::Def(_)) {
                continue;
            }
            let expr = &located.member.expr;
            // `LIMIT = columns_hash["name"].limit`
            let code = match &expr.kind {
                Kind::Assign(_, value) => value,
                _ => expr,
            };
            let Some(call) = code.call() else { continue };
            let raises = call.receiver.is_none() && matches!(call.name.as_str(), "raise" | "fail");
            let mut column = None;
            if !raises {
                // `columns_hash["name"].limit` in a class body, also inside an argument.
                expr.walk(&mut |inner| {
                    if let Some(inner) = inner.call()
                        && let Some(receiver) = &inner.receiver
                        && let Kind::Index(of, at) = &receiver.kind
                        && of.name() == Some("columns_hash")
                        && let Some(text) = at.first().and_then(Expr::text)
                    {
                        column = Some(text.to_owned());
                    }
                });
            }
            if !raises && column.is_none() {
                continue;
            }
            needs.push(Need {
                constants: self.constants_of(&located.member.guards),
                guards: self.bound_guards(&located.member.guards),
                column,
                of: None,
                place: located.member.place.clone(),
                via: located.via.to_vec(),
            });
        }
        needs
    }
}
