//! What undoes a change, and what shows its effect in a database: SQL for people to run.

mod undo;
mod verify;

use crate::{
    app::App,
    change::{Change, Op},
    database::Dialect,
    impact::{Impact, before::Before},
    sql::write,
    stats::Stats,
};

/// The way back from a change, and questions to the database around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Statements that take the change back, in order; empty where there are none.
    pub undo: Vec<String>,
    /// What stays undone, or why there is no way back, a clause in lower case.
    pub lost: Option<String>,
    /// Questions that change nothing.
    pub verify: Vec<Question>,
}

/// A question to the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// When to ask it.
    pub when: Moment,
    /// What it answers, a clause in lower case.
    pub says: String,
    /// The statement.
    pub sql: String,
}

/// When a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// Before the change runs.
    Before,
    /// Once it has run.
    After,
    /// Both: the answers are compared.
    Both,
}

impl Moment {
    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Moment::Before => "before",
            Moment::After => "after",
            Moment::Both => "both",
        }
    }
}

/// The plans of all changes, in their order.
pub fn plans(
    app: &App,
    before: &Before<'_>,
    changes: &[Change],
    stats: Option<&Stats>,
) -> Vec<Plan> {
    (0..changes.len())
        .map(|at| {
            let impact = Impact { app, changes, at, uses: &[], before };
            let names = Names { change: &changes[at], app, dialect: app.dialect };
            let (undo, mut lost) = undo::undo(&names);
            if let (Some(lost), Some(share)) = (&mut lost, stats.and_then(|it| share(&names, it))) {
                lost.push_str(&share);
            }
            Plan { undo, lost, verify: verify::questions(&impact, &names) }
        })
        .collect()
}

/// How many values a dropped column has, where a database was asked: `; 75% of the rows have one`.
fn share(names: &Names, stats: &Stats) -> Option<String> {
    let change = names.change;
    let column = change.column.clone().filter(|_| change.op == Op::DropColumn)?;
    let nulls = stats.nulls.get(&(change.table.clone(), column))?;
    Some(match ((1.0 - nulls) * 100.0).round() {
        0.0 if *nulls < 1.0 => "; few rows have one".to_owned(),
        0.0 => "; no row has one".to_owned(),
        percent => format!("; {percent}% of the rows have one"),
    })
}

/// A change with what writes its names.
struct Names<'a> {
    change: &'a Change,
    app: &'a App,
    dialect: Option<Dialect>,
}

impl Names<'_> {
    fn table(&self) -> Option<String> {
        write::table(&self.change.table, self.dialect)
    }

    fn column(&self) -> Option<String> {
        write::identifier(self.change.column.as_deref()?, self.dialect)
    }

    fn to(&self) -> Option<String> {
        write::identifier(self.change.to.as_deref()?, self.dialect)
    }
}
