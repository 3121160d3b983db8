//! Migrations of Django, read as the steps that they propose.
//!
//! A migration lists operations. They name models and fields; tables and columns follow from these
//! by Django's own rules, as far as one file tells them.
//! Source: <https://docs.djangoproject.com/en/5.2/ref/migration-operations/>

mod condition;
mod constraint;
mod field;
mod model;
mod operation;
mod rows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::{
    change::Change,
    expr::{ClassBody, Expr, Kind},
    orm::python::program::{Bound, Reader, Tool},
};

/// How Django reads a migration.
const DJANGO: Tool = Tool { reader: "django", step: rows::step, rows: rows::rows };

/// The steps of a file, if it holds a migration of Django.
pub fn changes(file: &Arc<str>, text: &str, program: &Expr) -> Option<Vec<Change>> {
    let migration = migration(program)?;
    let mut reader = Reader::new(file, text, program, &DJANGO);
    let operations = operations(&mut reader, migration);
    for operation in &operations {
        operation::take(&mut reader, operation);
    }
    Some(reader.finish(migration.head))
}

/// Whether a migration stands for others, which have run or will: `replaces = [("shop", "0001"), …]`.
pub fn is_squashed(program: &Expr) -> bool {
    let Some(migration) = migration(program) else { return false };
    migration.body.statements().iter().any(|statement| match &statement.kind {
        Kind::Assign(target, value) => {
            target.name() == Some("replaces")
                && !matches!(&value.kind, Kind::List(members) if members.is_empty())
        }
        _ => false,
    })
}

/// Whether a file holds a migration, whose models declare what it builds.
pub fn is_declared(text: &str) -> bool {
    text.contains("class Migration(migrations.Migration)")
}

/// The class that Django looks for by its name.
fn migration(program: &Expr) -> Option<&ClassBody> {
    program.statements().iter().find_map(|statement| match &statement.kind {
        Kind::Class(class) if class.name == "Migration" => class
            .parents
            .iter()
            .any(|parent| parent.name().is_some_and(|name| name.ends_with("Migration")))
            .then_some(&**class),
        _ => None,
    })
}

/// The operations of a migration, evaluated.
fn operations<'a>(reader: &mut Reader<'a>, migration: &'a ClassBody) -> Vec<Expr> {
    let mut listed = None;
    for statement in migration.body.statements() {
        match &statement.kind {
            Kind::Assign(target, value) if target.name() == Some("operations") => {
                // The list may be longer than what variables keep.
                let value = reader.eval(value);
                reader.bind("operations", &value);
                listed = Some(value);
            }
            _ => reader.run_statement(statement),
        }
    }
    match reader.variable("operations") {
        Some(Bound::Known(list)) => vec![(**list).clone()],
        _ => listed.into_iter().collect(),
    }
}
