//! Changes whose table and columns follow from the names of a model and its fields.
//!
//! A migration of Django names `Rack` and `site`. The table is `dcim_rack` unless the model says
//! otherwise, and the column is `site_id` where the field is a key, which is said where it was added.

use std::collections::BTreeMap;

use crate::{
    app::{self, App, Model, Table},
    change::{Change, Op},
    orm::{self, script::names::snake_case},
};

/// The reader whose migrations name models and fields.
const DJANGO: &str = "django";

/// The reader whose names pass through what the connection makes of them.
const KNEX: &str = "knex";

/// The change with the names that the database has, where those of the code are written otherwise.
fn with_snake_names(mut change: Change) -> Change {
    change.table = snake_case(&change.table);
    for name in change.column.iter_mut().chain(&mut change.to).chain(&mut change.columns) {
        *name = snake_case(name);
    }
    for column in &mut change.definitions {
        column.name = snake_case(&column.name);
    }
    change
}

/// The change with the table that the application gives to its model.
pub(super) fn linked(mut change: Change, app: &App) -> Change {
    if app.snake_names && change.reader == KNEX {
        return with_snake_names(change);
    }
    if change.reader != DJANGO || change.table.is_empty() {
        return change;
    }
    // Historical models have no managers of their own: their rows are all rows of the table.
    let Some(model) = change.model.take() else { return change };
    let Some((label, name)) = model.split_once('.') else { return change };
    let folder = change.place.as_ref().and_then(|place| package(&place.file, label));
    let mut tables: Vec<&str> = app
        .models
        .iter()
        .filter(|model| !model.is_abstract && model.orm == DJANGO)
        .filter(|model| orm::last(&model.name).eq_ignore_ascii_case(name))
        .filter(|model| stands_in(model, folder, label))
        .filter_map(|model| model.table.as_deref())
        .collect();
    tables.sort_unstable();
    tables.dedup();
    let [table] = tables.as_slice() else { return change };
    match change.op {
        Op::RenameTable => {
            // The model goes by its new name already.
            let new = change.to.clone().unwrap_or_default();
            let end = format!("_{}", name.to_lowercase());
            if let (Some(prefix), Some(old)) =
                (table.strip_suffix(&end), change.table.strip_prefix(&format!("{label}_")))
                && new == format!("{label}{end}")
            {
                change.table = format!("{prefix}_{old}");
                change.to = Some((*table).to_owned());
            }
        }
        _ => change.table = (*table).to_owned(),
    }
    change
}

/// The folder of the app whose migration a file is, if it is that of the label.
fn package<'f>(file: &'f str, label: &str) -> Option<&'f str> {
    let at = file.rfind("/migrations/")?;
    let folder = file.get(..at)?;
    (folder.rsplit('/').next() == Some(label)).then_some(folder)
}

/// Whether a model is one of an app: of the folder, where that is known, or of one called so.
fn stands_in(model: &Model, folder: Option<&str>, label: &str) -> bool {
    match folder {
        Some(folder) => {
            model.place.file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        }
        None => model.place.file.split('/').any(|part| part == label),
    }
}

/// The steps with the columns that fields were given when they were added, as far as the tables or
/// steps before tell.
pub fn resolved(changes: Vec<Change>, tables: &BTreeMap<String, Table>) -> Vec<Change> {
    if !changes.iter().any(|change| change.reader == DJANGO) {
        return changes;
    }
    let mut tables = tables.clone();
    let mut resolved = Vec::with_capacity(changes.len());
    for mut change in changes {
        if change.reader == DJANGO {
            resolve(&mut change, &tables);
        }
        app::apply(&mut tables, &change);
        resolved.push(change);
    }
    resolved
}

fn resolve(change: &mut Change, tables: &BTreeMap<String, Table>) {
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
        | Op::Opaque
        | Op::Define => {}
        Op::AddFilter | Op::DropFilter | Op::ChangeFilter => {}
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use super::{linked, resolved};
    use crate::{
        app::{App, Model},
        change::{Change, Op},
        source::{Place, Span},
    };

    fn place(file: &str) -> Place {
        Place { file: Arc::from(file), span: Span::default() }
    }

    fn app(models: &[(&str, &str, &str)]) -> App {
        let model = |(name, file, table): &(&str, &str, &str)| Model {
            table: Some((*table).to_owned()),
            ..Model::new(name, "django", &place(file))
        };
        App { models: models.iter().map(model).collect(), ..App::default() }
    }

    fn step(op: Op, table: &str, model: &str, column: Option<&str>, to: Option<&str>) -> Change {
        Change {
            model: Some(model.to_owned()),
            column: column.map(str::to_owned),
            to: to.map(str::to_owned),
            place: Some(place("src/shop/migrations/0002_change.py")),
            ..Change::new(op, table, "django")
        }
    }

    #[test]
    fn the_table_is_that_of_the_model_in_the_folder_of_the_app() {
        let app = app(&[
            ("Article", "src/shop/models.py", "articles"),
            ("Article", "src/blog/models.py", "blog_article"),
            ("Tag", "src/shop/models.py", "store_tag"),
        ]);
        let table = |table: &str, model: &str| {
            linked(step(Op::DropColumn, table, model, Some("x"), None), &app).table
        };
        assert_eq!(table("shop_article", "shop.article"), "articles");
        assert_eq!(table("blog_article", "blog.Article"), "blog_article");
        assert_eq!(table("shop_other", "shop.Other"), "shop_other");
        let renamed =
            linked(step(Op::RenameTable, "shop_label", "shop.Tag", None, Some("shop_tag")), &app);
        assert_eq!(
            (renamed.table.as_str(), renamed.to.as_deref()),
            ("store_label", Some("store_tag"))
        );
    }

    #[test]
    fn columns_are_those_that_the_fields_were_given() {
        let mut many = step(Op::CreateTable, "shop_article_tags", "shop.Article", None, None);
        many.model = None;
        let unique = Change {
            columns: vec!["author".to_owned(), "title".to_owned()],
            ..step(Op::AddUnique, "shop_article", "shop.article", None, None)
        };
        let steps = vec![
            step(Op::AddColumn, "shop_article", "shop.article", Some("author_id"), None),
            many,
            unique,
            step(Op::RenameColumn, "shop_article", "shop.article", Some("author"), Some("writer")),
            step(Op::DropColumn, "shop_article", "shop.article", Some("writer"), None),
            step(Op::DropColumn, "shop_article", "shop.article", Some("tags"), None),
            step(Op::DropColumn, "shop_article", "shop.article", Some("title"), None),
        ];
        let steps = resolved(steps, &BTreeMap::new());
        let shown: Vec<_> = steps
            .iter()
            .map(|step| format!("{} {} {:?}", step.op.name(), step.subject(), step.to))
            .collect();
        assert_eq!(
            shown[3..],
            [
                "rename-column shop_article.author_id Some(\"writer_id\")",
                "drop-column shop_article.writer_id None",
                "drop-table shop_article_tags None",
                "drop-column shop_article.title None",
            ]
        );
        assert_eq!(steps[2].columns, ["author_id", "title"]);
    }
}
