//! Indexes and constraints: what is unique, what refers to what.

use super::{
    Reader,
    step::{names, on_delete},
    value::option,
};
use crate::{
    change::{Change, Op},
    expr::{Expr, Kind, Word},
    predicate::Cell,
    sql,
};

impl Reader<'_> {
    /// An index by its columns and options, or by one object.
    pub(super) fn index(
        &mut self,
        op: &str,
        table: &str,
        word: &Word,
        arguments: &[Expr],
        expr: &Expr,
    ) -> Option<()> {
        let from = word.position("columns")?;
        let given = arguments.get(from)?;
        let columns = match &given.kind {
            Kind::Map(_) => names(option(given, "fields").or(option(given, "columnNames"))?)?,
            _ => names(given)?,
        };
        let behind = arguments.get(from..).unwrap_or_default();
        let says = |names: &[&str]| {
            behind.iter().any(|argument| {
                names.iter().any(|name| {
                    option(argument, name).is_some_and(|value| {
                        matches!(&value.kind, Kind::Bool(true))
                            || value.text().is_some_and(|text| text.eq_ignore_ascii_case("unique"))
                    })
                })
            })
        };
        let unique = op == "add-unique"
            || says(&["unique", "isUnique", "indicesType", "type", "method"])
            // `db.addIndex('users', 'name', ['email'], true)`
            || behind.iter().skip(1).any(|argument| argument.kind == Kind::Bool(true));
        let condition = behind.iter().find_map(|argument| option(argument, "where"));
        let condition = condition.map(|rows| match rows.text() {
            Some(text) => text.to_owned(),
            None => self.text(rows.span),
        });
        let op = if unique { Op::AddUnique } else { Op::AddIndex };
        let columns = columns.into_iter().map(str::to_owned).collect();
        self.push(Change { columns, condition, ..self.change(op, table, expr) });
        Some(())
    }

    /// `addConstraint('users', { type: 'unique', fields: ['email'] })`
    pub(super) fn constraint(
        &mut self,
        table: &str,
        word: &Word,
        arguments: &[Expr],
        expr: &Expr,
    ) -> Option<()> {
        let options = arguments.iter().rev().find(|argument| {
            ["type", "unique", "foreignKeys", "check", "primaryKey"]
                .iter()
                .any(|key| option(argument, key).is_some())
        });
        let Some(options) = options else {
            // pgm.addConstraint('users', 'name', 'UNIQUE (email)')
            let text = arguments.get(word.position("column")? + 1)?.text()?;
            let statement = format!("ALTER TABLE t ADD CONSTRAINT c {text}");
            for step in sql::changes(&statement, None, self.tool.reader()) {
                let change = self.change(step.op, table, expr);
                self.push(Change { columns: step.columns, to: step.to, ..change });
            }
            return Some(());
        };
        let kind = option(options, "type").and_then(Expr::text).map(str::to_lowercase);
        let listed = option(options, "fields").or(arguments.get(1));
        let (op, columns) = match kind.as_deref() {
            Some("unique") => (Op::AddUnique, listed),
            Some("foreign key") => (Op::AddForeignKey, listed),
            Some("primary key") => (Op::ChangePrimaryKey, listed),
            Some("check") => (Op::AddCheck, listed),
            Some("default") => {
                let default = option(options, "defaultValue")?;
                let default = self.default_of(&default.clone());
                let column = names(listed?)?.first().map(|name| (*name).to_owned());
                let change = self.change(Op::AlterColumn, table, expr);
                self.push(Change { column, default, existing: vec![Cell::Unknown], ..change });
                return Some(());
            }
            Some(_) => return None,
            None => match ["unique", "primaryKey", "check", "foreignKeys"]
                .iter()
                .find_map(|key| option(options, key).map(|value| (*key, value)))?
            {
                ("unique", columns) => (Op::AddUnique, Some(columns)),
                ("primaryKey", columns) => (Op::ChangePrimaryKey, Some(columns)),
                ("check", _) => (Op::AddCheck, None),
                (_, keys) => (Op::AddForeignKey, option(keys, "columns")),
            },
        };
        let columns = columns.and_then(names).unwrap_or_default();
        let columns = columns.into_iter().map(str::to_owned).collect();
        let to = option(options, "references").and_then(|to| option(to, "table")).cloned();
        let to = to.and_then(|to| self.table(&to));
        let condition = match op {
            Op::AddForeignKey => on_delete(option(options, "onDelete")),
            _ => None,
        };
        let name = option(options, "name").and_then(Expr::text).map(str::to_owned);
        self.push(Change { name, columns, to, condition, ..self.change(op, table, expr) });
        Some(())
    }
}
