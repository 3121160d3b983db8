//! Several applications under one root: whose files are whose, and which of them a change concerns.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::bail;

use crate::{change::Change, config::Application};

/// One application with what is proposed to its tables.
#[derive(Debug)]
pub struct Part<'a> {
    apps: &'a [Application],
    own: Option<&'a Application>,
    /// What is proposed, in order.
    pub changes: Vec<Change>,
}

impl Part<'_> {
    /// Whether a file belongs to it; what belongs to no application belongs to the root.
    pub fn has(&self, file: &str) -> bool {
        owner(self.apps, file) == self.own
    }

    /// Its folder, where there are several applications.
    pub fn folder(&self) -> Option<&str> {
        self.own.map(|app| app.path.as_str()).filter(|path| !path.is_empty())
    }
}

/// The applications that changes concern: those that hold them, those with the same database, and
/// those of which code was edited.
///
/// # Errors
/// When a change may be about any of them.
pub fn parts<'a>(
    apps: &'a [Application],
    changes: Vec<Change>,
    edited: &BTreeSet<Arc<str>>,
) -> anyhow::Result<Vec<Part<'a>>> {
    if apps.is_empty() {
        return Ok(vec![Part { apps, own: None, changes }]);
    }
    let homeless = changes.iter().find(|change| change.place.is_none());
    if let (Some(change), [app, _, ..]) = (homeless, apps) {
        bail!(
            "`{}` may be about any of {} applications; name the root of one: `ormscope check {}`",
            change.text,
            apps.len(),
            if app.path.is_empty() { "." } else { &app.path },
        );
    }
    let home = |change: &Change| match &change.place {
        Some(place) => owner(apps, &place.file),
        None => apps.first(),
    };
    let all = apps.iter().map(Some).chain([None]);
    let parts = all.map(|own| {
        let concerns = |change: &&Change| {
            let home = home(change);
            let database = |app: Option<&Application>| app.and_then(|app| app.database.clone());
            home == own || (database(own).is_some() && database(home) == database(own))
        };
        let changes = changes.iter().filter(concerns).cloned().collect();
        Part { apps, own, changes }
    });
    let concerned =
        |part: &Part| !part.changes.is_empty() || edited.iter().any(|file| part.has(file));
    Ok(parts.filter(concerned).collect())
}

/// Every application, and the root if there is none.
pub fn all(apps: &[Application]) -> Vec<Part<'_>> {
    let none = apps.is_empty().then_some(None);
    let parts = apps.iter().map(Some).chain(none);
    parts.map(|own| Part { apps, own, changes: Vec::new() }).collect()
}

/// The innermost application that a file lies in.
fn owner<'a>(apps: &'a [Application], file: &str) -> Option<&'a Application> {
    let inside = |app: &&Application| {
        let below = file.strip_prefix(&app.path);
        app.path.is_empty() || below.is_some_and(|rest| rest.starts_with('/'))
    };
    apps.iter().filter(inside).max_by_key(|app| app.path.len())
}
