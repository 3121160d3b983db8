//! A tree of files in a temporary folder, and the program run in it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

/// A folder that is removed with this value.
pub(crate) struct Tree(PathBuf);

/// What a run of the program left behind.
pub(crate) struct Run {
    /// The exit status; `None` when a signal ended the run.
    pub(crate) status: Option<i32>,
    /// The standard output.
    pub(crate) out: String,
    /// The standard error.
    pub(crate) err: String,
}

impl Tree {
    /// An empty folder. The name tells trees of one test program apart.
    pub(crate) fn new(name: &str) -> Tree {
        let root = env::temp_dir().join(format!("ormscope-{name}-{}", process::id()));
        // What a run that was killed left behind.
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        Tree(root.canonicalize().unwrap())
    }

    /// The full path of something in the tree.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// Writes a file, and the folders that it is in.
    pub(crate) fn file(&self, path: &str, text: impl AsRef<[u8]>) -> &Tree {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// A program that knows nothing of the machine it runs on: no CI, no user, no configuration.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>, folder: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", env::var_os("PATH").unwrap_or_default());
        command.env("HOME", &self.0).env("GIT_CONFIG_NOSYSTEM", "1");
        // Looking for a repository ends here, wherever the temporary folder is.
        command.env("GIT_CEILING_DIRECTORIES", self.0.parent().unwrap());
        command.current_dir(self.0.join(folder));
        command
    }

    /// Runs ormscope in a folder of the tree.
    pub(crate) fn ormscope(&self, folder: &str, arguments: &[&str]) -> Run {
        finish(self.command(env!("CARGO_BIN_EXE_ormscope"), folder).args(arguments))
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(Path::new(&self.0));
    }
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
