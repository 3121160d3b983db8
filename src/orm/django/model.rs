//! Which classes are models, with their tables and columns.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{apps::Apps, contributed, field, field::Field, meta::Meta, unique};
use crate::{
    app::{Attribute, Model},
    change::{Column, DefaultValue},
    expr::{Expr, Kind, Word},
    modules::{Ancestor, Modules},
    orm,
    source::{Language, Place},
    syntax,
};

/// A class that descends from Django's `Model`.
pub struct ModelClass<'m, 'a> {
    modules: &'m Modules<'a>,
    /// The class.
    pub at: usize,
    /// Its ancestors.
    pub lineage: Arc<[Ancestor]>,
    /// Its options.
    pub meta: Meta<'m, 'a>,
}

impl<'m, 'a> ModelClass<'m, 'a> {
    /// The class as a model, if it is one.
    pub fn of(modules: &'m Modules<'a>, at: usize) -> Option<ModelClass<'m, 'a>> {
        let lineage = modules.lineage(at);
        let is_model = lineage.iter().any(|ancestor| match ancestor {
            Ancestor::Library(name) => base_word(name).is_some(),
            Ancestor::Class(_) => false,
        });
        if !is_model && !is_declared(modules, &lineage) {
            return None;
        }
        let meta = Meta::of(modules, at, &lineage);
        Some(ModelClass { modules, at, lineage, meta })
    }

    /// Its name as Django writes it: `shop.Article`.
    pub fn name(&self, apps: &Apps) -> String {
        let class = &self.modules.class(self.at).body.name;
        match self.label(apps) {
            Some(label) => format!("{label}.{class}"),
            None => class.clone(),
        }
    }

    /// The model that it makes.
    pub fn model(&self, apps: &Apps, names: &HashMap<usize, String>) -> Model {
        let modules = self.modules;
        let class = modules.class(self.at);
        let place = modules.place(class.module, class.body.head);
        let mut model = Model::new(&self.name(apps), "django", &place);
        model.qualified = modules.qualified(self.at);
        model.is_abstract = self.meta.is_abstract();
        let parent = self.concrete_parent();
        if !model.is_abstract {
            if self.meta.is_proxy()
                && let Some(parent) = &parent
            {
                model.proxy_of = Some(parent.name(names));
                (model.table, model.table_place) = parent.table(modules, apps);
            } else {
                (model.table, model.table_place) = self.table(apps);
            }
        }
        if let Some(Parent::Class(parent)) = &parent {
            model.parent = names.get(parent).cloned();
        }
        let columns = match (&parent, model.proxy_of.is_some()) {
            (Some(Parent::Class(parent)), true) => {
                ModelClass::of(modules, *parent).map_or_else(Vec::new, |parent| parent.attributes())
            }
            _ => self.attributes(),
        };
        if let Some(key) = columns.iter().find(|known| known.column.primary_key)
            && let Some(place) = &key.column.place
        {
            model.primary_key = Some((key.column.name.clone(), place.clone()));
        }
        model.unique = unique::of(modules, &self.meta, &columns);
        model.attributes = Some(columns);
        model
    }

    /// The label of its application.
    fn label(&self, apps: &Apps) -> Option<String> {
        let module = self.modules.class(self.at).module;
        let said = self.meta.text("app_label").map(|(text, ..)| text);
        said.or_else(|| apps.label(&self.modules.dotted(module)))
    }

    fn table(&self, apps: &Apps) -> (Option<String>, Option<Place>) {
        if let Some((_, _, statement)) = self.meta.option("db_table") {
            let module = self.modules.class(self.at).module;
            return match self.meta.text("db_table") {
                Some((text, module, statement)) => (
                    // Quotes keep a name from being shortened; `schema"."table` is a known trick.
                    text.rsplit("\".\"").next().map(|text| text.trim_matches('"').to_owned()),
                    Some(self.modules.place(module, statement.span)),
                ),
                None => (None, Some(self.modules.place(module, statement.span))),
            };
        }
        let class = self.modules.class(self.at).body.name.to_lowercase();
        (self.label(apps).map(|label| format!("{label}_{class}")), None)
    }

    /// The nearest ancestor with a table of its own.
    fn concrete_parent(&self) -> Option<Parent> {
        self.concrete_parents().into_iter().next()
    }

    /// The ancestors with tables, nearest first.
    fn concrete_parents(&self) -> Vec<Parent> {
        let mut parents = Vec::new();
        for ancestor in self.lineage.iter().skip(1) {
            match ancestor {
                Ancestor::Class(at) => {
                    if let Some(class) = ModelClass::of(self.modules, *at)
                        && !class.meta.is_abstract()
                        && !class.meta.is_proxy()
                    {
                        parents.push(Parent::Class(*at));
                    }
                }
                Ancestor::Library(name) => {
                    if let Some(table) = base_word(name).and_then(|word| word.get("table")) {
                        parents.push(Parent::Library(name.clone(), table));
                    }
                }
            }
        }
        parents
    }

    /// The fields that its own body declares, and the names that it takes away or over.
    pub fn own_fields(&self) -> Vec<(&'a str, Option<Field<'a>>)> {
        let class = self.modules.class(self.at);
        let mut found = Vec::new();
        fields_of(self.modules, class.module, &class.body.body, &mut found);
        found
    }

    /// The fields of its own table: its own, and those of parents without a table.
    pub fn fields(&self) -> Vec<Field<'a>> {
        let above = self.above(&self.concrete_parents());
        let mut seen: HashSet<&str> = HashSet::new();
        let mut found = Vec::new();
        for ancestor in self.lineage.iter() {
            let Ancestor::Class(at) = ancestor else { continue };
            if above.contains(at) {
                continue;
            }
            let Some(class) = ModelClass::of(self.modules, *at) else { continue };
            for (name, field) in class.own_fields() {
                if seen.insert(name) {
                    found.extend(field);
                }
            }
        }
        found
    }

    /// The classes that parents with tables of their own are made of.
    fn above(&self, parents: &[Parent]) -> HashSet<usize> {
        parents
            .iter()
            .filter_map(|parent| match parent {
                Parent::Class(at) => Some(*at),
                Parent::Library(..) => None,
            })
            .flat_map(|at| self.modules.lineage(at).to_vec())
            .filter_map(|ancestor| match ancestor {
                Ancestor::Class(at) => Some(at),
                Ancestor::Library(_) => None,
            })
            .collect()
    }

    /// The columns of its own table.
    pub fn attributes(&self) -> Vec<Attribute> {
        let modules = self.modules;
        let parents = self.concrete_parents();
        let above = self.above(&parents);
        let has_library_parent = parents.iter().any(|p| matches!(p, Parent::Library(..)));
        let mut seen: HashSet<String> = HashSet::new();
        let mut attributes: Vec<Attribute> = Vec::new();
        let mut linked = false;
        for ancestor in self.lineage.iter() {
            match ancestor {
                Ancestor::Class(at) if above.contains(at) => {}
                Ancestor::Class(at) => {
                    // What stands in a class that is no model is no field.
                    let Some(class) = ModelClass::of(modules, *at) else { continue };
                    for (name, field) in class.own_fields() {
                        if !seen.insert(name.to_owned()) {
                            continue;
                        }
                        let Some(field) = field else { continue };
                        linked |= field.is_set("parent_link");
                        attributes.extend(field.attribute(modules));
                        for name in contributed::added(modules, &field) {
                            if seen.insert(name.clone()) {
                                attributes.push(field.beside(name));
                            }
                        }
                    }
                }
                Ancestor::Library(name) => {
                    let Some(word) = base_word(name) else { continue };
                    if word.get("table").is_some() || (has_library_parent && above.is_empty()) {
                        continue;
                    }
                    for column in word.get_all("column") {
                        let attribute = library_column(column);
                        if seen.insert(attribute.name.clone()) {
                            attributes.push(attribute);
                        }
                    }
                }
            }
        }
        if !self.meta.is_abstract() {
            if !attributes.iter().any(|known| known.column.primary_key) && !linked {
                let key = match parents.first() {
                    Some(parent) => format!("{}_ptr", parent.class_name(modules).to_lowercase()),
                    None => "id".to_owned(),
                };
                attributes.insert(0, automatic(&key, !parents.is_empty()));
            }
            for parent in parents.iter().skip(1) {
                // Each further parent with a table of its own is pointed to as well.
                let direct = modules.parents(self.at).iter().any(|known| match (known, parent) {
                    (Ancestor::Class(a), Parent::Class(b)) => a == b,
                    (Ancestor::Library(a), Parent::Library(b, _)) => a == b,
                    _ => false,
                });
                if direct {
                    let key = format!("{}_ptr", parent.class_name(modules).to_lowercase());
                    attributes.push(automatic(&key, true));
                }
            }
        }
        attributes
    }
}

/// An ancestor with a table.
enum Parent {
    Class(usize),
    Library(String, &'static str),
}

impl Parent {
    fn class_name<'s>(&'s self, modules: &'s Modules) -> &'s str {
        match self {
            Parent::Class(at) => &modules.class(*at).body.name,
            Parent::Library(name, _) => orm::last(name),
        }
    }

    fn name(&self, names: &HashMap<usize, String>) -> String {
        match self {
            Parent::Class(at) => names.get(at).cloned().unwrap_or_default(),
            Parent::Library(name, _) => name.clone(),
        }
    }

    fn table(&self, modules: &Modules, apps: &Apps) -> (Option<String>, Option<Place>) {
        match self {
            Parent::Class(at) => {
                ModelClass::of(modules, *at).map_or((None, None), |class| class.table(apps))
            }
            Parent::Library(_, table) => (Some((*table).to_owned()), None),
        }
    }
}

/// Whether a class that descends from an unknown library declares fields of Django: nothing else
/// gives them a meaning.
fn is_declared(modules: &Modules, lineage: &[Ancestor]) -> bool {
    let unknown = lineage.iter().any(|ancestor| match ancestor {
        Ancestor::Library(name) => name.contains('.'),
        Ancestor::Class(_) => false,
    });
    unknown
        && lineage.iter().any(|ancestor| match ancestor {
            Ancestor::Class(at) => {
                let class = modules.class(*at);
                class.body.body.statements().iter().any(|statement| {
                    if is_made_concrete(statement) {
                        return true;
                    }
                    let Kind::Assign(_, value) = &statement.kind else { return false };
                    let callee = field::callee(value);
                    let name =
                        callee.and_then(|callee| modules.library_name(class.module, &callee));
                    name.is_some_and(|name| {
                        name.starts_with("django.db.models.")
                            && (name.ends_with("Field") || name.ends_with("ForeignKey"))
                    })
                })
            }
            Ancestor::Library(_) => false,
        })
}

/// `class Meta(Entry.Meta): abstract = False`: only models have such options.
fn is_made_concrete(statement: &Expr) -> bool {
    let Kind::Class(meta) = &statement.kind else { return false };
    let inherits = meta
        .parents
        .iter()
        .any(|parent| parent.call().is_some_and(|parent| !parent.called && parent.name == "Meta"));
    meta.name == "Meta"
        && inherits
        && meta.body.statements().iter().any(|option| {
            matches!(&option.kind, Kind::Assign(name, value)
                if name.name() == Some("abstract") && value.kind == Kind::Bool(false))
        })
}

/// The word for a library's class that models descend from.
pub fn base_word(name: &str) -> Option<&'static Word> {
    syntax::words_of(Language::Python, orm::last(name)).into_iter().find(|word| {
        word.fact == "base"
            && word.get("orm") == Some("django")
            && word
                .get_all("module")
                .any(|module| name.strip_prefix(module).is_some_and(|rest| rest.starts_with('.')))
    })
}

fn fields_of<'a>(
    modules: &Modules<'a>,
    module: usize,
    body: &'a Expr,
    found: &mut Vec<(&'a str, Option<Field<'a>>)>,
) {
    for statement in body.statements() {
        match &statement.kind {
            Kind::If(_, then, otherwise) => {
                fields_of(modules, module, then, found);
                fields_of(modules, module, otherwise, found);
            }
            Kind::Sequence(_) => fields_of(modules, module, statement, found),
            Kind::Assign(target, _) => {
                let target = match &target.kind {
                    Kind::Typed(target, _) => target,
                    _ => target,
                };
                if let Kind::Name(name) = &target.kind {
                    found.push((name, field::read(modules, module, statement)));
                }
            }
            _ => {}
        }
    }
}

/// `last_login DateTimeField null`, `collection_id ForeignKey plain collection`
/// The columns of a library's model.
pub fn library_columns(word: &Word) -> Vec<Attribute> {
    word.get_all("column").map(library_column).collect()
}

fn library_column(text: &str) -> Attribute {
    let mut parts = text.split(' ');
    let name = parts.next().unwrap_or_default();
    let class = parts.next();
    let how = parts.next();
    Attribute {
        name: parts.next().unwrap_or(name).to_owned(),
        column: Column {
            name: name.to_owned(),
            sql_type: class.map(str::to_owned),
            nullable: Some(how == Some("null")),
            default: DefaultValue::Unsaid,
            primary_key: how == Some("key"),
            unique: matches!(how, Some("key" | "unique")),
            points_to: None,
            place: None,
            ..Column::default()
        },
        initial: DefaultValue::Unsaid,
    }
}

/// The key that Django adds: `id`, or the pointer to a parent's row.
fn automatic(name: &str, pointer: bool) -> Attribute {
    Attribute {
        name: name.to_owned(),
        column: Column {
            name: if pointer { format!("{name}_id") } else { name.to_owned() },
            sql_type: Some(if pointer { "OneToOneField" } else { "AutoField" }.to_owned()),
            nullable: Some(false),
            default: DefaultValue::Unsaid,
            primary_key: true,
            unique: true,
            points_to: None,
            place: None,
            ..Column::default()
        },
        initial: DefaultValue::Unsaid,
    }
}
