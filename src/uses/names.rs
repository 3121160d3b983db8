//! The names that code has for a column.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::AhoCorasick;

use super::How;
use crate::{
    app::{App, AssociationKind, Attribute, Model},
    expr::Word,
    source::{Language, Place},
    syntax,
};

/// How many models extend each other.
const MAX_PARENTS: usize = 20;

/// A column in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its table.
    pub table: String,
    /// Its name.
    pub column: String,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    /// Which column.
    pub(super) subject: usize,
    /// In what way.
    pub(super) form: Form,
}

/// The way in which a name stands for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It is the column's own name, or the one that the model gives to it.
    Column,
    /// It is the other row that the column leads to: `author` of `author_id`.
    Related,
    /// The ORM makes it of the column's name: `nickname_changed?`.
    Generated(How),
    /// It is the name as another language writes it: `nickName` of `nick_name`.
    Respelt,
}

/// A column with the models that have it.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) subject: Subject,
    /// The models whose rows have it, by position in the application.
    pub(super) holders: BTreeSet<usize>,
    /// No table and no model that is not in question has a column of that name.
    pub(super) telling: bool,
    /// What declares it, a mixin or an abstract model, declares it for tables that are not in
    /// question, too, and may stay as it is.
    pub(super) shared: bool,
    /// The name is of several words: `segmentId`, `author_name`.
    pub(super) is_compound: bool,
}

/// All names of all columns in question.
pub(super) struct Names {
    known: Vec<Known>,
    words: HashMap<String, Vec<Meaning>>,
    search: AhoCorasick,
}

impl Names {
    pub(super) fn of(app: &App, subjects: Vec<Subject>) -> Option<Names> {
        let mut names = Names {
            known: Vec::new(),
            words: HashMap::new(),
            search: AhoCorasick::new::<_, &str>([]).ok()?,
        };
        let mut stems = BTreeSet::new();
        for (at, subject) in subjects.iter().enumerate() {
            names.take(app, at, subject, &mut stems);
        }
        for at in 0..names.known.len() {
            let column = &names.known[at].subject.column;
            let together = names.known.iter().filter(|known| known.subject.column == *column);
            let together: Vec<_> = together.collect();
            let (telling, shared) = (telling(app, &together), is_shared(app, &together));
            names.known[at].telling = telling;
            names.known[at].shared = shared;
        }
        if stems.is_empty() {
            return None;
        }
        names.search = AhoCorasick::new(&stems).ok()?;
        Some(names)
    }

    fn take(&mut self, app: &App, at: usize, subject: &Subject, stems: &mut BTreeSet<String>) {
        let column = subject.column.clone();
        let of = |table: &str| -> BTreeSet<usize> {
            let indexed = app.models.iter().enumerate();
            indexed.filter(|(_, model)| holds(app, model, table)).map(|(at, _)| at).collect()
        };
        let mut holders = of(&subject.table);
        if holders.is_empty() {
            let placed = app.models.iter().filter_map(|model| model.table.as_deref());
            let placed = placed.filter(|table| is_meant(table, &subject.table));
            holders = placed.flat_map(of).filter(|at| app.has(*at, &column)).collect();
        }
        let languages = languages(app, &holders);
        let mut bases = BTreeSet::from([column.clone()]);
        for model in holders.iter().filter_map(|at| app.models.get(*at)) {
            for attribute in model.attributes.iter().flatten() {
                if is_stored_as(attribute, &column) {
                    bases.insert(attribute.name.clone());
                    bases.insert(attribute.column.name.clone());
                }
            }
            for association in &model.associations {
                let own = association.kind == AssociationKind::BelongsTo;
                if own && association.foreign_key.as_deref() == Some(column.as_str()) {
                    self.add(&association.name, at, Form::Related);
                    stems.insert(association.name.clone());
                }
            }
        }
        for base in &bases {
            self.add(base, at, Form::Column);
            stems.insert(base.clone());
            for (generated, how) in generated(base, &languages) {
                stems.insert(generated.clone());
                self.add(&generated, at, Form::Generated(how));
            }
            if let Some(camel) = camel(base) {
                self.add(&camel, at, Form::Respelt);
                stems.insert(camel);
            }
        }
        let is_compound = bases.iter().any(|base| is_compound(base));
        let subject = subject.clone();
        self.known.push(Known { subject, holders, telling: false, shared: false, is_compound });
    }

    fn add(&mut self, word: &str, subject: usize, form: Form) {
        let meanings = self.words.entry(word.to_owned()).or_default();
        if !meanings.iter().any(|known| known.subject == subject) {
            meanings.push(Meaning { subject, form });
        }
    }

    /// What a word stands for; the first that was said of a column wins.
    pub(super) fn meanings(&self, word: &str) -> &[Meaning] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// How many columns are in question.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    pub(super) fn known(&self, subject: usize) -> &Known {
        &self.known[subject]
    }

    /// The names of the columns in question.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|known| known.subject.column.as_str())
    }

    /// Whether a column of the model at a position is in question.
    pub(super) fn is_column_of(&self, model: usize, column: &str) -> bool {
        let mut known = self.known.iter();
        known.any(|known| known.subject.column == column && known.holders.contains(&model))
    }

    /// Whether the model at a position has one of the columns.
    pub(super) fn is_held_by(&self, model: usize) -> bool {
        self.known.iter().any(|known| known.holders.contains(&model))
    }

    pub(super) fn holds(&self, text: &str) -> bool {
        self.search.is_match(text)
    }

    /// Where names begin and end in a text, as bytes.
    pub(super) fn matches(&self, text: &str) -> impl Iterator<Item = (usize, usize)> {
        self.search.find_overlapping_iter(text).map(|found| (found.start(), found.end()))
    }
}

/// Whether the rows of a model have the columns of a table: as its own, or as those of a model that
/// it extends.
fn holds(app: &App, model: &Model, table: &str) -> bool {
    let mut next = Some(model);
    for _ in 0..MAX_PARENTS {
        let Some(model) = next else { return false };
        if model.table.as_deref() == Some(table) {
            return true;
        }
        let above = model.parent.as_deref().or(model.proxy_of.as_deref());
        next = above.and_then(|name| app.model(name));
    }
    false
}

/// Whether an attribute is kept in a column. A list of changes may name a key by its field: `product`
/// for `product_id`.
pub(super) fn is_stored_as(attribute: &Attribute, column: &str) -> bool {
    let stored = attribute.column.name.as_str();
    stored == column
        || attribute.name == column && stored.strip_suffix("_id") == Some(attribute.name.as_str())
}

/// Whether a table is meant by a name: one without a schema means the table in any schema.
pub(super) fn is_meant(table: &str, named: &str) -> bool {
    table == named || table.rsplit_once('.').is_some_and(|(_, table)| table == named)
}

/// Whether the name of a column says that one of these is meant: the columns of that name that are in
/// question.
fn telling(app: &App, together: &[&Known]) -> bool {
    let Some(column) = together.first().map(|known| known.subject.column.as_str()) else {
        return false;
    };
    let elsewhere = app.tables.iter().any(|(name, table)| {
        !together.iter().any(|known| is_meant(name, &known.subject.table))
            && table.columns.iter().any(|known| known.name == column)
    });
    let declared = app.models.iter().enumerate().any(|(at, model)| {
        !together.iter().any(|known| known.holders.contains(&at))
            && !model.is_abstract
            && model
                .attributes
                .iter()
                .flatten()
                .any(|known| known.column.name == column || known.name == column)
    });
    !elsewhere && !declared
}

/// Whether a column is declared where models of other tables than those in question have it from. What
/// a class descends from stands before it.
fn is_shared(app: &App, together: &[&Known]) -> bool {
    let Some(column) = together.first().map(|known| known.subject.column.as_str()) else {
        return false;
    };
    let is_held = |at: &usize| together.iter().any(|known| known.holders.contains(at));
    let (held, others): (Vec<_>, Vec<_>) =
        app.models.iter().enumerate().partition(|(at, _)| is_held(at));
    let mut inherited = Vec::new();
    for place in held.iter().flat_map(|(_, model)| declared(model, column)) {
        let is_own = |model: &Model| {
            model.place.file == place.file && model.place.span.start < place.span.start
        };
        if held.iter().any(|(_, model)| is_own(model)) {
            return false;
        }
        inherited.push(place);
    }
    let mut others = others.iter().filter(|(_, model)| model.table.is_some());
    others.any(|(_, model)| declared(model, column).any(|place| inherited.contains(&place)))
}

/// Where a model has a column from.
fn declared<'a>(model: &'a Model, column: &'a str) -> impl Iterator<Item = &'a Place> {
    let own = model.attributes.iter().flatten().map(|attribute| &attribute.column);
    own.filter(move |own| own.name == column).filter_map(|own| own.place.as_ref())
}

/// The languages of the ORMs that make names of columns: those of the models that have the column,
/// or all where no model is known.
fn languages(app: &App, holders: &BTreeSet<usize>) -> Vec<Language> {
    let files = holders.iter().filter_map(|at| app.models.get(*at)).map(|model| &model.place.file);
    let own: Vec<_> = files.filter_map(|file| Language::of(file)).collect();
    let all = [Language::Ruby, Language::Python];
    all.into_iter().filter(|language| own.is_empty() || own.contains(language)).collect()
}

/// Whether a name is of several words.
fn is_compound(name: &str) -> bool {
    let inner = name.trim_matches('_');
    let humps = inner.as_bytes().windows(2);
    inner.contains('_')
        || humps
            .into_iter()
            .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// The names that an ORM makes of a column's name, each with what it does.
fn generated(column: &str, languages: &[Language]) -> Vec<(String, How)> {
    let patterns = languages.iter().flat_map(|language| syntax::accessors(*language));
    let how = |word: &Word| word.get("how").and_then(How::named).unwrap_or(How::Read);
    patterns.map(|(pattern, word)| (pattern.replace('*', column), how(word))).collect()
}

/// The names by which most code has a column, before anything is known of its models.
pub fn spellings(column: &str) -> impl Iterator<Item = String> {
    let related = column.strip_suffix("_id").filter(|name| !name.is_empty());
    let names = [Some(column.to_owned()), related.map(str::to_owned), camel(column)];
    names.into_iter().flatten()
}

/// `nick_name` as `nickName`; `None` where that is the same.
fn camel(name: &str) -> Option<String> {
    let mut parts = name.split('_').filter(|part| !part.is_empty());
    let mut camel = parts.next()?.to_owned();
    for part in parts {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    (camel != name && !name.starts_with('_')).then_some(camel)
}
