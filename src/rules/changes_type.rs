//! A column gets another type: its values get another form, or do not fit.
//!
//! ## Why it matters
//! The database converts the rows or refuses to; the code that reads them is told nothing. A moment
//! that becomes a day loses its hours, a decimal that becomes an integer its cents, a moment that gets
//! a time zone moves by the offset of the server. Drivers may hand a wider number over as text.
//!
//! ## Example
//! ```ruby
//! class Invoice < ApplicationRecord
//! end
//! # change_column :invoices, :paid_at, :date
//! ```
//!
//! ## Safe rollout
//! 1. Count the rows that do not fit or lose something, on a copy of production.
//! 2. Add a column of the new type, fill it, and let the code read it; drop the old one a release later.
//! 3. Where the values fit as they are, say how they are cast, and when the table is locked.
//!
//! ## Source
//! PostgreSQL's `ALTER COLUMN … TYPE`; measured with Active Record 6.1 to 8.1 (`datetime` to `date`,
//! limits and smaller integers).

use crate::{
    change::{Column, Op},
    column_type::{ColumnType, Conversion},
    finding::{Effect, Evidence, Finding, Severity},
    impact::Impact,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "changes-type", severity: Severity::Medium };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let (Op::AlterColumn, Some(column), Some(new)) =
        (change.op, change.column.as_deref(), change.sql_type.as_deref())
    else {
        return Vec::new();
    };
    if impact.goes_later(column) {
        return Vec::new();
    }
    let Some(known) = impact.known(column) else { return Vec::new() };
    let Some(old) = known.sql_type.as_deref() else { return Vec::new() };
    let (from, to) = (ColumnType::of(old), ColumnType::of(new));
    // `"public"."Role"` and `"Role"`
    let bare = |name: &str| name.replace('"', "").rsplit('.').next().map(str::to_owned);
    let conversion = match change.anew && bare(old) == bare(new) {
        true => Conversion::Same,
        false => from.to(&to),
    };
    let severity = match (conversion, &from) {
        (Conversion::Same, _) if change.anew => Severity::Medium,
        (Conversion::Same, _) => return Vec::new(),
        (Conversion::Wider, _) => Severity::Low,
        (
            Conversion::Narrower,
            // Nothing is refused, and something is lost.
            ColumnType::Timestamp(_) | ColumnType::Numeric(_) | ColumnType::Float,
        ) => Severity::High,
        (Conversion::Other | Conversion::Narrower, _) => Severity::Medium,
    };
    let what = match (conversion, severity) {
        (Conversion::Wider, _) => "values fit as they are",
        (Conversion::Narrower, Severity::High) => "values lose what does not fit",
        (Conversion::Narrower, _) => "values that do not fit are refused, or cut off",
        (Conversion::Other | Conversion::Same, _) => "values get another form",
    };
    let message = match conversion {
        Conversion::Same => format!(
            "the type {new} of `{}` is built anew: the migration fails where a row holds a value that it has no longer",
            change.subject(),
        ),
        _ => format!("`{}` becomes {new}, and was {old}: {what}", change.subject()),
    };
    let model = impact.old_models().into_iter().next();
    let proof = match (model, &known.place) {
        (Some(model), _) => impact.maps(model),
        (None, Some(place)) => Evidence::new("column", place, format!("is {old} so far")),
        (None, None) => return Vec::new(),
    };
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.severity = severity;
    finding.table = Some(change.table.clone());
    finding.column = Some(column.to_owned());
    finding.model = model.map(|model| model.name.clone());
    finding.evidence.extend(declared(impact, known));
    if conversion == Conversion::Wider {
        finding.rollout = vec![
            "see whether the database writes the table anew, and how long it is locked".to_owned(),
        ];
        return vec![finding];
    }
    if conversion == Conversion::Same {
        finding.rollout = vec![
            "let the code neither write nor expect the values that go, and deploy that".to_owned(),
            "give rows that hold one of them another value before the type changes".to_owned(),
        ];
        return vec![finding];
    }
    finding.rollout = vec![
        "count the rows that do not fit, or lose something, on a copy of production".to_owned(),
        "or fill a column of the new type, let the code read it, and drop the old one a release later"
            .to_owned(),
    ];
    vec![finding]
}

/// Where the old type is written, in a file that is there as it was.
fn declared(impact: &Impact, known: &Column) -> Option<Evidence> {
    let place = known.place.as_ref()?;
    if impact.before.differ.contains(&place.file) {
        return None;
    }
    let old = known.sql_type.as_deref()?;
    Some(Evidence::new("column", place, format!("is {old} so far")))
}
