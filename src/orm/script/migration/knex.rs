//! Knex and what is built on it: a table's builder, and queries that change rows.

use super::{
    Block, Reader,
    chain::{Link, links},
    step::{names, on_delete},
    value::{option, shown},
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    expr::{Call, Expr, Kind, Lambda},
};

impl Reader<'_> {
    /// Takes a chain that begins with the builder of a table, or with its query.
    pub(super) fn built(&mut self, expr: &Expr) -> bool {
        let (root, links) = links(expr);
        if let Some(root) = root
            && let Some(block) = self.blocks.iter().rposition(|block| block.variable == root)
        {
            self.part(block, &links, expr);
            return true;
        }
        match self.tool.reader() {
            "kysely" => self.kysely(&links, expr),
            "knex" => self.query(root, &links, expr),
            _ => false,
        }
    }

    /// `knex.schema.alterTable('users', (table) => {…})`
    pub(super) fn build(&mut self, expr: &Expr, call: &Call, arguments: &[Expr], op: &str) -> bool {
        let function = call.arguments.iter().find_map(|argument| match &argument.kind {
            Kind::Lambda(lambda) => Some((**lambda).clone()),
            Kind::Name(name) => match self.variable(name)?.as_ref()?.kind.clone() {
                Kind::Lambda(lambda) => Some(*lambda),
                Kind::Def(def) => Some(Lambda {
                    parameters: def.parameters.into_iter().map(|(name, _)| name).collect(),
                    body: def.body,
                }),
                _ => None,
            },
            _ => None,
        });
        // `knex.table('users')` begins a query.
        let Some(function) = function else { return false };
        let Some(table) = arguments.first().and_then(|given| self.table(given)) else {
            self.opaque("", expr);
            return true;
        };
        let table = match schema(call) {
            Some(schema) if schema != "public" => format!("{schema}.{table}"),
            _ => table,
        };
        let mut created = None;
        if op == "create-block" {
            created = Some(self.changes.len());
            // The table, not all that it holds.
            let head = Expr { span: expr.span, ..Expr::empty(expr.span) };
            self.push(self.change(Op::CreateTable, &table, &head));
        }
        let variable = function.parameters.first().cloned().unwrap_or_else(|| "this".to_owned());
        self.blocks.push(Block { variable, table, created });
        self.lambda(&function, &[]);
        self.blocks.pop();
        true
    }

    /// Gives a function of the migration the builders that it is called with.
    pub(super) fn lend_blocks(&mut self, function: &Expr, arguments: &[Expr]) {
        let names: Vec<&String> = match &function.kind {
            Kind::Lambda(lambda) => lambda.parameters.iter().collect(),
            Kind::Def(def) => def.parameters.iter().map(|(name, _)| name).collect(),
            _ => return,
        };
        for (name, argument) in names.into_iter().zip(arguments) {
            let Kind::Name(given) = &argument.kind else { continue };
            let known = self.blocks.iter().rev().find(|block| block.variable == *given);
            if let Some(Block { table, created, .. }) = known {
                let block =
                    Block { variable: name.clone(), table: table.clone(), created: *created };
                self.blocks.push(block);
            }
        }
    }

    /// One statement of a builder.
    fn part(&mut self, block: usize, links: &[Link<'_>], expr: &Expr) {
        let (Some(first), Some(Block { table, created, .. })) =
            (links.first(), self.blocks.get(block))
        else {
            return;
        };
        let (table, created) = (table.clone(), *created);
        if self.tool.word(first.expr, "control").and_then(|word| word.get("of")) == Some("nothing")
        {
            return;
        }
        let Some(word) = self.tool.word(first.expr, "change") else {
            return self.opaque(&table, expr);
        };
        let arguments: Vec<_> =
            first.call.arguments.iter().map(|argument| self.value(argument)).collect();
        let op = word.get("op").unwrap_or_default();
        if self.of_builder(op, &table, created, &arguments, links, expr).is_none() {
            self.opaque(&table, expr);
        }
    }

    fn of_builder(
        &mut self,
        op: &str,
        table: &str,
        created: Option<usize>,
        arguments: &[Expr],
        links: &[Link<'_>],
        expr: &Expr,
    ) -> Option<()> {
        let first = arguments.first();
        match op {
            "column" | "key-column" | "typed-column" => {
                let name = match first.and_then(Expr::text) {
                    Some(name) => name,
                    None if op == "key-column" => "id",
                    None => return None,
                };
                let method = links.first()?;
                // `decimal('price', 10, 2)`
                let scale = arguments.get(2).filter(|it| matches!(it.kind, Kind::Number(_)));
                let scale =
                    scale.and_then(shown).map(|scale| format!(", {scale}")).unwrap_or_default();
                let mut column = Column {
                    name: name.to_owned(),
                    sql_type: Some(match (op, arguments.get(1).and_then(shown)) {
                        ("typed-column", Some(written)) => written.to_lowercase(),
                        (_, Some(size)) => {
                            format!("{}({size}{scale})", method.call.name.to_lowercase())
                        }
                        _ => method.call.name.to_lowercase(),
                    }),
                    place: Some(self.place(expr.span)),
                    ..Column::default()
                };
                if op == "key-column" {
                    column.primary_key = true;
                    column.nullable = Some(false);
                    column.default = DefaultValue::Function("nextval".to_owned());
                }
                self.finished(table, created, column, links, expr);
            }
            "timestamps" => {
                let is = |at: usize| {
                    arguments.get(at).is_some_and(|value| value.kind == Kind::Bool(true))
                };
                let says = |key: &str| {
                    first
                        .and_then(|map| option(map, key))
                        .is_some_and(|it| it.kind == Kind::Bool(true))
                };
                let defaults = is(1) || says("defaultToNow");
                let names = match is(2) || says("useCamelCase") {
                    true => ["createdAt", "updatedAt"],
                    false => ["created_at", "updated_at"],
                };
                for name in names {
                    let column = Column {
                        name: name.to_owned(),
                        sql_type: Some("timestamp".to_owned()),
                        nullable: Some(!defaults),
                        default: match defaults {
                            true => DefaultValue::Function("now()".to_owned()),
                            false => DefaultValue::Unsaid,
                        },
                        place: Some(self.place(expr.span)),
                        ..Column::default()
                    };
                    self.made(table, created, column, expr);
                }
            }
            "drop-timestamps" => {
                let camel = arguments.iter().any(|value| value.kind == Kind::Bool(true));
                let names = match camel {
                    true => ["createdAt", "updatedAt"],
                    false => ["created_at", "updated_at"],
                };
                for name in names {
                    self.dropped(table, name, expr);
                }
            }
            "drop-column" => {
                for argument in arguments {
                    for name in names(argument)? {
                        self.dropped(table, name, expr);
                    }
                }
            }
            "rename-column" => {
                let (from, to) = (first?.text()?, arguments.get(1)?.text()?);
                self.rename(table, from, to, expr);
            }
            "set-null" | "set-not-null" => {
                self.set_null(table, first?.text()?, op == "set-null", expr)
            }
            "add-unique" | "add-index" | "primary" | "add-foreign-key" => {
                let columns: Vec<_> = names(first?)?.into_iter().map(str::to_owned).collect();
                let to = target(links);
                let op = match op {
                    "add-unique" => Op::AddUnique,
                    "add-index" => Op::AddIndex,
                    "primary" => Op::ChangePrimaryKey,
                    _ => Op::AddForeignKey,
                };
                if let (Op::AddUnique, [only], Some(at)) = (op, columns.as_slice(), created)
                    && let Some(create) = self.changes.get_mut(at)
                    && let Some(known) = create.definitions.iter_mut().find(|it| it.name == *only)
                {
                    known.unique = true;
                }
                let condition = action(links).filter(|_| op == Op::AddForeignKey);
                self.push(Change { columns, to, condition, ..self.change(op, table, expr) });
            }
            "drop-unique" => self.push(self.change(Op::DropUnique, table, expr)),
            "drop-index" => self.push(self.change(Op::DropIndex, table, expr)),
            "drop-foreign-key" => self.push(self.change(Op::DropForeignKey, table, expr)),
            "drop-primary" => self.push(self.change(Op::ChangePrimaryKey, table, expr)),
            "add-check" => self.push(self.change(Op::AddCheck, table, expr)),
            _ => return None,
        }
        Some(())
    }

    /// A column with the calls that follow its type.
    fn finished(
        &mut self,
        table: &str,
        created: Option<usize>,
        mut column: Column,
        links: &[Link<'_>],
        expr: &Expr,
    ) {
        let mut alters = false;
        let mut keeps_null = false;
        let mut indexed = false;
        for link in links.iter().skip(1) {
            let of = self.tool.word(link.expr, "control").and_then(|word| word.get("of"));
            let argument = link.call.arguments.first().map(|argument| self.value(argument));
            match of {
                Some("not-null") => column.nullable = Some(false),
                Some("null") => {
                    let denies = argument.is_some_and(|value| value.kind == Kind::Bool(false));
                    column.nullable = Some(!denies);
                }
                Some("default") => {
                    column.default = argument.map_or(DefaultValue::Null, |it| self.default_of(&it));
                }
                Some("primary") => {
                    column.primary_key = true;
                    column.nullable = Some(false);
                }
                Some("unique") => column.unique = true,
                Some("index") => indexed = true,
                Some("alter") => {
                    alters = true;
                    keeps_null = argument
                        .and_then(|map| option(&map, "alterNullable").cloned())
                        .is_some_and(|value| value.kind == Kind::Bool(false));
                }
                _ => {}
            }
        }
        let name = column.name.clone();
        if alters {
            // What the new definition leaves out is no longer so.
            if !keeps_null {
                column.nullable = Some(column.nullable.unwrap_or(true));
            }
            if column.default == DefaultValue::Unsaid {
                column.default = DefaultValue::Null;
            }
            self.altered(table, column, expr);
        } else {
            column.nullable = Some(column.nullable.unwrap_or(true));
            self.made(table, created, column, expr);
            let behind = links.iter().skip(1).find(|link| link.call.name == "after");
            if let Some(Op::AddColumn) = self.changes.last().map(|change| change.op)
                && let Some(change) = self.changes.last_mut()
            {
                let named = behind.and_then(|link| link.call.arguments.first());
                change.after = named.and_then(Expr::text).map(str::to_owned);
            }
        }
        if let Some(to) = target(links) {
            let change = self.change(Op::AddForeignKey, table, expr);
            let condition = action(links);
            self.push(Change { columns: vec![name.clone()], to: Some(to), condition, ..change });
        }
        if indexed {
            let change = self.change(Op::AddIndex, table, expr);
            self.push(Change { columns: vec![name], ..change });
        }
    }

    /// A new column, of a table that is new or of one that was there.
    pub(super) fn made(
        &mut self,
        table: &str,
        created: Option<usize>,
        column: Column,
        expr: &Expr,
    ) {
        match created.and_then(|at| self.changes.get_mut(at)) {
            Some(create) => {
                let (unique, name) = (column.unique, column.name.clone());
                create.columns.push(name.clone());
                create.definitions.push(column);
                if unique {
                    let change = self.change(Op::AddUnique, table, expr);
                    self.push(Change { columns: vec![name], ..change });
                }
            }
            None => self.added(table, column, expr),
        }
    }

    fn dropped(&mut self, table: &str, name: &str, expr: &Expr) {
        let column = Some(name.to_owned());
        self.push(Change { column, ..self.change(Op::DropColumn, table, expr) });
    }

    /// `knex('users').where(…).update({…})`
    fn query(&mut self, root: Option<&str>, links: &[Link<'_>], expr: &Expr) -> bool {
        let Some(last) = links.last() else { return false };
        let word = self.tool.word(last.expr, "change");
        if word.is_none_or(|word| word.get("op") != Some("update-rows")) {
            return false;
        }
        // `knex('users')`, `knex.table('users')`, `trx.from('users')`
        let begins = |link: &&Link<'_>| {
            let called = link.call.arguments.len() == 1;
            let name = link.call.name.as_str();
            called && (matches!(name, "table" | "from" | "into") || root.is_none())
        };
        let Some(start) = links.iter().find(begins) else { return false };
        let given = start.call.arguments.first().map(|argument| self.value(argument));
        let Some(table) = given.and_then(|given| self.table(&given)) else { return false };
        let mut conditions = links.iter().filter(|link| {
            let name = link.call.name.to_lowercase();
            name.contains("where") || name.contains("join") || name == "limit"
        });
        let condition = conditions.next().map(|_| self.text(expr.span));
        let values: Vec<_> =
            last.call.arguments.iter().map(|argument| self.value(argument)).collect();
        match values.as_slice() {
            [values @ Expr { kind: Kind::Map(_), .. }, ..] => {
                self.backfill(&table, values, condition, expr);
            }
            // `update('state', 'open')`
            [name, value, ..] => {
                let pair = vec![(name.clone(), value.clone())];
                let values = Expr::new(Kind::Map(pair), name.span);
                self.backfill(&table, &values, condition, expr);
            }
            _ => {}
        }
        true
    }
}

/// The table that a column refers to: `.references('id').inTable('users')`, `.references('users.id')`.
fn target(links: &[Link<'_>]) -> Option<String> {
    let argument = |names: &[&str]| {
        let link = links.iter().find(|link| names.contains(&link.call.name.as_str()))?;
        link.call.arguments.first()?.text()
    };
    let table = argument(&["inTable", "on"]).map(str::to_owned);
    table.or_else(|| {
        let path = argument(&["references"])?;
        path.rsplit_once('.').map(|(table, _)| table.to_owned())
    })
}

/// What a key does when the rows it points to go: `.onDelete('CASCADE')`.
fn action(links: &[Link<'_>]) -> Option<String> {
    let link = links.iter().find(|link| link.call.name == "onDelete")?;
    on_delete(link.call.arguments.first())
}

/// `knex.schema.withSchema('app')`
fn schema(call: &Call) -> Option<&str> {
    let mut receiver = call.receiver.as_ref();
    while let Some(call) = receiver.and_then(Expr::call) {
        if call.name == "withSchema" {
            return call.arguments.first()?.text();
        }
        receiver = call.receiver.as_ref();
    }
    None
}
