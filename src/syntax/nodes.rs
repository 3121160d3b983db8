//! A syntax tree as one list in source order, made in a single walk: code is lowered by asking nodes
//! for kinds, fields and children many times, which a tree answers slowly and a list at once.

use std::ops::Range;

use tree_sitter::{Language, Node, Point};

/// What the parser gives the kind of what is no code.
const ERROR: u16 = u16::MAX;

/// What a grammar calls its kinds and fields, by their numbers.
pub(super) struct Names {
    kinds: Vec<String>,
    /// Whether nodes of a kind are kept that are neither named nor under a field.
    kept: Vec<bool>,
    fields: Vec<String>,
    comment: u16,
    /// Whether what may stand between any two words is code by itself.
    extras: bool,
}

impl Names {
    /// The names of a grammar. `tokens` are words of the language that are asked for by themselves.
    pub(super) fn of(grammar: &Language, tokens: &[&str], extras: bool) -> Names {
        let count = |count: usize| u16::try_from(count).unwrap_or(ERROR);
        let kinds = (0..count(grammar.node_kind_count()))
            .map(|number| grammar.node_kind_for_id(number).unwrap_or_default().to_owned());
        let kinds: Vec<_> = kinds.collect();
        let fields = (0..=count(grammar.field_count()))
            .map(|number| grammar.field_name_for_id(number).unwrap_or_default().to_owned());
        Names {
            kept: kinds.iter().map(|name| tokens.contains(&name.as_str())).collect(),
            fields: fields.collect(),
            comment: grammar.id_for_node_kind("comment", true),
            kinds,
            extras,
        }
    }
}

/// A node that is code: named, part of its parent under a field, or a token that is asked for.
#[derive(Clone, Copy)]
struct Item {
    kind: u16,
    field: u16,
    named: bool,
    has_children: bool,
    /// Where the next sibling stands; 0 where there is none.
    next: u32,
    bytes: (u32, u32),
    start: (u32, u32),
    end: (u32, u32),
}

/// All nodes of a tree but its comments. The memory is kept for the next one.
#[derive(Default)]
pub(super) struct Nodes {
    items: Vec<Item>,
    comments: Vec<(u32, u32)>,
}

/// One node, with what is around it.
#[derive(Clone, Copy)]
pub(super) struct Part<'n> {
    all: &'n [Item],
    names: &'static Names,
    item: &'n Item,
    at: u32,
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Item {
    fn new(node: Node, field: u16, named: bool) -> Item {
        let pair = |point: Point| (small(point.row), small(point.column));
        Item {
            kind: node.kind_id(),
            field,
            named,
            has_children: false,
            next: 0,
            bytes: (small(node.start_byte()), small(node.end_byte())),
            start: pair(node.start_position()),
            end: pair(node.end_position()),
        }
    }
}

impl Nodes {
    /// Reads a tree.
    pub(super) fn read(&mut self, root: Node<'_>, names: &'static Names) {
        let items = &mut self.items;
        items.clear();
        self.comments.clear();
        items.push(Item::new(root, 0, true));
        // For every open node: itself, and the last child that was found.
        let mut open = vec![(0, None)];
        let mut cursor = root.walk();
        let mut inside = cursor.goto_first_child();
        while let Some((parent, last)) = open.last_mut() {
            if !inside {
                open.pop();
                cursor.goto_parent();
                inside = cursor.goto_next_sibling();
                continue;
            }
            let node = cursor.node();
            let kind = node.kind_id();
            if kind == names.comment {
                self.comments.push((small(node.start_byte()), small(node.end_byte())));
                inside = cursor.goto_next_sibling();
                continue;
            }
            let named = node.is_named();
            let field = cursor.field_id().map_or(0, u16::from);
            let kept = || names.kept.get(usize::from(kind)).is_some_and(|kept| *kept);
            if field == 0 && !named && !kept() {
                inside = cursor.goto_next_sibling();
                continue;
            }
            let at = items.len();
            let (before, parent) = (last.replace(at), *parent);
            match before {
                Some(sibling) => items[sibling].next = small(at),
                None => items[parent].has_children = true,
            }
            items.push(Item::new(node, field, named && (names.extras || !node.is_extra())));
            if cursor.goto_first_child() {
                open.push((at, None));
            } else {
                inside = cursor.goto_next_sibling();
            }
        }
    }

    /// The whole of the tree that was read; `names` are those of its grammar.
    pub(super) fn root(&self, names: &'static Names) -> Option<Part<'_>> {
        let item = self.items.first()?;
        Some(Part { all: &self.items, names, item, at: 0 })
    }

    /// The stretches of the tree that are comments, as bytes.
    pub(super) fn comments(&self) -> &[(u32, u32)] {
        &self.comments
    }
}

impl<'n> Part<'n> {
    /// This node and all after it, in source order.
    pub(super) fn onwards(self) -> impl Iterator<Item = Part<'n>> {
        (self.at..).map_while(move |at| self.part(at))
    }

    /// The number of its kind in the grammar.
    pub(super) fn kind_id(self) -> u16 {
        self.item.kind
    }

    /// What the grammar calls its kind.
    pub(super) fn kind(self) -> &'static str {
        match self.item.kind {
            ERROR => "ERROR",
            kind => self.names.kinds.get(usize::from(kind)).map(String::as_str).unwrap_or_default(),
        }
    }

    /// Where its text stands.
    pub(super) fn bytes(self) -> Range<usize> {
        let (start, end) = self.item.bytes;
        start as usize..end as usize
    }

    /// Row and column of its start.
    pub(super) fn start(self) -> (u32, u32) {
        self.item.start
    }

    /// Row and column of its end.
    pub(super) fn end(self) -> (u32, u32) {
        self.item.end
    }

    /// Whether both are the same node.
    pub(super) fn is(self, other: Part<'n>) -> bool {
        self.at == other.at
    }

    /// The child under a field of the grammar.
    pub(super) fn field(self, field: u16) -> Option<Part<'n>> {
        self.parts().find(|part| part.item.field == field)
    }

    /// The child under the field that the grammar calls so.
    pub(super) fn child(self, field: &str) -> Option<Part<'n>> {
        self.parts().find(|part| part.is_under(field))
    }

    /// … and all of them.
    pub(super) fn children_under(self, field: &str) -> impl Iterator<Item = Part<'n>> {
        self.parts().filter(move |part| part.is_under(field))
    }

    /// The children that are code by themselves.
    pub(super) fn children(self) -> impl Iterator<Item = Part<'n>> {
        self.parts().filter(|part| part.item.named)
    }

    /// The first of them.
    pub(super) fn first(self) -> Option<Part<'n>> {
        self.children().next()
    }

    /// Whether one of the children is a word of the language.
    pub(super) fn token(self, word: &str) -> Option<Part<'n>> {
        self.parts().find(|part| !part.item.named && part.kind() == word)
    }

    /// Whether it is code by itself.
    pub(super) fn is_named(self) -> bool {
        self.item.named
    }

    fn is_under(self, field: &str) -> bool {
        let at = usize::from(self.item.field);
        at != 0 && self.names.fields.get(at).is_some_and(|name| *name == field)
    }

    fn parts(self) -> impl Iterator<Item = Part<'n>> {
        let first = if self.item.has_children { self.part(self.at + 1) } else { None };
        std::iter::successors(first, |before| match before.item.next {
            0 => None,
            next => before.part(next),
        })
    }

    fn part(self, at: u32) -> Option<Part<'n>> {
        self.all.get(at as usize).map(|item| Part { item, at, ..self })
    }
}
