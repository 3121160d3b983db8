//! Reads ALTER TABLE.

use sqlparser::ast::{
    AlterColumnOperation, AlterTable, AlterTableOperation, DropBehavior, Ident,
    MySQLColumnPosition, RenameTableNameKind, Statement,
};

use super::{
    create::{enclosed, table_name},
    ddl::renamed_table,
    definition::{
        column_of, constraint_step, default_of, generated, inline_steps, is_column, options,
        type_of,
    },
    existing, kept, name_of, parsed, split, table_of,
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    database::Step,
    predicate::Cell,
};

/// Beginnings of ALTER TABLE clauses that concern storage and rights, not what the table holds.
const STORAGE: [&str; 23] = [
    "ALGORITHM",
    "ATTACH PARTITION",
    "AUTO_INCREMENT",
    "CHARACTER SET",
    "CHARSET",
    "CLUSTER ON",
    "COLLATE",
    "COMMENT",
    "CONVERT TO",
    "DEFAULT CHARACTER",
    "DEFAULT CHARSET",
    "DISABLE KEYS",
    "ENABLE KEYS",
    "ENGINE",
    "FORCE",
    "INHERIT",
    "LOCK",
    "OWNER TO",
    "REPLICA IDENTITY",
    "ROW_FORMAT",
    "SET TABLESPACE",
    "SET WITHOUT",
    "VALIDATE CONSTRAINT",
];

pub(super) fn alter_table(text: &str, reader: &'static str) -> Option<Vec<Change>> {
    let statement = parsed(
        text,
        |parser| parser.parse_statement(),
        |statement| matches!(statement, Statement::AlterTable(alter) if alter.operations.iter().all(is_plausible)),
    );
    if let Some(Statement::AlterTable(AlterTable { name, operations, .. })) = statement {
        let name = table_of(&name);
        return Some(
            operations
                .iter()
                .flat_map(|operation| operation_steps(&name, operation, reader))
                .collect(),
        );
    }
    let (name, clauses) = table_name(text)?;
    let mut steps = Vec::new();
    let mut verb = "";
    for clause in split::parts(clauses, |symbol| symbol == ",") {
        let first = split::code(clause).next().map_or("", |piece| piece.of(clause));
        let is_verb = ["add", "alter", "change", "drop", "modify", "rename"]
            .into_iter()
            .find(|known| first.eq_ignore_ascii_case(known));
        let upper = split::one_line(clause, 40).to_ascii_uppercase();
        if STORAGE.iter().any(|known| upper.starts_with(known))
            || [" SET STATISTICS", " SET STORAGE", " SET COMPRESSION", " SET ("]
                .iter()
                .any(|known| upper.contains(known))
        {
            continue;
        }
        // SQL Server lets `ADD a int, b int` go on without the verb.
        let carried = is_verb.is_none() && matches!(verb, "add" | "drop");
        let clause = if carried { format!("{verb} {clause}") } else { clause.to_owned() };
        verb = is_verb.unwrap_or(verb);
        match operations(&clause) {
            _ if upper.starts_with("RENAME INDEX ") || upper.starts_with("RENAME KEY ") => {
                steps.extend(renamed_index(&name, &clause, reader));
            }
            Some(operations) => {
                for operation in operations {
                    steps.extend(operation_steps(&name, &operation, reader));
                }
            }
            None => steps.push(Change::new(Op::Opaque, &name, reader)),
        }
    }
    Some(steps)
}

/// The operations of a clause that no dialect reads as part of its statement.
fn operations(clause: &str) -> Option<Vec<AlterTableOperation>> {
    if let Some(operation) = operation(clause) {
        return Some(vec![operation]);
    }
    let words: Vec<&str> = split::code(clause).take(5).map(|piece| piece.of(clause)).collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
    match lower.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["add", "(", ..] | ["add", "column", "(", ..] => {
            split::parts(enclosed(clause)?, |symbol| symbol == ",")
                .into_iter()
                .map(|item| operation(&format!("ADD {item}")))
                .collect()
        }
        ["drop", "key" | "index", ..] => {
            Some(vec![AlterTableOperation::DropIndex { name: Ident::new(*words.last()?) }])
        }
        // SQL Server says `ALTER COLUMN name type` for what MySQL calls MODIFY.
        ["alter", "column", ..] => {
            let column = split::code(clause).nth(1)?;
            Some(vec![operation(&format!("MODIFY COLUMN {}", clause.get(column.end..)?))?])
        }
        _ => None,
    }
}

pub(super) fn operation(clause: &str) -> Option<AlterTableOperation> {
    parsed(clause, |parser| parser.parse_alter_table_operation(), is_plausible)
}

/// `ADD KEY name (column)` is no column named `key`, whatever a dialect thinks.
fn is_plausible(operation: &AlterTableOperation) -> bool {
    match operation {
        AlterTableOperation::AddColumn { column_def, column_keyword, .. } => {
            *column_keyword || is_column(column_def)
        }
        _ => true,
    }
}

pub(super) fn operation_steps(
    table: &str,
    operation: &AlterTableOperation,
    reader: &'static str,
) -> Vec<Change> {
    use AlterTableOperation as Alter;
    let new = |op| Change::new(op, table, reader);
    match operation {
        Alter::AddColumn { column_def, column_position, .. } => {
            let after = match column_position {
                Some(MySQLColumnPosition::After(name)) => Some(kept(name)),
                _ => None,
            };
            let column = column_of(&column_def.name, &column_def.data_type, options(column_def));
            let name = column.name.clone();
            let objects =
                generated(table, column_def).into_iter().map(Box::new).map(Step::Create).collect();
            let mut steps = vec![Change { objects, after, ..added(table, column, reader) }];
            steps.extend(inline_steps(table, &name, options(column_def), reader));
            steps
        }
        Alter::DropColumn { column_names, drop_behavior, .. } => column_names
            .iter()
            .map(|name| Change {
                column: Some(kept(name)),
                cascade: *drop_behavior == Some(DropBehavior::Cascade),
                ..new(Op::DropColumn)
            })
            .collect(),
        Alter::RenameColumn { old_column_name, new_column_name } => {
            vec![renamed(table, old_column_name, new_column_name, reader)]
        }
        Alter::RenameTable {
            table_name: RenameTableNameKind::To(to) | RenameTableNameKind::As(to),
        } => vec![renamed_table(table, to, reader)],
        Alter::ChangeColumn { old_name, new_name, data_type, options, .. } => {
            let mut steps = Vec::new();
            if kept(old_name) != kept(new_name) {
                steps.push(renamed(table, old_name, new_name, reader));
            }
            steps.push(redefined(table, column_of(new_name, data_type, options), reader));
            steps
        }
        Alter::ModifyColumn { col_name, data_type, options, .. } => {
            vec![redefined(table, column_of(col_name, data_type, options), reader)]
        }
        Alter::AlterColumn { column_name, op } => {
            vec![altered(Change { column: Some(kept(column_name)), ..new(Op::AlterColumn) }, op)]
        }
        Alter::AddConstraint { constraint, .. } => {
            constraint_step(table, constraint, reader).into_iter().collect()
        }
        Alter::DropPrimaryKey { .. } => vec![new(Op::ChangePrimaryKey)],
        Alter::DropForeignKey { name, .. } => {
            vec![Change { name: Some(kept(name)), ..new(Op::DropForeignKey) }]
        }
        Alter::DropIndex { name } => {
            vec![Change { name: Some(kept(name)), ..new(Op::DropIndex) }]
        }
        Alter::DropConstraint { name, .. } if is_check(&name_of(name)) => Vec::new(),
        Alter::DropConstraint { name, .. } => {
            vec![Change { name: Some(kept(name)), ..new(dropped(&name_of(name))) }]
        }
        Alter::RenameConstraint { old_name, new_name } => {
            renamed_unique(table, kept(old_name), kept(new_name), reader)
        }
        Alter::OwnerTo { .. }
        | Alter::ReplicaIdentity { .. }
        | Alter::ValidateConstraint { .. }
        | Alter::SetOptionsParens { .. }
        | Alter::SetTblProperties { .. }
        | Alter::SetLogged
        | Alter::SetUnlogged
        | Alter::Algorithm { .. }
        | Alter::Lock { .. }
        | Alter::AutoIncrement { .. }
        | Alter::AttachPartition { .. }
        | Alter::ClusterBy { .. } => Vec::new(),
        _ => vec![new(Op::Opaque)],
    }
}

/// `RENAME INDEX old TO new`, which MySQL says of a table.
fn renamed_index(table: &str, clause: &str, reader: &'static str) -> Vec<Change> {
    let words = split::code(clause).map(|piece| piece.of(clause).trim_matches(['`', '"']));
    match words.collect::<Vec<_>>().as_slice() {
        [_, _, from, _, to] => renamed_unique(table, (*from).to_owned(), (*to).to_owned(), reader),
        _ => Vec::new(),
    }
}

/// A unique group goes by one name and comes by another; what else has a name is none of the application's
/// business.
pub(super) fn renamed_unique(
    table: &str,
    from: String,
    to: String,
    reader: &'static str,
) -> Vec<Change> {
    if dropped(&from.to_lowercase()) != Op::DropUnique {
        return Vec::new();
    }
    let to = Some(to);
    let (old, new) =
        (Change::new(Op::DropUnique, table, reader), Change::new(Op::AddUnique, table, reader));
    vec![Change { name: Some(from), to: to.clone(), ..old }, Change { name: to.clone(), to, ..new }]
}

/// Whether a constraint is a check, by its name: nothing that worked fails without it.
fn is_check(name: &str) -> bool {
    ["ck_", "chk_"].iter().any(|start| name.starts_with(start))
        || ["_check", "_chk", "_ck"].iter().any(|end| name.ends_with(end))
}

/// What kind of constraint goes, by the names that PostgreSQL and the ORMs give.
fn dropped(name: &str) -> Op {
    let has = |starts: &[&str], ends: &[&str]| {
        starts.iter().any(|start| name.starts_with(start))
            || ends.iter().any(|end| name.ends_with(end))
    };
    if has(&["pk_"], &["_pkey", "_pk"]) {
        Op::ChangePrimaryKey
    } else if has(&["fk_"], &["_fkey", "_fk", "_foreign", "_foreign_idx"]) || name.contains("_fk_")
    {
        Op::DropForeignKey
    } else if has(&["uq_", "uk_", "unique_", "uniq_"], &["_key", "_uk", "_uniq", "_unique", "_uq"])
    {
        Op::DropUnique
    } else {
        Op::Opaque
    }
}

fn added(table: &str, column: Column, reader: &'static str) -> Change {
    Change {
        existing: vec![existing(&column)],
        column: Some(column.name),
        sql_type: column.sql_type,
        nullable: column.nullable,
        default: column.default,
        ..Change::new(Op::AddColumn, table, reader)
    }
}

fn renamed(table: &str, from: &Ident, to: &Ident, reader: &'static str) -> Change {
    Change {
        column: Some(kept(from)),
        to: Some(kept(to)),
        existing: vec![Cell::Unknown],
        ..Change::new(Op::RenameColumn, table, reader)
    }
}

/// MODIFY says the whole definition anew: what it leaves out is no longer so.
fn redefined(table: &str, column: Column, reader: &'static str) -> Change {
    let required = column.nullable == Some(false);
    Change {
        op: Op::AlterColumn,
        existing: vec![if required { Cell::NotNull } else { Cell::Unknown }],
        ..added(table, column, reader)
    }
}

fn altered(change: Change, op: &AlterColumnOperation) -> Change {
    let change = Change { existing: vec![Cell::Unknown], ..change };
    match op {
        AlterColumnOperation::SetNotNull => {
            Change { nullable: Some(false), existing: vec![Cell::NotNull], ..change }
        }
        AlterColumnOperation::DropNotNull => Change { nullable: Some(true), ..change },
        AlterColumnOperation::SetDefault { value } => {
            Change { default: default_of(value), ..change }
        }
        AlterColumnOperation::DropDefault => Change { default: DefaultValue::Null, ..change },
        AlterColumnOperation::SetDataType { data_type, .. } => {
            Change { sql_type: type_of(data_type), ..change }
        }
        AlterColumnOperation::AddGenerated { .. } => {
            Change { default: DefaultValue::Function("identity".to_owned()), ..change }
        }
    }
}
