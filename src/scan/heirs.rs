//! The classes below some others, as far as the bytes of files tell.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use crate::orm::{Hints, last};

/// A class that a file defines.
#[derive(Clone, Debug)]
struct Definition {
    file: Arc<str>,
    /// The last part of its name.
    name: String,
    parents: Vec<Parent>,
}

/// What a class descends from.
#[derive(Clone, Debug)]
struct Parent {
    /// As the class names it.
    written: String,
    /// The last part of the name that its own file gives it.
    name: String,
    /// The module that it comes from, where the file says which; dots before it lead up from there.
    module: Option<String>,
}

/// The classes that files define.
#[derive(Debug, Default)]
pub(super) struct Defined {
    classes: Vec<Definition>,
    /// All of one name are one.
    reopen: bool,
}

impl Defined {
    /// Adds those of a file.
    pub(super) fn add(&mut self, file: &Arc<str>, hints: &Hints, reopen: bool) {
        self.reopen = reopen;
        self.classes.extend(hints.defines.iter().map(|(name, parents)| Definition {
            file: file.clone(),
            name: last(name).to_owned(),
            parents: parents.iter().map(|written| parent(written, hints)).collect(),
        }));
    }
}

fn parent(written: &str, hints: &Hints) -> Parent {
    let (path, name) = written.rsplit_once('.').unwrap_or(("", last(written)));
    let (first, inner) = written.split_once('.').unwrap_or((written, ""));
    let import = hints.imports.iter().find(|import| import.local == first);
    let (module, name) = match import {
        Some(import) if inner.is_empty() => (import.module.clone(), import.name.as_str()),
        Some(import) => {
            let inner = path.split('.').skip(1).map(str::to_owned);
            let parts: Vec<_> = [import.name.clone()].into_iter().chain(inner).collect();
            let dot = if import.module.ends_with('.') { "" } else { "." };
            (format!("{}{dot}{}", import.module, parts.join(".")), name)
        }
        None => (path.to_owned(), name),
    };
    let module = Some(module).filter(|module| !module.is_empty());
    Parent { written: written.to_owned(), name: name.to_owned(), module }
}

/// The classes below some others.
#[derive(Debug, Default)]
pub(super) struct Heirs {
    /// The last parts of their names.
    pub(super) names: BTreeSet<String>,
    /// The files that define them.
    pub(super) files: BTreeSet<Arc<str>>,
}

impl Heirs {
    /// Those that descend from one of `known`.
    pub(super) fn of(defined: &Defined, known: &BTreeSet<String>) -> Heirs {
        let classes = &defined.classes;
        let mut homes: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, class) in classes.iter().enumerate() {
            homes.entry(&class.name).or_default().push(at);
        }
        let mut below: HashMap<Node, Vec<Node>> = HashMap::new();
        let mut open = Vec::new();
        for (at, class) in classes.iter().enumerate() {
            below.entry(Node::Class(at)).or_default().push(Node::Name(&class.name));
            for parent in &class.parents {
                // A superclass that a method returns may be anything.
                if parent.written.contains('(') || known.contains(&parent.written) {
                    open.push(Node::Class(at));
                }
                let homes = homes.get(parent.name.as_str()).map_or(&[][..], Vec::as_slice);
                let is_meant = |home: &&usize| {
                    let file = &classes[**home].file;
                    match &parent.module {
                        Some(module) => fits(module, &class.file, file),
                        None => !defined.reopen && **home != at && *file == class.file,
                    }
                };
                let few = if homes.len() <= MAX_HOMES { homes } else { &[] };
                let mut meant =
                    few.iter().filter(is_meant).map(|home| Node::Class(*home)).peekable();
                let any = meant.peek().is_none().then_some(Node::Name(&parent.name));
                for above in meant.chain(any) {
                    below.entry(above).or_default().push(Node::Class(at));
                }
            }
        }
        let mut found = BTreeSet::new();
        while let Some(node) = open.pop() {
            if found.insert(node) {
                open.extend(below.get(&node).into_iter().flatten());
            }
        }
        let found = || {
            found.iter().filter_map(|node| match node {
                Node::Class(at) => classes.get(*at),
                Node::Name(_) => None,
            })
        };
        Heirs {
            names: found().map(|class| class.name.clone()).collect(),
            files: found().map(|class| class.file.clone()).collect(),
        }
    }
}

/// How many classes of one name are told apart.
const MAX_HOMES: usize = 100;

/// What others may descend from: a class, or whichever goes by a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Node<'a> {
    Class(usize),
    Name(&'a str),
}

/// Whether a module that a file imports from may be the one in `home`, or pass on what that defines.
fn fits(module: &str, file: &str, home: &str) -> bool {
    let path = module.trim_start_matches('.');
    let dots = module.len() - path.len();
    let stem = home.rsplit_once('.').map_or(home, |(stem, _)| stem);
    let inner = path.replace('.', "/");
    let begins = |text: &str| {
        let rest = text.strip_prefix(inner.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || inner.is_empty())
    };
    match file.match_indices('/').rev().nth(dots.saturating_sub(1)) {
        _ if dots == 0 => {
            let starts = [0].into_iter().chain(stem.match_indices('/').map(|(at, _)| at + 1));
            starts.into_iter().any(|at| begins(&stem[at..]))
        }
        Some((at, _)) => stem.strip_prefix(&file[..=at]).is_some_and(begins),
        None => begins(stem),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use super::{Defined, Heirs};
    use crate::orm::{Hints, Import};

    type Pairs<'a> = &'a [(&'a str, &'a str)];

    /// The files with heirs of models, of files with their classes and parents, and modules and names that
    /// they import.
    fn heirs(files: &[(&str, Pairs, Pairs)]) -> Vec<String> {
        let mut defined = Defined::default();
        for (file, defines, imports) in files {
            let defines = defines.iter().map(|(name, parent)| {
                ((*name).to_owned(), Vec::from_iter(Some((*parent).to_owned())))
            });
            let imports = imports.iter().map(|(module, name)| Import {
                local: (*name).to_owned(),
                module: (*module).to_owned(),
                name: (*name).to_owned(),
            });
            let (defines, imports) = (defines.collect(), imports.collect());
            defined.add(&Arc::from(*file), &Hints { defines, imports, ..Hints::default() }, false);
        }
        let heirs = Heirs::of(&defined, &BTreeSet::from(["models.Model".to_owned()]));
        heirs.files.iter().map(|file| file.to_string()).collect()
    }

    #[test]
    fn a_parent_is_the_one_of_the_module_that_it_comes_from() {
        let forms = ("shop/forms/mixins.py", &[("Owned", "forms.Form")][..], &[][..]);
        let models = ("shop/models/mixins.py", &[("Owned", "models.Model")][..], &[][..]);
        let child = |file, import| {
            heirs(&[forms, models, (file, &[("Shelf", "Owned")][..], &[import][..])]).len() > 1
        };
        assert!(!child("shop/forms/shelf.py", (".mixins", "Owned")));
        assert!(!child("shop/library/forms.py", ("shop.forms", "Owned")));
        assert!(child("shop/models/shelf.py", (".mixins", "Owned")));
        assert!(child("shop/library/shelf.py", ("..models.mixins", "Owned")));
        // What no file of the name fits may be any of them.
        assert!(child("shop/library/shelf.py", ("shop.kinds", "Owned")));
    }

    #[test]
    fn a_parent_of_the_same_file_is_meant_before_others() {
        let models = ("shop/models.py", &[("Node", "models.Model")][..], &[][..]);
        let views = ("shop/tree.py", &[("Node", "object"), ("Leaf", "Node")][..], &[][..]);
        assert_eq!(heirs(&[models, views]), ["shop/models.py"]);
    }
}
