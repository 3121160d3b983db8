//! Polymorphic associations: the column that says of which model the other row is.
//!
//! Source: `active_record/reflection.rb` and `associations/belongs_to_polymorphic_association.rb` (6.1 to
//! 8.1), measured: rows whose type is NULL are in no collection, and have no parent.

use super::Reader;
use crate::{
    app::{AssociationKind, Filter, FilterKind},
    expr::{Call, Expr},
    link::Located,
    orm::active_record::naming::TableName,
    predicate::{ColumnName, Compare, Literal, Predicate, Subject, Value},
};

impl Reader<'_, '_> {
    /// `has_many :comments, as: :commentable`, `belongs_to :commentable, polymorphic: true`
    pub(super) fn polymorphic_filters(&self, located: &Located, filters: &mut Vec<Filter>) {
        let Some(call) = located.member.expr.call() else { return };
        let Some(name) = call.arguments.first().and_then(Expr::text) else { return };
        let named = |option: &str| call.option(option).and_then(Expr::text).map(str::to_owned);
        let owns = located.member.expr.means("association", "kind") == Some("belongs-to");
        let as_name = match (owns, named("as")) {
            (true, _) if call.option("polymorphic").is_some() => name.to_owned(),
            (false, Some(other)) if call.option("through").is_none() => other,
            _ => return,
        };
        let type_column = named("foreign_type").unwrap_or_else(|| format!("{as_name}_type"));
        let key = named("foreign_key").unwrap_or_else(|| format!("{as_name}_id"));
        let subject = Subject::column(&type_column);
        let (predicate, value, table) = match owns {
            true => {
                let known = Predicate::Not(Box::new(Predicate::IsNull(subject)));
                (known, Value::Runtime("the class of the other row".to_owned()), None)
            }
            false => {
                let Some(table) = self.table_of(name, call, located) else { return };
                let value = Value::Literal(Literal::Text(self.base().to_owned()));
                (Predicate::Compare(subject, Compare::Eq, value.clone()), value, Some(table))
            }
        };
        let key_value = Value::Runtime("the key of the other row".to_owned());
        filters.push(Filter {
            kind: FilterKind::Association(name.to_owned()),
            predicate,
            constants: self.constants_of(&located.member.guards),
            label: FilterKind::POLYMORPHIC.to_owned(),
            guards: self.bound_guards(&located.member.guards),
            writes: vec![
                (ColumnName::new(None, &type_column), Some(value)),
                (ColumnName::new(None, &key), Some(key_value)),
            ],
            place: located.member.place.clone(),
            via: located.via.to_vec(),
            library: None,
            everywhere: false,
            soft_delete: None,
            table,
        });
    }

    /// The table of the model that a collection is of.
    fn table_of(&self, name: &str, call: &Call, located: &Located) -> Option<String> {
        let kind = match located.member.expr.means("association", "kind") {
            Some("has-one") => AssociationKind::HasOne,
            _ => AssociationKind::HasMany,
        };
        let target = self.association(kind, name, call, located).target?;
        match self.shared.namer.table(&target) {
            TableName::Known(table, _) => Some(table),
            TableName::Computed(_) | TableName::None => None,
        }
    }

    /// The class whose name the type column holds: the one at the top of single-table inheritance.
    fn base(&self) -> &str {
        let mut base = self.name;
        let mut seen = 0;
        while let Some(parent) = self.shared.graph.parent(base)
            && self.shared.graph.is_model(parent)
            && !self.shared.namer.is_abstract(parent)
            && seen < MAX_PARENTS
        {
            base = parent;
            seen += 1;
        }
        base
    }
}

/// How many models extend each other.
const MAX_PARENTS: usize = 20;
