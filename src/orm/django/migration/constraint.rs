//! Constraints and indexes of models.

use super::{
    condition,
    model::{Model, argument, groups, texts},
};
use crate::{
    change::{Change, Op},
    expr::Expr,
    orm::python::program::Reader,
    source::Span,
};

/// `AddConstraint`, and `constraints` of a model's options.
pub(super) fn add(reader: &mut Reader<'_>, model: &Model, constraint: &Expr, code: Span) {
    let word = reader.word(constraint, "change").and_then(|word| word.get("op"));
    let change = match word {
        Some("unique-constraint") => {
            let columns = columns(reader, model, constraint);
            let condition = argument(constraint, usize::MAX, &["condition"])
                .map(|written| condition::written(reader, model, written));
            let name = argument(constraint, usize::MAX, &["name"]);
            let name = name.and_then(Expr::text).map(str::to_lowercase);
            Change { columns, condition, name, ..model.change(reader, Op::AddUnique, code) }
        }
        Some("check-constraint") => {
            let condition = argument(constraint, usize::MAX, &["condition", "check"])
                .map(|written| condition::written(reader, model, written));
            Change { condition, ..model.change(reader, Op::AddCheck, code) }
        }
        _ => model.change(reader, Op::Opaque, code),
    };
    reader.push(change);
}

/// `RemoveConstraint` says no more than the name; what it was stands in another file.
pub(super) fn drop(reader: &mut Reader<'_>, model: &Model, name: &str, code: Span) {
    let name = name.to_lowercase();
    let op = if name.contains("uniq") {
        Op::DropUnique
    } else if name.contains("check") || name.ends_with("_chk") || name.ends_with("_ck") {
        return;
    } else {
        Op::Opaque
    };
    let change = model.change(reader, op, code);
    reader.push(Change { name: Some(name), ..change });
}

/// `AddIndex`, and `indexes` of a model's options.
pub(super) fn index(reader: &mut Reader<'_>, model: &Model, index: &Expr, code: Span) {
    let columns = columns(reader, model, index);
    let condition = argument(index, usize::MAX, &["condition"])
        .map(|written| condition::written(reader, model, written));
    let change = Change { columns, condition, ..model.change(reader, Op::AddIndex, code) };
    reader.push(change);
}

/// `AlterUniqueTogether`: the groups that are unique from now on; an empty list lets go of all.
pub(super) fn together(reader: &mut Reader<'_>, model: &Model, op: Op, value: &Expr, code: Span) {
    let groups = groups(value);
    if groups.is_empty() {
        let op = if op == Op::AddUnique { Op::DropUnique } else { Op::DropIndex };
        let change = model.change(reader, op, code);
        return reader.push(change);
    }
    for (fields, _) in groups {
        let columns = fields.iter().map(|field| model.column(reader, field)).collect();
        let change = Change { columns, ..model.change(reader, op, code) };
        reader.push(change);
    }
}

/// The columns of a constraint or an index; expressions as written.
fn columns(reader: &Reader<'_>, model: &Model, of: &Expr) -> Vec<String> {
    let Some(call) = of.call() else { return Vec::new() };
    if let Some(fields) = call.option("fields") {
        let column = |field: String| model.column(reader, field.trim_start_matches('-'));
        return texts(fields).into_iter().map(column).collect();
    }
    let expression = |value: &Expr| match value.text() {
        Some(field) => model.column(reader, field.trim_start_matches('-')),
        None => reader.text(value.span),
    };
    call.arguments.iter().map(expression).collect()
}
