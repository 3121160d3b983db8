//! Tokens into blocks; a line that makes no sense is left out and told.

use super::{
    Argument, Attribute, Block, BlockKind, Field, Schema, Value,
    token::{Token, tokens},
};
use crate::source::Span;

/// How deeply values may be nested.
const MAX_DEPTH: u32 = 32;

/// How many mistakes of one file are told.
const MAX_MISTAKES: usize = 5;

/// Reads a file of a schema.
pub fn schema(text: &str) -> Schema {
    let mut parser = Parser { tokens: tokens(text), at: 0, schema: Schema::default() };
    while parser.at < parser.tokens.len() {
        parser.block();
    }
    parser.schema
}

struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    schema: Schema,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn span(&self) -> Span {
        self.tokens
            .get(self.at)
            .or(self.tokens.last())
            .map_or_else(Span::default, |(_, span)| *span)
    }

    /// From the start of one span to the end of what was read last.
    fn since(&self, start: Span) -> Span {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let end = last.map_or(start, |(_, span)| *span);
        Span { end: end.end, end_line: end.end_line, end_column: end.end_column, ..start }
    }

    fn takes(&mut self, token: &Token) -> bool {
        let takes = self.peek() == Some(token);
        self.at += usize::from(takes);
        takes
    }

    fn mark(&mut self, mark: char) -> bool {
        self.takes(&Token::Mark(mark))
    }

    fn word(&mut self) -> Option<String> {
        let Some(Token::Word(word)) = self.peek() else { return None };
        let word = word.clone();
        self.at += 1;
        Some(word)
    }

    fn newlines(&mut self) {
        while self.takes(&Token::Newline) {}
    }

    /// `model User { … }`; blocks that define nothing, such as `datasource`, are passed over.
    fn block(&mut self) {
        self.newlines();
        let start = self.span();
        let Some(keyword) = self.word() else {
            if self.peek().is_some() {
                self.mistake();
                self.mark('}');
            }
            return;
        };
        let name = self.word();
        let span = self.since(start);
        self.newlines();
        if !self.mark('{') {
            self.at = self.at.saturating_sub(1);
            return self.mistake();
        }
        let kind = match keyword.as_str() {
            "model" => BlockKind::Model,
            "view" => BlockKind::View,
            "type" => BlockKind::Composite,
            "enum" => BlockKind::Enum,
            _ => return self.pass('{', '}'),
        };
        let Some(name) = name else { return self.pass('{', '}') };
        let mut block = Block { kind, name, span, fields: Vec::new(), attributes: Vec::new() };
        loop {
            self.newlines();
            match self.peek() {
                None => break,
                Some(Token::Mark('}')) => {
                    self.at += 1;
                    break;
                }
                Some(Token::BlockMark) => {
                    let start = self.span();
                    self.at += 1;
                    match self.attribute(start) {
                        Some(attribute) => block.attributes.push(attribute),
                        None => self.mistake(),
                    }
                }
                Some(_) => match self.field(kind) {
                    Some(field) => block.fields.push(field),
                    None => self.mistake(),
                },
            }
        }
        self.schema.blocks.push(block);
    }

    fn field(&mut self, kind: BlockKind) -> Option<Field> {
        let span = self.span();
        let mut field = Field {
            name: self.word()?,
            span,
            type_name: String::new(),
            optional: false,
            list: false,
            attributes: Vec::new(),
        };
        if kind != BlockKind::Enum {
            field.type_name = self.word()?;
            if self.mark('(') {
                self.pass('(', ')');
            }
            if self.mark('[') {
                field.list = self.mark(']');
            }
            field.optional = self.mark('?');
        }
        loop {
            let start = self.span();
            match self.peek() {
                Some(Token::Mark('@')) => {
                    self.at += 1;
                    field.attributes.push(self.attribute(start)?);
                }
                None | Some(Token::Newline | Token::Mark('}')) => return Some(field),
                Some(_) => return None,
            }
        }
    }

    /// The name and the arguments after `@` or `@@`.
    fn attribute(&mut self, start: Span) -> Option<Attribute> {
        let name = self.path()?;
        let arguments = match self.mark('(') {
            true => self.arguments(0)?,
            false => Vec::new(),
        };
        Some(Attribute { name, span: self.since(start), arguments })
    }

    fn path(&mut self) -> Option<String> {
        let mut path = self.word()?;
        while self.mark('.') {
            path.push('.');
            path.push_str(&self.word()?);
        }
        Some(path)
    }

    /// What follows `(` up to `)`.
    fn arguments(&mut self, depth: u32) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        loop {
            self.newlines();
            if self.mark(')') {
                return Some(arguments);
            }
            let named = matches!(self.tokens.get(self.at + 1), Some((Token::Mark(':'), _)));
            let name = match named {
                true => {
                    let name = self.word()?;
                    self.at += 1;
                    self.newlines();
                    Some(name)
                }
                false => None,
            };
            arguments.push(Argument { name, value: self.value(depth)? });
            self.newlines();
            if !self.mark(',') && self.peek() != Some(&Token::Mark(')')) {
                return None;
            }
        }
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        let deep = depth >= MAX_DEPTH;
        let token = self.peek()?.clone();
        match token {
            Token::Text(text) => {
                self.at += 1;
                Some(Value::Text(text))
            }
            Token::Number(number) => {
                self.at += 1;
                Some(Value::Number(number))
            }
            Token::Word(_) => {
                let name = self.path()?;
                match self.mark('(') {
                    true if deep => {
                        self.pass('(', ')');
                        Some(Value::Other)
                    }
                    true => Some(Value::Call(name, self.arguments(depth + 1)?)),
                    false => Some(Value::Name(name)),
                }
            }
            Token::Mark('[') => {
                self.at += 1;
                if deep {
                    self.pass('[', ']');
                    return Some(Value::Other);
                }
                self.list(depth + 1)
            }
            Token::Mark('{') => {
                self.at += 1;
                self.pass('{', '}');
                Some(Value::Other)
            }
            _ => None,
        }
    }

    fn list(&mut self, depth: u32) -> Option<Value> {
        let mut values = Vec::new();
        loop {
            self.newlines();
            if self.mark(']') {
                return Some(Value::List(values));
            }
            values.push(self.value(depth)?);
            self.newlines();
            if !self.mark(',') && self.peek() != Some(&Token::Mark(']')) {
                return None;
            }
        }
    }

    /// Passes over everything up to the end of a pair that is open.
    fn pass(&mut self, open: char, close: char) {
        let mut depth = 1;
        while let Some(token) = self.peek() {
            match token {
                Token::Mark(mark) if *mark == open => depth += 1,
                Token::Mark(mark) if *mark == close => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Passes over the rest of a line, or up to the end of its block.
    fn mistake(&mut self) {
        let line = self.span().line;
        if self.schema.mistakes.len() < MAX_MISTAKES {
            let why = format!("no Prisma schema at line {line}; what stands there is left out");
            self.schema.mistakes.push(why);
        }
        while !matches!(self.peek(), None | Some(Token::Newline | Token::Mark('}'))) {
            self.at += 1;
        }
    }
}
