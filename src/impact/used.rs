//! The places that use the column of a change, as evidence.

use super::Impact;
use crate::{
    app::{
        AssociationKind, Model,
        access::{Naming, NamingKind, Past},
        callback::Callback,
    },
    change::DefaultValue,
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    orm::statements::Statements,
    source::{Language, Place},
    uses::{How, Use, Via},
};

/// How many lines apart the columns of one statement stand at most.
const NEAR: u32 = 8;

/// What all of JavaScript counts as.
const SCRIPT: Language = Language::JavaScript;

/// A model whose statements name a column that is gone, or not there yet.
pub struct Named<'a> {
    /// The model.
    pub model: &'a Model,
    /// Where it declares the column, or has the ORM keep it.
    pub place: &'a Place,
    /// Whether queries that name no columns leave it out.
    pub hidden: bool,
}

impl<'a> Impact<'a> {
    /// The first model of the table whose statements still name the column that is gone: its ORM lists
    /// what the model declares.
    pub fn still_names(&self) -> Option<Named<'a>> {
        self.listed(self.removed()?).next()
    }

    /// The models of the table whose statements name a column because its ORM lists what the model
    /// declares.
    pub fn listed(&self, column: &str) -> impl Iterator<Item = Named<'a>> {
        let lists = |model: &&Model| self.statements(model) == Some(Statements::Declared);
        self.models().filter(lists).filter_map(move |model| {
            let declared = model.attributes.iter().flatten();
            let declared = declared.filter(|known| known.column.name == column);
            let declared = declared.filter_map(|known| {
                let hidden = model.hidden.contains(&known.name);
                Some(Named { model, place: known.column.place.as_ref()?, hidden })
            });
            let stamped = model.stamps.iter().filter(|(name, _)| name == column);
            let stamped = stamped.map(|(_, place)| Named { model, place, hidden: false });
            declared.chain(stamped).next()
        })
    }

    /// Whether a place raises by itself for a name that is no column, before any statement is sent.
    pub fn refuses_names(&self, used: &Use) -> bool {
        let model = used.model.as_deref().and_then(|name| self.app.model(name));
        model.is_some_and(|model| self.statements(model) == Some(Statements::Cached))
    }

    /// The uses of the column in the running application that are more than a name.
    pub fn uses(&self) -> impl Iterator<Item = &'a Use> {
        let at = self.at;
        let uses = self.uses.iter().filter(move |used| used.subject == at && !used.aside);
        uses.filter(|used| used.confidence >= Confidence::Likely)
    }

    /// Whether a place is in code that sends statements: in a language that models of the table are
    /// written in. What a front end sets, others write.
    pub fn sends(&self, used: &Use) -> bool {
        let language = |file: &str| match Language::of(file) {
            Some(Language::Prisma) => Some(SCRIPT),
            Some(language) if language.is_script() => Some(SCRIPT),
            other => other,
        };
        let mut models = self.models().map(|model| language(&model.place.file)).peekable();
        let own = language(&used.place.file);
        models.peek().is_none() || models.any(|language| language == own)
    }

    /// At how many places uses stand: a place that names several columns of a group counts once.
    fn places(&self, uses: &[&Use]) -> usize {
        let width = self.change().columns.len().max(1);
        let mut uses: Vec<&Place> = uses.iter().map(|used| &used.place).collect();
        uses.sort_unstable();
        uses.chunk_by(|one, next| {
            let near = next.span.line.saturating_sub(one.span.end_line) <= NEAR;
            width > 1 && one.file == next.file && near
        })
        .map(|group| group.len().div_ceil(width))
        .sum()
    }

    /// A finding for the uses that are certain and one for those that are likely, each with all its
    /// places. `message` words it for the number of places and for the end of the verb that follows.
    pub fn used(
        &self,
        effect: &'static Effect,
        wanted: impl Fn(&Use) -> bool,
        says: impl Fn(&Use) -> &'static str,
        message: impl Fn(&str, &str) -> String,
    ) -> Vec<Finding> {
        let sureness = [Confidence::Certain, Confidence::Likely];
        let found = sureness.into_iter().filter_map(|sure| {
            let uses: Vec<&Use> =
                self.uses().filter(|used| used.confidence == sure && wanted(used)).collect();
            let mut finding = self.of_uses(effect, &uses, &says, &message)?;
            finding.confidence = sure;
            if sure == Confidence::Likely {
                finding.severity = finding.severity.min(Severity::Medium);
            }
            Some(finding)
        });
        found.collect()
    }

    /// One finding for all uses, where what they come to is likely at most.
    pub fn used_likely(
        &self,
        effect: &'static Effect,
        wanted: impl Fn(&Use) -> bool,
        says: impl Fn(&Use) -> &'static str,
        message: impl Fn(&str, &str) -> String,
    ) -> Option<Finding> {
        let uses: Vec<&Use> = self.uses().filter(|used| wanted(used)).collect();
        let mut finding = self.of_uses(effect, &uses, &says, &message)?;
        finding.confidence = Confidence::Likely;
        finding.severity = finding.severity.min(Severity::Medium);
        Some(finding)
    }

    fn of_uses(
        &self,
        effect: &'static Effect,
        uses: &[&Use],
        says: &impl Fn(&Use) -> &'static str,
        message: &impl Fn(&str, &str) -> String,
    ) -> Option<Finding> {
        let first = uses.first()?;
        let (count, s) = match self.places(uses) {
            1 => ("1 place".to_owned(), "s"),
            n => (format!("{n} places"), ""),
        };
        let mut links = uses.iter().map(|used| Evidence::new(role(used), &used.place, says(used)));
        let mut finding = Finding::new(effect, self.at, message(&count, s), links.next()?);
        finding.evidence.extend(links);
        finding.model.clone_from(&first.model);
        finding.table = Some(self.table().to_owned());
        finding.column.clone_from(&self.change().column);
        Some(finding)
    }
}

impl<'a> Impact<'a> {
    /// The code of a kind that names columns of the table's rows.
    pub fn namings(&self, kind: NamingKind) -> impl Iterator<Item = &'a Naming> {
        let table = self.table();
        let models: Vec<&str> = self.models().map(|model| model.qualified.as_str()).collect();
        self.app.namings.iter().filter(move |naming| {
            naming.kind == kind
                && (naming.tables.iter().any(|known| known.eq_ignore_ascii_case(table))
                    || naming.models.iter().any(|known| models.contains(&known.as_str())))
        })
    }

    /// Whether the ORM itself fills in a value where code makes a row without one.
    pub fn is_filled(&self, column: &str, past: Past) -> bool {
        let stamped = |model: &Model| {
            model.stamps.iter().any(|(name, _)| name == column) || model.keeps_timestamp(column)
        };
        let starts = |model: &Model| model.defaults.iter().any(|(name, _)| name == column);
        let given = || self.filling(column).is_given() || self.models().any(starts);
        self.models().any(stamped)
            || past < Past::Objects && given()
            || past < Past::Hooks && self.hook(column).is_some()
    }

    /// What runs when a row is saved and sets the column.
    pub fn hook(&self, column: &str) -> Option<&'a Callback> {
        self.models().find_map(|model| {
            let sets = |it: &&Callback| it.sets.iter().any(|set| is_kept_in(model, set, column));
            model.callbacks.iter().find(sets)
        })
    }

    /// What the ORM fills in there.
    pub fn filling(&self, column: &str) -> &'a DefaultValue {
        let given = &self.change().client_default;
        let mut attributes = self.models().flat_map(|model| model.attributes.iter().flatten());
        let declared = attributes.find(|known| known.column.name == column);
        match (given.is_given(), declared) {
            (false, Some(declared)) => &declared.initial,
            _ => given,
        }
    }

    /// Whether code that names columns names this one, by any of the names that models have for it.
    pub fn is_named(&self, naming: &Naming, column: &str) -> bool {
        let mut attributes = self.models().flat_map(|model| model.attributes.iter().flatten());
        let is = |name: &str| naming.names.iter().any(|known| known.eq_ignore_ascii_case(name));
        is(column)
            || attributes.any(|known| known.column.name == column && is(&known.name))
            || self.is_given_row(naming, column)
    }

    /// … or the relation that it is the key of: `author: { connect: { id } }`.
    fn is_given_row(&self, naming: &Naming, column: &str) -> bool {
        let mut relations = self.models().flat_map(|model| &model.associations);
        relations.any(|it| {
            it.kind == AssociationKind::BelongsTo
                && it.foreign_key.as_deref() == Some(column)
                && naming.names.contains(&it.name)
        })
    }

    /// Whether a place makes rows that a partial index does not keep apart: they get a value where its
    /// condition asks for NULL.
    pub fn is_outside(&self, used: &Use) -> bool {
        let condition = self.change().condition.as_deref().unwrap_or_default();
        let words = condition.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let is = |word: &str, known: &str| word.eq_ignore_ascii_case(known);
        let makes = self.namings(NamingKind::Makes).filter(|naming| {
            naming.place.file == used.place.file && naming.place.span.contains(&used.place.span)
        });
        let makes: Vec<&Naming> = makes.collect();
        let given = |column: &str| makes.iter().all(|row| self.is_named(row, column));
        let mut asked = words.windows(3);
        !makes.is_empty()
            && !words.iter().any(|word| is(word, "or"))
            && asked.any(|it| matches!(it, [column, be, null] if is(be, "is") && is(null, "null") && given(column)))
    }

    /// Whether code makes rows of subclasses alone, and the column is the one in which the ORM itself
    /// writes which.
    pub fn tells_class(&self, naming: &Naming, column: &str) -> bool {
        let mut models =
            self.models().filter(|model| naming.models.contains(&model.qualified)).peekable();
        models.peek().is_some() && models.all(|model| self.is_told_by(model, column))
    }

    /// Whether rows of a model are those of its table that have the name of a subclass in a column.
    pub fn is_told_by(&self, model: &Model, column: &str) -> bool {
        let tells = model.inheritance_column.as_ref().is_some_and(|(name, _)| name == column);
        tells && !self.base_models().any(|base| base.qualified == model.qualified)
    }

    /// A finding about code that names columns, for those that are certain and for the others.
    pub fn of_namings(
        &self,
        effect: &'static Effect,
        namings: &[&Naming],
        says: &str,
        message: impl Fn(&str, &str) -> String,
    ) -> Vec<Finding> {
        let sureness = [Confidence::Certain, Confidence::Likely];
        let found = sureness.into_iter().filter_map(|sure| {
            let mut ours = namings.iter().filter(|naming| naming.confidence == sure);
            let count = ours.clone().count();
            let (count, s) = match count {
                1 => ("1 place".to_owned(), "s"),
                n => (format!("{n} places"), ""),
            };
            let first = ours.next()?;
            let proof = Evidence::new("use", &first.place, says);
            let mut finding = Finding::new(effect, self.at, message(&count, s), proof);
            finding.evidence.extend(ours.map(|it| Evidence::new("use", &it.place, says)));
            finding.confidence = sure;
            if sure == Confidence::Likely {
                finding.severity = finding.severity.min(Severity::Medium);
            }
            finding.model = self.base_models().next().map(|model| model.name.clone());
            finding.table = Some(self.table().to_owned());
            finding.column.clone_from(&self.change().column);
            Some(finding)
        });
        found.collect()
    }
}

/// Whether a model keeps an attribute, or the key to another row, in a column.
fn is_kept_in(model: &Model, name: &str, column: &str) -> bool {
    let mut attributes = model.attributes.iter().flatten();
    let mut related = model.associations.iter();
    name == column
        || attributes.any(|known| known.name == name && known.column.name == column)
        || related.any(|it| it.name == name && it.foreign_key.as_deref() == Some(column))
}

/// What the code at a place is.
fn role(used: &Use) -> &'static str {
    match (used.how, used.via) {
        (How::Template, _) => "template",
        (How::Define | How::Declare | How::Load, _) => "declaration",
        (How::Sql, _) | (_, Via::Sql) => "sql",
        (How::Write | How::Clear | How::Assign | How::Unset, _) => "write",
        _ => "use",
    }
}
