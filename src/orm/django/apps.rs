//! Which Django application a module belongs to: its label begins the names of its tables.
//!
//! Source: `django/apps/config.py` and `registry.py` of Django 5.2
//! (`get_containing_app_config`: the longest name that contains the module wins).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    expr::{Expr, Kind},
    modules::{Ancestor, Modules},
    orm,
};

/// The applications of a project.
#[derive(Debug, Default)]
pub struct Apps {
    /// Labels by the dotted name of the package.
    labels: BTreeMap<String, String>,
    /// Folders that hold migrations.
    migrated: BTreeSet<String>,
}

impl Apps {
    /// Finds configurations, installed applications and folders of migrations. `paths` are the
    /// files of the repository.
    pub fn new<'p>(modules: &Modules, paths: impl Iterator<Item = &'p str>) -> Apps {
        let mut apps = Apps::default();
        for path in paths {
            if let Some((folder, _)) = path.rsplit_once("/migrations/") {
                apps.migrated.insert(folder.replace('/', "."));
            }
        }
        for (_, module) in modules.modules() {
            for statement in module.program.statements() {
                let Kind::Assign(target, value) = &statement.kind else { continue };
                let named = target.name().is_some_and(|name| name.ends_with("_APPS"));
                if named {
                    value.walk(&mut |part| {
                        if let Kind::Text(name) = &part.kind {
                            apps.install(name);
                        }
                    });
                }
            }
        }
        for (at, class) in modules.classes() {
            let is_config = modules.lineage(at).iter().any(|ancestor| match ancestor {
                Ancestor::Library(name) => orm::last(name).ends_with("AppConfig"),
                Ancestor::Class(_) => false,
            });
            if !is_config {
                continue;
            }
            let setting = |wanted: &str| {
                class.body.body.statements().iter().find_map(|statement| match &statement.kind {
                    Kind::Assign(target, value) if target.name() == Some(wanted) => {
                        value.text().map(str::to_owned)
                    }
                    _ => None,
                })
            };
            let Some(name) = setting("name") else { continue };
            let label = setting("label").unwrap_or_else(|| orm::last(&name).to_owned());
            apps.labels.insert(name, label);
        }
        apps
    }

    /// Takes an entry of `INSTALLED_APPS`: a package, or a configuration class in it.
    fn install(&mut self, name: &str) {
        let is_path = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
        };
        if !is_path(name) || orm::last(name).starts_with(char::is_uppercase) {
            return;
        }
        self.labels.entry(name.to_owned()).or_insert_with(|| orm::last(name).to_owned());
    }

    /// The label of the application that holds a module, by its dotted name.
    pub fn label(&self, module: &str) -> Option<String> {
        let mut package = module;
        loop {
            // The root of the repository may lie above the root of its modules.
            let ends = |name: &str| package.strip_suffix(name).is_some_and(|o| o.ends_with('.'));
            let longest = || {
                let within = self.labels.iter().filter(|(name, _)| ends(name));
                within.max_by_key(|(name, _)| name.len()).map(|(_, label)| label)
            };
            if let Some(label) = self.labels.get(package).or_else(longest) {
                return Some(label.clone());
            }
            if self.migrated.contains(package) {
                return Some(orm::last(package).to_owned());
            }
            match package.rsplit_once('.') {
                Some((outer, _)) => package = outer,
                None => break,
            }
        }
        // `accounts.models.user` belongs to `accounts`.
        let parts: Vec<_> = module.split('.').collect();
        let at = parts.iter().rposition(|part| *part == "models");
        let app = match at {
            Some(at) => parts.get(at.checked_sub(1)?),
            None => parts.get(parts.len().checked_sub(2)?),
        };
        app.map(|app| (*app).to_owned())
    }
}

/// The texts of a list, through constants and sums of lists.
pub fn texts(modules: &Modules, module: usize, expr: &Expr) -> Vec<String> {
    let mut found = Vec::new();
    match &expr.kind {
        Kind::List(members) => {
            found.extend(members.iter().flat_map(|member| texts(modules, module, member)));
        }
        Kind::Binary(left, op, right) if op == "+" => {
            found.extend(texts(modules, module, left));
            found.extend(texts(modules, module, right));
        }
        _ => found.extend(modules.text(module, expr)),
    }
    found
}
