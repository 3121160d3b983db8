//! Writes fail: they set a column that is gone, leave NULL where that is refused, or repeat a value.
//!
//! ## Why it matters
//! Reads work, tests work, and rows that are made from now on work: only what was there before fails,
//! at the first update or delete, with an error that speaks of a concurrent edit. A mapper that counts
//! versions adds `WHERE version = …` with the version that it read, and no row has the version NULL.
//!
//! ## Example
//! ```python
//! class Article(Base):
//!     __tablename__ = "articles"
//!
//!     id: Mapped[int] = mapped_column(primary_key=True)
//!     version: Mapped[int | None] = mapped_column()
//!     __mapper_args__ = {"version_id_col": version}
//! # ALTER TABLE articles ADD COLUMN version integer;
//! ```
//!
//! ## Safe rollout
//! 1. Add the column with a first version for every row: NOT NULL and `server_default="1"`.
//! 2. Deploy the mapping after that.
//!
//! ## Source
//! Measured with SQLAlchemy 2.0 (`version_id_col` that is NULL raises `StaleDataError`).

use crate::{
    app::{
        Association, AssociationKind, FilterKind, Model, Unique,
        access::{Access, AccessKind, Naming, NamingKind, Past},
    },
    change::{DefaultValue, Op},
    column_type::{ColumnType, Conversion},
    finding::{told_once, Confidence, Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Touched, Turn, used::Named},
    orm::{last, script::names::snake_case, statements::Statements},
    predicate::Cell,
    rules::unique_conflict::is_apart_by,
    uses::{How, Use, Via},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "breaks-at-write", severity: Severity::High };

/// How many places are shown.
const SHOWN: usize = 6;

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = gone(impact);
    findings.extend(refused(impact));
    findings.extend(incomplete(impact));
    findings.extend(scoped(impact));
    findings.extend(repeated(impact));
    findings.extend(too_large(impact));
    let Some(column) = impact.added() else { return findings };
    findings.extend(unaware(impact, column));
    findings.extend(demanded(impact, column));
    let cells = &impact.change().existing;
    if !cells.contains(&Cell::Null) {
        return findings;
    }
    for model in impact.base_models().filter(|model| model.refuses_null) {
        let Some((name, setting)) = &model.locking_column else { continue };
        if name != column || impact.ignores(model, column) {
            continue;
        }
        let message = format!(
            "saving {} `{}` fails: its version `{}` is NULL",
            if cells.len() == 1 { "any existing" } else { "some existing" },
            model.name,
            impact.change().subject(),
        );
        let place = setting.as_ref().unwrap_or(&model.place);
        let proof = Evidence::new("setting", place, "names the column that counts versions");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.severity = Severity::Critical;
        finding.when = When::Later;
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            "give every row a first version in the same migration, and make the column NOT NULL"
                .to_owned(),
            "deploy the code that maps it after that".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}

/// Models whose INSERTs list what they declare, and leave out a column that must have a value.
fn unaware(impact: &Impact, column: &str) -> Vec<Finding> {
    let change = impact.change();
    let given = change.default.is_given() || change.client_default.is_given();
    if change.nullable != Some(false) || given {
        return Vec::new();
    }
    let lists = |model: &&Model| {
        model.attributes.is_some()
            && impact.statements(model) == Some(Statements::Declared)
            && impact.ignores(model, column)
    };
    let told = |model: &Model| {
        let message = format!(
            "every new `{}` fails: `{}` is NOT NULL without a default, and the model does not know it",
            model.name,
            change.subject(),
        );
        let proof = Evidence::new("class", &model.place, "its INSERTs leave the column out");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.severity = Severity::Critical;
        finding.when = When::Later;
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            "declare the column in the model and set it wherever rows are made, and deploy".to_owned(),
            "or give it a default in the database".to_owned(),
        ];
        finding
    };
    impact.base_models().filter(lists).map(told).collect()
}

/// Serializers and forms of all fields that refuse input which says nothing of the new one.
fn demanded(impact: &Impact, column: &str) -> Vec<Finding> {
    if impact.change().op != Op::AddColumn || impact.change().nullable != Some(false) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (consumer, model) in impact.consumers(column) {
        let Some(model) = model else { continue };
        let Some(writes) = consumer.writes.as_ref() else { continue };
        let mut declared = model.attributes.iter().flatten();
        let Some(attribute) = declared.find(|known| known.column.name == column) else { continue };
        if !consumer.demands.contains(&attribute.name) || !impact.takes(writes, Some(model), column) {
            continue;
        }
        let message = format!(
            "the {} `{}` refuses input without `{}` from now on: `{}` has no default and may not be blank",
            consumer.what,
            consumer.short_name(),
            attribute.name,
            impact.change().subject(),
        );
        let proof = Evidence::new("consumer", &consumer.place, consumer.says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        if let Some(place) = &attribute.column.place {
            let says = "has no default and may not be blank";
            finding.evidence.push(Evidence::new("column", place, says));
        }
        finding.confidence = writes.confidence;
        finding.model = Some(consumer.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            "give the field a default, or let it be blank, until all who send input name it".to_owned(),
        ];
        findings.push(finding);
    }
    told_once(findings, |name, more| {
        format!("`{name}` and {more} more refuse input without `{column}` from now on")
    })
}

/// Writes of a column that is gone.
fn gone(impact: &Impact) -> Vec<Finding> {
    if impact.removed().is_none() {
        return Vec::new();
    }
    let subject = impact.change().subject();
    // Where a model declares the column, what is assigned to it is written.
    let kept = impact.still_names().is_some();
    let writes = |used: &Use| match used.how {
        How::Write | How::Clear => !impact.refuses_names(used),
        How::Assign | How::Unset => kept,
        _ => false,
    };
    let message = |places: &str, s: &str| format!("`{subject}` is gone, and {places} set{s} it");
    let mut findings = impact.used(&EFFECT, writes, |_| "sets it", message);
    findings.extend(declared(impact));
    findings.extend(counted(impact));
    for finding in &mut findings {
        finding.rollout = vec![
            "stop setting the column, and deploy".to_owned(),
            "drop it in a later release".to_owned(),
        ];
    }
    findings
}

/// Associations that write the column of the other row with every row of their own.
fn counted(impact: &Impact) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let Some(column) = impact.removed() else { return findings };
    let subject = Some((impact.table().to_owned(), column.to_owned()));
    for model in impact.app.models.iter().filter(|model| !model.is_abstract) {
        for association in &model.associations {
            let counts = association.counter == subject;
            let writes = counts || association.touches == subject;
            let own = association.kind == AssociationKind::BelongsTo;
            let told = |finding: &Finding| finding.evidence.iter().any(|it| it.place == association.place);
            if !own || !writes || findings.iter().any(told) {
                continue;
            }
            let what = if counts { "counts it in" } else { "sets the time in" };
            let message = format!(
                "every new `{}` with {} `{}` fails: it {what} `{}`, which is gone",
                model.name,
                if association.name.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" },
                association.name,
                impact.change().subject(),
            );
            let proof = Evidence::new("association", &association.place, "writes the column of the other row");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.when = When::Migrated;
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            findings.push(finding);
        }
    }
    findings
}

/// Models that still declare a column that is gone: they name it in every INSERT.
fn declared(impact: &Impact) -> Option<Finding> {
    let Named { model, place, .. } = impact.still_names()?;
    let message = format!(
        "every new `{}` fails: its INSERT names `{}`",
        model.name,
        impact.change().subject(),
    );
    let proof = Evidence::new("declaration", place, "declares the column, so that writes name it");
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.severity = Severity::Critical;
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column.clone_from(&impact.change().column);
    Some(finding)
}

/// Writes of a column that takes less than before, where no check of the model's holds them to that.
fn too_large(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let (Op::AlterColumn, Some(column), Some(new)) =
        (change.op, change.column.as_deref(), change.sql_type.as_deref())
    else {
        return Vec::new();
    };
    let known = impact.known(column).and_then(|known| known.sql_type.as_deref());
    let Some(old) = known.filter(|_| !impact.goes_later(column)) else { return Vec::new() };
    let (from, to) = (ColumnType::of(old), ColumnType::of(new));
    let limit = match (&from, &to) {
        (ColumnType::Text(_), ColumnType::Text(Some(limit))) if new.contains('(') => Some(*limit),
        (ColumnType::Integer(_), ColumnType::Integer(_)) => None,
        _ => return Vec::new(),
    };
    let lacks = match (&from, limit) {
        (ColumnType::Text(None), Some(_)) => true,
        _ => from.to(&to) == Conversion::Narrower,
    };
    let is_checked = |model: &Model| {
        // A model that declares the column declares what it takes, too.
        let short = |(name, most): &(String, u32)| {
            name == column && limit.is_some_and(|limit| *most <= limit)
        };
        model.attributes.is_some() || model.lengths.iter().any(short)
    };
    if !lacks || impact.base_models().all(is_checked) {
        return Vec::new();
    }
    let subject = change.subject();
    let message = |places: &str, s: &str| {
        let what = match limit {
            Some(limit) => format!("more than {limit} characters"),
            None => format!("a number that is too large for {new}"),
        };
        format!("`{subject}` refuses {what} from now on, the model does not check that, and {places} set{s} it")
    };
    let writes = |used: &Use| used.how == How::Write;
    let mut findings = impact.used(&EFFECT, writes, |_| "sets it", message);
    for finding in &mut findings {
        // Whether values are that large is not known.
        finding.confidence = Confidence::Likely;
        finding.severity = Severity::Medium;
        finding.when = When::Later;
        finding.rollout = vec![
            "look for the largest value in production".to_owned(),
            "let the model refuse what does not fit, and deploy that first".to_owned(),
        ];
    }
    findings
}

/// New rows that are made without a column which must have a value.
fn incomplete(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let must = matches!(change.op, Op::AddColumn | Op::AlterColumn) && change.nullable == Some(false);
    let (true, false, Some(column)) = (must, change.default.is_given(), change.column.as_deref()) else {
        return Vec::new();
    };
    // What was asked before, or is answered by a default that stays, is nothing new.
    let answered = impact.known(column).is_some_and(|known| {
        let keeps = change.default == DefaultValue::Unsaid && impact.default_of(known).is_given();
        known.nullable == Some(false) || keeps
    });
    if change.op == Op::AlterColumn && answered || impact.is_set_by_trigger(column) {
        return Vec::new();
    }
    let seen = impact.models().any(|model| !impact.ignores(model, column));
    let makes = impact.namings(NamingKind::Makes).filter(|naming| {
        // The ORM fills in what the model has a default for; SQL is sent as it is written.
        let filled = impact.is_filled(column, naming.past) || !seen;
        let by_hand = !naming.tables.is_empty();
        (by_hand || !filled) && !impact.is_named(naming, column) && !impact.tells_class(naming, column)
    });
    let makes: Vec<&Naming> = makes.collect();
    let subject = change.subject();
    let message = |places: &str, s: &str| {
        format!("`{subject}` must have a value that the database does not give, and {places} make{s} rows without it")
    };
    let mut findings = impact.of_namings(&EFFECT, &makes, "leaves the column out", message);
    let mut declared = impact.models().flat_map(|model| model.attributes.iter().flatten());
    let place = declared.find(|known| known.column.name == column);
    let place = place.and_then(|known| known.column.place.as_ref());
    let starts = impact.is_filled(column, Past::Hooks);
    let hook = impact.hook(column).filter(|_| makes.iter().any(|it| it.past > Past::Nothing));
    for finding in &mut findings {
        if let Some(place) = place.filter(|_| starts) {
            let says = "has a default that only this code knows";
            finding.evidence.push(Evidence::new("column", place, says));
        }
        if let Some(hook) = hook {
            let says = "sets it where a row is saved, which does not run there";
            finding.evidence.push(Evidence::new("callback", &hook.place, says));
        }
        finding.when = When::Later;
        finding.rollout = vec![
            "give the column a default that the database keeps".to_owned(),
            "or let these places set it, and deploy that first".to_owned(),
        ];
    }
    findings
}

/// Writes that what the database now asks for refuses.
fn refused(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let subject = change.subject();
    match (change.op, change.nullable) {
        (Op::AlterColumn, Some(false)) => {
            let clears =
                |used: &Use| matches!(used.how, How::Clear | How::Unset) && impact.sends(used);
            let message = |places: &str, s: &str| format!("`{subject}` refuses NULL, which {places} write{s}");
            let mut findings = impact.used(&EFFECT, clears, |_| "writes NULL", message);
            for finding in &mut findings {
                finding.when = When::Later;
                finding.rollout = vec!["give these writes a value first, and deploy".to_owned()];
            }
            findings.extend(detached(impact));
            findings
        }
        (Op::AddUnique, _) if !takes_over(impact) => {
            let writes = |used: &Use| {
                matches!(used.how, How::Write | How::Assign)
                    && used.via != Via::Name
                    && impact.sends(used)
                    && !impact.is_outside(used)
                    && !merges(impact, used)
            };
            let over = change.columns.join(", ");
            let message = |places: &str, s: &str| {
                format!("`{over}` of `{subject}` must be unique from now on, and {places} write{s} it")
            };
            let found = impact.used_likely(&EFFECT, writes, |_| "writes a value", message);
            let rollout = || {
                vec![
                    "look for duplicates and remove them".to_owned(),
                    "let the code handle the error of a second write".to_owned(),
                ]
            };
            let finding = |found| Finding { when: When::Later, rollout: rollout(), ..found };
            found.map(finding).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Associations that empty a key which the column now refuses to lose.
fn detached(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.change().column.as_deref() else { return Vec::new() };
    let mut findings = Vec::new();
    for owner in impact.app.models.iter().filter(|model| !model.is_abstract) {
        for association in &owner.associations {
            let target = association.target.as_deref().and_then(|name| impact.app.model(name));
            let table = target.and_then(|model| model.table.as_deref());
            // Rails 8: `dependent: :nullify` writes NULL into the keys of all rows of a parent that goes.
            if association.on_delete.as_deref() != Some("nullify")
                || key_of(owner, association) != column
                || table != Some(impact.table())
            {
                continue;
            }
            let message = format!(
                "a `{}` that has `{}` cannot be destroyed: it writes NULL into `{}`, which refuses it",
                owner.name,
                association.name,
                impact.change().subject(),
            );
            let proof = Evidence::new("association", &association.place, "empties the key");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.when = When::Later;
            finding.model = Some(owner.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.rollout = vec![
                "decide what becomes of these rows, and let the association say it: `:destroy`, `:restrict_with_error`".to_owned(),
            ];
            findings.push(finding);
        }
    }
    findings
}

/// The key by which rows of others point to those of a model: `user_id` where nothing else is said.
fn key_of(owner: &Model, association: &Association) -> String {
    let own = || format!("{}_id", snake_case(last(&owner.name)));
    association.foreign_key.clone().unwrap_or_else(own)
}

/// Whether a place takes the row that is there already: an upsert that tells rows apart by the columns.
fn merges(impact: &Impact, used: &Use) -> bool {
    impact.base_models().any(|model| {
        let mut around = impact.accesses(model).filter(|it| {
            it.kind == AccessKind::Trusts
                && !it.names.is_empty()
                && it.place.file == used.place.file
                && it.place.span.contains(&used.place.span)
        });
        let columns = &impact.change().columns;
        around.any(|it| columns.iter().all(|column| is_apart_by(model, it, column)))
    })
}

/// Whether the database keeps some of these columns apart already, by an earlier step of the set or from
/// before, or the set lets go of another unique group over them: nothing new is refused.
fn takes_over(impact: &Impact) -> bool {
    let change = impact.change();
    let within = |columns: &[String]| {
        !columns.is_empty() && columns.iter().all(|column| change.columns.contains(column))
    };
    let mut earlier = impact.changes.iter().take(impact.at);
    let told = earlier.any(|other| {
        other.op == Op::AddUnique
            && other.table == change.table
            && (other.condition.is_none() || other.condition == change.condition)
            && within(&other.columns)
    });
    if impact.is_apart_already() || told {
        return true;
    }
    let table = impact.app.tables.get(impact.table());
    impact.changes.iter().any(|other| {
        let drops = matches!(other.op, Op::DropUnique | Op::DropIndex) && other.table == change.table;
        let mut groups = table.into_iter().flat_map(|table| &table.unique);
        // A group of all rows kept those apart, too, that the new one is about.
        let whole = |it: &Unique| it.condition.is_none() && it.is_dropped_by(other) && within(&it.columns);
        drops
            && match change.condition {
                None => impact.let_go(other).any(within),
                Some(_) => groups.any(whole),
            }
    })
}

/// Default scopes that write NULL into every new row where the column refuses it.
fn scoped(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let refuses = change.nullable == Some(false)
        && !matches!(change.default, DefaultValue::Function(_));
    let starts = |touched: &Touched| {
        matches!(touched.turn, Turn::Starts | Turn::Changes)
            && touched.filter.kind == FilterKind::Default
            && touched.model.table.as_deref() == Some(impact.table())
    };
    let mut findings = Vec::new();
    for touched in impact.filters().iter().filter(|touched| refuses && starts(touched)) {
        if !matches!(impact.written(touched), Some(None)) {
            continue;
        }
        let message = format!(
            "a new `{}` that is not given `{}` fails: its default scope writes NULL, which the column refuses",
            touched.model.name,
            change.subject(),
        );
        let proof = Evidence::new(
            "default-scope",
            &touched.filter.place,
            "also writes NULL into new records",
        );
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        for (how, place) in &touched.filter.via {
            finding.evidence.push(Evidence::new("via", place, how.clone()));
        }
        finding.confidence = touched.confidence;
        finding.when = When::Later;
        finding.model = Some(touched.model.name.clone());
        finding.table = Some(change.table.clone());
        finding.column = impact.added().or(change.column.as_deref()).map(str::to_owned);
        finding.rollout = vec!["let the column be NULL, or write the filter as SQL text".to_owned()];
        findings.push(finding);
    }
    findings
}

/// Rows that are made out of rows take over what must be unique.
fn repeated(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let fresh = impact.changes.iter().any(|other| {
        other.op == Op::AddColumn
            && other.table == change.table
            && other.column.as_ref().is_some_and(|column| change.columns.contains(column))
    });
    if change.op != Op::AddUnique || !fresh {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for model in impact.base_models() {
        let repeats = |access: &&Access| access.kind == AccessKind::Repeats;
        let sites: Vec<&Access> = impact.accesses(model).filter(repeats).take(SHOWN).collect();
        let Some((first, rest)) = sites.split_first() else { continue };
        let message = format!(
            "a copy of a `{}` fails: it takes over `{}`, which must be unique",
            model.name,
            change.columns.join(", "),
        );
        let says = "copies all values of a row";
        let proof = Evidence::new("write", &first.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.evidence.extend(rest.iter().map(|it| Evidence::new("write", &it.place, says)));
        finding.confidence = first.confidence.min(Confidence::Likely);
        finding.severity = Severity::Medium;
        finding.when = When::Later;
        finding.model = Some(model.name.clone());
        finding.table = Some(change.table.clone());
        finding.column = change.columns.first().cloned();
        finding.rollout = vec!["clear the column in the copy, and deploy that first".to_owned()];
        findings.push(finding);
    }
    findings
}
