//! What expressions hold: models, queries, whole rows, and what is sent from outside.

use super::{
    chosen::{by_arguments, by_options, names, take},
    known::{Known, is_of},
    value::{Held, Of, Rows, Sent},
};
use crate::{
    expr::{Call, Expr, Kind, Word},
    finding::Confidence,
    modules::{Symbol, path_of},
    orm::script::decorator::{line, members},
    sql,
};

/// How deeply expressions and the functions that they call are followed.
pub const MAX_STEPS: usize = 24;

/// How many expressions are read to find out what one holds.
pub const MAX_READS: usize = 2_000;

/// Words of the language itself, which belong to no ORM.
pub const LANGUAGE: &str = "script";

/// Reads the expressions of one function.
pub struct Reader<'k, 'm, 'a> {
    /// The models.
    pub known: &'k Known<'m, 'a>,
    /// The module.
    pub module: usize,
    /// The class around.
    pub class: Option<usize>,
    /// What names hold, innermost last.
    pub scopes: Vec<(&'a str, Held)>,
    /// The model whose row `this` is.
    pub(super) own: Option<usize>,
    /// How many expressions may still be read.
    pub(super) left: usize,
}

impl<'k, 'm, 'a> Reader<'k, 'm, 'a> {
    /// A reader at the start of a module.
    pub fn new(known: &'k Known<'m, 'a>, module: usize) -> Reader<'k, 'm, 'a> {
        Reader { known, module, class: None, scopes: Vec::new(), own: None, left: MAX_READS }
    }

    /// A reader of a model's own method.
    pub fn of_model(known: &'k Known<'m, 'a>, module: usize, model: usize) -> Reader<'k, 'm, 'a> {
        Reader { own: Some(model), ..Reader::new(known, module) }
    }

    /// What an expression holds.
    pub fn held(&mut self, expr: &'a Expr) -> Held {
        self.left = MAX_READS;
        self.read(expr, MAX_STEPS)
    }

    pub(super) fn read(&mut self, expr: &'a Expr, steps: usize) -> Held {
        let (Some(steps), Some(left)) = (steps.checked_sub(1), self.left.checked_sub(1)) else {
            return Held::Nothing;
        };
        self.left = left;
        match &expr.kind {
            Kind::Name(name) => self.named(expr, name, steps),
            Kind::Typed(inner, _) | Kind::Index(inner, _) | Kind::Assign(_, inner) => {
                self.read(inner, steps)
            }
            Kind::If(_, then, otherwise) => self.read(then, steps).or(self.read(otherwise, steps)),
            Kind::Binary(left, operator, right) if matches!(operator.as_str(), "||" | "??") => {
                self.read(left, steps).or(self.read(right, steps))
            }
            // `address && { address }` is the object.
            Kind::Binary(_, operator, right) if operator == "&&" => self.read(right, steps),
            Kind::Map(pairs) => self.object(pairs, steps),
            Kind::List(parts) => {
                let rows: Vec<Rows> =
                    parts.iter().flat_map(|part| self.read(part, steps).rows()).collect();
                if rows.is_empty() { Held::Nothing } else { Held::Many(rows) }
            }
            Kind::Call(call) if call.called => self.called(expr, call, steps),
            Kind::Call(call) => self.attribute(expr, call, steps),
            _ => Held::Nothing,
        }
    }

    fn named(&mut self, expr: &'a Expr, name: &str, steps: usize) -> Held {
        if let Some((_, held)) = self.scopes.iter().rev().find(|(known, _)| *known == name) {
            return held.clone();
        }
        if let (Some(model), "this" | "super") = (self.own, name) {
            let rows = self.known.subject(model, Confidence::Certain, self.module, expr.span);
            return Held::Rows(Rows { whole: true, chained: true, ..rows });
        }
        if let Some((model, sure)) = self.known.model_of(self.module, expr) {
            return Held::Rows(self.known.subject(model, sure, self.module, expr.span));
        }
        match self.known.modules.named(self.module, name) {
            Symbol::Value(home, value) if !matches!(value.kind, Kind::Lambda(_) | Kind::Map(_)) => {
                let mut reader = Reader { left: self.left, ..Reader::new(self.known, home) };
                let held = reader.read(value, steps);
                self.left = reader.left;
                held
            }
            _ => Held::Nothing,
        }
    }

    /// What an object is made of: what is spread into it, without the keys that it sets itself.
    fn object(&mut self, pairs: &'a [(Expr, Expr)], steps: usize) -> Held {
        let set: Vec<String> =
            pairs.iter().filter_map(|(key, _)| key.text().map(str::to_owned)).collect();
        let mut many = Vec::new();
        let mut sent = None;
        for (key, value) in pairs {
            match &key.kind {
                Kind::Splat(inner) => match self.read(inner, steps).without(&set) {
                    Held::Sent(found) => sent = Some(found),
                    found => many.extend(found.rows()),
                },
                _ => many.extend(self.read(value, steps).rows()),
            }
        }
        match sent {
            Some(sent) => Held::Sent(sent),
            None if many.is_empty() => Held::Nothing,
            None => Held::Many(many),
        }
    }

    fn attribute(&mut self, expr: &'a Expr, call: &'a Call, steps: usize) -> Held {
        let Some(receiver) = &call.receiver else { return Held::Nothing };
        if let Some(word) = expr.word("inflow").filter(|word| word.get("is") == Some("sent")) {
            let from = receiver.name().unwrap_or_default();
            if word.get_all("of").any(|of| of == from) {
                return Held::Sent(Sent { except: Vec::new(), sure: Confidence::Certain });
            }
        }
        match self.read(receiver, steps) {
            Held::Rows(rows) => return self.part(expr, rows),
            // `req.body.user`
            Held::Sent(sent) => {
                return Held::Sent(Sent { sure: sent.sure.min(Confidence::Likely), ..sent });
            }
            Held::Many(_) | Held::Columns(_) => return Held::Nothing,
            Held::Nothing => {}
        }
        if let Some(held) = self.field(receiver, &call.name, steps) {
            return held;
        }
        match self.known.model_of(self.module, expr) {
            Some((model, sure)) => {
                let mut rows = self.known.subject(model, sure, self.module, expr.span);
                rows.except = self.left_out(receiver, &call.name);
                Held::Rows(rows)
            }
            None => Held::Nothing,
        }
    }

    /// What a client leaves out of all rows; where it is not known which one it is, what any of them
    /// leaves out.
    fn left_out(&self, client: &'a Expr, model: &str) -> Vec<String> {
        if let Symbol::Value(home, value) = self.known.modules.resolve(self.module, client)
            && let Some(own) = super::client::left_out(self.known.modules, home, value)
        {
            return own.into_iter().filter(|(of, _)| of == model).flat_map(|(_, it)| it).collect();
        }
        let all = self.known.left_out.iter().filter(|(of, _)| of == model);
        all.flat_map(|(_, names)| names.clone()).collect()
    }

    /// What a part of rows holds: `result.rows`, `user.dataValues`.
    pub(super) fn part(&self, expr: &Expr, rows: Rows) -> Held {
        let same = self.known.word(expr, "same", rows.orm).is_some()
            || self.known.word(expr, "same", LANGUAGE).is_some();
        if same { Held::Rows(rows) } else { Held::Nothing }
    }

    /// What a field of the class holds: `private users: Repository<User>`.
    fn field(&mut self, receiver: &Expr, name: &str, steps: usize) -> Option<Held> {
        let class = self.class.filter(|_| receiver.name() == Some("this"))?;
        let modules = self.known.modules;
        let found = line(modules, class).into_iter().rev().find_map(|at| {
            let fields = members(modules.class(at));
            fields.into_iter().find(|field| field.name == name)
        })?;
        if let Some(Expr { kind: Kind::Index(_, of), .. }) = found.written_type
            && let Some((model, sure)) =
                of.first().and_then(|of| self.known.model_of(found.module, of))
        {
            let span = found.expr.span;
            return Some(Held::Rows(self.known.subject(model, sure, found.module, span)));
        }
        let value = found.value?;
        let mut reader =
            Reader { class: Some(class), left: self.left, ..Reader::new(self.known, found.module) };
        let held = reader.read(value, steps);
        self.left = reader.left;
        Some(held)
    }

    /// What a call is made on: rows or a model before its dot, or the model or table that it is given.
    pub fn base(&mut self, expr: &'a Expr, call: &'a Call) -> Option<Rows> {
        self.left = MAX_READS;
        let before = call.receiver.as_ref().map(|receiver| self.read(receiver, MAX_STEPS));
        self.base_within(expr, call, before.as_ref(), MAX_STEPS)
    }

    fn base_within(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        before: Option<&Held>,
        steps: usize,
    ) -> Option<Rows> {
        let steps = steps.checked_sub(1)?;
        if let Some(Held::Rows(rows)) = before {
            return Some(rows.clone());
        }
        let first = call.arguments.first()?;
        if given(expr, "argument").next().is_some()
            && let Held::Rows(rows) = self.read(first, steps)
            && given(expr, "argument").any(|word| is_of(word, rows.orm))
        {
            return Some(self.with_choice(call, rows, steps));
        }
        let word = given(expr, "table").next()?;
        let table = first.text()?;
        let table = table.split_whitespace().next()?.rsplit('.').next()?;
        let rows = Rows {
            of: Of::Tables(vec![table.to_owned()]),
            orm: word.origin.split('/').next()?,
            sure: Confidence::Certain,
            whole: false,
            named: false,
            except: Vec::new(),
            chained: true,
            origin: (self.module, expr.span),
        };
        Some(self.with_choice(call, rows, steps))
    }

    /// `db.select({ id: users.id }).from(users)`: the choice comes before the table.
    fn with_choice(&mut self, call: &'a Call, mut rows: Rows, steps: usize) -> Rows {
        if let Some(before) = &call.receiver
            && let Some(choice) = before.call().filter(|choice| choice.called)
            && self.known.word(before, "names", rows.orm).is_some()
        {
            self.choose(choice, &mut rows, steps);
        }
        rows
    }

    fn choose(&mut self, choice: &'a Call, rows: &mut Rows, steps: usize) {
        if let [only] = choice.arguments.as_slice()
            && let Held::Columns(columns) = self.read(only, steps)
        {
            rows.whole = true;
            rows.except.extend(columns.except);
            return;
        }
        take(rows, by_arguments(&choice.arguments));
    }

    fn called(&mut self, expr: &'a Expr, call: &'a Call, steps: usize) -> Held {
        if let Some(rows) = self.starred(expr, call) {
            return Held::Rows(rows);
        }
        if let Some(word) = expr.word("inflow").filter(|word| word.get("is") == Some("call")) {
            let from = call.receiver.as_ref().and_then(Expr::name).unwrap_or_default();
            if word.get_all("of").any(|of| of == from) {
                return Held::Sent(Sent { except: Vec::new(), sure: Confidence::Certain });
            }
        }
        // What stands before the dot is read once, however long the chain.
        let before = call.receiver.as_ref().map(|receiver| self.read(receiver, steps));
        let base = self.base_within(expr, call, before.as_ref(), steps);
        if let Some(held) = base.as_ref().and_then(|rows| self.own_method(call, rows)) {
            return held;
        }
        if let Some(rows) = base
            && let Some(rows) = self.applied(expr, call, rows, steps)
        {
            return Held::Rows(rows);
        }
        if let Some(held) = self.of_language(expr, call, before, steps) {
            return held;
        }
        let made = self.known.modules.called_name(self.module, call).and_then(|_| {
            let path = path_of(&uncalled(call))?;
            Some(self.known.modules.named(self.module, &path))
        });
        if let Some(Symbol::Class(_)) = made {
            return Held::Nothing;
        }
        match self.callee(call, steps) {
            Some(callee) => self.given_by(&callee, steps),
            None => Held::Nothing,
        }
    }

    /// `sequelize.query('SELECT * FROM users')`
    fn starred(&mut self, expr: &Expr, call: &Call) -> Option<Rows> {
        let is_query = |word: &&&Word| word.fact == "consumer" && word.get("shape") == Some("sql");
        expr.means.iter().find(|word| is_query(word))?;
        let first = call.arguments.first()?;
        let text = match &first.kind {
            // What is put in does not change which columns are read.
            Kind::Template(parts) => {
                parts.iter().map(|part| part.text().unwrap_or("1")).collect::<String>()
            }
            _ => self.known.modules.text(self.module, first)?,
        };
        let tables = sql::starred(&text);
        (!tables.is_empty()).then(|| Rows {
            of: Of::Tables(tables),
            orm: LANGUAGE,
            sure: Confidence::Certain,
            whole: true,
            named: false,
            except: Vec::new(),
            chained: false,
            origin: (self.module, expr.span),
        })
    }

    /// What a method gives back that the model's class has for its rows.
    fn own_method(&mut self, call: &Call, rows: &Rows) -> Option<Held> {
        let Of::Model(model) = rows.of else { return None };
        if !rows.whole || rows.chained {
            return None;
        }
        let named =
            |statement: &Expr| matches!(&statement.kind, Kind::Def(def) if def.name == call.name);
        let (module, def) = self.known.method(model, &named)?;
        let key = (module, def.body.span.start);
        if let Some(held) = self.known.returned.borrow().get(&key) {
            return Some(held.clone());
        }
        self.known.returned.borrow_mut().insert(key, Held::Nothing);
        let mut reader = Reader::of_model(self.known, module, model);
        for (name, _) in &def.parameters {
            reader.parameter(name, None);
        }
        reader.left = self.left;
        let held = reader.given_back(&def.body);
        self.left = reader.left;
        self.known.returned.borrow_mut().insert(key, held.clone());
        Some(held)
    }

    /// What a method makes of a model, a query or rows; `None` where it is none of theirs.
    fn applied(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        mut rows: Rows,
        steps: usize,
    ) -> Option<Rows> {
        let word = |shape| self.known.word(expr, shape, rows.orm);
        if word("names").is_some() {
            self.choose(call, &mut rows, steps);
            return Some(rows);
        }
        if let Some(word) = word("rows") {
            // An instance that is saved or read again keeps what it has.
            rows.whole = true;
            rows.chained |= word.get("chained").is_some();
            rows.origin = (self.module, expr.span);
            by_options(self.known.modules, self.module, call, word, &mut rows);
            return Some(rows);
        }
        if let Some(word) = word("query") {
            rows.chained |= word.get("chained").is_some();
            rows.origin = (self.module, expr.span);
            return Some(rows);
        }
        if word("none").is_some() {
            return Some(Rows { whole: false, ..rows });
        }
        let same = word("same").is_some();
        (same || (rows.chained && self.known.word(expr, "each", LANGUAGE).is_none()))
            .then_some(rows)
    }

    /// Methods and functions of the language and of libraries that hand values on.
    fn of_language(
        &mut self,
        expr: &'a Expr,
        call: &'a Call,
        before: Option<Held>,
        steps: usize,
    ) -> Option<Held> {
        let word = |shape| self.known.word(expr, shape, LANGUAGE);
        if let Some(model) = word("columns").and_then(|_| call.arguments.first()) {
            return match self.read(model, steps) {
                Held::Rows(rows) => Some(Held::Columns(rows)),
                _ => None,
            };
        }
        if let Some(word) = word("passes") {
            let mut held = Held::Nothing;
            let mut left_out = Vec::new();
            for argument in &call.arguments {
                match &held {
                    Held::Nothing => held = held.or(self.read(argument, steps)),
                    _ => left_out.extend(names(self.known.modules, self.module, argument)),
                }
            }
            return Some(match word.get("except") {
                Some(_) => held.without(&left_out),
                None => held,
            });
        }
        if word("transformed").is_some() {
            return Some(self.transformed(call, steps));
        }
        let (each, same) = (word("each").is_some(), word("same").is_some());
        if !each && !same {
            return None;
        }
        let base = before?;
        if matches!(base, Held::Nothing) {
            return None;
        }
        if same {
            return Some(base);
        }
        let Some(Expr { kind: Kind::Lambda(lambda), .. }) = call.arguments.first() else {
            return Some(Held::Nothing);
        };
        let mark = self.scopes.len();
        self.enter(lambda, Some(base));
        let held = self.given_within(&lambda.body, steps);
        self.scopes.truncate(mark);
        Some(held)
    }

    /// `instanceToPlain(user)`, `plainToInstance(UserDto, user)`: without what the class keeps out.
    fn transformed(&mut self, call: &'a Call, steps: usize) -> Held {
        let mut class = None;
        for argument in &call.arguments {
            if let Symbol::Class(found) = self.known.modules.resolve(self.module, argument)
                && class.is_none()
            {
                class = Some(found);
                continue;
            }
            let held = self.read(argument, steps);
            let own = match &held {
                Held::Rows(Rows { of: Of::Model(model), .. }) => self.known.class_of(*model),
                Held::Nothing => continue,
                _ => None,
            };
            // Of another class than theirs, what rows show is what it exposes.
            if class.is_some_and(|class| Some(class) != own && self.known.is_kept_out(class)) {
                return Held::Nothing;
            }
            let Some(class) = class.or(own) else { return held };
            return match self.known.kept_out(class, false) {
                Some(names) => held.without(&names),
                None => Held::Nothing,
            };
        }
        Held::Nothing
    }
}

/// What says that a call finds its model or table in that place.
fn given<'e>(expr: &'e Expr, of: &'static str) -> impl Iterator<Item = &'static Word> + 'e {
    let mut words = expr.means.iter().copied();
    std::iter::from_fn(move || {
        words.find(|word| word.fact == "consumer" && word.get("of") == Some(of))
    })
}

/// The function of a call as a path.
pub(super) fn uncalled(call: &Call) -> Expr {
    let span = crate::source::Span::default();
    let kind = match &call.receiver {
        None => Kind::Name(call.name.clone()),
        Some(receiver) => Kind::Call(Box::new(Call {
            receiver: Some(receiver.clone()),
            name: call.name.clone(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: None,
            called: false,
        })),
    };
    Expr::new(kind, span)
}
