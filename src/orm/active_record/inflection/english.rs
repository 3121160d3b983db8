//! The rules of English, as ActiveSupport has them.
//!
//! They are those of ActiveSupport 7 and 8, which are frozen by policy
//! (`activesupport/lib/active_support/inflections.rb`).

/// Where an English rule applies, what it keeps (any of these), what it cuts off (any of these)
/// and what it puts there. What is kept keeps its case, as a group of a regular expression does.
pub(super) type English = (At, &'static [&'static str], &'static [&'static str], &'static str);

#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    /// The end of the word.
    End,
    /// The end of the word, after a character that is none of these.
    EndAfterNot(&'static str),
    /// The word from start to end.
    Whole,
    /// The start of the word, whatever follows.
    Start,
}

/// From ActiveSupport's last plural to its first. `ß` is here because Ruby takes it for `ss`
/// where case does not matter.
pub(super) const PLURALS: &[English] = &[
    (At::End, &["z"], &["ombies", "ombie"], "ombies"),
    (At::End, &["m"], &["oves", "ove"], "oves"),
    (At::End, &["s"], &["exes", "ex"], "exes"),
    (At::End, &["c"], &["hildren", "hild"], "hildren"),
    (At::End, &["m"], &["en", "an"], "en"),
    (At::End, &["p"], &["eople", "erson"], "eople"),
    (At::End, &["quiz"], &[""], "zes"),
    (At::Whole, &["oxen"], &[""], ""),
    (At::Whole, &["ox"], &[""], "en"),
    (At::Whole, &["m", "l"], &["ice", "ouse"], "ice"),
    (At::End, &["matr", "vert", "ind"], &["ix", "ex"], "ices"),
    (At::End, &["x", "ch", "ss", "ß", "sh"], &[""], "es"),
    (At::EndAfterNot("aeiouy"), &[""], &["y"], "ies"),
    (At::End, &["qu"], &["y"], "ies"),
    (At::End, &["hive"], &[""], "s"),
    (At::EndAfterNot("f"), &[""], &["fe"], "ves"),
    (At::End, &["l", "r"], &["f"], "ves"),
    (At::End, &[""], &["sis"], "ses"),
    (At::End, &["t", "i"], &["a", "um"], "a"),
    (At::End, &["buffal", "tomat"], &["o"], "oes"),
    (At::End, &["bu"], &["s"], "ses"),
    (At::End, &["alias", "status"], &[""], "es"),
    (At::End, &["octop", "vir"], &["i", "us"], "i"),
    (At::Whole, &["ax", "test"], &["is"], "es"),
    (At::End, &[""], &["s", ""], "s"),
];

/// From ActiveSupport's last singular to its first.
pub(super) const SINGULARS: &[English] = &[
    (At::End, &["z"], &["ombies", "ombie"], "ombie"),
    (At::End, &["m"], &["oves", "ove"], "ove"),
    (At::End, &["s"], &["exes", "ex"], "ex"),
    (At::End, &["c"], &["hildren", "hild"], "hild"),
    (At::End, &["m"], &["en", "an"], "an"),
    (At::End, &["p"], &["eople", "erson"], "erson"),
    (At::End, &["database"], &["s"], ""),
    (At::End, &["quiz"], &["zes"], ""),
    (At::End, &["matr"], &["ices"], "ix"),
    (At::End, &["vert", "ind"], &["ices"], "ex"),
    // NOTE: this rule has no end, so `oxen_carts` becomes `ox_carts` and keeps its last `s`.
    (At::Start, &["ox"], &["en"], ""),
    (At::End, &["alias", "status"], &["es", ""], ""),
    (At::End, &["octop", "vir"], &["us", "i"], "us"),
    (At::Whole, &["a"], &["xis", "xes"], "xis"),
    (At::End, &["cris", "test"], &["is", "es"], "is"),
    (At::End, &["shoe"], &["s"], ""),
    (At::End, &["o"], &["es"], ""),
    (At::End, &["bus"], &["es", ""], ""),
    (At::Whole, &["m", "l"], &["ice"], "ouse"),
    (At::End, &["x", "ch", "ss", "ß", "sh"], &["es"], ""),
    (At::End, &["m"], &["ovies"], "ovie"),
    (At::End, &["s"], &["eries"], "eries"),
    (At::EndAfterNot("aeiouy"), &[""], &["ies"], "y"),
    (At::End, &["qu"], &["ies"], "y"),
    (At::End, &["l", "r"], &["ves"], "f"),
    (At::End, &["tive", "hive"], &["s"], ""),
    (At::EndAfterNot("f"), &[""], &["ves"], "fe"),
    (At::End, SIS_TO_SES, &["sis", "ses"], "sis"),
    (At::End, &["t", "i"], &["a"], "um"),
    (At::End, &["n"], &["ews"], "ews"),
    (At::End, &["ss"], &[""], ""),
    (At::End, &[""], &["s"], ""),
];

const SIS_TO_SES: &[&str] = &["analy", "ba", "diagno", "parenthe", "progno", "synop", "the"];

pub(super) const UNCOUNTED: &str =
    "equipment information rice money species series fish sheep jeans police";

/// The word with an English rule applied, or `None` where it does not fit.
pub(super) fn apply(&(at, keeps, cuts, put): &English, word: &str) -> Option<String> {
    let fit = |keep: &str, cut: &str| {
        let (word, tail) = match at {
            At::Start => word.split_at_checked(keep.len() + cut.len())?,
            At::End | At::EndAfterNot(_) | At::Whole => (word, ""),
        };
        let kept = &word[..ending_start(word, cut)?];
        let before = &kept[..ending_start(kept, keep)?];
        let last = before.chars().next_back().map(|c| c.to_ascii_lowercase());
        let fits = match at {
            At::End => true,
            At::EndAfterNot(letters) => last.is_some_and(|c| !letters.contains(c)),
            At::Start | At::Whole => before.is_empty(),
        };
        fits.then(|| format!("{kept}{put}{tail}"))
    };
    cuts.iter().find_map(|cut| keeps.iter().find_map(|keep| fit(keep, cut)))
}

/// Where `ending` starts in a word that ends in it, whatever the case.
pub(super) fn ending_start(word: &str, ending: &str) -> Option<usize> {
    let mut start = word.len();
    let mut letters = word.char_indices().rev();
    for wanted in ending.chars().rev() {
        let (at, found) = letters.next()?;
        if !same_letter(found, wanted) {
            return None;
        }
        start = at;
    }
    Some(start)
}

pub(super) fn same_letter(one: char, other: char) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(&other);
    }
    one == other
        || one.to_lowercase().eq(other.to_lowercase())
        || one.to_uppercase().eq(other.to_uppercase())
}
