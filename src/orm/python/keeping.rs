//! Methods of a model that keep a row where they were to delete it.

use super::{
    asked::{self, Asked},
    heritage::Heir,
};
use crate::{
    app::{Attribute, Filter, FilterKind},
    expr::{Def, Expr, Kind},
    modules::{Ancestor, Modules},
    predicate::Predicate,
};

/// The method of that name that a class has or inherits, with its module.
pub fn method<'a>(modules: &Modules<'a>, heir: &Heir, name: &str) -> Option<(usize, &'a Def)> {
    heir.lineage.iter().find_map(|ancestor| {
        let Ancestor::Class(at) = ancestor else { return None };
        let class = modules.class(*at);
        class.body.body.statements().iter().rev().find_map(|statement| {
            let inner = match &statement.kind {
                Kind::Decorated(_, inner) => inner,
                _ => statement,
            };
            match &inner.kind {
                Kind::Def(def) if def.name == name => Some((class.module, def.as_ref())),
                _ => None,
            }
        })
    })
}

/// What methods of these names set instead of deleting, each as a filter of no query.
pub fn filters(
    modules: &Modules,
    heir: &Heir,
    names: &[&str],
    columns: &[Attribute],
) -> Vec<Filter> {
    let mut found: Vec<Filter> = Vec::new();
    for name in names {
        let Some((module, def)) = method(modules, heir, name) else { continue };
        for asked in asked::all(modules, module, def, &|part| !set_by(part).is_empty()) {
            // It deletes all the same, and what it sets is a last note.
            if asked.guards.is_empty() && deletes_anyway(def, name) {
                continue;
            }
            for attribute in set_by(asked.expr) {
                let column = columns.iter().find(|column| column.name == attribute);
                let known = |column: &Attribute| {
                    found.iter().any(|filter| {
                        filter.soft_delete.as_deref() == Some(column.column.name.as_str())
                    })
                };
                let Some(column) = column.filter(|column| !known(column)) else { continue };
                found.push(kept(modules, &asked, name, &column.column.name));
            }
        }
    }
    found
}

fn kept(modules: &Modules, asked: &Asked, name: &str, column: &str) -> Filter {
    Filter {
        kind: FilterKind::Delete(name.to_owned()),
        predicate: Predicate::All(Vec::new()),
        guards: asked.guards.clone(),
        writes: Vec::new(),
        place: modules.place(asked.module, asked.expr.span),
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete: Some(column.to_owned()),
        table: None,
        constants: Vec::new(),
        label: name.to_owned(),
    }
}

/// The attributes that code sets: `self.deleted = True`, `cls.update(deleted=True)`.
fn set_by(part: &Expr) -> Vec<&str> {
    match &part.kind {
        Kind::Assign(target, _) => {
            let call = target.call().filter(|call| {
                !call.called && call.receiver.as_ref().and_then(Expr::name) == Some("self")
            });
            call.map(|call| call.name.as_str()).into_iter().collect()
        }
        Kind::Call(call) if call.called && call.name == "update" => {
            call.options.iter().map(|(name, _)| name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the library's own method runs on every way: `super().delete()` among the statements.
fn deletes_anyway(def: &Def, name: &str) -> bool {
    def.body.statements().iter().any(|statement| {
        let value = match &statement.kind {
            Kind::Exit(Some(value)) => value,
            _ => statement,
        };
        value.call().is_some_and(|call| {
            call.name == name && call.receiver.as_ref().and_then(Expr::name) == Some("super")
        })
    })
}
