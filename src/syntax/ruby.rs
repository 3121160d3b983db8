//! Ruby trees into [`Expr`].

mod kinds;

use std::collections::HashMap;

use thin_vec::ThinVec;

use self::kinds::{Fields, GRAMMAR, Grammar, NodeKind};
use super::{Lines, MAX_DEPTH, nodes::Part};
use crate::{
    expr::{Call, ClassBody, Def, Expr, Keyword, Kind, Lambda, Word},
    query::Words,
    source::Span,
};

/// How many lines after its first a block may have to be shown with its call.
const SHORT_BLOCK: u32 = 4;

/// Lowers one file.
pub(super) struct Reader<'n> {
    text: &'n str,
    lines: Lines<'n>,
    words: &'n Words,
    grammar: &'static Grammar,
    fields: &'static Fields,
    /// Bodies of here-documents by the byte where their beginning stands.
    heredocs: HashMap<usize, Part<'n>>,
    depth: u32,
    /// Whether something lay too deep.
    cut: bool,
}

/// Lowers a file's tree, and says whether something in it lay too deep.
pub(super) fn program(text: &str, root: Part, words: &Words) -> (Expr, bool) {
    let mut reader = Reader {
        text,
        lines: Lines::new(text),
        words,
        grammar: &GRAMMAR,
        fields: &GRAMMAR.fields,
        heredocs: HashMap::new(),
        depth: 0,
        cut: false,
    };
    if text.contains("<<") {
        reader.heredocs = reader.heredocs(root);
    }
    let program = reader.body(root);
    (program, reader.cut)
}

impl<'n> Reader<'n> {
    fn slice(&self, part: Part) -> &'n str {
        self.text.get(part.bytes()).unwrap_or_default()
    }

    fn kind(&self, part: Part) -> NodeKind {
        self.grammar.kind(part.kind_id())
    }

    fn span(&self, first: Part, last: Part) -> Span {
        self.lines.span(first, last)
    }

    fn empty(&self, part: Part) -> Expr {
        Expr::empty(self.span(part, part))
    }

    fn word(&self, word: &str) -> ThinVec<&'static Word> {
        self.words.get(word)
    }

    fn other(&self, node: Part) -> Expr {
        let text = self.slice(node);
        let end = text.char_indices().nth(80).map_or(text.len(), |(end, _)| end);
        let shown = text.get(..end).unwrap_or_default().to_owned();
        Expr::new(Kind::Other(shown), self.span(node, node))
    }

    fn field(&mut self, node: Part<'n>, field: u16) -> Option<Expr> {
        node.field(field).map(|child| self.expr(child))
    }

    fn boxed(&mut self, node: Part<'n>, field: u16) -> Box<Expr> {
        let empty = self.empty(node);
        Box::new(self.field(node, field).unwrap_or(empty))
    }

    fn all(&mut self, node: Part<'n>) -> Vec<Expr> {
        let mut all = Vec::with_capacity(node.children().count());
        for child in node.children() {
            all.push(self.expr(child));
        }
        all
    }

    fn body(&mut self, node: Part<'n>) -> Expr {
        Expr::new(Kind::Sequence(self.statements(node)), self.span(node, node))
    }

    /// The statements of a body. Handlers of exceptions come after what they guard.
    fn statements(&mut self, node: Part<'n>) -> Vec<Expr> {
        // Lists are kept as long as the facts are: none is larger than it must be.
        let mut statements = Vec::with_capacity(node.children().count());
        for child in node.children() {
            match self.kind(child) {
                NodeKind::Rescue => {
                    if let Some(body) = child.field(self.fields.body) {
                        let handler = self.body(body);
                        statements.push(Expr::new(
                            Kind::If(
                                Box::new(self.other(child)),
                                Box::new(handler),
                                Box::new(self.empty(child)),
                            ),
                            self.span(child, child),
                        ));
                    }
                }
                // What stands between mistakes is read as far as it is code.
                NodeKind::Ensure
                | NodeKind::Else
                | NodeKind::Then
                | NodeKind::Begin
                | NodeKind::Error => {
                    statements.extend(self.statements(child));
                }
                NodeKind::HeredocBody | NodeKind::EmptyStatement | NodeKind::Uninterpreted => {}
                _ => statements.push(self.expr(child)),
            }
        }
        statements
    }

    fn body_of(&mut self, node: Part<'n>) -> Expr {
        match node.field(self.fields.body) {
            Some(body) => match self.kind(body) {
                NodeKind::BodyStatement | NodeKind::BlockBody | NodeKind::Do => self.body(body),
                _ => self.expr(body),
            },
            None => self.empty(node),
        }
    }

    fn expr(&mut self, node: Part<'n>) -> Expr {
        if self.depth >= MAX_DEPTH {
            self.cut = true;
            return self.other(node);
        }
        self.depth += 1;
        let expr = self.shape(node);
        self.depth -= 1;
        expr
    }

    fn shape(&mut self, node: Part<'n>) -> Expr {
        let span = self.span(node, node);
        let mut means = ThinVec::new();
        let of = self.kind(node);
        let kind = match of {
            NodeKind::Nil => Kind::Null,
            NodeKind::True => Kind::Bool(true),
            NodeKind::False => Kind::Bool(false),
            NodeKind::Number => Kind::Number(self.slice(node).replace('_', "")),
            NodeKind::Variable => Kind::Name(self.slice(node).to_owned()),
            NodeKind::Identifier => {
                let name = self.slice(node);
                means = self.word(name);
                Kind::Name(unspaced(name))
            }
            NodeKind::SimpleSymbol => {
                let name = self.slice(node).trim_start_matches(':');
                // `send(:default_scope)`, `%i[deleted_at]`: a symbol can name a method.
                means = self.word(name);
                Kind::Symbol(name.to_owned())
            }
            NodeKind::PlainSymbol => Kind::Symbol(self.slice(node).to_owned()),
            NodeKind::DelimitedSymbol => match self.pieces(node) {
                Kind::Text(text) => Kind::Symbol(text),
                other => other,
            },
            NodeKind::String => self.pieces(node),
            NodeKind::HeredocBeginning => match self.heredocs.get(&node.bytes().start).copied() {
                Some(body) => self.pieces(body),
                None => Kind::Other(self.slice(node).to_owned()),
            },
            NodeKind::Array => Kind::List(self.all(node)),
            NodeKind::Hash => Kind::Map(self.pairs(node)),
            NodeKind::Range => Kind::Range(
                self.field(node, self.fields.begin).map(Box::new),
                self.field(node, self.fields.end).map(Box::new),
            ),
            NodeKind::Call => {
                let call = self.call(node);
                return match call {
                    // `lambda { … }` and `proc { … }` are what `-> { … }` is.
                    Expr { kind: Kind::Call(inner), span, means }
                        if inner.receiver.is_none()
                            && matches!(inner.name.as_str(), "lambda" | "proc") =>
                    {
                        match inner.block {
                            Some(block) => Expr { kind: Kind::Lambda(block), span, means },
                            None => Expr { kind: Kind::Call(inner), span, means },
                        }
                    }
                    other => other,
                };
            }
            NodeKind::Yield => {
                let list = node.children().next();
                Kind::Call(Box::new(Call {
                    receiver: None,
                    name: "yield".to_owned(),
                    arguments: list.map(|list| self.all(list)).unwrap_or_default(),
                    options: Vec::new(),
                    block: None,
                    called: true,
                }))
            }
            NodeKind::ElementReference => {
                let object = self.boxed(node, self.fields.object);
                let of = node.field(self.fields.object);
                let at = node
                    .children()
                    .filter(|child| !of.is_some_and(|of| of.is(*child)))
                    .map(|child| self.expr(child))
                    .collect();
                Kind::Index(object, at)
            }
            NodeKind::Unary => {
                let operator = node.field(self.fields.operator).map(|op| self.slice(op));
                match operator {
                    Some("!" | "not") => Kind::Not(self.boxed(node, self.fields.operand)),
                    Some("-") => {
                        match self.field(node, self.fields.operand).map(|operand| operand.kind) {
                            Some(Kind::Number(number)) => Kind::Number(format!("-{number}")),
                            _ => return self.other(node),
                        }
                    }
                    _ => return self.other(node),
                }
            }
            NodeKind::Binary => {
                let operator = node.field(self.fields.operator).map_or("", |op| self.slice(op));
                let operator = match operator {
                    "and" => "&&",
                    "or" => "||",
                    other => other,
                };
                let left = self.boxed(node, self.fields.left);
                Kind::Binary(left, operator.to_owned(), self.boxed(node, self.fields.right))
            }
            NodeKind::Branch | NodeKind::Unless => self.branch(node),
            NodeKind::IfModifier | NodeKind::UnlessModifier => {
                let condition = self.boxed(node, self.fields.condition);
                let body = self.boxed(node, self.fields.body);
                let empty = Box::new(Expr::empty(span));
                if of == NodeKind::IfModifier {
                    Kind::If(condition, body, empty)
                } else {
                    Kind::If(condition, empty, body)
                }
            }
            NodeKind::Case => self.case(node),
            NodeKind::Parentheses => {
                let mut inner = self.all(node);
                if inner.len() == 1 {
                    return inner.remove(0);
                }
                Kind::Sequence(inner)
            }
            NodeKind::Interpolation => {
                let mut children = node.children();
                return match (children.next(), children.next()) {
                    (Some(only), None) => self.expr(only),
                    _ => self.body(node),
                };
            }
            NodeKind::Then
            | NodeKind::Else
            | NodeKind::Begin
            | NodeKind::BeginBlock
            | NodeKind::Do
            | NodeKind::Ensure => return self.body(node),
            NodeKind::Loop => return self.body_of(node),
            NodeKind::For => {
                let mut pattern = Vec::new();
                if let Some(name) = node.field(self.fields.pattern) {
                    pattern.push(self.slice(name).to_owned());
                }
                let list = node
                    .field(self.fields.value)
                    .and_then(|value| value.children().next())
                    .map(|list| self.expr(list));
                let block = Lambda { parameters: pattern, body: self.body_of(node) };
                Kind::Call(Box::new(Call {
                    receiver: list,
                    name: "each".to_owned(),
                    arguments: Vec::new(),
                    options: Vec::new(),
                    block: Some(Box::new(block)),
                    called: true,
                }))
            }
            NodeKind::Lambda => {
                let parameters = self.parameters(node);
                let body = node.field(self.fields.body);
                let body = match body {
                    Some(block) => self.body_of(block),
                    None => Expr::empty(span),
                };
                Kind::Lambda(Box::new(Lambda { parameters, body }))
            }
            NodeKind::Assignment => {
                let left = self.boxed(node, self.fields.left);
                Kind::Assign(left, self.boxed(node, self.fields.right))
            }
            NodeKind::Exit => {
                let value = node
                    .children()
                    .next()
                    .and_then(|list| list.children().next())
                    .map(|value| Box::new(self.expr(value)));
                Kind::Exit(value)
            }
            NodeKind::Splat => match node.children().next() {
                Some(inner) => Kind::Splat(Box::new(self.expr(inner))),
                None => return self.other(node),
            },
            NodeKind::Pair => Kind::Map(vec![self.pair(node)]),
            NodeKind::Class | NodeKind::Module | NodeKind::SingletonClass => self.class(node),
            NodeKind::Method | NodeKind::SingletonMethod => {
                means = self.word(node.field(self.fields.name).map_or("", |n| self.slice(n)));
                self.def(node)
            }
            NodeKind::Setter => Kind::Name(self.slice(node).trim_end_matches('=').to_owned()),
            NodeKind::Superclass => match node.children().next() {
                Some(parent) => return self.expr(parent),
                None => return self.other(node),
            },
            _ => return self.other(node),
        };
        Expr { kind, span, means }
    }

    /// The bodies of here-documents stand after the line that begins them, in the same order.
    fn heredocs(&self, root: Part<'n>) -> HashMap<usize, Part<'n>> {
        let of = |kind| root.onwards().filter(move |part| self.kind(*part) == kind);
        let beginnings = of(NodeKind::HeredocBeginning).map(|part| part.bytes().start);
        beginnings.zip(of(NodeKind::HeredocBody)).collect()
    }

    /// The pieces of a string, joined where nothing is interpolated.
    fn pieces(&mut self, node: Part<'n>) -> Kind {
        let mut text = String::new();
        let mut pieces = Vec::new();
        for child in node.children() {
            match self.kind(child) {
                // Between single quotes these two escapes are content to the grammar.
                NodeKind::StringContent if self.slice(node).starts_with('\'') => {
                    let content = self.slice(child);
                    text.push_str(&content.replace("\\'", "'").replace("\\\\", "\\"));
                }
                NodeKind::StringContent | NodeKind::HeredocContent => {
                    text.push_str(self.slice(child))
                }
                NodeKind::EscapeSequence => text.push_str(unescape(self.slice(child))),
                NodeKind::HeredocEnd => {}
                _ => {
                    let span = self.span(node, node);
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
        pieces.push(Expr::new(Kind::Text(text), self.span(node, node)));
        Kind::Template(pieces)
    }

    fn pairs(&mut self, node: Part<'n>) -> Vec<(Expr, Expr)> {
        let mut pairs = Vec::new();
        for child in node.children() {
            if self.kind(child) == NodeKind::Pair {
                pairs.push(self.pair(child));
            }
        }
        pairs
    }

    fn pair(&mut self, node: Part<'n>) -> (Expr, Expr) {
        let key = self.boxed(node, self.fields.key);
        // `{ name: }` is `{ name: name }`.
        let value = self.field(node, self.fields.value).unwrap_or_else(|| {
            Expr::new(Kind::Name(key.text().unwrap_or_default().to_owned()), key.span)
        });
        (*key, value)
    }

    fn call(&mut self, node: Part<'n>) -> Expr {
        let receiver = self.field(node, self.fields.receiver);
        let method = node.field(self.fields.method);
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
        if let Some(arguments) = node.field(self.fields.arguments) {
            end = arguments;
            let pairs = arguments.children().filter(|part| self.kind(*part) == NodeKind::Pair);
            let pairs = pairs.count();
            call.options.reserve_exact(pairs);
            call.arguments.reserve_exact(arguments.children().count() - pairs);
            for argument in arguments.children() {
                match self.kind(argument) {
                    NodeKind::Pair => {
                        let (key, value) = self.pair(argument);
                        match key.text() {
                            Some(text) => call.options.push((text.to_owned(), value)),
                            None => call.arguments.push(Expr::new(
                                Kind::Map(vec![(key, value)]),
                                self.span(argument, argument),
                            )),
                        }
                    }
                    _ => call.arguments.push(self.expr(argument)),
                }
            }
        }
        if let Some(block) = node.field(self.fields.block) {
            let parameters = self.parameters(block);
            call.block = Some(Box::new(Lambda { parameters, body: self.body_of(block) }));
            // A short block belongs to what a reader should see; a long one does not.
            if block.end().0 <= node.start().0 + SHORT_BLOCK {
                end = block;
            }
        }
        let span = self.span(node, end);
        Expr { kind: Kind::Call(Box::new(call)), span, means: self.word(name) }
    }

    fn parameters(&mut self, node: Part<'n>) -> Vec<String> {
        let Some(list) = node.field(self.fields.parameters) else { return Vec::new() };
        self.parameter_list(list).into_iter().map(|(name, _)| name).collect()
    }

    fn parameter_list(&mut self, list: Part<'n>) -> Vec<(String, Option<Expr>)> {
        let mut parameters = Vec::with_capacity(list.children().count());
        for parameter in list.children() {
            let name = parameter.field(self.fields.name).unwrap_or(parameter);
            if self.kind(parameter) == NodeKind::BlockParameter {
                continue;
            }
            let default = self.field(parameter, self.fields.value);
            parameters.push((self.slice(name).trim_matches(['*', '&']).to_owned(), default));
        }
        parameters
    }

    fn branch(&mut self, node: Part<'n>) -> Kind {
        let condition = self.boxed(node, self.fields.condition);
        let then = self.boxed(node, self.fields.consequence);
        let otherwise = self.boxed(node, self.fields.alternative);
        if self.kind(node) == NodeKind::Unless {
            Kind::If(condition, otherwise, then)
        } else {
            Kind::If(condition, then, otherwise)
        }
    }

    /// `case` as a chain of comparisons.
    fn case(&mut self, node: Part<'n>) -> Kind {
        let subject = node.field(self.fields.value);
        let mut clauses = Vec::new();
        let mut otherwise = self.empty(node);
        for child in node.children() {
            match self.kind(child) {
                NodeKind::When => clauses.push(child),
                NodeKind::Else => otherwise = self.body(child),
                _ => {}
            }
        }
        for clause in clauses.into_iter().rev() {
            let span = self.span(clause, clause);
            let pattern = clause.field(self.fields.pattern);
            let condition = match (subject, pattern) {
                (Some(subject), Some(pattern)) => {
                    let left = Box::new(self.expr(subject));
                    let right = Box::new(match pattern.children().next() {
                        Some(first) => self.expr(first),
                        None => self.other(pattern),
                    });
                    Expr::new(Kind::Binary(left, "==".to_owned(), right), span)
                }
                (None, Some(pattern)) => match pattern.children().next() {
                    Some(first) => self.expr(first),
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

    fn class(&mut self, node: Part<'n>) -> Kind {
        let keyword = match self.kind(node) {
            NodeKind::Class => Keyword::Class,
            NodeKind::Module => Keyword::Module,
            _ => Keyword::Singleton,
        };
        let name = node.field(self.fields.name).or(node.field(self.fields.value));
        let superclass = node.field(self.fields.superclass);
        let last = superclass.or(name).unwrap_or(node);
        let parents = superclass.map(|parent| self.expr(parent)).into_iter().collect();
        Kind::Class(Box::new(ClassBody {
            keyword,
            name: unspaced(name.map_or("", |name| self.slice(name))),
            head: self.span(node, last),
            parents,
            options: Vec::new(),
            body: self.body_of(node),
        }))
    }

    fn def(&mut self, node: Part<'n>) -> Kind {
        let name = node.field(self.fields.name);
        let list = node.field(self.fields.parameters);
        let parameters = list.map(|list| self.parameter_list(list)).unwrap_or_default();
        let last = list.or(name).unwrap_or(node);
        Kind::Def(Box::new(Def {
            name: name.map_or("", |name| self.slice(name)).to_owned(),
            on_class: self.kind(node) == NodeKind::SingletonMethod,
            head: self.span(node, last),
            parameters,
            types: Vec::new(),
            returns: None,
            body: self.body_of(node),
        }))
    }
}

/// A constant's path may be written with spaces between its parts.
fn unspaced(name: &str) -> String {
    match name.contains(char::is_whitespace) {
        true => name.split_whitespace().collect(),
        false => name.to_owned(),
    }
}

fn unescape(sequence: &str) -> &str {
    match sequence {
        "\\n" => "\n",
        "\\t" => "\t",
        other => other.strip_prefix('\\').unwrap_or(other),
    }
}
