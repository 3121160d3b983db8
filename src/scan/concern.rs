//! Whose rows a question is about: files that may take rows matter only where they say a name that
//! leads to them.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::AhoCorasick;

use crate::{
    app::{App, Model},
    orm::{active_record::inflection::Inflections, last},
    source::Language,
};

/// How many parents of a model are followed.
const MAX_PARENTS: usize = 16;

/// The names that lead to the rows in question, in every spelling.
#[derive(Debug)]
pub struct Concern {
    /// `None` where any row is in question.
    finder: Option<AhoCorasick>,
    /// The names of the tables, where no model maps one.
    bare: Option<AhoCorasick>,
}

/// Words of SQL that the name of a table follows.
const KEYWORDS: &[&str] = &["from", "into", "join", "only", "table", "update"];

impl Concern {
    /// Any row.
    pub fn all() -> Concern {
        Concern { finder: None, bare: None }
    }

    /// The rows of some tables, or of models, by their last names: those of the models that map them
    /// or extend one that does, whose code is in a class of `edited`, and what other models call them.
    pub fn with(app: &App, subjects: &BTreeSet<&str>, edited: &BTreeSet<String>) -> Concern {
        let is_subject = |model: &Model| {
            let table = model.table.as_deref();
            table.is_some_and(|table| subjects.contains(table) || subjects.contains(last(table)))
                || subjects.contains(last(&model.name))
                || model.lineage.iter().any(|name| edited.contains(last(name)))
        };
        // They are in no order yet.
        let known: HashMap<&str, &Model> =
            app.models.iter().map(|model| (model.name.as_str(), model)).collect();
        let concerned: BTreeSet<&str> = app
            .models
            .iter()
            .filter(|model| {
                let line = std::iter::successors(Some(*model), |model| {
                    known.get(model.parent.as_deref().or(model.proxy_of.as_deref())?).copied()
                });
                line.take(MAX_PARENTS).any(is_subject)
            })
            .map(|model| model.name.as_str())
            .collect();
        let associations = app.models.iter().flat_map(|model| &model.associations);
        let names = associations
            .filter(|it| it.target.as_deref().is_some_and(|target| concerned.contains(target)))
            .map(|it| it.name.as_str());
        let tables = subjects.iter().map(|table| last(table));
        let is_bare = concerned.is_empty() && edited.is_empty();
        let bare = is_bare.then(|| insensitive(tables.clone())).flatten();
        let named = Concern::named(names.chain(tables).chain(concerned.iter().map(|it| last(it))));
        Concern { bare, ..named }
    }

    /// What goes by some names.
    pub(super) fn named<'a>(names: impl Iterator<Item = &'a str>) -> Concern {
        let english = Inflections::english();
        let mut spellings = BTreeSet::new();
        for name in names.filter(|name| !name.is_empty()) {
            let name = english.underscore(name);
            for form in [english.singularize(&name), english.pluralize(&name), name] {
                spellings.extend([form.replace('_', ""), form.replace('_', "-"), form]);
            }
        }
        Concern { finder: insensitive(spellings.iter().map(String::as_str)), bare: None }
    }

    /// Whether a file may take rows in question. To those of a table that no model maps, only statements
    /// lead in the languages of ORMs; in JavaScript, query builders do, and what is named for them.
    pub fn may_take(&self, path: &str, language: Language, text: &str) -> bool {
        match &self.bare {
            Some(tables) if !language.is_script() => {
                tables.find_iter(text).any(|found| is_asked(text, found.start(), found.end()))
            }
            _ => self.is_in(path) || self.is_in(text),
        }
    }

    /// Whether a text says one of the names, by itself or as a part of a longer one: `users`,
    /// `currentUser`, `user_params`, not `username`.
    pub fn is_in(&self, text: &str) -> bool {
        let Some(finder) = &self.finder else { return true };
        finder.find_overlapping_iter(text).any(|found| {
            let is = |at: Option<usize>, what: fn(&u8) -> bool| {
                at.and_then(|at| text.as_bytes().get(at)).is_some_and(what)
            };
            let begins = !is(found.start().checked_sub(1), u8::is_ascii_alphabetic)
                || is(Some(found.start()), u8::is_ascii_uppercase);
            begins && !is(Some(found.end()), u8::is_ascii_lowercase)
        })
    }
}

fn insensitive<'a>(names: impl Iterator<Item = &'a str>) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).build(names).ok()
}

/// Whether a word stands where a statement or a string names a table: `FROM users`, `'users'`, and no
/// module, as in `from users.models import User`.
fn is_asked(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let goes_on = |c: char| c == '_' || c == '.' || c.is_alphanumeric();
    if after.starts_with(goes_on) || after.starts_with(" import") {
        return false;
    }
    if before.ends_with(['"', '\'', '`']) {
        return true;
    }
    // `FROM public.users`
    let before = match before.strip_suffix('.') {
        Some(before) => before.trim_end_matches(|c: char| c == '_' || c.is_alphanumeric()),
        None => before,
    };
    let words = before.trim_end();
    words.len() < before.len()
        && KEYWORDS.iter().any(|keyword| {
            let at = words.len().checked_sub(keyword.len());
            at.and_then(|at| words.get(at..)).is_some_and(|it| it.eq_ignore_ascii_case(keyword))
        })
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use super::Concern;
    use crate::{
        app::{App, Model},
        source::{Language, Place, Span},
    };

    #[test]
    fn what_extends_a_model_is_concerned_in_whatever_order_they_are() {
        let place = Place { file: Arc::from("models.rb"), span: Span::default() };
        let model = |name: &str, parent: Option<&str>, table: &str| Model {
            parent: parent.map(str::to_owned),
            table: Some(table.to_owned()),
            ..Model::new(name, "active_record", &place)
        };
        let models = vec![
            model("Zebra", None, "animals"),
            model("Person", None, "people"),
            model("Admin", Some("Person"), "staff"),
        ];
        let app = App { models, ..App::default() };
        let concern = Concern::with(&app, &BTreeSet::from(["people"]), &BTreeSet::new());
        assert!(concern.is_in("current_admin.as_json") && concern.is_in("people.to_json"));
        assert!(!concern.is_in("zebras.to_json"));
    }

    #[test]
    fn only_statements_lead_to_rows_that_no_model_maps() {
        let app = App::default();
        let concern = Concern::with(&app, &BTreeSet::from(["users"]), &BTreeSet::new());
        for text in
            ["SELECT * FROM users", "update public.Users set", "Table('users')", "join `users`"]
        {
            assert!(concern.may_take("app.py", Language::Python, text), "{text}");
        }
        for text in
            ["from users import views", "from users.models import User", "users = user.all()"]
        {
            assert!(!concern.may_take("users/app.py", Language::Python, text), "{text}");
            assert!(concern.may_take("users/app.ts", Language::TypeScript, text), "{text}");
        }
    }

    #[test]
    fn names_are_found_as_parts_of_others() {
        let concern = Concern::named(["LineItem", "author"].into_iter());
        for text in [
            "render json: line_items",
            "lineitem_set.values()",
            "new LineItemService()",
            "currentAuthor.destroy()",
            "/line-items",
            "AUTHORS",
            "authors2",
        ] {
            assert!(concern.is_in(text), "{text}");
        }
        for text in ["item", "authorize(", "coauthor", "line items", "linearitem"] {
            assert!(!concern.is_in(text), "{text}");
        }
    }
}
