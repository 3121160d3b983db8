//! Fixtures: rows of a table, each a mapping of its columns. Those of Rails are YAML, those of Django
//! YAML or JSON.
//!
//! `test/fixtures/admin/users.yml` has rows of `admin_users`. They may hold ERB, and so are no YAML
//! before that has run: lines are read.
//! Source: Active Record 8.0, `ActiveRecord::FixtureSet`; `django/core/serializers/python.py` of Django 5.2:
//! a row says its model, and a field that the model does not have raises; measured.

use super::{
    How, Search, Via,
    claim::{Claim, Claims, Tie},
};
use crate::finding::Confidence;

/// Claims what a fixture gives columns; nothing in other files, and where the table is not known.
pub(super) fn claim(search: &Search, path: &str, text: &str, claims: &mut Claims) {
    if is_of_django(path, text) {
        return labelled(search, text, claims);
    }
    let Some(model) = table(path).and_then(|it| search.conventions.table(&it).first()) else {
        return;
    };
    let tie = Tie {
        model: *model,
        how: How::Write,
        via: Via::Declaration,
        confidence: Confidence::Likely,
    };
    for at in 0..claims.occurrences.len() {
        let span = claims.occurrences[at].span;
        let (before, behind) = (text.get(..span.start as usize), text.get(span.end as usize..));
        let line = before.and_then(|it| it.rsplit('\n').next()).unwrap_or_default();
        if is_key(line, behind.unwrap_or_default()) {
            claims.add(at, Claim::Use(tie.clone()));
        }
    }
}

/// Whether the rows of a file say their models: all that is read of JSON.
fn is_of_django(path: &str, text: &str) -> bool {
    path.ends_with(".json") || path.contains("fixtures/") && label(text).is_some()
}

/// Claims the fields of rows that say their models: `{"model": "shop.article", "fields": {"title": "x"}}`.
fn labelled(search: &Search, text: &str, claims: &mut Claims) {
    for at in 0..claims.occurrences.len() {
        let span = claims.occurrences[at].span;
        let (before, behind) = (text.get(..span.start as usize), text.get(span.end as usize..));
        let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
        let is_field = before.ends_with('"')
            && behind.trim_start_matches('"').trim_start().starts_with(':')
            || is_key(before.rsplit('\n').next().unwrap_or_default(), behind);
        let model = label(before).filter(|_| is_field);
        let claim = match model.and_then(|label| search.conventions.labelled(label)) {
            Some(model) => Claim::Use(Tie {
                model,
                how: How::Select,
                via: Via::Declaration,
                // Whether anybody loads them is not known.
                confidence: Confidence::Likely,
            }),
            None => Claim::Other,
        };
        claims.add(at, claim);
    }
}

/// The last model that a text says a row is of: `"model": "shop.article"`, `model: shop.article`.
fn label(text: &str) -> Option<&str> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    text.rmatch_indices("model").find_map(|(at, word)| {
        let before = text.get(..at)?.trim_end_matches('"');
        if before.ends_with(is_word) {
            return None;
        }
        let rest = text.get(at + word.len()..)?.trim_start_matches('"').trim_start();
        let rest = rest.strip_prefix(':')?.trim_start_matches([' ', '"', '\'']);
        let label = rest.split(|c| !is_word(c)).next()?;
        label.contains('.').then_some(label)
    })
}

/// The lines that are comments.
pub(super) fn comments(text: &str) -> Vec<(u32, u32)> {
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut start = 0;
    let lines = text.split_inclusive('\n').filter_map(|line| {
        let from = start;
        start += line.len();
        line.trim_start().starts_with('#').then_some((small(from), small(start)))
    });
    lines.collect()
}

/// The table that a file below a folder of fixtures is for.
fn table(path: &str) -> Option<String> {
    let (_, inside) = path.rsplit_once("fixtures/")?;
    let name = inside.strip_suffix(".yml").or_else(|| inside.strip_suffix(".yaml"))?;
    Some(name.replace('/', "_"))
}

/// Whether a word, with what stands before it in its line and what comes after it, is a key within a row.
fn is_key(line: &str, behind: &str) -> bool {
    let before = line.trim_end();
    let begins = before.ends_with(['{', ',']) || before.is_empty() && !line.is_empty();
    begins && [": ", ":\n"].iter().any(|end| behind.starts_with(end))
}

#[cfg(test)]
mod tests {
    use super::{is_key, table};

    #[test]
    fn a_fixture_is_for_the_table_that_its_path_names() {
        let name = |path: &str| table(path);
        assert_eq!(name("test/fixtures/users.yml").as_deref(), Some("users"));
        assert_eq!(name("spec/fixtures/admin/users.yaml").as_deref(), Some("admin_users"));
        assert_eq!(name("config/users.yml"), None);
        assert_eq!(name("test/fixtures/users.csv"), None);
    }

    #[test]
    fn a_key_stands_within_a_row() {
        for (line, behind) in [("  ", ": Bob"), ("one: {", ": Al}"), ("one: { a: 1, ", ":\n")] {
            assert!(is_key(line, behind), "{line}|{behind}");
        }
        // A row, a value, prose, a longer word.
        for (line, behind) in [("", ": "), ("  a: ", "\n"), ("  a: my ", ": x"), ("  ", "_x: 1")] {
            assert!(!is_key(line, behind), "{line}|{behind}");
        }
    }
}
