//! Calls of `op`, and of a batch of changes to one table.

use super::{
    column::{self, Defined},
    rows, searchable,
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    expr::{Call, Expr, Kind, Word},
    orm::python::program::{Bound, Reader, text},
    predicate::Cell,
    sql,
};

/// Packages whose functions change no table by themselves.
const LIBRARIES: &[&str] = &["alembic", "sqlalchemy", "sqlmodel"];

/// Takes the step of a call; its parts are evaluated.
pub(super) fn step(reader: &mut Reader<'_>, expr: &Expr) {
    let Some(call) = expr.call() else { return };
    let word = reader.word(expr, "change");
    let batch = call.receiver.as_ref().and_then(|receiver| batch(reader, receiver));
    let on_op = call.receiver.as_ref().is_some_and(|receiver| is_op(reader, receiver));
    if !on_op && batch.is_none() {
        match word.and_then(|word| word.get("op")) {
            Some("execute") => rows::executed(reader, expr, call),
            Some("update-rows") => rows::updated(reader, expr, call),
            Some("set-attribute") => rows::set_attribute(reader, expr, call),
            Some("sync-trigger") => {
                if searchable::made(reader, expr, call).is_none() {
                    reader.opaque("", expr.span);
                }
            }
            Some("drop-trigger") => {
                if searchable::dropped(reader, expr, call).is_none() {
                    reader.opaque("", expr.span);
                }
            }
            _ => handed_on(reader, expr, call),
        }
        return;
    }
    if reader.word(expr, "control").and_then(|word| word.get("of")) == Some("batch") {
        return;
    }
    match word.and_then(|word| Step::of(expr, call, word, batch.flatten())) {
        Some(step) => {
            if step.take(reader).is_none() {
                reader.opaque(&step.table, expr.span);
            }
        }
        None => reader.opaque("", expr.span),
    }
}

/// Whether an expression is Alembic's `op`, whatever it is called here.
fn is_op(reader: &Reader<'_>, expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Name(name) => match reader.variable(name) {
            Some(Bound::Import(import)) => {
                import.from == "alembic" && import.name.as_deref() == Some("op")
                    || import.from == "alembic.op"
            }
            _ => false,
        },
        // `import alembic`
        Kind::Call(call) => {
            !call.called
                && call.name == "op"
                && call.receiver.as_ref().and_then(Expr::name) == Some("alembic")
        }
        _ => false,
    }
}

/// The table of a batch, `None` inside where it is not known.
fn batch(reader: &Reader<'_>, expr: &Expr) -> Option<Option<String>> {
    let call = expr.call().filter(|call| call.called)?;
    let control = reader.word(expr, "control").and_then(|word| word.get("of"));
    (control == Some("batch")).then(|| {
        let name = call.option("table_name").or(call.arguments.first())?;
        Some(with_schema(call, self::name(name)?))
    })
}

/// The text of a name, through `op.f(…)` and `quoted_name(…)`.
pub(super) fn name(of: &Expr) -> Option<String> {
    match &of.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Call(call) if call.called && matches!(call.name.as_str(), "f" | "quoted_name") => {
            name(call.arguments.first()?)
        }
        _ => None,
    }
}

/// The table with its schema, unless that is where databases look by themselves.
pub(super) fn with_schema(call: &Call, table: String) -> String {
    let schema = call.option("schema").or(call.option("source_schema"));
    match schema.and_then(Expr::text) {
        None | Some("" | "public" | "dbo") => table,
        Some(schema) => format!("{schema}.{table}"),
    }
}

/// Something outside of the file is given the means to migrate, or comes from where migrations
/// keep their functions.
fn handed_on(reader: &mut Reader<'_>, expr: &Expr, call: &Call) {
    let root = match &call.receiver {
        None => call.name.as_str(),
        Some(Expr { kind: Kind::Name(of), .. }) => of,
        Some(_) => return,
    };
    let Some(Bound::Import(import)) = reader.variable(root) else { return };
    let package = import.from.split('.').next().unwrap_or_default();
    if LIBRARIES.contains(&package) {
        return;
    }
    let from_migrations =
        import.from.split('.').any(|part| part.contains("migration") || part.contains("alembic"));
    let mut given = call.arguments.iter().chain(call.options.iter().map(|(_, value)| value));
    let is_column = |part: &Expr| column::word(reader, part) == Some("column");
    let holds_column = |argument: &Expr| match &argument.kind {
        Kind::List(members) => members.iter().any(is_column),
        _ => is_column(argument),
    };
    if from_migrations || given.any(|it| is_means(reader, it) || holds_column(it)) {
        let table = call.arguments.first().and_then(Expr::text).map(str::to_owned);
        let table = table.filter(|_| from_migrations).unwrap_or_default();
        reader.opaque(&table, expr.span);
    }
}

/// Whether an expression can be used to migrate: `op`, a batch, a connection or a session of it.
fn is_means(reader: &Reader<'_>, expr: &Expr) -> bool {
    if is_op(reader, expr) || batch(reader, expr).is_some() {
        return true;
    }
    let Some(call) = expr.call().filter(|call| call.called) else { return false };
    match call.name.as_str() {
        "get_bind" => true,
        "Session" => {
            let mut given = call.arguments.iter().chain(call.options.iter().map(|(_, it)| it));
            given.any(|it| is_means(reader, it))
        }
        _ => false,
    }
}

/// A call with its table.
struct Step<'e> {
    expr: &'e Expr,
    call: &'e Call,
    word: &'static Word,
    table: String,
    /// The arguments without the table's name.
    rest: Vec<&'e Expr>,
}

impl<'e> Step<'e> {
    fn of(
        expr: &'e Expr,
        call: &'e Call,
        word: &'static Word,
        batch: Option<String>,
    ) -> Option<Step<'e>> {
        let mut rest: Vec<&Expr> = call.arguments.iter().collect();
        let table = match (batch, word.position("table")) {
            (Some(table), _) => table,
            (None, None) => String::new(),
            (None, Some(at)) => {
                let names = ["table_name", "source_table", "old_table_name", "source"];
                let option = names.iter().find_map(|name| call.option(name));
                let of = match option {
                    Some(option) => Some(option),
                    None if at < rest.len() => Some(rest.remove(at)),
                    None => None,
                };
                match of {
                    Some(of) => with_schema(call, name(of)?),
                    None => String::new(),
                }
            }
        };
        Some(Step { expr, call, word, table, rest })
    }

    fn at(&self, field: &str, names: &[&str]) -> Option<&'e Expr> {
        let option = names.iter().find_map(|name| self.call.option(name));
        option.or_else(|| self.rest.get(self.word.position(field)?).copied())
    }

    fn change(&self, reader: &Reader<'_>, op: Op) -> Change {
        reader.change(op, &self.table, self.expr.span)
    }

    /// `None` where the step cannot be read.
    fn take(&self, reader: &mut Reader<'_>) -> Option<()> {
        let op = self.word.get("op")?;
        match op {
            "nothing" => {}
            "execute" => rows::executed_by_op(reader, self.at("sql", &["sqltext"])?, self.expr),
            "add-column" => {
                let defined = column::read(reader, self.at("column", &["column"])?)?;
                self.add(reader, defined);
            }
            "drop-column" => {
                let column = Some(name(self.at("column", &["column_name"])?)?);
                let change = self.change(reader, Op::DropColumn);
                reader.push(Change { column, ..change });
            }
            "alter-column" => self.alter(reader)?,
            "create-table" => self.create(reader),
            "drop-table" => {
                let change = self.change(reader, Op::DropTable);
                reader.push(change);
            }
            "rename-table" => {
                let to = name(self.at("to", &["new_table_name"])?)?;
                let change = self.change(reader, Op::RenameTable);
                reader.push(Change { to: Some(with_schema(self.call, to)), ..change });
            }
            "add-index" | "add-unique" | "change-primary-key" => {
                let columns = columns(reader, self.at("columns", &["columns"])?);
                let unique = self.call.option("unique").map(|value| &value.kind);
                let op = match (op, unique) {
                    ("add-index", Some(Kind::Bool(true))) | ("add-unique", _) => Op::AddUnique,
                    ("add-index", _) => Op::AddIndex,
                    _ => Op::ChangePrimaryKey,
                };
                let partial = self.call.options.iter().find(|(name, _)| name.ends_with("_where"));
                let condition = partial.map(|(_, value)| sql_of(reader, value));
                let called = self.at("to", &["index_name", "constraint_name", "name"]);
                let name = called.and_then(name).map(|name| name.to_lowercase());
                let change = self.change(reader, op);
                reader.push(Change { columns, condition, name, ..change });
            }
            "drop-index" => {
                let called = name(self.at("to", &["index_name", "name"])?)?;
                let change = self.change(reader, Op::DropIndex);
                let unique = names_unique(&called);
                let op = if unique { Op::DropUnique } else { Op::DropIndex };
                // Which table it is on may not be said; then nothing is known but for the index.
                if !self.table.is_empty() || unique {
                    reader.push(Change { op, name: Some(called.to_lowercase()), ..change });
                }
            }
            "add-foreign-key" => {
                let to = name(self.at("to", &["referent_table", "referent"])?)?;
                let columns =
                    columns(reader, self.at("columns", &["local_cols", "local_columns"])?);
                let to = match self.call.option("referent_schema").and_then(Expr::text) {
                    None | Some("" | "public") => to,
                    Some(schema) => format!("{schema}.{to}"),
                };
                let change = self.change(reader, Op::AddForeignKey);
                let action = self.call.option("ondelete").and_then(Expr::text);
                let condition = action.map(|action| format!("on delete {}", action.to_lowercase()));
                reader.push(Change { columns, to: Some(to), condition, ..change });
            }
            "add-check" => {
                let condition = Some(sql_of(reader, self.at("sql", &["condition"])?));
                let change = self.change(reader, Op::AddCheck);
                reader.push(Change { condition, ..change });
            }
            "drop-constraint" => self.drop_constraint(reader)?,
            _ => return None,
        }
        Some(())
    }

    fn add(&self, reader: &mut Reader<'_>, defined: Defined) {
        let Defined { column, to, indexed } = defined;
        let name = column.name.clone();
        let change = self.change(reader, Op::AddColumn);
        reader.push(Change {
            existing: vec![sql::existing(&column)],
            column: Some(column.name),
            sql_type: column.sql_type,
            nullable: column.nullable,
            default: column.default,
            ..change
        });
        if column.unique || indexed {
            let op = if column.unique { Op::AddUnique } else { Op::AddIndex };
            let change = self.change(reader, op);
            reader.push(Change { columns: vec![name.clone()], ..change });
        }
        if to.is_some() {
            let change = self.change(reader, Op::AddForeignKey);
            reader.push(Change { columns: vec![name], to, ..change });
        }
    }

    fn alter(&self, reader: &mut Reader<'_>) -> Option<()> {
        let mut column = name(self.at("column", &["column_name"])?)?;
        let option = |name: &str| self.call.option(name);
        if let Some(to) = option("new_column_name").or(option("name")) {
            let to = name(to)?;
            let change = self.change(reader, Op::RenameColumn);
            let from = std::mem::replace(&mut column, to.clone());
            reader.push(Change { column: Some(from), to: Some(to), ..change });
        }
        let said = |value: &&Expr| value.kind != Kind::Bool(false);
        let sql_type = option("type_").and_then(|of| column::sql_type(reader, of));
        let nullable = match option("nullable").map(|value| &value.kind) {
            Some(Kind::Bool(nullable)) => Some(*nullable),
            _ => None,
        };
        let of = option("type_").or(option("existing_type"));
        let of = of.and_then(|of| column::sql_type(reader, of));
        let default = option("server_default")
            .filter(said)
            .map(|value| column::default(reader, value, of.as_deref()));
        if option("type_").is_none() && option("nullable").is_none() && default.is_none() {
            return Some(());
        }
        let existing = if nullable == Some(false) { Cell::NotNull } else { Cell::Unknown };
        let change = self.change(reader, Op::AlterColumn);
        reader.push(Change {
            column: Some(column),
            sql_type,
            nullable,
            default: default.unwrap_or(DefaultValue::Unsaid),
            existing: vec![existing],
            ..change
        });
        Some(())
    }

    fn create(&self, reader: &mut Reader<'_>) {
        let mut definitions: Vec<Column> = Vec::new();
        let mut after = Vec::new();
        let mut unknown = false;
        for part in &self.rest {
            match column::word(reader, part) {
                Some("column") => match column::read(reader, part) {
                    Some(defined) => {
                        let column = defined.column;
                        if column.unique {
                            after.push((vec![column.name.clone()], None, part.span));
                        }
                        definitions.push(column);
                    }
                    None => unknown = true,
                },
                Some("primary-key") => {
                    let key = listed(part);
                    for column in definitions.iter_mut().filter(|it| key.contains(&it.name)) {
                        column.primary_key = key.len() == 1;
                        column.nullable = Some(false);
                    }
                }
                Some("unique") => {
                    let called = part.call().and_then(|call| call.option("name")).and_then(name);
                    after.push((listed(part), called, part.span));
                }
                Some(_) => {}
                None => unknown |= part.kind != Kind::Null,
            }
        }
        let columns = definitions.iter().map(|column| column.name.clone()).collect();
        let change = self.change(reader, Op::CreateTable);
        reader.push(Change { columns, definitions, ..change });
        for (columns, name, span) in after {
            let change = reader.change(Op::AddUnique, &self.table, span);
            reader.push(Change { columns, name, ..change });
        }
        // Columns come from somewhere else.
        if unknown {
            reader.opaque(&self.table, self.expr.span);
        }
    }

    fn drop_constraint(&self, reader: &mut Reader<'_>) -> Option<()> {
        let said = self.at("type", &["type_"]).and_then(Expr::text);
        let name = self.at("to", &["constraint_name", "name"]).and_then(name);
        let name = name.unwrap_or_default().to_lowercase();
        let starts = |prefix: &str| name.starts_with(prefix);
        let op = match said {
            Some("unique") => Op::DropUnique,
            Some("foreignkey") => Op::DropForeignKey,
            Some("primary") => Op::ChangePrimaryKey,
            Some("check") => return Some(()),
            _ if starts("uq_") || name.ends_with("_key") || names_unique(&name) => Op::DropUnique,
            _ if starts("fk_") || name.contains("fkey") || name.ends_with("_fk") => {
                Op::DropForeignKey
            }
            _ if starts("pk_") || name.ends_with("_pkey") => Op::ChangePrimaryKey,
            _ if starts("ck_") || name.ends_with("_check") => return Some(()),
            _ => return None,
        };
        let name = (!name.is_empty()).then_some(name);
        let change = self.change(reader, op);
        reader.push(Change { name, ..change });
        Some(())
    }
}

/// Whether an index is unique by what it is called.
fn names_unique(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with("uq_") || name.starts_with("uix_") || name.contains("uniq")
}

/// The columns of a list; expressions as written.
fn columns(reader: &Reader<'_>, value: &Expr) -> Vec<String> {
    match &value.kind {
        Kind::List(members) => members.iter().map(|member| sql_of(reader, member)).collect(),
        _ => vec![sql_of(reader, value)],
    }
}

/// The columns that a constraint of a table names.
fn listed(constraint: &Expr) -> Vec<String> {
    let arguments = constraint.call().map(|call| call.arguments.as_slice()).unwrap_or_default();
    arguments.iter().filter_map(name).collect()
}

/// The text of SQL, or the code that makes it.
fn sql_of(reader: &Reader<'_>, value: &Expr) -> String {
    let inner = |call: &Call| match call.name.as_str() {
        "text" | "literal_column" | "column" => call.arguments.first().and_then(name),
        _ => None,
    };
    name(value)
        .or_else(|| value.call().and_then(inner))
        .unwrap_or_else(|| text::one_line(&reader.text(value.span)))
}
