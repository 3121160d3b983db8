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
        self.only_one_that_ends_with(&path, None)
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
            let home = Some(&**home.file);
            self.only_one_that_ends_with(alias, home).or_else(|| {
                let (_, inner) = alias.split_once('/')?;
                inner.contains('/').then(|| self.only_one_that_ends_with(inner, home))?
            })
        })?
    }

    /// The one module whose path has that end. Where packages of one repository have the same, it is the
    /// one of the package that the home lies in: below the folder that the path is written from.
    fn only_one_that_ends_with(&self, path: &str, home: Option<&str>) -> Option<usize> {
        // A name of one part is too little to go by.
        if !path.contains('/') {
            return None;
        }
        let end = path.rsplit('/').next().unwrap_or(path);
        let root = |at: usize| {
            let before = self.modules[at].path.strip_suffix(path)?;
            (before.is_empty() || before.ends_with('/')).then_some(before)
        };
        let fits = self.by_end.get(end)?.iter().filter_map(|at| Some((*at, root(*at)?)));
        let fits: Vec<(usize, &str)> = fits.collect();
        if let [(only, _)] = fits.as_slice() {
            return Some(*only);
        }
        let home = home?;
        let mut around = fits.iter().filter(|(_, root)| !root.is_empty() && home.starts_with(root));
        let (first, _) = around.next()?;
        around.next().is_none().then_some(*first)
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
