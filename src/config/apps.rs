//! `[[app]]`: several applications under one root, each with models and tables of its own.

use std::path::{Component, Path};

use anyhow::{Context, bail};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{at, line_of, string, unknown};

/// The keys of an entry.
pub(super) const KEYS: [&str; 2] = ["database", "path"];

/// One application of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its folder from the root of the scan, with `/`; empty for the root itself.
    pub path: String,
    /// What its database is called here: those of the same name have the same tables.
    pub database: Option<String>,
}

/// The entries in the order of the file.
pub(super) fn entries(
    text: &str,
    value: &Spanned<DeValue<'_>>,
) -> anyhow::Result<Vec<Application>> {
    let (line, kind) = (line_of(text, value), value.get_ref().type_str());
    let list = value.get_ref().as_array();
    let list = list.with_context(|| {
        format!("line {line}: `app` is a list of tables (`[[app]]`), not: {kind}")
    })?;
    let mut apps: Vec<Application> = Vec::new();
    for value in list {
        let line = line_of(text, value);
        let table = value.get_ref().as_table();
        let table = table
            .with_context(|| format!("line {line}: an entry of `app` is a table (`[[app]]`)"))?;
        let app = entry(text, line, table)?;
        if apps.iter().any(|known| known.path == app.path) {
            bail!("line {line}: there is an `app` of the path `{}` already", app.path);
        }
        apps.push(app);
    }
    Ok(apps)
}

fn entry(text: &str, line: usize, table: &DeTable<'_>) -> anyhow::Result<Application> {
    let (mut path, mut database) = (None, None);
    for (key, value) in table {
        let line = line_of(text, key);
        let context = || at(line, key);
        match key.get_ref().as_ref() {
            "path" => path = Some(string(value).and_then(|it| folder(&it)).with_context(context)?),
            "database" => database = Some(string(value).with_context(context)?),
            name => {
                let known = KEYS.map(|key| format!("app.{key}"));
                let known = known.iter().map(String::as_str);
                bail!("line {line}: {}", unknown("key", &format!("app.{name}"), known))
            }
        }
    }
    let path = path.with_context(|| format!("line {line}: an `app` has a `path`"))?;
    Ok(Application { path, database })
}

/// A folder below the configuration's, in its shortest form.
fn folder(text: &str) -> anyhow::Result<String> {
    let mut names = Vec::new();
    for part in Path::new(text).components() {
        match part {
            Component::Normal(name) => names.push(name.to_string_lossy()),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                bail!("`{text}` does not lead to a folder below the configuration")
            }
        }
    }
    Ok(names.join("/"))
}

/// The applications as seen from a folder that `prefix` leads to: those outside of it are left out,
/// and one that holds it is the whole.
pub(super) fn below(apps: Vec<Application>, prefix: &str) -> Vec<Application> {
    if prefix.is_empty() {
        return apps;
    }
    let inside = |path: &str, folder: &str| {
        folder.is_empty() || path == folder || path.starts_with(&format!("{folder}/"))
    };
    let apps = apps.into_iter().filter_map(|app| {
        if inside(prefix, &app.path) {
            return Some(Application { path: String::new(), ..app });
        }
        let path = app.path.strip_prefix(prefix)?.strip_prefix('/')?.to_owned();
        Some(Application { path, ..app })
    });
    apps.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_written_in_one_way() {
        assert_eq!(folder("./apps//shop/").unwrap(), "apps/shop");
        assert_eq!(folder(".").unwrap(), "");
        for wrong in ["../a", "/a", "a/../b"] {
            assert!(folder(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn applications_are_seen_from_the_root_of_the_scan() {
        let apps = || {
            let app = |path: &str| Application { path: path.to_owned(), database: None };
            vec![app("apps/shop"), app("apps/shop-admin"), app("apps/shop/engine")]
        };
        let paths =
            |prefix| below(apps(), prefix).into_iter().map(|app| app.path).collect::<Vec<_>>();
        assert_eq!(paths(""), ["apps/shop", "apps/shop-admin", "apps/shop/engine"]);
        assert_eq!(paths("apps"), ["shop", "shop-admin", "shop/engine"]);
        assert_eq!(paths("apps/shop"), ["", "engine"]);
        assert_eq!(paths("apps/shop/models"), [""]);
        assert_eq!(paths("lib"), [""; 0]);
    }
}
