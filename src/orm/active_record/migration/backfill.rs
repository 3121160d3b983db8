//! Steps that change rows instead of the schema, and SQL.

use super::{Reader, Site, Target};
use crate::{
    change::{Change, Op},
    expr::{Call, Expr, Kind, Word},
    predicate::{Cell, Literal},
    sql,
};

/// Rows of a model that code holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    target: Target,
    /// The calls that leave rows out, as written.
    conditions: Vec<String>,
    /// One row rather than a query: what is called on it leads to other models.
    record: bool,
}

impl Rows {
    /// The rows that a method gives to its block.
    pub(super) fn given_to(self, method: &str) -> Rows {
        let record = !matches!(
            method,
            "in_batches" | "find_in_batches" | "each_batch" | "each_slice" | "tap" | "then"
        );
        Rows { record, ..self }
    }
}

/// Methods of a query that leave no row out, in alphabetical order.
const KEEPS_ROWS: &[&str] = &[
    "all",
    "each",
    "each_batch",
    "eager_load",
    "find_each",
    "find_in_batches",
    "in_batches",
    "includes",
    "load",
    "lock",
    "order",
    "preload",
    "readonly",
    "references",
    "reorder",
    "reverse_order",
    "select",
    "strict_loading",
    "to_a",
    "unscope",
    "unscoped",
    "with_deleted",
    "with_discarded",
];

/// Methods of a model or query whose result is neither, in alphabetical order.
const NO_ROWS: &[&str] = &[
    "average",
    "build",
    "collect",
    "column_names",
    "columns",
    "columns_hash",
    "connection",
    "count",
    "create",
    "create!",
    "exists?",
    "group",
    "ids",
    "insert_all",
    "map",
    "maximum",
    "minimum",
    "name",
    "new",
    "pluck",
    "sum",
    "table_name",
    "upsert_all",
];

/// Methods of a query that find one row.
const FINDS_ONE: &[&str] =
    &["find", "find_by", "find_by!", "find_by_id", "first", "first!", "last", "last!", "take"];

/// What stands in SQL for a part that cannot be known.
const UNKNOWN: &str = "ormscope_unknown";

impl<'a> Reader<'a> {
    /// The rows that an expression stands for, if it is a model or a query.
    pub(super) fn rows(&mut self, expr: &Expr) -> Option<Rows> {
        if self.fuel == 0 {
            return None;
        }
        self.fuel -= 1;
        match &expr.kind {
            Kind::Name(name) => {
                match self.variable(name) {
                    Some(super::Bound::Rows(rows)) => return Some((**rows).clone()),
                    Some(super::Bound::Known(value)) if value.name() != Some(name) => {
                        let value = value.clone();
                        return match &value.kind {
                            Kind::Name(_) => self.rows(&value),
                            _ => None,
                        };
                    }
                    Some(_) => return None,
                    None => {}
                }
                let framework =
                    matches!(name.as_str(), "ActiveRecord::Base" | "Rails" | "Rails.cache" | "Set");
                let class = name.trim_start_matches("::").starts_with(|c: char| c.is_uppercase());
                // `TABLES_2020` is no class; neither is what the migration sets to something else.
                let shouts = name.contains('_') && !name.contains(|c: char| c.is_lowercase());
                let known = self.library.constant(name).is_some();
                if !class || framework || shouts || known && self.library.model(name).is_none() {
                    return None;
                }
                let target = self.target_of_model(name);
                Some(Rows { target, conditions: Vec::new(), record: false })
            }
            Kind::Call(call) => self.rows_of_call(expr, call),
            Kind::Index(..) => None,
            _ => None,
        }
    }

    fn rows_of_call(&mut self, expr: &Expr, call: &Call) -> Option<Rows> {
        let name = call.name.as_str();
        let all = |target| Some(Rows { target, conditions: Vec::new(), record: false });
        let Some(receiver) = &call.receiver else {
            // GitLab's migrations define their models like this.
            if name != "define_batchable_model" {
                return None;
            }
            return self.target(call.arguments.first()?).and_then(all);
        };
        if matches!(name, "constantize" | "safe_constantize") {
            let value = self.value(receiver);
            return value.text().map(|model| self.target_of_model(model)).and_then(all);
        }
        let mut rows = self.rows(receiver)?;
        if rows.record || NO_ROWS.binary_search(&name).is_ok() {
            return None;
        }
        if name == "find_or_create_by" || name.starts_with("find_or_") {
            return None;
        }
        if KEEPS_ROWS.binary_search(&name).is_err() {
            let (from, to) = (receiver.span.end as usize, expr.span.end as usize);
            let text = self.source.get(from..to).unwrap_or_default();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = text.trim_start_matches(['.', '&']);
            rows.conditions.push(text.chars().take(200).collect());
        }
        rows.record = FINDS_ONE.contains(&name);
        Some(rows)
    }

    /// `update_all(…)`, `update!(…)`, `update_column(:x, …)` on rows of a model.
    pub(super) fn backfill(&mut self, site: &Site<'a>, word: &'static Word, rows: &Rows) {
        let arguments = self.arguments(site);
        let mut values: Vec<(String, Cell)> = Vec::new();
        let mut conditions = rows.conditions.clone();
        conditions.extend(self.guards.iter().cloned());
        if let (Some(column), Some(value)) = (word.position("column"), word.position("default")) {
            let column = arguments.positional.get(column).and_then(Expr::text);
            if let (Some(column), Some(value)) = (column, arguments.positional.get(value)) {
                values.push((column.to_owned(), self.cell(value)));
            }
        } else if site.name == "update_all" && !arguments.positional.is_empty() {
            return self.backfill_by_sql(site, &arguments.positional, rows, conditions);
        } else {
            // `User.update(1, name: "x")`
            if let Some(first) = site.arguments.first()
                && !arguments.positional.is_empty()
            {
                conditions.push(self.text(first.span));
            }
            for (column, value) in &arguments.options {
                values.push((column.clone(), self.cell(value)));
            }
        }
        for (column, cell) in values {
            let change = self.change(Op::Backfill, &rows.target, site);
            self.push(Change {
                column: Some(column),
                existing: vec![cell],
                condition: together(&conditions),
                ..change
            });
        }
    }

    /// `User.reset_counters(id, :posts)` counts into `posts_count`, and `User.update_counters(id, posts_count:
    /// 5)` adds to it (`counter_cache.rb`, Rails 8.0).
    pub(super) fn recount(&mut self, site: &Site<'a>, word: &'static Word, rows: &Rows) {
        let arguments = self.arguments(site);
        let columns: Vec<String> = match word.position("columns") {
            Some(from) => {
                let names = arguments.positional.iter().skip(from).filter_map(Expr::text);
                names.map(|it| format!("{it}_count")).collect()
            }
            None => arguments.options.into_iter().map(|(column, _)| column).collect(),
        };
        for column in columns {
            let change = self.change(Op::Backfill, &rows.target, site);
            self.push(Change {
                column: Some(column),
                existing: vec![Cell::NotNull],
                condition: together(&rows.conditions),
                ..change
            });
        }
    }

    /// `User.delete_all`, where nothing keeps rows from it.
    pub(super) fn empty(&mut self, site: &Site<'a>, rows: &Rows) {
        if rows.conditions.is_empty() && self.guards.is_empty() && !rows.record {
            let change = self.change(Op::Backfill, &rows.target, site);
            self.push(change);
        }
    }

    /// `user.deleted_at = nil`, to be saved later.
    pub(super) fn assign_attribute(&mut self, target: &'a Expr, call: &'a Call, value: &'a Expr) {
        let Some(Expr { kind: Kind::Name(variable), .. }) = &call.receiver else { return };
        let Some(super::Bound::Rows(rows)) = self.variable(variable) else { return };
        let rows = rows.clone();
        if !call.arguments.is_empty() || !rows.record {
            return;
        }
        let value = self.value(value).into_owned();
        let mut conditions = rows.conditions.clone();
        conditions.extend(self.guards.iter().cloned());
        let change = Change {
            model: rows.target.model.clone(),
            column: Some(call.name.clone()),
            existing: vec![self.cell(&value)],
            condition: together(&conditions),
            place: Some(self.place(target.span)),
            text: self.text(crate::source::Span { end: value.span.end, ..target.span }),
            ..Change::new(Op::Backfill, &rows.target.table, super::READER)
        };
        self.push(change);
    }

    /// `update_all("x = 1")`, `update_all(["x = ?", 1])`
    fn backfill_by_sql(
        &mut self,
        site: &Site<'a>,
        arguments: &[Expr],
        rows: &Rows,
        conditions: Vec<String>,
    ) {
        let text = match arguments {
            [Expr { kind: Kind::List(members), .. }] => self.filled(members),
            _ => self.filled(arguments),
        };
        let Some(text) = text else { return };
        for step in sql::changes(&format!("UPDATE t SET {text}"), None, super::READER) {
            if step.op != Op::Backfill || step.column.as_deref().is_none_or(is_placeholder) {
                continue;
            }
            let change = self.change(Op::Backfill, &rows.target, site);
            self.push(Change {
                column: step.column,
                existing: step.existing.into_iter().map(without_placeholder).collect(),
                condition: together(&conditions),
                ..change
            });
        }
    }

    /// SQL with its `?` filled in.
    fn filled(&self, parts: &[Expr]) -> Option<String> {
        let (text, values) = parts.split_first()?;
        let (text, _) = sql_text(text)?;
        let mut values = values.iter();
        let mut filled = String::new();
        for piece in text.split_inclusive('?') {
            let Some(before) = piece.strip_suffix('?') else {
                filled.push_str(piece);
                continue;
            };
            filled.push_str(before);
            match values.next().map(|value| &value.kind) {
                Some(Kind::Null) => filled.push_str("NULL"),
                Some(Kind::Bool(value)) => filled.push_str(if *value { "TRUE" } else { "FALSE" }),
                Some(Kind::Number(number)) => filled.push_str(number),
                Some(Kind::Text(text) | Kind::Symbol(text)) => {
                    filled.push_str(&Literal::Text(text.clone()).to_string());
                }
                _ => filled.push_str(UNKNOWN),
            }
        }
        Some(filled)
    }

    /// `execute "…"`
    pub(super) fn sql(&mut self, site: &Site<'a>, word: &'static Word) {
        let arguments = self.arguments(site);
        let at = word.position("column").unwrap_or_default();
        let text = arguments.positional.get(at).and_then(sql_text);
        let Some((text, whole)) = text else {
            if self.quiet == 0 {
                self.opaque(&Target::default(), site);
            }
            return;
        };
        self.sql_steps(site, &text, whole);
    }

    /// A call on something unknown that may take SQL: a connection in a variable.
    pub(super) fn foreign_sql(&mut self, site: &Site<'a>, word: &'static Word) {
        let arguments = self.arguments(site);
        let at = word.position("column").unwrap_or_default();
        if let Some((text, true)) = arguments.positional.get(at).and_then(sql_text) {
            let start = self.changes.len();
            self.sql_steps(site, &text, true);
            // Not SQL at all.
            let mut at = start;
            while let Some(change) = self.changes.get(at) {
                if change.op == Op::Opaque {
                    self.changes.remove(at);
                } else {
                    at += 1;
                }
            }
        }
    }

    /// The steps of SQL; what depends on a part that cannot be known is opaque.
    fn sql_steps(&mut self, site: &Site<'a>, text: &str, whole: bool) {
        let place = self.place(site.expr.span);
        if !whole && !reads_or_fills(text) && !begins(text, &["UPDATE"]) {
            let shown = text.replace(UNKNOWN, "?").split_whitespace().collect::<Vec<_>>().join(" ");
            if !self.dump {
                let change = Change {
                    place: Some(place),
                    text: shown.chars().take(200).collect(),
                    ..Change::new(Op::Opaque, "", super::READER)
                };
                self.push(change);
            }
            return;
        }
        if !whole && reads_or_fills(text) {
            return;
        }
        let mut steps = sql::changes(text, Some(self.file), super::READER);
        let mut condition = None;
        if !whole
            && steps.iter().any(|step| step.op == Op::Opaque)
            && let Some(at) = text.to_ascii_uppercase().find("WHERE ")
        {
            // Which rows are updated is not known, but what they get is.
            let (update, rows) = text.split_at(at);
            steps = sql::changes(update, Some(self.file), super::READER);
            let rows = rows.get("WHERE ".len()..).unwrap_or_default().replace(UNKNOWN, "?");
            condition = Some(rows.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        for mut step in steps {
            if self.dump && step.op == Op::Opaque {
                continue;
            }
            step.place = Some(place.clone());
            if !whole {
                let named = [Some(&step.table), step.column.as_ref(), step.to.as_ref()];
                if named.into_iter().flatten().any(|name| is_placeholder(name)) {
                    continue;
                }
                step.existing = step.existing.into_iter().map(without_placeholder).collect();
                step.condition =
                    condition.clone().or(step.condition.map(|text| text.replace(UNKNOWN, "?")));
                step.text = step.text.replace(UNKNOWN, "?");
            }
            self.push(step);
        }
    }
}

/// The text of SQL and whether it is known as a whole.
fn sql_text(expr: &Expr) -> Option<(String, bool)> {
    if let Some(text) = expr.text() {
        return Some((text.to_owned(), true));
    }
    match &expr.kind {
        Kind::Template(parts) => {
            let known = |part: &Expr| part.text().map_or(UNKNOWN.to_owned(), str::to_owned);
            Some((parts.iter().map(known).collect(), false))
        }
        Kind::Call(call) => match call.name.as_str() {
            // `<<~SQL.squish`, `ActiveRecord::Base.send(:sanitize_sql, …)`, `Arel.sql(…)`
            "squish" | "strip" | "strip_heredoc" | "chomp" | "gsub" | "tr" | "html_safe"
            | "freeze" | "delete" => {
                sql_text(call.receiver.as_ref()?).map(|(text, whole)| {
                    let plain = matches!(call.name.as_str(), "gsub" | "tr" | "delete");
                    // White space is all that such calls are used for here, or nearly.
                    (text, whole && (!plain || is_white(call)))
                })
            }
            "sanitize_sql" | "sanitize_sql_array" | "sql" => {
                let first = call.arguments.first()?;
                let first = first.members().and_then(<[Expr]>::first).unwrap_or(first);
                sql_text(first).map(|(text, _)| (text.replace('?', UNKNOWN), false))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `gsub(/\s+/, " ")`
fn is_white(call: &Call) -> bool {
    call.arguments.iter().all(|argument| match &argument.kind {
        Kind::Text(text) => text.trim().is_empty(),
        Kind::Other(regex) => regex.chars().all(|c| "/\\sn+ *^gm".contains(c)),
        _ => false,
    })
}

fn begins(text: &str, words: &[&str]) -> bool {
    let first = text.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    words.iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Whether SQL leaves the schema and the values of rows that exist alone.
fn reads_or_fills(text: &str) -> bool {
    begins(
        text,
        &[
            "ANALYZE", "COMMENT", "COPY", "DELETE", "EXPLAIN", "INSERT", "LOCK", "REINDEX",
            "REPLACE", "SELECT", "SET", "SHOW", "TRUNCATE", "VACUUM", "VALUES",
        ],
    )
}

fn is_placeholder(name: &str) -> bool {
    name.contains(UNKNOWN)
}

fn without_placeholder(cell: Cell) -> Cell {
    match &cell {
        Cell::Value(Literal::Text(text)) if is_placeholder(text) => Cell::Unknown,
        _ => cell,
    }
}

/// Several conditions as one text; `None` for none.
fn together(conditions: &[String]) -> Option<String> {
    (!conditions.is_empty()).then(|| conditions.join(" && "))
}
