//! Mapped classes without a class statement: `type("UserRoleMap", (Base,), {"__table__": table})`,
//! once or for each text of a list.
//!
//! Source: SQLAlchemy 2.0, "Declarative Mapping" (a mapped class is made by its metaclass, however it
//! comes to be).

use super::{columns, models, names, tables};
use crate::{
    app::Model,
    expr::{Call, Expr, Kind},
    modules::Modules,
};

/// How many entries of a list are gone through.
const MOST: usize = 100;

/// The classes that modules make outside of functions.
pub(super) fn all(modules: &Modules) -> Vec<Model> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        in_statements(modules, module, code.program.statements(), &mut found);
    }
    found
}

fn in_statements(modules: &Modules, module: usize, code: &[Expr], found: &mut Vec<Model>) {
    for statement in code {
        match &statement.kind {
            Kind::Def(_) | Kind::Class(_) | Kind::Decorated(..) => {}
            Kind::Call(call) if call.name == "each" && call.block.is_some() => {
                for body in turns(call).take(MOST) {
                    in_statements(modules, module, body.statements(), found);
                }
            }
            _ => statement.walk(&mut |part| found.extend(made(modules, module, code, part))),
        }
    }
}

/// The body of a loop for each text of the list it goes through.
fn turns(each: &Call) -> impl Iterator<Item = Expr> + '_ {
    let list = each.receiver.as_ref().and_then(Expr::members).unwrap_or_default();
    let block = each.block.as_ref().filter(|block| block.parameters.len() == 1);
    let texts = list.iter().filter(|member| member.text().is_some());
    texts.filter_map(move |text| {
        let block = block?;
        Some(block.body.bind(&[(block.parameters.first()?.clone(), text.clone())]))
    })
}

fn made(modules: &Modules, module: usize, code: &[Expr], expr: &Expr) -> Option<Model> {
    let call = expr.call().filter(|call| call.name == "type" && call.receiver.is_none())?;
    let [name, bases, members] = call.arguments.as_slice() else { return None };
    let is_mapped = bases.members()?.iter().any(|base| models::descends(modules, module, base));
    let Kind::Map(members) = &members.kind else { return None };
    if !is_mapped {
        return None;
    }
    let name = names::text(modules, module, name, "")?;
    let place = modules.place(module, expr.span);
    let mut model = Model::new(&modules.qualify(module, &name), "sqlalchemy", &place);
    let member = |wanted: &str| {
        members.iter().find(|(key, _)| key.text() == Some(wanted)).map(|(_, value)| value)
    };
    match (member("__table__"), member("__tablename__")) {
        (Some(table), _) => {
            let object = tables::object(modules, module, assigned(code, table))?;
            (model.table, model.attributes) = (object.name, object.columns);
        }
        (None, Some(table)) => {
            model.table = names::text(modules, module, table, &name);
            let declared = members.iter().filter_map(|(key, value)| {
                columns::read(modules, module, value, Some(key.text()?))
            });
            model.attributes = Some(declared.collect());
        }
        (None, None) => return None,
    }
    Some(model)
}

/// What a variable was assigned among the statements around it.
fn assigned<'e>(code: &'e [Expr], value: &'e Expr) -> &'e Expr {
    let Some(name) = value.name() else { return value };
    let mut values = code.iter().rev().filter_map(|statement| match &statement.kind {
        Kind::Assign(target, value) if target.name() == Some(name) => Some(value.as_ref()),
        _ => None,
    });
    values.next().unwrap_or(value)
}
