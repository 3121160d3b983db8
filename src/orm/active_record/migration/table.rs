//! Columns and the tables that they are defined in.

use super::{
    Bound, Reader, Site, Target,
    step::{ATTACHMENT, Step, referenced},
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    expr::{Expr, Kind},
    predicate::{Cell, Literal},
    sql,
};

/// The block of `create_table` or `change_table` that is running.
pub(super) struct Block {
    pub(super) target: Target,
    /// The change that creates the table.
    pub(super) creating: Option<usize>,
}

/// Types that fill themselves.
const SERIAL: &[&str] = &["bigserial", "primary_key", "serial"];

/// Classes and methods whose results are never nil.
const NEVER_NULL: &[&str] = &[
    "Date",
    "DateTime",
    "Digest::MD5",
    "Digest::SHA1",
    "Digest::SHA256",
    "SecureRandom",
    "Time",
    "ago",
    "count",
    "from_now",
    "length",
    "size",
    "to_f",
    "to_i",
    "to_json",
    "to_s",
    "zero?",
];

impl<'a> Reader<'a> {
    /// A call on the variable of a table's block.
    pub(super) fn table_call(&mut self, block: usize, site: &Site<'a>) {
        if let Some(word) = site.word(|_| true) {
            return self.step(site, word, Some(block));
        }
        if site.control() == Some("nothing") {
            return;
        }
        let creating = self.blocks.get(block).and_then(|block| block.creating);
        match creating {
            // A type of an extension, or of the application.
            Some(creating) if !site.arguments.is_empty() => {
                let arguments = self.arguments(site);
                for name in arguments.positional.iter().filter_map(Expr::text) {
                    let column = Column {
                        name: name.to_owned(),
                        sql_type: Some(site.name.to_string()),
                        place: Some(self.place(site.expr.span)),
                        ..Column::default()
                    };
                    self.define(creating, column);
                }
            }
            _ if site.block.is_some() => self.run_block(site, &[Bound::Table(block)]),
            _ => {
                let target = self.blocks.get(block).map(|block| block.target.clone());
                self.opaque(&target.unwrap_or_default(), site);
            }
        }
    }

    /// Whether the block of an unknown call defines columns: a method that creates tables.
    pub(super) fn describes_table(&self, site: &Site<'a>) -> bool {
        let Some(block) = site.block else { return false };
        let Some(variable) = block.parameters.first() else { return false };
        block.body.any(&|expr| {
            expr.word("change").is_some_and(|word| word.get("op") == Some("typed-columns"))
                && expr.call().is_some_and(|call| {
                    call.receiver.as_ref().and_then(Expr::name) == Some(variable)
                })
        })
    }

    pub(super) fn create_table(&mut self, step: &Step<'_, 'a>) -> Option<()> {
        let mut change = self.begin(Op::CreateTable, step);
        change.definitions = self.primary_key(step);
        change.columns = change.definitions.iter().map(|column| column.name.clone()).collect();
        self.fill(step, change);
        Some(())
    }

    /// Makes a change that creates a table and runs its block.
    fn fill(&mut self, step: &Step<'_, 'a>, change: Change) {
        let target = Target { table: change.table.clone(), model: change.model.clone() };
        let creating = Some(self.changes.len());
        self.push(change);
        self.run_table(step.site, Block { target, creating });
    }

    fn run_table(&mut self, site: &Site<'a>, block: Block) {
        let variable = Bound::Table(self.blocks.len());
        self.blocks.push(block);
        self.run_block(site, &[variable]);
        self.blocks.pop();
    }

    /// The primary key that `create_table` adds by itself.
    fn primary_key(&mut self, step: &Step) -> Vec<Column> {
        let id = step.arguments.option("id");
        if id.is_some_and(|id| matches!(id.kind, Kind::Bool(false))) {
            return Vec::new();
        }
        let name = match step.arguments.option("primary_key") {
            // Keys of several columns are among the columns of the block.
            Some(Expr { kind: Kind::List(_) | Kind::Bool(false), .. }) => return Vec::new(),
            Some(name) => name.text().unwrap_or("id"),
            None => "id",
        };
        let inner = match id.map(|id| &id.kind) {
            Some(Kind::Map(pairs)) => {
                pairs.iter().find(|(key, _)| key.text() == Some("type")).map(|(_, value)| value)
            }
            _ => id,
        };
        // `bigint` since version 5.1.
        let usual =
            if self.rails.is_some_and(|rails| rails < (5, 1)) { "integer" } else { "bigint" };
        let default = step.arguments.option("default").map(|value| self.default_value(value));
        vec![Column {
            name: name.to_owned(),
            sql_type: Some(inner.and_then(Expr::text).unwrap_or(usual).to_owned()),
            nullable: Some(false),
            default: default.unwrap_or_default(),
            primary_key: true,
            unique: true,
            points_to: None,
            place: Some(self.place(step.site.expr.span)),
            ..Column::default()
        }]
    }

    pub(super) fn create_join_table(&mut self, step: &Step<'_, 'a>) -> Option<()> {
        let (table, tables) = self.join_table(step)?;
        let mut change = self.begin(Op::CreateTable, step);
        change.table = table;
        let usual =
            if self.rails.is_some_and(|rails| rails < (5, 1)) { "integer" } else { "bigint" };
        for table in tables {
            let name = format!("{}_id", super::library::singular(&table));
            change.columns.push(name.clone());
            change.definitions.push(Column {
                name,
                sql_type: Some(usual.to_owned()),
                nullable: Some(false),
                place: change.place.clone(),
                ..Column::default()
            });
        }
        self.fill(step, change);
        Some(())
    }

    pub(super) fn change_table(&mut self, step: &Step<'_, 'a>) -> Option<()> {
        step.site.block?;
        self.run_table(step.site, Block { target: step.target.clone(), creating: None });
        Some(())
    }

    /// `add_column`, `t.column`, `t.string :a, :b`
    pub(super) fn add_columns(&mut self, step: &Step) -> Option<()> {
        let typed = step.word.get("op") == Some("typed-columns") && step.site.name != "virtual";
        let sql_type = if typed {
            Some(step.site.name.to_string())
        } else {
            let named = step.at("type").or(step.arguments.option("type"));
            named.and_then(Expr::text).map(str::to_owned)
        };
        let sql_type = sql_type.map(|name| step.arguments.sized(&name));
        for name in step.columns()? {
            let mut column = self.column(step, &name, sql_type.clone());
            if typed && step.site.name == "primary_key" {
                column.primary_key = true;
                column.nullable = Some(false);
            }
            let index = step.arguments.option("index").cloned();
            if step.site.name == "virtual" {
                // The database computes it from the row.
                self.add_computed(step, column);
            } else {
                self.add(step, column);
            }
            self.inline_index(step, index.as_ref(), vec![name]);
        }
        Some(())
    }

    /// A column by the options of its step.
    fn column(&mut self, step: &Step, name: &str, sql_type: Option<String>) -> Column {
        let nullable = match step.arguments.option("null").map(|null| &null.kind) {
            Some(Kind::Bool(nullable)) => Some(*nullable),
            Some(Kind::Null) | None => Some(true),
            Some(_) => None,
        };
        let default = step.arguments.option("default").map(|value| self.default_value(value));
        let primary_key = step.arguments.flag("primary_key");
        Column {
            name: name.to_owned(),
            sql_type,
            nullable: if primary_key { Some(false) } else { nullable },
            default: default.unwrap_or_default(),
            primary_key,
            unique: primary_key,
            points_to: None,
            place: Some(self.place(step.site.expr.span)),
            ..Column::default()
        }
    }

    /// A column of a new table, or one that a table gets.
    fn add(&mut self, step: &Step, column: Column) {
        let existing = match (&column.default, step.arguments.option("default")) {
            // Rows get what the code computes, and where NULL is refused that is a value.
            (DefaultValue::Unknown(_), Some(code)) => match self.cell(code) {
                Cell::Unknown if column.nullable == Some(false) => Cell::NotNull,
                cell => cell,
            },
            _ if column.sql_type.as_deref().is_some_and(|name| SERIAL.contains(&name)) => {
                Cell::NotNull
            }
            _ => sql::existing(&column),
        };
        self.add_with(step, column, existing);
    }

    fn add_computed(&mut self, step: &Step, column: Column) {
        self.add_with(step, column, Cell::Unknown);
    }

    fn add_with(&mut self, step: &Step, column: Column, existing: Cell) {
        if let Some(creating) = step.creating {
            let table = self.changes.get(creating).map(|change| change.table.clone());
            let computed = self.generated(step, &column.name, &table.unwrap_or_default());
            if let Some(change) = self.changes.get_mut(creating) {
                change.objects.extend(computed);
            }
            return self.define(creating, column);
        }
        let change = self.begin(Op::AddColumn, step);
        self.push(Change {
            objects: self.generated(step, &column.name, &change.table),
            column: Some(column.name),
            sql_type: column.sql_type,
            nullable: column.nullable,
            default: column.default,
            existing: vec![existing],
            ..change
        });
    }

    /// Adds a column to a table that is being created.
    fn define(&mut self, creating: usize, column: Column) {
        let Some(change) = self.changes.get_mut(creating) else { return };
        // Both branches of a condition may define it.
        if !change.columns.contains(&column.name) {
            change.columns.push(column.name.clone());
            change.definitions.push(column);
        }
    }

    /// `index: true`, `index: :unique`, `index: { unique: true }`
    fn inline_index(&mut self, step: &Step, index: Option<&Expr>, columns: Vec<String>) {
        let unique = |span| vec![("unique".to_owned(), Expr::new(Kind::Bool(true), span))];
        match index.map(|index| (&index.kind, index.span)) {
            Some((Kind::Bool(true), _)) => self.add_index(step, columns, &[]),
            Some((Kind::Symbol(name), span)) if name == "unique" => {
                self.add_index(step, columns, &unique(span));
            }
            Some((Kind::Map(pairs), _)) => {
                let options: Vec<_> = pairs
                    .iter()
                    .filter_map(|(key, value)| Some((key.text()?.to_owned(), value.clone())))
                    .collect();
                self.add_index(step, columns, &options);
            }
            _ => {}
        }
    }

    pub(super) fn add_references(&mut self, step: &Step) -> Option<()> {
        let usual =
            if self.rails.is_some_and(|rails| rails < (5, 1)) { "integer" } else { "bigint" };
        let sql_type =
            step.arguments.option("type").and_then(Expr::text).unwrap_or(usual).to_owned();
        for name in step.columns()? {
            let id = format!("{name}_id");
            let mut columns = vec![id.clone()];
            let mut column = self.column(step, &id, Some(sql_type.clone()));
            let default = std::mem::take(&mut column.default);
            let nullable = column.nullable;
            let polymorphic = step.arguments.option("polymorphic").cloned();
            let polymorphic =
                polymorphic.filter(|it| !matches!(it.kind, Kind::Bool(false) | Kind::Null));
            // The default of a polymorphic reference belongs to its options, if anywhere.
            column.default = default;
            self.add(step, column);
            if let Some(polymorphic) = polymorphic {
                let kind = format!("{name}_type");
                columns.insert(0, kind.clone());
                let mut column = Column {
                    name: kind,
                    sql_type: Some("string".to_owned()),
                    nullable,
                    place: Some(self.place(step.site.expr.span)),
                    ..Column::default()
                };
                if let Kind::Map(pairs) = &polymorphic.kind {
                    for (key, value) in pairs {
                        match (key.text(), &value.kind) {
                            (Some("default"), _) => column.default = self.default_value(value),
                            (Some("null"), Kind::Bool(null)) => column.nullable = Some(*null),
                            _ => {}
                        }
                    }
                }
                let existing = sql::existing(&column);
                self.add_with(step, column, existing);
            }
            let index = step.arguments.option("index").cloned();
            self.inline_index(step, index.as_ref(), columns);
            let key = step.arguments.option("foreign_key").cloned();
            match key.map(|key| key.kind) {
                Some(Kind::Bool(true)) => {
                    self.add_foreign_key(step, &referenced(&name), Some(vec![id]), &[]);
                }
                Some(Kind::Map(pairs)) => {
                    let options: Vec<_> = pairs
                        .iter()
                        .filter_map(|(key, value)| Some((key.text()?.to_owned(), value.clone())))
                        .collect();
                    let to = options.iter().find(|(name, _)| name == "to_table");
                    let to = to.and_then(|(_, table)| self.target(table));
                    let to = to.unwrap_or_else(|| referenced(&name));
                    self.add_foreign_key(step, &to, Some(vec![id]), &options);
                }
                _ => {}
            }
        }
        Some(())
    }

    pub(super) fn add_timestamps(&mut self, step: &Step) -> Option<()> {
        for name in ["created_at", "updated_at"] {
            let mut column = self.column(step, name, Some("datetime".to_owned()));
            // NOT NULL since version 5.
            let said = step.arguments.option("null").is_some();
            if !said && self.rails.is_none_or(|rails| rails >= (5, 0)) {
                column.nullable = Some(false);
            }
            self.add(step, column);
        }
        Some(())
    }

    pub(super) fn add_attachments(&mut self, step: &Step) -> Option<()> {
        for name in step.columns()? {
            for (suffix, sql_type) in ATTACHMENT {
                let name = format!("{name}_{suffix}");
                let column = self.column(step, &name, Some((*sql_type).to_owned()));
                self.add(step, column);
            }
        }
        Some(())
    }

    /// The default that an option gives.
    pub(super) fn default_value(&mut self, value: &Expr) -> DefaultValue {
        match &value.kind {
            Kind::Null => DefaultValue::Null,
            // JSON columns and arrays; never NULL, whatever is in it.
            Kind::Map(pairs) if pairs.is_empty() => text_default("{}"),
            Kind::List(members) if members.is_empty() => text_default("[]"),
            Kind::Map(_) | Kind::List(_) => text_default(&self.text(value.span)),
            // `default: -> { "now()" }` is SQL.
            Kind::Lambda(lambda) => {
                let body = self.value(&lambda.body).into_owned();
                match body.text() {
                    Some(text) => sql_default(text),
                    None => DefaultValue::Unknown(self.text(value.span)),
                }
            }
            Kind::Call(call) if call.name == "sql" => {
                match call.arguments.first().and_then(Expr::text) {
                    Some(text) => sql_default(text),
                    None => DefaultValue::Unknown(self.text(value.span)),
                }
            }
            _ => match literal(value) {
                Some(literal) => DefaultValue::Literal(literal),
                None => DefaultValue::Unknown(self.text(value.span)),
            },
        }
    }

    /// What a row holds that is given a value.
    pub(super) fn cell(&mut self, value: &Expr) -> Cell {
        match &value.kind {
            Kind::Null => Cell::Null,
            Kind::Template(_) | Kind::List(_) | Kind::Map(_) => Cell::NotNull,
            Kind::Call(call) => {
                let never = |name: &str| NEVER_NULL.binary_search(&name).is_ok();
                match &call.receiver {
                    Some(Expr { kind: Kind::Name(name), .. }) if never(name) => Cell::NotNull,
                    Some(_) if never(&call.name) => Cell::NotNull,
                    // What is computed from a moment or a code is one.
                    Some(receiver) => match self.cell(receiver) {
                        Cell::NotNull => Cell::NotNull,
                        _ => Cell::Unknown,
                    },
                    None => Cell::Unknown,
                }
            }
            _ => literal(value).map_or(Cell::Unknown, Cell::Value),
        }
    }
}

fn text_default(text: &str) -> DefaultValue {
    DefaultValue::Literal(Literal::Text(text.to_owned()))
}

fn sql_default(text: &str) -> DefaultValue {
    match sql::column(&format!("c text DEFAULT {text}")).map(|column| column.default) {
        Some(DefaultValue::Unsaid) | None => DefaultValue::Function(text.to_owned()),
        Some(default) => default,
    }
}

fn literal(value: &Expr) -> Option<Literal> {
    match &value.kind {
        Kind::Bool(value) => Some(Literal::Bool(*value)),
        Kind::Number(number) => Some(Literal::Number(number.clone())),
        _ => value.text().map(|text| Literal::Text(text.to_owned())),
    }
}
