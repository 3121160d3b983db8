//! Whose rows a name is for, by the conventions of frameworks: `@user`, `UserSerializer`,
//! `app/views/users/`.

use std::collections::HashMap;

use super::{
    scope::{Of, Typed},
    tables,
};
use crate::{app::App, orm::active_record::inflection::Inflections, syntax};

/// How many humps of a name are tried for a model's.
const MAX_HUMPS: usize = 6;

/// Names of models in every spelling, without cases and underscores.
pub(super) struct Conventions {
    rows: HashMap<String, Vec<usize>>,
    lists: HashMap<String, Vec<usize>>,
    tables: HashMap<String, Vec<usize>>,
    /// Models by their full names and by their last parts.
    classes: HashMap<String, Vec<usize>>,
    /// Classes and modules whose code runs in a model, with the models.
    hosts: HashMap<String, Vec<usize>>,
    /// Models by their full names with modules.
    qualified: HashMap<String, usize>,
    companions: Vec<String>,
    /// Models by what a client calls them.
    delegates: HashMap<String, Vec<usize>>,
}

impl Conventions {
    pub(super) fn of(app: &App) -> Conventions {
        let english = Inflections::english();
        let mut found = Conventions {
            rows: HashMap::new(),
            lists: HashMap::new(),
            tables: HashMap::new(),
            classes: HashMap::new(),
            hosts: HashMap::new(),
            qualified: HashMap::new(),
            companions: syntax::companions(),
            delegates: HashMap::new(),
        };
        // `UserRegistration` is tried before `User`.
        found.companions.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for (at, model) in app.models.iter().enumerate() {
            // A repository may hold the same schema for each kind of database.
            let before = at.checked_sub(1).and_then(|before| app.models.get(before));
            if before.is_some_and(|it| (&it.name, &it.table) == (&model.name, &model.table)) {
                continue;
            }
            for name in &model.lineage {
                found.hosts.entry(name.clone()).or_default().push(at);
            }
            found.qualified.insert(model.qualified.clone(), at);
            let last = last(&model.name);
            found.classes.entry(model.name.clone()).or_default().push(at);
            if last != model.name {
                found.classes.entry(last.to_owned()).or_default().push(at);
            }
            if model.is_abstract {
                continue;
            }
            match model.orm {
                "prisma" => found.delegates.entry(uncapitalized(&model.name)).or_default().push(at),
                "drizzle" => found.delegates.entry(model.name.clone()).or_default().push(at),
                _ => {}
            }
            let mut underscored = english.underscore(last);
            if model.orm == tables::BARE {
                underscored = english.singularize(&underscored);
            }
            found.rows.entry(squash(&underscored)).or_default().push(at);
            found.lists.entry(squash(&english.pluralize(&underscored))).or_default().push(at);
            if let Some(table) = &model.table {
                found.tables.entry(table.clone()).or_default().push(at);
            }
            // `Blog::Post`: `blog_post`
            let whole = squash(&model.name);
            if last != model.name {
                found.rows.entry(whole).or_default().push(at);
            }
        }
        found
    }

    /// What a variable of that name holds.
    pub(super) fn variable(&self, name: &str) -> Option<Typed> {
        let bare = name.trim_start_matches(['@', '_', '$']);
        let bare = bare.strip_prefix("current_").unwrap_or(bare);
        let name = squash(bare);
        if let Some(at) = only(self.rows.get(&name)) {
            return Some(Typed::likely(Of::Row(at)));
        }
        only(self.lists.get(&name)).map(|at| Typed::likely(Of::Rows(at)))
    }

    /// What a variable holds whose name ends with a model's: `remoteUser`, `existingPosts`.
    pub(super) fn ending(&self, name: &str) -> Option<Typed> {
        let humps = name.char_indices().skip(1).filter(|(_, c)| c.is_uppercase());
        humps.take(MAX_HUMPS).find_map(|(at, _)| self.variable(name.get(at..)?))
    }

    /// The model that a member of a client stands for, which is called as the model is.
    pub(super) fn delegate(&self, name: &str) -> Option<usize> {
        only(self.delegates.get(name))
    }

    /// The models of a table.
    pub(super) fn table(&self, name: &str) -> &[usize] {
        self.tables.get(name).map_or(&[], Vec::as_slice)
    }

    /// The models of that name, full or last.
    pub(super) fn class(&self, name: &str) -> &[usize] {
        self.classes.get(name).map_or(&[], Vec::as_slice)
    }

    /// The model of a label, in which cases are as good as each other: `shop.article`.
    pub(super) fn labelled(&self, label: &str) -> Option<usize> {
        let mut known = self.classes.iter().filter(|(name, _)| name.eq_ignore_ascii_case(label));
        known.next().and_then(|(_, at)| at.first().copied())
    }

    /// The models in which the code of a class or module runs.
    pub(super) fn hosts(&self, name: &str) -> &[usize] {
        self.hosts.get(name).map_or(&[], Vec::as_slice)
    }

    /// The model of that full name with its module.
    pub(super) fn qualified(&self, name: &str) -> Option<usize> {
        self.qualified.get(name).copied()
    }

    /// The model that a class serves by its name: `UserSerializer`, `Admin::UsersController`.
    pub(super) fn companion(&self, class: &str) -> Option<usize> {
        let last = last(class);
        let served = self.companions.iter().find_map(|word| last.strip_suffix(word.as_str()))?;
        self.named(served)
    }

    /// The model whose name, in one or many, a word is.
    pub(super) fn named(&self, word: &str) -> Option<usize> {
        let word = squash(word);
        only(self.rows.get(&word)).or_else(|| only(self.lists.get(&word)))
    }

    /// The model that a file serves by its path: `app/views/users/_form.html.erb`.
    pub(super) fn path(&self, path: &str) -> Option<usize> {
        let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = file.split('.').next().unwrap_or(file).trim_start_matches('_');
        let mut parts = stem.rsplit_once('_').map(|(first, _)| first).into_iter();
        self.named(stem)
            .or_else(|| parts.find_map(|first| self.named(first)))
            .or_else(|| folders.rsplit('/').take(2).find_map(|folder| self.named(folder)))
    }
}

fn only(models: Option<&Vec<usize>>) -> Option<usize> {
    match models?.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// What the client of Prisma calls a model: `user` for `User`.
pub fn uncapitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn last(name: &str) -> &str {
    name.rsplit([':', '.']).next().unwrap_or(name)
}

/// A name without what its spelling adds: `UserProfile`, `user_profile`, `userProfile`.
fn squash(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
