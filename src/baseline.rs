//! Findings that were there before: `--baseline` and `--write-baseline`.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::{
    change::Change,
    finding::{Finding, SuppressedBy, Suppression},
    report::{Fixed, Report, json},
};

/// The version of the file; it changes only if a key changes its meaning.
const FORMAT: u32 = 1;

/// Findings that do not count because they were there before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The findings, as they were when the file was written.
    pub entries: Vec<Fixed>,
}

#[derive(Deserialize)]
struct File {
    format: u32,
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    fingerprint: String,
    effect: String,
    subject: String,
    change: String,
}

/// Reads a file that `--write-baseline` wrote.
///
/// # Errors
/// When it cannot be read, or is no baseline.
pub fn read(path: &Path) -> anyhow::Result<Baseline> {
    let text = fs::read_to_string(path).with_context(|| {
        format!("cannot read the baseline `{}`; `--write-baseline` writes one", path.display())
    })?;
    let file: File = serde_json::from_str(&text)
        .with_context(|| format!("`{}` is no baseline", path.display()))?;
    if file.format != FORMAT {
        bail!("`{}` is a baseline of another version; write it anew", path.display());
    }
    let entries = file.findings.into_iter();
    let entries = entries
        .map(|Entry { fingerprint, effect, subject, change }| Fixed {
            fingerprint,
            effect,
            subject,
            change,
        })
        .collect();
    Ok(Baseline { entries })
}

/// The file that lists the findings of a report but those that are waived, the same for the same
/// findings.
pub fn text(report: &Report) -> String {
    let listed =
        |it: &&Finding| it.suppressed.as_ref().is_none_or(|it| it.by == SuppressedBy::Baseline);
    let mut findings: Vec<&Finding> = report.findings.iter().filter(listed).collect();
    findings.sort_by_key(|it| (it.effect.id, it.subject(), &it.model, &it.fingerprint));
    let findings: Vec<_> = findings
        .into_iter()
        .map(|finding| {
            serde_json::json!({
                "fingerprint": finding.fingerprint,
                "effect": finding.effect.id,
                "subject": finding.subject().unwrap_or_default(),
                "model": finding.model,
                "change": report.changes.get(finding.change).map_or(String::new(), change),
            })
        })
        .collect();
    let file = serde_json::json!({ "format": FORMAT, "findings": findings });
    json::escaped(&format!("{file:#}\n"))
}

/// Marks every finding that counts: it is in the baseline that was written of this report.
pub fn adopt(report: &mut Report) {
    for finding in report.findings.iter_mut().filter(|it| it.suppressed.is_none()) {
        finding.suppressed = Some(known());
    }
}

fn known() -> Suppression {
    Suppression { by: SuppressedBy::Baseline, reason: String::new(), until: None }
}

/// What tells a change apart, wherever it stands.
fn change(change: &Change) -> String {
    format!("{} {}", change.op.name(), change.subject())
}

/// Marks the findings that a baseline lists, and says which of its entries are fixed: the change is
/// still proposed, its effect was looked for, and it is not there. Entries of other changes are
/// counted.
pub fn apply(report: &mut Report, baseline: &Baseline, looked: impl Fn(&str) -> bool) {
    let found: BTreeSet<String> = report.findings.iter().map(|it| it.fingerprint.clone()).collect();
    let listed: BTreeSet<&str> =
        baseline.entries.iter().map(|it| it.fingerprint.as_str()).collect();
    for finding in &mut report.findings {
        if finding.suppressed.is_none() && listed.contains(finding.fingerprint.as_str()) {
            finding.suppressed = Some(known());
        }
    }
    let proposed: BTreeSet<String> = report.changes.iter().map(change).collect();
    let gone = baseline.entries.iter();
    let gone = gone.filter(|it| !found.contains(&it.fingerprint) && looked(&it.effect));
    let (fixed, elsewhere): (Vec<_>, Vec<_>) =
        gone.cloned().partition(|it| proposed.contains(&it.change));
    report.fixed = fixed;
    match elsewhere.len() {
        0 => {}
        1 => report.notes.push(
            "one finding of the baseline is about a change that is not proposed here".to_owned(),
        ),
        n => report.notes.push(format!(
            "{n} findings of the baseline are about changes that are not proposed here"
        )),
    }
}
