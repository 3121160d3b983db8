//! What the grammar of TypeScript does not have: tagged templates with type arguments, and
//! `export type * from './user'` (TypeScript 5.0).

use std::borrow::Cow;

/// How far type arguments may reach, in bytes.
const MAX_LENGTH: usize = 2_000;

/// What is said of all types of a module.
const ALL_TYPES: &str = "export type *";

/// The text for the parser: the type arguments in `` prisma.$queryRaw<User[]>`…` `` and the `type` of
/// `export type *` are spaces, and all else stands where it stood.
pub(in crate::syntax) fn plain(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    let mut plain = Cow::Borrowed(bytes);
    for (at, _) in text.match_indices(ALL_TYPES) {
        let word = at + "export ".len()..at + "export type".len();
        plain.to_mut().get_mut(word).unwrap_or_default().fill(b' ');
    }
    for (at, _) in text.match_indices('`') {
        let before = bytes.get(..at).unwrap_or_default().trim_ascii_end();
        if before.last() != Some(&b'>') {
            continue;
        }
        if let Some(start) = opening(before) {
            let space = plain.to_mut().get_mut(start..before.len()).unwrap_or_default();
            for byte in space.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
                *byte = b' ';
            }
        }
    }
    plain
}

/// Where the `<` stands that the `>` at the end closes, if a name comes before it.
fn opening(text: &[u8]) -> Option<usize> {
    let mut depth = 0_u32;
    let limit = text.len().saturating_sub(MAX_LENGTH);
    let mut at = text.len();
    while at > limit {
        at -= 1;
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        match text.get(at)? {
            b'`' => return None,
            // `(row) => Row`
            b'>' if before == Some(&b'=') => {}
            b'>' => depth += 1,
            b'<' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let head = text.get(..at)?;
            let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
            let word = head.iter().rev().take_while(|byte| is_name(byte)).count();
            let word = head.get(head.len() - word..)?;
            let named = !word.is_empty() && !matches!(word, b"return" | b"default" | b"case");
            return (named || head.last() == Some(&b')')).then_some(at);
        }
    }
    None
}
