//! Changes whose table follows from the name of a model.
//!
//! A migration of Django names `Rack`: the table is `dcim_rack` unless the model says otherwise.

use crate::{
    app::{App, Model},
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
    for name in change
        .column
        .iter_mut()
        .chain(&mut change.to)
        .chain(&mut change.after)
        .chain(&mut change.columns)
    {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::linked;
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
}
