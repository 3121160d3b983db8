//! Classes of queries that filter as soon as they are made: `query_class=LiveQuery`.

use super::{
    conditions,
    criteria::{condition, filter, remaining},
    models,
};
use crate::{
    app::{Filter, FilterKind, Model},
    expr::{Def, Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    orm::python::asked::{self, Asked},
    source::Place,
};

/// The methods that every query goes through.
const MADE_BY: &[&str] = &["__new__", "__init__", "__iter__"];

/// How many methods of a class of queries are followed.
const MAX_METHODS: usize = 20;

/// A class of queries with those models whose queries it makes.
#[derive(Clone, Debug)]
pub struct QueryClass<'a> {
    name: String,
    reach: Reach,
    asked: Vec<Asked<'a>>,
    place: Place,
}

/// Whose queries a class makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Those of every session.
    Session,
    /// Those of the models of Flask-SQLAlchemy.
    Extension,
    /// Those of a class and what extends it.
    Heirs(usize),
}

/// The classes of queries that sessions, extensions and models are given.
pub fn all<'a>(modules: &Modules<'a>) -> Vec<QueryClass<'a>> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.program.walk(&mut |expr| {
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            let option = ["query_class", "query_cls"].iter().find_map(|name| call.option(name));
            let Some(given) = option else { return };
            let reach = match models::is_extension(modules, module, expr) {
                true => Reach::Extension,
                false => Reach::Session,
            };
            found.extend(read(modules, module, given, reach, expr));
        });
    }
    for (at, class) in modules.classes() {
        for statement in class.body.body.statements() {
            if let Kind::Assign(target, given) = &statement.kind
                && matches!(&target.kind, Kind::Name(name) if name == "query_class")
            {
                found.extend(read(modules, class.module, given, Reach::Heirs(at), statement));
            }
        }
    }
    found
}

fn read<'a>(
    modules: &Modules<'a>,
    module: usize,
    given: &Expr,
    reach: Reach,
    at: &Expr,
) -> Option<QueryClass<'a>> {
    let Symbol::Class(class) = modules.resolve(module, given) else { return None };
    let mut asked = Vec::new();
    let mut names: Vec<&str> = MADE_BY.to_vec();
    let mut next = 0;
    while let Some(name) = names.get(next).copied().filter(|_| next < MAX_METHODS) {
        next += 1;
        if let Some((home, def)) = method(modules, class, name) {
            // `return iter(self.live())`
            def.body.walk(&mut |part| {
                let call = part.call().filter(|call| call.called);
                let call = call.filter(|call| {
                    call.receiver.as_ref().and_then(Expr::name) == Some("self")
                        && !names.contains(&call.name.as_str())
                });
                names.extend(call.map(|call| call.name.as_str()));
            });
            asked.extend(asked::all(modules, home, def, &|part| {
                part.call().is_some_and(|call| call.called)
                    && matches!(part.means("predicate", "call"), Some("filter" | "filter-by"))
            }));
        }
    }
    (!asked.is_empty()).then(|| QueryClass {
        name: modules.class(class).body.name.clone(),
        reach,
        asked,
        place: modules.place(module, at.span),
    })
}

/// The method of that name that a class has or inherits, with its module.
pub fn method<'a>(modules: &Modules<'a>, class: usize, name: &str) -> Option<(usize, &'a Def)> {
    modules.lineage(class).iter().find_map(|ancestor| {
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

impl QueryClass<'_> {
    /// The filters that it is for a model.
    pub fn filters(&self, modules: &Modules, class: usize, model: &Model) -> Vec<Filter> {
        let makes = match self.reach {
            Reach::Session => true,
            Reach::Extension => model.orm == "flask_sqlalchemy",
            Reach::Heirs(of) => modules.lineage(class).contains(&Ancestor::Class(of)),
        };
        let one = |asked: &Asked| {
            let columns = conditions::columns(model, asked.expr);
            let (predicate, row) = condition(asked.expr, &columns).filter(|_| makes)?;
            let guards = remaining(modules, asked, class)?;
            let guards = match &row {
                Some(row) => asked::of_model(&guards, row),
                None => guards,
            };
            let place = modules.place(asked.module, asked.expr.span);
            let mut filter =
                filter(FilterKind::Default, predicate, guards, place, self.name.clone());
            filter.via.push((format!("queries are made by `{}`", self.name), self.place.clone()));
            Some(filter)
        };
        self.asked.iter().filter_map(one).collect()
    }
}
