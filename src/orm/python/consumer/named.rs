//! Python code that makes rows of some columns, computes values beside them, or counts on how many
//! columns a row has.

use super::{
    Classes, Function,
    rows::{Held, Shape, Subject},
};
use crate::{
    app::access::{Naming, NamingKind, Past},
    expr::{Call, Expr, Kind},
    source::Span,
    sql,
};

/// How many calls lead from a query to the rows that are taken apart.
const MAX_CHAIN: usize = 10;

struct Reader<'r, 'c, 'm, 'a> {
    classes: &'c Classes<'m, 'a>,
    held: &'r Held<'c, 'm, 'a>,
    module: usize,
    /// Each query of a cursor of the function, with the tables whose whole rows it asks for.
    cursors: Vec<(&'a str, Vec<String>)>,
    /// What the function adds to lists.
    added: Vec<(&'a str, &'a Expr)>,
    /// The attributes that it sets, of whatever.
    set: Vec<String>,
    found: Vec<Naming>,
}

/// Finds such places of a function.
pub fn read<'c, 'm, 'a>(
    classes: &'c Classes<'m, 'a>,
    function: &Function<'a>,
    held: &Held<'c, 'm, 'a>,
    found: &mut Vec<Naming>,
) {
    let module = function.module;
    let (cursors, added, set) = (Vec::new(), Vec::new(), Vec::new());
    let mut reader = Reader { classes, held, module, cursors, added, set, found: Vec::new() };
    let body = &function.def.body;
    body.walk(&mut |part| match &part.kind {
        Kind::Call(call) => {
            let Some(Kind::Name(name)) = call.receiver.as_ref().map(|of| &of.kind) else { return };
            if asks(part) {
                let tables = reader.starred(part, call);
                reader.cursors.push((name, tables));
            }
            // `accounts.append(Account(email=email))`
            if let ("append" | "extend", [it]) = (call.name.as_str(), call.arguments.as_slice()) {
                reader.added.push((name, it));
            }
        }
        Kind::Assign(target, _) => {
            reader.set.extend(target.call().map(|attribute| attribute.name.clone()));
        }
        _ => {}
    });
    body.walk(&mut |part| match &part.kind {
        Kind::Call(call) => reader.call(part, call),
        // `first, second = cursor.fetchone()`
        Kind::Assign(target, value) if target.members().is_some_and(|names| names.len() > 1) => {
            reader.taken_apart(value, part.span);
        }
        // `row[-1]`
        Kind::Index(row, at) if at.iter().any(is_negative) => reader.counted(row, part.span),
        _ => {}
    });
    found.append(&mut reader.found);
}

impl<'a> Reader<'_, '_, '_, 'a> {
    fn call(&mut self, expr: &'a Expr, call: &'a Call) {
        if let (Some(block), Some(list)) = (&call.block, &call.receiver) {
            if block.parameters.len() > 1 {
                self.taken_apart(list, list.span);
            }
            return;
        }
        let mut words = expr.means.iter().filter(|word| word.fact == "query");
        if !call.called {
            return;
        }
        if words.clone().any(|word| word.get("of") == Some("computed")) {
            self.computes(expr, call);
        } else if words
            .any(|word| word.get("gives") == Some("row") && word.get("how") == Some("write"))
        {
            self.makes(expr, call);
        } else if expr
            .means
            .iter()
            .any(|word| word.fact == "bypass" && word.get("by") == Some("sql"))
        {
            self.inserts(call);
        } else if let Some(word) = expr
            .means
            .iter()
            .find(|word| word.fact == "bypass" && word.get("by") == Some("objects"))
        {
            self.stores(call, Past::named(word.get("past")));
        } else if expr.means.is_empty() && call.arguments.is_empty() && call.options.is_empty() {
            self.asks(expr, call);
        }
    }

    /// `Account.objects.live()`
    fn asks(&mut self, expr: &Expr, call: &Call) {
        let of = call.receiver.as_ref().and_then(|of| self.held.subject(of));
        if let Some(of) = of.filter(|of| of.shape == Shape::Rows) {
            self.push(NamingKind::Asks, &of, vec![call.name.clone()], expr.span);
        }
    }

    /// `Account.objects.annotate(last_seen=Max("events__at"))`
    fn computes(&mut self, expr: &Expr, call: &Call) {
        let of = call.receiver.as_ref().and_then(|of| self.held.subject(of));
        let Some(of) = of.filter(|of| of.shape == Shape::Rows) else { return };
        let names: Vec<String> = call.options.iter().map(|(name, _)| name.clone()).collect();
        if !names.is_empty() {
            self.push(NamingKind::Computes, &of, names, expr.span);
        }
    }

    /// `Account.objects.create(email=email)`
    fn makes(&mut self, expr: &Expr, call: &Call) {
        let of = call.receiver.as_ref().and_then(|of| self.held.subject(of));
        let Some(of) = of.filter(|of| of.shape != Shape::Row) else { return };
        let mut names = Vec::new();
        for (name, value) in &call.options {
            match (name.as_str(), &value.kind) {
                ("defaults" | "create_defaults", Kind::Map(pairs)) => {
                    let keys = pairs.iter().map(|(key, _)| key.text().map(str::to_owned));
                    let Some(keys) = keys.collect::<Option<Vec<_>>>() else { return };
                    names.extend(keys);
                }
                ("defaults" | "create_defaults", _) => return,
                _ => names.push(name.clone()),
            }
        }
        // What `**values` holds is not known.
        if call.arguments.is_empty() && !names.is_empty() {
            self.push(NamingKind::Makes, &of, names, expr.span);
        }
    }

    /// `Account.objects.bulk_create([Account(email=email)])`
    fn stores(&mut self, call: &'a Call, past: Past) {
        let of = call.receiver.as_ref().and_then(|of| self.held.subject(of));
        let Some(of) = of.filter(|of| of.shape == Shape::Rows) else { return };
        let (mut made, mut seen) = (Vec::new(), Vec::new());
        for list in call.arguments.first().into_iter().chain(call.option("objs")) {
            self.objects(list, &of, &mut seen, &mut made);
        }
        for (span, mut names) in made {
            // What is set in an object before it is stored.
            names.extend(self.set.iter().cloned());
            let naming = Naming { past, ..self.naming(NamingKind::Makes, &of, names, span) };
            if !self.found.contains(&naming) {
                self.found.push(naming);
            }
        }
    }

    /// The objects of a class that an expression holds, each with what it is made with.
    fn objects(
        &self,
        expr: &'a Expr,
        of: &Subject,
        seen: &mut Vec<&'a str>,
        made: &mut Vec<(Span, Vec<String>)>,
    ) {
        match &expr.kind {
            Kind::List(members) => members.iter().for_each(|it| self.objects(it, of, seen, made)),
            Kind::Name(name) if !seen.contains(&name.as_str()) => {
                seen.push(name);
                let added = self.added.iter().filter(|(list, _)| list == name).map(|(_, it)| *it);
                let held = self.held.values(name).iter().copied();
                held.chain(added).for_each(|it| self.objects(it, of, seen, made));
            }
            Kind::Call(call) => match (&call.block, self.held.subject(expr)) {
                (Some(block), _) => self.objects(&block.body, of, seen, made),
                // What `**values` holds is not known.
                (None, Some(row)) if row.shape == Shape::Row && row.class == of.class => {
                    let names: Vec<String> = call.options.iter().map(|it| it.0.clone()).collect();
                    if call.arguments.is_empty() && !names.is_empty() {
                        made.push((expr.span, names));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// `cursor.execute("INSERT INTO shop_account (email) VALUES (%s)", …)`
    fn inserts(&mut self, call: &'a Call) {
        let Some(text) = call.arguments.first() else { return };
        let Some((table, names)) = self.text(text).and_then(|text| sql::inserted(&text)) else {
            return;
        };
        let place = self.classes.modules.place(self.module, unwrapped(text).span);
        self.found
            .push(Naming { names, ..Naming::of_tables(NamingKind::Makes, vec![table], place) });
    }

    /// Several names that get a row's columns one by one.
    fn taken_apart(&mut self, rows: &'a Expr, span: Span) {
        if let Some(of) = self.whole_rows(rows) {
            self.push(NamingKind::Counts, &of, Vec::new(), span);
            return;
        }
        let tables = self.tables(rows, MAX_CHAIN);
        self.push_tables(tables, span);
    }

    /// A row that is counted from its end.
    fn counted(&mut self, row: &'a Expr, span: Span) {
        let tables = self.tables(row, MAX_CHAIN);
        self.push_tables(tables, span);
    }

    /// The model of `Account.objects.values_list()`.
    fn whole_rows(&self, rows: &Expr) -> Option<Subject> {
        let call = rows.call().filter(|call| call.called)?;
        let positional = rows
            .means
            .iter()
            .any(|word| word.fact == "query" && word.get("of") == Some("positions"));
        if !positional || !call.arguments.is_empty() || !call.options.is_empty() {
            return None;
        }
        let of = self.held.subject(call.receiver.as_ref()?)?;
        (of.shape == Shape::Rows).then_some(of)
    }

    /// The tables whose whole rows an expression holds, or one of them.
    fn tables(&self, rows: &'a Expr, steps: usize) -> Vec<String> {
        let Some(steps) = steps.checked_sub(1) else { return Vec::new() };
        match &rows.kind {
            Kind::Name(name) => {
                let mut asked = self.cursors.iter().filter(|(known, _)| known == name);
                match (asked.next(), asked.next(), self.held.values(name)) {
                    (Some((_, tables)), None, _) => tables.clone(),
                    (None, None, [only]) => self.tables(only, steps),
                    _ => Vec::new(),
                }
            }
            Kind::Call(call) if call.called => {
                let own = self.starred(rows, call);
                match (&call.receiver, own.is_empty()) {
                    (Some(receiver), true) if call.arguments.is_empty() => {
                        self.tables(receiver, steps)
                    }
                    _ => own,
                }
            }
            _ => Vec::new(),
        }
    }

    /// The tables of which a call asks for whole rows: `session.execute(text("SELECT * FROM posts"))`.
    fn starred(&self, expr: &Expr, call: &Call) -> Vec<String> {
        let text = call.arguments.first().filter(|_| call.called && asks(expr));
        text.and_then(|text| self.text(text)).map_or_else(Vec::new, |text| sql::starred(&text))
    }

    /// SQL as it is written, with or without a call around it.
    fn text(&self, expr: &Expr) -> Option<String> {
        let expr = unwrapped(expr);
        let (_, value) = match &expr.kind {
            Kind::Name(name) => match self.held.values(name) {
                [only] => (self.module, *only),
                _ => self.classes.value(self.module, expr),
            },
            _ => self.classes.value(self.module, expr),
        };
        match &value.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Template(pieces) => {
                Some(pieces.iter().map(|piece| piece.text().unwrap_or("?")).collect())
            }
            _ => None,
        }
    }

    fn push(&mut self, kind: NamingKind, of: &Subject, names: Vec<String>, span: Span) {
        let naming = self.naming(kind, of, names, span);
        self.found.push(naming);
    }

    fn naming(&self, kind: NamingKind, of: &Subject, names: Vec<String>, span: Span) -> Naming {
        Naming {
            kind,
            models: self.held.models(of),
            tables: Vec::new(),
            names,
            past: Past::Nothing,
            confidence: of.confidence,
            place: self.classes.modules.place(self.module, span),
        }
    }

    fn push_tables(&mut self, tables: Vec<String>, span: Span) {
        if !tables.is_empty() {
            let place = self.classes.modules.place(self.module, span);
            self.found.push(Naming::of_tables(NamingKind::Counts, tables, place));
        }
    }
}

/// The SQL in `text("…")`.
fn unwrapped(expr: &Expr) -> &Expr {
    let call = expr.call().filter(|call| call.called);
    call.and_then(|call| call.arguments.first()).unwrap_or(expr)
}

/// Whether a call sends SQL and holds what it answers.
fn asks(expr: &Expr) -> bool {
    expr.means.iter().any(|word| word.fact == "consumer" && word.get("shape") == Some("query"))
}

fn is_negative(expr: &Expr) -> bool {
    matches!(&expr.kind, Kind::Number(number) if number.starts_with('-'))
        || matches!(&expr.kind, Kind::Other(text) if text.starts_with('-'))
}
