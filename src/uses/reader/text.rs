//! Strings: the name of a column alone, SQL, or prose.

use super::Reader;
use crate::{
    expr::{Expr, Kind},
    finding::Confidence,
    source::Language,
    uses::{
        How, Via,
        claim::{Claim, Shape},
        statement::{self, Owner},
    },
};

/// The text of a statement, which may be written otherwise than it stands in the code.
struct Statement {
    /// Where it begins in the code.
    from: u32,
    text: String,
    /// Places behind what is written otherwise: in the code, from its beginning, and in the text.
    moves: Vec<(usize, usize)>,
}

impl Statement {
    /// Where in the text a place of the code is.
    fn place(&self, at: u32) -> usize {
        let at = at.saturating_sub(self.from) as usize;
        let before = self.moves.iter().rev().find(|(behind, _)| *behind <= at);
        before.map_or(at, |(behind, moved)| moved + (at - behind))
    }
}

impl Reader<'_, '_, '_> {
    /// A string: the name alone, SQL, or prose.
    pub(super) fn string(&mut self, expr: &Expr, context: Option<(usize, How, Confidence)>) {
        let mut code = Vec::new();
        if let Kind::Template(parts) = &expr.kind {
            for part in parts.iter().filter(|part| !matches!(part.kind, Kind::Text(_))) {
                self.walk(part);
                code.push(part.span);
            }
        }
        let (from, to) = self.content(expr);
        let mut statement = None;
        for at in self.claims.within(from, to) {
            let Some(occurrence) = self.claims.occurrences.get(at) else { continue };
            let span = occurrence.span;
            if code.iter().any(|code| code.start <= span.start && span.end <= code.end) {
                continue;
            }
            if expr.text().is_some_and(|text| text == occurrence.word) {
                let claim = match context {
                    Some((model, how, sure)) => self.tie(model, how, Via::Text, sure),
                    None => Claim::Open(Shape::Symbol),
                };
                self.claims.add(at, claim);
                continue;
            }
            let statement = statement.get_or_insert_with(|| self.statement(expr, from, to));
            let (start, end) = (statement.place(span.start), statement.place(span.end));
            let claim = self.in_statement(statement::owner(&statement.text, start, end), context);
            self.claims.add(at, claim);
        }
    }

    /// A text in which code that asks a model for its table is that table's name:
    /// `"#{User.table_name}.nickname"`.
    fn statement(&self, expr: &Expr, from: u32, to: u32) -> Statement {
        let whole = self.text.get(from as usize..to as usize).unwrap_or_default();
        let mut statement = Statement { from, text: String::new(), moves: Vec::new() };
        let mut done = 0;
        let parts = if let Kind::Template(parts) = &expr.kind { parts.as_slice() } else { &[] };
        for part in parts {
            let Some(table) = self.table_asked_for(part) else { continue };
            let inner = part.span.start.checked_sub(from).zip(part.span.end.checked_sub(from));
            let Some((start, end)) = inner.map(|(start, end)| (start as usize, end as usize))
            else {
                continue;
            };
            let (Some(before), Some(after)) = (whole.get(done..start), whole.get(end..)) else {
                continue;
            };
            let (Some(opens), Some(closes)) = (before.rfind('{'), after.find('}')) else {
                continue;
            };
            let kept = before.get(..opens).unwrap_or_default();
            statement.text += kept.strip_suffix(['#', '$']).unwrap_or(kept);
            statement.text += table;
            done = end + closes + 1;
            statement.moves.push((done, statement.text.len()));
        }
        statement.text += whole.get(done..).unwrap_or_default();
        statement
    }

    /// The table of the model whose table's name code asks for.
    pub(super) fn table_asked_for(&self, code: &Expr) -> Option<&str> {
        let name = code.name()?;
        self.query(name).find(|word| word.get("gives") == Some("table"))?;
        let model = match code.call().and_then(|call| call.receiver.as_ref()) {
            Some(receiver) => self.type_of(receiver)?.of.model(),
            None => self.me?.of.model(),
        };
        self.model(model?)?.table.as_deref()
    }

    /// What stands between the marks of a string; that of a here-document begins on the next line.
    pub(super) fn content(&self, expr: &Expr) -> (u32, u32) {
        let (from, to) = (expr.span.start as usize, expr.span.end as usize);
        let text = self.text.get(from..to).unwrap_or_default();
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let Some(mark) = text.strip_prefix("<<") else {
            // `f"…"`
            let prefix = text.find(['"', '\'', '`']).filter(|at| *at < 3).unwrap_or(0);
            let marked = text.get(prefix..).unwrap_or_default();
            let inner = marked.trim_start_matches(['"', '\'', '`']);
            let lead = text.len() - inner.len();
            let inner = inner.trim_end_matches(['"', '\'', '`']);
            return (small(from + lead), small(from + lead + inner.len()));
        };
        let mark = mark.trim_start_matches(['~', '-']).trim_matches(['"', '\'', '`']);
        let rest = self.text.get(to..).unwrap_or_default();
        let Some(line) = rest.find('\n') else { return (small(from), small(to)) };
        let start = to + line + 1;
        let body = self.text.get(start..).unwrap_or_default();
        let mut end = start;
        for line in body.split_inclusive('\n').take_while(|line| line.trim() != mark) {
            end += line.len();
        }
        (small(start), small(end))
    }

    pub(super) fn in_statement(
        &self,
        owner: Owner,
        context: Option<(usize, How, Confidence)>,
    ) -> Claim {
        let conventions = &self.search.conventions;
        let of = |table: &str| {
            let of = conventions.table(table).first();
            // `primaryjoin="User.nickname == …"`
            let class =
                || conventions.class(table).first().filter(|_| self.language == Language::Python);
            of.or_else(class).copied()
        };
        match (owner, context) {
            (Owner::Table(table, sure), _) => match of(&table) {
                Some(model) => self.tie(model, How::Sql, Via::Sql, sure),
                None => match self.language.is_script() {
                    true => self.aliased(&table).unwrap_or(Claim::Open(Shape::Prose)),
                    false => Claim::Open(Shape::Prose),
                },
            },
            (Owner::OneOf(tables), _) => {
                let models: Vec<usize> = tables.iter().filter_map(|table| of(table)).collect();
                match models.iter().find(|at| self.search.names.is_held_by(**at)) {
                    Some(model) => self.tie(*model, How::Sql, Via::Sql, Confidence::Likely),
                    None => Claim::Open(Shape::Prose),
                }
            }
            (Owner::Unsaid | Owner::Perhaps, Some((model, how, sure))) => {
                self.tie(model, how, Via::Text, sure)
            }
            (Owner::Unsaid, None) => match self.me.and_then(|me| me.of.model()) {
                Some(model) => self.tie(model, How::Sql, Via::Itself, Confidence::Likely),
                None => Claim::Open(Shape::Sql),
            },
            _ => Claim::Open(Shape::Prose),
        }
    }
}
