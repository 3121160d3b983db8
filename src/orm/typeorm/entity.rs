//! Classes that are decorated as entities.

use std::collections::BTreeMap;

use super::{Declared, ORM, Reader, Role, column, fill};
use crate::{
    app::{Attribute, Model},
    change::Column,
    expr::{Expr, Kind},
    modules::Class,
    orm::script::{
        decorator::{arguments, line},
        names::in_schema,
        object::{Object, constant},
    },
    source::Place,
};

/// The column that tells child entities apart where none is named.
const DISCRIMINATOR: &str = "type";

/// Every entity.
pub(super) fn models(reader: &Reader) -> Vec<Model> {
    let kinds: BTreeMap<usize, (&'static str, &Expr)> = reader
        .modules
        .classes()
        .filter_map(|(at, class)| {
            let entity = class.decorators.iter().find_map(|decorator| {
                let kind = reader.declares(class.module, decorator)?.1;
                matches!(kind, "entity" | "child").then_some((kind, decorator))
            })?;
            Some((at, entity))
        })
        .collect();
    // A child shares the table of the first entity that it descends from.
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, _) in kinds.iter().filter(|(_, (kind, _))| *kind == "child") {
        let parent = line(reader.modules, *at)
            .into_iter()
            .find(|other| kinds.get(other).is_some_and(|(kind, _)| *kind == "entity"));
        if let Some(parent) = parent {
            families.entry(parent).or_default().push(*at);
        }
    }
    let mut models = Vec::new();
    for (at, (kind, decorator)) in &kinds {
        let parent = match *kind {
            "child" => families.iter().find(|(_, children)| children.contains(at)),
            _ => None,
        };
        let owner = parent.map_or(*at, |(parent, _)| *parent);
        let class = reader.modules.class(*at);
        let place = reader.modules.place(class.module, class.body.head);
        let mut model = Model::new(&class.body.name, ORM, &place);
        model.qualified = reader.modules.qualified(*at);
        let owner_decorator = kinds.get(&owner).map_or(*decorator, |(_, decorator)| decorator);
        let (table, table_place) = table(reader, reader.modules.class(owner), owner_decorator);
        model.table = table;
        model.table_place = table_place;
        if owner != *at {
            model.parent = Some(reader.modules.class(owner).body.name.clone());
        }
        // The parent has the columns of all its children, a child those of its parents.
        let others = match owner == *at {
            true => families.get(at).map_or(&[][..], Vec::as_slice),
            false => &[],
        };
        let columns = columns(reader, *at, others);
        models.extend(closure(reader, class, &model, columns.as_deref()));
        match columns {
            Some(columns) => fill(&mut model, columns),
            None => model.attributes = None,
        }
        models.push(model);
    }
    models
}

/// The table that holds the paths of a tree, which is an entity of TypeORM's own.
fn closure(
    reader: &Reader,
    class: &Class,
    model: &Model,
    columns: Option<&[Declared]>,
) -> Option<Model> {
    let decorator = class.decorators.iter().find(|decorator| {
        reader.declares(class.module, decorator).map(|(_, kind)| kind) == Some("tree")
            && arguments(decorator).first().and_then(Expr::text) == Some("closure-table")
    })?;
    let table = format!("{}_closure", model.table.as_deref()?);
    let place = reader.modules.place(class.module, decorator.span);
    let mut closure = Model::new(&table, ORM, &place);
    closure.table = Some(table);
    let keys = columns?.iter().filter(|known| known.attribute.column.primary_key);
    let names = keys.map(|known| &known.attribute.column.name);
    let ends: Vec<String> = match names.clone().count() {
        0 => vec!["id".to_owned()],
        _ => names.cloned().collect(),
    };
    let declared = ["ancestor", "descendant"].iter().flat_map(|end| {
        ends.iter().map(move |key| extra(reader, class, decorator, &format!("{key}_{end}")))
    });
    fill(&mut closure, declared.collect());
    Some(closure)
}

/// The columns of an entity and of those below it that share its table.
fn columns(reader: &Reader, entity: usize, children: &[usize]) -> Option<Vec<Declared>> {
    let mut found = column::all(reader, entity, &[])?;
    for child in children {
        for declared in column::all(reader, *child, &[])? {
            let name = &declared.attribute.column.name;
            if !found.iter().any(|known| known.attribute.column.name == *name) {
                found.push(declared);
            }
        }
    }
    let heads = line(reader.modules, entity).into_iter().map(|at| reader.modules.class(at));
    for (class, decorator) in
        heads.flat_map(|class| class.decorators.iter().map(move |it| (class, it)))
    {
        let name = match reader.declares(class.module, decorator).map(|(_, kind)| kind) {
            Some("inheritance") => discriminator(reader, class, decorator)?,
            Some("tree") => {
                let way = arguments(decorator).first().and_then(Expr::text);
                let names: &[&str] = match way {
                    Some("materialized-path") => &["mpath"],
                    Some("nested-set") => &["nsleft", "nsright"],
                    _ => &[],
                };
                for name in names {
                    found.push(extra(reader, class, decorator, name));
                }
                continue;
            }
            _ => continue,
        };
        if !found.iter().any(|known| known.attribute.column.name == name) {
            found.push(extra(reader, class, decorator, &name));
        }
    }
    Some(found)
}

/// The name of the column that tells children apart.
fn discriminator(reader: &Reader, class: &Class, decorator: &Expr) -> Option<String> {
    let options = arguments(decorator).first();
    let options = options.and_then(|it| Object::read(reader.modules, class.module, it));
    let column = options.as_ref().and_then(|options| options.get("column"));
    let Some((home, column)) = column else { return Some(DISCRIMINATOR.to_owned()) };
    match &column.kind {
        Kind::Text(name) => Some(name.clone()),
        _ => {
            let column = Object::read(reader.modules, home, column)?;
            match column.get("name") {
                Some((home, name)) => {
                    constant(reader.modules, home, name)?.text().map(str::to_owned)
                }
                None => Some(DISCRIMINATOR.to_owned()),
            }
        }
    }
}

/// A column that no property stands for.
fn extra(reader: &Reader, class: &Class, decorator: &Expr, name: &str) -> Declared {
    let place = reader.modules.place(class.module, decorator.span);
    let column = Column { name: name.to_owned(), place: Some(place.clone()), ..Column::default() };
    Declared { attribute: Attribute::new(name, column), role: Role::Plain, place }
}

/// The table, and where its name is written: `@Entity('users')`, `@Entity({ name: 'users' })`.
fn table(reader: &Reader, class: &Class, decorator: &Expr) -> (Option<String>, Option<Place>) {
    for argument in arguments(decorator) {
        let place = reader.modules.place(class.module, argument.span);
        if let Some(found) = constant(reader.modules, class.module, argument) {
            if let Some(name) = found.text() {
                return (Some(name.to_owned()), Some(place));
            }
            if let Kind::Template(_) | Kind::Call(_) = found.kind {
                return (None, Some(place));
            }
        }
        let Some(options) = Object::read(reader.modules, class.module, argument) else { continue };
        let text = |key: &str| {
            let (home, value) = options.get(key)?;
            constant(reader.modules, home, value)?.text()
        };
        let schema = text("schema");
        let Some((home, name)) = options.get("name") else {
            let table = reader.naming.table(&class.body.name);
            return (table.map(|table| in_schema(schema, &table)), None);
        };
        let place = reader.modules.place(home, name.span);
        return (text("name").map(|name| in_schema(schema, name)), Some(place));
    }
    (reader.naming.table(&class.body.name), None)
}
