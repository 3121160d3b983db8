//! Rows that exist fail a filter that queries pass through, and vanish for the application.
//!
//! ## Why it matters
//! The database still holds them, staging looks fine because its rows were made later, and no test
//! fails. SQL keeps a row only where a condition is TRUE: a new column is NULL in every row that
//! exists, and `NULL = FALSE`, `NULL <> 'archived'` and `NULL NOT IN (…)` are NULL. Only `IS NULL` and
//! conditions written for it let such rows pass. A column that arrives with a default holds that
//! value in every row, and fails `IS NULL`.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where(active: true) }
//! end
//! # add_column :users, :active, :boolean
//! ```
//! Every existing user has `active` NULL, and `User.all` is empty.
//!
//! ## Safe rollout
//! 1. Add the column with a value that passes the filter (`default: true`), or backfill it in the
//!    same migration before any code with the filter runs.
//! 2. Compare `Model.unscoped.count` with `Model.count` in a copy of production.
//! 3. Deploy the filter after that.
//!
//! ## Source
//! SQL's three-valued logic; measured with Active Record 6.1 to 8.1 on SQLite and PostgreSQL.

use crate::{
    app::{
        FilterKind,
        access::{Naming, NamingKind},
    },
    change::{DefaultValue, Op},
    finding::{Confidence, Effect, Evidence, Finding, Rows, Severity},
    impact::{Impact, Touched, Turn},
    predicate::{Cell, Literal, Value},
    rules::filter_activated::governed,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "rows-hidden", severity: Severity::Critical };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        let finder = matches!(touched.filter.kind, FilterKind::Finder(_) | FilterKind::Delete(_));
        let starts = match touched.turn {
            Turn::Starts => touched.rows != Rows::None,
            // An unknown value was as unknown before.
            Turn::Changes => matches!(touched.rows, Rows::All | Rows::Some),
            Turn::Stops | Turn::Breaks => false,
        };
        if starts && !finder {
            findings.extend(hidden(impact, &touched));
        }
    }
    for touched in impact.queries() {
        if touched.rows == Rows::All {
            findings.push(missed(impact, &touched));
        }
    }
    findings.extend(unasked(impact));
    findings.extend(subclasses(impact));
    findings.extend(skipped(impact));
    findings
}

/// Rows that a filter hides from the migration that is to change them.
fn skipped(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (model, filter, accesses) in impact.historical() {
        let Some(first) = accesses.first().filter(|_| model.filtered_in_migrations) else {
            continue;
        };
        let message = format!(
            "the migration skips the rows of `{}` that its filter hides: they keep what they have",
            model.name,
        );
        let says = "goes through the rows by the manager that filters";
        let proof = Evidence::new("backfill", &first.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        let says = format!("keeps only `{}`, in migrations too", filter.predicate);
        finding.evidence.push(Evidence::new("default-scope", &filter.place, says));
        finding.model = Some(model.name.clone());
        finding.table.clone_from(&model.table);
        finding.rows = Some(Rows::Some);
        finding.severity = Severity::Medium;
        finding.rollout =
            vec!["go through the rows by a manager without the filter".to_owned()];
        findings.push(finding);
    }
    findings
}

fn hidden(impact: &Impact, touched: &Touched) -> Option<Finding> {
    let (model, filter) = (touched.model, touched.filter);
    let association = matches!(filter.kind, FilterKind::Association(_));
    if association && (touched.rows == Rows::Unknown || filter.is_of_own_row() || comes_whole(impact, touched)) {
        return None;
    }
    let name = governed(touched);
    let existing = existing(impact);
    let which = match touched.rows {
        Rows::All => "every existing row",
        Rows::Some => "some of the existing rows",
        _ => "an unknown share of the existing rows",
    };
    let message = match touched.rows {
        Rows::Unknown if impact.change().op.is_of_code() => format!(
            "`{name}` may lose rows: its queries keep only `{}` from now on, and it cannot be told which rows pass",
            filter.predicate
        ),
        Rows::Unknown => format!(
            "`{name}` may lose rows: its filter starts to apply with `{}`, and it cannot be told which rows pass",
            impact.change().subject()
        ),
        _ => {
            // A filter may read a table that it joins; the rows that vanish are the model's own.
            let own = filter.table.as_deref().or(model.table.as_deref());
            let column = impact.added().or(impact.change().column.as_deref()).unwrap_or_default();
            let column = match own == Some(impact.table()) {
                true => column.to_owned(),
                false => format!("{}.{column}", impact.table()),
            };
            format!(
                "{which} of `{}` {} from `{name}`: `{column}` is {existing} and the filter asks for `{}`",
                own.unwrap_or(impact.table()),
                if touched.rows == Rows::All { "vanishes" } else { "vanish" },
                filter.predicate,
            )
        }
    };
    let mut finding = crate::rules::filter_activated::finding(&EFFECT, impact, touched, message);
    finding.rows = Some(touched.rows);
    finding.existing_value = Some(existing);
    finding.severity = match touched.rows {
        Rows::All => Severity::Critical,
        // A flag that is set on some rows is what an association asks for.
        Rows::Some if association => Severity::Medium,
        Rows::Some => Severity::High,
        _ => Severity::Medium,
    };
    if touched.rows == Rows::Unknown {
        finding.confidence = finding.confidence.min(Confidence::Likely);
    }
    let of_code = impact.change().op.is_of_code();
    finding.rollout = vec![
        match of_code {
            true => format!("look which rows fail `{}` in production", filter.predicate),
            false => format!(
                "give existing rows a value that passes `{}` in the same migration",
                filter.predicate
            ),
        },
        match model.orm {
            "active_record" => format!(
                "compare `{0}.unscoped.count` with `{0}.count` on a copy of production",
                model.name
            ),
            _ => "count the rows with and without the filter on a copy of production".to_owned(),
        },
        match of_code {
            true => "list who must still see the others: admin pages, exports, billing".to_owned(),
            false => "deploy the code that filters only after the backfill".to_owned(),
        },
    ];
    Some(finding)
}

/// Whether the set brings all columns that an association is made of: it led nowhere before.
pub fn comes_whole(impact: &Impact, touched: &Touched) -> bool {
    let writes = &touched.filter.writes;
    writes.len() > 1
        && writes.iter().all(|(column, _)| {
            impact.changes.iter().any(|other| {
                other.op == Op::AddColumn
                    && other.table == impact.table()
                    && other.column.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(&column.name))
            })
        })
}

/// A query of its own that finds none of the rows that exist.
fn missed(impact: &Impact, touched: &Touched) -> Finding {
    let existing = existing(impact);
    let column = impact.added().unwrap_or_default();
    let asked = &touched.filter.predicate;
    let message = match &touched.filter.table {
        Some(joined) => format!(
            "this query finds no existing row of `{}`: it joins `{joined}`, whose `{column}` is {existing}, and asks for `{asked}`",
            touched.model.name,
        ),
        None => format!(
            "this query finds no existing row of `{}`: `{column}` is {existing} and it asks for `{asked}`",
            impact.table(),
        ),
    };
    let mut finding = crate::rules::filter_activated::finding(&EFFECT, impact, touched, message);
    finding.model = Some(touched.model.name.clone());
    finding.rows = Some(Rows::All);
    finding.existing_value = Some(existing);
    finding.severity = Severity::Medium;
    finding.rollout = vec![
        format!(
            "give existing rows a value that passes `{}` in the same migration",
            touched.filter.predicate
        ),
        "or let the query take rows without a value".to_owned(),
    ];
    finding
}

/// Places that ask by name for a condition which none of the existing rows meets.
fn unasked(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.scopes().iter().filter(|touched| touched.rows == Rows::All) {
        let FilterKind::Finder(scope) = &touched.filter.kind else { continue };
        let asks = impact.namings(NamingKind::Asks).filter(|naming| {
            naming.names.contains(scope) && naming.models.contains(&touched.model.qualified)
        });
        let asks: Vec<&Naming> = asks.collect();
        let existing = existing(impact);
        let column = impact.added().unwrap_or_default();
        let message = |places: &str, s: &str| {
            format!(
                "{places} find{s} no existing row of `{}`: `{column}` is {existing} and `{scope}` asks for `{}`",
                impact.table(),
                touched.filter.predicate,
            )
        };
        for mut finding in impact.of_namings(&EFFECT, &asks, "asks for these rows by name", message) {
            finding.model = Some(governed(touched));
            finding.rows = Some(Rows::All);
            finding.predicate = Some(touched.filter.predicate.to_string());
            finding.existing_value = Some(existing.clone());
            finding.severity = finding.severity.min(Severity::High);
            finding.rollout = vec![format!(
                "give existing rows a value that passes `{}` in the same migration",
                touched.filter.predicate
            )];
            findings.push(finding);
        }
    }
    findings
}

/// What existing rows hold, in words.
fn existing(impact: &Impact) -> String {
    match impact.change().existing.as_slice() {
        [Cell::Null] => "NULL".to_owned(),
        [Cell::Value(literal)] => literal.to_string(),
        [Cell::NotNull] => match (&impact.change().default, &impact.change().client_default) {
            (DefaultValue::Function(text), _) | (_, DefaultValue::Function(text)) => text.clone(),
            _ => "not NULL".to_owned(),
        },
        _ => "sometimes set and sometimes NULL".to_owned(),
    }
}

/// Subclasses that share a table see only rows of their own name once the table tells them apart.
fn subclasses(impact: &Impact) -> Option<Finding> {
    let column = impact.added()?;
    let base = impact.base_models().find(|model| {
        model.inheritance_column.as_ref().is_some_and(|(name, _)| name == column)
            && !impact.ignores(model, column)
    })?;
    // A default that names a subclass hands the rows over on purpose, and what a renamed column
    // holds is not known.
    if !matches!(impact.change().existing.as_slice(), [Cell::Null]) {
        return None;
    }
    let lost: Vec<_> = impact
        .models()
        .filter(|model| model.parent.is_some() && model.name != base.name)
        // Only a class that has an identity asks for it.
        .filter(|model| !base.refuses_null || model.identity.is_some())
        .collect();
    let (first, rest) = lost.split_first()?;
    let names = match rest.len() {
        0 => format!("`{}`, a subclass of `{}`, finds", first.name, base.name),
        n => format!("`{}` and {n} other subclasses of `{}` find", first.name, base.name),
    };
    let own = if base.refuses_null { "identity" } else { "name" };
    let message = format!(
        "{names} no existing row: `{}` is {}, and their queries ask for their own {own}",
        impact.change().subject(),
        existing(impact),
    );
    let says = format!("its queries get `WHERE {column} IN (…)`");
    let proof = match &first.identity {
        Some((_, place)) => Evidence::new("setting", place, says),
        None => Evidence::new("class", &first.place, says),
    };
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.model = Some(first.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    finding.rows = Some(Rows::All);
    let identity = match &first.identity {
        Some((value, _)) => value.clone(),
        None => Value::Literal(Literal::Text(first.name.clone())),
    };
    finding.predicate = Some(format!("{column} = {identity}"));
    if base.refuses_null
        && let Some((_, Some(place))) = &base.inheritance_column
    {
        finding.evidence.push(Evidence::new("setting", place, "tells subclasses apart by the column"));
    }
    finding.existing_value = Some(existing(impact));
    finding.evidence.extend(
        rest.iter().map(|model| Evidence::new("class", &model.place, "the same for this subclass")),
    );
    if base.refuses_null {
        finding.rollout = vec![
            format!("fill `{column}` with the identities of the classes in the same migration"),
            "deploy the code that maps it after that".to_owned(),
        ];
        return Some(finding);
    }
    finding.rollout = vec![
        format!("fill `{column}` with the class names in the same migration"),
        format!("or switch inheritance off: `self.inheritance_column = nil` in `{}`", base.name),
    ];
    Some(finding)
}
