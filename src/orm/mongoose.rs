//! Mongoose: schemas with their paths, hooks that filter, and plugins.
//!
//! A document that was stored before its path lacks it, which is what NULL is to a table.

use crate::{
    app::{
        Attribute, Filter, FilterKind, Model,
        callback::{Callback, CallbackKind},
    },
    change::Column,
    expr::{Expr, Kind},
    modules::{self, Modules, Symbol},
    orm::{
        active_record::inflection::Inflections,
        script::{
            condition::{self, Dialect},
            decorator::{arguments, line, members, word},
            library,
            object::{Object, constant},
        },
    },
    predicate::{Predicate, Value},
    source::Place,
};

/// The name of the ORM.
const ORM: &str = "mongoose";

/// The models of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let mut found: Vec<Model> =
        modules.classes().filter_map(|(class, _)| class_model(modules, class)).collect();
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| found.extend(model(modules, module, expr)));
    }
    found
}

/// `@Schema() class User { @Prop() email: string }` of NestJS.
fn class_model(modules: &Modules, class: usize) -> Option<Model> {
    let known = modules.class(class);
    let says = |module: usize, expr: &Expr| word(modules, module, expr, "declare", ORM)?.get("as");
    let is_head = |decorator: &&Expr| says(known.module, decorator) == Some("class");
    let head = known.decorators.iter().find(is_head)?;
    let mut model =
        Model::new(&known.body.name, ORM, &modules.place(known.module, known.body.head));
    model.qualified = modules.qualified(class);
    let options = arguments(head).first();
    let options = options.and_then(|options| Object::read(modules, known.module, options));
    let collection = options.as_ref().and_then(|options| options.get("collection"));
    collected(modules, &mut model, collection);
    let mut attributes: Vec<Attribute> = Vec::new();
    for member in line(modules, class).into_iter().flat_map(|at| members(modules.class(at))) {
        let path = member.decorators.iter().find(|it| says(member.module, it) == Some("path"));
        if let Some(path) = path {
            attributes.retain(|known| known.name != member.name);
            attributes.push(path_of(member.name, modules.place(member.module, path.span)));
            model.defaults.retain(|(name, _)| name != member.name);
            let given = arguments(path).first();
            let value = given.and_then(|given| default(modules, member.module, given));
            model.defaults.extend(value.map(|value| (member.name.to_owned(), value)));
        }
    }
    model.attributes = Some(attributes);
    // `export const UserSchema = SchemaFactory.createForClass(User)`
    modules.module(known.module).telling.iter().copied().for_each(|expr| {
        let Some(call) = expr.call().filter(|call| call.called) else { return };
        let made = call.arguments.first().map(|of| modules.resolve(known.module, of));
        if says(known.module, expr) == Some("schema-of-class") && made == Some(Symbol::Class(class))
        {
            model.filters.extend(added(modules, known.module, expr));
            model.callbacks.extend(hooks(modules, known.module, expr));
        }
    });
    Some(model)
}

/// The collection: as it is named, or after the model.
fn collected(modules: &Modules, model: &mut Model, named: Option<(usize, &Expr)>) {
    model.table = match named {
        Some((home, value)) => {
            model.table_place = Some(modules.place(home, value.span));
            constant(modules, home, value).and_then(Expr::text).map(str::to_owned)
        }
        None => Some(Inflections::english().pluralize(&model.name.to_lowercase())),
    };
}

fn path_of(name: &str, place: Place) -> Attribute {
    let column = Column { name: name.to_owned(), place: Some(place), ..Column::default() };
    Attribute::new(name, column)
}

/// What Mongoose writes for a path that new documents are not given: `{ type: Boolean, default: false }`.
fn default(modules: &Modules, module: usize, given: &Expr) -> Option<Value> {
    let (home, value) = Object::read(modules, module, given)?.get("default")?;
    Some(condition::value(constant(modules, home, value)?))
}

fn is_schema(modules: &Modules, module: usize, expr: &Expr) -> bool {
    let word = word(modules, module, expr, "declare", ORM);
    matches!(word.and_then(|word| word.get("as")), Some("schema" | "schema-of-class"))
}

/// `mongoose.model('User', userSchema)`
fn model(modules: &Modules, module: usize, expr: &Expr) -> Option<Model> {
    let call = expr.call().filter(|call| call.called)?;
    if word(modules, module, expr, "declare", ORM)?.get("as") != Some("model") {
        return None;
    }
    let name = constant(modules, module, call.arguments.first()?)?.text()?;
    let given = call.arguments.get(1)?;
    let (home, schema) = schema_of(modules, module, given)?;
    // That of a class is read with the class.
    let is_own = word(modules, home, schema, "declare", ORM)?.get("as") == Some("schema");
    let made = schema.call().filter(|_| is_own)?;
    let mut model = Model::new(name, ORM, &modules.place(module, expr.span));
    model.qualified = modules.qualify(module, name);
    let options = made.arguments.get(1).and_then(|it| Object::read(modules, home, it));
    let collection = call.arguments.get(2).map(|collection| (module, collection));
    let collection =
        collection.or_else(|| options.as_ref().and_then(|options| options.get("collection")));
    collected(modules, &mut model, collection);
    let paths = Object::read(modules, home, made.arguments.first()?)?;
    let attributes = paths
        .pairs
        .iter()
        .map(|(name, home, value)| path_of(name, modules.place(*home, value.span)));
    model.attributes = paths.complete.then(|| attributes.collect());
    model.defaults.extend(paths.pairs.iter().filter_map(|(name, home, given)| {
        default(modules, *home, given).map(|value| (name.clone(), value))
    }));
    model.filters = added(modules, home, schema);
    model.callbacks = hooks(modules, home, schema);
    Some(model)
}

/// The schema that a name stands for, also within a function.
fn schema_of<'a>(
    modules: &Modules<'a>,
    module: usize,
    expr: &'a Expr,
) -> Option<(usize, &'a Expr)> {
    let (home, value) = match modules.resolve(module, expr) {
        Symbol::Value(home, value) => (home, value),
        _ => (module, constant(modules, module, expr)?),
    };
    is_schema(modules, home, value).then_some((home, value))
}

/// What runs by itself with the documents of a schema, as its own module says.
fn hooks(modules: &Modules, home: usize, schema: &Expr) -> Vec<Callback> {
    let mut found = Vec::new();
    modules.module(home).program.walk(&mut |expr| {
        let Some(call) = expr.call().filter(|call| call.called) else { return };
        let Some(word) = word(modules, home, expr, "event", ORM) else { return };
        let on = call.receiver.as_ref().and_then(|receiver| schema_of(modules, home, receiver));
        if on.is_none_or(|(_, other)| other.span != schema.span) {
            return;
        }
        let Some(kind) = word.get("kind").and_then(CallbackKind::named) else { return };
        let named = call.arguments.first().map(|first| match &first.kind {
            Kind::Text(text) | Kind::Other(text) => text.clone(),
            _ => first.texts().join(", "),
        });
        let (when, runs) = match kind {
            CallbackKind::Library => {
                let plugin = call.arguments.first().and_then(modules::path_of);
                (call.name.clone(), plugin.unwrap_or_default())
            }
            _ => (format!("{} {}", call.name, named.unwrap_or_default()), String::new()),
        };
        let place = modules.place(home, expr.span);
        let (via, sets) = (Vec::new(), Vec::new());
        found.push(Callback { kind, when, runs, place, via, sets });
    });
    found
}

/// What is hooked and plugged into a schema, in its own module.
fn added(modules: &Modules, home: usize, schema: &Expr) -> Vec<Filter> {
    let mut found = Vec::new();
    modules.module(home).program.walk(&mut |expr| {
        let Some(call) = expr.call().filter(|call| call.called) else { return };
        let on = call.receiver.as_ref().and_then(|receiver| schema_of(modules, home, receiver));
        if on.is_none_or(|(_, other)| other.span != schema.span) {
            return;
        }
        let place = modules.place(home, expr.span);
        if word(modules, home, expr, "callback", ORM).is_some() {
            let (Some(when), Some(hook)) = (call.arguments.first(), call.arguments.last()) else {
                return;
            };
            if finds(when)
                && let Some(predicate) = hooked(modules, home, hook)
            {
                found.push(Filter {
                    kind: FilterKind::Default,
                    predicate,
                    guards: Vec::new(),
                    writes: Vec::new(),
                    place,
                    via: Vec::new(),
                    library: None,
                    everywhere: false,
                    soft_delete: None,
                    table: None,
                    constants: Vec::new(),
                    label: "pre find".to_owned(),
                });
            }
        } else if word(modules, home, expr, "mixin", ORM).is_some() {
            let plugin = call.arguments.first();
            let plugin = plugin.and_then(|plugin| library::word(modules, home, plugin, ORM));
            let Some(word) = plugin else { return };
            let options = call.arguments.get(1);
            let mut filter = library::filter(modules, word, options.map(|it| (home, it)), &place);
            let asked = options.and_then(|options| Object::read(modules, home, options));
            let with = word.get("with").and_then(|with| asked.as_ref()?.get(with));
            // Its own `delete` marks a document; finding one is as before unless it is overridden.
            if with.is_none_or(|(_, value)| value.kind == Kind::Bool(false)) {
                filter.kind = FilterKind::Delete("delete".to_owned());
                filter.predicate = Predicate::All(Vec::new());
            }
            found.push(filter);
        }
    });
    found
}

/// Whether a hook runs before every way of finding: `/^find/`, `'find'`, `['find', 'findOne']`.
fn finds(when: &Expr) -> bool {
    match &when.kind {
        Kind::Text(name) => name == "find",
        Kind::List(parts) => parts.iter().any(finds),
        Kind::Other(pattern) => pattern.starts_with("/^find"),
        _ => false,
    }
}

/// What a hook asks of every query: `this.where({ deleted: false })`.
fn hooked(modules: &Modules, module: usize, hook: &Expr) -> Option<Predicate> {
    let body = match &hook.kind {
        Kind::Lambda(lambda) => &lambda.body,
        Kind::Def(def) => &def.body,
        _ => return None,
    };
    let mut found: Option<Predicate> = None;
    for statement in body.statements() {
        let Some(call) = statement.call().filter(|call| call.called) else { continue };
        let asks = word(modules, module, statement, "predicate", ORM).is_some()
            && call.receiver.as_ref().and_then(Expr::name) == Some("this");
        let Some(asked) = call.arguments.first().filter(|_| asks) else { continue };
        let own = |name: &str| name.to_owned();
        let added = condition::read(modules, module, asked, Dialect::Mongo, &own);
        found = Some(match found {
            Some(known) => known.and(added),
            None => added,
        });
    }
    found
}
