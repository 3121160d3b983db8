//! What takes the columns of a table without naming them.

use std::collections::BTreeMap;

use super::{Impact, MAX_PARENTS};
use crate::app::{Consumer, Model, Taken};

impl<'a> Impact<'a> {
    /// The consumers that take a column of the table without naming it, each with the model that it
    /// takes it from; `None` where it asks the database itself.
    pub fn consumers(&self, column: &str) -> Vec<(&'a Consumer, Option<&'a Model>)> {
        let models: BTreeMap<&str, &Model> = self
            .app
            .models
            .iter()
            .filter(|model| self.holds_table(model) && !self.ignores(model, column))
            .map(|model| (model.qualified.as_str(), model))
            .collect();
        let taken = |consumer: &'a Consumer| {
            let model = consumer.models.iter().find_map(|name| models.get(name.as_str()));
            let asks = consumer.tables.iter().any(|table| table == self.table());
            (model.is_some() || asks).then(|| (consumer, model.copied()))
        };
        self.app.consumers.iter().filter_map(taken).collect()
    }

    /// Whether a model's records have the columns of the table: as its own, or as those of a model
    /// that it extends.
    pub(super) fn holds_table(&self, model: &Model) -> bool {
        let mut next = Some(model);
        for _ in 0..MAX_PARENTS {
            let Some(model) = next else { return false };
            if model.table.as_deref() == Some(self.table()) {
                return true;
            }
            let above = model.parent.as_deref().or(model.proxy_of.as_deref());
            next = above.and_then(|name| self.app.model(name));
        }
        false
    }

    /// Whether what a consumer takes of a model includes the column.
    pub fn takes(&self, taken: &Taken, model: Option<&Model>, column: &str) -> bool {
        let mut declared = model.and_then(|model| model.attributes.as_ref()).into_iter().flatten();
        let attribute = declared.find(|known| known.column.name == column);
        let masked = || {
            let column = column.to_lowercase();
            taken.masks.iter().any(|part| column.contains(part.as_str()))
        };
        let left_out = taken.except.iter().any(|name| {
            name == column || attribute.is_some_and(|attribute| attribute.name == *name)
        });
        !left_out && !masked()
    }
}
