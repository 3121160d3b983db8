//! Columns that relationships, indexes and constraints name: without one, the mappers do not load.

use std::collections::HashMap;

use super::models;
use crate::{
    app::{Model, Need},
    expr::{Call, Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    orm,
};

/// Options of a relationship that name columns.
const JOINS: &[&str] = &["foreign_keys", "order_by", "primaryjoin", "remote_side", "secondaryjoin"];

/// All mapped classes, by their index among classes and by their plain name.
pub struct Mapped<'m> {
    models: HashMap<usize, &'m Model>,
    named: HashMap<&'m str, Vec<usize>>,
}

impl<'m> Mapped<'m> {
    /// Sorts the models of classes.
    pub fn new(models: &'m [(usize, Model)]) -> Mapped<'m> {
        let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
        for (class, model) in models {
            named.entry(orm::last(&model.name)).or_default().push(*class);
        }
        Mapped { models: models.iter().map(|(class, model)| (*class, model)).collect(), named }
    }

    /// The columns that the declarations of a class name and that are no longer there.
    pub fn needs(&self, modules: &Modules, class: usize) -> Vec<Need> {
        let body = modules.class(class);
        let mut reader = Reader { mapped: self, modules, module: body.module, found: Vec::new() };
        for statement in body.body.body.statements() {
            if let Kind::Assign(_, value) = &statement.kind {
                reader.relationship(value);
            }
        }
        if let Some(arguments) = models::member(body, "table-args") {
            reader.arguments(class, arguments);
        }
        reader.found
    }
}

struct Reader<'r, 'm, 'a> {
    mapped: &'r Mapped<'m>,
    modules: &'r Modules<'a>,
    module: usize,
    found: Vec<Need>,
}

impl Reader<'_, '_, '_> {
    /// `relationship("Article", primaryjoin="Article.id == Comment.article_id")`
    fn relationship(&mut self, value: &Expr) {
        let Some(call) = value.call().filter(|call| call.called) else { return };
        if value.means("declare", "as") != Some("relationship") {
            return;
        }
        for option in JOINS.iter().filter_map(|name| call.option(name)) {
            option.walk(&mut |part| match &part.kind {
                Kind::Text(text) => {
                    for (class, name) in paths(text) {
                        if let Some([class]) = self.mapped.named.get(class).map(Vec::as_slice) {
                            self.need(*class, name, part);
                        }
                    }
                }
                Kind::Call(of) if !of.called => {
                    let of_class =
                        of.receiver.as_ref().map(|of| self.modules.resolve(self.module, of));
                    if let Some(Symbol::Class(class)) = of_class {
                        self.need(class, &of.name, part);
                    }
                }
                _ => {}
            });
        }
    }

    /// `__table_args__ = (Index("by_title", "title"), UniqueConstraint("title"), {…})`
    fn arguments(&mut self, class: usize, arguments: &Expr) {
        arguments.walk(&mut |part| {
            let Some(call) = part.call().filter(|call| call.called) else { return };
            let columns = match part.means("declare", "as") {
                Some("index") => call.arguments.get(1..).unwrap_or_default(),
                Some("constraint") => call.arguments.as_slice(),
                Some("key-constraint") => columns_of_key(call),
                _ => return,
            };
            for column in columns {
                if let Some(name) = column.text() {
                    self.need(class, name, column);
                }
            }
        });
    }

    /// Takes what a mapped class does not have, unless something else of the class has the name.
    fn need(&mut self, class: usize, name: &str, at: &Expr) {
        let Some(model) = self.mapped.models.get(&class) else { return };
        if !self.lacks(class, model, name) {
            return;
        }
        let place = self.modules.place(self.module, at.span);
        self.found.push(Need {
            guards: Vec::new(),
            column: Some(name.to_owned()),
            of: Some(model.name.clone()),
            place,
            via: Vec::new(),
            constants: Vec::new(),
        });
    }

    fn lacks(&self, class: usize, model: &Model, name: &str) -> bool {
        let lineage = self.modules.lineage(class);
        let own = lineage.iter().map(|ancestor| match ancestor {
            Ancestor::Class(class) => Some(*class),
            Ancestor::Library(_) => None,
        });
        let declares = |class: usize| {
            let declared =
                self.mapped.models.get(&class).and_then(|model| model.attributes.as_ref());
            declared.is_some_and(|columns| {
                columns.iter().any(|known| known.name == name || known.column.name == name)
            }) || defines(&self.modules.class(class).body.body, name)
        };
        model.attributes.is_some() && !name.starts_with('_') && !own.flatten().any(declares)
    }
}

/// `ForeignKeyConstraint(["author_id"], ["authors.id"])`
fn columns_of_key(call: &Call) -> &[Expr] {
    call.arguments.first().and_then(Expr::members).unwrap_or_default()
}

/// Whether a class body gives something a name, under whatever condition.
fn defines(body: &Expr, name: &str) -> bool {
    body.statements().iter().any(|statement| match &statement.kind {
        Kind::Assign(target, _) => match &target.kind {
            Kind::Typed(target, _) => target.name() == Some(name),
            _ => target.any(&|part| part.name() == Some(name)),
        },
        Kind::Typed(target, _) => target.name() == Some(name),
        Kind::Decorated(_, inner) => defines(inner, name),
        Kind::Def(def) => def.name == name,
        Kind::Class(class) => class.name == name,
        Kind::If(_, then, otherwise) => defines(then, name) || defines(otherwise, name),
        _ => false,
    })
}

/// The last two names of each path in code: `Article.title` of `blog.Article.title != ''`.
fn paths(text: &str) -> Vec<(&str, &str)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let mut found = Vec::new();
    // What stands between quotes is no name.
    for (at, piece) in text.split(['\'', '"']).enumerate() {
        if at % 2 == 1 {
            continue;
        }
        for path in piece.split(|c| !is_part(c)) {
            let parts: Vec<&str> = path.split('.').collect();
            let named = parts.windows(2).find(|pair| {
                matches!(pair, [class, name] if class.starts_with(char::is_uppercase) && !name.is_empty())
            });
            if let Some([class, name]) = named {
                found.push((*class, *name));
            }
        }
    }
    found
}
