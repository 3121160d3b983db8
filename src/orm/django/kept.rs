//! What the queries of a manager keep, found by running the code that makes them.
//!
//! Source: `django/db/models/manager.py` and `query.py` of Django 5.2.

use super::{
    condition, field,
    manager::{Maker, assignments, condition_of, is_kind, library_word},
};
use crate::{
    expr::{Call, Def, Expr, Kind},
    facts::Guard,
    modules::{Ancestor, Modules, Symbol},
    orm::python::branch::{Frame, Queries, Query, Run, Site, Value, Way, bound},
    predicate::Predicate,
    source::{Language, Place},
    syntax,
};

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
            let made_by = call.as_ref().map(|(_, call)| call);
            let reader =
                Reader { modules, class: *class, queries: *queries, made_by, serves: false };
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
    let Maker::Classes { class, queries, call } = maker else { return Vec::new() };
    let made_by = call.as_ref().map(|(_, call)| call);
    let reader = Reader { modules, class: *class, queries: *queries, made_by, serves: false };
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

/// Every way through a method of a class that hands on rows; `rows` is the parameter that they come in.
pub fn handed_on(modules: &Modules, class: usize, method: &str, rows: Option<usize>) -> Vec<Kept> {
    let reader = Reader { modules, class: Some(class), queries: None, made_by: None, serves: true };
    let Some((at, def)) = reader.method(class, method, None) else { return Vec::new() };
    let mut run = Run::new(modules, &reader);
    let named = |at: usize| def.parameters.get(at).map(|(name, _)| name.clone());
    let mut given: Vec<(String, Value)> =
        named(0).map(|name| (name, Value::Maker)).into_iter().collect();
    given.extend(rows.and_then(named).map(|name| (name, Value::Query(unconditional(None)))));
    let frame = Frame { module: modules.class(at).module, class: Some(at) };
    let outcome = run.function(frame, def, given, &Way::default());
    let returned = outcome.map(|outcome| outcome.returned).unwrap_or_default();
    returned.into_iter().filter_map(|(way, value)| finished(way, value)).collect()
}

/// A query of which nothing is asked.
fn unconditional(class: Option<usize>) -> Query {
    Query { predicate: Predicate::All(Vec::new()), class, places: Vec::new() }
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
    /// The call of the manager's constructor.
    made_by: Option<&'m Call>,
    /// The class makes no queries: it serves rows.
    serves: bool,
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
        self.unasked(run, way)
    }

    /// The query of the library's manager that the class descends from.
    fn unasked(&self, run: &mut Run<'_, '_>, way: &Way) -> Vec<(Way, Value)> {
        let mut begun = self.plain(run, self.queries, way);
        let Some(class) = self.class else { return begun };
        let kept = self.modules.lineage(class).iter().find_map(|ancestor| match ancestor {
            Ancestor::Library(name) => condition_of(library_word(name, "manager")?, self.made_by),
            Ancestor::Class(_) => None,
        });
        let Some(kept) = kept else { return begun };
        let owner = self.modules.class(class);
        for (_, value) in &mut begun {
            if let Value::Query(query) = value {
                query.predicate = query.predicate.clone().and(kept.clone());
                query.places.push(self.modules.place(owner.module, owner.body.head));
            }
        }
        begun
    }

    /// A query set before anything is asked of it; its constructor may ask already.
    fn plain(&self, run: &mut Run<'_, '_>, class: Option<usize>, way: &Way) -> Vec<(Way, Value)> {
        let query = || Value::Query(unconditional(class));
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

    /// Whether code stands for the rows that a class serves: `self.queryset`, or a manager of a class.
    fn are_rows(&self, frame: Frame, code: &Expr) -> bool {
        let Some(call) = code.call().filter(|call| !call.called) else { return false };
        let of = call.receiver.as_ref();
        match of.map(|of| self.modules.resolve(frame.module, of)) {
            Some(Symbol::Class(_)) => true,
            _ => code.means("query", "gives") == Some("served-rows"),
        }
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
            // `self.queryset.all()`, `Article.objects.filter(…)`
            Some(Value::Code(of)) if self.serves && self.are_rows(frame, of) => {
                let query = unconditional(None);
                let query = self.asked(run, frame, site, query, way);
                Some(vec![(way.clone(), Value::Query(query))])
            }
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
                    // `super().filter_queryset(queryset)`
                    _ if self.serves => {
                        let given = site.call.arguments.iter();
                        let given = given.map(|argument| run.value(frame, argument, way.clone()));
                        let is_rows = |values: &Vec<(Way, Value)>| {
                            values.iter().all(|(_, value)| matches!(value, Value::Query(_)))
                        };
                        let query = || vec![(way.clone(), Value::Query(unconditional(None)))];
                        Some(
                            given
                                .collect::<Vec<_>>()
                                .into_iter()
                                .find(is_rows)
                                .unwrap_or_else(query),
                        )
                    }
                    _ => {
                        let values = self.unasked(run, way);
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
                // Managers take over what is public of their query sets.
                if name.starts_with('_') {
                    return None;
                }
                let begun = match name {
                    "get_queryset" => self.unasked(run, way),
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
