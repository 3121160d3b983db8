//! What classes tell the mapper besides columns: `__mapper_args__`.

use super::{models, names};
use crate::{
    app::{Attribute, Model},
    expr::{Expr, Kind},
    modules::Modules,
    predicate::{Literal, Value},
};

/// Takes in what a class says of inheritance and versions: itself, or by the first of its mixins that
/// says anything. `above` are the attributes of mapped parents.
pub fn settings(modules: &Modules, classes: &[usize], above: &[Attribute], model: &mut Model) {
    let said = classes.iter().find_map(|at| {
        let class = modules.class(*at);
        Some((class, models::member(class, "mapper-args")?))
    });
    let Some((class, value)) = said else { return };
    let place = |of: &Expr| modules.place(class.module, of.span);
    for (name, value) in pairs(value) {
        let column = || {
            let declared = model.attributes.iter().flatten().chain(above);
            column(value, declared).map(|column| (column, Some(place(value))))
        };
        match name {
            "polymorphic_on" => model.inheritance_column = column(),
            "version_id_col" => model.locking_column = column(),
            "polymorphic_identity" => {
                let text = || names::text(modules, class.module, value, &model_name(model));
                let literal = match &value.kind {
                    Kind::Number(number) => Some(Literal::Number(number.clone())),
                    Kind::Bool(flag) => Some(Literal::Bool(*flag)),
                    Kind::Null => continue,
                    _ => text().map(Literal::Text),
                };
                let unread = || Value::Runtime(value.name().unwrap_or("a constant").to_owned());
                let identity = literal.map_or_else(unread, Value::Literal);
                model.identity = Some((identity, place(value)));
            }
            _ => {}
        }
    }
    // A mapper raises for a row that tells no class, and looks for the version that it read.
    model.refuses_null = true;
}

fn model_name(model: &Model) -> String {
    crate::orm::last(&model.name).to_owned()
}

/// The settings of `{"version_id_col": version}` or `dict(version_id_col=version)`.
fn pairs(value: &Expr) -> Vec<(&str, &Expr)> {
    match &value.kind {
        Kind::Map(pairs) => {
            pairs.iter().filter_map(|(name, value)| Some((name.text()?, value))).collect()
        }
        Kind::Call(call) if call.name == "dict" => {
            call.options.iter().map(|(name, value)| (name.as_str(), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// The column that `"kind"`, `kind` or `cls.kind` names.
fn column<'a>(value: &Expr, mut declared: impl Iterator<Item = &'a Attribute>) -> Option<String> {
    let name = match &value.kind {
        Kind::Call(call) if call.called => return None,
        _ => value.text().or_else(|| value.name())?,
    };
    let attribute = declared.find(|known| known.name == name)?;
    Some(attribute.column.name.clone())
}
