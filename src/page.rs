//! One page about a table: what a reviewer has to know before its columns change.

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

    /// Leaves out the least telling entries until the page has no more than so many tokens, by an
    /// estimate of each entry. What is left out is counted.
    pub fn fit(
        &mut self,
        budget: usize,
        tokens: &dyn Fn(&Page) -> usize,
        of: &dyn Fn(&Entry) -> usize,
    ) {
        self.budget = Some(budget);
        let mut total = tokens(self);
        for weight in [Weight::Detail, Weight::Useful, Weight::Essential] {
            // The last topics are the least telling; the review list goes last of all.
            let mut order: Vec<usize> = (0..self.sections.len()).collect();
            order.sort_by_key(|at| {
                let topic = self.sections.get(*at).map(|section| section.topic);
                (topic.is_some_and(Topic::is_review), std::cmp::Reverse(topic))
            });
            for at in order {
                let Some(section) = self.sections.get_mut(at) else { continue };
                let mut gone = 0;
                while total > budget
                    && let Some(last) =
                        section.entries.iter().rposition(|entry| entry.weight == weight)
                {
                    total -= of(&section.entries.remove(last)).min(total);
                    gone += 1;
                }
                if gone > 0 {
                    match self.dropped.iter_mut().find(|(topic, _)| *topic == section.topic) {
                        Some((_, known)) => *known += gone,
                        None => self.dropped.push((section.topic, gone)),
                    }
                }
            }
        }
        self.dropped.sort();
        self.sections.retain(|section| !section.entries.is_empty());
    }
}
