//! What tells findings apart across commits: it stays the same while lines move and files are renamed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    change::Change,
    finding::{Evidence, Finding},
    source::Place,
};

/// Gives every finding its fingerprint: the kind of change, the effect, the column, the model and the
/// code that proves it, without the places where they stand. Findings that are equal in all of that
/// are counted.
pub fn assign(
    findings: &mut [Finding],
    changes: &[Change],
    sources: &BTreeMap<Arc<str>, Arc<str>>,
) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        let op = changes.get(finding.change).map_or("", |change| change.op.name());
        let identity = format!("{op}\0{}", identity(finding, sources));
        let number = seen.entry(identity.clone()).or_default();
        *number += 1;
        let text = match *number {
            1 => identity,
            number => format!("{identity}\0{number}"),
        };
        finding.fingerprint = hash(&text);
    }
}

fn identity(finding: &Finding, sources: &BTreeMap<Arc<str>, Arc<str>>) -> String {
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    // A renamed file changes the order of the evidence, and one line may be said for two reasons.
    let code: BTreeSet<String> =
        finding.evidence.iter().map(|link| evidence(link, sources)).collect();
    let mut parts = vec![
        finding.effect.id.to_owned(),
        name(&finding.table),
        name(&finding.column),
        name(&finding.model),
    ];
    parts.extend(code);
    parts.join("\0")
}

/// The role and the first line of a link, with one space for all that lie between its words.
fn evidence(link: &Evidence, sources: &BTreeMap<Arc<str>, Arc<str>>) -> String {
    let Place { file, span } = &link.place;
    let text = sources.get(file).map_or("", |text| text);
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize).max(start);
    let line = text[start..end].trim_start().lines().next().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    format!("{} {}", link.role, words.join(" "))
}

/// What tells texts apart, the same on every machine.
pub fn hash(text: &str) -> String {
    format!("{:016x}", fnv1a(text.as_bytes()))
}

/// The 64-bit FNV-1a hash. The hashers of the standard library promise no stable result.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finding::{Effect, Severity},
        source::Span,
    };

    const EFFECT: Effect = Effect { id: "rows-hidden", severity: Severity::High };

    /// The fingerprints of findings that the lines of a file prove, one a line.
    fn fingerprints(file: &str, text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        let mut start = 0;
        for (at, line) in text.split('\n').enumerate() {
            let end = start + line.len() as u32;
            let at = at as u32 + 1;
            let span = Span { start, end, line: at, end_line: at, ..Span::default() };
            let place = Place { file: file.into(), span };
            if !line.is_empty() {
                findings.push(Finding::new(&EFFECT, 0, "", Evidence::new("scope", &place, "")));
            }
            start = end + 1;
        }
        let sources = BTreeMap::from([(Arc::from(file), Arc::from(text))]);
        assign(&mut findings, &[], &sources);
        findings.into_iter().map(|finding| finding.fingerprint).collect()
    }

    #[test]
    fn a_fingerprint_survives_moved_lines_other_spaces_and_another_file() {
        let before = fingerprints("a.rb", "where(a: 1)");
        assert_eq!(fingerprints("b.rb", "\n\n  where(a:   1)"), before);
        assert_ne!(fingerprints("a.rb", "where(a: 2)"), before);
    }

    #[test]
    fn equal_findings_are_told_apart() {
        let twins = fingerprints("a.rb", "x\nx");
        assert_ne!(twins[0], twins[1]);
        assert_eq!(fingerprints("a.rb", "\nx\n\nx"), twins);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
