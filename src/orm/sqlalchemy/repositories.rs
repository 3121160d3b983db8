//! Classes that serve the rows of a model and ask what columns it has: repositories, services.

use std::collections::HashSet;

use super::{
    conditions,
    criteria::{condition, filter},
    queries,
};
use crate::{
    app::{Filter, FilterKind, Model},
    expr::{Call, Def, Expr, Kind},
    modules::{self, Ancestor, Class, Modules, Symbol},
    orm::python::asked,
    predicate::Predicate,
};

/// A class with the model that it serves.
#[derive(Clone, Debug)]
pub struct Repository {
    class: usize,
    /// The model's class.
    model: usize,
    /// What its methods call the model: `self.model`.
    row: String,
}

/// The classes whose own body, or a call of whose constructor, names a class as the model.
pub fn all(modules: &Modules) -> Vec<Repository> {
    let askers = askers(modules);
    let mut found = Vec::new();
    if askers.is_empty() {
        return found;
    }
    for (class, body) in modules.classes().filter(|(class, _)| askers.contains(class)) {
        for statement in body.body.body.statements() {
            let Kind::Assign(target, value) = &statement.kind else { continue };
            let target = match &target.kind {
                Kind::Typed(target, _) => target,
                _ => target,
            };
            if let (Kind::Name(name), Symbol::Class(model)) =
                (&target.kind, modules.resolve(body.module, value))
            {
                found.push(Repository { class, model, row: format!("self.{name}") });
            }
        }
        // `super().__init__(Article, session)`
        body.body.body.walk(&mut |part| {
            let Some(call) = part.call().filter(|call| call.called) else { return };
            let of = call.receiver.as_ref().and_then(Expr::name);
            if call.name == "__init__" && of == Some("super") {
                found.extend(constructed(modules, body.module, class, call));
            }
        });
    }
    for (module, code) in modules.modules() {
        // `articles = Repository(Article)`
        code.program.walk(&mut |part| {
            let Some(call) = part.call().filter(|call| call.called) else { return };
            if call.receiver.is_none()
                && let Symbol::Class(class) = modules.named(module, &call.name)
                && askers.contains(&class)
            {
                found.extend(constructed(modules, module, class, call));
            }
        });
    }
    found
}

/// The model that a constructor is given and keeps: `self.model = model`.
fn constructed(modules: &Modules, module: usize, class: usize, call: &Call) -> Option<Repository> {
    let lineage = modules.lineage(class);
    let inits = lineage.iter().filter_map(|ancestor| match ancestor {
        Ancestor::Class(at) => queries::method(modules, *at, "__init__"),
        Ancestor::Library(_) => None,
    });
    for (_, def) in inits {
        let by_name = call.options.iter().map(|(name, value)| (name.as_str(), value));
        let names = def.parameters.iter().skip(1).map(|(name, _)| name.as_str());
        for (name, value) in names.zip(&call.arguments).chain(by_name) {
            let Symbol::Class(model) = modules.resolve(module, value) else { continue };
            let mut kept = None;
            def.body.walk(&mut |part| {
                if let Kind::Assign(target, value) = &part.kind
                    && matches!(&value.kind, Kind::Name(known) if known == name)
                {
                    kept = modules::path_of(target).filter(|path| path.starts_with("self."));
                }
            });
            if let Some(row) = kept {
                return Some(Repository { class, model, row });
            }
        }
    }
    None
}

/// The classes with methods, of their own or inherited, that ask for a column.
fn askers(modules: &Modules) -> HashSet<usize> {
    let asks = |class: &Class| {
        modules.module(class.module).telling.iter().any(|part| is_question(part))
            && class.body.body.any(&is_question)
    };
    let own: HashSet<usize> =
        modules.classes().filter(|(_, class)| asks(class)).map(|(at, _)| at).collect();
    if own.is_empty() {
        return own;
    }
    let inherits = |at: &usize| {
        modules.lineage(*at).iter().any(|ancestor| match ancestor {
            Ancestor::Class(at) => own.contains(at),
            Ancestor::Library(_) => false,
        })
    };
    modules.classes().map(|(at, _)| at).filter(inherits).collect()
}

fn is_question(part: &Expr) -> bool {
    part.means("gate", "by") == Some("attribute")
}

/// The methods that a class has or inherits, each name from the nearest class.
fn methods<'a>(modules: &Modules<'a>, class: usize) -> Vec<(usize, &'a Def)> {
    let mut names: Vec<&str> = Vec::new();
    for ancestor in modules.lineage(class).iter() {
        let Ancestor::Class(at) = ancestor else { continue };
        for statement in modules.class(*at).body.body.statements() {
            let inner = match &statement.kind {
                Kind::Decorated(_, inner) => inner,
                _ => statement,
            };
            if let Kind::Def(def) = &inner.kind
                && !names.contains(&def.name.as_str())
            {
                names.push(&def.name);
            }
        }
    }
    names.into_iter().filter_map(|name| queries::method(modules, class, name)).collect()
}

impl Repository {
    /// Whether it serves that class.
    pub fn serves(&self, class: usize) -> bool {
        self.model == class
    }

    /// What it does to the rows of its model once a column is there.
    pub fn filters(&self, modules: &Modules, model: &Model) -> Vec<Filter> {
        let name = modules.qualified(self.class);
        let served = modules.class(self.class);
        let via = (
            format!("`{}` serves `{}`", served.body.name, modules.class(self.model).body.name),
            modules.place(served.module, served.body.head),
        );
        let mut found: Vec<Filter> = Vec::new();
        for (module, def) in methods(modules, self.class) {
            let filters = asked::all(modules, module, def, &|part| {
                part.call().is_some_and(|call| call.called)
                    && matches!(part.means("predicate", "call"), Some("filter" | "filter-by"))
            });
            for asked in filters.iter().filter(|asked| asked.guards.iter().any(asked::asks)) {
                let columns = conditions::columns(model, asked.expr);
                let Some((predicate, row)) = condition(asked.expr, &columns) else { continue };
                let ours =
                    row.as_deref().is_none_or(|row| row == self.row || alias(def, row, &self.row));
                let row = row.unwrap_or_else(|| self.row.clone());
                if !ours || found.iter().any(|known| known.predicate == predicate) {
                    continue;
                }
                let guards = asked::of_model(&asked::of_model(&asked.guards, &row), &self.row);
                let place = modules.place(module, asked.expr.span);
                let kind = FilterKind::Through(name.clone());
                let mut filter = filter(kind, predicate, guards, place, def.name.clone());
                filter.via.push(via.clone());
                found.push(filter);
            }
            found.extend(self.deletes(modules, module, def, model, &via));
        }
        found
    }

    /// `if hasattr(row, "deleted_at"): row.deleted_at = now()`, where otherwise the row is deleted.
    fn deletes(
        &self,
        modules: &Modules,
        module: usize,
        def: &Def,
        model: &Model,
        via: &(String, crate::source::Place),
    ) -> Option<Filter> {
        let deletes =
            |part: &Expr| part.call().is_some_and(|call| call.called && call.name == "delete");
        if !def.body.any(&deletes) {
            return None;
        }
        let mut found = None;
        let sets = asked::all(modules, module, def, &|part| matches!(part.kind, Kind::Assign(..)));
        for asked in sets.iter().filter(|asked| asked.guards.iter().any(asked::asks)) {
            let Kind::Assign(target, _) = &asked.expr.kind else { continue };
            let Some(call) = target.call().filter(|call| !call.called) else { continue };
            let Some(row) = call.receiver.as_ref().and_then(modules::path_of) else { continue };
            // What else is set beside the mark is not what keeps the row.
            let asks_for_it = asked
                .guards
                .iter()
                .any(|guard| guard.condition.any(&|part| part.text() == Some(call.name.as_str())));
            if !asks_for_it {
                continue;
            }
            let columns = conditions::columns(model, target);
            let Some(column) = columns.iter().find(|column| column.name == call.name) else {
                continue;
            };
            let guards = asked::of_model(&asked::of_model(&asked.guards, &row), &self.row);
            let place = modules.place(module, asked.expr.span);
            let of = &modules.class(self.class).body.name;
            let kind = FilterKind::Delete(format!("{of}.{}", def.name));
            let mut filter =
                filter(kind, Predicate::All(Vec::new()), guards, place, def.name.clone());
            filter.soft_delete = Some(column.column.name.clone());
            filter.via.push(via.clone());
            found = Some(filter);
        }
        found
    }
}

/// Whether a function calls something by a shorter name: `model = self.model`.
fn alias(def: &Def, name: &str, of: &str) -> bool {
    def.body.any(&|part| match &part.kind {
        Kind::Assign(target, value) => {
            matches!(&target.kind, Kind::Name(known) if known == name)
                && modules::path_of(value).as_deref() == Some(of)
        }
        _ => false,
    })
}
