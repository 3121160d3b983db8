//! One page about a table: what a reviewer has to know before its columns change.

use std::cmp::Reverse;

use crate::source::{Place, Unread};

/// The page of a table, or of one of its columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The table.
    pub table: String,
    /// The column that was asked for.
    pub column: Option<String>,
    /// What is known, by topic; topics of which nothing is known are left out.
    pub sections: Vec<Section>,
    /// What a budget has left out: how many entries of each topic.
    pub dropped: Vec<(Topic, usize)>,
    /// How many columns the budget has left without the places that use them.
    pub bare: usize,
    /// Whether the budget has left room for no more than counts of what is left out and of what could
    /// not be read.
    pub brief: bool,
    /// The budget, in tokens.
    pub budget: Option<usize>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

/// What is known of one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The topic.
    pub topic: Topic,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// One thing that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about, for programs: a name of a model, a column, a callback.
    pub name: String,
    /// One sentence, lower case, no final stop, identifiers in backticks.
    pub says: String,
    /// Where it stands.
    pub place: Option<Place>,
    /// What else belongs to it.
    pub via: Vec<(String, Place)>,
    /// How telling it is.
    pub weight: Weight,
}

/// How telling an entry is. Ordered: `Detail < Essential`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Left out first.
    Detail,
    /// Worth knowing.
    Useful,
    /// Left out last: it changes what happens to rows.
    Essential,
}

/// What a section is about, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Frameworks, ORMs and libraries.
    Libraries,
    /// The models that map the table.
    Models,
    /// Filters that queries pass through.
    Filters,
    /// What changes of columns would do.
    Effects,
    /// What deletes reach.
    Cascades,
    /// What runs by itself.
    Callbacks,
    /// Code of the database: triggers, views.
    Database,
    /// The columns.
    Columns,
    /// The places that use the column.
    Uses,
    /// Uniqueness.
    Unique,
    /// Checks before a row is saved.
    Validations,
    /// Models it is connected with.
    Associations,
    /// Code that shows or sets columns.
    Consumers,
    /// Queries written as SQL.
    Sql,
    /// Jobs, commands and schedules.
    Jobs,
    /// The last migrations.
    Migrations,
    /// Review: what to understand first.
    Context,
    /// Review: what hangs on it.
    Dependencies,
    /// Review: what to test.
    Testing,
    /// Review: the way back.
    Rollback,
    /// Review: what to watch.
    Monitoring,
}

impl Topic {
    /// Its name for programs.
    pub fn id(self) -> &'static str {
        self.names().0
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        self.names().1
    }

    /// Whether it is part of the review list at the end.
    pub fn is_review(self) -> bool {
        self >= Topic::Context
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Topic::Libraries => ("libraries", "Frameworks and libraries"),
            Topic::Models => ("models", "Models"),
            Topic::Filters => ("filters", "Filters that queries pass through"),
            Topic::Effects => ("effects", "What changes of columns would do"),
            Topic::Cascades => ("cascades", "What deletes reach"),
            Topic::Callbacks => ("callbacks", "What runs by itself"),
            Topic::Database => ("database", "Triggers and views"),
            Topic::Columns => ("columns", "Columns"),
            Topic::Uses => ("uses", "Places that use it"),
            Topic::Unique => ("unique", "Unique together"),
            Topic::Validations => ("validations", "Validations"),
            Topic::Associations => ("associations", "Associations"),
            Topic::Consumers => ("consumers", "Serializers, forms, admin"),
            Topic::Sql => ("sql", "SQL that names the table"),
            Topic::Jobs => ("jobs", "Jobs, commands, schedules"),
            Topic::Migrations => ("migrations", "Last migrations"),
            Topic::Context => ("review-context", "Context"),
            Topic::Dependencies => ("review-dependencies", "Dependencies"),
            Topic::Testing => ("review-testing", "Testing"),
            Topic::Rollback => ("review-rollback", "Rollback"),
            Topic::Monitoring => ("review-monitoring", "Monitoring"),
        }
    }
}

impl Entry {
    /// An entry without a place.
    pub fn new(weight: Weight, name: impl Into<String>, says: impl Into<String>) -> Entry {
        Entry { name: name.into(), says: says.into(), place: None, via: Vec::new(), weight }
    }

    /// The entry at a place.
    pub fn at(mut self, place: &Place) -> Entry {
        self.place = Some(place.clone());
        self
    }

    /// The entry with what else belongs to it.
    pub fn via(mut self, via: &[(String, Place)]) -> Entry {
        self.via = via.to_vec();
        self
    }
}

impl Page {
    /// `users`, or `users.deleted_at`.
    pub fn subject(&self) -> String {
        match &self.column {
            Some(column) => format!("{}.{column}", self.table),
            None => self.table.clone(),
        }
    }

    /// The entries of a topic.
    pub fn entries(&self, topic: Topic) -> &[Entry] {
        let section = self.sections.iter().find(|section| section.topic == topic);
        section.map_or(&[], |section| section.entries.as_slice())
    }

    /// Leaves out the least telling until the page has no more than so many tokens, as far as that goes.
    /// What is left out is counted.
    pub fn fit(&mut self, budget: usize, tokens: &dyn Fn(&Page) -> usize) {
        self.budget = Some(budget);
        let steps = self.steps();
        let fits = |taken: usize| tokens(&self.without(&steps, taken)) <= budget;
        // What is said of what is left out grows with it, and may outweigh it for a step.
        let (mut least, mut most) = (0, steps.len());
        while least < most {
            let middle = least + (most - least) / 2;
            if fits(middle) { most = middle } else { least = middle + 1 }
        }
        let taken = (least..steps.len()).find(|taken| fits(*taken)).unwrap_or(steps.len());
        *self = self.without(&steps, taken);
    }

    /// What can be left out, the least telling first: where columns are used before the columns, the
    /// last topics before the first, and the review list last of all.
    fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for (section, at) in self.sections.iter().zip(0..) {
            for (entry, number) in section.entries.iter().zip(0..) {
                steps.push(Step::Entry(at, number));
                if section.topic == Topic::Columns && !entry.via.is_empty() {
                    steps.push(Step::Places(at, number));
                }
            }
        }
        let entry = |at: usize, number: usize| {
            let section = self.sections.get(at)?;
            Some((section.topic, section.entries.get(number)?.weight))
        };
        let weight = |step: &Step| match *step {
            Step::Entry(at, number) => entry(at, number).map(|(_, weight)| weight),
            Step::Places(..) => Some(Weight::Detail),
            Step::Names => Some(Weight::Useful),
        };
        steps.sort_by_cached_key(|step| {
            let (Step::Entry(at, number) | Step::Places(at, number)) = *step else { return None };
            let (topic, _) = entry(at, number)?;
            let places = matches!(step, Step::Places(..));
            Some((weight(step), !places, topic.is_review(), Reverse(topic), Reverse(number)))
        });
        let telling = steps.iter().position(|step| weight(step) == Some(Weight::Essential));
        steps.insert(telling.unwrap_or(steps.len()), Step::Names);
        steps
    }

    /// The page after the first few steps.
    fn without(&self, steps: &[Step], taken: usize) -> Page {
        let mut page = self.clone();
        let mut gone: Vec<(usize, usize)> = Vec::new();
        for step in steps.iter().take(taken) {
            match *step {
                Step::Names => page.brief = true,
                Step::Entry(at, number) => gone.push((at, number)),
                Step::Places(at, number) => {
                    let section = page.sections.get_mut(at);
                    if let Some(entry) = section.and_then(|it| it.entries.get_mut(number)) {
                        entry.via.clear();
                        page.bare += 1;
                    }
                }
            }
        }
        gone.sort_unstable();
        for (section, at) in page.sections.iter_mut().zip(0..) {
            let before = section.entries.len();
            let mut number = 0;
            section.entries.retain(|_| {
                number += 1;
                gone.binary_search(&(at, number - 1)).is_err()
            });
            let left = before - section.entries.len();
            if left > 0 {
                page.dropped.push((section.topic, left));
            }
        }
        page.dropped.sort();
        page.sections.retain(|section| !section.entries.is_empty());
        page
    }
}

/// What is left out at once: positions of a section and of its entry.
#[derive(Clone, Copy)]
enum Step {
    /// The places that use a column.
    Places(usize, usize),
    Entry(usize, usize),
    /// What is left out and what could not be read, by name.
    Names,
}
