//! Brings the placeholders of all clients and frameworks into one form.

use super::split::{self, Kind};

/// A condition with its placeholders in the one form that every dialect reads: `$1`, `$2`, ….
pub(super) struct Fragment {
    /// The condition.
    pub(super) text: String,
    /// What stood for `$1`, `$2`, ….
    placeholders: Vec<String>,
}

impl Fragment {
    /// Replaces `?`, `:name`, `$1`, `%s`, `%(name)s` and Ruby's `#{…}` outside quotes.
    pub(super) fn new(text: &str) -> Fragment {
        let mut fragment = Fragment { text: String::new(), placeholders: Vec::new() };
        let mut skip_to = 0;
        for piece in split::pieces(text) {
            if piece.start < skip_to {
                continue;
            }
            let rest = text.get(piece.start..).unwrap_or("");
            let length = match piece.kind {
                Kind::Symbol => placeholder(rest, &fragment.text),
                // The text of a string with `#{…}` in it is known when the query runs.
                Kind::Quoted if rest.starts_with('\'') && piece.of(text).contains("#{") => {
                    piece.end - piece.start
                }
                Kind::Quoted | Kind::Word | Kind::Comment | Kind::Space => 0,
            };
            if length == 0 {
                fragment.text.push_str(piece.of(text));
                continue;
            }
            skip_to = piece.start + length;
            // `#{table_name}.deleted_at`: the column is all that matters.
            if rest.starts_with("#{")
                && rest.get(length..).is_some_and(|next| next.starts_with('.'))
            {
                skip_to += 1;
                continue;
            }
            fragment.placeholders.push(rest.get(..length).unwrap_or("?").to_owned());
            fragment.text.push_str(&format!("${}", fragment.placeholders.len()));
        }
        fragment
    }

    /// The text with its own placeholders.
    pub(super) fn restored(&self, text: &str) -> String {
        let mut parts = text.split('$');
        let mut restored = parts.next().unwrap_or("").to_owned();
        for part in parts {
            let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            let (number, rest) = part.split_at(digits);
            let number = number.parse().ok().and_then(|number: usize| number.checked_sub(1));
            match number.and_then(|number| self.placeholders.get(number)) {
                Some(placeholder) => restored.extend([placeholder.as_str(), rest]),
                None => restored.extend(["$", part]),
            }
        }
        restored
    }
}

/// The length of the placeholder that the text begins with, or 0.
fn placeholder(text: &str, before: &str) -> usize {
    let word = |text: &str| {
        text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
    };
    // Where the end of a placeholder is looked for; longer ones are not looked at.
    let closing = |end: &str| {
        let near = text.char_indices().nth(200).map_or(text.len(), |(at, _)| at);
        text.get(..near).and_then(|near| near.find(end)).map_or(0, |at| at + end.len())
    };
    let rest = text.get(1..).unwrap_or("");
    let next = rest.chars().next().unwrap_or(' ');
    match text.as_bytes().first() {
        // `data ? 'key'` and `?|`, `?&` are operators of PostgreSQL.
        Some(b'?') => {
            let follows = rest.trim_start().chars().next().unwrap_or(' ');
            usize::from(!matches!(follows, '\'' | '?' | ':' | '$' | '|' | '&' | '%'))
        }
        Some(b':') if !before.ends_with([':', ']']) && is_initial(next) => 1 + word(rest),
        Some(b'$') if next.is_ascii_digit() => 1 + word(rest),
        Some(b'@') if is_initial(next) => 1 + word(rest),
        Some(b'%') if matches!(next, 's' | 'd') && word(rest) == 1 => 2,
        Some(b'%') if next == '(' => closing(")s"),
        Some(b'%') if next == '{' => closing("}"),
        Some(b'#') if next == '{' => {
            let mut depth = 0;
            for (i, byte) in text.bytes().take(200).enumerate() {
                match byte {
                    b'{' => depth += 1,
                    b'}' if depth == 1 => return i + 1,
                    b'}' => depth -= 1,
                    _ => {}
                }
            }
            0
        }
        _ => 0,
    }
}

fn is_initial(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}
