//! Associations: the models that a model is connected with.

use super::Reader;
use crate::{
    app::{Association, AssociationKind},
    expr::{Call, Expr, Kind},
    link::Located,
    orm::active_record::naming::TableName,
};

impl Reader<'_, '_> {
    pub(super) fn associations(&self) -> Vec<Association> {
        let mut associations = Vec::new();
        for located in self.members {
            let Some(kind) = located.member.expr.means("association", "kind") else { continue };
            let Some(call) = located.member.expr.call() else { continue };
            let kind = match kind {
                "belongs-to" => AssociationKind::BelongsTo,
                "has-one" => AssociationKind::HasOne,
                _ => AssociationKind::HasMany,
            };
            for argument in &call.arguments {
                let Some(name) = argument.text() else { break };
                associations.push(self.association(kind, name, call, located));
            }
        }
        associations
    }

    pub(super) fn association(
        &self,
        kind: AssociationKind,
        name: &str,
        call: &Call,
        located: &Located,
    ) -> Association {
        let inflections = self.shared.inflections;
        let polymorphic =
            matches!(call.option("polymorphic").map(|option| &option.kind), Some(Kind::Bool(true)));
        let class_name = call
            .option("class_name")
            .or(call.option("class"))
            .and_then(|option| option.text().or(option.name()).map(str::to_owned));
        let target = class_name.unwrap_or_else(|| {
            let singular = match kind {
                AssociationKind::HasMany => inflections.singularize(name),
                _ => name.to_owned(),
            };
            inflections.camelize(&singular)
        });
        let through = call.option("through").is_some();
        let target = self
            .shared
            .graph
            .resolve(&target, &self.nesting())
            .filter(|target| !polymorphic && self.shared.graph.is_model(target))
            .map(str::to_owned);
        let key = call.option("foreign_key").and_then(Expr::text).map(str::to_owned);
        let foreign_key = match kind {
            _ if through => None,
            AssociationKind::BelongsTo => key.or_else(|| Some(format!("{name}_id"))),
            _ => key,
        };
        let counter = call.option("counter_cache").and_then(|option| {
            let named = match &option.kind {
                Kind::Bool(true) => None,
                Kind::Text(text) | Kind::Symbol(text) => Some(text.clone()),
                Kind::Map(pairs) => {
                    let value = |name: &str| {
                        pairs.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, v)| v)
                    };
                    if matches!(value("active").map(|v| &v.kind), Some(Kind::Bool(false))) {
                        return None;
                    }
                    value("column").and_then(Expr::text).map(str::to_owned)
                }
                _ => return None,
            };
            let (owner, column) = match kind {
                AssociationKind::BelongsTo => {
                    let last = self.name.rsplit("::").next().unwrap_or(self.name);
                    let plural = inflections.pluralize(&inflections.underscore(last));
                    (target.clone()?, named.unwrap_or_else(|| format!("{plural}_count")))
                }
                _ => (self.name.to_owned(), named.unwrap_or_else(|| format!("{name}_count"))),
            };
            match self.shared.namer.table(&owner) {
                TableName::Known(table, _) => Some((table, column)),
                _ => None,
            }
        });
        // `touch: true` sets `updated_at`, which a table may do without.
        let touches = call.option("touch").and_then(Expr::text).and_then(|column| {
            match self.shared.namer.table(target.as_deref()?) {
                TableName::Known(table, _) => Some((table, column.to_owned())),
                _ => None,
            }
        });
        let scope = call.arguments.iter().find(|argument| matches!(argument.kind, Kind::Lambda(_)));
        let unfiltered = scope.is_some_and(|scope| {
            scope.any(&|expr| expr.means("predicate", "call") == Some("unscoped"))
        });
        Association {
            kind,
            name: name.to_owned(),
            target,
            foreign_key,
            counter,
            touches,
            unfiltered,
            on_delete: call.option("dependent").and_then(Expr::text).map(str::to_owned),
            place: located.member.place.clone(),
        }
    }

    fn nesting(&self) -> Vec<String> {
        let mut nesting = self
            .shared
            .graph
            .openings(self.name)
            .first()
            .map(|class| class.nesting.clone())
            .unwrap_or_default();
        // `class Admin::User` finds `Admin::Post` through its own constant only, but Rails resolves
        // association names from the full name of the class outwards.
        let mut outer = self.name;
        let mut namespaces = vec![self.name.to_owned()];
        while let Some((namespace, _)) = outer.rsplit_once("::") {
            namespaces.push(namespace.to_owned());
            outer = namespace;
        }
        namespaces.reverse();
        nesting.extend(namespaces);
        nesting
    }
}
