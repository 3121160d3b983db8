//! Paths of files as paths of modules.

/// The path of a module without what its language leaves out of names.
pub(super) fn module_path(file: &str) -> String {
    if let Some(path) = file.strip_suffix(".py") {
        return path.strip_suffix("/__init__").unwrap_or(path).to_owned();
    }
    let stem = script_stem(file);
    stem.strip_suffix("/index").unwrap_or(stem).to_owned()
}

pub(super) fn script_stem(path: &str) -> &str {
    const ENDINGS: &[&str] =
        &[".d.ts", ".tsx", ".ts", ".mts", ".cts", ".jsx", ".js", ".mjs", ".cjs"];
    ENDINGS.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path)
}

pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

pub(super) fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
