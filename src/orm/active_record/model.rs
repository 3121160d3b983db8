//! What the members of a class make of a model.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    condition::{self, Branch, Named, Names},
    gate,
    inflection::Inflections,
    naming::{Namer, TableName, setting_value},
};
use crate::{
    app::{Association, AssociationKind, Enum, Filter, FilterKind, Model, Need, Owned},
    expr::{Call, Def, Expr, Kind, Word},
    facts::{Library, Setting},
    link::{Graph, Located},
    predicate::{Compare, Literal, Predicate, Subject, Value},
    source::Place,
    sql,
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
        .filter(|parent| shared.graph.is_model(parent) && !shared.namer.is_abstract(parent));
    let enums = reader.enums();
    let mut model = Model {
        name: name.to_owned(),
        orm: "active_record",
        place: class.place.clone(),
        table,
        table_place,
        is_abstract: shared.namer.is_abstract(name),
        parent,
        filters: Vec::new(),
        associations: reader.associations(),
        names: Vec::new(),
        tracked: reader.tracked(),
        enums,
        needs: reader.needs(),
        ignored: reader.ignored(),
        inheritance_column: reader.column_setting("inheritance-column", "type"),
        locking_column: reader.column_setting("locking-column", "lock_version"),
        timestamps: !reader.is_off("record-timestamps"),
        primary_key: None,
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
    fn constants_of(&self, guards: &[crate::facts::Guard]) -> Vec<(String, Expr)> {
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
    fn bound_guards(&self, guards: &[crate::facts::Guard]) -> Vec<crate::facts::Guard> {
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
            .map(|guard| crate::facts::Guard {
                condition: guard.condition.bind(&locals),
                ..guard.clone()
            })
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

    fn enums(&self) -> Vec<Enum> {
        let mut enums = Vec::new();
        for located in self.members {
            if located.member.expr.means("declare", "as") != Some("enum") {
                continue;
            }
            let Some(call) = located.member.expr.call() else { continue };
            let affix = |names: [&str; 2]| names.iter().find_map(|name| call.option(name));
            let (prefix, suffix) = (affix(["prefix", "_prefix"]), affix(["suffix", "_suffix"]));
            let mut found: Vec<(String, Expr)> = Vec::new();
            match call.arguments.as_slice() {
                [column, values, ..] => {
                    found.extend(column.text().map(|column| (column.to_owned(), values.clone())));
                }
                // `enum :status, active: 0, archived: 1`
                [column] => {
                    let pairs = call
                        .options
                        .iter()
                        .filter(|(key, _)| !ENUM_OPTIONS.contains(&key.as_str()))
                        .map(|(key, value)| {
                            (Expr::new(Kind::Symbol(key.clone()), value.span), value.clone())
                        })
                        .collect();
                    let values = Expr::new(Kind::Map(pairs), column.span);
                    found.extend(column.text().map(|column| (column.to_owned(), values)));
                }
                // `enum status: { active: 0 }`
                [] => found.extend(
                    call.options
                        .iter()
                        .filter(|(key, _)| !ENUM_OPTIONS.contains(&key.as_str()))
                        .cloned(),
                ),
            }
            for (column, values) in found {
                let values = self.constant(&values).unwrap_or(values);
                let values = enum_values(&values);
                let fixed = |affix: Option<&Expr>| match affix.map(|affix| &affix.kind) {
                    Some(Kind::Bool(true)) => Some(column.clone()),
                    Some(Kind::Text(text) | Kind::Symbol(text)) => Some(text.clone()),
                    _ => None,
                };
                let (before, after) = (fixed(prefix), fixed(suffix));
                let methods = values
                    .iter()
                    .map(|(name, _)| {
                        let parts = [before.as_deref(), Some(name.as_str()), after.as_deref()];
                        parts.into_iter().flatten().collect::<Vec<_>>().join("_")
                    })
                    .collect();
                let typed = self.members.iter().any(|other| {
                    other.member.expr.means("declare", "as") == Some("attribute")
                        && other
                            .member
                            .expr
                            .call()
                            .and_then(|call| call.arguments.first())
                            .and_then(Expr::text)
                            == Some(&column)
                });
                let place = located.member.place.clone();
                enums.push(Enum { column, values, methods, place, typed });
            }
        }
        enums
    }

    fn associations(&self) -> Vec<Association> {
        let mut associations = Vec::new();
        for located in self.members {
            let Some(kind) = located.member.expr.means("association", "kind") else { continue };
            let Some(call) = located.member.expr.call() else { continue };
            let kind = match kind {
                "belongs-to" => AssociationKind::BelongsTo,
                "has-one" => AssociationKind::HasOne,
                _ => AssociationKind::HasMany,
            };
            for argument in &call.arguments {
                let Some(name) = argument.text() else { break };
                associations.push(self.association(kind, name, call, located));
            }
        }
        associations
    }

    fn association(
        &self,
        kind: AssociationKind,
        name: &str,
        call: &Call,
        located: &Located,
    ) -> Association {
        let inflections = self.shared.inflections;
        let polymorphic =
            matches!(call.option("polymorphic").map(|option| &option.kind), Some(Kind::Bool(true)));
        let class_name = call
            .option("class_name")
            .or(call.option("class"))
            .and_then(|option| option.text().or(option.name()).map(str::to_owned));
        let target = class_name.unwrap_or_else(|| {
            let singular = match kind {
                AssociationKind::HasMany => inflections.singularize(name),
                _ => name.to_owned(),
            };
            inflections.camelize(&singular)
        });
        let through = call.option("through").is_some();
        let target = self
            .shared
            .graph
            .resolve(&target, &self.nesting())
            .filter(|target| !polymorphic && self.shared.graph.is_model(target))
            .map(str::to_owned);
        let key = call.option("foreign_key").and_then(Expr::text).map(str::to_owned);
        let foreign_key = match kind {
            _ if through => None,
            AssociationKind::BelongsTo => key.or_else(|| Some(format!("{name}_id"))),
            _ => key,
        };
        let counter = call.option("counter_cache").and_then(|option| {
            let named = match &option.kind {
                Kind::Bool(true) => None,
                Kind::Text(text) | Kind::Symbol(text) => Some(text.clone()),
                Kind::Map(pairs) => {
                    let value = |name: &str| {
                        pairs.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, v)| v)
                    };
                    if matches!(value("active").map(|v| &v.kind), Some(Kind::Bool(false))) {
                        return None;
                    }
                    value("column").and_then(Expr::text).map(str::to_owned)
                }
                _ => return None,
            };
            let (owner, column) = match kind {
                AssociationKind::BelongsTo => {
                    let last = self.name.rsplit("::").next().unwrap_or(self.name);
                    let plural = inflections.pluralize(&inflections.underscore(last));
                    (target.clone()?, named.unwrap_or_else(|| format!("{plural}_count")))
                }
                _ => (self.name.to_owned(), named.unwrap_or_else(|| format!("{name}_count"))),
            };
            match self.shared.namer.table(&owner) {
                TableName::Known(table, _) => Some((table, column)),
                _ => None,
            }
        });
        let scope = call.arguments.iter().find(|argument| matches!(argument.kind, Kind::Lambda(_)));
        let unfiltered = scope.is_some_and(|scope| {
            scope.any(&|expr| expr.means("predicate", "call") == Some("unscoped"))
        });
        Association {
            kind,
            name: name.to_owned(),
            target,
            foreign_key,
            counter,
            unfiltered,
            place: located.member.place.clone(),
        }
    }

    fn nesting(&self) -> Vec<String> {
        let mut nesting = self
            .shared
            .graph
            .openings(self.name)
            .first()
            .map(|class| class.nesting.clone())
            .unwrap_or_default();
        // `class Admin::User` finds `Admin::Post` through its own constant only, but Rails resolves
        // association names from the full name of the class outwards.
        let mut outer = self.name;
        let mut namespaces = vec![self.name.to_owned()];
        while let Some((namespace, _)) = outer.rsplit_once("::") {
            namespaces.push(namespace.to_owned());
            outer = namespace;
        }
        namespaces.reverse();
        nesting.extend(namespaces);
        nesting
    }

    fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::new();
        for located in self.members {
            if located.on_class && matches!(located.member.expr.kind, Kind::Def(_)) {
                continue;
            }
            let expr = &located.member.expr;
            let call = match expr.call() {
                Some(call) => call,
                None => continue,
            };
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
                place: located.member.place.clone(),
                via: located.via.clone(),
            });
        }
        needs
    }

    fn filters(&self, model: &Model) -> Vec<Filter> {
        let mut filters = Vec::new();
        let cleared = self.members.iter().find(|located| {
            setting_value(&located.member.expr, "default-scopes", located.on_class)
                .flatten()
                .is_some_and(|value| matches!(&value.kind, Kind::List(all) if all.is_empty()))
        });
        for located in self.members {
            let expr = &located.member.expr;
            // A test of the columns of an abstract class raises or is dead, whatever the column.
            let asks_abstract = self.shared.namer.is_abstract(&located.run_by)
                && located.member.guards.iter().any(|guard| {
                    guard.condition.any(&|expr| {
                        gate::test(expr).is_some_and(|test| test.asks == gate::Asks::Own)
                    })
                });
            if asks_abstract {
                continue;
            }
            for word in expr.means.iter().filter(|word| word.fact == "scope") {
                let dropped = cleared.is_some_and(|cleared| cleared.distance < located.distance);
                match word.get("kind") {
                    Some("default") if dropped => {}
                    Some("default") if word.get("gem").is_none() => {
                        self.written(located, model, FilterKind::Default, &mut filters);
                    }
                    Some("default" | "deletes") => {
                        filters.extend(self.library(located, word, model));
                    }
                    Some("finder") if located.on_class && matches!(expr.kind, Kind::Def(_)) => {
                        let kind = FilterKind::Finder(expr_name(expr));
                        self.written(located, model, kind, &mut filters);
                    }
                    Some("delete") if !located.on_class => {
                        if let Kind::Def(def) = &expr.kind {
                            filters.extend(self.deletes(located, def));
                        }
                    }
                    _ => {}
                }
            }
            if expr.word("association").is_some() {
                self.association_scope(located, &mut filters);
            }
        }
        for word in self.shared.everywhere {
            if let Some(library) =
                self.shared.libraries.iter().find(|library| word.get("gem") == Some(&library.name))
            {
                let column = word.get("column").unwrap_or_default().to_owned();
                filters.push(Filter {
                    kind: FilterKind::Delete("destroy".to_owned()),
                    predicate: Predicate::All(Vec::new()),
                    guards: Vec::new(),
                    writes: Vec::new(),
                    place: model.place.clone(),
                    via: vec![(format!("bundles `{}`", library.name), library.place.clone())],
                    library: word.get("gem"),
                    soft_delete: Some(column),
                    table: None,
                    constants: Vec::new(),
                });
            }
        }
        filters
    }

    /// A filter that is written in Ruby.
    fn written(
        &self,
        located: &Located,
        model: &Model,
        kind: FilterKind,
        filters: &mut Vec<Filter>,
    ) {
        let body = match &located.member.expr.kind {
            Kind::Def(def) if located.on_class => def.body.clone(),
            Kind::Call(call) => match (&call.block, call.arguments.first()) {
                (Some(block), _) => block.body.clone(),
                (None, Some(argument)) => argument.clone(),
                (None, None) => return,
            },
            _ => return,
        };
        for branch in
            self.branches(&body, model.table.as_deref(), model, &located.member.place.file)
        {
            self.push(located, branch, kind.clone(), None, filters);
        }
    }

    fn push(
        &self,
        located: &Located,
        branch: Branch,
        kind: FilterKind,
        table: Option<String>,
        filters: &mut Vec<Filter>,
    ) {
        if branch.predicate == Predicate::All(Vec::new()) {
            return;
        }
        let mut guards = located.member.guards.clone();
        guards.extend(branch.guards);
        let mut via = located.via.clone();
        via.extend(
            branch
                .through
                .into_iter()
                .map(|(name, place)| (format!("goes through `{name}`"), place)),
        );
        filters.push(Filter {
            kind,
            predicate: branch.predicate,
            constants: self.constants_of(&guards),
            guards: self.bound_guards(&guards),
            writes: branch.writes,
            place: located.member.place.clone(),
            via,
            library: None,
            soft_delete: None,
            table,
        });
    }

    fn branches(
        &self,
        body: &Expr,
        table: Option<&str>,
        model: &Model,
        file: &Arc<str>,
    ) -> Vec<Branch> {
        let names = Names {
            scope: &|name| self.scope(name),
            constant: &|name| self.named_value(name),
            stored: &|column, name| {
                let known = model.enums.iter().find(|known| known.column == column)?;
                known
                    .values
                    .iter()
                    .find(|(value, _)| value == name)
                    .map(|(_, stored)| stored.clone())
            },
            table,
        };
        condition::branches(body, &names, file)
    }

    /// The scope or class method of that name.
    fn scope(&self, name: &str) -> Option<(Named, Place)> {
        self.members.iter().find_map(|located| {
            let place = located.member.place.clone();
            match &located.member.expr.kind {
                Kind::Def(def) if located.on_class && def.name == name => {
                    Some((Named::Code(located.member.expr.clone()), place))
                }
                Kind::Call(call) => {
                    if located.member.expr.word("mixin").is_some() {
                        // A library's module brings scopes of its own.
                        return call.arguments.iter().find_map(|argument| {
                            argument.means.iter().find_map(|word| {
                                let named = word.fact == "scope" && word.get("name") == Some(name);
                                named.then(|| {
                                    (Named::Known(self.template(word, None)), place.clone())
                                })
                            })
                        });
                    }
                    if located.member.expr.means("scope", "kind") != Some("named")
                        || call.arguments.first().and_then(Expr::text) != Some(name)
                    {
                        return None;
                    }
                    let body = call
                        .arguments
                        .get(1)
                        .cloned()
                        .or_else(|| call.block.as_ref().map(|block| block.body.clone()))?;
                    Some((Named::Code(body), place))
                }
                _ => None,
            }
        })
    }

    /// The column that a library's filter is about.
    fn library_column(&self, word: &Word, call: Option<&Call>) -> String {
        let option = word.get("column-option").and_then(|option| call?.option(option));
        let option = option.map(|value| self.constant(value).unwrap_or_else(|| value.clone()));
        let setting =
            word.get("column-setting").and_then(|name| self.setting(name)).and_then(|s| s.0);
        option
            .as_ref()
            .or(setting.as_ref())
            .and_then(Expr::text)
            .or(word.get("column"))
            .unwrap_or_default()
            .to_owned()
    }

    fn template(&self, word: &Word, call: Option<&Call>) -> Predicate {
        let column = self.library_column(word, call);
        let text = word.get("predicate").unwrap_or_default().replace("{column}", &column);
        sql::predicate(&text)
    }

    /// A filter that a library's macro brings.
    fn library(&self, located: &Located, word: &'static Word, model: &Model) -> Option<Filter> {
        let expr = &located.member.expr;
        let call = expr.call();
        // Two libraries may share a macro; the bundle decides, and the first where it says nothing.
        let rivals: Vec<_> = expr
            .means
            .iter()
            .filter(|other| other.fact == "scope")
            .filter_map(|other| other.get("gem"))
            .collect();
        let bundled = |gem: &str| self.shared.libraries.iter().any(|known| known.name == gem);
        let chosen = rivals.iter().find(|gem| bundled(gem)).or(rivals.first());
        if chosen.copied() != word.get("gem") {
            return None;
        }
        let given = |condition: &str| {
            let (name, value) = condition.split_once(": ").unwrap_or((condition, "true"));
            let option = call.and_then(|call| call.option(name));
            option.is_some_and(|option| match &option.kind {
                Kind::Bool(set) => set.to_string() == value,
                _ => option.text() == Some(value),
            })
        };
        if !word.get_all("with").all(given) || word.get_all("without").any(given) {
            return None;
        }
        let column = self.library_column(word, call);
        let mut via = located.via.clone();
        let sentinel = word
            .get("sentinel-option")
            .and_then(|option| call?.option(option).cloned())
            .or_else(|| {
                let name = word.get("sentinel-setting")?;
                let setting = self.shared.settings.iter().find(|known| known.name == name)?;
                via.push((format!("sets `{name}`"), setting.place.clone()));
                Some(setting.value.clone())
            });
        let predicate = match (&sentinel, word.get("kind")) {
            (_, Some("deletes")) => Predicate::All(Vec::new()),
            (Some(Expr { kind: Kind::Null, .. }) | None, _) => self.template(word, call),
            (Some(value), _) => {
                Predicate::Compare(Subject::column(&column), Compare::Eq, sentinel_value(value))
            }
        };
        let guards = located.member.guards.clone();
        Some(Filter {
            kind: match word.get("kind") {
                Some("deletes") => FilterKind::Delete("destroy".to_owned()),
                _ => FilterKind::Default,
            },
            predicate,
            constants: self.constants_of(&guards),
            guards: self.bound_guards(&guards),
            writes: Vec::new(),
            place: located.member.place.clone(),
            via,
            library: word.get("gem"),
            soft_delete: word.get("delete").map(|_| column),
            table: model.table.clone(),
        })
    }

    /// A `destroy` of the model's own that keeps the row.
    fn deletes(&self, located: &Located, def: &Def) -> Vec<Filter> {
        let mut columns: BTreeMap<String, Place> = BTreeMap::new();
        let place =
            |expr: &Expr| Place { file: located.member.place.file.clone(), span: expr.span };
        let name_of = |expr: &Expr| {
            let resolved = self.constant(expr);
            resolved.as_ref().unwrap_or(expr).text().map(str::to_owned)
        };
        def.body.walk(&mut |expr| {
            if let Some(test) = gate::test(expr)
                && test.asks == gate::Asks::Own
            {
                for column in &test.columns {
                    if let Some(name) = name_of(column) {
                        columns.entry(name).or_insert_with(|| place(expr));
                    }
                }
            }
            match &expr.kind {
                Kind::Assign(target, _) => {
                    if let Some(call) = target.call()
                        && call.receiver.as_ref().and_then(Expr::name) == Some("self")
                    {
                        columns.entry(call.name.clone()).or_insert_with(|| place(expr));
                    }
                }
                Kind::Call(call) if WRITES.contains(&call.name.as_str()) => {
                    let own = call
                        .receiver
                        .as_ref()
                        .is_none_or(|receiver| receiver.name() == Some("self"));
                    if !own {
                        return;
                    }
                    for (key, _) in &call.options {
                        columns.entry(key.clone()).or_insert_with(|| place(expr));
                    }
                    if let Some(name) = call.arguments.first().and_then(name_of) {
                        columns.entry(name).or_insert_with(|| place(expr));
                    }
                }
                _ => {}
            }
        });
        columns
            .into_iter()
            .map(|(column, at)| Filter {
                kind: FilterKind::Delete(def.name.clone()),
                predicate: Predicate::All(Vec::new()),
                guards: self.bound_guards(&located.member.guards),
                writes: Vec::new(),
                place: located.member.place.clone(),
                via: located
                    .via
                    .iter()
                    .cloned()
                    .chain([(format!("uses `{column}`"), at)])
                    .collect(),
                library: None,
                soft_delete: Some(column),
                table: None,
                constants: self.constants_of(&located.member.guards),
            })
            .collect()
    }

    /// `has_many :posts, -> { where(published: true) }`: the scope is about the other table.
    fn association_scope(&self, located: &Located, filters: &mut Vec<Filter>) {
        let Some(call) = located.member.expr.call() else { return };
        let [name, scope @ Expr { kind: Kind::Lambda(lambda), .. }, ..] = call.arguments.as_slice()
        else {
            return;
        };
        let (Some(name), true) = (name.text(), lambda.parameters.is_empty()) else { return };
        let kind = match located.member.expr.means("association", "kind") {
            Some("belongs-to") => AssociationKind::BelongsTo,
            Some("has-one") => AssociationKind::HasOne,
            _ => AssociationKind::HasMany,
        };
        let Some(target) = self.association(kind, name, call, located).target else { return };
        let TableName::Known(table, _) = self.shared.namer.table(&target) else { return };
        let other = self.shared.graph.members(&target);
        let reader = Reader { name: &target, shared: self.shared, members: &other };
        let Some(class) = self.shared.graph.openings(&target).first() else { return };
        let stand_in = Model {
            name: target.clone(),
            orm: "active_record",
            place: class.place.clone(),
            table: Some(table.clone()),
            table_place: None,
            is_abstract: false,
            parent: None,
            filters: Vec::new(),
            associations: Vec::new(),
            names: Vec::new(),
            tracked: Vec::new(),
            enums: reader.enums(),
            needs: Vec::new(),
            ignored: Vec::new(),
            inheritance_column: None,
            locking_column: None,
            timestamps: true,
            primary_key: None,
        };
        let file = &located.member.place.file;
        for branch in reader.branches(scope, Some(&table), &stand_in, file) {
            let kind = FilterKind::Association(name.to_owned());
            self.push(located, branch, kind, Some(table.clone()), filters);
        }
    }

    /// Where the model's own methods use change tracking.
    fn tracked(&self) -> Vec<(String, Place)> {
        let mut tracked = Vec::new();
        for located in self.members {
            located.member.expr.walk(&mut |expr| {
                let Some(name) = expr.name() else { return };
                if TRACKING.iter().any(|suffix| name.ends_with(suffix)) {
                    let file = located.member.place.file.clone();
                    tracked.push((name.to_owned(), Place { file, span: expr.span }));
                }
            });
        }
        tracked
    }

    /// Everything that owns a name an accessor would take.
    fn owned(&self, model: &Model) -> Vec<Owned> {
        let mut owned = Vec::new();
        for located in self.members {
            let place = &located.member.place;
            let mut own = |name: &str, what, wraps| {
                owned.push(Owned { name: name.to_owned(), what, wraps, place: place.clone() });
            };
            match &located.member.expr.kind {
                Kind::Def(def) if !located.on_class => own(&def.name, "method", wraps(def)),
                Kind::Call(call) => {
                    let first = call.arguments.first().and_then(Expr::text);
                    match located.member.expr.means("declare", "as") {
                        Some("accessor") if call.name.starts_with("attr_") => {
                            for name in call.arguments.iter().filter_map(Expr::text) {
                                own(name, "accessor", false);
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
                                own(name, "store accessor", false);
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

/// Options of `enum` that are not values.
const ENUM_OPTIONS: &[&str] = &[
    "_default",
    "_instance_methods",
    "_prefix",
    "_scopes",
    "_suffix",
    "default",
    "instance_methods",
    "prefix",
    "scopes",
    "suffix",
    "validate",
];

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

/// Methods that write columns of the record they are called on.
const WRITES: &[&str] = &[
    "touch",
    "update",
    "update!",
    "update_attribute",
    "update_attributes",
    "update_attributes!",
    "update_column",
    "update_columns",
    "write_attribute",
];

fn expr_name(expr: &Expr) -> String {
    match &expr.kind {
        Kind::Def(def) => def.name.clone(),
        _ => expr.name().unwrap_or_default().to_owned(),
    }
}

/// Whether a method works on the column of its own name, and so is an accessor made for it: it
/// calls `super`, or names the column as `self[:name]` and `attributes.fetch("name")` do.
fn wraps(def: &Def) -> bool {
    let base = def.name.trim_end_matches(['=', '?']);
    def.body.any(&|expr| match &expr.kind {
        Kind::Name(name) => name == "super",
        Kind::Call(call) => call.name == "super",
        Kind::Text(text) | Kind::Symbol(text) => text == base,
        _ => false,
    })
}

fn enum_values(values: &Expr) -> Vec<(String, Literal)> {
    match &values.kind {
        Kind::Map(pairs) => pairs
            .iter()
            .filter_map(|(name, stored)| {
                let stored = match &stored.kind {
                    Kind::Number(number) => Literal::Number(number.clone()),
                    Kind::Bool(value) => Literal::Bool(*value),
                    _ => Literal::Text(stored.text()?.to_owned()),
                };
                Some((name.text()?.to_owned(), stored))
            })
            .collect(),
        Kind::List(names) => names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| {
                Some((name.text()?.to_owned(), Literal::Number(at.to_string())))
            })
            .collect(),
        // `%w[a b].index_by(&:itself)`, `.freeze`, `.to_h { |v| [v, v] }`: stored by name
        Kind::Call(call) => match (call.name.as_str(), &call.receiver) {
            ("freeze", Some(inner)) => enum_values(inner),
            (_, Some(inner)) => inner
                .texts()
                .into_iter()
                .map(|name| (name.to_owned(), Literal::Text(name.to_owned())))
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn sentinel_value(value: &Expr) -> Value {
    match &value.kind {
        Kind::Bool(value) => Value::Literal(Literal::Bool(*value)),
        Kind::Number(number) => Value::Literal(Literal::Number(number.clone())),
        Kind::Text(text) | Kind::Symbol(text) => Value::Literal(Literal::Text(text.clone())),
        _ => Value::Runtime("the sentinel".to_owned()),
    }
}
