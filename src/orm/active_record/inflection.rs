//! How Rails turns class names into table names: ActiveSupport's inflection.
//!
//! An application adds rules of its own to those of English, in
//! `config/initializers/inflections.rb`. Rules are tried latest first, the first that fits is
//! applied once, and it sees the whole underscored word: `line_equipment` ends in no uncountable
//! word, for `_` is part of a word.

mod english;

use std::{borrow::Cow, collections::BTreeMap};

use regex::{Regex, RegexBuilder};

use english::{English, PLURALS, SINGULARS, UNCOUNTED, apply, ending_start, same_letter};

/// Longer names are returned as they are; PostgreSQL and MySQL end at 63 and 64 characters.
const MAX_NAME: usize = 255;
/// More rules of one kind are not taken in; real applications have some tens.
const MAX_RULES: usize = 1000;
/// What a regular expression may take, in bytes; a usual one takes a few thousand.
const MAX_COMPILED: usize = 1 << 16;

/// The rules of English with those of the application.
#[derive(Clone, Debug)]
pub struct Inflections {
    plurals: Rules,
    singulars: Rules,
    uncountables: Vec<String>,
    /// Each acronym as it is written, by its lower case.
    acronyms: BTreeMap<String, String>,
}

/// One direction.
#[derive(Clone, Debug)]
struct Rules {
    /// In the order of declaration: the last is tried first.
    own: Vec<Rule>,
    /// In the order they are tried, after `own`.
    english: &'static [English],
}

/// A rule of the application.
#[derive(Clone, Debug)]
enum Rule {
    /// `inflect.plural "x", "ys"`: the first occurrence, wherever it is.
    Text { from: String, to: String },
    /// `inflect.plural(/(kund)e$/i, '\1en')`
    Pattern { pattern: Regex, replacement: String },
    /// Half of `inflect.irregular`: the ending `from` becomes `to`.
    Irregular { from: String, to: String },
}

impl Inflections {
    /// The rules every Rails application starts from.
    pub fn english() -> Inflections {
        Inflections {
            plurals: Rules { own: Vec::new(), english: PLURALS },
            singulars: Rules { own: Vec::new(), english: SINGULARS },
            uncountables: UNCOUNTED.split(' ').map(String::from).collect(),
            acronyms: BTreeMap::new(),
        }
    }

    /// `inflect.irregular "person", "people"`
    pub fn irregular(&mut self, singular: &str, plural: &str) {
        if self.admit(&[singular, plural]) {
            for form in [singular, plural] {
                let rule =
                    |to: &str| Rule::Irregular { from: form.to_string(), to: to.to_string() };
                self.plurals.own.push(rule(plural));
                self.singulars.own.push(rule(singular));
            }
        }
    }

    /// `inflect.uncountable "money"`
    pub fn uncountable(&mut self, word: &str) {
        if !word.is_empty() && self.uncountables.len() < MAX_RULES {
            self.uncountables.push(word.to_lowercase());
        }
    }

    /// `inflect.plural(/(kund)e$/i, '\1en')`: the source of a Ruby regular expression without its
    /// slashes, and a replacement that may name groups. False, and no rule, where the expression
    /// is one that is not understood (look-around, back-references) or too large.
    pub fn plural(&mut self, rule: &str, ignore_case: bool, replacement: &str) -> bool {
        let pattern = pattern_rule(rule, ignore_case, replacement);
        let admitted = self.admit(&[replacement]) && pattern.is_some();
        self.plurals.own.extend(pattern.filter(|_| admitted));
        admitted
    }

    /// `inflect.singular(/^(kund)en$/i, '\1e')`: as [`Inflections::plural`].
    pub fn singular(&mut self, rule: &str, ignore_case: bool, replacement: &str) -> bool {
        let pattern = pattern_rule(rule, ignore_case, replacement);
        let admitted = self.admit(&[replacement]) && pattern.is_some();
        self.singulars.own.extend(pattern.filter(|_| admitted));
        admitted
    }

    /// `inflect.plural "virus", "viruses"`: plain text, wherever it stands in the word.
    pub fn plural_text(&mut self, from: &str, to: &str) {
        if self.admit(&[from, to]) {
            self.plurals.own.push(Rule::Text { from: from.to_string(), to: to.to_string() });
        }
    }

    /// `inflect.singular "series", "serie"`: as [`Inflections::plural_text`].
    pub fn singular_text(&mut self, from: &str, to: &str) {
        if self.admit(&[from, to]) {
            self.singulars.own.push(Rule::Text { from: from.to_string(), to: to.to_string() });
        }
    }

    /// `inflect.acronym "RESTful"`
    pub fn acronym(&mut self, word: &str) {
        if !word.is_empty() && self.acronyms.len() < MAX_RULES {
            self.acronyms.insert(word.to_lowercase(), word.to_string());
        }
    }

    /// `inflect.clear`: the English rules go too.
    pub fn clear(&mut self) {
        for scope in ["plurals", "singulars", "uncountables", "acronyms"] {
            self.clear_scope(scope);
        }
    }

    /// `inflect.clear :plurals`: false where nothing is called so.
    pub fn clear_scope(&mut self, scope: &str) -> bool {
        match scope {
            "plurals" => self.plurals = Rules { own: Vec::new(), english: &[] },
            "singulars" => self.singulars = Rules { own: Vec::new(), english: &[] },
            "uncountables" => self.uncountables.clear(),
            "acronyms" => self.acronyms.clear(),
            _ => return false,
        }
        true
    }

    /// `line_item` → `line_items`
    pub fn pluralize(&self, word: &str) -> String {
        self.inflect(word, &self.plurals)
    }

    /// `line_items` → `line_item`
    pub fn singularize(&self, word: &str) -> String {
        self.inflect(word, &self.singulars)
    }

    /// `Admin::LineItem` → `admin/line_item`
    pub fn underscore(&self, name: &str) -> String {
        let capital = |byte: u8| byte.is_ascii_uppercase() || byte == b'-';
        if name.len() > MAX_NAME || !name.bytes().any(capital) && !name.contains("::") {
            return name.to_string();
        }
        let name = self.lower_acronyms(&name.replace("::", "/")).replace('-', "_");
        let mut underscored = String::new();
        let mut before = None;
        for (at, letter) in name.char_indices() {
            let next = name.as_bytes().get(at + 1).is_some_and(u8::is_ascii_lowercase);
            let starts_word = match before {
                Some('a'..='z' | '0'..='9') => true,
                Some('A'..='Z') => next,
                _ => false,
            };
            if letter.is_ascii_uppercase() && starts_word {
                underscored.push('_');
            }
            underscored.push(letter);
            before = Some(letter);
        }
        underscored.to_lowercase()
    }

    /// `admin/line_item` → `Admin::LineItem`
    pub fn camelize(&self, name: &str) -> String {
        if name.len() > MAX_NAME {
            return name.to_string();
        }
        let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let (head, mut rest) = name.split_at(name.find(|c| !lower(c)).unwrap_or(name.len()));
        let mut camelized = self.capitalized(head);
        while let Some(letter) = rest.chars().next() {
            rest = &rest[letter.len_utf8()..];
            if letter != '_' && letter != '/' {
                camelized.push(letter);
                continue;
            }
            if letter == '/' {
                camelized.push_str("::");
            }
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            camelized.push_str(&self.capitalized(&rest[..end]));
            rest = &rest[end..];
        }
        camelized
    }

    /// The table of a class that names none: `Admin::LineItem` → `line_items`. ActiveSupport's
    /// `tableize` would keep the module; Active Record drops it before it asks.
    pub fn tableize(&self, class: &str) -> String {
        self.pluralize(&self.underscore(demodulize(class)))
    }

    /// The class that a table's name suggests: `shop.line_items` → `LineItem`
    pub fn classify(&self, table: &str) -> String {
        let table = table.rsplit_once('.').map_or(table, |(_, name)| name);
        self.camelize(&self.singularize(table))
    }

    /// Takes the words of a new rule out of the uncountable ones. False where there is no room.
    fn admit(&mut self, words: &[&str]) -> bool {
        self.uncountables.retain(|word| !words.contains(&word.as_str()));
        self.plurals.own.len().max(self.singulars.own.len()) < MAX_RULES
            && words.iter().all(|word| word.len() <= MAX_NAME)
    }

    fn inflect(&self, word: &str, rules: &Rules) -> String {
        if word.is_empty() || word.len() > MAX_NAME || self.is_uncountable(word) {
            return word.to_string();
        }
        let own = rules.own.iter().rev().find_map(|rule| rule.apply(word));
        own.or_else(|| rules.english.iter().find_map(|rule| apply(rule, word)))
            .unwrap_or_else(|| word.to_string())
    }

    /// Whether the word ends in an uncountable one that begins at a boundary of words.
    fn is_uncountable(&self, word: &str) -> bool {
        self.uncountables.iter().any(|uncountable| {
            let Some(start) = ending_start(word, uncountable) else { return false };
            let before = word[..start].chars().next_back().is_some_and(in_word);
            before != word[start..].starts_with(in_word)
        })
    }

    /// The name with every acronym that stands as a unit in lower case, and a `_` between it and
    /// what precedes.
    fn lower_acronyms(&self, name: &str) -> String {
        if self.acronyms.is_empty() {
            return name.to_string();
        }
        let mut lowered = String::new();
        let mut before: Option<char> = None;
        let mut rest = name;
        while let Some(letter) = rest.chars().next() {
            let joined = before.is_some_and(|c| c.is_ascii_alphanumeric());
            let apart = before.is_some_and(in_word) != in_word(letter);
            let acronym = if joined || apart { self.acronym_at(rest) } else { None };
            let taken = acronym.map_or(letter.len_utf8(), str::len);
            match acronym {
                Some(acronym) => {
                    lowered.push_str(if joined { "_" } else { "" });
                    lowered.push_str(&acronym.to_lowercase());
                }
                None => lowered.push(letter),
            }
            before = rest[..taken].chars().next_back();
            rest = &rest[taken..];
        }
        lowered
    }

    /// The longest acronym that `text` starts with and that no lower case letter continues.
    fn acronym_at(&self, text: &str) -> Option<&str> {
        let unit = |acronym: &&String| {
            text.strip_prefix(acronym.as_str())
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
        };
        self.acronyms.values().filter(unit).max_by_key(|word| word.len()).map(String::as_str)
    }

    fn capitalized(&self, part: &str) -> String {
        if let Some(acronym) = self.acronyms.get(part) {
            return acronym.clone();
        }
        let mut part = part.to_ascii_lowercase();
        if let Some(initial) = part.get_mut(..1) {
            initial.make_ascii_uppercase();
        }
        part
    }
}

/// The name without its modules: `Admin::User` → `User`
pub fn demodulize(name: &str) -> &str {
    name.rsplit_once("::").map_or(name, |(_, last)| last)
}

impl Rule {
    /// The word with the rule applied, or `None` where it does not fit.
    fn apply(&self, word: &str) -> Option<String> {
        match self {
            Rule::Text { from, to } => {
                let (before, after) = word.split_once(from)?;
                Some(format!("{before}{to}{after}"))
            }
            Rule::Pattern { pattern, replacement } => {
                match pattern.replace(word, replacement.as_str()) {
                    Cow::Owned(replaced) => Some(replaced),
                    Cow::Borrowed(_) => None,
                }
            }
            Rule::Irregular { from, to } => irregular(from, to, word),
        }
    }
}

/// The first letter keeps its case, also where the forms do not share it; the rest loses its own.
fn irregular(from: &str, to: &str, word: &str) -> Option<String> {
    let (mut from, mut to) = (from.chars(), to.chars());
    let (old, new) = (from.next()?, to.next()?);
    let head = &word[..ending_start(word, from.as_str())?];
    let found = head.chars().next_back()?;
    let (before, rest) = (&head[..head.len() - found.len_utf8()], to.as_str());
    if old.to_uppercase().eq(new.to_uppercase()) {
        same_letter(found, old).then(|| format!("{head}{rest}"))
    } else if old.to_lowercase().eq([found]) {
        Some(format!("{before}{}{rest}", new.to_lowercase()))
    } else {
        let upper = old.to_uppercase().eq([found]);
        upper.then(|| format!("{before}{}{rest}", new.to_uppercase()))
    }
}

/// Whether Ruby's `\b` takes the character for a part of a word.
fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn pattern_rule(rule: &str, ignore_case: bool, replacement: &str) -> Option<Rule> {
    let mut pattern = RegexBuilder::new(&rust_pattern(rule));
    pattern.case_insensitive(ignore_case).multi_line(true);
    pattern.size_limit(MAX_COMPILED).dfa_size_limit(MAX_COMPILED);
    if rule.len() > MAX_NAME || replacement.contains(r"\k") {
        return None;
    }
    let pattern = pattern.build().ok()?;
    Some(Rule::Pattern { pattern, replacement: rust_replacement(replacement) })
}

/// A Ruby regular expression as the `regex` crate spells it: `\w`, `\d`, `\s` are ASCII in Ruby,
/// `\h` is a hexadecimal digit, and a name has no last line end for `\Z` to skip.
fn rust_pattern(rule: &str) -> String {
    with_escapes(rule, |escaped| match escaped {
        "w" => "[0-9A-Za-z_]".to_string(),
        "W" => "[^0-9A-Za-z_]".to_string(),
        "d" => "[0-9]".to_string(),
        "s" => r"[ \t\r\n\f\v]".to_string(),
        "h" => "[0-9A-Fa-f]".to_string(),
        "Z" => r"\z".to_string(),
        other => format!(r"\{other}"),
    })
}

/// `\1`, `\0` and `\&` of a Ruby replacement as the `regex` crate spells them.
fn rust_replacement(replacement: &str) -> String {
    with_escapes(&replacement.replace('$', "$$"), |escaped| match escaped {
        "\\" | "" => r"\".to_string(),
        "&" => "${0}".to_string(),
        "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => format!("${{{escaped}}}"),
        other => format!(r"\{other}"),
    })
}

/// The text with each backslash and the character after it respelled.
fn with_escapes(text: &str, spelling: impl Fn(&str) -> String) -> String {
    let mut spelled = String::new();
    let mut rest = text;
    while let Some((before, escaped)) = rest.split_once('\\') {
        let (letter, after) = escaped.split_at(escaped.chars().next().map_or(0, char::len_utf8));
        spelled.push_str(before);
        spelled.push_str(&spelling(letter));
        rest = after;
    }
    spelled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Singular and plural as Rails has them, which is not always as English has them.
    const COUNTED: &str = "
        post posts, comment comments, user users, day days, toy toys, soliloquy soliloquies,
        category categories, reply replies, currency currencies, entry entries, movie movies,
        search searches, branch branches, box boxes, tax taxes, fax faxes, wish wishes,
        class classes, address addresses, process processes, access accesses, business businesses,
        case cases, purchase purchases, license licenses, invoice invoices, price prices,
        database databases, house houses, warehouse warehouses, mouse mice, louse lice, man men,
        woman women, human humen, salesperson salespeople, person people, child children,
        grand_child grand_children, line_item line_items, zombie zombies, move moves, sex sexes,
        half halves, shelf shelves, wife wives, knife knives, wharf wharves, archive archives,
        objective objectives, alternative alternatives, beehive beehives, analysis analyses,
        crisis crises, thesis theses, basis bases, diagnosis diagnoses, axis axes, testis testes,
        datum data, medium media, stadium stadia, millennium millennia, index indices,
        vertex vertices, matrix matrices, appendix appendixes, prefix prefixes, bus buses,
        minibus minibuses, status statuses, order_status order_statuses, alias aliases,
        octopus octopi, virus viri, ox oxen, quiz quizzes, news news, miniseries miniseries,
        tomato tomatoes, buffalo buffaloes, photo photos, shoe shoes, video videos, fish fish,
        sheep sheep, money money, equipment equipment, police police, jeans jeans,
        office_equipment office_equipments, status_code status_codes, matrix_cell matrix_cells";

    /// Every first word of a pair must become the second.
    fn check(pairs: &str, becomes: impl Fn(&str) -> String) {
        for (word, wanted) in pairs.split(',').filter_map(|pair| pair.trim().split_once(' ')) {
            assert_eq!(becomes(word), wanted, "of {word}");
        }
    }

    #[test]
    fn english_is_what_active_support_says() {
        let rules = Inflections::english();
        check(COUNTED, |word| rules.pluralize(word));
        check(COUNTED, |word| rules.pluralize(&rules.pluralize(word)));
        for pair in COUNTED.split(',') {
            let (singular, plural) = pair.trim().split_once(' ').unwrap();
            assert_eq!(rules.singularize(plural), singular);
            assert_eq!(rules.singularize(singular), singular);
        }
        let oddities = "QUIZ QUIZzes, MAN Men, taxi taxis, safe saves, giraffe giraffes";
        check(oddities, |word| rules.pluralize(word));
        let oddities = "oxen_carts ox_carts, gas ga, caches cach, saves safe";
        check(oddities, |word| rules.singularize(word));
    }

    #[test]
    fn names_of_classes_and_tables() {
        let rules = Inflections::english();
        let classes = "LineItem line_item, Admin::HTTPServer admin/http_server, AppCDir app_c_dir,
            Area51Code area51_code, FreeBSD free_bsd, ::User /user, a-b a_b, Über Über";
        check(classes, |name| rules.underscore(name));
        let tables = "Admin::LineItem line_items, NodeChild node_children, Person people,
            OfficeEquipment office_equipments, Equipment equipment, SMSMessage sms_messages";
        check(tables, |name| rules.tableize(name));
        let suggested = "line_items LineItem, shop.line_items LineItem, admin/people Admin::Person";
        check(suggested, |name| rules.classify(name));
        let long = "Box".repeat(86);
        assert_eq!(rules.tableize(&long), long);
    }

    #[test]
    fn an_application_adds_rules() {
        let mut rules = Inflections::english();
        rules.irregular("kunde", "kunden");
        rules.irregular("cow", "kine");
        rules.uncountable("Staff");
        rules.plural_text("virus", "viruses");
        rules.irregular("fish", "fishes");
        assert!(rules.plural(r"^(artikel)\Z", true, r"\1"));
        assert!(rules.singular("(le)n$", false, r"\1"));
        assert!(!rules.plural("(?<!x)y$", false, "ies"));
        let plurals = "Kunde Kunden, GroßKunde GroßKunden, cow kine, Cow Kine, staff staff,
            virus_scan viruses_scan, fish fishes, Artikel Artikel, post posts, Straße Straßes";
        check(plurals, |name| rules.pluralize(name));
        check("regeln regeln, schulen schule", |name| rules.singularize(name));
        rules.clear();
        assert_eq!(rules.pluralize("post"), "post");
        assert!(rules.plural("^(kund)e$", true, r"\1en") && !rules.clear_scope("verbs"));
        assert_eq!(rules.tableize("Kunde"), "kunden");
    }

    #[test]
    fn acronyms_are_words() {
        let mut rules = Inflections::english();
        for acronym in ["API", "HTTP", "HTTPS", "RESTful", "PhD"] {
            rules.acronym(acronym);
        }
        let names = "RESTfulHTTPAPI restful_http_api, Admin::APIKey admin/api_key,
            HTTPSGet https_get, PhDRequired phd_required, CapiController capi_controller";
        check(names, |class| rules.underscore(class));
        check(names, |class| rules.underscore(&rules.camelize(&rules.underscore(class))));
        assert_eq!(rules.camelize("admin/restful_api"), "Admin::RESTfulAPI");
    }
}
