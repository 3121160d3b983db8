//! What `class Meta` says is unique: `unique_together`, `UniqueConstraint`.

use super::meta::Meta;
use crate::{
    app::{Attribute, Unique},
    expr::{Expr, Kind},
    modules::Modules,
};

/// The constraints of a model over its columns.
pub fn of(modules: &Modules, meta: &Meta, columns: &[Attribute]) -> Vec<Unique> {
    let column = |name: &str| {
        let name = name.trim_start_matches('-');
        let known = columns.iter().find(|known| known.name == name || known.column.name == name);
        known.map_or(name, |known| known.column.name.as_str()).to_owned()
    };
    let mut found = Vec::new();
    let mut take = |fields: &Expr, condition: Option<String>, module: usize, at: &Expr| {
        let columns: Vec<String> = fields.texts().into_iter().map(&column).collect();
        if !columns.is_empty() {
            let place = Some(modules.place(module, at.span));
            found.push(Unique { name: None, columns, condition, asked: false, place });
        }
    };
    if let Some((module, value, statement)) = meta.option("unique_together") {
        let groups = value.members().unwrap_or_default();
        if groups.iter().all(|group| group.text().is_some()) {
            take(value, None, module, statement);
        }
        for group in groups.iter().filter(|group| group.members().is_some()) {
            take(group, None, module, group);
        }
    }
    if let Some((module, value, _)) = meta.option("constraints") {
        for constraint in value.members().unwrap_or_default() {
            let Some(call) = constraint.call().filter(|call| call.name == "UniqueConstraint")
            else {
                continue;
            };
            let condition = call.option("condition").map(|condition| asked(condition, &column));
            match call.option("fields") {
                Some(fields) => take(fields, condition, module, constraint),
                // `UniqueConstraint(Lower("slug"), "shop", name="one")`
                None => {
                    let fields: Vec<Expr> = call.arguments.iter().flat_map(fields_in).collect();
                    let fields = Expr::new(Kind::List(fields), constraint.span);
                    take(&fields, condition, module, constraint);
                }
            }
        }
    }
    found
}

/// The fields that an expression of an index reads: `Lower("slug")`, `F("slug").desc()`.
fn fields_in(expression: &Expr) -> Vec<Expr> {
    let mut found = Vec::new();
    expression.walk(&mut |part| {
        if let Kind::Text(_) = part.kind {
            found.push(part.clone());
        }
    });
    found
}

/// The columns that a condition asks for: whether it leaves out hidden rows is decided by them.
fn asked(condition: &Expr, column: &dyn Fn(&str) -> String) -> String {
    let mut names = Vec::new();
    condition.walk(&mut |part| {
        if let Kind::Call(call) = &part.kind {
            let fields = call.options.iter().filter_map(|(key, _)| key.split("__").next());
            names.extend(fields.filter(|name| !name.is_empty()).map(column));
        }
    });
    names.join(", ")
}
