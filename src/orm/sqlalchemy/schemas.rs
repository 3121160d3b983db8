//! Which schema of the database a table stands in: `{"schema": "shop"}`, `MetaData(schema="shop")`.

use super::{models::member, names};
use crate::{
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
};

/// A table's name with the schema, unless that is where databases look by themselves. `classes` are the
/// mapped class and what it extends, nearest first.
pub fn with_schema(modules: &Modules, classes: &[usize], table: String) -> String {
    match schema(modules, classes).as_deref() {
        None | Some("" | "public" | "dbo") => table,
        Some(schema) => format!("{schema}.{table}"),
    }
}

fn schema(modules: &Modules, classes: &[usize]) -> Option<String> {
    // The nearest that says anything says all.
    let said = classes.iter().find_map(|at| {
        let class = modules.class(*at);
        Some((class.module, member(class, "table-args")?))
    });
    let own = said.and_then(|(module, arguments)| named(modules, module, arguments));
    own.or_else(|| {
        classes.iter().find_map(|at| {
            let class = modules.class(*at);
            class.body.body.statements().iter().find_map(|statement| match &statement.kind {
                Kind::Assign(target, value) => {
                    let is_it = matches!(&target.kind, Kind::Name(name) if name == "metadata");
                    of_metadata(modules, class.module, value).filter(|_| is_it)
                }
                _ => None,
            })
        })
    })
}

/// `metadata = MetaData(schema="shop")`
fn of_metadata(modules: &Modules, module: usize, value: &Expr) -> Option<String> {
    let (home, made) = match modules.resolve(module, value) {
        Symbol::Value(home, value) => (home, value),
        _ => (module, value),
    };
    let call = made.call().filter(|call| call.called && call.name == "MetaData")?;
    names::text(modules, home, call.option("schema")?, "")
}

/// The schema that arguments of a table name: in a dictionary, or handed to what makes them.
fn named(modules: &Modules, module: usize, arguments: &Expr) -> Option<String> {
    let text = |value: &Expr| names::text(modules, module, value, "");
    match &arguments.kind {
        Kind::Map(pairs) => {
            let (_, value) = pairs.iter().find(|(key, _)| key.text() == Some("schema"))?;
            text(value)
        }
        Kind::List(parts) => named(modules, module, parts.last()?),
        Kind::Binary(left, operator, right) if operator == "+" => {
            named(modules, module, right).or_else(|| named(modules, module, left))
        }
        Kind::Call(call) if call.called => call.option("schema").and_then(text),
        Kind::Splat(of) => named(modules, module, of),
        _ => match modules.resolve(module, arguments) {
            Symbol::Value(home, value) if !std::ptr::eq(value, arguments) => match &value.kind {
                // One step is enough for a constant.
                Kind::Map(_) | Kind::List(_) => named(modules, home, value),
                _ => None,
            },
            _ => None,
        },
    }
}
