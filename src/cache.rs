//! What earlier runs made of texts, and what they said: two files for each repository, in the user's
//! cache folder.
//!
//! An entry is found by a hash of all that it was made of. A file of another build, or one that is
//! damaged, counts as empty and is written anew; two runs that write at once leave the file of one of
//! them.

use std::{
    collections::{HashMap, HashSet},
    env, fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process,
    sync::{Mutex, PoisonError},
    time::{Duration, UNIX_EPOCH},
};

/// What the file begins with; the last byte is the form of what follows.
const MAGIC: &[u8; 8] = b"ormscop\x01";

/// A larger file is not read, and none is written: a million lines take a third of it.
const MAX_BYTES: usize = 128 * 1024 * 1024;

/// Fewer texts are read as fast as a file with what was made of them.
const MIN_TEXTS: usize = 100;

/// An entry goes when as many runs in turn that wrote the file had no use for it.
const MAX_IDLE: u8 = 10;

/// Files of repositories that nothing was written about for this long are removed.
const MAX_AGE: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// What a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shelf {
    /// What was made of texts.
    #[default]
    Code,
    /// What was said.
    Answers,
}

impl Shelf {
    const ALL: [Shelf; 2] = [Shelf::Code, Shelf::Answers];

    /// The ending of its files.
    fn ending(self) -> &'static str {
        match self {
            Shelf::Code => "code",
            Shelf::Answers => "answers",
        }
    }

    /// How many entries are worth a file.
    fn least(self) -> usize {
        match self {
            Shelf::Code => MIN_TEXTS,
            Shelf::Answers => 1,
        }
    }
}

/// Magic, build, hash of the index, number of entries.
const HEAD: usize = 8 + 32 + 32 + 4;

/// Key, hash of the content, its length, runs without use.
const ROW: usize = 32 + 32 + 4 + 1;

/// The hash of what an entry was made of.
pub type Key = [u8; 32];

/// What is kept of a repository. The default keeps nothing.
#[derive(Debug, Default)]
pub struct Cache {
    file: Option<PathBuf>,
    shelf: Shelf,
    build: Key,
    bytes: Vec<u8>,
    known: HashMap<Key, Entry>,
    new: Mutex<HashMap<Key, Vec<u8>>>,
    used: Mutex<HashSet<Key>>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: usize,
    length: usize,
    hash: Key,
    idle: u8,
}

impl Cache {
    /// What is kept of the repository at a root, in a folder of such files.
    pub fn open(folder: &Path, root: &Path, shelf: Shelf) -> Cache {
        let (Ok(root), Some(build)) = (root.canonicalize(), build()) else {
            return Cache::default();
        };
        let name = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
        let file = folder.join(format!("{}.{}", &name[..16], shelf.ending()));
        Cache::read(file, build, shelf)
    }

    fn read(file: PathBuf, build: Key, shelf: Shelf) -> Cache {
        let bytes = bytes(&file).unwrap_or_default();
        let (known, bytes) = match index(&bytes, &build) {
            Some(known) => (known, bytes),
            None => Default::default(),
        };
        Cache { file: Some(file), shelf, build, bytes, known, ..Cache::default() }
    }

    /// Whether anything is kept at all.
    pub fn is_open(&self) -> bool {
        self.file.is_some()
    }

    /// The key of what is made of these bytes.
    pub fn key(parts: [&[u8]; 2]) -> Key {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        hasher.finalize().into()
    }

    /// What was kept under a key.
    pub fn get(&self, key: &Key) -> Option<&[u8]> {
        let entry = self.known.get(key)?;
        let content = self.bytes.get(entry.start..entry.start.checked_add(entry.length)?)?;
        if blake3::hash(content) != entry.hash {
            return None;
        }
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(*key);
        Some(content)
    }

    /// Keeps something under a key, once the file is written.
    pub fn put(&self, key: Key, content: Vec<u8>) {
        self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(key, content);
    }

    /// Writes the file, if there is enough to write. A cache that cannot be written is none.
    pub fn save(&self) {
        let Some(file) = &self.file else { return };
        let new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if new.is_empty() || (self.known.is_empty() && new.len() < self.shelf.least()) {
            return;
        }
        if let Ok(content) = self.content(&new) {
            let _ = replace(file, &content);
        }
        if let Some(folder) = file.parent() {
            let _ = tidy(folder);
        }
    }

    /// The whole file: what is new, and of the rest what was used last.
    fn content(&self, new: &HashMap<Key, Vec<u8>>) -> io::Result<Vec<u8>> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rows: Vec<(u8, Key, &[u8])> =
            new.iter().map(|(key, content)| (0, *key, content.as_slice())).collect();
        for (key, entry) in self.known.iter().filter(|(key, _)| !new.contains_key(*key)) {
            let idle = if used.contains(key) { 0 } else { entry.idle.saturating_add(1) };
            let content = self.bytes.get(entry.start..entry.start + entry.length);
            rows.extend(content.filter(|_| idle <= MAX_IDLE).map(|content| (idle, *key, content)));
        }
        rows.sort_unstable_by_key(|(idle, key, _)| (*idle, *key));
        let mut size = HEAD;
        rows.retain(|(.., content)| {
            size = size.saturating_add(ROW + content.len());
            size <= MAX_BYTES
        });
        let mut index = Vec::with_capacity(rows.len() * ROW);
        for (idle, key, content) in &rows {
            index.extend_from_slice(key);
            // Damage that is there already must not be made to look whole.
            let hash = match new.contains_key(key) {
                true => blake3::hash(content).into(),
                false => self.known.get(key).map_or([0; 32], |entry| entry.hash),
            };
            index.extend_from_slice(&hash);
            let length = u32::try_from(content.len()).map_err(io::Error::other)?;
            index.extend_from_slice(&length.to_le_bytes());
            index.push(*idle);
        }
        let count = u32::try_from(rows.len()).map_err(io::Error::other)?;
        let mut all = Vec::with_capacity(size.min(MAX_BYTES));
        all.extend_from_slice(MAGIC);
        all.extend_from_slice(&self.build);
        all.extend_from_slice(blake3::hash(&index).as_bytes());
        all.extend_from_slice(&count.to_le_bytes());
        all.extend_from_slice(&index);
        rows.iter().for_each(|(.., content)| all.extend_from_slice(content));
        Ok(all)
    }
}

/// What tells this program from another build of it: what is kept is not what another would make.
fn build() -> Option<Key> {
    let program = env::current_exe().ok()?;
    let metadata = program.metadata().ok()?;
    let written = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let told = format!("{} {} {written}", env!("CARGO_PKG_VERSION"), metadata.len());
    Some(Cache::key([told.as_bytes(), program.as_os_str().as_encoded_bytes()]))
}

fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::symlink_metadata(file)?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES as u64 {
        return Err(io::Error::other("no cache"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    fs::File::open(file)?.take(MAX_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The entries of a file; `None` where it is none of this build, or damaged.
fn index(bytes: &[u8], build: &Key) -> Option<HashMap<Key, Entry>> {
    let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(build)?;
    let (hash, rest) = rest.split_first_chunk::<32>()?;
    let (count, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*count)).ok()?.checked_mul(ROW)?;
    let (index, contents) = rest.split_at_checked(length)?;
    if blake3::hash(index) != *hash {
        return None;
    }
    let mut known = HashMap::with_capacity(index.len() / ROW);
    let mut start = HEAD + index.len();
    for row in index.chunks_exact(ROW) {
        let (key, row) = row.split_first_chunk::<32>()?;
        let (hash, row) = row.split_first_chunk::<32>()?;
        let (length, row) = row.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        known.insert(*key, Entry { start, length, hash: *hash, idle: *row.first()? });
        start = start.checked_add(length)?;
    }
    (start == HEAD + index.len() + contents.len()).then_some(known)
}

/// Puts a file in the place of another at once.
fn replace(file: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = file.with_extension(format!("{}.new", process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    // It tells of code that others may not see.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Where another run writes under this name, it is left to it.
    let mut out = options.open(&beside)?;
    let done = out.write_all(content).and_then(|()| fs::rename(&beside, file));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done
}

/// Removes the files of repositories that are gone.
fn tidy(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        let endings = Shelf::ALL.map(Shelf::ending).into_iter().chain(["new"]);
        let ours = path.extension().is_some_and(|it| endings.clone().any(|ending| it == ending));
        let age = entry.metadata().and_then(|it| it.modified()).map(|it| it.elapsed());
        if ours && matches!(age, Ok(Ok(age)) if age > MAX_AGE) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILD: Key = [7; 32];

    /// An own folder, which is gone afterwards.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let folder = env::temp_dir().join(format!("ormscope-{name}-{}", process::id()));
            fs::create_dir_all(&folder).unwrap();
            Folder(folder)
        }

        fn file(&self) -> PathBuf {
            self.0.join("a.code")
        }

        /// A cache with as many entries, on disk.
        fn filled(&self, count: usize) -> Vec<Key> {
            let cache = Cache::read(self.file(), BUILD, Shelf::Code);
            let keys: Vec<Key> = (0..count).map(|n| Cache::key([b"x", &n.to_le_bytes()])).collect();
            for (n, key) in keys.iter().enumerate() {
                cache.put(*key, n.to_le_bytes().to_vec());
            }
            cache.save();
            keys
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_was_put_is_there_in_the_next_run() {
        let folder = Folder::new("kept");
        let keys = folder.filled(MIN_TEXTS);
        let cache = Cache::read(folder.file(), BUILD, Shelf::Code);
        for (n, key) in keys.iter().enumerate() {
            assert_eq!(cache.get(key), Some(&n.to_le_bytes()[..]));
        }
        assert_eq!(cache.get(&Cache::key([b"x", b""])), None);
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn few_texts_are_not_worth_a_file() {
        let folder = Folder::new("few");
        folder.filled(MIN_TEXTS - 1);
        assert!(!folder.file().exists());
    }

    #[test]
    fn another_build_does_not_trust_it() {
        let folder = Folder::new("build");
        let keys = folder.filled(MIN_TEXTS);
        assert_eq!(Cache::read(folder.file(), [8; 32], Shelf::Code).get(&keys[0]), None);
    }

    #[test]
    fn damage_is_never_an_answer() {
        let folder = Folder::new("damage");
        let keys = folder.filled(MIN_TEXTS);
        let whole = fs::read(folder.file()).unwrap();
        for at in (0..whole.len()).step_by(13) {
            let mut changed = whole.clone();
            changed[at] ^= 0x10;
            let short = whole[..at].to_vec();
            let long = [whole.as_slice(), &[0]].concat();
            for bytes in [changed, short, long] {
                fs::write(folder.file(), bytes).unwrap();
                let cache = Cache::read(folder.file(), BUILD, Shelf::Code);
                for (n, key) in keys.iter().enumerate() {
                    assert!(cache.get(key).is_none_or(|kept| kept == n.to_le_bytes()));
                }
            }
        }
        folder.filled(MIN_TEXTS);
        assert_eq!(fs::read(folder.file()).unwrap().len(), whole.len(), "it is written anew");
    }

    #[test]
    fn foreign_files_and_folders_are_no_cache() {
        let folder = Folder::new("foreign");
        fs::write(folder.file(), "SQLite format 3\0").unwrap();
        assert!(Cache::read(folder.file(), BUILD, Shelf::Code).known.is_empty());
        fs::remove_file(folder.file()).unwrap();
        fs::create_dir(folder.file()).unwrap();
        folder.filled(MIN_TEXTS);
        assert!(folder.file().is_dir());
    }

    #[test]
    fn runs_that_write_at_once_leave_a_whole_file() {
        let folder = Folder::new("at-once");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| folder.filled(MIN_TEXTS));
            }
        });
        let keys = folder.filled(0);
        assert!(keys.is_empty());
        assert_eq!(Cache::read(folder.file(), BUILD, Shelf::Code).known.len(), MIN_TEXTS);
    }

    #[test]
    fn what_nobody_asks_for_goes() {
        let folder = Folder::new("idle");
        let keys = folder.filled(MIN_TEXTS);
        for n in 0..=MAX_IDLE {
            let cache = Cache::read(folder.file(), BUILD, Shelf::Code);
            assert!(cache.get(&keys[0]).is_some());
            cache.put(Cache::key([b"y", &[n]]), vec![n]);
            cache.save();
        }
        let cache = Cache::read(folder.file(), BUILD, Shelf::Code);
        assert!(cache.get(&keys[0]).is_some() && cache.get(&keys[1]).is_none());
    }
}
