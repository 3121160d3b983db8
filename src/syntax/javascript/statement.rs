//! Statements.

use super::{MAX_DEPTH, Reader, attribute, calling, is_short_path, parameter::after};
use crate::{
    expr::{Call, Expr, Kind, Lambda},
    syntax::nodes::Part,
};

impl Reader<'_> {
    /// Adds what a statement says: one statement, none, or several.
    pub(super) fn statement(&mut self, node: Part, into: &mut Vec<Expr>) {
        if self.depth >= MAX_DEPTH {
            self.cut = true;
            return;
        }
        self.depth += 1;
        self.stated(node, into);
        self.depth -= 1;
    }

    fn stated(&mut self, node: Part, into: &mut Vec<Expr>) {
        let span = self.lines.span(node, node);
        let kind = match node.kind() {
            "import_statement" => return self.import(node, into),
            "import_alias" => return self.alias(node, into),
            "export_statement" => return self.export(node, into),
            "lexical_declaration" | "variable_declaration" | "using_declaration" => {
                for declarator in node.children() {
                    self.declared(declarator, into);
                }
                return;
            }
            "function_declaration" | "generator_function_declaration" => {
                into.push(self.function(node, None));
                return;
            }
            "class_declaration" | "abstract_class_declaration" => {
                into.push(self.class_statement(node, None, Vec::new()));
                return;
            }
            "enum_declaration" => return self.enumeration(node, into),
            "interface_declaration" | "type_alias_declaration" if self.types => {
                into.push(self.type_declaration(node));
                return;
            }
            // Types alone, and what only tells of other code.
            "empty_statement"
            | "debugger_statement"
            | "interface_declaration"
            | "type_alias_declaration"
            | "function_signature"
            | "ambient_declaration"
            | "hash_bang_line" => return,
            // What stands between mistakes is read as far as it is code.
            "ERROR" | "statement_block" | "internal_module" | "module" => {
                let body = node.child("body").unwrap_or(node);
                let body = self.body(body);
                into.extend(body.statements().iter().cloned());
                return;
            }
            "expression_statement" => {
                if let Some(inner) = node.first() {
                    match inner.kind() {
                        "internal_module" | "assignment_expression" => self.statement(inner, into),
                        _ => into.push(self.expr(inner)),
                    }
                }
                return;
            }
            "assignment_expression" => return self.assign(node, into),
            "if_statement" => {
                let otherwise = self.body_of(node, "alternative");
                Kind::If(
                    self.boxed(node, "condition"),
                    Box::new(self.body_of(node, "consequence")),
                    Box::new(otherwise),
                )
            }
            "for_in_statement" => self.each(node),
            "for_statement" => {
                let mut statements = Vec::new();
                if let Some(start) = node.child("initializer") {
                    self.statement(start, &mut statements);
                }
                statements.push(self.body_of(node, "body"));
                Kind::Sequence(statements)
            }
            "while_statement" | "do_statement" | "labeled_statement" | "with_statement" => {
                into.push(self.body_of(node, "body"));
                return;
            }
            "switch_statement" => self.cases(node),
            "try_statement" => self.attempt(node),
            "return_statement" => {
                let value = node.first().map(|value| Box::new(self.expr(value)));
                Kind::Exit(value)
            }
            "break_statement" | "continue_statement" => Kind::Exit(None),
            "throw_statement" => calling(None, "raise", self.all(node)),
            _ => {
                into.push(self.expr(node));
                return;
            }
        };
        into.push(Expr::new(kind, span));
    }

    /// `const a = …`, `const { a, b: c } = …`
    fn declared(&mut self, node: Part, into: &mut Vec<Expr>) {
        let (Some(name), "variable_declarator") = (node.child("name"), node.kind()) else {
            return;
        };
        let span = self.lines.span(node, node);
        let Some(value) = node.child("value") else { return };
        if self.required(name, value, span, into) {
            return;
        }
        if name.kind() == "identifier" && value.kind() == "class" {
            into.push(self.class_statement(value, Some(self.slice(name)), Vec::new()));
            return;
        }
        let value = self.expr(value);
        if name.kind() == "object_pattern" && is_short_path(&value) && !self.types {
            return self.taken_apart(name, &value, into);
        }
        let mut target = self.expr(name);
        if let Some(written) = node.child("type") {
            let written = self.annotation(written);
            let means = target.means.clone();
            let typed = Kind::Typed(Box::new(target), Box::new(written));
            target = Expr { kind: typed, span: self.lines.span(name, name), means };
        }
        into.push(Expr::new(Kind::Assign(Box::new(target), Box::new(value)), span));
    }

    /// `const { a, b: c } = models` as `a = models.a` and `c = models.b`.
    fn taken_apart(&mut self, pattern: Part, value: &Expr, into: &mut Vec<Expr>) {
        for (key, target) in self.pattern_pairs(pattern) {
            let span = key.span;
            let target = match target.kind {
                Kind::Assign(target, _) => *target,
                _ => target,
            };
            let taken = match key.text() {
                Some(name) => Expr {
                    kind: attribute(Some(value.clone()), name),
                    span,
                    means: self.word(name),
                },
                // `...rest` is what the others leave.
                None => {
                    let all = Kind::Map(self.pattern_pairs(pattern));
                    let all = Box::new(Expr::new(all, span));
                    into.push(Expr::new(Kind::Assign(all, Box::new(value.clone())), span));
                    continue;
                }
            };
            into.push(Expr::new(Kind::Assign(Box::new(target), Box::new(taken)), span));
        }
    }

    /// What a pattern takes, and what it is called then.
    pub(super) fn pattern_pairs(&mut self, pattern: Part) -> Vec<(Expr, Expr)> {
        let mut pairs = Vec::new();
        for part in pattern.children() {
            match part.kind() {
                "pair_pattern" => {
                    let Some(key) = part.child("key") else { continue };
                    pairs.push((self.key(key), *self.boxed(part, "value")));
                }
                "object_assignment_pattern" => {
                    let Some(key) = part.child("left") else { continue };
                    pairs.push((self.key(key), self.expr(part)));
                }
                "rest_pattern" => {
                    let rest = self.inner(part);
                    pairs.push((self.expr(part), rest));
                }
                _ => pairs.push((self.key(part), self.expr(part))),
            }
        }
        pairs
    }

    /// `for (const x of list)` as `list.each`.
    fn each(&mut self, node: Part) -> Kind {
        let pattern = node.child("left");
        let (parameters, bound) = match pattern {
            Some(left) if self.types => self.bound([left]),
            Some(left) => (self.names(left), Vec::new()),
            None => (Vec::new(), Vec::new()),
        };
        let receiver = Some(*self.boxed(node, "right"));
        let body = self.body_of(node, "body");
        let body = after(bound, body);
        Kind::Call(Box::new(Call {
            receiver,
            name: "each".to_owned(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: Some(Box::new(Lambda { parameters, body })),
            called: true,
        }))
    }

    fn attempt(&mut self, node: Part) -> Kind {
        let body = self.body_of(node, "body");
        let handler = node.child("handler");
        let handlers = handler.map(|handler| self.body_of(handler, "body")).into_iter().collect();
        let attempt = Kind::Try(Box::new(body), handlers);
        match node.child("finalizer") {
            Some(after) => {
                let after = self.body_of(after, "body");
                Kind::Sequence(vec![Expr::new(attempt, self.lines.span(node, node)), after])
            }
            None => attempt,
        }
    }

    /// The cases of a `switch` as one comparison after the other. A case that runs into the next one
    /// has no body of its own here.
    fn cases(&mut self, node: Part) -> Kind {
        let value = node.child("value").unwrap_or(node);
        let mut compared = self.expr(value);
        if !is_short_path(&compared) {
            compared = self.other(value);
        }
        let cases = node.child("body").into_iter().flat_map(Part::children);
        let mut chain = Vec::new();
        for case in cases {
            let span = self.lines.span(case, case);
            let statements = case
                .children_under("body")
                .filter(|part| part.is_named() && part.kind() != "break_statement");
            let mut body = Vec::new();
            for statement in statements {
                self.statement(statement, &mut body);
            }
            let body = Box::new(Expr::new(Kind::Sequence(body), span));
            let condition = match case.child("value") {
                Some(test) => {
                    let test = Box::new(self.expr(test));
                    let same = Kind::Binary(Box::new(compared.clone()), "==".to_owned(), test);
                    Expr::new(same, span)
                }
                None => Expr::new(Kind::Other("default".to_owned()), span),
            };
            let nothing = Box::new(Expr::empty(span));
            chain.push(Expr::new(Kind::If(Box::new(condition), body, nothing), span));
        }
        Kind::Sequence(chain)
    }
}
