//! Queries that name columns as SQL does: chains of a query builder over several tables, and statements.

use super::{
    reached::{self, named},
    reader::Reader,
    value::Of,
};
use crate::{
    app::clause::{Clause, Part},
    expr::{Call, Expr, Kind},
    orm::access,
    source::Span,
    sql::{self, Layer},
};

/// How deep queries may stand within queries.
const MAX_DEPTH: usize = 4;

/// The clauses of a call. `last` says that nothing else is called on what it gives.
pub fn of_call<'a>(
    reader: &mut Reader<'_, '_, 'a>,
    expr: &'a Expr,
    call: &'a Call,
    last: bool,
) -> Vec<Clause> {
    if is_sql(expr) {
        return statement(reader, call).into_iter().collect();
    }
    if !last {
        return Vec::new();
    }
    let Some(query) = Query::read(reader, expr, MAX_DEPTH) else { return Vec::new() };
    let module = reader.module;
    let clause = |piece: Piece| {
        let own = Layer { tables: query.tables.clone(), ..piece.own };
        let layers = std::iter::once(own).chain(piece.within).collect();
        let place = reader.known.modules.place(module, piece.span);
        access::clause(piece.of, layers, place)
    };
    query.pieces.into_iter().map(clause).collect()
}

fn is_sql(expr: &Expr) -> bool {
    expr.means.iter().any(|word| word.fact == "bypass" && word.get("by") == Some("sql"))
}

fn statement(reader: &Reader, call: &Call) -> Option<Clause> {
    let given = call.arguments.first()?;
    let text = reached::text(reader, given)?;
    access::statement(&text, reader.known.modules.place(reader.module, given.span))
}

/// A chain of calls that is one query: `knex('posts').join('users', …).whereNull('deleted_at')`.
#[derive(Default)]
struct Query {
    /// Its tables, each with its alias.
    tables: Vec<(String, Option<String>)>,
    pieces: Vec<Piece>,
    /// Where its rows begin.
    home: Option<Span>,
    /// It says which columns it gives, or gives none.
    lists: bool,
}

/// What a query is given at one place.
struct Piece {
    of: Part,
    /// What is named there.
    own: Layer,
    /// Queries that stand there.
    within: Vec<Layer>,
    span: Span,
}

impl Query {
    fn read<'a>(reader: &mut Reader<'_, '_, 'a>, last: &'a Expr, depth: usize) -> Option<Query> {
        let depth = depth.checked_sub(1)?;
        let mut query = Query::default();
        let mut next = Some(last);
        while let Some(expr) = next {
            let Kind::Call(call) = &expr.kind else { break };
            next = call.receiver.as_ref();
            if call.called {
                query.add(reader, expr, call, depth);
            }
        }
        let span = query.home?;
        // The chain was read from its end.
        query.tables.reverse();
        if !query.lists {
            let own = Layer { stars: vec![String::new()], ..Layer::default() };
            query.pieces.push(Piece { of: Part::Columns, own, within: Vec::new(), span });
        }
        Some(query)
    }

    fn add<'a>(
        &mut self,
        reader: &mut Reader<'_, '_, 'a>,
        expr: &'a Expr,
        call: &'a Call,
        depth: usize,
    ) {
        if self.home.is_none()
            && let Some(rows) = named(reader, expr, call)
            && let Of::Tables(tables) = rows.of
        {
            let alias =
                call.arguments.first().and_then(Expr::text).and_then(|text| named_as(text).1);
            self.tables
                .extend(tables.into_iter().map(|table| (table.to_lowercase(), alias.clone())));
            self.home = Some(expr.span);
        }
        let shapes = |shape| {
            let mut words = expr.means.iter().filter(|word| word.fact == "consumer");
            words.any(|word| word.get("shape") == Some(shape))
        };
        self.lists |= shapes("stores") || shapes("none");
        let Some(part) = expr.means("clause", "of").and_then(Part::named) else { return };
        if part == Part::Join {
            let table = call.arguments.first().and_then(Expr::text).map(named_as);
            self.tables.extend(table);
            return;
        }
        self.lists |= part == Part::Columns && !call.arguments.is_empty();
        // A value stands behind the column that it is compared with.
        let names = match part {
            Part::Condition => 1,
            _ => call.arguments.len(),
        };
        for (at, argument) in call.arguments.iter().enumerate() {
            let own =
                if at < names { self.named(reader, argument, part) } else { Layer::default() };
            let within = Query::read(reader, argument, depth).map(Query::layer);
            let within: Vec<Layer> = within.into_iter().collect();
            if own != Layer::default() || !within.is_empty() {
                let of = if part == Part::Statement { Part::Condition } else { part };
                self.pieces.push(Piece { of, own, within, span: argument.span });
            }
        }
    }

    /// What an argument names.
    fn named(&mut self, reader: &Reader, argument: &Expr, part: Part) -> Layer {
        let mut layer = Layer::default();
        if part == Part::Statement || (is_sql(argument) && argument.call().is_some()) {
            let text = match argument.call() {
                Some(raw) => raw.arguments.first().and_then(|it| reached::text(reader, it)),
                None => reached::text(reader, argument),
            };
            let found = text.map(|text| sql::layers(&text)).unwrap_or_default();
            layer = found.into_iter().next().unwrap_or_default();
            self.tables.append(&mut layer.tables);
            return layer;
        }
        let pairs = match &argument.kind {
            Kind::Map(pairs) => pairs.as_slice(),
            _ => &[],
        };
        let keys = pairs.iter().filter_map(|(key, _)| key.text());
        let members = argument.members().into_iter().flatten().filter_map(Expr::text);
        let listed = members.filter(|_| part != Part::Condition);
        for name in argument.text().into_iter().chain(keys).chain(listed) {
            let name = named_as(name).0;
            match name.strip_suffix('*').map(|table| table.trim_end_matches('.')) {
                Some(table) if part == Part::Columns => layer.stars.push(table.to_owned()),
                Some(_) => {}
                None if name.contains('.') => {}
                None => layer.names.push(name),
            }
        }
        layer
    }

    /// The query as a part of another one.
    fn layer(self) -> Layer {
        let pieces = self.pieces.into_iter();
        let (names, stars): (Vec<_>, Vec<_>) =
            pieces.map(|piece| (piece.own.names, piece.own.stars)).unzip();
        Layer {
            tables: self.tables,
            names: names.concat(),
            stars: stars.concat(),
            united: 1,
            ..Layer::default()
        }
    }
}

/// The two names of `users as u`, in lower case.
fn named_as(text: &str) -> (String, Option<String>) {
    let text = text.to_lowercase();
    match text.split_once(" as ") {
        Some((name, alias)) => (name.trim().to_owned(), Some(alias.trim().to_owned())),
        None => (text.trim().to_owned(), None),
    }
}
