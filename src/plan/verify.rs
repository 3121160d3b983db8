//! Questions to a database before and after a change: they read, and change nothing.

use super::{Moment, Names, Question};
use crate::{
    app::Filter,
    change::Op,
    impact::{Impact, Touched},
    predicate::ColumnName,
    sql::write,
};

/// How many filters of one change are asked about.
const MOST_FILTERS: usize = 5;

/// How many groups of equal values are listed.
const LISTED: usize = 20;

/// What to ask about a change.
pub(super) fn questions(impact: &Impact, names: &Names) -> Vec<Question> {
    let mut questions = about(names).unwrap_or_default();
    let mut told: Vec<String> = Vec::new();
    for touched in impact.filters() {
        let Some(question) = filter(impact, names, &touched) else { continue };
        if told.len() < MOST_FILTERS && !told.contains(&question.sql) {
            told.push(question.sql.clone());
            questions.push(question);
        }
    }
    questions
}

fn question(when: Moment, says: impl Into<String>, sql: String) -> Question {
    Question { when, says: says.into(), sql }
}

fn about(names: &Names) -> Option<Vec<Question>> {
    let change = names.change;
    let table = names.table()?;
    let rows = |when| {
        question(
            when,
            "how many rows there are",
            format!("SELECT count(*) AS all_rows FROM {table}"),
        )
    };
    Some(match change.op {
        Op::AddColumn => vec![
            rows(Moment::Before),
            question(
                Moment::After,
                "how many rows there are, and in how many the column is NULL",
                format!(
                    "SELECT count(*) AS all_rows, count(*) - count({0}) AS without_value FROM {table}",
                    names.column()?
                ),
            ),
        ],
        Op::DropColumn => vec![question(
            Moment::Before,
            "how many rows there are, and how many values are lost",
            format!(
                "SELECT count(*) AS all_rows, count({}) AS with_value FROM {table}",
                names.column()?
            ),
        )],
        Op::RenameColumn => vec![
            question(
                Moment::Before,
                "how many rows there are, and how many have a value",
                format!(
                    "SELECT count(*) AS all_rows, count({}) AS with_value FROM {table}",
                    names.column()?
                ),
            ),
            question(
                Moment::After,
                "the same numbers under the new name",
                format!(
                    "SELECT count(*) AS all_rows, count({}) AS with_value FROM {table}",
                    names.to()?
                ),
            ),
        ],
        Op::AlterColumn => {
            let column = names.column()?;
            let mut questions = vec![question(
                Moment::Both,
                "how many rows have a value",
                format!("SELECT count(*) AS all_rows, count({column}) AS with_value FROM {table}"),
            )];
            if change.nullable == Some(false) {
                questions.push(question(
                    Moment::Before,
                    "how many rows stand in the way of NOT NULL",
                    format!("SELECT count(*) AS without_value FROM {table} WHERE {column} IS NULL"),
                ));
            }
            questions
        }
        Op::DropTable => vec![rows(Moment::Before)],
        Op::RenameTable => {
            let to = write::table(change.to.as_deref()?, names.dialect)?;
            vec![
                rows(Moment::Before),
                question(
                    Moment::After,
                    "the same number under the new name",
                    format!("SELECT count(*) AS all_rows FROM {to}"),
                ),
            ]
        }
        Op::AddUnique if change.condition.is_none() => {
            let columns = write::identifiers(&change.columns, names.dialect)?;
            let each = columns.replace(", ", " IS NOT NULL AND ");
            // A name may have a comma in it.
            let each = match change.columns.iter().any(|name| name.contains(", ")) {
                true => "1 = 1".to_owned(),
                false => format!("{each} IS NOT NULL"),
            };
            vec![question(
                Moment::Before,
                "values that are not unique: the index cannot be made while there are any",
                format!(
                    "SELECT {columns}, count(*) AS same_rows FROM {table} WHERE {each} GROUP BY {columns} HAVING count(*) > 1 LIMIT {LISTED}"
                ),
            )]
        }
        Op::AddForeignKey => orphans(names, &table).into_iter().collect(),
        Op::CreateTable
        | Op::AddUnique
        | Op::DropUnique
        | Op::DropForeignKey
        | Op::AddIndex
        | Op::DropIndex
        | Op::ChangePrimaryKey
        | Op::AddCheck
        | Op::AddEnumValue
        | Op::Opaque
        | Op::Define
        | Op::AddFilter
        | Op::DropFilter
        | Op::ChangeFilter
        | Op::Backfill => Vec::new(),
    })
}

/// Rows that point to nothing.
fn orphans(names: &Names, table: &str) -> Option<Question> {
    let (change, dialect) = (names.change, names.dialect);
    let target = change.to.as_deref()?;
    let known = names.app.tables.get(target)?;
    let key = known.columns.iter().find(|column| column.primary_key)?;
    let [column] = change.columns.as_slice() else { return None };
    let column = write::identifier(column, dialect)?;
    let (target, key) = (write::table(target, dialect)?, write::identifier(&key.name, dialect)?);
    Some(question(
        Moment::Before,
        "how many rows point to nothing and stand in the way of the key",
        format!(
            "SELECT count(*) AS orphans FROM {table} AS child WHERE child.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target} AS parent WHERE parent.{key} = child.{column})"
        ),
    ))
}

/// The rows that a filter keeps.
fn filter(impact: &Impact, names: &Names, touched: &Touched) -> Option<Question> {
    let Filter { predicate, table, .. } = touched.filter;
    let own = table.as_deref().or(touched.model.table.as_deref())?;
    let subjects = predicate.subjects();
    // A condition over a joined table needs the join.
    let ours = subjects.iter().all(|subject| match &subject.column.table {
        Some(of) => of == own || of == "own_table",
        None => true,
    });
    if !ours || subjects.is_empty() {
        return None;
    }
    let column =
        |name: &ColumnName| write::identifier(&spelt(impact, own, &name.name), names.dialect);
    let condition = write::condition(predicate, names.dialect, &column)?;
    let table = write::table(own, names.dialect)?;
    let reads = |name: Option<&str>| {
        name.is_some_and(|name| {
            subjects.iter().any(|subject| subject.column.name.eq_ignore_ascii_case(name))
        })
    };
    // A column may be there on one side of the changes only.
    let of_table = || impact.changes.iter().filter(|change| change.table == own);
    let arrives = of_table().any(|change| match change.op {
        Op::AddColumn => reads(change.column.as_deref()),
        Op::RenameColumn => reads(change.to.as_deref()),
        _ => false,
    });
    let goes = of_table().any(|change| {
        matches!(change.op, Op::DropColumn | Op::RenameColumn) && reads(change.column.as_deref())
    });
    let when = match (goes, arrives) {
        (true, true) => return None,
        (true, false) => Moment::Before,
        (false, true) => Moment::After,
        (false, false) => Moment::Both,
    };
    Some(question(
        when,
        format!("how many rows the filter of `{}` keeps", touched.model.name),
        format!(
            "SELECT count(*) AS all_rows, count(CASE WHEN {condition} THEN 1 END) AS kept FROM {table}"
        ),
    ))
}

/// A column's name as the table has it: conditions keep it in lower case.
fn spelt(impact: &Impact, table: &str, name: &str) -> String {
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    let change = impact.change();
    let proposed = impact
        .changes
        .iter()
        .filter(|step| step.table == change.table)
        .flat_map(|step| [step.column.as_deref(), step.to.as_deref()])
        .flatten();
    let known = impact.app.tables.get(table).into_iter().flat_map(|it| &it.columns);
    let declared = impact.app.models_of(table).flat_map(|model| model.attributes.iter().flatten());
    known
        .map(|column| column.name.as_str())
        .chain(declared.map(|attribute| attribute.column.name.as_str()))
        .chain(proposed)
        .find(is)
        .unwrap_or(name)
        .to_owned()
}
