//! Which model an expression means.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use super::{
    client::{self, LeftOut},
    reader::{LANGUAGE, Reader},
    serialized,
    value::{Held, Of, Rows},
};
use crate::{
    app::Model,
    expr::{Def, Expr, Kind, Word},
    finding::Confidence,
    modules::{Class, Modules, Symbol},
    orm::script::decorator::{given, line, members},
    source::Span,
};

/// The models with what leads to them.
pub struct Known<'m, 'a> {
    /// The modules.
    pub modules: &'m Modules<'a>,
    /// The models.
    pub models: &'m [Model],
    qualified: HashMap<&'m str, usize>,
    by_file: HashMap<&'m str, Vec<(Span, usize)>>,
    /// Models by what other code calls them where no import says more; `None` where several fit.
    by_name: HashMap<String, Option<usize>>,
    /// What functions give back, by module and first byte.
    pub(super) returned: RefCell<BTreeMap<(usize, u32), Held>>,
    /// What clients leave out of rows.
    pub(super) left_out: LeftOut,
    /// The classes of models.
    classes: Vec<Option<usize>>,
    /// Every answer of the application goes through the decorators of its classes.
    pub(super) serializes: bool,
    /// What is left of rows that become JSON, by model.
    shapes: Vec<Shape>,
}

/// What a model makes of its rows when they become JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// All columns but these.
    AllBut(Vec<String>),
    /// What it names.
    Named,
}

impl<'m, 'a> Known<'m, 'a> {
    /// Looks up what leads to the models.
    pub fn new(modules: &'m Modules<'a>, models: &'m [Model]) -> Known<'m, 'a> {
        let mut known = Known {
            modules,
            models,
            qualified: HashMap::new(),
            by_file: HashMap::new(),
            by_name: HashMap::new(),
            returned: RefCell::default(),
            left_out: client::all(modules),
            serializes: serialized::is_everywhere(modules),
            classes: vec![None; models.len()],
            shapes: vec![Shape::AllBut(Vec::new()); models.len()],
        };
        for (at, model) in models.iter().enumerate() {
            known.qualified.insert(&model.qualified, at);
            known.by_file.entry(&model.place.file).or_default().push((model.place.span, at));
            for name in [model.name.clone(), lower_first(&model.name)] {
                let slot = known.by_name.entry(name).or_insert(Some(at));
                if *slot != Some(at) {
                    *slot = None;
                }
            }
        }
        for (class, _) in modules.classes() {
            let model = known.qualified.get(modules.qualified(class).as_str());
            if let Some(slot) = model.and_then(|at| known.classes.get_mut(*at)) {
                slot.get_or_insert(class);
            }
        }
        known.shapes = (0..models.len()).map(|at| known.shaped(at)).collect();
        known
    }

    /// The ORM of a model.
    pub fn orm(&self, model: usize) -> &'static str {
        self.models.get(model).map_or("", |model| model.orm)
    }

    /// What a query says of a name for that ORM, by shape.
    pub fn word(&self, expr: &Expr, shape: &str, orm: &str) -> Option<&'static Word> {
        expr.means.iter().copied().find(|word| {
            word.fact == "consumer" && word.get("shape") == Some(shape) && is_of(word, orm)
        })
    }

    /// A model as something that queries are made of.
    pub fn subject(&self, model: usize, sure: Confidence, module: usize, span: Span) -> Rows {
        Rows {
            of: Of::Model(model),
            orm: self.orm(model),
            sure,
            whole: false,
            named: false,
            except: Vec::new(),
            chained: false,
            origin: (module, span),
        }
    }

    /// The model that an expression names, and how sure that is.
    pub fn model_of(&self, module: usize, expr: &Expr) -> Option<(usize, Confidence)> {
        match self.modules.resolve(module, expr) {
            Symbol::Class(class) => {
                let qualified = self.modules.qualified(class);
                return self.qualified.get(qualified.as_str()).map(|at| (*at, Confidence::Certain));
            }
            Symbol::Value(home, value) => {
                if let Some(model) = self.made_by(home, value) {
                    return Some((model, Confidence::Certain));
                }
            }
            Symbol::Function(..) | Symbol::Module(_) => return None,
            Symbol::Nothing => {}
        }
        let name = expr.name()?;
        // A lone `user` is a row, or anything; `models.user` and `User` are models.
        let is_path = matches!(&expr.kind, Kind::Call(call) if !call.called);
        if !is_path && !name.starts_with(char::is_uppercase) {
            return None;
        }
        let model = (*self.by_name.get(name)?)?;
        Some((model, Confidence::Likely))
    }

    /// The only model that is made by an expression: `sequelize.define('user', { … })`.
    fn made_by(&self, home: usize, value: &Expr) -> Option<usize> {
        if !matches!(value.kind, Kind::Call(_) | Kind::Class(_)) {
            return None;
        }
        let file: &str = self.modules.module(home).file;
        let mut inside =
            self.by_file.get(file)?.iter().filter(|(span, _)| value.span.contains(span));
        let first = inside.next()?;
        inside.next().is_none().then_some(first.1)
    }

    /// The class of a model.
    pub fn class_of(&self, model: usize) -> Option<usize> {
        *self.classes.get(model)?
    }

    /// The column of an attribute.
    pub fn column(&self, model: usize, name: &str) -> String {
        let declared = self.models.get(model).and_then(|model| model.attributes.as_ref());
        let attribute = declared.and_then(|all| all.iter().find(|known| known.name == name));
        attribute.map_or_else(|| name.to_owned(), |attribute| attribute.column.name.clone())
    }

    /// Whether a model has an attribute of that name, or none are known.
    pub fn has_attribute(&self, model: usize, name: &str) -> bool {
        let declared = self.models.get(model).and_then(|model| model.attributes.as_ref());
        declared.is_none_or(|all| all.iter().any(|known| known.name == name))
    }

    /// What is left of a model's rows that become JSON.
    pub fn shape(&self, model: usize) -> &Shape {
        self.shapes.get(model).unwrap_or(&Shape::Named)
    }

    /// What the model's own `toJSON` makes of a row.
    fn shaped(&self, model: usize) -> Shape {
        let orm = self.orm(model);
        if self.listed(model, "visible").is_some() {
            return Shape::Named;
        }
        if let Some(hidden) = self.listed(model, "hidden") {
            return Shape::AllBut(hidden.texts().into_iter().map(str::to_owned).collect());
        }
        let is_own = |statement: &Expr| self.word(statement, "shaped", orm).is_some();
        match self.method(model, &is_own) {
            None => Shape::AllBut(Vec::new()),
            Some((module, def)) => {
                let mut reader = Reader::of_model(self, module, model);
                match reader.given_back(&def.body).rows().into_iter().next() {
                    Some(rows) => Shape::AllBut(rows.except),
                    None => Shape::Named,
                }
            }
        }
    }

    /// What the model's class lists under a name that its ORM knows.
    fn listed(&self, model: usize, shape: &str) -> Option<&'a Expr> {
        let is_it = |expr: &Expr| self.word(expr, shape, self.orm(model)).is_some();
        line(self.modules, self.class_of(model)?).into_iter().rev().find_map(|at| {
            let class: Class<'a> = *self.modules.class(at);
            given(&class.body.body, &is_it)
        })
    }

    /// A method of rows that the model's class has itself, with its module.
    pub fn method(&self, model: usize, is_it: &dyn Fn(&Expr) -> bool) -> Option<(usize, &'a Def)> {
        line(self.modules, self.class_of(model)?).into_iter().rev().find_map(|at| {
            let class = *self.modules.class(at);
            class.body.body.statements().iter().find_map(|statement| match &statement.kind {
                Kind::Def(def) if !def.on_class && is_it(statement) => {
                    Some((class.module, def.as_ref()))
                }
                _ => None,
            })
        })
    }

    /// Whether a class shows only what a decorator exposes.
    pub fn is_kept_out(&self, class: usize) -> bool {
        let mut decorators = self.modules.class(class).decorators.iter();
        decorators.any(|expr| self.word(expr, "excluded", LANGUAGE).is_some())
    }

    /// The members of a class that decorators keep out of JSON, all but those that one `exposes` where the
    /// class is kept out or asked to be; `None` where nothing is left.
    pub fn kept_out(&self, class: usize, all: bool) -> Option<Vec<String>> {
        let says = |decorators: &[Expr], shape: &str| {
            decorators.iter().any(|expr| self.word(expr, shape, LANGUAGE).is_some())
        };
        let all = all || self.is_kept_out(class);
        let line = line(self.modules, class);
        let members = line.into_iter().flat_map(|at| members(self.modules.class(at)));
        let (kept, shown): (Vec<_>, Vec<_>) = members.partition(|member| match all {
            true => !says(member.decorators, "exposed"),
            false => says(member.decorators, "excluded"),
        });
        let names = kept.into_iter().map(|member| member.name.to_owned());
        (!all || !shown.is_empty()).then(|| names.collect())
    }
}

/// Whether the queries of an ORM say a word. Their folder has `_` where the name has `-`.
pub fn is_of(word: &Word, orm: &str) -> bool {
    let folder = word.origin.split('/').next().unwrap_or_default();
    let same = |(a, b): (char, char)| a == b || (a, b) == ('_', '-');
    folder.len() == orm.len() && folder.chars().zip(orm.chars()).all(same)
}

/// `userProfile` for `UserProfile`, as a client of Prisma has it.
fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
