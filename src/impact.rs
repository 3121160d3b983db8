//! One change against the application: what the rules ask.

pub mod before;
pub mod clauses;
pub mod consumers;
pub mod idle;
pub mod objects;
pub mod reliance;
pub mod soft;
pub mod used;
pub mod values;

use std::collections::BTreeMap;

use before::Before;

use crate::{
    app::{App, Filter, FilterKind, Model},
    change::{Change, DefaultValue, Op},
    edit::Edit,
    facts::Guard,
    finding::{Confidence, Rows},
    gate::{self, Asks, Switch, World},
    predicate::{Cell, ColumnName, Predicate, Row, Truth, Value},
    uses::Use,
};

/// How many models extend each other.
const MAX_PARENTS: usize = 20;

/// A change, what it stands among, and the application.
#[derive(Clone, Copy)]
pub struct Impact<'a> {
    /// The application.
    pub app: &'a App,
    /// All changes of the run.
    pub changes: &'a [Change],
    /// The index of this one.
    pub at: usize,
    /// Where columns that change are used; the subject of each is the index of its change.
    pub uses: &'a [Use],
    /// What ran before.
    pub before: &'a Before<'a>,
}

/// A filter that a change touches.
pub struct Touched<'a> {
    /// The model whose queries pass through it.
    pub model: &'a Model,
    /// The filter.
    pub filter: &'a Filter,
    /// What the change does to it.
    pub turn: Turn,
    /// How many of the existing rows it hides afterwards (for [`Turn::Starts`] and
    /// [`Turn::Changes`]).
    pub rows: Rows,
    /// The guard that waits for the column.
    pub gate: Option<&'a Guard>,
    /// How sure it is that the filter is there at all.
    pub confidence: Confidence,
}

/// What a change does to a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It applies from now on.
    Starts,
    /// It no longer applies.
    Stops,
    /// It goes on with other values.
    Changes,
    /// It names a column that is gone.
    Breaks,
}

impl<'a> Impact<'a> {
    /// The change.
    pub fn change(&self) -> &'a Change {
        &self.changes[self.at]
    }

    /// The table.
    pub fn table(&self) -> &'a str {
        &self.change().table
    }

    /// The name of a column that is there afterwards and was not before.
    pub fn added(&self) -> Option<&'a str> {
        match self.change().op {
            Op::AddColumn => self.change().column.as_deref(),
            Op::RenameColumn => self.change().to.as_deref(),
            _ => None,
        }
    }

    /// The name of a column that was there before and is gone, also at the end of the set.
    pub fn removed(&self) -> Option<&'a str> {
        let column = match self.change().op {
            Op::DropColumn | Op::RenameColumn => self.change().column.as_deref()?,
            _ => return None,
        };
        let back = self.changes.iter().skip(self.at + 1).any(|later| {
            later.table == self.table()
                && match later.op {
                    // What is altered is there: Django renames a column when its field becomes a key.
                    Op::AddColumn | Op::AlterColumn => later.column.as_deref() == Some(column),
                    Op::RenameColumn => later.to.as_deref() == Some(column),
                    _ => false,
                }
        });
        (!back).then_some(column)
    }

    /// The models of the table.
    pub fn models(&self) -> impl Iterator<Item = &'a Model> {
        self.app.models_of(self.table())
    }

    /// The models of the table that do not share it with a parent.
    pub fn base_models(&self) -> impl Iterator<Item = &'a Model> {
        let table = self.table();
        self.models().filter(move |model| {
            let parent = model.parent.as_deref().and_then(|parent| self.app.model(parent));
            parent.is_none_or(|parent| parent.table.as_deref() != Some(table))
        })
    }

    /// A model and those that extend it, with their own tables or without.
    pub fn family(&self, base: &'a Model) -> impl Iterator<Item = &'a Model> {
        self.app.models.iter().filter(move |model| {
            let mut next = Some(*model);
            for _ in 0..MAX_PARENTS {
                match next {
                    Some(model) if std::ptr::eq(model, base) => return true,
                    Some(model) => {
                        next = model.parent.as_deref().and_then(|name| self.app.model(name));
                    }
                    None => return false,
                }
            }
            false
        })
    }

    /// Whether the model does not see the column: it has been told not to, or its ORM knows only
    /// what a model declares and this one does not. A change that stands in no file is one that has
    /// not been written yet, and its declaration with it.
    pub fn ignores(&self, model: &Model, column: &str) -> bool {
        let written = !matches!(self.change().reader, "flag" | "changes");
        let undeclared = written && !self.declares(model, column);
        undeclared || model.ignored.iter().any(|(name, _)| name == column)
    }

    /// Whether the model, or one that it extends, declares the column; an ORM that asks the database
    /// sees every column.
    fn declares(&self, model: &Model, column: &str) -> bool {
        let mut next = Some(model);
        for _ in 0..MAX_PARENTS {
            let Some(model) = next else { return false };
            match &model.attributes {
                Some(declared) if !declared.iter().any(|known| known.column.name == column) => {}
                _ => return true,
            }
            let above = model.parent.as_deref().or(model.proxy_of.as_deref());
            next = above.and_then(|name| self.app.model(name));
        }
        false
    }

    /// What a new row holds when nobody sets the column: what the application gives to it, or else
    /// the database.
    pub fn new_row(&self) -> Cell {
        let change = self.change();
        match (&change.client_default, &change.default, change.nullable) {
            (DefaultValue::Unsaid, DefaultValue::Unsaid | DefaultValue::Null, Some(false)) => {
                Cell::Unknown
            }
            (DefaultValue::Unsaid, default, _) => default.cell(),
            (given, ..) => given.cell(),
        }
    }

    /// The filters that the change starts, stops or changes, each once.
    pub fn filters(&self) -> Vec<Touched<'a>> {
        if let Some(edit) = self.before.edits.get(&self.at) {
            return self.edited(edit);
        }
        let mut touched = Vec::new();
        for model in self.app.models.iter().filter(|model| !model.is_abstract) {
            for filter in &model.filters {
                if self.is_inherited(model, filter) {
                    continue;
                }
                touched.extend(self.touch(model, filter));
            }
        }
        touched
    }

    /// The conditions of single queries that the change starts to decide.
    pub fn queries(&self) -> Vec<Touched<'a>> {
        let models = self.app.models.iter().filter(|model| !model.is_abstract);
        let touched = models.flat_map(|model| {
            model.queries.iter().filter_map(move |query| self.touch(model, query))
        });
        touched.filter(|touched| touched.turn == Turn::Starts).collect()
    }

    /// The conditions that code asks for by name, which the change starts to decide.
    pub fn scopes(&self) -> Vec<Touched<'a>> {
        let models = self.app.models.iter().filter(|model| !model.is_abstract);
        let touched = models.flat_map(|model| {
            model.scopes.iter().filter_map(move |scope| self.touch(model, scope))
        });
        touched.filter(|touched| touched.turn == Turn::Starts).collect()
    }

    /// A subclass shares the filters of the model whose table it shares: they are told once.
    fn is_inherited(&self, model: &Model, filter: &Filter) -> bool {
        let parent = model.parent.as_deref().and_then(|parent| self.app.model(parent));
        parent.is_some_and(|parent| {
            parent.table == model.table
                && parent
                    .filters
                    .iter()
                    .any(|other| other.place == filter.place && other.predicate == filter.predicate)
        })
    }

    /// The filters that an edit of the code starts and stops.
    fn edited(&self, edit: &'a Edit) -> Vec<Touched<'a>> {
        let Some(model) = self.app.models.get(edit.model) else { return Vec::new() };
        let column = self.change().column.as_deref().unwrap_or_default();
        let touched = |turn, filter: &'a Filter| Touched {
            model,
            filter,
            turn,
            rows: self.hidden(model, filter, column, true),
            gate: None,
            confidence: match filter.guards.is_empty() {
                true => Confidence::Certain,
                false => Confidence::Likely,
            },
        };
        let starts = edit.adds.iter().map(|filter| touched(Turn::Starts, filter));
        starts.chain(edit.drops.iter().map(|filter| touched(Turn::Stops, filter))).collect()
    }

    fn touch(&self, model: &'a Model, filter: &'a Filter) -> Option<Touched<'a>> {
        let reaches = |turn, rows, gate: Option<&'a Guard>, switch| Touched {
            model,
            filter,
            turn,
            rows,
            gate,
            confidence: match (&filter.kind, switch) {
                // Whether anybody asks that manager is not known here.
                (FilterKind::Manager(name), _) if name != "objects" => Confidence::Possible,
                (_, Switch::Conditional) => Confidence::Likely,
                _ => Confidence::Certain,
            },
        };
        // A query that joins another table meets its columns, whatever its own model declares.
        let joins = filter.table.is_some() && filter.table != model.table;
        let sees = |column: &&str| joins || !self.ignores(model, column);
        if let Some(column) = self.added().filter(sees) {
            let switch = self.switch(model, filter, column);
            let gate = self.deciding(model, filter, column);
            match switch {
                Switch::Waits => {
                    let rows = self.hidden(model, filter, column, true);
                    return Some(reaches(Turn::Starts, rows, gate, switch));
                }
                Switch::Until => return Some(reaches(Turn::Stops, Rows::Unknown, gate, switch)),
                Switch::Never => return None,
                Switch::Always | Switch::Conditional => {
                    // With several new columns the first that the filter reads tells of it.
                    let tells = |other: &Change| {
                        other.op == Op::AddColumn
                            && other.table == self.table()
                            && other
                                .column
                                .as_deref()
                                .is_some_and(|column| self.mentions(model, filter, column))
                    };
                    let reads = self.mentions(model, filter, column)
                        && !self.changes.iter().take(self.at).any(tells);
                    if reads || self.soft_deletes(filter, column) {
                        let rows = self.hidden(model, filter, column, false);
                        return Some(reaches(Turn::Starts, rows, None, switch));
                    }
                }
            }
        }
        if let Some(column) = self.removed() {
            let switch = self.switch(model, filter, column);
            let gate = self.deciding(model, filter, column);
            match switch {
                Switch::Waits => return Some(reaches(Turn::Stops, Rows::Unknown, gate, switch)),
                Switch::Until => return Some(reaches(Turn::Starts, Rows::Unknown, gate, switch)),
                Switch::Never => return None,
                Switch::Always | Switch::Conditional => {
                    if self.mentions(model, filter, column) {
                        return Some(reaches(Turn::Breaks, Rows::Unknown, None, switch));
                    }
                    if self.soft_deletes(filter, column) {
                        return Some(reaches(Turn::Stops, Rows::Unknown, None, switch));
                    }
                }
            }
        }
        if self.change().op == Op::AlterColumn
            && let Some(column) = self.change().column.as_deref()
            && !self.ignores(model, column)
        {
            let switch = self.switch(model, filter, column);
            let applies = !matches!(switch, Switch::Never | Switch::Until);
            if applies && self.mentions(model, filter, column) {
                let rows = self.hidden(model, filter, column, false);
                return Some(reaches(Turn::Changes, rows, None, switch));
            }
        }
        None
    }

    fn soft_deletes(&self, filter: &Filter, column: &str) -> bool {
        filter.kind != FilterKind::Default
            && filter.soft_delete.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(column))
            && self.models().any(|model| model.filters.iter().any(|own| std::ptr::eq(own, filter)))
    }

    fn world<T>(
        &self,
        model: &Model,
        filter: &Filter,
        column: &str,
        then: impl FnOnce(&World) -> T,
    ) -> T {
        let concerns = |asks: &Asks| match asks {
            Asks::Own => self.holds_table(model),
            Asks::Table(table) => table == self.table(),
            Asks::Class(name) => self.models().any(|model| names(&model.name, name)),
            Asks::Variable(_) => false,
        };
        let has = |asks: &Asks, other: &str| {
            let table = match asks {
                Asks::Own => model.table.as_deref()?,
                Asks::Table(table) => table,
                Asks::Class(name) => {
                    let mut named = self.app.models.iter().filter(|model| names(&model.name, name));
                    named.next()?.table.as_deref()?
                }
                Asks::Variable(_) => return None,
            };
            let added = self.changes.iter().any(|change| {
                change.op == Op::AddColumn
                    && change.table == table
                    && change.column.as_deref() == Some(other)
            });
            if added { Some(true) } else { self.app.has_column(table, other) }
        };
        let constant = |name: &str| {
            filter.constants.iter().find(|(known, _)| known == name).map(|(_, v)| v.clone())
        };
        then(&World { column, concerns: &concerns, has: &has, constant: &constant })
    }

    fn switch(&self, model: &Model, filter: &Filter, column: &str) -> Switch {
        self.world(model, filter, column, |world| gate::switch(&filter.guards, world))
    }

    fn deciding(&self, model: &Model, filter: &'a Filter, column: &str) -> Option<&'a Guard> {
        self.world(model, filter, column, |world| gate::deciding(&filter.guards, world))
    }

    /// Whether the filter reads the column of the changed table.
    pub fn mentions(&self, model: &Model, filter: &Filter, column: &str) -> bool {
        let table = filter.table.as_deref().or(model.table.as_deref());
        let named = filter.predicate.subjects().iter().any(|subject| {
            subject.column.name.eq_ignore_ascii_case(column)
                && self.is_ours(&subject.column, model, table)
        });
        // A condition that is not understood may still name the column.
        named
            || (table == Some(self.table())
                && filter
                    .predicate
                    .opaque()
                    .iter()
                    .any(|text| words(text).any(|word| word == column.to_lowercase())))
    }

    /// Whether a column name within a filter means the changed table.
    fn is_ours(&self, column: &ColumnName, model: &Model, table: Option<&str>) -> bool {
        match column.table.as_deref() {
            None | Some("own_table") => table == Some(self.table()),
            Some(named) if named.eq_ignore_ascii_case(self.table()) => true,
            // `where(author: { active: true })` names the association.
            Some(named) => model
                .associations
                .iter()
                .filter(|association| association.name == named)
                .filter_map(|association| self.app.model(association.target.as_deref()?))
                .any(|target| target.table.as_deref() == Some(self.table())),
        }
    }

    /// How many of the existing rows the filter hides once it applies.
    ///
    /// `whole` says that all of the filter is new, not only the part that reads the column.
    fn hidden(&self, model: &Model, filter: &Filter, column: &str, whole: bool) -> Rows {
        let cells = self.cells(column);
        let (ours, others) = self.relevant(model, filter, &cells);
        if ours.is_empty() {
            return match whole && !others.is_empty() {
                true => Rows::Unknown,
                false => Rows::None,
            };
        }
        let ours = Predicate::All(ours);
        let (mut pass, mut fail, mut unsure) = (false, false, false);
        for row in rows(&cells) {
            let truth = ours.truth(&row);
            match (truth.passes(), truth.fails()) {
                (true, _) => pass = true,
                (_, true) => fail = true,
                _ => unsure = true,
            }
        }
        match (pass, fail, unsure) {
            (false, true, false) => Rows::All,
            (true, true, _) | (_, true, true) => Rows::Some,
            (true, false, false) if whole && !others.is_empty() => Rows::Unknown,
            (true, false, false) => Rows::None,
            _ => Rows::Unknown,
        }
    }

    /// Whether a row that is created from now on fails the filter.
    pub fn hides_new_rows(&self, touched: &Touched) -> bool {
        let Some(column) = self.added().or(self.change().column.as_deref()) else { return false };
        let written =
            touched.filter.writes.iter().find(|(name, _)| name.name.eq_ignore_ascii_case(column));
        let cell = match (written, &self.change().default) {
            // The scope writes NULL, which is what a model has before it knows of a function:
            // nothing is sent, and the database fills in its value.
            (Some((_, None)), DefaultValue::Function(_)) => Cell::NotNull,
            (Some(_), _) => return false,
            (None, _) => touched
                .model
                .defaults
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(column))
                .map_or_else(|| self.new_row(), |(_, value)| value.cell()),
        };
        let cells = BTreeMap::from([(column.to_lowercase(), vec![cell])]);
        let (ours, _) = self.relevant(touched.model, touched.filter, &cells);
        let truth = |row: &Row| Predicate::All(ours.clone()).truth(row);
        !ours.is_empty() && rows(&cells).iter().map(truth).all(Truth::fails)
    }

    /// What the filter writes into new records that the column's default would not.
    pub fn written(&self, touched: &Touched) -> Option<Option<Value>> {
        let column = self.added().or(self.change().column.as_deref())?;
        let (_, value) = touched
            .filter
            .writes
            .iter()
            .find(|(name, _)| name.name.eq_ignore_ascii_case(column))?;
        let same = match (value, self.new_row()) {
            (None, Cell::Null) => true,
            (Some(Value::Literal(literal)), cell @ Cell::Value(_)) => Predicate::Compare(
                crate::predicate::Subject::column(column),
                crate::predicate::Compare::Eq,
                Value::Literal(literal.clone()),
            )
            .truth(&Row::from([(column.to_lowercase(), cell)]))
            .passes(),
            _ => false,
        };
        (!same).then(|| value.clone())
    }

    /// What rows hold in the columns of this table that the run changes.
    fn cells(&self, column: &str) -> BTreeMap<String, Vec<Cell>> {
        let mut cells = BTreeMap::new();
        for change in self.changes.iter().filter(|change| change.table == self.table()) {
            let name = match change.op {
                Op::AddColumn => &change.column,
                Op::RenameColumn => &change.to,
                _ => continue,
            };
            if let Some(name) = name {
                cells.insert(name.to_lowercase(), change.existing.clone());
            }
        }
        let own = self.change().existing.clone();
        cells.insert(column.to_lowercase(), own);
        cells
    }

    /// The conditions that read one of these columns, and the others, with names made plain.
    fn relevant(
        &self,
        model: &Model,
        filter: &Filter,
        cells: &BTreeMap<String, Vec<Cell>>,
    ) -> (Vec<Predicate>, Vec<Predicate>) {
        let table = filter.table.as_deref().or(model.table.as_deref());
        let plain = filter.predicate.with_columns(&|column| {
            if self.is_ours(column, model, table) {
                return ColumnName { table: None, ..column.clone() };
            }
            let table = column.table.as_deref().unwrap_or("?");
            ColumnName::new(None, &format!("{table}.{}", column.name))
        });
        let parts = match plain {
            Predicate::All(parts) => parts,
            single => vec![single],
        };
        parts.into_iter().partition(|part| {
            part.subjects().iter().any(|subject| cells.contains_key(&subject.column.name))
                || matches!(part, Predicate::Opaque(text)
                    if cells.keys().any(|name| words(text).any(|word| word == *name)))
        })
    }
}

/// Every combination of what rows may hold.
fn rows(cells: &BTreeMap<String, Vec<Cell>>) -> Vec<Row> {
    let mut rows = vec![Row::new()];
    for (name, possible) in cells.iter().take(6) {
        let possible = if possible.is_empty() { &[Cell::Unknown][..] } else { possible };
        rows = rows
            .iter()
            .flat_map(|row| {
                possible.iter().take(4).map(|cell| {
                    let mut row = row.clone();
                    row.insert(name.clone(), cell.clone());
                    row
                })
            })
            .collect();
    }
    rows
}

/// The words of a text in lower case, names among them.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_lowercase)
}

/// Whether a class's full name may be meant by a shorter one.
pub fn names(full: &str, written: &str) -> bool {
    let written = written.trim_start_matches("::");
    full == written || full.strip_suffix(written).is_some_and(|outer| outer.ends_with("::"))
}
