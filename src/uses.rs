//! Every place that uses a column, and how sure that is.
//!
//! Files are chosen by the bytes of the column's names. In each of them every word that is such a
//! name is an *occurrence*; reading the code then *claims* occurrences: for the column in question,
//! with what it is tied by, or for something else that only has the same name. What nobody claims is
//! judged by the framework's naming, and is otherwise possible: its name matches, and that is all.

mod claim;
mod conventions;
mod declared;
mod graphql;
mod judge;
mod names;
mod occurrence;
mod reader;
mod relied;
mod schema;
mod scope;
mod statement;
mod tables;
mod template;
mod yaml;

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use rayon::prelude::*;

use crate::{
    app::{App, Association, AssociationKind, reliance::LetDown},
    expr::Word,
    finding::Confidence,
    source::{Language, Place},
    syntax::Desk,
};

pub use conventions::uncapitalized;
pub use names::{Subject, spellings};

/// A place that uses a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Which of the columns in question, by its position.
    pub subject: usize,
    /// Where.
    pub place: Place,
    /// What happens to the column there.
    pub how: How,
    /// How sure it is that the column is meant.
    pub confidence: Confidence,
    /// The model through which it is used, where that is known.
    pub model: Option<String>,
    /// What ties the place to the column.
    pub via: Via,
    /// Whether it is test code, old migrations, or data of them.
    pub aside: bool,
}

/// What happens to a column at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Its value is read.
    Read,
    /// It is given a value.
    Write,
    /// It is given NULL.
    Clear,
    /// An attribute that any object takes, whatever its name, is given a value.
    Assign,
    /// … and is given NULL.
    Unset,
    /// Rows are chosen by it.
    Filter,
    /// Rows are chosen that hold NULL.
    Lack,
    /// Rows are put in order by it.
    Order,
    /// It is listed as one to load.
    Select,
    /// The model declares that it has it.
    Define,
    /// A declaration names it.
    Declare,
    /// It is listed as one to show.
    Expose,
    /// A list names it that may name what is not there.
    Mention,
    /// A list names it that is held against the columns when the code is loaded.
    Load,
    /// A list names it that silently leaves out what is not there.
    Omit,
    /// A list names it of what the model does not load.
    Ignore,
    /// A declaration relies on it, and does not name it.
    Rely,
    /// A statement of SQL names it.
    Sql,
    /// A template names it.
    Template,
    /// Code that goes around the ORM names it.
    Bypass,
}

/// What ties a place to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// It is the model's own code.
    Itself,
    /// The receiver is known to be of the model.
    Receiver,
    /// An association leads to the model.
    Association,
    /// A declaration of the model, or of a class that names it.
    Declaration,
    /// A symbol in a call on the model.
    Symbol,
    /// A string in a call on the model.
    Text,
    /// SQL that names table and column.
    Sql,
    /// A template that is named for the model.
    Template,
    /// The name alone.
    Name,
}

impl How {
    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            How::Read => "read",
            How::Write | How::Clear | How::Assign | How::Unset => "write",
            How::Filter | How::Lack => "filter",
            How::Order => "order",
            How::Select => "select",
            How::Define | How::Declare | How::Load | How::Ignore | How::Rely => "declare",
            How::Expose | How::Mention | How::Omit => "expose",
            How::Sql => "sql",
            How::Template => "template",
            How::Bypass => "bypass",
        }
    }

    /// What a query says of a call.
    fn named(name: &str) -> Option<How> {
        match name {
            "load" => return Some(How::Load),
            "mention" => return Some(How::Mention),
            "omit" => return Some(How::Omit),
            _ => {}
        }
        let all = [How::Read, How::Write, How::Filter, How::Order, How::Select, How::Expose];
        all.into_iter().chain([How::Declare, How::Bypass]).find(|how| how.name() == name)
    }
}

impl Via {
    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            Via::Itself => "self",
            Via::Receiver => "receiver",
            Via::Association => "association",
            Via::Declaration => "declaration",
            Via::Symbol => "symbol",
            Via::Text => "string",
            Via::Sql => "sql",
            Via::Template => "template",
            Via::Name => "name",
        }
    }
}

/// A file that holds a name in question.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its path.
    pub path: Arc<str>,
    /// What it is written in.
    pub language: Language,
    /// Whether it is test code or history.
    pub aside: bool,
    /// Its text.
    pub text: String,
}

/// What was found in files.
#[derive(Debug, Default)]
pub struct Found {
    /// The uses, in order of their places.
    pub uses: Vec<Use>,
    /// What could not be followed, tests left out.
    pub unfollowed: Unfollowed,
}

/// How many times files name a column only when they run: those that hold a name in question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unfollowed {
    /// Calls that are given the name of an attribute.
    pub calls: usize,
    /// Statements of SQL that are put together.
    pub statements: usize,
}

impl Unfollowed {
    /// What both could not follow.
    pub fn and(self, other: Unfollowed) -> Unfollowed {
        Unfollowed {
            calls: self.calls + other.calls,
            statements: self.statements + other.statements,
        }
    }
}

/// The columns in question, ready to be looked for.
pub struct Search<'a> {
    app: Cow<'a, App>,
    names: names::Names,
    conventions: conventions::Conventions,
    declarations: declared::Declarations,
    /// Positions of surfaces by their full names.
    surfaces: HashMap<String, usize>,
}

impl<'a> Search<'a> {
    /// Prepares the names of the columns; `None` where there are none.
    pub fn new(app: &'a App, subjects: Vec<Subject>) -> Option<Search<'a>> {
        let app = tables::mapped(app, &subjects);
        let names = names::Names::of(&app, subjects)?;
        let conventions = conventions::Conventions::of(&app);
        let declarations = declared::Declarations::of(&app, &names);
        let surfaces = app.surfaces.iter().enumerate();
        let surfaces = surfaces.map(|(at, surface)| (surface.name.clone(), at)).collect();
        Some(Search { app, names, conventions, declarations, surfaces })
    }

    /// What the library of a surface says of it, by its full name.
    fn surface(&self, name: &str) -> Option<&'static Word> {
        let at = self.surfaces.get(name)?;
        Some(self.app.surfaces.get(*at)?.word)
    }

    /// The name of a model; a table that no model maps has none.
    fn model_name(&self, at: usize) -> Option<String> {
        let model = self.app.models.get(at).filter(|model| model.orm != tables::BARE)?;
        Some(model.name.clone())
    }

    /// Whether a model is written in a language that JavaScript shares no classes with.
    fn is_of_another_language(&self, model: usize) -> bool {
        let language = self.app.models.get(model).and_then(|model| Language::of(&model.place.file));
        language.is_some_and(|it| matches!(it, Language::Ruby | Language::Python))
    }

    /// Whether a model's own method or delegation answers where its rows are asked for a name.
    fn is_method(&self, model: usize, word: &str) -> bool {
        let owned = self.app.models.get(model).into_iter().flat_map(|model| &model.names);
        let mut owned = owned.filter(|owned| owned.name == word && !owned.wraps);
        let answers = ["method", "delegation", "virtual attribute", "accessor", "store accessor"];
        owned.any(|owned| {
            answers.contains(&owned.what) || matches!(owned.what, "attachment" | "alias")
        })
    }

    /// Whether declarations of a model's class call methods of its rows, and know no columns.
    fn declares_methods(&self, model: usize) -> bool {
        self.app.models.get(model).is_some_and(|model| model.orm == "active_record")
    }

    /// Whether rows of a model cannot be saved without a column; other ORMs than Active Record declare it
    /// by what it leads to.
    fn is_required(&self, model: usize, column: &str) -> bool {
        let Some(model) = self.app.models.get(model) else { return false };
        let mut empty = model.reliances.iter().filter(|it| it.on == LetDown::Empty);
        model.orm != "active_record"
            || empty.any(|it| it.column == column && it.confidence == Confidence::Certain)
    }

    /// Whether a model keeps translations of an attribute, and has no column that holds them all.
    fn is_translated(&self, model: usize, word: &str) -> bool {
        let Some(model) = self.app.models.get(model) else { return false };
        let table = model.table.as_ref().and_then(|table| self.app.tables.get(table));
        let kind = table.and_then(|table| table.column(word)?.sql_type.as_deref());
        let holds_all = kind.is_some_and(|kind| kind.starts_with("json") || kind == "hstore");
        !holds_all && model.names.iter().any(|it| it.name == word && it.what == "translation")
    }

    /// Whether a model keeps the attribute of a name in another column, or reaches another model by it.
    fn is_kept_elsewhere(&self, model: usize, word: &str, column: &str) -> bool {
        let related = self.app.models.get(model).into_iter().flat_map(|model| &model.associations);
        let mut related = related.filter(|it| it.name == word && word == column);
        // A field of many to many is called as it is in the code, and has no key.
        if related.any(|it| match it.kind {
            AssociationKind::HasOne => true,
            AssociationKind::HasMany => it.foreign_key.is_some(),
            AssociationKind::BelongsTo => self.hides_a_column(model, it),
            AssociationKind::Reverse => false,
        }) || self.is_translated(model, word)
        {
            return true;
        }
        let declared = self.app.models.get(model).and_then(|model| model.attributes.as_ref());
        let called = declared.into_iter().flatten().filter(|known| known.name == word);
        let mut kept = called.map(|known| names::is_stored_as(known, column)).peekable();
        kept.peek().is_some() && !kept.any(|here| here)
    }

    /// Whether an association takes the name of a column that does not hold its key.
    fn hides_a_column(&self, model: usize, association: &Association) -> bool {
        let name = association.name.as_str();
        let table = self.app.models.get(model).and_then(|model| model.table.as_deref());
        association.foreign_key.as_deref().is_some_and(|key| key != name)
            && table.is_some_and(|table| self.app.has_column(table, name) == Some(true))
    }

    /// Whether a model that has none of the columns has one of the same name.
    fn has_namesake(&self, model: usize) -> bool {
        let columns = self.names.columns();
        !self.names.is_held_by(model) && columns.into_iter().any(|it| self.app.has(model, it))
    }

    /// Whether a text holds one of the names at all.
    pub fn holds(&self, text: &str) -> bool {
        self.names.holds(text)
    }

    /// The uses in all files, in order of their places.
    pub fn uses(&self, files: &[Held], desk: &Desk) -> Found {
        let read: Vec<_> =
            files.par_iter().with_max_len(4).map(|file| reader::read(self, file, desk)).collect();
        let running = files.iter().zip(&read).filter(|(file, _)| !file.aside);
        let unfollowed = running.fold(Unfollowed::default(), |all, (_, it)| all.and(it.unfollowed));
        let mut uses = judge::uses(self, files, read);
        uses.sort();
        uses.dedup_by(|later, first| {
            (later.subject, &later.place) == (first.subject, &first.place)
        });
        uses.extend(self.relied(&uses));
        uses.sort();
        Found { uses, unfollowed }
    }
}
