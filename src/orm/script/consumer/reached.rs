//! Rows that JavaScript and TypeScript reach past what their model says: SQL of its own, query
//! builders, deletes that no soft delete changes.

use super::{
    known::is_of,
    reader::Reader,
    value::{Held, Of, Rows},
};
use crate::{
    app::access::{Access, AccessKind, Naming, NamingKind},
    expr::{Call, Expr, Kind, Word},
    finding::Confidence,
    orm::{access, script::object::Object},
};

/// What covers every operation of a client.
const EVERY: &str = "$allOperations";

/// How many calls a chain may have.
const MAX_CHAIN: usize = 40;

/// What a call reaches. `last` says that nothing else is called on what it gives.
pub fn of_call<'a>(
    reader: &mut Reader<'_, '_, 'a>,
    expr: &'a Expr,
    call: &'a Call,
    last: bool,
) -> Vec<Access> {
    let mut found = Vec::new();
    for word in expr.means.iter().copied().filter(|word| word.fact == "bypass") {
        match word.get("by") {
            Some("sql") => found.extend(by_sql(reader, call)),
            Some("table") => found.extend(by_table(reader, expr, call, word)),
            Some("rows" | "operation") => found.extend(by_rows(reader, expr, call, word)),
            _ => {}
        }
    }
    if last {
        found.extend(by_builder(reader, expr, call));
    }
    found
}

fn kind(word: &Word) -> AccessKind {
    match word.get("does") {
        Some("erases") => AccessKind::Erases,
        Some("trusts") => AccessKind::Trusts,
        Some("deletes") => AccessKind::Deletes,
        _ => AccessKind::Passes,
    }
}

/// `sequelize.query('DELETE FROM users')`, `` prisma.$queryRaw`SELECT …` ``
fn by_sql(reader: &Reader, call: &Call) -> Vec<Access> {
    let Some(first) = call.arguments.first() else { return Vec::new() };
    let place = reader.known.modules.place(reader.module, first.span);
    text(reader, first).map(|text| access::by_sql(&text, &place)).unwrap_or_default()
}

/// A statement of SQL as far as it is written out.
pub fn text(reader: &Reader, given: &Expr) -> Option<String> {
    match &given.kind {
        Kind::Template(parts) => {
            Some(parts.iter().map(|part| part.text().unwrap_or("1")).collect::<String>())
        }
        _ => reader.known.modules.text(reader.module, given),
    }
}

/// `queryInterface.bulkDelete('users', { id })`
fn by_table(reader: &Reader, expr: &Expr, call: &Call, word: &Word) -> Option<Access> {
    let table = call.arguments.first()?.text()?.to_owned();
    let place = reader.known.modules.place(reader.module, expr.span);
    let found = access::of_rows(kind(word), Vec::new(), Confidence::Certain, &place);
    Some(Access { tables: vec![table], ..found })
}

/// `users.delete(id)`, `manager.delete(User, id)`, `prisma.user.deleteMany()`
fn by_rows<'a>(
    reader: &mut Reader<'_, '_, 'a>,
    expr: &'a Expr,
    call: &'a Call,
    word: &'static Word,
) -> Option<Access> {
    let given = |rows: &Rows| is_of(word, rows.orm);
    let rows = reader.base(expr, call).filter(given).or_else(|| {
        match reader.held(call.arguments.first()?) {
            Held::Rows(rows) if given(&rows) => Some(rows),
            _ => None,
        }
    })?;
    let Of::Model(model) = rows.of else { return None };
    let model = reader.known.models.get(model)?.qualified.clone();
    let place = reader.known.modules.place(reader.module, expr.span);
    let mut found = access::of_rows(kind(word), vec![model], rows.sure, &place);
    found.heeds = word.get_all("heeds").map(str::to_owned).collect();
    if word.get("by") == Some("operation") {
        found.heeds.extend([call.name.clone(), EVERY.to_owned()]);
    }
    found.marked = word.get("marked").is_some();
    found.names = word.get("apart").map(|option| apart(reader, call, option)).unwrap_or_default();
    Some(found)
}

/// What a call tells rows apart by: `{ where: { email } }`, and `{ where: { team_slug: { team, slug } } }`
/// of a group. Nothing where it is not written out.
fn apart(reader: &Reader, call: &Call, option: &str) -> Vec<String> {
    let object = |module, expr| Object::read(reader.known.modules, module, expr);
    let given = call.arguments.first().and_then(|given| object(reader.module, given));
    let keys = given.as_ref().and_then(|given| given.get(option));
    let Some(keys) = keys.and_then(|(module, keys)| object(module, keys)) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for (name, module, value) in keys.pairs {
        match object(module, value) {
            Some(group) => names.extend(group.pairs.into_iter().map(|(name, ..)| name)),
            None => names.push(name),
        }
    }
    names
}

/// `knex('users').where({ id }).del()`: all calls of the chain are one query.
fn by_builder<'a>(
    reader: &mut Reader<'_, '_, 'a>,
    expr: &'a Expr,
    call: &'a Call,
) -> Option<Access> {
    let mut tables = None;
    let mut does = AccessKind::Passes;
    let (mut expr, mut call) = (expr, call);
    for _ in 0..MAX_CHAIN {
        let means = |what: &str| {
            let mut words = expr.means.iter().filter(|word| word.fact == "bypass");
            words.any(|word| word.get("by") == Some("builder") && word.get("does") == Some(what))
        };
        if means("adds") {
            return None;
        }
        if means("erases") {
            does = AccessKind::Erases;
        }
        if let Some(Rows { of: Of::Tables(named), .. }) = named(reader, expr, call) {
            tables = Some(named);
            break;
        }
        match call.receiver.as_ref() {
            Some(before) => match &before.kind {
                Kind::Call(inner) => (expr, call) = (before, inner),
                _ => break,
            },
            None => break,
        }
    }
    let place = reader.known.modules.place(reader.module, expr.span);
    let found = access::of_rows(does, Vec::new(), Confidence::Certain, &place);
    Some(Access { tables: tables?, ..found })
}

/// Calls that name a table in the midst of a query; other libraries have methods of these names.
const MIDST: [&str; 2] = ["from", "into"];

/// The tables that a call of a query builder names: `db.selectFrom('users as u')`,
/// `knex('posts').join('users', 'users.id', 'posts.user_id')`.
pub fn by_name(reader: &Reader, expr: &Expr, call: &Call) -> Option<Naming> {
    let first = call.arguments.first()?;
    let is = |fact: &str, of: &str| {
        expr.means.iter().any(|word| word.fact == fact && word.get("of") == Some(of))
    };
    let begins = is("consumer", "table") && !MIDST.contains(&call.name.as_str());
    if !begins && !((is("consumer", "table") || is("clause", "join")) && is_in_query(call)) {
        return None;
    }
    let table = |text: &str| Some(text.split_whitespace().next()?.rsplit('.').next()?.to_owned());
    let tables: Vec<String> = first.texts().into_iter().filter_map(table).collect();
    let place = reader.known.modules.place(reader.module, first.span);
    (!tables.is_empty()).then(|| Naming::of_tables(NamingKind::Reaches, tables, place))
}

/// Whether a call is one of a chain that a query builder begins: `knex.select().from('users')`.
fn is_in_query(call: &Call) -> bool {
    let begins = |expr: &Expr, name: &str| {
        let mut words = expr.means.iter();
        let table = words.any(|word| word.fact == "consumer" && word.get("of") == Some("table"));
        table && !MIDST.contains(&name)
    };
    let mut before = call.receiver.as_ref();
    for _ in 0..MAX_CHAIN {
        before = match before {
            Some(expr @ Expr { kind: Kind::Call(inner), .. }) => {
                if begins(expr, &inner.name) {
                    return true;
                }
                inner.receiver.as_ref()
            }
            Some(expr) => return expr.name().is_some_and(|name| begins(expr, name)),
            None => return false,
        };
    }
    false
}

/// The table that a call itself names.
pub fn named<'a>(reader: &mut Reader<'_, '_, 'a>, expr: &'a Expr, call: &'a Call) -> Option<Rows> {
    let names =
        expr.means.iter().any(|word| word.fact == "consumer" && word.get("of") == Some("table"));
    if names && call.called { reader.base(expr, call) } else { None }
}
