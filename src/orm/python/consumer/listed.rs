//! Lists of columns as serializers and forms give them: `fields = "__all__"`, `exclude = [...]`.

use super::Classes;
use crate::{
    expr::{Call, Expr, Kind, Word},
    finding::Confidence,
    modules::Symbol,
    source::Span,
};

/// How many names and operators are followed to the texts of a list.
const MAX_STEPS: usize = 20;

/// The text that stands for all fields.
const ALL: &str = "__all__";

/// The constant of the same meaning.
const ALL_CONSTANT: &str = "ALL_FIELDS";

/// What makes a field one that nobody edits: the option and its value.
const UNEDITABLE: &[(&str, bool)] =
    &[("auto_now", true), ("auto_now_add", true), ("editable", false)];

/// A setting with where it stands.
#[derive(Clone, Copy, Debug)]
pub enum Setting<'a> {
    /// `name = value`, in a module.
    Value(usize, Span, &'a Expr),
    /// `def name(self)`: computed.
    Method,
}

/// What a list of columns amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Every column.
    All(Confidence),
    /// Those that it names.
    Named,
    /// There is no list.
    Absent,
}

impl<'a> Classes<'_, 'a> {
    /// The setting of one of these names, in a class or the nearest ancestor that has it.
    pub fn setting(&self, class: usize, word: &Word, field: &str) -> Option<Setting<'a>> {
        self.above(class).find_map(|of| {
            let class = self.modules.class(of);
            let is_named = |name: &str| word.get_all(field).any(|known| known == name);
            class.body.body.statements().iter().rev().find_map(|statement| match &statement.kind {
                Kind::Assign(target, value) => {
                    let target = match &target.kind {
                        Kind::Typed(inner, _) => inner,
                        _ => target,
                    };
                    target.name().filter(|name| is_named(name))?;
                    Some(Setting::Value(class.module, statement.span, value))
                }
                Kind::Def(def) => is_named(&def.name).then_some(Setting::Method),
                _ => None,
            })
        })
    }

    /// The value of a name, with the module it stands in; anything else is its own.
    pub fn value<'e>(&self, module: usize, expr: &'e Expr) -> (usize, &'e Expr)
    where
        'a: 'e,
    {
        match self.modules.resolve(module, expr) {
            Symbol::Value(home, value) => (home, value),
            _ => (module, expr),
        }
    }

    /// What a value in the place of a list of columns amounts to.
    pub fn listing(&self, module: usize, value: &Expr) -> Listing {
        let (home, value) = self.value(module, value);
        match &value.kind {
            Kind::Null => Listing::Absent,
            Kind::Text(text) if text == ALL => Listing::All(Confidence::Certain),
            Kind::List(members) => match members.as_slice() {
                [only] if only.text() == Some(ALL) => Listing::All(Confidence::Certain),
                _ => Listing::Named,
            },
            Kind::Name(_) | Kind::Call(_)
                if self
                    .modules
                    .library_name(home, value)
                    .is_some_and(|full| full.rsplit('.').next() == Some(ALL_CONSTANT)) =>
            {
                Listing::All(Confidence::Certain)
            }
            // `[field.name for field in Account._meta.fields]`
            Kind::Call(call) if call.block.is_some() => {
                let iterated = call.receiver.as_ref();
                let all = iterated.is_some_and(|list| self.columns_of(list).is_some());
                if all { Listing::All(Confidence::Likely) } else { Listing::Named }
            }
            _ => Listing::Named,
        }
    }

    /// What a list of all columns of something is a list of: `self` in `self._meta.fields`.
    pub fn columns_of<'e>(&self, list: &'e Expr) -> Option<&'e Expr> {
        let call = list.call()?;
        let mut words = list.means.iter().filter(|word| word.fact == "consumer");
        let word = words.find(|word| word.get("shape") == Some("columns"))?;
        let mut owner = call.receiver.as_ref()?;
        // `inspect(x).mapper.column_attrs`, `X.__mapper__.columns`
        for _ in 0..3 {
            let inner = owner.call()?;
            if !word.get_all("of").any(|name| name == inner.name) {
                return None;
            }
            owner = match (inner.called, inner.arguments.as_slice()) {
                (true, [of]) => return Some(of),
                _ => inner.receiver.as_ref()?,
            };
            let goes_on =
                owner.call().is_some_and(|next| word.get_all("of").any(|name| name == next.name));
            if !goes_on {
                return Some(owner);
            }
        }
        None
    }

    /// The texts of a list, through names and concatenations; `None` where one is not known.
    pub fn texts(&self, module: usize, expr: &Expr) -> Option<Vec<String>> {
        let mut steps = MAX_STEPS;
        self.gather(module, expr, &mut steps)
    }

    fn gather(&self, module: usize, expr: &Expr, steps: &mut usize) -> Option<Vec<String>> {
        *steps = steps.checked_sub(1)?;
        match &expr.kind {
            Kind::Null => Some(Vec::new()),
            Kind::Text(text) => Some(vec![text.clone()]),
            Kind::List(members) => {
                let mut all = Vec::new();
                for member in members {
                    match &member.kind {
                        Kind::Text(text) => all.push(text.clone()),
                        Kind::Splat(inner) => all.extend(self.gather(module, inner, steps)?),
                        _ => return None,
                    }
                }
                Some(all)
            }
            Kind::Binary(left, operator, right) if matches!(operator.as_str(), "+" | "|") => {
                let mut all = self.gather(module, left, steps)?;
                all.extend(self.gather(module, right, steps)?);
                Some(all)
            }
            // `tuple(NAMES)`
            Kind::Call(call) if call.called && call.receiver.is_none() => {
                match call.arguments.as_slice() {
                    [] => Some(Vec::new()),
                    [of] => self.gather(module, of, steps),
                    _ => None,
                }
            }
            Kind::Name(_) | Kind::Call(_) => match self.modules.resolve(module, expr) {
                Symbol::Value(home, value) => self.gather(home, value, steps),
                _ => self.of_class(module, expr, steps),
            },
            _ => None,
        }
    }

    /// `Base.Meta.exclude`
    fn of_class(&self, module: usize, expr: &Expr, steps: &mut usize) -> Option<Vec<String>> {
        let call = expr.call().filter(|call| !call.called)?;
        let class = self.class_named(module, call.receiver.as_ref()?)?;
        let (home, value) = self.above(class).find_map(|of| {
            let class = self.modules.class(of);
            class.body.body.statements().iter().rev().find_map(|statement| match &statement.kind {
                Kind::Assign(target, value) => (target.name() == Some(call.name.as_str()))
                    .then_some((class.module, value.as_ref())),
                _ => None,
            })
        })?;
        self.gather(home, value, steps)
    }

    /// The fields of a model that nobody edits.
    pub fn uneditable(&self, model: usize) -> Vec<String> {
        self.fields(model, &is_uneditable)
    }

    /// The fields of a model that whoever makes a row through such a class must give: they set none of the
    /// options that do without.
    pub fn demanded(&self, model: usize, word: &Word) -> Vec<String> {
        if word.get("demands").is_none() {
            return Vec::new();
        }
        let does_without = |call: &Call| {
            let mut options = word.get_all("demands");
            options
                .any(|name| call.option(name).is_some_and(|value| value.kind != Kind::Bool(false)))
        };
        self.fields(model, &|call| {
            let is_field = ["Field", "ForeignKey"].iter().any(|end| call.name.ends_with(end));
            // A box that is not ticked is an answer.
            let is_box = call.name.contains("Boolean");
            is_field && !is_box && !is_uneditable(call) && !does_without(call)
        })
    }

    fn fields(&self, model: usize, wanted: &dyn Fn(&Call) -> bool) -> Vec<String> {
        let mut names = Vec::new();
        for class in self.above(model) {
            for statement in self.modules.class(class).body.body.statements() {
                let Kind::Assign(target, value) = &statement.kind else { continue };
                let target = match &target.kind {
                    Kind::Typed(inner, _) => inner,
                    _ => target,
                };
                if let (Some(name), Some(call)) = (target.name(), value.call())
                    && wanted(call)
                {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }
}

fn is_uneditable(call: &Call) -> bool {
    UNEDITABLE.iter().any(|(option, set)| {
        call.option(option).is_some_and(|value| value.kind == Kind::Bool(*set))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::UNEDITABLE.is_sorted());
    }
}
