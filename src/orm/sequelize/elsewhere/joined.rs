//! What associations do to the model at their other end, or between two.

use super::{Origin, Source, model_of};
use crate::{
    app::Attribute,
    expr::Expr,
    modules::{Modules, Symbol},
    orm::{
        script::{
            decorator::{arguments, members, thunk, word},
            object::Object,
        },
        sequelize::{ORM, attribute, decorated, names},
    },
};

/// `User.hasMany(Post, { foreignKey: 'userId' })`, `User.belongsToMany(Group, { through: GroupUser })`
pub(super) fn calls<'a>(modules: &Modules<'a>, sources: &mut [Source<'a>]) {
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            let kind = word(modules, module, expr, "association", ORM);
            let Some(kind) = kind.and_then(|word| word.get("kind")) else { return };
            let (Some(own), Some(target)) = (&call.receiver, call.arguments.first()) else {
                return;
            };
            let given = call.arguments.get(1).and_then(|it| Object::read(modules, module, it));
            match kind {
                "has_many" => {
                    let key = given.as_ref().and_then(|given| given.get("foreignKey"));
                    let own = model_of(modules, module, own, sources).map(|own| own.name.clone());
                    let Some(other) = model_of(modules, module, target, sources) else { return };
                    let place = modules.place(module, expr.span);
                    let found = match key {
                        Some((home, value)) => {
                            attribute::key(modules, home, value, &other.options, &place)
                        }
                        None => own.map(|own| {
                            attribute::plain(&names::key(&own), &other.options, Some(place))
                        }),
                    };
                    add(other, found);
                }
                "many_to_many" => {
                    let Some((home, through)) = given.as_ref().and_then(|it| it.get("through"))
                    else {
                        return;
                    };
                    let model = Object::read(modules, home, through).and_then(|it| it.get("model"));
                    let (home, through) = model.unwrap_or((home, through));
                    if let Some(between) = model_of(modules, home, through, sources) {
                        lose_key(between);
                    }
                }
                _ => {}
            }
        });
    }
}

/// `@HasMany(() => Post, 'userId')`, `@BelongsToMany(() => Group, () => GroupUser)`
pub(super) fn decorators(modules: &Modules, sources: &mut [Source]) {
    for (_, class) in modules.classes() {
        for member in members(class) {
            for decorator in member.decorators {
                let meaning = decorated::meaning(modules, member.module, decorator);
                let given = arguments(decorator);
                let (at, is_key) = match meaning.and_then(|word| word.get("as")) {
                    Some("has-many") => (0, true),
                    Some("many-to-many") => (1, false),
                    _ => continue,
                };
                let Some(other) = given.get(at).map(thunk) else { continue };
                let Some(other) = source_of(modules, member.module, other, sources) else {
                    continue;
                };
                if is_key {
                    let place = modules.place(member.module, decorator.span);
                    let found = given.get(1).and_then(|key| {
                        attribute::key(modules, member.module, key, &other.options, &place)
                    });
                    add(other, found);
                } else {
                    lose_key(other);
                }
            }
        }
    }
}

fn source_of<'s, 'a>(
    modules: &Modules,
    module: usize,
    name: &Expr,
    sources: &'s mut [Source<'a>],
) -> Option<&'s mut Source<'a>> {
    let Symbol::Class(class) = modules.resolve(module, name) else { return None };
    sources.iter_mut().find(|source| source.origin == Origin::Class(class))
}

fn add(source: &mut Source, found: Option<Attribute>) {
    let Some(found) = found else { return };
    let same =
        |known: &Attribute| known.name == found.name || known.column.name == found.column.name;
    if !source.columns.iter().any(same) {
        source.columns.push(found);
    }
}

/// A model between two others has their keys for its own, and no `id` that nobody declared.
fn lose_key(source: &mut Source) {
    let place = Some(&source.place);
    source.columns.retain(|known| known.name != "id" || known.column.place.as_ref() != place);
}
