//! Reads CREATE TABLE.

use sqlparser::ast::{CreateTable, Statement};

use super::{
    alter::{operation, operation_steps},
    definition::{
        NOT_A_COLUMN, column_of, constraint_step, definition, generated, inline_steps, is_column,
        options,
    },
    parsed,
    split::{self, Kind},
    table_of,
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    database::Step,
};

pub(super) fn create_table(text: &str, reader: &'static str) -> Option<Vec<Change>> {
    let statement = parsed(
        text,
        |parser| parser.parse_statement(),
        |statement| matches!(statement, Statement::CreateTable(table) if table.columns.iter().all(is_column)),
    );
    let Some(Statement::CreateTable(table)) = statement else {
        return create_table_in_parts(text, reader);
    };
    Some(create_table_steps(&table, reader))
}

fn create_table_steps(table: &CreateTable, reader: &'static str) -> Vec<Change> {
    if table.temporary {
        return Vec::new();
    }
    let name = table_of(&table.name);
    let mut create = Change::new(Op::CreateTable, &name, reader);
    let mut after = Vec::new();
    for definition in &table.columns {
        let column = column_of(&definition.name, &definition.data_type, options(definition));
        // The definition itself says what is unique and what the key is.
        after.extend(
            inline_steps(&name, &column.name, options(definition), reader)
                .filter(|step| !matches!(step.op, Op::AddUnique | Op::ChangePrimaryKey)),
        );
        create.objects.extend(generated(&name, definition).map(Box::new).map(Step::Create));
        create.definitions.push(column);
    }
    let constraints: Vec<Change> = table
        .constraints
        .iter()
        .filter_map(|constraint| constraint_step(&name, constraint, reader))
        .collect();
    after.extend(constraints);
    finished_table(create, after)
}

/// The table of a statement that no dialect reads as a whole, item by item.
fn create_table_in_parts(text: &str, reader: &'static str) -> Option<Vec<Change>> {
    let (name, rest) = table_name(text)?;
    let mut create = Change::new(Op::CreateTable, &name, reader);
    let body = enclosed(rest).unwrap_or("");
    let mut after = Vec::new();
    for item in split::parts(body, |symbol| symbol == ",") {
        if let Some(definition) = definition(item) {
            let column = column_of(&definition.name, &definition.data_type, options(&definition));
            after.extend(
                inline_steps(&name, &column.name, options(&definition), reader)
                    .filter(|step| !matches!(step.op, Op::AddUnique | Op::ChangePrimaryKey)),
            );
            create.objects.extend(generated(&name, &definition).map(Box::new).map(Step::Create));
            create.definitions.push(column);
        } else if let Some(operation) = operation(&format!("ADD {item}")) {
            after.extend(operation_steps(&name, &operation, reader));
        } else if let Some(word) = split::code(item).next() {
            let name = word.of(item).trim_matches(['"', '`']).to_lowercase();
            if word.kind == Kind::Symbol || NOT_A_COLUMN.binary_search(&name.as_str()).is_ok() {
                continue;
            }
            let default = DefaultValue::Unknown(split::one_line(item, 200));
            create.definitions.push(Column { name, default, ..Column::default() });
        }
    }
    Some(finished_table(create, after))
}

/// The table with its keys marked in the definitions, and the steps after it.
fn finished_table(mut create: Change, after: Vec<Change>) -> Vec<Change> {
    for step in &after {
        for column in &mut create.definitions {
            let alone = step.columns == [column.name.as_str()];
            match step.op {
                Op::ChangePrimaryKey if step.columns.contains(&column.name) => {
                    column.nullable = Some(false);
                    column.primary_key = alone;
                }
                Op::AddUnique if alone => column.unique = true,
                _ => {}
            }
        }
    }
    create.columns = create.definitions.iter().map(|column| column.name.clone()).collect();
    let mut steps = vec![create];
    steps.extend(after);
    steps
}

/// What stands between the first parenthesis and its partner.
pub(super) fn enclosed(text: &str) -> Option<&str> {
    let (mut start, mut depth) = (None, 0usize);
    for piece in split::code(text) {
        match (piece.of(text), start) {
            ("(", None) => start = Some(piece.end),
            ("(", Some(_)) => depth += 1,
            (")", Some(start)) if depth == 0 => return text.get(start..piece.start),
            (")", Some(_)) => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The table that a CREATE TABLE or ALTER TABLE names, and the text behind the name.
pub(super) fn table_name(text: &str) -> Option<(String, &str)> {
    let mut end = None;
    let mut name: Option<usize> = None;
    let mut dotted = false;
    for piece in split::code(text) {
        let word = piece.of(text);
        let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        match (end, name) {
            (None, _) if is(&["table"]) => end = Some(piece.end),
            (None, _) => {}
            (Some(_), None) if is(&["if", "not", "exists", "only"]) => {}
            (Some(_), None) => {
                name = Some(piece.start);
                end = Some(piece.end);
                dotted = word == "[";
            }
            (Some(_), Some(_)) if matches!(word, "." | "[" | "]") => {
                end = Some(piece.end);
                dotted = word != "]";
            }
            (Some(_), Some(_)) if dotted => {
                end = Some(piece.end);
                dotted = false;
            }
            (Some(_), Some(_)) => break,
        }
    }
    let written = text.get(name?..end?)?;
    let name = parsed(written, |parser| parser.parse_object_name(false), |_| true)?;
    Some((table_of(&name), text.get(end?..)?.trim_start_matches([' ', '*'])))
}
