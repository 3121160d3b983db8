//! Turns statements into steps.

use sqlparser::ast::{
    AlterIndexOperation, Assignment, AssignmentTarget, CreateIndex, Expr, FromTable, ObjectName,
    ObjectNamePart, ObjectType, SetExpr, Statement, TableFactor, TableObject, Update,
};

use super::{
    alter::{alter_table, renamed_unique},
    constant::{Constant, constant},
    create::create_table,
    definition::indexed,
    kept, object, parsed, split, table_of, types,
};
use crate::{
    change::{Change, Op},
    predicate::Cell,
};

/// First words of statements that change no schema and no column of existing rows.
const IDLE: [&str; 43] = [
    "ABORT",
    "ANALYSE",
    "ANALYZE",
    "BEGIN",
    "CHECKPOINT",
    "CLUSTER",
    "COMMENT",
    "COMMIT",
    "COPY",
    "DEALLOCATE",
    "DELETE",
    "DISCARD",
    "END",
    "EXPLAIN",
    "FLUSH",
    "GRANT",
    "INSERT",
    "KILL",
    "LISTEN",
    "LOAD",
    "LOCK",
    "NOTIFY",
    "OPTIMIZE",
    "PRAGMA",
    "PREPARE",
    "PRINT",
    "REINDEX",
    "RELEASE",
    "REPLACE",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SAVEPOINT",
    "SELECT",
    "SET",
    "SHOW",
    "START",
    "TRUNCATE",
    "UNLISTEN",
    "UNLOCK",
    "USE",
    "VACUUM",
    "VALUES",
];

/// What may be created or altered with no effect on tables that exist.
const ELSEWHERE: [&str; 17] = [
    "AGGREGATE",
    "CAST",
    "COLLATION",
    "CONVERSION",
    "DATABASE",
    "DEFAULT",
    "EXTENSION",
    "GROUP",
    "LANGUAGE",
    "LOGIN",
    "OPERATOR",
    "ROLE",
    "SCHEMA",
    "SERVER",
    "STATISTICS",
    "TABLESPACE",
    "USER",
];

/// Longer statements that insert rows are data, in bytes.
const LONGEST_COPY: usize = 1 << 16;

/// What a statement does. The caller fills in where it stands.
pub(super) fn steps(text: &str, head: &[String], reader: &'static str) -> Vec<Change> {
    let words: Vec<&str> = head.iter().map(String::as_str).collect();
    let opaque = || vec![Change::new(Op::Opaque, "", reader)];
    match words.as_slice() {
        [] => Vec::new(),
        ["INSERT", ..] if text.len() <= LONGEST_COPY && mentions(text, "select") => {
            copied(text, reader)
        }
        ["DELETE", "FROM", ..] | ["TRUNCATE", ..] if !mentions(text, "where") => {
            emptied(text, reader)
        }
        [first, ..] if IDLE.binary_search(first).is_ok() => Vec::new(),
        ["ALTER", what, ..] if only_owner(what, text) => Vec::new(),
        // MySQL's dumps switch keys off and on around their data.
        ["ALTER", "TABLE", .., "DISABLE" | "ENABLE", "KEYS"]
        | ["ALTER", "TABLE", .., "DISABLE" | "ENABLE", "TRIGGER", _] => Vec::new(),
        ["ALTER", "INDEX", rest @ ..] if has_pair(rest, ["RENAME", "TO"]) => {
            let statement = parsed(text, |parser| parser.parse_statement(), |_| true);
            statement.map_or_else(Vec::new, |statement| statement_steps(statement, reader))
        }
        ["ALTER", "SEQUENCE" | "INDEX", ..] | ["CREATE" | "DROP", "SEQUENCE", ..] => Vec::new(),
        // A type that no column has yet, or has any more.
        ["CREATE" | "DROP", "TYPE", ..] => Vec::new(),
        // Columns keep the type, whatever it is called, and rows their values.
        ["ALTER", "TYPE", rest @ ..] if has_pair(rest, ["RENAME", "TO"]) => Vec::new(),
        ["ALTER", "TYPE", rest @ ..] if has_pair(rest, ["ADD", "VALUE"]) => {
            types::added(text, reader).map_or_else(opaque, |change| vec![change])
        }
        ["CREATE", "TEMP" | "TEMPORARY", "TABLE", ..] => Vec::new(),
        ["CREATE", "LOCAL" | "GLOBAL", "TEMP" | "TEMPORARY", "TABLE", ..] => Vec::new(),
        ["CREATE" | "ALTER", what, ..] if ELSEWHERE.binary_search(what).is_ok() => Vec::new(),
        ["WITH", ..] if !mentions(text, "update") => Vec::new(),
        ["CREATE", "TABLE", ..] | ["CREATE", "UNLOGGED" | "FOREIGN", "TABLE", ..] => {
            create_table(text, reader).unwrap_or_else(opaque)
        }
        ["ALTER", "TABLE", ..] | ["ALTER", "ONLINE" | "IGNORE" | "FOREIGN", "TABLE", ..] => {
            alter_table(text, reader).unwrap_or_else(opaque)
        }
        // No dialect knows the word; it changes how long the statement takes, not what it does.
        ["DROP", "INDEX", "CONCURRENTLY", ..] => {
            let end = split::code(text).nth(2).map_or(0, |word| word.end);
            let rest = format!("DROP INDEX {}", text.get(end..).unwrap_or(""));
            match parsed(&rest, |parser| parser.parse_statement(), |_| true) {
                Some(statement) => statement_steps(statement, reader),
                None => opaque(),
            }
        }
        ["CREATE", "INDEX" | "UNIQUE" | "FULLTEXT" | "SPATIAL", ..]
        | ["CREATE", "CLUSTERED" | "NONCLUSTERED", ..]
        | ["DROP", "INDEX" | "TABLE", ..]
        | ["RENAME", "TABLE", ..]
        | ["UPDATE", ..]
        | ["WITH", ..] => match parsed(text, |parser| parser.parse_statement(), |_| true) {
            Some(statement) => statement_steps(statement, reader),
            None => opaque(),
        },
        _ => match object::steps(text) {
            objects if objects.is_empty() => opaque(),
            objects => vec![Change { objects, ..Change::new(Op::Define, "", reader) }],
        },
    }
}

fn has_pair(words: &[&str], pair: [&str; 2]) -> bool {
    words.windows(2).any(|two| two == pair)
}

/// Whether all that a statement does is to change the owner.
fn only_owner(what: &str, text: &str) -> bool {
    let mut words = text.trim_end().rsplit(|c: char| c.is_ascii_whitespace()).skip(1);
    let mut is = |word| words.next().is_some_and(|last| last.eq_ignore_ascii_case(word));
    is("to") && is("owner") && (what != "TABLE" || !text.contains(','))
}

fn mentions(text: &str, word: &str) -> bool {
    split::code(text).any(|piece| piece.of(text).eq_ignore_ascii_case(word))
}

fn statement_steps(statement: Statement, reader: &'static str) -> Vec<Change> {
    let opaque = || vec![Change::new(Op::Opaque, "", reader)];
    match statement {
        Statement::CreateIndex(index) => vec![index_step(&index, reader)],
        Statement::Drop {
            object_type: ObjectType::Table,
            temporary: false,
            names,
            cascade,
            ..
        } => {
            let drop =
                |name| Change { cascade, ..Change::new(Op::DropTable, &table_of(name), reader) };
            names.iter().map(drop).collect()
        }
        Statement::Drop { object_type: ObjectType::Table, .. } => Vec::new(),
        Statement::Drop { object_type: ObjectType::Index, table, names, .. } => {
            let table = table.as_ref().map(table_of).unwrap_or_default();
            names.iter().map(|name| dropped_index(name, &table, reader)).collect()
        }
        Statement::AlterIndex {
            name,
            operation: AlterIndexOperation::RenameIndex { index_name },
        } => renamed_index(&name, &index_name, reader),
        Statement::RenameTable(renames) => renames
            .iter()
            .map(|rename| renamed_table(&table_of(&rename.old_name), &rename.new_name, reader))
            .collect(),
        Statement::Update(update) => backfills(&update, reader).unwrap_or_else(opaque),
        // `WITH … UPDATE …`
        Statement::Query(query) => match *query.body {
            SetExpr::Update(update) => statement_steps(update, reader),
            _ => opaque(),
        },
        _ => opaque(),
    }
}

/// A unique index goes by one name and comes by another, where its name tells the table; any other
/// index is none of the application's business.
fn renamed_index(name: &ObjectName, to: &ObjectName, reader: &'static str) -> Vec<Change> {
    let old = dropped_index(name, "", reader);
    if old.op != Op::DropUnique {
        return Vec::new();
    }
    let to = to.0.last().and_then(ObjectNamePart::as_ident).map(kept);
    match (old.name, to) {
        (Some(from), Some(to)) => renamed_unique(&old.table, from, to, reader),
        _ => Vec::new(),
    }
}

/// Prisma calls an index by its table, columns and kind: `User_email_key`, `_PostToTag_AB_unique`, and
/// before version 3 `User.email_unique`.
/// Its models have no underscore in their names unless somebody chose one, and are in camel case.
fn dropped_index(name: &ObjectName, table: &str, reader: &'static str) -> Change {
    let name = name.0.last().and_then(ObjectNamePart::as_ident).map(kept).unwrap_or_default();
    let plain = name.strip_prefix('_').unwrap_or(&name);
    let model = plain.split(['_', '.']).next().unwrap_or_default();
    let camel = model.starts_with(|c: char| c.is_ascii_uppercase())
        && model.contains(|c: char| c.is_ascii_lowercase());
    let ends = |ends: &[&str]| ends.iter().any(|end| plain.ends_with(end));
    let unique = ends(&["_key", "_unique"]);
    if !table.is_empty() || !camel || !(unique || ends(&["_idx", "_index"])) {
        return Change { name: Some(name), ..Change::new(Op::DropIndex, table, reader) };
    }
    let op = if unique { Op::DropUnique } else { Op::DropIndex };
    let table = name.get(..name.len() - plain.len() + model.len()).unwrap_or_default();
    Change { name: Some(name.clone()), ..Change::new(op, table, reader) }
}

pub(super) fn renamed_table(table: &str, to: &ObjectName, reader: &'static str) -> Change {
    Change { to: Some(table_of(to)), ..Change::new(Op::RenameTable, table, reader) }
}

fn index_step(index: &CreateIndex, reader: &'static str) -> Change {
    let op = if index.unique { Op::AddUnique } else { Op::AddIndex };
    Change {
        columns: indexed(&index.columns),
        condition: index.predicate.as_ref().map(Expr::to_string),
        name: index.name.as_ref().map(table_of),
        ..Change::new(op, &table_of(&index.table_name), reader)
    }
}

/// One step for each column that an UPDATE sets.
fn backfills(update: &Update, reader: &'static str) -> Option<Vec<Change>> {
    let TableFactor::Table { name, .. } = &update.table.relation else { return None };
    let table = table_of(name);
    // A join or a limit keeps rows out as a condition does.
    let condition = match &update.selection {
        Some(condition) => Some(condition.to_string()),
        None if update.from.is_some() || !update.table.joins.is_empty() => {
            Some("joined".to_owned())
        }
        None if update.limit.is_some() => Some("limited".to_owned()),
        None => None,
    };
    let mut steps = Vec::new();
    for assignment in &update.assignments {
        for (column, cell) in assigned(assignment) {
            steps.push(Change {
                column: Some(column),
                existing: vec![cell],
                condition: condition.clone(),
                ..Change::new(Op::Backfill, &table, reader)
            });
        }
    }
    Some(steps)
}

/// One step for each column that rows of another table are copied into.
fn copied(text: &str, reader: &'static str) -> Vec<Change> {
    let Some(Statement::Insert(insert)) = parsed(text, |parser| parser.parse_statement(), |_| true)
    else {
        return Vec::new();
    };
    let TableObject::TableName(name) = &insert.table else { return Vec::new() };
    let table = table_of(name);
    let columns = insert.columns.iter().filter_map(|column| column.0.last()?.as_ident());
    columns
        .map(|column| Change {
            column: Some(kept(column)),
            existing: vec![Cell::Unknown],
            condition: Some("copied".to_owned()),
            ..Change::new(Op::Backfill, &table, reader)
        })
        .collect()
}

/// One step for each table whose rows all go; none where it is not sure that they do.
fn emptied(text: &str, reader: &'static str) -> Vec<Change> {
    let step = |name: &ObjectName| Change::new(Op::Backfill, &table_of(name), reader);
    match parsed(text, |parser| parser.parse_statement(), |_| true) {
        Some(Statement::Truncate(truncate)) => {
            truncate.table_names.iter().map(|target| step(&target.name)).collect()
        }
        Some(Statement::Delete(delete)) if delete.using.is_none() && delete.limit.is_none() => {
            let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
            match from.as_slice() {
                [only] if only.joins.is_empty() => match &only.relation {
                    TableFactor::Table { name, .. } => vec![step(name)],
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn assigned(assignment: &Assignment) -> Vec<(String, Cell)> {
    let name =
        |target: &ObjectName| Some(kept(target.0.last().and_then(ObjectNamePart::as_ident)?));
    match &assignment.target {
        AssignmentTarget::ColumnName(target) => {
            name(target).map(|name| (name, cell_of(&assignment.value))).into_iter().collect()
        }
        AssignmentTarget::Tuple(targets) => {
            let values = match &assignment.value {
                Expr::Tuple(values) if values.len() == targets.len() => values.as_slice(),
                _ => &[],
            };
            let cell = |i: usize| values.get(i).map_or(Cell::Unknown, cell_of);
            let columns = targets.iter().enumerate();
            columns.filter_map(|(i, target)| Some((name(target)?, cell(i)))).collect()
        }
    }
}

fn cell_of(expr: &Expr) -> Cell {
    match constant(expr) {
        Constant::Null => Cell::Null,
        Constant::Literal(literal) => Cell::Value(literal),
        Constant::NotNull(_) => Cell::NotNull,
        Constant::Other(_) => Cell::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{ELSEWHERE, IDLE};

    #[test]
    fn tables_of_words_are_sorted() {
        assert!(IDLE.is_sorted() && ELSEWHERE.is_sorted());
        assert!(super::super::constant::NEVER_NULL.is_sorted());
        assert!(super::super::operand::STRICT.is_sorted());
        assert!(super::super::definition::NOT_A_COLUMN.is_sorted());
    }
}
