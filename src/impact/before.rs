//! What runs while the schema changes: the application at the base, or the one at hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::Impact;
use crate::{
    app::{App, Model},
    change::{Change, Column, DefaultValue, Op},
    edit::{self, Edit},
    finding::Evidence,
    orm::statements::{self, Statements},
    source::{Place, Span},
    walk,
};

/// The application whose servers are still running when the migration is.
pub struct Before<'a> {
    /// The application: that of the base, or the working tree's own where no base is known.
    pub app: &'a App,
    /// Whether it is that of a base.
    pub based: bool,
    /// The files that the base has with another text, or the working tree has not.
    pub differ: &'a BTreeSet<Arc<str>>,
    /// The texts of these at the base.
    pub texts: &'a BTreeMap<Arc<str>, Arc<str>>,
    /// The files that the working tree has not.
    pub gone: &'a BTreeSet<Arc<str>>,
    /// What the branch does to filters in code, by the indices of the changes that stand for it.
    pub edits: &'a BTreeMap<usize, Edit>,
}

impl<'a> Impact<'a> {
    /// Whether an earlier step of the set drops the column that the change adds.
    pub fn was_there(&self) -> bool {
        self.changes.iter().take(self.at).any(|other| {
            other.op == Op::DropColumn
                && other.table == self.table()
                && other.column.as_deref() == self.added()
        })
    }

    /// Whether the change takes away the name of a table that no later step of the set gives again.
    pub fn takes_table(&self) -> bool {
        let table = self.table();
        matches!(self.change().op, Op::DropTable | Op::RenameTable)
            && !self.changes.iter().skip(self.at + 1).any(|later| match later.op {
                Op::CreateTable => later.table == table,
                Op::RenameTable => later.to.as_deref() == Some(table),
                _ => false,
            })
    }

    /// The later step of the set that makes the table anew which the change drops.
    pub fn made_anew(&self) -> Option<&'a Change> {
        let mut later = self.changes.iter().skip(self.at + 1);
        later.find(|it| {
            self.change().op == Op::DropTable
                && it.op == Op::CreateTable
                && it.table == self.table()
        })
    }

    /// Whether the change drops a table that the set makes anew afterwards and that is known from before it:
    /// the step would fail without it, a model of the base maps it, or another migration has made it. A dump
    /// may show what the set makes.
    pub fn is_of_older_table(&self) -> bool {
        let makes = |it: &Change| it.op == Op::CreateTable && it.table == self.table();
        if self.made_anew().is_none() || self.changes.iter().take(self.at).any(makes) {
            return false;
        }
        let lenient = self.change().text.to_lowercase().replace('_', " ").contains("if exists");
        if !lenient && self.change().place.is_some() {
            return true;
        }
        let table = self.app.tables.get(self.table());
        let made = table.and_then(|table| table.place.as_ref());
        let made = made.filter(|place| !walk::is_dump(&place.file));
        let is_ours = |place: &Place| {
            let mut places = self.changes.iter().filter_map(|change| change.place.as_ref());
            places.any(|own| own.file == place.file)
        };
        made.is_some_and(|place| !is_ours(place))
            || self.before.based && !self.old_models().is_empty()
    }

    /// What has become of the table's name, to stand behind it: ``is called `members` ``, `is gone`.
    pub fn fate_of_table(&self) -> String {
        match &self.change().to {
            Some(to) => format!("is called `{to}`"),
            None => "is gone".to_owned(),
        }
    }

    /// How a table goes, or gets another name, without a failure of queries that name it; `end` says until
    /// when the old name is needed.
    pub fn farewell_to_table(&self, end: &str) -> Vec<String> {
        match &self.change().to {
            Some(to) => vec![format!("leave a view of the old name over `{to}` until {end}")],
            None => vec![
                "remove these queries, and deploy that everywhere".to_owned(),
                "drop the table in a later release".to_owned(),
            ],
        }
    }

    /// The table by the name that old code has for it.
    pub fn old_table(&self) -> &'a str {
        let renames = matches!(self.change().op, Op::RenameTable | Op::DropTable);
        let renamed = self.changes.iter().find(|other| {
            !renames && other.op == Op::RenameTable && other.to.as_deref() == Some(self.table())
        });
        renamed.map_or(self.table(), |renamed| &renamed.table)
    }

    /// The models of the table in the application that runs while the schema changes, without those
    /// that share it with a parent.
    pub fn old_models(&self) -> Vec<&'a Model> {
        let app = self.before.app;
        let table = self.old_table();
        let own = |model: &&Model| {
            let parent = model.parent.as_deref().and_then(|parent| app.model(parent));
            model.proxy_of.is_none()
                && parent.is_none_or(|parent| parent.table.as_deref() != Some(table))
        };
        app.models_of(table).filter(own).collect()
    }

    /// What the statements of a model name; `None` where that is not known.
    pub fn statements(&self, model: &Model) -> Option<Statements> {
        statements::statements(model.orm)
    }

    /// Whether old code of a model knows a column: it declares it, or asks the database and does not
    /// ignore it.
    pub fn knows(&self, model: &Model, column: &str) -> bool {
        let ignored = model.ignored.iter().any(|(name, _)| name == column);
        let declared = model.attributes.as_ref();
        !ignored && declared.is_none_or(|them| them.iter().any(|known| known.column.name == column))
    }

    /// Whether a later step of the set drops the column, or its table.
    pub fn goes_later(&self, column: &str) -> bool {
        self.changes.iter().skip(self.at + 1).any(|later| {
            later.table == self.table()
                && match later.op {
                    Op::DropColumn => later.column.as_deref() == Some(column),
                    Op::DropTable => true,
                    _ => false,
                }
        })
    }

    /// What is known of a column before the change: what the tables say, or else old models.
    pub fn known(&self, column: &str) -> Option<&'a Column> {
        let table =
            self.app.tables.get(self.old_table()).or_else(|| self.app.tables.get(self.table()));
        let table = table.and_then(|table| table.column(column));
        let declared = || {
            let models = self.old_models().into_iter();
            let mut declared = models.flat_map(|model| model.attributes.iter().flatten());
            declared.find(|it| it.column.name == column).map(|it| &it.column)
        };
        table.or_else(declared)
    }

    /// The default that a column has once all steps of the set have run.
    pub fn default_of(&self, known: &'a Column) -> &'a DefaultValue {
        let steps = self.changes.iter().rev().filter(|step| {
            step.op == Op::AlterColumn
                && step.table == self.table()
                && step.column.as_deref() == Some(known.name.as_str())
        });
        let mut said = steps.map(|step| &step.default).filter(|it| **it != DefaultValue::Unsaid);
        said.next().unwrap_or(&known.default)
    }

    /// The groups of columns that a step ceases to keep unique, as far as it is known which.
    pub fn let_go(&self, step: &'a Change) -> impl Iterator<Item = &'a [String]> {
        let drops = matches!(step.op, Op::DropUnique | Op::DropIndex);
        let table = self.app.tables.get(&step.table).filter(|_| drops);
        let known = table.into_iter().flat_map(|table| &table.unique);
        let mut gone: Vec<&[String]> =
            known.filter(|it| it.is_dropped_by(step)).map(|it| &it.columns[..]).collect();
        if gone.is_empty() && step.op == Op::DropUnique && !step.columns.is_empty() {
            gone.push(&step.columns);
        }
        gone.into_iter()
    }

    /// The model that a model of the old application has become.
    pub fn now(&self, old: &Model) -> Option<&'a Model> {
        edit::counterpart(old, self.app)
    }

    /// What stands for a model of the old application of which its file shows nothing any more: the
    /// change.
    pub fn vanished(&self, old: &Model) -> Option<&'a Place> {
        let gone = self.before.based && self.now(old).is_none();
        let place = self.change().place.as_ref();
        place.filter(|_| gone && !self.before.gone.contains(&old.place.file))
    }

    /// That a model of the old application maps the table.
    pub fn maps(&self, old: &Model) -> Evidence {
        if let Some(change) = self.vanished(old) {
            let says = format!("`{}` maps the table at the base, in {}", old.name, old.place.file);
            return Evidence::new("change", change, says);
        }
        let says = match self.before.based && self.now(old).is_none() {
            true => format!("`{}` maps the table at the base", old.name),
            false => "maps the table".to_owned(),
        };
        Evidence::new("class", &self.here(old, &old.place), says)
    }

    /// Whether the branch brings code that holds a word: its file has not had the word at the base.
    pub fn is_new(&self, place: &Place, word: &str) -> bool {
        let was = self.before.texts.get(&place.file);
        self.before.differ.contains(&place.file) && !was.is_some_and(|text| text.contains(word))
    }

    /// The place of something that the table has at the base: where the file differs, the change
    /// stands for it.
    pub fn of_base(&self, place: &Place) -> Place {
        match &self.change().place {
            Some(change) if self.before.differ.contains(&place.file) => change.clone(),
            _ => place.clone(),
        }
    }

    /// The place of something that belongs to a model of the old application, as the working tree has
    /// it: where the file differs, what has become of the model stands for it.
    pub fn here(&self, old: &Model, place: &Place) -> Place {
        let differs = self.before.differ.contains(&place.file);
        if !differs || self.before.gone.contains(&place.file) {
            return place.clone();
        }
        match self.now(old) {
            Some(model) => model.place.clone(),
            None => {
                let head =
                    Span { line: 1, column: 1, end_line: 1, end_column: 1, ..Span::default() };
                Place { file: place.file.clone(), span: head }
            }
        }
    }
}
