//! Which tool a migration is written for: the words of the others are not looked at.

use crate::expr::{Expr, Kind, Word};

/// A tool that runs migrations, by the folder of its queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tool(&'static str);

/// Every tool; where nothing in a file tells them apart, the first.
const TOOLS: [&str; 7] =
    ["sequelize", "knex", "typeorm", "mikro_orm", "node_pg_migrate", "db_migrate", "kysely"];

/// What an import tells, against a step.
const IMPORT: usize = 10_000;

impl Tool {
    /// The tool that the most words of a file belong to, those that are its sign before others.
    pub(super) fn of(program: &Expr) -> Tool {
        let mut weights = TOOLS.map(|tool| (0_usize, tool));
        program.walk(&mut |expr| {
            let sign = match &expr.kind {
                Kind::Import(_) => IMPORT,
                // A key of some object.
                Kind::Text(_) => 1,
                _ => 10,
            };
            for word in &expr.means {
                let counts = match word.fact {
                    "migration" => sign,
                    "change" if expr.call().is_some_and(|call| call.called) => 1,
                    _ => continue,
                };
                for (sum, tool) in &mut weights {
                    if belongs(word, tool) {
                        *sum += counts;
                    }
                }
            }
        });
        // The first of those that weigh the same.
        let heaviest = weights.iter().rev().max_by_key(|(weight, _)| *weight);
        Tool(heaviest.map_or(TOOLS[0], |(_, tool)| tool))
    }

    /// What changes say that they were read by.
    pub(super) fn reader(self) -> &'static str {
        self.0
    }

    /// The word of a fact in this tool.
    pub(super) fn word(self, expr: &Expr, fact: &str) -> Option<&'static Word> {
        expr.means.iter().find(|word| word.fact == fact && belongs(word, self.0)).copied()
    }
}

fn belongs(word: &Word, tool: &str) -> bool {
    word.origin.split('/').next() == Some(tool)
}
