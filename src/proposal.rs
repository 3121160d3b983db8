//! The proposed changes: where they come from, and what they come to together.

pub mod convention;
mod history;
pub mod rows;
mod settle;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, anyhow, bail};
use serde::Deserialize;

pub use settle::settle;
use settle::with_table;

use crate::{
    app::App,
    change::{Change, DefaultValue, Op},
    config::nearest,
    git::Changed,
    orm,
    predicate::{Cell, Literal},
    report::Problem,
    scan,
    source::{Language, Unread},
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
    /// What was left out, and why.
    pub notes: Vec<String>,
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

/// A schema dump in the working tree often shows the proposal already: the tables are taken back to
/// what they were before it.
pub fn unapply(app: &mut App, changes: &[Change]) {
    for change in changes.iter().rev().filter(|change| change.reader != "flag") {
        let Some(table) = app.tables.get_mut(&change.table) else { continue };
        match (change.op, change.column.as_deref(), change.to.as_deref()) {
            (Op::AddColumn, Some(column), _) => table.columns.retain(|known| known.name != column),
            (Op::RenameColumn, Some(from), Some(to)) => {
                if table.column(from).is_none()
                    && let Some(known) = table.columns.iter_mut().find(|known| known.name == to)
                {
                    from.clone_into(&mut known.name);
                }
            }
            _ => {}
        }
    }
}

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
