//! Migrations of JavaScript, read as the steps that they propose.
//!
//! A migration is a program: it loops over tables, awaits, nests what it does in transactions, and
//! calls its own helpers. It is run here over code instead of a database, in the up direction. What
//! is written out is followed; a condition that cannot be known runs both branches; a step whose
//! table or column cannot be known is opaque.

mod chain;
mod column;
mod constraint;
mod knex;
mod kysely;
mod run;
mod statement;
mod step;
#[cfg(test)]
mod tests;
mod tool;
mod up;
mod value;

use std::{rc::Rc, sync::Arc};

use self::tool::Tool;
use crate::{
    change::{Change, Op},
    expr::Expr,
    source::{Place, Span},
    sql,
};

/// More steps than this are not read from one migration.
const MAX_CHANGES: usize = 2_000;

/// How deep statements and helpers may be nested.
const MAX_DEPTH: u32 = 120;

/// How many pieces of code are run or evaluated in one migration, so that loops in loops end.
const FUEL: u32 = 400_000;

/// Whether a file is kept where migrations are.
pub fn is_migration(path: &str) -> bool {
    path.split('/').rev().skip(1).any(|folder| {
        matches!(folder, "migrations" | "migration" | "migrate") || folder.ends_with("-migrations")
    })
}

/// The steps of a migration file in the up direction, in order.
pub fn changes(file: &Arc<str>, source: &str, program: &Expr) -> Vec<Change> {
    let Some(up) = up::of(program) else { return Vec::new() };
    let mut reader = Reader {
        file,
        source,
        tool: Tool::of(program),
        changes: Vec::new(),
        variables: Vec::new(),
        handle: None,
        blocks: Vec::new(),
        depth: 0,
        fuel: FUEL,
        stopped: false,
    };
    reader.prepare(program, &up);
    reader.start(&up);
    if reader.stopped {
        let change = reader.change(Op::Opaque, "", up.code);
        reader.changes.push(change);
    }
    sql::rebuilt(reader.changes)
}

/// Whether a file says what to do in the up direction.
pub fn runs(program: &Expr) -> bool {
    up::of(program).is_some()
}

/// What a variable holds; `None` for what cannot be known.
type Bound = Option<Rc<Expr>>;

/// A table whose builder runs.
struct Block {
    /// What the builder is called.
    variable: String,
    /// The table.
    table: String,
    /// The step that creates it, where it is new.
    created: Option<usize>,
}

/// Runs a migration over code.
struct Reader<'a> {
    file: &'a Arc<str>,
    source: &'a str,
    tool: Tool,
    changes: Vec<Change>,
    variables: Vec<(String, Bound)>,
    /// What the function that migrates is given to do it with.
    handle: Option<String>,
    blocks: Vec<Block>,
    depth: u32,
    fuel: u32,
    /// A limit was reached.
    stopped: bool,
}

impl Reader<'_> {
    fn place(&self, span: Span) -> Place {
        Place { file: self.file.clone(), span }
    }

    /// The code of a span on one line.
    fn text(&self, span: Span) -> String {
        let text = self.source.get(span.start as usize..span.end as usize).unwrap_or_default();
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            if line.len() > 200 {
                return line.chars().take(200).collect();
            }
        }
        line
    }

    /// A change that code makes, to fill in.
    fn change(&self, op: Op, table: &str, code: &Expr) -> Change {
        Change {
            place: Some(self.place(code.span)),
            text: self.text(code.span),
            ..Change::new(op, table, self.tool.reader())
        }
    }

    fn push(&mut self, change: Change) {
        // A loop over what is not known says the same of each.
        if change.op == Op::Opaque && self.changes.last() == Some(&change) {
            return;
        }
        match self.changes.len() < MAX_CHANGES {
            true => self.changes.push(change),
            false => self.stopped = true,
        }
    }

    /// A step that cannot be read.
    fn opaque(&mut self, table: &str, code: &Expr) {
        let change = self.change(Op::Opaque, table, code);
        self.push(change);
    }
}
