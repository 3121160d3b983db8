//! Which file a module is, by the name that an import gives it.

use std::sync::PoisonError;

use super::{Module, Modules};
use crate::source::Language;

impl Modules<'_> {
    /// The module that an import means.
    pub fn locate(&self, from: usize, written: &str) -> Option<usize> {
        let home = self.modules.get(from)?;
        let known = || self.located.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(&from).and_then(|of| of.get(written)) {
            return *found;
        }
        let found = match home.language {
            Language::Python => self.locate_python(home, written),
            _ => self.locate_script(home, written),
        };
        known().entry(from).or_default().insert(written.to_owned(), found);
        found
    }

    fn locate_python(&self, home: &Module, written: &str) -> Option<usize> {
        let folder = folder_of(home.file);
        let dots = written.len() - written.trim_start_matches('.').len();
        let path = written.trim_start_matches('.').replace('.', "/");
        if dots > 0 {
            let mut base = folder;
            for _ in 1..dots {
                base = folder_of(base);
            }
            return self.by_path.get(join(base, &path).trim_end_matches('/')).copied();
        }
        let first = written.split('.').next().unwrap_or(written);
        if self.libraries.contains(&first) {
            return None;
        }
        let mut base = folder;
        loop {
            if !self.packages.contains(base)
                && let Some(found) = self.by_path.get(&join(base, &path))
            {
                return Some(*found);
            }
            if base.is_empty() {
                break;
            }
            base = folder_of(base);
        }
        // A root elsewhere in the repository, where only one fits.
        self.only_one_that_ends_with(&path)
    }

    fn locate_script(&self, home: &Module, written: &str) -> Option<usize> {
        let plain = written.split(['?', '#']).next().unwrap_or(written);
        let stem = script_stem(plain);
        if plain.starts_with('.') {
            let mut base = folder_of(home.file).to_owned();
            let mut rest = Vec::new();
            for part in stem.split('/') {
                match part {
                    "." | "" => {}
                    ".." => base = folder_of(&base).to_owned(),
                    name => rest.push(name),
                }
            }
            let path = join(&base, &rest.join("/"));
            return self.by_path.get(path.trim_end_matches('/')).copied();
        }
        // `@/models/user`, `~/models/user`, `src/models/user`: an alias of the build.
        let alias = stem.trim_start_matches(['@', '~', '#']).trim_start_matches('/');
        alias.contains('/').then(|| {
            self.only_one_that_ends_with(alias).or_else(|| {
                let (_, inner) = alias.split_once('/')?;
                inner.contains('/').then(|| self.only_one_that_ends_with(inner))?
            })
        })?
    }

    fn only_one_that_ends_with(&self, path: &str) -> Option<usize> {
        let end = path.rsplit('/').next().unwrap_or(path);
        let mut fits = self.by_end.get(end)?.iter().filter(|at| {
            let whole = &self.modules[**at].path;
            whole == path || whole.strip_suffix(path).is_some_and(|before| before.ends_with('/'))
        });
        let first = fits.next()?;
        // A name of one part is too little to go by.
        (fits.next().is_none() && path.contains('/')).then_some(*first)
    }
}

/// The path of a module without what its language leaves out of names.
pub(super) fn module_path(file: &str) -> String {
    if let Some(path) = file.strip_suffix(".py") {
        return path.strip_suffix("/__init__").unwrap_or(path).to_owned();
    }
    let stem = script_stem(file);
    stem.strip_suffix("/index").unwrap_or(stem).to_owned()
}

fn script_stem(path: &str) -> &str {
    const ENDINGS: &[&str] =
        &[".d.ts", ".tsx", ".ts", ".mts", ".cts", ".jsx", ".js", ".mjs", ".cjs"];
    ENDINGS.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
