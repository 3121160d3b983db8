//! Drizzle: tables as objects of columns. It has no filters of its own.
//!
//! Drizzle names every column that a table object declares, and no other.

mod column;

use crate::{
    app::{Association, AssociationKind, Model},
    expr::{Call, Expr, Kind},
    modules::{Module, Modules, Symbol},
    orm::script::{
        decorator::{thunk, word},
        object::{Object, constant},
    },
};

/// The name of the ORM.
const ORM: &str = "drizzle";

/// The tables of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let is_used = |(module, code): (usize, &Module)| {
        code.telling.iter().any(|expr| declares(modules, module, expr).is_some())
    };
    if !modules.modules().any(is_used) {
        return Vec::new();
    }
    let casing = column::casing(modules);
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.program.walk(&mut |expr| {
            let Kind::Assign(target, value) = &expr.kind else { return };
            let target = match &target.kind {
                Kind::Typed(target, _) => target,
                _ => target,
            };
            if let Kind::Name(name) = &target.kind {
                found.extend(model(modules, module, name, value, casing));
            }
        });
    }
    found
}

fn declares(modules: &Modules, module: usize, expr: &Expr) -> Option<&'static str> {
    word(modules, module, expr, "declare", ORM)?.get("as")
}

fn model(
    modules: &Modules,
    module: usize,
    name: &str,
    value: &Expr,
    casing: column::Casing,
) -> Option<Model> {
    // `pgTable('users', { … }).enableRLS()`
    let mut made = value;
    let (call, prefix) = loop {
        let call = made.call().filter(|call| call.called)?;
        match prefix(modules, module, made, call) {
            Some(prefix) => break (call, prefix),
            None => made = call.receiver.as_ref()?,
        }
    };
    let table = constant(modules, module, call.arguments.first()?).and_then(Expr::text);
    let mut model = Model::new(name, ORM, &modules.place(module, made.span));
    model.qualified = modules.qualify(module, name);
    model.table_place = call.arguments.first().map(|table| modules.place(module, table.span));
    model.table = prefix.and_then(|prefix| Some(format!("{prefix}{}", table?)));
    // `pgTable('users', (t) => ({ … }))`
    let columns = Object::read(modules, module, thunk(call.arguments.get(1)?))?;
    let mut attributes = Vec::new();
    let mut complete = columns.complete;
    for (name, home, value) in &columns.pairs {
        match column::read(modules, *home, name, value, casing) {
            Some(attribute) => attributes.push(attribute),
            None => complete = false,
        }
        model.associations.extend(reference(modules, *home, name, value));
    }
    let key = attributes.iter().find(|known| known.column.primary_key);
    model.primary_key =
        key.and_then(|known| Some((known.column.name.clone(), known.column.place.clone()?)));
    model.attributes = complete.then_some(attributes);
    Some(model)
}

/// The key that a column is: `integer('author_id').references(() => users.id, { onDelete: 'cascade' })`.
fn reference(modules: &Modules, module: usize, name: &str, column: &Expr) -> Option<Association> {
    let call = column.call().filter(|call| call.called)?;
    let Some(word) = word(modules, module, column, "relation", ORM) else {
        return reference(modules, module, name, call.receiver.as_ref()?);
    };
    let target = thunk(call.arguments.first()?).call()?.receiver.as_ref()?.name()?;
    let options = call.arguments.get(1).and_then(|given| Object::read(modules, module, given));
    let on_delete = options.as_ref().and_then(|given| given.get(word.get("on-delete")?));
    Some(Association {
        kind: AssociationKind::BelongsTo,
        name: name.to_owned(),
        target: Some(target.to_owned()),
        foreign_key: Some(name.to_owned()),
        counter: None,
        touches: None,
        // A query of Drizzle leaves out nothing by itself.
        unfiltered: true,
        on_delete: on_delete
            .and_then(|(home, value)| Some(constant(modules, home, value)?.text()?.to_owned())),
        place: modules.place(module, column.span),
    })
}

/// What a call that makes a table puts before its name, where that is known; `None` for another call.
fn prefix(modules: &Modules, module: usize, expr: &Expr, call: &Call) -> Option<Option<String>> {
    if call.arguments.len() < 2 {
        return None;
    }
    match (&call.receiver, declares(modules, module, expr)) {
        (None, Some("table")) => Some(Some(String::new())),
        // `audit.table('users', { … })`
        (Some(receiver), Some("table-of-schema")) => {
            let (home, schema) = value_of(modules, module, receiver)?;
            (declares(modules, home, schema) == Some("schema")).then(|| {
                let name = schema.call()?.arguments.first()?;
                Some(format!("{}.", constant(modules, home, name)?.text()?))
            })
        }
        // `const table = pgTableCreator((name) => `app_${name}`)`
        (None, _) => {
            let Symbol::Value(home, creator) = modules.named(module, &call.name) else {
                return None;
            };
            (declares(modules, home, creator) == Some("creator")).then(|| creator_prefix(creator))
        }
        _ => None,
    }
}

fn value_of<'a>(modules: &Modules<'a>, module: usize, expr: &Expr) -> Option<(usize, &'a Expr)> {
    match modules.resolve(module, expr) {
        Symbol::Value(home, value) => Some((home, value)),
        _ => None,
    }
}

/// `app_` of `` (name) => `app_${name}` ``
fn creator_prefix(creator: &Expr) -> Option<String> {
    let made = creator.call()?.arguments.first()?;
    let Kind::Lambda(lambda) = &made.kind else { return None };
    let parameter = lambda.parameters.first()?;
    match &thunk(made).kind {
        Kind::Name(name) if name == parameter => Some(String::new()),
        Kind::Template(parts) => match parts.as_slice() {
            [before, Expr { kind: Kind::Name(name), .. }] if name == parameter => {
                before.text().map(str::to_owned)
            }
            _ => None,
        },
        _ => None,
    }
}
