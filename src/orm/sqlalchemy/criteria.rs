//! Conditions that listeners add to every query: `with_loader_criteria`, and `filter` in what is called
//! before a query is compiled.

use super::conditions;
use crate::{
    app::{Attribute, Filter, FilterKind, Model},
    expr::{Def, Expr, Kind},
    facts::Guard,
    modules::{self, Ancestor, Modules, Symbol},
    orm::python::asked::{self, Asked},
    predicate::Predicate,
    source::Place,
};

/// Code that adds a condition, with the function it stands in.
#[derive(Clone, Debug)]
pub struct Criterion<'a> {
    function: &'a Def,
    asked: Asked<'a>,
}

/// The conditions of all listeners.
pub fn all<'a>(modules: &Modules<'a>) -> Vec<Criterion<'a>> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let Some((module, function, adds)) = listener(modules, module, expr) else { return };
            let asked = asked::all(modules, module, function, &|part| {
                part.call().is_some_and(|call| call.called) && is_addition(part, adds)
            });
            found.extend(asked.into_iter().map(|asked| Criterion { function, asked }));
        });
    }
    found
}

fn is_addition(part: &Expr, adds: &str) -> bool {
    // `state.statement = state.statement.where(entity.deleted_at.is_(None))`
    matches!(part.means("predicate", "call"), Some("filter" | "filter-by"))
        || adds == "queries" && part.means("scope", "kind") == Some("default")
}

/// The function that `@event.listens_for(Session, "do_orm_execute")` or
/// `event.listen(Session, "do_orm_execute", function)` makes a listener, with its module and what the
/// event is for.
fn listener<'a>(
    modules: &Modules<'a>,
    module: usize,
    expr: &'a Expr,
) -> Option<(usize, &'a Def, &'static str)> {
    let hears = |expr: &Expr, call: &crate::expr::Call| {
        if expr.means("hook", "reach") != Some("queries") {
            return None;
        }
        let given = |name: &str| {
            call.option(name).is_some_and(|value| matches!(value.kind, Kind::Bool(true)))
        };
        match call.arguments.get(1)?.text()? {
            "do_orm_execute" => Some("queries"),
            // What it returns counts only where that is asked for.
            "before_compile" => given("retval").then_some("compiled"),
            _ => None,
        }
    };
    match &expr.kind {
        Kind::Decorated(decorators, inner) => {
            let Kind::Def(def) = &inner.kind else { return None };
            let adds = decorators.iter().find_map(|made| hears(made, made.call()?))?;
            Some((module, def, adds))
        }
        Kind::Call(call) => {
            let adds = hears(expr, call)?;
            match modules.resolve(module, call.arguments.get(2)?) {
                Symbol::Function(home, def, _) => Some((home, def, adds)),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Criterion<'_> {
    /// The filter that it is for a model; `None` where it does not reach it.
    pub fn filter(&self, modules: &Modules, class: usize, model: &Model) -> Option<Filter> {
        let columns = &conditions::columns(model, self.asked.expr);
        let (predicate, row) = match self.asked.expr.means("scope", "kind") {
            Some(_) => self.criteria(modules, class, columns)?,
            None => condition(self.asked.expr, columns)?,
        };
        let guards = remaining(modules, &self.asked, class)?;
        let guards = match &row {
            Some(row) => asked::of_model(&guards, row),
            None => guards,
        };
        // Without a question, a filter on a variable is one for whatever that is.
        let bound = row.as_deref().is_some_and(|row| self.names(modules, row, class));
        if !bound && !self.asked.guards.iter().any(asked::asks) {
            return None;
        }
        let place = modules.place(self.asked.module, self.asked.expr.span);
        let label = match self.asked.expr.name() {
            Some("with_loader_criteria") => "with_loader_criteria".to_owned(),
            _ => self.function.name.clone(),
        };
        Some(filter(FilterKind::Default, predicate, guards, place, label))
    }

    fn criteria(
        &self,
        modules: &Modules,
        class: usize,
        columns: &[Attribute],
    ) -> Option<(Predicate, Option<String>)> {
        let [target, condition, ..] = self.asked.expr.call()?.arguments.as_slice() else {
            return None;
        };
        let path = modules::path_of(target)?;
        if let Symbol::Class(of) = self.target(modules, &path) {
            modules.lineage(class).contains(&Ancestor::Class(of)).then_some(())?;
        }
        let predicate = match &condition.kind {
            Kind::Lambda(lambda) => {
                conditions::read(&lambda.body, lambda.parameters.first()?, columns)?
            }
            _ => conditions::read(condition, &path, columns)?,
        };
        (!matches!(predicate, Predicate::Opaque(_))).then_some((predicate, Some(path)))
    }

    /// Whether a name is that of a class that the model is or extends.
    fn names(&self, modules: &Modules, row: &str, class: usize) -> bool {
        match self.target(modules, row) {
            Symbol::Class(of) => modules.lineage(class).contains(&Ancestor::Class(of)),
            _ => false,
        }
    }

    /// The class that is named, where the listener itself may import it.
    fn target<'m>(&self, modules: &Modules<'m>, target: &str) -> Symbol<'m> {
        let imported = self.function.body.statements().iter().find_map(|statement| {
            let Kind::Import(import) = &statement.kind else { return None };
            let name = import.name.as_deref()?;
            let found = (target == import.local)
                .then(|| modules.locate(self.asked.module, &import.from))?;
            found.map(|at| (at, name))
        });
        match imported {
            Some((home, name)) => modules.named(home, name),
            None => modules.named(self.asked.module, target),
        }
    }
}

/// What `filter(entity.live, …)` or `filter_by(live=True)` keeps, and what names the model there.
/// `None` where it names a column that the model does not have.
pub fn condition(expr: &Expr, columns: &[Attribute]) -> Option<(Predicate, Option<String>)> {
    let call = expr.call()?;
    let mut row = None;
    let mut parts = Vec::new();
    for argument in &call.arguments {
        let path = conditions::row(argument, columns)?;
        parts.push(conditions::read(argument, &path, columns)?);
        row = Some(path);
    }
    for (name, value) in &call.options {
        parts.push(conditions::equal(name, value, columns)?);
    }
    let opaque = parts.iter().any(|part| matches!(part, Predicate::Opaque(_)));
    let predicate = match parts.len() {
        0 => return None,
        1 => parts.remove(0),
        _ => Predicate::All(parts),
    };
    (!opaque).then_some((predicate, row))
}

/// The conditions that are left for a class; `None` where it is not of the kind that one asks for.
pub fn remaining(modules: &Modules, asked: &Asked, class: usize) -> Option<Vec<Guard>> {
    let mut left = Vec::new();
    for guard in &asked.guards {
        if !asked::is_kind(&guard.condition) {
            left.push(guard.clone());
            continue;
        }
        let kinds = guard.condition.call()?.arguments.get(1)?;
        let kinds = kinds.members().unwrap_or(std::slice::from_ref(kinds));
        let lineage = modules.lineage(class);
        let mut is_one = false;
        for kind in kinds {
            let Symbol::Class(of) = modules.resolve(asked.module, kind) else { return None };
            is_one |= lineage.contains(&Ancestor::Class(of));
        }
        if is_one != guard.holds {
            return None;
        }
    }
    Some(left)
}

/// A filter of queries.
pub fn filter(
    kind: FilterKind,
    predicate: Predicate,
    guards: Vec<Guard>,
    place: Place,
    label: String,
) -> Filter {
    Filter {
        kind,
        predicate,
        guards,
        writes: Vec::new(),
        place,
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete: None,
        table: None,
        constants: Vec::new(),
        label,
    }
}
