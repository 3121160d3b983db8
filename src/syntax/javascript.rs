//! JavaScript, TypeScript and TSX trees into [`Expr`].

mod definition;
pub(super) mod jsx;
mod literal;
mod module;
mod parameter;
mod statement;
pub(super) mod tagged;
mod types;

use thin_vec::ThinVec;

use super::{Lines, MAX_DEPTH, nodes::Part};
use crate::{
    expr::{Call, Expr, Kind, Word},
    query::Words,
};

/// What is said once and read several times is repeated where it is a path no longer than this.
const MAX_REPEATED: usize = 120;

/// Lowers one file.
pub(super) struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    words: &'a Words,
    depth: u32,
    /// Whether types and the patterns of parameters are read as well.
    types: bool,
    /// Whether something lay too deep.
    pub(super) cut: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, words: &'a Words, types: bool) -> Reader<'a> {
        Reader { text, lines: Lines::new(text), words, depth: 0, types, cut: false }
    }

    pub(super) fn program(&mut self, root: Part) -> Expr {
        self.body(root)
    }

    fn slice(&self, node: Part) -> &'a str {
        self.text.get(node.bytes()).unwrap_or_default()
    }

    fn word(&self, word: &str) -> ThinVec<&'static Word> {
        self.words.get(word)
    }

    fn other(&self, node: Part) -> Expr {
        let text: String = self.slice(node).chars().take(80).collect();
        Expr::new(Kind::Other(text), self.lines.span(node, node))
    }

    /// A name with its words.
    fn name_of(&self, node: Part) -> Expr {
        let name = self.slice(node);
        Expr {
            kind: Kind::Name(name.to_owned()),
            span: self.lines.span(node, node),
            means: self.word(name),
        }
    }

    fn boxed(&mut self, node: Part, field: &str) -> Box<Expr> {
        Box::new(match node.child(field) {
            Some(child) => self.expr(child),
            None => Expr::empty(self.lines.span(node, node)),
        })
    }

    fn all(&mut self, node: Part) -> Vec<Expr> {
        node.children().map(|child| self.expr(child)).collect()
    }

    /// The only part of a node that is nothing but a wrapper.
    fn inner(&mut self, node: Part) -> Expr {
        match node.first() {
            Some(first) => self.expr(first),
            None => self.other(node),
        }
    }

    /// The statements of a module or block.
    fn body(&mut self, node: Part) -> Expr {
        let mut statements = Vec::new();
        for child in node.children() {
            self.statement(child, &mut statements);
        }
        Expr::new(Kind::Sequence(statements), self.lines.span(node, node))
    }

    /// A block, or a statement without one, as a body.
    fn body_of(&mut self, node: Part, field: &str) -> Expr {
        match node.child(field) {
            Some(body) => self.block(body),
            None => Expr::empty(self.lines.span(node, node)),
        }
    }

    fn block(&mut self, body: Part) -> Expr {
        match body.kind() {
            "statement_block" | "else_clause" => self.body(body),
            _ => {
                let mut statements = Vec::new();
                self.statement(body, &mut statements);
                Expr::new(Kind::Sequence(statements), self.lines.span(body, body))
            }
        }
    }

    fn expr(&mut self, node: Part) -> Expr {
        if self.depth >= MAX_DEPTH {
            self.cut = true;
            return self.other(node);
        }
        self.depth += 1;
        let expr = self.lower(node);
        self.depth -= 1;
        expr
    }

    fn lower(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let kind = match node.kind() {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "number" => Kind::Number(self.slice(node).replace('_', "")),
            "string" => Kind::Text(self.string(node)),
            "template_string" => self.template(node),
            "identifier"
            | "undefined"
            | "this"
            | "super"
            | "import"
            | "meta_property"
            | "property_identifier"
            | "private_property_identifier"
            | "shorthand_property_identifier"
            | "shorthand_property_identifier_pattern" => return self.name_of(node),
            "array" | "array_pattern" => Kind::List(self.all(node)),
            "object" => return self.object(node),
            "object_pattern" => Kind::Map(self.pattern_pairs(node)),
            "member_expression" | "nested_identifier" => return self.member(node),
            "subscript_expression" => {
                let of = self.boxed(node, "object");
                Kind::Index(of, vec![*self.boxed(node, "index")])
            }
            "call_expression" => return self.call(node),
            "new_expression" => return self.construct(node),
            "unary_expression" => return self.unary(node),
            "update_expression" => return self.inner(node),
            "binary_expression" => return self.binary(node),
            "ternary_expression" => Kind::If(
                self.boxed(node, "condition"),
                self.boxed(node, "consequence"),
                self.boxed(node, "alternative"),
            ),
            "assignment_expression" => return self.assigned(node),
            "assignment_pattern" | "object_assignment_pattern" => {
                Kind::Assign(self.boxed(node, "left"), self.boxed(node, "right"))
            }
            "augmented_assignment_expression" => {
                let operator = node.child("operator").map_or("", |op| self.slice(op));
                let left = self.boxed(node, "left");
                let right = self.boxed(node, "right");
                let operator = operator.trim_end_matches('=').to_owned();
                if is_short_path(&left) {
                    let both = Kind::Binary(left.clone(), operator, right);
                    Kind::Assign(left, Box::new(Expr::new(both, span)))
                } else {
                    Kind::Assign(left, right)
                }
            }
            "sequence_expression" => Kind::Sequence(self.all(node)),
            "spread_element" | "rest_pattern" => Kind::Splat(Box::new(self.inner(node))),
            "as_expression" | "satisfies_expression" if self.types => return self.cast(node),
            "parenthesized_expression"
            | "expression_statement"
            | "await_expression"
            | "yield_expression"
            | "non_null_expression"
            | "as_expression"
            | "satisfies_expression"
            | "instantiation_expression"
            | "template_substitution"
            | "computed_property_name"
            | "jsx_expression" => return self.inner(node),
            // `<User>row`
            "type_assertion" => match node.children().last() {
                Some(last) => return self.expr(last),
                None => return self.other(node),
            },
            "arrow_function" | "function_expression" | "generator_function" => self.lambda(node),
            "class" => {
                let name = node.child("name").map_or("", |name| self.slice(name));
                return self.class(node, name, Vec::new());
            }
            "jsx_element" | "jsx_self_closing_element" => self.element(node),
            _ => return self.other(node),
        };
        Expr::new(kind, span)
    }

    /// `a.b`, `a?.b`
    fn member(&mut self, node: Part) -> Expr {
        let object = node.child("object");
        let name = node.child("property").map_or("", |name| self.slice(name));
        Expr {
            kind: attribute(object.map(|object| self.expr(object)), name),
            span: self.lines.span(node, node),
            means: self.word(name),
        }
    }

    fn call(&mut self, node: Part) -> Expr {
        let Some(function) = node.child("function") else { return self.other(node) };
        let (receiver, name) = self.called(function);
        let arguments = match node.child("arguments") {
            // sql`…`
            Some(template) if template.kind() == "template_string" => vec![self.expr(template)],
            Some(list) => self.all(list),
            None => Vec::new(),
        };
        let call = Expr {
            kind: calling(receiver, name, arguments),
            span: self.lines.span(node, node),
            means: self.word(name),
        };
        match node.child("type_arguments").filter(|_| self.types) {
            Some(list) => self.of_types(call, list),
            None => call,
        }
    }

    /// `new Sequelize(…)` is a call of that name.
    fn construct(&mut self, node: Part) -> Expr {
        let Some(class) = node.child("constructor") else { return self.other(node) };
        let (receiver, name) = self.called(class);
        let list = node.child("arguments");
        let arguments = list.map(|list| self.all(list)).unwrap_or_default();
        Expr {
            kind: calling(receiver, name, arguments),
            span: self.lines.span(node, node),
            means: self.word(name),
        }
    }

    /// What a call is called on, and its name.
    fn called(&mut self, function: Part) -> (Option<Expr>, &'a str) {
        match function.kind() {
            "member_expression" => {
                let object = function.child("object");
                let name = function.child("property");
                (object.map(|object| self.expr(object)), name.map_or("", |name| self.slice(name)))
            }
            "identifier" | "super" | "import" => (None, self.slice(function)),
            // `f<User>(…)`, `f!(…)`
            "instantiation_expression" | "non_null_expression" => {
                match function.first().filter(|inner| {
                    matches!(inner.kind(), "identifier" | "member_expression" | "super")
                }) {
                    Some(inner) => self.called(inner),
                    None => (Some(self.expr(function)), "call"),
                }
            }
            // `factory()(…)`, `registry[key](…)`
            _ => (Some(self.expr(function)), "call"),
        }
    }

    fn unary(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let operator = node.child("operator").map_or("", |op| self.slice(op));
        let argument = self.boxed(node, "argument");
        let kind = match (operator, &argument.kind) {
            ("!", _) => Kind::Not(argument),
            ("-", Kind::Number(number)) => Kind::Number(format!("-{number}")),
            ("void", Kind::Number(_)) => Kind::Name("undefined".to_owned()),
            ("+" | "void", _) => return *argument,
            ("typeof" | "delete", _) => calling(None, operator, vec![*argument]),
            _ => return self.other(node),
        };
        Expr::new(kind, span)
    }

    /// Operators, where a chain of `+` may be as long as the text it builds.
    fn binary(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let operator = |node: Part| {
            let operator = node.child("operator");
            operator.map_or("", |operator| self.slice(operator))
        };
        let written = operator(node);
        if written == "+" {
            let mut operands = Vec::new();
            let mut left = node;
            while left.kind() == "binary_expression" && operator(left) == "+" {
                operands.extend(left.child("right"));
                let Some(next) = left.child("left") else { break };
                left = next;
            }
            operands.push(left);
            let parts: Vec<_> = operands.into_iter().rev().map(|part| self.expr(part)).collect();
            return self.sum(parts, node);
        }
        let operator = match written {
            "===" => "==",
            "!==" => "!=",
            other => other,
        };
        let left = self.boxed(node, "left");
        let right = self.boxed(node, "right");
        Expr::new(Kind::Binary(left, operator.to_owned(), right), span)
    }

    /// `a + b + c`: a text where all of them are, a template where one of them is.
    fn sum(&mut self, parts: Vec<Expr>, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let is_text = |part: &Expr| matches!(part.kind, Kind::Text(_) | Kind::Template(_));
        if parts.iter().any(is_text) {
            return Expr::new(literal::joined(parts), span);
        }
        if parts.len() > MAX_DEPTH as usize {
            self.cut = true;
            return self.other(node);
        }
        let sum = parts.into_iter().reduce(|left, right| {
            Expr::new(Kind::Binary(Box::new(left), "+".to_owned(), Box::new(right)), span)
        });
        sum.unwrap_or_else(|| Expr::empty(span))
    }
}

/// Whether an expression is a path of names that may be repeated at no cost.
fn is_short_path(expr: &Expr) -> bool {
    let (mut expr, mut left) = (expr, MAX_REPEATED);
    loop {
        let name = match &expr.kind {
            Kind::Name(name) => name,
            Kind::Call(call) if !call.called => &call.name,
            _ => return false,
        };
        match (left.checked_sub(name.len() + 1), expr.call().map(|call| &call.receiver)) {
            (Some(rest), Some(Some(receiver))) => (expr, left) = (receiver, rest),
            (rest, _) => return rest.is_some(),
        }
    }
}

/// An attribute of something.
fn attribute(receiver: Option<Expr>, name: &str) -> Kind {
    Kind::Call(Box::new(Call {
        receiver,
        name: name.to_owned(),
        arguments: Vec::new(),
        options: Vec::new(),
        block: None,
        called: false,
    }))
}

/// A call; JavaScript has no arguments by name, and functions that are passed are arguments.
fn calling(receiver: Option<Expr>, name: &str, arguments: Vec<Expr>) -> Kind {
    Kind::Call(Box::new(Call {
        receiver,
        name: name.to_owned(),
        arguments,
        options: Vec::new(),
        block: None,
        called: true,
    }))
}

#[cfg(test)]
mod tests;
