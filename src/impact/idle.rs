//! Models that a branch takes away, and that no query asked for before.

use std::cell::Cell;

use super::Impact;
use crate::{app::Model, orm::last, source::Language, uses::uncapitalized, walk};

/// ORMs whose rows are reached by the name of their class, of a relation that names it, or by SQL. Sorted.
const BY_CLASS: &[&str] = &["django", "flask_sqlalchemy", "sqlalchemy", "sqlmodel"];

impl Impact<'_> {
    /// Whether the branch takes away a model that nothing asked for at the base. What the branch leaves as
    /// it was cannot ask for it either.
    pub fn is_idle(&self, old: &Model) -> bool {
        if !self.before.based || self.now(old).is_some() {
            return false;
        }
        match old.orm {
            "prisma" => !self.is_asked_by_client(old),
            // What deletes rows of Django looks for those with a key to them.
            "django" if !old.associations.is_empty() => false,
            orm if BY_CLASS.binary_search(&orm).is_ok() => !self.is_named_by_code(old),
            _ => false,
        }
    }

    /// Whether code of the base reaches rows of a model of Prisma, by the name of the model or of a
    /// relation.
    fn is_asked_by_client(&self, old: &Model) -> bool {
        let client = uncapitalized(&old.name);
        let models = self.before.app.models.iter();
        let relations = models.flat_map(|model| &model.associations);
        let relations = relations.filter(|it| it.target.as_ref() == Some(&old.name));
        let relations: Vec<&str> = relations.map(|it| it.name.as_str()).collect();
        self.base_texts(Language::is_script).any(|text| {
            is_word(text, &client, is_client)
                || relations.iter().any(|name| is_word(text, name, is_asked))
        })
    }

    /// Whether code of the base does more with a class of Python than to write it down, to import it and to
    /// hand it on, or names its table.
    fn is_named_by_code(&self, old: &Model) -> bool {
        let class = last(&old.name);
        let Some(table) = old.table.as_deref() else { return true };
        let texts = self.base_texts(|language| language == Language::Python);
        let texts: Vec<String> = texts.map(without_imports).collect();
        let by_table = |text: &String| is_word(text, table, |before, _| !is_table_name(before));
        // What deletes a row of the other side looks for those that a `backref` leads to.
        let leads_back = |text: &String| {
            is_word(text, class, |_, _| true) && is_word(text, "backref", |_, _| true)
        };
        texts.iter().any(|text| by_table(text) || leads_back(text))
            || is_class_named(&texts, class, &Cell::new(MAX_CLASSES))
    }

    fn base_texts(&self, reads: impl Fn(Language) -> bool) -> impl Iterator<Item = &str> {
        let texts = self.before.texts.iter().filter(move |(file, _)| {
            !walk::is_test(file) && Language::of(file).is_some_and(&reads)
        });
        texts.map(|(_, text)| &**text)
    }
}

/// Of how many classes that serve a model it is asked whether anything names them.
const MAX_CLASSES: u32 = 8;

/// Whether a class is named other than where it is written down, and in `model = …` of classes that nothing
/// names in turn: of so many more of these.
fn is_class_named(texts: &[String], class: &str, classes: &Cell<u32>) -> bool {
    let names = |before: &str, _: &str| {
        if before.ends_with("class ") {
            return false;
        }
        let serves = before.trim_end().strip_suffix('=').map(str::trim_end);
        let left = classes.get();
        if left == 0 || !serves.is_some_and(|it| it.ends_with(" model")) {
            return true;
        }
        classes.set(left - 1);
        let around = before.rfind("\nclass ").and_then(|at| before.get(at + "\nclass ".len()..));
        let around = around.and_then(|head| head.split(['(', ':']).next());
        around.is_none_or(|around| is_class_named(texts, around, classes))
    };
    texts.iter().any(|text| is_word(text, class, names))
}

/// The lines of Python that are no part of an import or of `__all__`.
fn without_imports(text: &str) -> String {
    let mut open = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        let starts =
            ["from ", "import ", "__all__"].iter().any(|word| line.trim_start().starts_with(word));
        if open > 0 || starts {
            let count = |brackets: [char; 2]| line.matches(brackets).count();
            open = (open + count(['(', '['])).saturating_sub(count([')', ']']));
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Whether what follows is the name that a class gives its table: `__tablename__ = "`, `db_table = "`.
fn is_table_name(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\'']).trim_end();
    let name = before.strip_suffix('=').map(str::trim_end);
    name.is_some_and(|name| name.ends_with("__tablename__") || name.ends_with("db_table"))
}

/// Whether a name stands in a text as a word, with such a text before it and behind it.
fn is_word(text: &str, name: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + name.len()..).unwrap_or_default();
        !before.ends_with(is_part) && !behind.starts_with(is_part) && fits(before, behind)
    })
}

/// Whether rows of a model of Prisma are asked for: `prisma.post.findMany()`, `prisma['post']`.
fn is_client(before: &str, behind: &str) -> bool {
    let goes_on = behind.trim_start().starts_with(['.', '?', '[', ')', ';']);
    before.ends_with('.') && goes_on || before.ends_with("['") || before.ends_with("[\"")
}

/// Whether a relation of Prisma is asked for: `posts: true`, `posts: { … }`, `.posts()`.
fn is_asked(before: &str, behind: &str) -> bool {
    let value = behind.trim_start().strip_prefix(':').map(str::trim_start);
    let is_key = value.is_some_and(|value| value.starts_with('{') || value.starts_with("true"));
    is_key || before.ends_with('.') && behind.starts_with('(')
}
