//! Code of one Ruby file that may take columns without naming them.

use std::{mem, sync::Arc};

use super::clauses;
use crate::{
    expr::{Call, Expr, Keyword, Kind, Word},
    facts::{Held, Take},
    source::Place,
};

/// How many names and methods are followed from one piece of code.
const MAX_VALUES: usize = 20;

/// How many calls that are made on what a piece of code gives are kept.
const MAX_THEN: usize = 8;

/// Finds them.
pub fn of(file: &Arc<str>, program: &Expr) -> Vec<Take> {
    let mut reader = Reader { file, class: None, elements: Vec::new(), found: Vec::new() };
    reader.body(program, false);
    reader.found
}

struct Reader<'e> {
    file: &'e Arc<str>,
    /// The class around the code.
    class: Option<String>,
    /// Names of blocks with what the block is called on: `users.each { |user| … }`.
    elements: Vec<(&'e str, &'e Expr)>,
    found: Vec<Take>,
}

/// What a piece of code stands in.
#[derive(Clone, Copy)]
struct Around<'e> {
    method: Option<&'e str>,
    /// The body of the method, or of the file where there is none.
    body: &'e Expr,
    /// The body of the class, whose other methods may be called.
    class: Option<&'e Expr>,
    /// It is part of what something carries away.
    carried: bool,
    /// The method says itself what the record's JSON holds, by this word.
    overrides: Option<&'static Word>,
}

/// The calls that are made on what a piece of code gives, nearest first.
#[derive(Clone, Copy)]
struct Above<'a> {
    call: &'a Call,
    next: Option<&'a Above<'a>>,
}

/// The words of code that takes all columns by itself; others only name a part of it.
fn takes(expr: &Expr) -> impl Iterator<Item = &'static Word> {
    expr.means.iter().copied().filter(|word| match word.fact {
        "consumer" => !matches!(word.get("shape"), Some("columns" | "denies")),
        "bypass" | "clause" => true,
        _ => false,
    })
}

/// … of one shape.
fn takes_as(expr: &Expr, shape: &str) -> Option<&'static Word> {
    takes(expr).find(|word| word.get("shape") == Some(shape))
}

impl<'e> Reader<'e> {
    /// Goes through classes to their methods.
    fn body(&mut self, body: &'e Expr, in_class: bool) {
        let around = Around {
            method: None,
            body,
            class: in_class.then_some(body),
            carried: false,
            overrides: None,
        };
        for statement in body.statements() {
            self.code(statement, None, &around);
        }
    }

    fn code(&mut self, expr: &'e Expr, above: Option<&Above>, around: &Around<'e>) {
        let plain = Around { carried: false, ..*around };
        let carries = expr.word("outlet").is_some();
        let inner = Around { carried: around.carried || carries, ..*around };
        match &expr.kind {
            Kind::Class(class) => return self.class(&class.name, class.keyword, &class.body),
            Kind::Def(def) => {
                let around = Around {
                    method: Some(&def.name),
                    body: &def.body,
                    overrides: takes_as(expr, "dump"),
                    ..plain
                };
                if let (Some(word), Some(last)) =
                    (takes_as(expr, "allows"), def.body.statements().last())
                {
                    self.take(last, word, None, &around);
                }
                return self.code(&def.body, None, &around);
            }
            _ => {}
        }
        for word in self.words(expr, around) {
            self.take(expr, word, above, around);
        }
        match &expr.kind {
            Kind::Call(call) => {
                if let Some(receiver) = &call.receiver {
                    self.code(receiver, Some(&Above { call, next: above }), around);
                }
                for argument in &call.arguments {
                    self.given(call, argument, expr, above, &inner);
                }
                for (_, value) in &call.options {
                    self.code(value, None, &inner);
                }
                if let Some(block) = &call.block {
                    let known = self.elements.len();
                    let element = block.parameters.first().zip(call.receiver.as_ref());
                    self.elements.extend(element.map(|(name, of)| (name.as_str(), of)));
                    let outer = self.evaluated_in(expr, call);
                    self.code(&block.body, None, if carries { &inner } else { around });
                    if let Some(outer) = outer {
                        self.class = outer;
                    }
                    self.elements.truncate(known);
                }
            }
            // `csv << user.attributes`
            Kind::Binary(left, op, right) if op == "<<" && left.word("outlet").is_some() => {
                self.code(right, None, &Around { carried: true, ..*around });
            }
            Kind::Template(parts) => {
                for part in parts {
                    self.code(part, None, &Around { carried: true, ..*around });
                }
            }
            // `user.attributes["name"]` is one value of it.
            Kind::Index(of, at) => {
                let call = of.call().and_then(|call| call.receiver.as_ref());
                self.code(call.unwrap_or(of), None, &plain);
                at.iter().for_each(|at| self.code(at, None, &plain));
            }
            Kind::Assign(target, value) => {
                let call = target.call().and_then(|call| call.receiver.as_ref());
                if let Some(of) = call {
                    self.code(of, None, &plain);
                }
                self.code(value, None, &plain);
            }
            _ => expr.each_child(&mut |child| self.code(child, None, &inner)),
        }
    }

    /// `Post.class_eval do … end` is code of that class; gives the class around it.
    fn evaluated_in(&mut self, expr: &Expr, call: &Call) -> Option<Option<String>> {
        let of = call.receiver.as_ref().filter(|_| expr.word("hook").is_some())?;
        if of.name() == Some("self") {
            return None;
        }
        let class = of.name().filter(|name| name.starts_with(char::is_uppercase));
        Some(mem::replace(&mut self.class, class.map(str::to_owned)))
    }

    fn class(&mut self, name: &str, keyword: Keyword, body: &'e Expr) {
        let name = match (&self.class, keyword) {
            (Some(outer), Keyword::Singleton) => outer.clone(),
            (Some(outer), _) => format!("{outer}::{name}"),
            (None, _) => name.to_owned(),
        };
        let outer = self.class.replace(name);
        self.body(body, true);
        self.class = outer;
    }

    /// An argument of a call; `map(&:attributes)` is that call on each row.
    fn given(
        &mut self,
        call: &'e Call,
        argument: &'e Expr,
        whole: &Expr,
        above: Option<&Above>,
        around: &Around<'e>,
    ) {
        if let Kind::Splat(inner) = &argument.kind
            && let (Kind::Symbol(name), Some(word)) = (&inner.kind, takes(inner).next())
            && call.receiver.is_some()
        {
            let each = Call {
                receiver: call.receiver.clone(),
                name: name.clone(),
                arguments: Vec::new(),
                options: Vec::new(),
                block: None,
                called: true,
            };
            let expr = Expr { kind: Kind::Call(Box::new(each)), ..whole.clone() };
            return self.take(&expr, word, above, around);
        }
        self.code(argument, None, around);
    }

    /// What a piece of code means.
    fn words(&self, expr: &Expr, around: &Around) -> Vec<&'static Word> {
        match &expr.kind {
            // `user.attributes = params.permit!`
            Kind::Assign(target, _) if target.call().is_some() => {
                takes_as(target, "assign").into_iter().collect()
            }
            // `def as_json(options = {}) = super(options.merge(except: :notes))`
            Kind::Name(name) if name == "super" => around.overrides.into_iter().collect(),
            Kind::Call(call) if call.name == "super" && call.receiver.is_none() => {
                around.overrides.into_iter().collect()
            }
            Kind::Call(call) => {
                let builder = call.receiver.as_ref().filter(|_| is_builder(self.file));
                let builds = builder.and_then(|builder| takes_as(builder, "build"));
                takes(expr).chain(builds).collect()
            }
            Kind::Name(_) => {
                let row = takes_as(expr, "row").filter(|_| around.overrides.is_some());
                let past = expr.word("bypass");
                takes_as(expr, "macro").or(row).into_iter().chain(past).collect()
            }
            _ => Vec::new(),
        }
    }

    fn take(
        &mut self,
        expr: &Expr,
        word: &'static Word,
        above: Option<&Above>,
        around: &Around<'e>,
    ) {
        if word.fact == "clause" && !clauses::matters(word, expr) {
            return;
        }
        let mut values = Vec::new();
        let elements = self.elements.clone();
        values_of(expr, around, &elements, &mut values);
        let mut whole = std::iter::once(expr).chain(values.iter().map(|value| &value.is));
        let needed: &dyn Fn(&Expr) -> bool = match (word.get("shape"), word.get("by")) {
            (Some("assign"), _) => &|part| part.word("inflow").is_some(),
            (_, Some("sql")) => {
                &|part| matches!(&part.kind, Kind::Text(text) if text.contains(' '))
            }
            _ => &|_| true,
        };
        if !whole.any(|code| code.any(needed)) {
            return;
        }
        let mut then = Vec::new();
        let mut next = above;
        while let Some(above) = next.filter(|_| then.len() < MAX_THEN) {
            then.push((above.call.name.clone(), above.call.arguments.clone()));
            next = above.next;
        }
        self.found.push(Take {
            word,
            expr: expr.clone(),
            values,
            then,
            class: self.class.clone(),
            method: around.method.map(str::to_owned),
            carried: around.carried || around.overrides.is_some(),
            place: Place { file: self.file.clone(), span: expr.span },
        });
    }
}

/// A template in which `json` builds the response.
fn is_builder(file: &str) -> bool {
    file.ends_with(".jbuilder")
}

/// What the names of an expression are assigned in the same method, are in a block, or return as
/// methods of the same class.
fn values_of(expr: &Expr, around: &Around, elements: &[(&str, &Expr)], values: &mut Vec<Held>) {
    let mut names = Vec::new();
    expr.walk(&mut |part| match &part.kind {
        Kind::Name(name) if !name.starts_with(char::is_uppercase) => names.push(name.clone()),
        Kind::Call(call) if call.receiver.is_none() && call.arguments.is_empty() => {
            names.push(call.name.clone());
        }
        _ => {}
    });
    for name in names {
        if values.len() >= MAX_VALUES || values.iter().any(|known| known.name == name) {
            continue;
        }
        let element = elements.iter().rev().find(|(known, _)| *known == name).map(|(_, of)| *of);
        let value = element
            .or_else(|| assigned(around.body, &name))
            .or_else(|| assigned(around.class.filter(|_| name.starts_with('@'))?, &name))
            .or_else(|| defined(around.class?, &name));
        if let Some(is) = value {
            values.push(Held { name, is: is.clone(), each: element.is_some() });
            values_of(is, around, elements, values);
        }
    }
}

/// The only value that a name is assigned.
fn assigned<'a>(body: &'a Expr, name: &str) -> Option<&'a Expr> {
    let mut found = Vec::new();
    body.walk(&mut |part| {
        if let Kind::Assign(target, value) = &part.kind
            && matches!(&target.kind, Kind::Name(known) if known == name)
        {
            found.push(value.as_ref());
        }
    });
    match found.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// What a method of the class returns: its last statement.
fn defined<'a>(class: &'a Expr, name: &str) -> Option<&'a Expr> {
    class.statements().iter().find_map(|statement| match &statement.kind {
        Kind::Def(def) if def.name == name => def.body.statements().last(),
        // `private def user_params`
        Kind::Call(call) => call.arguments.iter().find_map(|argument| match &argument.kind {
            Kind::Def(def) if def.name == name => def.body.statements().last(),
            _ => None,
        }),
        _ => None,
    })
}
