//! Calls that are steps: `queryInterface.addColumn('users', 'deletedAt', Sequelize.DATE)`.

use super::{Reader, value::option};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    expr::{Call, Expr, Kind, Word},
    predicate::{Cell, Literal},
    sql,
};

impl Reader<'_> {
    /// Takes a call as a step, if it is one.
    pub(super) fn step(&mut self, expr: &Expr, call: &Call) -> bool {
        let Some(word) = self.tool.word(expr, "change") else { return false };
        let op = word.get("op").unwrap_or_default();
        // A word of a table's builder means nothing elsewhere.
        if word.position("table").is_none() && !matches!(op, "sql" | "nothing" | "opaque") {
            return false;
        }
        if let Some(receiver) = &call.receiver
            && receiver.call().is_some_and(|call| call.called)
        {
            self.run(receiver);
        }
        let arguments: Vec<_> =
            call.arguments.iter().map(|argument| object(self.value(argument))).collect();
        let at = |field: &str| word.position(field).and_then(|at| arguments.get(at));
        match op {
            "nothing" => return true,
            "sql" => {
                let Some(statement) = at("sql") else { return false };
                let bindings = word.position("sql").and_then(|at| arguments.get(at + 1));
                self.sql(statement, bindings, expr);
                self.called_back(call);
                return true;
            }
            "opaque" => {
                self.opaque("", expr);
                return true;
            }
            "build-table" | "create-block" => return self.build(expr, call, &arguments, op),
            _ => {}
        }
        let Some(table) = at("table") else { return false };
        // `dropTables(['a', 'b'])`
        if let (Kind::List(tables), "drop-table") = (&table.kind, op) {
            for table in tables {
                match self.table(table) {
                    Some(name) => self.push(self.change(Op::DropTable, &name, expr)),
                    None => self.opaque("", expr),
                }
            }
            return true;
        }
        let Some(name) = self.table(table) else {
            if let ("rename-table", Some(to)) = (op, at("to").and_then(|to| self.table(to))) {
                self.replaced(&to);
            }
            self.opaque("", expr);
            return true;
        };
        if self.of_table(op, &name, word, &arguments, expr).is_none() {
            self.opaque(&name, expr);
        }
        self.called_back(call);
        true
    }

    /// A table of a name that is not known gets that of one which was dropped, as where SQLite has a table
    /// built anew: whether it holds the same cannot be told.
    fn replaced(&mut self, name: &str) {
        let mut steps = self.changes.iter_mut().rev();
        if let Some(drop) = steps.find(|it| it.op == Op::DropTable && it.table == name) {
            drop.op = Op::Opaque;
        }
    }

    /// Runs what is called when a step is done.
    fn called_back(&mut self, call: &Call) {
        for argument in &call.arguments {
            if let Kind::Lambda(lambda) = &argument.kind {
                self.lambda(lambda, &[]);
            }
        }
    }

    /// A step of a known table; nothing where it cannot be read.
    fn of_table(
        &mut self,
        op: &str,
        table: &str,
        word: &Word,
        arguments: &[Expr],
        expr: &Expr,
    ) -> Option<()> {
        let at = |field: &str| word.position(field).and_then(|at| arguments.get(at));
        match op {
            "add-column" => {
                let given = at("column")?;
                let name = named(given)?;
                let definition = at("type").unwrap_or(given);
                self.add(table, name, definition, expr);
            }
            "add-columns" => {
                for definition in definitions(at("columns")?) {
                    match definition {
                        Some((name, definition)) => self.add(table, name, definition, expr),
                        None => self.opaque(table, expr),
                    }
                }
            }
            "alter-column" | "alter-named" => {
                let name = named(at("column")?)?;
                let definition = at("type")?;
                // db-migrate writes all of it anew where it gives a type.
                let anew = op == "alter-column"
                    && (self.tool.reader() != "db_migrate" || option(definition, "type").is_some());
                self.alter(table, name, definition, anew, expr);
            }
            "drop-column" => {
                for name in names(at("column")?)? {
                    let column = Some(name.to_owned());
                    self.push(Change { column, ..self.change(Op::DropColumn, table, expr) });
                }
            }
            "rename-column" => {
                let (from, to) = (named(at("column")?)?, named(at("to")?)?);
                self.rename(table, from, to, expr);
            }
            "rename-table" => {
                let to = self.table(at("to")?)?;
                self.push(Change { to: Some(to), ..self.change(Op::RenameTable, table, expr) });
            }
            "drop-table" => self.push(self.change(Op::DropTable, table, expr)),
            "create-table" => {
                let options = word.position("columns").and_then(|at| arguments.get(at + 1));
                self.create(table, at("columns"), options, expr);
            }
            "set-null" | "set-not-null" => {
                let nullable = op == "set-null";
                for name in names(at("column")?)? {
                    self.set_null(table, name, nullable, expr);
                }
            }
            "add-index" | "add-unique" => self.index(op, table, word, arguments, expr)?,
            "add-constraint" => self.constraint(table, word, arguments, expr)?,
            "add-foreign-key" => {
                let given = at("columns")?;
                let (columns, to) = match at("to") {
                    Some(to) => (Vec::new(), self.table(to)),
                    None => {
                        let to = option(given, "referencedTableName")?.clone();
                        (names(option(given, "columnNames")?)?, self.table(&to))
                    }
                };
                let columns = columns.into_iter().map(str::to_owned).collect();
                let change = self.change(Op::AddForeignKey, table, expr);
                self.push(Change { columns, to, ..change });
            }
            "drop-index" => {
                // By its columns, or by a name that does not tell them.
                let columns = match arguments.get(1) {
                    Some(given @ Expr { kind: Kind::List(_), .. }) => names(given)?,
                    _ => Vec::new(),
                };
                let columns = columns.into_iter().map(str::to_owned).collect();
                self.push(Change { columns, ..self.change(Op::DropIndex, table, expr) });
            }
            "drop-foreign-key" => self.push(self.change(Op::DropForeignKey, table, expr)),
            "drop-unique" => self.push(self.change(Op::DropUnique, table, expr)),
            "drop-constraint" => {
                self.drop_constraint(table, named(at("column")?)?, expr);
            }
            "delete-rows" => {
                let all = at("columns").is_none_or(|rows| match &rows.kind {
                    Kind::Map(pairs) => pairs.is_empty(),
                    Kind::Null => true,
                    _ => false,
                });
                if all {
                    self.push(self.change(Op::Backfill, table, expr));
                }
            }
            "backfill" => {
                let condition = word.position("columns").and_then(|at| arguments.get(at + 1));
                let condition = match condition.map(|rows| &rows.kind) {
                    Some(Kind::Map(pairs)) if pairs.is_empty() => None,
                    Some(_) => condition.map(|rows| self.text(rows.span)),
                    None => None,
                };
                self.backfill(table, at("columns")?, condition, expr);
            }
            _ => return None,
        }
        Some(())
    }

    /// The name of a table, however it is given; that of PostgreSQL's own schema is left out.
    pub(super) fn table(&mut self, given: &Expr) -> Option<String> {
        let name = match &given.kind {
            Kind::Text(name) => name.replace(['"', '`'], ""),
            Kind::Map(_) => {
                let name = option(given, "tableName").or(option(given, "name"))?;
                let name = name.text()?;
                match option(given, "schema").map(Expr::text) {
                    None | Some(Some("public" | "")) => name.to_owned(),
                    Some(schema) => format!("{}.{name}", schema?),
                }
            }
            // `await queryRunner.getTable('users')`
            Kind::Call(call) if call.called && call.name == "getTable" => {
                call.arguments.first()?.text()?.to_owned()
            }
            _ => return None,
        };
        let name = name.strip_prefix("public.").unwrap_or(&name).to_owned();
        (!name.is_empty()).then_some(name)
    }

    pub(super) fn add(&mut self, table: &str, name: &str, definition: &Expr, expr: &Expr) {
        let column = self.settled(name, definition);
        self.added(table, column, expr);
        self.referenced(table, name, definition, expr);
    }

    /// A column with what its own definition adds to it.
    pub(super) fn added(&mut self, table: &str, column: Column, expr: &Expr) {
        let (unique, name) = (column.unique, column.name.clone());
        let change = self.change(Op::AddColumn, table, expr);
        self.push(Change {
            existing: vec![sql::existing(&column)],
            column: Some(column.name),
            sql_type: column.sql_type,
            nullable: column.nullable,
            default: column.default,
            ..change
        });
        if unique {
            let change = self.change(Op::AddUnique, table, expr);
            self.push(Change { columns: vec![name], ..change });
        }
    }

    /// `references: { model: 'users', key: 'id' }`, `references: '"users"'`
    fn referenced(&mut self, table: &str, name: &str, definition: &Expr, expr: &Expr) {
        let Some(references) = option(definition, "references") else { return };
        let to = match &references.kind {
            Kind::Map(_) => option(references, "model").or(option(references, "table")).cloned(),
            _ => Some(references.clone()),
        };
        let to = to.and_then(|to| self.table(&to));
        let to = to.map(|to| to.split(['(', '.']).next().unwrap_or(&to).trim().to_owned());
        let change = self.change(Op::AddForeignKey, table, expr);
        let condition = on_delete(option(definition, "onDelete"));
        self.push(Change { columns: vec![name.to_owned()], to, condition, ..change });
    }

    /// A column's new definition. Sequelize and db-migrate write all of it anew: what it leaves out is
    /// no longer so.
    fn alter(&mut self, table: &str, name: &str, definition: &Expr, anew: bool, expr: &Expr) {
        let mut column = match anew {
            true => self.settled(name, definition),
            false => self.column(name, definition),
        };
        if let Some(to) = option(definition, "name").and_then(Expr::text)
            && to != name
        {
            self.rename(table, name, to, expr);
            to.clone_into(&mut column.name);
        }
        if anew && column.default == DefaultValue::Unsaid {
            column.default = DefaultValue::Null;
        }
        let name = column.name.clone();
        self.altered(table, column, expr);
        // Sequelize adds the key that a changed column says, beside one that is there.
        self.referenced(table, &name, definition, expr);
    }

    pub(super) fn altered(&mut self, table: &str, column: Column, expr: &Expr) {
        let required = column.nullable == Some(false);
        let (unique, name) = (column.unique, column.name.clone());
        let change = self.change(Op::AlterColumn, table, expr);
        self.push(Change {
            existing: vec![if required { Cell::NotNull } else { Cell::Unknown }],
            column: Some(column.name),
            sql_type: column.sql_type,
            nullable: column.nullable,
            default: column.default,
            ..change
        });
        if unique {
            let change = self.change(Op::AddUnique, table, expr);
            self.push(Change { columns: vec![name], ..change });
        }
    }

    pub(super) fn set_null(&mut self, table: &str, name: &str, nullable: bool, expr: &Expr) {
        let column =
            Column { name: name.to_owned(), nullable: Some(nullable), ..Column::default() };
        self.altered(table, column, expr);
    }

    /// What kind of constraint it is only its name tells.
    pub(super) fn drop_constraint(&mut self, table: &str, name: &str, expr: &Expr) {
        let name = name.replace('"', "");
        let statement = format!("ALTER TABLE t DROP CONSTRAINT \"{name}\"");
        for step in sql::changes(&statement, None, self.tool.reader()) {
            self.push(Change { name: step.name, ..self.change(step.op, table, expr) });
        }
    }

    pub(super) fn rename(&mut self, table: &str, from: &str, to: &str, expr: &Expr) {
        let change = self.change(Op::RenameColumn, table, expr);
        self.push(Change {
            column: Some(from.to_owned()),
            to: Some(to.to_owned()),
            existing: vec![Cell::Unknown],
            ..change
        });
    }

    fn create(&mut self, table: &str, columns: Option<&Expr>, options: Option<&Expr>, expr: &Expr) {
        let mut create = self.change(Op::CreateTable, table, expr);
        // `{ columns: {…} }` of db-migrate, `{ columns: […] }` of TypeORM
        let columns = columns.map(|given| match option(given, "columns") {
            Some(inner)
                if !matches!(inner.kind, Kind::Text(_)) && option(given, "type").is_none() =>
            {
                inner
            }
            _ => given,
        });
        let given: Vec<_> =
            columns.map(definitions).unwrap_or_default().into_iter().flatten().collect();
        for (name, definition) in &given {
            create.definitions.push(self.settled(name, definition));
        }
        create.columns = create.definitions.iter().map(|column| column.name.clone()).collect();
        let unique: Vec<_> = create
            .definitions
            .iter()
            .filter(|column| column.unique)
            .map(|column| column.name.clone())
            .collect();
        self.push(create);
        for column in unique {
            let change = self.change(Op::AddUnique, table, expr);
            self.push(Change { columns: vec![column], ..change });
        }
        for (name, definition) in given {
            self.referenced(table, name, definition, expr);
        }
        // createTable('users', {…}, { uniqueKeys: { email: { fields: ['email'] } } })
        let keys = options.and_then(|options| option(options, "uniqueKeys"));
        let keys = keys.map(definitions).unwrap_or_default();
        for columns in keys.iter().flatten().filter_map(|(_, key)| names(option(key, "fields")?)) {
            let columns = columns.into_iter().map(str::to_owned).collect();
            self.push(Change { columns, ..self.change(Op::AddUnique, table, expr) });
        }
    }

    /// One step for each column that is set.
    pub(super) fn backfill(
        &mut self,
        table: &str,
        values: &Expr,
        condition: Option<String>,
        expr: &Expr,
    ) {
        let Kind::Map(pairs) = &values.kind else { return };
        for (key, value) in pairs {
            let Some(name) = key.text() else { continue };
            let cell = match &value.kind {
                Kind::Null => Cell::Null,
                Kind::Bool(value) => Cell::Value(Literal::Bool(*value)),
                Kind::Number(number) => Cell::Value(Literal::Number(number.clone())),
                Kind::Text(text) => Cell::Value(Literal::Text(text.clone())),
                _ => Cell::Unknown,
            };
            let change = self.change(Op::Backfill, table, expr);
            self.push(Change {
                column: Some(name.to_owned()),
                existing: vec![cell],
                condition: condition.clone(),
                ..change
            });
        }
    }
}

/// The object that `new TableColumn({…})` is made of.
fn object(value: Expr) -> Expr {
    match value.kind {
        Kind::Call(call) if call.called && call.name.starts_with("Table") => {
            let Call { arguments, .. } = *call;
            match arguments.as_slice() {
                [only] => only.clone(),
                _ => Expr::empty(value.span),
            }
        }
        _ => value,
    }
}

/// A name, or that of an object that has one.
fn named(given: &Expr) -> Option<&str> {
    match &given.kind {
        Kind::Map(_) => option(given, "name").or(option(given, "attribute"))?.text(),
        _ => given.text(),
    }
}

/// One name or a list of them; nothing where one of them is not known.
pub(super) fn names(given: &Expr) -> Option<Vec<&str>> {
    match &given.kind {
        Kind::List(members) => members.iter().map(listed).collect(),
        _ => named(given).map(|name| vec![name]),
    }
}

/// A member of a list of names, or the expression that is indexed.
fn listed(member: &Expr) -> Option<&str> {
    match &member.kind {
        // `Sequelize.fn('lower', Sequelize.col('email'))`, `new TableColumn({…})`
        Kind::Call(call) => match &call.arguments.last()?.kind {
            Kind::Call(inner) => inner.arguments.first()?.text(),
            _ => named(call.arguments.last()?),
        },
        _ => named(member),
    }
}

/// Columns by name, or a list of objects that have names; `None` for one that is computed.
fn definitions(given: &Expr) -> Vec<Option<(&str, &Expr)>> {
    match &given.kind {
        Kind::Map(pairs) => pairs
            .iter()
            .filter(|(key, _)| !key.text().is_some_and(|name| name.starts_with("@@")))
            .map(|(key, value)| Some((key.text()?, value)))
            .collect(),
        Kind::List(members) => members
            .iter()
            .map(|member| {
                let inner = match &member.kind {
                    Kind::Call(call) => call.arguments.first()?,
                    _ => member,
                };
                Some((named(inner)?, inner))
            })
            .collect(),
        _ => vec![None],
    }
}

/// What a key does when the rows it points to go, as foreign keys are told of: `on delete cascade`.
pub(super) fn on_delete(action: Option<&Expr>) -> Option<String> {
    Some(format!("on delete {}", action?.text()?.to_lowercase()))
}
