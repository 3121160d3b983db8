//! Classes across files: one rule for classes, concerns, mixins and abstract bases.
//!
//! A class is everything that is opened under its name. Its lineage is itself, what it includes and
//! extends, and its superclass with the same again; its members are those of its lineage, each where
//! its reach takes it, and those that home-made macros add.

mod lineage;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use self::lineage::{Ancestor, Mixin, Opened, reaches};
use crate::{
    expr::{Expr, Kind},
    facts::{Class, FileFacts, Member, Reach},
    orm::{Orm, active_record::condition},
    source::Place,
};

/// How deep a lineage is followed.
const MAX_LINEAGE: usize = 40;

/// How many steps may lie between a class and a macro that is still followed.
const MAX_MACROS: usize = 8;

/// How many members one class may collect; hand-written models stay below 2,000.
const MAX_MEMBERS: usize = 20_000;

/// How a class takes part in another's lineage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is the class.
    Itself,
    /// A module that is included.
    Included,
    /// A module whose methods become methods of the class.
    Extended,
    /// The superclass, or its superclass, …
    Inherited,
}

/// The steps from one class to another: what was written, and where.
pub type Via = Arc<[(String, Place)]>;

/// A member as it is written, or as a macro adds it.
#[derive(Clone, Debug)]
pub enum Found<'a> {
    /// In the body of a class or module.
    Written(&'a Member),
    /// By a macro, with its parameters bound.
    Added(Arc<Member>),
}

impl Deref for Found<'_> {
    type Target = Member;

    fn deref(&self) -> &Member {
        match self {
            Found::Written(member) => member,
            Found::Added(member) => member,
        }
    }
}

/// A member where a class finds it. Models share most of what they inherit, so this is small.
#[derive(Clone, Debug)]
pub struct Located<'a> {
    /// The member.
    pub member: Found<'a>,
    /// How far away: 0 is the class itself.
    pub distance: usize,
    /// Whether it is a method or macro of the class rather than of its instances.
    pub on_class: bool,
    /// Whether it is a method that, called in a class body, adds members.
    adds: bool,
    /// The class whose body runs it: an ancestor for what is inherited.
    pub run_by: &'a str,
    /// How it gets here.
    pub via: Via,
}

/// The classes of all files.
pub struct Graph<'a> {
    orm: &'static Orm,
    classes: BTreeMap<&'a str, Opened<'a>>,
    /// What is added to classes that no file opens.
    loose: HashMap<&'a str, Opened<'a>>,
    roots: Vec<String>,
    models: HashSet<&'a str>,
    /// Members by class, each collected once.
    members: Mutex<HashMap<String, Arc<Vec<Located<'a>>>>>,
    lineages: Mutex<HashMap<String, Arc<[Ancestor<'a>]>>>,
}

impl<'a> Graph<'a> {
    /// Sorts the classes of all files by name.
    pub fn new(orm: &'static Orm, files: &'a [FileFacts], bases: &[String]) -> Graph<'a> {
        let mut classes: BTreeMap<&str, Opened> = BTreeMap::new();
        for class in files.iter().flat_map(|facts| &facts.classes) {
            let opened = classes.entry(&class.name).or_default();
            opened.openings.push(class);
            class.members.iter().for_each(|member| opened.take(member));
        }
        let mut loose: HashMap<&str, Opened> = HashMap::new();
        for (target, member) in files.iter().flat_map(|facts| &facts.loose) {
            let target = target.trim_start_matches("::");
            match classes.get_mut(target) {
                Some(opened) => opened.take(member),
                None => loose.entry(target).or_default().take(member),
            }
        }
        let roots = orm.roots.iter().map(|root| (*root).to_owned()).chain(bases.iter().cloned());
        let mut graph = Graph {
            orm,
            classes,
            loose,
            roots: roots.collect(),
            models: HashSet::new(),
            members: Mutex::default(),
            lineages: Mutex::default(),
        };
        graph.join();
        graph.models = graph.descendants();
        graph
    }

    /// Looks up what classes name: parents, modules.
    fn join(&mut self) {
        let found: Vec<_> = self
            .classes
            .iter()
            .map(|(name, opened)| {
                let methods = self.known(&format!("{name}::ClassMethods"));
                (self.written_parent(name), self.mixins(opened), methods)
            })
            .collect();
        for (opened, (parent, mixins, methods)) in self.classes.values_mut().zip(found) {
            (opened.parent, opened.mixins, opened.class_methods) = (parent, mixins, methods);
        }
        let loose: Vec<_> =
            self.loose.iter().map(|(name, opened)| (*name, self.mixins(opened))).collect();
        for (name, mixins) in loose {
            if let Some(opened) = self.loose.get_mut(name) {
                opened.mixins = mixins;
            }
        }
    }

    fn mixins(&self, opened: &Opened<'a>) -> Vec<Mixin<'a>> {
        let mut nesting = Vec::new();
        if let Some(class) = opened.openings.first() {
            nesting.clone_from(&class.nesting);
            nesting.push(class.name.clone());
        }
        let mut mixins = Vec::new();
        for (member, _) in &opened.members {
            let Some(word) = member.expr.word("mixin") else { continue };
            let Some(call) = member.expr.call() else { continue };
            for written in call.arguments.iter().filter_map(Expr::name) {
                let Some(module) = self.resolve(written, &nesting) else { continue };
                let extends = word.get("how") == Some("extend") || member.on_class;
                mixins.push(Mixin { member, written, module, extends });
            }
        }
        mixins
    }

    /// The name of a class, if there is one of that name.
    fn known(&self, name: &str) -> Option<&'a str> {
        self.classes.get_key_value(name).map(|(name, _)| *name)
    }

    /// Every opening of a class.
    pub fn openings(&self, name: &str) -> &[&'a Class] {
        self.classes.get(name).map_or(&[], |opened| opened.openings.as_slice())
    }

    /// Whether a class takes in modules in its own body.
    pub fn has_mixins(&self, name: &str) -> bool {
        self.opened(name).is_some_and(|opened| !opened.mixins.is_empty())
    }

    fn opened(&self, name: &str) -> Option<&Opened<'a>> {
        self.classes.get(name).or_else(|| self.loose.get(name))
    }

    /// The names of all classes and modules.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.classes.keys().copied()
    }

    /// The class that a name means inside of namespaces, the innermost first.
    pub fn resolve(&self, name: &str, nesting: &[String]) -> Option<&'a str> {
        if let Some(absolute) = name.strip_prefix("::") {
            return self.known(absolute);
        }
        let mut full = String::new();
        for outer in nesting.iter().rev() {
            full.clear();
            full.extend([outer, "::", name]);
            if let Some(found) = self.known(&full) {
                return Some(found);
            }
        }
        self.known(name)
    }

    /// The superclass: the class it means, or the name as written where no file defines it.
    pub fn parent(&self, name: &str) -> Option<&'a str> {
        self.classes.get(name)?.parent
    }

    fn written_parent(&self, name: &'a str) -> Option<&'a str> {
        let class = self.openings(name).iter().find(|class| class.parent.is_some())?;
        let parent = class.parent.as_deref()?;
        if let Some((receiver, method)) = parent.split_once('.') {
            return self.computed_parent(name, receiver, method);
        }
        // A class is not its own parent: `class Post < ::Post` within a module means the outer one.
        let resolved = self
            .resolve(parent, &class.nesting)
            .filter(|resolved| *resolved != name)
            .or_else(|| self.resolve(parent, &[]).filter(|found| *found != name));
        Some(resolved.unwrap_or_else(|| parent.trim_start_matches("::")))
    }

    /// The class that a method's body names, or the namespace's own base: engines let their host
    /// choose the superclass of all models.
    fn computed_parent(&self, name: &str, receiver: &str, method: &str) -> Option<&'a str> {
        let space = self.resolve(receiver, &[])?;
        let mut found = None;
        for class in self.openings(space) {
            for member in &class.members {
                let Kind::Def(def) = &member.expr.kind else { continue };
                if def.name != method || !member.on_class {
                    continue;
                }
                def.body.walk(&mut |expr| {
                    let named = expr.text().or(expr.name());
                    let class = named.and_then(|named| self.resolve(named, &[]));
                    if let (None, Some(class)) = (&found, class) {
                        found = Some(class);
                    }
                });
            }
        }
        let usual = ["Base", "ApplicationRecord", "Record"];
        let usual = usual.iter().filter_map(|base| self.known(&format!("{space}::{base}")));
        found.into_iter().chain(usual).find(|class| *class != name)
    }

    /// Whether the class descends from one of the ORM's roots.
    pub fn is_model(&self, name: &str) -> bool {
        self.models.contains(name)
    }

    /// The classes whose chain of superclasses ends at a root.
    fn descendants(&self) -> HashSet<&'a str> {
        let mut known: HashMap<&str, bool> = HashMap::new();
        for name in self.names() {
            let mut path = Vec::new();
            let mut current = name;
            let found = loop {
                if let Some(known) = known.get(current) {
                    break *known;
                }
                if path.contains(&current) || path.len() > MAX_LINEAGE {
                    break false;
                }
                path.push(current);
                match self.parent(current) {
                    Some(parent) if self.is_root(parent) => break true,
                    Some(parent) => current = parent,
                    None => break false,
                }
            };
            known.extend(path.into_iter().map(|name| (name, found)));
        }
        known.into_iter().filter(|(_, found)| *found).map(|(name, _)| name).collect()
    }

    /// Whether a name is one of the ORM's roots.
    pub fn is_root(&self, name: &str) -> bool {
        self.roots.iter().any(|root| root == name)
    }

    /// The members of a class, nearest first, those of macros after the call that adds them. Methods
    /// for its instances that no word names are many, and left to [`Graph::methods`].
    pub fn members(&self, name: &str) -> Arc<Vec<Located<'a>>> {
        let known = || self.members.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(members) = known().get(name) {
            return members.clone();
        }
        let members = Arc::new(self.collect(name));
        known().insert(name.to_owned(), members.clone());
        members
    }

    fn collect(&self, name: &str) -> Vec<Located<'a>> {
        let lineage = self.lineage(name);
        let opened = lineage.iter().filter_map(|ancestor| self.opened(ancestor.name));
        let count: usize = opened.map(|opened| opened.members.len()).sum();
        let mut members = Vec::with_capacity(count.min(MAX_MEMBERS));
        for (distance, ancestor) in lineage.iter().enumerate() {
            let Some(opened) = self.opened(ancestor.name) else { continue };
            let module = opened.is_module();
            // What a module has for instances, a class that it extends has for itself.
            let methods = match ancestor.how {
                How::Extended => opened.methods.as_slice(),
                _ => &[],
            };
            for (member, adds) in opened.members.iter().chain(methods) {
                let Some(on_class) = reaches(ancestor, member, module) else { continue };
                let run_by = match member.reach {
                    Reach::Descendants => lineage.first().map_or(ancestor.base, |own| own.name),
                    Reach::Own | Reach::Includers => ancestor.base,
                };
                members.push(Located {
                    member: Found::Written(member),
                    distance,
                    on_class,
                    adds: *adds,
                    run_by,
                    via: ancestor.via.clone(),
                });
                if members.len() >= MAX_MEMBERS {
                    return members;
                }
            }
        }
        self.expand(members)
    }

    /// Adds what home-made macros add.
    fn expand(&self, members: Vec<Located<'a>>) -> Vec<Located<'a>> {
        let macros = macros(&members);
        if macros.is_empty() {
            return members;
        }
        let mut all = members;
        let mut at = 0;
        while let Some(located) = all.get(at) {
            at += 1;
            let (name, arguments, options) = match &located.member.expr.kind {
                Kind::Call(call) => {
                    (&call.name, call.arguments.as_slice(), call.options.as_slice())
                }
                Kind::Name(name) => (name, &[][..], &[][..]),
                _ => continue,
            };
            let Some(definition) = macros.get(name.as_str()) else { continue };
            let Kind::Def(def) = &definition.expr.kind else { continue };
            if located.via.len() > MAX_MACROS || all.len() >= MAX_MEMBERS {
                break;
            }
            let mut bound = condition::bindings(
                def.parameters.iter().map(|(name, default)| (name, default.as_ref())),
                arguments,
            );
            for (key, value) in options {
                bound.retain(|(name, _)| name != key);
                bound.push((key.clone(), value.clone()));
            }
            let called = (format!("calls `{name}`"), located.member.place.clone());
            let via: Via = located.via.iter().cloned().chain([called]).collect();
            let file = &definition.place.file;
            let added: Vec<_> = (self.orm.members_of)(file, &def.body.bind(&bound))
                .into_iter()
                .map(|mut member| {
                    member.guards.splice(0..0, located.member.guards.iter().cloned());
                    Located {
                        on_class: member.on_class,
                        member: Found::Added(Arc::new(member)),
                        distance: located.distance,
                        adds: false,
                        run_by: located.run_by,
                        via: via.clone(),
                    }
                })
                .collect();
            all.extend(added);
        }
        all
    }
}

/// The methods of the class that add members, unless a nearer one of the same name does not.
fn macros<'a>(members: &[Located<'a>]) -> HashMap<&'a str, &'a Member> {
    let mut nearest: HashMap<&str, Option<&Member>> = HashMap::new();
    let methods = || {
        members.iter().filter(|located| located.on_class).filter_map(|located| {
            let Found::Written(member) = located.member else { return None };
            let Kind::Def(def) = &member.expr.kind else { return None };
            Some((def.name.as_str(), member, located.adds))
        })
    };
    nearest.extend(methods().filter(|(.., adds)| *adds).map(|(name, ..)| (name, None)));
    if nearest.is_empty() {
        return HashMap::new();
    }
    let mut decided = HashSet::new();
    for (name, member, adds) in methods() {
        if let Some(found) = nearest.get_mut(name)
            && decided.insert(name)
        {
            *found = adds.then_some(member);
        }
    }
    nearest.into_iter().filter_map(|(name, member)| Some((name, member?))).collect()
}

/// Whether code, run in a class body, adds something that ORMs care about.
fn adds_members(expr: &Expr) -> bool {
    expr.means.iter().any(|word| match word.fact {
        "association" | "declare" | "event" | "mixin" | "reliance" | "setting" | "hook" => true,
        "scope" => matches!(word.get("kind"), Some("default" | "named" | "deletes")),
        _ => false,
    })
}
