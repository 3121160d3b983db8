//! Which model's rows an expression holds, within one function.

use std::collections::HashMap;

use super::{Classes, Function, uncalled};
use crate::{
    expr::{Call, Expr, Kind},
    finding::Confidence,
};

/// How many calls a chain may have.
const MAX_CHAIN: usize = 40;

/// What an expression holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A class.
    Class,
    /// What makes queries: `Account.objects`, and every query.
    Rows,
    /// A row.
    Row,
}

/// The model that an expression has to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its class.
    pub class: usize,
    /// What of it the expression holds.
    pub shape: Shape,
    /// How sure that is.
    pub confidence: Confidence,
    /// It is whatever class the method is called on: this one or one below it.
    pub own: bool,
}

/// What the names of a function hold.
pub struct Held<'c, 'm, 'a> {
    classes: &'c Classes<'m, 'a>,
    module: usize,
    class: Option<usize>,
    /// `None` for a name that holds several things, or something else.
    names: HashMap<&'a str, Option<Subject>>,
    /// What names are assigned.
    values: HashMap<&'a str, Vec<&'a Expr>>,
}

impl<'c, 'm, 'a> Held<'c, 'm, 'a> {
    /// Reads the parameters and assignments of a function.
    pub fn of(classes: &'c Classes<'m, 'a>, function: &Function<'a>) -> Held<'c, 'm, 'a> {
        let mut held = Held {
            classes,
            module: function.module,
            class: function.class,
            names: HashMap::new(),
            values: HashMap::new(),
        };
        for (name, _) in &function.def.parameters {
            let of = function.def.types.iter().find(|(typed, _)| typed == name);
            let subject = of.and_then(|(_, of)| held.typed(of, Shape::Row));
            held.names.insert(name, subject);
        }
        held.bind(&function.def.body);
        held
    }

    /// What a type says: `Account`, `list[Account]`, `Account | None`, `type[Account]`.
    fn typed(&self, of: &Expr, shape: Shape) -> Option<Subject> {
        match &of.kind {
            Kind::Index(outer, inner) => {
                let shape = match outer.name()? {
                    "Optional" | "Annotated" => shape,
                    "type" | "Type" => Shape::Class,
                    "dict" | "Dict" | "Mapping" => return None,
                    _ => Shape::Rows,
                };
                self.typed(inner.first()?, shape)
            }
            Kind::Binary(left, _, right) => match right.kind {
                Kind::Null => self.typed(left, shape),
                _ => None,
            },
            _ => {
                let class = self.classes.class_named(self.module, of)?;
                Some(Subject { class, shape, confidence: Confidence::Certain, own: false })
            }
        }
    }

    fn bind(&mut self, body: &'a Expr) {
        match &body.kind {
            Kind::Assign(target, value) => {
                let target = match &target.kind {
                    Kind::Typed(inner, _) => inner,
                    _ => target,
                };
                self.bind(value);
                if let Kind::Name(name) = &target.kind {
                    let subject = self.subject(value);
                    self.put(name, subject);
                    self.values.entry(name).or_default().push(value);
                }
            }
            Kind::Call(call) => {
                for part in call.receiver.iter().chain(&call.arguments) {
                    self.bind(part);
                }
                for (_, value) in &call.options {
                    self.bind(value);
                }
                let Some(block) = &call.block else { return };
                let each = call.receiver.as_ref().and_then(|list| self.subject(list));
                let row = each
                    .filter(|each| each.shape == Shape::Rows)
                    .map(|each| Subject { shape: Shape::Row, ..each });
                for name in &block.parameters {
                    self.put(name, row.filter(|_| block.parameters.len() == 1));
                }
                self.bind(&block.body);
            }
            // Functions within the function have names of their own.
            Kind::Def(_) | Kind::Class(_) | Kind::Decorated(..) => {}
            _ => {
                for child in body.children() {
                    self.bind(child);
                }
            }
        }
    }

    fn put(&mut self, name: &'a str, subject: Option<Subject>) {
        let known = self.names.get(name).copied();
        let joined = match known {
            Some(known) if known != subject => None,
            _ => subject,
        };
        self.names.insert(name, joined);
    }

    /// What a name is assigned in the function, in order.
    pub fn values(&self, name: &str) -> &[&'a Expr] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// What an expression holds.
    pub fn subject(&self, expr: &Expr) -> Option<Subject> {
        self.follow(expr, MAX_CHAIN)
    }

    fn follow(&self, expr: &Expr, steps: usize) -> Option<Subject> {
        let steps = steps.checked_sub(1)?;
        match &expr.kind {
            Kind::Name(name) => match self.names.get(name.as_str()) {
                Some(held) => held.or_else(|| self.own(name)),
                None => self.named(expr),
            },
            Kind::Index(of, _) => {
                let of = self.follow(of, steps)?;
                (of.shape == Shape::Rows).then_some(Subject { shape: Shape::Row, ..of })
            }
            Kind::If(_, then, otherwise) => {
                let (then, otherwise) = (self.follow(then, steps)?, self.follow(otherwise, steps)?);
                (then == otherwise).then_some(then)
            }
            // A comprehension gives what its body makes; a condition leaves rows what they are.
            Kind::Call(call) if call.block.is_some() => match call.name.as_str() {
                "filter" => self.follow(call.receiver.as_ref()?, steps),
                _ => None,
            },
            Kind::Call(call) if call.called => self.called(expr, call, steps),
            Kind::Call(call) => self.named(expr).or_else(|| {
                let owner = self.follow(call.receiver.as_ref()?, steps)?;
                match owner.shape {
                    // `Account.objects`, `Article.query`
                    Shape::Class => Some(Subject { shape: Shape::Rows, ..owner }),
                    // `self.__class__`
                    Shape::Row if call.name == "__class__" => {
                        Some(Subject { shape: Shape::Class, ..owner })
                    }
                    Shape::Rows | Shape::Row => None,
                }
            }),
            _ => None,
        }
    }

    /// `self` and `cls` are of the class around the method.
    fn own(&self, name: &str) -> Option<Subject> {
        let shape = match name {
            "self" => Shape::Row,
            "cls" => Shape::Class,
            _ => return None,
        };
        Some(Subject { class: self.class?, shape, confidence: Confidence::Certain, own: true })
    }

    fn named(&self, expr: &Expr) -> Option<Subject> {
        let class = self.classes.class_named(self.module, expr)?;
        Some(Subject { class, shape: Shape::Class, confidence: Confidence::Certain, own: false })
    }

    fn called(&self, expr: &Expr, call: &Call, steps: usize) -> Option<Subject> {
        let mut words = expr.means.iter().filter(|word| word.fact == "access");
        // `get_object_or_404(Account)`, `session.query(Article)`, `session.get(Article, 1)`
        let at_argument = words.clone().find_map(|word| {
            let of = self.follow(call.arguments.get(word.position("of")?)?, steps)?;
            match (word.get("gives"), of.shape) {
                (_, Shape::Row) => None,
                (Some("row"), _) => Some(Subject { shape: Shape::Row, ..of }),
                _ => Some(Subject { shape: Shape::Rows, ..of }),
            }
        });
        if at_argument.is_some() {
            return at_argument;
        }
        let gives = words.find_map(|word| word.get("gives").filter(|_| word.get("of").is_none()));
        let Some(receiver) = &call.receiver else {
            return match (call.arguments.as_slice(), call.name.as_str()) {
                ([of], "list" | "iter" | "reversed" | "sorted") => {
                    self.follow(of, steps).filter(|of| of.shape == Shape::Rows)
                }
                // `Account(email=…)`
                _ => {
                    let name = Expr::new(Kind::Name(call.name.clone()), expr.span);
                    let class = match self.names.get(call.name.as_str()) {
                        Some(held) => held.or_else(|| self.own(&call.name)),
                        None => self.named(&name),
                    };
                    class
                        .filter(|class| class.shape == Shape::Class)
                        .map(|class| Subject { shape: Shape::Row, ..class })
                }
            };
        };
        // `session.execute(select(Article))`
        if let (Some("rows-of"), [query, ..]) = (gives, call.arguments.as_slice()) {
            return self.follow(query, steps).filter(|query| query.shape == Shape::Rows);
        }
        // `models.Account(email=…)`
        if let Some(class) = self.named(&uncalled(expr)) {
            return Some(Subject { shape: Shape::Row, ..class });
        }
        let owner = self.follow(receiver, steps).or_else(|| {
            // `session.get(Article, 1)`
            let of = self.follow(call.arguments.first()?, steps)?;
            let gets = gives == Some("row") && of.shape == Shape::Class;
            gets.then_some(Subject { shape: Shape::Rows, ..of })
        })?;
        match (owner.shape, gives) {
            (Shape::Rows, Some("row")) => Some(Subject { shape: Shape::Row, ..owner }),
            (Shape::Rows, Some("other")) => None,
            (Shape::Rows, Some("rows" | "rows-of")) => Some(owner),
            // Methods of the application's own managers mostly answer with a query.
            (Shape::Rows, _) => Some(Subject { confidence: Confidence::Likely, ..owner }),
            (Shape::Class | Shape::Row, _) => None,
        }
    }

    /// The models whose columns a subject has: what a method of a mixin says of `self` holds for
    /// every class that takes it in.
    pub fn models(&self, subject: &Subject) -> Vec<String> {
        match subject.own {
            true => self.classes.below(subject.class),
            false => vec![self.classes.modules.qualified(subject.class)],
        }
    }
}
