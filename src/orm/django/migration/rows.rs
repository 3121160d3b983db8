//! What `RunPython` does to rows, through models as they were at that point of history.

use super::model::Model;
use crate::{
    change::Op,
    expr::{Call, Expr, Kind},
    orm::python::program::{Bound, Reader, Rows},
};

/// Runs the function that migrates forwards; one of another file cannot be read.
pub(super) fn run(reader: &mut Reader<'_>, code: &Expr) {
    match &code.kind {
        Kind::Name(name) => reader.start(name, None),
        Kind::Call(call) => {
            let class = call.receiver.as_ref().and_then(Expr::name);
            match (call.called, class) {
                (false, class) => reader.start(&call.name, class),
                // `partial(forwards, 'draft')`
                (true, _) => {
                    if let Some(first) = call.arguments.first() {
                        run(reader, first);
                    }
                }
            }
        }
        _ => {}
    }
}

/// Takes the step of a call in such a function.
pub(super) fn step(reader: &mut Reader<'_>, expr: &Expr) {
    let Some(call) = expr.call() else { return };
    let Some(word) = reader.word(expr, "change") else { return handed(reader, call, expr) };
    match (word.get("op"), &call.receiver) {
        (Some("update-rows"), Some(receiver)) => {
            let Some(found) = rows(reader, receiver).filter(|rows| !rows.record) else { return };
            for (field, value) in &call.options {
                let cell = reader.cell(value);
                let column = column(reader, &found, field);
                reader.fill(&found, &column, cell, expr.span);
            }
        }
        (Some("update-each"), Some(receiver)) => {
            let Some(found) = rows(reader, receiver).filter(|rows| !rows.record) else { return };
            let fields = call.arguments.get(1).or(call.option("fields"));
            let Some(Kind::List(fields)) = fields.map(|fields| &fields.kind) else { return };
            for field in fields.iter().filter_map(Expr::text) {
                let column = column(reader, &found, field);
                reader.fill_each(&found, &column, expr.span);
            }
        }
        (Some("set-attribute"), None) => {
            let [row, field, value] = call.arguments.as_slice() else { return };
            if let (Some(found), Some(field)) = (rows(reader, row), field.text())
                && found.record
            {
                let cell = reader.cell(value);
                reader.fill(&found, field, cell, expr.span);
            }
        }
        (Some("execute"), Some(receiver)) => {
            let Some((statement, parameters)) = call.arguments.split_first() else { return };
            let mut parameters: Vec<_> = parameters.iter().collect();
            parameters.extend(call.option("params"));
            let editor = matches!(&receiver.kind, Kind::Other(name) if name == "schema_editor");
            if reader.says_sql(statement) || editor {
                reader.sql(statement, &parameters, expr.span);
            }
        }
        (Some("editor"), Some(Expr { kind: Kind::Other(_), .. })) => {
            let table = call.arguments.first().and_then(|model| rows(reader, model));
            let table = table.map(|rows| rows.table).unwrap_or_default();
            reader.opaque(&table, expr.span);
        }
        _ => {}
    }
}

/// A model that is handed to a function of another file: what that does is not known, and it may fill all
/// that was added.
fn handed(reader: &mut Reader<'_>, call: &Call, expr: &Expr) {
    let home = match &call.receiver {
        None => call.name.as_str(),
        Some(receiver) => receiver.name().unwrap_or_default(),
    };
    let Some(Bound::Import(import)) = reader.variable(home) else { return };
    if import.from.starts_with("django") {
        return;
    }
    let given = call.arguments.iter().chain(call.options.iter().map(|(_, value)| value));
    let models: Vec<Rows> = given
        .filter_map(|given| rows(reader, given))
        .filter(|rows| !rows.record && rows.conditions.is_empty())
        .collect();
    for found in models {
        let added = reader
            .changes
            .iter()
            .filter(|step| step.op == Op::AddColumn && step.table == found.table);
        let added: Vec<String> = added.filter_map(|step| step.column.clone()).collect();
        for column in added {
            reader.fill_each(&found, &column, expr.span);
        }
    }
}

/// The column of a field of rows.
fn column(reader: &Reader<'_>, rows: &Rows, field: &str) -> String {
    match &rows.model {
        Some(model) => Model::named(reader, model).column(reader, field),
        None => field.to_owned(),
    }
}

/// The rows that an expression stands for: a model, a query, or a row that it finds.
pub(super) fn rows(reader: &Reader<'_>, expr: &Expr) -> Option<Rows> {
    match &expr.kind {
        // One of a list, or some.
        Kind::Index(of, at) => {
            let mut found = rows(reader, of)?;
            match at.as_slice() {
                [] => found.record = true,
                _ => found.conditions.push(format!("some of {}", reader.text(of.span))),
            }
            Some(found)
        }
        Kind::Name(name) => imported(reader, name),
        Kind::Call(call) => {
            let control = reader.word(expr, "control").and_then(|word| word.get("of"));
            if control == Some("model") && call.called {
                let model = match call.arguments.as_slice() {
                    [path] => Model::named(reader, path.text()?),
                    [app, name, ..] => {
                        Model { app: app.text()?.to_owned(), name: name.text()?.to_owned() }
                    }
                    [] => {
                        let (app, name) =
                            (call.option("app_label")?.text()?, call.option("model_name")?.text()?);
                        Model { app: app.to_owned(), name: name.to_owned() }
                    }
                };
                return Some(Rows {
                    table: model.table(reader),
                    model: model.to_link(reader),
                    conditions: Vec::new(),
                    record: false,
                });
            }
            let mut found = rows(reader, call.receiver.as_ref()?)?;
            if found.record {
                return None;
            }
            match (control, call.called) {
                (Some("manager"), false) | (Some("same-rows"), true) => {}
                (Some("some-rows"), true) => found.conditions.push(reader.written(call)),
                (Some("one-row"), true) => {
                    found.conditions.push(reader.written(call));
                    found.record = true;
                }
                _ => return None,
            }
            Some(found)
        }
        _ => None,
    }
}

/// A model of today, whose manager may leave rows out.
fn imported(reader: &Reader<'_>, name: &str) -> Option<Rows> {
    let Some(Bound::Import(import)) = reader.variable(name) else { return None };
    let (before, _) = import.from.split_once(".models")?;
    let app = before.rsplit('.').next().filter(|app| !app.is_empty())?;
    let model = Model { app: app.to_owned(), name: import.name.clone()? };
    Some(Rows {
        table: model.table(reader),
        model: model.to_link(reader),
        conditions: vec![format!("found by {}", model.name)],
        record: false,
    })
}
