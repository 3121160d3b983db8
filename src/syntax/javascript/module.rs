//! What a module takes from others, and what it gives.
//!
//! Both systems of modules end in the same form: `export default x` assigns to `default`,
//! `module.exports = …` and `exports.x = …` stay the assignments that they are.

use super::Reader;
use crate::{
    expr::{Expr, Import, Kind},
    source::Span,
    syntax::nodes::Part,
};

impl<'a> Reader<'a> {
    /// `import x, { a as b } from './y'`, `import * as y from 'y'`, `import y = require('y')`
    pub(super) fn import(&mut self, node: Part, into: &mut Vec<Expr>) {
        let span = self.lines.span(node, node);
        for clause in node.children() {
            match clause.kind() {
                "import_require_clause" => {
                    let Some(source) = clause.child("source") else { continue };
                    let from = self.string(source);
                    let local = clause.first().map_or("", |name| self.slice(name));
                    into.push(self.imported(local, &from, None, span));
                }
                "import_clause" => {
                    let Some(source) = node.child("source") else { continue };
                    let from = self.string(source);
                    for part in clause.children() {
                        match part.kind() {
                            "identifier" => {
                                let local = self.slice(part);
                                into.push(self.imported(local, &from, Some("default"), span));
                            }
                            "namespace_import" => {
                                let local = part.first().map_or("", |it| self.slice(it));
                                into.push(self.imported(local, &from, None, span));
                            }
                            _ => {
                                for one in part.children() {
                                    let (name, local) = self.specified(one);
                                    into.push(self.imported(&local, &from, Some(&name), span));
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// `import A = B.C`
    pub(super) fn alias(&mut self, node: Part, into: &mut Vec<Expr>) {
        let parts = self.all(node);
        if let [name, value] = parts.as_slice() {
            let assign = Kind::Assign(Box::new(name.clone()), Box::new(value.clone()));
            into.push(Expr::new(assign, self.lines.span(node, node)));
        }
    }

    /// The name of `a as b` and what it is called.
    fn specified(&self, node: Part) -> (String, String) {
        let plain = |node: Part| match node.kind() {
            "string" => self.string(node),
            _ => self.slice(node).to_owned(),
        };
        let name = node.child("name").map(plain).unwrap_or_default();
        let alias = node.child("alias").map(plain);
        (name.clone(), alias.unwrap_or(name))
    }

    /// A declaration that is exported, and names that are passed on.
    pub(super) fn export(&mut self, node: Part, into: &mut Vec<Expr>) {
        let span = self.lines.span(node, node);
        let source = node.child("source").map(|source| self.string(source));
        let default = node.token("default").is_some();
        if let Some(declaration) = node.child("declaration") {
            let outside = self.decorators(node);
            match declaration.kind() {
                "class_declaration" | "abstract_class_declaration" => {
                    let unnamed = declaration.child("name").is_none();
                    let name = (default && unnamed).then_some("default");
                    into.push(self.class_statement(declaration, name, outside));
                }
                "function_declaration" | "generator_function_declaration" if default => {
                    into.push(self.function(declaration, Some("default")));
                }
                _ => self.statement(declaration, into),
            }
            if let (true, Some(name)) = (default, declaration.child("name")) {
                into.push(self.named("default", self.name_of(name), span));
            }
            return;
        }
        if let Some(value) = node.child("value") {
            match value.kind() {
                "class" => {
                    let outside = self.decorators(node);
                    into.push(self.class_statement(value, Some("default"), outside));
                }
                "function_expression" | "generator_function" => {
                    let named = value.child("name");
                    into.push(self.function(value, Some("default")));
                    if let Some(name) = named {
                        into.push(self.named("default", self.name_of(name), span));
                    }
                }
                _ => {
                    let value = self.expr(value);
                    into.push(self.named("default", value, span));
                }
            }
            return;
        }
        for part in node.children() {
            match (part.kind(), source.as_deref()) {
                ("namespace_export", Some(from)) => {
                    let local = part.first().map_or("", |name| self.slice(name));
                    into.push(self.imported(local, from, None, span));
                    return;
                }
                ("export_clause", _) => {
                    for one in part.children() {
                        let (name, local) = self.specified(one);
                        match source.as_deref() {
                            Some(from) => into.push(self.imported(&local, from, Some(&name), span)),
                            None if name != local => {
                                let means = self.word(&name);
                                let value = Expr { kind: Kind::Name(name), span, means };
                                into.push(self.named(&local, value, span));
                            }
                            None => {}
                        }
                    }
                    return;
                }
                // `export = X`
                ("decorator" | "string", _) => {}
                (_, None) => {
                    let value = self.expr(part);
                    into.push(self.named("default", value, span));
                    return;
                }
                _ => {}
            }
        }
        // `export * from './y'`
        if let Some(from) = source {
            into.push(self.imported("", &from, Some("*"), span));
        }
    }

    /// An assignment as a statement. A class that is assigned is a class of its own.
    pub(super) fn assign(&mut self, node: Part, into: &mut Vec<Expr>) {
        let span = self.lines.span(node, node);
        let Some(value) = node.child("right") else { return };
        if value.kind() == "class" {
            let target = self.boxed(node, "left");
            let name = value.child("name").map(|name| self.slice(name).to_owned());
            let name = name.unwrap_or_else(|| match (&target.kind, target.name()) {
                (Kind::Call(call), Some(name)) if !is_exports(call.receiver.as_ref(), name) => {
                    name.to_owned()
                }
                (Kind::Name(name), _) => name.clone(),
                _ => "default".to_owned(),
            });
            into.push(self.class_statement(value, Some(&name), Vec::new()));
            let value = Box::new(Expr::new(Kind::Name(name), span));
            into.push(Expr::new(Kind::Assign(target, value), span));
            return;
        }
        into.push(self.expr(node));
        // `module.exports = { ...require('./y') }` passes on what it has.
        let target = node.child("left").map_or("", |target| self.slice(target));
        if target == "module.exports" && value.kind() == "object" {
            for part in value.children() {
                if let (true, Some(inner)) = (part.kind() == "spread_element", part.first())
                    && let Some((from, None)) = self.requirement(inner)
                {
                    into.push(self.imported("", &from, Some("*"), span));
                }
            }
        }
    }

    pub(super) fn assigned(&mut self, node: Part) -> Expr {
        let assign = Kind::Assign(self.boxed(node, "left"), self.boxed(node, "right"));
        Expr::new(assign, self.lines.span(node, node))
    }

    /// `const x = require('y')`, `const { a, b: c } = require('y')`, `const a = require('y').b`;
    /// whether it was one of these.
    pub(super) fn required(
        &mut self,
        target: Part,
        value: Part,
        span: Span,
        into: &mut Vec<Expr>,
    ) -> bool {
        let Some((from, member)) = self.requirement(value) else { return false };
        match (target.kind(), member) {
            ("identifier", member) => {
                into.push(self.imported(self.slice(target), &from, member, span));
                true
            }
            ("object_pattern", None) => {
                for part in target.children() {
                    let (name, local) = match part.kind() {
                        "pair_pattern" => {
                            let (Some(key), Some(value)) = (part.child("key"), part.child("value"))
                            else {
                                continue;
                            };
                            (self.key(key).text().unwrap_or_default().to_owned(), value)
                        }
                        "rest_pattern" => (String::new(), part),
                        _ => (self.names(part).concat(), part),
                    };
                    let name = Some(name.as_str()).filter(|name| !name.is_empty());
                    for local in self.names(local) {
                        into.push(self.imported(&local, &from, name, span));
                    }
                }
                true
            }
            _ => false,
        }
    }

    /// The module of `require('y')` and the member that is taken from it at once.
    fn requirement(&self, node: Part) -> Option<(String, Option<&'a str>)> {
        let (mut call, mut member) = (node, None);
        if call.kind() == "member_expression" {
            member = Some(self.slice(call.child("property")?));
            call = call.child("object")?;
        }
        while matches!(call.kind(), "await_expression" | "parenthesized_expression") {
            call = call.first()?;
        }
        let function = call.child("function")?;
        if call.kind() != "call_expression" || !matches!(self.slice(function), "require" | "import")
        {
            return None;
        }
        let mut arguments = call.child("arguments")?.children();
        let (Some(source), None) = (arguments.next(), arguments.next()) else { return None };
        (source.kind() == "string").then(|| (self.string(source), member))
    }

    /// A name that is taken in, with the words of the module that it comes from.
    fn imported(&self, local: &str, from: &str, name: Option<&str>, span: Span) -> Expr {
        let import = Import {
            local: local.to_owned(),
            from: from.to_owned(),
            name: name.map(str::to_owned),
        };
        Expr { kind: Kind::Import(Box::new(import)), span, means: self.word(from) }
    }

    fn named(&self, name: &str, value: Expr, span: Span) -> Expr {
        let target = Expr::new(Kind::Name(name.to_owned()), span);
        Expr::new(Kind::Assign(Box::new(target), Box::new(value)), span)
    }
}

/// `module.exports`
fn is_exports(receiver: Option<&Expr>, name: &str) -> bool {
    name == "exports" && receiver.and_then(Expr::name) == Some("module")
}
