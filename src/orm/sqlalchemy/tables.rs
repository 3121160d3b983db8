//! `Table(…)` objects and the classes that are mapped to them.

use std::collections::HashMap;

use super::{columns, names};
use crate::{
    app::Attribute,
    expr::{Call, Expr},
    modules::{Modules, Symbol},
};

/// A table object: its name and its columns, `None` where the database is asked for them.
#[derive(Clone, Debug)]
pub struct TableObject {
    /// The table; `None` where its name is computed.
    pub name: Option<String>,
    /// The columns.
    pub columns: Option<Vec<Attribute>>,
}

/// The classes that a call maps to a table object.
pub fn mappings(modules: &Modules) -> HashMap<usize, TableObject> {
    let mut found = HashMap::new();
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            if expr.means("declare", "as") != Some("mapping") {
                return;
            }
            let [class, table, ..] = call.arguments.as_slice() else { return };
            if let Symbol::Class(class) = modules.resolve(module, class)
                && let Some(table) = object(modules, module, table)
            {
                found.insert(class, table);
            }
        });
    }
    found
}

/// The table object that an expression is or names.
pub fn object(modules: &Modules, module: usize, expr: &Expr) -> Option<TableObject> {
    let (module, value) = match modules.resolve(module, expr) {
        Symbol::Value(home, value) => (home, value),
        _ => (module, expr),
    };
    let call = value.call().filter(|call| call.called)?;
    (value.means("declare", "as") == Some("table")).then(|| read(modules, module, call))
}

fn read(modules: &Modules, module: usize, call: &Call) -> TableObject {
    let name = call.arguments.first().or_else(|| call.option("name"));
    let name = name.and_then(|name| names::text(modules, module, name, ""));
    let schema = call.option("schema").and_then(|name| names::text(modules, module, name, ""));
    let name = match schema.as_deref() {
        None | Some("" | "public" | "dbo") => name,
        Some(schema) => name.map(|name| format!("{schema}.{name}")),
    };
    let reflects = ["autoload_with", "autoload"].iter().any(|option| call.option(option).is_some());
    let columns = call.arguments.iter().skip(1);
    let columns =
        columns.filter_map(|column| columns::read(modules, module, column, None)).collect();
    TableObject { name, columns: (!reflects).then_some(columns) }
}
