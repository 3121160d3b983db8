//! Entities of Pony: one table for a class and all that extend it, told apart by `classtype`.
//!
//! Measured with Pony 0.7.

use crate::{
    app::{Attribute, Model},
    change::{Column, DefaultValue},
    expr::Expr,
    modules::{Modules, Symbol},
    orm::python::heritage::{self, Given},
};

const ORM: &str = "pony";

/// The entities of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let entities: Vec<_> =
        modules.classes().filter_map(|(at, _)| Some((at, ancestors(modules, at)?))).collect();
    if entities.is_empty() {
        return Vec::new();
    }
    let keeps_case = keeps_case(modules);
    entities.iter().filter_map(|(at, line)| model(modules, *at, line, keeps_case)).collect()
}

fn model(modules: &Modules, at: usize, lineage: &[usize], keeps_case: bool) -> Option<Model> {
    let class = modules.class(at);
    let place = modules.place(class.module, class.body.head);
    let mut model = Model::new(&modules.qualified(at), ORM, &place);
    let root = *lineage.last()?;
    if let Some(parent) = lineage.get(1) {
        model.parent = Some(modules.qualified(*parent));
    }
    let given = bodies(modules, &[root]);
    match given.iter().find(|one| one.name == "_table_") {
        Some(one) => {
            // `_table_ = ("schema", "users")`
            let name = one.value.members().and_then(<[Expr]>::last).unwrap_or(one.value);
            model.table = modules.text(one.module, name);
            model.table_place = Some(modules.place(one.module, one.statement.span));
        }
        None => {
            let name = &modules.class(root).body.name;
            model.table = Some(if keeps_case { name.clone() } else { name.to_lowercase() });
        }
    }
    let own = bodies(modules, lineage);
    let mut columns: Vec<Attribute> =
        own.iter().filter_map(|one| attribute(modules, one)).collect();
    let keyed =
        columns.iter().any(|known| known.column.primary_key)
            || class.body.body.statements().iter().any(|part| {
                part.call().is_some() && part.means("field", "kind") == Some("pony-key")
            });
    if !keyed {
        columns.insert(0, heritage::Fields::automatic("id", "id"));
    }
    model.attributes = Some(columns);
    Some(model)
}

/// The class and those that it extends, up to the one that extends `db.Entity`; `None` for others.
fn ancestors(modules: &Modules, at: usize) -> Option<Vec<usize>> {
    let mut found = vec![at];
    loop {
        let class = modules.class(*found.last()?);
        let is_root = class.body.parents.iter().any(|parent| {
            let owner = parent.call().and_then(|call| call.receiver.as_ref());
            parent.means("declare", "as") == Some("entity")
                && owner.is_some_and(|owner| is_database(modules, class.module, owner))
        });
        if is_root {
            return Some(found);
        }
        let next = class.body.parents.iter().find_map(|parent| {
            match modules.resolve(class.module, parent) {
                Symbol::Class(parent) if !found.contains(&parent) => Some(parent),
                _ => None,
            }
        })?;
        found.push(next);
    }
}

/// Whether a name stands for `Database(…)` of Pony.
fn is_database(modules: &Modules, module: usize, owner: &Expr) -> bool {
    match modules.resolve(module, owner) {
        Symbol::Value(home, value) => value.call().is_some_and(|call| {
            let name = modules.called_name(home, call);
            name.is_some_and(|name| name.starts_with("pony.") && name.ends_with(".Database"))
        }),
        _ => false,
    }
}

fn bodies<'a>(modules: &Modules<'a>, classes: &[usize]) -> Vec<Given<'a>> {
    classes.iter().flat_map(|class| heritage::own(modules, *class)).collect()
}

/// `Required(str)`, `Optional("Author", column="writer")`
fn attribute(modules: &Modules, given: &Given) -> Option<Attribute> {
    let call = given.value.call().filter(|call| call.called)?;
    let kind = given.value.means("field", "kind")?;
    if !matches!(kind, "pony-required" | "pony-optional" | "pony-key") {
        return None;
    }
    let name = match call.option("column") {
        Some(named) => modules.text(given.module, named)?,
        None => given.name.to_owned(),
    };
    let of = call.arguments.first().and_then(|of| of.name().or_else(|| of.text()));
    // A text that nobody sets is empty, not NULL.
    let is_text = of.is_some_and(|of| matches!(of, "str" | "LongStr" | "unicode"));
    let column = Column {
        name,
        sql_type: of.map(str::to_owned),
        nullable: Some(kind == "pony-optional" && (!is_text || heritage::is_set(call, "nullable"))),
        primary_key: kind == "pony-key",
        unique: kind == "pony-key" || heritage::is_set(call, "unique"),
        place: Some(modules.place(given.module, given.statement.span)),
        ..Column::default()
    };
    Some(Attribute { name: given.name.to_owned(), column, initial: DefaultValue::Unsaid })
}

/// SQLite has the names of tables as classes write them, other databases in lower case.
fn keeps_case(modules: &Modules) -> bool {
    let mut sqlite = false;
    for (_, code) in modules.modules() {
        code.program.walk(&mut |expr| {
            if let Some(call) = expr.call().filter(|call| call.called && call.name == "bind") {
                let provider = call.arguments.first().or_else(|| call.option("provider"));
                sqlite |= provider.and_then(Expr::text) == Some("sqlite");
            }
        });
    }
    sqlite
}
