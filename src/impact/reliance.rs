//! Declarations that rely on the column of a change.

use super::{Impact, Touched};
use crate::{
    app::{
        Association, AssociationKind, Model, Owned,
        reliance::{LetDown, Reliance},
    },
    change::{Change, Op},
    column_type::ColumnType,
    finding::{Confidence, Effect, Evidence, Finding, Severity, When},
    predicate::{Cell, Literal, Value},
};

impl<'a> Impact<'a> {
    /// The declarations that the change lets down in this way, each once.
    pub fn let_down(&self, on: LetDown) -> Vec<(&'a Model, &'a Reliance)> {
        let column = match on {
            // A column that gets another name keeps what rows hold; what a step that is not understood
            // writes may be in all of them.
            LetDown::Empty => self.added().filter(|_| {
                let change = self.change();
                change.op == Op::AddColumn
                    && change.existing.contains(&Cell::Null)
                    && !change.existing.contains(&Cell::Unknown)
            }),
            LetDown::Comes | LetDown::Shadowed => self.added(),
            LetDown::Goes | LetDown::Unkept => self.removed(),
            LetDown::Json => self.turned_into(|new| *new == ColumnType::Json),
            LetDown::Array => self.turned_into(|new| matches!(new, ColumnType::Array(_))),
        };
        let Some(column) = column else { return Vec::new() };
        let mut found: Vec<(&Model, &Reliance)> = Vec::new();
        // What a class inherits is told of the class that declares it.
        let mut models: Vec<&Model> =
            self.models().filter(|it| !self.ignores(it, column)).collect();
        models.sort_by_key(|model| model.parent.is_some());
        for model in models {
            if on == LetDown::Empty && self.is_without_rows(model) {
                continue;
            }
            for reliance in &model.reliances {
                let told = || found.iter().any(|(_, known)| known.place == reliance.place);
                // What the model's own method answers is asked of that, not of the column.
                let is_own = |owned: &Owned| owned.name == column && !owned.wraps;
                let answered = on == LetDown::Empty && model.names.iter().any(is_own);
                if reliance.on == on
                    && reliance.column == column
                    && !answered
                    && !self.comes_together(model, reliance)
                    && !told()
                {
                    found.push((model, reliance));
                }
            }
        }
        found
    }

    /// The column that turns into such a type, and was none before.
    fn turned_into(&self, is_such: impl Fn(&ColumnType) -> bool) -> Option<&'a str> {
        let change = self.change();
        let column = change.column.as_deref().filter(|_| change.op == Op::AlterColumn)?;
        let was = self.known(column).and_then(|known| known.sql_type.as_deref());
        let turns = is_such(&ColumnType::of(change.sql_type.as_deref()?))
            && !was.is_some_and(|was| is_such(&ColumnType::of(was)));
        turns.then_some(column)
    }

    /// Whether no row of the table is one of a subclass: it comes with the branch, or the set brings the
    /// column that tells, and rows that exist hold the name of another class in it.
    fn is_without_rows(&self, model: &Model) -> bool {
        let was = |old: &Model| self.now(old).is_some_and(|now| now.name == model.name);
        let old = &self.before.app.models;
        if self.before.based && model.parent.is_some() && !old.iter().any(was) {
            return true;
        }
        let tells = |step: &&Change| {
            let column = step.column.as_deref().unwrap_or_default();
            step.op == Op::AddColumn && step.table == self.table() && self.is_told_by(model, column)
        };
        let name = match &model.identity {
            Some((Value::Literal(name), _)) => name.clone(),
            Some((Value::Runtime(_), _)) => return false,
            None => Literal::Text(model.name.clone()),
        };
        let other = |cell: &Cell| match cell {
            Cell::Null => true,
            Cell::Value(value) => *value != name,
            _ => false,
        };
        self.changes.iter().find(tells).is_some_and(|step| step.existing.iter().all(other))
    }

    /// Whether a declaration is written for a column that comes, or gets the name of it, with the branch: the
    /// base has neither. What keeps writes from a new column does so however it came.
    fn comes_together(&self, model: &Model, reliance: &Reliance) -> bool {
        let is_same = |was: &&Reliance| was.on == reliance.on && was.column == reliance.column;
        let meant = match self.change().op {
            Op::RenameColumn => matches!(reliance.on, LetDown::Comes | LetDown::Shadowed),
            _ => reliance.on == LetDown::Comes,
        };
        meant
            && self.before.based
            && !self.old_models().iter().any(|old| {
                self.now(old).is_some_and(|now| now.name == model.name)
                    && old.reliances.iter().any(|was| is_same(&was))
            })
    }

    /// Declarations of other models that need a row which a filter starts to hide.
    pub fn need_row(
        &self,
        touched: &Touched<'a>,
    ) -> Vec<(&'a Model, &'a Association, &'a Reliance)> {
        let mut found: Vec<(&Model, &Association, &Reliance)> = Vec::new();
        for model in &self.app.models {
            for association in &model.associations {
                let reaches = association.kind == AssociationKind::BelongsTo
                    && association.target.as_deref() == Some(&touched.model.name)
                    && !association.unfiltered;
                let told = || found.iter().any(|(_, known, _)| known.place == association.place);
                if !reaches || told() {
                    continue;
                }
                let needs = model.reliances.iter().find(|reliance| {
                    reliance.on == LetDown::Empty && reliance.place == association.place
                });
                found.extend(needs.map(|reliance| (model, association, reliance)));
            }
        }
        found
    }

    /// A finding for each of them.
    pub fn relied(
        &self,
        effect: &'static Effect,
        on: LetDown,
        message: impl Fn(&Model, &Reliance) -> String,
    ) -> Vec<Finding> {
        let found = self.let_down(on).into_iter().map(|(model, reliance)| {
            let says = match on {
                LetDown::Empty => "relies on a value",
                LetDown::Comes | LetDown::Shadowed => "has the name already",
                LetDown::Goes | LetDown::Unkept => "needs the column",
                LetDown::Json | LetDown::Array => "has a form of its own for what the column holds",
            };
            let proof = Evidence::new("declaration", &reliance.place, says);
            let mut finding = Finding::new(effect, self.at, message(model, reliance), proof);
            for (how, place) in &reliance.via {
                finding.evidence.push(Evidence::new("via", place, how.clone()));
            }
            finding.confidence = reliance.confidence;
            if reliance.confidence == Confidence::Likely {
                finding.severity = finding.severity.min(Severity::Medium);
            }
            finding.when = When::Later;
            finding.model = Some(model.name.clone());
            finding.table = Some(self.table().to_owned());
            finding.column = Some(reliance.column.clone());
            finding
        });
        found.collect()
    }
}
