//! The model whose rows a piece of Ruby code holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::value;
use crate::{
    app::Model,
    expr::{Call, Expr, Kind},
    facts::{Library, Setting, Take},
    finding::Confidence,
    link::Graph,
    orm,
    orm::active_record::{inflection::Inflections, model::Shared},
    sql,
};

/// How many calls and names are followed from an expression to its model.
const MAX_STEPS: usize = 30;

/// The setting that masks values in logs, and since Rails 6 also where a record is printed.
const MASKS_EVERYWHERE: &str = "config.filter_parameters";

/// … and a model's own.
const MASKS_OWN: &str = "filter_attributes";

/// The classes of the application, with what is asked of them again and again.
pub struct Classes<'r, 'g> {
    /// All classes.
    pub graph: &'r Graph<'g>,
    /// The gems that the application bundles.
    pub libraries: &'r [Library],
    models: BTreeMap<&'r str, &'r Model>,
    inflections: &'r Inflections,
    settings: &'r [Setting],
    /// The models that take in a class or module.
    within: HashMap<&'r str, BTreeSet<&'r str>>,
    /// The last parts of the names of all serializers.
    serializers: BTreeSet<&'r str>,
}

/// Whose rows they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The models.
    pub models: Vec<String>,
    /// The tables, where no model is between.
    pub tables: Vec<String>,
    /// How sure that is.
    pub confidence: Confidence,
}

impl Subject {
    /// No rows of a model.
    pub fn nothing() -> Subject {
        Subject { models: Vec::new(), tables: Vec::new(), confidence: Confidence::Certain }
    }

    fn certain(model: &str) -> Subject {
        Subject {
            models: vec![model.to_owned()],
            tables: Vec::new(),
            confidence: Confidence::Certain,
        }
    }

    /// The same, no surer than that.
    pub fn at_most(mut self, confidence: Confidence) -> Subject {
        self.confidence = self.confidence.min(confidence);
        self
    }
}

impl<'r, 'g> Classes<'r, 'g> {
    /// Sorts what is known of them.
    pub fn new(shared: &'r Shared<'r, 'g>, models: &'r [Model]) -> Classes<'r, 'g> {
        let Shared { graph, inflections, libraries, settings, .. } = *shared;
        let mut within: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for model in models.iter().filter(|model| !model.is_abstract) {
            for name in graph.lineage_names(&model.name) {
                within.entry(name).or_default().insert(&model.name);
            }
        }
        let by_name = models.iter().map(|model| (model.name.as_str(), model)).collect();
        let serializers = graph.names().map(orm::last).filter(|name| name.ends_with("Serializer"));
        let serializers = serializers.collect();
        Classes { graph, libraries, models: by_name, inflections, settings, within, serializers }
    }

    /// The model of that name.
    pub fn model(&self, name: &str) -> Option<&'r Model> {
        self.models.get(name).copied()
    }

    /// Every model with a table.
    pub fn models(&self) -> impl Iterator<Item = &'r Model> {
        self.models.values().copied().filter(|model| !model.is_abstract)
    }

    /// The models that run the code of the class around it.
    pub fn own(&self, take: &Take) -> Option<Subject> {
        let models = self.within.get(take.class.as_deref()?)?;
        Some(Subject {
            models: models.iter().map(|name| (*name).to_owned()).collect(),
            tables: Vec::new(),
            confidence: Confidence::Certain,
        })
    }

    /// The model of what a call is made on; of the class around it where that is nothing.
    pub fn receiver(&self, take: &Take, call: &Call) -> Option<Subject> {
        match &call.receiver {
            Some(receiver) => self.subject(take, receiver),
            None => self.own(take),
        }
    }

    /// Whether a call on a class reaches a method that the application wrote, and not the ORM's.
    pub fn has_own(&self, call: &Call, subject: &Subject) -> bool {
        let on_class = call.receiver.as_ref().and_then(Expr::name).is_some_and(is_constant);
        let writes = |model: &String| {
            self.graph.members(model).iter().any(|located| {
                let defined = &located.member.expr.kind;
                located.on_class && matches!(defined, Kind::Def(def) if def.name == call.name)
            })
        };
        on_class && subject.models.iter().any(writes)
    }

    /// The model of an expression.
    pub fn subject(&self, take: &Take, expr: &Expr) -> Option<Subject> {
        self.of(take, expr, MAX_STEPS)
    }

    fn of(&self, take: &Take, expr: &Expr, steps: usize) -> Option<Subject> {
        let steps = steps.checked_sub(1)?;
        if expr.word("inflow").is_some() {
            return None;
        }
        match &expr.kind {
            Kind::Name(name) if name == "self" => self.own(take),
            Kind::Name(name) if is_constant(name) => {
                let model = self.graph.resolve(name, &nesting(take))?;
                self.models.contains_key(model).then(|| Subject::certain(model))
            }
            Kind::Name(name) => self.named(take, name, steps),
            Kind::Call(call) => match &call.receiver {
                None if call.arguments.is_empty() && call.options.is_empty() => {
                    self.named(take, &call.name, steps)
                }
                // `joins(:user).where(…)` in the body of a class.
                None => self.own(take).filter(|_| expr.word("access").is_some()),
                Some(receiver) => self.reached(take, expr, call, receiver, steps),
            },
            Kind::Assign(_, value) | Kind::Exit(Some(value)) => self.of(take, value, steps),
            Kind::Index(of, _) => self.of(take, of, steps),
            Kind::If(_, one, other) => {
                let likely = |of: Subject| of.at_most(Confidence::Likely);
                self.of(take, one, steps).or_else(|| self.of(take, other, steps)).map(likely)
            }
            Kind::Binary(one, op, other) if op == "||" => {
                self.of(take, one, steps).or_else(|| self.of(take, other, steps))
            }
            Kind::Sequence(statements) => self.of(take, statements.last()?, steps),
            _ => None,
        }
    }

    /// `User.where(…)`, `@post.author`, `connection.select_all("SELECT * FROM users")`
    fn reached(
        &self,
        take: &Take,
        expr: &Expr,
        call: &Call,
        receiver: &Expr,
        steps: usize,
    ) -> Option<Subject> {
        let gives = expr.means("access", "gives");
        if gives == Some("sql") {
            let tables: Vec<_> =
                call.arguments.iter().filter_map(Expr::text).flat_map(sql::starred).collect();
            let found = !tables.is_empty();
            return found.then_some(Subject {
                models: Vec::new(),
                tables,
                confidence: Confidence::Certain,
            });
        }
        let of = self.of(take, receiver, steps)?;
        match gives {
            // `select(:id, :name)` gives rows with these columns.
            Some("columns") => call.arguments.is_empty().then_some(of),
            Some(_) => Some(of),
            None => {
                let target =
                    of.models.iter().find_map(|model| self.associated(model, &call.name))?;
                Some(Subject { models: vec![target], ..of })
            }
        }
    }

    fn named(&self, take: &Take, name: &str, steps: usize) -> Option<Subject> {
        let held = take.values.iter().find(|held| held.name == name);
        match held {
            Some(held) if held.each => {
                self.of(take, &held.is, steps).or_else(|| self.by_convention(take, name))
            }
            Some(held) => self.of(take, &held.is, steps),
            None => self.by_convention(take, name),
        }
    }

    /// `@user`, `users`, `current_user`
    fn by_convention(&self, take: &Take, name: &str) -> Option<Subject> {
        let name = name.trim_start_matches('@');
        let name = name.strip_prefix("current_").unwrap_or(name);
        let class = self.inflections.camelize(&self.inflections.singularize(name));
        let model = self.graph.resolve(&class, &nesting(take))?;
        let found = self.models.contains_key(model);
        found.then(|| Subject::certain(model).at_most(Confidence::Likely))
    }

    /// The model at the other end of an association.
    pub fn associated(&self, model: &str, name: &str) -> Option<String> {
        let associations = &self.models.get(model)?.associations;
        associations.iter().find(|one| one.name == name)?.target.clone()
    }

    /// Whether one of the models has a method of one of these names, whoever it asks.
    pub fn defines(&self, models: &[String], names: &[&str]) -> bool {
        let is_one = |name: &String| names.contains(&name.as_str());
        models.iter().filter_map(|model| self.model(model)).any(|model| {
            model.names.iter().any(|owned| is_one(&owned.name))
                || self.graph.members(&model.name).iter().any(|located| {
                    matches!(&located.member.expr.kind, Kind::Def(def) if is_one(&def.name))
                })
        })
    }

    /// Whether a library finds a serializer of the model's name for it.
    pub fn has_serializer(&self, models: &[String], gem: Option<&str>) -> bool {
        let bundled = self.libraries.iter().any(|library| Some(library.name.as_str()) == gem);
        (bundled || self.libraries.is_empty())
            && models.iter().any(|model| {
                let name = format!("{}Serializer", orm::last(model));
                self.serializers.contains(name.as_str())
            })
    }

    /// What a library keeps out of the JSON of its models.
    pub fn denied(&self, models: &[String]) -> Vec<String> {
        let mut names = Vec::new();
        for model in models {
            for located in self.graph.members(model).iter() {
                let words = located.member.expr.means.iter();
                let bundled = |gem| self.libraries.iter().any(|library| library.name == gem);
                let denies = words.filter(|word| {
                    word.get("shape") == Some("denies") && word.get("from").is_none_or(bundled)
                });
                names.extend(denies.flat_map(|word| word.get_all("except").map(str::to_owned)));
            }
        }
        names
    }

    /// Parts of names whose values a model masks when it is printed, in lower case.
    pub fn masked(&self, models: &[String]) -> Vec<String> {
        let mut parts = Vec::new();
        let mut take = |list: &Expr| {
            list.walk(&mut |part| parts.extend(part.text().map(str::to_lowercase)));
        };
        for setting in self.settings {
            if setting.name.ends_with(MASKS_EVERYWHERE) {
                take(&setting.value);
            }
        }
        for model in models {
            for located in self.graph.members(model).iter() {
                if let Kind::Assign(target, value) = &located.member.expr.kind
                    && target.name() == Some(MASKS_OWN)
                {
                    take(value);
                }
            }
        }
        parts
    }

    /// The argument or value that a name stands for, or the expression itself.
    pub fn plain<'t>(&self, take: &'t Take, expr: &'t Expr) -> &'t Expr {
        match &expr.kind {
            Kind::Name(name) => value(take, name).unwrap_or(expr),
            Kind::Call(call) if call.receiver.is_none() && call.arguments.is_empty() => {
                value(take, &call.name).unwrap_or(expr)
            }
            _ => expr,
        }
    }
}

/// `User`, `::User`
fn is_constant(name: &str) -> bool {
    name.trim_start_matches(':').starts_with(char::is_uppercase)
}

/// The namespaces around a take, outermost first.
fn nesting(take: &Take) -> Vec<String> {
    let Some(class) = take.class.as_deref() else { return Vec::new() };
    let mut found: Vec<String> = class
        .match_indices("::")
        .filter_map(|(at, _)| class.get(..at))
        .map(str::to_owned)
        .collect();
    found.push(class.to_owned());
    found
}
