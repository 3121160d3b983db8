//! What is on by default: releases turn settings, and `load_defaults` takes them over.

use crate::{
    app::Version,
    expr::{Expr, Kind},
    facts::Setting,
};

/// Whether one of these settings is on that is on, or off, from a release on; `None` where nothing
/// tells. `release` is the one that the application bundles.
///
/// Source: <https://guides.rubyonrails.org/v8.0/configuring.html#versioned-default-values>.
pub fn is_on(
    settings: &[Setting],
    names: &[&str],
    turned: (Version, bool),
    release: Option<Version>,
) -> Option<bool> {
    let named = |names: &[&str]| {
        let last = |setting: &&Setting| {
            let name = setting.name.rsplit('.').next().unwrap_or_default();
            names.contains(&name)
        };
        settings.iter().filter(last).map(|setting| &setting.value).collect::<Vec<_>>()
    };
    let said = named(names).iter().find_map(|value| match value.kind {
        Kind::Bool(on) => Some(on),
        _ => None,
    });
    let (since, on) = turned;
    let loads = named(&["load_defaults"]);
    // An application that loads none keeps those of before they were numbered.
    let configures = |setting: &Setting| setting.place.file.ends_with("config/application.rb");
    let original = (loads.is_empty() && settings.iter().any(configures)).then_some((0, 0));
    let loaded = loads.into_iter().find_map(written).or(original);
    said.or(loaded.or(release).map(|version| (version >= since) == on))
}

/// `7.0`, `"7.0"`
fn written(value: &Expr) -> Option<Version> {
    let text = match &value.kind {
        Kind::Number(text) | Kind::Text(text) => text,
        _ => return None,
    };
    super::reserved::version(text)
}
