//! The filters that a model's queries pass through: its managers, and what libraries bring.

use super::{
    delete,
    kept::{self, Kept},
    manager,
    manager::Manager,
    model,
    model::ModelClass,
};
use crate::{
    app::{Filter, FilterKind},
    expr::{Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    predicate::{ColumnName, Predicate},
    source::Place,
};

/// Every filter of a model. `column` gives the column of an attribute.
pub fn all(
    modules: &Modules,
    class: &ModelClass,
    column: &dyn Fn(&str) -> Option<ColumnName>,
) -> Vec<Filter> {
    let managers = manager::managers(modules, class);
    let default = manager::default_name(modules, class, &managers);
    let mut filters = Vec::new();
    for one in &managers {
        let is_default = Some(&one.name) == default.as_ref();
        for kept in kept::kept(modules, &one.maker) {
            let kind = match (is_default, one.name.as_str()) {
                (true, _) => FilterKind::Default,
                (false, "objects") => FilterKind::Manager(one.name.clone()),
                // What another manager keeps is its own business, unless nobody sees it begin.
                (false, _) if kept.guards.is_empty() => continue,
                (false, _) => FilterKind::Manager(one.name.clone()),
            };
            filters.push(filter(one, kept, kind, column));
        }
    }
    filters.extend(decorated(modules, class, column));
    filters.extend(libraries(modules, class));
    let own = |name: &str| column(name).map(|column| column.name);
    filters.extend(delete::overrides(modules, class, &own));
    filters
}

/// Conditions that code asks for by the name of a method: `Article.objects.live()`.
pub fn named(
    modules: &Modules,
    class: &ModelClass,
    column: &dyn Fn(&str) -> Option<ColumnName>,
) -> Vec<Filter> {
    let mut found: Vec<Filter> = Vec::new();
    for one in &manager::managers(modules, class) {
        for (name, kept) in kept::named(modules, &one.maker) {
            let kind = FilterKind::Finder(name);
            if !found.iter().any(|known| known.kind == kind) {
                found.push(filter(one, kept, kind, column));
            }
        }
    }
    found
}

/// Whether the default manager is also that of the models that migrations see:
/// `use_in_migrations = True`.
pub fn in_migrations(modules: &Modules, class: &ModelClass) -> bool {
    let managers = manager::managers(modules, class);
    let default = manager::default_name(modules, class, &managers);
    let mut makers = managers.iter().filter(|one| Some(&one.name) == default.as_ref());
    makers.any(|one| {
        let manager::Maker::Classes { class: Some(maker), .. } = &one.maker else { return false };
        modules.lineage(*maker).iter().any(|ancestor| {
            let Ancestor::Class(at) = ancestor else { return false };
            manager::assignments(&modules.class(*at).body.body).any(|(name, value, _)| {
                name == "use_in_migrations" && matches!(value.kind, Kind::Bool(true))
            })
        })
    })
}

/// What has keys to the model followed through its default manager: `base_manager_name = "objects"`.
pub fn of_keys(modules: &Modules, class: &ModelClass) -> Option<Place> {
    let (name, module, statement) = manager::base_name(modules, class)?;
    let managers = manager::managers(modules, class);
    let default = manager::default_name(modules, class, &managers);
    (default.as_ref() == Some(&name)).then(|| modules.place(module, statement.span))
}

fn filter(
    manager: &Manager,
    kept: Kept,
    kind: FilterKind,
    column: &dyn Fn(&str) -> Option<ColumnName>,
) -> Filter {
    let made =
        (format!("`{}` is made by `{}`", manager.name, manager.label), manager.place.clone());
    let mut filter = of_kept(kept, kind, &manager.label, &manager.place, column);
    filter.via.insert(0, made);
    filter
}

/// What a query keeps as a filter, written at `home` unless its own condition stands elsewhere.
pub(super) fn of_kept(
    kept: Kept,
    kind: FilterKind,
    label: &str,
    home: &Place,
    column: &dyn Fn(&str) -> Option<ColumnName>,
) -> Filter {
    let predicate = kept.predicate.with_columns(&|name| match name.table {
        Some(_) => name.clone(),
        None => column(&name.name).unwrap_or_else(|| name.clone()),
    });
    // A condition on a parent's columns alone hides the parent's rows.
    let tables: Vec<_> =
        predicate.subjects().iter().map(|subject| subject.column.table.clone()).collect();
    let table = match tables.as_slice() {
        [Some(first), rest @ ..] if rest.iter().all(|other| other.as_ref() == Some(first)) => {
            column_table(&predicate, first)
        }
        _ => None,
    };
    let through = kept.through.into_iter();
    let via = through.map(|(name, place)| (format!("goes through `{name}`"), place)).collect();
    Filter {
        kind,
        predicate,
        guards: kept.guards,
        writes: Vec::new(),
        place: kept.place.unwrap_or_else(|| home.clone()),
        via,
        library: None,
        everywhere: false,
        soft_delete: None,
        table,
        constants: Vec::new(),
        label: label.to_owned(),
    }
}

/// The table that all columns of a condition stand in: a table, not a relation's name.
fn column_table(predicate: &Predicate, first: &str) -> Option<String> {
    (!predicate.subjects().is_empty() && first.contains('_')).then(|| first.to_owned())
}

/// `cls.objects = LiveManager()` in a decorator of the class.
fn decorated(
    modules: &Modules,
    class: &ModelClass,
    column: &dyn Fn(&str) -> Option<ColumnName>,
) -> Vec<Filter> {
    let owner = modules.class(class.at);
    let mut filters = Vec::new();
    for decorator in owner.decorators {
        let Symbol::Function(module, def, _) = modules.resolve(owner.module, decorator) else {
            continue;
        };
        let Some((parameter, _)) = def.parameters.first() else { continue };
        let mut assigned = Vec::new();
        assignments_to(def.body.statements(), parameter, &mut Vec::new(), &mut assigned);
        for (statement, value, guards) in assigned {
            let value = last_value(&def.body, value);
            let Some((label, maker)) = manager::read(modules, module, value) else { continue };
            let place = modules.place(module, statement.span);
            let one = Manager { name: "objects".to_owned(), label, place, maker };
            for mut kept in kept::kept(modules, &one.maker) {
                let guards = guards.iter().map(|(condition, holds)| crate::facts::Guard {
                    condition: condition.bind(&[(
                        parameter.clone(),
                        Expr::new(Kind::Name("cls".to_owned()), condition.span),
                    )]),
                    holds: *holds,
                    place: modules.place(module, condition.span),
                });
                kept.guards.splice(0..0, guards);
                let kind = FilterKind::Manager("objects".to_owned());
                filters.push(filter(&one, kept, kind, column));
            }
        }
    }
    filters
}

type Assigned<'e> = (&'e Expr, &'e Expr, Vec<(Expr, bool)>);

fn assignments_to<'e>(
    statements: &'e [Expr],
    of: &str,
    guards: &mut Vec<(Expr, bool)>,
    into: &mut Vec<Assigned<'e>>,
) {
    for statement in statements {
        match &statement.kind {
            Kind::If(condition, then, otherwise) => {
                for (branch, holds) in [(then, true), (otherwise, false)] {
                    guards.push((condition.as_ref().clone(), holds));
                    assignments_to(branch.statements(), of, guards, into);
                    guards.pop();
                }
            }
            Kind::Assign(target, value) => {
                if let Some(call) = target.call()
                    && call.name == "objects"
                    && call.receiver.as_ref().and_then(Expr::name) == Some(of)
                {
                    into.push((statement, value, guards.clone()));
                }
            }
            _ => {}
        }
    }
}

/// What a local name was last set to in a function.
fn last_value<'e>(body: &'e Expr, value: &'e Expr) -> &'e Expr {
    let Kind::Name(name) = &value.kind else { return value };
    let mut last = value;
    body.walk(&mut |part| {
        if let Kind::Assign(target, value) = &part.kind
            && matches!(&target.kind, Kind::Name(known) if known == name)
        {
            last = value;
        }
    });
    last
}

/// Base classes of libraries that keep deleted rows.
fn libraries(modules: &Modules, class: &ModelClass) -> Vec<Filter> {
    let mut filters = Vec::new();
    for ancestor in class.lineage.iter() {
        let Ancestor::Library(name) = ancestor else { continue };
        let Some(word) = model::base_word(name) else { continue };
        let Some(column) = word.get("deletes") else { continue };
        let owner = modules.class(class.at);
        filters.push(Filter {
            kind: FilterKind::Delete("delete".to_owned()),
            predicate: Predicate::All(Vec::new()),
            guards: Vec::new(),
            writes: Vec::new(),
            place: modules.place(owner.module, owner.body.head),
            via: Vec::new(),
            library: word.get_all("module").next(),
            everywhere: false,
            soft_delete: Some(column.to_owned()),
            table: None,
            constants: Vec::new(),
            label: crate::orm::last(name).to_owned(),
        });
    }
    filters
}
