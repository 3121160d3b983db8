//! Managers of a model: which there are, and which is the default.
//!
//! Source: `django/db/models/options.py` (`managers`, `_default_manager`) and `manager.py` of
//! Django 5.2; measured: the depth of the defining class in the order of ancestors decides, then the
//! order in its body.

use super::{field, meta, model, model::ModelClass};
use crate::{
    expr::{Call, Expr, Kind, Word},
    modules::{Ancestor, Modules, Symbol},
    orm,
    predicate::Predicate,
    source::{Language, Place},
    syntax,
};

/// A manager as a class body makes it.
#[derive(Clone, Debug)]
pub struct Manager {
    /// Its name on the model.
    pub name: String,
    /// What people call it: the name of its class.
    pub label: String,
    /// Where it is made.
    pub place: Place,
    /// What makes its queries.
    pub maker: Maker,
}

/// What makes queries.
#[derive(Clone, Debug)]
pub enum Maker {
    /// Classes of the application, or of Django without conditions.
    Classes {
        /// The manager's class.
        class: Option<usize>,
        /// The class of its query sets.
        queries: Option<usize>,
        /// What its constructor is called with, and the module of the call.
        call: Option<(usize, Call)>,
    },
    /// A library's, with the condition that it keeps.
    Library(Predicate),
    /// Something that cannot be followed.
    Unknown,
}

/// The managers of a model in Django's order; the first is the default unless the options name one.
pub fn managers(modules: &Modules, class: &ModelClass) -> Vec<Manager> {
    let mut found: Vec<Manager> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for ancestor in class.lineage.iter() {
        match ancestor {
            Ancestor::Class(at) => {
                if ModelClass::of(modules, *at).is_none() {
                    continue;
                }
                let owner = modules.class(*at);
                for (name, value, statement) in assignments(&owner.body.body) {
                    if seen.iter().any(|known| known == name) {
                        continue;
                    }
                    let place = modules.place(owner.module, statement.span);
                    match read(modules, owner.module, value) {
                        Some((label, maker)) => {
                            let name = name.to_owned();
                            found.push(Manager { name: name.clone(), label, place, maker });
                            seen.push(name);
                        }
                        // `objects = None` takes the manager away.
                        None if value.kind == Kind::Null => seen.push(name.to_owned()),
                        None => {}
                    }
                }
            }
            Ancestor::Library(name) => {
                let Some(word) = model::base_word(name) else { continue };
                let Some(template) = word.get("predicate") else { continue };
                if seen.iter().any(|known| known == "objects") {
                    continue;
                }
                let Some(column) = word.get("deletes") else { continue };
                let predicate = crate::sql::predicate(&template.replace("{column}", column));
                let owner = modules.class(class.at);
                found.push(Manager {
                    name: "objects".to_owned(),
                    label: orm::last(name).to_owned(),
                    place: modules.place(owner.module, owner.body.head),
                    maker: Maker::Library(predicate),
                });
                seen.push("objects".to_owned());
            }
        }
    }
    found
}

/// The name of the default manager.
pub fn default_name(modules: &Modules, class: &ModelClass, managers: &[Manager]) -> Option<String> {
    let said = class.meta.text("default_manager_name").map(|(name, ..)| name);
    let said = said.or_else(|| {
        // A manager of its own cancels what the first parent says.
        let own = assignments(&modules.class(class.at).body.body)
            .any(|(name, ..)| managers.iter().any(|known| known.name == name));
        let first = class.lineage.iter().skip(1).find_map(|ancestor| match ancestor {
            Ancestor::Class(at) => Some(*at),
            Ancestor::Library(_) => None,
        });
        let parent = first.filter(|_| !own)?;
        meta::Meta::of(modules, parent, &modules.lineage(parent))
            .text("default_manager_name")
            .map(|(name, ..)| name)
    });
    said.or_else(|| managers.first().map(|manager| manager.name.clone()))
}

/// The name of the manager that follows keys, with the module and the statement that give it. Managers
/// of the class itself do not cancel what the first parent says.
pub fn base_name<'a>(
    modules: &Modules<'a>,
    class: &ModelClass<'_, 'a>,
) -> Option<(String, usize, &'a Expr)> {
    class.meta.text("base_manager_name").or_else(|| {
        let first = class.lineage.iter().skip(1).find_map(|ancestor| match ancestor {
            Ancestor::Class(at) => Some(*at),
            Ancestor::Library(_) => None,
        })?;
        meta::Meta::of(modules, first, &modules.lineage(first)).text("base_manager_name")
    })
}

/// The assignments of a class body, also in branches of it.
pub fn assignments<'e>(
    body: &'e Expr,
) -> impl Iterator<Item = (&'e str, &'e Expr, &'e Expr)> + use<'e> {
    let mut found = Vec::new();
    fn collect<'e>(body: &'e Expr, found: &mut Vec<(&'e str, &'e Expr, &'e Expr)>) {
        for statement in body.statements() {
            match &statement.kind {
                Kind::If(_, then, otherwise) => {
                    collect(then, found);
                    collect(otherwise, found);
                }
                Kind::Assign(target, value) => {
                    let target = match &target.kind {
                        Kind::Typed(target, _) => target,
                        _ => target,
                    };
                    if let Kind::Name(name) = &target.kind {
                        found.push((name, value, statement));
                    }
                }
                _ => {}
            }
        }
    }
    collect(body, &mut found);
    found.into_iter()
}

/// Reads a value as a manager, with what people call it.
pub fn read(modules: &Modules, module: usize, value: &Expr) -> Option<(String, Maker)> {
    let call = value.call().filter(|call| call.called)?;
    // `LiveQuerySet.as_manager()`
    if value.means("manager", "kind") == Some("as-manager") {
        let receiver = call.receiver.as_ref()?;
        let label = orm::last(receiver.name()?).to_owned();
        let queries = match modules.resolve(module, receiver) {
            Symbol::Class(class) => Some(class),
            _ => None,
        };
        return Some((label, Maker::Classes { class: None, queries, call: None }));
    }
    // `Manager.from_queryset(LiveQuerySet)()`
    if let Some(inner) = call.receiver.as_ref().filter(|_| call.name == "call")
        && inner.means("manager", "kind") == Some("from-query")
    {
        let (class, queries) = from_query(modules, module, inner)?;
        let label = class.or(queries).map_or("Manager", |at| &modules.class(at).body.name);
        return Some((label.to_owned(), Maker::Classes { class, queries, call: None }));
    }
    let callee = field::callee(value)?;
    let label = orm::last(callee.name()?).to_owned();
    let made = |class| Maker::Classes {
        class: Some(class),
        queries: queries_of(modules, class),
        call: Some((module, call.clone())),
    };
    match modules.resolve(module, &callee) {
        Symbol::Class(class) if is_kind(modules, class, "manager") => Some((label, made(class))),
        // `LiveManager = Manager.from_queryset(LiveQuerySet)`
        Symbol::Value(home, made) if made.means("manager", "kind") == Some("from-query") => {
            let (class, queries) = from_query(modules, home, made)?;
            Some((label, Maker::Classes { class, queries, call: None }))
        }
        Symbol::Nothing => {
            let full = modules.library_name(module, &callee)?;
            let known = library_word(&full, "manager");
            if let Some(kept) = known.and_then(|word| condition_of(word, Some(call))) {
                return Some((label, Maker::Library(kept)));
            }
            match (known.is_some(), label.ends_with("Manager")) {
                (true, _) => {
                    Some((label, Maker::Classes { class: None, queries: None, call: None }))
                }
                (false, true) => Some((label, Maker::Unknown)),
                (false, false) => None,
            }
        }
        Symbol::Function(..) => {
            // A function that is given a manager's class makes a manager of it.
            let given = call.arguments.iter().find_map(|argument| {
                match modules.resolve(module, argument) {
                    Symbol::Class(class) if is_kind(modules, class, "manager") => Some(class),
                    _ => None,
                }
            });
            match given {
                Some(class) => Some((
                    modules.class(class).body.name.clone(),
                    Maker::Classes {
                        class: Some(class),
                        queries: queries_of(modules, class),
                        call: None,
                    },
                )),
                None => {
                    label.to_lowercase().ends_with("manager").then_some((label, Maker::Unknown))
                }
            }
        }
        Symbol::Class(_) if label.ends_with("Manager") => Some((label, Maker::Unknown)),
        _ => None,
    }
}

/// What is said of a library's manager or query set.
pub(super) fn library_word(full: &str, kind: &str) -> Option<&'static Word> {
    let words = syntax::words_of(Language::Python, orm::last(full));
    words.into_iter().find(|word| word.fact == "manager" && word.get("kind") == Some(kind))
}

/// What a library's manager keeps by itself; the column may be given to its constructor.
pub(super) fn condition_of(word: &Word, call: Option<&Call>) -> Option<Predicate> {
    let template = word.get("predicate")?;
    let given = call.zip(word.position("at")).and_then(|(call, at)| call.arguments.get(at));
    let column = given.and_then(Expr::text).or(word.get("column")).unwrap_or_default();
    Some(crate::sql::predicate(&template.replace("{column}", column)))
}

/// The manager's class and the query set's in `M.from_queryset(Q)`.
fn from_query(
    modules: &Modules,
    module: usize,
    expr: &Expr,
) -> Option<(Option<usize>, Option<usize>)> {
    let call = expr.call()?;
    let class = |expr: &Expr| match modules.resolve(module, expr) {
        Symbol::Class(class) => Some(class),
        _ => None,
    };
    Some((class(call.receiver.as_ref()?), class(call.arguments.first()?)))
}

/// Whether a class of the application descends from a manager or a query set.
pub(super) fn is_kind(modules: &Modules, class: usize, kind: &str) -> bool {
    modules.lineage(class).iter().any(|ancestor| match ancestor {
        Ancestor::Library(name) => library_word(name, kind).is_some(),
        Ancestor::Class(at) => {
            kind == "manager"
                && modules
                    .class(*at)
                    .body
                    .parents
                    .iter()
                    .any(|parent| parent.means("manager", "kind") == Some("from-query"))
        }
    })
}

/// The class of query sets that a manager's class is built from.
fn queries_of(modules: &Modules, class: usize) -> Option<usize> {
    modules.lineage(class).iter().find_map(|ancestor| {
        let Ancestor::Class(at) = ancestor else { return None };
        let class = modules.class(*at);
        class.body.parents.iter().find_map(|parent| {
            let made = match modules.resolve(class.module, parent) {
                Symbol::Value(home, value) => Some((home, value)),
                _ => Some((class.module, parent)),
            };
            let (home, made) = made?;
            (made.means("manager", "kind") == Some("from-query"))
                .then(|| from_query(modules, home, made)?.1)?
        })
    })
}
