//! Tables that are built anew to change them, as SQLite needs it.
//!
//! Prisma, Drizzle and TypeORM create a table by another name, copy the rows, drop the old table and
//! rename the new one. That drops nothing: what is not copied is new.

use crate::{
    change::{Change, Op},
    sql::existing,
};

/// How many steps may lie between the new table and its renaming.
const MAX_BETWEEN: usize = 500;

/// The steps with each rebuilt table as what changes in it: the columns that nothing is copied into,
/// and one step that cannot be read for what may have changed in the others.
pub(super) fn rebuilt(changes: Vec<Change>) -> Vec<Change> {
    let mut done: Vec<Change> = Vec::with_capacity(changes.len());
    for step in changes {
        let recent = done.len().saturating_sub(MAX_BETWEEN);
        let rebuild = match step.op {
            Op::RenameTable => rebuild(done.get(recent..).unwrap_or_default(), &step),
            _ => None,
        };
        let Some((start, steps)) = rebuild else {
            done.push(step);
            continue;
        };
        let since = done.split_off(recent + start);
        let old = step.to.as_deref();
        done.extend(since.into_iter().filter(|known| {
            known.table != step.table
                && !(known.op == Op::DropTable && Some(known.table.as_str()) == old)
        }));
        done.extend(steps);
    }
    done
}

/// What a rename does that ends the building of a table, and where the building begins.
fn rebuild(before: &[Change], rename: &Change) -> Option<(usize, Vec<Change>)> {
    let old = rename.to.as_deref()?;
    let start =
        before.iter().rposition(|step| step.op == Op::CreateTable && step.table == rename.table)?;
    let since = before.get(start..)?;
    let copied: Vec<&str> = since
        .iter()
        .filter(|step| step.op == Op::Backfill && step.table == rename.table)
        .filter_map(|step| step.column.as_deref())
        .collect();
    let dropped = since.iter().any(|step| step.op == Op::DropTable && step.table == old);
    if !dropped || copied.is_empty() {
        return None;
    }
    let new = since.first()?;
    let like = |op| Change {
        place: new.place.clone(),
        text: new.text.clone(),
        ..Change::new(op, old, rename.reader)
    };
    let added = new.definitions.iter().filter(|column| !copied.contains(&column.name.as_str()));
    let mut steps: Vec<Change> = added
        .map(|column| Change {
            column: Some(column.name.clone()),
            sql_type: column.sql_type.clone(),
            nullable: column.nullable,
            default: column.default.clone(),
            existing: vec![existing(column)],
            ..like(Op::AddColumn)
        })
        .collect();
    steps.push(like(Op::Opaque));
    Some((start, steps))
}
