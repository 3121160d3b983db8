//! Columns that a field adds to its model beside its own.
//!
//! Source: `contribute_to_class` and `add_to_class` of `django/db/models/base.py`, Django 5.2; the
//! fields of django-money 3, django-model-utils 5 and django-markupfield 2.

use std::collections::HashMap;

use super::field::{self, Field, FieldKind};
use crate::{
    expr::{Call, Def, Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    orm,
    source::Language,
    syntax,
};

/// How many columns a field may add.
const MOST: usize = 32;

/// The names of the columns.
pub(super) fn added(modules: &Modules, field: &Field) -> Vec<String> {
    let callee = field.callee();
    match modules.resolve(field.module, &callee) {
        Symbol::Class(class) => by_class(modules, class, field.name),
        _ => {
            let full = modules.library_name(field.module, &callee).unwrap_or_default();
            let words = syntax::words_of(Language::Python, orm::last(&full));
            let known = words.iter().filter(|word| word.fact == "field");
            let templates = known.flat_map(|word| word.get_all("adds"));
            templates.map(|template| template.replace("{name}", field.name)).collect()
        }
    }
}

/// What a class of the application adds in the method by which Django hands it the model.
fn by_class(modules: &Modules, class: usize, name: &str) -> Vec<String> {
    let lineage = modules.lineage(class);
    let defined = lineage.iter().find_map(|ancestor| match ancestor {
        Ancestor::Class(at) => Some((*at, method(modules, *at, "contribute_to_class")?)),
        Ancestor::Library(_) => None,
    });
    let Some((at, def)) = defined else { return Vec::new() };
    let Some((called, _)) = def.parameters.get(2) else { return Vec::new() };
    let mut reader = Reader {
        modules,
        module: modules.class(at).module,
        class,
        texts: HashMap::from([(called.as_str(), vec![name.to_owned()])]),
        fields: HashMap::new(),
        found: Vec::new(),
    };
    reader.read(&def.body);
    reader.found.truncate(MOST);
    reader.found
}

fn method<'a>(modules: &Modules<'a>, class: usize, name: &str) -> Option<&'a Def> {
    modules.class(class).body.body.statements().iter().find_map(|statement| match &statement.kind {
        Kind::Def(def) if def.name == name => Some(def.as_ref()),
        _ => None,
    })
}

/// A method that is being read.
struct Reader<'m, 'a> {
    modules: &'m Modules<'a>,
    module: usize,
    /// The class of the field.
    class: usize,
    /// The texts that variables may hold.
    texts: HashMap<&'a str, Vec<String>>,
    /// The variables that hold a field, and of what kind.
    fields: HashMap<&'a str, FieldKind>,
    found: Vec<String>,
}

impl<'a> Reader<'_, 'a> {
    fn read(&mut self, code: &'a Expr) {
        match &code.kind {
            Kind::Sequence(statements) => statements.iter().for_each(|it| self.read(it)),
            Kind::If(_, then, otherwise) => {
                self.read(then);
                self.read(otherwise);
            }
            Kind::Assign(target, value) => {
                let Some(name) = target.name() else { return };
                let texts = self.texts(value);
                if !texts.is_empty() {
                    self.texts.insert(name, texts);
                }
                if let Some(kind) = self.field(value) {
                    self.fields.insert(name, kind);
                }
            }
            Kind::Call(call) => self.call(call),
            _ => {}
        }
    }

    fn call(&mut self, call: &'a Call) {
        let (name, value) = match (call.name.as_str(), call.arguments.as_slice()) {
            // `cls.add_to_class("price_currency", CharField())`
            ("add_to_class", [name, value]) => (name, value),
            // `CharField().contribute_to_class(cls, "price_currency")`
            ("contribute_to_class", [_, name, ..]) => match &call.receiver {
                Some(value) => (name, value),
                None => return,
            },
            ("each", _) => return self.each(call),
            _ => return,
        };
        let Some(kind) = self.field(value) else { return };
        for name in self.texts(name) {
            let column = match kind {
                FieldKind::Column => name,
                FieldKind::Reference => format!("{name}_id"),
                FieldKind::None => continue,
            };
            if !self.found.contains(&column) {
                self.found.push(column);
            }
        }
    }

    /// `for name, field in self.fields.items()`, `for name in ("width", "height")`
    fn each(&mut self, call: &'a Call) {
        let (Some(list), Some(block)) = (&call.receiver, &call.block) else { return };
        match (&list.kind, block.parameters.as_slice()) {
            (Kind::List(names), [name]) => {
                let texts = names.iter().filter_map(Expr::text).map(str::to_owned).collect();
                self.texts.insert(name, texts);
            }
            (Kind::Call(items), [name, value]) if items.name == "items" => {
                let entries = items.receiver.as_ref().and_then(|of| self.entries(of));
                let entries = entries.unwrap_or_default();
                let texts = entries.iter().filter_map(|(key, _)| key.text());
                self.texts.insert(name, texts.map(str::to_owned).collect());
                let mut kinds = entries.iter().filter_map(|(_, value)| self.field(value));
                if let Some(kind) = kinds.next() {
                    self.fields.insert(value, kind);
                }
            }
            _ => {}
        }
        self.read(&block.body);
    }

    /// The entries of `self.fields`, which the class or an ancestor sets.
    fn entries(&self, of: &Expr) -> Option<&'a [(Expr, Expr)]> {
        let attribute = of.call().filter(|call| !call.called)?;
        self.modules.lineage(self.class).iter().find_map(|ancestor| {
            let Ancestor::Class(at) = ancestor else { return None };
            let body: &'a Expr = &self.modules.class(*at).body.body;
            body.statements().iter().find_map(|statement| match &statement.kind {
                Kind::Assign(target, value) if target.name() == Some(&attribute.name) => {
                    match &value.kind {
                        Kind::Map(entries) => Some(entries.as_slice()),
                        _ => None,
                    }
                }
                _ => None,
            })
        })
    }

    /// What a value makes, where it is a field or a copy of one.
    fn field(&self, value: &Expr) -> Option<FieldKind> {
        match &value.kind {
            Kind::Name(name) => self.fields.get(name.as_str()).copied(),
            Kind::Call(call) if matches!(call.name.as_str(), "copy" | "deepcopy") => {
                self.field(call.arguments.first()?)
            }
            Kind::Call(call) if call.called => {
                field::kind(self.modules, self.module, &field::callee(value)?).map(|(kind, _)| kind)
            }
            _ => None,
        }
    }

    /// The texts that a value may be; none where it cannot be known.
    fn texts(&self, value: &Expr) -> Vec<String> {
        match &value.kind {
            Kind::Text(text) => vec![text.clone()],
            Kind::Name(name) => self.texts.get(name.as_str()).cloned().unwrap_or_default(),
            Kind::Template(parts) => parts
                .iter()
                .fold(vec![String::new()], |texts, part| joined(&texts, &self.texts(part))),
            Kind::Binary(left, sign, right) if sign == "+" => {
                joined(&self.texts(left), &self.texts(right))
            }
            Kind::Binary(format, sign, value) if sign == "%" => {
                let values = self.texts(value);
                let formats = self.texts(format).into_iter();
                formats
                    .flat_map(|format| match (format.contains("%s"), values.as_slice()) {
                        (false, _) => vec![format],
                        (true, values) => {
                            values.iter().map(|value| format.replacen("%s", value, 1)).collect()
                        }
                    })
                    .take(MOST)
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

fn joined(before: &[String], after: &[String]) -> Vec<String> {
    let pairs = before.iter().flat_map(|one| after.iter().map(move |two| format!("{one}{two}")));
    pairs.take(MOST).collect()
}
