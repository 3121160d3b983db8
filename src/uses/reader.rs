//! One file read for its uses: what each piece of code gives, and which occurrences it claims.

mod access;
mod arguments;
mod markup;
mod python;
mod script;
mod text;
mod typing;
mod unfollowed;

use std::collections::HashMap;

use super::{
    Held, How, Search, Unfollowed, Via,
    claim::{Claim, Claims, Shape, Tie},
    graphql,
    occurrence::{self, Occurrence},
    schema,
    scope::{Of, Scopes, Typed},
    template, yaml,
};
use crate::{
    app::Model,
    expr::{Call, ClassBody, Def, Expr, Keyword, Kind, Lambda},
    facts::Guard,
    finding::Confidence,
    gate::{self, Switch, World},
    source::{Language, Place, Span},
    syntax::{self, Desk},
};

/// What a file holds of the names in question.
pub(super) struct Read<'n> {
    pub(super) occurrences: Vec<Occurrence<'n>>,
    pub(super) claims: HashMap<usize, Vec<Claim>>,
    /// Stretches that are comments.
    pub(super) comments: Vec<(u32, u32)>,
    /// Stretches that run only where a column exists.
    pub(super) gated: Vec<(u32, u32)>,
    /// The model that the innermost class around a place serves, by the bytes of the class.
    pub(super) served: Vec<(u32, u32, usize)>,
    /// The model that the file serves by its path.
    pub(super) path: Option<usize>,
    /// Methods that models define here under a name in question.
    pub(super) defined: Vec<(usize, String)>,
    /// What names its columns only when the code runs.
    pub(super) unfollowed: Unfollowed,
}

/// Reads a file.
pub(super) fn read<'n>(search: &'n Search<'_>, held: &Held, desk: &Desk) -> Read<'n> {
    let mut read = Read {
        occurrences: occurrence::all(&search.names, held.language, &held.text),
        claims: HashMap::new(),
        comments: Vec::new(),
        gated: Vec::new(),
        served: Vec::new(),
        path: search.conventions.path(&held.path),
        defined: Vec::new(),
        unfollowed: Unfollowed::default(),
    };
    if held.language == Language::Html {
        let mut reader = Reader::new(search, held.language, &held.text, &read.occurrences);
        let comments = reader.markup();
        read.claims = reader.claims.into_inner();
        read.comments = comments;
        return read;
    }
    if let Some((claims, served, comments)) = declarative(search, held, &read.occurrences) {
        return Read { claims, served, comments, ..read };
    }
    let Some(template) = template::code(held.language, &held.text) else { return read };
    let language = template.language;
    let Ok((code, comments)) = desk.code_with_types(language, &template.code) else {
        return read;
    };
    let program = code.program;
    let inner = match language == held.language {
        true => read.occurrences.clone(),
        false => occurrence::all(&search.names, language, &template.code),
    };
    let mut reader = Reader::new(search, language, &template.code, &inner);
    reader.path = &held.path;
    if language == Language::Python {
        reader.python = python::File::of(&held.path, &program);
        reader.registered(&program);
    }
    if language.is_script() {
        reader.name_tables(&program);
    }
    // Once for what fields hold, which methods further down may assign.
    reader.walk(&program);
    reader.claims = Claims::new(&inner);
    reader.served.clear();
    reader.gated.clear();
    reader.walk(&program);
    if language == Language::Python {
        reader.claims.weigh_words();
    }
    let Reader { mut claims, served, gated, defined, unfollowed, .. } = reader;
    read.defined = defined;
    read.unfollowed = unfollowed.count();
    if language == held.language {
        search.declarations.claim(&held.path, &held.text, &mut claims);
        read.comments = comments;
        read.served = served;
        read.gated = gated;
        read.claims = claims.into_inner();
        return read;
    }
    for (at, claims) in claims.into_inner() {
        let start = inner.get(at).and_then(|known| template.in_file(known.span.start));
        let at = start.and_then(|start| {
            read.occurrences.binary_search_by_key(&start, |known| known.span.start).ok()
        });
        if let Some(at) = at {
            read.claims.entry(at).or_default().extend(claims);
        }
    }
    read
}

/// Claims, stretches that serve a model, and comments.
type Declared = (HashMap<usize, Vec<Claim>>, Vec<(u32, u32, usize)>, Vec<(u32, u32)>);

/// What a file says that declares and runs nothing.
fn declarative(search: &Search, held: &Held, occurrences: &[Occurrence]) -> Option<Declared> {
    let mut claims = Claims::new(occurrences);
    let (served, comments) = match held.language {
        Language::Prisma => {
            schema::claim(search, &held.text, &mut claims);
            (Vec::new(), schema::comments(&held.text))
        }
        Language::GraphQl => graphql::claim(search, &held.text, &mut claims),
        Language::Yaml => {
            yaml::claim(search, &held.path, &held.text, &mut claims);
            (Vec::new(), yaml::comments(&held.text))
        }
        _ => return None,
    };
    Some((claims.into_inner(), served, comments))
}

/// A class that code stands in.
struct Around {
    name: String,
    /// The model that it serves, by its name or because it says so.
    serves: Option<Typed>,
}

struct Reader<'r, 'f, 'n> {
    search: &'r Search<'r>,
    language: Language,
    text: &'r str,
    claims: Claims<'f, 'n>,
    scopes: Scopes,
    classes: Vec<Around>,
    /// What `self` is.
    me: Option<Typed>,
    /// The code runs when its class is defined.
    in_class_body: bool,
    /// How many functions stand around the code.
    functions: usize,
    /// What fields of objects hold: `@user`, `this.user`.
    fields: HashMap<String, Option<Typed>>,
    served: Vec<(u32, u32, usize)>,
    python: python::File,
    /// The file.
    path: &'r str,
    /// What texts call tables; `None` where they call two of them the same.
    aliases: HashMap<String, Option<usize>>,
    /// Stretches that run only where a column exists.
    gated: Vec<(u32, u32)>,
    defined: Vec<(usize, String)>,
    unfollowed: unfollowed::Places,
}

impl<'r, 'f, 'n> Reader<'r, 'f, 'n> {
    fn new(
        search: &'r Search<'r>,
        language: Language,
        text: &'r str,
        occurrences: &'f [Occurrence<'n>],
    ) -> Reader<'r, 'f, 'n> {
        let mut reader = Reader {
            search,
            language,
            text,
            claims: Claims::new(occurrences),
            scopes: Scopes::default(),
            classes: Vec::new(),
            me: None,
            in_class_body: false,
            functions: 0,
            fields: HashMap::new(),
            served: Vec::new(),
            python: python::File::default(),
            gated: Vec::new(),
            defined: Vec::new(),
            unfollowed: unfollowed::Places::default(),
            path: "",
            aliases: HashMap::new(),
        };
        reader.scopes.open(true);
        reader
    }
}

impl Reader<'_, '_, '_> {
    fn model(&self, at: usize) -> Option<&Model> {
        self.search.app.models.get(at)
    }

    /// Reads a piece of code for all it claims.
    fn walk(&mut self, expr: &Expr) {
        if self.language == Language::Python && self.python_statement(expr) {
            return;
        }
        if self.language.is_script() {
            return self.script(expr);
        }
        match &expr.kind {
            Kind::Class(class) => self.class(class, expr.span),
            Kind::Def(def) => self.def(def),
            Kind::Lambda(lambda) => self.lambda(lambda, None),
            Kind::Assign(target, value) => self.assign(target, value),
            Kind::Call(call) => self.call(expr, call),
            Kind::Index(of, at) => self.index(expr, of, at),
            Kind::Name(name) => self.bare(name, expr.span),
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    match key.text() {
                        Some(name) => self.open(
                            name,
                            key.span.start,
                            value.span.start.max(key.span.end),
                            Shape::Key,
                        ),
                        None => self.walk(key),
                    }
                    self.walk(value);
                }
            }
            Kind::If(condition, then, otherwise) => {
                let waits = match self.waits(condition) {
                    Some(Switch::Waits) => Some(then),
                    Some(Switch::Until) => Some(otherwise),
                    _ => None,
                };
                if let Some(waits) = waits {
                    for part in [condition, waits] {
                        self.gated.push((part.span.start, part.span.end));
                    }
                }
                expr.each_child(&mut |child| self.walk(child));
            }
            Kind::Symbol(name) => self.open(name, expr.span.start, expr.span.end, Shape::Symbol),
            Kind::Text(_) | Kind::Template(_) => self.string(expr, None),
            _ => expr.each_child(&mut |child| self.walk(child)),
        }
    }

    fn class(&mut self, class: &ClassBody, span: Span) {
        let name = match (class.keyword, self.classes.last()) {
            (Keyword::Singleton, Some(around)) => around.name.clone(),
            (_, Some(around)) if !around.name.is_empty() => {
                format!("{}{}{}", around.name, self.separator(), class.name)
            }
            _ => class.name.clone(),
        };
        class.parents.iter().for_each(|parent| self.walk(parent));
        let mut hosts = self.search.conventions.hosts(&name).to_vec();
        if hosts.is_empty() && self.language != Language::Ruby {
            hosts = self.search.conventions.hosts(&class.name).to_vec();
        }
        let companion = self.search.conventions.companion(&class.name);
        let serves = match hosts.is_empty() {
            true => companion.map(|at| Typed::likely(Of::Row(at))),
            false => None,
        };
        if let Some(model) = serves.and_then(|serves| serves.of.model()) {
            self.served.push((span.start, span.end, model));
        }
        let me = self.me;
        self.me = self.host(&hosts).map(|(at, sure)| Typed { of: Of::Class(at), sure });
        self.classes.push(Around { name, serves });
        self.scopes.open(true);
        let outside = std::mem::replace(&mut self.in_class_body, true);
        for statement in class.body.statements() {
            self.walk(statement);
        }
        self.in_class_body = outside;
        self.scopes.close();
        self.classes.pop();
        self.me = me;
    }

    /// The model that code of a class is for: one that has the column, where one of them does.
    fn host(&self, hosts: &[usize]) -> Option<(usize, Confidence)> {
        let concrete = |at: &&usize| self.model(**at).is_some_and(|model| !model.is_abstract);
        let rows: Vec<usize> = hosts.iter().filter(concrete).copied().collect();
        let hosts = if rows.is_empty() { hosts } else { &rows };
        let known = |at: &&usize| self.search.names.is_held_by(**at);
        match hosts {
            [] => None,
            [only] => Some((*only, Confidence::Certain)),
            many => match many.iter().find(known) {
                Some(at) if many.iter().all(|at| known(&at)) => Some((*at, Confidence::Certain)),
                // The others that run this code go on with a column of that name.
                Some(_) if many.iter().any(|at| self.search.has_namesake(*at)) => {
                    many.first().map(|at| (*at, Confidence::Possible))
                }
                Some(at) => Some((*at, Confidence::Likely)),
                None => many.first().map(|at| (*at, Confidence::Likely)),
            },
        }
    }

    fn def(&mut self, def: &Def) {
        let head = def.head;
        let own = self.claims.first(def.name.trim_end_matches('='), head.start, head.end);
        if let (Some(_), Some(Typed { of: Of::Class(model), .. })) = (own, self.me)
            && self.language != Language::Ruby
        {
            self.defined.push((model, def.name.clone()));
        }
        if let Some(at) = own {
            let claim = match self.me.and_then(|me| me.of.model()) {
                Some(model) => Claim::Use(Tie {
                    model,
                    how: How::Declare,
                    via: Via::Itself,
                    confidence: Confidence::Likely,
                }),
                None => Claim::Open(Shape::Definition),
            };
            self.claims.add(at, claim);
        }
        let me = self.me;
        self.me = me.map(|me| match (me.of, def.on_class) {
            (Of::Class(at), false) => me.with(Of::Row(at)),
            _ => me,
        });
        self.scopes.open(true);
        for (name, default) in &def.parameters {
            self.parameter(name, head);
            let typed = def.types.iter().find(|(typed, _)| typed == name);
            let typed = typed.and_then(|(_, of)| self.annotated(of));
            self.scopes.declare(name.trim_end_matches(':'), typed);
            if let Some(default) = default {
                self.walk(default);
            }
        }
        let nullable = def.parameters.iter().filter(|(_, default)| {
            default.as_ref().is_some_and(|default| default.kind == Kind::Null)
        });
        let optional = nullable.map(|(name, _)| name.clone()).collect();
        let optional = std::mem::replace(&mut self.python.optional, optional);
        let outside = std::mem::replace(&mut self.in_class_body, false);
        self.functions += 1;
        self.walk(&def.body);
        self.functions -= 1;
        self.python.optional = optional;
        self.in_class_body = outside;
        self.scopes.close();
        self.me = me;
    }

    /// A parameter is not the column, whatever its name.
    fn parameter(&mut self, name: &str, head: Span) {
        if let Some(at) = self.claims.first(name.trim_end_matches(':'), head.start, head.end) {
            self.claims.add(at, Claim::Open(Shape::Local));
        }
    }

    /// A block, whose first parameter is what it is given.
    fn lambda(&mut self, lambda: &Lambda, given: Option<Typed>) {
        self.scopes.open(false);
        for (at, name) in lambda.parameters.iter().enumerate() {
            let value = match at {
                0 => given,
                _ => None,
            };
            self.scopes.declare(name, value.or_else(|| self.search.conventions.variable(name)));
        }
        if lambda.parameters.is_empty() {
            for name in ["it", "_1"] {
                self.scopes.declare(name, given);
            }
        }
        self.walk(&lambda.body);
        self.scopes.close();
    }

    fn assign(&mut self, target: &Expr, value: &Expr) {
        if self.ignores(target.name().unwrap_or_default()) {
            return self.disown(value.span.start, value.span.end);
        }
        self.walk(value);
        let typed = self.type_of(value);
        let target = match &target.kind {
            Kind::Typed(target, of) => {
                let annotated = self.annotated(of);
                return self.assign_to(target, annotated.or(typed), value);
            }
            _ => target,
        };
        self.assign_to(target, typed, value);
    }

    fn assign_to(&mut self, target: &Expr, typed: Option<Typed>, value: &Expr) {
        match &target.kind {
            Kind::Name(name) if name.starts_with('@') => {
                self.open(
                    name.trim_start_matches('@'),
                    target.span.start,
                    target.span.end,
                    Shape::Local,
                );
                self.field(name, typed);
            }
            Kind::Name(name) => {
                self.open(name, target.span.start, target.span.end, Shape::Local);
                self.scopes.set(name, typed);
                self.python.optional.retain(|known| known != name);
            }
            Kind::Call(call) if call.arguments.is_empty() => {
                if let Some(receiver) = &call.receiver {
                    self.walk(receiver);
                    let how = match (self.language, value.kind == Kind::Null) {
                        (Language::Python, true) => How::Unset,
                        (Language::Python, false) => How::Assign,
                        (_, true) => How::Clear,
                        (_, false) => How::Write,
                    };
                    self.attribute(target, call, receiver, how);
                    if receiver.name().is_some_and(|name| matches!(name, "self" | "this")) {
                        self.field(&self.field_of_self(&call.name), typed);
                    }
                }
            }
            _ => self.walk(target),
        }
    }

    /// Whether a setting of that name hides columns from the model.
    fn ignores(&self, name: &str) -> bool {
        let words = syntax::words_of(self.language, name);
        words.iter().any(|it| it.fact == "setting" && it.get("name") == Some("ignored-columns"))
    }

    /// Claims that names in a stretch are what the model hides: they need no column, and are to go
    /// with it.
    fn disown(&mut self, from: u32, to: u32) {
        let model = self.me.and_then(|me| me.of.model());
        for at in self.claims.within(from, to) {
            let hides = |model| self.tie(model, How::Ignore, Via::Declaration, Confidence::Likely);
            self.claims.add(at, model.map_or(Claim::Other, hides));
        }
    }

    /// What a condition decides by asking whether one of the columns exists.
    fn waits(&self, condition: &Expr) -> Option<Switch> {
        let guard = Guard {
            condition: condition.clone(),
            holds: true,
            place: Place { file: "".into(), span: condition.span },
        };
        let guards = std::slice::from_ref(&guard);
        let switches = self.search.names.columns().map(|column| {
            let world =
                World { column, concerns: &|_| true, has: &|_, _| None, constant: &|_| None };
            gate::switch(guards, &world)
        });
        let mut switches = switches.collect::<Vec<_>>().into_iter();
        switches.find(|switch| matches!(switch, Switch::Waits | Switch::Until))
    }

    /// A field that is assigned things of two kinds holds neither.
    fn field(&mut self, name: &str, typed: Option<Typed>) {
        match (self.fields.get(name).copied().flatten(), typed) {
            (Some(known), Some(new)) if known.of != new.of => {
                self.fields.insert(name.to_owned(), None);
            }
            (Some(_), _) => {}
            (None, new) => {
                self.fields.insert(name.to_owned(), new);
            }
        }
    }

    fn call(&mut self, expr: &Expr, call: &Call) {
        if self.ignores(&call.name) {
            return self.disown(expr.span.start, expr.span.end);
        }
        self.count_unfollowed(call);
        let python = self.language == Language::Python;
        match &call.receiver {
            Some(receiver) => {
                self.walk(receiver);
                if call.arguments.is_empty() && call.options.is_empty() || !call.called {
                    self.attribute(expr, call, receiver, How::Read);
                } else {
                    self.method(expr, call, receiver);
                }
            }
            None if call.arguments.is_empty()
                && call.options.is_empty()
                && call.block.is_none() =>
            {
                self.bare(&call.name, expr.span);
            }
            None if python => {
                let end = self.name_end(expr, call);
                self.open(&call.name, expr.span.start, end, Shape::Bare);
            }
            None => self.method_of_self(expr, call),
        }
        match python {
            true => self.python_arguments(expr, call),
            false => self.arguments(expr, call),
        }
    }

    /// Claims that a name stands somewhere without anything that says whose it is.
    fn open(&mut self, name: &str, from: u32, to: u32, shape: Shape) {
        if let Some(at) = self.claims.first(name, from, to) {
            self.claims.add(at, Claim::Open(shape));
        }
    }

    fn separator(&self) -> &'static str {
        match self.language {
            Language::Ruby => "::",
            _ => ".",
        }
    }
}
