//! What a check said, for the next one that is asked the same of the same files.
//!
//! An answer is found by the question, the proposed changes with their texts, the files that differ from
//! the base, and the state of every file below the root.

use std::time::{Duration, SystemTime};

use crate::{
    Request,
    cache::{Cache, Key, Shelf},
    day::Day,
    in_pool,
    proposal::Proposal,
    walk,
};

/// A file that was written to less long ago may be written to again within one tick of its clock.
const SETTLED: Duration = Duration::from_secs(2);

/// A longer answer is not kept.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// What a check printed, and the exit status that it ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The exit status.
    pub status: u8,
    /// The standard output.
    pub out: Vec<u8>,
}

/// The place of one answer.
#[derive(Debug)]
pub struct Answers {
    cache: Cache,
    key: Key,
    /// Whether the files are such that the answer may be kept.
    settled: bool,
}

impl Answers {
    /// Where the answer to a request is kept, put in a given way; `None` where nothing is kept.
    pub fn of(request: &Request, proposal: &Proposal, how: &str) -> Option<Answers> {
        let Request { root, config, caches, .. } = request;
        let folder = caches.as_deref()?;
        let stamp = in_pool(request.jobs, || walk::stamp(root, &config.exclude)).ok()?;
        let now = SystemTime::now();
        let age = |written| now.duration_since(written).is_ok_and(|age| age > SETTLED);
        // A tracked file that is ignored as well differs from the base, and no walk meets it.
        let differing = proposal.changed.iter().flat_map(|changed| &changed.files);
        let states: Vec<_> = differing.map(|file| walk::state_of(root, &file.path)).collect();
        let asked = format!("{how}\n{}\n{request:?}\n{proposal:?}\n{states:?}", Day::today());
        Some(Answers {
            cache: Cache::open(folder, root, Shelf::Answers),
            key: Cache::key([&stamp.hash.to_le_bytes(), asked.as_bytes()]),
            settled: stamp.newest.is_none_or(age),
        })
    }

    /// What was answered.
    pub fn known(&self) -> Option<Answer> {
        let (status, out) = self.cache.get(&self.key)?.split_first()?;
        Some(Answer { status: *status, out: out.to_vec() })
    }

    /// Keeps an answer.
    pub fn keep(&self, answer: &Answer) {
        if self.settled && answer.out.len() <= MAX_ANSWER {
            self.cache.put(self.key, [&[answer.status], answer.out.as_slice()].concat());
            self.cache.save();
        }
    }
}
