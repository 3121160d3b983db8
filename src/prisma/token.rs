//! The words, texts and marks of a schema, with where they stand.

use crate::source::Span;

/// A piece of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or a keyword.
    Word(String),
    /// A number as it is written.
    Number(String),
    /// What stands between quotes.
    Text(String),
    /// One character of punctuation.
    Mark(char),
    /// `@@`
    BlockMark,
    /// The end of a line.
    Newline,
}

/// Takes a schema apart. Comments are left out.
pub(super) fn tokens(text: &str) -> Vec<(Token, Span)> {
    let mut reader = Reader { text, at: 0, line: 1, column: 1 };
    let mut found = Vec::new();
    while let Some((start, token)) = reader.next() {
        if let Some(token) = token {
            let span = Span {
                end: offset(reader.at),
                end_line: reader.line,
                end_column: reader.column,
                ..start
            };
            found.push((token, span));
        }
    }
    found
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl Reader<'_> {
    /// Where the next piece starts, and what it is; white space and comments are nothing.
    fn next(&mut self) -> Option<(Span, Option<Token>)> {
        let start = Span {
            start: offset(self.at),
            line: self.line,
            column: self.column,
            ..Span::default()
        };
        let token = match self.bump()? {
            '\n' => Some(Token::Newline),
            c if c.is_whitespace() || c == '\u{feff}' => None,
            '/' if self.peek() == Some('/') => {
                self.take(|c| c != '\n');
                None
            }
            '/' if self.peek() == Some('*') => {
                self.block_comment();
                None
            }
            '"' => Some(Token::Text(self.quoted())),
            '@' if self.peek() == Some('@') => {
                self.bump();
                Some(Token::BlockMark)
            }
            c if c.is_ascii_digit() || c == '-' => {
                let rest = self.take(|c| c.is_ascii_digit() || c == '.');
                Some(Token::Number(format!("{c}{rest}")))
            }
            c if c.is_alphabetic() || c == '_' => {
                let rest = self.take(|c| c.is_alphanumeric() || c == '_' || c == '-');
                Some(Token::Word(format!("{c}{rest}")))
            }
            c => Some(Token::Mark(c)),
        };
        Some((start, token))
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        match c {
            '\n' => {
                self.line += 1;
                self.column = 1;
            }
            _ => self.column += 1,
        }
        Some(c)
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(c) = self.peek().filter(|c| belongs(*c)) {
            taken.push(c);
            self.bump();
        }
        taken
    }

    fn block_comment(&mut self) {
        self.bump();
        while let Some(c) = self.bump() {
            if c == '*' && self.peek() == Some('/') {
                self.bump();
                return;
            }
        }
    }

    /// The rest of a quoted text, which ends with its line at the latest.
    fn quoted(&mut self) -> String {
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| *c != '\n') {
            self.bump();
            match c {
                '"' => break,
                '\\' => match self.peek() {
                    Some('n') => {
                        self.bump();
                        text.push('\n');
                    }
                    Some('t') => {
                        self.bump();
                        text.push('\t');
                    }
                    Some(escaped @ ('"' | '\\')) => {
                        self.bump();
                        text.push(escaped);
                    }
                    _ => text.push('\\'),
                },
                c => text.push(c),
            }
        }
        text
    }
}
