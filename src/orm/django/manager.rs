//! Managers of a model: which there are, which is the default, and what their queries keep.
//!
//! Source: `django/db/models/options.py` (`managers`, `_default_manager`) and `manager.py` of
//! Django 5.2; measured: the depth of the defining class in the order of ancestors decides, then the
//! order in its body.

use super::{condition, field, meta, model, model::ModelClass};
use crate::{
    expr::{Call, Def, Expr, Kind},
    facts::Guard,
    modules::{Ancestor, Modules, Symbol},
    orm::{
        self,
        python::branch::{Frame, Queries, Query, Run, Site, Value, Way, bound},
    },
    predicate::Predicate,
    source::{Language, Place},
    syntax,
};

/// A manager as a class body makes it.
#[derive(Clone, Debug)]
pub struct Manager {
    /// Its name on the model.
    pub name: String,
    /// What people call it: the name of its class.
    pub label: String,
    /// Where it is made.
    pub place: Place,
    /// What makes its queries.
    pub maker: Maker,
}

/// What makes queries.
#[derive(Clone, Debug)]
pub enum Maker {
    /// Classes of the application, or of Django without conditions.
    Classes {
        /// The manager's class.
        class: Option<usize>,
        /// The class of its query sets.
        queries: Option<usize>,
        /// What its constructor is called with, and the module of the call.
        call: Option<(usize, Call)>,
    },
    /// A library's, with the condition that it keeps.
    Library(Predicate),
    /// Something that cannot be followed.
    Unknown,
}

/// One way through a manager's query.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The conditions under which it is taken.
    pub guards: Vec<Guard>,
    /// What it keeps, in names of attributes.
    pub predicate: Predicate,
    /// Where its condition is written.
    pub place: Option<Place>,
    /// The functions it goes through.
    pub through: Vec<(String, Place)>,
}

/// The managers of a model in Django's order; the first is the default unless the options name one.
pub fn managers(modules: &Modules, class: &ModelClass) -> Vec<Manager> {
    let mut found: Vec<Manager> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for ancestor in class.lineage.iter() {
        match ancestor {
            Ancestor::Class(at) => {
                if ModelClass::of(modules, *at).is_none() {
                    continue;
                }
                let owner = modules.class(*at);
                for (name, value, statement) in assignments(&owner.body.body) {
                    if seen.iter().any(|known| known == name) {
                        continue;
                    }
                    let place = modules.place(owner.module, statement.span);
                    match read(modules, owner.module, value) {
                        Some((label, maker)) => {
                            let name = name.to_owned();
                            found.push(Manager { name: name.clone(), label, place, maker });
                            seen.push(name);
                        }
                        // `objects = None` takes the manager away.
                        None if value.kind == Kind::Null => seen.push(name.to_owned()),
                        None => {}
                    }
                }
            }
            Ancestor::Library(name) => {
                let Some(word) = model::base_word(name) else { continue };
                let Some(template) = word.get("predicate") else { continue };
                if seen.iter().any(|known| known == "objects") {
                    continue;
                }
                let Some(column) = word.get("deletes") else { continue };
                let predicate = crate::sql::predicate(&template.replace("{column}", column));
                let owner = modules.class(class.at);
                found.push(Manager {
                    name: "objects".to_owned(),
                    label: orm::last(name).to_owned(),
                    place: modules.place(owner.module, owner.body.head),
                    maker: Maker::Library(predicate),
                });
                seen.push("objects".to_owned());
            }
        }
    }
    found
}

/// The name of the default manager.
pub fn default_name(modules: &Modules, class: &ModelClass, managers: &[Manager]) -> Option<String> {
    let said = class.meta.text("default_manager_name").map(|(name, ..)| name);
    let said = said.or_else(|| {
        // A manager of its own cancels what the first parent says.
        let own = assignments(&modules.class(class.at).body.body)
            .any(|(name, ..)| managers.iter().any(|known| known.name == name));
        let first = class.lineage.iter().skip(1).find_map(|ancestor| match ancestor {
            Ancestor::Class(at) => Some(*at),
            Ancestor::Library(_) => None,
        });
        let parent = first.filter(|_| !own)?;
        meta::Meta::of(modules, parent, &modules.lineage(parent))
            .text("default_manager_name")
            .map(|(name, ..)| name)
    });
    said.or_else(|| managers.first().map(|manager| manager.name.clone()))
}

/// The name of the manager that follows keys, with the module and the statement that give it. Managers
/// of the class itself do not cancel what the first parent says.
pub fn base_name<'a>(
    modules: &Modules<'a>,
    class: &ModelClass<'_, 'a>,
) -> Option<(String, usize, &'a Expr)> {
    class.meta.text("base_manager_name").or_else(|| {
        let first = class.lineage.iter().skip(1).find_map(|ancestor| match ancestor {
            Ancestor::Class(at) => Some(*at),
            Ancestor::Library(_) => None,
        })?;
        meta::Meta::of(modules, first, &modules.lineage(first)).text("base_manager_name")
    })
}

/// The assignments of a class body, also in branches of it.
pub fn assignments<'e>(
    body: &'e Expr,
) -> impl Iterator<Item = (&'e str, &'e Expr, &'e Expr)> + use<'e> {
    let mut found = Vec::new();
    fn collect<'e>(body: &'e Expr, found: &mut Vec<(&'e str, &'e Expr, &'e Expr)>) {
        for statement in body.statements() {
            match &statement.kind {
                Kind::If(_, then, otherwise) => {
                    collect(then, found);
                    collect(otherwise, found);
                }
                Kind::Assign(target, value) => {
                    let target = match &target.kind {
                        Kind::Typed(target, _) => target,
                        _ => target,
                    };
                    if let Kind::Name(name) = &target.kind {
                        found.push((name, value, statement));
                    }
                }
                _ => {}
            }
        }
    }
    collect(body, &mut found);
    found.into_iter()
}

/// Reads a value as a manager, with what people call it.
pub fn read(modules: &Modules, module: usize, value: &Expr) -> Option<(String, Maker)> {
    let call = value.call().filter(|call| call.called)?;
    // `LiveQuerySet.as_manager()`
    if value.means("manager", "kind") == Some("as-manager") {
        let receiver = call.receiver.as_ref()?;
        let label = orm::last(receiver.name()?).to_owned();
        let queries = match modules.resolve(module, receiver) {
            Symbol::Class(class) => Some(class),
            _ => None,
        };
        return Some((label, Maker::Classes { class: None, queries, call: None }));
    }
    // `Manager.from_queryset(LiveQuerySet)()`
    if let Some(inner) = call.receiver.as_ref().filter(|_| call.name == "call")
        && inner.means("manager", "kind") == Some("from-query")
    {
        let (class, queries) = from_query(modules, module, inner)?;
        let label = class.or(queries).map_or("Manager", |at| &modules.class(at).body.name);
        return Some((label.to_owned(), Maker::Classes { class, queries, call: None }));
    }
    let callee = field::callee(value)?;
    let label = orm::last(callee.name()?).to_owned();
    let made = |class| Maker::Classes {
        class: Some(class),
        queries: queries_of(modules, class),
        call: Some((module, call.clone())),
    };
    match modules.resolve(module, &callee) {
        Symbol::Class(class) if is_kind(modules, class, "manager") => Some((label, made(class))),
        // `LiveManager = Manager.from_queryset(LiveQuerySet)`
        Symbol::Value(home, made) if made.means("manager", "kind") == Some("from-query") => {
            let (class, queries) = from_query(modules, home, made)?;
            Some((label, Maker::Classes { class, queries, call: None }))
        }
        Symbol::Nothing => {
            let known = callee.means("manager", "kind") == Some("manager");
            if let Some(kept) = callee.means("manager", "predicate").filter(|_| known) {
                return Some((label, Maker::Library(crate::sql::predicate(kept))));
            }
            match (known, label.ends_with("Manager")) {
                (true, _) => {
                    Some((label, Maker::Classes { class: None, queries: None, call: None }))
                }
                (false, true) => Some((label, Maker::Unknown)),
                (false, false) => None,
            }
        }
        Symbol::Function(..) => {
            // A function that is given a manager's class makes a manager of it.
            let given = call.arguments.iter().find_map(|argument| {
                match modules.resolve(module, argument) {
                    Symbol::Class(class) if is_kind(modules, class, "manager") => Some(class),
                    _ => None,
                }
            });
            match given {
                Some(class) => Some((
                    modules.class(class).body.name.clone(),
                    Maker::Classes {
                        class: Some(class),
                        queries: queries_of(modules, class),
                        call: None,
                    },
                )),
                None => {
                    label.to_lowercase().ends_with("manager").then_some((label, Maker::Unknown))
                }
            }
        }
        Symbol::Class(_) if label.ends_with("Manager") => Some((label, Maker::Unknown)),
        _ => None,
    }
}

/// The manager's class and the query set's in `M.from_queryset(Q)`.
fn from_query(
    modules: &Modules,
    module: usize,
    expr: &Expr,
) -> Option<(Option<usize>, Option<usize>)> {
    let call = expr.call()?;
    let class = |expr: &Expr| match modules.resolve(module, expr) {
        Symbol::Class(class) => Some(class),
        _ => None,
    };
    Some((class(call.receiver.as_ref()?), class(call.arguments.first()?)))
}

/// Whether a class of the application descends from a manager or a query set.
fn is_kind(modules: &Modules, class: usize, kind: &str) -> bool {
    modules.lineage(class).iter().any(|ancestor| match ancestor {
        Ancestor::Library(name) => syntax::words_of(Language::Python, orm::last(name))
            .iter()
            .any(|word| word.fact == "manager" && word.get("kind") == Some(kind)),
        Ancestor::Class(at) => {
            kind == "manager"
                && modules
                    .class(*at)
                    .body
                    .parents
                    .iter()
                    .any(|parent| parent.means("manager", "kind") == Some("from-query"))
        }
    })
}

/// The class of query sets that a manager's class is built from.
fn queries_of(modules: &Modules, class: usize) -> Option<usize> {
    modules.lineage(class).iter().find_map(|ancestor| {
        let Ancestor::Class(at) = ancestor else { return None };
        let class = modules.class(*at);
        class.body.parents.iter().find_map(|parent| {
            let made = match modules.resolve(class.module, parent) {
                Symbol::Value(home, value) => Some((home, value)),
                _ => Some((class.module, parent)),
            };
            let (home, made) = made?;
            (made.means("manager", "kind") == Some("from-query"))
                .then(|| from_query(modules, home, made)?.1)?
        })
    })
}

/// Every way through the query that a manager begins with.
pub fn kept(modules: &Modules, maker: &Maker) -> Vec<Kept> {
    match maker {
        Maker::Unknown => Vec::new(),
        Maker::Library(predicate) => vec![Kept {
            guards: Vec::new(),
            predicate: predicate.clone(),
            place: None,
            through: Vec::new(),
        }],
        Maker::Classes { class, queries, call } => {
            let reader = Reader { modules, class: *class, queries: *queries };
            let mut run = Run::new(modules, &reader);
            let mut way = Way::default();
            if let (Some(class), Some((module, call))) = (class, call) {
                way.names = reader.fields(&mut run, *class, *module, call);
            }
            let results = reader.begin(&mut run, &way);
            results.into_iter().filter_map(|(way, value)| finished(way, value)).collect()
        }
    }
}

/// How many methods of the managers of a model are followed.
const MAX_NAMED: usize = 60;

/// The conditions that methods of a manager add when they are called without arguments, by their names.
pub fn named(modules: &Modules, maker: &Maker) -> Vec<(String, Kept)> {
    let Maker::Classes { class, queries, .. } = maker else { return Vec::new() };
    let reader = Reader { modules, class: *class, queries: *queries };
    let mut found: Vec<(String, Kept)> = Vec::new();
    let sources = [(*class, true), (*queries, false)];
    let methods = sources.into_iter().filter_map(|(class, makes)| Some((class?, makes)));
    let methods = methods.flat_map(|(class, makes)| {
        reader.methods(class).into_iter().map(move |(at, def)| (at, def, makes))
    });
    for (at, def, makes) in methods.take(MAX_NAMED) {
        let asks = def.parameters.iter().skip(1).all(|(_, default)| default.is_some());
        let known = found.iter().any(|(name, _)| *name == def.name);
        if def.name.starts_with('_') || def.name == "get_queryset" || !asks || known {
            continue;
        }
        let mut run = Run::new(modules, &reader);
        let begun = match makes {
            true => vec![(Way::default(), Value::Maker)],
            false => reader.plain(&mut run, *queries, &Way::default()),
        };
        let ways = begun
            .into_iter()
            .filter_map(|(way, own)| reader.follow(&mut run, at, def, own, None, &way));
        let kept = ways.flatten().filter_map(|(way, value)| finished(way, value));
        let kept: Vec<Kept> = kept.collect();
        // A method with several ways does not say which one is taken.
        if let [only] = kept.as_slice() {
            found.push((def.name.clone(), only.clone()));
        }
    }
    found
}

fn finished(way: Way, value: Value) -> Option<Kept> {
    let Value::Query(query) = value else { return None };
    // No condition was asked for that we know of.
    if query.places.is_empty() {
        return None;
    }
    Some(Kept {
        guards: way.guards,
        predicate: query.predicate,
        place: query.places.last().cloned(),
        through: way.through,
    })
}

/// Django's managers and query sets, for [`Run`].
struct Reader<'m, 'a> {
    modules: &'m Modules<'a>,
    class: Option<usize>,
    queries: Option<usize>,
}

impl<'a> Reader<'_, 'a> {
    /// What the constructor stores in the manager: `self.field = field`.
    fn fields(
        &self,
        run: &mut Run<'_, '_>,
        class: usize,
        module: usize,
        call: &Call,
    ) -> Vec<(String, Value)> {
        let mut fields = Vec::new();
        if let Some((at, def)) = self.method(class, "__init__", None) {
            let caller = Frame { module, class: None };
            let mut given = run.arguments(caller, call, def, 1, &Way::default());
            given.insert(0, ("self".to_owned(), Value::Maker));
            let frame = Frame { module: self.modules.class(at).module, class: Some(at) };
            run.function(frame, def, given, &Way::default());
            for set in run.set.drain(..) {
                if set.of.name() == Some("self") {
                    fields.push((format!("self.{}", set.name), set.value));
                }
            }
        }
        for ancestor in self.modules.lineage(class).iter() {
            let Ancestor::Class(at) = ancestor else { continue };
            let owner = self.modules.class(*at);
            for (name, value, _) in assignments(&owner.body.body) {
                let path = format!("self.{name}");
                if !fields.iter().any(|(known, _)| *known == path) {
                    fields.push((path, Value::Code(value.clone())));
                }
            }
        }
        fields
    }

    /// The method of that name in a class or its ancestors; after one of them, for `super()`.
    fn method(&self, class: usize, name: &str, after: Option<usize>) -> Option<(usize, &'a Def)> {
        let lineage = self.modules.lineage(class);
        let start = match after {
            Some(after) => {
                1 + lineage.iter().position(|ancestor| *ancestor == Ancestor::Class(after))?
            }
            None => 0,
        };
        lineage.iter().skip(start).find_map(|ancestor| {
            let Ancestor::Class(at) = ancestor else { return None };
            let body = &self.modules.class(*at).body.body;
            body.statements().iter().find_map(|statement| {
                let inner = match &statement.kind {
                    Kind::Decorated(_, inner) => inner,
                    _ => statement,
                };
                match &inner.kind {
                    Kind::Def(def) if def.name == name => Some((*at, def.as_ref())),
                    _ => None,
                }
            })
        })
    }

    /// The methods that a class and its ancestors in the application define.
    fn methods(&self, class: usize) -> Vec<(usize, &'a Def)> {
        let mut found = Vec::new();
        for ancestor in self.modules.lineage(class).iter() {
            let Ancestor::Class(at) = ancestor else { continue };
            for statement in self.modules.class(*at).body.body.statements() {
                if let Kind::Def(def) = &statement.kind {
                    found.push((*at, def.as_ref()));
                }
            }
        }
        found
    }

    /// The query that a manager begins with.
    fn begin(&self, run: &mut Run<'_, '_>, way: &Way) -> Vec<(Way, Value)> {
        for name in ["get_queryset", "get_query_set"] {
            let found = self.class.and_then(|class| self.method(class, name, None));
            if let Some((at, def)) = found {
                return self.follow(run, at, def, Value::Maker, None, way).unwrap_or_default();
            }
        }
        self.plain(run, self.queries, way)
    }

    /// A query set before anything is asked of it; its constructor may ask already.
    fn plain(&self, run: &mut Run<'_, '_>, class: Option<usize>, way: &Way) -> Vec<(Way, Value)> {
        let query = || {
            Value::Query(Query { predicate: Predicate::All(Vec::new()), class, places: Vec::new() })
        };
        let init = class.and_then(|class| self.method(class, "__init__", None));
        let Some((at, def)) = init else { return vec![(way.clone(), query())] };
        let frame = Frame { module: self.modules.class(at).module, class: Some(at) };
        let given = vec![("self".to_owned(), query())];
        let Some(outcome) = run.function(frame, def, given, way) else {
            return vec![(way.clone(), query())];
        };
        let after = outcome.goes_on.into_iter().map(|inner| {
            let own = inner.names.iter().find(|(name, _)| name == "self").map(|(_, v)| v.clone());
            let way = Way { names: way.names.clone(), ..inner };
            (way, own.unwrap_or_else(query))
        });
        after.collect()
    }

    fn follow(
        &self,
        run: &mut Run<'_, '_>,
        at: usize,
        def: &Def,
        own: Value,
        called: Option<(Frame, &Call)>,
        way: &Way,
    ) -> Option<Vec<(Way, Value)>> {
        let frame = Frame { module: self.modules.class(at).module, class: Some(at) };
        let own_name = def.parameters.first().map_or("self", |(name, _)| name.as_str());
        let mut given = vec![(own_name.to_owned(), own)];
        if let Some((frame, call)) = called {
            given.extend(run.arguments(frame, call, def, 1, way));
        }
        let fields = way.names.iter().filter(|(name, _)| name.starts_with("self."));
        given.extend(fields.cloned());
        let mut values = run.function(frame, def, given, way)?.returned;
        let place = self.modules.place(frame.module, def.head);
        for (way, _) in &mut values {
            way.through.push((def.name.clone(), place.clone()));
        }
        Some(values)
    }

    /// What a method of Django's own does to a query.
    fn asked(
        &self,
        run: &Run<'_, '_>,
        frame: Frame,
        site: &Site<'_>,
        query: Query,
        way: &Way,
    ) -> Query {
        let settled = run.settled(frame, &bound(site.expr, way));
        let Some(call) = settled.call() else { return query };
        let asked = match site.expr.means("predicate", "call") {
            Some("filter") => condition::arguments(call),
            Some("exclude") => condition::excluded(call),
            Some("none") => Predicate::Any(Vec::new()),
            Some("neutral") => return query,
            _ => Predicate::Opaque(call.name.clone()),
        };
        let mut query = query;
        if site.expr.word("predicate").is_some() {
            query.places.push(self.modules.place(frame.module, site.expr.span));
        }
        query.predicate = query.predicate.and(asked);
        query
    }
}

impl Queries for Reader<'_, '_> {
    fn call(
        &self,
        run: &mut Run<'_, '_>,
        frame: Frame,
        site: &Site<'_>,
        way: &Way,
    ) -> Option<Vec<(Way, Value)>> {
        let name = site.call.name.as_str();
        let asked = |run: &mut Run<'_, '_>, values: Vec<(Way, Value)>| {
            values
                .into_iter()
                .map(|(way, value)| match value {
                    Value::Query(query) => {
                        let query = self.asked(run, frame, site, query, &way);
                        (way, Value::Query(query))
                    }
                    other => (way, other),
                })
                .collect::<Vec<_>>()
        };
        match site.receiver {
            None | Some(Value::Code(_)) => {
                let callee = field::callee(site.expr)?;
                match self.modules.resolve(frame.module, &callee) {
                    Symbol::Class(class) if is_kind(self.modules, class, "query") => {
                        Some(self.plain(run, Some(class), way))
                    }
                    Symbol::Nothing if callee.means("manager", "kind") == Some("query") => {
                        Some(self.plain(run, None, way))
                    }
                    _ => None,
                }
            }
            Some(Value::Super) => {
                let own = way.names.iter().find(|(name, _)| name == "self").map(|(_, v)| v.clone());
                let (own, class) = match own? {
                    Value::Query(query) => (Value::Query(query.clone()), query.class),
                    other => (other, self.class),
                };
                let above = class.and_then(|class| self.method(class, name, frame.class));
                if let Some((at, def)) = above {
                    return self.follow(run, at, def, own, Some((frame, site.call)), way);
                }
                match own {
                    Value::Query(query) => {
                        let query = self.asked(run, frame, site, query, way);
                        Some(vec![(way.clone(), Value::Query(query))])
                    }
                    _ => {
                        let values = self.plain(run, self.queries, way);
                        Some(asked(run, values))
                    }
                }
            }
            Some(Value::Maker) => {
                // `self._queryset_class(self.model, using=self._db)`
                if name == "_queryset_class" {
                    return Some(self.plain(run, self.queries, way));
                }
                if let Some((at, def)) = self.class.and_then(|class| self.method(class, name, None))
                {
                    return self.follow(run, at, def, Value::Maker, Some((frame, site.call)), way);
                }
                let begun = match name {
                    "get_queryset" => self.plain(run, self.queries, way),
                    _ => self.begin(run, way),
                };
                let own = self.queries.and_then(|class| self.method(class, name, None));
                match own {
                    Some((at, def)) => Some(
                        begun
                            .into_iter()
                            .filter_map(|(way, value)| {
                                let called = Some((frame, site.call));
                                self.follow(run, at, def, value, called, &way)
                            })
                            .flatten()
                            .collect(),
                    ),
                    None => Some(asked(run, begun)),
                }
            }
            Some(Value::Query(query)) => {
                let own = query.class.and_then(|class| self.method(class, name, None));
                match own {
                    Some((at, def)) => {
                        let value = Value::Query(query.clone());
                        self.follow(run, at, def, value, Some((frame, site.call)), way)
                    }
                    None => {
                        let query = self.asked(run, frame, site, query.clone(), way);
                        Some(vec![(way.clone(), Value::Query(query))])
                    }
                }
            }
        }
    }

    /// `get_field('deleted_at')` raises without the column, and so does a filter that names it.
    fn trial(&self, run: &Run<'_, '_>, frame: Frame, body: &Expr, way: &Way) -> Option<Expr> {
        let mut asked = None;
        let mut named = None;
        body.walk(&mut |part| {
            if part.means("gate", "by") == Some("field") && asked.is_none() {
                asked = Some(run.settled(frame, &bound(part, way)));
            }
            if matches!(part.means("predicate", "call"), Some("filter" | "exclude"))
                && named.is_none()
            {
                let settled = run.settled(frame, &bound(part, way));
                named = settled.call().and_then(|call| {
                    let key = call.options.first().map(|(key, _)| key.as_str())?;
                    Some((key.split("__").next().unwrap_or(key).to_owned(), part.span))
                });
            }
        });
        asked.or_else(|| {
            let (column, span) = named?;
            let attribute = |of: Expr, name: &str, arguments: Vec<Expr>, called: bool| Expr {
                kind: Kind::Call(Box::new(Call {
                    receiver: Some(of),
                    name: name.to_owned(),
                    arguments,
                    options: Vec::new(),
                    block: None,
                    called,
                })),
                span,
                means: syntax::words_of(Language::Python, name),
            };
            let own = Expr::new(Kind::Name("self".to_owned()), span);
            let of = attribute(attribute(own, "model", vec![], false), "_meta", vec![], false);
            let column = Expr::new(Kind::Text(column), span);
            Some(attribute(of, "get_field", vec![column], true))
        })
    }
}
