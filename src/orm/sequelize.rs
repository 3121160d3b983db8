//! Sequelize: models that `define` and `init` make, with their tables, columns and filters.
//!
//! Sequelize names every attribute that a model declares, and no other column.

mod condition;
mod names;
mod object;
mod options;

use std::collections::BTreeMap;

use crate::{
    app::{Attribute, Filter, FilterKind, Model},
    change::{Column, DefaultValue},
    expr::{Call, Expr, Kind},
    modules::{Ancestor, Modules, Symbol},
    orm::last,
    predicate::Predicate,
    source::Place,
};
use object::{Object, constant};
use options::Options;

/// The name of the ORM.
const ORM: &str = "sequelize";

/// The models of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    let shared = options::shared(modules);
    let mut found = Vec::new();
    for (module, _) in modules.modules() {
        modules.module(module).program.walk(&mut |expr| {
            let made = expr.call().and_then(|call| made(modules, module, call, expr));
            found.extend(made.and_then(|made| model(modules, module, &made, &shared)));
        });
    }
    found
}

/// A call that makes a model.
struct Made<'a> {
    name: String,
    /// Names that stand for the model in its module.
    known_as: Vec<String>,
    attributes: &'a Expr,
    options: Option<&'a Expr>,
    place: Place,
}

fn made<'a>(
    modules: &Modules<'a>,
    module: usize,
    call: &'a Call,
    expr: &'a Expr,
) -> Option<Made<'a>> {
    let receiver = call.receiver.as_ref().filter(|_| call.called)?;
    match expr.means("declare", "as")? {
        "model" => {
            let name = call.arguments.first()?.text()?.to_owned();
            let attributes = call.arguments.get(1)?;
            let known_as = vec![name.clone()];
            let place = modules.place(module, expr.span);
            Some(Made { name, known_as, attributes, options: call.arguments.get(2), place })
        }
        "own-model" => {
            let class = match receiver.name()? {
                "this" | "super" => around(modules, module, expr)?,
                _ => match modules.resolve(module, receiver) {
                    Symbol::Class(class) => class,
                    _ => return None,
                },
            };
            let is_model = modules.lineage(class).iter().any(
                |ancestor| matches!(ancestor, Ancestor::Library(name) if last(name) == "Model"),
            );
            if !is_model {
                return None;
            }
            let known = modules.class(class);
            let name = known.body.name.clone();
            let place = modules.place(known.module, known.body.head);
            let known_as = vec![name.clone(), "this".to_owned()];
            let attributes = call.arguments.first()?;
            Some(Made { name, known_as, attributes, options: call.arguments.get(1), place })
        }
        _ => None,
    }
}

/// The innermost class around a piece of code.
fn around(modules: &Modules, module: usize, expr: &Expr) -> Option<usize> {
    let holds = |class: &crate::modules::Class| {
        class.module == module && class.body.body.span.contains(&expr.span)
    };
    let inside = modules.classes().filter(|(_, class)| holds(class));
    inside
        .min_by_key(|(_, class)| class.body.body.span.end - class.body.body.span.start)
        .map(|(at, _)| at)
}

fn model(modules: &Modules, module: usize, made: &Made, shared: &Options) -> Option<Model> {
    let attributes = Object::read(modules, module, made.attributes)?;
    if !attributes.pairs.iter().any(|(.., value)| is_attribute(value)) {
        return None;
    }
    let own = match made.options {
        Some(options) => Options::read(modules, module, options),
        None => Options::default(),
    };
    let options = own.or(shared);
    let name = options.model_name.clone().unwrap_or_else(|| made.name.clone());
    let mut model = Model::new(&name, ORM, &made.place);
    model.qualified = match modules.dotted(module) {
        path if path.is_empty() => name.clone(),
        path => format!("{path}.{name}"),
    };
    model.table = options.table(&name);
    model.table_place.clone_from(&options.table_place);
    let mut columns: Vec<Attribute> = attributes
        .pairs
        .iter()
        .filter_map(|(name, home, value)| column(modules, *home, name, value, &options))
        .collect();
    implied(&mut columns, &options);
    associated(modules, module, made, &options, &mut columns);
    model.timestamps = options.timestamps();
    let stored: BTreeMap<String, String> =
        columns.iter().map(|known| (known.name.clone(), known.column.name.clone())).collect();
    let stored_as = |name: &str| match stored.get(name) {
        Some(column) => column.clone(),
        None => options.column(name),
    };
    if let (Some(name), Some(place)) = (options.deleted_at(), &options.paranoid_place) {
        let column = stored_as(&name);
        model.filters.push(filter(
            Predicate::is_null(&column),
            place,
            "paranoid",
            Some(column.clone()),
        ));
    }
    if let Some((module, place, scope)) = &options.default_scope {
        let read = condition::scope(modules, *module, scope, &stored_as);
        if let Some(predicate) = read {
            model.filters.push(filter(predicate, place, "defaultScope", None));
        }
    }
    if let Some((name, place)) = &options.version {
        model.locking_column = Some((stored_as(name), Some(place.clone())));
    }
    let key = columns.iter().find(|known| known.column.primary_key);
    model.primary_key =
        key.and_then(|known| Some((known.column.name.clone(), known.column.place.clone()?)));
    // Something that is spread into the attributes and cannot be followed may bring others.
    model.attributes = (attributes.complete).then_some(columns);
    Some(model)
}

fn filter(predicate: Predicate, place: &Place, label: &str, soft_delete: Option<String>) -> Filter {
    Filter {
        kind: FilterKind::Default,
        predicate,
        guards: Vec::new(),
        writes: Vec::new(),
        place: place.clone(),
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete,
        table: None,
        constants: Vec::new(),
        label: label.to_owned(),
    }
}

/// Whether a value is what an attribute is declared with: a type, or an object that has one.
fn is_attribute(value: &Expr) -> bool {
    match &value.kind {
        Kind::Map(pairs) => pairs.iter().any(|(key, _)| key.text() == Some("type")),
        Kind::Call(call) => call.receiver.is_some() && type_name(value).is_some(),
        _ => false,
    }
}

/// `STRING` in `DataTypes.STRING(255)`.
fn type_name(value: &Expr) -> Option<&str> {
    let call = value.call()?;
    let is_type = |name: &str| {
        name.len() > 1
            && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    match is_type(&call.name) {
        true => match call.receiver.as_ref().and_then(type_name) {
            Some(inner) => Some(inner),
            None => Some(&call.name),
        },
        false => call.receiver.as_ref().and_then(type_name),
    }
}

/// A type that no column holds.
const VIRTUAL: &str = "VIRTUAL";

fn column(
    modules: &Modules,
    module: usize,
    name: &str,
    value: &Expr,
    options: &Options,
) -> Option<Attribute> {
    let given = Object::read(modules, module, value);
    let of = |key: &str| given.as_ref().and_then(|given| given.get(key));
    let sql_type = match of("type") {
        Some((_, written)) => type_name(written).map(str::to_owned),
        None => type_name(value).map(str::to_owned),
    };
    if sql_type.as_deref() == Some(VIRTUAL) {
        return None;
    }
    let truth = |key: &str| match of(key).map(|(_, value)| &value.kind) {
        Some(Kind::Bool(value)) => Some(*value),
        _ => None,
    };
    let field = of("field").and_then(|(home, value)| constant(modules, home, value)?.text());
    let primary_key = truth("primaryKey") == Some(true);
    Some(Attribute {
        name: name.to_owned(),
        column: Column {
            name: field.map_or_else(|| options.column(name), str::to_owned),
            sql_type,
            nullable: match primary_key {
                true => Some(false),
                false => truth("allowNull"),
            },
            // The default of a model is written by the client and none of the database's.
            default: DefaultValue::Unsaid,
            primary_key,
            unique: truth("unique") == Some(true),
            place: Some(modules.place(module, value.span)),
        },
    })
}

/// The attributes that Sequelize adds by itself.
fn implied(columns: &mut Vec<Attribute>, options: &Options) {
    let mut names = Vec::new();
    if !columns.iter().any(|known| known.column.primary_key) && !options.no_key {
        names.push(("id".to_owned(), "INTEGER"));
    }
    names.extend(options.stamps().into_iter().map(|name| (name, "DATE")));
    names.extend(options.deleted_at().map(|name| (name, "DATE")));
    names.extend(options.version.as_ref().map(|(name, _)| (name.clone(), "INTEGER")));
    for (name, sql_type) in names {
        if columns.iter().any(|known| known.name == name) {
            continue;
        }
        let primary_key = name == "id";
        let column = Column {
            name: options.column(&name),
            sql_type: Some(sql_type.to_owned()),
            primary_key,
            nullable: primary_key.then_some(false),
            ..Column::default()
        };
        columns.push(Attribute { name, column });
    }
}

/// The keys that the model's own associations add: `Post.belongsTo(User, { foreignKey: 'userId' })`.
fn associated(
    modules: &Modules,
    module: usize,
    made: &Made,
    options: &Options,
    columns: &mut Vec<Attribute>,
) {
    modules.module(module).program.walk(&mut |expr| {
        let Some(call) = expr.call().filter(|call| call.called) else { return };
        let own = call.receiver.as_ref().and_then(Expr::name);
        if expr.means("association", "kind") != Some("belongs_to")
            || !own.is_some_and(|own| made.known_as.iter().any(|known| known == own))
        {
            return;
        }
        let given = call.arguments.get(1).and_then(|given| Object::read(modules, module, given));
        let text = |object: Option<&Object>, key: &str| {
            let (home, value) = object?.get(key)?;
            constant(modules, home, value)?.text().map(str::to_owned)
        };
        let key = given.as_ref().and_then(|given| given.get("foreignKey"));
        let spelled = key.and_then(|(home, value)| Object::read(modules, home, value));
        let name = text(spelled.as_ref(), "name")
            .or_else(|| text(given.as_ref(), "foreignKey"))
            .or_else(|| {
                let as_name = text(given.as_ref(), "as");
                let target = call.arguments.first().and_then(Expr::name).map(str::to_owned);
                as_name.or(target).filter(|_| key.is_none()).map(|name| names::key(&name))
            });
        let Some(name) = name else { return };
        if columns.iter().any(|known| known.name == name || known.column.name == name) {
            return;
        }
        let column = Column {
            name: text(spelled.as_ref(), "field").unwrap_or_else(|| options.column(&name)),
            place: Some(modules.place(module, expr.span)),
            ..Column::default()
        };
        columns.push(Attribute { name, column });
    });
}
