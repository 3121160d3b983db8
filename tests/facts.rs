//! Reading a file is a total and pure function of its bytes, whatever they are.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod sound;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use ormscope::source::Language;

use sound::read;

/// How many spoiled forms of each file are read.
const FORMS: u64 = 8;

/// Fragments that open what nothing closes, or close what nothing opened.
const FRAGMENTS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "`",
    "|",
    "#",
    "#{",
    "%w[",
    "<<~SQL\n",
    "/",
    "\\",
    "?",
    ":",
    "::",
    "&.",
    "->",
    "=>",
    "=begin\n",
    "=end\n",
    "__END__\n",
    "do ",
    "end ",
    "if ",
    "class ",
    "def ",
    "self.",
    "case x\nin {a:}\n",
    "\r",
    "\0",
    "\n",
    "é",
    "👩\u{200d}💻",
    "\u{202e}",
    ";",
    "default_scope",
    "${",
    "<A ",
    "=> ",
    "async ",
    "/*",
    "export ",
    "import {",
    "@a ",
    "?.",
];

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}

/// The text with one to three things done to it that an editor, or an enemy, might do.
fn spoiled(text: &str, seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=dice.below(3) {
        let from = dice.below(bytes.len() + 1);
        let to = (from + dice.below(60)).min(bytes.len());
        match dice.below(5) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..to)),
            2 => {
                let copy = bytes[from..to].to_vec();
                bytes.splice(to..to, copy);
            }
            3 => {
                let fragment = FRAGMENTS[dice.below(FRAGMENTS.len())];
                bytes.splice(from..from, fragment.bytes());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= 1 << dice.below(7);
                }
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Every file with a reader below a folder, in order.
fn sources(folder: &Path, found: &mut Vec<(Arc<str>, Language, String)>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path
            .strip_prefix(env!("CARGO_MANIFEST_DIR"))
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        if path.is_dir() {
            sources(&path, found);
        } else if let Some(language) = Language::of(&name) {
            found.push((
                name.into(),
                language,
                String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned(),
            ));
        }
    }
}

fn all_sources() -> Vec<(Arc<str>, Language, String)> {
    let mut found = Vec::new();
    for folder in ["cases", "cli", "facts"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder), &mut found);
    }
    assert!(found.len() > 100, "the cases were not found");
    found
}

#[test]
fn every_file_of_the_cases_is_read_with_sound_spans() {
    for (path, language, text) in all_sources() {
        read(&path, language, &text);
    }
}

#[test]
fn spoiled_files_are_read_with_sound_spans() {
    let mut wrong = Vec::new();
    for (number, (path, language, text)) in all_sources().into_iter().enumerate() {
        for form in 0..FORMS {
            let text = spoiled(&text, number as u64 * FORMS + form);
            if catch_unwind(AssertUnwindSafe(|| read(&path, language, &text))).is_err() {
                wrong.push(format!("{path}, form {form}: {text:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} forms, among them\n{}", wrong.len(), wrong[0]);
}

#[test]
fn a_file_is_read_the_same_wherever_it_is_cut() {
    let path: Arc<str> = "app/models/user.rb".into();
    let text = "class Üser < ApplicationRecord\n  default_scope { where(\"näme\" => nil) } if column_names.include?(\"é\")\nend\n";
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        read(&path, Language::Ruby, &text[..end]);
        read(&path, Language::Ruby, &text[end..]);
    }
}
