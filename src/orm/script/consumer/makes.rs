//! Code that makes rows and names the columns that it sets: `User.create({ email })`, `INSERT INTO …`.

use super::{
    reached,
    reader::Reader,
    value::{Of, Rows},
};
use crate::{
    app::access::{Naming, NamingKind, Past},
    expr::{Call, Expr, Kind, Word},
    orm::script::object::Object,
    sql,
};

/// The rows that a call makes.
pub fn of_call<'a>(reader: &mut Reader<'_, '_, 'a>, expr: &'a Expr, call: &'a Call) -> Vec<Naming> {
    let (modules, module) = (reader.known.modules, reader.module);
    let by_sql = expr.means.iter().any(|it| it.fact == "bypass" && it.get("by") == Some("sql"));
    let inserted = by_sql.then(|| sql::inserted(&reached::text(reader, call.arguments.first()?)?));
    if let Some((table, names)) = inserted.flatten() {
        let place = modules.place(module, expr.span);
        return vec![Naming { names, ..Naming::of_tables(NamingKind::Makes, vec![table], place) }];
    }
    let makes = |it: &Word| it.get("shape") == Some("makes");
    if !expr.means.iter().any(|it| makes(it)) {
        return Vec::new();
    }
    let Some(Rows { of, orm, sure, .. }) = reader.base(expr, call) else { return Vec::new() };
    let Some(word) = reader.known.word(expr, "makes", orm) else { return Vec::new() };
    let (models, tables) = match of {
        Of::Model(model) => {
            let model = reader.known.models.get(model).map(|model| model.qualified.clone());
            (model.into_iter().collect(), Vec::new())
        }
        Of::Tables(tables) => (Vec::new(), tables),
    };
    let given: Vec<&Expr> = match word.get("list") {
        Some(list) => {
            let objects = call.arguments.iter().filter_map(|it| Object::read(modules, module, it));
            objects.filter_map(|object| Some(object.get(list)?.1)).collect()
        }
        None => {
            call.arguments.iter().filter(|it| !matches!(it.kind, Kind::Name(_))).take(1).collect()
        }
    };
    let rows = given.into_iter().flat_map(|it| it.members().unwrap_or(std::slice::from_ref(it)));
    let naming = |names| Naming {
        kind: NamingKind::Makes,
        models: models.clone(),
        tables: tables.clone(),
        names,
        past: Past::Nothing,
        confidence: sure,
        place: modules.place(module, expr.span),
    };
    rows.filter_map(keys).map(naming).collect()
}

/// The names of an object that holds nothing else.
fn keys(row: &Expr) -> Option<Vec<String>> {
    let Kind::Map(pairs) = &row.kind else { return None };
    let names = pairs.iter().map(|(key, _)| key.text().map(str::to_owned));
    names.collect::<Option<Vec<_>>>().filter(|names| !names.is_empty())
}
