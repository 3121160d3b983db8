//! Source code as a small tree that no longer knows its language.
//!
//! Grammars differ in hundreds of node kinds; what ormscope asks of code needs two dozen. Every
//! language is lowered into this form once, and ORM adapters read only this form.

use thin_vec::ThinVec;

use crate::source::Span;

/// What a pattern says of the code it matches.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// Which fact.
    pub fact: &'static str,
    /// The file of the query, for messages.
    pub origin: &'static str,
    /// Constants by field.
    pub settings: Vec<(&'static str, String)>,
}

impl Word {
    /// The constant of a field, without the fact's name.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.settings.iter().find(|(name, _)| *name == field).map(|(_, value)| value.as_str())
    }

    /// Every constant of a field that may be set more than once.
    pub fn get_all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.settings.iter().filter(move |(name, _)| *name == field).map(|(_, v)| v.as_str())
    }

    /// The constant of a field that is a number: the position of an argument.
    pub fn position(&self, field: &str) -> Option<usize> {
        self.get(field)?.parse().ok()
    }
}

/// A piece of code with its place and, where a query names it, what it means to an ORM.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// The words of queries that match it.
    pub means: ThinVec<&'static Word>,
}

/// The kinds of code that are told apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `nil`, `None`, `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number as written, without separators.
    Number(String),
    /// A string without interpolation.
    Text(String),
    /// A symbol (`:name`).
    Symbol(String),
    /// A string with interpolation, in pieces.
    Template(Vec<Expr>),
    /// `[…]`, `%w[…]`.
    List(Vec<Expr>),
    /// `{ key => value }`.
    Map(Vec<(Expr, Expr)>),
    /// `from..to`, either end open.
    Range(Option<Box<Expr>>, Option<Box<Expr>>),
    /// A variable, constant path (`Admin::User`), `self`, `super`, or a call without anything.
    Name(String),
    /// A call, or an attribute of something.
    Call(Box<Call>),
    /// `of[at]`.
    Index(Box<Expr>, Vec<Expr>),
    /// `!x`, `not x`.
    Not(Box<Expr>),
    /// `left op right`; conjunctions are `&&` and `||` in every language.
    Binary(Box<Expr>, String, Box<Expr>),
    /// A condition with its two branches, as statement, modifier or ternary.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Statements, one after the other.
    Sequence(Vec<Expr>),
    /// A lambda or block.
    Lambda(Box<Lambda>),
    /// `target = value`, `target += value`.
    Assign(Box<Expr>, Box<Expr>),
    /// `return`, `next`, `break`: the statements after it do not run.
    Exit(Option<Box<Expr>>),
    /// `*x`, `**x`, `&x`.
    Splat(Box<Expr>),
    /// A class, module, or the singleton class of `self`.
    Class(Box<ClassBody>),
    /// A method or function.
    Def(Box<Def>),
    /// `name: Type`, alone or as the target of an assignment: what is typed, and the type.
    Typed(Box<Expr>, Box<Expr>),
    /// A definition with its decorators, outermost first.
    Decorated(Vec<Expr>, Box<Expr>),
    /// Code that may fail, and what runs when it does: one body for each handler.
    Try(Box<Expr>, Vec<Expr>),
    /// A name that another module gives.
    Import(Box<Import>),
    /// Code of no interest, by its first characters.
    Other(String),
}

/// A call with its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// What it is called on.
    pub receiver: Option<Expr>,
    /// The method's name.
    pub name: String,
    /// Arguments by position.
    pub arguments: Vec<Expr>,
    /// Arguments by name; a key that is no plain name is kept in a `Map` argument instead.
    pub options: Vec<(String, Expr)>,
    /// The block that is passed.
    pub block: Option<Box<Lambda>>,
    /// Whether it is called: `x.save` alone is an attribute in Python and JavaScript. In Ruby there
    /// is no difference, and this is always set.
    pub called: bool,
}

/// A name that a module takes from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What it is called here; empty where everything is taken (`import *`).
    pub local: String,
    /// The other module as written: `django.db.models`, `..base`, `./user`.
    pub from: String,
    /// What it is called there; `None` for the module as a whole, `*` for everything in it.
    pub name: Option<String>,
}

/// Code that is run later.
#[derive(Clone, Debug, PartialEq)]
pub struct Lambda {
    /// Names of the parameters.
    pub parameters: Vec<String>,
    /// The statements.
    pub body: Expr,
}

/// What keyword opens a class body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// `class`
    Class,
    /// `module`
    Module,
    /// `class << self`
    Singleton,
}

/// A class, module or singleton class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassBody {
    /// The keyword.
    pub keyword: Keyword,
    /// The name as written.
    pub name: String,
    /// Where the name ends: a finding shows the head, not the whole body.
    pub head: Span,
    /// The superclasses.
    pub parents: Vec<Expr>,
    /// What else its head says: `table=True`, `metaclass=…`.
    pub options: Vec<(String, Expr)>,
    /// The statements.
    pub body: Expr,
}

/// A method.
#[derive(Clone, Debug, PartialEq)]
pub struct Def {
    /// Its name.
    pub name: String,
    /// Defined on the class (`def self.x`).
    pub on_class: bool,
    /// From `def` to the end of the parameters.
    pub head: Span,
    /// Parameters with their defaults.
    pub parameters: Vec<(String, Option<Expr>)>,
    /// The types of parameters that have one.
    pub types: Vec<(String, Expr)>,
    /// The type of what it returns.
    pub returns: Option<Expr>,
    /// The statements.
    pub body: Expr,
}

impl Expr {
    /// An expression that no query names.
    pub fn new(kind: Kind, span: Span) -> Expr {
        Expr { kind, span, means: ThinVec::new() }
    }

    /// The word of that fact that a query finds here.
    pub fn word(&self, fact: &str) -> Option<&'static Word> {
        self.means.iter().find(|word| word.fact == fact).copied()
    }

    /// A field of the word of that fact.
    pub fn means(&self, fact: &str, field: &str) -> Option<&'static str> {
        self.word(fact)?.get(field)
    }

    /// The attributes that it sets of what a name stands for: `self.price = 1`, `self[:price] = 1`.
    pub fn sets(&self, of: &str) -> Vec<String> {
        let mut names = Vec::new();
        self.walk(&mut |expr| {
            let Kind::Assign(target, _) = &expr.kind else { return };
            let name = match &target.kind {
                Kind::Call(call) if call.receiver.as_ref().and_then(Expr::name) == Some(of) => {
                    Some(&*call.name)
                }
                Kind::Index(row, at) if row.name() == Some(of) => at.first().and_then(Expr::text),
                _ => None,
            };
            names.extend(name.map(str::to_owned));
        });
        names
    }

    /// Nothing at all: an absent branch, an empty body.
    pub fn empty(span: Span) -> Expr {
        Expr::new(Kind::Sequence(Vec::new()), span)
    }

    /// The call, if it is one.
    pub fn call(&self) -> Option<&Call> {
        match &self.kind {
            Kind::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The name of a call, variable or constant.
    pub fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            Kind::Call(call) => Some(&call.name),
            _ => None,
        }
    }

    /// The text of a string or symbol, through conversions that keep it (`.to_s`, `.freeze`).
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Symbol(text) => Some(text),
            Kind::Call(call) if KEEPS_TEXT.contains(&call.name.as_str()) => {
                call.receiver.as_ref()?.text()
            }
            _ => None,
        }
    }

    /// The members of a literal list, or of a conversion of one (`.map(&:constantize)`, `.freeze`).
    pub fn members(&self) -> Option<&[Expr]> {
        match &self.kind {
            Kind::List(members) => Some(members),
            Kind::Call(call) if KEEPS_MEMBERS.contains(&call.name.as_str()) => {
                call.receiver.as_ref()?.members()
            }
            _ => None,
        }
    }

    /// The texts of a single text or of a list of them; empty where none is known.
    pub fn texts(&self) -> Vec<&str> {
        match self.members() {
            Some(members) => members.iter().filter_map(Expr::text).collect(),
            None => self.text().into_iter().collect(),
        }
    }

    /// The statements of a sequence, or the expression itself as the only one.
    pub fn statements(&self) -> &[Expr] {
        match &self.kind {
            Kind::Sequence(statements) => statements,
            _ => std::slice::from_ref(self),
        }
    }

    /// The same, taken apart.
    pub fn into_statements(self) -> Vec<Expr> {
        match self.kind {
            Kind::Sequence(statements) => statements,
            _ => vec![self],
        }
    }

    /// Whether it leaves the surrounding body before what follows it.
    pub fn leaves(&self) -> bool {
        match &self.kind {
            Kind::Exit(_) => true,
            Kind::Sequence(statements) => statements.last().is_some_and(Expr::leaves),
            Kind::Call(call) => call.receiver.is_none() && call.name == "raise",
            _ => false,
        }
    }

    /// The parts that it is made of, in source order.
    pub fn children(&self) -> Vec<&Expr> {
        let mut children = Vec::new();
        self.each_child(&mut |child| children.push(child));
        children
    }

    /// Calls `visit` on each of the parts that it is made of, in source order.
    pub fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match &self.kind {
            Kind::Template(parts) | Kind::List(parts) | Kind::Sequence(parts) => {
                parts.iter().for_each(visit);
            }
            Kind::Map(pairs) => {
                pairs.iter().flat_map(|(key, value)| [key, value]).for_each(visit);
            }
            Kind::Range(from, to) => {
                from.iter().chain(to.iter()).for_each(|end| visit(end));
            }
            Kind::Call(call) => {
                call.receiver.iter().chain(&call.arguments).for_each(&mut *visit);
                call.options.iter().for_each(|(_, value)| visit(value));
                call.block.iter().for_each(|block| visit(&block.body));
            }
            Kind::Index(of, at) => {
                visit(of);
                at.iter().for_each(visit);
            }
            Kind::Not(inner) | Kind::Splat(inner) => visit(inner),
            Kind::Binary(left, _, right) | Kind::Assign(left, right) => {
                visit(left);
                visit(right);
            }
            Kind::If(condition, then, otherwise) => {
                visit(condition);
                visit(then);
                visit(otherwise);
            }
            Kind::Lambda(lambda) => visit(&lambda.body),
            Kind::Exit(value) => value.iter().for_each(|value| visit(value)),
            Kind::Class(class) => {
                class.parents.iter().for_each(&mut *visit);
                class.options.iter().for_each(|(_, value)| visit(value));
                visit(&class.body);
            }
            Kind::Def(def) => {
                def.parameters
                    .iter()
                    .filter_map(|(_, default)| default.as_ref())
                    .for_each(&mut *visit);
                visit(&def.body);
            }
            Kind::Typed(inner, of) => {
                visit(inner);
                visit(of);
            }
            Kind::Decorated(decorators, inner) => {
                decorators.iter().chain([inner.as_ref()]).for_each(visit);
            }
            Kind::Try(body, handlers) => {
                visit(body);
                handlers.iter().for_each(visit);
            }
            Kind::Null
            | Kind::Import(_)
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Symbol(_)
            | Kind::Name(_)
            | Kind::Other(_) => {}
        }
    }

    /// Calls `visit` on this expression and everything below it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        visit(self);
        self.each_child(&mut |child| child.walk(visit));
    }

    /// Whether anything in it satisfies the test.
    pub fn any(&self, test: &dyn Fn(&Expr) -> bool) -> bool {
        if test(self) {
            return true;
        }
        let mut found = false;
        self.each_child(&mut |child| found = found || child.any(test));
        found
    }

    /// The same code with names replaced by what they stand for.
    pub fn bind(&self, names: &[(String, Expr)]) -> Expr {
        if names.is_empty() {
            return self.clone();
        }
        let all = |parts: &[Expr]| parts.iter().map(|part| part.bind(names)).collect::<Vec<_>>();
        let one = |part: &Expr| Box::new(part.bind(names));
        let lambda = |lambda: &Lambda| Lambda {
            parameters: lambda.parameters.clone(),
            body: lambda.body.bind(names),
        };
        let kind = match &self.kind {
            Kind::Name(name) => match names.iter().find(|(known, _)| known == name) {
                Some((_, value)) => {
                    return Expr {
                        kind: value.kind.clone(),
                        span: self.span,
                        means: ThinVec::new(),
                    };
                }
                None => Kind::Name(name.clone()),
            },
            // `self.column`, where that name stands for something
            Kind::Call(call)
                if !call.called
                    && names.iter().any(|(known, _)| {
                        call.receiver.as_ref().is_some_and(|of| {
                            known
                                .strip_suffix(call.name.as_str())
                                .and_then(|rest| rest.strip_suffix('.'))
                                .is_some_and(
                                    |rest| matches!(&of.kind, Kind::Name(name) if name == rest),
                                )
                        })
                    }) =>
            {
                let of = call.receiver.as_ref().and_then(Expr::name).unwrap_or_default();
                let path = format!("{of}.{}", call.name);
                match names.iter().find(|(known, _)| *known == path) {
                    Some((_, value)) => value.kind.clone(),
                    None => self.kind.clone(),
                }
            }
            Kind::Template(parts) => join_template(all(parts)),
            Kind::List(parts) => Kind::List(all(parts)),
            Kind::Sequence(parts) => Kind::Sequence(all(parts)),
            Kind::Map(pairs) => Kind::Map(
                pairs.iter().map(|(key, value)| (key.bind(names), value.bind(names))).collect(),
            ),
            Kind::Range(from, to) => Kind::Range(from.as_deref().map(one), to.as_deref().map(one)),
            Kind::Call(call) => Kind::Call(Box::new(Call {
                receiver: call.receiver.as_ref().map(|receiver| receiver.bind(names)),
                name: call.name.clone(),
                arguments: all(&call.arguments),
                options: call
                    .options
                    .iter()
                    .map(|(key, value)| (key.clone(), value.bind(names)))
                    .collect(),
                block: call.block.as_deref().map(lambda).map(Box::new),
                called: call.called,
            })),
            Kind::Index(of, at) => Kind::Index(one(of), all(at)),
            Kind::Not(inner) => Kind::Not(one(inner)),
            Kind::Splat(inner) => Kind::Splat(one(inner)),
            Kind::Binary(left, op, right) => Kind::Binary(one(left), op.clone(), one(right)),
            Kind::Assign(left, right) => Kind::Assign(left.clone(), one(right)),
            Kind::If(condition, then, otherwise) => {
                Kind::If(one(condition), one(then), one(otherwise))
            }
            Kind::Lambda(inner) => Kind::Lambda(Box::new(lambda(inner))),
            Kind::Exit(value) => Kind::Exit(value.as_deref().map(one)),
            Kind::Typed(inner, of) => Kind::Typed(inner.clone(), one(of)),
            Kind::Try(body, handlers) => Kind::Try(one(body), all(handlers)),
            other => other.clone(),
        };
        Expr { kind, span: self.span, means: self.means.clone() }
    }
}

impl Call {
    /// The option of that name.
    pub fn option(&self, name: &str) -> Option<&Expr> {
        self.options.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// Methods that return the text they are called on, or one that names the same thing.
const KEEPS_TEXT: &[&str] =
    &["chomp", "freeze", "html_safe", "squish", "strip", "strip_heredoc", "to_s", "to_sym"];

/// Methods that return a list of the same things.
const KEEPS_MEMBERS: &[&str] = &["each", "flatten", "freeze", "map", "to_a", "uniq"];

/// A template whose pieces are all known is a text.
fn join_template(parts: Vec<Expr>) -> Kind {
    match parts.iter().map(Expr::text).collect::<Option<String>>() {
        Some(text) => Kind::Text(text),
        None => Kind::Template(parts),
    }
}
