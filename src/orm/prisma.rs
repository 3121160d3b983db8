//! Prisma: each model of a schema with its table and its columns.
//!
//! The client names every column that the schema declares, and no other.

mod extension;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    app::{Association, AssociationKind, Attribute as Declared, Model},
    change::{Column, DefaultValue},
    facts::FileFacts,
    modules::Modules,
    orm::script::names::in_schema,
    predicate::{Literal, Value as Stored},
    prisma::{Attribute, Block, BlockKind, Field, Value},
    source::Place,
};

/// The name of the ORM.
const ORM: &str = "prisma";

/// Types that a column holds by itself.
const SCALARS: &[&str] =
    &["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"];

/// The type of a column that the client cannot read.
const UNSUPPORTED: &str = "Unsupported";

/// Functions of `@default` that the database computes; it knows nothing of the others.
const DATABASE_FUNCTIONS: &[&str] = &["autoincrement", "sequence", "now", "dbgenerated"];

/// The models and views of all schemas, with what extensions of the client do to their queries.
pub fn models(files: &[FileFacts], modules: &Modules) -> Vec<Model> {
    let mut names: Names = BTreeMap::new();
    for facts in files {
        for block in &facts.blocks {
            names.entry(&block.name).or_default().push((&facts.file, block));
        }
    }
    let mut models = Vec::new();
    for facts in files {
        for block in &facts.blocks {
            let mapped = matches!(block.kind, BlockKind::Model | BlockKind::View);
            if mapped && block.attribute("ignore").is_none() {
                models.push(model(facts, block, &names));
            }
        }
    }
    extension::add(modules, &mut models);
    models
}

/// The blocks of each name, with their files: a repository may hold several schemas.
type Names<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a Block)>>;

/// What a name means in a file: the block that is defined nearest to it.
fn block_of<'a>(names: &Names<'a>, name: &str, file: &str) -> Option<&'a Block> {
    let known = names.get(name)?;
    let near = |other: &str| file.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let nearest = known.iter().max_by_key(|(other, _)| (*other == file, near(other)))?;
    Some(nearest.1)
}

fn model(facts: &FileFacts, block: &Block, names: &Names) -> Model {
    let place = facts.place(block.span);
    let mut model = Model::new(&block.name, ORM, &place);
    let map = block.attribute("map");
    let schema = block.attribute("schema").and_then(Attribute::text);
    model.table = Some(in_schema(schema, map.and_then(Attribute::text).unwrap_or(&block.name)));
    model.table_place = map.map(|attribute| facts.place(attribute.span));
    let mut attributes = Vec::new();
    for field in &block.fields {
        let place = facts.place(field.span);
        let hidden = field.attribute("ignore").is_some() || field.type_name == UNSUPPORTED;
        if hidden {
            model.ignored.push((field.stored_name().to_owned(), place));
            continue;
        }
        let Some(column) = column(field, &place, names) else {
            model.associations.extend(relation(field, block, place, names));
            continue;
        };
        model.labels.extend(labels(field, &column, &place, names));
        if let Some(updated) = field.attribute("updatedAt") {
            model.stamps.push((column.name.clone(), facts.place(updated.span)));
        }
        if let Some(function) = client_default(field) {
            model.defaults.push((column.name.clone(), Stored::Runtime(function.to_owned())));
        }
        if column.primary_key {
            model.primary_key = Some((column.name.clone(), place));
        }
        attributes.push(Declared::new(&field.name, column));
    }
    model.attributes = Some(attributes);
    model
}

/// The column of a field; `None` where the field leads to other rows.
fn column(field: &Field, place: &Place, names: &Names) -> Option<Column> {
    let known = match SCALARS.contains(&field.type_name.as_str()) {
        true => None,
        false => {
            let known = block_of(names, &field.type_name, &place.file)?;
            if !matches!(known.kind, BlockKind::Enum | BlockKind::Composite) {
                return None;
            }
            Some(known)
        }
    };
    let native = field.attributes.iter().find_map(|known| known.name.strip_prefix("db."));
    let sql_type = native.or(known.map(stored_type)).unwrap_or(&field.type_name);
    Some(Column {
        name: field.stored_name().to_owned(),
        sql_type: Some(sql_type.to_owned()),
        // Lists may be NULL in the database though the client never shows it.
        nullable: (!field.list).then_some(field.optional),
        default: default(field, known),
        primary_key: field.attribute("id").is_some(),
        unique: field.attribute("unique").is_some(),
        points_to: None,
        place: Some(place.clone()),
        ..Column::default()
    })
}

/// The values that the client knows of an enum: any other fails the whole query (P2023, measured with
/// Prisma 7).
fn labels(
    field: &Field,
    column: &Column,
    place: &Place,
    names: &Names,
) -> Option<(String, Vec<String>, Place)> {
    let known = names.get(field.type_name.as_str())?;
    let block = block_of(names, &field.type_name, &place.file)?;
    if block.kind != BlockKind::Enum {
        return None;
    }
    let (file, _) = known.iter().find(|(_, other)| std::ptr::eq(*other, block))?;
    let place = Place { file: Arc::from(*file), span: block.span };
    let values = block.fields.iter().map(|value| value.stored_name().to_owned());
    Some((column.name.clone(), values.collect(), place))
}

/// The way to another model that a field is.
fn relation(field: &Field, block: &Block, place: Place, names: &Names) -> Option<Association> {
    let target = block_of(names, &field.type_name, &place.file)?;
    let written = field.attribute("relation");
    let named = |name: &str| {
        let mut given = written.iter().flat_map(|written| &written.arguments);
        given.find(|argument| argument.name.as_deref() == Some(name)).map(|it| &it.value)
    };
    let key = match named("fields") {
        Some(Value::List(fields)) => fields.first(),
        _ => None,
    };
    // https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/referential-actions
    let on_delete = match (named("onDelete"), key, field.optional) {
        (Some(Value::Name(name)), ..) => Some(name.clone()),
        (_, None, _) => None,
        (_, Some(_), true) => Some("SetNull, by default".to_owned()),
        (_, Some(_), false) => Some("Restrict, by default".to_owned()),
    };
    Some(Association {
        kind: match (field.list, key) {
            (true, _) => AssociationKind::HasMany,
            (false, Some(_)) => AssociationKind::BelongsTo,
            (false, None) => AssociationKind::HasOne,
        },
        name: field.name.clone(),
        target: Some(target.name.clone()),
        foreign_key: match key {
            Some(Value::Name(name)) => {
                let stored = block.fields.iter().find(|field| field.name == *name);
                Some(stored.map_or(name.as_str(), |field| field.stored_name()).to_owned())
            }
            _ => None,
        },
        counter: None,
        touches: None,
        // The client reads what an include asks for, and leaves nothing out by itself.
        unfiltered: true,
        on_delete,
        place,
    })
}

/// What the database calls an enum.
fn stored_type(block: &Block) -> &str {
    block.attribute("map").and_then(Attribute::text).unwrap_or(&block.name)
}

/// A function of `@default` that the client computes.
fn client_default(field: &Field) -> Option<&str> {
    match field.attribute("default")?.argument("value")? {
        Value::Call(name, _) if !DATABASE_FUNCTIONS.contains(&name.as_str()) => Some(name),
        _ => None,
    }
}

fn default(field: &Field, known: Option<&Block>) -> DefaultValue {
    let Some(value) = field.attribute("default").and_then(|given| given.argument("value")) else {
        return DefaultValue::Unsaid;
    };
    match value {
        Value::Text(text) => DefaultValue::Literal(Literal::Text(text.clone())),
        Value::Number(number) => DefaultValue::Literal(Literal::Number(number.clone())),
        Value::Name(name) => DefaultValue::Literal(match (known, name.as_str()) {
            (None, "true") => Literal::Bool(true),
            (None, "false") => Literal::Bool(false),
            (known, name) => {
                let value = known.and_then(|block| block.fields.iter().find(|it| it.name == name));
                Literal::Text(value.map_or(name, Field::stored_name).to_owned())
            }
        }),
        Value::Call(name, _) if DATABASE_FUNCTIONS.contains(&name.as_str()) => {
            DefaultValue::Function(format!("{name}()"))
        }
        Value::Call(..) => DefaultValue::Unsaid,
        Value::List(_) | Value::Other => DefaultValue::Unknown("a list".to_owned()),
    }
}
