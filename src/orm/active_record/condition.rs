//! What a chain of query methods keeps: `where(deleted_at: nil).or(…)` as a predicate.

mod arel;
mod placeholders;

use crate::{
    expr::{Call, Expr, Kind},
    facts::Guard,
    predicate::{ColumnName, Compare, Literal, Predicate, Subject, UNREAD, Value},
    source::Place,
    sql,
};

/// How many scopes may call one another before we stop following them.
const MAX_CALLS: usize = 12;

/// What a scope's own names stand for.
pub struct Names<'a> {
    /// The body of a named scope or class method, with the place of its definition.
    pub scope: &'a dyn Fn(&str) -> Option<(Named, Place)>,
    /// A constant's or class-level setting's value.
    pub constant: &'a dyn Fn(&str) -> Option<Expr>,
    /// What the database holds for an enum's name.
    pub stored: &'a dyn Fn(&str, &str) -> Option<Literal>,
    /// The model's table.
    pub table: Option<&'a str>,
    /// The table of another model, and what a query of it keeps: `User.where(active: true)`.
    pub other: &'a Other<'a>,
    /// The table of another model.
    pub table_of: &'a dyn Fn(&str) -> Option<String>,
}

/// The table of the model of that name, and what a query of it keeps.
pub type Other<'a> = dyn Fn(&str, &Expr) -> Option<(String, Vec<Branch>)> + 'a;

/// What a name within a scope stands for.
#[derive(Clone, Debug)]
pub enum Named {
    /// Code.
    Code(Expr),
    /// A condition that a library defines.
    Known(Predicate),
}

/// One way through a scope's body.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The conditions under which it is taken.
    pub guards: Vec<Guard>,
    /// What it keeps.
    pub predicate: Predicate,
    /// What it writes into new records: equalities of hashes and Arel nodes.
    pub writes: Vec<(ColumnName, Option<Value>)>,
    /// The scopes it goes through.
    pub through: Vec<(String, Place)>,
    /// Rows of other tables are asked: these tables.
    pub joins: bool,
}

impl Branch {
    fn all() -> Branch {
        Branch {
            guards: Vec::new(),
            predicate: Predicate::All(Vec::new()),
            writes: Vec::new(),
            through: Vec::new(),
            joins: false,
        }
    }

    fn keeping(predicate: Predicate) -> Branch {
        Branch { predicate, ..Branch::all() }
    }

    fn and(mut self, other: Branch) -> Branch {
        self.guards.extend(other.guards);
        self.predicate = self.predicate.and(other.predicate);
        self.writes.extend(other.writes);
        self.through.extend(other.through);
        self.joins |= other.joins;
        self
    }
}

/// Every way through the body of a scope.
///
/// `own` is the name of the finder whose body it is.
pub fn branches(
    body: &Expr,
    own: Option<&str>,
    names: &Names,
    file: &std::sync::Arc<str>,
) -> Vec<Branch> {
    Reader { names, file, calls: own.map(str::to_owned).into_iter().collect() }.read(body)
}

struct Reader<'a> {
    names: &'a Names<'a>,
    file: &'a std::sync::Arc<str>,
    /// The scopes that are being followed.
    calls: Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self, expr: &Expr) -> Vec<Branch> {
        match &expr.kind {
            Kind::Null => vec![Branch::all()],
            Kind::Sequence(statements) => self.sequence(statements),
            Kind::Lambda(lambda) => self.read(&lambda.body),
            Kind::Exit(Some(value)) => self.read(value),
            Kind::Exit(None) => vec![Branch::all()],
            Kind::If(condition, then, otherwise) => {
                let mut all = self.guarded(then, condition, true);
                all.extend(self.guarded(otherwise, condition, false));
                all
            }
            Kind::Name(name) => self.named(expr, name),
            Kind::Call(call) => self.call(expr, call),
            Kind::Index(..) => vec![Branch::keeping(self.arel(expr))],
            _ => vec![Branch::keeping(opaque(expr))],
        }
    }

    fn guarded(&mut self, body: &Expr, condition: &Expr, holds: bool) -> Vec<Branch> {
        let place = Place { file: self.file.clone(), span: condition.span };
        let mut branches = self.read(body);
        for branch in &mut branches {
            branch
                .guards
                .insert(0, Guard { condition: condition.clone(), holds, place: place.clone() });
        }
        branches
    }

    /// The last statement is the value; one that leaves early guards what follows.
    fn sequence(&mut self, statements: &[Expr]) -> Vec<Branch> {
        let Some((first, rest)) = statements.split_first() else { return vec![Branch::all()] };
        if rest.is_empty() {
            return self.read(first);
        }
        if let Kind::If(condition, then, otherwise) = &first.kind {
            let leaving = match (then.leaves(), otherwise.leaves()) {
                (true, false) => Some((then, true)),
                (false, true) => Some((otherwise, false)),
                _ => None,
            };
            if let Some((body, holds)) = leaving {
                let mut all = self.guarded(body, condition, holds);
                let rest = Expr::new(Kind::Sequence(rest.to_vec()), first.span);
                all.extend(self.guarded(&rest, condition, !holds));
                return all;
            }
        }
        if let Kind::Assign(target, value) = &first.kind
            && let Some(name) = target.name()
        {
            let bound = [(name.to_owned(), value.as_ref().clone())];
            let rest: Vec<_> = rest.iter().map(|statement| statement.bind(&bound)).collect();
            return self.sequence(&rest);
        }
        self.sequence(rest)
    }

    fn named(&mut self, expr: &Expr, name: &str) -> Vec<Branch> {
        match expr.means("predicate", "call") {
            Some("neutral" | "unscoped") => return vec![Branch::all()],
            Some("none") => return vec![Branch::keeping(Predicate::Any(Vec::new()))],
            _ => {}
        }
        if name == "self" {
            return vec![Branch::all()];
        }
        self.follow(name, &[]).unwrap_or_else(|| vec![Branch::keeping(opaque(expr))])
    }

    /// A scope or class method of the model.
    fn follow(&mut self, name: &str, arguments: &[Expr]) -> Option<Vec<Branch>> {
        // A finder that calls what it overrides, by its own name, keeps what that keeps.
        if self.calls.iter().any(|known| known == name) {
            return Some(vec![Branch::all()]);
        }
        if self.calls.len() >= MAX_CALLS {
            return None;
        }
        let (named, place) = (self.names.scope)(name)?;
        self.calls.push(name.to_owned());
        let mut branches = match named {
            Named::Known(predicate) => vec![Branch::keeping(predicate)],
            Named::Code(Expr { kind: Kind::Def(def), .. }) => self.read(&def.body.bind(&bindings(
                def.parameters.iter().map(|(name, default)| (name, default.as_ref())),
                arguments,
            ))),
            Named::Code(Expr { kind: Kind::Lambda(lambda), .. }) => self.read(
                &lambda
                    .body
                    .bind(&bindings(lambda.parameters.iter().map(|name| (name, None)), arguments)),
            ),
            Named::Code(code) => self.read(&code),
        };
        self.calls.pop();
        for branch in &mut branches {
            branch.through.push((name.to_owned(), place.clone()));
        }
        Some(branches)
    }

    fn receiver(&mut self, call: &Call) -> Vec<Branch> {
        match &call.receiver {
            None => vec![Branch::all()],
            Some(receiver) => match receiver.name() {
                // The model itself: `User.where(…)`.
                Some(name) if name.starts_with(char::is_uppercase) => vec![Branch::all()],
                _ => self.read(receiver),
            },
        }
    }

    fn call(&mut self, expr: &Expr, call: &Call) -> Vec<Branch> {
        let means = expr.means("predicate", "call");
        // `where.not(…)`: the bare `where` in between is no condition.
        let (receiver, negated) = match (&call.receiver, means) {
            (Some(inner), Some("not")) if inner.means("predicate", "call") == Some("where") => {
                match inner.call() {
                    Some(inner) => (self.receiver(inner), true),
                    None => (vec![Branch::all()], true),
                }
            }
            (_, Some("unscoped")) => {
                if let Some(block) = &call.block {
                    return self.read(&block.body);
                }
                return vec![Branch::all()];
            }
            (_, Some("=" | "<>" | "<" | "<=" | ">" | ">=" | "in" | "not-in")) => {
                return vec![self.arel_branch(expr)];
            }
            _ => (self.receiver(call), false),
        };
        let own = match means {
            Some("where") => vec![self.conditions(call, false)],
            Some("not") if negated => vec![self.conditions(call, true)],
            Some("not") => {
                return receiver
                    .into_iter()
                    .map(|branch| Branch {
                        predicate: Predicate::Not(Box::new(branch.predicate)),
                        writes: Vec::new(),
                        ..branch
                    })
                    .collect();
            }
            Some("or") => {
                let Some(argument) = call.arguments.first() else { return receiver };
                return self.either(receiver, argument);
            }
            Some("and") => match call.arguments.first() {
                Some(argument) => match self.merged(argument) {
                    Some(branches) => branches,
                    None => self.read(argument),
                },
                None => vec![Branch::all()],
            },
            Some("none") => vec![Branch::keeping(Predicate::Any(Vec::new()))],
            Some("neutral") => {
                let joins = matches!(
                    call.name.as_str(),
                    "joins" | "left_joins" | "left_outer_joins" | "eager_load"
                );
                vec![Branch { joins, ..Branch::all() }]
            }
            _ => match self.follow(&call.name, &call.arguments) {
                Some(branches) => branches,
                None => vec![Branch::keeping(opaque(expr))],
            },
        };
        let mut all = Vec::new();
        for left in &receiver {
            for right in &own {
                all.push(left.clone().and(right.clone()));
            }
        }
        all
    }

    /// What the query of another model keeps: `merge(User.active)`.
    fn merged(&self, argument: &Expr) -> Option<Vec<Branch>> {
        let mut root = argument;
        while let Some(receiver) = root.call().and_then(|call| call.receiver.as_ref()) {
            root = receiver;
        }
        let class = root.name().filter(|name| name.starts_with(char::is_uppercase))?;
        let (table, branches) = (self.names.other)(class, argument)?;
        if self.names.table == Some(&table) {
            return None;
        }
        let of = |column: &ColumnName| match column.table {
            Some(_) => column.clone(),
            None => ColumnName::new(Some(table.clone()), &column.name),
        };
        let qualified = |branch: Branch| Branch {
            predicate: branch.predicate.with_columns(&of),
            writes: Vec::new(),
            ..branch
        };
        Some(branches.into_iter().map(qualified).collect())
    }

    fn either(&mut self, left: Vec<Branch>, argument: &Expr) -> Vec<Branch> {
        let right = self.read(argument);
        let mut all = Vec::new();
        for a in &left {
            for b in &right {
                let mut both = a.clone().and(b.clone());
                both.predicate = Predicate::Any(vec![a.predicate.clone(), b.predicate.clone()]);
                both.writes.clear();
                all.push(both);
            }
        }
        all
    }

    /// The arguments of `where` or `where.not`.
    fn conditions(&mut self, call: &Call, negated: bool) -> Branch {
        let mut branch = Branch::all();
        let first = call.arguments.first().map(|first| self.resolve(first).kind);
        // After a string, options are the values of its placeholders.
        let named = matches!(first, Some(Kind::Text(_) | Kind::Template(_)));
        for (key, value) in call.options.iter().filter(|_| !named) {
            let part = self.pair(key, value, None, &mut branch);
            branch.predicate = branch.predicate.and(part);
        }
        let mut arguments = call.arguments.iter();
        while let Some(argument) = arguments.next() {
            let part = match &argument.kind {
                Kind::Map(pairs) => {
                    let mut parts = Predicate::All(Vec::new());
                    for (key, value) in pairs {
                        let part = match (self.resolve(key).text(), key.name(), self.names.table) {
                            (Some(key), ..) => self.pair(key, value, None, &mut branch),
                            // `where(table_name => { deleted_at: nil })`
                            (None, Some("table_name"), Some(own)) => {
                                self.pair(own, value, None, &mut branch)
                            }
                            _ => opaque(argument),
                        };
                        parts = parts.and(part);
                    }
                    parts
                }
                Kind::List(members) => match members.split_first() {
                    Some((first, values)) => match self.resolve(first) {
                        Expr { kind: Kind::Text(text), .. } => {
                            sql::predicate(&self.filled(&text, values, &[]))
                        }
                        _ => opaque(argument),
                    },
                    None => opaque(argument),
                },
                _ => match self.resolve(argument) {
                    Expr { kind: Kind::Text(text), .. } => {
                        // What follows a string are the values of its placeholders.
                        let values = std::mem::take(&mut arguments);
                        sql::predicate(&self.filled(&text, values.as_slice(), &call.options))
                    }
                    Expr { kind: Kind::Template(parts), .. } => template(&parts),
                    other if other.call().is_some() => {
                        let inner = self.arel_branch(&other);
                        branch.writes.extend(inner.writes);
                        inner.predicate
                    }
                    other => opaque(&other),
                },
            };
            branch.predicate = branch.predicate.and(part);
        }
        if negated {
            branch.predicate = Predicate::Not(Box::new(branch.predicate));
            branch.writes.clear();
        }
        branch
    }

    /// A constant or setting instead of its name.
    fn resolve(&self, expr: &Expr) -> Expr {
        let name = match &expr.kind {
            Kind::Name(name) => name.as_str(),
            Kind::Call(call)
                if call.arguments.is_empty()
                    && call.receiver.as_ref().and_then(Expr::name) == Some("self") =>
            {
                call.name.as_str()
            }
            // `COLUMN.to_sym`, `TEXT.squish`
            Kind::Call(call) if call.arguments.is_empty() => match &call.receiver {
                Some(receiver) if receiver.text().is_none() => {
                    let resolved = self.resolve(receiver);
                    return match resolved.text() {
                        Some(_) if expr.means.is_empty() => resolved,
                        _ => expr.clone(),
                    };
                }
                _ => {
                    return match expr.text() {
                        Some(text) => Expr::new(Kind::Text(text.to_owned()), expr.span),
                        None => expr.clone(),
                    };
                }
            },
            _ => return expr.clone(),
        };
        (self.names.constant)(name).unwrap_or_else(|| expr.clone())
    }

    fn pair(
        &mut self,
        key: &str,
        value: &Expr,
        table: Option<&str>,
        branch: &mut Branch,
    ) -> Predicate {
        let value = self.resolve(value);
        // `where(users: { active: true })`
        if let Kind::Map(pairs) = &value.kind {
            let mut parts = Predicate::All(Vec::new());
            for (inner, value) in pairs {
                let part = match inner.text() {
                    Some(inner) => self.pair(inner, value, Some(key), branch),
                    None => opaque(&value.clone()),
                };
                parts = parts.and(part);
            }
            return parts;
        }
        let column = match (table, key.split_once('.')) {
            (Some(table), _) => ColumnName::new(Some(table.to_lowercase()), key),
            (None, Some((table, key))) => ColumnName::new(Some(table.to_lowercase()), key),
            (None, None) => ColumnName::new(None, key),
        };
        let own = column.table.is_none()
            || column.table.as_deref() == self.names.table.map(str::to_lowercase).as_deref();
        let subject = Subject { column: column.clone(), if_null: None, through: None };
        let mut writes = |value| {
            if own {
                branch.writes.push((column.clone(), value));
            }
        };
        match &value.kind {
            Kind::Null => {
                writes(None);
                Predicate::IsNull(subject)
            }
            Kind::List(members) => self.members(subject, members),
            Kind::Range(from, to) => self.range(&subject, from.as_deref(), to.as_deref()),
            _ => {
                let value = self.value(&subject, &value);
                writes(Some(value.clone()));
                Predicate::Compare(subject, Compare::Eq, value)
            }
        }
    }

    fn members(&mut self, subject: Subject, members: &[Expr]) -> Predicate {
        let (nulls, values): (Vec<_>, Vec<_>) =
            members.iter().partition(|member| matches!(member.kind, Kind::Null));
        let values = values.into_iter().map(|member| self.value(&subject, member)).collect();
        let listed = Predicate::In(subject.clone(), values);
        if nulls.is_empty() {
            return listed;
        }
        match &listed {
            Predicate::In(_, values) if values.is_empty() => Predicate::IsNull(subject),
            _ => Predicate::Any(vec![listed, Predicate::IsNull(subject)]),
        }
    }

    fn range(&mut self, subject: &Subject, from: Option<&Expr>, to: Option<&Expr>) -> Predicate {
        let mut parts = Vec::new();
        for (end, op) in [(from, Compare::Ge), (to, Compare::Le)] {
            let Some(end) = end.filter(|end| !matches!(end.kind, Kind::Null)) else { continue };
            parts.push(Predicate::Compare(subject.clone(), op, self.value(subject, end)));
        }
        if parts.len() == 1 { parts.remove(0) } else { Predicate::All(parts) }
    }

    fn value(&mut self, subject: &Subject, value: &Expr) -> Value {
        let value = self.resolve(value);
        let literal = match &value.kind {
            Kind::Bool(value) => Literal::Bool(*value),
            Kind::Number(number) => Literal::Number(number.clone()),
            Kind::Text(text) | Kind::Symbol(text) => {
                match (self.names.stored)(&subject.column.name, text) {
                    Some(stored) => stored,
                    None => Literal::Text(text.clone()),
                }
            }
            // `statuses[:archived]`: the enum's own mapping
            Kind::Index(_, at) => {
                let stored = at
                    .first()
                    .and_then(Expr::text)
                    .and_then(|text| (self.names.stored)(&subject.column.name, text));
                match stored {
                    Some(stored) => stored,
                    None => return Value::Runtime(UNREAD.to_owned()),
                }
            }
            _ => return Value::Runtime(shown(&value)),
        };
        Value::Literal(literal)
    }
}

/// Parameters with what is passed for them.
pub fn bindings<'a>(
    parameters: impl Iterator<Item = (&'a String, Option<&'a Expr>)>,
    arguments: &[Expr],
) -> Vec<(String, Expr)> {
    parameters
        .enumerate()
        .filter_map(|(i, (name, default))| {
            let value = arguments.get(i).or(default)?;
            Some((name.trim_end_matches(':').to_owned(), value.clone()))
        })
        .collect()
}

/// SQL with interpolated parts: what is interpolated is a value of its own.
fn template(parts: &[Expr]) -> Predicate {
    let mut text = String::new();
    for part in parts {
        match (&part.kind, part.name()) {
            (Kind::Text(piece), _) => text.push_str(piece),
            (_, Some("table_name" | "quoted_table_name")) => text.push_str("own_table"),
            _ => text.push('?'),
        }
    }
    sql::predicate(&text)
}

fn opaque(expr: &Expr) -> Predicate {
    Predicate::Opaque(shown(expr))
}

/// A short form of code for messages.
fn shown(expr: &Expr) -> String {
    match &expr.kind {
        Kind::Name(name) => name.clone(),
        Kind::Call(call) => {
            let arguments: Vec<_> = call.arguments.iter().take(3).map(shown).collect();
            let arguments = match arguments.is_empty() {
                true => String::new(),
                false => format!("({})", arguments.join(", ")),
            };
            match &call.receiver {
                Some(receiver) => format!("{}.{}{arguments}", shown(receiver), call.name),
                None => format!("{}{arguments}", call.name),
            }
        }
        Kind::Text(text) | Kind::Symbol(text) => text.chars().take(60).collect(),
        Kind::Other(text) => text.clone(),
        _ => UNREAD.to_owned(),
    }
}
