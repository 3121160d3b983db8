//! The ORMs that ormscope knows: data first, then a few functions each.

pub mod access;
pub mod active_record;
pub mod alembic;
pub mod bookshelf;
pub mod django;
pub mod drizzle;
pub mod libraries;
pub mod lucid;
pub mod mikro;
pub mod mongoengine;
pub mod mongoose;
pub mod objection;
pub mod peewee;
pub mod pony;
pub mod prisma;
pub mod python;
pub mod script;
pub mod sequelize;
pub mod sqlalchemy;
pub mod statements;
pub mod tortoise;
pub mod typeorm;
pub mod waterline;

use std::sync::Arc;

use crate::{
    change::Change,
    expr::Expr,
    facts::{FileFacts, Member},
    source::Language,
};

/// What the bytes of a file tell without parsing it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Classes, modules and functions with the superclasses as written; one that is computed ends
    /// with `(`. Constants that are given a value end with ` =`.
    pub defines: Vec<(String, Vec<String>)>,
    /// Where superclasses come from that are written by a name which the file imports.
    pub imports: Vec<Import>,
    /// It is worth parsing wherever it stands.
    pub marked: bool,
    /// It asks somewhere whether a column exists.
    pub gated: bool,
    /// It may take columns that it does not name, which matters where a column is in question.
    pub takes: bool,
}

/// A name that a file imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// What the file calls it.
    pub local: String,
    /// The module it comes from, as written.
    pub module: String,
    /// What that calls it.
    pub name: String,
}

/// A migration's own name, and the names of those that run before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follows {
    /// Its name.
    pub name: String,
    /// Those before it.
    pub after: Vec<String>,
}

/// The ORMs of one language, as scanning sees them.
pub struct Family {
    /// Classes that models descend from, as they are written.
    pub roots: &'static [&'static str],
    /// Whether a class goes on wherever its name is said again: a file that does is its code, too.
    pub reopens: bool,
    /// The file at a fixed place below the root of an application that starts it, and what it holds.
    pub starts: Option<(&'static str, &'static str)>,
    /// Whether a file holds no code of the running application.
    pub is_elsewhere: fn(&str) -> bool,
    /// A look at the bytes of a file.
    pub hints: fn(&str, &str) -> Hints,
    /// The facts of a file.
    pub facts: fn(&Arc<str>, Expr) -> FileFacts,
    /// Names, by their last part, whose definitions the facts of a file make worth parsing.
    pub wants: fn(&FileFacts) -> Vec<String>,
    /// Names that make whatever says them worth parsing: of classes that ask for the columns of rows
    /// which other classes serve.
    pub asking: Option<fn(&FileFacts) -> Vec<String>>,
    /// Whether a file is kept where migrations are.
    pub is_migration: fn(&str) -> bool,
    /// Whether models declare all that the migration in a file builds, and its name says when it runs: where
    /// some tables are in question, it matters only if it names one of them.
    pub is_declared: fn(&str) -> bool,
    /// The steps that a migration proposes.
    pub changes: fn(&Arc<str>, &str, &Expr) -> Vec<Change>,
    /// What a migration calls itself and which ones it follows, where names of files do not tell.
    pub follows: fn(&Expr) -> Option<Follows>,
    /// Whether a migration only stands for others, so that databases which have run these do not run it.
    pub is_squashed: fn(&Expr) -> bool,
    /// Whether a tool that is known runs a file as a migration, also one without a step.
    pub runs: fn(&Arc<str>, &str, &Expr) -> bool,
}

const RUBY: Family = Family {
    roots: active_record::ROOTS,
    reopens: true,
    // What Rails boots.
    starts: Some(("config/application.rb", "Rails::Application")),
    is_elsewhere: active_record::survey::is_elsewhere,
    hints: active_record::survey::hints,
    facts: active_record::facts,
    wants: active_record::wants,
    asking: None,
    is_migration: active_record::migration::is_migration_path,
    is_declared: |_| false,
    changes: active_record::migration::changes,
    follows: |_| None,
    is_squashed: |_| false,
    runs: |_, _, program| active_record::migration::is_migration(program),
};

const PYTHON: Family = Family {
    roots: python::ROOTS,
    reopens: false,
    // What `django-admin startproject` writes.
    starts: Some(("manage.py", "DJANGO_SETTINGS_MODULE")),
    is_elsewhere: python::survey::is_elsewhere,
    hints: python::survey::hints,
    facts: python::facts,
    wants: python::wants,
    asking: Some(python::asking),
    is_migration: python::is_migration,
    is_declared: django::migration::is_declared,
    changes: python::changes,
    follows: alembic::follows,
    is_squashed: django::migration::is_squashed,
    runs: python::runs,
};

const SCRIPT: Family = Family {
    roots: script::ROOTS,
    reopens: false,
    starts: None,
    is_elsewhere: script::survey::is_elsewhere,
    hints: script::survey::hints,
    facts: script::facts,
    wants: script::wants,
    asking: None,
    is_migration: script::migration::is_migration,
    is_declared: |_| false,
    changes: script::migration::changes,
    follows: |_| None,
    is_squashed: |_| false,
    runs: |_, _, program| script::migration::runs(program),
};

/// The family that reads a language.
pub fn family(language: Language) -> Option<&'static Family> {
    match language {
        Language::Ruby => Some(&RUBY),
        Language::Python => Some(&PYTHON),
        Language::JavaScript | Language::TypeScript | Language::Tsx => Some(&SCRIPT),
        _ => None,
    }
}

/// The last part of a path of names, whatever separates them.
pub fn last(name: &str) -> &str {
    name.rsplit([':', '.']).next().unwrap_or(name)
}

/// What linking has to know of an ORM.
#[derive(Debug)]
pub struct Orm {
    /// Its name.
    pub name: &'static str,
    /// Classes that every model descends from.
    pub roots: &'static [&'static str],
    /// The members that a method adds to the class whose body calls it.
    pub members_of: fn(&Arc<str>, &Expr) -> Vec<Member>,
}

/// Active Record, of Ruby on Rails.
pub const ACTIVE_RECORD: Orm = Orm {
    name: "active_record",
    roots: active_record::ROOTS,
    members_of: active_record::members_of,
};

/// The query files of one ORM, each with its path under `queries/`.
macro_rules! queries {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../queries/", $path)))),*]
    };
}

/// Everything that Ruby code is matched against.
pub const RUBY_QUERIES: &[(&str, &str)] = queries! {
    "active_record/models.scm"
    "active_record/reliances.scm"
    "active_record/columns_of_gems.scm"
    "active_record/callbacks.scm"
    "active_record/jobs.scm"
    "active_record/scopes.scm"
    "active_record/gates.scm"
    "active_record/changes.scm"
    "active_record/inflections.scm"
    "active_record/paranoia.scm"
    "active_record/acts_as_paranoid.scm"
    "active_record/discard.scm"
    "active_record/permanent_records.scm"
    "active_record/soft_deletion.scm"
    "active_record/consumers.scm"
    "active_record/bypasses.scm"
    "active_record/clauses.scm"
    "active_record/paper_trail.scm"
    "active_record/audited.scm"
    "active_record/devise.scm"
    "active_record/jbuilder.scm"
    "active_record/logidze.scm"
    "active_record/searchkick.scm"
    "active_record/ransack.scm"
    "active_record/admin.scm"
    "active_record/uses.scm"
};

/// Everything that Python code is matched against.
pub const PYTHON_QUERIES: &[(&str, &str)] = queries! {
    "django/models.scm"
    "django/callbacks.scm"
    "django/libraries.scm"
    "django/soft_delete.scm"
    "django/fields.scm"
    "django/managers.scm"
    "django/gates.scm"
    "django/views.scm"
    "django/changes.scm"
    "alembic/changes.scm"
    "sqlalchemy/models.scm"
    "sqlalchemy/callbacks.scm"
    "sqlalchemy/relations.scm"
    "sqlalchemy/criteria.scm"
    "sqlalchemy/easy_softdelete.scm"
    "peewee/models.scm"
    "peewee/callbacks.scm"
    "peewee/relations.scm"
    "tortoise/models.scm"
    "tortoise/callbacks.scm"
    "tortoise/relations.scm"
    "pony/models.scm"
    "pony/callbacks.scm"
    "mongoengine/models.scm"
    "mongoengine/callbacks.scm"
    "flask_sqlalchemy/models.scm"
    "sqlmodel/models.scm"
    "django/uses.scm"
    "sqlalchemy/uses.scm"
    "django/consumers.scm"
    "django/bypasses.scm"
    "rest_framework/consumers.scm"
    "django_filters/consumers.scm"
    "import_export/consumers.scm"
    "graphene_django/consumers.scm"
    "strawberry_django/consumers.scm"
    "ninja/consumers.scm"
    "simple_history/consumers.scm"
    "reversion/consumers.scm"
    "auditlog/consumers.scm"
    "sqlalchemy/consumers.scm"
    "sqlalchemy/bypasses.scm"
    "sqlmodel/consumers.scm"
    "marshmallow_sqlalchemy/consumers.scm"
    "fastapi/consumers.scm"
    "celery/jobs.scm"
};

/// Everything that JavaScript and TypeScript are matched against.
pub const SCRIPT_QUERIES: &[(&str, &str)] = queries! {
    "sequelize/models.scm"
    "sequelize/callbacks.scm"
    "sequelize/relations.scm"
    "sequelize/typescript.scm"
    "sequelize/consumers.scm"
    "sequelize/bypasses.scm"
    "sequelize/sync.scm"
    "sequelize/changes.scm"
    "objection/models.scm"
    "objection/callbacks.scm"
    "objection/consumers.scm"
    "objection/soft_delete.scm"
    "bookshelf/models.scm"
    "bookshelf/consumers.scm"
    "bookshelf/soft_delete.scm"
    "lucid/models.scm"
    "lucid/callbacks.scm"
    "lucid/consumers.scm"
    "lucid/soft_deletes.scm"
    "mongoose/models.scm"
    "mongoose/callbacks.scm"
    "mongoose/consumers.scm"
    "mongoose/bypasses.scm"
    "mongoose/mongoose_delete.scm"
    "drizzle/models.scm"
    "drizzle/conditions.scm"
    "drizzle/relations.scm"
    "drizzle/consumers.scm"
    "prisma/extensions.scm"
    "prisma/callbacks.scm"
    "prisma/consumers.scm"
    "prisma/bypasses.scm"
    "knex/conditions.scm"
    "knex/consumers.scm"
    "knex/bypasses.scm"
    "knex/clauses.scm"
    "knex/changes.scm"
    "knex/ghost.scm"
    "knex/lucid.scm"
    "typeorm/models.scm"
    "typeorm/callbacks.scm"
    "typeorm/relations.scm"
    "typeorm/consumers.scm"
    "typeorm/bypasses.scm"
    "typeorm/sync.scm"
    "typeorm/changes.scm"
    "mikro_orm/models.scm"
    "mikro_orm/callbacks.scm"
    "mikro_orm/relations.scm"
    "mikro_orm/consumers.scm"
    "mikro_orm/bypasses.scm"
    "mikro_orm/sync.scm"
    "mikro_orm/changes.scm"
    "node_pg_migrate/changes.scm"
    "db_migrate/changes.scm"
    "kysely/changes.scm"
    "kysely/consumers.scm"
    "waterline/consumers.scm"
    "waterline/sync.scm"
    "script/consumers.scm"
    "prisma/uses.scm"
    "sequelize/uses.scm"
    "typeorm/uses.scm"
    "knex/uses.scm"
    "drizzle/uses.scm"
    "mongoose/uses.scm"
    "script/uses.scm"
    "nestjs/jobs.scm"
};
