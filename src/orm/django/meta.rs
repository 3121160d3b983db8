//! `class Meta` of a model: the options that name tables and choose managers.
//!
//! Source: `django/db/models/base.py` of Django 5.2 (`ModelBase.__new__`).

use crate::{
    expr::{Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
};

/// How many `Meta` classes may inherit from each other.
const MAX_META: usize = 12;

/// The options of a model, with the class statement that gives each.
pub struct Meta<'m, 'a> {
    modules: &'m Modules<'a>,
    /// The `Meta` classes that apply, nearest first.
    classes: Vec<usize>,
    /// The class's own `Meta`, if it has one: abstractness is not inherited.
    own: Option<usize>,
}

impl<'m, 'a> Meta<'m, 'a> {
    /// The options of a class: those of its own `Meta` with what that inherits, or those of the
    /// nearest abstract ancestor that has one.
    pub fn of(modules: &'m Modules<'a>, class: usize, lineage: &[Ancestor]) -> Meta<'m, 'a> {
        let own = meta_of(modules, class);
        let from = own.or_else(|| {
            lineage.iter().skip(1).find_map(|ancestor| match ancestor {
                Ancestor::Class(ancestor) => {
                    meta_of(modules, *ancestor).filter(|meta| is_abstract(modules, *meta))
                }
                Ancestor::Library(_) => None,
            })
        });
        let mut classes = Vec::new();
        if let Some(from) = from {
            collect(modules, from, &mut classes);
        }
        Meta { modules, classes, own }
    }

    /// The value of an option with the module it stands in and its statement.
    pub fn option(&self, name: &str) -> Option<(usize, &'a Expr, &'a Expr)> {
        self.classes.iter().find_map(|class| own_option(self.modules, *class, name))
    }

    /// The text of an option, with the module and the statement.
    pub fn text(&self, name: &str) -> Option<(String, usize, &'a Expr)> {
        let (module, value, statement) = self.option(name)?;
        Some((self.modules.text(module, value)?, module, statement))
    }

    /// Whether the class has no table.
    pub fn is_abstract(&self) -> bool {
        self.own.is_some_and(|own| is_abstract(self.modules, own))
    }

    /// Whether the class is another view of its parent's table.
    pub fn is_proxy(&self) -> bool {
        matches!(self.option("proxy"), Some((_, Expr { kind: Kind::Bool(true), .. }, _)))
    }
}

/// The `Meta` that stands in a class's own body.
pub fn meta_of(modules: &Modules, class: usize) -> Option<usize> {
    modules.inner(class, "Meta")
}

fn is_abstract(modules: &Modules, meta: usize) -> bool {
    matches!(
        own_option(modules, meta, "abstract"),
        Some((_, Expr { kind: Kind::Bool(true), .. }, _))
    )
}

fn own_option<'a>(
    modules: &Modules<'a>,
    meta: usize,
    name: &str,
) -> Option<(usize, &'a Expr, &'a Expr)> {
    let class = modules.class(meta);
    class.body.body.statements().iter().find_map(|statement| match &statement.kind {
        Kind::Assign(target, value) => {
            let target = match &target.kind {
                Kind::Typed(target, _) => target,
                _ => target,
            };
            (target.name() == Some(name)).then_some((class.module, value.as_ref(), statement))
        }
        _ => None,
    })
}

/// `class Meta(Base.Meta)`
fn collect(modules: &Modules, meta: usize, into: &mut Vec<usize>) {
    if into.contains(&meta) || into.len() >= MAX_META {
        return;
    }
    into.push(meta);
    let class = modules.class(meta);
    for parent in &class.body.parents {
        if let Symbol::Class(parent) = modules.resolve(class.module, parent) {
            collect(modules, parent, into);
            continue;
        }
        // `Base.Meta`, where `Base` inherits its `Meta`.
        let Some(receiver) = parent.call().and_then(|call| call.receiver.as_ref()) else {
            continue;
        };
        let Symbol::Class(owner) = modules.resolve(class.module, receiver) else { continue };
        let inherited = modules.lineage(owner).iter().find_map(|ancestor| match ancestor {
            Ancestor::Class(ancestor) => meta_of(modules, *ancestor),
            Ancestor::Library(_) => None,
        });
        if let Some(inherited) = inherited {
            collect(modules, inherited, into);
        }
    }
}
