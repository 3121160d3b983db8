//! Whether an INSERT names columns that nobody has set.

use crate::{
    app::Version,
    expr::{Expr, Kind},
    facts::Setting,
};

/// The first release whose defaults name every column.
const WHOLE: Version = (7, 0);

/// Whether INSERTs leave out the columns that a record was not given; `None` where nothing tells.
pub fn partial(settings: &[Setting], version: Option<Version>) -> Option<bool> {
    let named = |names: &[&str]| {
        let last = |setting: &&Setting| {
            let name = setting.name.rsplit('.').next().unwrap_or_default();
            names.contains(&name)
        };
        settings.iter().filter(last).map(|setting| &setting.value).collect::<Vec<_>>()
    };
    let said = named(&["partial_inserts", "partial_writes"]);
    let said = said.iter().find_map(|value| match value.kind {
        Kind::Bool(partial) => Some(partial),
        _ => None,
    });
    let loaded = named(&["load_defaults"]).into_iter().find_map(release);
    said.or(loaded.or(version).map(|version| version < WHOLE))
}

/// `7.0`, `"7.0"`
fn release(value: &Expr) -> Option<Version> {
    let text = match &value.kind {
        Kind::Number(text) | Kind::Text(text) => text,
        _ => return None,
    };
    super::reserved::version(text)
}
