//! Classes that descend from a library's model, and the fields that their bodies declare.

use std::sync::Arc;

use crate::{
    app::{Attribute, Model},
    change::{Column, DefaultValue},
    expr::{Call, Expr, Kind, Word},
    modules::{Ancestor, Modules, Symbol},
    orm,
    predicate::Literal,
    source::Language,
    syntax,
};

/// A class that descends from a library's model.
pub struct Heir<'m, 'a> {
    /// The modules.
    pub modules: &'m Modules<'a>,
    /// The class.
    pub at: usize,
    /// Its ancestors, itself first.
    pub lineage: Arc<[Ancestor]>,
}

/// How the fields of an ORM are written.
pub struct Fields {
    /// The folder of its queries.
    pub orm: &'static str,
    /// The packages that have its fields.
    pub packages: &'static [&'static str],
    /// The options that name the column.
    pub column: &'static [&'static str],
    /// The options that make it the key.
    pub key: &'static [&'static str],
    /// What a reference adds to its name to name its column.
    pub reference: &'static str,
    /// Whether a column takes NULL, by the call that makes it.
    pub nullable: fn(&Call) -> bool,
}

/// A name that a class body gives to a value.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The name.
    pub name: &'a str,
    /// The module it stands in.
    pub module: usize,
    /// The value.
    pub value: &'a Expr,
    /// The statement.
    pub statement: &'a Expr,
}

impl<'m, 'a> Heir<'m, 'a> {
    /// The class, where it descends from a model of an ORM.
    pub fn of(modules: &'m Modules<'a>, at: usize, orm: &str) -> Option<Heir<'m, 'a>> {
        let lineage = modules.lineage(at);
        let descends = lineage.iter().any(|ancestor| match ancestor {
            Ancestor::Library(name) => base_word(name, orm).is_some(),
            Ancestor::Class(_) => false,
        });
        descends.then_some(Heir { modules, at, lineage })
    }

    /// The model that it is, of which no more is known yet.
    pub fn model(&self, orm: &'static str) -> Model {
        let class = self.modules.class(self.at);
        let place = self.modules.place(class.module, class.body.head);
        Model::new(&self.modules.qualified(self.at), orm, &place)
    }

    /// The name of the class.
    pub fn name(&self) -> &'a str {
        &self.modules.class(self.at).body.name
    }

    /// The classes of its lineage that the application defines, itself first.
    pub fn classes(&self) -> impl Iterator<Item = usize> {
        self.lineage.iter().filter_map(|ancestor| match ancestor {
            Ancestor::Class(class) => Some(*class),
            Ancestor::Library(_) => None,
        })
    }

    /// What class bodies assign, nearest class first; a name is taken from the first that has it.
    pub fn given(&self, classes: impl Iterator<Item = usize>) -> Vec<Given<'a>> {
        let mut found: Vec<Given<'a>> = Vec::new();
        for class in classes {
            let mut own = own(self.modules, class);
            let new = |one: &Given| !found.iter().any(|known| known.name == one.name);
            own.retain(new);
            found.extend(own);
        }
        found
    }

    /// What a class inside of a class's own body gives a name to, or what that inherits:
    /// `class Meta(Base.Meta): table_name = "users"`.
    pub fn setting(&self, class: usize, inner: &str, names: &[&str]) -> Option<Given<'a>> {
        let inner = self.modules.inner(class, inner)?;
        let lineage = self.modules.lineage(inner);
        let classes = lineage.iter().filter_map(|ancestor| match ancestor {
            Ancestor::Class(class) => Some(*class),
            Ancestor::Library(_) => None,
        });
        self.given(classes).into_iter().find(|one| names.contains(&one.name))
    }
}

/// What a class's own body gives names to.
pub fn own<'a>(modules: &Modules<'a>, class: usize) -> Vec<Given<'a>> {
    let class = modules.class(class);
    let mut found = Vec::new();
    given(class.module, &class.body.body, &mut found);
    found
}

fn given<'a>(module: usize, body: &'a Expr, found: &mut Vec<Given<'a>>) {
    for statement in body.statements() {
        match &statement.kind {
            Kind::Assign(target, value) => {
                let target = match &target.kind {
                    Kind::Typed(target, _) => target,
                    _ => target,
                };
                if let Kind::Name(name) = &target.kind {
                    found.push(Given { name, module, value, statement });
                }
            }
            Kind::If(_, then, otherwise) => {
                given(module, then, found);
                given(module, otherwise, found);
            }
            _ => {}
        }
    }
}

/// The word for a library's class that models of an ORM descend from.
fn base_word(name: &str, orm: &str) -> Option<&'static Word> {
    let is_of = |module: &str| name.strip_prefix(module).is_some_and(|rest| rest.starts_with('.'));
    syntax::words_of(Language::Python, orm::last(name)).into_iter().find(|word| {
        word.fact == "base" && word.get("orm") == Some(orm) && word.get_all("module").any(is_of)
    })
}

impl Fields {
    /// The columns among what class bodies assign.
    pub fn columns(&self, modules: &Modules, given: &[Given]) -> Vec<Attribute> {
        given.iter().filter_map(|one| self.column(modules, one)).collect()
    }

    /// Reads a value as a field; `None` where it is none, or has no column.
    fn column(&self, modules: &Modules, given: &Given) -> Option<Attribute> {
        let call = given.value.call().filter(|call| call.called)?;
        let kind = self.kind(modules, given.module, given.value, call)?;
        let option = |names: &[&str]| names.iter().find_map(|name| call.option(name));
        let is_set = |names: &[&str]| {
            option(names).is_some_and(|value| matches!(value.kind, Kind::Bool(true)))
        };
        let name = match (kind, option(self.column)) {
            ("none", _) => return None,
            // Computed: not known by that name.
            (_, Some(named)) => modules.text(given.module, named)?,
            ("reference", None) if !given.name.ends_with(self.reference) => {
                format!("{}{}", given.name, self.reference)
            }
            _ => given.name.to_owned(),
        };
        let primary_key = is_set(self.key) || kind == "key";
        let column = Column {
            name,
            sql_type: Some(call.name.clone()),
            nullable: Some(!primary_key && (self.nullable)(call)),
            default: option(&["db_default"]).map_or(DefaultValue::Unsaid, default),
            primary_key,
            unique: primary_key || is_set(&["unique"]),
            points_to: None,
            place: Some(modules.place(given.module, given.statement.span)),
            ..Column::default()
        };
        let initial = match option(&["default"]).map(default) {
            // A function that is passed is called for each row.
            Some(DefaultValue::Unknown(text)) => DefaultValue::Function(text),
            given => given.unwrap_or_default(),
        };
        Some(Attribute { name: given.name.to_owned(), column, initial })
    }

    /// What a call makes: `column`, `reference`, `key` or `none`; `None` where it is no field.
    fn kind(
        &self,
        modules: &Modules,
        module: usize,
        value: &Expr,
        call: &Call,
    ) -> Option<&'static str> {
        let own = |words: &[&'static Word]| {
            let word = words.iter().find(|word| {
                word.fact == "field" && word.origin.split('/').next() == Some(self.orm)
            });
            word.and_then(|word| word.get("kind"))
        };
        let of = |full: &str, words: &[&'static Word]| {
            let package = full.split('.').next().unwrap_or_default();
            if !self.packages.contains(&package) {
                return None;
            }
            own(words).or(full.ends_with("Field").then_some("column"))
        };
        let path = match &call.receiver {
            Some(receiver) => format!("{}.{}", crate::modules::path_of(receiver)?, call.name),
            None => call.name.clone(),
        };
        // `class MoneyField(DecimalField)`
        if let Symbol::Class(class) = modules.named(module, &path) {
            return modules.lineage(class).iter().find_map(|ancestor| match ancestor {
                Ancestor::Class(_) => None,
                Ancestor::Library(name) => {
                    of(name, &syntax::words_of(Language::Python, orm::last(name)))
                }
            });
        }
        of(&modules.called_name(module, call)?, &value.means)
    }

    /// The key that an ORM adds by itself.
    pub fn automatic(name: &str, column: &str) -> Attribute {
        let column = Column {
            name: column.to_owned(),
            nullable: Some(false),
            primary_key: true,
            unique: true,
            ..Column::default()
        };
        Attribute { name: name.to_owned(), column, initial: DefaultValue::Unsaid }
    }
}

fn default(value: &Expr) -> DefaultValue {
    match &value.kind {
        Kind::Null => DefaultValue::Null,
        Kind::Bool(value) => DefaultValue::Literal(Literal::Bool(*value)),
        Kind::Number(number) => DefaultValue::Literal(Literal::Number(number.clone())),
        Kind::Text(text) => DefaultValue::Literal(Literal::Text(text.clone())),
        Kind::Call(call) if call.called => DefaultValue::Function(format!("{}()", call.name)),
        _ => DefaultValue::Unknown(value.name().unwrap_or("…").to_owned()),
    }
}

/// Whether an option of a call is set to true.
pub fn is_set(call: &Call, name: &str) -> bool {
    call.option(name).is_some_and(|value| matches!(value.kind, Kind::Bool(true)))
}
