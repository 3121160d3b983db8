//! The filters of a model: written, inherited, brought by libraries.

use std::{collections::BTreeMap, sync::Arc};

use super::{Reader, enums::enum_scope};
use crate::{
    app::{AssociationKind, Enum, Filter, FilterKind, Model},
    expr::{Call, Def, Expr, Kind, Word},
    facts::Guard,
    gate,
    link::Located,
    orm::active_record::{
        condition::{self, Branch, Named, Names, Other},
        naming::{TableName, setting_value},
    },
    predicate::{Compare, Literal, Predicate, Subject, Value},
    source::Place,
    sql,
};

impl Reader<'_, '_> {
    pub(super) fn filters(&self, model: &Model) -> Vec<Filter> {
        let mut filters = Vec::new();
        let cleared = self.members.iter().find(|located| {
            setting_value(&located.member.expr, "default-scopes", located.on_class)
                .flatten()
                .is_some_and(|value| matches!(&value.kind, Kind::List(all) if all.is_empty()))
        });
        for located in self.members {
            let expr = &located.member.expr;
            // A test of the columns of an abstract class raises or is dead, whatever the column.
            let asks_abstract = located.member.guards.iter().any(|guard| {
                guard
                    .condition
                    .any(&|expr| gate::test(expr).is_some_and(|test| test.asks == gate::Asks::Own))
            }) && self.shared.namer.is_abstract(located.run_by);
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
                self.polymorphic_filters(located, &mut filters);
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
                    everywhere: true,
                    soft_delete: Some(column),
                    table: None,
                    constants: Vec::new(),
                    label: library.name.clone(),
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
        let own = match &kind {
            FilterKind::Finder(name) => Some(name.as_str()),
            _ => None,
        };
        for branch in self.branches(
            &body,
            own,
            model.table.as_deref(),
            &model.enums,
            &located.member.place.file,
        ) {
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
        let mut via = located.via.to_vec();
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
            label: "default_scope".to_owned(),
            guards: self.bound_guards(&guards),
            writes: branch.writes,
            place: located.member.place.clone(),
            via,
            library: None,
            everywhere: false,
            soft_delete: None,
            table,
        });
    }

    fn branches(
        &self,
        body: &Expr,
        own: Option<&str>,
        table: Option<&str>,
        enums: &[Enum],
        file: &Arc<str>,
    ) -> Vec<Branch> {
        let other = |class: &str, query: &Expr| {
            let (name, table) = self.other(class)?;
            let members = self.shared.graph.members(&name);
            let reader = Reader { name: &name, shared: self.shared, members: &members };
            let enums = reader.enums();
            let code = Code { body: query, own: None, table: Some(&table), enums: &enums, file };
            // What it merges in turn is not followed.
            let branches = reader.branches_with(&code, &|_, _| None);
            Some((table, branches))
        };
        self.branches_with(&Code { body, own, table, enums, file }, &other)
    }

    /// Another model by the name that this one has for it, and its table.
    fn other(&self, class: &str) -> Option<(String, String)> {
        let name = self.shared.graph.resolve(class, &[self.name.to_owned()])?;
        match self.shared.namer.table(name) {
            TableName::Known(table, _) if self.shared.graph.is_model(name) => {
                Some((name.to_owned(), table))
            }
            _ => None,
        }
    }

    fn branches_with(&self, code: &Code, other: &Other) -> Vec<Branch> {
        let Code { body, own, table, enums, file } = *code;
        let names = Names {
            scope: &|name| self.scope(name).or_else(|| enum_scope(enums, name)),
            constant: &|name| self.named_value(name),
            stored: &|column, name| {
                let known = enums.iter().find(|known| known.column == column)?;
                known
                    .values
                    .iter()
                    .find(|(value, _)| value == name)
                    .map(|(_, stored)| stored.clone())
            },
            table,
            other,
            table_of: &|class| self.other(class).map(|(_, table)| table),
        };
        condition::branches(body, own, &names, file)
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
        let mut via = located.via.to_vec();
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
            label: word.get("gem").unwrap_or_default().to_owned(),
            guards: self.bound_guards(&guards),
            writes: Vec::new(),
            place: located.member.place.clone(),
            via,
            library: word.get("gem"),
            everywhere: false,
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
                guards: self.falls_back(located, def),
                writes: Vec::new(),
                place: located.member.place.clone(),
                via: located
                    .via
                    .iter()
                    .cloned()
                    .chain([(format!("uses `{column}`"), at)])
                    .collect(),
                library: None,
                everywhere: false,
                soft_delete: Some(column),
                table: None,
                constants: self.constants_of(&located.member.guards),
                label: def.name.clone(),
            })
            .collect()
    }

    /// The conditions of a delete that keeps the row: those around it, and the test in its body that
    /// decides between keeping and `super`.
    fn falls_back(&self, located: &Located, def: &Def) -> Vec<Guard> {
        let mut guards = located.member.guards.clone();
        let mut found = None;
        let is_super = |body: &Expr| body.any(&|expr| expr.name() == Some("super"));
        def.body.walk(&mut |expr| {
            if let Kind::If(condition, then, otherwise) = &expr.kind
                && found.is_none()
                && condition.any(&|expr| gate::test(expr).is_some())
            {
                let holds = match (is_super(then), is_super(otherwise)) {
                    (true, false) => false,
                    (false, true) => true,
                    _ => return,
                };
                let place = Place { file: located.member.place.file.clone(), span: condition.span };
                found = Some(Guard { condition: condition.as_ref().clone(), holds, place });
            }
        });
        guards.extend(found);
        self.bound_guards(&guards)
    }

    /// `has_many :posts, -> { where(published: true) }`: the scope is about the other table.
    fn association_scope(&self, located: &Located, filters: &mut Vec<Filter>) {
        let Some(call) = located.member.expr.call() else { return };
        let [name, scope @ Expr { kind: Kind::Lambda(lambda), .. }, ..] = call.arguments.as_slice()
        else {
            return;
        };
        let (Some(name), true) = (name.text(), lambda.parameters.is_empty()) else { return };
        // `has_many :rejected_gifts, -> { where(rejected: true) }, class_name: "Gift"` names a part
        // of the rows: that it starts empty is what it is for.
        if ["class", "class_name", "source", "through"].iter().any(|o| call.option(o).is_some()) {
            return;
        }
        let kind = match located.member.expr.means("association", "kind") {
            Some("belongs-to") => AssociationKind::BelongsTo,
            Some("has-one") => AssociationKind::HasOne,
            _ => AssociationKind::HasMany,
        };
        let Some(target) = self.association(kind, name, call, located).target else { return };
        let TableName::Known(table, _) = self.shared.namer.table(&target) else { return };
        let other = self.shared.graph.members(&target);
        let reader = Reader { name: &target, shared: self.shared, members: &other };
        let enums = reader.enums();
        let file = &located.member.place.file;
        for branch in reader.branches(scope, None, Some(&table), &enums, file) {
            let kind = FilterKind::Association(name.to_owned());
            self.push(located, branch, kind, Some(table.clone()), filters);
        }
    }
}

/// The body of a scope, and what it is read with.
struct Code<'c> {
    body: &'c Expr,
    /// The finder whose body it is.
    own: Option<&'c str>,
    table: Option<&'c str>,
    enums: &'c [Enum],
    file: &'c Arc<str>,
}

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

fn sentinel_value(value: &Expr) -> Value {
    match &value.kind {
        Kind::Bool(value) => Value::Literal(Literal::Bool(*value)),
        Kind::Number(number) => Value::Literal(Literal::Number(number.clone())),
        Kind::Text(text) | Kind::Symbol(text) => Value::Literal(Literal::Text(text.clone())),
        _ => Value::Runtime("the sentinel".to_owned()),
    }
}
