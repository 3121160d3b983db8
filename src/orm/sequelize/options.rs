//! The options of a model, and those that all models share.

use super::names;
use crate::{
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
    orm::{
        active_record::inflection::Inflections,
        script::{
            decorator::word,
            names::in_schema,
            object::{Object, constant},
        },
    },
    source::Place,
};

/// What is said of a model besides its attributes; `None` where nothing is.
#[derive(Clone, Default)]
pub(super) struct Options<'a> {
    pub model_name: Option<String>,
    table_name: Option<Option<String>>,
    schema: Option<String>,
    pub table_place: Option<Place>,
    freeze: Option<bool>,
    underscored: Option<bool>,
    timestamps: Option<bool>,
    paranoid: Option<bool>,
    pub paranoid_place: Option<Place>,
    /// Names of the timestamps: another name, or none.
    stamps: Vec<(&'static str, Option<String>)>,
    pub default_scope: Option<(usize, Place, &'a Expr)>,
    /// The scopes that queries can ask for.
    pub scopes: Option<(usize, &'a Expr)>,
    pub version: Option<(String, Place)>,
    /// The object of hooks, with its module.
    pub hooks: Option<(usize, &'a Expr)>,
}

/// The timestamps that a model has by itself.
const STAMPS: &[&str] = &["createdAt", "updatedAt"];

/// The time of deletion.
const DELETED_AT: &str = "deletedAt";

impl<'a> Options<'a> {
    pub(super) fn read(modules: &Modules<'a>, module: usize, expr: &'a Expr) -> Options<'a> {
        let mut options = Options::default();
        let Some(given) = Object::read(modules, module, expr) else { return options };
        for (key, home, written) in &given.pairs {
            let place = modules.place(*home, written.span);
            let value = constant(modules, *home, written);
            let flag = match value.map(|value| &value.kind) {
                Some(Kind::Bool(value)) => Some(*value),
                _ => None,
            };
            let text = value.and_then(Expr::text).map(str::to_owned);
            match key.as_str() {
                "modelName" => options.model_name = text,
                "tableName" => {
                    options.table_name = Some(text);
                    options.table_place = Some(place);
                }
                "schema" => options.schema = text,
                "freezeTableName" => options.freeze = flag,
                "underscored" => options.underscored = flag,
                "timestamps" => options.timestamps = flag,
                "paranoid" => {
                    options.paranoid = flag;
                    options.paranoid_place = Some(place);
                }
                "defaultScope" => options.default_scope = Some((*home, place, written)),
                "scopes" => options.scopes = Some((*home, written)),
                "hooks" => options.hooks = Some((*home, written)),
                "version" => {
                    let name = text.or((flag == Some(true)).then(|| "version".to_owned()));
                    options.version = name.map(|name| (name, place));
                }
                _ => {
                    let known = STAMPS.iter().chain([&DELETED_AT]).find(|known| **known == key);
                    if let (Some(known), true) = (known, text.is_some() || flag == Some(false)) {
                        options.stamps.push((known, text));
                    }
                }
            }
        }
        options
    }

    /// These, and what others say where these say nothing.
    pub(super) fn or(mut self, others: &Options<'a>) -> Options<'a> {
        self.model_name = self.model_name.or_else(|| others.model_name.clone());
        if self.table_name.is_none() {
            self.table_name.clone_from(&others.table_name);
            self.table_place.clone_from(&others.table_place);
        }
        self.schema = self.schema.or_else(|| others.schema.clone());
        self.hooks = self.hooks.or(others.hooks);
        self.freeze = self.freeze.or(others.freeze);
        self.underscored = self.underscored.or(others.underscored);
        self.timestamps = self.timestamps.or(others.timestamps);
        if self.paranoid.is_none() {
            self.paranoid = others.paranoid;
            self.paranoid_place.clone_from(&others.paranoid_place);
        }
        for (name, value) in &others.stamps {
            if !self.stamps.iter().any(|(known, _)| known == name) {
                self.stamps.push((name, value.clone()));
            }
        }
        self.default_scope = self.default_scope.or_else(|| others.default_scope.clone());
        self.scopes = self.scopes.or(others.scopes);
        self.version = self.version.or_else(|| others.version.clone());
        self
    }

    /// Whether Sequelize writes the attribute by itself.
    pub(super) fn is_stamp(&self, name: &str) -> bool {
        self.stamps().iter().chain(&self.deleted_at()).any(|stamp| stamp == name)
            || self.version.as_ref().is_some_and(|(version, _)| version == name)
    }

    /// A member of the class that holds a timestamp, which switches them on.
    pub(super) fn stamped(&mut self, stamp: &str, name: &str, place: Place) {
        let Some(known) = STAMPS.iter().chain([&DELETED_AT]).find(|known| **known == stamp) else {
            return;
        };
        self.timestamps = Some(true);
        self.stamps.retain(|(other, _)| other != known);
        self.stamps.push((known, Some(name.to_owned())));
        if *known == DELETED_AT {
            self.paranoid = Some(true);
            self.paranoid_place = Some(place);
        }
    }

    /// What a subclass takes over: everything but its names.
    pub(super) fn without_table(mut self) -> Options<'a> {
        self.model_name = None;
        self.table_name = None;
        self.table_place = None;
        self
    }

    /// The table of a model of that name; `None` where it is computed.
    pub(super) fn table(&self, name: &str) -> Option<String> {
        Some(in_schema(self.schema.as_deref(), &self.own_table(name)?))
    }

    fn own_table(&self, name: &str) -> Option<String> {
        if let Some(given) = &self.table_name {
            return given.clone();
        }
        let name = self.model_name.as_deref().unwrap_or(name);
        let table = match self.freeze {
            Some(true) => name.to_owned(),
            _ => Inflections::english().pluralize(name),
        };
        Some(self.column(&table))
    }

    /// The column of an attribute that names none.
    pub(super) fn column(&self, name: &str) -> String {
        match self.underscored {
            Some(true) => names::underscore(name),
            _ => name.to_owned(),
        }
    }

    pub(super) fn timestamps(&self) -> bool {
        self.timestamps != Some(false)
    }

    fn stamp(&self, name: &str) -> Option<String> {
        match self.stamps.iter().find(|(known, _)| *known == name) {
            Some((_, given)) => given.clone(),
            None => Some(name.to_owned()),
        }
    }

    /// The attributes that hold when a row was made and changed.
    pub(super) fn stamps(&self) -> Vec<String> {
        match self.timestamps() {
            true => STAMPS.iter().filter_map(|name| self.stamp(name)).collect(),
            false => Vec::new(),
        }
    }

    /// The attribute that marks deleted rows; without timestamps, `paranoid` does nothing.
    pub(super) fn deleted_at(&self) -> Option<String> {
        let marks = self.timestamps() && self.paranoid == Some(true);
        marks.then(|| self.stamp(DELETED_AT))?
    }
}

/// What the connection says for every model: `new Sequelize(…, { define: { … } })`. Where there are
/// several connections that say something, nothing is known.
pub(super) fn shared<'a>(modules: &Modules<'a>) -> Options<'a> {
    let mut found: Vec<(usize, &Expr)> = Vec::new();
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            let meaning = word(modules, module, expr, "declare", super::ORM);
            if meaning.and_then(|word| word.get("as")) != Some("connection") {
                return;
            }
            let Some(given) = call.arguments.last() else { return };
            let define = match Object::read(modules, module, given) {
                Some(given) => given.get(DEFINE),
                None => configured(modules, module, given),
            };
            found.extend(define);
        });
    }
    // `use_env_variable` has two calls with the same options.
    found.dedup_by_key(|(home, define)| (*home, define.span));
    match found.as_slice() {
        [(home, define)] => Options::read(modules, *home, define),
        _ => Options::default(),
    }
}

/// The options of all models in the options of a connection.
const DEFINE: &str = "define";

/// The environment whose options are asked for where a file has those of several.
const PRODUCTION: &str = "production";

/// What a file of options says of all models: `new Sequelize(config)`, where `config` is
/// `require('../config/config.json')[env]`.
///
/// Source: `sequelize-cli` 6, `docs/README.md` (configuration file, `use_env_variable`).
fn configured<'a>(
    modules: &Modules<'a>,
    module: usize,
    given: &'a Expr,
) -> Option<(usize, &'a Expr)> {
    let file = file_of(modules, module, given, MAX_STEPS)?;
    let Symbol::Value(home, all) = modules.named(file, "default") else { return None };
    let all = Object::read(modules, home, all)?;
    let of = |home: usize, given: &'a Expr| Object::read(modules, home, given)?.get(DEFINE);
    let production = || all.get(PRODUCTION).and_then(|(home, given)| of(home, given));
    let any = || all.pairs.iter().find_map(|(_, home, given)| of(*home, given));
    all.get(DEFINE).or_else(production).or_else(any)
}

/// How many names are followed.
const MAX_STEPS: usize = 6;

/// The module that an expression takes its value from: `config[env]`, `require('../config')[env]`.
fn file_of(modules: &Modules, module: usize, expr: &Expr, steps: usize) -> Option<usize> {
    let steps = steps.checked_sub(1)?;
    match &expr.kind {
        Kind::Name(name) => match modules.named(module, name) {
            Symbol::Module(file) => Some(file),
            Symbol::Value(home, value) => file_of(modules, home, value, steps),
            _ => {
                let value = constant(modules, module, expr)?;
                (value != expr).then(|| file_of(modules, module, value, steps))?
            }
        },
        Kind::Typed(inner, _) | Kind::Index(inner, _) => file_of(modules, module, inner, steps),
        Kind::Call(call) if call.called && call.name == "require" => {
            required(modules, module, call.arguments.first()?)
        }
        Kind::Call(call) if !call.called => {
            file_of(modules, module, call.receiver.as_ref()?, steps)
        }
        _ => None,
    }
}

/// The module of a path, which may be put together: `__dirname + '/../config/config.json'`.
fn required(modules: &Modules, module: usize, path: &Expr) -> Option<usize> {
    if let Some(path) = path.text() {
        return modules.locate(module, path);
    }
    let mut texts = Vec::new();
    path.walk(&mut |part| texts.extend(part.text()));
    let beside = texts.last()?.trim_start_matches('/');
    let is_up = beside.starts_with('.');
    modules.locate(module, &if is_up { beside.to_owned() } else { format!("./{beside}") })
}
