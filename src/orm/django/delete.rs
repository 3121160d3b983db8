//! `delete` of a model or query set that keeps the row.

use std::collections::BTreeMap;

use super::model::ModelClass;
use crate::{
    app::{Filter, FilterKind},
    expr::{Expr, Kind},
    facts::Guard,
    modules::{Ancestor, Modules},
    predicate::Predicate,
    source::Place,
};

/// The columns that deleting sets instead, each as a filter of no query. `column` names the column
/// of an attribute.
pub fn overrides(
    modules: &Modules,
    class: &ModelClass,
    column: &dyn Fn(&str) -> Option<String>,
) -> Vec<Filter> {
    // The nearest `delete` of the application's own is the one that runs; one that goes on to the
    // next in any case leaves it to that one what becomes of the row.
    let found = class.lineage.iter().find_map(|ancestor| {
        let Ancestor::Class(at) = ancestor else { return None };
        let owner = modules.class(*at);
        owner.body.body.statements().iter().find_map(|statement| match &statement.kind {
            Kind::Def(def) if def.name == "delete" && !goes_on(&def.body) => {
                Some((owner.module, def))
            }
            _ => None,
        })
    });
    let Some((module, def)) = found else { return Vec::new() };
    let mut sets: BTreeMap<String, (Place, Vec<Guard>)> = BTreeMap::new();
    let place = |expr: &Expr| modules.place(module, expr.span);
    collect(&def.body, &mut Vec::new(), &place, &mut sets);
    let head = modules.place(module, def.head);
    sets.into_iter()
        .filter_map(|(attribute, (at, guards))| {
            let column = column(&attribute)?;
            Some(Filter {
                kind: FilterKind::Delete("delete".to_owned()),
                predicate: Predicate::All(Vec::new()),
                guards,
                writes: Vec::new(),
                place: head.clone(),
                via: vec![(format!("sets `{attribute}`"), at)],
                library: None,
                everywhere: false,
                soft_delete: Some(column),
                table: None,
                constants: Vec::new(),
                label: "delete".to_owned(),
            })
        })
        .collect()
}

/// Whether a body calls `super().delete(…)` whatever happens.
fn goes_on(body: &Expr) -> bool {
    let keeps = |statement: &&Expr| match &statement.kind {
        // `if hasattr(self, "deleted_at"): self.deleted_at = now(); …; return`
        Kind::If(_, then, _) => then.leaves() && sets(then),
        _ => false,
    };
    body.statements().iter().take_while(|statement| !keeps(statement)).any(|statement| {
        let value = match &statement.kind {
            Kind::Exit(Some(value)) | Kind::Assign(_, value) => value,
            _ => statement,
        };
        value.call().is_some_and(|call| {
            call.name == "delete" && call.receiver.as_ref().and_then(Expr::name) == Some("super")
        })
    })
}

/// Whether code sets an attribute of `self`.
fn sets(code: &Expr) -> bool {
    code.statements().iter().any(|statement| match &statement.kind {
        Kind::Assign(target, _) => target
            .call()
            .is_some_and(|call| call.receiver.as_ref().and_then(Expr::name) == Some("self")),
        _ => false,
    })
}

/// Attributes that are set on `self`, with the conditions around each.
fn collect(
    body: &Expr,
    guards: &mut Vec<Guard>,
    place: &dyn Fn(&Expr) -> Place,
    into: &mut BTreeMap<String, (Place, Vec<Guard>)>,
) {
    for statement in body.statements() {
        match &statement.kind {
            Kind::If(condition, then, otherwise) => {
                for (branch, holds) in [(then, true), (otherwise, false)] {
                    guards.push(Guard {
                        condition: condition.as_ref().clone(),
                        holds,
                        place: place(condition),
                    });
                    collect(branch, guards, place, into);
                    guards.pop();
                }
            }
            Kind::Sequence(_) => collect(statement, guards, place, into),
            Kind::Exit(Some(value)) => collect(value, guards, place, into),
            Kind::Try(body, _) => collect(body, guards, place, into),
            Kind::Assign(target, _) => {
                if let Some(call) = target.call()
                    && call.receiver.as_ref().and_then(Expr::name) == Some("self")
                {
                    into.entry(call.name.clone())
                        .or_insert_with(|| (place(statement), guards.clone()));
                }
            }
            // `Article.all_objects.filter(pk=self.pk).update(deleted_at=now())`
            Kind::Call(call) if call.name == "update" => {
                for (name, _) in &call.options {
                    into.entry(name.clone()).or_insert_with(|| (place(statement), guards.clone()));
                }
            }
            _ => {}
        }
    }
}
