//! Words of migrations as changes: columns, tables, indexes and keys.

use super::{
    Reader, Site,
    arguments::Arguments,
    library::{plural, singular},
};
use crate::{
    change::{Change, DefaultValue, Op},
    database::ObjectKind,
    expr::{Expr, Kind, Word},
    predicate::Cell,
};

/// A table, by its name or by the model that stands in for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Target {
    pub(super) table: String,
    pub(super) model: Option<String>,
}

impl Target {
    pub(super) fn table(name: &str) -> Target {
        Target { table: name.to_owned(), model: None }
    }

    pub(super) fn model(name: &str) -> Target {
        Target { table: String::new(), model: Some(name.to_owned()) }
    }
}

/// One step with everything that its words need.
pub(super) struct Step<'s, 'a> {
    pub(super) site: &'s Site<'a>,
    pub(super) word: &'static Word,
    pub(super) target: Target,
    pub(super) arguments: Arguments,
    /// The table that is being created, by its change.
    pub(super) creating: Option<usize>,
    /// How many positions fall away because the block says which table.
    shift: usize,
    /// Written for a version of Rails before 5.
    old: bool,
}

impl Step<'_, '_> {
    pub(super) fn at(&self, field: &str) -> Option<&Expr> {
        self.arguments.positional.get(self.word.position(field)?.checked_sub(self.shift)?)
    }

    /// The columns that the step names; `None` where one of them cannot be known.
    pub(super) fn columns(&self) -> Option<Vec<String>> {
        let from = match (self.word.position("column"), self.word.position("columns")) {
            (Some(_), _) => return columns(self.at("column")?),
            (None, Some(from)) => from.checked_sub(self.shift)?,
            (None, None) => return None,
        };
        let mut all = Vec::new();
        for (nth, argument) in self.arguments.positional.iter().skip(from).enumerate() {
            // `remove_column :users, :age, :integer` says the type for the way back. Before Rails 4
            // it took several names.
            if nth > 0 && self.word.get("type").is_some() && (!self.old || names_type(argument)) {
                break;
            }
            all.extend(columns(argument)?);
        }
        (!all.is_empty()).then_some(all)
    }
}

fn columns(expr: &Expr) -> Option<Vec<String>> {
    match &expr.kind {
        Kind::List(members) => {
            members.iter().map(|member| member.text().map(str::to_owned)).collect()
        }
        _ => expr.text().map(|text| vec![text.to_owned()]),
    }
}

fn names_type(expr: &Expr) -> bool {
    let is_word = |word: &&Word| word.get("op") == Some("typed-columns");
    expr.means.iter().copied().any(|word| is_word(&word))
        || matches!(expr.kind, Kind::Text(_))
            && expr.text().is_some_and(|text| {
                ["boolean", "date", "datetime", "integer", "string", "text", "uuid"].contains(&text)
                    || text.contains(['(', ' '])
            })
}

impl<'a> Reader<'a> {
    /// Makes the step that a word means, on its own or within the block of a table.
    pub(super) fn step(&mut self, site: &Site<'a>, word: &'static Word, block: Option<usize>) {
        let arguments = self.arguments(site);
        let (target, creating) = match block.and_then(|at| self.blocks.get(at)) {
            Some(block) => (Some(block.target.clone()), block.creating),
            None => (arguments.positional.first().and_then(|name| self.target(name)), None),
        };
        let Some(target) = target else { return self.opaque(&Target::default(), site) };
        let shift = usize::from(block.is_some() && word.get("table").is_some());
        let old = self.rails.is_some_and(|rails| rails < (5, 0));
        let step = Step { site, word, target, arguments, creating, shift, old };
        if self.read(&step).is_none() {
            self.opaque(&step.target, site);
        }
    }

    /// `None` where a part of the step that decides cannot be known.
    fn read(&mut self, step: &Step<'_, 'a>) -> Option<()> {
        match step.word.get("op")? {
            "add-column" | "typed-columns" => self.add_columns(step),
            "copy-column" => {
                for name in step.columns()? {
                    let change = self.begin(Op::AddColumn, step);
                    let existing = vec![Cell::Unknown];
                    self.push(Change {
                        column: Some(name),
                        nullable: Some(true),
                        existing,
                        ..change
                    });
                }
                Some(())
            }
            "drop-column" => self.drop_columns(step, step.columns()?),
            "rename-column" => {
                let to = step.at("to")?.text()?.to_owned();
                let change = self.begin(Op::RenameColumn, step);
                let column = step.columns()?.into_iter().next();
                self.push(Change { column, to: Some(to), ..change });
                Some(())
            }
            "alter-column" => self.alter_columns(step),
            "alter-null" => {
                let Kind::Bool(nullable) = step.at("null")?.kind else { return None };
                self.alter_nullability(step, nullable)
            }
            "set-not-null" => self.alter_nullability(step, false),
            "set-null" => self.alter_nullability(step, true),
            "alter-default" => self.alter_default(step),
            "create-table" => self.create_table(step),
            "create-join-table" => self.create_join_table(step),
            "drop-join-table" => {
                let (table, _) = self.join_table(step)?;
                let change = self.begin(Op::DropTable, step);
                self.push(Change { table, ..change });
                Some(())
            }
            "change-table" => self.change_table(step),
            "drop-table" => {
                // `drop_table :users, force: :cascade`
                let force = step.arguments.option("force").and_then(Expr::text);
                for table in &step.arguments.positional {
                    let target = self.target(table)?;
                    let change = self.change(Op::DropTable, &target, step.site);
                    self.push(Change { cascade: force == Some("cascade"), ..change });
                }
                Some(())
            }
            "rename-table" => {
                let to = step.at("to")?.text()?.to_owned();
                let change = self.begin(Op::RenameTable, step);
                self.push(Change { to: Some(to), ..change });
                Some(())
            }
            "add-reference" => self.add_references(step),
            "drop-reference" => {
                let polymorphic = step.arguments.flag("polymorphic");
                let mut names = Vec::new();
                for name in step.columns()? {
                    names.push(format!("{name}_id"));
                    names.extend(polymorphic.then(|| format!("{name}_type")));
                }
                self.drop_columns(step, names)
            }
            "add-timestamps" => self.add_timestamps(step),
            "drop-timestamps" => {
                self.drop_columns(step, vec!["created_at".to_owned(), "updated_at".to_owned()])
            }
            "add-attachment" => self.add_attachments(step),
            "drop-attachment" => {
                let names = step.columns()?.into_iter().flat_map(|name| {
                    ATTACHMENT.iter().map(move |(suffix, _)| format!("{name}_{suffix}"))
                });
                self.drop_columns(step, names.collect())
            }
            "add-index" => {
                let columns = listed(step.columns()?);
                let options = &step.arguments.options;
                self.add_index(step, columns, options);
                Some(())
            }
            "drop-index" => self.drop_index(step),
            "add-unique" => {
                let columns = step.columns().unwrap_or_default();
                let change = self.begin(Op::AddUnique, step);
                self.push(Change { columns, ..change });
                Some(())
            }
            "drop-unique" => {
                let columns = step.columns().unwrap_or_default();
                let change = self.begin(Op::DropUnique, step);
                self.push(Change { columns, ..change });
                Some(())
            }
            "add-foreign-key" => {
                let to = self.target(step.at("to")?)?;
                let columns = step.arguments.option("column").and_then(columns);
                self.add_foreign_key(step, &to, columns, &step.arguments.options);
                Some(())
            }
            "drop-foreign-key" => self.drop_foreign_key(step),
            "add-check" => {
                let condition = step.at("column").and_then(Expr::text).map(str::to_owned);
                let name = step.arguments.option("name").and_then(Expr::text).map(str::to_owned);
                let change = self.begin(Op::AddCheck, step);
                self.push(Change { condition, name, ..change });
                Some(())
            }
            "drop-check" => {
                let name = step.arguments.option("name").and_then(Expr::text).map(str::to_owned);
                let condition = step.at("column").and_then(Expr::text).map(str::to_owned);
                self.drop_check(step, name, condition);
                Some(())
            }
            "create-view" | "create-function" | "create-trigger" => {
                self.define_object(step);
                Some(())
            }
            "drop-view" => {
                self.undefine_object(step, ObjectKind::View);
                Some(())
            }
            "drop-function" => {
                self.undefine_object(step, ObjectKind::Function);
                Some(())
            }
            "drop-trigger" => {
                self.undefine_object(step, ObjectKind::Trigger);
                Some(())
            }
            "backfill-column" => {
                let column = step.columns()?.into_iter().next();
                let existing = step.at("default").map_or(Cell::Unknown, |value| self.cell(value));
                let condition = step.site.block.map(|block| self.text(block.body.span));
                let change = self.begin(Op::Backfill, step);
                self.push(Change { column, existing: vec![existing], condition, ..change });
                Some(())
            }
            _ => None,
        }
    }

    /// A change by a step, to fill in.
    pub(super) fn begin(&self, op: Op, step: &Step) -> Change {
        self.change(op, &step.target, step.site)
    }

    fn drop_columns(&mut self, step: &Step, names: Vec<String>) -> Option<()> {
        for name in names {
            let change = self.begin(Op::DropColumn, step);
            // The type is said for the way back; `revert` takes it.
            let said = step.at("type").filter(|name| !step.old || names_type(name));
            let sql_type = said.or(step.arguments.option("type")).and_then(Expr::text);
            let sql_type = sql_type.map(str::to_owned);
            self.push(Change { column: Some(name), sql_type, ..change });
        }
        Some(())
    }

    fn alter_columns(&mut self, step: &Step) -> Option<()> {
        let sql_type = step.at("type").and_then(Expr::text);
        let sql_type = sql_type.map(|name| step.arguments.sized(name));
        let nullable = match step.arguments.option("null").map(|null| &null.kind) {
            Some(Kind::Bool(nullable)) => Some(*nullable),
            _ => None,
        };
        let default = match step.arguments.option("default") {
            Some(value) => self.default_value(value),
            None => DefaultValue::Unsaid,
        };
        let existing = vec![if nullable == Some(false) { Cell::NotNull } else { Cell::Unknown }];
        for column in step.columns()? {
            self.push(Change {
                column: Some(column),
                sql_type: sql_type.clone(),
                nullable,
                default: default.clone(),
                existing: existing.clone(),
                ..self.begin(Op::AlterColumn, step)
            });
        }
        Some(())
    }

    fn alter_nullability(&mut self, step: &Step, nullable: bool) -> Option<()> {
        let existing = vec![if nullable { Cell::Unknown } else { Cell::NotNull }];
        for column in step.columns()? {
            self.push(Change {
                column: Some(column),
                nullable: Some(nullable),
                existing: existing.clone(),
                ..self.begin(Op::AlterColumn, step)
            });
        }
        Some(())
    }

    fn alter_default(&mut self, step: &Step) -> Option<()> {
        let value = step.arguments.option("to").or(step.at("default"))?;
        let default = self.default_value(value);
        for column in step.columns()? {
            self.push(Change {
                column: Some(column),
                default: default.clone(),
                existing: vec![Cell::Unknown],
                ..self.begin(Op::AlterColumn, step)
            });
        }
        Some(())
    }

    /// An index with its options, given to `add_index`, `t.index`, or as `index: { … }`.
    pub(super) fn add_index(
        &mut self,
        step: &Step,
        columns: Vec<String>,
        options: &[(String, Expr)],
    ) {
        let option = |name: &str| options.iter().find(|(key, _)| key == name).map(|(_, v)| v);
        let unique = option("unique").is_some_and(|value| value.kind == Kind::Bool(true));
        let op = if unique { Op::AddUnique } else { Op::AddIndex };
        let condition = option("where").map(|condition| match condition.text() {
            Some(text) => text.to_owned(),
            None => self.text(condition.span),
        });
        let name = option("name").and_then(Expr::text).map(str::to_owned);
        let change = self.begin(op, step);
        self.push(Change { columns, condition, name, ..change });
    }

    fn drop_index(&mut self, step: &Step) -> Option<()> {
        let name = step.arguments.option("name").or(step.at("to")).and_then(Expr::text);
        let by_option = step.arguments.option("column").and_then(columns);
        let columns = match by_option.or_else(|| step.columns()) {
            Some(columns) => columns,
            // Without either, all that is known is the table.
            None => {
                name.and_then(|name| columns_of_index(&step.target.table, name)).unwrap_or_default()
            }
        };
        let op = if step.arguments.flag("unique") { Op::DropUnique } else { Op::DropIndex };
        let name = name.map(str::to_owned);
        let change = self.begin(op, step);
        self.push(Change { columns, name, ..change });
        Some(())
    }

    /// A foreign key; without a column it is the one named for the table.
    pub(super) fn add_foreign_key(
        &mut self,
        step: &Step,
        to: &Target,
        columns: Option<Vec<String>>,
        options: &[(String, Expr)],
    ) {
        let named = || vec![format!("{}_id", singular(last_part(&to.table)))];
        let columns = columns.unwrap_or_else(named);
        let on_delete = options.iter().find(|(key, _)| key == "on_delete");
        let condition = on_delete.and_then(|(_, value)| value.text()).map(|action| {
            format!("on delete {}", if action == "nullify" { "set null" } else { action })
        });
        let change = self.begin(Op::AddForeignKey, step);
        let to = match &to.model {
            // The table of a model is known once the application is linked; its name leads there.
            Some(model) => model.clone(),
            None => to.table.clone(),
        };
        let name = options.iter().find(|(key, _)| key == "name");
        let name = name.and_then(|(_, value)| value.text()).map(str::to_owned);
        self.push(Change { columns, to: Some(to), condition, name, ..change });
    }

    fn drop_foreign_key(&mut self, step: &Step) -> Option<()> {
        let to = step.at("to").or(step.arguments.option("to_table")).and_then(Expr::text);
        let by_option = step.arguments.option("column").and_then(columns);
        let by_name = to.map(|to| vec![format!("{}_id", singular(last_part(to)))]);
        let named = step.arguments.option("name").map(|_| Vec::new());
        let columns = by_option.or(by_name).or(named)?;
        let to = to.map(str::to_owned);
        let name = step.arguments.option("name").and_then(Expr::text).map(str::to_owned);
        let change = self.begin(Op::DropForeignKey, step);
        self.push(Change { columns, to, name, ..change });
        Some(())
    }

    /// The name and the tables of a join table.
    pub(super) fn join_table(&mut self, step: &Step) -> Option<(String, [String; 2])> {
        let tables = [
            self.target(step.arguments.positional.first()?)?.table,
            self.target(step.at("to")?)?.table,
        ];
        if let Some(name) = step.arguments.option("table_name") {
            return Some((name.text()?.to_owned(), tables));
        }
        let [mut first, mut second] = tables.clone();
        if second < first {
            std::mem::swap(&mut first, &mut second);
        }
        // A prefix that both share is written once: `music_artists`, `music_records` are joined in
        // `music_artists_records`.
        let shared = first.char_indices().rev().find_map(|(at, c)| {
            let prefix = first.get(..=at).filter(|_| matches!(c, '_' | '.'))?;
            second.strip_prefix(prefix).filter(|rest| !rest.is_empty())
        });
        Some((format!("{first}_{}", shared.unwrap_or(&second)), tables))
    }

    /// `revert do … end`: the steps of the block the other way round.
    pub(super) fn revert(&mut self, site: &Site<'a>) {
        if site.block.is_none() {
            return self.opaque(&Target::default(), site);
        }
        let start = self.changes.len();
        self.run_block(site, &[]);
        let steps = self.changes.split_off(start.min(self.changes.len()));
        let none = steps.is_empty();
        for change in steps.into_iter().rev() {
            if change.op != Op::Backfill {
                self.push(inverse(change));
            }
        }
        if none {
            self.opaque(&Target::default(), site);
        }
    }
}

/// The columns of an index by the name that Rails gives to it.
fn columns_of_index(table: &str, name: &str) -> Option<Vec<String>> {
    let columns = name.strip_prefix("index_")?.strip_prefix(table)?.strip_prefix("_on_")?;
    Some(columns.split("_and_").map(str::to_owned).collect())
}

/// `add_index :users, "team_id, name"` is an expression that lists columns.
fn listed(columns: Vec<String>) -> Vec<String> {
    let is_name = |part: &str| part.trim().chars().all(|c| c.is_alphanumeric() || c == '_');
    match columns.as_slice() {
        [one] if one.split(',').all(is_name) => {
            one.split(',').map(|part| part.trim().to_owned()).collect()
        }
        _ => columns,
    }
}

/// A table's name without its schema.
fn last_part(table: &str) -> &str {
    table.rsplit('.').next().unwrap_or(table)
}

/// The step that takes a step back, opaque where that needs more than the step says.
fn inverse(mut change: Change) -> Change {
    let opposite = match change.op {
        Op::AddColumn => Op::DropColumn,
        Op::DropColumn if change.sql_type.is_some() => {
            change.nullable = Some(true);
            change.existing = vec![Cell::Null];
            Op::AddColumn
        }
        Op::CreateTable => Op::DropTable,
        Op::AddUnique => Op::DropUnique,
        Op::DropUnique if !change.columns.is_empty() => Op::AddUnique,
        Op::AddIndex => Op::DropIndex,
        Op::DropIndex if !change.columns.is_empty() => Op::AddIndex,
        Op::AddForeignKey => Op::DropForeignKey,
        Op::DropForeignKey if change.to.is_some() => Op::AddForeignKey,
        Op::RenameColumn => {
            std::mem::swap(&mut change.column, &mut change.to);
            return change;
        }
        Op::RenameTable => {
            let to = change.to.replace(std::mem::take(&mut change.table));
            change.table = to.unwrap_or_default();
            return change;
        }
        Op::DropColumn
        | Op::AlterColumn
        | Op::DropTable
        | Op::DropUnique
        | Op::DropForeignKey
        | Op::DropIndex
        | Op::ChangePrimaryKey
        | Op::AddCheck
        | Op::AddEnumValue
        | Op::AddFilter
        | Op::DropFilter
        | Op::ChangeFilter
        | Op::Opaque
        | Op::Define
        | Op::Backfill => Op::Opaque,
    };
    let mut inverse = Change::new(opposite, &change.table, change.reader);
    (inverse.model, inverse.column, inverse.columns) =
        (change.model, change.column, change.columns);
    (inverse.place, inverse.text) = (change.place, change.text);
    match opposite {
        Op::AddColumn => {
            inverse.sql_type = change.sql_type;
            inverse.nullable = change.nullable;
            inverse.existing = change.existing;
        }
        Op::AddForeignKey | Op::DropForeignKey => inverse.to = change.to,
        Op::DropTable => inverse.columns = Vec::new(),
        _ => {}
    }
    inverse
}

/// The columns that Paperclip keeps for an attachment.
pub(super) const ATTACHMENT: &[(&str, &str)] = &[
    ("file_name", "string"),
    ("content_type", "string"),
    ("file_size", "integer"),
    ("updated_at", "datetime"),
];

/// The table that a reference points to when nothing else is said.
pub(super) fn referenced(name: &str) -> Target {
    Target::table(&plural(name))
}
