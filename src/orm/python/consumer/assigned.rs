//! Whatever is sent, set on a model: `Account(**payload)`, `setattr` in a loop.

use super::{
    Classes, Function, of_function,
    rows::{Held, Shape, Subject},
};
use crate::{
    app::{Consumer, Reach, Taken},
    expr::{Call, Expr, Kind},
    finding::Confidence,
    source::Span,
};

/// How many names are followed to where a value comes from.
const MAX_STEPS: usize = 12;

struct Reader<'r, 'c, 'm, 'a> {
    classes: &'c Classes<'m, 'a>,
    held: &'r Held<'c, 'm, 'a>,
    function: &'r Function<'a>,
    found: Vec<(Subject, Span, &'static str, Confidence, Vec<String>)>,
}

/// Finds the assignments of a function.
pub fn read<'c, 'm, 'a>(
    classes: &'c Classes<'m, 'a>,
    function: &Function<'a>,
    held: &Held<'c, 'm, 'a>,
    found: &mut Vec<Consumer>,
) {
    let mut reader = Reader { classes, held, function, found: Vec::new() };
    reader.body(&function.def.body);
    let mut consumers: Vec<(usize, Consumer)> = Vec::new();
    for (subject, span, says, confidence, except) in reader.found {
        let place = classes.modules.place(function.module, span);
        if let Some((_, known)) = consumers.iter_mut().find(|(class, _)| *class == subject.class) {
            known.via.push((says.to_owned(), place));
            continue;
        }
        let models = held.models(&subject);
        let mut consumer = of_function(classes, function, models, place, says);
        let confidence = confidence.min(subject.confidence);
        consumer.writes =
            Some(Taken { except, masks: Vec::new(), reach: Reach::Outside, confidence });
        consumers.push((subject.class, consumer));
    }
    found.extend(consumers.into_iter().map(|(_, consumer)| consumer));
}

impl<'a> Reader<'_, '_, '_, 'a> {
    fn body(&mut self, expr: &'a Expr) {
        if let Kind::Def(_) | Kind::Class(_) = &expr.kind {
            return;
        }
        if let Some(call) = expr.call().filter(|call| call.called) {
            self.whole(expr, call);
            self.one_by_one(call);
        }
        for child in expr.children() {
            self.body(child);
        }
    }

    /// `Account(**payload)`, `Account.objects.create(**payload)`, `article.sqlmodel_update(data)`
    fn whole(&mut self, expr: &'a Expr, call: &'a Call) {
        let shape = |shape: &'static str| {
            move |word: &&&crate::expr::Word| {
                word.fact == "consumer" && word.get("shape") == Some(shape)
            }
        };
        let rows = || call.receiver.as_ref().and_then(|of| self.held.subject(of));
        let updates = expr.means.iter().find(shape("assign-all"));
        if let Some(word) = updates {
            let row = rows().filter(|row| {
                row.shape != Shape::Rows
                    && word.get_all("from").any(|from| self.classes.descends_from(row.class, from))
            });
            let sent = call.arguments.first().and_then(|data| self.sent(data, MAX_STEPS));
            if let (Some(row), Some((confidence, except))) = (row, sent) {
                let says = "sets whatever is sent";
                self.found.push((row, expr.span, says, confidence, except));
            }
            return;
        }
        let assigns = expr.means.iter().find(shape("assign"));
        let subject = match assigns {
            Some(_) => rows().filter(|rows| rows.shape == Shape::Rows),
            // A class that is called makes a row.
            None => self.held.subject(expr).filter(|row| row.shape == Shape::Row),
        };
        let Some(subject) = subject else { return };
        let made = assigns.is_some() || self.makes(expr, call);
        let splats = call.arguments.iter().filter_map(|argument| match &argument.kind {
            Kind::Splat(inner) => Some(inner.as_ref()),
            _ => None,
        });
        let defaults = assigns
            .into_iter()
            .flat_map(|word| word.get_all("list").filter_map(|name| call.option(name)));
        for data in splats.chain(defaults).filter(|_| made) {
            if let Some((confidence, except)) = self.sent(data, MAX_STEPS) {
                let says = "sets whatever is sent";
                self.found.push((subject, expr.span, says, confidence, except));
                return;
            }
        }
    }

    /// Whether a call is that of a class, not of a query's method.
    fn makes(&self, expr: &Expr, call: &Call) -> bool {
        match &call.receiver {
            None => !expr.means.iter().any(|word| word.fact == "access"),
            Some(_) => {
                self.classes.class_named(self.function.module, &super::uncalled(expr)).is_some()
            }
        }
    }

    /// `for key, value in payload.items(): setattr(account, key, value)`
    fn one_by_one(&mut self, call: &'a Call) {
        let (Some(list), Some(block)) = (&call.receiver, &call.block) else { return };
        let Some(key) = block.parameters.first() else { return };
        let data = match list.call() {
            Some(items) if items.called && items.name == "items" => items.receiver.as_ref(),
            _ => Some(list),
        };
        let Some((confidence, except)) = data.and_then(|data| self.sent(data, MAX_STEPS)) else {
            return;
        };
        let mut sets = Vec::new();
        self.sets(&block.body, key, &mut sets);
        for (subject, span) in sets {
            let says = "sets whatever attribute is named";
            self.found.push((subject, span, says, confidence, except.clone()));
        }
    }

    /// The calls of `setattr` with that key, where no list of names stands before them.
    fn sets(&self, body: &'a Expr, key: &str, found: &mut Vec<(Subject, Span)>) {
        let is_key = |expr: &Expr| matches!(&expr.kind, Kind::Name(name) if name == key);
        match &body.kind {
            Kind::If(condition, then, otherwise) => {
                let listed = condition.any(&|part| {
                    matches!(&part.kind, Kind::Binary(left, operator, _)
                        if matches!(operator.as_str(), "in" | "not in" | "==" | "!=") && is_key(left))
                });
                if !listed {
                    self.sets(then, key, found);
                    self.sets(otherwise, key, found);
                }
            }
            Kind::Call(call) => {
                let sets = body.means.iter().any(|word| {
                    word.fact == "consumer" && word.get("shape") == Some("assign-each")
                });
                if let ([object, name, ..], true) = (call.arguments.as_slice(), sets)
                    && is_key(name)
                    && let Some(row) = self.held.subject(object)
                    && row.shape == Shape::Row
                {
                    found.push((row, body.span));
                }
            }
            Kind::Sequence(statements) => {
                for (at, statement) in statements.iter().enumerate() {
                    // `if key not in ALLOWED: continue`
                    if let Kind::If(condition, then, _) = &statement.kind
                        && then.leaves()
                        && condition.any(&is_key)
                        && !condition.any(&|part| part.name() == Some("hasattr"))
                        && at + 1 < statements.len()
                    {
                        return;
                    }
                    self.sets(statement, key, found);
                }
            }
            Kind::Try(inner, _) => self.sets(inner, key, found),
            _ => {}
        }
    }

    /// How sure it is that a mapping is what somebody sent, with the keys that are taken out of it;
    /// `None` for one whose keys the code knows.
    fn sent(&self, data: &'a Expr, steps: usize) -> Option<(Confidence, Vec<String>)> {
        let steps = steps.checked_sub(1)?;
        let is = |expr: &Expr, kind: &str| {
            expr.means.iter().any(|word| word.fact == "inflow" && word.get("is") == Some(kind))
        };
        match &data.kind {
            Kind::Splat(inner) => self.sent(inner, steps),
            // `{**payload, "owner": user}`
            Kind::Map(pairs) => pairs.iter().find_map(|(key, _)| match &key.kind {
                Kind::Splat(inner) => self.sent(inner, steps),
                _ => None,
            }),
            Kind::Name(name) => {
                let values = self.held.values(name);
                let parameter = self.function.def.parameters.iter().any(|(known, _)| known == name);
                if !values.is_empty() {
                    // The last word on what a name holds is had by none of several.
                    let mut sent = values.iter().map(|value| self.sent(value, steps));
                    return sent.next()?.filter(|_| sent.all(|other| other.is_some()));
                }
                if !parameter {
                    return is(data, "request").then_some((Confidence::Certain, Vec::new()));
                }
                let checked = self.function.class.is_some()
                    && self.function.means.iter().any(|word| {
                        word.fact == "inflow" && word.get("is") == Some("after-checks")
                    });
                if checked || is(data, "checked") || self.is_typed(name) {
                    return None;
                }
                let confidence = match is(data, "request") {
                    true => Confidence::Certain,
                    false if is(data, "named") => Confidence::Likely,
                    false => Confidence::Possible,
                };
                Some((confidence, Vec::new()))
            }
            Kind::Call(_) if is(data, "checked") => None,
            Kind::Call(call) => {
                // A comprehension over what is sent chooses its keys where it has a condition.
                if call.block.is_some() {
                    return match call.name.as_str() {
                        "map" => self.sent(call.receiver.as_ref()?, steps),
                        _ => None,
                    };
                }
                let through = match (&call.receiver, call.called) {
                    // `request.data`, `request.POST.dict()`, `payload.copy()`
                    (Some(receiver), _) if request(receiver) => {
                        return Some((Confidence::Certain, Vec::new()));
                    }
                    (Some(receiver), true) if call.arguments.is_empty() => {
                        self.sent(receiver, steps)
                    }
                    _ => None,
                };
                // `json.loads(request.body)`, `dict(payload)`
                through.or_else(|| match (call.called, call.arguments.as_slice()) {
                    (true, [of]) => self.sent(of, steps),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// Whether a parameter has a type of its own, which says what may be in it.
    fn is_typed(&self, name: &str) -> bool {
        let of = self.function.def.types.iter().find(|(typed, _)| typed == name);
        of.is_some_and(|(_, of)| {
            let outer = match &of.kind {
                Kind::Index(outer, _) => outer,
                _ => of,
            };
            !matches!(outer.name(), Some("dict" | "Dict" | "Mapping" | "MutableMapping" | "Any"))
        })
    }
}

/// Whether an expression is the request, or something that it carries.
fn request(expr: &Expr) -> bool {
    let is_it = |expr: &Expr| {
        expr.means.iter().any(|word| word.fact == "inflow" && word.get("is") == Some("request"))
    };
    match &expr.kind {
        Kind::Name(_) => is_it(expr),
        Kind::Call(call) if !call.called => {
            is_it(expr) || call.receiver.as_ref().is_some_and(request)
        }
        _ => false,
    }
}
