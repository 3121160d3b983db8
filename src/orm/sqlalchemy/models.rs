//! Which classes are mapped, to which table, with which columns.

use std::collections::HashMap;

use super::{
    columns::{self, Style},
    mapper, misfits, names, schemas,
    tables::{self, TableObject},
};
use crate::{
    app::{Attribute, Model},
    expr::{Expr, Kind},
    modules::{Ancestor, Class, Modules, Symbol},
};

/// What makes a class a mapped one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    Declarative,
    Reflected,
    Flask,
    SqlModel,
}

/// Reads a class, if it is mapped or the base of mapped ones.
pub fn read(
    modules: &Modules,
    at: usize,
    imperative: &HashMap<usize, TableObject>,
) -> Option<Model> {
    let class = modules.class(at);
    let name = modules.qualified(at);
    let place = modules.place(class.module, class.body.head);
    if let Some(table) = imperative.get(&at) {
        let mut model = Model::new(&name, "sqlalchemy", &place);
        model.table.clone_from(&table.name);
        model.attributes.clone_from(&table.columns);
        return Some(model);
    }
    let lineage = modules.lineage(at);
    let root = root(modules, at, &lineage)?;
    let orm = match root {
        Root::SqlModel => "sqlmodel",
        Root::Flask => "flask_sqlalchemy",
        Root::Declarative | Root::Reflected => "sqlalchemy",
    };
    let mut model = Model::new(&name, orm, &place);
    model.is_abstract = !is_mapped(modules, at, root);
    // Without a table it is a form of data, as any class of Pydantic.
    if root == Root::SqlModel && model.is_abstract {
        return None;
    }
    let style = if root == Root::SqlModel { Style::Typed } else { Style::Declarative };
    let classes = own_classes(&lineage);
    let parent = match model.is_abstract {
        true => None,
        false => classes.iter().skip(1).find(|class| is_mapped(modules, **class, root)).copied(),
    };
    // What a mapped parent declares is a column of the parent.
    let above = parent.map(|parent| own_classes(&modules.lineage(parent))).unwrap_or_default();
    let own: Vec<usize> = classes.iter().filter(|class| !above.contains(class)).copied().collect();
    let mut attributes = attributes(modules, &own, style);
    if !model.is_abstract {
        model.parent = parent.map(|parent| modules.qualified(parent));
        table(modules, at, &classes, root, parent, &mut model, &mut attributes);
    }
    let object = member(class, "table-object")
        .and_then(|value| tables::object(modules, class.module, value));
    if root != Root::Reflected && object.is_none_or(|object| object.columns.is_some()) {
        model.attributes = Some(attributes);
    }
    if !model.is_abstract {
        let own: Vec<usize> = classes
            .into_iter()
            .filter(|class| *class == at || !is_mapped(modules, *class, root))
            .collect();
        let above = self::attributes(modules, &above, style);
        mapper::settings(modules, &own, &above, &mut model);
        model.misfits =
            misfits::all(modules, &lineage, model.attributes.as_deref().unwrap_or_default());
    }
    Some(model)
}

/// The ancestors that class statements define.
fn own_classes(lineage: &[Ancestor]) -> Vec<usize> {
    let classes = lineage.iter().filter_map(|ancestor| match ancestor {
        Ancestor::Class(class) => Some(*class),
        Ancestor::Library(_) => None,
    });
    classes.collect()
}

fn attributes(modules: &Modules, classes: &[usize], style: Style) -> Vec<Attribute> {
    let mut all: Vec<Attribute> = Vec::new();
    for class in classes {
        for column in columns::declared(modules, *class, style) {
            if !all.iter().any(|known| known.name == column.name) {
                all.push(column);
            }
        }
    }
    all
}

fn table(
    modules: &Modules,
    at: usize,
    classes: &[usize],
    root: Root,
    parent: Option<usize>,
    model: &mut Model,
    attributes: &mut Vec<Attribute>,
) {
    let class = modules.class(at);
    if let Some(value) = member(class, "table-object") {
        if let Some(object) = tables::object(modules, class.module, value) {
            model.table = object.name;
            attributes.extend(object.columns.unwrap_or_default());
        }
        return;
    }
    // A name that a mapped class gives itself is its own; what others give is asked of each class.
    let own: Vec<usize> = classes
        .iter()
        .filter(|of| **of == at || !is_mapped(modules, **of, root))
        .copied()
        .collect();
    let placed = |table: String| schemas::with_schema(modules, &own, table);
    let gives = |of: &usize| *of == at || !is_mapped(modules, *of, root);
    let is_given = classes.iter().filter(|of| gives(of)).any(|of| {
        member(modules.class(*of), "table").is_some_and(|value| !matches!(value.kind, Kind::Null))
    });
    let first = classes
        .iter()
        .find_map(|of| Some((modules.class(*of), member(modules.class(*of), "table")?)))
        // `__tablename__ = None` keeps to the parent's table.
        .filter(|(_, value)| is_given && !matches!(value.kind, Kind::Null));
    if let Some((home, value)) = first {
        model.table = names::text(modules, home.module, value, &class.body.name).map(placed);
        model.table_place = Some(modules.place(home.module, value.span));
        return;
    }
    let has_key = attributes.iter().any(|column| column.column.primary_key);
    match (root, parent) {
        (Root::SqlModel, _) => model.table = Some(placed(class.body.name.to_lowercase())),
        (Root::Flask, None) if has_key => {
            model.table = Some(placed(names::snake_case(&class.body.name)))
        }
        (_, Some(parent)) => {
            let mut above = Model::new("", model.orm, &model.place);
            let grand = own_classes(&modules.lineage(parent));
            let next = grand.iter().skip(1).find(|of| is_mapped(modules, **of, root)).copied();
            // Each step stands nearer to the root, as lineages have no cycles.
            if grand.len() < classes.len() {
                table(modules, parent, &grand, root, next, &mut above, &mut Vec::new());
            }
            model.table = above.table;
        }
        _ => model.is_abstract = true,
    }
}

/// What a class's own body says for a setting: a value, or what a declared function returns.
pub(super) fn member<'a>(class: &Class<'a>, setting: &str) -> Option<&'a Expr> {
    class.body.body.statements().iter().rev().find_map(|statement| match &statement.kind {
        Kind::Assign(target, value) => {
            (target.means("setting", "name") == Some(setting)).then_some(value.as_ref())
        }
        Kind::Decorated(_, inner) => match &inner.kind {
            Kind::Def(def) if inner.means("setting", "name") == Some(setting) => {
                columns::returned(&def.body)
            }
            _ => None,
        },
        Kind::Def(def) if statement.means("setting", "name") == Some(setting) => {
            columns::returned(&def.body)
        }
        _ => None,
    })
}

/// Whether a class is mapped itself, and not only a base or a mixin of mapped ones.
fn is_mapped(modules: &Modules, at: usize, expected: Root) -> bool {
    let class = modules.class(at);
    if member(class, "abstract").is_some_and(|value| matches!(value.kind, Kind::Bool(true)))
        || is_base(modules, at)
    {
        return false;
    }
    if expected == Root::SqlModel {
        return class
            .body
            .options
            .iter()
            .any(|(name, value)| name == "table" && matches!(value.kind, Kind::Bool(true)));
    }
    root(modules, at, &modules.lineage(at)).is_some()
}

/// Whether a class is the base that all mapped classes share: `class Base(DeclarativeBase)`.
fn is_base(modules: &Modules, at: usize) -> bool {
    let class = modules.class(at);
    let says_base =
        |expr: &Expr| matches!(expr.means("declare", "as"), Some("base" | "reflected-base"));
    class.decorators.iter().any(says_base)
        || class.body.parents.iter().any(|parent| {
            parent.call().is_none_or(|call| !call.called)
                && says_base(parent)
                && matches!(modules.resolve(class.module, parent), Symbol::Nothing)
        })
}

/// Whether what descends from a superclass, as it is written, is mapped.
pub fn descends(modules: &Modules, module: usize, parent: &Expr) -> bool {
    match modules.resolve(module, parent) {
        Symbol::Class(at) => root(modules, at, &modules.lineage(at)).is_some(),
        _ => base(modules, module, parent).is_some(),
    }
}

fn root(modules: &Modules, at: usize, lineage: &[Ancestor]) -> Option<Root> {
    let own = modules.class(at).decorators.iter();
    let mut marks = own.filter_map(|decorator| decorator.means("declare", "as"));
    if marks.any(|mark| matches!(mark, "mapped-class" | "mapped-dataclass")) {
        return Some(Root::Declarative);
    }
    lineage.iter().find_map(|ancestor| {
        let Ancestor::Class(class) = ancestor else { return None };
        let class = modules.class(*class);
        let decorated = class
            .decorators
            .iter()
            .any(|decorator| decorator.means("declare", "as") == Some("base"));
        match decorated {
            true => Some(Root::Declarative),
            false => {
                let mut parents = class.body.parents.iter();
                parents.find_map(|parent| base(modules, class.module, parent))
            }
        }
    })
}

/// What a superclass that no class statement defines makes of a class.
fn base(modules: &Modules, module: usize, parent: &Expr) -> Option<Root> {
    let value = match modules.resolve(module, parent) {
        Symbol::Class(_) => return None,
        Symbol::Value(_, value) => Some(value),
        _ => None,
    };
    match value.unwrap_or(parent).means("declare", "as")? {
        "base" => Some(Root::Declarative),
        "reflected-base" => Some(Root::Reflected),
        "typed-base" => Some(Root::SqlModel),
        "extension-base" => {
            let owner = parent.call()?.receiver.as_ref()?;
            match modules.resolve(module, owner) {
                Symbol::Value(home, value) => {
                    is_extension(modules, home, value).then_some(Root::Flask)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a value is the extension's object: `SQLAlchemy(app)`, or one of a class that extends it.
pub fn is_extension(modules: &Modules, module: usize, value: &Expr) -> bool {
    let says = |expr: &Expr| expr.means("declare", "as") == Some("extension");
    if says(value) {
        return true;
    }
    let Some(call) = value.call().filter(|call| call.called && call.receiver.is_none()) else {
        return false;
    };
    let Symbol::Class(class) = modules.named(module, &call.name) else { return false };
    modules.lineage(class).iter().any(|ancestor| match ancestor {
        Ancestor::Class(at) => modules.class(*at).body.parents.iter().any(says),
        Ancestor::Library(_) => false,
    })
}
