//! Types of TypeScript, as far as they name what a field holds.

use tree_sitter::Node;

use super::{Reader, attribute};
use crate::{
    expr::{Expr, Kind},
    syntax::{MAX_DEPTH, children},
};

impl Reader<'_> {
    /// `: User`
    pub(super) fn annotation(&mut self, node: Node) -> Expr {
        match children(node).first() {
            Some(inner) => self.written_type(*inner),
            None => self.other(node),
        }
    }

    /// A type as code: `Repository<User>` as `Repository[User]`, `User[]` as `Array[User]`, and a
    /// union as its parts joined by `|`.
    pub(super) fn written_type(&mut self, node: Node) -> Expr {
        if self.depth >= MAX_DEPTH {
            self.cut = true;
            return self.other(node);
        }
        self.depth += 1;
        let span = self.lines.span(node, node);
        let parts = children(node);
        let kind = match node.kind() {
            "type_identifier" | "predefined_type" | "identifier" => self.name_of(node).kind,
            "nested_type_identifier" | "nested_identifier" => {
                let outer = parts.first().map(|outer| self.written_type(*outer));
                attribute(outer, parts.last().map_or("", |name| self.slice(*name)))
            }
            "generic_type" => {
                let of = parts.first().map(|of| self.written_type(*of));
                let list = node.child_by_field_name("type_arguments");
                let list = list.map(children).unwrap_or_default();
                let list = list.into_iter().map(|part| self.written_type(part)).collect();
                Kind::Index(Box::new(of.unwrap_or_else(|| Expr::empty(span))), list)
            }
            "array_type" => {
                let of = parts.first().map(|of| self.written_type(*of));
                let array = Expr::new(Kind::Name("Array".to_owned()), span);
                Kind::Index(Box::new(array), of.into_iter().collect())
            }
            "union_type" => {
                let parts: Vec<_> = parts.into_iter().map(|part| self.written_type(part)).collect();
                let joined = parts.into_iter().reduce(|left, right| {
                    Expr::new(Kind::Binary(Box::new(left), "|".to_owned(), Box::new(right)), span)
                });
                joined.map_or(Kind::Null, |joined| joined.kind)
            }
            "literal_type" => match parts.first() {
                Some(literal) => self.expr(*literal).kind,
                None => self.other(node).kind,
            },
            "parenthesized_type" | "readonly_type" | "optional_type" => match parts.first() {
                Some(inner) => self.written_type(*inner).kind,
                None => self.other(node).kind,
            },
            _ => self.other(node).kind,
        };
        self.depth -= 1;
        let means = match &kind {
            Kind::Name(name) => self.word(name),
            _ => Vec::new(),
        };
        Expr { kind, span, means }
    }
}
