//! Fields of a model and the columns they make.
//!
//! Source: `django/db/models/fields/__init__.py` and `related.py` of Django 5.2.

use crate::{
    app::Attribute,
    change::{Column, DefaultValue},
    expr::{Call, Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    orm,
    predicate::Literal,
    source::{Language, Place},
    syntax,
};

/// What a field makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A column of its own name.
    Column,
    /// A column of its name with `_id`, and the class it points to.
    Reference,
    /// No column of this table.
    None,
}

/// A field as a class body declares it.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// The attribute.
    pub name: &'a str,
    /// What it makes.
    pub kind: FieldKind,
    /// The last part of its class's name.
    pub class: String,
    /// The call that makes it.
    pub call: &'a Call,
    /// The module it stands in.
    pub module: usize,
    /// Where.
    pub place: Place,
}

/// Reads a statement of a class body as the field it declares; `None` where it declares none.
pub fn read<'a>(modules: &Modules<'a>, module: usize, statement: &'a Expr) -> Option<Field<'a>> {
    let Kind::Assign(target, value) = &statement.kind else { return None };
    let target = match &target.kind {
        Kind::Typed(target, _) => target,
        _ => target,
    };
    let Kind::Name(name) = &target.kind else { return None };
    let call = value.call().filter(|call| call.called)?;
    let callee = callee(value)?;
    let (kind, class) = kind(modules, module, &callee)?;
    let place = modules.place(module, statement.span);
    Some(Field { name, kind, class, call, module, place })
}

/// What is called, as the path that names it.
pub fn callee(value: &Expr) -> Option<Expr> {
    let kind = path(value.call()?);
    Some(Expr { kind, span: value.span, means: value.means.clone() })
}

fn path(call: &Call) -> Kind {
    match &call.receiver {
        None => Kind::Name(call.name.clone()),
        Some(_) => Kind::Call(Box::new(Call {
            receiver: call.receiver.clone(),
            name: call.name.clone(),
            arguments: Vec::new(),
            options: Vec::new(),
            block: None,
            called: false,
        })),
    }
}

/// What kind of field a class is, and its name.
pub fn kind(modules: &Modules, module: usize, callee: &Expr) -> Option<(FieldKind, String)> {
    let last = orm::last(callee.name()?).to_owned();
    if let Symbol::Class(class) = modules.resolve(module, callee) {
        return modules.lineage(class).iter().find_map(|ancestor| match ancestor {
            // A class of the application that is named as one of the framework's is that one's
            // stand-in; it descends from it all the same.
            Ancestor::Class(_) => None,
            Ancestor::Library(name) => {
                library_kind(name, &syntax::words_of(Language::Python, orm::last(name)))
                    // A base that is chosen when the code is loaded: from a setting, by a function.
                    .or_else(|| name.ends_with("Field").then_some(FieldKind::Column))
                    .map(|kind| (kind, last.clone()))
            }
        });
    }
    let full = modules.library_name(module, callee)?;
    let kind = library_kind(&full, &callee.means)?;
    Some((kind, last))
}

/// What a library's field class makes. Libraries end the names of their fields as Django does.
fn library_kind(full: &str, words: &[&'static crate::expr::Word]) -> Option<FieldKind> {
    // Forms and serializers have fields of the same names.
    let elsewhere = ["forms", "serializers", "filters", "rest_framework", "wtforms", "marshmallow"];
    if full.split('.').rev().skip(1).any(|part| elsewhere.contains(&part)) {
        return None;
    }
    let known =
        words.iter().find(|word| word.fact == "field" && word.origin.starts_with("django/"));
    match known.map(|word| word.get("kind")) {
        Some(Some("foreign-key")) => Some(FieldKind::Reference),
        Some(Some("many-to-many" | "none")) => Some(FieldKind::None),
        Some(_) => Some(FieldKind::Column),
        None if full.ends_with("ForeignKey") => Some(FieldKind::Reference),
        None if full.ends_with("ManyToManyField") => Some(FieldKind::None),
        None if full.ends_with("Field") && full.contains('.') => Some(FieldKind::Column),
        None => None,
    }
}

impl Field<'_> {
    /// The class, as the path that names it.
    pub fn callee(&self) -> Expr {
        Expr::new(path(self.call), self.place.span)
    }

    /// An option of the call, or the argument at a position.
    pub fn option(&self, name: &str) -> Option<&Expr> {
        self.call.option(name)
    }

    /// Whether an option is set to true.
    pub fn is_set(&self, name: &str) -> bool {
        self.option(name).is_some_and(|value| value.kind == Kind::Bool(true))
    }

    /// The attribute with its column; `None` where the field makes none.
    pub fn attribute(&self, modules: &Modules) -> Option<Attribute> {
        let named = self.option("db_column").and_then(|name| modules.text(self.module, name));
        let column = match (self.kind, named) {
            (FieldKind::None, _) => return None,
            (_, Some(named)) => named,
            (FieldKind::Reference, None) => format!("{}_id", self.name),
            (FieldKind::Column, None) => self.name.to_owned(),
        };
        let one_to_one = self.class.contains("OneToOne");
        Some(Attribute {
            name: self.name.to_owned(),
            column: Column {
                name: column,
                sql_type: Some(self.class.clone()),
                nullable: Some(self.is_set("null") || self.class == "NullBooleanField"),
                default: self.option("db_default").map_or(DefaultValue::Unsaid, default),
                primary_key: self.is_set("primary_key"),
                unique: one_to_one || self.is_set("unique") || self.is_set("primary_key"),
                points_to: None,
                place: Some(self.place.clone()),
                ..Column::default()
            },
            initial: self.initial(),
        })
    }

    /// The attribute of a column that the field adds beside its own.
    pub fn beside(&self, name: String) -> Attribute {
        let place = Some(self.place.clone());
        let column = Column { name: name.clone(), place, ..Column::default() };
        Attribute { name, column, initial: DefaultValue::Unsaid }
    }

    /// What Django writes into a new row where nobody sets the field.
    fn initial(&self) -> DefaultValue {
        if self.is_set("auto_now") || self.is_set("auto_now_add") {
            return DefaultValue::Function("now()".to_owned());
        }
        match self.option("default") {
            Some(value) => match default(value) {
                // A function that is passed is called for each row.
                DefaultValue::Unknown(text) => DefaultValue::Function(text),
                known => known,
            },
            // A text that nobody sets is empty, where it may not be NULL.
            None if !self.is_set("null") && self.is_text() => {
                DefaultValue::Literal(Literal::Text(String::new()))
            }
            None => DefaultValue::Unsaid,
        }
    }

    /// Whether its class takes an empty text for nothing.
    fn is_text(&self) -> bool {
        let words = syntax::words_of(Language::Python, &self.class);
        words.iter().any(|word| {
            word.fact == "field"
                && word.origin.starts_with("django/")
                && word.get("empty").is_some()
        })
    }
}

/// A default as a value.
pub fn default(value: &Expr) -> DefaultValue {
    match &value.kind {
        Kind::Null => DefaultValue::Null,
        Kind::Bool(value) => DefaultValue::Literal(Literal::Bool(*value)),
        Kind::Number(number) => DefaultValue::Literal(Literal::Number(number.clone())),
        Kind::Text(text) => DefaultValue::Literal(Literal::Text(text.clone())),
        Kind::Call(call) if call.called => DefaultValue::Function(format!("{}()", call.name)),
        _ => DefaultValue::Unknown(value.name().unwrap_or("…").to_owned()),
    }
}
