//! Functions, classes and enums.

use super::{Reader, parameter::after};
use crate::{
    expr::{ClassBody, Def, Expr, Keyword, Kind, Lambda},
    syntax::{MAX_DEPTH, nodes::Part},
};

impl<'a> Reader<'a> {
    /// An arrow function or a function that is a value. An arrow function without a block has the
    /// expression that it returns as its body.
    pub(super) fn lambda(&mut self, node: Part) -> Kind {
        let list = match node.child("parameter") {
            Some(only) => vec![only],
            None => node.child("parameters").into_iter().flat_map(Part::children).collect(),
        };
        let (parameters, bound) = match self.types {
            true => self.bound(list),
            false => (list.into_iter().flat_map(|one| self.names(one)).collect(), Vec::new()),
        };
        let body = match node.child("body") {
            Some(block) if block.kind() == "statement_block" => self.body(block),
            Some(value) => self.expr(value),
            None => Expr::empty(self.lines.span(node, node)),
        };
        let body = after(bound, body);
        Kind::Lambda(Box::new(Lambda { parameters, body }))
    }

    /// The names that a pattern binds.
    pub(super) fn names(&self, pattern: Part) -> Vec<String> {
        let mut names = Vec::new();
        let mut open = vec![(pattern, 0)];
        while let Some((node, depth)) = open.pop() {
            let inner: Vec<_> = match node.kind() {
                "identifier" | "shorthand_property_identifier_pattern" | "this" => {
                    names.push(self.slice(node).to_owned());
                    continue;
                }
                _ if depth >= MAX_DEPTH => continue,
                "pair_pattern" => node.child("value").into_iter().collect(),
                "assignment_pattern" | "object_assignment_pattern" => {
                    node.child("left").into_iter().collect()
                }
                "required_parameter" | "optional_parameter" => {
                    node.child("pattern").into_iter().collect()
                }
                "object_pattern" | "array_pattern" | "rest_pattern" => node.children().collect(),
                _ => continue,
            };
            open.extend(inner.into_iter().rev().map(|node| (node, depth + 1)));
        }
        names
    }

    /// Parameters with their defaults; a pattern gives each of its names.
    fn parameters(&mut self, list: Part) -> Vec<(String, Option<Expr>)> {
        let mut parameters = Vec::new();
        for parameter in list.children() {
            let names = self.names(parameter);
            let value = parameter.child("value").or_else(|| parameter.child("right"));
            match (names.as_slice(), value) {
                ([name], Some(value)) => {
                    let default = self.expr(value);
                    parameters.push((name.clone(), Some(default)));
                }
                _ => parameters.extend(names.into_iter().map(|name| (name, None))),
            }
        }
        parameters
    }

    fn def(&mut self, node: Part, name: &str, on_class: bool) -> Expr {
        let list = node.child("parameters");
        let (parameters, bound) = match list {
            Some(list) if self.types => {
                let (names, bound) = self.bound(list.children());
                (names.into_iter().map(|name| (name, None)).collect(), bound)
            }
            Some(list) => (self.parameters(list), Vec::new()),
            None => (Vec::new(), Vec::new()),
        };
        let body = self.body_of(node, "body");
        let kind = Kind::Def(Box::new(Def {
            name: name.to_owned(),
            on_class,
            head: self.lines.span(node, list.unwrap_or(node)),
            parameters,
            types: Vec::new(),
            returns: None,
            body: after(bound, body),
        }));
        Expr { kind, span: self.lines.span(node, node), means: self.word(name) }
    }

    /// A function statement; one without a name is given one by what stands around it.
    pub(super) fn function(&mut self, node: Part, otherwise: Option<&str>) -> Expr {
        let name = node.child("name").map(|name| self.slice(name));
        self.def(node, name.or(otherwise).unwrap_or_default(), false)
    }

    /// A method of a class or an object, a getter as one without parameters.
    pub(super) fn method(&mut self, node: Part) -> Expr {
        let name = node.child("name").map(|name| self.key(name));
        let name = name.as_ref().and_then(Expr::text).unwrap_or_default().to_owned();
        self.def(node, &name, is_static(node))
    }

    /// A class as a statement of its own.
    pub(super) fn class_statement(
        &mut self,
        node: Part,
        otherwise: Option<&str>,
        outside: Vec<Expr>,
    ) -> Expr {
        let name = node.child("name").map(|name| self.slice(name));
        // `const User = class Member {}` is a `User` to everybody else.
        let name = otherwise.or(name).unwrap_or_default().to_owned();
        self.class(node, &name, outside)
    }

    /// A class with its decorators, also those that stand before `export`.
    pub(super) fn class(&mut self, node: Part, name: &str, outside: Vec<Expr>) -> Expr {
        let span = self.lines.span(node, node);
        let (mut parents, mut options) = (Vec::new(), Vec::new());
        let heritage = node.children().find(|child| child.kind() == "class_heritage");
        for clause in heritage.into_iter().flat_map(Part::children) {
            match clause.kind() {
                "extends_clause" => {
                    let values = clause.children_under("value");
                    parents.extend(values.map(|value| self.expr(value)));
                }
                "implements_clause" => {
                    let types = clause.children();
                    options
                        .extend(types.map(|one| ("implements".to_owned(), self.written_type(one))));
                }
                _ => parents.push(self.expr(clause)),
            }
        }
        if node.kind() == "abstract_class_declaration" {
            options.push(("abstract".to_owned(), Expr::new(Kind::Bool(true), span)));
        }
        let last = heritage.or_else(|| node.child("name"));
        let first = node.children().find(|child| child.kind() != "decorator");
        let head = match last {
            Some(last) => self.lines.span(first.unwrap_or(node), last),
            None => self.lines.span(node, first.unwrap_or(node)),
        };
        let body = match node.child("body") {
            Some(body) => self.members(body),
            None => Expr::empty(span),
        };
        let kind = Kind::Class(Box::new(ClassBody {
            keyword: Keyword::Class,
            name: name.to_owned(),
            head,
            parents,
            options,
            body,
        }));
        let class = Expr { kind, span, means: self.word(name) };
        let mut decorators = outside;
        decorators.extend(self.decorators(node));
        decorated(decorators, class)
    }

    pub(super) fn decorators(&mut self, node: Part) -> Vec<Expr> {
        let decorators = node.children().filter(|child| child.kind() == "decorator");
        decorators.map(|decorator| self.inner(decorator)).collect()
    }

    /// `declare name: Type` makes no field: the modifier is kept as a decorator.
    fn declare(&mut self, member: Part) -> Option<Expr> {
        let modifier = member.token("declare")?;
        Some(Expr::new(Kind::Name("declare".to_owned()), self.lines.span(modifier, modifier)))
    }

    /// The fields and methods of a class body.
    fn members(&mut self, body: Part) -> Expr {
        let mut members = Vec::new();
        let mut waiting = Vec::new();
        for member in body.children() {
            let found = match member.kind() {
                // TypeScript puts the decorators of a method before it.
                "decorator" => {
                    waiting.push(self.inner(member));
                    continue;
                }
                "method_definition" => {
                    let name = member.child("name");
                    if name.is_some_and(|name| self.slice(name) == "constructor") {
                        self.parameter_properties(member, &mut members);
                    }
                    self.method(member)
                }
                "field_definition" | "public_field_definition" => self.field(member),
                "class_static_block" => self.body_of(member, "body"),
                "ERROR" => self.body(member),
                _ => {
                    waiting.clear();
                    continue;
                }
            };
            let mut decorators = std::mem::take(&mut waiting);
            decorators.extend(self.decorators(member));
            decorators.extend(self.declare(member));
            members.push(decorated(decorators, found));
        }
        Expr::new(Kind::Sequence(members), self.lines.span(body, body))
    }

    /// `name = value`, `name: Type`, `name?: Type = value`
    fn field(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let name = node.child("name").or(node.child("property"));
        let Some(name) = name else { return self.other(node) };
        let mut target = match name.kind() {
            "computed_property_name" => self.inner(name),
            "string" => {
                let text = self.string(name);
                let means = self.word(&text);
                Expr { kind: Kind::Name(text), span: self.lines.span(name, name), means }
            }
            _ => self.name_of(name),
        };
        if let Some(written) = node.child("type") {
            target = self.typed(target, written, is_optional(node));
        }
        match node.child("value") {
            Some(value) => {
                let value = self.expr(value);
                Expr::new(Kind::Assign(Box::new(target), Box::new(value)), span)
            }
            None => target,
        }
    }

    pub(super) fn typed(&mut self, target: Expr, written: Part, optional: bool) -> Expr {
        let mut written = self.annotation(written);
        let span = written.span;
        if optional {
            let nothing = Box::new(Expr::new(Kind::Name("undefined".to_owned()), span));
            written = Expr::new(Kind::Binary(Box::new(written), "|".to_owned(), nothing), span);
        }
        let (means, span) = (target.means.clone(), target.span);
        Expr { kind: Kind::Typed(Box::new(target), Box::new(written)), span, means }
    }

    /// `constructor(private users: UserRepository)` declares the field `users`.
    fn parameter_properties(&mut self, constructor: Part, into: &mut Vec<Expr>) {
        let list = constructor.child("parameters");
        for parameter in list.into_iter().flat_map(Part::children) {
            let modifies =
                |part: Part| matches!(part.kind(), "accessibility_modifier" | "override_modifier");
            let kept = parameter.token("readonly").is_some() || parameter.children().any(modifies);
            let (Some(name), Some(written)) = (parameter.child("pattern"), parameter.child("type"))
            else {
                continue;
            };
            if kept && name.kind() == "identifier" {
                let target = self.name_of(name);
                let field = self.typed(target, written, is_optional(parameter));
                let decorators = self.decorators(parameter);
                into.push(decorated(decorators, field));
            }
        }
    }

    /// `enum Status { Active = 'active' }` as an assignment of its members with their values.
    pub(super) fn enumeration(&mut self, node: Part, into: &mut Vec<Expr>) {
        let span = self.lines.span(node, node);
        let Some(name) = node.child("name") else { return };
        let mut pairs = Vec::new();
        let mut next = Some(0_i64);
        for member in node.child("body").into_iter().flat_map(Part::children) {
            let here = self.lines.span(member, member);
            let (key, value) = match member.kind() {
                "enum_assignment" => {
                    let Some(key) = member.child("name") else { continue };
                    (key, *self.boxed(member, "value"))
                }
                _ => {
                    let kind = match next {
                        Some(number) => Kind::Number(number.to_string()),
                        None => Kind::Other(String::new()),
                    };
                    (member, Expr::new(kind, here))
                }
            };
            next = match &value.kind {
                Kind::Number(number) => number.parse::<i64>().ok().and_then(|n| n.checked_add(1)),
                _ => None,
            };
            pairs.push((self.key(key), value));
        }
        let map = Box::new(Expr::new(Kind::Map(pairs), span));
        into.push(Expr::new(Kind::Assign(Box::new(self.name_of(name)), map), span));
    }
}

fn decorated(decorators: Vec<Expr>, inner: Expr) -> Expr {
    if decorators.is_empty() {
        return inner;
    }
    let (means, span) = (inner.means.clone(), inner.span);
    Expr { kind: Kind::Decorated(decorators, Box::new(inner)), span, means }
}

fn is_static(node: Part) -> bool {
    node.token("static").is_some()
}

/// `name?: Type`
pub(super) fn is_optional(node: Part) -> bool {
    node.kind() == "optional_parameter" || node.token("?").is_some()
}
