//! A syntax tree as one list in source order, made in a single walk: code is lowered by asking nodes
//! for kinds, fields and children many times, which a tree answers slowly and a list at once.

use std::ops::Range;

use tree_sitter::{Node, Point};

/// A node that is code: named, or part of its parent under a field; comments are left out.
#[derive(Clone, Copy)]
struct Item {
    kind: u16,
    field: u16,
    named: bool,
    has_children: bool,
    /// Where the next sibling stands; 0 where there is none.
    next: u32,
    bytes: (u32, u32),
    start: Point,
    end: Point,
}

/// All nodes of a tree. The memory is kept for the next one.
#[derive(Default)]
pub(super) struct Nodes(Vec<Item>);

/// One node, with what is around it.
#[derive(Clone, Copy)]
pub(super) struct Part<'n> {
    all: &'n [Item],
    item: &'n Item,
    at: u32,
}

impl Item {
    fn new(node: Node, field: u16) -> Item {
        let small = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
        Item {
            kind: node.kind_id(),
            field,
            named: node.is_named(),
            has_children: false,
            next: 0,
            bytes: (small(node.start_byte()), small(node.end_byte())),
            start: node.start_position(),
            end: node.end_position(),
        }
    }
}

impl Nodes {
    /// Reads a tree whose comments are of the given kind, and returns the whole of it.
    pub(super) fn read(&mut self, root: Node<'_>, comment: u16) -> Part<'_> {
        let items = &mut self.0;
        items.clear();
        items.push(Item::new(root, 0));
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
            let field = cursor.field_id().map_or(0, u16::from);
            if field == 0 && (!node.is_named() || node.kind_id() == comment) {
                inside = cursor.goto_next_sibling();
                continue;
            }
            let at = items.len();
            let (before, parent) = (last.replace(at), *parent);
            match before {
                Some(sibling) => items[sibling].next = u32::try_from(at).unwrap_or_default(),
                None => items[parent].has_children = true,
            }
            items.push(Item::new(node, field));
            if cursor.goto_first_child() {
                open.push((at, None));
            } else {
                inside = cursor.goto_next_sibling();
            }
        }
        Part { all: items, item: &items[0], at: 0 }
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

    /// Where its text stands.
    pub(super) fn bytes(self) -> Range<usize> {
        let (start, end) = self.item.bytes;
        start as usize..end as usize
    }

    /// Row and column of its start.
    pub(super) fn start(self) -> Point {
        self.item.start
    }

    /// Row and column of its end.
    pub(super) fn end(self) -> Point {
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

    /// The children that are code by themselves.
    pub(super) fn children(self) -> impl Iterator<Item = Part<'n>> {
        self.parts().filter(|part| part.item.named)
    }

    fn parts(self) -> impl Iterator<Item = Part<'n>> {
        let first = if self.item.has_children { self.part(self.at + 1) } else { None };
        std::iter::successors(first, |before| match before.item.next {
            0 => None,
            next => before.part(next),
        })
    }

    fn part(self, at: u32) -> Option<Part<'n>> {
        self.all.get(at as usize).map(|item| Part { all: self.all, item, at })
    }
}
