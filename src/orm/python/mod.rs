//! What the Python ORMs share: which files are worth reading, and where migrations are kept.

pub mod asked;
pub mod branch;
pub mod callbacks;
pub mod consumer;
pub mod heritage;
pub mod keeping;
pub mod lookups;
pub mod program;
pub mod relations;
pub mod setting;
pub mod survey;

use std::sync::Arc;

use crate::{
    change::Change,
    expr::{ClassBody, Expr, Kind},
    facts::{FileFacts, Module},
    orm::{self, alembic, django},
    source::Language,
    sql,
};

/// Classes that models descend from, as they are written.
pub const ROOTS: &[&str] = &["models.Model", "Model", "db.Model", "Base", "SQLModel", "Document"];

/// The packages of the ORMs themselves. Some applications carry a copy of them.
pub const LIBRARIES: &[&str] =
    &["django", "mongoengine", "mptt", "peewee", "pony", "sqlalchemy", "sqlmodel", "tortoise"];

/// A module keeps its code: what its classes mean depends on what it imports.
pub fn facts(file: &Arc<str>, program: Expr) -> FileFacts {
    let module = Module { language: Language::Python, program };
    FileFacts { module: Some(module), ..FileFacts::new(file) }
}

/// The last parts of the names that the classes of a file descend from, the classes that these stand
/// in, as in `class Meta(Base.Meta)`, and those that they keep an instance of: `objects = People()`.
pub fn wants(facts: &FileFacts) -> Vec<String> {
    let mut wanted = Vec::new();
    let Some(module) = &facts.module else { return wanted };
    let mut take = |class: &ClassBody| {
        for parent in &class.parents {
            let parent = match &parent.kind {
                Kind::Index(generic, _) => generic,
                _ => parent,
            };
            parent.walk(&mut |part| {
                let Some(name) = part.name() else { return };
                let around =
                    name.rsplit('.').skip(1).filter(|it| it.starts_with(char::is_uppercase));
                wanted.extend(around.chain([orm::last(name)]).map(str::to_owned));
            });
        }
        for statement in class.body.statements() {
            let Kind::Assign(_, value) = &statement.kind else { continue };
            let kept = value.call().filter(|call| call.arguments.is_empty());
            wanted.extend(kept.map(|call| call.name.clone()));
        }
    };
    module.program.walk(&mut |expr| {
        if let Kind::Class(class) = &expr.kind {
            take(class);
        }
    });
    wanted
}

/// The classes of a file that ask what columns their own model has and are no managers, with what has them
/// serve whom no import leads to.
pub fn asking(facts: &FileFacts) -> Vec<String> {
    let mut names = Vec::new();
    let Some(module) = &facts.module else { return names };
    module.program.walk(&mut |expr| {
        let Kind::Class(class) = &expr.kind else { return };
        let named = |parent: &Expr, what: &str| parent.any(&|part| part.word(what).is_some());
        if class.parents.iter().any(|it| named(it, "manager") || is_root(it)) {
            return;
        }
        for statement in class.body.statements() {
            let Kind::Def(def) = &statement.kind else { continue };
            if def.body.any(&asks_own) {
                names.push(class.name.clone());
                let from = class.parents.iter().find_map(|parent| parent.means("handoff", "from"));
                names.extend(from.map(str::to_owned));
            }
        }
    });
    names
}

/// `hasattr(self.model, 'deleted_at')`, `model._meta.get_field('deleted_at')`
fn asks_own(part: &Expr) -> bool {
    match part.means("gate", "by") {
        Some("attribute") => {
            part.call().and_then(|call| call.arguments.first()).is_some_and(|of| {
                of.means("gate", "by") == Some("own")
                    || of.name().is_some_and(|name| name.starts_with(char::is_uppercase))
            })
        }
        Some("field" | "meta") => true,
        _ => false,
    }
}

/// `models.Model`, `Base`
fn is_root(parent: &Expr) -> bool {
    parent.name().is_some_and(|name| ROOTS.iter().any(|root| orm::last(root) == name))
}

/// Whether a file is kept where Django or Alembic keep migrations. Whether it is one, its content
/// decides.
pub fn is_migration(path: &str) -> bool {
    let mut folders = path.split('/').rev();
    let name = folders.next().unwrap_or_default();
    let keeps = |folder: &str| {
        matches!(folder, "migrations" | "versions" | "alembic") || folder.ends_with("_migrations")
    };
    name.ends_with(".py") && name != "__init__.py" && name != "env.py" && folders.any(keeps)
}

/// The steps that a migration proposes.
pub fn changes(file: &Arc<str>, text: &str, program: &Expr) -> Vec<Change> {
    steps(file, text, program).map(sql::rebuilt).unwrap_or_default()
}

/// Whether a file is a migration of Django or Alembic.
pub fn runs(file: &Arc<str>, text: &str, program: &Expr) -> bool {
    steps(file, text, program).is_some()
}

fn steps(file: &Arc<str>, text: &str, program: &Expr) -> Option<Vec<Change>> {
    django::migration::changes(file, text, program)
        .or_else(|| alembic::changes(file, text, program))
}
