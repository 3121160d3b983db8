//! Bookshelf: models with their tables, and plugins that mark rows instead of deleting them.
//!
//! Bookshelf selects every column that the table has.

use crate::{
    app::{Filter, Model},
    expr::{Call, Expr, Kind, Word},
    modules::Modules,
    orm::script::{
        decorator::{given, word},
        library,
        object::{Object, constant},
    },
    source::Place,
};

/// The name of the ORM.
const ORM: &str = "bookshelf";

/// A plugin that the application uses.
struct Plugin<'a> {
    word: &'static Word,
    options: Option<(usize, &'a Expr)>,
    place: Place,
}

/// The models of all modules, in an application that imports something of Bookshelf's.
pub fn models(modules: &Modules) -> Vec<Model> {
    let is_used = modules.modules().any(|(_, code)| {
        code.program.any(&|expr| match &expr.kind {
            Kind::Import(import) => import.from.starts_with(ORM),
            // A factory is handed it: `(bookshelf) => bookshelf.model(…)`.
            Kind::Name(name) => name == ORM,
            Kind::Call(call) => {
                let named = call.arguments.first().and_then(Expr::text);
                call.name == "require" && named.is_some_and(|name| name.starts_with(ORM))
            }
            _ => false,
        })
    });
    if !is_used {
        return Vec::new();
    }
    let plugins = plugins(modules);
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.program.walk(&mut |expr| {
            let (name, expr) = match &expr.kind {
                Kind::Assign(target, value) => (target.name(), value.as_ref()),
                _ => (None, expr),
            };
            let reader = Reader { modules, module, plugins: &plugins };
            let model = match &expr.kind {
                Kind::Call(call) => reader.extended(name, call, expr),
                Kind::Class(_) => reader.class(expr),
                _ => None,
            };
            let Some(model) = model else { return };
            let known = |known: &&mut Model| known.place == model.place;
            match found.iter_mut().find(known) {
                // The assignment around it comes first and knows the name.
                Some(_) => {}
                None => found.push(model),
            }
        });
    }
    found
}

fn plugins<'a>(modules: &Modules<'a>) -> Vec<Plugin<'a>> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.program.walk(&mut |expr| {
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            let Some(plugin) = call.arguments.first() else { return };
            if word(modules, module, expr, "mixin", ORM).is_none() {
                return;
            }
            let Some(word) = library::word(modules, module, plugin, ORM) else { return };
            let options = call.arguments.get(1).map(|options| (module, options));
            found.push(Plugin { word, options, place: modules.place(module, expr.span) });
        });
    }
    found
}

struct Reader<'r, 'a> {
    modules: &'r Modules<'a>,
    module: usize,
    plugins: &'r [Plugin<'a>],
}

impl<'a> Reader<'_, 'a> {
    fn declares(&self, expr: &Expr) -> Option<&'static str> {
        word(self.modules, self.module, expr, "declare", ORM)?.get("as")
    }

    /// `bookshelf.Model.extend({ … })`, `bookshelf.model('User', { … })`
    fn extended(&self, name: Option<&str>, call: &'a Call, expr: &Expr) -> Option<Model> {
        call.receiver.as_ref().filter(|_| call.called)?;
        let (name, members) = match self.declares(expr)? {
            "named-model" => (call.arguments.first()?.text(), call.arguments.get(1)?),
            "model" => (name, call.arguments.first()?),
            _ => return None,
        };
        let object = Object::read(self.modules, self.module, members)?;
        let value = |key: &str| object.get(key);
        let (home, table) = value("tableName")?;
        let place = self.modules.place(self.module, expr.span);
        let stem = file_stem(&place.file).to_owned();
        let mut model = Model::new(name.unwrap_or(&stem), ORM, &place);
        self.table(&mut model, home, table);
        self.shown(&mut model, &value);
        model.filters = self.filters(&value);
        Some(model)
    }

    /// `class User extends bookshelf.Model { get tableName() { return 'users' } }`
    fn class(&self, expr: &'a Expr) -> Option<Model> {
        let Kind::Class(class) = &expr.kind else { return None };
        let parent = class.parents.first()?;
        parent.call()?.receiver.as_ref()?;
        if self.declares(parent) != Some("base") {
            return None;
        }
        let value = |key: &str| {
            let named = |expr: &Expr| match &expr.kind {
                Kind::Def(def) => def.name == key,
                _ => expr.name() == Some(key),
            };
            Some((self.module, given(&class.body, &named)?))
        };
        let (home, table) = value("tableName")?;
        let place = self.modules.place(self.module, class.head);
        let mut model = Model::new(&class.name, ORM, &place);
        self.table(&mut model, home, table);
        self.shown(&mut model, &value);
        model.filters = self.filters(&value);
        Some(model)
    }

    /// Rows become JSON with all that was read, less what is `hidden`; a list of what is `visible`
    /// names it.
    fn shown(&self, model: &mut Model, value: &dyn Fn(&str) -> Option<(usize, &'a Expr)>) {
        if value("visible").is_some() {
            return;
        }
        model.open = Some(model.place.clone());
        if let Some((home, hidden)) = value("hidden") {
            model.open = Some(self.modules.place(home, hidden.span));
            let names = constant(self.modules, home, hidden).map(Expr::texts).unwrap_or_default();
            model.hidden = names.into_iter().map(str::to_owned).collect();
        }
    }

    fn table(&self, model: &mut Model, home: usize, table: &Expr) {
        model.table_place = Some(self.modules.place(home, table.span));
        let name = constant(self.modules, home, table).and_then(Expr::text);
        model.table = name.map(str::to_owned);
        model.qualified = self.modules.qualify(self.module, &model.name);
    }

    /// What the plugins do with a model that asks for it.
    fn filters(&self, value: &dyn Fn(&str) -> Option<(usize, &'a Expr)>) -> Vec<Filter> {
        let mut found = Vec::new();
        for plugin in self.plugins {
            let asked = plugin.word.get("with").and_then(value);
            let Some((home, asked)) = asked else { continue };
            let place = self.modules.place(home, asked.span);
            let mut filter = match &asked.kind {
                Kind::Bool(false) => continue,
                // `soft: ['removed_at', 'restored_at']`
                Kind::List(parts) => match parts.first().and_then(Expr::text) {
                    Some(column) => library::of_column(plugin.word, column, &place),
                    None => continue,
                },
                _ => library::filter(self.modules, plugin.word, plugin.options, &place),
            };
            filter.via.push(("uses the plugin".to_owned(), plugin.place.clone()));
            found.push(filter);
        }
        found.dedup_by(|later, first| later.place == first.place);
        found
    }
}

fn file_stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}
