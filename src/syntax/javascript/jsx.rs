//! What the grammar of JSX does not have: a `&` that begins no `&amp;`, in text and in attributes.

use std::ops::Range;

use tree_sitter::{Node, Tree};

/// The text for the parser, where what it stumbled over is a `&`: that is a space, and all else stands
/// where it stood.
pub(in crate::syntax) fn plain(bytes: &[u8], tree: &Tree) -> Option<Vec<u8>> {
    let is_alone = |at: &usize| {
        let beside = [at.checked_sub(1), at.checked_add(1)];
        bytes.get(*at) == Some(&b'&')
            && !beside.into_iter().flatten().any(|at| matches!(bytes.get(at), Some(b'&' | b'=')))
    };
    let mut plain = None;
    for at in stumbles(tree.root_node()).into_iter().flatten().filter(is_alone) {
        let space = plain.get_or_insert_with(|| bytes.to_vec()).get_mut(at)?;
        *space = b' ';
    }
    plain
}

/// What the parser skipped, or took for single words where it found no code.
fn stumbles(root: Node) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut cursor = root.walk();
    loop {
        let node = cursor.node();
        if node.is_error() {
            let mut start = node.start_byte();
            let mut children = node.walk();
            for child in node.children(&mut children).filter(|child| child.child_count() > 0) {
                found.push(start..child.start_byte());
                start = child.end_byte();
            }
            found.push(start..node.end_byte());
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}
