//! What modules pass on that others define.

use super::{Definition, Modules, Symbol};

impl Modules<'_> {
    /// The classes that a module takes from others and so offers as its own, as indexes for
    /// [`Modules::class`]. `wanted` are the names that are looked for where it takes all there is.
    pub fn passed_on(&self, module: usize, wanted: &[&str]) -> Vec<usize> {
        let Some(home) = self.modules.get(module) else { return Vec::new() };
        let named = home.names.iter().filter_map(|(name, definition)| {
            (matches!(definition, Definition::Import(_)) && wanted.contains(name)).then_some(*name)
        });
        let all = if home.stars.is_empty() { &[] } else { wanted };
        let unnamed = all.iter().copied().filter(|name| !home.names.contains_key(name));
        let names: Vec<&str> = named.chain(unnamed).collect();
        let classes = names.into_iter().filter_map(|name| match self.named(module, name) {
            Symbol::Class(class) => Some(class),
            _ => None,
        });
        classes.collect()
    }
}
