//! Lucid: models with their tables and columns, soft deletes and hooks that filter.

use crate::{
    app::{Attribute, Filter, FilterKind, Model},
    change::Column,
    expr::{Expr, Kind},
    modules::Modules,
    orm::{
        active_record::inflection::Inflections,
        script::{
            chain,
            decorator::{Member, arguments, given, members, word},
            heritage::Heritage,
            library,
            names::snake_case,
            object::{Object, constant},
        },
    },
    predicate::Predicate,
};

/// The name of the ORM.
const ORM: &str = "lucid";

/// The models of all modules.
pub fn models(modules: &Modules) -> Vec<Model> {
    modules.classes().filter_map(|(class, _)| model(modules, class)).collect()
}

fn says(
    modules: &Modules,
    module: usize,
    expr: &Expr,
    fact: &str,
    field: &str,
) -> Option<&'static str> {
    word(modules, module, expr, fact, ORM)?.get(field)
}

fn model(modules: &Modules, class: usize) -> Option<Model> {
    let heritage = Heritage::of(modules, class);
    let is_base = |(module, expr): &(usize, &Expr)| {
        says(modules, *module, expr, "declare", "as") == Some("base")
    };
    if !heritage.mixins.iter().any(is_base) {
        return None;
    }
    let known = modules.class(class);
    let place = modules.place(known.module, known.body.head);
    let mut model = Model::new(&known.body.name, ORM, &place);
    model.qualified = modules.qualified(class);
    let own = |name: &str| {
        heritage.classes.iter().find_map(|at| {
            let class = modules.class(*at);
            let named =
                |expr: &Expr| says(modules, class.module, expr, "setting", "name") == Some(name);
            Some((class.module, given(&class.body.body, &named)?))
        })
    };
    // A strategy of the application's own may name columns otherwise.
    let is_usual = own("names").is_none();
    model.table = match own("table") {
        Some((module, value)) => {
            model.table_place = Some(modules.place(module, value.span));
            constant(modules, module, value).and_then(Expr::text).map(str::to_owned)
        }
        None if is_usual => Some(Inflections::english().pluralize(&snake_case(&known.body.name))),
        None => None,
    };
    let mut columns: Vec<Attribute> = Vec::new();
    for at in heritage.classes.iter().rev() {
        for member in members(modules.class(*at)) {
            if let Some(found) = column(modules, &member) {
                if stays(modules, &member) {
                    model.hidden.push(found.name.clone());
                }
                columns.retain(|known| known.name != found.name);
                columns.push(found);
            }
        }
    }
    let mut filters = Vec::new();
    for (module, expr) in &heritage.mixins {
        if let Some(word) = library::word(modules, *module, expr, ORM) {
            let column = word.get("column").unwrap_or_default();
            let place = modules.place(*module, expr.span);
            filters.push(library::of_column(word, column, &place));
            // The mixin declares its column.
            if !columns.iter().any(|known| known.column.name == column) {
                let name = column.to_owned();
                let column = Column { name: name.clone(), place: Some(place), ..Column::default() };
                columns.push(Attribute::new(name, column));
            }
        }
    }
    let stored = |name: &str| match columns.iter().find(|known| known.name == name) {
        Some(known) => known.column.name.clone(),
        None => name.to_owned(),
    };
    for at in &heritage.classes {
        for member in members(modules.class(*at)) {
            filters.extend(hook(modules, &member, &stored));
        }
    }
    model.filters = filters;
    for filter in &mut model.filters {
        if filter.place.file != model.place.file {
            filter.via.push((format!("`{}` inherits it", model.name), model.place.clone()));
        }
    }
    model.attributes = is_usual.then_some(columns);
    Some(model)
}

fn column(modules: &Modules, member: &Member) -> Option<Attribute> {
    let decorator = member.decorators.iter().find(|decorator| {
        says(modules, member.module, decorator, "declare", "as") == Some("column")
    })?;
    let options = arguments(decorator).first();
    let options = options.and_then(|it| Object::read(modules, member.module, it));
    let option = |key: &str| {
        let (home, value) = options.as_ref()?.get(key)?;
        constant(modules, home, value)
    };
    let named = option("columnName").and_then(Expr::text);
    let column = Column {
        name: named.map_or_else(|| snake_case(member.name), str::to_owned),
        primary_key: option("isPrimary").is_some_and(|value| value.kind == Kind::Bool(true)),
        place: Some(modules.place(member.module, decorator.span)),
        ..Column::default()
    };
    Some(Attribute::new(member.name, column))
}

/// Whether rows that become JSON leave a column out: `@column({ serializeAs: null })`.
fn stays(modules: &Modules, member: &Member) -> bool {
    let given = member.decorators.iter().flat_map(|decorator| arguments(decorator).first());
    let mut given = given.filter_map(|options| Object::read(modules, member.module, options));
    given.any(|options| options.get("serializeAs").is_some_and(|(_, to)| to.kind == Kind::Null))
}

/// What a hook adds to queries: `query.whereNull('deleted_at')`.
fn hook(modules: &Modules, member: &Member, stored: &dyn Fn(&str) -> String) -> Option<Filter> {
    let decorator = member.decorators.iter().find(|decorator| {
        says(modules, member.module, decorator, "callback", "when") == Some("before-find")
    })?;
    let Kind::Decorated(_, inner) = &member.expr.kind else { return None };
    let Kind::Def(def) = &inner.kind else { return None };
    let statements = def.body.statements().iter();
    let found = statements.flat_map(|it| chain::conditions(modules, member.module, it, stored));
    let predicate = found.reduce(Predicate::and)?;
    Some(Filter {
        kind: FilterKind::Default,
        predicate,
        guards: Vec::new(),
        writes: Vec::new(),
        place: modules.place(member.module, decorator.span),
        via: Vec::new(),
        library: None,
        everywhere: false,
        soft_delete: None,
        table: None,
        constants: Vec::new(),
        label: decorator.name().unwrap_or_default().to_owned(),
    })
}
