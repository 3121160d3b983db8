//! Models that django-simple-history makes beside a model: a table for its old rows.
//!
//! Source: `simple_history/models.py` of django-simple-history 3.8 (`create_history_model`,
//! `copy_fields`, `get_extra_fields`).

use super::{field, manager::assignments, model::ModelClass};
use crate::{
    app::{Attribute, Model},
    change::Column,
    expr::{Call, Expr},
    modules::{Ancestor, Modules, Symbol},
    source::Place,
};

/// The columns that every table of history has besides those of its model.
const OWN: &[(&str, &str, bool)] = &[
    ("history_id", "AutoField", false),
    ("history_date", "DateTimeField", false),
    ("history_change_reason", "CharField", true),
    ("history_type", "CharField", false),
    ("history_user_id", "ForeignKey", true),
];

/// What an attribute that keeps history is made with.
struct Records<'e> {
    module: usize,
    call: &'e Call,
    /// Where a function was prepared with more options.
    prepared: Option<(usize, &'e Call)>,
}

/// The model of history of a class, if it keeps one.
pub fn of(modules: &Modules, class: &ModelClass, model: &Model) -> Option<Model> {
    if model.is_abstract || model.proxy_of.is_some() {
        return None;
    }
    let (records, place) = class.lineage.iter().find_map(|ancestor| {
        let Ancestor::Class(at) = ancestor else { return None };
        let owner = modules.class(*at);
        assignments(&owner.body.body).find_map(|(_, value, statement)| {
            let records = read(modules, owner.module, value)?;
            // What an ancestor keeps is its own unless it says otherwise.
            let own = *at == class.at || is_abstract(modules, *at) || records.is_set("inherit");
            own.then(|| (records, modules.place(owner.module, statement.span)))
        })
    })?;
    let name = &modules.class(class.at).body.name;
    let (label, _) = model.name.split_once('.').unwrap_or(("", &model.name));
    let label = records.text(modules, "app").unwrap_or_else(|| label.to_owned());
    let own_name = format!("Historical{name}");
    let mut history = Model::new(&format!("{label}.{own_name}"), "django", &place);
    history.qualified = format!("{}.{own_name}", modules.dotted(records.module));
    history.table = Some(
        records
            .text(modules, "table_name")
            .unwrap_or_else(|| format!("{label}_{}", own_name.to_lowercase())),
    );
    history.keeps = Some(model.name.clone());
    history.attributes = Some(records.columns(modules, class, &place));
    Some(history)
}

fn is_abstract(modules: &Modules, at: usize) -> bool {
    ModelClass::of(modules, at).is_none_or(|class| class.meta.is_abstract())
}

/// `HistoricalRecords(…)`, a class that descends from it, or `partial(HistoricalRecords, …)` by name.
fn read<'e>(modules: &Modules<'e>, module: usize, value: &'e Expr) -> Option<Records<'e>> {
    let call = value.call().filter(|call| call.called)?;
    let callee = field::callee(value)?;
    let keeps = |module: usize, callee: &Expr| match modules.resolve(module, callee) {
        Symbol::Class(class) => modules.lineage(class).iter().any(|ancestor| match ancestor {
            Ancestor::Library(name) => name.ends_with(".HistoricalRecords"),
            Ancestor::Class(_) => false,
        }),
        Symbol::Nothing => modules.library_name(module, callee).is_some_and(|name| {
            name.starts_with("simple_history.") && name.ends_with(".HistoricalRecords")
        }),
        _ => false,
    };
    if keeps(module, &callee) {
        return Some(Records { module, call, prepared: None });
    }
    let Symbol::Value(home, made) = modules.resolve(module, &callee) else { return None };
    let made = made.call().filter(|made| made.name == "partial")?;
    keeps(home, made.arguments.first()?).then_some(Records {
        module,
        call,
        prepared: Some((home, made)),
    })
}

impl Records<'_> {
    fn option(&self, name: &str) -> Option<(usize, &Expr)> {
        let own = self.call.option(name).map(|value| (self.module, value));
        own.or_else(|| {
            let (module, call) = self.prepared?;
            Some((module, call.option(name)?))
        })
    }

    fn is_set(&self, name: &str) -> bool {
        self.option(name).is_some_and(|(_, value)| value.kind == crate::expr::Kind::Bool(true))
    }

    fn text(&self, modules: &Modules, name: &str) -> Option<String> {
        let (module, value) = self.option(name)?;
        modules.text(module, value)
    }

    fn columns(&self, modules: &Modules, class: &ModelClass, place: &Place) -> Vec<Attribute> {
        let excluded: Vec<String> = self
            .option("excluded_fields")
            .map(|(module, value)| super::apps::texts(modules, module, value))
            .unwrap_or_default();
        let copied = class.attributes().into_iter().filter(|known| !excluded.contains(&known.name));
        let bases = self.option("bases").into_iter().flat_map(|(module, bases)| {
            bases.members().unwrap_or_default().iter().filter_map(move |base| {
                match modules.resolve(module, base) {
                    Symbol::Class(class) => ModelClass::of(modules, class),
                    _ => None,
                }
            })
        });
        let of_bases = bases.flat_map(|base| base.attributes());
        let own = OWN.iter().map(|(name, class, nullable)| {
            let column = Column {
                name: (*name).to_owned(),
                sql_type: Some((*class).to_owned()),
                nullable: Some(*nullable),
                primary_key: *name == "history_id",
                place: Some(place.clone()),
                ..Column::default()
            };
            Attribute::new(*name, column)
        });
        let mut all: Vec<Attribute> = Vec::new();
        for mut attribute in copied.chain(of_bases) {
            attribute.column.primary_key = false;
            attribute.column.unique = false;
            // What a key pointed to may be gone: `null=True, db_constraint=False`.
            if attribute.column.name.strip_suffix("_id") == Some(&attribute.name) {
                attribute.column.nullable = Some(true);
            }
            all.push(attribute);
        }
        all.extend(own);
        all
    }
}
