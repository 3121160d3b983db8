//! Pages for a browser: one file each, without a script and without anything from a network.

pub mod findings;
pub mod table;

use super::clean;
use crate::source::Place;

/// How the pages look, in light and in dark.
const STYLE: &str = include_str!("page.css");

/// A whole document. The policy forbids whatever the page does not have anyway.
fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// Scanned text in which no character means anything.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            c => shown.push(c),
        }
    }
    shown
}

/// A sentence whose parts between backticks are code.
fn sentence(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let mut shown = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        match at % 2 {
            1 if at < last => shown.push_str(&format!("<code>{}</code>", escaped(part))),
            1 => shown.push_str(&format!("`{}", escaped(part))),
            _ => shown.push_str(&escaped(part)),
        }
    }
    shown
}

/// A link to a line, from where the page lies at the root of the repository.
fn link(prefix: &str, place: &Place) -> String {
    let file = super::rooted(prefix, &place.file);
    let line = place.span.line;
    let text = escaped(&format!("{file}:{line}"));
    // What lies outside of the scan is named, not linked.
    if file.starts_with(['/', '<']) {
        return format!("<span class=\"place\">{text}</span>");
    }
    format!("<a class=\"place\" href=\"./{}#L{line}\">{text}</a>", address(&file))
}

/// A path in an address: `./` before it, no name can begin a scheme.
fn address(path: &str) -> String {
    let mut shown = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => {
                shown.push(char::from(byte));
            }
            byte => shown.push_str(&format!("%{byte:02X}")),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{address, escaped, sentence};

    #[test]
    fn scanned_text_is_only_text() {
        assert_eq!(escaped("<b a=\"x\" c='y'>&"), "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;");
        assert_eq!(sentence("a `<i>` `b"), "a <code>&lt;i&gt;</code> `b");
        assert_eq!(address("javascript:x/\"ü.rb"), "javascript%3Ax/%22%C3%BC.rb");
    }
}
