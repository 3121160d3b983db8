//! What `ormscope init` writes: a configuration, and a job for the CI that is found.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

use crate::config;

const CONFIG: &str = include_str!("../ci/ormscope.toml");
const GITHUB: &str = include_str!("../ci/github.yml");
const GITLAB: &str = include_str!("../ci/gitlab.yml");
/// What stands for the application's root in the jobs.
const ROOT: &str = "\".\"";

/// Writes the files that are not there yet, and returns what was done and what is left to do, a line
/// for each.
///
/// # Errors
/// When a file cannot be written.
pub fn write(root: &Path) -> anyhow::Result<Vec<String>> {
    let repository = config::repository(root);
    let top = repository.clone().unwrap_or_else(|| root.to_owned());
    let below = below(root, repository.as_deref())?;
    let mut lines = Vec::new();
    lines.push(create(root, Path::new("ormscope.toml"), CONFIG)?);

    let is_github = top.join(".github").is_dir();
    if is_github {
        let workflow = GITHUB.replace(ROOT, &below);
        lines.push(create(&top, Path::new(".github/workflows/ormscope.yml"), &workflow)?);
        lines.push(
            "next: name the repository and the commit that ormscope is taken from in the workflow"
                .to_owned(),
        );
    }
    let is_gitlab = top.join(".gitlab-ci.yml").is_file();
    if is_gitlab {
        let job = GITLAB.replace(ROOT, &below);
        lines.push(create(&top, Path::new(".gitlab/ormscope.yml"), &job)?);
        lines.push(
            "next: `include: .gitlab/ormscope.yml` in `.gitlab-ci.yml`, and set ORMSCOPE_IMAGE"
                .to_owned(),
        );
    }
    if !is_github && !is_gitlab {
        lines.push(
            "no CI was found: neither a folder `.github` nor a file `.gitlab-ci.yml`".to_owned(),
        );
    }
    Ok(lines)
}

/// The way from the repository's root to the application, between quotes.
fn below(root: &Path, repository: Option<&Path>) -> anyhow::Result<String> {
    let full = root.canonicalize();
    let full = full.with_context(|| format!("cannot read the folder `{}`", root.display()))?;
    let below = repository.and_then(|top| full.strip_prefix(top).ok()).unwrap_or(Path::new(""));
    let Some(below) = below.to_str().filter(|below| below.chars().all(is_plain)) else {
        bail!("the name of the folder `{}` would have to be quoted in a job", root.display());
    };
    Ok(if below.is_empty() { ROOT.to_owned() } else { format!("\"{below}\"") })
}

/// Whether a character means itself in a job.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ' ')
}

/// Writes a file that is not there yet.
fn create(folder: &Path, name: &Path, text: &str) -> anyhow::Result<String> {
    let path: PathBuf = folder.join(name);
    let cannot = || format!("cannot write `{}`", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(cannot)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).with_context(cannot)?;
            Ok(format!("wrote {}", name.display()))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Ok(format!("left {} as it is", name.display()))
        }
        Err(error) => Err(error).with_context(cannot),
    }
}
