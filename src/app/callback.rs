//! What runs by itself when rows are read, written or checked.

use crate::{expr::Word, source::Place};

/// Code that runs because rows of a model are read, written or checked, without a call that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// What kind of code.
    pub kind: CallbackKind,
    /// When it runs, as the ORM calls it: `before_save`, `post_delete`.
    pub when: String,
    /// What runs, as written; empty for a block.
    pub runs: String,
    /// Where.
    pub place: Place,
    /// How it comes to the model: includes, superclasses, the class it listens to.
    pub via: Vec<(String, Place)>,
    /// The attributes that it sets in a row before the row is stored.
    pub sets: Vec<String>,
}

/// Kinds of code that runs by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallbackKind {
    /// A hook of the model itself: `before_save :normalize`.
    Hook,
    /// A listener elsewhere: a signal, an event, a subscriber.
    Listener,
    /// A method of the ORM that the model takes over: `def save`.
    Override,
    /// A macro of a library that brings hooks of its own: `has_paper_trail`.
    Library,
    /// A check before a row is saved.
    Validation,
}

impl CallbackKind {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            CallbackKind::Hook => "hook",
            CallbackKind::Listener => "listener",
            CallbackKind::Override => "override",
            CallbackKind::Library => "library",
            CallbackKind::Validation => "validation",
        }
    }

    /// The kind that a query names.
    pub fn named(name: &str) -> Option<CallbackKind> {
        [
            CallbackKind::Hook,
            CallbackKind::Listener,
            CallbackKind::Override,
            CallbackKind::Library,
            CallbackKind::Validation,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

/// A class that shows or edits rows of a model by columns that it names itself: a serializer with a
/// list of fields, an admin page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surface {
    /// Its full name.
    pub name: String,
    /// What it is, for messages: `serializer`, `form`.
    pub what: &'static str,
    /// The model, by its full name.
    pub model: String,
    /// Its head.
    pub place: Place,
    /// What its library says of it: which of its lists are checked, and when.
    pub word: &'static Word,
}
