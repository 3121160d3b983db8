//! What the repository around the scanned files says: which files changed, and what they were.
//!
//! The only module that runs a program, and the program is `git`. A scanned repository may be
//! hostile, so nothing that its configuration or its attributes name is run: no hook, file system
//! monitor, filter, diff driver, pager or transport. Only plumbing is called, with `-z`.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    ffi::OsString,
    fs,
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    path::{Path, PathBuf, absolute},
    process::{Command, Output, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

/// The files that differ from the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The full hash of the merge base of `HEAD` and the base.
    pub base: String,
    /// What the base is called: `origin/main`.
    pub name: String,
    /// Files that were added or modified since, sorted: uncommitted and untracked ones included,
    /// ignored and deleted ones not.
    pub files: Vec<ChangedFile>,
    /// Files that the base has and the working tree has not, sorted.
    pub gone: Vec<String>,
}

/// A file of the working tree that the base does not have, or has with other content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedFile {
    /// Relative to the root of the scan, with `/`.
    pub path: String,
    /// Whether the base has no file of this path.
    pub added: bool,
    /// Whether the name is not UTF-8, so that `path` only resembles it and cannot be opened.
    pub lossy: bool,
}

/// Larger blobs are not read.
const MAX_BLOB: u64 = 16 << 20;

const INSTEAD: &str = "name the change with `--migration`, `--sql` or `--add`";
const UNSHALLOW: &str =
    "fetch with `fetch-depth: 0` or `git fetch --unshallow`, or pass `--base REV`";

/// Where CI says what a change is to be merged into, a branch or a commit; and what another
/// variable must hold for it to mean that.
const CI: &[(&str, Condition)] = &[
    // GitHub, Gitea and Forgejo.
    ("GITHUB_BASE_REF", None),
    ("CI_MERGE_REQUEST_DIFF_BASE_SHA", None),
    ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", None),
    ("BITBUCKET_PR_DESTINATION_BRANCH", None),
    ("BUILDKITE_PULL_REQUEST_BASE_BRANCH", None),
    // Jenkins.
    ("CHANGE_TARGET", None),
    // Azure Pipelines: `refs/heads/main`, or `main` of a repository on GitHub.
    ("SYSTEM_PULLREQUEST_TARGETBRANCH", None),
    ("DRONE_TARGET_BRANCH", Some(("DRONE_BUILD_EVENT", "pull_request"))),
    // Woodpecker.
    ("CI_COMMIT_TARGET_BRANCH", Some(("CI_PIPELINE_EVENT", "pull_request"))),
    ("TRAVIS_BRANCH", Some(("TRAVIS_EVENT_TYPE", "pull_request"))),
    ("CIRRUS_BASE_BRANCH", None),
    ("CODEBUILD_WEBHOOK_BASE_REF", None),
    ("SEMAPHORE_GIT_BRANCH", Some(("SEMAPHORE_GIT_REF_TYPE", "pull-request"))),
    ("BITRISEIO_GIT_BRANCH_DEST", None),
];

type Condition = Option<(&'static str, &'static str)>;

/// Where no one says, the base is the first of these that exists.
const USUAL: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

/// The files under `root` that were added or modified since the merge base of `HEAD` with `base`;
/// where that is `None`, with what CI (by `env`) or convention names. Errors say what would help.
pub fn changed(
    root: &Path,
    base: Option<&str>,
    env: impl Fn(&str) -> Option<String>,
) -> Result<Changed> {
    let history = history(root)?;
    let base = base_commit(root, history, base, env).and_then(|(name, commit)| {
        merge_base(root, history, &name, &commit).map(|base| (name, base))
    });
    if base.is_err() && commit_of(root, "HEAD")?.is_none() {
        bail!("the git repository of `{}` has no commits yet; {INSTEAD}", root.display());
    }
    let (name, base) = base?;
    let (files, gone) = differing(root, &base)?;
    Ok(Changed { files, gone, name, base })
}

/// The path of `root` inside its repository with a `/` at the end, empty at the top; `None`
/// outside a repository.
pub fn prefix(root: &Path) -> Option<String> {
    let output = run(root, &["rev-parse", "--is-inside-work-tree", "--show-prefix"]).ok()?;
    let text = text_of(&output)?;
    let prefix = text.strip_prefix("true\n")?;
    Some(prefix.to_string())
}

/// The content of a file, whose path is relative to `root`, in a revision. `None` where it is not
/// there, where it is no file, or where it is larger than 16 MiB.
pub fn show(root: &Path, revision: &str, path: &str) -> Option<Vec<u8>> {
    if revision.is_empty() || revision.starts_with('-') {
        return None;
    }
    let mut git = git(root);
    git.args(["cat-file", "blob", &format!("{revision}:./{path}")]);
    let mut child = git.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut content = Vec::new();
    let read = child.stdout.take()?.take(MAX_BLOB + 1).read_to_end(&mut content);
    let whole = read.is_ok() && content.len() as u64 <= MAX_BLOB;
    if !whole {
        child.kill().ok()?;
    }
    (child.wait().ok()?.success() && whole).then_some(content)
}

/// The contents of files, whose paths are relative to `root`, in a revision: one for each path, `None`
/// as for [`show`]. One git answers for all.
pub fn contents(root: &Path, revision: &str, paths: &[&str]) -> Vec<Option<Vec<u8>>> {
    let mut found: Vec<Option<Vec<u8>>> = vec![None; paths.len()];
    if revision.is_empty() || revision.starts_with('-') {
        return found;
    }
    // A name of two lines would be two questions.
    let asked: Vec<usize> = (0..paths.len()).filter(|at| !paths[*at].contains('\n')).collect();
    let list: String = asked.iter().map(|at| format!("{revision}:./{}\n", paths[*at])).collect();
    let mut git = git(root);
    git.args(["cat-file", "--batch"]).stdin(Stdio::piped());
    let Ok(mut child) = git.stdout(Stdio::piped()).stderr(Stdio::null()).spawn() else {
        return found;
    };
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return found;
    };
    thread::scope(|scope| {
        // A git that stops reading stops answering too.
        scope.spawn(move || stdin.write_all(list.as_bytes()).is_ok());
        let mut answers = BufReader::new(stdout);
        for at in asked {
            match blob(&mut answers) {
                Ok(content) => found[at] = content,
                Err(_) => break,
            }
        }
    });
    child.wait().ok();
    found
}

/// The next answer of a batch: a blob, if it is one.
fn blob(answers: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    if answers.read_line(&mut head)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    // `HASH KIND SIZE`, or what was asked for and why it is not there.
    let mut parts = head.trim_end().rsplit(' ');
    let Some(size) = parts.next().and_then(|size| size.parse::<u64>().ok()) else {
        return Ok(None);
    };
    let wanted = parts.next() == Some("blob") && size <= MAX_BLOB;
    let mut content = Vec::new();
    let mut rest = answers.take(size + 1);
    match wanted {
        true => io::copy(&mut rest, &mut content)?,
        false => io::copy(&mut rest, &mut io::sink())?,
    };
    content.pop();
    Ok(wanted.then_some(content))
}

/// How far back the clone goes.
#[derive(Clone, Copy, Debug)]
enum History {
    Whole,
    Shallow,
}

/// What there is of the history, once it is known that there is one.
fn history(root: &Path) -> Result<History> {
    let output = run(root, &["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"])?;
    let Some(text) = text_of(&output) else {
        let why = complaint(&output);
        if why.contains("not a git repository") {
            bail!("`{}` is not in a git repository; {INSTEAD}", root.display());
        }
        let trust = match why.contains("dubious ownership") {
            true => "trust it with `git config --global --add safe.directory DIR`, or ",
            false => "",
        };
        bail!("git cannot read the repository of `{}`: {why}; {trust}{INSTEAD}", root.display());
    };
    if !text.starts_with("true") {
        bail!("`{}` is not in the working tree of a git repository; {INSTEAD}", root.display());
    }
    Ok(if text.ends_with("true") { History::Shallow } else { History::Whole })
}

/// The commit to compare with, and its name.
fn base_commit(
    root: &Path,
    history: History,
    asked: Option<&str>,
    env: impl Fn(&str) -> Option<String>,
) -> Result<(String, String)> {
    let missing = match history {
        History::Shallow => format!("the clone is shallow: {UNSHALLOW}"),
        History::Whole => "fetch it, or pass `--base REV`".to_string(),
    };
    if let Some(revision) = asked {
        let Some(commit) = commit_of(root, revision)? else {
            bail!("`{revision}` is not a commit of this repository; {missing}");
        };
        return Ok((revision.to_string(), commit));
    }
    let named = named_by_ci(env);
    for (_, value) in &named {
        let branch = short(value);
        let [remote, local] =
            ["remotes/origin", "heads"].map(|kind| format!("refs/{kind}/{branch}"));
        if let Some(found) = first_commit(root, &[&remote, &local, value])? {
            return Ok(found);
        }
    }
    // Another base would be compared with what this change does not contain.
    if let Some((variable, value)) = named.first() {
        bail!("`{variable}` names the base `{value}`, which is not in this repository; {missing}");
    }
    if let Some(found) = first_commit(root, &USUAL)? {
        return Ok(found);
    }
    match history {
        History::Shallow => bail!("no base to compare with: {missing}"),
        History::Whole => bail!(
            "no base to compare with: none of {} exists; pass `--base REV`",
            USUAL.map(|name| format!("`{}`", short(name))).join(", ")
        ),
    }
}

/// The variables by which CI names a base, with their values.
fn named_by_ci(env: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, String)> {
    let mut named = Vec::new();
    for &(variable, condition) in CI {
        let holds = condition.is_none_or(|(other, wanted)| env(other).as_deref() == Some(wanted));
        let value = env(variable).filter(|value| holds && !value.is_empty());
        named.extend(value.map(|value| (variable, value)));
    }
    named
}

/// `refs/heads/main` → `main`, `refs/remotes/origin/main` → `origin/main`
fn short(name: &str) -> &str {
    let name = name.strip_prefix("refs/heads/").unwrap_or(name);
    name.strip_prefix("refs/remotes/").unwrap_or(name)
}

fn first_commit(root: &Path, revisions: &[&str]) -> Result<Option<(String, String)>> {
    for revision in revisions {
        if let Some(commit) = commit_of(root, revision)? {
            return Ok(Some((short(revision).to_string(), commit)));
        }
    }
    Ok(None)
}

fn commit_of(root: &Path, revision: &str) -> Result<Option<String>> {
    if revision.starts_with('-') {
        return Ok(None);
    }
    let commit = format!("{revision}^{{commit}}");
    Ok(text_of(&run(root, &["rev-parse", "--verify", "--quiet", &commit])?))
}

fn merge_base(root: &Path, history: History, name: &str, commit: &str) -> Result<String> {
    let output = run(root, &["merge-base", "HEAD", commit])?;
    match (text_of(&output), history) {
        (Some(base), _) => Ok(base),
        (None, History::Shallow) => bail!(
            "the clone is shallow and does not reach back to where `HEAD` left `{name}`: {UNSHALLOW}"
        ),
        (None, History::Whole) => {
            bail!("`HEAD` and `{name}` have no commit in common; pass another `--base REV`")
        }
    }
}

/// The files under `root` that differ from a commit, and those that are gone.
fn differing(root: &Path, base: &str) -> Result<(Vec<ChangedFile>, Vec<String>)> {
    let mut diff = git(root);
    diff.args(filters_off(root)?).args(["diff-index", "--raw", "-z", "--no-renames"]);
    diff.args(["--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all"]);
    let diff = finished(diff.args(["--relative", base, "--", "."]))?;
    let untracked = finished(git(root).args(["ls-files", "--others", "--exclude-standard", "-z"]))?;

    let mut files = BTreeMap::new();
    let mut deleted = BTreeMap::new();
    let mut unsure = BTreeMap::new();
    let mut fields = diff.split(|&byte| byte == 0);
    while let (Some(entry), Some(path)) = (fields.next(), fields.next()) {
        let entry = String::from_utf8_lossy(entry);
        let parts: Vec<&str> = entry.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old, new, status] = parts[..] else {
            bail!("git answered with `{entry}`, which is no entry of a difference");
        };
        if status == "D" {
            deleted.insert(path.to_vec(), old.to_string());
        } else if new_mode != SUBMODULE && (old != new || status != "M") {
            files.insert(path.to_vec(), status == "A" || old_mode == SUBMODULE);
            // A file whose times changed has no hash until someone reads it.
            if status == "M" && new.bytes().all(|digit| digit == b'0') {
                unsure.insert(path.to_vec(), old.to_string());
            }
        }
    }
    // A path that ends in `/` is a repository of its own.
    for path in untracked.split(|&byte| byte == 0).filter(|path| !path.is_empty()) {
        if !path.ends_with(b"/") {
            let old = deleted.remove(path);
            files.insert(path.to_vec(), old.is_none());
            unsure.extend(old.map(|old| (path.to_vec(), old)));
        }
    }
    for path in unchanged(root, &unsure) {
        files.remove(&path);
    }
    let mut changed = Vec::new();
    for (path, added) in files {
        if fs::symlink_metadata(root.join(path_of(&path))).is_ok() {
            let lossy = std::str::from_utf8(&path).is_err();
            let path = String::from_utf8_lossy(&path).into_owned();
            changed.push(ChangedFile { path, added, lossy });
        }
    }
    let gone = deleted.into_keys().filter_map(|path| String::from_utf8(path).ok()).collect();
    Ok((changed, gone))
}

const SUBMODULE: &str = "160000";

/// Options that switch off the filters which the configuration defines: comparing a file whose
/// times are too fresh to tell would run them.
fn filters_off(root: &Path) -> Result<Vec<String>> {
    let names = run(root, &["config", "-z", "--name-only", "--get-regexp", r"^filter\."])?;
    let mut options = Vec::new();
    let names = String::from_utf8_lossy(&names.stdout).into_owned();
    let drivers: BTreeSet<&str> =
        names.split('\0').filter_map(|name| Some(name.rsplit_once('.')?.0)).collect();
    for driver in drivers {
        // `-c` would take what stands before the `=` for the name.
        if driver.contains(['=', '\u{fffd}']) {
            bail!("the configuration of git has `{}`, an odd filter; {INSTEAD}", plain(driver));
        }
        for off in ["clean=", "smudge=", "process=", "required=false"] {
            options.extend(["-c".to_string(), format!("{driver}.{off}")]);
        }
    }
    Ok(options)
}

/// Those of the files, by path, whose content has the hash given.
fn unchanged(root: &Path, files: &BTreeMap<Vec<u8>, String>) -> Vec<Vec<u8>> {
    let is_file = |path: &[u8]| {
        fs::symlink_metadata(root.join(path_of(path))).is_ok_and(|metadata| metadata.is_file())
    };
    let files: Vec<_> = files.iter().filter(|(path, _)| is_file(path)).collect();
    let Ok(root) = absolute(root) else { return Vec::new() };
    let mut list = String::new();
    for (path, _) in &files {
        list += &quoted(root.join(path_of(path)).as_os_str().as_encoded_bytes());
    }
    // NOTE: with `--no-filters` a file with converted line ends counts as changed; without it the
    // filters of `.gitattributes` would run.
    let mut git = git(&root);
    git.args(["hash-object", "--no-filters", "--stdin-paths"]).stdin(Stdio::piped());
    let hashes = if files.is_empty() { None } else { answer(&mut git, list.as_bytes()) };
    let hashes = hashes.unwrap_or_default();
    let same = files.iter().zip(hashes.lines()).filter(|((_, old), hash)| old.as_str() == *hash);
    same.map(|((path, _), _)| path.to_vec()).collect()
}

/// What git prints when it reads `input`, or `None` where it fails.
fn answer(git: &mut Command, input: &[u8]) -> Option<String> {
    let mut child = git.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut stdin = child.stdin.take()?;
    let output = thread::scope(|scope| {
        // A git that stops reading says so by its status.
        scope.spawn(move || stdin.write_all(input).is_ok());
        child.wait_with_output()
    });
    text_of(&output.ok()?)
}

/// A line that git reads as a path, whatever is in it.
fn quoted(path: &[u8]) -> String {
    let octal: String = path.iter().map(|byte| format!("\\{byte:03o}")).collect();
    format!("\"{octal}\"\n")
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// A call of git on the repository around `root` that can run nothing else.
fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["--no-pager", "--no-optional-locks"]);
    for setting in [
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "core.pager=cat",
        "diff.external=",
        "protocol.allow=never",
    ] {
        git.args(["-c", setting]);
    }
    git.stdin(Stdio::null());
    git.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    // The list of allowed transports outweighs what a configuration allows one by one.
    git.env("GIT_ALLOW_PROTOCOL", "").env("GIT_NO_LAZY_FETCH", "1");
    git.env_remove("GIT_EXTERNAL_DIFF");
    let here = env::current_dir().unwrap_or_default();
    for (variable, value) in located(root, &here, |name| env::var_os(name)) {
        match value {
            Some(value) => git.env(variable, value),
            None => git.env_remove(variable),
        };
    }
    git
}

/// The variables by which a hook that runs in `here` says where its repository is, as they read
/// from anywhere; without their values where `root` is not in that repository.
fn located(
    root: &Path,
    here: &Path,
    env: impl Fn(&str) -> Option<OsString>,
) -> Vec<(&'static str, Option<PathBuf>)> {
    let [directory, tree, index] =
        ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"].map(|name| Some(here.join(env(name)?)));
    if directory.is_none() && tree.is_none() && index.is_none() {
        return Vec::new();
    }
    let root = fs::canonicalize(here.join(root)).unwrap_or_default();
    let top =
        |folder: &Path| folder.ancestors().find(|up| up.join(".git").exists()).map(PathBuf::from);
    let (inside, tree) = match tree {
        Some(tree) => {
            (fs::canonicalize(&tree).is_ok_and(|tree| root.starts_with(tree)), Some(tree))
        }
        // With a `GIT_DIR` alone, git takes the directory it runs in for the top.
        None => {
            let here = fs::canonicalize(here).unwrap_or_default();
            let tree = top(&here).unwrap_or(here);
            let inside = root.starts_with(&tree) && top(&root).is_none_or(|top| top == tree);
            (inside, directory.is_some().then_some(tree))
        }
    };
    [("GIT_DIR", directory), ("GIT_WORK_TREE", tree), ("GIT_INDEX_FILE", index)]
        .map(|(name, value)| (name, value.filter(|_| inside)))
        .to_vec()
}

fn run(root: &Path, arguments: &[&str]) -> Result<Output> {
    output(git(root).args(arguments))
}

fn output(git: &mut Command) -> Result<Output> {
    match git.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("`git` is not installed, or not in `PATH`; {INSTEAD}")
        }
        output => output.context("`git` could not be run"),
    }
}

/// What a call prints that has to succeed.
fn finished(git: &mut Command) -> Result<Vec<u8>> {
    let output = output(git)?;
    if !output.status.success() {
        bail!("git cannot tell what changed: {}; {INSTEAD}", complaint(&output));
    }
    Ok(output.stdout)
}

/// What a call printed, without the last line end; `None` where it failed.
fn text_of(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    output.status.success().then(|| text.to_string())
}

/// What git says of a failure, on one line.
fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| line.starts_with("fatal: ")).or(text.lines().next());
    let line = line.unwrap_or("no reason given");
    plain(line.strip_prefix("fatal: ").unwrap_or(line))
}

/// The text without control characters.
fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect()
}

#[cfg(test)]
mod tests;
