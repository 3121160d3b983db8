//! SQL of the code that never names the new column, and means it all the same.

use std::collections::BTreeSet;

use super::Impact;
use crate::{
    app::clause::{Clause, Part},
    change::Op,
    finding::Confidence,
    sql::Layer,
};

/// What the new column does to a part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// A name may now mean either of two columns, and the database refuses to guess.
    Ambiguous,
    /// A name within brackets means the new column from now on.
    Captured,
    /// Tables are joined by it, too.
    Joined,
    /// The new column stands in the place of another one of its name.
    Overwritten,
    /// Two lists of columns no longer have the same length.
    Uneven,
    /// Rows with the new column cannot be compared.
    Incomparable,
}

impl<'a> Impact<'a> {
    /// What the new column does to queries of the code, each with the table that has the name already.
    pub fn clashes(&self) -> Vec<(Clash, &'a Clause, String)> {
        let Some(column) = self.added() else { return Vec::new() };
        let column = column.to_lowercase();
        let mut found = Vec::new();
        for clause in &self.app.clauses {
            found.extend(self.clash(clause, &column).map(|(clash, other)| (clash, clause, other)));
            for ordered in self.default_orders(clause) {
                let clash = self.ambiguous(clause, &ordered.alone, &column);
                found.extend(clash.map(|other| (Clash::Ambiguous, ordered, other)));
            }
        }
        let mut told = BTreeSet::new();
        found.retain(|(_, clause, _)| told.insert(&clause.place));
        found
    }

    /// Whose rows a query gives: those of its model, or of a table's, or of a table without one.
    pub fn asks_for(&self, clause: &Clause, table: &str) -> Option<String> {
        let named = self.app.models_of(table).next().map_or(table, |model| &model.name);
        Some(clause.models.first().map_or(named, String::as_str).to_owned())
    }

    fn clash(&self, clause: &'a Clause, column: &str) -> Option<(Clash, String)> {
        let table = self.table();
        if clause.of == Part::Distinct {
            let is_json = self.change().sql_type.as_deref() == Some("json");
            let ours = self.own_tables(clause).iter().any(|own| own == table);
            return (is_json && ours).then(|| (Clash::Incomparable, table.to_owned()));
        }
        if let Some(other) = self.ambiguous(clause, &clause.alone, column) {
            return Some((Clash::Ambiguous, other));
        }
        let outer = clause.layers.first()?;
        let around = self.tables_of(clause, outer);
        for (at, layer) in clause.layers.iter().enumerate() {
            let tables = match at {
                0 => around.clone(),
                _ => named(layer),
            };
            if !tables.iter().any(|known| known == table) {
                continue;
            }
            let unqualified = layer.names.iter().any(|name| name == column);
            let beside = self.having(&tables, column);
            if layer.natural
                && let Some(other) = &beside
            {
                return Some((Clash::Joined, other.clone()));
            }
            // What a table that is not ours has, only a query tells that names the column already, and
            // makes no table itself.
            let unknown = || {
                let old = !self.is_new(&clause.place, column);
                let whole =
                    clause.of != Part::Statement || clause.confidence == Confidence::Certain;
                self.unknown(&tables, column).filter(|_| old && whole)
            };
            if unqualified && let Some(other) = beside.or_else(unknown) {
                return Some((Clash::Ambiguous, other));
            }
            let around = self.around(clause, layer);
            if unqualified && let Some(other) = self.having_or_said(&around, column) {
                return Some((Clash::Captured, other));
            }
            if let Some(other) = self.overwritten(clause, layer, &tables, column) {
                return Some((Clash::Overwritten, other));
            }
            if let Some(other) = self.uneven(clause, layer) {
                return Some((Clash::Uneven, other));
            }
        }
        None
    }

    /// The tables of the layers around one, whose columns its names may mean.
    fn around(&self, clause: &Clause, layer: &Layer) -> Vec<String> {
        let mut tables = Vec::new();
        let mut next = layer.within;
        // A layer comes after the one around it.
        while let Some((at, outer)) = next.and_then(|at| Some((at, clause.layers.get(at)?))) {
            match at {
                0 => tables.extend(self.tables_of(clause, outer)),
                _ => tables.extend(named(outer)),
            }
            next = outer.within;
        }
        tables
    }

    /// The other table of a query whose text names the column without a table.
    fn ambiguous(&self, clause: &Clause, alone: &[String], column: &str) -> Option<String> {
        // An order of the columns that a query gives is no question, unless each has a name of its own.
        let asks = clause.eager && alone.iter().any(|name| name == column);
        let tables = self.own_tables(clause);
        let ours = asks && tables.iter().any(|known| known == self.table());
        self.having(&tables, column).filter(|_| ours)
    }

    /// The orders that the default scopes of a query's models add to it.
    fn default_orders(&self, clause: &'a Clause) -> Vec<&'a Clause> {
        if !clause.eager {
            return Vec::new();
        }
        let within = |order: &&Clause| {
            order.everywhere && clause.models.iter().any(|model| order.models.contains(model))
        };
        self.app.clauses.iter().filter(within).collect()
    }

    /// The first of some other tables that has a column of that name already.
    fn having(&self, tables: &[String], column: &str) -> Option<String> {
        let has = |table: &&String| {
            *table != self.table() && self.app.has_column(table, column) == Some(true)
        };
        tables.iter().find(has).cloned()
    }

    /// … or that a query must mean where it names one.
    fn having_or_said(&self, tables: &[String], column: &str) -> Option<String> {
        let is_said = |table: &&String| self.is_said(table, column);
        self.having(tables, column).or_else(|| tables.iter().find(is_said).cloned())
    }

    /// The first of some other tables that may have a column of that name: what is not ours is its own.
    fn unknown(&self, tables: &[String], column: &str) -> Option<String> {
        let is = |table: &&String| {
            *table != self.table() && self.app.has_column(table, column).is_none()
        };
        tables.iter().find(is).cloned()
    }

    /// Whether a query can only mean the column of a table of which nothing else is known: it names the
    /// column without a table, and no other of its tables has it.
    fn is_said(&self, table: &str, column: &str) -> bool {
        let may_mean = |other: &String| {
            other == table
                || other == self.table()
                || self.app.has_column(other, column) == Some(false)
        };
        self.app.has_column(table, column).is_none()
            && self.app.clauses.iter().any(|clause| {
                let Some(layer) = clause.layers.first() else { return false };
                let tables = self.tables_of(clause, layer);
                layer.names.iter().any(|name| name == column)
                    && tables.iter().any(|known| known == table)
                    && tables.iter().all(may_mean)
            })
    }

    /// The tables of a query's models, and those that it joins.
    fn own_tables(&self, clause: &Clause) -> Vec<String> {
        let models = clause.models.iter().filter_map(|name| self.app.model(name));
        let own = models.filter_map(|model| model.table.clone());
        own.chain(clause.joined.iter().cloned()).collect()
    }

    fn tables_of(&self, clause: &Clause, layer: &Layer) -> Vec<String> {
        let mut tables = self.own_tables(clause);
        tables.extend(named(layer));
        tables
    }

    /// The earlier table of a list of all columns in which the new one comes later.
    fn overwritten(
        &self,
        clause: &Clause,
        layer: &Layer,
        tables: &[String],
        column: &str,
    ) -> Option<String> {
        if !matches!(clause.of, Part::Columns | Part::Statement) || layer.into.is_some() {
            return None;
        }
        let all = layer.stars.iter().flat_map(|star| match star.as_str() {
            "" => tables.to_vec(),
            name => vec![layer.table(name).unwrap_or(name).to_owned()],
        });
        let listed: Vec<String> = all.collect();
        let at = listed.iter().position(|known| known == self.table())?;
        self.having_or_said(listed.get(..at)?, column)
    }

    /// What rows of the table are put beside, or into, which has no such column.
    fn uneven(&self, clause: &Clause, layer: &Layer) -> Option<String> {
        if clause.of != Part::Statement {
            return None;
        }
        let takes_all = |layer: &Layer| {
            let all = layer.stars.iter().any(|star| star.is_empty() || star == self.table());
            all && named(layer).iter().any(|known| known == self.table())
        };
        if !takes_all(layer) {
            return None;
        }
        let gets = |table: &str| {
            table == self.table()
                || self.changes.iter().any(|change| {
                    change.op == Op::AddColumn
                        && change.table == table
                        && change.column == self.change().column
                })
        };
        if let Some(into) = layer.into.as_deref().filter(|into| !gets(into)) {
            return Some(into.to_owned());
        }
        let beside = clause.layers.iter().filter(|other| {
            other.united == layer.united && !std::ptr::eq(*other, layer) && !takes_all(other)
        });
        let other = beside.filter_map(|other| named(other).into_iter().next());
        other.into_iter().find(|other| !gets(other))
    }
}

/// The tables that a piece of SQL names.
fn named(layer: &Layer) -> Vec<String> {
    layer.tables.iter().map(|(table, _)| table.clone()).collect()
}
