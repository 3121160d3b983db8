//! Models that `define` and `init` make.

use super::{
    Origin, Source,
    attribute::{column, implied, is_attribute, is_virtual, key, plain, unstored},
    names,
    options::Options,
};
use crate::{
    app::Attribute,
    expr::{Call, Expr},
    modules::{Ancestor, Class, Modules, Symbol},
    orm::{
        last,
        script::{
            decorator::word,
            object::{Object, constant},
        },
    },
    source::Place,
};

/// Every model that a call makes.
pub(super) fn sources<'a>(modules: &Modules<'a>, shared: &Options<'a>) -> Vec<Source<'a>> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let made = expr.call().and_then(|call| made(modules, module, call, expr));
            found.extend(made.and_then(|made| source(modules, module, &made, shared)));
        });
    }
    found
}

/// A call that makes a model.
struct Made<'a> {
    origin: Origin,
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
    match word(modules, module, expr, "declare", super::ORM)?.get("as")? {
        "model" => {
            let name = constant(modules, module, call.arguments.first()?)?.text()?.to_owned();
            Some(Made {
                origin: Origin::Call(module, expr.span),
                known_as: vec![name.clone()],
                name,
                attributes: call.arguments.get(1)?,
                options: call.arguments.get(2),
                place: modules.place(module, expr.span),
            })
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
            let known = modules.class(class);
            let name = known.body.name.clone();
            is_model.then_some(Made {
                origin: Origin::Class(class),
                known_as: vec![name.clone(), "this".to_owned()],
                name,
                attributes: call.arguments.first()?,
                options: call.arguments.get(1),
                place: modules.place(known.module, known.body.head),
            })
        }
        _ => None,
    }
}

/// The innermost class around a piece of code.
fn around(modules: &Modules, module: usize, expr: &Expr) -> Option<usize> {
    let holds = |class: &Class| class.module == module && class.body.body.span.contains(&expr.span);
    let inside = modules.classes().filter(|(_, class)| holds(class));
    inside
        .min_by_key(|(_, class)| class.body.body.span.end - class.body.body.span.start)
        .map(|(at, _)| at)
}

fn source<'a>(
    modules: &Modules<'a>,
    module: usize,
    made: &Made<'a>,
    shared: &Options<'a>,
) -> Option<Source<'a>> {
    let attributes = Object::read(modules, module, made.attributes)?;
    if !attributes.pairs.iter().any(|(.., value)| is_attribute(value)) {
        return None;
    }
    let options = match made.options {
        Some(options) => Options::read(modules, module, options),
        None => Options::default(),
    };
    let options = options.or(&handed_on(modules, made.origin)).or(shared);
    let (mut columns, mut defaults, mut virtuals) = (Vec::new(), Vec::new(), Vec::new());
    for (name, home, value) in &attributes.pairs {
        if is_virtual(modules, *home, value) {
            virtuals.push(unstored(name, modules.place(*home, value.span)));
            continue;
        }
        let Some((mut attribute, default)) = column(modules, *home, name, value, &options) else {
            continue;
        };
        attribute.column.place = Some(modules.place(*home, attributes.place(name, value)));
        columns.push(attribute);
        defaults.extend(default.map(|default| (name.clone(), default)));
    }
    implied(&mut columns, &options, &made.place);
    associated(modules, module, made, &options, &mut columns);
    Some(Source {
        origin: made.origin,
        module,
        name: made.name.clone(),
        place: made.place.clone(),
        columns,
        virtuals,
        defaults,
        complete: attributes.complete,
        options,
        hooks: Vec::new(),
    })
}

/// What the parents of a class add to the options of whoever calls theirs:
/// `static init(attributes, options) { return super.init(attributes, { paranoid: true, ...options }) }`.
fn handed_on<'a>(modules: &Modules<'a>, origin: Origin) -> Options<'a> {
    let Origin::Class(class) = origin else { return Options::default() };
    let mut found = Options::default();
    for ancestor in modules.lineage(class).iter() {
        let Ancestor::Class(at) = ancestor else { continue };
        if *at == class {
            continue;
        }
        let parent: Class<'a> = *modules.class(*at);
        parent.body.body.walk(&mut |expr| {
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            let makes = word(modules, parent.module, expr, "declare", super::ORM)
                .is_some_and(|word| word.get("as") == Some("own-model"));
            let up = call.receiver.as_ref().and_then(Expr::name) == Some("super");
            if let (true, true, Some(options)) = (makes, up, call.arguments.get(1)) {
                found = found.clone().or(&Options::read(modules, parent.module, options));
            }
        });
    }
    found.without_table()
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
        let kind = word(modules, module, expr, "association", super::ORM)
            .and_then(|word| word.get("kind"));
        if kind != Some("belongs_to")
            || !own.is_some_and(|own| made.known_as.iter().any(|known| known == own))
        {
            return;
        }
        let place = modules.place(module, expr.span);
        let given = call.arguments.get(1).and_then(|given| Object::read(modules, module, given));
        let named = given.as_ref().and_then(|given| given.get("foreignKey"));
        let found = match named {
            Some((home, value)) => key(modules, home, value, options, &place),
            None => {
                let role = given.as_ref().and_then(|given| given.get("as"));
                let role = role.and_then(|(home, value)| constant(modules, home, value)?.text());
                let target = call.arguments.first().and_then(Expr::name);
                role.or(target).map(|name| plain(&names::key(name), options, Some(place)))
            }
        };
        let Some(found) = found else { return };
        let same =
            |known: &Attribute| known.name == found.name || known.column.name == found.column.name;
        if !columns.iter().any(same) {
            columns.push(found);
        }
    });
}
