//! Views, pages of the admin and filters of Django REST framework that ask what columns the rows have
//! which they serve.
//!
//! Source: `get_queryset` and `filter_queryset` of `django/views/generic/list.py`,
//! `django/contrib/admin/options.py` and `rest_framework/generics.py`; measured: what they keep reaches
//! what they serve, and no manager.

use std::collections::{HashMap, HashSet};

use super::{
    filters::of_kept,
    kept::{self, Kept},
    manager::{assignments, is_kind},
    model::ModelClass,
};
use crate::{
    app::{Filter, FilterKind},
    expr::{Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    orm::python::{asked, setting},
    predicate::ColumnName,
    source::{Language, Place},
    syntax,
};

/// A condition on the rows of a model that a class serves.
#[derive(Clone, Debug)]
pub struct Served {
    /// The model's class.
    pub model: usize,
    /// The full name of the class that serves it.
    name: String,
    /// Where that class begins.
    home: Place,
    /// The classes that serve it with this condition.
    via: Vec<(String, Place)>,
    /// The method that makes it.
    method: String,
    kept: Kept,
}

/// The conditions that wait for a column, of all classes that serve a model.
pub fn all(modules: &Modules) -> Vec<Served> {
    let askers = askers(modules);
    let mut found: Vec<Served> = Vec::new();
    if askers.is_empty() {
        return found;
    }
    let registered = registered(modules);
    for (class, body) in modules.classes() {
        let asking = asking(modules, class, &askers);
        if asking.is_empty()
            || ModelClass::of(modules, class).is_some()
            || ["manager", "query"].iter().any(|kind| is_kind(modules, class, kind))
        {
            continue;
        }
        let models = models(modules, class, &registered);
        for (by, method, rows) in asking {
            let kept = kept::handed_on(modules, by, &method, rows);
            for one in kept.into_iter().filter(|kept| kept.guards.iter().any(asked::asks)) {
                for model in &models {
                    let says = format!(
                        "`{}` serves `{}`",
                        body.body.name,
                        modules.class(*model).body.name
                    );
                    let home = modules.place(body.module, body.body.head);
                    let via = (says, home.clone());
                    let known = found.iter_mut().find(|known| {
                        known.model == *model
                            && known.kept.place == one.place
                            && known.kept.predicate == one.predicate
                    });
                    match known {
                        Some(known) => known.via.push(via),
                        None => found.push(Served {
                            model: *model,
                            name: modules.qualified(class),
                            home,
                            via: vec![via],
                            method: method.clone(),
                            kept: one.clone(),
                        }),
                    }
                }
            }
        }
    }
    found
}

impl Served {
    /// The filter that it is. `column` gives the column of an attribute.
    pub fn filter(&self, column: &dyn Fn(&str) -> Option<ColumnName>) -> Filter {
        let kind = FilterKind::Through(self.name.clone());
        let mut filter = of_kept(self.kept.clone(), kind, &self.method, &self.home, column);
        filter.via = self.via.iter().cloned().chain(filter.via).collect();
        filter
    }
}

/// The classes of which a method that hands on rows asks for a column.
fn askers(modules: &Modules) -> HashSet<usize> {
    let asks = |statement: &Expr| match &statement.kind {
        Kind::Def(def) => {
            word(&def.name).is_some_and(|word| word.get("lists").is_none())
                && def.body.any(&|part| {
                    matches!(part.means("gate", "by"), Some("attribute" | "field" | "meta"))
                })
        }
        _ => false,
    };
    let classes = modules.classes();
    classes
        .filter(|(_, class)| class.body.body.statements().iter().any(asks))
        .map(|(at, _)| at)
        .collect()
}

fn word(name: &str) -> Option<&'static crate::expr::Word> {
    syntax::words_of(Language::Python, name).into_iter().find(|word| word.fact == "handoff")
}

/// The methods that ask for a column before a class hands on its rows: its own, and those of the
/// filters that it lists. Each with its class, and the parameter that the rows come in.
fn asking(
    modules: &Modules,
    class: usize,
    askers: &HashSet<usize>,
) -> Vec<(usize, String, Option<usize>)> {
    let mut found = Vec::new();
    for name in methods(modules, class, askers) {
        let rows = word(&name).and_then(|word| word.position("at"));
        found.push((class, name, rows));
    }
    for listed in listed(modules, class) {
        for name in methods(modules, listed, askers) {
            let rows = word(&name).and_then(|word| word.position("listed-at"));
            if rows.is_some() {
                found.push((listed, name, rows));
            }
        }
    }
    found
}

/// The names of the methods that hand on rows, of a class or its ancestors that ask for a column.
fn methods(modules: &Modules, class: usize, askers: &HashSet<usize>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for ancestor in modules.lineage(class).iter() {
        let Ancestor::Class(at) = ancestor else { continue };
        if !askers.contains(at) {
            continue;
        }
        for statement in modules.class(*at).body.body.statements() {
            if let Kind::Def(def) = &statement.kind
                && word(&def.name).is_some()
                && !found.contains(&def.name)
            {
                found.push(def.name.clone());
            }
        }
    }
    found
}

/// The filters that a view lists, or that the settings list for all views of the library.
fn listed(modules: &Modules, class: usize) -> Vec<usize> {
    let lineage = modules.lineage(class);
    for ancestor in lineage.iter() {
        let Ancestor::Class(at) = ancestor else { continue };
        let owner = modules.class(*at);
        for (name, value, _) in assignments(&owner.body.body) {
            if word(name).is_some_and(|word| word.get("lists").is_some()) {
                return classes(modules, owner.module, value);
            }
        }
    }
    let of_library = lineage.iter().any(|ancestor| match ancestor {
        Ancestor::Library(name) => name.starts_with("rest_framework"),
        Ancestor::Class(_) => false,
    });
    let setting = word("filter_backends").and_then(|word| word.get("setting"));
    let Some((setting, key)) = setting.filter(|_| of_library).and_then(|it| it.split_once('.'))
    else {
        return Vec::new();
    };
    let written = setting::written(modules, setting);
    let lists = written.into_iter().filter_map(|(module, value)| {
        let Kind::Map(pairs) = &value.kind else { return None };
        let (_, list) = pairs.iter().find(|(known, _)| known.text() == Some(key))?;
        Some(classes(modules, module, list))
    });
    lists.flatten().collect()
}

/// The classes that a list names, by their names or in texts: `"core.filters.LiveFilter"`.
fn classes(modules: &Modules, module: usize, list: &Expr) -> Vec<usize> {
    let mut found = Vec::new();
    list.walk(&mut |part| {
        let symbol = match part.text().and_then(|text| text.rsplit_once('.')) {
            Some((home, name)) => match modules.locate(module, home) {
                Some(home) => modules.named(home, name),
                None => Symbol::Nothing,
            },
            None => modules.resolve(module, part),
        };
        if let Symbol::Class(class) = symbol {
            found.push(class);
        }
    });
    found
}

/// The models that a class serves.
fn models(modules: &Modules, class: usize, registered: &HashMap<usize, Vec<usize>>) -> Vec<usize> {
    for ancestor in modules.lineage(class).iter() {
        let Ancestor::Class(at) = ancestor else { continue };
        let owner = modules.class(*at);
        for (name, value, _) in assignments(&owner.body.body) {
            if is_serving(name)
                && let Some(model) = model(modules, owner.module, value)
            {
                return vec![model];
            }
        }
    }
    let mut found = registered.get(&class).cloned().unwrap_or_default();
    let own = modules.class(class);
    for statement in own.body.body.statements() {
        let Kind::Def(def) = &statement.kind else { continue };
        if word(&def.name).is_none() {
            continue;
        }
        // `return Article.objects.all()`
        def.body.walk(&mut |part| {
            if part.call().is_some_and(|call| !call.called)
                && let Some(model) = model(modules, own.module, part)
                && !found.contains(&model)
            {
                found.push(model);
            }
        });
    }
    found
}

fn is_serving(name: &str) -> bool {
    syntax::words_of(Language::Python, name).iter().any(|word| word.fact == "serves")
}

/// The model that a class, or a query of one, is about: `Article`, `Article.objects.all()`.
fn model(modules: &Modules, module: usize, expr: &Expr) -> Option<usize> {
    if let Symbol::Class(class) = modules.resolve(module, expr) {
        return ModelClass::of(modules, class).map(|model| model.at);
    }
    model(modules, module, expr.call()?.receiver.as_ref()?)
}

/// The models that classes are told they serve: `@admin.register(Article)`,
/// `admin.site.register(Article, ArticleAdmin)`.
fn registered(modules: &Modules) -> HashMap<usize, Vec<usize>> {
    let mut found: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, class) in modules.classes() {
        for call in class.decorators.iter().filter_map(Expr::call) {
            if is_serving(&call.name) {
                let named = call.arguments.iter();
                let models = named.filter_map(|named| model(modules, class.module, named));
                found.entry(at).or_default().extend(models);
            }
        }
    }
    for (module, code) in modules.modules() {
        code.program.walk(&mut |part| {
            let Some(call) = part.call().filter(|call| call.called) else { return };
            let [of, by, ..] = call.arguments.as_slice() else { return };
            if !is_serving(&call.name) {
                return;
            }
            if let Symbol::Class(class) = modules.resolve(module, by) {
                let named = of.members().unwrap_or(std::slice::from_ref(of));
                let models = named.iter().filter_map(|named| model(modules, module, named));
                found.entry(class).or_default().extend(models);
            }
        });
    }
    found
}
