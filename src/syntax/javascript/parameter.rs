//! Parameters as the statements that give them their types and take them apart.

use super::{Reader, definition::is_optional};
use crate::{
    expr::{Expr, Kind},
    syntax::nodes::Part,
};

impl Reader<'_> {
    /// One name for each parameter, and what the body begins with: `(user: User, { id }: Row)` as
    /// `user` and `1`, with `user: User` and `{ id }: Row = 1`. A pattern is called by its position,
    /// as no code can call it.
    pub(super) fn bound<'n>(
        &mut self,
        parameters: impl IntoIterator<Item = Part<'n>>,
    ) -> (Vec<String>, Vec<Expr>) {
        let (mut names, mut statements) = (Vec::new(), Vec::new());
        for (at, parameter) in parameters.into_iter().enumerate() {
            let mut pattern = parameter.child("pattern").unwrap_or(parameter);
            let mut value = parameter.child("value");
            if pattern.kind() == "assignment_pattern" {
                value = pattern.child("right");
                pattern = pattern.child("left").unwrap_or(pattern);
            }
            let span = self.lines.span(pattern, pattern);
            let written = parameter.child("type");
            let is_name = matches!(pattern.kind(), "identifier" | "this");
            let name = match is_name {
                true => self.slice(pattern).to_owned(),
                false => at.to_string(),
            };
            if is_name {
                let mut target = self.name_of(pattern);
                if let Some(written) = written {
                    target = self.typed(target, written, is_optional(parameter));
                }
                match value {
                    Some(value) => {
                        let value = Box::new(self.expr(value));
                        let assign = Kind::Assign(Box::new(target), value);
                        statements.push(Expr::new(assign, self.lines.span(parameter, parameter)));
                    }
                    None => statements.push(target),
                }
            } else {
                let mut target = self.expr(pattern);
                if let Some(written) = written {
                    target = self.typed(target, written, false);
                }
                let given = Box::new(Expr::new(Kind::Name(name.clone()), span));
                statements.push(Expr::new(Kind::Assign(Box::new(target), given), span));
                statements.extend(value.map(|value| self.expr(value)));
            }
            names.push(name);
        }
        (names, statements)
    }
}

/// A body with statements before it.
pub(super) fn after(statements: Vec<Expr>, body: Expr) -> Expr {
    if statements.is_empty() {
        return body;
    }
    let span = body.span;
    let mut all = statements;
    all.extend(body.into_statements());
    Expr::new(Kind::Sequence(all), span)
}
