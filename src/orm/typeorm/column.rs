//! Columns as decorators declare them.

use super::{Declared, Reader, Role, relation};
use crate::{
    app::Attribute,
    change::{Column, DefaultValue},
    expr::{Expr, Kind},
    modules::Symbol,
    orm::script::{
        decorator::{Member, arguments, line, members, thunk},
        object::{Object, constant},
    },
    predicate::Literal,
};

/// How deeply embedded entities are followed.
const MAX_DEPTH: usize = 6;

/// The columns of an entity's class, with those it inherits; `None` where the name of one is not
/// known.
pub(super) fn all(reader: &Reader, class: usize, prefixes: &[String]) -> Option<Vec<Declared>> {
    let mut found: Vec<Declared> = Vec::new();
    if prefixes.len() > MAX_DEPTH {
        return Some(found);
    }
    for at in line(reader.modules, class) {
        let class = reader.modules.class(at);
        for member in members(class) {
            let own = of_member(reader, &member, prefixes)?;
            // A subclass declares a property anew.
            if !own.is_empty() && prefixes.is_empty() {
                found.retain(|known| known.attribute.name != member.name);
            }
            for declared in own {
                let name = &declared.attribute.column.name;
                match found.iter_mut().find(|known| known.attribute.column.name == *name) {
                    // A property of its own for the key of a relation.
                    Some(known) => {
                        if known.attribute.column.sql_type.is_none() {
                            *known = declared;
                        }
                    }
                    None => found.push(declared),
                }
            }
        }
    }
    Some(found)
}

fn of_member(reader: &Reader, member: &Member, prefixes: &[String]) -> Option<Vec<Declared>> {
    let mut found = Vec::new();
    for decorator in member.decorators {
        match reader.declares(member.module, decorator).map(|(_, kind)| kind) {
            Some(kind @ ("column" | "primary-column" | "stamp" | "deleted" | "version")) => {
                let given = arguments(decorator);
                if let Some(Kind::Lambda(_)) = given.first().map(|first| &first.kind) {
                    return embedded(reader, member, given, prefixes);
                }
                found.push(column(reader, member, decorator, kind, given, prefixes)?);
            }
            Some("many-to-one" | "one-to-one" | "tree-parent") => {
                found.extend(relation::columns(reader, member, decorator, prefixes)?);
            }
            Some(_) => {}
            None => {
                let deferred = reader.deferred.get(reader.modules, member.module, decorator);
                if let Some(kind) = deferred {
                    let given = arguments(decorator);
                    found.push(column(reader, member, decorator, kind, given, prefixes)?);
                }
            }
        }
    }
    Some(found)
}

fn column(
    reader: &Reader,
    member: &Member,
    decorator: &Expr,
    kind: &str,
    given: &[Expr],
    prefixes: &[String],
) -> Option<Declared> {
    let modules = reader.modules;
    let options = given.iter().find_map(|argument| Object::read(modules, member.module, argument));
    let option = |key: &str| {
        let (home, value) = options.as_ref()?.get(key)?;
        constant(modules, home, value)
    };
    let truth = |key: &str| match option(key).map(|value| &value.kind) {
        Some(Kind::Bool(value)) => Some(*value),
        _ => None,
    };
    let named = option("name");
    if named.is_some_and(|name| name.text().is_none()) {
        return None;
    }
    let sql_type = given.first().and_then(Expr::text).or_else(|| option("type")?.text());
    let written = member.written_type.and_then(type_name);
    let primary_key = kind == "primary-column" || truth("primary") == Some(true);
    let column = Column {
        name: reader.naming.column(member.name, named.and_then(Expr::text), prefixes)?,
        sql_type: sql_type.map(str::to_owned).or(written),
        nullable: match kind {
            "deleted" => Some(true),
            _ => Some(truth("nullable") == Some(true)),
        },
        default: option("default").map_or(DefaultValue::Unsaid, default),
        primary_key,
        unique: truth("unique") == Some(true),
        points_to: None,
        place: Some(modules.place(member.module, decorator.span)),
        ..Column::default()
    };
    Some(Declared {
        attribute: Attribute::new(member.name, column),
        role: match kind {
            "deleted" => Role::Deleted,
            "version" => Role::Version,
            "stamp" => Role::Stamp,
            _ if truth("select") == Some(false) => Role::Hidden,
            _ => Role::Plain,
        },
        place: modules.place(member.module, decorator.span),
    })
}

/// `@Column(() => Name)`: the columns of another class, each with a prefix.
fn embedded(
    reader: &Reader,
    member: &Member,
    given: &[Expr],
    prefixes: &[String],
) -> Option<Vec<Declared>> {
    let target = given.first().map(thunk)?;
    let Symbol::Class(class) = reader.modules.resolve(member.module, target) else { return None };
    let options =
        given.get(1).and_then(|options| Object::read(reader.modules, member.module, options));
    let prefix = options.as_ref().and_then(|options| options.get("prefix"));
    let mut inner = prefixes.to_vec();
    match prefix.map(|(_, value)| &value.kind) {
        None => inner.push(member.name.to_owned()),
        Some(Kind::Bool(false)) => {}
        Some(Kind::Text(text)) if text.is_empty() => {}
        Some(Kind::Text(text)) => inner.push(text.clone()),
        Some(_) => return None,
    }
    // Without a prefix, a class that is embedded in itself would never end.
    if inner.len() == prefixes.len() && reader.modules.class(class).module == member.module {
        let holds = reader.modules.class(class).body.body.span.contains(&member.expr.span);
        if holds {
            return None;
        }
    }
    all(reader, class, &inner)
}

/// A type as TypeScript has it: `string` in `string | null`.
fn type_name(written: &Expr) -> Option<String> {
    match &written.kind {
        Kind::Name(name) => Some(name.clone()),
        Kind::Binary(left, _, right) => match &left.kind {
            Kind::Null => type_name(right),
            _ => type_name(left),
        },
        _ => None,
    }
}

/// The default of the database, which TypeORM's own migrations write.
pub(super) fn default(value: &Expr) -> DefaultValue {
    match &value.kind {
        Kind::Text(text) => DefaultValue::Literal(Literal::Text(text.clone())),
        Kind::Number(number) => DefaultValue::Literal(Literal::Number(number.clone())),
        Kind::Bool(value) => DefaultValue::Literal(Literal::Bool(*value)),
        Kind::Null => DefaultValue::Null,
        Kind::Lambda(_) => match thunk(value).text() {
            Some(text) => DefaultValue::Function(text.to_owned()),
            None => DefaultValue::Unknown("a function".to_owned()),
        },
        _ => DefaultValue::Unknown(value.name().unwrap_or("a value").to_owned()),
    }
}
