//! Ruby trees into [`Expr`].

use std::collections::HashMap;

use tree_sitter::Node;

use super::{Lines, MAX_DEPTH};
use crate::{
    expr::{Call, ClassBody, Def, Expr, Keyword, Kind, Lambda, Word},
    query::Words,
};

/// How many lines after its first a block may have to be shown with its call.
const SHORT_BLOCK: usize = 4;

/// Lowers one file.
pub(super) struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    words: &'a Words,
    /// Bodies of here-documents by the byte where their beginning stands.
    heredocs: HashMap<usize, Node<'a>>,
    depth: u32,
    /// Whether something lay too deep.
    pub(super) cut: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, words: &'a Words) -> Reader<'a> {
        Reader {
            text,
            lines: Lines::new(text),
            words,
            heredocs: HashMap::new(),
            depth: 0,
            cut: false,
        }
    }

    pub(super) fn program(&mut self, root: Node<'_>) -> Expr {
        let mut inner = Reader::new(self.text, self.words);
        if self.text.contains("<<") {
            inner.heredocs = heredocs(root);
        }
        let program = inner.body(root);
        self.cut = inner.cut;
        program
    }

    fn slice(&self, node: Node) -> &'a str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    fn word(&self, word: &str) -> Vec<&'static Word> {
        self.words.get(word)
    }

    fn other(&self, node: Node) -> Expr {
        let text: String = self.slice(node).chars().take(80).collect();
        Expr::new(Kind::Other(text), self.lines.span(node, node))
    }

    fn field(&mut self, node: Node<'a>, field: &str) -> Option<Expr> {
        node.child_by_field_name(field).map(|child| self.expr(child))
    }

    fn boxed(&mut self, node: Node<'a>, field: &str) -> Box<Expr> {
        let empty = Expr::empty(self.lines.span(node, node));
        Box::new(self.field(node, field).unwrap_or(empty))
    }

    fn all(&mut self, node: Node<'a>) -> Vec<Expr> {
        named_children(node).into_iter().map(|child| self.expr(child)).collect()
    }

    /// The statements of a body. Handlers of exceptions come after what they guard.
    fn body(&mut self, node: Node<'a>) -> Expr {
        let mut statements = Vec::new();
        for child in named_children(node) {
            match child.kind() {
                "rescue" => {
                    if let Some(body) = child.child_by_field_name("body") {
                        let handler = self.body(body);
                        statements.push(Expr::new(
                            Kind::If(
                                Box::new(self.other(child)),
                                Box::new(handler),
                                Box::new(Expr::empty(self.lines.span(child, child))),
                            ),
                            self.lines.span(child, child),
                        ));
                    }
                }
                // What stands between mistakes is read as far as it is code.
                "ensure" | "else" | "then" | "begin" | "ERROR" => {
                    let inner = self.body(child);
                    statements.extend(inner.statements().iter().cloned());
                }
                "heredoc_body" | "empty_statement" | "uninterpreted" => {}
                _ => statements.push(self.expr(child)),
            }
        }
        Expr::new(Kind::Sequence(statements), self.lines.span(node, node))
    }

    fn body_of(&mut self, node: Node<'a>) -> Expr {
        match node.child_by_field_name("body") {
            Some(body) if matches!(body.kind(), "body_statement" | "block_body" | "do") => {
                self.body(body)
            }
            Some(body) => self.expr(body),
            None => Expr::empty(self.lines.span(node, node)),
        }
    }

    fn expr(&mut self, node: Node<'a>) -> Expr {
        if self.depth >= MAX_DEPTH {
            self.cut = true;
            return self.other(node);
        }
        self.depth += 1;
        let expr = self.shape(node);
        self.depth -= 1;
        expr
    }

    fn shape(&mut self, node: Node<'a>) -> Expr {
        let span = self.lines.span(node, node);
        let mut means = Vec::new();
        let kind = match node.kind() {
            "nil" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "integer" | "float" => Kind::Number(self.slice(node).replace('_', "")),
            "self" | "super" | "instance_variable" | "class_variable" | "global_variable" => {
                Kind::Name(self.slice(node).to_owned())
            }
            "identifier" | "constant" | "scope_resolution" => {
                let name = self.slice(node);
                means = self.word(name);
                Kind::Name(name.split_whitespace().collect())
            }
            "simple_symbol" => {
                let name = self.slice(node).trim_start_matches(':');
                // `send(:default_scope)`, `%i[deleted_at]`: a symbol can name a method.
                means = self.word(name);
                Kind::Symbol(name.to_owned())
            }
            "hash_key_symbol" | "bare_symbol" => Kind::Symbol(self.slice(node).to_owned()),
            "delimited_symbol" => match self.pieces(node) {
                Kind::Text(text) => Kind::Symbol(text),
                other => other,
            },
            "string" | "bare_string" | "chained_string" => self.pieces(node),
            "heredoc_beginning" => match self.heredocs.get(&node.start_byte()).copied() {
                Some(body) => self.pieces(body),
                None => Kind::Other(self.slice(node).to_owned()),
            },
            "array" | "string_array" | "symbol_array" | "right_assignment_list" => {
                Kind::List(self.all(node))
            }
            "hash" => Kind::Map(self.pairs(node)),
            "range" => Kind::Range(
                self.field(node, "begin").map(Box::new),
                self.field(node, "end").map(Box::new),
            ),
            "call" => {
                let call = self.call(node);
                return match call {
                    // `lambda { … }` and `proc { … }` are what `-> { … }` is.
                    Expr { kind: Kind::Call(inner), span, means }
                        if inner.receiver.is_none()
                            && matches!(inner.name.as_str(), "lambda" | "proc") =>
                    {
                        match inner.block {
                            Some(block) => {
                                Expr { kind: Kind::Lambda(Box::new(block)), span, means }
                            }
                            None => Expr { kind: Kind::Call(inner), span, means },
                        }
                    }
                    other => other,
                };
            }
            "yield" => {
                let list = named_children(node).first().copied();
                Kind::Call(Box::new(Call {
                    receiver: None,
                    name: "yield".to_owned(),
                    arguments: list.map(|list| self.all(list)).unwrap_or_default(),
                    options: Vec::new(),
                    block: None,
                    called: true,
                }))
            }
            "element_reference" => {
                let object = self.boxed(node, "object");
                let skip = node.child_by_field_name("object").map(|object| object.id());
                let at = named_children(node)
                    .into_iter()
                    .filter(|child| Some(child.id()) != skip)
                    .map(|child| self.expr(child))
                    .collect();
                Kind::Index(object, at)
            }
            "unary" => {
                let operator = node.child_by_field_name("operator").map(|op| self.slice(op));
                match operator {
                    Some("!" | "not") => Kind::Not(self.boxed(node, "operand")),
                    Some("-") => match self.field(node, "operand").map(|operand| operand.kind) {
                        Some(Kind::Number(number)) => Kind::Number(format!("-{number}")),
                        _ => return self.other(node),
                    },
                    _ => return self.other(node),
                }
            }
            "binary" => {
                let operator = node.child_by_field_name("operator").map_or("", |op| self.slice(op));
                let operator = match operator {
                    "and" => "&&",
                    "or" => "||",
                    other => other,
                };
                let left = self.boxed(node, "left");
                Kind::Binary(left, operator.to_owned(), self.boxed(node, "right"))
            }
            "if" | "elsif" | "unless" | "conditional" => self.branch(node),
            "if_modifier" | "unless_modifier" => {
                let condition = self.boxed(node, "condition");
                let body = self.boxed(node, "body");
                let empty = Box::new(Expr::empty(span));
                if node.kind() == "if_modifier" {
                    Kind::If(condition, body, empty)
                } else {
                    Kind::If(condition, empty, body)
                }
            }
            "case" | "case_match" => self.case(node),
            "parenthesized_statements" => {
                let mut inner = self.all(node);
                if inner.len() == 1 {
                    return inner.remove(0);
                }
                Kind::Sequence(inner)
            }
            "interpolation" => match named_children(node).as_slice() {
                [only] => return self.expr(*only),
                _ => return self.body(node),
            },
            "then" | "else" | "begin" | "begin_block" | "do" | "ensure" | "program" => {
                return self.body(node);
            }
            "while" | "until" => return self.body_of(node),
            "for" => {
                let mut pattern = Vec::new();
                if let Some(name) = node.child_by_field_name("pattern") {
                    pattern.push(self.slice(name).to_owned());
                }
                let list = node
                    .child_by_field_name("value")
                    .and_then(|value| named_children(value).first().copied())
                    .map(|list| self.expr(list));
                let block = Some(Lambda { parameters: pattern, body: self.body_of(node) });
                Kind::Call(Box::new(Call {
                    receiver: list,
                    name: "each".to_owned(),
                    arguments: Vec::new(),
                    options: Vec::new(),
                    block,
                    called: true,
                }))
            }
            "while_modifier" | "until_modifier" | "rescue_modifier" => return self.body_of(node),
            "lambda" => {
                let parameters = self.parameters(node);
                let body = node.child_by_field_name("body");
                let body = match body {
                    Some(block) => self.body_of(block),
                    None => Expr::empty(span),
                };
                Kind::Lambda(Box::new(Lambda { parameters, body }))
            }
            "assignment" | "operator_assignment" => {
                let left = self.boxed(node, "left");
                Kind::Assign(left, self.boxed(node, "right"))
            }
            "return" | "next" | "break" => {
                let value = named_children(node)
                    .first()
                    .and_then(|list| named_children(*list).first().copied())
                    .map(|value| Box::new(self.expr(value)));
                Kind::Exit(value)
            }
            "splat_argument" | "hash_splat_argument" | "block_argument" => {
                match named_children(node).first() {
                    Some(inner) => Kind::Splat(Box::new(self.expr(*inner))),
                    None => return self.other(node),
                }
            }
            "pair" => Kind::Map(vec![self.pair(node)]),
            "class" | "module" | "singleton_class" => self.class(node),
            "method" | "singleton_method" => {
                means = self.word(node.child_by_field_name("name").map_or("", |n| self.slice(n)));
                self.def(node)
            }
            "setter" => Kind::Name(self.slice(node).trim_end_matches('=').to_owned()),
            "superclass" => match named_children(node).first() {
                Some(parent) => return self.expr(*parent),
                None => return self.other(node),
            },
            _ => return self.other(node),
        };
        Expr { kind, span, means }
    }

    /// The pieces of a string, joined where nothing is interpolated.
    fn pieces(&mut self, node: Node<'a>) -> Kind {
        let mut text = String::new();
        let mut pieces = Vec::new();
        for child in named_children(node) {
            match child.kind() {
                // Between single quotes these two escapes are content to the grammar.
                "string_content" if self.slice(node).starts_with('\'') => {
                    let content = self.slice(child);
                    text.push_str(&content.replace("\\'", "'").replace("\\\\", "\\"));
                }
                "string_content" | "heredoc_content" => text.push_str(self.slice(child)),
                "escape_sequence" => text.push_str(unescape(self.slice(child))),
                "heredoc_end" => {}
                _ => {
                    let span = self.lines.span(node, node);
                    match self.expr(child) {
                        Expr { kind: Kind::Text(inner), .. } => text.push_str(&inner),
                        piece => {
                            let before = std::mem::take(&mut text);
                            pieces.push(Expr::new(Kind::Text(before), span));
                            pieces.push(piece);
                        }
                    }
                }
            }
        }
        if pieces.is_empty() {
            return Kind::Text(text);
        }
        pieces.push(Expr::new(Kind::Text(text), self.lines.span(node, node)));
        Kind::Template(pieces)
    }

    fn pairs(&mut self, node: Node<'a>) -> Vec<(Expr, Expr)> {
        named_children(node)
            .into_iter()
            .filter(|child| child.kind() == "pair")
            .map(|child| self.pair(child))
            .collect()
    }

    fn pair(&mut self, node: Node<'a>) -> (Expr, Expr) {
        let key = self.boxed(node, "key");
        // `{ name: }` is `{ name: name }`.
        let value = self.field(node, "value").unwrap_or_else(|| {
            Expr::new(Kind::Name(key.text().unwrap_or_default().to_owned()), key.span)
        });
        (*key, value)
    }

    fn call(&mut self, node: Node<'a>) -> Expr {
        let receiver = self.field(node, "receiver");
        let method = node.child_by_field_name("method");
        let name = method.map_or("call", |method| self.slice(method));
        let mut call = Call {
            receiver,
            name: name.to_owned(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: None,
            called: true,
        };
        let mut end = method.unwrap_or(node);
        if let Some(arguments) = node.child_by_field_name("arguments") {
            end = arguments;
            for argument in named_children(arguments) {
                match argument.kind() {
                    "pair" => {
                        let (key, value) = self.pair(argument);
                        match key.text() {
                            Some(text) => call.options.push((text.to_owned(), value)),
                            None => call.arguments.push(Expr::new(
                                Kind::Map(vec![(key, value)]),
                                self.lines.span(argument, argument),
                            )),
                        }
                    }
                    "comment" => {}
                    _ => call.arguments.push(self.expr(argument)),
                }
            }
        }
        if let Some(block) = node.child_by_field_name("block") {
            let parameters = self.parameters(block);
            call.block = Some(Lambda { parameters, body: self.body_of(block) });
            // A short block belongs to what a reader should see; a long one does not.
            if block.end_position().row <= node.start_position().row + SHORT_BLOCK {
                end = block;
            }
        }
        let span = self.lines.span(node, end);
        Expr { kind: Kind::Call(Box::new(call)), span, means: self.word(name) }
    }

    fn parameters(&mut self, node: Node<'a>) -> Vec<String> {
        let Some(list) = node.child_by_field_name("parameters") else { return Vec::new() };
        self.parameter_list(list).into_iter().map(|(name, _)| name).collect()
    }

    fn parameter_list(&mut self, list: Node<'a>) -> Vec<(String, Option<Expr>)> {
        let mut parameters = Vec::new();
        for parameter in named_children(list) {
            let name = parameter.child_by_field_name("name").unwrap_or(parameter);
            if matches!(parameter.kind(), "comment" | "block_parameter") {
                continue;
            }
            let default = self.field(parameter, "value");
            parameters.push((self.slice(name).trim_matches(['*', '&']).to_owned(), default));
        }
        parameters
    }

    fn branch(&mut self, node: Node<'a>) -> Kind {
        let condition = self.boxed(node, "condition");
        let then = self.boxed(node, "consequence");
        let otherwise = self.boxed(node, "alternative");
        if node.kind() == "unless" {
            Kind::If(condition, otherwise, then)
        } else {
            Kind::If(condition, then, otherwise)
        }
    }

    /// `case` as a chain of comparisons.
    fn case(&mut self, node: Node<'a>) -> Kind {
        let subject = node.child_by_field_name("value");
        let mut clauses = Vec::new();
        let mut otherwise = Expr::empty(self.lines.span(node, node));
        for child in named_children(node) {
            match child.kind() {
                "when" | "in_clause" => clauses.push(child),
                "else" => otherwise = self.body(child),
                _ => {}
            }
        }
        for clause in clauses.into_iter().rev() {
            let span = self.lines.span(clause, clause);
            let pattern = clause.child_by_field_name("pattern");
            let condition = match (subject, pattern) {
                (Some(subject), Some(pattern)) => {
                    let left = Box::new(self.expr(subject));
                    let right = Box::new(match named_children(pattern).first() {
                        Some(first) => self.expr(*first),
                        None => self.other(pattern),
                    });
                    Expr::new(Kind::Binary(left, "==".to_owned(), right), span)
                }
                (None, Some(pattern)) => match named_children(pattern).first() {
                    Some(first) => self.expr(*first),
                    None => self.other(pattern),
                },
                _ => self.other(clause),
            };
            let then = self.body_of(clause);
            otherwise =
                Expr::new(Kind::If(Box::new(condition), Box::new(then), Box::new(otherwise)), span);
        }
        otherwise.kind
    }

    fn class(&mut self, node: Node<'a>) -> Kind {
        let keyword = match node.kind() {
            "class" => Keyword::Class,
            "module" => Keyword::Module,
            _ => Keyword::Singleton,
        };
        let name = node.child_by_field_name("name").or(node.child_by_field_name("value"));
        let superclass = node.child_by_field_name("superclass");
        let last = superclass.or(name).unwrap_or(node);
        let parents = superclass.map(|parent| self.expr(parent)).into_iter().collect();
        Kind::Class(Box::new(ClassBody {
            keyword,
            name: name.map_or("", |name| self.slice(name)).split_whitespace().collect(),
            head: self.lines.span(node, last),
            parents,
            options: Vec::new(),
            body: self.body_of(node),
        }))
    }

    fn def(&mut self, node: Node<'a>) -> Kind {
        let name = node.child_by_field_name("name");
        let list = node.child_by_field_name("parameters");
        let parameters = list.map(|list| self.parameter_list(list)).unwrap_or_default();
        let last = list.or(name).unwrap_or(node);
        Kind::Def(Box::new(Def {
            name: name.map_or("", |name| self.slice(name)).to_owned(),
            on_class: node.kind() == "singleton_method",
            head: self.lines.span(node, last),
            parameters,
            types: Vec::new(),
            returns: None,
            body: self.body_of(node),
        }))
    }
}

/// The named children that are code.
fn named_children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    let children = node.named_children(&mut cursor);
    children.filter(|child| child.kind() != "comment").collect()
}

/// The bodies of here-documents stand after the line that begins them, in the same order.
fn heredocs(root: Node<'_>) -> HashMap<usize, Node<'_>> {
    let (mut beginnings, mut bodies) = (Vec::new(), Vec::new());
    let mut cursor = root.walk();
    loop {
        let node = cursor.node();
        match node.kind() {
            "heredoc_beginning" => beginnings.push(node.start_byte()),
            "heredoc_body" => bodies.push(node),
            _ => {}
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                beginnings.sort_unstable();
                bodies.sort_unstable_by_key(Node::start_byte);
                return beginnings.into_iter().zip(bodies).collect();
            }
        }
    }
}

fn unescape(sequence: &str) -> &str {
    match sequence {
        "\\n" => "\n",
        "\\t" => "\t",
        other => other.strip_prefix('\\').unwrap_or(other),
    }
}
