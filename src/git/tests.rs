//! Real repositories, in a temporary folder each.

use super::*;

/// A repository for one test, removed at its end.
struct Repository(PathBuf);

impl Drop for Repository {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

impl Repository {
    /// `main` with `a.rb` and `sub/b.rb`, and `topic` checked out.
    fn new(test: &str) -> Repository {
        let repository = Repository::empty(test);
        repository.git("init -q -b main");
        repository.write("a.rb", "1").write("sub/b.rb", "1").commit();
        repository.git("checkout -q -b topic");
        repository
    }

    fn empty(test: &str) -> Repository {
        let directory = env::temp_dir().join(format!("ormscope-{}-{test}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Repository(directory)
    }

    fn git(&self, arguments: &str) {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.0).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        git.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
        let output = git.args(arguments.split(' ')).output().unwrap();
        assert!(output.status.success(), "{arguments}: {output:?}");
    }

    fn write(&self, path: &str, text: &str) -> &Repository {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn commit(&self) {
        self.git("add -A");
        self.git("commit -q -m a");
    }

    /// The files that changed, added ones with a `+`, or the error.
    fn changed(&self, folder: &str) -> String {
        listed(changed(&self.0.join(folder), None, |_| None))
    }
}

fn listed(changed: Result<Changed>) -> String {
    let name = |file: &ChangedFile| format!("{}{}", if file.added { "+" } else { "" }, file.path);
    match changed {
        Ok(changed) => changed.files.iter().map(name).collect::<Vec<_>>().join(" "),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_the_branch_and_the_working_tree_add() {
    let here = Repository::new("branch");
    assert_eq!(here.changed(""), "");
    here.write(".gitignore", "*.log").write("sub/c.rb", "1").write("gone.rb", "1").commit();
    here.git("mv a.rb moved.rb");
    here.write("i.rb", "1").git("add -N i.rb");
    here.write("sub/b.rb", "2").write("sub/d.rb", "1").write("x.log", "1").write("nest/e.rb", "");
    here.git("init -q nest");
    fs::remove_file(here.0.join("gone.rb")).unwrap();
    assert_eq!(here.changed(""), "+.gitignore +i.rb +moved.rb sub/b.rb +sub/c.rb +sub/d.rb");
    assert_eq!(here.changed("sub"), "b.rb +c.rb +d.rb");
    assert_eq!(prefix(&here.0.join("sub")).as_deref(), Some("sub/"));
    assert_eq!(prefix(&here.0).as_deref(), Some(""));

    let base = changed(&here.0, Some("main"), |_| None).unwrap().base;
    assert_eq!(base.len(), 40);
    assert_eq!(show(&here.0.join("sub"), &base, "b.rb").as_deref(), Some(&b"1"[..]));
    assert_eq!(show(&here.0, &base, "a.rb").as_deref(), Some(&b"1"[..]));
    assert_eq!(show(&here.0, &base, "moved.rb"), None);
    assert_eq!(show(&here.0, &base, "sub"), None);
}

#[test]
fn many_files_are_read_at_once_each_as_alone() {
    let here = Repository::new("contents");
    here.write("empty.rb", "").write("lines.rb", "1\n2\n").write("sub/missing 3", "").commit();
    let asked = ["a.rb", "sub", "empty.rb", "no.rb", "a\nb", "sub/missing 3", "lines.rb"];
    let alone: Vec<_> = asked.iter().map(|path| show(&here.0, "HEAD", path)).collect();
    assert_eq!(contents(&here.0, "HEAD", &asked), alone);
    assert_eq!(alone.iter().flatten().count(), 4);
    assert_eq!(contents(&here.0.join("sub"), "HEAD", &["b.rb"]), [Some(b"1".to_vec())]);
    assert_eq!(contents(&here.0, "--all", &["a.rb"]), [None]);
    assert_eq!(contents(&here.0, "nothing", &["a.rb", "b"]), [None, None]);
}

#[test]
fn what_has_the_same_content_did_not_change() {
    let here = Repository::new("same");
    here.write("a.rb", "2");
    assert_eq!(here.changed(""), "a.rb");
    here.write("a.rb", "1");
    here.git("rm -q --cached sub/b.rb");
    assert_eq!(here.changed(""), "");
    here.write("sub/b.rb", "2");
    assert_eq!(here.changed(""), "sub/b.rb");
}

#[test]
fn the_base_is_where_the_branches_part() {
    let here = Repository::new("base");
    here.write("c.rb", "1").commit();
    here.git("checkout -q main");
    here.write("later.rb", "1").commit();
    assert_eq!(here.changed(""), "");
    here.git("checkout -q topic");
    assert_eq!(here.changed(""), "+c.rb");

    here.git("branch release/1 topic");
    let ci = |name: &str| (name == "GITHUB_BASE_REF").then(|| "release/1".to_string());
    assert_eq!(listed(changed(&here.0, None, ci)), "");
    assert_eq!(listed(changed(&here.0, Some("main"), ci)), "+c.rb");
    let ci = |name: &str| (name == "CHANGE_TARGET").then(|| "gone".to_string());
    let error = "`CHANGE_TARGET` names the base `gone`, which is not in this repository; fetch it, \
                 or pass `--base REV`";
    assert_eq!(listed(changed(&here.0, None, ci)), error);
    for revision in ["--all", "gone", ""] {
        let error = listed(changed(&here.0, Some(revision), |_| None));
        assert!(error.starts_with(&format!("`{revision}` is not a commit")), "{error}");
    }
    here.git("branch -m main trunk");
    assert!(here.changed("").contains("none of `origin/HEAD`, `origin/main`"));
}

#[test]
fn where_there_is_nothing_to_compare_with() {
    let here = Repository::empty("none");
    assert!(here.changed("").ends_with(
        "is not in a git repository; name the change with \
        `--migration`, `--sql` or `--add`"
    ));
    assert_eq!(prefix(&here.0), None);
    here.git("init -q");
    assert!(here.changed("").contains("has no commits yet"));

    let origin = Repository::new("origin");
    origin.write("c.rb", "1").commit();
    origin.git("checkout -q main");
    origin.write("d.rb", "1").commit();
    let clone = Repository::empty("shallow");
    let url = format!("file://{}", origin.0.display());
    clone.git(&format!("clone -q --depth 1 --branch topic {url} ."));
    assert!(clone.changed("").contains("the clone is shallow: fetch with `fetch-depth: 0`"));
    clone.git("fetch -q --depth 1 origin main:main");
    assert!(clone.changed("").starts_with("the clone is shallow and does not reach back"));
    clone.git("fetch -q --unshallow origin main:main topic");
    assert_eq!(clone.changed(""), "+c.rb");
}

#[test]
fn names_of_any_kind() {
    let here = Repository::new("names");
    let names = ["a b.rb", "-c.rb", "new\nline.rb", "quo\"te.rb", "ü\\.rb"];
    let write = |text| {
        names.iter().for_each(|name| fs::write(here.0.join(name), text).unwrap());
    };
    write("1");
    here.commit();
    here.git("branch -f main");
    write("2");
    here.write("\t.rb", "1");
    let mut wanted = names.map(String::from).to_vec();
    wanted.insert(0, "+\t.rb".to_string());
    wanted.sort_by(|one, other| one.trim_matches('+').cmp(other.trim_matches('+')));
    assert_eq!(here.changed(""), wanted.join(" "));
    write("1");
    assert_eq!(here.changed(""), "+\t.rb");
    assert_eq!(show(&here.0, "main", names[2]).as_deref(), Some(&b"1"[..]));
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf_8_is_flagged() {
    let here = Repository::new("bytes");
    fs::write(here.0.join(path_of(b"\xff.rb")), "1").unwrap();
    let files = changed(&here.0, None, |_| None).unwrap().files;
    assert_eq!(files[0], ChangedFile { path: "\u{fffd}.rb".into(), added: true, lossy: true });
}

#[test]
fn nothing_that_the_repository_names_is_run() {
    let here = Repository::new("hostile");
    here.write(".gitattributes", "* filter=evil diff=evil").commit();
    let mark = here.0.join(".git/mark");
    let evil = format!("touch {}; cat", mark.display());
    let config = "[core]\nrepositoryFormatVersion = 0\nfsmonitor = \"EVIL\"\npager = \"EVIL\"\n\
        [diff]\nexternal = \"EVIL\"\n\
        [diff \"evil\"]\ncommand = \"EVIL\"\ntextconv = \"EVIL\"\n\
        [filter \"evil\"]\nclean = \"EVIL\"\nprocess = \"EVIL\"\nrequired = true\n";
    here.write(".git/config", &config.replace("EVIL", &evil));
    here.write(".git/hooks/post-index-change", &format!("#!/bin/sh\n{evil}\n"));
    // The same size within the same second: git has to look into the file.
    here.write("a.rb", "2").write("sub/b.rb", "22").write("new.rb", "1");
    assert_eq!(here.changed(""), "+.gitattributes a.rb +new.rb sub/b.rb");
    assert!(show(&here.0, "main", "a.rb").is_some());
    assert!(!mark.exists());
    here.write(".git/config", "[filter \"a=b\"]\nclean = cat\n");
    assert!(here.changed("").contains("an odd filter"));
}

#[test]
fn a_hook_says_where_its_repository_is() {
    let here = Repository::new("hook");
    let index = |name: &str| (name == "GIT_INDEX_FILE").then(|| ".git/next-index".into());
    let found = located(&here.0.join("sub"), &here.0, index);
    assert_eq!(found[2].1, Some(here.0.join(".git/next-index")));
    assert_eq!(found[1].1, None);
    let git = here.0.join(".git").into_os_string();
    let directory = |name: &str| (name == "GIT_DIR").then(|| git.clone());
    let found = located(Path::new("."), &here.0.join("sub"), directory);
    assert_eq!(found[0].1, Some(here.0.join(".git")));
    assert_eq!(found[1].1, Some(fs::canonicalize(&here.0).unwrap()));
    let found = located(&env::temp_dir(), &here.0, directory);
    assert!(found.iter().all(|(_, value)| value.is_none()));
}
