//! Names across modules that import each other: where a name of Python or JavaScript leads.
//!
//! A name is followed through imports, packages that pass names on, and star imports to the class,
//! function or value that some file defines, or to the name that a library gives it.

mod lineage;
mod locate;
mod passing;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, OnceLock},
};

use self::locate::module_path;

use crate::{
    expr::{Call, ClassBody, Def, Expr, Import, Kind},
    facts::FileFacts,
    source::{Language, Place, Span},
};

/// How many imports are followed from a name to its definition.
const MAX_STEPS: usize = 20;

/// How many ancestors a class may have; real ones stay below 40.
const MAX_ANCESTORS: usize = 200;

/// Modules that were searched for a name through all that they pass on: two that pass on each other
/// are searched once.
type Seen = HashSet<(usize, String)>;

/// Where a name leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Symbol<'a> {
    /// A class of the application, as an index for [`Modules::class`].
    Class(usize),
    /// A function, with the module it stands in.
    Function(usize, &'a Def, &'a [Expr]),
    /// The value of an assignment, with the module it stands in.
    Value(usize, &'a Expr),
    /// A module of the application.
    Module(usize),
    /// Something that no file of the application defines.
    Nothing,
}

/// A superclass, in the order in which they are asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ancestor {
    /// A class of the application.
    Class(usize),
    /// A class of a library, by its full name: `django.db.models.Model`.
    Library(String),
}

/// A class statement.
#[derive(Clone, Copy, Debug)]
pub struct Class<'a> {
    /// The module it stands in.
    pub module: usize,
    /// The class around it.
    pub outer: Option<usize>,
    /// The function around it.
    pub function: Option<&'a Def>,
    /// The class itself.
    pub body: &'a ClassBody,
    /// Its decorators, outermost first.
    pub decorators: &'a [Expr],
}

/// One file as a module.
pub struct Module<'a> {
    /// Its path.
    pub file: &'a Arc<str>,
    /// The language.
    pub language: Language,
    /// Its statements.
    pub program: &'a Expr,
    /// The path without what the language leaves out of names: `accounts/models`.
    pub path: String,
    /// What a query names or decorators stand above, in source order: most code is neither.
    pub telling: Vec<&'a Expr>,
    /// Its maps, in source order.
    pub maps: Vec<&'a Expr>,
    names: HashMap<&'a str, Definition<'a>>,
    /// What `module.exports` is assigned, where it is one thing and no list of names.
    exports: Option<&'a Expr>,
    stars: Vec<&'a Import>,
    /// What is assigned to each name anywhere in it; none where that is more than one thing.
    assigned: HashMap<&'a str, Option<&'a Expr>>,
}

impl<'a> Module<'a> {
    /// The only value that is assigned to a name anywhere in it.
    pub fn assigned(&self, name: &str) -> Option<&'a Expr> {
        *self.assigned.get(name)?
    }
}

#[derive(Clone, Copy, Debug)]
enum Definition<'a> {
    Class(usize),
    Function(&'a Def, &'a [Expr]),
    Value(&'a Expr),
    Import(&'a Import),
}

/// All modules of one language family.
pub struct Modules<'a> {
    modules: Vec<Module<'a>>,
    classes: Vec<Class<'a>>,
    by_path: HashMap<String, usize>,
    /// Modules by the last part of their path.
    by_end: HashMap<String, Vec<usize>>,
    /// Folders that are packages and so no place where absolute imports begin.
    packages: HashSet<String>,
    /// Names of packages that are libraries, also where a copy of one lies in the repository.
    libraries: &'static [&'static str],
    /// Classes by the class around them and their name.
    inner: HashMap<(usize, &'a str), usize>,
    /// Answers that are asked for again and again.
    lineages: Vec<OnceLock<Arc<[Ancestor]>>>,
    located: Mutex<HashMap<usize, HashMap<String, Option<usize>>>>,
}

impl<'a> Modules<'a> {
    /// Sorts the modules of all files that are written in one of the languages. `packages` are the
    /// folders that hold an `__init__.py`; `libraries` are packages whose classes go by their names.
    pub fn new(
        files: &'a [FileFacts],
        languages: &[Language],
        packages: HashSet<String>,
        libraries: &'static [&'static str],
    ) -> Modules<'a> {
        let mut all = Modules {
            modules: Vec::new(),
            classes: Vec::new(),
            by_path: HashMap::new(),
            by_end: HashMap::new(),
            packages,
            libraries,
            inner: HashMap::new(),
            lineages: Vec::new(),
            located: Mutex::default(),
        };
        for facts in files {
            let Some(code) = &facts.module else { continue };
            if !languages.contains(&code.language) {
                continue;
            }
            let path = module_path(&facts.file);
            let at = all.modules.len();
            let (mut telling, mut maps) = (Vec::new(), Vec::new());
            let mut assigned = HashMap::new();
            code.program.walk(&mut |expr| {
                if !expr.means.is_empty() || matches!(expr.kind, Kind::Decorated(..)) {
                    telling.push(expr);
                }
                match &expr.kind {
                    Kind::Map(_) => maps.push(expr),
                    Kind::Assign(target, value) => {
                        let target = match &target.kind {
                            Kind::Typed(target, _) => target,
                            _ => target,
                        };
                        if let Kind::Name(name) = &target.kind {
                            let only =
                                assigned.entry(name.as_str()).or_insert(Some(value.as_ref()));
                            *only = only.filter(|only| std::ptr::eq(*only, value.as_ref()));
                        }
                    }
                    _ => {}
                }
            });
            all.modules.push(Module {
                file: &facts.file,
                language: code.language,
                program: &code.program,
                path: path.clone(),
                telling,
                maps,
                names: HashMap::new(),
                exports: None,
                stars: Vec::new(),
                assigned,
            });
            let end = path.rsplit('/').next().unwrap_or(&path).to_owned();
            all.by_end.entry(end).or_default().push(at);
            all.by_path.insert(path, at);
            all.collect(at, &code.program, None, None);
        }
        for (at, class) in all.classes.iter().enumerate() {
            if let Some(outer) = class.outer {
                all.inner.entry((outer, &class.body.name)).or_insert(at);
            }
        }
        all.lineages = all.classes.iter().map(|_| OnceLock::new()).collect();
        all
    }

    /// Takes in what statements define.
    fn collect(
        &mut self,
        module: usize,
        body: &'a Expr,
        outer: Option<usize>,
        function: Option<&'a Def>,
    ) {
        for statement in body.statements() {
            let (decorators, inner): (&'a [Expr], &'a Expr) = match &statement.kind {
                Kind::Decorated(decorators, inner) => (decorators, inner),
                _ => (&[], statement),
            };
            let top = outer.is_none() && function.is_none();
            match &inner.kind {
                Kind::Class(class) => {
                    let at = self.classes.len();
                    self.classes.push(Class { module, outer, function, body: class, decorators });
                    if top {
                        self.define(module, &class.name, Definition::Class(at));
                    }
                    self.collect(module, &class.body, Some(at), function);
                }
                Kind::Def(def) => {
                    if top {
                        self.define(module, &def.name, Definition::Function(def, decorators));
                    }
                    if outer.is_none() {
                        self.collect(module, &def.body, None, Some(def));
                    }
                }
                Kind::Assign(target, value) if top => {
                    let target = match &target.kind {
                        Kind::Typed(target, _) => target,
                        _ => target,
                    };
                    self.assigned(module, target, value);
                }
                // A file of JSON is an object and nothing else.
                Kind::Map(_) if top => self.exported(module, inner),
                Kind::Import(import) if function.is_none() => {
                    if import.name.as_deref() == Some("*") && import.local.is_empty() {
                        if let Some(module) = self.modules.get_mut(module) {
                            module.stars.push(import);
                        }
                    } else {
                        self.define(module, &import.local, Definition::Import(import));
                    }
                }
                Kind::If(_, then, otherwise) => {
                    self.collect(module, then, outer, function);
                    self.collect(module, otherwise, outer, function);
                }
                Kind::Try(body, handlers) => {
                    self.collect(module, body, outer, function);
                    for handler in handlers {
                        self.collect(module, handler, outer, function);
                    }
                }
                Kind::Sequence(_) => self.collect(module, inner, outer, function),
                _ => {}
            }
        }
    }

    /// Takes in an assignment; that to `exports` gives names to other modules.
    fn assigned(&mut self, module: usize, target: &'a Expr, value: &'a Expr) {
        match &target.kind {
            Kind::Name(name) => {
                self.define_value(module, name, value);
                // `exports = module.exports = …`
                if let ("exports", Kind::Assign(target, value)) = (name.as_str(), &value.kind) {
                    self.assigned(module, target, value);
                }
            }
            Kind::Call(call) if !call.called => {
                let Some(receiver) = call.receiver.as_ref().and_then(path_of) else { return };
                match (receiver.as_str(), call.name.as_str()) {
                    ("module", "exports") => self.exported(module, value),
                    ("exports" | "module.exports", name) => {
                        self.define_value(module, name, value);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// `module.exports = { User, Post: Article }`, `module.exports = User`
    fn exported(&mut self, module: usize, value: &'a Expr) {
        self.define_value(module, "default", value);
        match &value.kind {
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    if let Some(name) = key.text() {
                        self.define_value(module, name, value);
                    }
                }
            }
            _ => {
                if let Some(module) = self.modules.get_mut(module) {
                    module.exports = Some(value);
                }
            }
        }
    }

    /// A name that stands for itself is defined elsewhere.
    fn define_value(&mut self, module: usize, name: &'a str, value: &'a Expr) {
        match &value.kind {
            Kind::Name(same) if same == name => {}
            Kind::Def(def) => self.define(module, name, Definition::Function(def, &[])),
            _ => self.define(module, name, Definition::Value(value)),
        }
    }

    /// The first class of a name stays: what comes after it in another branch is a stand-in.
    fn define(&mut self, module: usize, name: &'a str, definition: Definition<'a>) {
        let Some(module) = self.modules.get_mut(module) else { return };
        let known = module.names.get(name);
        // `Base = declarative_base(cls=Base)` takes over the name of the class.
        let takes_over = matches!(definition, Definition::Value(value)
            if value.means("declare", "as") == Some("base"));
        if matches!(known, Some(Definition::Class(_))) && !takes_over {
            return;
        }
        if matches!((known, definition), (Some(Definition::Import(_)), Definition::Value(value)) if matches!(value.kind, Kind::Null))
        {
            return;
        }
        module.names.insert(name, definition);
    }

    /// Every class, with its index.
    pub fn classes(&self) -> impl Iterator<Item = (usize, &Class<'a>)> {
        self.classes.iter().enumerate()
    }

    /// Every module, with its index.
    pub fn modules(&self) -> impl Iterator<Item = (usize, &Module<'a>)> {
        self.modules.iter().enumerate()
    }

    /// A class by its index, as [`Symbol::Class`] gives it.
    pub fn class(&self, at: usize) -> &Class<'a> {
        &self.classes[at]
    }

    /// A module by its index.
    pub fn module(&self, at: usize) -> &Module<'a> {
        &self.modules[at]
    }

    /// The place of a span in a module.
    pub fn place(&self, module: usize, span: Span) -> Place {
        Place { file: self.modules[module].file.clone(), span }
    }

    /// `accounts.models.User`
    pub fn qualified(&self, class: usize) -> String {
        let class = self.class(class);
        let around = match (class.outer, class.function) {
            (Some(outer), _) => self.qualified(outer),
            (None, Some(function)) => {
                format!("{}.{}", self.dotted(class.module), function.name)
            }
            (None, None) => self.dotted(class.module),
        };
        match around.is_empty() {
            true => class.body.name.clone(),
            false => format!("{around}.{}", class.body.name),
        }
    }

    /// The name of a module: `accounts.models`.
    pub fn dotted(&self, module: usize) -> String {
        self.modules[module].path.replace('/', ".")
    }

    /// The full name of something that a module defines: `models.user.User`.
    pub fn qualify(&self, module: usize, name: &str) -> String {
        match self.dotted(module) {
            path if path.is_empty() => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// Where a name of a module leads.
    pub fn named(&self, module: usize, name: &str) -> Symbol<'a> {
        self.follow(module, name, MAX_STEPS, &mut HashSet::new())
    }

    fn follow(&self, module: usize, name: &str, steps: usize, seen: &mut Seen) -> Symbol<'a> {
        let Some(steps) = steps.checked_sub(1) else { return Symbol::Nothing };
        let Some(home) = self.modules.get(module) else { return Symbol::Nothing };
        if let Some((first, rest)) = name.split_once('.') {
            return match self.follow(module, first, steps, seen) {
                Symbol::Module(inner) => self.inside(inner, rest, steps, seen),
                Symbol::Class(class) => self.nested(class, rest),
                _ => Symbol::Nothing,
            };
        }
        match home.names.get(name) {
            Some(Definition::Class(class)) => Symbol::Class(*class),
            Some(Definition::Function(def, decorators)) => {
                Symbol::Function(module, def, decorators)
            }
            // `User = OtherUser`
            Some(Definition::Value(value)) => match &value.kind {
                Kind::Name(other) if other != name => match self.follow(module, other, steps, seen)
                {
                    Symbol::Nothing => Symbol::Value(module, value),
                    found => found,
                },
                _ => Symbol::Value(module, value),
            },
            Some(Definition::Import(import)) => self.imported(module, import, steps, seen),
            None if !home.stars.is_empty() && !seen.insert((module, name.to_owned())) => {
                Symbol::Nothing
            }
            None => home
                .stars
                .iter()
                .filter_map(|star| self.locate(module, &star.from))
                .filter(|other| *other != module)
                .map(|other| self.follow(other, name, steps, seen))
                .find(|symbol| *symbol != Symbol::Nothing)
                .unwrap_or(Symbol::Nothing),
        }
    }

    /// A name within a module, or a module within a package.
    fn inside(&self, module: usize, name: &str, steps: usize, seen: &mut Seen) -> Symbol<'a> {
        match self.follow(module, name, steps, seen) {
            Symbol::Nothing => {
                let path = format!("{}/{}", self.modules[module].path, name.replace('.', "/"));
                self.by_path.get(&path).map_or(Symbol::Nothing, |at| Symbol::Module(*at))
            }
            found => found,
        }
    }

    fn imported(
        &self,
        module: usize,
        import: &Import,
        steps: usize,
        seen: &mut Seen,
    ) -> Symbol<'a> {
        let Some(name) = import.name.as_deref().filter(|name| *name != "*") else {
            let Some(other) = self.locate(module, &import.from) else { return Symbol::Nothing };
            // `const User = require('./user')` where that exports one thing.
            return match self.modules[other].exports {
                Some(_) if other != module => self.follow(other, "default", steps, seen),
                _ => Symbol::Module(other),
            };
        };
        if let Some(other) = self.locate(module, &import.from)
            && other != module
        {
            match self.follow(other, name, steps, seen) {
                Symbol::Nothing => {}
                found => return found,
            }
        }
        // `from accounts import models`
        let inner = match import.from.ends_with('.') {
            true => format!("{}{name}", import.from),
            false => format!("{}.{name}", import.from),
        };
        match self.modules[module].language {
            Language::Python => self.locate(module, &inner).map_or(Symbol::Nothing, Symbol::Module),
            _ => Symbol::Nothing,
        }
    }

    /// A class within a class.
    fn nested(&self, outer: usize, name: &str) -> Symbol<'a> {
        self.inner(outer, name).map_or(Symbol::Nothing, Symbol::Class)
    }

    /// The class of that name in a class's own body.
    pub fn inner(&self, outer: usize, name: &str) -> Option<usize> {
        self.inner.get(&(outer, name)).copied()
    }

    /// The text of an expression: written out, joined, or the value of a name.
    pub fn text(&self, module: usize, expr: &Expr) -> Option<String> {
        self.text_within(module, expr, MAX_STEPS)
    }

    fn text_within(&self, module: usize, expr: &Expr, steps: usize) -> Option<String> {
        let steps = steps.checked_sub(1)?;
        match &expr.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Template(parts) => {
                parts.iter().map(|part| self.text_within(module, part, steps)).collect()
            }
            Kind::Binary(left, op, right) if op == "+" => Some(
                self.text_within(module, left, steps)? + &self.text_within(module, right, steps)?,
            ),
            _ => match self.resolve(module, expr) {
                Symbol::Value(home, value) => self.text_within(home, value, steps),
                _ => None,
            },
        }
    }

    /// Where an expression leads that is a name or a path of attributes.
    pub fn resolve(&self, module: usize, expr: &Expr) -> Symbol<'a> {
        match path_of(expr) {
            Some(path) => self.named(module, &path),
            None => Symbol::Nothing,
        }
    }

    /// The full name of what an expression names in a library: `models.Model` is
    /// `django.db.models.Model` where `models` was imported from `django.db`. The name as written
    /// where no import says more.
    pub fn library_name(&self, module: usize, expr: &Expr) -> Option<String> {
        let path = path_of(expr)?;
        Some(self.library_path(module, &path, MAX_STEPS, &mut HashSet::new()))
    }

    /// The full name in a library of what is called: `typeorm.Column` of `@Column({ … })`.
    pub fn called_name(&self, module: usize, call: &Call) -> Option<String> {
        let path = match &call.receiver {
            None => call.name.clone(),
            Some(receiver) => format!("{}.{}", path_of(receiver)?, call.name),
        };
        Some(self.library_path(module, &path, MAX_STEPS, &mut HashSet::new()))
    }

    fn library_path(&self, module: usize, path: &str, steps: usize, seen: &mut Seen) -> String {
        let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
        let Some(home) = self.modules.get(module) else { return path.to_owned() };
        let full = match (home.names.get(first), steps.checked_sub(1)) {
            (Some(Definition::Import(import)), Some(steps)) => {
                match (self.locate(module, &import.from), import.name.as_deref()) {
                    (Some(other), Some(name)) if other != module && name != "*" => {
                        self.library_path(other, name, steps, seen)
                    }
                    (_, Some(name)) if name != "*" => format!("{}.{name}", import.from),
                    _ => import.from.clone(),
                }
            }
            (Some(Definition::Value(value)), Some(steps)) => match path_of(value) {
                Some(other) if other != first => self.library_path(module, &other, steps, seen),
                _ => first.to_owned(),
            },
            // `from django.contrib.gis.db.models import *`: any of them may give the name.
            (None, Some(steps))
                if home.stars.is_empty() || seen.insert((module, first.to_owned())) =>
            {
                let through = home.stars.iter().find_map(|star| {
                    let other = self.locate(module, &star.from).filter(|other| *other != module)?;
                    let full = self.library_path(other, first, steps, seen);
                    (full != first).then_some(full)
                });
                through.unwrap_or_else(|| match home.stars.as_slice() {
                    [only] if self.locate(module, &only.from).is_none() => {
                        format!("{}.{first}", only.from)
                    }
                    _ => first.to_owned(),
                })
            }
            _ => first.to_owned(),
        };
        match rest {
            Some(rest) => format!("{full}.{rest}"),
            None => full,
        }
    }
}

/// A name or a path of attributes as one dotted name.
pub fn path_of(expr: &Expr) -> Option<String> {
    match &expr.kind {
        Kind::Name(name) => Some(name.clone()),
        Kind::Call(call) if !call.called => {
            Some(format!("{}.{}", path_of(call.receiver.as_ref()?)?, call.name))
        }
        _ => None,
    }
}
