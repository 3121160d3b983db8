//! What is known and does not count: comments in the code and entries of the configuration.

mod comment;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    config::Waive,
    day::Day,
    finding::{Finding, SuppressedBy, Suppression},
    report::Report,
    source::Place,
};
use comment::{Comment, comments};

/// Marks the findings that comments and entries speak of, and adds to the notes what is wrong with
/// those: no reason, a day that is over, nothing to speak of. `looked` tells which effects were
/// looked for.
pub fn apply(report: &mut Report, waives: &[Waive], looked: impl Fn(&str) -> bool, today: Day) {
    let mut known = Known::of(report, waives);
    for finding in &mut report.findings {
        let change = report.changes.get(finding.change).and_then(|it| it.place.as_ref());
        finding.suppressed = known.comment(finding, change, today);
        if finding.suppressed.is_none() {
            finding.suppressed = known.waive(finding, change, today);
        }
    }
    let mut notes = known.notes(report, looked, today);
    report.notes.append(&mut notes);
}

/// Everything that may speak of a finding, and whether it did.
struct Known<'a> {
    comments: BTreeMap<Arc<str>, Vec<Spoken<Comment>>>,
    waives: Vec<Spoken<&'a Waive>>,
}

struct Spoken<T> {
    what: T,
    used: bool,
    /// Whether it would have been used on an earlier day.
    late: bool,
}

impl<T> Spoken<T> {
    fn new(what: T) -> Spoken<T> {
        Spoken { what, used: false, late: false }
    }

    /// Whether it holds today; it is remembered that it was asked.
    fn holds(&mut self, until: Option<Day>, today: Day) -> bool {
        let over = until.is_some_and(|day| day < today);
        if over {
            self.late = true
        } else {
            self.used = true
        }
        !over
    }
}

impl<'a> Known<'a> {
    fn of(report: &Report, waives: &'a [Waive]) -> Known<'a> {
        let mut found = BTreeMap::new();
        for (file, text) in &report.sources {
            let comments: Vec<_> = comments(file, text).into_iter().map(Spoken::new).collect();
            if !comments.is_empty() {
                found.insert(file.clone(), comments);
            }
        }
        Known { comments: found, waives: waives.iter().map(Spoken::new).collect() }
    }

    /// The comment at the change, in the lines above it, or at a link of the evidence.
    fn comment(
        &mut self,
        finding: &Finding,
        change: Option<&Place>,
        today: Day,
    ) -> Option<Suppression> {
        let mut lines: Vec<(&Arc<str>, u32)> = Vec::new();
        if let Some(Place { file, span }) = change {
            lines.push((file, span.line));
            let alone = |line: u32| {
                let comments = self.comments.get(file).map_or(&[][..], |list| list);
                comments.iter().any(|it| it.what.line == line && it.what.alone)
            };
            let above = (1..span.line).rev().take_while(|line| alone(*line));
            lines.extend(above.map(|line| (file, line)));
        }
        lines.extend(finding.evidence.iter().map(|link| (&link.place.file, link.place.span.line)));
        for (file, line) in lines {
            let comments = self.comments.get_mut(file).map_or(&mut [][..], |list| list);
            for spoken in comments.iter_mut().filter(|it| it.what.line == line) {
                let Ok(ignore) = &spoken.what.says else { continue };
                let (until, reason) = (ignore.until, ignore.reason.clone());
                let meant = ignore.effects.iter().any(|effect| effect == finding.effect.id);
                if meant && spoken.holds(until, today) {
                    let by = SuppressedBy::Comment { file: file.clone(), line };
                    return Some(Suppression { by, reason, until });
                }
            }
        }
        None
    }

    fn waive(
        &mut self,
        finding: &Finding,
        change: Option<&Place>,
        today: Day,
    ) -> Option<Suppression> {
        for spoken in &mut self.waives {
            let waive = spoken.what;
            let mut files = change.into_iter().chain(finding.evidence.iter().map(|it| &it.place));
            let meant = waive.effect == finding.effect.id
                && waive.column.as_ref().is_none_or(|column| is_subject(finding, column))
                && waive.file.as_ref().is_none_or(|glob| files.any(|it| glob.matches(&it.file)));
            if meant && spoken.holds(waive.until, today) {
                return Some(Suppression {
                    by: SuppressedBy::Config,
                    reason: waive.reason.clone(),
                    until: waive.until,
                });
            }
        }
        None
    }

    fn notes(&self, report: &Report, looked: impl Fn(&str) -> bool, today: Day) -> Vec<String> {
        let mut notes = Vec::new();
        for (file, comments) in &self.comments {
            for Spoken { what, used, late } in comments {
                let at = format!("the comment in {file}:{}", what.line);
                let ignore = match &what.says {
                    Ok(ignore) => ignore,
                    Err(why) => {
                        notes.push(format!("{at} is not heard: {why}"));
                        continue;
                    }
                };
                let over = ignore.until.filter(|day| *day < today);
                // What a model's line is known for need not happen in every change.
                let proposed = report.proposed.contains(file);
                let asked = ignore.effects.iter().any(|effect| looked(effect));
                let effects = ignore.effects.join("`, `");
                match over {
                    Some(day) if *late || proposed => {
                        notes.push(format!("{at} held until {day}: `{effects}` counts again"));
                    }
                    None if !used && proposed && asked => {
                        notes.push(format!("{at} is not needed: no `{effects}` is found there"));
                    }
                    _ => {}
                }
            }
        }
        for Spoken { what: waive, used, .. } in &self.waives {
            let at = format!("the `waive` in line {} of the configuration", waive.line);
            match waive.until.filter(|day| *day < today) {
                Some(day) => {
                    notes.push(format!("{at} held until {day}: `{}` counts again", waive.effect));
                }
                None if !used && looked(&waive.effect) && concerns(waive, report) => {
                    notes.push(format!("{at} is not needed: no `{}` is found there", waive.effect));
                }
                None => {}
            }
        }
        notes
    }
}

/// Whether a finding is about that `table.column`, or about that table.
fn is_subject(finding: &Finding, named: &str) -> bool {
    finding.table.as_deref() == Some(named) || finding.subject().as_deref() == Some(named)
}

/// Whether an entry speaks of something that this run proposes: one about another branch's migration
/// is not useless.
fn concerns(waive: &Waive, report: &Report) -> bool {
    let column = waive.column.as_ref().is_none_or(|named| {
        report.changes.iter().any(|it| it.subject() == *named || it.table == *named)
    });
    let file = waive.file.as_ref();
    column && file.is_none_or(|glob| report.proposed.iter().any(|file| glob.matches(file)))
}
