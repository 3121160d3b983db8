//! Reads raise: code, or a filter, names a column or a table that is gone, or rows tell no class.
//!
//! ## Why it matters
//! A default scope is part of every query. When its column goes, nothing of the model can be read
//! or created, and the error names the column, not the change that removed it.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where(status: "active") }
//! end
//! # remove_column :users, :status
//! ```
//!
//! ## Safe rollout
//! 1. Remove the filter and deploy.
//! 2. Drop the column in a later release.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (a default scope on a dropped column) and with SQLAlchemy
//! 2.0 (`polymorphic_on` that is NULL).

use std::collections::BTreeSet;

use crate::{
    app::{
        AssociationKind, FilterKind, Model,
        access::{Access, AccessKind, Naming, NamingKind},
        misfit::Misfit,
        reliance::{LetDown, Reliance},
    },
    change::Op,
    column_type::ColumnType,
    database::Dialect,
    finding::{Confidence, Effect, Evidence, Finding, Rows, Severity, When},
    impact::{Impact, Turn, clauses::Clash, used::Named},
    orm::statements::Statements,
    predicate::Cell,
    rules::filter_activated,
    source::Place,
    uses::{How, Use},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "breaks-at-use", severity: Severity::High };

/// How many places are shown.
const SHOWN: usize = 6;

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        let silent =
            matches!(touched.filter.kind, FilterKind::Delete(_)) || touched.filter.is_of_own_row();
        if touched.turn != Turn::Breaks || silent {
            continue;
        }
        let message = format!(
            "every query of `{}` raises: its filter reads `{}`",
            filter_activated::governed(&touched),
            impact.change().subject(),
        );
        let mut finding = filter_activated::finding(&EFFECT, impact, &touched, message);
        if touched.filter.kind == FilterKind::Default {
            finding.severity = Severity::Critical;
        }
        finding.rollout = vec![
            match impact.added() {
                Some(name) => format!("let the filter read `{name}` as soon as it is there"),
                None => "remove the filter and deploy".to_owned(),
            },
            match impact.added() {
                Some(_) => "or keep both names until the old code is gone".to_owned(),
                None => "drop the column in a later release".to_owned(),
            },
        ];
        findings.push(finding);
    }
    findings.extend(rows_of_no_class(impact));
    findings.extend(declared(impact));
    findings.extend(clashing(impact));
    findings.extend(unreachable(impact));
    findings.extend(refused(impact));
    findings.extend(crowded(impact));
    findings.extend(not_kept(impact));
    findings.extend(unclear(impact));
    findings.extend(let_down(impact));
    findings.extend(distinguished(impact));
    findings.extend(without_table(impact));
    findings.extend(unlabelled(impact));
    findings.extend(asked_in_vain(impact));
    let told: Vec<Place> = findings.iter().flat_map(Finding::places).cloned().collect();
    findings.extend(named(impact, &told));
    findings
}

/// Queries of the code that the new column makes fail.
fn unclear(impact: &Impact) -> Vec<Finding> {
    let subject = impact.change().subject();
    let column = impact.added().unwrap_or_default().to_lowercase();
    let is_guess = |table: &str| impact.app.has_column(table, &column).is_none();
    let mut findings = Vec::new();
    for (clash, clause, other) in impact.clashes() {
        let (message, says, rollout) = match clash {
            Clash::Ambiguous if is_guess(&other) => (
                format!("`{subject}` makes a name ambiguous that means a column of `{other}` today, and the query raises"),
                "names the column without a table",
                format!("write the name with its table: `{other}.…`"),
            ),
            Clash::Ambiguous => (
                format!("`{subject}` makes a name ambiguous: `{other}` has it, too, and the query raises"),
                "names the column of one table without its table",
                format!("write the name with its table: `{other}.…`"),
            ),
            Clash::Uneven => (
                format!("`{subject}` makes rows longer than `{other}` has columns for, and the statement raises"),
                "takes whole rows",
                "name the columns that are meant".to_owned(),
            ),
            Clash::Incomparable if impact.app.dialect.is_none_or(|it| it == Dialect::Postgres) => (
                format!("`{subject}` is json, which PostgreSQL cannot compare: a query for distinct rows raises"),
                "asks for distinct rows",
                "take jsonb, or ask for distinct keys".to_owned(),
            ),
            Clash::Incomparable | Clash::Captured | Clash::Joined | Clash::Overwritten => continue,
        };
        let proof = Evidence::new("sql", &clause.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.confidence = match clash {
            Clash::Incomparable if impact.app.dialect.is_none() => Confidence::Likely,
            Clash::Ambiguous if is_guess(&other) => clause.confidence.min(Confidence::Likely),
            _ => clause.confidence,
        };
        finding.model = impact.asks_for(clause, &other);
        finding.table = Some(impact.table().to_owned());
        finding.column = impact.added().map(str::to_owned);
        finding.rollout = vec![format!("{rollout}; deploy that before the column comes")];
        findings.push(finding);
    }
    findings
}

/// Queries that name a table which is gone: those of query builders, and SQL of the application's own.
fn without_table(impact: &Impact) -> Vec<Finding> {
    if !impact.takes_table() {
        return Vec::new();
    }
    let table = impact.table();
    let is_ours = |named: &String| named.eq_ignore_ascii_case(table);
    let by_name = impact.app.namings.iter().filter(|it| {
        it.kind == NamingKind::Reaches && it.tables.iter().any(is_ours)
    });
    let by_sql = impact.app.accesses.iter().filter(|it| {
        it.sql.is_some() && it.tables.iter().any(is_ours)
    });
    let places: BTreeSet<&Place> =
        by_name.map(|it| &it.place).chain(by_sql.map(|it| &it.place)).collect();
    let mut places = places.into_iter();
    let count = places.len();
    let Some(first) = places.next() else { return Vec::new() };
    let what = impact.fate_of_table();
    let message = match count {
        1 => format!("`{table}` {what}, and 1 query names it"),
        n => format!("`{table}` {what}, and {n} queries name it"),
    };
    let says = "names the table";
    let mut finding = Finding::new(&EFFECT, impact.at, message, Evidence::new("use", first, says));
    finding.evidence.extend(places.map(|place| Evidence::new("use", place, says)));
    finding.table = Some(table.to_owned());
    finding.rollout = impact.farewell_to_table("these queries name the new one");
    vec![finding]
}

/// Rows that hold a value which the client does not know.
fn unlabelled(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let (Op::AddEnumValue, Some(column), Some(value)) =
        (change.op, change.column.as_deref(), change.to.as_deref())
    else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for model in impact.models() {
        let mut labels = model.labels.iter().filter(|(name, ..)| name == column);
        let Some((_, known, place)) = labels.next() else { continue };
        if known.iter().any(|label| label == value) {
            continue;
        }
        let message = format!(
            "queries of `{}` raise as soon as a row holds '{value}' in `{}`: the client does not know the value",
            model.name,
            change.subject(),
        );
        let proof = Evidence::new("enum", place, "names all values that the client can read");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.evidence.push(Evidence::new("class", &model.place, "has a column of the type"));
        finding.when = When::Later;
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            "add the value to the enum of the schema, and deploy that everywhere".to_owned(),
            "write the value after that".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}

/// Models that have not what queries of all models are asked for.
fn asked_in_vain(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let fields = impact.models().flat_map(|model| model.attributes.iter().flatten());
    let fields: BTreeSet<&str> = fields
        .filter(|known| known.column.name == column)
        .map(|known| known.name.as_str())
        .collect();
    let asks = |model: &Model| {
        let mut asked = model.asked_in_vain.iter();
        let is_one = |name: &str| fields.iter().any(|field| field.eq_ignore_ascii_case(name));
        asked.find(|(name, _)| is_one(name)).map(|(_, place)| place.clone())
    };
    // What fails already fails for another reason.
    let is_new = |model: &&Model| {
        let old = impact.before.app.models.iter().find(|old| impact.now(old).is_some_and(|it| it.name == model.name));
        !impact.before.based || old.is_none_or(|old| asks(old).is_none())
    };
    let models = impact.app.models.iter().filter(|model| asks(model).is_some());
    let models: Vec<&Model> = models.filter(is_new).collect();
    let Some((first, rest)) = models.split_first() else { return Vec::new() };
    let Some(place) = asks(first) else { return Vec::new() };
    let others = match rest.len() {
        0 => String::new(),
        n => format!(" (and of {n} other models)"),
    };
    let message = format!(
        "every query of `{}`{others} that is asked for `{column}` raises: all models are asked for it, and it has none",
        first.name,
    );
    let proof = Evidence::new("extension", &place, "asks all models for it");
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    for model in models.iter().take(SHOWN) {
        finding.evidence.push(Evidence::new("class", &model.place, "has no such field"));
    }
    finding.model = Some(first.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    finding.rollout =
        vec!["ask only the models that have the field, and deploy that first".to_owned()];
    vec![finding]
}

/// Calls that name a unique index which goes.
fn distinguished(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    if !matches!(change.op, Op::DropUnique | Op::DropIndex) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for model in impact.base_models() {
        let names_it = |access: &&Access| {
            access.kind == AccessKind::Trusts
                && !access.names.is_empty()
                && (access.names == change.columns
                    || [&change.to, &change.name].into_iter().flatten().any(|name| access.names == [name.clone()]))
        };
        for access in impact.accesses(model).filter(names_it) {
            let over = change.columns.join(", ");
            let message = format!(
                "nothing keeps `{over}` of `{}` unique any more, and this call raises: it names the index",
                model.name,
            );
            let proof = Evidence::new("upsert", &access.place, "tells rows apart by it");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.confidence = access.confidence;
            finding.model = Some(model.name.clone());
            finding.table = Some(change.table.clone());
            finding.rollout =
                vec!["change the call first, or keep the index as long as it is there".to_owned()];
            findings.push(finding);
        }
    }
    findings
}

/// Declarations whose methods raise without their column.
fn let_down(impact: &Impact) -> Vec<Finding> {
    let subject = impact.change().subject();
    let message = |model: &Model, reliance: &Reliance| {
        format!("`{}` needs `{subject}`, which is gone: {}", model.name, reliance.says)
    };
    let mut findings = impact.relied(&EFFECT, LetDown::Goes, message);
    for finding in &mut findings {
        finding.rollout = rollout(impact);
    }
    findings
}

/// Models that still declare a column that is gone: their queries list every column that they declare.
fn declared(impact: &Impact) -> Option<Finding> {
    let Named { model, place, hidden: false } = impact.still_names()? else { return None };
    let message = format!(
        "every query of `{}` raises: it selects `{}` by name",
        model.name,
        impact.change().subject(),
    );
    let says = "declares the column, so that every query lists it";
    let proof = Evidence::new("declaration", place, says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.severity = Severity::Critical;
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column.clone_from(&impact.change().column);
    finding.rollout = rollout(impact);
    Some(finding)
}

/// Keys to rows that a filter hides, where the ORM follows keys through the filter.
fn unreachable(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        let starts = touched.turn == Turn::Starts && touched.filter.kind == FilterKind::Default;
        let Some(setting) = touched.model.keys_filtered.as_ref().filter(|_| starts) else { continue };
        let target = &touched.model.name;
        let keys = impact.app.models.iter().flat_map(|model| {
            let keys = model.associations.iter().filter(|key| {
                key.kind == AssociationKind::BelongsTo && key.target.as_ref() == Some(target)
            });
            keys.map(move |key| (model, key))
        });
        let keys: Vec<_> = keys.collect();
        let Some((model, key)) = keys.first() else { continue };
        let message = format!(
            "reading `{}` of `{}` raises where its `{target}` is hidden: keys are followed through the filter",
            key.name, model.name,
        );
        let says = "has keys followed through this manager";
        let mut finding =
            Finding::new(&EFFECT, impact.at, message, Evidence::new("setting", setting, says));
        finding.evidence.extend(keys.iter().take(SHOWN).map(|(_, key)| {
            Evidence::new("association", &key.place, format!("points to `{target}`"))
        }));
        let says = format!("keeps only `{}`", touched.filter.predicate);
        finding.evidence.push(Evidence::new("default-scope", &touched.filter.place, says));
        finding.confidence = touched.confidence;
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = impact.added().map(str::to_owned);
        if !matches!(touched.rows, Rows::All | Rows::Some) {
            (finding.severity, finding.when) = (Severity::Medium, When::Later);
        }
        finding.rollout = vec!["let keys be followed through a manager without the filter".to_owned()];
        findings.push(finding);
    }
    findings
}

/// Filters that compare a column with what its new type refuses.
fn refused(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let (Op::AlterColumn, Some(column), Some(new)) =
        (change.op, change.column.as_deref(), change.sql_type.as_deref())
    else {
        return Vec::new();
    };
    let new_type = ColumnType::of(new);
    let mut findings = Vec::new();
    for touched in impact.filters().into_iter().filter(|touched| touched.turn == Turn::Changes) {
        let typed = impact.statements(touched.model) == Some(Statements::Declared);
        let mut odd = touched.filter.predicate.compared(column).into_iter();
        let odd = odd.find(|literal| typed && !new_type.takes(literal));
        let Some(literal) = odd else { continue };
        let message = format!(
            "every query of `{}` raises: its filter compares `{}` with {literal}, and it turns into {new}",
            filter_activated::governed(&touched),
            change.subject(),
        );
        let mut finding = filter_activated::finding(&EFFECT, impact, &touched, message);
        if touched.filter.kind == FilterKind::Default {
            finding.severity = Severity::Critical;
        }
        finding.rollout = vec![
            "add a column of the new type under another name, and let the filter read that".to_owned(),
            "drop the old column in a later release".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}

/// Tables of old states that do not get the column which every save writes into them.
fn not_kept(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for model in impact.base_models() {
        for keeper in impact.app.models.iter().filter(|it| it.keeps.as_ref() == Some(&model.name)) {
            let Some(table) = keeper.table.as_deref() else { continue };
            let declares = !impact.ignores(model, column)
                && keeper.attributes.iter().flatten().any(|known| known.column.name == column);
            let comes = impact.changes.iter().any(|other| {
                other.table == table
                    && (other.column.as_deref() == Some(column) || other.to.as_deref() == Some(column))
            });
            if !declares || comes || impact.app.has_column(table, column) != Some(false) {
                continue;
            }
            let message = format!(
                "every save and delete of `{}` fails: `{}` keeps its old states, and `{table}` gets no `{column}`",
                model.name, keeper.name,
            );
            let says = "writes every column into a table of its own";
            let proof = Evidence::new("history", &keeper.place, says);
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.severity = Severity::Critical;
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.rollout = vec![format!("add `{column}` to `{table}` in the same migration")];
            findings.push(finding);
        }
    }
    findings
}

/// Code that has no room for one column more: it gives its name to something else, or takes rows apart
/// column by column.
fn crowded(impact: &Impact) -> Vec<Finding> {
    let Op::AddColumn = impact.change().op else { return Vec::new() };
    let Some(column) = impact.added() else { return Vec::new() };
    let subject = impact.change().subject();
    let seen = impact.models().any(|model| !impact.ignores(model, column));
    let computes: Vec<&Naming> = impact
        .namings(NamingKind::Computes)
        .filter(|naming| seen && impact.is_named(naming, column))
        .collect();
    let message = |places: &str, s: &str| {
        format!("{places} compute{s} a value under the name of the new `{subject}`, which is refused")
    };
    let says = "has the name of a column now";
    let mut findings = impact.of_namings(&EFFECT, &computes, says, message);
    for finding in &mut findings {
        finding.rollout = vec!["call the computed value otherwise, and deploy that first".to_owned()];
    }
    // Rows of a model have what it declares; those of a table what the table has.
    let counts: Vec<&Naming> =
        impact.namings(NamingKind::Counts).filter(|it| seen || !it.tables.is_empty()).collect();
    let message = |places: &str, s: &str| {
        format!("{places} count{s} on the columns that whole rows had before `{subject}`")
    };
    let says = "takes whole rows apart, or counts from their end";
    for mut finding in impact.of_namings(&EFFECT, &counts, says, message) {
        finding.rollout = vec!["name the columns in the query, and deploy that first".to_owned()];
        findings.push(finding);
    }
    findings
}

/// Names that lead to something else since the column is there, where nobody runs the check that refuses
/// them.
fn clashing(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let models = impact.models().filter(|model| !impact.ignores(model, column));
    let misfits = models.flat_map(|model| model.misfits.iter().map(move |misfit| (model, misfit)));
    let clashing = misfits.filter(|(_, misfit)| misfit.column == column);
    let finding = |(model, misfit): (&Model, &Misfit)| {
        let message = format!("code that uses the name fails: {}", misfit.unchecked.as_ref()?);
        let proof = Evidence::new("column", &misfit.place, "takes the name");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        for (how, place) in &misfit.via {
            finding.evidence.push(Evidence::new("via", place, how.clone()));
        }
        finding.confidence = misfit.confidence;
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![misfit.instead.clone()];
        Some(finding)
    };
    clashing.filter_map(finding).collect()
}

/// Code that names a column that is gone, except where that has been told.
fn named(impact: &Impact, told: &[Place]) -> Vec<Finding> {
    if impact.removed().is_none() {
        return Vec::new();
    }
    // The declaration itself is told by what it does to queries.
    let declaration = impact.still_names().map(|named| named.place);
    // What a method answers by itself needs no column of its name.
    let methods = impact.models().flat_map(|model| &model.names);
    let methods = methods.filter(|owned| owned.what == "method" && !owned.wraps);
    let declarations: Vec<&Place> =
        methods.map(|owned| &owned.place).chain(declaration).collect();
    let is_declaration = |used: &Use| {
        matches!(used.how, How::Define | How::Declare)
            && declarations.iter().any(|place| {
                place.file == used.place.file && place.span.line == used.place.span.line
            })
    };
    let is_told = |used: &Use| {
        is_declaration(used) || told.iter().any(|place| place.contains(&used.place))
    };
    let reads = |used: &Use| match used.how {
        How::Write | How::Clear | How::Assign | How::Unset => false,
        How::Mention | How::Load | How::Omit | How::Ignore | How::Rely => false,
        _ => !is_told(used),
    };
    let says = |used: &Use| match used.how {
        How::Filter | How::Lack => "looks for rows by it",
        How::Order => "puts rows in order by it",
        How::Select => "loads it by name",
        How::Define | How::Declare => "declares something about it",
        How::Expose => "shows it",
        How::Sql => "names it in SQL",
        How::Template => "shows it in a template",
        _ => "reads it",
    };
    let subject = impact.change().subject();
    let gone = |places: &str, s: &str| format!("`{subject}` is gone, and {places} read{s} it");
    let mut findings = impact.used(&EFFECT, reads, says, gone);
    let sets = |used: &Use| {
        matches!(used.how, How::Write | How::Clear) && impact.refuses_names(used) && !is_told(used)
    };
    let raises = |places: &str, s: &str| format!("`{subject}` is gone, and {places} set{s} it, which raises");
    findings.extend(impact.used(&EFFECT, sets, |_| "sets it", raises));
    for finding in &mut findings {
        finding.rollout = rollout(impact);
    }
    findings
}

fn rollout(impact: &Impact) -> Vec<String> {
    match impact.added() {
        Some(name) => vec![
            format!("let the code use `{name}`, with the old name as an alias, and deploy"),
            "or add the new column, write both, and move readers over before the old one goes"
                .to_owned(),
        ],
        None => vec![
            "remove these uses and let the model ignore the column; deploy".to_owned(),
            "drop the column in a later release".to_owned(),
        ],
    }
}

/// Reads that raise because a row does not tell which class it belongs to.
fn rows_of_no_class(impact: &Impact) -> Option<Finding> {
    let column = impact.added()?;
    let cells = &impact.change().existing;
    if !cells.contains(&Cell::Null) {
        return None;
    }
    let reads = |model: &&Model| {
        let own = model.inheritance_column.as_ref();
        model.refuses_null && own.is_some_and(|(name, _)| name == column)
    };
    let model = impact.base_models().find(|model| reads(model) && !impact.ignores(model, column))?;
    let message = format!(
        "reading {} of `{}` as `{}` raises: `{column}` is NULL and tells no class",
        if cells.len() == 1 { "any existing row" } else { "some of the existing rows" },
        impact.table(),
        model.name,
    );
    let (_, place) = model.inheritance_column.as_ref()?;
    let says = "names the column that tells classes apart";
    let proof = Evidence::new("setting", place.as_ref().unwrap_or(&model.place), says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.severity = Severity::Critical;
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    finding.rollout = vec![
        match &model.identity {
            Some((identity, _)) => format!(
                "fill `{column}` in the same migration: {identity} for rows that are a `{}`",
                model.name
            ),
            None => format!("fill `{column}` with identities of classes in the same migration"),
        },
        "deploy the code that maps it after that".to_owned(),
    ];
    Some(finding)
}
