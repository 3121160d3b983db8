//! The ancestors of a class, in the order in which they are asked.

use std::sync::Arc;

use super::{Ancestor, Class, MAX_ANCESTORS, Modules, Symbol, path_of};
use crate::{
    expr::{Expr, Kind},
    source::Language,
};

impl<'a> Modules<'a> {
    /// The superclasses of a class as written, each followed.
    pub fn parents(&self, class: usize) -> Vec<Ancestor> {
        let class = self.class(class);
        class.body.parents.iter().filter_map(|parent| self.ancestor(class, parent)).collect()
    }

    fn ancestor(&self, class: &Class<'a>, parent: &Expr) -> Option<Ancestor> {
        // `class Query(BaseQuery[User])`
        let parent = match &parent.kind {
            Kind::Index(of, _) => of,
            _ => parent,
        };
        match self.resolve(class.module, parent) {
            Symbol::Class(found) => Some(Ancestor::Class(found)),
            Symbol::Value(home, value) if let Some(made) = self.made(home, value) => {
                Some(Ancestor::Class(made))
            }
            _ => match self.made(class.module, parent) {
                Some(made) => Some(Ancestor::Class(made)),
                None => self.library_name(class.module, parent).map(Ancestor::Library),
            },
        }
    }

    /// The class that a function of Python defines and returns: `class Article(make_base("shop"))`.
    fn made(&self, module: usize, expr: &Expr) -> Option<usize> {
        let call = expr.call().filter(|call| call.called)?;
        let path = match &call.receiver {
            None => call.name.clone(),
            Some(receiver) => format!("{}.{}", path_of(receiver)?, call.name),
        };
        let Symbol::Function(home, def, _) = self.named(module, &path) else { return None };
        if self.module(home).language != Language::Python {
            return None;
        }
        let mut returned = None;
        def.body.walk(&mut |part| {
            if let Kind::Exit(Some(value)) = &part.kind {
                returned = returned.or(value.name());
            }
        });
        let is_made = |class: &Class| {
            class.outer.is_none()
                && class.function.is_some_and(|around| std::ptr::eq(around, def))
                && Some(class.body.name.as_str()) == returned
        };
        self.classes().find(|(_, class)| is_made(class)).map(|(at, _)| at)
    }

    /// The class and its ancestors in the order in which Python asks them (C3); where there is no
    /// such order, depth first.
    pub fn lineage(&self, class: usize) -> Arc<[Ancestor]> {
        let mut path = Vec::new();
        self.linearized(class, &mut path).unwrap_or_else(|| {
            let mut found = Vec::new();
            self.descend(class, &mut found);
            self.kept(class, found)
        })
    }

    /// The full names of the class and of its ancestors that the application defines.
    pub fn ancestry(&self, class: usize) -> Vec<String> {
        let lineage = self.lineage(class);
        let own = lineage.iter().filter_map(|ancestor| match ancestor {
            Ancestor::Class(at) => Some(self.qualified(*at)),
            Ancestor::Library(_) => None,
        });
        own.collect()
    }

    /// Each class is asked for many times.
    fn kept(&self, class: usize, lineage: Vec<Ancestor>) -> Arc<[Ancestor]> {
        let lineage: Arc<[Ancestor]> = lineage.into();
        match self.lineages.get(class) {
            Some(cell) => cell.get_or_init(|| lineage).clone(),
            None => lineage,
        }
    }

    fn linearized(&self, class: usize, path: &mut Vec<usize>) -> Option<Arc<[Ancestor]>> {
        if let Some(known) = self.lineages.get(class).and_then(|cell| cell.get()) {
            return Some(known.clone());
        }
        if path.contains(&class) || path.len() > MAX_ANCESTORS {
            return None;
        }
        path.push(class);
        let parents = self.parents(class);
        let mut lists: Vec<Vec<Ancestor>> = Vec::new();
        for parent in &parents {
            lists.push(match parent {
                Ancestor::Class(parent) => self.linearized(*parent, path)?.to_vec(),
                Ancestor::Library(_) => vec![parent.clone()],
            });
        }
        path.pop();
        lists.push(parents);
        let mut merged = vec![Ancestor::Class(class)];
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return Some(self.kept(class, merged));
            }
            if merged.len() > MAX_ANCESTORS {
                return None;
            }
            let next = lists.iter().filter_map(|list| list.first()).find(|first| {
                !lists.iter().any(|list| list.iter().skip(1).any(|other| other == *first))
            })?;
            let next = next.clone();
            for list in &mut lists {
                if list.first() == Some(&next) {
                    list.remove(0);
                }
            }
            merged.push(next);
        }
    }

    fn descend(&self, class: usize, found: &mut Vec<Ancestor>) {
        if found.contains(&Ancestor::Class(class)) || found.len() > MAX_ANCESTORS {
            return;
        }
        found.push(Ancestor::Class(class));
        for parent in self.parents(class) {
            match parent {
                Ancestor::Class(parent) => self.descend(parent, found),
                library if !found.contains(&library) => found.push(library),
                _ => {}
            }
        }
    }
}
