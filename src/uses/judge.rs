//! What nobody claimed for certain: judged by what the surroundings of a name are called.

use std::collections::BTreeSet;

use super::{
    Held, How, Search, Use, Via,
    claim::{Claim, Shape, Tie},
    names::{Form, Known},
    reader::Read,
};
use crate::{
    finding::Confidence,
    source::{Language, Place},
};

/// So many places of unknown things may have the name of a column that one table alone has,
const FEW: usize = 8;
/// … and so many more for each place that is known to be the column.
const MANY: usize = 2;
/// … and that many times more where the name is of several words: `documentId` tells little where
/// hundreds of places pass one on and none of them is the column.
const SEVERAL_WORDS: usize = 10;

/// The uses that all files show.
pub(super) fn uses(search: &Search, files: &[Held], read: Vec<Read>) -> Vec<Use> {
    let mut uses = Vec::new();
    let rare: Vec<bool> =
        (0..search.names.len()).map(|subject| is_rare(search, subject, files, &read)).collect();
    let running = files.iter().zip(&read).filter(|(file, _)| !file.aside);
    let defined: BTreeSet<(usize, &str)> = running
        .flat_map(|(_, read)| &read.defined)
        .map(|(model, name)| (*model, name.as_str()))
        .collect();
    for (file, read) in files.iter().zip(&read) {
        for (at, occurrence) in read.occurrences.iter().enumerate() {
            let start = occurrence.span.start;
            if read.comments.iter().any(|(from, to)| (*from..*to).contains(&start)) {
                continue;
            }
            let claims = read.claims.get(&at).map_or(&[][..], Vec::as_slice);
            for meaning in occurrence.meanings {
                let known = search.names.known(meaning.subject);
                let about = About {
                    known,
                    form: meaning.form,
                    telling: known.telling && rare[meaning.subject],
                    rare: rare[meaning.subject],
                    is_script: is_script(file.language),
                    defined: &defined,
                };
                let word = (occurrence.word.as_str(), start);
                let Some(verdict) = verdict(search, &about, read, word, claims) else { continue };
                let gated = read.gated.iter().any(|(from, to)| (*from..*to).contains(&start));
                let most = match (gated, is_one_off(file)) {
                    (true, _) => Confidence::Possible,
                    (false, true) => Confidence::Likely,
                    (false, false) => Confidence::Certain,
                };
                uses.push(Use {
                    subject: meaning.subject,
                    place: Place { file: file.path.clone(), span: occurrence.span },
                    how: verdict.how,
                    confidence: verdict.confidence.min(most),
                    model: verdict.model.and_then(|at| search.model_name(at)),
                    via: verdict.via,
                    aside: file.aside,
                });
            }
        }
    }
    uses
}

/// Whether a file is a script of Rails, which is written for one run and may have had it.
/// Source: Rails 8.0, <https://guides.rubyonrails.org/command_line.html>.
fn is_one_off(file: &Held) -> bool {
    file.language == Language::Ruby && file.path.starts_with("script/")
}

/// A name, and what is known of it.
struct About<'a> {
    known: &'a Known,
    form: Form,
    telling: bool,
    /// … or is not given to much else, at least.
    rare: bool,
    /// The code is JavaScript, or made for it.
    is_script: bool,
    /// Methods that models define, where no word of a query tells what they are.
    defined: &'a BTreeSet<(usize, &'a str)>,
}

struct Verdict {
    how: How,
    confidence: Confidence,
    model: Option<usize>,
    via: Via,
}

/// Whether nearly all that is called like a column is that column: a name such as `status` is given
/// to much that is no column at all.
fn is_rare(search: &Search, subject: usize, files: &[Held], read: &[Read]) -> bool {
    let known = search.names.known(subject);
    let (mut tied, mut loose) = (0, 0);
    for (_, read) in files.iter().zip(read).filter(|(file, _)| !file.aside) {
        let ours = read.occurrences.iter().enumerate().filter(|(_, occurrence)| {
            occurrence.meanings.iter().any(|meaning| meaning.subject == subject)
        });
        for claim in ours.filter_map(|(at, _)| read.claims.get(&at)).flatten() {
            match claim {
                Claim::Use(tie) if known.holders.contains(&tie.model) => tied += 1,
                Claim::Open(Shape::Key | Shape::Symbol | Shape::Attribute(_)) => loose += 1,
                _ => {}
            }
        }
    }
    let most = FEW + MANY * tied;
    loose <= if known.is_compound { SEVERAL_WORDS * most } else { most }
}

/// How sure a tie to a model that has the column is, where the model may have something else of the
/// name.
fn sureness(search: &Search, about: &About, tie: &Tie, word: &str) -> Confidence {
    let column = about.known.subject.column.as_str();
    let calls = match (tie.how, tie.via) {
        (_, Via::Sql) => false,
        (How::Define | How::Declare | How::Expose, Via::Declaration) => {
            search.declares_methods(tie.model)
        }
        (How::Read, via) => via != Via::Declaration,
        _ => false,
    };
    let method = about.defined.contains(&(tie.model, word)) || search.is_method(tie.model, word);
    let assigns = matches!(tie.how, How::Write | How::Clear)
        && matches!(tie.via, Via::Itself | Via::Receiver | Via::Association)
        && search.is_method(tie.model, &format!("{word}="));
    let attribute = if matches!(about.form, Form::Generated(_)) { column } else { word };
    let elsewhere = tie.via != Via::Sql && search.is_kept_elsewhere(tie.model, attribute, column);
    // `belongs_to :author` alone reads nothing, and does not say which column it means.
    let by_convention =
        about.form == Form::Related && matches!(tie.how, How::Define | How::Declare);
    match elsewhere || calls && method || assigns {
        true => Confidence::Possible,
        false if by_convention && !search.is_required(tie.model, column) => {
            tie.confidence.min(Confidence::Likely)
        }
        // Where only this table loses it, the model may as well leave the mixin.
        false if about.known.shared && tie.how == How::Define => {
            tie.confidence.min(Confidence::Likely)
        }
        false => tie.confidence,
    }
}

fn verdict(
    search: &Search,
    about: &About,
    read: &Read,
    (word, start): (&str, u32),
    claims: &[Claim],
) -> Option<Verdict> {
    let About { known, telling, .. } = *about;
    let ties = claims.iter().filter_map(|claim| match claim {
        Claim::Use(tie) => Some(tie),
        _ => None,
    });
    let column = known.subject.column.as_str();
    let held = ties.clone().filter(|tie| known.holders.contains(&tie.model));
    if let Some(tie) = held.max_by_key(|tie| tie.confidence) {
        let mut confidence = sureness(search, about, tie, word);
        if about.is_script && tie.via != Via::Sql && search.is_of_another_language(tie.model) {
            // A front end names its types like the models, and asks no table.
            confidence = confidence.min(Confidence::Likely);
        }
        return Some(Verdict { how: tie.how, confidence, model: Some(tie.model), via: tie.via });
    }
    let possible =
        |how| Some(Verdict { how, confidence: Confidence::Possible, model: None, via: Via::Name });
    if let Some(other) = ties.clone().max_by_key(|tie| tie.confidence) {
        // Another model's column of the same name.
        let has = search.app.has(other.model, &known.subject.column);
        return match has && other.confidence == Confidence::Certain {
            true => None,
            false => possible(other.how),
        };
    }
    if claims.contains(&Claim::Other) {
        return possible(How::Read);
    }
    if about.is_script && about.form == Form::Related {
        return None;
    }
    let shape = claims.iter().find_map(|claim| match claim {
        Claim::Open(shape) => Some(*shape),
        _ => None,
    });
    let Some(shape) = shape else { return possible(How::Read) };
    let mut around = read.served.iter().filter(|(from, to, _)| (*from..*to).contains(&start));
    let around = around.next_back().map(|(_, _, model)| *model);
    let holds = |model: Option<usize>| model.is_some_and(|model| known.holders.contains(&model));
    let serves = holds(around.or(read.path));
    // Where the name leads to something else even in the model, it says nothing elsewhere.
    let leads = !known.holders.iter().any(|model| {
        about.defined.contains(&(*model, word))
            || search.is_method(*model, word)
            || search.is_kept_elsewhere(*model, word, column)
    });
    let (telling, serves) = (telling && leads, serves && leads);
    let about = &About { telling, ..*about };
    let (how, likely) = match shape {
        shape if about.is_script => in_script(shape, about, serves, holds(around) && leads),
        Shape::Attribute(how) => (how, telling || serves),
        Shape::Key => (How::Read, telling || serves),
        Shape::Symbol => (How::Read, telling || serves),
        Shape::Word => (How::Read, serves),
        Shape::Input => (How::Read, telling && serves),
        Shape::Sql => (How::Sql, telling || serves),
        Shape::Definition => (How::Expose, serves),
        Shape::Bare | Shape::Local | Shape::Prose => (How::Read, false),
    };
    match likely {
        true => Some(Verdict {
            how,
            confidence: Confidence::Likely,
            model: known.holders.first().copied(),
            via: Via::Name,
        }),
        false => possible(how),
    }
}

/// What a name in JavaScript does, and whether it likely is the column.
///
/// A name of one word says little there, as anything may be an object, unless it stands `within` what
/// is named for a model; a name of several words says as much as a variable as it does as a key, for
/// that is how it is passed on.
fn in_script(shape: Shape, about: &About, serves: bool, within: bool) -> (How, bool) {
    let telling = about.telling;
    let likely = match about.known.is_compound {
        true => telling || serves && about.rare,
        false if within => matches!(shape, Shape::Key | Shape::Definition),
        false => telling && serves && shape != Shape::Prose,
    };
    match shape {
        Shape::Attribute(how) => (how, likely),
        Shape::Definition => (How::Expose, likely),
        Shape::Sql => (How::Sql, likely),
        _ => (How::Read, likely),
    }
}

fn is_script(language: Language) -> bool {
    language.is_script()
        || matches!(
            language,
            Language::GraphQl | Language::Vue | Language::Svelte | Language::Prisma
        )
}
