//! Statements and definitions of Python.

use super::Reader;
use crate::{
    expr::{ClassBody, Def, Expr, Import, Keyword, Kind},
    syntax::nodes::Part,
};

impl Reader<'_> {
    pub(super) fn import(&mut self, node: Part, into: &mut Vec<Expr>) {
        let span = self.lines.span(node, node);
        let mut push = |local: &str, from: &str, name: Option<&str>| {
            let import = Import {
                local: local.to_owned(),
                from: from.split_whitespace().collect(),
                name: name.map(str::to_owned),
            };
            into.push(Expr::new(Kind::Import(Box::new(import)), span));
        };
        let source = node.child("module_name");
        let module = source.map(|module| self.slice(module));
        for child in node.children() {
            if source.is_some_and(|source| source.is(child)) {
                continue;
            }
            let (name, alias) = match child.kind() {
                "aliased_import" => (
                    child.child("name").map_or("", |name| self.slice(name)),
                    child.child("alias").map(|alias| self.slice(alias)),
                ),
                "wildcard_import" => ("*", Some("")),
                _ => (self.slice(child), None),
            };
            match module {
                Some(module) => push(alias.unwrap_or(name), module, Some(name)),
                None => match alias {
                    Some(alias) => push(alias, name, None),
                    // `import a.b` binds `a`.
                    None => {
                        let first = name.split('.').next().unwrap_or(name);
                        push(first, first, None);
                    }
                },
            }
        }
    }
    pub(super) fn assignment(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let mut target = *self.boxed(node, "left");
        if let Some(annotation) = node.child("type") {
            let annotation = self.expr(annotation);
            let means = target.means.clone();
            let typed = Kind::Typed(Box::new(target), Box::new(annotation));
            target = Expr { kind: typed, span, means };
        }
        match node.child("right") {
            Some(value) => {
                let value = self.expr(value);
                Expr::new(Kind::Assign(Box::new(target), Box::new(value)), span)
            }
            None => target,
        }
    }

    pub(super) fn parameters(&mut self, list: Part) -> Vec<(String, Option<Expr>)> {
        let mut parameters = Vec::new();
        for parameter in list.children() {
            let name = parameter.child("name").or(match parameter.kind() {
                "typed_parameter" => parameter.first(),
                "keyword_separator" | "positional_separator" => continue,
                _ => Some(parameter),
            });
            let name = name.map_or("", |name| self.slice(name)).trim_matches('*');
            let default = parameter.child("value").map(|value| self.expr(value));
            parameters.push((name.to_owned(), default));
        }
        parameters
    }

    /// The parameters that say their types.
    fn types(&mut self, list: Part) -> Vec<(String, Expr)> {
        let mut types = Vec::new();
        for parameter in list.children() {
            let name = parameter.child("name").or(parameter.first());
            let of = parameter.child("type");
            if let (Some(name), Some(of)) = (name, of) {
                types.push((self.slice(name).trim_matches('*').to_owned(), self.expr(of)));
            }
        }
        types
    }

    pub(super) fn branch(&mut self, node: Part) -> Kind {
        let condition = self.boxed(node, "condition");
        let then = Box::new(self.body_of(node, "consequence"));
        let alternatives: Vec<_> = node.children_under("alternative").collect();
        let mut otherwise = Expr::empty(self.lines.span(node, node));
        for alternative in alternatives.into_iter().rev() {
            otherwise = match alternative.kind() {
                "elif_clause" => {
                    let span = self.lines.span(alternative, alternative);
                    let condition = self.boxed(alternative, "condition");
                    let then = Box::new(self.body_of(alternative, "consequence"));
                    Expr::new(Kind::If(condition, then, Box::new(otherwise)), span)
                }
                _ => self.body_of(alternative, "body"),
            };
        }
        Kind::If(condition, then, Box::new(otherwise))
    }

    /// `with a as b:` binds `b` and runs its body.
    pub(super) fn with(&mut self, node: Part) -> Kind {
        let mut statements = Vec::new();
        for clause in node.children().filter(|child| child.kind() == "with_clause") {
            for item in clause.children() {
                let Some(value) = item.child("value") else { continue };
                let span = self.lines.span(item, item);
                let parts: Vec<_> = value.children().collect();
                match (value.kind(), parts.as_slice()) {
                    ("as_pattern", [value, name]) => {
                        let name = Box::new(self.expr(*name));
                        let value = Box::new(self.expr(*value));
                        statements.push(Expr::new(Kind::Assign(name, value), span));
                    }
                    _ => statements.push(self.expr(value)),
                }
            }
        }
        statements.extend(self.body_of(node, "body").into_statements());
        Kind::Sequence(statements)
    }

    pub(super) fn attempt(&mut self, node: Part) -> Kind {
        let mut body = self.body_of(node, "body");
        let mut handlers = Vec::new();
        let mut after = Vec::new();
        for child in node.children() {
            match child.kind() {
                "except_clause" | "except_group_clause" => {
                    let block = child.children().find(|child| child.kind() == "block");
                    if let Some(block) = block {
                        handlers.push(self.body(block));
                    }
                }
                // Runs where nothing failed.
                "else_clause" => {
                    let (inner, span) = (self.body_of(child, "body"), body.span);
                    let mut statements = body.into_statements();
                    statements.extend(inner.into_statements());
                    body = Expr::new(Kind::Sequence(statements), span);
                }
                "finally_clause" => after.push(self.expr(child)),
                _ => {}
            }
        }
        let attempt = Kind::Try(Box::new(body), handlers);
        if after.is_empty() {
            return attempt;
        }
        after.insert(0, Expr::new(attempt, self.lines.span(node, node)));
        Kind::Sequence(after)
    }

    /// The cases of a `match` as a chain of conditions that are not read.
    pub(super) fn cases(&mut self, node: Part) -> Kind {
        let mut otherwise = Expr::empty(self.lines.span(node, node));
        let body = node.child("body").into_iter().flat_map(Part::children);
        let cases: Vec<_> = body.collect();
        for case in cases.into_iter().rev().filter(|child| child.kind() == "case_clause") {
            let span = self.lines.span(case, case);
            let pattern = case.first();
            let condition = Box::new(pattern.map_or(Expr::empty(span), |p| self.other(p)));
            let then = Box::new(self.body_of(case, "consequence"));
            otherwise = Expr::new(Kind::If(condition, then, Box::new(otherwise)), span);
        }
        otherwise.kind
    }

    pub(super) fn class(&mut self, node: Part) -> Kind {
        let name = node.child("name");
        let list = node.child("superclasses");
        let (mut parents, mut options) = (Vec::new(), Vec::new());
        if let Some(list) = list {
            self.arguments(list, &mut parents, &mut options);
        }
        Kind::Class(Box::new(ClassBody {
            keyword: Keyword::Class,
            name: name.map_or("", |name| self.slice(name)).to_owned(),
            head: self.lines.span(node, list.or(name).unwrap_or(node)),
            parents,
            options,
            body: self.body_of(node, "body"),
        }))
    }

    pub(super) fn def(&mut self, node: Part) -> Kind {
        let name = node.child("name");
        let list = node.child("parameters");
        let parameters = list.map(|list| self.parameters(list)).unwrap_or_default();
        let types = list.map(|list| self.types(list)).unwrap_or_default();
        let returns = node.child("return_type").map(|of| self.expr(of));
        Kind::Def(Box::new(Def {
            name: name.map_or("", |name| self.slice(name)).to_owned(),
            on_class: false,
            head: self.lines.span(node, list.or(name).unwrap_or(node)),
            parameters,
            types,
            returns,
            body: self.body_of(node, "body"),
        }))
    }
}
