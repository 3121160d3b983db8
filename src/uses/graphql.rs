//! Schemas and operations of GraphQL: fields of types that are named for a model.

use super::{
    Search,
    claim::{Claim, Claims, Shape},
};

/// The words before the name of a type that has fields.
const TYPES: &[&str] = &["type", "input", "interface", "on"];

/// Claims the fields; gives the stretches of types that are named for a model, and the comments.
#[expect(clippy::type_complexity, reason = "two lists of stretches")]
pub(super) fn claim(
    search: &Search,
    text: &str,
    claims: &mut Claims,
) -> (Vec<(u32, u32, usize)>, Vec<(u32, u32)>) {
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let (mut served, mut comments) = (Vec::new(), Vec::new());
    let mut open: Option<(usize, usize)> = None;
    let mut start = 0;
    let mut described = false;
    for line in text.split_inclusive('\n') {
        let from = start;
        start += line.len();
        let marks = line.matches("\"\"\"").count();
        let said = line.trim_start();
        if described || marks > 0 || said.starts_with(['#', '"']) {
            comments.push((small(from), small(start)));
            described ^= marks % 2 == 1;
            continue;
        }
        if let Some(at) = line.find('#') {
            comments.push((small(from + at), small(start)));
        }
        let words: Vec<&str> = line
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .filter(|it| !it.is_empty())
            .collect();
        let named = words.windows(2).find(|pair| TYPES.contains(&pair[0])).map(|pair| pair[1]);
        if let Some(name) = named.filter(|_| line.contains('{')) {
            let conventions = &search.conventions;
            let model = conventions.named(name).or_else(|| conventions.companion(name));
            open = model.map(|model| (from, model));
        }
        if let (Some((begun, model)), true) = (open, said.starts_with('}')) {
            served.push((small(begun), small(start), model));
            open = None;
        }
    }
    for at in 0..claims.occurrences.len() {
        claims.add(at, Claim::Open(Shape::Key));
    }
    (served, comments)
}
