//! A migration as a program: it is run here over code instead of a database.
//!
//! It loops over tables, calls its own functions and puts SQL together. What is written out is
//! followed; a condition that cannot be known runs both branches. A value that cannot be known stays
//! the code that makes it, with everything known put in, so that `articles.update()` is still
//! `sa.table("articles").update()` where `articles` was assigned far away.

mod call;
mod rows;
mod run;
mod statement;
pub(in crate::orm) mod text;
mod types;
mod value;

use std::{collections::HashMap, rc::Rc, sync::Arc};

pub(in crate::orm) use self::rows::{Rows, literal};
use crate::{
    change::{Change, Op},
    expr::{ClassBody, Def, Expr, Import, Word},
    source::{Place, Span},
};

/// More steps than this are not read from one migration.
const MAX_CHANGES: usize = 4_000;

/// How deep statements, expressions and functions may be nested together.
const MAX_DEPTH: u32 = 150;

/// How deep functions may call each other.
const MAX_CALLS: usize = 20;

/// How many pieces of code are run or evaluated in one migration, so that loops in loops end.
const FUEL: u32 = 1_000_000;

/// Larger values are not kept, in pieces of code.
const MAX_PIECES: usize = 10_000;

/// What runs migrations, and what its calls mean.
pub(in crate::orm) struct Tool {
    /// What changes say that they were read by; the folder of its queries.
    pub(in crate::orm) reader: &'static str,
    /// Takes the step that a call is; its parts are evaluated.
    pub(in crate::orm) step: fn(&mut Reader<'_>, &Expr),
    /// The rows that an expression stands for.
    pub(in crate::orm) rows: fn(&Reader<'_>, &Expr) -> Option<Rows>,
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub(in crate::orm) enum Bound<'a> {
    /// A value, or the code that makes it.
    Known(Rc<Expr>),
    /// A function, and the first variable of the function around it.
    Function(&'a Def, usize),
    /// A class.
    Class(&'a ClassBody),
    /// Something of another module.
    Import(&'a Import),
    /// Anything.
    Unknown,
}

/// Runs a migration over code.
pub(in crate::orm) struct Reader<'a> {
    file: &'a Arc<str>,
    source: &'a str,
    pub(in crate::orm) tool: &'static Tool,
    pub(in crate::orm) changes: Vec<Change>,
    variables: Vec<(String, Bound<'a>)>,
    /// The first variable of the running function.
    base: usize,
    /// The first variable of the function around the running one.
    closure: usize,
    /// How many variables the module has.
    globals: usize,
    /// The functions that are running.
    calls: Vec<&'a Def>,
    /// What the running function returned so far.
    result: Returned,
    /// The conditions that cannot be known, as written.
    guards: Vec<String>,
    /// How many loops are running.
    loops: u32,
    /// What steps that were read before call the tables of models, and the columns of fields.
    pub(in crate::orm) names: HashMap<String, String>,
    depth: u32,
    fuel: u32,
    /// A limit was reached.
    stopped: bool,
}

/// What a function returns.
#[derive(Clone, Debug, PartialEq)]
enum Returned {
    Nothing,
    Value(Expr),
    /// One thing or another.
    Unsure,
}

impl<'a> Reader<'a> {
    pub(in crate::orm) fn new(
        file: &'a Arc<str>,
        source: &'a str,
        program: &'a Expr,
        tool: &'static Tool,
    ) -> Reader<'a> {
        let mut reader = Reader {
            file,
            source,
            tool,
            changes: Vec::new(),
            variables: Vec::new(),
            base: 0,
            closure: 0,
            globals: 0,
            calls: Vec::new(),
            result: Returned::Nothing,
            guards: Vec::new(),
            loops: 0,
            names: HashMap::new(),
            depth: 0,
            fuel: FUEL,
            stopped: false,
        };
        // What the module itself does is no step: it is imported before anything is migrated.
        reader.run(program);
        reader.changes.clear();
        reader.result = Returned::Nothing;
        reader.globals = reader.variables.len();
        reader.base = reader.globals;
        reader.closure = reader.globals;
        reader
    }

    /// The changes; where a limit was reached, the last says that more may follow.
    pub(in crate::orm) fn finish(mut self, head: Span) -> Vec<Change> {
        if self.stopped {
            let last = Change {
                place: Some(self.place(head)),
                text: self.text(head),
                ..Change::new(Op::Opaque, "", self.tool.reader)
            };
            self.changes.push(last);
        }
        self.changes
    }

    pub(in crate::orm) fn place(&self, span: Span) -> Place {
        Place { file: self.file.clone(), span }
    }

    pub(in crate::orm) fn file(&self) -> &'a str {
        self.file
    }

    /// The code of a span on one line.
    pub(in crate::orm) fn text(&self, span: Span) -> String {
        let text = self.source.get(span.start as usize..span.end as usize).unwrap_or_default();
        text::one_line(text)
    }

    /// The word of a fact in the tool's own queries.
    pub(in crate::orm) fn word(&self, expr: &Expr, fact: &str) -> Option<&'static Word> {
        let own = |word: &&&'static Word| {
            word.fact == fact && word.origin.split('/').next() == Some(self.tool.reader)
        };
        expr.means.iter().find(own).copied()
    }

    /// A change that code makes, to fill in.
    pub(in crate::orm) fn change(&self, op: Op, table: &str, code: Span) -> Change {
        Change {
            place: Some(self.place(code)),
            text: self.text(code),
            ..Change::new(op, table, self.tool.reader)
        }
    }

    pub(in crate::orm) fn push(&mut self, change: Change) {
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
    pub(in crate::orm) fn opaque(&mut self, table: &str, code: Span) {
        let change = self.change(Op::Opaque, table, code);
        self.push(change);
    }

    fn spend(&mut self, cost: usize) {
        self.fuel = self.fuel.saturating_sub(u32::try_from(cost).unwrap_or(u32::MAX));
    }
}
