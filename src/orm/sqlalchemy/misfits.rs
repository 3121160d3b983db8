//! Declared columns with which a class cannot be built: kept names, and fields in the wrong order.

use crate::{
    app::{Attribute, misfit::Misfit},
    expr::{Expr, Kind},
    finding::Confidence,
    modules::{Ancestor, Class, Modules, Symbol},
    source::Place,
};

/// The misfits among the columns of a mapped class. `lineage` are its ancestors, itself first.
pub fn all(modules: &Modules, lineage: &[Ancestor], columns: &[Attribute]) -> Vec<Misfit> {
    let mut found = kept_names(modules, lineage, columns);
    found.extend(out_of_order(modules, lineage, columns));
    found
}

fn kept_names(modules: &Modules, lineage: &[Ancestor], columns: &[Attribute]) -> Vec<Misfit> {
    let mut found = Vec::new();
    for class in lineage.iter().filter_map(own) {
        let class = modules.class(class);
        for statement in class.body.body.statements() {
            let target = match &statement.kind {
                Kind::Assign(target, _) => target,
                _ => statement,
            };
            let name = match &target.kind {
                Kind::Typed(name, _) => name,
                _ => target,
            };
            let kept = name.means("declare", "as") == Some("kept-name");
            let column = name
                .name()
                .filter(|_| kept)
                .and_then(|name| columns.iter().find(|column| column.name == name));
            let Some(column) = column else { continue };
            found.push(Misfit {
                column: column.column.name.clone(),
                why: format!("SQLAlchemy before 2.1 keeps the name `{}` for itself", column.name),
                instead: format!(
                    "call the attribute otherwise: `{0}_ = mapped_column(\"{0}\")`",
                    column.name
                ),
                confidence: Confidence::Likely,
                unchecked: None,
                place: modules.place(class.module, name.span),
                via: Vec::new(),
            });
        }
    }
    found
}

fn own(ancestor: &Ancestor) -> Option<usize> {
    match ancestor {
        Ancestor::Class(class) => Some(*class),
        Ancestor::Library(_) => None,
    }
}

/// A parameter of the constructor that a dataclass gets.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    defaulted: bool,
    place: Place,
}

/// Dataclasses take fields in order, those of superclasses first, and one without default may not
/// follow one with. What was there before was in order: a field is a misfit where the others are.
fn out_of_order(modules: &Modules, lineage: &[Ancestor], columns: &[Attribute]) -> Vec<Misfit> {
    let fields = fields(modules, lineage).unwrap_or_default();
    let Some((early, late)) = violation(&fields) else { return Vec::new() };
    let misfit = |column: &Attribute| {
        let field = fields.iter().find(|field| field.name == column.name)?;
        let others: Vec<_> =
            fields.iter().filter(|field| field.name != column.name).cloned().collect();
        if violation(&others).is_some() {
            return None;
        }
        let other = if early.name == column.name { late } else { early };
        Some(Misfit {
            column: column.column.name.clone(),
            why: format!(
                "the field `{}` has no default and follows `{}`, which has one",
                late.name, early.name
            ),
            instead: "put fields with a default last, or give it `kw_only=True`".to_owned(),
            confidence: Confidence::Certain,
            unchecked: None,
            place: field.place.clone(),
            via: vec![("the other field".to_owned(), other.place.clone())],
        })
    };
    columns.iter().filter_map(misfit).collect()
}

/// A field with a default, and one without that follows it.
fn violation(fields: &[Field]) -> Option<(&Field, &Field)> {
    let (at, early) = fields.iter().enumerate().find(|(_, field)| field.defaulted)?;
    let late = fields.iter().skip(at).find(|field| !field.defaulted)?;
    Some((early, late))
}

/// The fields of a dataclass; `None` for other classes, and where one of them cannot be told.
fn fields(modules: &Modules, lineage: &[Ancestor]) -> Option<Vec<Field>> {
    let is_mark =
        |expr: &Expr| matches!(expr.means("declare", "as"), Some("dataclass" | "mapped-dataclass"));
    let mut fields: Vec<Field> = Vec::new();
    let mut is_one = false;
    for class in lineage.iter().rev().filter_map(own) {
        let class = modules.class(class);
        is_one |= class.body.parents.iter().chain(class.decorators).any(is_mark);
        let by_name =
            |options: &[(String, Expr)]| options.iter().any(|(name, _)| name == "kw_only");
        let marked = class.decorators.iter().filter_map(Expr::call);
        if by_name(&class.body.options) || marked.into_iter().any(|call| by_name(&call.options)) {
            return None;
        }
        for (name, field) in own_fields(modules, class)? {
            match (fields.iter().position(|known| known.name == name), field) {
                // A field that is declared again keeps its place.
                (Some(at), Some(field)) => {
                    if let Some(known) = fields.get_mut(at) {
                        *known = field;
                    }
                }
                (Some(at), None) => drop(fields.remove(at)),
                (None, Some(field)) => fields.push(field),
                (None, None) => {}
            }
        }
    }
    is_one.then_some(fields)
}

/// The typed names of a class body, each with the field that it is, if the constructor takes it by
/// position; `None` where one cannot be told.
fn own_fields(modules: &Modules, class: &Class) -> Option<Vec<(String, Option<Field>)>> {
    let mut found = Vec::new();
    for statement in class.body.body.statements() {
        let (target, value) = match &statement.kind {
            Kind::Assign(target, value) => (target.as_ref(), Some(value.as_ref())),
            _ => (statement, None),
        };
        let Kind::Typed(name, of) = &target.kind else { continue };
        let Kind::Index(outer, inner) = &of.kind else { continue };
        if outer.means("declare", "as") != Some("mapped") {
            continue;
        }
        // `Mapped[intpk]`: another module may say more of it.
        let alias = inner
            .first()
            .filter(|inner| matches!(modules.resolve(class.module, inner), Symbol::Value(..)));
        let name = name.name()?;
        let call = value.and_then(Expr::call).filter(|call| call.called);
        if alias.is_some() || (value.is_some() && call.is_none()) {
            return None;
        }
        let option = |name: &str| call.and_then(|call| call.option(name));
        let plain =
            |value: &Expr| matches!(value.means("declare", "as"), Some("column" | "relationship"));
        if value.is_some_and(|value| !plain(value)) || option("kw_only").is_some() {
            return None;
        }
        let outside = option("init").is_some_and(|init| matches!(init.kind, Kind::Bool(false)));
        let field = Field {
            name: name.to_owned(),
            defaulted: option("default").or_else(|| option("default_factory")).is_some(),
            place: modules.place(class.module, statement.span),
        };
        found.push((name.to_owned(), (!outside).then_some(field)));
    }
    Some(found)
}
