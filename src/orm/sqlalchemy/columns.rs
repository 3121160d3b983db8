//! Columns as declarative classes and table objects declare them.

use super::names;
use crate::{
    app::Attribute,
    change::{Column, DefaultValue},
    expr::{Call, Expr, Kind},
    modules::{Modules, Symbol},
    orm,
    predicate::Literal,
    sql,
};

/// How many functions and names are followed to the call that makes a column.
const MAX_STEPS: usize = 5;

/// What the members of a class are read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A value or `Mapped[…]` makes a column.
    Declarative,
    /// Every typed name is a column.
    Typed,
}

/// The columns that the body of a class declares.
pub fn declared(modules: &Modules, class: usize, style: Style) -> Vec<Attribute> {
    let mut found: Vec<Attribute> = Vec::new();
    let class = modules.class(class);
    collect(modules, class.module, &class.body.body, style, &mut found);
    found
}

fn collect(
    modules: &Modules,
    module: usize,
    body: &Expr,
    style: Style,
    found: &mut Vec<Attribute>,
) {
    for statement in body.statements() {
        let column = match &statement.kind {
            Kind::Assign(target, value) => match &target.kind {
                Kind::Name(name) => read(modules, module, value, Some(name)),
                Kind::Typed(target, of) => target
                    .name()
                    .and_then(|name| typed(modules, module, name, of, Some(value), style)),
                _ => None,
            },
            Kind::Typed(target, of) => {
                target.name().and_then(|name| typed(modules, module, name, of, None, style))
            }
            Kind::Decorated(decorators, inner) => match &inner.kind {
                Kind::Def(def) if decorators.iter().any(is_declared) => returned(&def.body)
                    .and_then(|value| read(modules, module, value, Some(&def.name))),
                _ => None,
            },
            Kind::If(_, then, otherwise) => {
                collect(modules, module, then, style, found);
                collect(modules, module, otherwise, style, found);
                None
            }
            _ => None,
        };
        if let Some(column) = column
            && !column.name.starts_with("__")
        {
            found.retain(|known| known.name != column.name);
            found.push(column);
        }
    }
}

/// Whether a decorator makes what a function returns a member: `@declared_attr.cascading`.
pub fn is_declared(decorator: &Expr) -> bool {
    decorator.any(&|part| part.means("declare", "as") == Some("declared"))
}

/// What a function returns at its end.
pub fn returned(body: &Expr) -> Option<&Expr> {
    match &body.statements().last()?.kind {
        Kind::Exit(value) => value.as_deref(),
        _ => None,
    }
}

fn typed(
    modules: &Modules,
    module: usize,
    name: &str,
    of: &Expr,
    value: Option<&Expr>,
    style: Style,
) -> Option<Attribute> {
    let as_written = |expr: &Expr| expr.means("declare", "as");
    if of.any(&|part| as_written(part) == Some("no-column"))
        || value.is_some_and(|value| as_written(value) == Some("no-column"))
    {
        return None;
    }
    let mapped = match &of.kind {
        Kind::Index(outer, inner) if as_written(outer) == Some("mapped") => inner.first(),
        _ => None,
    };
    let mut column = match (value, style, mapped) {
        (Some(value), ..) if makes_column(modules, module, value) => {
            read(modules, module, value, Some(name))?
        }
        (value, Style::Typed, _) => field(modules, module, name, value)?,
        (None, Style::Declarative, Some(_)) => plain(name),
        _ => return None,
    };
    if let Some(shared) = mapped.and_then(|of| annotated(modules, module, of)) {
        share(&shared, &mut column.column);
    }
    if column.column.nullable.is_none() && !column.column.primary_key {
        column.column.nullable = mapped.or((style == Style::Typed).then_some(of)).map(is_optional);
    }
    column.column.place.get_or_insert_with(|| modules.place(module, of.span));
    Some(column)
}

/// What `Annotated[int, mapped_column(primary_key=True)]` says of every column of that type.
fn annotated(modules: &Modules, module: usize, of: &Expr) -> Option<Column> {
    let of = match modules.resolve(module, of) {
        Symbol::Value(_, value) => value,
        _ => of,
    };
    let Kind::Index(outer, parts) = &of.kind else { return None };
    if outer.means("declare", "as") != Some("annotated") {
        return None;
    }
    let is_column = |part: &&Expr| part.means("declare", "as") == Some("column");
    let call = parts.iter().rev().find(is_column)?.call()?;
    let mut column = Column::default();
    settings(call, &mut column);
    if column.nullable.is_none() && parts.first().is_some_and(is_optional) {
        column.nullable = Some(true);
    }
    column.sql_type =
        call.arguments.first().and_then(Expr::name).map(|name| orm::last(name).to_owned());
    Some(column)
}

/// What a column's own call says goes first.
fn share(shared: &Column, own: &mut Column) {
    own.primary_key |= shared.primary_key;
    own.unique |= shared.unique;
    own.nullable = own.nullable.or(shared.nullable);
    if own.sql_type.is_none() {
        own.sql_type.clone_from(&shared.sql_type);
    }
    if own.default == DefaultValue::Unsaid {
        own.default.clone_from(&shared.default);
    }
}

fn is_optional(of: &Expr) -> bool {
    of.any(&|part| matches!(part.kind, Kind::Null) || part.name() == Some("Optional"))
}

fn plain(name: &str) -> Attribute {
    Attribute {
        name: name.to_owned(),
        column: Column { name: name.to_owned(), ..Column::default() },
        initial: DefaultValue::Unsaid,
    }
}

/// `Field(…)`, or a plain default.
fn field(modules: &Modules, module: usize, name: &str, value: Option<&Expr>) -> Option<Attribute> {
    let call = value.filter(|value| value.means("declare", "as") == Some("field"));
    let Some(call) = call.and_then(Expr::call) else { return Some(plain(name)) };
    if let Some(column) = call.option("sa_column") {
        return read(modules, module, column, Some(name));
    }
    let mut column = plain(name);
    settings(call, &mut column.column);
    column.initial = initial(call);
    Some(column)
}

fn makes_column(modules: &Modules, module: usize, value: &Expr) -> bool {
    maker(modules, module, value, MAX_STEPS).is_some()
}

/// The call that makes a column, with its module.
fn maker<'a>(
    modules: &Modules<'a>,
    module: usize,
    value: &'a Expr,
    steps: usize,
) -> Option<(usize, &'a Call, &'a Expr)> {
    let steps = steps.checked_sub(1)?;
    let call = value.call().filter(|call| call.called)?;
    match value.means("declare", "as") {
        Some("column") => Some((module, call, value)),
        Some("column-around") => maker(modules, module, call.arguments.first()?, steps),
        Some(_) => None,
        // A function of the application that makes one.
        None => match modules.named(module, &function_path(call)?) {
            Symbol::Function(home, def, _) => maker(modules, home, returned(&def.body)?, steps),
            _ => None,
        },
    }
}

fn function_path(call: &Call) -> Option<String> {
    match &call.receiver {
        Some(receiver) => Some(format!("{}.{}", crate::modules::path_of(receiver)?, call.name)),
        None => Some(call.name.clone()),
    }
}

/// A column that a value makes; `attribute` is what the class calls it.
pub fn read(
    modules: &Modules,
    module: usize,
    value: &Expr,
    attribute: Option<&str>,
) -> Option<Attribute> {
    let (home, call, made) = resolved(modules, module, value)?;
    let (first, types) = match call.arguments.split_first() {
        Some((first, rest)) if matches!(first.kind, Kind::Text(_) | Kind::Template(_)) => {
            (Some(first), rest)
        }
        _ => (None, call.arguments.as_slice()),
    };
    let named = first.or_else(|| call.option("name"));
    let name = match named.map(|name| names::text(modules, home, name, "")) {
        Some(Some(name)) => name,
        // Computed: not known by that name.
        Some(None) => return None,
        None => attribute?.to_owned(),
    };
    let mut column = Column { name: name.clone(), ..Column::default() };
    column.sql_type = types
        .first()
        .or_else(|| call.option("type_"))
        .and_then(Expr::name)
        .map(|name| orm::last(name).to_owned());
    column.place = Some(modules.place(home, made.span));
    settings(call, &mut column);
    Some(Attribute { name: attribute.unwrap_or(&name).to_owned(), column, initial: initial(call) })
}

/// What SQLAlchemy itself writes into a new row that is made without the column.
/// <https://docs.sqlalchemy.org/en/20/core/defaults.html>
fn initial(call: &Call) -> DefaultValue {
    let given = ["insert_default", "default", "default_factory"];
    let Some(value) = given.iter().find_map(|name| call.option(name)) else {
        return DefaultValue::Unsaid;
    };
    match &value.kind {
        Kind::Null => DefaultValue::Null,
        Kind::Bool(value) => DefaultValue::Literal(Literal::Bool(*value)),
        Kind::Number(number) => DefaultValue::Literal(Literal::Number(number.clone())),
        Kind::Text(text) => DefaultValue::Literal(Literal::Text(text.clone())),
        // A function is called for each row.
        _ => DefaultValue::Function(value.name().unwrap_or("default").to_owned()),
    }
}

/// As [`maker`], for code of any lifetime.
fn resolved<'b>(
    modules: &Modules<'b>,
    module: usize,
    value: &'b Expr,
) -> Option<(usize, &'b Call, &'b Expr)> {
    maker(modules, module, value, MAX_STEPS)
}

fn settings(call: &Call, column: &mut Column) {
    let flag = |name: &str| match call.option(name).map(|value| &value.kind) {
        Some(Kind::Bool(value)) => Some(*value),
        _ => None,
    };
    column.primary_key = flag("primary_key") == Some(true);
    column.unique = flag("unique") == Some(true);
    column.nullable = match column.primary_key {
        true => Some(false),
        false => flag("nullable"),
    };
    if let Some(default) = call.option("server_default") {
        column.default = server_default(default);
    }
}

/// `server_default="draft"`, `text("0")`, `func.now()`, `false()`
fn server_default(value: &Expr) -> DefaultValue {
    let unknown = || DefaultValue::Unknown("server_default".to_owned());
    match &value.kind {
        Kind::Null => DefaultValue::Unsaid,
        Kind::Text(text) => DefaultValue::Literal(Literal::Text(text.clone())),
        Kind::Call(call) if call.called => match (value.means("declare", "as"), &call.receiver) {
            (Some("sql"), _) => {
                let text = call.arguments.first().and_then(Expr::text);
                let column = text.and_then(|text| sql::column(&format!("a text DEFAULT {text}")));
                column.map_or_else(unknown, |column| column.default)
            }
            (Some("true"), _) => DefaultValue::Literal(Literal::Bool(true)),
            (Some("false"), _) => DefaultValue::Literal(Literal::Bool(false)),
            (_, Some(of)) if of.means("declare", "as") == Some("functions") => {
                DefaultValue::Function(format!("{}()", call.name))
            }
            _ => unknown(),
        },
        _ => unknown(),
    }
}
