//! Models that django-simple-history makes beside a model: a table for its old rows.
//!
//! Source: `simple_history/models.py` of django-simple-history 3.8 (`create_history_model`,
//! `copy_fields`, `get_extra_fields`).

use super::{
    apps::Apps,
    field,
    manager::assignments,
    model::{self, ModelClass},
};
use crate::{
    app::{Attribute, Model},
    change::Column,
    expr::{Call, Expr},
    modules::{Ancestor, Modules, Symbol},
    orm,
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
    let (label, _) = model.name.split_once('.').unwrap_or(("", &model.name));
    let label = records.text(modules, "app").unwrap_or_else(|| label.to_owned());
    let name = &modules.class(class.at).body.name;
    let history = records.model(modules, &label, name, class.attributes(), &place);
    Some(Model { keeps: Some(model.name.clone()), ..history })
}

/// The models of history that a module makes of models it need not own:
/// `register(User, records_class=Records, app=__package__)`.
pub fn registered(modules: &Modules, apps: &Apps) -> Vec<Model> {
    let mut found = Vec::new();
    for (module, known) in modules.modules() {
        for statement in known.program.statements() {
            let Some(call) = statement.call().filter(|call| call.name == "register") else {
                continue;
            };
            let of_library = modules
                .called_name(module, call)
                .is_some_and(|name| name.starts_with("simple_history."));
            if let Some(of) = call.arguments.first().filter(|_| of_library) {
                let place = modules.place(module, statement.span);
                found.extend(records_of(modules, apps, module, call, of, &place));
            }
        }
    }
    found
}

fn records_of(
    modules: &Modules,
    apps: &Apps,
    module: usize,
    call: &Call,
    of: &Expr,
    place: &Place,
) -> Option<Model> {
    let prepared =
        call.option("records_class").and_then(|class| match modules.resolve(module, class) {
            Symbol::Value(home, made) => Some((home, made.call()?)),
            _ => None,
        });
    let records = Records { module, call, prepared };
    let (keeps, attributes) = match modules.resolve(module, of) {
        Symbol::Class(at) => {
            let class = ModelClass::of(modules, at)?;
            (class.name(apps), class.attributes())
        }
        _ => {
            let full = modules.library_name(module, of)?;
            (orm::last(&full).to_owned(), model::library_columns(model::base_word(&full)?))
        }
    };
    let (label, name) = keeps.rsplit_once('.').unwrap_or(("", &keeps));
    let label = match (records.text(modules, "app"), records.option("app")) {
        (Some(app), _) => orm::last(&app).to_owned(),
        // `__package__`
        (None, Some(_)) => apps.label(&modules.dotted(module))?,
        (None, None) => label.to_owned(),
    };
    let history = records.model(modules, &label, name, attributes, place);
    Some(Model { keeps: Some(keeps), ..history })
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

    /// The model beside the one of a name.
    fn model(
        &self,
        modules: &Modules,
        label: &str,
        name: &str,
        attributes: Vec<Attribute>,
        place: &Place,
    ) -> Model {
        let own_name = format!("Historical{name}");
        let table = self.text(modules, "table_name");
        let table = table.unwrap_or_else(|| format!("{label}_{}", own_name.to_lowercase()));
        let mut history = Model::new(&format!("{label}.{own_name}"), "django", place);
        history.qualified = format!("{}.{own_name}", modules.dotted(self.module));
        history.table = Some(table);
        history.attributes = Some(self.columns(modules, attributes, place));
        history
    }

    fn columns(
        &self,
        modules: &Modules,
        attributes: Vec<Attribute>,
        place: &Place,
    ) -> Vec<Attribute> {
        let excluded: Vec<String> = self
            .option("excluded_fields")
            .map(|(module, value)| super::apps::texts(modules, module, value))
            .unwrap_or_default();
        let copied = attributes.into_iter().filter(|known| !excluded.contains(&known.name));
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
