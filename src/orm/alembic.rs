//! Migrations with Alembic, read as the steps that they propose.
//!
//! A migration is a program that calls `op`; only its way up is run.
//! Source: <https://alembic.sqlalchemy.org/en/latest/ops.html>

mod column;
mod rows;
mod searchable;
mod step;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::{
    change::Change,
    expr::{Expr, Kind},
    orm::{
        Follows,
        python::program::{Reader, Tool},
    },
};

/// How Alembic reads a migration.
const ALEMBIC: Tool = Tool { reader: "alembic", step: step::step, rows: rows::rows };

/// The steps of a file, if it holds a migration of Alembic.
pub fn changes(file: &Arc<str>, text: &str, program: &Expr) -> Option<Vec<Change>> {
    let upgrade = program.statements().iter().find_map(|statement| match &statement.kind {
        Kind::Def(def) if def.name == "upgrade" => Some(def),
        _ => None,
    })?;
    if !imports_alembic(program) && !has_revision(program) {
        return None;
    }
    let mut reader = Reader::new(file, text, program, &ALEMBIC);
    // With several databases there is a function for each: `globals()[f"upgrade_{engine}"]()`.
    let several = upgrade.body.any(&|part| part.call().is_some_and(|call| call.name == "globals"));
    for statement in program.statements().iter().filter(|_| several) {
        if let Kind::Def(def) = &statement.kind
            && def.name.starts_with("upgrade_")
        {
            reader.start(&def.name, None);
        }
    }
    if !several {
        reader.start("upgrade", None);
    }
    Some(reader.finish(upgrade.head))
}

fn imports_alembic(program: &Expr) -> bool {
    program.any(&|part| match &part.kind {
        Kind::Import(import) => import.from.split('.').next() == Some("alembic"),
        _ => false,
    })
}

fn has_revision(program: &Expr) -> bool {
    assigned(program, "down_revision").is_some()
}

/// `revision = "b"`, `down_revision = "a"`
pub fn follows(program: &Expr) -> Option<Follows> {
    let name = assigned(program, "revision")?.text()?.to_owned();
    let after = assigned(program, "down_revision").into_iter().flat_map(Expr::texts);
    let depends = assigned(program, "depends_on").into_iter().flat_map(Expr::texts);
    Some(Follows { name, after: after.chain(depends).map(str::to_owned).collect() })
}

/// What a variable of the module is set to.
fn assigned<'p>(program: &'p Expr, name: &str) -> Option<&'p Expr> {
    program.statements().iter().find_map(|statement| match &statement.kind {
        Kind::Assign(target, value) => {
            let target = match &target.kind {
                Kind::Typed(target, _) => target,
                _ => target,
            };
            (target.name() == Some(name)).then_some(value.as_ref())
        }
        _ => None,
    })
}
