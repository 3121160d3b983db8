//! What the grammar of JSX does not have: a `&` that begins no `&amp;`, in text and in attributes.

use tree_sitter::Tree;

/// The text for the parser, where what it stumbled over is a `&`: that is a space, and all else stands
/// where it stood.
pub(in crate::syntax) fn plain(bytes: &[u8], tree: &Tree) -> Option<Vec<u8>> {
    let root = tree.root_node();
    let stumbles = |at: usize| {
        let node = root.descendant_for_byte_range(at, at + 1)?;
        (node.is_error() || node.parent()?.is_error()).then_some(at)
    };
    let ands = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'&');
    let alone = ands.map(|(at, _)| at).filter(|at| {
        let beside = [at.checked_sub(1), at.checked_add(1)];
        !beside.into_iter().flatten().any(|at| matches!(bytes.get(at), Some(b'&' | b'=')))
    });
    let mut plain = None;
    for at in alone.filter_map(stumbles) {
        let space = plain.get_or_insert_with(|| bytes.to_vec()).get_mut(at)?;
        *space = b' ';
    }
    plain
}
