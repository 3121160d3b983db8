//! Comments that say that an effect is known: `# ormscope: ignore[rows-hidden] reason`.

use crate::{config::nearest, day::Day, rules};

/// What stands in one line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// The line, counted from 1.
    pub(super) line: u32,
    /// Whether nothing else stands there, so that it may speak of the line below.
    pub(super) alone: bool,
    /// What it says, or why it says nothing.
    pub(super) says: Result<Ignore, String>,
}

/// Effects that are known, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ignore {
    pub(super) effects: Vec<String>,
    pub(super) reason: String,
    /// The last day on which it holds.
    pub(super) until: Option<Day>,
}

/// How comments begin in a language.
struct Syntax {
    markers: &'static [&'static str],
    /// Whether a backslash takes the next character for itself.
    escapes: bool,
}

const HASH: Syntax = Syntax { markers: &["#"], escapes: true };
const SLASHES: Syntax = Syntax { markers: &["//", "/*"], escapes: true };
const DASHES: Syntax = Syntax { markers: &["--", "/*"], escapes: false };

const NAME: &str = "ormscope:";
const FORM: &str = "write `ormscope: ignore[effect] reason`";

/// Every comment of a file that speaks to ormscope, in order.
///
/// Lines are read one by one: a line of a longer text that looks like a comment is one.
pub(super) fn comments(path: &str, text: &str) -> Vec<Comment> {
    if !text.contains(NAME) {
        return Vec::new();
    }
    let syntax = syntax(path);
    let lines = text.lines().zip(1..).filter(|(line, _)| line.contains(NAME));
    lines.filter_map(|(line, number)| read(line, number, &syntax)).collect()
}

fn syntax(path: &str) -> Syntax {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" | "jsx" | "cjs" | "mjs" | "ts" | "tsx" | "cts" | "mts" | "vue" | "prisma" => SLASHES,
        "sql" => DASHES,
        // Whatever comes on the standard input is SQL.
        _ if path.starts_with('<') => DASHES,
        _ => HASH,
    }
}

fn read(line: &str, number: u32, syntax: &Syntax) -> Option<Comment> {
    let comment = |alone, says| Some(Comment { line: number, alone, says });
    let Some((at, marker)) = start(line, syntax) else {
        let looks = syntax.markers.iter().any(|marker| {
            line.match_indices(marker)
                .any(|(at, _)| line[at + marker.len()..].trim_start().starts_with(NAME))
        });
        return match looks {
            true => comment(false, Err(format!("it stands in a text, not in a comment; {FORM}"))),
            false => None,
        };
    };
    let last = marker.chars().last().unwrap_or('#');
    let words = line[at + marker.len()..].trim_start_matches(last).trim();
    let words = words.split("*/").next().unwrap_or_default().trim().strip_prefix(NAME)?;
    comment(line[..at].trim().is_empty(), ignore(words.trim()))
}

/// Where the comment of a line begins, outside of quoted texts.
fn start(line: &str, syntax: &Syntax) -> Option<(usize, &'static str)> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match quote {
            Some(_) if c == '\\' && syntax.escapes => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None => {
                let marker = syntax.markers.iter().find(|marker| line[at..].starts_with(**marker));
                if let Some(marker) = marker {
                    return Some((at, marker));
                }
                if matches!(c, '"' | '\'' | '`') {
                    quote = Some(c);
                }
            }
        }
    }
    None
}

/// `ignore[a, b] until 2026-12-31 reason`, or with the day at the end.
fn ignore(words: &str) -> Result<Ignore, String> {
    let rest = words.strip_prefix("ignore").ok_or_else(|| {
        let word = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        format!("`{word}` is nothing that ormscope is told; {FORM}")
    })?;
    let listed = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (names, rest) = listed.ok_or_else(|| format!("it names no effect; {FORM}"))?;
    let effects: Vec<String> = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if effects.is_empty() {
        return Err(format!("it names no effect; {FORM}"));
    }
    if let Some(unknown) = effects.iter().find(|effect| rules::rule(effect).is_none()) {
        let known = rules::RULES.iter().map(|rule| rule.effect.id);
        return Err(match nearest(unknown, known) {
            Some(meant) => format!("unknown effect `{unknown}`; did you mean `{meant}`?"),
            None => format!("unknown effect `{unknown}`; `ormscope effects` lists them"),
        });
    }
    let (reason, until) = without_day(rest.trim())?;
    let reason = reason.trim_matches(|c: char| c.is_whitespace() || ":-–—".contains(c));
    if reason.is_empty() {
        return Err(format!("a reason is missing; {FORM}"));
    }
    Ok(Ignore { effects, reason: reason.to_owned(), until })
}

/// A reason without the `until DAY` at its beginning or end, and that day.
fn without_day(text: &str) -> Result<(&str, Option<Day>), String> {
    let day = |word: &str| {
        let numbered = word.starts_with(|c: char| c.is_ascii_digit());
        match Day::read(word) {
            None if numbered => Err(format!("`{word}` is no day; write `until 2026-12-31`")),
            read => Ok(read),
        }
    };
    if let Some(rest) = text.strip_prefix("until ") {
        let rest = rest.trim_start();
        let word = rest.split_whitespace().next().unwrap_or_default().trim_end_matches([':', ',']);
        if let Some(until) = day(word)? {
            return Ok((rest[word.len()..].trim_start_matches([':', ',']), Some(until)));
        }
    }
    if let Some((reason, word)) = text.rsplit_once(' ')
        && let Some(reason) = reason.trim_end().strip_suffix("until")
        && (reason.is_empty() || reason.ends_with(|c: char| !c.is_alphanumeric()))
        && let Some(until) = day(word.trim_end_matches(['.', ')']))?
    {
        return Ok((
            reason.trim_end_matches(|c: char| c.is_whitespace() || "(,".contains(c)),
            Some(until),
        ));
    }
    Ok((text, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn one(path: &str, line: &str) -> Comment {
        let mut found = comments(path, line);
        assert_eq!(found.len(), 1, "{line}");
        found.remove(0)
    }

    #[track_caller]
    fn right(path: &str, line: &str, reason: &str, until: Option<&str>) {
        let effects = vec!["rows-hidden".to_owned()];
        let until = until.map(|day| Day::read(day).unwrap());
        assert_eq!(one(path, line).says, Ok(Ignore { effects, reason: reason.to_owned(), until }));
    }

    #[track_caller]
    fn wrong(line: &str, says: &str) {
        let why = one("a.rb", line).says.unwrap_err();
        assert!(why.starts_with(says), "{why}");
    }

    #[test]
    fn every_language_has_its_comments() {
        right("a.rb", "x # ormscope: ignore[rows-hidden] known", "known", None);
        right("a.py", "x = '#' # ormscope: ignore[rows-hidden] known", "known", None);
        right("a.ts", "x(\"//\") // ormscope:ignore [rows-hidden] known", "known", None);
        right("a.js", "{/* ormscope: ignore[rows-hidden] known */}", "known", None);
        right("a.sql", "x '\\' -- ormscope: ignore[rows-hidden]: known", "known", None);
        right("<stdin>", "--- ormscope: ignore[rows-hidden] known", "known", None);
        assert_eq!(comments("a.sql", "# ormscope: ignore[rows-hidden] known"), []);
        assert_eq!(comments("a.rb", "# see ormscope: ignore[rows-hidden] known"), []);
    }

    #[test]
    fn it_may_end_on_a_day() {
        let day = Some("2026-12-31");
        right("a.rb", "# ormscope: ignore[rows-hidden] until 2026-12-31 a b", "a b", day);
        right("a.rb", "# ormscope: ignore[rows-hidden] until 2026-12-31: a b", "a b", day);
        right("a.rb", "# ormscope: ignore[rows-hidden] a b until 2026-12-31", "a b", day);
        right("a.rb", "# ormscope: ignore[rows-hidden] a b (until 2026-12-31)", "a b", day);
        right("a.rb", "# ormscope: ignore[rows-hidden] until we know", "until we know", None);
        wrong("# ormscope: ignore[rows-hidden] until 2026-02-30 a", "`2026-02-30` is no day");
        wrong("# ormscope: ignore[rows-hidden] until 2026-12-31", "a reason is missing");
    }

    #[test]
    fn a_slip_is_answered() {
        wrong("# ormscope: ignore[rows-hidden]", "a reason is missing");
        wrong("# ormscope: ignore[rows-hidden] - ", "a reason is missing");
        wrong("# ormscope: ignore known", "it names no effect");
        wrong("# ormscope: ignore[] known", "it names no effect");
        wrong("# ormscope: disable[rows-hidden] x", "`disable` is nothing");
        wrong(
            "# ormscope: ignore[row-hidden] x",
            "unknown effect `row-hidden`; did you mean `rows-hidden`?",
        );
        wrong("x '# ormscope: ignore[rows-hidden] known'", "it stands in a text");
    }

    #[test]
    fn a_comment_is_alone_where_nothing_else_stands() {
        assert!(one("a.rb", "  # ormscope: ignore[rows-hidden] x").alone);
        assert!(!one("a.rb", "y # ormscope: ignore[rows-hidden] x").alone);
        let several = comments("a.rb", "a\n# ormscope: ignore[rows-hidden, sti-activated] x\r\n");
        assert_eq!(several[0].line, 2);
        assert_eq!(several[0].says.as_ref().unwrap().effects, ["rows-hidden", "sti-activated"]);
    }
}
