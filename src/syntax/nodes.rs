//! A syntax tree as one list in source order, made in a single walk: code is lowered by asking nodes
//! for kinds, fields and children many times, which a tree answers slowly and a list at once.

use tree_sitter::Node;

/// A node that is code: named, or part of its parent under a field; comments are left out.
struct Item<'t> {
    node: Node<'t>,
    kind: u16,
    field: u16,
    has_children: bool,
    /// Where the next sibling stands; 0 where there is none.
    next: usize,
}

/// All nodes of a tree.
pub(super) struct Nodes<'t>(Vec<Item<'t>>);

/// One node, with what is around it.
#[derive(Clone, Copy)]
pub(super) struct Part<'n> {
    all: &'n [Item<'n>],
    item: &'n Item<'n>,
    at: usize,
}

impl<'t> Nodes<'t> {
    /// Reads a tree whose comments are of the given kind.
    pub(super) fn new(root: Node<'t>, comment: u16) -> Nodes<'t> {
        let item = |node: Node<'t>, field| Item {
            kind: node.kind_id(),
            node,
            field,
            has_children: false,
            next: 0,
        };
        let mut items = vec![item(root, 0)];
        // For every open node: itself, and the last child that was found.
        let mut open = vec![(0, None)];
        let mut cursor = root.walk();
        let mut down = cursor.goto_first_child();
        loop {
            while !down {
                if cursor.goto_next_sibling() {
                    break;
                }
                open.pop();
                if open.is_empty() || !cursor.goto_parent() {
                    return Nodes(items);
                }
            }
            let node = cursor.node();
            let field = cursor.field_id().map_or(0, u16::from);
            down = (node.is_named() && node.kind_id() != comment) || field != 0;
            if !down {
                continue;
            }
            let at = items.len();
            if let Some((parent, last)) = open.last_mut() {
                match last.replace(at) {
                    Some(sibling) => items[sibling].next = at,
                    None => items[*parent].has_children = true,
                }
            }
            items.push(item(node, field));
            down = cursor.goto_first_child();
            if down {
                open.push((at, None));
            }
        }
    }

    /// The whole tree.
    pub(super) fn root(&self) -> Part<'_> {
        Part { all: &self.0, item: &self.0[0], at: 0 }
    }

    /// Every node, in source order.
    pub(super) fn all(&self) -> impl Iterator<Item = Part<'_>> {
        self.0.iter().enumerate().map(|(at, item)| Part { all: &self.0, item, at })
    }
}

impl<'n> Part<'n> {
    /// The node itself.
    pub(super) fn node(self) -> Node<'n> {
        self.item.node
    }

    /// The number of its kind in the grammar.
    pub(super) fn kind_id(self) -> u16 {
        self.item.kind
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
        self.parts().filter(|part| part.item.node.is_named())
    }

    fn parts(self) -> impl Iterator<Item = Part<'n>> {
        let first = self.item.has_children.then_some(self.at + 1);
        let part = move |at: usize| self.all.get(at).map(|item| Part { all: self.all, item, at });
        std::iter::successors(first.and_then(part), move |part_before| {
            match part_before.item.next {
                0 => None,
                next => part(next),
            }
        })
    }
}
