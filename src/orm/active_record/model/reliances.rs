//! Declarations of a class body that rely on a column: validations, macros of gems.

use super::{Reader, names::store_accessor};
use crate::{
    app::{
        Model, Version,
        reliance::{LetDown, Reliance},
    },
    expr::{Call, Expr, Kind, Word},
    finding::Confidence,
    gate::{self, Asks, Switch, World},
    link::Located,
    orm::active_record::{defaults, reserved},
};

impl Reader<'_, '_> {
    pub(super) fn reliances(&self, model: &Model) -> Vec<Reliance> {
        let mut found = Vec::new();
        for located in self.members.iter().filter(|located| !located.on_class) {
            let words = located.member.expr.means.iter().filter(|word| word.fact == "reliance");
            for word in words.copied() {
                self.read(word, located, model, &mut found);
            }
            if located.member.expr.means("declare", "as") == Some("validation") {
                self.asking(located, &mut found);
            }
        }
        found
    }

    /// What one word says of a declaration.
    fn read(
        &self,
        word: &'static Word,
        located: &Located,
        model: &Model,
        found: &mut Vec<Reliance>,
    ) {
        let call = match &located.member.expr.kind {
            Kind::Call(call) => Some(call.as_ref()),
            Kind::Name(_) => None,
            _ => return,
        };
        let Some(sure) = self.relies(word, call) else { return };
        let conditional =
            located.member.guards.iter().any(|guard| gate::test(&guard.condition).is_none())
                || call.is_some_and(|call| call.option("if").or(call.option("unless")).is_some());
        let confidence = match conditional {
            true => sure.min(Confidence::Likely),
            false => sure,
        };
        for name in columns(word, call) {
            // `validates :team, presence: true` asks for the row that `team_id` points to.
            let key = model.associations.iter().find(|known| known.name == name);
            let column = key.and_then(|known| known.foreign_key.clone()).unwrap_or(name.clone());
            let related = model.associations.iter();
            let related = related.filter(|it| it.foreign_key.as_ref() == Some(&column));
            let mut names: Vec<&str> = related.map(|it| it.name.as_str()).collect();
            names.extend([name.as_str(), &column]);
            for (on, field) in LetDown::FIELDS {
                let Some(says) = word.get(field) else { continue };
                if on == LetDown::Empty && names.iter().any(|name| self.fills(name)) {
                    continue;
                }
                found.push(Reliance {
                    column: column.clone(),
                    on,
                    says: says.to_owned(),
                    confidence,
                    place: located.member.place.clone(),
                    via: located.via.to_vec(),
                });
            }
        }
    }

    /// Whether a hook sets an attribute of every row before it is checked.
    fn fills(&self, name: &str) -> bool {
        self.members.iter().any(|located| {
            let Some(call) = located.member.expr.call() else { return false };
            let always = located.member.guards.is_empty()
                && ["if", "unless", "on"].iter().all(|option| call.option(option).is_none());
            always
                && located.member.expr.means("event", "before") == Some("checks")
                && self.sets(located).iter().any(|set| set == name)
        })
    }

    /// Whether a declaration relies on the column with the options that it has, and how sure that is.
    fn relies(&self, word: &Word, call: Option<&Call>) -> Option<Confidence> {
        let sure = match word.get("sure") {
            Some("likely") => Confidence::Likely,
            _ => Confidence::Certain,
        };
        let option = |name: &str| call.and_then(|call| call.option(name));
        if word.get_all("without").any(|name| option(name).is_some_and(is_true)) {
            return None;
        }
        // A row that is there is not created again.
        if option("on").is_some_and(|on| on.text() != Some("update")) {
            return None;
        }
        let mut with = word.get_all("with").peekable();
        if with.peek().is_some() {
            let excused = |value: &Expr| {
                value.any(&|part| matches!(part.kind, Kind::Null))
                    || word.get_all("without").any(|name| inner(value, name).is_some_and(is_true))
            };
            let holds = |wanted: &str| match wanted.split_once(':') {
                None => option(wanted).is_some_and(|value| is_true(value) && !excused(value)),
                Some((name, part)) => option_or_argument(call, name).is_some_and(|value| {
                    let constant = value.name().map(|name| name.trim_start_matches("::"));
                    let named = value.texts().contains(&part) || constant == Some(part);
                    (named || inner(value, part).is_some_and(is_true)) && !excused(value)
                }),
            };
            if !with.any(holds) {
                return None;
            }
        }
        if let Some(value) = word.get("unless-set").and_then(option) {
            return is_true(value).then_some(sure);
        }
        let Some(setting) = word.get("setting") else { return Some(sure) };
        let since: Version = reserved::version(word.get("since")?)?;
        match defaults::is_on(self.shared.settings, &[setting], (since, true), None) {
            Some(on) => on.then_some(sure),
            // An older release does not know the setting.
            None => {
                let release = reserved::release(self.shared.libraries);
                release.is_none_or(|release| release >= since).then_some(Confidence::Likely)
            }
        }
    }

    /// A validation that asks whether a column exists checks something else once it is there.
    fn asking(&self, located: &Located, found: &mut Vec<Reliance>) {
        let guards = self.bound_guards(&located.member.guards);
        let conditions = guards.iter().map(|guard| &guard.condition);
        let mut columns: Vec<String> = Vec::new();
        for code in conditions.chain([&located.member.expr]) {
            code.walk(&mut |part| {
                let Some(test) = gate::test(part).filter(|test| !test.never) else { return };
                if test.asks == Asks::Own || test.asks == Asks::Class(self.name.to_owned()) {
                    columns.extend(test.columns.iter().filter_map(Expr::text).map(str::to_owned));
                }
            });
        }
        columns.sort();
        columns.dedup();
        for column in columns {
            let world = World {
                column: &column,
                concerns: &|asks| matches!(asks, Asks::Own | Asks::Class(_)),
                has: &|_, _| None,
                constant: &|name| self.named_value(name),
            };
            if gate::switch(&guards, &world) == Switch::Never {
                continue;
            }
            found.push(Reliance {
                column,
                on: LetDown::Comes,
                says: "the validation, which asks for the column, checks something else".to_owned(),
                confidence: Confidence::Certain,
                place: located.member.place.clone(),
                via: located.via.to_vec(),
            });
        }
    }
}

/// An option by its name, or an argument by its position.
fn option_or_argument<'c>(call: Option<&'c Call>, name: &str) -> Option<&'c Expr> {
    match name.parse::<usize>() {
        Ok(at) => call?.arguments.get(at),
        Err(_) => call?.option(name),
    }
}

/// The columns that a declaration relies on.
fn columns(word: &Word, call: Option<&Call>) -> Vec<String> {
    let arguments = call.map_or(&[][..], |call| call.arguments.as_slice());
    let option = |name: &str| call.and_then(|call| call.option(name));
    if let Some(named) = word.get("option").and_then(option).and_then(Expr::text) {
        return vec![named.to_owned()];
    }
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    let keys = |names: Vec<&str>| {
        let key = |name| call.map_or(String::new(), |call| store_accessor(call, name));
        names.into_iter().map(key).collect()
    };
    let names: Vec<String> = match word.get("names") {
        Some("first") => owned(arguments.iter().take(1).flat_map(Expr::texts).collect()),
        Some("rest") => keys(arguments.iter().skip(1).flat_map(Expr::texts).collect()),
        Some(listed) => keys(option(listed).map(Expr::texts).unwrap_or_default()),
        None => owned(arguments.iter().flat_map(Expr::texts).collect()),
    };
    let names = match (names.is_empty(), word.get("default")) {
        (true, Some(usual)) => vec![usual.to_owned()],
        _ => names,
    };
    let templates = word.get_all("column");
    templates
        .flat_map(|template| match template.contains('*') {
            true => names.iter().map(|name| template.replace('*', name)).collect(),
            false => vec![template.to_owned()],
        })
        .collect()
}

/// An option within the options of an option: `length: { minimum: 2 }`.
fn inner<'e>(value: &'e Expr, name: &str) -> Option<&'e Expr> {
    match &value.kind {
        Kind::Map(pairs) => {
            pairs.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)
        }
        _ => None,
    }
}

fn is_true(value: &Expr) -> bool {
    !matches!(value.kind, Kind::Bool(false) | Kind::Null)
}
