//! Python trees into [`Expr`].

mod statement;

use thin_vec::ThinVec;

use super::{Lines, MAX_DEPTH, nodes::Part};
use crate::{
    expr::{Call, Expr, Kind, Lambda, Word},
    query::Words,
};

/// Lowers one file.
pub(super) struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    words: &'a Words,
    depth: u32,
    /// Whether something lay too deep.
    pub(super) cut: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, words: &'a Words) -> Reader<'a> {
        Reader { text, lines: Lines::new(text), words, depth: 0, cut: false }
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

    fn boxed(&mut self, node: Part, field: &str) -> Box<Expr> {
        Box::new(match node.child(field) {
            Some(child) => self.expr(child),
            None => Expr::empty(self.lines.span(node, node)),
        })
    }

    fn all(&mut self, node: Part) -> Vec<Expr> {
        node.children().map(|child| self.expr(child)).collect()
    }

    /// The statements of a module or block.
    fn body(&mut self, node: Part) -> Expr {
        let mut statements = Vec::new();
        for child in node.children() {
            match child.kind() {
                "import_statement" | "import_from_statement" => {
                    self.import(child, &mut statements);
                }
                "pass_statement" | "global_statement" | "nonlocal_statement" => {}
                // What stands between mistakes is read as far as it is code.
                "ERROR" => statements.extend(self.body(child).into_statements()),
                _ => statements.push(self.expr(child)),
            }
        }
        Expr::new(Kind::Sequence(statements), self.lines.span(node, node))
    }

    fn body_of(&mut self, node: Part, field: &str) -> Expr {
        match node.child(field) {
            Some(body) if body.kind() == "block" => self.body(body),
            Some(body) => self.expr(body),
            None => Expr::empty(self.lines.span(node, node)),
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
        let mut means = ThinVec::new();
        let kind = match node.kind() {
            "none" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "integer" | "float" => Kind::Number(self.slice(node).replace('_', "")),
            "string" => self.string(node),
            "concatenated_string" => self.concatenated(node),
            "identifier" | "keyword_identifier" | "dotted_name" => {
                let name = self.slice(node);
                means = self.word(name);
                Kind::Name(name.to_owned())
            }
            "list" | "tuple" | "set" | "expression_list" | "pattern_list" | "tuple_pattern"
            | "list_pattern" => Kind::List(self.all(node)),
            "dictionary" => Kind::Map(self.pairs(node)),
            // `{key: value for …}`
            "pair" => Kind::Map(vec![(*self.boxed(node, "key"), *self.boxed(node, "value"))]),
            "call" => return self.call(node),
            "attribute" | "member_type" => return self.attribute(node),
            "subscript" => {
                let mut inner = node.children();
                let Some(of) = inner.next() else { return self.other(node) };
                let of = Box::new(self.expr(of));
                Kind::Index(of, inner.map(|at| self.expr(at)).collect())
            }
            "generic_type" => self.generic(node),
            "union_type" => self.union(node),
            "slice" => Kind::Range(None, None),
            "not_operator" => Kind::Not(self.boxed(node, "argument")),
            "unary_operator" => match node.child("operator").map(|op| self.slice(op)) {
                Some("~") => Kind::Not(self.boxed(node, "argument")),
                Some("-") => match *self.boxed(node, "argument") {
                    Expr { kind: Kind::Number(number), .. } => Kind::Number(format!("-{number}")),
                    _ => return self.other(node),
                },
                _ => return self.other(node),
            },
            "boolean_operator" | "binary_operator" | "augmented_assignment" => {
                let operator = node.child("operator").map_or("", |op| self.slice(op));
                let operator = match operator {
                    "and" => "&&",
                    "or" => "||",
                    other => other.trim_end_matches('='),
                };
                let left = self.boxed(node, "left");
                let right = self.boxed(node, "right");
                if node.kind() == "augmented_assignment" {
                    let both = Kind::Binary(left.clone(), operator.to_owned(), right);
                    Kind::Assign(left, Box::new(Expr::new(both, span)))
                } else {
                    Kind::Binary(left, operator.to_owned(), right)
                }
            }
            "comparison_operator" => return self.comparison(node),
            "conditional_expression" => {
                let Ok([then, condition, otherwise]) = <[Expr; 3]>::try_from(self.all(node)) else {
                    return self.other(node);
                };
                Kind::If(Box::new(condition), Box::new(then), Box::new(otherwise))
            }
            "named_expression" => Kind::Assign(self.boxed(node, "name"), self.boxed(node, "value")),
            "assignment" => return self.assignment(node),
            "list_comprehension"
            | "set_comprehension"
            | "dictionary_comprehension"
            | "generator_expression" => {
                return self.comprehension(node);
            }
            "lambda" => {
                let parameters = node.child("parameters");
                let parameters = parameters.map(|list| self.parameters(list)).unwrap_or_default();
                Kind::Lambda(Box::new(Lambda {
                    parameters: parameters.into_iter().map(|(name, _)| name).collect(),
                    body: *self.boxed(node, "body"),
                }))
            }
            "parenthesized_expression"
            | "expression_statement"
            | "await"
            | "type"
            | "interpolation"
            | "as_pattern"
            | "as_pattern_target" => {
                let mut inner = node.children();
                match (inner.next(), node.kind(), inner.count()) {
                    // `a, b` as a statement of its own
                    (Some(_), "expression_statement", 1..) => Kind::List(self.all(node)),
                    (Some(first), ..) => return self.expr(first),
                    (None, ..) => return self.other(node),
                }
            }
            "list_splat" | "dictionary_splat" | "list_splat_pattern" => match node.first() {
                Some(inner) => Kind::Splat(Box::new(self.expr(inner))),
                None => return self.other(node),
            },
            "block" | "module" | "else_clause" | "finally_clause" => {
                let body = node
                    .child("body")
                    .or_else(|| node.children().find(|child| child.kind() == "block"));
                return self.body(body.unwrap_or(node));
            }
            "class_definition" => {
                means = self.named(node);
                self.class(node)
            }
            "function_definition" => {
                means = self.named(node);
                self.def(node)
            }
            "decorated_definition" => {
                let decorators = node
                    .children()
                    .filter(|child| child.kind() == "decorator")
                    .filter_map(|decorator| decorator.first())
                    .map(|inner| self.expr(inner))
                    .collect();
                Kind::Decorated(decorators, self.boxed(node, "definition"))
            }
            "if_statement" => self.branch(node),
            "for_statement" => {
                let pattern = node.child("left");
                let parameters = pattern.map(|left| self.names(left)).unwrap_or_default();
                let body = self.body_of(node, "body");
                let list = *self.boxed(node, "right");
                self.each(list, "each", parameters, body)
            }
            "while_statement" => return self.body_of(node, "body"),
            "with_statement" => self.with(node),
            "try_statement" => self.attempt(node),
            "match_statement" => self.cases(node),
            "return_statement" | "yield" => {
                let value = node.first();
                let value = value.map(|value| self.expr(value));
                if node.kind() == "yield" {
                    return value.unwrap_or_else(|| self.other(node));
                }
                Kind::Exit(value.map(Box::new))
            }
            "break_statement" | "continue_statement" => Kind::Exit(None),
            "raise_statement" => Kind::Call(Box::new(Call {
                receiver: None,
                name: "raise".to_owned(),
                arguments: self.all(node),
                options: Vec::new(),
                block: None,
                called: true,
            })),
            "assert_statement" => return self.expr_or_other(node),
            _ => return self.other(node),
        };
        Expr { kind, span, means }
    }

    fn expr_or_other(&mut self, node: Part) -> Expr {
        match node.first() {
            Some(first) => self.expr(first),
            None => self.other(node),
        }
    }

    /// The words of the name that a definition has.
    fn named(&self, node: Part) -> ThinVec<&'static Word> {
        node.child("name").map(|name| self.word(self.slice(name))).unwrap_or_default()
    }

    fn string(&mut self, node: Part) -> Kind {
        let mut text = String::new();
        let mut pieces = Vec::new();
        let span = self.lines.span(node, node);
        let mut raw = false;
        for child in node.children() {
            match child.kind() {
                "string_start" => raw = self.slice(child).contains(['r', 'R']),
                "string_content" => {
                    let content = self.slice(child);
                    if raw || !content.contains(['\\', '{']) {
                        text.push_str(content);
                    } else {
                        text.push_str(&unescape(content));
                    }
                }
                "interpolation" => {
                    pieces.push(Expr::new(Kind::Text(std::mem::take(&mut text)), span));
                    let inner = child.child("expression");
                    pieces.push(match inner.or(child.first()) {
                        Some(inner) => self.expr(inner),
                        None => self.other(child),
                    });
                }
                _ => {}
            }
        }
        if pieces.is_empty() {
            return Kind::Text(text);
        }
        pieces.push(Expr::new(Kind::Text(text), span));
        Kind::Template(pieces)
    }

    fn concatenated(&mut self, node: Part) -> Kind {
        let parts = self.all(node);
        match parts.iter().map(Expr::text).collect::<Option<String>>() {
            Some(text) => Kind::Text(text),
            None => Kind::Template(
                parts
                    .into_iter()
                    .flat_map(|part| match part.kind {
                        Kind::Template(pieces) => pieces,
                        _ => vec![part],
                    })
                    .collect(),
            ),
        }
    }

    fn pairs(&mut self, node: Part) -> Vec<(Expr, Expr)> {
        let mut pairs = Vec::new();
        for child in node.children() {
            match child.kind() {
                "pair" => pairs.push((*self.boxed(child, "key"), *self.boxed(child, "value"))),
                // `{**other}`
                "dictionary_splat" => {
                    let nothing = Expr::new(Kind::Null, self.lines.span(child, child));
                    pairs.push((self.expr(child), nothing));
                }
                _ => {}
            }
        }
        pairs
    }

    fn attribute(&mut self, node: Part) -> Expr {
        let object = node.child("object").or(node.first());
        let attribute = node.child("attribute").or(node.children().last());
        let name = attribute.map_or("", |name| self.slice(name));
        let kind = Kind::Call(Box::new(Call {
            receiver: object.map(|object| self.expr(object)),
            name: name.to_owned(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: None,
            called: false,
        }));
        Expr { kind, span: self.lines.span(node, node), means: self.word(name) }
    }

    fn call(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let Some(function) = node.child("function") else { return self.other(node) };
        let (receiver, name) = match function.kind() {
            "attribute" => {
                let object = function.child("object");
                let name = function.child("attribute");
                (object.map(|object| self.expr(object)), name.map_or("", |name| self.slice(name)))
            }
            "identifier" => (None, self.slice(function)),
            // `factory()(…)`, `registry[key](…)`
            _ => (Some(self.expr(function)), "call"),
        };
        let mut call = Call {
            receiver,
            name: name.to_owned(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: None,
            called: true,
        };
        if let Some(arguments) = node.child("arguments") {
            if arguments.kind() == "generator_expression" {
                call.arguments.push(self.expr(arguments));
            } else {
                self.arguments(arguments, &mut call.arguments, &mut call.options);
            }
        }
        let means = self.word(name);
        Expr { kind: Kind::Call(Box::new(call)), span, means }
    }

    fn arguments(
        &mut self,
        node: Part,
        positional: &mut Vec<Expr>,
        named: &mut Vec<(String, Expr)>,
    ) {
        for argument in node.children() {
            match argument.kind() {
                "keyword_argument" => {
                    let name = argument.child("name");
                    let name = name.map_or("", |name| self.slice(name)).to_owned();
                    named.push((name, *self.boxed(argument, "value")));
                }
                _ => positional.push(self.expr(argument)),
            }
        }
    }

    /// `Mapped[int]` in an annotation.
    fn generic(&mut self, node: Part) -> Kind {
        let mut parts = node.children();
        let of = parts.next().map(|of| self.expr(of));
        let at = parts
            .flat_map(|list| match list.kind() {
                "type_parameter" => list.children().collect(),
                _ => vec![list],
            })
            .map(|at| self.expr(at))
            .collect();
        match of {
            Some(of) => Kind::Index(Box::new(of), at),
            None => Kind::Other(self.slice(node).chars().take(80).collect()),
        }
    }

    /// `int | None` in an annotation.
    fn union(&mut self, node: Part) -> Kind {
        let span = self.lines.span(node, node);
        let parts = self.all(node).into_iter();
        let joined = parts.reduce(|left, right| {
            Expr::new(Kind::Binary(Box::new(left), "|".to_owned(), Box::new(right)), span)
        });
        joined.map_or(Kind::Null, |joined| joined.kind)
    }

    /// `a < b`, and `a < b < c` as both.
    fn comparison(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let operators = node.children_under("operators").map(|operator| self.slice(operator));
        // `is not` and `not in` come as one node, or as two of one word.
        let mut joined: Vec<String> = Vec::new();
        for operator in operators {
            let words: Vec<_> = operator.split_whitespace().collect();
            match (joined.last_mut(), words.as_slice()) {
                (Some(last), ["not"]) if last == "is" => last.push_str(" not"),
                (Some(last), ["in"]) if last == "not" => last.push_str(" in"),
                _ => joined.push(words.join(" ")),
            }
        }
        let operands = self.all(node);
        let mut comparisons = operands.windows(2).zip(joined).map(|(pair, operator)| {
            let [left, right] = pair else { return Expr::empty(span) };
            Expr::new(Kind::Binary(Box::new(left.clone()), operator, Box::new(right.clone())), span)
        });
        let first = comparisons.next().unwrap_or_else(|| Expr::empty(span));
        comparisons.fold(first, |left, right| {
            Expr::new(Kind::Binary(Box::new(left), "&&".to_owned(), Box::new(right)), span)
        })
    }

    /// `[f.name for f in fields if f]` as `fields.filter(…).map(…)`.
    fn comprehension(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let body = *self.boxed(node, "body");
        let mut loops: Vec<(Vec<String>, Expr)> = Vec::new();
        for clause in node.children() {
            match clause.kind() {
                "for_in_clause" => {
                    let names = clause.child("left").map(|left| self.names(left));
                    loops.push((names.unwrap_or_default(), *self.boxed(clause, "right")));
                }
                "if_clause" => {
                    let condition = self.expr_or_other(clause);
                    if let Some((names, list)) = loops.pop() {
                        let kind = self.each(list, "filter", names.clone(), condition);
                        loops.push((names, Expr::new(kind, span)));
                    }
                }
                _ => {}
            }
        }
        loops.into_iter().rev().fold(body, |body, (names, list)| {
            let kind = self.each(list, "map", names, body);
            Expr::new(kind, span)
        })
    }

    fn each(&self, list: Expr, name: &str, parameters: Vec<String>, body: Expr) -> Kind {
        Kind::Call(Box::new(Call {
            receiver: Some(list),
            name: name.to_owned(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: Some(Box::new(Lambda { parameters, body })),
            called: true,
        }))
    }

    /// The names that a pattern binds.
    fn names(&self, pattern: Part) -> Vec<String> {
        match pattern.kind() {
            "identifier" => vec![self.slice(pattern).to_owned()],
            _ => pattern
                .children()
                .filter(|child| child.kind() == "identifier")
                .map(|child| self.slice(child).to_owned())
                .collect(),
        }
    }
}

/// The content of a string that is not raw. Escapes other than these stand for themselves here: no
/// name that matters has one.
fn unescape(content: &str) -> String {
    content
        .replace("\\\n", "")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\'", "'")
        .replace("\\\"", "\"")
        .replace("{{", "{")
        .replace("}}", "}")
        .replace("\\\\", "\\")
}
