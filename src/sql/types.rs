//! Types that are built anew under the name of an old one: PostgreSQL takes no value away from an enum.
//!
//! Prisma creates `Role_new`, gives it to the columns, and calls it `Role` after that; Drizzle calls the
//! old type something else first.

use super::split::{self, Statement};
use crate::change::{Change, Op};

/// What a script does to a type.
enum Step<'t> {
    Creates(&'t str),
    Renames(&'t str, &'t str),
}

/// Calls the types of columns by the names that they have once the script is done, and marks those that
/// took the name of another.
pub(super) fn settle(text: &str, statements: &[Statement], changes: &mut [Change]) {
    let steps: Vec<Step> = statements.iter().filter_map(|it| step(text, it)).collect();
    for change in changes.iter_mut().filter(|_| steps.len() > 1) {
        let Some(written) = change.sql_type.as_deref() else { continue };
        let name = unquoted(written.trim_end_matches("[]").rsplit('.').next().unwrap_or(written));
        let created =
            steps.iter().position(|it| matches!(it, Step::Creates(made) if *made == name));
        let renamed = steps.iter().enumerate().find_map(|(at, it)| match it {
            Step::Renames(from, to) if *from == name => Some((at, *to)),
            _ => None,
        });
        let (Some(created), Some((renamed, to))) = (created, renamed) else { continue };
        if created < renamed {
            change.sql_type = Some(written.replace(name, to));
        }
        change.anew = true;
    }
}

/// `CREATE TYPE "Role" AS ENUM (…)`, `ALTER TYPE "Role" RENAME TO "Role_old"`
fn step<'t>(text: &'t str, statement: &Statement) -> Option<Step<'t>> {
    let [verb, of, ..] = &statement.head[..] else { return None };
    if of != "TYPE" || !matches!(verb.as_str(), "CREATE" | "ALTER") {
        return None;
    }
    let source = text.get(statement.range.clone())?;
    let words: Vec<&str> = split::code(source).map(|piece| piece.of(source)).collect();
    let before = |word: &str| {
        let at = words.iter().position(|it| it.eq_ignore_ascii_case(word))?;
        words.get(at.checked_sub(1)?).copied().map(unquoted)
    };
    if verb == "CREATE" {
        return before("as").map(Step::Creates);
    }
    let [.., to, name] = &words[..] else { return None };
    let from = before("rename").filter(|_| to.eq_ignore_ascii_case("to"))?;
    Some(Step::Renames(from, unquoted(name)))
}

/// `ALTER TYPE "public"."Role" ADD VALUE IF NOT EXISTS 'GUEST' BEFORE 'ADMIN'`
pub(super) fn added(source: &str, reader: &'static str) -> Option<Change> {
    let words: Vec<&str> = split::code(source).map(|piece| piece.of(source)).collect();
    let at = words.windows(2).position(|pair| {
        pair[0].eq_ignore_ascii_case("add") && pair[1].eq_ignore_ascii_case("value")
    })?;
    let name = words.get(2..at)?.concat();
    let value = words.get(at + 2..)?.iter().find(|word| word.starts_with('\''))?;
    let value = value.trim_matches('\'').replace("''", "'");
    Some(Change {
        sql_type: Some(name.replace('"', "")),
        to: Some(value),
        ..Change::new(Op::AddEnumValue, "", reader)
    })
}

fn unquoted(name: &str) -> &str {
    name.trim_matches('"')
}
