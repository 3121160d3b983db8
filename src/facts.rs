//! What one file yields: a pure function of its bytes.
//!
//! Classes keep their members as code with the conditions they stand under; what a member means
//! may depend on other files (a constant, a home-made macro, an enum), so it is read when the
//! application is linked.

use std::sync::Arc;

use crate::{
    change::Change,
    expr::{Expr, Word},
    prisma::Block,
    source::{Language, Place, Span, Unread},
};

/// The facts of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileFacts {
    /// Path of the file.
    pub file: Arc<str>,
    /// Classes and modules, outermost first.
    pub classes: Vec<Class>,
    /// Members that are added to a class from outside it, with the class's name.
    pub loose: Vec<(String, Member)>,
    /// Settings of the framework or of a library: `Paranoia.default_sentinel_value = …`.
    pub settings: Vec<Setting>,
    /// Rules of the application's grammar.
    pub inflections: Vec<(&'static Word, Expr)>,
    /// Tests of a column's existence outside of class bodies.
    pub gates: Vec<GateSite>,
    /// Code that may take columns without naming them.
    pub takes: Vec<Take>,
    /// The schema dump, as steps that build it.
    pub schema: Vec<Change>,
    /// The code of a module whose names are imported, for languages that have modules.
    pub module: Option<Module>,
    /// What a schema of Prisma defines.
    pub blocks: Vec<Block>,
    /// Libraries and, where a lock file says so, their versions.
    pub libraries: Vec<Library>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// A module of a language whose names are imported: what its classes mean depends on where the names
/// come from, and so its code is read when the application is linked.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// What it is written in.
    pub language: Language,
    /// Its statements.
    pub program: Expr,
}

/// A class or module of a file. A class may be opened in several files.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Full name by lexical nesting: `Admin::User`.
    pub name: String,
    /// The namespaces it stands in, outermost first; a name inside is looked up through them.
    pub nesting: Vec<String>,
    /// Whether it is a module.
    pub module: bool,
    /// The superclass as written.
    pub parent: Option<String>,
    /// Its head line.
    pub place: Place,
    /// What its body holds.
    pub members: Vec<Member>,
}

/// Whose body a member ends up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The class it stands in, and what inherits from it.
    Own,
    /// The classes that include the module.
    Includers,
    /// Every class that inherits from it, not the class itself.
    Descendants,
}

/// One statement of a class body: a macro, a setting, a method, a constant.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The code.
    pub expr: Expr,
    /// Whether it is a method (or macro) of the class rather than of its instances.
    pub on_class: bool,
    /// Whose it is.
    pub reach: Reach,
    /// The conditions it stands under, outermost first.
    pub guards: Vec<Guard>,
    /// It is a method that works on the column of its own name, and so is an accessor made for it.
    pub wraps: bool,
    /// Uses of change tracking in it: `price_was`.
    pub tracked: Vec<(String, Span)>,
    /// Attributes of its own row that it sets: `self.price = 1`.
    pub sets: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// A condition around a piece of code.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// The condition.
    pub condition: Expr,
    /// Whether the code runs when it holds, or when it does not.
    pub holds: bool,
    /// Where it stands.
    pub place: Place,
}

/// A setting outside of a class: its full name as written, and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// `Paranoia.default_sentinel_value`
    pub name: String,
    /// What it is set to.
    pub value: Expr,
    /// Where.
    pub place: Place,
}

/// Code that asks whether a column exists, with what it is in.
#[derive(Clone, Debug, PartialEq)]
pub struct GateSite {
    /// The test, for example `@user.respond_to?(:locale)`.
    pub expr: Expr,
    /// The class around it.
    pub class: Option<String>,
    /// The method around it.
    pub method: Option<String>,
    /// It runs when the class body does, not later in a block or a method.
    pub at_load: bool,
    /// Where it stands.
    pub place: Place,
}

/// Code that may take columns of a model without naming them; whose they are is known when the
/// application is linked.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// What the code is.
    pub word: &'static Word,
    /// The call.
    pub expr: Expr,
    /// What the names in it stand for, where that is known.
    pub values: Vec<Held>,
    /// What is called on it, with the arguments, first call first.
    pub then: Vec<(String, Vec<Expr>)>,
    /// The class around it.
    pub class: Option<String>,
    /// The method around it.
    pub method: Option<String>,
    /// It is part of what something carries away.
    pub carried: bool,
    /// Where it stands.
    pub place: Place,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The name.
    pub name: String,
    /// What it stands for.
    pub is: Expr,
    /// It stands for each of its members in turn.
    pub each: bool,
}

/// A library that the application bundles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// Its name.
    pub name: String,
    /// Its version, where a lock file says it.
    pub version: Option<String>,
    /// The versions that a manifest leaves open, where these are alike: `~> 6.1.6`
    pub asked: Option<String>,
    /// Where it is named.
    pub place: Place,
}

impl FileFacts {
    /// No facts yet.
    pub fn new(file: &Arc<str>) -> FileFacts {
        FileFacts { file: file.clone(), ..FileFacts::default() }
    }

    /// A span of this file as a place.
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file.clone(), span }
    }
}
