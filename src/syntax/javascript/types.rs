//! Types of TypeScript, as far as they name what a field holds.

use thin_vec::ThinVec;

use super::{Reader, attribute};
use crate::{
    expr::{ClassBody, Expr, Keyword, Kind},
    syntax::{MAX_DEPTH, nodes::Part},
};

impl Reader<'_> {
    /// `: User`
    pub(super) fn annotation(&mut self, node: Part) -> Expr {
        match node.first() {
            Some(inner) => self.written_type(inner),
            None => self.other(node),
        }
    }

    /// `x as User`
    pub(super) fn cast(&mut self, node: Part) -> Expr {
        let mut parts = node.children();
        let (Some(value), Some(written)) = (parts.next(), parts.next()) else {
            return self.inner(node);
        };
        let (value, written) = (self.expr(value), self.written_type(written));
        let span = self.lines.span(node, node);
        Expr::new(Kind::Typed(Box::new(value), Box::new(written)), span)
    }

    /// `useState<User>(…)` as what is called, of a type that is called as the function is.
    pub(super) fn of_types(&mut self, call: Expr, list: Part) -> Expr {
        let span = call.span;
        let types = list.children().map(|one| self.written_type(one)).collect();
        let name = call.name().unwrap_or_default().to_owned();
        let of = Box::new(Expr::new(Kind::Name(name), self.lines.span(list, list)));
        let of = Expr::new(Kind::Index(of, types), self.lines.span(list, list));
        Expr::new(Kind::Typed(Box::new(call), Box::new(of)), span)
    }

    /// `interface User extends Row { … }`, `type User = …` as a class whose body is the type.
    pub(super) fn type_declaration(&mut self, node: Part) -> Expr {
        let span = self.lines.span(node, node);
        let name = node.child("name");
        let body = node.child("body").or(node.child("value"));
        let mut parents = Vec::new();
        for clause in node.children() {
            if matches!(clause.kind(), "extends_type_clause" | "extends_clause") {
                parents.extend(clause.children().map(|one| self.written_type(one)));
            }
        }
        let body = match body {
            Some(body) => self.written_type(body),
            None => Expr::empty(span),
        };
        let class = ClassBody {
            keyword: Keyword::Class,
            name: name.map_or("", |name| self.slice(name)).to_owned(),
            head: self.lines.span(node, name.unwrap_or(node)),
            parents,
            options: Vec::new(),
            body: Expr::new(Kind::Sequence(vec![body]), span),
        };
        Expr::new(Kind::Class(Box::new(class)), span)
    }

    /// `{ nickname: string }` as a map of names to types.
    fn members_of_type(&mut self, node: Part) -> Kind {
        let mut pairs = Vec::new();
        for member in node.children() {
            let Some(name) = member.child("name") else { continue };
            let key = self.key(name);
            let written = member.child("type");
            let written = match written {
                Some(written) => self.annotation(written),
                None => self.other(member),
            };
            pairs.push((key, written));
        }
        Kind::Map(pairs)
    }

    /// A type as code: `Repository<User>` as `Repository[User]`, `User[]` as `Array[User]`, and a
    /// union as its parts joined by `|`.
    pub(super) fn written_type(&mut self, node: Part) -> Expr {
        if self.depth >= MAX_DEPTH {
            self.cut = true;
            return self.other(node);
        }
        self.depth += 1;
        let span = self.lines.span(node, node);
        let parts: Vec<_> = node.children().collect();
        let kind = match node.kind() {
            "type_identifier" | "predefined_type" | "identifier" => self.name_of(node).kind,
            "nested_type_identifier" | "nested_identifier" => {
                let outer = parts.first().map(|outer| self.written_type(*outer));
                attribute(outer, parts.last().map_or("", |name| self.slice(*name)))
            }
            "generic_type" => {
                let of = parts.first().map(|of| self.written_type(*of));
                let list = node.child("type_arguments");
                let list = list.into_iter().flat_map(Part::children);
                let list = list.map(|part| self.written_type(part)).collect();
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
            "object_type" | "interface_body" if self.types => self.members_of_type(node),
            "intersection_type" if self.types => {
                let parts: Vec<_> = parts.into_iter().map(|part| self.written_type(part)).collect();
                let joined = parts.into_iter().reduce(|left, right| {
                    Expr::new(Kind::Binary(Box::new(left), "&".to_owned(), Box::new(right)), span)
                });
                joined.map_or(Kind::Null, |joined| joined.kind)
            }
            "lookup_type" if self.types => {
                let mut parts = parts.into_iter().map(|part| self.written_type(part));
                let of = parts.next().unwrap_or_else(|| Expr::empty(span));
                Kind::Index(Box::new(of), parts.collect())
            }
            "type_query" | "index_type_query" | "rest_type" if self.types => match parts.first() {
                Some(inner) => self.written_type(*inner).kind,
                None => self.other(node).kind,
            },
            "tuple_type" if self.types => {
                Kind::List(parts.into_iter().map(|part| self.written_type(part)).collect())
            }
            "parenthesized_type" | "readonly_type" | "optional_type" => match parts.first() {
                Some(inner) => self.written_type(*inner).kind,
                None => self.other(node).kind,
            },
            _ => self.other(node).kind,
        };
        self.depth -= 1;
        let means = match &kind {
            Kind::Name(name) => self.word(name),
            _ => ThinVec::new(),
        };
        Expr { kind, span, means }
    }
}
