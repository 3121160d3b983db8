//! Which jobs run by a clock, as the application's configuration says.

use std::{path::Path, sync::Arc};

use crate::{
    source::{Place, Span},
    walk,
};

/// Words of a file that says when things run.
const WORDS: &[&str] = &["beat_schedule", "BEAT_SCHEDULE", "cron", "every", "schedule"];

/// Longer names of jobs are not searched for.
const MOST: usize = 200;

/// The entry of a schedule that names a job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scheduled {
    /// The job.
    pub job: String,
    /// The line that names it.
    pub place: Place,
}

/// Whether a file may say when things run.
pub fn may_schedule(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let config = path.contains("config/") || !path.contains('/');
    (name.ends_with(".yml") || name.ends_with(".yaml"))
        && (config || name.contains("cron") || name.contains("schedule"))
        || name == "schedule.rb"
        || matches!(name, "celery.py" | "celeryconfig.py" | "crontab")
        || (name.ends_with(".py") && path.contains("settings"))
        || (name.ends_with(".rb") && path.contains("config/initializers/"))
}

/// The lines of the files that name one of the jobs.
pub fn find(root: &Path, files: &[Arc<str>], jobs: &[&str]) -> Vec<Scheduled> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| may_schedule(file)) {
        let Ok(text) = walk::text(root, file) else { continue };
        if !WORDS.iter().any(|word| text.contains(word)) {
            continue;
        }
        let mut start = 0;
        for (line, number) in text.split('\n').zip(1..) {
            for job in jobs.iter().take(MOST) {
                if names(line, job) {
                    let place = Place { file: file.clone(), span: span(line, start, number) };
                    found.push(Scheduled { job: (*job).to_owned(), place });
                }
            }
            start += line.len() + 1;
        }
    }
    found.sort();
    found.dedup_by(|later, first| later.job == first.job);
    found
}

/// Whether a line names a job, as a whole word or as the last part of a path.
fn names(line: &str, job: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(job).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + job.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

fn span(line: &str, start: usize, number: u32) -> Span {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let width = small(line.chars().count() + 1);
    Span {
        start: small(start),
        end: small(start + line.len()),
        line: number,
        column: 1,
        end_line: number,
        end_column: width,
    }
}
