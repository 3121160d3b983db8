//! Migrations and schema dumps of Rails, read as the steps that they propose.
//!
//! A migration is a program: it loops over tables, calls its own helpers and asks what exists. It is
//! run here over code instead of a database. What is written out is followed; a condition that
//! cannot be known runs both branches; a step whose table or column cannot be known is opaque.
//! Source: <https://api.rubyonrails.org/classes/ActiveRecord/Migration.html>

mod arguments;
mod backfill;
mod call;
mod library;
mod method;
mod object;
mod run;
mod step;
mod table;
mod value;

#[cfg(test)]
mod tests;

use std::{collections::HashMap, rc::Rc, sync::Arc};

use self::{
    backfill::Rows,
    call::{Passed, Site},
    library::Library,
    step::Target,
    table::Block,
};
use crate::{
    app::Version,
    change::{Change, Op},
    expr::Expr,
    source::{Place, Span},
};

/// More steps than this are not read from one migration.
const MAX_CHANGES: usize = 2_000;

/// How deep helpers may call each other.
const MAX_CALLS: usize = 20;

/// How deep statements may be nested, through blocks and helpers.
const MAX_DEPTH: u32 = 120;

/// How many pieces of code are run or evaluated in one migration, so that loops in loops end.
const FUEL: u32 = 400_000;

/// The fuel of a schema dump: one of 30,000 lines takes a tenth of it.
const SCHEMA_FUEL: u32 = 10_000_000;

/// Whether a file is kept where Rails keeps migrations: numbered, in `migrate` or a folder of that
/// kind for another database.
pub fn is_migration_path(path: &str) -> bool {
    let mut folders = path.split('/').rev();
    let name = folders.next().unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_digit())
        && name.ends_with(".rb")
        && folders.any(|folder| {
            folder == "migrate" || folder.ends_with("_migrate") || folder == "migrations"
        })
}

/// The steps of a migration file in the up direction, in order.
pub fn changes(file: &Arc<str>, source: &str, program: &Expr) -> Vec<Change> {
    let mut steps = Vec::new();
    for migration in library::migrations(program) {
        let library = Library::new(program, &migration.bodies);
        let mut reader = Reader::new(file, source, library, FUEL);
        reader.rails = migration.rails;
        for step in migration.steps {
            reader.run(step);
        }
        if reader.stopped {
            reader.changes.push(Change {
                place: Some(reader.place(migration.head)),
                text: reader.text(migration.head),
                ..Change::new(Op::Opaque, "", READER)
            });
        }
        for step in &mut reader.changes {
            step.release = migration.rails;
        }
        steps.append(&mut reader.changes);
    }
    steps
}

/// The steps that build the database of a schema dump (`db/schema.rb`). What is no step is skipped.
pub fn schema(file: &Arc<str>, source: &str, program: &Expr) -> Vec<Change> {
    let Some(block) = library::dump(program) else { return Vec::new() };
    let mut reader = Reader::new(file, source, Library::new(program, &[]), SCHEMA_FUEL);
    reader.dump = true;
    reader.run(&block.body);
    reader.changes
}

/// Whether a file defines a migration.
pub fn is_migration(program: &Expr) -> bool {
    library::migrations(program).iter().any(|migration| migration.certain)
}

/// The version of a migration: the digits that its file name begins with.
pub fn version(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let end = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
    name.get(..end).filter(|digits| !digits.is_empty())
}

/// What the changes say that they were read by.
const READER: &str = "rails";

/// What a variable holds.
#[derive(Clone, Debug, PartialEq)]
enum Bound {
    /// A literal.
    Known(Rc<Expr>),
    /// Rows of a model: a query, or a record that it found.
    Rows(Rc<Rows>),
    /// The block variable of `create_table` or `change_table`.
    Table(usize),
    /// The block variable of `reversible`.
    Direction,
    /// Anything.
    Unknown,
}

/// Runs a migration over code.
struct Reader<'a> {
    file: &'a Arc<str>,
    source: &'a str,
    library: Library<'a>,
    /// The version of Rails that the migration is written for.
    rails: Option<Version>,
    /// A schema dump: no opaque steps, no limit of their number.
    dump: bool,
    changes: Vec<Change>,
    variables: Vec<(String, Bound)>,
    /// The first variable that the running method sees.
    base: usize,
    /// Variables of the instance.
    fields: HashMap<String, Bound>,
    /// The helpers that are running, with their blocks.
    calls: Vec<(&'a str, Option<Passed<'a>>)>,
    /// The blocks of `create_table` and `change_table`.
    blocks: Vec<Block>,
    /// The conditions that cannot be known, as written.
    guards: Vec<String>,
    /// Values are asked for, not steps: an unknown call is no step.
    quiet: u32,
    depth: u32,
    fuel: u32,
    /// A limit was reached.
    stopped: bool,
}

impl<'a> Reader<'a> {
    fn new(file: &'a Arc<str>, source: &'a str, library: Library<'a>, fuel: u32) -> Reader<'a> {
        Reader {
            file,
            source,
            library,
            rails: None,
            dump: false,
            changes: Vec::new(),
            variables: Vec::new(),
            base: 0,
            fields: HashMap::new(),
            calls: Vec::new(),
            blocks: Vec::new(),
            guards: Vec::new(),
            quiet: 0,
            depth: 0,
            fuel,
            stopped: false,
        }
    }

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

    fn push(&mut self, change: Change) {
        if self.changes.len() >= MAX_CHANGES && !self.dump {
            self.stopped = true;
            return;
        }
        self.changes.push(change);
    }

    /// A change that a call makes, to fill in.
    fn change(&self, op: Op, target: &Target, site: &Site) -> Change {
        Change {
            model: target.model.clone(),
            place: Some(self.place(site.expr.span)),
            text: self.text(site.expr.span),
            ..Change::new(op, &target.table, READER)
        }
    }

    /// A step that cannot be read.
    fn opaque(&mut self, target: &Target, site: &Site) {
        if !self.dump {
            let change = self.change(Op::Opaque, target, site);
            self.push(change);
        }
    }
}
