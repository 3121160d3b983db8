//! What a migration file defines: migrations, their helpers, constants, and models of their own.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    app::Version,
    expr::{Call, ClassBody, Def, Expr, Keyword, Kind, Lambda, Word},
    orm::active_record::{inflection::Inflections, reserved},
    source::Span,
};

/// A class whose steps are read.
pub(super) struct Migration<'a> {
    /// What its class holds; a class may be opened again by `class_eval`.
    pub(super) bodies: Vec<&'a Expr>,
    /// Where it begins.
    pub(super) head: Span,
    /// What runs in the up direction.
    pub(super) steps: Vec<&'a Expr>,
    /// The version of Rails that it names, `ActiveRecord::Migration[7.1]`.
    pub(super) rails: Option<Version>,
    /// Whether it can be nothing but a migration.
    pub(super) certain: bool,
}

/// A model that the migration file defines for itself.
pub(super) struct OwnModel {
    name: String,
    /// The class it inherits its table from.
    parent: Option<String>,
    table: Option<String>,
}

/// What names in a migration stand for.
#[derive(Default)]
pub(super) struct Library<'a> {
    pub(super) methods: HashMap<&'a str, &'a Def>,
    constants: HashMap<&'a str, &'a Expr>,
    models: Vec<OwnModel>,
}

/// The migrations of a file, in its order.
pub(super) fn migrations(program: &Expr) -> Vec<Migration<'_>> {
    let mut classes = Vec::new();
    classes_of(program, &mut classes);
    let mut found: Vec<Migration> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for class in classes {
        // Two branches may open the same class for different versions of Rails.
        if names.contains(&class.name.as_str()) && class.body.statements().is_empty() {
            continue;
        }
        names.push(&class.name);
        found.extend(migration(class, evaluated(program, &class.name)));
    }
    if found.iter().any(|migration| migration.certain) {
        found.retain(|migration| migration.certain);
    }
    found
}

fn migration<'a>(class: &'a ClassBody, evaluated: Vec<&'a Expr>) -> Option<Migration<'a>> {
    let mut bodies = vec![&class.body];
    bodies.extend(evaluated);
    let mut methods = Vec::new();
    for body in &bodies {
        methods_of(body, &mut methods);
    }
    let entry = |name: &str| methods.iter().find(|def| def.name == name).copied();
    let (parent, version) = match class.parents.first().map(|parent| &parent.kind) {
        Some(Kind::Index(of, at)) => (of.name(), at.first()),
        Some(Kind::Name(name)) => (Some(name.as_str()), None),
        _ => (None, None),
    };
    let parent = parent.map(|parent| parent.trim_start_matches("::"));
    let descends = parent.is_some_and(|parent| {
        parent.ends_with("Migration") || parent.split("::").any(|part| part == "Migration")
    });
    // Before version 5 a migration does not name its version.
    let rails = match version.map(|version| &version.kind) {
        Some(Kind::Number(number) | Kind::Text(number)) => reserved::version(number),
        _ if parent == Some("ActiveRecord::Migration") => Some((4, 2)),
        _ => None,
    };
    let steps = match entry("up").or_else(|| entry("change")) {
        Some(entry) => vec![&entry.body],
        // Steps right in the class run when it is loaded.
        None if descends => class.body.statements().iter().filter(|step| is_step(step)).collect(),
        None => return None,
    };
    Some(Migration {
        bodies,
        head: class.head,
        steps,
        rails: rails.filter(|_| parent.is_some_and(|name| name.starts_with("ActiveRecord"))),
        certain: descends || entry("up").is_some() && entry("down").is_some(),
    })
}

fn is_step(expr: &Expr) -> bool {
    let with_table = |word: &Word| word.fact == "change" && word.get("table").is_some();
    expr.call().is_some_and(|call| call.receiver.is_none())
        && expr.means.iter().any(|word| with_table(word))
}

fn classes_of<'a>(expr: &'a Expr, into: &mut Vec<&'a ClassBody>) {
    for statement in expr.statements() {
        match &statement.kind {
            Kind::Class(class) => {
                if class.keyword == Keyword::Class {
                    into.push(class);
                }
                classes_of(&class.body, into);
            }
            Kind::If(_, then, otherwise) => {
                classes_of(then, into);
                classes_of(otherwise, into);
            }
            _ => {}
        }
    }
}

/// The blocks of `AddIndexes.class_eval do … end`: migrations of engines that support several
/// versions of Rails are written so.
fn evaluated<'a>(program: &'a Expr, name: &str) -> Vec<&'a Expr> {
    let block = |statement: &'a Expr| {
        let call = statement.call().filter(|call| call.name == "class_eval")?;
        let of = call.receiver.as_ref().and_then(Expr::name);
        call.block.as_deref().filter(|_| of == Some(name)).map(|block| &block.body)
    };
    program.statements().iter().filter_map(block).collect()
}

/// The methods of a body, of instances and of the class alike: before version 3.1 the steps stood
/// in `def self.up`. In `private def x` the method is an argument.
fn methods_of<'a>(body: &'a Expr, into: &mut Vec<&'a Def>) {
    for statement in body.statements() {
        match &statement.kind {
            Kind::Def(def) => into.push(def),
            Kind::Class(class) if class.keyword == Keyword::Singleton => {
                methods_of(&class.body, into);
            }
            Kind::Call(call) if call.receiver.is_none() => {
                for argument in &call.arguments {
                    if let Kind::Def(def) = &argument.kind {
                        into.push(def);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The block of a schema dump.
pub(super) fn dump(program: &Expr) -> Option<&Lambda> {
    program.statements().iter().find_map(|statement| {
        let call = statement.call().filter(|call| call.name == "define")?;
        let of = match &call.receiver.as_ref()?.kind {
            Kind::Index(of, _) => of.name(),
            Kind::Name(name) => Some(name.as_str()),
            _ => None,
        };
        call.block.as_deref().filter(|_| of.is_some_and(|of| of.ends_with("Schema")))
    })
}

impl<'a> Library<'a> {
    /// What a file defines, seen from a class with these bodies.
    pub(super) fn new(program: &'a Expr, bodies: &[&'a Expr]) -> Library<'a> {
        let mut library = Library::default();
        library.take(program, "", bodies);
        let mut own = Vec::new();
        for body in bodies {
            methods_of(body, &mut own);
        }
        library.methods.extend(own.into_iter().map(|def| (def.name.as_str(), def)));
        library
    }

    fn take(&mut self, body: &'a Expr, path: &str, own: &[&'a Expr]) {
        for statement in body.statements() {
            match &statement.kind {
                Kind::Assign(target, value) => {
                    if let Kind::Name(name) = &target.kind
                        && name.starts_with(char::is_uppercase)
                    {
                        self.constants.entry(name).or_insert(value);
                        self.anonymous_model(name, value);
                    }
                }
                Kind::Class(class) => {
                    let path = match path {
                        "" => class.name.clone(),
                        path => format!("{path}::{}", class.name),
                    };
                    let is_own = own.iter().any(|own| std::ptr::eq(*own, &class.body));
                    if class.keyword == Keyword::Module || is_own {
                        self.methods_in(&class.body);
                    } else if class.keyword == Keyword::Class {
                        self.models.extend(model(class, &path));
                    }
                    self.take(&class.body, &path, own);
                }
                Kind::If(_, then, otherwise) => {
                    self.take(then, path, own);
                    self.take(otherwise, path, own);
                }
                _ => {}
            }
        }
        if path.is_empty() {
            self.methods_in(body);
        }
    }

    fn methods_in(&mut self, body: &'a Expr) {
        let mut methods = Vec::new();
        methods_of(body, &mut methods);
        for def in methods {
            self.methods.entry(&def.name).or_insert(def);
        }
    }

    /// `MigrationUser = Class.new(ActiveRecord::Base) { self.table_name = "users" }`
    fn anonymous_model(&mut self, name: &str, value: &Expr) {
        let Some(call) = value.call() else { return };
        let of_class = call.receiver.as_ref().and_then(Expr::name) == Some("Class");
        let (true, Some(parent)) = (of_class && call.name == "new", call.arguments.first()) else {
            return;
        };
        self.models.push(OwnModel {
            name: name.to_owned(),
            parent: parent.name().map(str::to_owned),
            table: call.block.as_ref().and_then(|block| table_name(&block.body)),
        });
    }

    /// The value of a constant, by its last name.
    pub(super) fn constant(&self, name: &str) -> Option<&'a Expr> {
        let last = name.rsplit("::").next().unwrap_or(name);
        self.constants.get(last).copied().filter(|value| {
            // `TABLE = OtherMigration::TABLE` would be looked up as itself.
            value.name() != Some(name)
        })
    }

    /// The table of a model that the file defines: `Some(Ok(table))` where it is named,
    /// `Some(Err(model))` where it is that of another model.
    pub(super) fn model(&self, name: &str) -> Option<Result<String, String>> {
        let mut name = name.trim_start_matches("::").to_owned();
        let mut known = None;
        for _ in 0..8 {
            let found = self.models.iter().find(|model| {
                model.name == name
                    || model.name.strip_suffix(&name).is_some_and(|path| path.ends_with("::"))
            });
            let Some(model) = found else { break };
            if let Some(table) = &model.table {
                return Some(Ok(table.clone()));
            }
            match &model.parent {
                Some(parent) if !is_root(parent) => {
                    let same = *parent == name;
                    name = parent.trim_start_matches("::").to_owned();
                    known = Some(Err(name.clone()));
                    if same {
                        break;
                    }
                }
                // Nothing of the application's class applies but the convention that names the table.
                _ => {
                    let own = name.rsplit("::").next().unwrap_or(&name);
                    return Some(Ok(plural(&underscore(own))));
                }
            }
        }
        known
    }
}

fn is_root(name: &str) -> bool {
    let last = name.rsplit("::").next().unwrap_or(name);
    matches!(last, "Base" | "ApplicationRecord" | "MigrationRecord" | "Record" | "ActiveRecord")
}

fn model(class: &ClassBody, path: &str) -> Option<OwnModel> {
    let parent = class.parents.first()?;
    let parent = match &parent.kind {
        Kind::Name(name) => Some(name.clone()),
        _ => None,
    };
    Some(OwnModel { name: path.to_owned(), parent, table: table_name(&class.body) })
}

/// `self.table_name = "users"`, `set_table_name "users"`
fn table_name(body: &Expr) -> Option<String> {
    body.statements().iter().find_map(|statement| match &statement.kind {
        Kind::Assign(target, value) if target.name() == Some("table_name") => {
            value.text().map(str::to_owned)
        }
        Kind::Call(call) if call.name == "set_table_name" => first_text(call),
        _ => None,
    })
}

fn first_text(call: &Call) -> Option<String> {
    call.arguments.first().and_then(Expr::text).map(str::to_owned)
}

/// The grammar of Rails without the application's own rules, which are not known here.
static ENGLISH: LazyLock<Inflections> = LazyLock::new(Inflections::english);

/// `BlogPost` to `blog_post`.
pub(super) fn underscore(name: &str) -> String {
    ENGLISH.underscore(name)
}

/// The plural, for the tables that conventions name.
pub(super) fn plural(word: &str) -> String {
    ENGLISH.pluralize(word)
}

/// The singular, for the columns that conventions name.
pub(super) fn singular(word: &str) -> String {
    ENGLISH.singularize(word)
}
