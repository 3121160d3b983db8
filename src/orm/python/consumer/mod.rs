//! Python code that takes the columns of a model without naming them.

pub mod assigned;
pub mod called;
pub mod declared;
pub mod dumped;
pub mod listed;
pub mod named;
pub mod nested;
pub mod reached;
pub mod routed;
pub mod rows;

use std::{collections::HashMap, sync::Arc};

use crate::{
    app::{
        Consumer, Reach, Taken,
        access::{Access, Naming},
        callback::Surface,
        clause::Clause,
    },
    expr::{Call, Def, Expr, Kind, Word},
    finding::Confidence,
    modules::{Ancestor, Modules, Symbol},
    source::Place,
};

/// A function with the class it is a method of.
#[derive(Clone, Copy)]
pub struct Function<'a> {
    /// The module it stands in.
    pub module: usize,
    /// The class around it.
    pub class: Option<usize>,
    /// The function.
    pub def: &'a Def,
    /// Its decorators.
    pub decorators: &'a [Expr],
    /// What a library means by its name.
    pub means: &'a [&'static Word],
}

/// Classes with what is asked of them again and again.
pub struct Classes<'m, 'a> {
    /// The modules.
    pub modules: &'m Modules<'a>,
    /// The classes within each class.
    nested: HashMap<usize, Vec<usize>>,
    /// The ancestors of each class.
    lineages: Vec<Arc<[Ancestor]>>,
    /// The class of users that a setting names.
    user: Option<usize>,
}

/// What code takes of models, and reaches of their rows.
#[derive(Debug, Default)]
pub struct Found {
    /// Code that takes columns without naming them.
    pub consumers: Vec<Consumer>,
    /// Code that reaches rows past what their models say.
    pub accesses: Vec<Access>,
    /// Code that counts on which columns there are.
    pub namings: Vec<Naming>,
    /// Statements of SQL.
    pub clauses: Vec<Clause>,
}

/// Every consumer of the application.
pub fn all(modules: &Modules) -> Found {
    let classes = Classes::new(modules);
    let mut accesses = Vec::new();
    let mut clauses = Vec::new();
    let mut namings = Vec::new();
    let mut found = Vec::new();
    for (class, _) in modules.classes() {
        declared::read(&classes, class, &mut found);
    }
    for (module, _) in modules.modules() {
        called::read(&classes, module, &mut found);
    }
    for function in functions(modules) {
        routed::read(&classes, &function, &mut found);
        let rows = rows::Held::of(&classes, &function);
        dumped::read(&classes, &function, &rows, &mut found);
        assigned::read(&classes, &function, &rows, &mut found);
        reached::read(&classes, &function, &rows, &mut accesses, &mut clauses);
        named::read(&classes, &function, &rows, &mut namings);
    }
    found.sort_by(|a, b| (&a.place, &a.name).cmp(&(&b.place, &b.name)));
    accesses.sort_by(|a, b| a.place.cmp(&b.place));
    namings.sort_by(|a, b| a.place.cmp(&b.place));
    namings.dedup();
    clauses.sort_by(|a, b| a.place.cmp(&b.place));
    Found { consumers: found, accesses, namings, clauses }
}

/// Every class that shows or edits rows of a model in a form of its own.
pub fn surfaces(modules: &Modules) -> Vec<Surface> {
    let classes = Classes::new(modules);
    modules.classes().filter_map(|(class, _)| declared::surface(&classes, class)).collect()
}

/// The functions of modules and the methods of classes.
fn functions<'a>(modules: &Modules<'a>) -> Vec<Function<'a>> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        take(module, None, code.program, &mut found);
    }
    for (class, body) in modules.classes() {
        take(body.module, Some(class), &body.body.body, &mut found);
    }
    found
}

fn take<'a>(module: usize, class: Option<usize>, body: &'a Expr, found: &mut Vec<Function<'a>>) {
    for statement in body.statements() {
        let (decorators, inner): (&[Expr], &Expr) = match &statement.kind {
            Kind::Decorated(decorators, inner) => (decorators, inner),
            _ => (&[], statement),
        };
        match &inner.kind {
            Kind::Def(def) => {
                let means = inner.means.as_slice();
                found.push(Function { module, class, def, decorators, means });
            }
            Kind::If(_, then, otherwise) => {
                take(module, class, then, found);
                take(module, class, otherwise, found);
            }
            Kind::Try(body, _) => take(module, class, body, found),
            _ => {}
        }
    }
}

impl Function<'_> {
    /// `shop.views.dump`, `shop.models.Account.to_dict`
    pub fn name(&self, modules: &Modules) -> String {
        let around = match self.class {
            Some(class) => modules.qualified(class),
            None => modules.dotted(self.module),
        };
        format!("{around}.{}", self.def.name)
    }

    /// `method` or `function`
    pub fn what(&self) -> &'static str {
        if self.class.is_some() { "method" } else { "function" }
    }
}

impl<'m, 'a> Classes<'m, 'a> {
    fn new(modules: &'m Modules<'a>) -> Classes<'m, 'a> {
        let mut nested: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, class) in modules.classes() {
            if let Some(outer) = class.outer {
                nested.entry(outer).or_default().push(at);
            }
        }
        let lineages = modules.classes().map(|(at, _)| modules.lineage(at)).collect();
        Classes { modules, nested, lineages, user: user(modules) }
    }

    /// The class and those of its ancestors that class statements define, nearest first.
    pub fn above(&self, class: usize) -> impl Iterator<Item = usize> {
        self.lineages.get(class).into_iter().flat_map(|line| line.iter()).filter_map(|ancestor| {
            match ancestor {
                Ancestor::Class(class) => Some(*class),
                Ancestor::Library(_) => None,
            }
        })
    }

    /// The full names of a class and of the classes that descend from it.
    pub fn below(&self, class: usize) -> Vec<String> {
        let descends = |at: &usize| {
            self.lineages.get(*at).is_some_and(|line| line.contains(&Ancestor::Class(class)))
        };
        let classes = 0..self.lineages.len();
        classes.filter(descends).map(|at| self.modules.qualified(at)).collect()
    }

    /// The class of that name within a class or an ancestor of it.
    pub fn inner(&self, class: usize, names: &[&str]) -> Option<usize> {
        self.above(class).find_map(|of| {
            let inner = self.nested.get(&of)?.iter();
            inner.copied().find(|at| names.contains(&self.modules.class(*at).body.name.as_str()))
        })
    }

    /// Whether an ancestor comes from one of the libraries.
    pub fn descends_from(&self, class: usize, library: &str) -> bool {
        self.lineages.get(class).into_iter().flat_map(|line| line.iter()).any(|ancestor| {
            match ancestor {
                Ancestor::Library(name) => root_of(name) == library,
                Ancestor::Class(_) => false,
            }
        })
    }

    /// The class that an expression names.
    pub fn class_named(&self, module: usize, expr: &Expr) -> Option<usize> {
        let value = match self.modules.resolve(module, expr) {
            Symbol::Class(class) => return Some(class),
            Symbol::Value(_, value) => value,
            _ => expr,
        };
        // `get_user_model()`, `User = get_user_model()`
        self.user.filter(|_| value.means("access", "gives") == Some("user"))
    }

    /// What a name of a library means as a consumer of that shape.
    pub fn word(&self, module: usize, expr: &Expr, shape: &str) -> Option<&'static Word> {
        let mut words = expr.means.iter().copied().filter(|word| word.fact == "consumer");
        words.find(|word| {
            word.get("shape") == Some(shape)
                && (word.get("from").is_none() || self.comes_from(module, expr, word))
        })
    }

    /// Whether a name is imported from one of the libraries of a word, or belongs to an object that
    /// one of them makes: `ma = Marshmallow(app)`, `router = APIRouter()`.
    fn comes_from(&self, module: usize, expr: &Expr, word: &Word) -> bool {
        let is_one = |full: &str| word.get_all("from").any(|library| root_of(full) == library);
        let path = uncalled(expr);
        if matches!(self.modules.resolve(module, &path), Symbol::Class(_) | Symbol::Function(..)) {
            return false;
        }
        if self.modules.library_name(module, &path).is_some_and(|full| is_one(&full)) {
            return true;
        }
        let Some(Symbol::Value(home, value)) = path
            .call()
            .and_then(|call| call.receiver.as_ref())
            .map(|owner| self.modules.resolve(module, owner))
        else {
            return false;
        };
        value.call().is_some_and(|call| call.called)
            && self.modules.library_name(home, &uncalled(value)).is_some_and(|full| is_one(&full))
    }
}

/// The class of users: `AUTH_USER_MODEL = "accounts.User"`, where one class alone fits.
pub fn user(modules: &Modules) -> Option<usize> {
    let setting = modules.modules().find_map(|(module, code)| {
        let statements = code.program.statements().iter();
        statements.rev().find_map(|statement| match &statement.kind {
            Kind::Assign(target, value) if target.means("setting", "name") == Some("user") => {
                modules.dotted(module).contains("settings").then_some(value.text()).flatten()
            }
            _ => None,
        })
    })?;
    let (app, name) = setting.split_once('.')?;
    in_app(modules, app, name)
}

/// The class of that name in an application of Django, where one alone fits.
fn in_app(modules: &Modules, app: &str, name: &str) -> Option<usize> {
    let mut fits = modules.classes().filter(|(_, class)| {
        class.outer.is_none()
            && class.body.name == name
            && modules.dotted(class.module).split('.').any(|part| part == app)
    });
    let first = fits.next()?;
    fits.next().is_none().then_some(first.0)
}

/// The function of a call, or the name as it is.
fn uncalled(expr: &Expr) -> Expr {
    let kind = match &expr.kind {
        Kind::Index(of, _) => return uncalled(of),
        Kind::Call(call) if call.called => match &call.receiver {
            None => Kind::Name(call.name.clone()),
            Some(receiver) => Kind::Call(Box::new(Call {
                receiver: Some(receiver.clone()),
                name: call.name.clone(),
                arguments: Vec::new(),
                options: Vec::new(),
                block: None,
                called: false,
            })),
        },
        other => other.clone(),
    };
    Expr::new(kind, expr.span)
}

/// The package of a full name.
fn root_of(full: &str) -> &str {
    full.split('.').next().unwrap_or(full)
}

/// What a word says is shown and can be set, with these columns left out of each.
fn taken(
    word: &Word,
    hidden: Vec<String>,
    fixed: Vec<String>,
    confidence: Confidence,
) -> (Option<Taken>, Option<Taken>) {
    let reach = |field| word.get(field).and_then(Reach::named);
    let shows = reach("shows").map(|reach| Taken {
        except: hidden.clone(),
        masks: Vec::new(),
        reach,
        confidence,
    });
    let except = hidden.into_iter().chain(fixed).collect();
    let writes =
        reach("writes").map(|reach| Taken { except, masks: Vec::new(), reach, confidence });
    (shows, writes)
}

/// A consumer of one function, with the places of the same kind that follow the first.
fn of_function(
    classes: &Classes,
    function: &Function,
    models: Vec<String>,
    place: Place,
    says: &'static str,
) -> Consumer {
    Consumer {
        name: function.name(classes.modules),
        what: function.what(),
        models,
        tables: Vec::new(),
        demands: Vec::new(),
        shows: None,
        writes: None,
        place,
        says,
        via: Vec::new(),
    }
}
