//! The folders that are open in an editor: each is an application's root.

use std::path::{Path, PathBuf};

use lsp_types::{InitializeParams, Uri, WorkspaceFoldersChangeEvent};

use super::address;

/// The roots that are served.
#[derive(Debug, Default)]
pub(super) struct Folders {
    roots: Vec<PathBuf>,
}

impl Folders {
    /// The folders of an editor; where it names none, the one that the server was started for.
    pub(super) fn of(given: &InitializeParams, started: &Path) -> Folders {
        let mut folders = Folders::default();
        let named = given.workspace_folders.iter().flatten();
        named.for_each(|folder| folders.add(&folder.uri));
        if folders.roots.is_empty() {
            folders.roots.extend(started.canonicalize());
        }
        folders
    }

    /// Takes folders in and lets others go.
    pub(super) fn change(&mut self, event: &WorkspaceFoldersChangeEvent) {
        for folder in &event.removed {
            let gone = address::path(&folder.uri);
            let gone = gone.map(|path| path.canonicalize().unwrap_or(path));
            self.roots.retain(|root| Some(root) != gone.as_ref());
        }
        event.added.iter().for_each(|folder| self.add(&folder.uri));
    }

    fn add(&mut self, uri: &Uri) {
        let root = address::path(uri).and_then(|path| path.canonicalize().ok());
        if let Some(root) = root.filter(|root| root.is_dir() && !self.roots.contains(root)) {
            self.roots.push(root);
        }
    }

    /// The root that a document lies below, the innermost of several, also where links or `..` lead
    /// out of one on the way.
    pub(super) fn root(&self, path: &Path) -> Option<&Path> {
        let path = resolved(path)?;
        let above = self.roots.iter().filter(|root| path.starts_with(root));
        above.max_by_key(|root| root.components().count()).map(PathBuf::as_path)
    }
}

/// Where a path leads; of what is not there, its folder says so.
fn resolved(path: &Path) -> Option<PathBuf> {
    if let Ok(path) = path.canonicalize() {
        return Some(path);
    }
    Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?))
}
