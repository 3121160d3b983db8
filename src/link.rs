//! Classes across files: one rule for classes, concerns, mixins and abstract bases.
//!
//! A class is everything that is opened under its name. Its lineage is itself, what it includes and
//! extends, and its superclass with the same again; its members are those of its lineage, each where
//! its reach takes it, and those that home-made macros add.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

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

/// A step from one class to another: what was written, and where.
pub type Via = Vec<(String, Place)>;

/// A member where a class finds it.
#[derive(Clone, Debug)]
pub struct Located<'a> {
    /// The member, with the parameters of macros bound.
    pub member: Cow<'a, Member>,
    /// The class that it is written in.
    pub owner: String,
    /// How far away: 0 is the class itself.
    pub distance: usize,
    /// Whether it is a method or macro of the class rather than of its instances.
    pub on_class: bool,
    /// The class whose body runs it: an ancestor for what is inherited.
    pub run_by: String,
    /// How it gets here.
    pub via: Via,
}

/// One class of a lineage.
#[derive(Clone, Debug)]
struct Ancestor {
    name: String,
    how: How,
    /// The class of the chain of superclasses that it hangs on.
    base: String,
    via: Via,
}

/// The classes of all files.
pub struct Graph<'a> {
    orm: &'static Orm,
    classes: BTreeMap<&'a str, Vec<&'a Class>>,
    loose: BTreeMap<String, Vec<&'a Member>>,
    roots: Vec<String>,
    models: HashSet<String>,
    /// Members by class, each collected once.
    members: Mutex<HashMap<String, Arc<[Located<'a>]>>>,
}

impl<'a> Graph<'a> {
    /// Sorts the classes of all files by name.
    pub fn new(orm: &'static Orm, files: &'a [FileFacts], bases: &[String]) -> Graph<'a> {
        let mut classes: BTreeMap<&str, Vec<&Class>> = BTreeMap::new();
        for class in files.iter().flat_map(|facts| &facts.classes) {
            classes.entry(&class.name).or_default().push(class);
        }
        let mut loose: BTreeMap<String, Vec<&Member>> = BTreeMap::new();
        for (target, member) in files.iter().flat_map(|facts| &facts.loose) {
            let target = target.trim_start_matches("::").to_owned();
            loose.entry(target).or_default().push(member);
        }
        let roots = orm.roots.iter().map(|root| (*root).to_owned()).chain(bases.iter().cloned());
        let mut graph = Graph {
            orm,
            classes,
            loose,
            roots: roots.collect(),
            models: HashSet::new(),
            members: Mutex::new(HashMap::new()),
        };
        graph.models = graph.descendants();
        graph
    }

    /// Every opening of a class.
    pub fn openings(&self, name: &str) -> &[&'a Class] {
        self.classes.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of all classes and modules.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.classes.keys().copied()
    }

    /// The class that a name means inside of namespaces, the innermost first.
    pub fn resolve(&self, name: &str, nesting: &[String]) -> Option<&'a str> {
        if let Some(absolute) = name.strip_prefix("::") {
            return self.classes.get_key_value(absolute).map(|(name, _)| *name);
        }
        let inner = nesting.iter().rev().map(|outer| format!("{outer}::{name}"));
        inner
            .chain([name.to_owned()])
            .find_map(|full| self.classes.get_key_value(full.as_str()).map(|(name, _)| *name))
    }

    /// The superclass: the class it means, or the name as written where no file defines it.
    pub fn parent(&self, name: &str) -> Option<String> {
        let class = self.openings(name).iter().find(|class| class.parent.is_some())?;
        let parent = class.parent.as_deref()?;
        if let Some((receiver, method)) = parent.split_once('.') {
            return self.computed_parent(name, receiver, method);
        }
        // A class is not its own parent: `class Post < ::Post` within a module means the outer one.
        let nesting: Vec<_> = class.nesting.clone();
        let resolved = self
            .resolve(parent, &nesting)
            .filter(|resolved| *resolved != name)
            .or_else(|| self.resolve(&format!("::{parent}"), &[]).filter(|found| *found != name));
        Some(resolved.map_or_else(|| parent.trim_start_matches("::").to_owned(), str::to_owned))
    }

    /// The class that a method's body names, or the namespace's own base: engines let their host
    /// choose the superclass of all models.
    fn computed_parent(&self, name: &str, receiver: &str, method: &str) -> Option<String> {
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
                        found = Some(class.to_owned());
                    }
                });
            }
        }
        let usual = ["Base", "ApplicationRecord", "Record"];
        let usual = usual.iter().map(|base| format!("{space}::{base}"));
        found
            .into_iter()
            .chain(usual)
            .find(|class| class != name && self.classes.contains_key(class.as_str()))
    }

    /// Whether the class descends from one of the ORM's roots.
    pub fn is_model(&self, name: &str) -> bool {
        self.models.contains(name)
    }

    /// The classes whose chain of superclasses ends at a root.
    fn descendants(&self) -> HashSet<String> {
        let mut known: HashMap<String, bool> = HashMap::new();
        for name in self.names() {
            let mut path = Vec::new();
            let mut current = name.to_owned();
            let found = loop {
                if let Some(known) = known.get(&current) {
                    break *known;
                }
                if path.contains(&current) || path.len() > MAX_LINEAGE {
                    break false;
                }
                path.push(current.clone());
                match self.parent(&current) {
                    Some(parent) if self.roots.contains(&parent) => break true,
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

    /// The members of a class, nearest first, those of macros after the call that adds them.
    pub fn members(&self, name: &str) -> Arc<[Located<'a>]> {
        let known = || self.members.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(members) = known().get(name) {
            return members.clone();
        }
        let members: Arc<[Located]> = self.collect(name).into();
        known().insert(name.to_owned(), members.clone());
        members
    }

    fn collect(&self, name: &str) -> Vec<Located<'a>> {
        let lineage = self.lineage(name);
        let mut members = Vec::new();
        for (distance, ancestor) in lineage.iter().enumerate() {
            for member in self.own_members(&ancestor.name) {
                let Some(on_class) = reaches(ancestor, member, self.is_module(&ancestor.name))
                else {
                    continue;
                };
                let run_by = match member.reach {
                    Reach::Descendants => name,
                    Reach::Own | Reach::Includers => &ancestor.base,
                };
                members.push(Located {
                    member: Cow::Borrowed(member),
                    owner: ancestor.name.clone(),
                    distance,
                    on_class,
                    run_by: run_by.to_owned(),
                    via: ancestor.via.clone(),
                });
                if members.len() >= MAX_MEMBERS {
                    return members;
                }
            }
        }
        self.expand(members)
    }

    /// The names of the classes and modules that a class takes members from.
    pub fn lineage_names(&self, name: &str) -> Vec<String> {
        self.lineage(name).into_iter().map(|ancestor| ancestor.name).collect()
    }

    fn is_module(&self, name: &str) -> bool {
        self.openings(name).first().is_some_and(|class| class.module)
    }

    fn own_members(&self, name: &str) -> impl Iterator<Item = &'a Member> + use<'a, '_> {
        let loose = self.loose.get(name).map_or(&[][..], Vec::as_slice);
        let openings = self.classes.get(name).map_or(&[][..], Vec::as_slice);
        openings.iter().flat_map(|class| &class.members).chain(loose.iter().copied())
    }

    fn lineage(&self, name: &str) -> Vec<Ancestor> {
        let mut lineage = Vec::new();
        let first = Ancestor {
            name: name.to_owned(),
            how: How::Itself,
            base: name.to_owned(),
            via: Vec::new(),
        };
        self.ascend(first, &mut lineage);
        lineage
    }

    fn ascend(&self, ancestor: Ancestor, lineage: &mut Vec<Ancestor>) {
        let known =
            lineage.iter().any(|known| known.name == ancestor.name && (known.how == ancestor.how));
        if known || lineage.len() >= MAX_LINEAGE * 4 || ancestor.via.len() > MAX_LINEAGE {
            return;
        }
        lineage.push(ancestor.clone());
        let module = self.is_module(&ancestor.name);
        for member in self.own_members(&ancestor.name) {
            let Some(word) = member.expr.word("mixin") else { continue };
            let Some(call) = member.expr.call() else { continue };
            if reaches(&ancestor, member, module).is_none()
                && !(module && member.reach == Reach::Own && ancestor.how == How::Included)
            {
                continue;
            }
            // A module's own `include` passes on; its own `extend` is for the module itself.
            let extended = word.get("how") == Some("extend") || member.on_class;
            if extended && module && member.reach == Reach::Own && ancestor.how == How::Included {
                continue;
            }
            for argument in &call.arguments {
                let Some(written) = argument.name() else { continue };
                let nesting = self.nesting(&ancestor.name);
                let Some(found) = self.resolve(written, &nesting) else { continue };
                let mut via = ancestor.via.clone();
                via.push((format!("includes `{written}`"), member.place.clone()));
                self.ascend(
                    Ancestor {
                        name: found.to_owned(),
                        how: if extended { How::Extended } else { How::Included },
                        base: ancestor.base.clone(),
                        via,
                    },
                    lineage,
                );
            }
        }
        // `module ClassMethods` of a concern extends whoever includes the concern.
        if ancestor.how == How::Included {
            let methods = format!("{}::ClassMethods", ancestor.name);
            if self.classes.contains_key(methods.as_str()) {
                let inner = Ancestor { name: methods, how: How::Extended, ..ancestor.clone() };
                self.ascend(inner, lineage);
            }
        }
        if matches!(ancestor.how, How::Itself | How::Inherited)
            && let Some(parent) = self.parent(&ancestor.name)
        {
            let place = self.openings(&ancestor.name).iter().find(|class| class.parent.is_some());
            let mut via = ancestor.via.clone();
            if let Some(class) = place {
                via.push((format!("inherits from `{parent}`"), class.place.clone()));
            }
            self.ascend(
                Ancestor { name: parent.clone(), how: How::Inherited, base: parent, via },
                lineage,
            );
        }
    }

    fn nesting(&self, name: &str) -> Vec<String> {
        let Some(class) = self.openings(name).first() else { return Vec::new() };
        let mut nesting = class.nesting.clone();
        nesting.push(class.name.clone());
        nesting
    }

    /// Adds what home-made macros add.
    fn expand(&self, members: Vec<Located<'a>>) -> Vec<Located<'a>> {
        let mut macros: HashMap<String, Option<Located>> = HashMap::new();
        for located in &members {
            if let (true, Kind::Def(def)) = (located.on_class, &located.member.expr.kind) {
                macros
                    .entry(def.name.clone())
                    .or_insert_with(|| def.body.any(&adds_members).then(|| located.clone()));
            }
        }
        macros.retain(|_, definition| definition.is_some());
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
            let Some(Some(definition)) = macros.get(name) else { continue };
            let Kind::Def(def) = &definition.member.expr.kind else { continue };
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
            let mut via = located.via.clone();
            via.push((format!("calls `{name}`"), located.member.place.clone()));
            let file = &definition.member.place.file;
            let added: Vec<_> = (self.orm.members_of)(file, &def.body.bind(&bound))
                .into_iter()
                .map(|mut member| {
                    member.guards.splice(0..0, located.member.guards.iter().cloned());
                    Located {
                        on_class: member.on_class,
                        member: Cow::Owned(member),
                        owner: definition.owner.clone(),
                        distance: located.distance,
                        run_by: located.run_by.clone(),
                        via: via.clone(),
                    }
                })
                .collect();
            all.extend(added);
        }
        all
    }
}

/// Whether code, run in a class body, adds something that ORMs care about.
fn adds_members(expr: &Expr) -> bool {
    expr.means.iter().any(|word| match word.fact {
        "association" | "declare" | "mixin" | "setting" | "hook" => true,
        "scope" => matches!(word.get("kind"), Some("default" | "named" | "deletes")),
        _ => false,
    })
}

/// Whether a member of an ancestor is the class's too, and if so whether on the class itself.
fn reaches(ancestor: &Ancestor, member: &Member, module: bool) -> Option<bool> {
    let method = matches!(member.expr.kind, Kind::Def(_));
    match (ancestor.how, member.reach) {
        (How::Itself, Reach::Descendants) => None,
        (How::Itself, _) => Some(member.on_class),
        (How::Inherited, Reach::Includers) => None,
        (How::Inherited, _) => Some(member.on_class),
        (How::Included, Reach::Includers) => Some(member.on_class),
        // A module's methods and constants are taken over; its other statements ran in the module.
        (How::Included, Reach::Own) if member.on_class => None,
        (How::Included, Reach::Own) => {
            (method || matches!(member.expr.kind, Kind::Assign(..)) || !module).then_some(false)
        }
        (How::Included, Reach::Descendants) => None,
        (How::Extended, Reach::Includers) => Some(member.on_class),
        (How::Extended, Reach::Own) if method => Some(true),
        (How::Extended, _) => None,
    }
}
