//! Classes that are decorated as entities.

use super::{ORM, On, Reader, take};
use crate::{
    app::{Attribute, Model},
    expr::{Expr, Kind},
    orm::script::{
        decorator::{Member, arguments, line, members},
        names::in_schema,
        object::{Object, constant},
    },
};

/// Every entity.
pub(super) fn models(reader: &Reader) -> Vec<Model> {
    reader.modules.classes().filter_map(|(class, _)| model(reader, class)).collect()
}

fn model(reader: &Reader, class: usize) -> Option<Model> {
    let modules = reader.modules;
    let known = modules.class(class);
    let declares = |decorator: &Expr| reader.declares(known.module, decorator);
    let entity = known.decorators.iter().find(|it| declares(it) == Some("entity"))?;
    let options = arguments(entity).first();
    let options = options.and_then(|options| Object::read(modules, known.module, options));
    let option = |key: &str| options.as_ref().and_then(|options| options.get(key));
    let place = modules.place(known.module, known.body.head);
    let mut model = Model::new(&known.body.name, ORM, &place);
    model.qualified = modules.qualified(class);
    model.is_abstract = option("abstract").is_some_and(|(_, it)| it.kind == Kind::Bool(true));
    model.table = match option("tableName").or_else(|| option("collection")) {
        Some((home, table)) => {
            model.table_place = Some(modules.place(home, table.span));
            constant(modules, home, table).and_then(Expr::text).map(str::to_owned)
        }
        None => reader.naming.name(&known.body.name),
    };
    let schema = option("schema").and_then(|(home, it)| constant(modules, home, it)?.text());
    model.table = model.table.map(|table| in_schema(schema, &table));
    let mut columns: Vec<Attribute> = Vec::new();
    let mut complete = true;
    let line = line(modules, class);
    for at in &line {
        for member in members(modules.class(*at)) {
            match column(reader, &member) {
                Read::Column(column) => {
                    columns.retain(|known| known.name != column.name);
                    columns.push(*column);
                }
                Read::Unknown => complete = false,
                Read::Nothing => {}
            }
        }
    }
    for at in &line {
        let class = modules.class(*at);
        for decorator in class.decorators {
            if reader.declares(class.module, decorator) != Some("filter") {
                continue;
            }
            let place = modules.place(class.module, decorator.span);
            let given = arguments(decorator).first();
            let found = given.and_then(|given| {
                reader.filter(class.module, given, None, On::Asked, &place, &columns)
            });
            take(&mut model, found);
        }
    }
    for filter in &mut model.filters {
        if filter.place.file != model.place.file {
            filter.via.push((format!("`{}` inherits it", model.name), model.place.clone()));
        }
    }
    model.attributes = complete.then_some(columns);
    Some(model)
}

/// What a member declares.
enum Read {
    Column(Box<Attribute>),
    /// Columns whose names are not known.
    Unknown,
    Nothing,
}

fn column(reader: &Reader, member: &Member) -> Read {
    let declared = member.decorators.iter().find_map(|decorator| {
        let kind = reader.declares(member.module, decorator)?;
        Some((decorator, kind))
    });
    let Some((decorator, kind)) = declared else { return Read::Nothing };
    let given = arguments(decorator);
    let options = given.iter().find_map(|given| Object::read(reader.modules, member.module, given));
    let option = |key: &str| options.as_ref().and_then(|options| options.get(key));
    let is = |key: &str, wanted: bool| {
        option(key).is_some_and(|(_, value)| value.kind == Kind::Bool(wanted))
    };
    if is("persist", false) || option("formula").is_some() {
        return Read::Nothing;
    }
    let target = given.first().filter(|given| matches!(given.kind, Kind::Lambda(_)));
    let target = target.or_else(|| option("entity").map(|(_, value)| value));
    let own_name = match kind {
        "column" | "primary-column" => None,
        "many-to-one" => match reader.key(member.module, member.name, target) {
            Some(name) => Some(name),
            None => return Read::Unknown,
        },
        // The side that says so holds the key, or the one that names no other.
        "one-to-one" => {
            let is_owner = is("owner", true)
                || (option("mappedBy").is_none()
                    && !matches!(given.get(1).map(|it| &it.kind), Some(Kind::Lambda(_))));
            match is_owner.then(|| reader.key(member.module, member.name, target)) {
                Some(Some(name)) => Some(name),
                Some(None) => return Read::Unknown,
                None => return Read::Nothing,
            }
        }
        "embedded" => return Read::Unknown,
        _ => return Read::Nothing,
    };
    let place = reader.modules.place(member.module, decorator.span);
    match reader.column(member.name, options.as_ref(), own_name, &place) {
        Some(mut column) => {
            column.column.primary_key |= kind == "primary-column";
            Read::Column(Box::new(column))
        }
        None => Read::Unknown,
    }
}

/// The property that is the primary key of an entity.
pub(super) fn primary(reader: &Reader, class: usize) -> Option<String> {
    line(reader.modules, class).into_iter().find_map(|at| {
        members(reader.modules.class(at)).into_iter().find_map(|member| {
            let is_key = member.decorators.iter().any(|decorator| {
                reader.declares(member.module, decorator) == Some("primary-column")
            });
            is_key.then(|| member.name.to_owned())
        })
    })
}
