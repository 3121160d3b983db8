//! Components of Vue and Svelte: their scripts, and after them the expressions of their markup.

use super::{Pieces, closing};
use crate::source::Language;

/// Reads a component.
pub(super) fn code(language: Language, text: &str) -> (Language, Pieces) {
    let mut pieces = Pieces::default();
    let mut written = Language::JavaScript;
    let mut markup = Vec::new();
    let mut at = 0;
    while let Some((open, name)) = block(text, at) {
        markup.push((at, open));
        let head = text
            .get(open..)
            .and_then(|rest| rest.find('>'))
            .map_or(text.len(), |end| open + end + 1);
        let body = text.get(head..).unwrap_or_default();
        let end = body.find(&format!("</{name}")).map_or(text.len(), |end| head + end);
        if name == "script" {
            let typed = ["\"ts\"", "'ts'", "\"tsx\"", "typescript"];
            let said = text.get(open..head).unwrap_or_default();
            if typed.iter().any(|mark| said.contains(mark)) {
                written = Language::TypeScript;
            }
            pieces.take(text, head, end);
            pieces.add("\n");
        }
        at = end;
    }
    markup.push((at, text.len()));
    for (from, to) in markup {
        match language {
            Language::Vue => {
                bindings(text, from, to, &mut pieces);
                mustaches(text, from, to, &mut pieces);
            }
            _ => braces(text, from, to, &mut pieces),
        }
    }
    (written, pieces)
}

/// The next block that holds no markup.
fn block(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(at..)?;
    let found = |name: &'static str| Some((at + rest.find(&format!("<{name}"))?, name));
    found("script").into_iter().chain(found("style")).min()
}

/// `{{ user.nickname }}`
fn mustaches(text: &str, from: usize, to: usize, pieces: &mut Pieces) {
    let mut at = from;
    while let Some(open) = text.get(at..to).and_then(|rest| rest.find("{{")) {
        let open = at + open + 2;
        let close =
            text.get(open..to).and_then(|rest| rest.find("}}")).map_or(to, |end| open + end);
        pieces.expression(text, open, close);
        at = close;
    }
}

/// `:title="user.nickname"`, `v-for="user in users"`
fn bindings(text: &str, from: usize, to: usize, pieces: &mut Pieces) {
    let mut at = from;
    while let Some(equals) = text.get(at..to).and_then(|rest| rest.find("=\"")) {
        let equals = at + equals;
        let open = equals + 2;
        let close = text.get(open..to).and_then(|rest| rest.find('"')).map_or(to, |end| open + end);
        let before = text.get(at..equals).unwrap_or_default();
        let name = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let value = text.get(open..close).unwrap_or_default();
        match (name, value.find(" in ").or_else(|| value.find(" of "))) {
            ("v-for", Some(middle)) => {
                let (each, list) = (open + middle, open + middle + 4);
                loops(text, (open, each), (list, close), pieces);
            }
            _ if name.starts_with([':', '@', '#']) || name.starts_with("v-") => {
                pieces.expression(text, open, close);
            }
            _ => {}
        }
        at = (close + 1).min(to);
    }
}

/// `{user.nickname}`, `{#each users as user}`
fn braces(text: &str, from: usize, to: usize, pieces: &mut Pieces) {
    let mut at = from;
    while let Some(open) = text.get(at..to).and_then(|rest| rest.find('{')) {
        let open = at + open;
        let close = closing(text, open, to);
        let inner = text.get(open + 1..close).unwrap_or_default();
        match inner.strip_prefix("#each").and_then(|each| each.find(" as ")) {
            Some(middle) => {
                let list = open + 6;
                let each = list + middle;
                let end = text
                    .get(each + 4..close)
                    .map_or(close, |rest| rest.find(" (").map_or(close, |key| each + 4 + key));
                loops(text, (each + 4, end), (list, each), pieces);
            }
            None => {
                let word = inner.len() - inner.trim_start_matches(['#', ':', '@', '/']).len();
                let skipped = match word {
                    0 => 0,
                    _ => inner.find(' ').unwrap_or(inner.len()),
                };
                if !inner.get(skipped..).unwrap_or_default().trim().is_empty() {
                    pieces.expression(text, open + 1 + skipped, close);
                }
            }
        }
        at = (close + 1).min(to);
    }
}

/// What a loop calls each member of a list.
fn loops(text: &str, each: (usize, usize), list: (usize, usize), pieces: &mut Pieces) {
    let names = text.get(each.0..each.1).unwrap_or_default();
    let lead = names.len() - names.trim_start_matches([' ', '(']).len();
    let trail = names.len() - names.trim_end_matches([' ', ')']).len();
    pieces.add("var [");
    pieces.take(text, each.0 + lead, each.1.saturating_sub(trail).max(each.0 + lead));
    pieces.add("] = (");
    pieces.take(text, list.0, list.1);
    pieces.add(");\n");
}
