//! What code of Python gives: rows of a model, a query for them, the model itself.

use super::super::Reader;
use crate::{
    app::AssociationKind,
    expr::{Call, Expr, Kind, Lambda},
    finding::Confidence,
    modules::path_of,
    uses::scope::{Of, Typed},
};

impl Reader<'_, '_, '_> {
    /// The model that a name or a path means in this module.
    pub(in super::super) fn python_constant(&self, path: &str) -> Option<Typed> {
        let last = path.rsplit('.').next()?;
        let models = self.search.conventions.class(last);
        if models.is_empty() && !self.python.imports.contains_key(path) {
            return None;
        }
        let head = path.split('.').next().unwrap_or(path);
        if let Some((from, name)) = self.python.imports.get(head) {
            let real = match (name, head == path) {
                (Some(name), true) => name.as_str(),
                _ => last,
            };
            return self.imported(self.search.conventions.class(real), from);
        }
        if head == path && self.python.classes.contains(path) {
            let full = format!("{}.{path}", self.python.module);
            let own = models.iter().find(|at| self.is_qualified(**at, &full));
            return own.map(|at| Typed::certain(Of::Class(*at)));
        }
        // A name that a star import or the framework brings.
        self.one_of(models).filter(|_| head == path).map(|typed| typed.at_most(Confidence::Likely))
    }

    fn is_qualified(&self, at: usize, full: &str) -> bool {
        self.model(at).is_some_and(|model| model.qualified == full)
    }

    /// The model among those of a name that stands in the imported module or below it, or that the
    /// module passes on.
    fn imported(&self, models: &[usize], from: &str) -> Option<Typed> {
        let dots = from.len() - from.trim_start_matches('.').len();
        let rest = from.trim_start_matches('.');
        let within = |at: &usize| {
            let Some(model) = self.model(*at) else { return false };
            let qualified = format!(".{}", model.qualified);
            match dots {
                0 => qualified.contains(&format!(".{rest}.")),
                // The folder of a package is one level nearer, which its name does not show.
                _ => {
                    qualified.contains(&format!(".{}.", self.above(dots)))
                        && (rest.is_empty() || qualified.contains(&format!(".{rest}.")))
                }
            }
        };
        let fitting: Vec<usize> = models.iter().copied().filter(within).collect();
        match fitting.as_slice() {
            [only] => Some(Typed::certain(Of::Class(*only))),
            [] => {
                let passed = models.iter().copied().filter(|at| self.is_passed_on(*at, dots, rest));
                match (passed.collect::<Vec<_>>().as_slice(), models) {
                    ([only], _) => Some(Typed::certain(Of::Class(*only))),
                    // Passed on by a package that stands elsewhere.
                    (_, [only]) if dots > 0 || self.is_ours(from) => {
                        Some(Typed::likely(Of::Class(*only)))
                    }
                    _ => None,
                }
            }
            many => self.one_of(many),
        }
    }

    /// Whether the module that an import names passes a model on.
    fn is_passed_on(&self, at: usize, dots: usize, rest: &str) -> bool {
        let leads = |module: &str, to: &str| {
            let before = module.strip_suffix(to);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        let from: Vec<String> = match dots {
            0 => vec![rest.to_owned()],
            _ => {
                let bases = [self.above(dots), self.above(dots - 1)].into_iter();
                let full = bases.map(|base| match (base.is_empty(), rest.is_empty()) {
                    (false, false) => format!("{base}.{rest}"),
                    _ => format!("{base}{rest}"),
                });
                full.filter(|module| !module.is_empty()).collect()
            }
        };
        let mut by = self.model(at).into_iter().flat_map(|model| &model.passed_on_by);
        by.any(|module| from.iter().any(|from| leads(module, from)))
    }

    /// The module, or the package, so many levels above this one.
    fn above(&self, levels: usize) -> &str {
        let mut base = self.python.module.as_str();
        for _ in 0..levels {
            base = base.rsplit_once('.').map_or("", |(base, _)| base);
        }
        base
    }

    /// Whether a module is one of the application: its first part begins the name of some model.
    pub(super) fn is_ours(&self, from: &str) -> bool {
        let first = from.split('.').next().unwrap_or(from);
        let within = format!(".{first}.");
        self.search.app.models.iter().any(|model| format!(".{}", model.qualified).contains(&within))
    }

    fn one_of(&self, models: &[usize]) -> Option<Typed> {
        match models {
            [] => None,
            [only] => Some(Typed::certain(Of::Class(*only))),
            many => {
                let held = many.iter().find(|at| self.search.names.is_held_by(**at));
                held.or(many.first()).map(|at| Typed::likely(Of::Class(*at)))
            }
        }
    }

    /// The model to which a relation leads, with its kind: also one that a parent declares, or that
    /// lookups name without `_set`.
    pub(super) fn related(&self, from: usize, name: &str) -> Option<(usize, AssociationKind)> {
        let model = self.model(from)?;
        let above = model.lineage.iter().skip(1);
        let above = above.filter_map(|name| self.search.conventions.qualified(name));
        for at in [from].into_iter().chain(above) {
            let known = &self.model(at)?.associations;
            let found = known
                .iter()
                .find(|known| known.name == name || known.name.strip_suffix("_set") == Some(name));
            if let Some(found) = found {
                let target = self.search.app.position(found.target.as_deref()?)?;
                return Some((target, found.kind));
            }
        }
        None
    }

    pub(in super::super) fn leads(&self, on: Typed, name: &str) -> Option<Typed> {
        let (target, kind) = self.related(on.of.model()?, name)?;
        Some(on.with(match (kind, on.of) {
            (AssociationKind::BelongsTo | AssociationKind::HasOne, Of::Row(_)) => Of::Row(target),
            _ => Of::Rows(target),
        }))
    }

    /// The model that the class around serves.
    fn serves(&self) -> Option<Typed> {
        self.classes.iter().rev().find_map(|around| around.serves)
    }

    /// What a name holds in a class that serves a model: `self.object`, `instance`.
    pub(in super::super) fn stands_for_served(&self, name: &str) -> Option<Typed> {
        let word = self
            .query(name)
            .find(|word| matches!(word.get("gives"), Some("served" | "served-rows")))?;
        let serves = self.serves()?;
        let at = serves.of.model()?;
        Some(match word.get("gives") {
            Some("served-rows") => serves.with(Of::Rows(at)),
            _ => serves,
        })
    }

    /// What a call or an attribute gives.
    pub(in super::super) fn python_gives(&self, call: &Call, steps: usize) -> Option<Typed> {
        let is_class = call.name.starts_with(char::is_uppercase);
        let called = |typed: Typed| match (typed.of, call.called) {
            (Of::Class(at), true) => typed.with(Of::Row(at)),
            _ => typed,
        };
        let Some(receiver) = &call.receiver else {
            if let Some(typed) = self.of_argument(call) {
                return Some(typed);
            }
            return match (call.name.as_str(), is_class) {
                ("super", _) => self.me,
                (name, true) => match self.python_constant(name) {
                    Some(typed) => Some(called(typed)),
                    None => {
                        let at = self.search.conventions.companion(name)?;
                        let makes = name.ends_with("Factory");
                        makes.then(|| Typed::likely(Of::Row(at)))
                    }
                },
                // `for user in sorted(users)`
                ("sorted" | "list" | "reversed" | "set" | "iter" | "tuple", _) => {
                    self.typed(call.arguments.first()?, steps)
                }
                ("next", _) => {
                    let of = self.typed(call.arguments.first()?, steps)?;
                    Some(of.with(Of::Row(of.of.model()?)))
                }
                _ => None,
            };
        };
        if is_class
            && let Some(path) = path_of(receiver)
            && let Some(typed) = self.python_constant(&format!("{path}.{}", call.name))
        {
            return Some(called(typed));
        }
        if let Some(typed) = self.of_argument(call) {
            return Some(typed);
        }
        let is_self = receiver.name() == Some("self");
        if is_self {
            let known = self.fields.get(&self.field_of_self(&call.name)).copied().flatten();
            let known = known.filter(|_| !call.called);
            if let Some(known) = known.or_else(|| self.stands_for_served(&call.name)) {
                return Some(known);
            }
        }
        match self.typed(receiver, steps) {
            Some(on) => self.python_method(on, call),
            None if is_self && self.serves().is_some() && call.called => None,
            None if call.arguments.is_empty() && call.options.is_empty() => {
                self.search.conventions.variable(&call.name)
            }
            None => None,
        }
    }

    fn python_method(&self, on: Typed, call: &Call) -> Option<Typed> {
        let at = on.of.model()?;
        if !call.called
            && let Some(typed) = self.leads(on, &call.name)
        {
            return Some(typed);
        }
        if let Some(block) = &call.block {
            return comprehension(call, block).then(|| on.with(Of::Rows(at)));
        }
        let gives = self.query(&call.name).find_map(|word| word.get("gives"));
        match (on.of, gives) {
            (_, Some("value")) => Some(on.with(Of::Value)),
            (Of::Class(_) | Of::Rows(_), Some("row")) => Some(on.with(Of::Row(at))),
            (Of::Class(_) | Of::Rows(_), Some("rows" | "same" | "joined")) => {
                Some(on.with(Of::Rows(at)))
            }
            (_, Some("class")) => Some(on.with(Of::Class(at))),
            // A manager, or the query that a class has for itself.
            (Of::Class(_), _) if !call.called => Some(on.with(Of::Rows(at))),
            (Of::Class(_) | Of::Rows(_), _) if self.is_scope(at, &call.name) => {
                Some(on.with(Of::Rows(at)))
            }
            (Of::Class(_) | Of::Rows(_), _) => {
                Some(on.with(Of::Rows(at)).at_most(Confidence::Likely))
            }
            (Of::Row(_), Some("same")) => Some(on),
            (Of::Row(_), _) if !call.called => self.search.conventions.variable(&call.name),
            (Of::Input(_), _) => Some(on),
            _ => None,
        }
    }

    /// What the loop over something gets.
    pub(super) fn loop_gives(&self, call: &Call, on: Option<Typed>) -> Option<Typed> {
        let on = match call.receiver.as_ref().and_then(Expr::call) {
            Some(inner) if is_counted(inner) => self.type_of(inner.arguments.first()?),
            _ => on,
        }?;
        match on.of {
            Of::Rows(at) | Of::Class(at) => Some(on.with(Of::Row(at))),
            _ => None,
        }
    }

    pub(super) fn python_loop(&mut self, call: &Call, block: &Lambda, given: Option<Typed>) {
        let counted = call.receiver.as_ref().and_then(Expr::call).is_some_and(is_counted);
        let place = usize::from(counted);
        self.scopes.open(false);
        for (at, name) in block.parameters.iter().enumerate() {
            let value = given.filter(|_| at == place && block.parameters.len() == place + 1);
            self.scopes.declare(name, value);
        }
        self.walk(&block.body);
        self.scopes.close();
    }

    /// Reads a condition and its branches: after `isinstance(x, User)`, `x` is a user.
    pub(in super::super) fn python_branch(&mut self, test: &Expr, then: &Expr, otherwise: &Expr) {
        self.walk(test);
        // What was asked for is no longer whatever the caller did not say.
        self.python.optional.retain(|name| !test.any(&|part| part.name() == Some(name)));
        match self.tested(test) {
            Some((name, typed)) => {
                self.scopes.open(false);
                self.scopes.declare(&name, Some(typed));
                self.walk(then);
                self.scopes.close();
            }
            None => self.walk(then),
        }
        self.walk(otherwise);
    }

    fn tested(&self, test: &Expr) -> Option<(String, Typed)> {
        match &test.kind {
            Kind::Binary(left, op, right) if op == "&&" => {
                self.tested(left).or_else(|| self.tested(right))
            }
            Kind::Call(call) if call.receiver.is_none() && call.name == "isinstance" => {
                let [of, class] = call.arguments.as_slice() else { return None };
                let typed = self.type_of(class)?;
                let Of::Class(at) = typed.of else { return None };
                Some((of.name()?.to_owned(), typed.with(Of::Row(at))))
            }
            _ => None,
        }
    }
}

/// `enumerate(users)`
fn is_counted(call: &Call) -> bool {
    call.receiver.is_none() && call.name == "enumerate"
}

/// Whether a comprehension gives what it goes over: `[user for user in users if …]`.
fn comprehension(call: &Call, block: &Lambda) -> bool {
    match call.name.as_str() {
        "filter" => true,
        "map" => match (&block.body.kind, block.parameters.as_slice()) {
            (Kind::Name(name), [only]) => name == only,
            _ => false,
        },
        _ => false,
    }
}
