//! Tables and columns of migrations that name models and fields.
//!
//! `AddField("rack", "site", …)` of Django is a step of the table that the model has by then, which a
//! migration before may have named, and of the column `site_id`, where the field is a key.
//!
//! Source: `django/db/migrations/operations/models.py` (`RenameModel`, `AlterModelTable`), Django 5.2.

use std::collections::BTreeMap;

use super::Table;
use crate::change::{Change, Op};

/// The tables that models have after some steps.
#[derive(Clone, Debug, Default)]
pub struct TableNames {
    by_model: BTreeMap<String, String>,
}

/// Steps with the names that the database has. The tables and what models call theirs go along.
pub fn replay(
    steps: impl IntoIterator<Item = Change>,
    tables: &mut BTreeMap<String, Table>,
    names: &mut TableNames,
) -> Vec<Change> {
    let named = steps.into_iter().map(|mut step| {
        if step.entity.is_some() {
            names.name(&mut step);
            fields(&mut step, tables);
        }
        super::replay::apply(tables, &step);
        step
    });
    named.collect()
}

impl TableNames {
    /// The table of a model, where it is another than the usual one.
    pub fn table(&self, model: &str) -> Option<&str> {
        let table = self.by_model.get(model)?;
        (*table != usual(model)).then_some(table)
    }

    /// Names the table of a step's model, and takes over what the step changes about names.
    fn name(&mut self, step: &mut Change) {
        let Some(model) = step.entity.as_ref() else { return };
        match step.op {
            Op::Define => {
                if let Some((table, to)) = self.by_model.remove(model).zip(step.to.clone()) {
                    self.by_model.insert(to, table);
                }
            }
            Op::CreateTable => {
                self.by_model.insert(model.clone(), step.table.clone());
            }
            Op::RenameTable => {
                if let Some(known) = self.table(model).filter(|known| *known != step.table) {
                    if step.to.as_ref() == Some(&usual(model)) {
                        // The model has another name, and its table one of its own.
                        step.op = Op::Define;
                        return;
                    }
                    step.table = known.to_owned();
                }
                if let Some(to) = &step.to {
                    self.by_model.insert(model.clone(), to.clone());
                }
            }
            _ => {
                if let Some(known) = self.table(model) {
                    step.table = known.to_owned();
                }
            }
        }
    }
}

/// The table of a model that names none.
fn usual(model: &str) -> String {
    model.replacen('.', "_", 1)
}

/// Names the columns of fields, as they were given when the fields were added.
fn fields(change: &mut Change, tables: &BTreeMap<String, Table>) {
    let Some(table) = tables.get(&change.table) else { return };
    let key = |field: &str| {
        let key = format!("{field}_id");
        (table.column(field).is_none() && table.column(&key).is_some()).then_some(key)
    };
    match change.op {
        Op::DropColumn | Op::RenameColumn => {
            let Some(field) = change.column.clone() else { return };
            let between = format!("{}_{field}", change.table);
            if let Some(key) = key(&field) {
                change.column = Some(key);
                change.to = change.to.take().map(|to| format!("{to}_id"));
            } else if table.column(&field).is_none() && tables.contains_key(&between) {
                // A field of many to many is a table of its own.
                change.column = None;
                change.to = change.to.take().map(|to| format!("{}_{to}", change.table));
                change.op = match change.op {
                    Op::DropColumn => Op::DropTable,
                    _ => Op::RenameTable,
                };
                change.table = between;
            }
        }
        Op::Backfill => {
            let key = change.column.as_deref().and_then(key);
            change.column = key.or(change.column.take());
        }
        Op::AddUnique | Op::DropUnique | Op::AddIndex | Op::DropIndex => {
            for column in &mut change.columns {
                if let Some(key) = key(column) {
                    *column = key;
                }
            }
        }
        Op::AddColumn
        | Op::AlterColumn
        | Op::CreateTable
        | Op::DropTable
        | Op::RenameTable
        | Op::AddForeignKey
        | Op::DropForeignKey
        | Op::ChangePrimaryKey
        | Op::AddCheck
        | Op::AddEnumValue
        | Op::Opaque
        | Op::Define => {}
        Op::AddFilter | Op::DropFilter | Op::ChangeFilter => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{TableNames, replay};
    use crate::change::{Change, Op};

    fn step(op: Op, table: &str, model: &str, column: Option<&str>, to: Option<&str>) -> Change {
        Change {
            entity: Some(model.to_owned()),
            column: column.map(str::to_owned),
            to: to.map(str::to_owned),
            ..Change::new(op, table, "django")
        }
    }

    fn shown(steps: Vec<Change>) -> Vec<String> {
        let steps = replay(steps, &mut BTreeMap::new(), &mut TableNames::default());
        let steps = steps.iter().filter(|step| step.op != Op::Define);
        steps
            .map(|step| {
                let to = step.to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
                format!("{} {}{to}", step.op.name(), step.subject())
            })
            .collect()
    }

    #[test]
    fn columns_are_those_that_the_fields_were_given() {
        let many =
            Change { entity: None, ..step(Op::CreateTable, "shop_article_tags", "", None, None) };
        let unique = Change {
            columns: vec!["author".to_owned(), "title".to_owned()],
            ..step(Op::AddUnique, "shop_article", "shop.article", None, None)
        };
        let of = |op, column, to| step(op, "shop_article", "shop.article", Some(column), to);
        let steps = vec![
            of(Op::AddColumn, "author_id", None),
            many,
            unique,
            of(Op::RenameColumn, "author", Some("writer")),
            of(Op::DropColumn, "writer", None),
            of(Op::DropColumn, "tags", None),
            of(Op::DropColumn, "title", None),
        ];
        let named = replay(steps.clone(), &mut BTreeMap::new(), &mut TableNames::default());
        assert_eq!(named[2].columns, ["author_id", "title"]);
        assert_eq!(
            shown(steps)[3..],
            [
                "rename-column shop_article.author_id to writer_id",
                "drop-column shop_article.writer_id",
                "drop-table shop_article_tags",
                "drop-column shop_article.title",
            ]
        );
    }

    #[test]
    fn a_table_with_a_name_of_its_own_is_renamed_by_that_name_alone() {
        let steps = vec![
            step(Op::CreateTable, "boxes", "shop.inbox", None, None),
            step(Op::Define, "", "shop.inbox", None, Some("shop.intake")),
            step(Op::RenameTable, "shop_inbox", "shop.intake", None, Some("shop_intake")),
            step(Op::AddColumn, "shop_intake", "shop.intake", Some("state"), None),
            step(Op::RenameTable, "shop_intake", "shop.intake", None, Some("intakes")),
            step(Op::DropColumn, "shop_intake", "shop.intake", Some("state"), None),
        ];
        assert_eq!(
            shown(steps),
            [
                "create-table boxes",
                "add-column boxes.state",
                "rename-table boxes to intakes",
                "drop-column intakes.state",
            ]
        );
    }
}
