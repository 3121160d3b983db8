//! ERB: Ruby between `<%` and `%>`.

use super::Pieces;
use crate::syntax;

pub(super) fn code(text: &str) -> Pieces {
    let mut pieces = Pieces::default();
    for (from, to) in syntax::embedded(text) {
        pieces.take(text, from, to);
        pieces.add(";\n");
    }
    pieces
}
