//! What modules pass on that others define.

use std::collections::{BTreeSet, HashSet};

use super::{Definition, MAX_STEPS, Modules, Symbol};

impl Modules<'_> {
    /// The classes that modules take from others and so offer as their own, each as an index for
    /// [`Modules::class`] behind the module's. `wanted` are the names that matter.
    pub fn passed_on(&self, wanted: &HashSet<&str>) -> Vec<(usize, usize)> {
        let mut offered: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.modules.len()];
        for (at, class) in self.classes() {
            if class.outer.is_none() && wanted.contains(class.body.name.as_str()) {
                offered[class.module].insert(at);
            }
        }
        let defined = offered.clone();
        for (module, home) in self.modules() {
            for (name, definition) in &home.names {
                if matches!(definition, Definition::Import(_))
                    && wanted.contains(name)
                    && let Symbol::Class(class) = self.named(module, name)
                {
                    offered[module].insert(class);
                }
            }
        }
        // What one takes whole from another, the next may take from it.
        for _ in 0..MAX_STEPS {
            let mut grows = false;
            for (module, home) in self.modules() {
                let sources = home.stars.iter().filter_map(|star| self.locate(module, &star.from));
                for source in sources.filter(|source| *source != module).collect::<Vec<_>>() {
                    let own = |class: &usize| {
                        home.names.contains_key(self.class(*class).body.name.as_str())
                    };
                    let more: Vec<usize> =
                        offered[source].iter().copied().filter(|it| !own(it)).collect();
                    let before = offered[module].len();
                    offered[module].extend(more);
                    grows |= offered[module].len() > before;
                }
            }
            if !grows {
                break;
            }
        }
        let passed = offered.iter().zip(&defined).enumerate();
        passed
            .flat_map(|(at, (offered, own))| offered.difference(own).map(move |it| (at, *it)))
            .collect()
    }
}
