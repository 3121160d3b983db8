//! Migrations and schema dumps of Rails, read as the steps that they propose.
//!
//! A migration is a program: it loops over tables, calls its own helpers and asks what exists. It is
//! run here over code instead of a database. What is written out is followed; a condition that
//! cannot be known runs both branches; a step whose table or column cannot be known is opaque.
//! Source: <https://api.rubyonrails.org/classes/ActiveRecord/Migration.html>

mod backfill;
mod library;
mod step;
mod table;
mod value;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::HashMap, rc::Rc, sync::Arc};

use self::{backfill::Rows, library::Library, step::Target, table::Block};
use crate::{
    change::{Change, Op},
    expr::{Call, Def, Expr, Kind, Lambda, Word},
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

/// What makes both branches of a condition run without making their steps conditional.
const ASKS_SCHEMA: &[&str] = &[
    "adapter_name",
    "column_exists?",
    "columns",
    "connection",
    "data_source_exists?",
    "foreign_key_exists?",
    "index_exists?",
    "index_name_exists?",
    "table_exists?",
    "tables",
    "view_exists?",
];

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

/// A block that is passed to a helper, with the variables that it sees.
#[derive(Clone, Copy, Debug)]
struct Passed<'a> {
    block: &'a Lambda,
    base: usize,
}

/// Whether the statements behind run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Next,
    Leaves,
}

/// A call, or a name that may be one.
struct Site<'a> {
    expr: &'a Expr,
    receiver: Option<&'a Expr>,
    name: Cow<'a, str>,
    arguments: &'a [Expr],
    options: &'a [(String, Expr)],
    block: Option<&'a Lambda>,
    words: &'a [&'static Word],
}

/// What a call is made on.
enum On {
    /// The migration or its connection.
    Migration,
    /// The variable of a table's block.
    Table(usize),
    /// The variable of `reversible`.
    Direction,
    /// Something else.
    Other,
}

/// Runs a migration over code.
struct Reader<'a> {
    file: &'a Arc<str>,
    source: &'a str,
    library: Library<'a>,
    /// The version of Rails that the migration is written for.
    rails: Option<f32>,
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

    fn run(&mut self, expr: &'a Expr) -> Flow {
        if self.depth >= MAX_DEPTH || self.fuel == 0 {
            self.stopped = true;
            return Flow::Leaves;
        }
        self.fuel -= 1;
        self.depth += 1;
        let flow = self.statement(expr);
        self.depth -= 1;
        flow
    }

    /// Runs code for its steps where its value is what is asked for.
    fn run_quietly(&mut self, expr: &'a Expr) {
        self.quiet += 1;
        self.run(expr);
        self.quiet -= 1;
    }

    fn statement(&mut self, expr: &'a Expr) -> Flow {
        match &expr.kind {
            Kind::Sequence(statements) => self.sequence(statements),
            Kind::If(condition, then, otherwise) => self.branch(condition, then, otherwise),
            Kind::Assign(target, value) => {
                self.assign(target, value);
                Flow::Next
            }
            Kind::Exit(value) => {
                if let Some(value) = value {
                    self.run(value);
                }
                Flow::Leaves
            }
            Kind::Binary(target, op, value) if op == "<<" => {
                if let Kind::Name(name) = &target.kind {
                    let sum = self.appended(target, value);
                    self.set(name, sum);
                }
                Flow::Next
            }
            Kind::Binary(left, _, right) => {
                self.run_quietly(left);
                self.run_quietly(right);
                Flow::Next
            }
            Kind::Not(inner) => {
                self.run_quietly(inner);
                Flow::Next
            }
            Kind::Call(call) => {
                self.call(expr, call);
                if expr.leaves() { Flow::Leaves } else { Flow::Next }
            }
            Kind::Name(name) => {
                let site = Site {
                    expr,
                    receiver: None,
                    name: Cow::Borrowed(name),
                    arguments: &[],
                    options: &[],
                    block: None,
                    words: &expr.means,
                };
                if self.variable(name).is_none() {
                    self.own_call(&site);
                }
                Flow::Next
            }
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Symbol(_)
            | Kind::Template(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Range(..)
            | Kind::Index(..)
            | Kind::Lambda(_)
            | Kind::Splat(_)
            | Kind::Class(_)
            | Kind::Def(_)
            | Kind::Other(_) => Flow::Next,
        }
    }

    fn sequence(&mut self, statements: &'a [Expr]) -> Flow {
        let guards = self.guards.len();
        let mut flow = Flow::Next;
        for statement in statements {
            flow = self.run(statement);
            if flow == Flow::Leaves {
                break;
            }
            // `return if …`: what follows runs under the condition.
            if let Kind::If(condition, then, otherwise) = &statement.kind
                && (then.leaves() || otherwise.leaves())
            {
                self.guard(condition);
            }
        }
        self.guards.truncate(guards);
        flow
    }

    fn guard(&mut self, condition: &Expr) {
        let asks_schema =
            |expr: &Expr| expr.name().is_some_and(|name| ASKS_SCHEMA.binary_search(&name).is_ok());
        if self.guards.len() < 8 && !condition.any(&asks_schema) {
            let text = self.text(condition.span);
            self.guards.push(text);
        }
    }

    fn branch(&mut self, condition: &'a Expr, then: &'a Expr, otherwise: &'a Expr) -> Flow {
        if let Kind::Other(text) = &condition.kind
            && text.starts_with("rescue")
        {
            return Flow::Next;
        }
        match self.truth(condition) {
            Some(true) => return self.run(then),
            Some(false) => return self.run(otherwise),
            None => {}
        }
        let guards = self.guards.len();
        self.guard(condition);
        let before = self.variables.clone();
        let start = self.changes.len();
        let first = self.run(then);
        let middle = self.changes.len();
        let variables = std::mem::replace(&mut self.variables, before);
        let second = self.run(otherwise);
        self.guards.truncate(guards);
        self.join_variables(variables);
        self.join_changes(start, middle);
        match (first, second) {
            (Flow::Leaves, Flow::Leaves) => Flow::Leaves,
            _ => Flow::Next,
        }
    }

    /// After both branches: a variable is known where they agree.
    fn join_variables(&mut self, others: Vec<(String, Bound)>) {
        for (at, (name, bound)) in others.into_iter().enumerate() {
            match self.variables.get_mut(at) {
                Some((known, value)) if *known == name => {
                    if *value != bound {
                        *value = Bound::Unknown;
                    }
                }
                Some(_) => {}
                None => self.variables.push((name, bound)),
            }
        }
    }

    /// After both branches: a step that both make is one step.
    fn join_changes(&mut self, start: usize, middle: usize) {
        if middle == start || self.changes.len() == middle {
            return;
        }
        let later = self.changes.split_off(middle);
        for change in later {
            let same = self.changes.iter_mut().skip(start).take(middle - start).find(|known| {
                known.op == change.op
                    && change.op != Op::Opaque
                    && known.table == change.table
                    && known.model == change.model
                    && known.column == change.column
                    && known.to == change.to
                    && (known.columns == change.columns || change.op == Op::CreateTable)
            });
            match same {
                Some(known) => {
                    for cell in change.existing {
                        if !known.existing.contains(&cell) {
                            known.existing.push(cell);
                        }
                    }
                }
                None => self.changes.push(change),
            }
        }
    }

    fn assign(&mut self, target: &'a Expr, value: &'a Expr) {
        match &value.kind {
            Kind::Call(_) | Kind::If(..) | Kind::Sequence(_) => self.run_quietly(value),
            _ => {}
        }
        match &target.kind {
            Kind::Name(name) => {
                let between = self
                    .source
                    .get(target.span.end as usize..value.span.start as usize)
                    .map_or("", str::trim);
                let bound = match between.split(char::is_whitespace).next() {
                    Some("+=") => self.appended(target, value),
                    Some("||=") => match self.variable(name) {
                        Some(known) => known.clone(),
                        None => self.bound(value),
                    },
                    Some(op) if op.len() > 1 && op.ends_with('=') => Bound::Unknown,
                    _ => self.bound(value),
                };
                self.set(name, bound);
            }
            Kind::Call(call) => self.assign_attribute(target, call, value),
            _ => {}
        }
    }

    fn set(&mut self, name: &str, bound: Bound) {
        if name.starts_with('@') {
            self.fields.insert(name.to_owned(), bound);
            return;
        }
        let visible = self.variables.iter_mut().skip(self.base).rev();
        match visible.into_iter().find(|(known, _)| known == name) {
            Some((_, value)) => *value = bound,
            None => self.variables.push((name.to_owned(), bound)),
        }
    }

    fn variable(&self, name: &str) -> Option<&Bound> {
        if name.starts_with('@') {
            return self.fields.get(name);
        }
        let visible = self.variables.get(self.base..).unwrap_or_default();
        visible.iter().rev().find(|(known, _)| known == name).map(|(_, bound)| bound)
    }

    fn call(&mut self, expr: &'a Expr, call: &'a Call) {
        let mut site = Site {
            expr,
            receiver: call.receiver.as_ref(),
            name: Cow::Borrowed(&call.name),
            arguments: &call.arguments,
            options: &call.options,
            block: self.block_of(call),
            words: &expr.means,
        };
        if matches!(call.name.as_str(), "send" | "public_send" | "__send__")
            && let Some((method, arguments)) = call.arguments.split_first()
        {
            match self.value(method).text() {
                Some(name) => site.name = Cow::Owned(name.to_owned()),
                None => return,
            }
            (site.arguments, site.words) = (arguments, &method.means);
        }
        match self.on(&site) {
            On::Migration => self.own_call(&site),
            On::Table(block) => self.table_call(block, &site),
            On::Direction => {
                if site.control() != Some("down") {
                    self.run_block(&site, &[]);
                }
            }
            On::Other => self.other_call(&site),
        }
    }

    /// The block of a call, also where it is the one that the running helper was given.
    fn block_of(&self, call: &'a Call) -> Option<&'a Lambda> {
        if call.block.is_some() {
            return call.block.as_ref();
        }
        let Some(Expr { kind: Kind::Splat(inner), .. }) = call.arguments.last() else {
            return None;
        };
        match &inner.kind {
            Kind::Lambda(lambda) => Some(lambda),
            Kind::Name(name) if self.variable(name).is_none() => {
                self.calls.last().and_then(|(_, passed)| *passed).map(|passed| passed.block)
            }
            _ => None,
        }
    }

    fn on(&self, site: &Site<'a>) -> On {
        let Some(receiver) = site.receiver else { return On::Migration };
        match &receiver.kind {
            Kind::Name(name) => match self.variable(name) {
                Some(Bound::Table(block)) => On::Table(*block),
                Some(Bound::Direction) => On::Direction,
                Some(_) => On::Other,
                None => match name.as_str() {
                    "self" | "connection" | "@connection" | "conn" | "ActiveRecord::Migration" => {
                        On::Migration
                    }
                    _ => On::Other,
                },
            },
            Kind::Call(call) => match call.name.as_str() {
                "connection" | "lease_connection" | "retrieve_connection" => On::Migration,
                _ => On::Other,
            },
            _ => On::Other,
        }
    }

    fn own_call(&mut self, site: &Site<'a>) {
        let name = site.name.as_ref();
        let own = site.receiver.is_none_or(|receiver| receiver.name() == Some("self"));
        if own
            && let Some(helper) = self.library.methods.get(name).copied()
            && !self.calls.iter().any(|(running, _)| *running == name)
        {
            self.invoke(helper, site);
            return;
        }
        if own && name == "yield" {
            self.give(site);
            return;
        }
        if let Some(word) = site.word(|word| word.get("table").is_some()) {
            self.step(site, word, None);
            return;
        }
        if let Some(word) = site.word(|word| word.get("op") == Some("sql")) {
            self.sql(site, word);
            return;
        }
        match site.control() {
            Some("down" | "nothing") => return,
            Some("revert") => return self.revert(site),
            _ => {}
        }
        if name == "reversible" {
            self.run_block(site, &[Bound::Direction]);
        } else if site.block.is_some() {
            if self.describes_table(site) {
                self.opaque(&Target::default(), site);
            } else {
                self.run_block(site, &[]);
            }
        } else if self.quiet == 0
            && !name.ends_with('?')
            && name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && !matches!(name, "self" | "super")
        {
            self.opaque(&Target::default(), site);
        }
    }

    fn other_call(&mut self, site: &Site<'a>) {
        let Some(receiver) = site.receiver else { return };
        if receiver.call().is_some_and(|call| call.block.is_some()) && !self.loops(receiver) {
            self.run_quietly(receiver);
        }
        if let Some(word) = site.word(|word| word.get("op") == Some("backfill"))
            && let Some(rows) = self.rows(receiver)
        {
            self.backfill(site, word, &rows);
            return;
        }
        if let Some(word) = site.word(|word| word.get("table").is_some()) {
            self.step(site, word, None);
            return;
        }
        if let Some(word) = site.word(|word| word.get("op") == Some("sql")) {
            self.foreign_sql(site, word);
            return;
        }
        if let Kind::Name(name) = &receiver.kind {
            match site.name.as_ref() {
                "call" if self.variable(name).is_none() => return self.give(site),
                "push" | "append" | "concat" | "unshift" | "prepend" | "delete" | "delete_if" => {
                    if self.variable(name).is_some() {
                        self.set(name, Bound::Unknown);
                    }
                    return;
                }
                _ => {}
            }
        }
        // Another migration is run.
        let constant = match receiver.call() {
            Some(call) if call.name == "new" => call.receiver.as_ref(),
            _ => Some(receiver),
        };
        if matches!(site.name.as_ref(), "up" | "change" | "migrate")
            && let Some(Kind::Name(name)) = constant.map(|constant| &constant.kind)
            && name.starts_with(char::is_uppercase)
        {
            self.opaque(&Target::default(), site);
            return;
        }
        if site.block.is_some() {
            self.iterate(site, receiver);
        }
    }

    /// Whether a call runs its block for the members of a list that its receiver writes out.
    fn loops(&mut self, expr: &'a Expr) -> bool {
        let Some(receiver) = expr.call().and_then(|call| call.receiver.as_ref()) else {
            return false;
        };
        matches!(self.value(receiver).kind, Kind::List(_) | Kind::Map(_))
    }

    /// Runs a block for each member of a list that is known, once for one that is not.
    fn iterate(&mut self, site: &Site<'a>, receiver: &'a Expr) {
        let rows = self.rows(receiver);
        if let Some(rows) = rows {
            let rows = Bound::Rows(Rc::new(rows.given_to(&site.name)));
            self.run_block(site, &[rows]);
            return;
        }
        let members = self.value(receiver).into_owned();
        let members: Vec<Expr> = match members.kind {
            Kind::List(members) => members,
            Kind::Map(pairs) => pairs
                .into_iter()
                .map(|(key, value)| Expr::new(Kind::List(vec![key, value]), receiver.span))
                .collect(),
            Kind::Number(_) => {
                let first = Expr::new(Kind::Number("0".to_owned()), receiver.span);
                return self.run_block(site, &[Bound::Known(Rc::new(first))]);
            }
            _ => return self.run_block(site, &[]),
        };
        let indexed = site.name.contains("with_index");
        for (at, member) in members.into_iter().enumerate() {
            if self.stopped {
                return;
            }
            let mut given = vec![Bound::Known(Rc::new(member))];
            if indexed {
                let at = Expr::new(Kind::Number(at.to_string()), receiver.span);
                given.push(Bound::Known(Rc::new(at)));
            }
            self.run_block(site, &given);
        }
    }

    /// Runs the block of a call with values for its parameters; those that are missing are unknown.
    fn run_block(&mut self, site: &Site<'a>, given: &[Bound]) {
        if let Some(block) = site.block {
            self.run_lambda(block, given);
        }
    }

    fn run_lambda(&mut self, block: &'a Lambda, given: &[Bound]) {
        let variables = self.variables.len();
        self.bind_parameters(block, given);
        self.run(&block.body);
        self.variables.truncate(variables);
    }

    fn bind_parameters(&mut self, block: &Lambda, given: &[Bound]) {
        let bare = ["it".to_owned(), "_1".to_owned()];
        let names = if block.parameters.is_empty() && !given.is_empty() {
            bare.as_slice()
        } else {
            block.parameters.as_slice()
        };
        if block.parameters.is_empty() {
            for name in names {
                let bound = given.first().cloned().unwrap_or(Bound::Unknown);
                self.variables.push((name.clone(), bound));
            }
            return;
        }
        // One list for several parameters is spread over them.
        let spread = match given {
            [one] if names.len() > 1 => members_of(one),
            _ => None,
        };
        let given = spread.as_deref().unwrap_or(given);
        for (at, name) in names.iter().enumerate() {
            let bound = given.get(at).cloned().unwrap_or(Bound::Unknown);
            let Some(inner) = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) else {
                self.variables.push((name.clone(), bound));
                continue;
            };
            let members = members_of(&bound).unwrap_or_default();
            for (at, name) in inner.split(',').enumerate() {
                let bound = members.get(at).cloned().unwrap_or(Bound::Unknown);
                self.variables.push((name.trim().to_owned(), bound));
            }
        }
    }

    /// `yield`: runs the block that the running helper was given.
    fn give(&mut self, site: &Site<'a>) {
        let Some(passed) = self.calls.last().and_then(|(_, passed)| *passed) else { return };
        let given: Vec<_> = site.arguments.iter().map(|argument| self.bound(argument)).collect();
        let outer = self.calls.pop();
        let base = std::mem::replace(&mut self.base, passed.base);
        self.run_lambda(passed.block, &given);
        self.base = base;
        self.calls.extend(outer);
    }

    /// Runs a method of the migration.
    fn invoke(&mut self, helper: &'a Def, site: &Site<'a>) {
        if self.calls.len() >= MAX_CALLS {
            self.stopped = true;
            return;
        }
        let variables = self.variables.len();
        let parameters = self.parameters(helper, site);
        let passed = site.block.map(|block| Passed { block, base: self.base });
        let base = std::mem::replace(&mut self.base, variables);
        self.variables.extend(parameters);
        self.calls.push((helper.name.as_str(), passed));
        self.run(&helper.body);
        self.calls.pop();
        self.base = base;
        self.variables.truncate(variables);
    }
}

impl Site<'_> {
    /// The step that the call's name means, if it is one of that shape.
    fn word(&self, shape: impl Fn(&Word) -> bool) -> Option<&'static Word> {
        self.words.iter().find(|word| word.fact == "change" && shape(word)).copied()
    }

    fn control(&self) -> Option<&'static str> {
        self.words.iter().find(|word| word.fact == "control")?.get("of")
    }
}

/// The members of a list that a variable holds.
fn members_of(bound: &Bound) -> Option<Vec<Bound>> {
    let Bound::Known(value) = bound else { return None };
    let Kind::List(members) = &value.kind else { return None };
    Some(members.iter().map(|member| Bound::Known(Rc::new(member.clone()))).collect())
}
