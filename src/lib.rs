//! ormscope tells a team what a column change will do to their *application* before they merge it.
//!
//! # In one picture
//!
//! ```text
//!         per file, in parallel, pure in the file's bytes
//! walk ─▶ syntax + query ─▶ facts ─┐
//!                                  ├─▶ link ─▶ App ─┐
//!        proposed files, SQL, flags ─▶ Changes ─────┴─▶ Impact ─▶ rules ─▶ findings ─▶ report
//! ```
//!
//! Two stages with one seam: *source to facts*, then *questions asked of facts*.
//!
//! # The rooms, in reading order
//!
//! * [`source`], [`expr`], [`predicate`], [`change`], [`finding`]: the words everything else uses.
//! * [`walk`] lists and reads files; [`git`] asks git; [`query`] reads `.scm` files; [`syntax`] turns
//!   bytes into [`expr::Expr`], and [`cache`] keeps that for the next run; [`sql`] reads SQL, and
//!   [`prisma`] the schema of Prisma.
//! * [`mod@facts`] is what one file yields; [`orm`] has an adapter for each ORM.
//! * [`link`] joins classes across files; [`app`] is the linked application.
//! * [`edit`] compares the filters of two states of it; [`base`] reads the state at the base of a branch.
//! * [`impact`] is one change against the application, [`sensitivity`] what the name of a column
//!   says of its values; [`rules`] has one file per effect.
//! * [`page`] is what there is to know of one table, [`context`] puts it together; [`lock`] reads
//!   which libraries there are; [`workspace`] answers several questions about one application.
//! * [`report`] has one file per format.
//! * [`scan`], [`assemble`], [`proposal`], `application` and this file are the pipeline.
//!
//! # What does not happen
//!
//! Rules never see syntax. No file's facts depend on another file. Only [`walk`] reads the scanned
//! tree, only [`syntax`] knows grammars, only [`sql`] knows the SQL parser, only [`report`] serializes.
//! Nothing of the scanned repository is run, and nothing is asked of a network. There is no finding
//! without evidence, and what could not be read is said.

pub mod answers;
pub mod app;
mod application;
pub mod applications;
pub mod assemble;
pub mod base;
pub mod baseline;
pub mod cache;
pub mod catalog;
pub mod change;
pub mod column_type;
pub mod config;
pub mod context;
pub mod database;
pub mod day;
pub mod edit;
pub mod expr;
pub mod facts;
pub mod finding;
pub mod fingerprint;
pub mod gate;
pub mod git;
pub mod impact;
pub mod init;
pub mod link;
pub mod lock;
pub mod modules;
pub mod orm;
pub mod page;
pub mod plan;
pub mod predicate;
pub mod prisma;
pub mod proposal;
pub mod query;
pub mod report;
pub mod rules;
pub mod scan;
pub mod sensitivity;
pub mod source;
pub mod sql;
pub mod stats;
pub mod suppress;
pub mod syntax;
pub mod uses;
pub mod walk;
pub mod workspace;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, anyhow};
use rayon::prelude::*;

pub use crate::proposal::{ChangeSources, Proposal};
use crate::{
    app::{
        App,
        table_names::{self, TableNames},
    },
    application::{Application, Purpose, Walked},
    applications::Part,
    base::Older,
    baseline::Baseline,
    change::{Change, Op},
    config::Config,
    database::Dialect,
    day::Day,
    finding::{Count, Evidence, Finding, Severity},
    impact::{Impact, before::Before},
    report::{Coverage, Problem, ProblemKind, Report, models::ModelList},
    rules::RULES,
    sensitivity::Sensitivity,
    source::{Language, Unread},
    stats::{Stats, questions::Concerned},
    uses::{Found, Use},
};

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The application's root.
    pub root: PathBuf,
    /// Where changes come from.
    pub sources: ChangeSources,
    /// The revision to compare with.
    pub base: Option<String>,
    /// The configuration.
    pub config: Config,
    /// Only these effects; empty means all.
    pub only: Vec<String>,
    /// Not these effects.
    pub skip: Vec<String>,
    /// What a database answered.
    pub stats: Option<Stats>,
    /// Findings that were there before.
    pub baseline: Option<Baseline>,
    /// How many threads; `None` means as many as there are cores.
    pub jobs: Option<usize>,
    /// The folder of what earlier runs kept; `None` means that nothing is kept.
    pub caches: Option<PathBuf>,
}

/// Reads the proposed changes and the application, and says what the changes do to it.
///
/// # Errors
/// When the run cannot be done: no base, an unreadable root or migration, wrong arguments.
pub fn check(request: &Request) -> anyhow::Result<Report> {
    judge(request, propose(request)?)
}

/// Reads the proposed changes.
///
/// # Errors
/// When there is no base, or a migration is unreadable.
pub fn propose(request: &Request) -> anyhow::Result<Proposal> {
    in_pool(request.jobs, || {
        proposal::read(&request.root, &request.sources, request.base.as_deref())
    })
}

/// Reads the application, and says what proposed changes do to it.
///
/// # Errors
/// When the root cannot be read, or the changes fit no application.
pub fn judge(request: &Request, proposal: Proposal) -> anyhow::Result<Report> {
    let mut report = in_pool(request.jobs, || {
        let mut report = Report {
            base: proposal.base.clone(),
            base_name: proposal.base_name.clone(),
            unread: proposal.unread.clone(),
            sources: proposal.sources.clone(),
            proposed: proposal.files.clone(),
            unchanged: proposal.unchanged.clone(),
            problems: proposal.problems.clone(),
            notes: proposal.notes.clone(),
            ..Report::default()
        };
        let exclude = &request.config.exclude;
        let older = proposal.changed.as_ref().map(|it| base::older(&request.root, it, exclude));
        let older = older.transpose()?;
        let edited = older.as_ref().map(|older| older.matter.clone()).unwrap_or_default();
        if proposal.changes.is_empty() && edited.is_empty() {
            return Ok(report);
        }
        let mut walked = walked(request)?;
        walked.await_uses(&proposal.changes);
        let apps = walked.applications();
        for part in apps.parts(proposal.changes, &edited)? {
            let mut coverage = None;
            for part in part.by_database() {
                concern(request, &walked, part, &proposal.files, older.as_ref(), &mut report)?;
                // The same files count once.
                report.coverage = *coverage.get_or_insert(report.coverage);
            }
        }
        order(&mut report);
        sources(&request.root, older.as_ref(), &mut report);
        Ok(report)
    })?;
    fingerprint::assign(&mut report.findings, &report.changes, &report.sources);
    suppress::apply(&mut report, &request.config.waives, |id| looks_for(request, id), Day::today());
    if let Some(listed) = &request.baseline {
        baseline::apply(&mut report, listed, |id| looks_for(request, id));
    }
    Ok(report)
}

/// Adds to a report what changes do to one application.
fn concern(
    request: &Request,
    walked: &Walked<'_>,
    mut part: Part<'_>,
    proposed: &[Arc<str>],
    older: Option<&Older>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let columns = proposal::columns(&part.changes);
    let Application { mut app, before, coverage, files } =
        walked.read(&part, Purpose { columns: &columns, proposed, older, uses_of: None })?;
    if let Some(stats) = &request.stats {
        app.dialect = stats.dialect.or(app.dialect);
        app.objects = catalog::joined(std::mem::take(&mut app.objects), &stats.steps);
        report.sources.extend(stats.text.clone());
    }
    proposal::unapply(&mut app, &part.changes);
    app.accesses.extend(proposal::rows::historical(&part.changes, &app));
    let proposes = !part.changes.is_empty();
    let (mut changes, mut notes) = proposal::settle(std::mem::take(&mut part.changes), &app);
    let mut edits = BTreeMap::new();
    for (change, edit) in before.iter().flat_map(|before| edit::edits(before, &app, &changes)) {
        edits.insert(changes.len() + edits.len(), (change, edit));
    }
    if !proposes && edits.is_empty() {
        return Ok(());
    }
    changes.extend(edits.values().map(|(change, _)| change.clone()));
    let edits = edits.into_iter().map(|(at, (_, edit))| (at, edit)).collect();
    let (nothing, no_texts) = (BTreeSet::new(), BTreeMap::new());
    let ran = Before {
        app: before.as_ref().unwrap_or(&app),
        based: older.is_some(),
        differ: older.map_or(&nothing, |older| &older.differ),
        texts: older.map_or(&no_texts, |older| &older.texts),
        gone: older.map_or(&nothing, |older| &older.gone),
        edits: &edits,
    };
    let (Found { mut uses, unfollowed }, mut texts) = walked.used(&app, &changes, &files);
    let mut found = findings(&app, &ran, &changes, &uses, request);
    let mut plans = plan::plans(&app, &ran, &changes, request.stats.as_ref()).into_iter();
    // Applications that share a database have changes in common.
    let places: Vec<usize> = changes
        .into_iter()
        .map(|change| {
            let plan = plans.next().unwrap_or_default();
            if let Some(at) = report.changes.iter().position(|known| *known == change) {
                return at;
            }
            let at = report.changes.len();
            // Nothing is found about the objects that a set makes.
            if change.op != Op::Define {
                report.changes.push(change);
                report.plans.push(plan);
            }
            at
        })
        .collect();
    for finding in &mut found {
        finding.change = places[finding.change];
    }
    for used in &mut uses {
        used.subject = places[used.subject];
    }
    report.sources.append(&mut texts);
    report.findings.append(&mut found);
    report.coverage = report.coverage.and(Coverage { unfollowed, ..coverage });
    report.unread.append(&mut app.unread);
    notes.append(&mut app.notes);
    notes.retain(|note| !report.notes.contains(note));
    report.notes.append(&mut notes);
    if coverage.models == 0 && !app.queries_tables() {
        let within = part.folder().map_or(String::new(), |folder| format!(" in `{folder}`"));
        report.problems.push(Problem::new(
            ProblemKind::Models,
            format!(
                "no model of a known ORM was found{within}; name the application's root, \
                 and see `ormscope models`"
            ),
        ));
    }
    report.uses.append(&mut uses);
    // As with the facts, nothing waits until it is freed.
    rayon::spawn(move || drop((app, before)));
    Ok(())
}

/// Whether an effect is looked for.
fn looks_for(request: &Request, effect: &str) -> bool {
    (request.only.is_empty() || request.only.iter().any(|id| id == effect))
        && !request.skip.iter().any(|id| id == effect)
        && request.config.effects.get(effect) != Some(&None)
}

/// What was understood of the application's models.
///
/// # Errors
/// When the root cannot be read.
pub fn models(request: &Request) -> anyhow::Result<ModelList> {
    in_pool(request.jobs, || {
        let walked = walked(request)?;
        let mut lists = Vec::new();
        for part in walked.applications().all() {
            let found = walked.read(&part, Purpose::default())?;
            lists.push(ModelList::of(&found.app));
        }
        Ok(ModelList::join(lists))
    })
}

/// The proposed changes alone.
///
/// # Errors
/// As [`check`].
pub fn changes(request: &Request) -> anyhow::Result<Report> {
    in_pool(request.jobs, || {
        let proposal = proposal::read(&request.root, &request.sources, request.base.as_deref())?;
        let (mut tables, mut names) = (BTreeMap::new(), TableNames::default());
        let mut changes = table_names::replay(proposal.changes, &mut tables, &mut names);
        changes.retain(|change| !matches!(change.op, Op::Backfill | Op::Define));
        Ok(Report {
            base: proposal.base,
            changes,
            unread: proposal.unread,
            sources: proposal.sources,
            ..Report::default()
        })
    })
}

/// SQL that asks a database what `check` would know of the data, for the proposed changes.
///
/// # Errors
/// As [`check`].
pub fn stats_sql(request: &Request, dialect: Dialect) -> anyhow::Result<String> {
    in_pool(request.jobs, || {
        let proposal = proposal::read(&request.root, &request.sources, request.base.as_deref())?;
        let walked = walked(request)?;
        let mut tables: BTreeMap<String, Concerned> = BTreeMap::new();
        let apps = walked.applications();
        for mut part in apps.parts(proposal.changes, &BTreeSet::new())? {
            let columns = proposal::columns(&part.changes);
            let Application { mut app, .. } = walked.read(
                &part,
                Purpose { columns: &columns, proposed: &proposal.files, ..Purpose::default() },
            )?;
            proposal::unapply(&mut app, &part.changes);
            let (changes, _) = proposal::settle(std::mem::take(&mut part.changes), &app);
            let created = changes.iter().filter(|change| change.op == Op::CreateTable);
            let created: Vec<String> = created.map(|change| change.table.clone()).collect();
            for change in &changes {
                if change.table.is_empty() || created.contains(&change.table) {
                    continue;
                }
                let entry = tables.entry(change.table.clone()).or_default();
                entry.table.clone_from(&change.table);
                for column in concerned(change, &changes) {
                    let plain = sensitivity::of(change, column) < Sensitivity::Personal;
                    if !plain && !entry.private.iter().any(|known| known == column) {
                        entry.private.push(column.to_owned());
                    }
                    if !entry.columns.iter().any(|known| known == column) {
                        entry.columns.push(column.to_owned());
                    }
                }
            }
        }
        let tables: Vec<Concerned> = tables.into_values().collect();
        Ok(stats::questions::script(dialect, &tables))
    })
}

/// The columns of a change that are there before all changes.
fn concerned<'c>(change: &'c Change, changes: &[Change]) -> Vec<&'c str> {
    let named = match change.op {
        Op::DropColumn | Op::RenameColumn | Op::AlterColumn => {
            change.column.as_deref().into_iter().collect()
        }
        Op::AddUnique | Op::AddForeignKey | Op::AddIndex => {
            change.columns.iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    };
    let added = |name: &&str| {
        !changes.iter().any(|other| {
            let made = match other.op {
                Op::AddColumn => other.column.as_deref(),
                Op::RenameColumn => other.to.as_deref(),
                _ => None,
            };
            other.table == change.table && made == Some(*name)
        })
    };
    named.into_iter().filter(added).collect()
}

/// What single files yield, for bug reports.
///
/// # Errors
/// When a file cannot be read, or no reader exists for it.
pub fn facts(root: &Path, files: &[PathBuf]) -> anyhow::Result<String> {
    in_pool(None, || {
        let mut text = String::new();
        for path in files {
            let (full, source) = walk::named(root, path)
                .map_err(|why| anyhow!("cannot read {}: {why}", path.display()))?;
            let shown: Arc<str> = walk::shown(root, &full).into();
            let language = Language::of(&shown)
                .ok_or_else(|| anyhow!("there is no reader for {}", path.display()))?;
            let facts = scan::facts(&shown, language, &source)
                .map_err(|why| anyhow!("cannot read {}: {why}", path.display()))?;
            text.push_str(&report::facts::text(&facts));
        }
        Ok(text)
    })
}

/// Stack of a reading thread: code is lowered and interpreted by recursion over as many levels as
/// `syntax` allows, at up to 15 KB a level where nothing is optimised.
const STACK: usize = 16 * 1024 * 1024;

fn in_pool<T: Send>(
    jobs: Option<usize>,
    run: impl FnOnce() -> anyhow::Result<T> + Send,
) -> anyhow::Result<T> {
    rayon::ThreadPoolBuilder::new()
        // 0 means one thread a core.
        .num_threads(jobs.unwrap_or(0))
        .stack_size(STACK)
        .build()
        .context("cannot start the threads that `--jobs` asks for")?
        .install(run)
}

/// The uses of a column, or of every column of a table.
///
/// # Errors
/// When the root cannot be read, or nothing is known of the table or the column.
pub fn uses(request: &Request, of: &str) -> anyhow::Result<Report> {
    in_pool(request.jobs, || {
        let mut report = Report::default();
        let mut unknown = None;
        let mut walked = walked(request)?;
        walked.await_columns(of.rsplit_once('.').map(|(_, column)| column).into_iter());
        let purpose = Purpose { uses_of: Some(of), ..Purpose::default() };
        for part in walked.applications().all() {
            let Application { app, coverage, files, .. } = walked.read(&part, purpose)?;
            let subjects = proposal::subjects(of, &app);
            if subjects.is_empty() {
                unknown.get_or_insert_with(|| proposal::unknown_subject(of, &app));
            }
            let first = report.changes.len();
            report.changes.extend(subjects.iter().map(|subject| {
                let change = Change::new(Op::AlterColumn, &subject.table, "flag");
                Change { column: Some(subject.column.clone()), ..change }
            }));
            let (Found { mut uses, unfollowed }, mut texts) =
                walked.uses_of(&app, subjects, &files);
            for used in &mut uses {
                used.subject += first;
            }
            report.uses.append(&mut uses);
            report.sources.append(&mut texts);
            report.coverage = report.coverage.and(Coverage { unfollowed, ..coverage });
            report.unread.extend(app.unread);
        }
        sources(&request.root, None, &mut report);
        match unknown {
            Some(unknown) if report.changes.is_empty() => Err(unknown),
            _ => Ok(report),
        }
    })
}

/// Lists what lies below the root.
fn walked(request: &Request) -> anyhow::Result<Walked<'_>> {
    application::walk(&request.root, &request.config, request.caches.as_deref())
}

/// Asks every rule about every change, and puts the answers in order.
fn findings(
    app: &App,
    before: &Before<'_>,
    changes: &[Change],
    uses: &[Use],
    request: &Request,
) -> Vec<Finding> {
    // A table that the set creates has no rows and no code that ran before.
    let created: BTreeSet<&str> = changes
        .iter()
        .filter(|change| change.op == Op::CreateTable)
        .map(|change| change.table.as_str())
        .collect();
    let rules: Vec<_> = RULES.iter().filter(|rule| looks_for(request, rule.effect.id)).collect();
    let mut findings: Vec<Finding> = (0..changes.len())
        .into_par_iter()
        .filter(|at| {
            let impact = Impact { app, changes, at: *at, uses, before };
            !created.contains(impact.table()) || impact.is_of_older_table()
        })
        .flat_map_iter(|at| {
            let impact = Impact { app, changes, at, uses, before };
            rules.iter().flat_map(move |rule| (rule.check)(&impact)).collect::<Vec<_>>()
        })
        .collect();
    findings = rules::with_red_lines(findings);
    for finding in &mut findings {
        let mut shown: Vec<Evidence> = Vec::with_capacity(finding.evidence.len());
        for link in finding.evidence.drain(..) {
            if !shown.contains(&link) {
                shown.push(link);
            }
        }
        finding.evidence = shown;
        if let Some(stats) = &request.stats {
            weigh(finding, &changes[finding.change].table, stats);
        }
        if let Some(Some(severity)) = request.config.effects.get(finding.effect.id) {
            finding.severity = *severity;
        }
    }
    findings
}

/// Says how many rows a finding is about; where there are none, none can vanish.
fn weigh(finding: &mut Finding, table: &str, stats: &Stats) {
    finding.row_count = stats.rows_of(finding.table.as_deref().unwrap_or(table));
    if finding.rows.is_some() && finding.row_count == Some(Count { rows: 0, exact: true }) {
        finding.severity = Severity::Low;
    }
}

/// Puts the findings of all applications in order: the worst first, then by place.
fn order(report: &mut Report) {
    let changes = &report.changes;
    report.findings.sort_by_cached_key(|finding| {
        let place = changes[finding.change].place.clone();
        let first = finding.evidence.first().map(|evidence| evidence.place.clone());
        let model = finding.model.clone();
        (Reverse(finding.severity), place, finding.effect.id, first, model)
    });
    // What several applications share is found in each.
    report.findings.dedup();
    let mut seen = BTreeSet::new();
    report.uses.retain(|used| seen.insert((used.subject, used.place.clone())));
    report.unread.sort();
    report.unread.dedup();
}

/// Adds the text of every file that the report points into.
fn sources(root: &Path, older: Option<&Older>, report: &mut Report) {
    let places = report
        .findings
        .iter()
        .flat_map(|finding| &finding.evidence)
        .map(|evidence| &evidence.place)
        .chain(report.changes.iter().filter_map(|change| change.place.as_ref()))
        .chain(report.uses.iter().map(|used| &used.place));
    let files: BTreeSet<Arc<str>> = places.map(|place| place.file.clone()).collect();
    let mut texts = BTreeMap::new();
    for file in files {
        if report.sources.contains_key(&file) {
            continue;
        }
        let gone = older.filter(|older| older.gone.contains(&file));
        if let Some(text) = gone.and_then(|older| older.texts.get(&file)) {
            texts.insert(file, text.clone());
            continue;
        }
        match walk::text(root, &file) {
            Ok(text) => {
                texts.insert(file, Arc::from(text));
            }
            Err(why) => report.unread.push(Unread { file, why }),
        }
    }
    report.sources.append(&mut texts);
}
