//! Kysely: a chain for each table, with a function for what a column is.

use super::{
    Reader,
    chain::{Link, links},
    step::names,
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    expr::{Expr, Kind},
};

impl Reader<'_> {
    /// `db.schema.alterTable('users').addColumn('name', 'text', (col) => col.notNull()).execute()`
    pub(super) fn kysely(&mut self, links: &[Link<'_>], expr: &Expr) -> bool {
        let chain = |link: &Link<'_>| {
            let word = self.tool.word(link.expr, "change")?;
            word.get("op").filter(|op| op.starts_with("chain-")).map(|op| op.to_owned())
        };
        let Some((at, op)) =
            links.iter().enumerate().find_map(|(at, link)| Some((at, chain(link)?)))
        else {
            return false;
        };
        let Some(start) = links.get(at) else { return false };
        let given = start.call.arguments.first().map(|argument| self.value(argument));
        let rest = links.get(at + 1..).unwrap_or_default();
        if op == "chain-drop-index" {
            let name = given.and_then(|given| given.text().map(str::to_owned));
            self.push(Change { name, ..self.change(Op::DropIndex, "", expr) });
            return true;
        }
        if op == "chain-index" {
            let name = given.and_then(|given| given.text().map(str::to_owned));
            self.chained_index(name, rest, expr);
            return true;
        }
        let Some(table) = given.and_then(|given| self.table(&given)) else {
            self.opaque("", expr);
            return true;
        };
        match op.as_str() {
            "chain-update" => self.chained_update(&table, rest, expr),
            "chain-drop" => self.push(self.change(Op::DropTable, &table, expr)),
            _ => {
                let mut created = None;
                if op == "chain-create" {
                    created = Some(self.changes.len());
                    self.push(self.change(Op::CreateTable, &table, expr));
                }
                for link in rest {
                    if self.chained(&table, created, link, expr).is_none() {
                        self.opaque(&table, expr);
                    }
                }
            }
        }
        true
    }

    fn chained(
        &mut self,
        table: &str,
        created: Option<usize>,
        link: &Link<'_>,
        expr: &Expr,
    ) -> Option<()> {
        if self.tool.word(link.expr, "control").and_then(|word| word.get("of")) == Some("nothing") {
            return Some(());
        }
        let op = self.tool.word(link.expr, "change")?.get("op")?;
        let arguments: Vec<_> =
            link.call.arguments.iter().map(|argument| self.value(argument)).collect();
        let first = arguments.first();
        match op {
            "add-column" => {
                let mut column = Column {
                    name: first?.text()?.to_owned(),
                    sql_type: arguments.get(1).and_then(|of| self.type_of(of)),
                    place: Some(self.place(expr.span)),
                    ..Column::default()
                };
                self.modified(&mut column, arguments.get(2));
                column.nullable = Some(column.nullable.unwrap_or(true));
                self.made(table, created, column, expr);
            }
            "alter-column" => {
                let mut column = Column { name: first?.text()?.to_owned(), ..Column::default() };
                self.modified(&mut column, arguments.get(1));
                self.altered(table, column, expr);
            }
            "drop-column" => {
                let column = Some(first?.text()?.to_owned());
                self.push(Change { column, ..self.change(Op::DropColumn, table, expr) });
            }
            "rename-column" => self.rename(table, first?.text()?, arguments.get(1)?.text()?, expr),
            "rename-table" => {
                let to = Some(first?.text()?.to_owned());
                self.push(Change { to, ..self.change(Op::RenameTable, table, expr) });
            }
            "add-unique" | "primary" | "add-foreign-key" => {
                let columns = names(arguments.get(1)?)?.into_iter().map(str::to_owned).collect();
                let to = arguments.get(2).and_then(Expr::text).map(str::to_owned);
                let op = match op {
                    "add-unique" => Op::AddUnique,
                    "primary" => Op::ChangePrimaryKey,
                    _ => Op::AddForeignKey,
                };
                let name = first.and_then(Expr::text).map(str::to_owned);
                self.push(Change { name, columns, to, ..self.change(op, table, expr) });
            }
            "add-check" => self.push(self.change(Op::AddCheck, table, expr)),
            "drop-constraint" => self.drop_constraint(table, first?.text()?, expr),
            _ => return None,
        }
        Some(())
    }

    /// What the function of a column says of it.
    fn modified(&mut self, column: &mut Column, function: Option<&Expr>) {
        let Some(Kind::Lambda(lambda)) = function.map(|function| &function.kind) else { return };
        let (_, links) = links(match &lambda.body.kind {
            Kind::Sequence(statements) => match statements.as_slice() {
                [Expr { kind: Kind::Exit(Some(value)), .. }] => value,
                _ => return,
            },
            _ => &lambda.body,
        });
        for link in links {
            let of = self.tool.word(link.expr, "control").and_then(|word| word.get("of"));
            let argument = link.call.arguments.first().map(|argument| self.value(argument));
            match of {
                Some("not-null") => column.nullable = Some(false),
                Some("null") => column.nullable = Some(true),
                Some("default") => {
                    column.default = argument.map_or(DefaultValue::Null, |it| self.default_of(&it));
                }
                Some("drop-default") => column.default = DefaultValue::Null,
                Some("type") => column.sql_type = argument.and_then(|of| self.type_of(&of)),
                Some("primary") => {
                    column.primary_key = true;
                    column.nullable = Some(false);
                }
                Some("unique") => column.unique = true,
                _ => {}
            }
        }
    }

    /// `db.updateTable('users').set({ state: 'open' }).where('state', 'is', null)`
    fn chained_update(&mut self, table: &str, links: &[Link<'_>], expr: &Expr) {
        let (mut values, mut condition) = (None, None);
        for link in links {
            match self.tool.word(link.expr, "control").and_then(|word| word.get("of")) {
                Some("values") => {
                    let first = link.call.arguments.first();
                    values = first.map(|argument| self.value(argument));
                }
                Some("rows") => condition = Some(self.text(expr.span)),
                _ => {}
            }
        }
        if let Some(values) = values {
            self.backfill(table, &values, condition, expr);
        }
    }

    /// `db.schema.createIndex('name').on('users').column('email').unique()`
    fn chained_index(&mut self, name: Option<String>, links: &[Link<'_>], expr: &Expr) {
        let (mut table, mut columns, mut unique) = (None, Vec::new(), false);
        for link in links {
            let of = self.tool.word(link.expr, "control").and_then(|word| word.get("of"));
            let argument = link.call.arguments.first().map(|argument| self.value(argument));
            match of {
                Some("on") => table = argument.and_then(|given| self.table(&given)),
                Some("columns") => {
                    let given = argument.as_ref().and_then(names).unwrap_or_default();
                    columns.extend(given.into_iter().map(str::to_owned));
                }
                Some("unique") => unique = true,
                _ => {}
            }
        }
        let op = if unique { Op::AddUnique } else { Op::AddIndex };
        match table {
            Some(table) => self.push(Change { name, columns, ..self.change(op, &table, expr) }),
            None => self.opaque("", expr),
        }
    }
}
