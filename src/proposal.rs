//! The proposed changes: where they come from, and what they come to together.

pub mod convention;
mod history;
pub mod rows;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, anyhow, bail};
use serde::Deserialize;

use crate::{
    app::{App, FilterKind, Unique, table_names},
    change::{self, Change, DefaultValue, Op},
    config::nearest,
    git::Changed,
    impact::names,
    orm,
    predicate::{Cell, Literal, Row},
    report::Problem,
    scan,
    source::{Language, Place, Unread},
    sql,
    uses::Subject,
    walk,
};

/// Where changes come from. All empty: from git.
#[derive(Clone, Debug, Default)]
pub struct ChangeSources {
    /// Migrations, up direction.
    pub migrations: Vec<PathBuf>,
    /// DDL; `-` is standard input.
    pub sql: Vec<PathBuf>,
    /// Migrations and DDL that are not files: a path, which says what they are, and the text.
    pub drafts: Vec<(String, String)>,
    /// A JSON list.
    pub changes: Option<PathBuf>,
    /// `users.deleted_at timestamptz`
    pub add: Vec<String>,
    /// `users.nickname`, or a table
    pub drop: Vec<String>,
    /// `users.nickname=handle`
    pub rename: Vec<String>,
    /// `users.age bigint not null`
    pub alter: Vec<String>,
}

/// What was read from the sources.
#[derive(Debug, Default)]
pub struct Proposal {
    /// The merge base, for git.
    pub base: Option<String>,
    /// The branch or revision that it is the base of.
    pub base_name: Option<String>,
    /// What differs from it.
    pub changed: Option<Changed>,
    /// The steps in order.
    pub changes: Vec<Change>,
    /// The files they come from, as seen from the root.
    pub files: Vec<Arc<str>>,
    /// Their text.
    pub sources: BTreeMap<Arc<str>, Arc<str>>,
    /// Files that could not be read.
    pub unread: Vec<Unread>,
    /// Migrations of which nothing is known.
    pub problems: Vec<Problem>,
    /// The lines of a changed migration that the base has too, where it is known.
    pub unchanged: BTreeMap<Arc<str>, BTreeSet<u32>>,
}

impl ChangeSources {
    /// Whether none is named, so that git is asked.
    pub fn is_empty(&self) -> bool {
        self.migrations.is_empty()
            && self.drafts.is_empty()
            && self.sql.is_empty()
            && self.changes.is_none()
            && self.add.is_empty()
            && self.drop.is_empty()
            && self.rename.is_empty()
            && self.alter.is_empty()
    }
}

/// Reads the sources.
///
/// # Errors
/// When a named source cannot be read or understood, or git has no base to compare with.
pub fn read(root: &Path, sources: &ChangeSources, base: Option<&str>) -> anyhow::Result<Proposal> {
    let mut proposal = Proposal::default();
    if sources.is_empty() {
        return history::proposal(root, base);
    }
    for path in sources.migrations.iter().chain(&sources.sql) {
        proposal.named(root, path, sources.sql.contains(path))?;
    }
    for (path, text) in &sources.drafts {
        let language = Language::of(path).with_context(|| {
            format!("`{path}` does not end as a migration does: .rb, .py, .js, .ts or .sql")
        })?;
        let steps = proposal.changes.len();
        proposal.add(Arc::from(path.as_str()), text, language);
        if let Some(unread) = proposal.unread.last() {
            bail!("cannot read `{path}`: {}", unread.why);
        }
        if proposal.changes.len() == steps {
            bail!(
                "`{path}` has no step that ormscope knows; a path like those of the other migrations tells whose it is"
            );
        }
    }
    if let Some(path) = &sources.changes {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let listed: Vec<Listed> = serde_json::from_str(&text)
            .with_context(|| format!("{} is no list of changes", path.display()))?;
        for entry in listed {
            proposal.changes.push(entry.change()?);
        }
    }
    for text in &sources.add {
        proposal.changes.push(definition(text, Op::AddColumn)?);
    }
    for text in &sources.alter {
        proposal.changes.push(definition(text, Op::AlterColumn)?);
    }
    for text in &sources.drop {
        let mut change = match text.rsplit_once('.') {
            Some((table, column)) => {
                let mut change = Change::new(Op::DropColumn, table.trim(), "flag");
                change.column = Some(column.trim().to_owned());
                change
            }
            None => Change::new(Op::DropTable, text.trim(), "flag"),
        };
        change.text.clone_from(text);
        proposal.changes.push(change);
    }
    for text in &sources.rename {
        let (from, to) = text.split_once('=').ok_or_else(|| {
            anyhow!("--rename takes `table.column=name` or `table=name`, not `{text}`")
        })?;
        let mut change = match from.rsplit_once('.') {
            Some((table, column)) => {
                let mut change = Change::new(Op::RenameColumn, table.trim(), "flag");
                change.column = Some(column.trim().to_owned());
                change
            }
            None => Change::new(Op::RenameTable, from.trim(), "flag"),
        };
        change.to = Some(to.trim().to_owned());
        change.text.clone_from(text);
        proposal.changes.push(change);
    }
    let flags = proposal.changes.iter().filter(|change| change.reader == "flag");
    for change in flags {
        let named = |name: &Option<String>| name.as_deref().is_none_or(|name| !name.is_empty());
        if change.table.is_empty() || !named(&change.column) || !named(&change.to) {
            bail!("`{}` leaves out the name of a table or a column", change.text);
        }
    }
    Ok(proposal)
}

/// A column that is not written yet: `users.deleted_at timestamptz null`.
///
/// # Errors
/// When the text is no column with a definition in SQL.
pub fn added(text: &str) -> anyhow::Result<Change> {
    definition(text, Op::AddColumn)
}

/// `users.deleted_at timestamptz null default now()`
fn definition(text: &str, op: Op) -> anyhow::Result<Change> {
    let text = text.trim();
    let (subject, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let wrong = || anyhow!("`{text}` is no `table.column` with a definition in SQL");
    let (table, name) = subject.rsplit_once('.').ok_or_else(wrong)?;
    let column = sql::column(&format!("{name} {rest}")).ok_or_else(wrong)?;
    let mut change = Change::new(op, table, "flag");
    change.column = Some(name.to_owned());
    change.existing = match op {
        Op::AddColumn => vec![sql::existing(&column)],
        _ if column.nullable == Some(false) => vec![Cell::NotNull],
        _ => vec![Cell::Unknown],
    };
    change.sql_type = column.sql_type;
    change.nullable = column.nullable;
    change.default = column.default;
    text.clone_into(&mut change.text);
    Ok(change)
}

impl Proposal {
    /// Takes a file that the user named: if it cannot be read, the run cannot be done.
    fn named(&mut self, root: &Path, path: &Path, is_sql: bool) -> anyhow::Result<()> {
        if path == Path::new("-") {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
            self.add(Arc::from("<stdin>"), &text, Language::Sql);
            return Ok(());
        }
        let (full, text) = walk::named(root, path)
            .map_err(|why| anyhow!("cannot read {}: {why}", path.display()))?;
        let shown: Arc<str> = walk::shown(root, &full).into();
        let language = match Language::of(&shown) {
            _ if is_sql => Language::Sql,
            Some(language) if language == Language::Sql || orm::family(language).is_some() => {
                language
            }
            _ => bail!("{} is no migration that ormscope can read", path.display()),
        };
        let (unread, steps) = (self.unread.len(), self.changes.len());
        self.add(shown.clone(), &text, language);
        if let Some(unread) = self.unread.get(unread) {
            bail!("cannot read {}: {}", path.display(), unread.why);
        }
        if self.changes.len() == steps && !scan::runs(&shown, &text, language) {
            let why = match language {
                Language::Ruby => "it has no class that descends from ActiveRecord::Migration",
                _ => "no tool that ormscope knows runs it",
            };
            bail!("{} is no migration: {why}", path.display());
        }
        Ok(())
    }

    fn add(&mut self, path: Arc<str>, text: &str, language: Language) {
        match scan::changes(&path, text, language) {
            Ok(changes) => self.changes.extend(changes),
            Err(why) => self.unread.push(Unread { file: path.clone(), why }),
        }
        self.sources.insert(path.clone(), text.into());
        self.files.push(path);
    }
}

/// The columns that changes are about.
pub fn columns(changes: &[Change]) -> Vec<String> {
    let mut columns: Vec<_> = changes
        .iter()
        .filter(|change| change.op != Op::CreateTable)
        .flat_map(|change| [change.column.clone(), change.to.clone()])
        .flatten()
        .collect();
    columns.sort();
    columns.dedup();
    columns
}

/// The tables and columns that changes are about.
pub fn concerned(changes: &[Change]) -> Vec<String> {
    let concerned = changes.iter().filter(|change| change.op != Op::CreateTable);
    let tables = concerned.flat_map(|change| [Some(change.table.clone()), change.model.clone()]);
    let mut subjects: Vec<String> =
        tables.flatten().filter(|name| !name.is_empty()).chain(columns(changes)).collect();
    subjects.sort();
    subjects.dedup();
    subjects
}

/// One entry of a `--changes` list.
#[derive(Deserialize)]
struct Listed {
    op: String,
    table: Option<String>,
    model: Option<String>,
    column: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
    to: Option<String>,
    #[serde(rename = "type")]
    sql_type: Option<String>,
    nullable: Option<bool>,
    default: Option<serde_json::Value>,
}

impl Listed {
    fn change(self) -> anyhow::Result<Change> {
        let op = Op::named(&self.op).filter(|op| op.is_proposed()).ok_or_else(|| {
            let known = Op::NAMES.iter().filter(|(op, _)| op.is_proposed());
            let names: Vec<_> = known.map(|(_, name)| *name).collect();
            anyhow!("`{}` is no kind of change; there are {}", self.op, names.join(", "))
        })?;
        let table = self
            .table
            .or(self.model)
            .ok_or_else(|| anyhow!("a change of `--changes` names a `table` or a `model`"))?;
        let mut change = Change::new(op, &table, "changes");
        change.text = match &self.column {
            Some(column) => format!("{} {table}.{column}", self.op),
            None => format!("{} {table}", self.op),
        };
        change.column = self.column;
        change.columns = self.columns;
        change.to = self.to;
        change.sql_type = self.sql_type;
        change.nullable = self.nullable;
        change.default = match self.default {
            None => DefaultValue::Unsaid,
            Some(serde_json::Value::Null) => DefaultValue::Null,
            Some(serde_json::Value::Bool(value)) => DefaultValue::Literal(Literal::Bool(value)),
            Some(serde_json::Value::Number(value)) => {
                DefaultValue::Literal(Literal::Number(value.to_string()))
            }
            Some(serde_json::Value::String(text)) if text.ends_with(')') => {
                DefaultValue::Function(text)
            }
            Some(serde_json::Value::String(text)) => DefaultValue::Literal(Literal::Text(text)),
            Some(other) => DefaultValue::Unknown(other.to_string()),
        };
        if op == Op::AddColumn {
            change.existing = match (change.nullable, &change.default) {
                (Some(false), DefaultValue::Unsaid | DefaultValue::Null) => vec![Cell::Unknown],
                (_, default) => vec![default.cell()],
            };
        }
        Ok(change)
    }
}

/// The changes with the tables and columns that models and fields stand for.
fn named(changes: Vec<Change>, app: &App) -> Vec<Change> {
    let own_name = |change: &Change| {
        change.entity.as_ref().is_some_and(|model| app.table_names.table(model).is_some())
    };
    let link = |change: Change| match own_name(&change) {
        true => Change { model: None, ..change },
        false => convention::linked(change, app),
    };
    let changes: Vec<Change> = changes.into_iter().map(link).collect();
    if !changes.iter().any(|change| change.entity.is_some()) {
        return changes;
    }
    let changes =
        table_names::replay(changes, &mut app.tables.clone(), &mut app.table_names.clone());
    change::by_last_name(changes)
}

/// Names tables for models, folds backfills and later definitions into the columns they are about,
/// and leaves out what comes and goes within the set.
pub fn settle(changes: Vec<Change>, app: &App) -> (Vec<Change>, Vec<String>) {
    let mut notes = Vec::new();
    let mut settled: Vec<Change> = Vec::new();
    let mut emptied: BTreeSet<String> = BTreeSet::new();
    for change in named(changes, app) {
        for mut change in with_table(change, app, &mut notes) {
            if change.op == Op::Backfill && change.column.is_none() {
                emptied.insert(change.table);
                continue;
            }
            // Where there is no row, none has to be given a value.
            if change.op == Op::AddColumn
                && change.nullable == Some(false)
                && change.existing == [Cell::Unknown]
                && emptied.contains(&change.table)
            {
                change.existing = vec![Cell::NotNull];
            }
            fold(&mut settled, change, app);
        }
    }
    for change in settled.iter_mut().filter(|change| change.op == Op::RenameColumn) {
        // Some rows have a value, and where NULL is allowed some have none.
        let known =
            change.column.as_deref().and_then(|name| app.tables.get(&change.table)?.column(name));
        if matches!(change.existing.as_slice(), [] | [Cell::Unknown]) {
            change.existing = match known.and_then(|column| column.nullable) {
                Some(false) => vec![Cell::NotNull],
                _ => vec![Cell::Null, Cell::NotNull],
            };
        }
    }
    let gone: Vec<(String, Option<String>)> = settled
        .iter()
        .enumerate()
        .filter(|(_, change)| matches!(change.op, Op::DropColumn | Op::DropTable))
        .filter(|(at, drop)| {
            settled.iter().take(*at).any(|change| {
                change.table == drop.table
                    && change.column == drop.column
                    && matches!(change.op, Op::AddColumn | Op::CreateTable)
            })
        })
        .map(|(_, drop)| (drop.table.clone(), drop.column.clone()))
        .collect();
    settled.retain(|change| !gone.contains(&(change.table.clone(), change.column.clone())));
    for change in &settled {
        let known =
            change.column.as_deref().and_then(|column| app.has_column(&change.table, column));
        if change.reader == "flag" && change.op == Op::AddColumn && known == Some(true) {
            notes.push(format!(
                "`{}` is there already; this is what adding it would do",
                change.subject()
            ));
        }
    }
    (settled, notes)
}

/// The change once for every table that its table or model may mean.
/// The columns that `users.nickname`, `User.nickname` or a table alone means.
pub fn subjects(of: &str, app: &App) -> Vec<Subject> {
    let tables = |name: &str| {
        let change = Change::new(Op::DropTable, name, "flag");
        let found = with_table(change, app, &mut Vec::new()).into_iter().map(|it| it.table);
        found.filter(|table| columns_of(table, app).next().is_some()).collect::<Vec<_>>()
    };
    let one = of.rsplit_once('.').map(|(table, column)| (tables(table), column));
    if let Some((tables, column)) = one
        && !tables.is_empty()
    {
        let known =
            tables.into_iter().filter(|table| columns_of(table, app).any(|it| it == column));
        let subject = |table| Subject { table, column: column.to_owned() };
        return known.map(subject).collect();
    }
    let mut subjects = Vec::new();
    for table in tables(of) {
        let columns: BTreeSet<&str> = columns_of(&table, app).collect();
        let subject = |column: &str| Subject { table: table.clone(), column: column.to_owned() };
        subjects.extend(columns.into_iter().map(subject));
    }
    subjects
}

/// The columns of a table, as a dump or as the models declare them.
fn columns_of<'a>(table: &'a str, app: &'a App) -> impl Iterator<Item = &'a str> {
    let dumped = app.tables.get(table).into_iter().flat_map(|table| &table.columns);
    let declared = app.models_of(table).flat_map(|model| model.attributes.iter().flatten());
    let declared = declared.map(|attribute| attribute.column.name.as_str());
    dumped.map(|column| column.name.as_str()).chain(declared)
}

/// Says that nothing is known of a table or a column, and what was perhaps meant.
pub fn unknown_subject(of: &str, app: &App) -> anyhow::Error {
    let tables = app.tables.keys().map(String::as_str);
    let tables = tables.chain(app.models.iter().filter_map(|model| model.table.as_deref()));
    let tables: BTreeSet<&str> = tables.collect();
    let known = tables.iter().flat_map(|table| {
        let columns = columns_of(table, app).map(move |column| format!("{table}.{column}"));
        columns.chain([(*table).to_owned()])
    });
    let known: Vec<String> = known.collect();
    match nearest(of, known.iter().map(String::as_str)) {
        Some(meant) => anyhow!("no table or column `{of}` is known; did you mean `{meant}`?"),
        None => anyhow!("no table or column `{of}` is known; see `ormscope models`"),
    }
}

fn with_table(change: Change, app: &App, notes: &mut Vec<String>) -> Vec<Change> {
    let written = match (&change.model, change.table.is_empty()) {
        (Some(model), true) => model.clone(),
        (_, false) => change.table.clone(),
        (None, true) => return vec![change],
    };
    let is_table = app.tables.contains_key(&written) || app.models_of(&written).next().is_some();
    if is_table && change.model.is_none() {
        return vec![change];
    }
    // `dcim.Rack` and `Admin::User` are models by another separator.
    let path = written.replace('.', "::");
    let mut tables: Vec<String> = app
        .models
        .iter()
        .filter(|model| {
            // Django writes `dcim.rack` as well as `dcim.Rack`.
            let labelled = model.orm == "django" && model.name.eq_ignore_ascii_case(&written);
            labelled || names(&model.name, &path)
        })
        .filter_map(|model| model.table.clone())
        .collect();
    tables.sort();
    tables.dedup();
    if tables.len() > 1 && change.reader == "flag" {
        notes.push(format!("`{written}` may mean any of the tables {}", tables.join(", ")));
    }
    if tables.is_empty() {
        let proposed = change.op == Op::CreateTable;
        if matches!(change.reader, "flag" | "changes") && !proposed {
            let known = app.tables.keys().map(String::as_str);
            let known = known.chain(app.models.iter().filter_map(|model| model.table.as_deref()));
            let meant = match nearest(&written, known) {
                Some(table) => format!("; did you mean `{table}`?"),
                None => String::new(),
            };
            let unknown = format!("no model maps a table `{written}`, and no schema dump has it");
            notes.push(unknown + &meant);
        }
        return vec![change];
    }
    // A backfill keeps its model: it reaches only what the model's queries reach.
    let model = change.model.clone().filter(|_| change.op == Op::Backfill);
    let of = |table| Change { table, model: model.clone(), ..change.clone() };
    tables.into_iter().map(of).collect()
}

/// What rows hold after a backfill: those it does not reach keep what they have.
fn backfilled(cells: &[Cell], step: &Change, app: &App) -> Vec<Cell> {
    let through = step.model.as_deref().filter(|_| !step.text.contains("unscoped"));
    let filters: Vec<_> = app
        .models
        .iter()
        .filter(|model| through.is_some_and(|through| names(&model.name, through)))
        .flat_map(|model| &model.filters)
        .filter(|filter| filter.kind == FilterKind::Default)
        .collect();
    let column = step.column.as_deref().unwrap_or_default().to_lowercase();
    let mut after = Vec::new();
    for cell in cells {
        let row = Row::from([(column.clone(), cell.clone())]);
        let unreached = filters.iter().any(|filter| filter.predicate.truth(&row).fails());
        if unreached || step.condition.is_some() {
            after.push(cell.clone());
        }
        if !unreached {
            after.extend(step.existing.iter().cloned());
        }
    }
    after.dedup();
    after
}

fn may_be_null(cell: &Cell) -> bool {
    matches!(cell, Cell::Null | Cell::Unknown)
}

/// What rows hold once a column that they had may not be NULL: what is NULL gets the value of the step,
/// and everything else stays what it is.
fn altered(step: &Change, app: &App) -> Vec<Cell> {
    let [value @ Cell::Value(_)] = step.existing.as_slice() else { return step.existing.clone() };
    let column = step.column.as_deref().unwrap_or_default();
    let known = app.tables.get(&step.table).and_then(|table| table.column(column));
    match known.and_then(|known| known.nullable) {
        Some(false) => vec![Cell::NotNull],
        _ => vec![value.clone(), Cell::NotNull],
    }
}

/// Adds a step, or lets it change what an earlier one says.
fn fold(settled: &mut Vec<Change>, step: Change, app: &App) {
    let same = |known: &&mut Change| {
        known.table == step.table
            && step.column.is_some()
            && match known.op {
                Op::AddColumn | Op::AlterColumn => known.column == step.column,
                Op::RenameColumn => known.to == step.column,
                _ => false,
            }
    };
    match step.op {
        Op::Backfill => {
            if let Some(known) = settled.iter_mut().rev().find(same) {
                let cells = std::mem::take(&mut known.existing);
                // A column that may not be NULL was added before the UPDATE could run.
                let waits = known.nullable == Some(false)
                    && !known.default.is_given()
                    && cells.iter().any(may_be_null);
                known.filled |= !waits;
                known.existing = backfilled(&cells, &step, app);
            }
        }
        Op::AlterColumn => {
            if let Some(known) =
                settled.iter_mut().rev().find(|known| known.op == Op::AddColumn && same(known))
            {
                if step.default != DefaultValue::Unsaid {
                    known.default = step.default.clone();
                }
                if step.client_default != DefaultValue::Unsaid {
                    known.client_default = step.client_default.clone();
                }
                known.nullable = step.nullable.or(known.nullable);
                // NULLs are replaced by the value that the step gives, if it gives one.
                if step.nullable == Some(false) && known.existing == [Cell::Null] {
                    known.existing = match (step.default.cell(), step.client_default.cell()) {
                        _ if step.existing == [Cell::NotNull] => vec![Cell::NotNull],
                        (Cell::Null, Cell::Null) => vec![Cell::Unknown],
                        (Cell::Null, cell) | (cell, _) => vec![cell],
                    };
                }
                return;
            }
            let existing = altered(&step, app);
            settled.push(Change { existing, ..step });
        }
        // A definition that is said as a whole says again what is unique already.
        Op::AddUnique if is_unique(settled, &step, app) => {}
        _ => settled.push(step),
    }
}

/// Whether a migration before this one says already that a group of columns is unique. A dump of the
/// schema may tell what the proposal has done.
fn is_unique(settled: &[Change], step: &Change, app: &App) -> bool {
    let folder = |place: &Place| place.file.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let before = |unique: &&Unique| match (&unique.place, &step.place) {
        (Some(said), Some(now)) => said.file != now.file && folder(said) == folder(now),
        _ => false,
    };
    let lets_go = |unique: &Unique| {
        settled.iter().any(|change| {
            change.table == step.table
                && matches!(change.op, Op::DropUnique | Op::DropIndex)
                && unique.is_dropped_by(change)
        })
    };
    let table = app.tables.get(&step.table);
    let known = table.into_iter().flat_map(|table| &table.unique).filter(before);
    known
        .filter(|it| it.columns == step.columns && it.condition == step.condition)
        .any(|unique| !lets_go(unique))
}
