//! Where models declare the columns in question.

use std::{collections::HashMap, sync::Arc};

use super::{
    How, Via,
    claim::{Claim, Claims, Tie},
    names::Names,
};
use crate::{app::App, finding::Confidence, source::Span};

/// How far a name may stand behind the decorators that declare it, in bytes.
const MAX_BEHIND: usize = 600;

/// What declares more than this, in bytes, declares more than one column.
const MAX_DECLARATION: u32 = 3000;

/// A declaration of a column in question.
struct Declaration {
    span: Span,
    model: usize,
    /// What the code calls the column.
    name: String,
    /// What the database calls it.
    column: String,
}

/// The declarations of the columns in question, by file.
pub(super) struct Declarations(HashMap<Arc<str>, Vec<Declaration>>);

impl Declarations {
    pub(super) fn of(app: &App, names: &Names) -> Declarations {
        let mut found: HashMap<Arc<str>, Vec<Declaration>> = HashMap::new();
        for (at, model) in app.models.iter().enumerate() {
            for attribute in model.attributes.iter().flatten() {
                let column = &attribute.column;
                let (Some(place), true) = (&column.place, names.is_column_of(at, &column.name))
                else {
                    continue;
                };
                found.entry(place.file.clone()).or_default().push(Declaration {
                    span: place.span,
                    model: at,
                    name: attribute.name.clone(),
                    column: column.name.clone(),
                });
            }
        }
        Declarations(found)
    }

    /// Claims the names of a file that declare a column.
    pub(super) fn claim(&self, file: &str, text: &str, claims: &mut Claims) {
        for declaration in self.0.get(file).map_or(&[][..], Vec::as_slice) {
            let Declaration { span, model, name, column } = declaration;
            let claim = Claim::Use(Tie {
                model: *model,
                how: How::Define,
                via: Via::Declaration,
                confidence: Confidence::Certain,
            });
            let is_own = |at: &usize| {
                claims.occurrences.get(*at).is_some_and(|it| it.word == *name || it.word == *column)
            };
            let mut found: Vec<usize> = match span.end.saturating_sub(span.start) {
                0..=MAX_DECLARATION => {
                    let within = claims.within(span.start, span.end).filter(is_own);
                    within.filter(|at| !claims.is_other(*at)).collect()
                }
                _ => Vec::new(),
            };
            let between = |from: u32, to: u32| text.get(from as usize..to as usize);
            // `nickname: STRING`: the place may be the value's.
            let before = claims.last(name, 0, span.start).filter(|at| {
                let end = claims.occurrences.get(*at).map_or(0, |known| known.span.end);
                between(end, span.start).is_some_and(|text| {
                    text.chars().all(|c| {
                        c.is_whitespace() || matches!(c, ':' | '?' | '!' | '"' | '\'' | '=' | ']')
                    })
                })
            });
            found.extend(before);
            // `@Column() nickname: string`: the place may be the decorator's.
            if text.get(span.start as usize..).is_some_and(|text| text.starts_with('@'))
                || found.is_empty()
            {
                let behind = claims.first(name, span.end, u32::MAX).filter(|at| {
                    let known = claims.occurrences.get(*at).map(|known| known.span);
                    known.is_some_and(|known| {
                        between(span.end, known.start)
                            .is_some_and(|text| text.len() < MAX_BEHIND && !text.contains(';'))
                            && is_typed(text, known.end as usize)
                    })
                });
                found.extend(behind);
            }
            for at in found {
                claims.add(at, claim.clone());
            }
        }
    }
}

/// Whether a name is followed by a type or a value.
fn is_typed(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let rest = rest.trim_start_matches(['?', '!', ' ']);
    rest.starts_with([':', '=', ';'])
}
