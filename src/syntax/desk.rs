//! What a run works with: code that is asked for twice is parsed once.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use aho_corasick::AhoCorasick;

use super::{Code, Commented, Parsed, code, grammar, kept, words_for};
use crate::{
    cache::{Cache, Key},
    source::Language,
};

/// The code of a run.
#[derive(Debug, Default)]
pub struct Desk {
    /// What earlier runs made of the files.
    pub cache: Cache,
    /// Words of which uses will be looked for.
    awaited: Option<AhoCorasick>,
    /// Code with types of texts that hold one of them.
    typed: Mutex<HashMap<Key, Commented>>,
}

impl Desk {
    /// A desk on which nothing lies but what earlier runs left there.
    pub fn new(cache: Cache) -> Desk {
        Desk { cache, ..Desk::default() }
    }

    /// Says that files will be asked for a second time that hold one of some words.
    pub fn await_words(&mut self, words: impl Iterator<Item = String>) {
        let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
        self.awaited = match words.is_empty() {
            true => None,
            false => AhoCorasick::new(words).ok(),
        };
    }

    /// Reads code as [`code`] does, or takes what an earlier run made of the same text.
    ///
    /// # Errors
    /// As [`code`].
    pub fn code(&self, language: Language, text: &str) -> Result<Code, String> {
        let awaited = self.awaited.as_ref().is_some_and(|words| words.is_match(text));
        let (Some(words), true) = (words_for(language), awaited || self.cache.is_open()) else {
            return code(language, text);
        };
        let Some(key) = key(language, text) else { return code(language, text) };
        if let Some(code) = self.cache.get(&key).and_then(|bytes| kept::decode(bytes, words)) {
            return Ok(code);
        }
        let parsed = Parsed::of(language, text)?;
        let (code, _) = parsed.lowered(false);
        if awaited {
            let typed = parsed.lowered(true);
            self.typed().insert(key, typed);
        }
        if self.cache.is_open()
            && let Some(bytes) = kept::encode(&code, words)
        {
            self.cache.put(key, bytes);
        }
        Ok(code)
    }

    /// Reads code with all that it says of types and patterns, and its comments.
    ///
    /// # Errors
    /// As [`code`].
    pub fn code_with_types(&self, language: Language, text: &str) -> Result<Commented, String> {
        let any = !self.typed().is_empty();
        let key = if any { key(language, text) } else { None };
        let known = key.and_then(|key| self.typed().remove(&key));
        match known {
            Some(code) => Ok(code),
            None => Parsed::of(language, text).map(|parsed| parsed.lowered(true)),
        }
    }

    fn typed(&self) -> MutexGuard<'_, HashMap<Key, Commented>> {
        self.typed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a text is found by.
fn key(language: Language, text: &str) -> Option<Key> {
    let (_, name) = grammar(language)?;
    // The grammar of JSX has the name of TypeScript as well.
    let grammar = if language == Language::Tsx { "TSX" } else { name };
    Some(Cache::key([grammar.as_bytes(), text.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::{Code, Desk};
    use crate::source::Language;

    #[test]
    fn what_is_asked_for_twice_is_what_reading_it_alone_gives() {
        let texts = [
            (Language::Ruby, "class User < ApplicationRecord\n  validates :email # once\nend\n"),
            (Language::Python, "class User(Model):\n    email = CharField()  # once\n"),
            (Language::TypeScript, "class User { email: string } // once\nsql<User>`select`\n"),
            (Language::Tsx, "const Mail = (u: User) => <a>a & b {u.email}</a> // once\n"),
        ];
        let mut desk = Desk::default();
        desk.await_words(["email".to_owned()].into_iter());
        let shown = |code: Result<Code, String>| format!("{code:?}");
        for (language, text) in texts {
            let (first, alone) = (desk.code(language, text), Desk::default().code(language, text));
            assert_eq!(shown(first), shown(alone), "{text}");
            let again = desk.code_with_types(language, text);
            let alone = Desk::default().code_with_types(language, text);
            assert_eq!(format!("{again:?}"), format!("{alone:?}"), "{text}");
        }
    }

    #[test]
    fn only_what_holds_an_awaited_word_is_kept() {
        let mut desk = Desk::default();
        desk.await_words(["email".to_owned()].into_iter());
        for text in ["user.name", "user.email"] {
            assert!(desk.code(Language::Ruby, text).is_ok());
        }
        assert_eq!(desk.typed().len(), 1);
    }
}
