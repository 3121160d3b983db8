//! What a class takes members from: itself, what it includes and extends, and its superclass with
//! the same again.

use std::sync::{Arc, PoisonError};

use super::{Graph, How, MAX_LINEAGE, MAX_MEMBERS, Via, adds_members};
use crate::{
    expr::Kind,
    facts::{Class, Member, Reach},
    source::Place,
};

/// One class of a lineage.
#[derive(Clone, Debug)]
pub(super) struct Ancestor<'a> {
    pub(super) name: &'a str,
    pub(super) how: How,
    /// The class of the chain of superclasses that it hangs on.
    pub(super) base: &'a str,
    pub(super) via: Via,
}

impl Ancestor<'_> {
    fn via(&self, how: String, place: &Place) -> Via {
        self.via.iter().cloned().chain([(how, place.clone())]).collect()
    }
}

/// A statement that takes in a module, and the module it means.
pub(super) struct Mixin<'a> {
    pub(super) member: &'a Member,
    pub(super) written: &'a str,
    pub(super) module: &'a str,
    pub(super) extends: bool,
}

/// What is opened under one name, and what is added to it from outside.
#[derive(Default)]
pub(super) struct Opened<'a> {
    pub(super) openings: Vec<&'a Class>,
    /// Members, each with whether it is a method that adds members where it is called.
    pub(super) members: Vec<(&'a Member, bool)>,
    /// The same of methods for instances that no word names.
    pub(super) methods: Vec<(&'a Member, bool)>,
    pub(super) mixins: Vec<Mixin<'a>>,
    /// `module ClassMethods` within it.
    pub(super) class_methods: Option<&'a str>,
    pub(super) parent: Option<&'a str>,
}

impl<'a> Opened<'a> {
    pub(super) fn take(&mut self, member: &'a Member) {
        // What a class has for its instances is never called in its body.
        let callable = member.on_class || self.openings.is_empty() || self.is_module();
        let adds = match &member.expr.kind {
            Kind::Def(def) if callable => def.body.any(&adds_members),
            _ => false,
        };
        let method = matches!(member.expr.kind, Kind::Def(_));
        if method && !member.on_class && member.expr.means.is_empty() {
            self.methods.push((member, adds));
        } else {
            self.members.push((member, adds));
        }
    }

    pub(super) fn is_module(&self) -> bool {
        self.openings.first().is_some_and(|class| class.module)
    }
}

impl<'a> Graph<'a> {
    /// The names of the classes and modules that a class takes members from.
    pub fn lineage_names(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let lineage = self.lineage(name);
        (0..lineage.len()).filter_map(move |at| lineage.get(at).map(|ancestor| ancestor.name))
    }

    /// The methods that the instances of a class have and no word names, each with how far away it
    /// is; nearest first.
    pub fn methods(&self, name: &str) -> Vec<(usize, &'a Member)> {
        let mut methods = Vec::new();
        for (distance, ancestor) in self.lineage(name).iter().enumerate() {
            let Some(opened) = self.opened(ancestor.name) else { continue };
            let module = opened.is_module();
            let own = opened.methods.iter().map(|(member, _)| *member);
            let own = own.filter(|member| reaches(ancestor, member, module) == Some(false));
            methods.extend(own.map(|member| (distance, member)).take(MAX_MEMBERS));
        }
        methods
    }

    /// The class with all that it takes members from, nearest first.
    pub(super) fn lineage(&self, name: &str) -> Arc<[Ancestor<'a>]> {
        let known = || self.lineages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lineage) = known().get(name) {
            return lineage.clone();
        }
        let lineage: Arc<[Ancestor]> = self.ascended(name).into();
        known().insert(name.to_owned(), lineage.clone());
        lineage
    }

    fn ascended(&self, name: &str) -> Vec<Ancestor<'a>> {
        let mut lineage = Vec::new();
        let loose = || self.loose.get_key_value(name).map(|(name, _)| *name);
        if let Some(name) = self.known(name).or_else(loose) {
            let first = Ancestor { name, how: How::Itself, base: name, via: Arc::from([]) };
            self.ascend(first, &mut lineage);
        }
        lineage
    }

    fn ascend(&self, ancestor: Ancestor<'a>, lineage: &mut Vec<Ancestor<'a>>) {
        let known =
            lineage.iter().any(|known| known.how == ancestor.how && known.name == ancestor.name);
        if known || lineage.len() >= MAX_LINEAGE * 4 || ancestor.via.len() > MAX_LINEAGE {
            return;
        }
        lineage.push(ancestor.clone());
        let opened = self.opened(ancestor.name);
        let module = opened.is_some_and(Opened::is_module);
        for mixin in opened.iter().flat_map(|opened| &opened.mixins) {
            let Mixin { member, written, module: name, extends } = *mixin;
            // A module's own `include` passes on; its own `extend` is for the module itself.
            let passes = module && member.reach == Reach::Own && ancestor.how == How::Included;
            let taken =
                if passes { !extends } else { reaches(&ancestor, member, module).is_some() };
            if !taken {
                continue;
            }
            let how = if extends { How::Extended } else { How::Included };
            let via = ancestor.via(format!("includes `{written}`"), &member.place);
            self.ascend(Ancestor { name, how, base: ancestor.base, via }, lineage);
        }
        // `module ClassMethods` of a concern extends whoever includes the concern.
        if ancestor.how == How::Included
            && let Some(name) = opened.and_then(|opened| opened.class_methods)
        {
            self.ascend(Ancestor { name, how: How::Extended, ..ancestor.clone() }, lineage);
        }
        if matches!(ancestor.how, How::Itself | How::Inherited)
            && let Some(parent) = self.parent(ancestor.name)
        {
            let class = self.openings(ancestor.name).iter().find(|class| class.parent.is_some());
            let via = match class {
                Some(class) => ancestor.via(format!("inherits from `{parent}`"), &class.place),
                None => ancestor.via,
            };
            self.ascend(Ancestor { name: parent, how: How::Inherited, base: parent, via }, lineage);
        }
    }
}

/// Whether a member of an ancestor is the class's too, and if so whether on the class itself.
pub(super) fn reaches(ancestor: &Ancestor, member: &Member, module: bool) -> Option<bool> {
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
