//! Operations of a migration, one after the other.

use super::{
    constraint,
    field::{self, Field, Storage},
    model::{Model, argument},
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    expr::{Expr, Kind, Word},
    orm::python::program::{Bound, Reader, text},
    predicate::{Cell, Literal},
    source::Span,
};

/// How deep lists of operations may be nested.
const MAX_DEPTH: u32 = 20;

/// Takes an operation, or all of a list.
pub(super) fn take(reader: &mut Reader<'_>, operation: &Expr) {
    nested(reader, operation, MAX_DEPTH);
}

fn nested(reader: &mut Reader<'_>, operation: &Expr, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match &operation.kind {
        Kind::List(members) => {
            for member in members {
                nested(reader, member, depth);
            }
        }
        // `[…] + more`, of which one may not be known
        Kind::Binary(left, operator, right) if operator == "+" => {
            nested(reader, left, depth);
            nested(reader, right, depth);
        }
        Kind::If(_, then, otherwise) => {
            nested(reader, then, depth);
            nested(reader, otherwise, depth);
        }
        Kind::Null => {}
        Kind::Call(call) if call.called => {
            let done =
                word(reader, operation).and_then(|word| step(reader, operation, word, depth));
            if done.is_none() {
                reader.opaque("", operation.span);
            }
        }
        _ => reader.opaque("", operation.span),
    }
}

/// What an operation is: by its name, or by that of the class that its own class extends.
fn word(reader: &Reader<'_>, operation: &Expr) -> Option<&'static Word> {
    if let Some(word) = reader.word(operation, "change") {
        return Some(word);
    }
    let Some(Bound::Class(class)) = reader.variable(operation.name()?) else { return None };
    let other = class.body.statements().iter().any(|member| match &member.kind {
        Kind::Def(def) => match def.name.as_str() {
            "__init__" => true,
            // What the parent does may be left out where there is nothing to do.
            "database_forwards" => !def.body.any(&|part| {
                part.call().is_some_and(|call| call.called && call.name == "database_forwards")
            }),
            _ => false,
        },
        _ => false,
    });
    let mut parents = class.parents.iter().filter_map(|parent| reader.word(parent, "change"));
    parents.next().filter(|_| !other)
}

/// The step of an operation; `None` where its arguments are not known.
fn step(reader: &mut Reader<'_>, operation: &Expr, word: &'static Word, depth: u32) -> Option<()> {
    let code = operation.span;
    let at = |field: &str, names: &[&str]| {
        argument(operation, word.position(field).unwrap_or(usize::MAX), names)
    };
    let op = word.get("op")?;
    // The model is `model_name` where there is something else to name.
    let model = at("table", &["model_name", "old_name", "name"]).and_then(Expr::text);
    let model = match at("table", &["model_name"]).and_then(Expr::text) {
        Some(name) => Some(name),
        None => model,
    };
    let model = model.map(|name| Model::own(reader, name));
    match op {
        "nothing" => {}
        "sql" => {
            let statement = at("sql", &["sql"])?.clone();
            let noop = statement.call().is_some_and(|call| !call.called && call.name == "noop");
            if !noop {
                reader.sql(&statement, &[], code);
            }
            // What the statements do to the state of models is not asked of the database.
        }
        "code" => super::rows::run(reader, at("to", &["code"])?),
        "database" => {
            if let Some(listed) = at("columns", &["database_operations"]) {
                nested(reader, listed, depth);
            }
            if let Some(listed) = argument(operation, 1, &["state_operations"]) {
                let known = reader.changes.len();
                nested(reader, listed, depth);
                reader.changes.truncate(known);
            }
        }
        "create-table" => create(reader, &model?, operation)?,
        "drop-table" => {
            // Django writes CASCADE behind what it drops, except for MySQL.
            let change = model?.change(reader, Op::DropTable, code);
            reader.push(Change { cascade: true, ..change });
        }
        "rename-model" => {
            let to = at("to", &["new_name"])?.text()?.to_owned();
            rename_model(reader, &model?, &to, code);
        }
        "rename-table" => {
            let model = model?;
            let to = at("to", &["table"]).and_then(Expr::text);
            let to = to.map_or_else(|| model.usual_table(), str::to_owned);
            let change = model.change(reader, Op::RenameTable, code);
            if change.table != to {
                reader.push(Change { to: Some(to.clone()), ..change });
            }
            model.call(reader, &to);
        }
        "add-column" => {
            let (model, name) = (model?, at("column", &["name"])?.text()?.to_owned());
            let field = field::read(reader, &model, &name, at("type", &["field"])?);
            let once = is_false(argument(operation, 3, &["preserve_default"]));
            add(reader, &model, &name, field, once, code);
        }
        "alter-column" => {
            let (model, name) = (model?, at("column", &["name"])?.text()?.to_owned());
            let field = field::read(reader, &model, &name, at("type", &["field"])?);
            let once = is_false(argument(operation, 3, &["preserve_default"]));
            alter(reader, &model, &name, field, once, code);
        }
        "drop-column" => {
            let (model, name) = (model?, at("column", &["name"])?.text()?);
            let column = Some(model.column(reader, name));
            let change = model.change(reader, Op::DropColumn, code);
            reader.push(Change { column, cascade: true, ..change });
        }
        "rename-column" => {
            let model = model?;
            let from = at("column", &["old_name"])?.text()?;
            let to = at("to", &["new_name"])?.text()?;
            let column = model.column(reader, from);
            let renamed = match column.strip_prefix(from) {
                Some("_id") => format!("{to}_id"),
                _ => to.to_owned(),
            };
            model.keep(reader, to, &renamed);
            let change = model.change(reader, Op::RenameColumn, code);
            // A column with a name of its own keeps it.
            if column == from || column == format!("{from}_id") {
                reader.push(Change { column: Some(column), to: Some(renamed), ..change });
            }
        }
        "unique-together" => {
            let value = at("columns", &["unique_together"])?;
            constraint::together(reader, &model?, Op::AddUnique, value, code);
        }
        "index-together" => {
            let value = at("columns", &["index_together"])?;
            constraint::together(reader, &model?, Op::AddIndex, value, code);
        }
        "order" => {
            let model = model?;
            let ordered = at("column", &["order_with_respect_to"])
                .is_some_and(|field| field.kind != Kind::Null);
            let op = if ordered { Op::AddColumn } else { Op::DropColumn };
            let mut change = model.change(reader, op, code);
            change.column = Some("_order".to_owned());
            if ordered {
                change.sql_type = Some("integer".to_owned());
                change.nullable = Some(false);
                change.existing = vec![Cell::Value(Literal::Number("0".to_owned()))];
            }
            reader.push(change);
        }
        "add-constraint" => {
            constraint::add(reader, &model?, at("column", &["constraint"])?, code);
        }
        "drop-constraint" => {
            let name = text::shown(at("to", &["name"])?)?;
            constraint::drop(reader, &model?, &name, code);
        }
        "add-index" => constraint::index(reader, &model?, at("column", &["index"])?, code),
        "drop-index" => {
            let change = model?.change(reader, Op::DropIndex, code);
            reader.push(change);
        }
        _ => return None,
    }
    Some(())
}

fn is_false(value: Option<&Expr>) -> bool {
    value.is_some_and(|value| value.kind == Kind::Bool(false))
}

fn add(reader: &mut Reader<'_>, model: &Model, name: &str, field: Field, once: bool, code: Span) {
    match field.of {
        Storage::Nothing => {}
        Storage::Table(table) => join(reader, model, &table, field.target.as_ref(), code),
        Storage::Column(stored) => {
            let column = stored.column;
            model.keep(reader, name, &column.name);
            let change = model.change(reader, Op::AddColumn, code);
            reader.push(Change {
                column: Some(column.name.clone()),
                sql_type: column.sql_type,
                nullable: column.nullable,
                default: column.default,
                existing: vec![stored.existing],
                client_default: if once { DefaultValue::Unsaid } else { stored.given },
                ..change
            });
            if stored.unique {
                unique(reader, model, &column.name, code);
            }
            if stored.checked {
                let to = field.target.map(|target| target.table(reader));
                let change = model.change(reader, Op::AddForeignKey, code);
                reader.push(Change { columns: vec![column.name], to, ..change });
            }
        }
    }
}

fn alter(reader: &mut Reader<'_>, model: &Model, name: &str, field: Field, once: bool, code: Span) {
    let Storage::Column(stored) = field.of else { return };
    let column = stored.column;
    model.keep(reader, name, &column.name);
    let change = model.change(reader, Op::AlterColumn, code);
    let existing = match (column.nullable, stored.existing) {
        // What is NULL gets the default of the field.
        (Some(false), value @ Cell::Value(_)) => value,
        (Some(false), _) => Cell::NotNull,
        _ => Cell::Unknown,
    };
    // The definition is whole: where it has no default, a field that may be NULL starts as NULL.
    let given = match (stored.given, &column.default, column.nullable) {
        (DefaultValue::Unsaid, DefaultValue::Unsaid, Some(true)) => DefaultValue::Null,
        (given, ..) => given,
    };
    reader.push(Change {
        column: Some(column.name.clone()),
        sql_type: column.sql_type,
        nullable: column.nullable,
        default: column.default,
        existing: vec![existing],
        client_default: if once { DefaultValue::Unsaid } else { given },
        ..change
    });
    if stored.unique {
        unique(reader, model, &column.name, code);
    }
}

fn unique(reader: &mut Reader<'_>, model: &Model, column: &str, code: Span) {
    let change = model.change(reader, Op::AddUnique, code);
    reader.push(Change { columns: vec![column.to_owned()], ..change });
}

/// The table of a many-to-many field.
fn join(reader: &mut Reader<'_>, model: &Model, table: &str, to: Option<&Model>, code: Span) {
    let key = |name: String| Column {
        name,
        nullable: Some(false),
        place: Some(reader.place(code)),
        ..Column::default()
    };
    let own = model.name.to_lowercase();
    let id = Column { primary_key: true, unique: true, ..key("id".to_owned()) };
    let keys = match to.map(|to| to.name.to_lowercase()) {
        Some(other) if other == own => {
            vec![key(format!("from_{own}_id")), key(format!("to_{own}_id"))]
        }
        Some(other) => vec![key(format!("{own}_id")), key(format!("{other}_id"))],
        None => vec![key(format!("{own}_id"))],
    };
    let columns: Vec<_> = keys.iter().map(|key| key.name.clone()).collect();
    let definitions: Vec<_> = std::iter::once(id).chain(keys).collect();
    let names = definitions.iter().map(|column| column.name.clone()).collect();
    let change = reader.change(Op::CreateTable, table, code);
    reader.push(Change { columns: names, definitions, ..change });
    if columns.len() == 2 {
        let change = reader.change(Op::AddUnique, table, code);
        reader.push(Change { columns, ..change });
    }
}

fn create(reader: &mut Reader<'_>, model: &Model, operation: &Expr) -> Option<()> {
    let code = operation.span;
    let options = argument(operation, 2, &["options"]);
    let option = |name: &str| options.and_then(|options| text::entry(options, name));
    let table = option("db_table").and_then(text::shown);
    if let Some(table) = table {
        model.call(reader, table.trim_matches('"'));
    }
    let is = |name: &str, value: bool| option(name).is_some_and(|it| it.kind == Kind::Bool(value));
    let Kind::List(fields) = &argument(operation, 1, &["fields"])?.kind else { return None };
    let mut definitions = Vec::new();
    let mut after = Vec::new();
    for field in fields {
        let Kind::List(pair) = &field.kind else { return None };
        let [name, field] = pair.as_slice() else { return None };
        let name = name.text()?;
        let read = field::read(reader, model, name, field);
        if let Storage::Column(stored) = &read.of {
            model.keep(reader, name, &stored.column.name);
            definitions.push(stored.column.clone());
        }
        after.push((read, field.span));
    }
    if is("proxy", true) || is("managed", false) || is("abstract", true) {
        return Some(());
    }
    if !definitions.iter().any(|column| column.primary_key) {
        let id = Column {
            name: "id".to_owned(),
            nullable: Some(false),
            primary_key: true,
            unique: true,
            place: Some(reader.place(code)),
            ..Column::default()
        };
        definitions.insert(0, id);
    }
    let columns = definitions.iter().map(|column| column.name.clone()).collect();
    let change = model.change(reader, Op::CreateTable, code);
    reader.push(Change { columns, definitions, ..change });
    for (field, span) in after {
        match field.of {
            Storage::Column(stored) if stored.unique => {
                unique(reader, model, &stored.column.name, span);
            }
            Storage::Table(table) => join(reader, model, &table, field.target.as_ref(), span),
            Storage::Column(_) | Storage::Nothing => {}
        }
    }
    if let Some(value) = option("unique_together").filter(|it| it.kind != Kind::List(Vec::new())) {
        constraint::together(reader, model, Op::AddUnique, value, value.span);
    }
    if let Some(Expr { kind: Kind::List(constraints), .. }) = option("constraints") {
        for listed in constraints {
            constraint::add(reader, model, listed, listed.span);
        }
    }
    Some(())
}

/// A model by another name has another table, unless it names its table itself.
fn rename_model(reader: &mut Reader<'_>, model: &Model, to: &str, code: Span) {
    let renamed = Model { app: model.app.clone(), name: to.to_owned() };
    let table = model.table(reader);
    let state = reader.change(Op::Define, "", code);
    reader.push(Change { entity: Some(model.key()), to: Some(renamed.key()), ..state });
    if table != model.usual_table() {
        return renamed.call(reader, &table);
    }
    let new = renamed.usual_table();
    if table != new {
        let change = reader.change(Op::RenameTable, &table, code);
        let (model, entity) = (renamed.to_link(reader), Some(renamed.key()));
        reader.push(Change { to: Some(new), model, entity, ..change });
    }
}
