//! Templates as the code that they hold, with where each piece of it stands in the file.

mod component;
mod erb;
mod haml;
mod indented;
mod slim;

use std::borrow::Cow;

use crate::source::Language;

/// The code of a file.
pub(super) struct Template<'t> {
    /// What the code is written in.
    pub(super) language: Language,
    /// The code, which a parser reads as a file.
    pub(super) code: Cow<'t, str>,
    /// Where the pieces of the code stand in the file; without any, the code is the file.
    pieces: Vec<Piece>,
}

/// A stretch of code that is taken over from the file.
#[derive(Clone, Copy)]
struct Piece {
    in_code: usize,
    in_file: usize,
    length: usize,
}

/// The code of a file; `None` where its words are all that can be told.
pub(super) fn code(language: Language, text: &str) -> Option<Template<'_>> {
    let (language, pieces) = match language {
        Language::Ruby
        | Language::Python
        | Language::JavaScript
        | Language::TypeScript
        | Language::Tsx => {
            return Some(Template { language, code: Cow::Borrowed(text), pieces: Vec::new() });
        }
        Language::Erb => (Language::Ruby, erb::code(text)),
        Language::Haml => (Language::Ruby, haml::code(text)),
        Language::Slim => (Language::Ruby, slim::code(text)),
        Language::Vue | Language::Svelte => component::code(language, text),
        _ => return None,
    };
    let Pieces { code, pieces } = pieces;
    Some(Template { language, code: Cow::Owned(code), pieces })
}

impl Template<'_> {
    /// Where a place of the code stands in the file; `None` for what the template does not say itself.
    pub(super) fn in_file(&self, at: u32) -> Option<u32> {
        if self.pieces.is_empty() {
            return Some(at);
        }
        let at = at as usize;
        let next = self.pieces.partition_point(|piece| piece.in_code <= at);
        let piece = self.pieces.get(next.checked_sub(1)?)?;
        let offset = at - piece.in_code;
        (offset < piece.length).then(|| u32::try_from(piece.in_file + offset).unwrap_or(u32::MAX))
    }
}

/// Code that is put together from pieces of a file.
#[derive(Default)]
struct Pieces {
    code: String,
    pieces: Vec<Piece>,
}

impl Pieces {
    /// Takes a stretch over from the file.
    fn take(&mut self, text: &str, from: usize, to: usize) {
        let Some(piece) = text.get(from..to).filter(|piece| !piece.is_empty()) else { return };
        let in_code = self.code.len();
        self.pieces.push(Piece { in_code, in_file: from, length: piece.len() });
        self.code.push_str(piece);
    }

    /// Adds code that the file does not say.
    fn add(&mut self, code: &str) {
        self.code.push_str(code);
    }

    /// Takes a stretch over as an expression of its own.
    fn expression(&mut self, text: &str, from: usize, to: usize) {
        self.add("(");
        self.take(text, from, to);
        self.add(");\n");
    }

    /// Takes over what a text interpolates: `#{…}`.
    fn interpolated(&mut self, text: &str, from: usize, to: usize) {
        let mut at = from;
        while let Some(found) = text.get(at..to).and_then(|rest| rest.find("#{")) {
            let open = at + found + 1;
            let close = closing(text, open, to);
            self.expression(text, open + 1, close);
            at = (close + 1).min(to);
        }
    }
}

/// Where the bracket that opens at a place is closed, or the end.
fn closing(text: &str, open: usize, end: usize) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let bytes = text.as_bytes();
    let mut at = open;
    while at < end {
        let byte = bytes.get(at).copied().unwrap_or_default();
        match (quote, byte) {
            (_, b'\\') => at += 1,
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
        at += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(language: Language, text: &str, expected: &str) {
        let template = code(language, text).unwrap();
        assert_eq!(template.code, expected);
        let at = template.code.find("nickname").unwrap();
        let there = template.in_file(u32::try_from(at).unwrap()).unwrap();
        assert!(text.get(there as usize..).unwrap().starts_with("nickname"), "{there}");
    }

    #[test]
    fn erb_is_the_code_between_its_marks() {
        holds(
            Language::Erb,
            "<p>é</p><% if a -%>\n<%= user.nickname %><%# no %><% end %>",
            " if a ;\n user.nickname ;\n end ;\n",
        );
    }

    #[test]
    fn haml_closes_blocks_where_its_indentation_ends() {
        holds(
            Language::Haml,
            "- if a\n  %p.b{ title: c }= user.nickname\n- else\n  .d #{e} f\n-# none\n  x\n%p g\n",
            " if a\n({ title: c });\n user.nickname\n else\n(e);\nend;\n",
        );
    }

    #[test]
    fn vue_has_scripts_and_bindings() {
        holds(
            Language::Vue,
            "<template><p v-for=\"user in users\" :a=\"b\">{{ user.nickname }}</p></template>\n\
             <script setup lang=\"ts\">\nconst users = 1\n</script>",
            "\nconst users = 1\n\nvar [user] = (users);\n(b);\n( user.nickname );\n",
        );
    }

    #[test]
    fn svelte_has_scripts_and_braces() {
        holds(
            Language::Svelte,
            "<script>let users</script>{#each users as user (user.id)}<b c={user.nickname}/>{/each}",
            "let users\nvar [user] = ( users);\n(user.nickname);\n",
        );
    }

    #[test]
    fn slim_has_attributes_without_brackets() {
        holds(
            Language::Slim,
            "- users.each do |user|\n  p.b title=c id=\"x#{d}\" = user.nickname\n| text\n",
            " users.each do |user|\n(c);\n(d);\n user.nickname\nend;\n",
        );
    }
}
