//! What code gets for a column whose type or nullability changes, as its ORM and driver hand it over.

use super::Impact;
use crate::{
    app::Model,
    change::{Column, Op},
    column_type::ColumnType,
    database::Dialect,
    orm::statements,
};

/// A model whose code gets something else.
pub struct Surprised<'a> {
    /// The model.
    pub model: &'a Model,
    /// How it declares the column.
    pub declared: &'a Column,
}

impl<'a> Impact<'a> {
    /// A model whose drivers hand over the numbers of the new type as text, and those of the old one as
    /// numbers, with both types.
    pub fn digits(&self) -> Option<(Surprised<'a>, String, &'a str)> {
        let change = self.change();
        let (column, new) = (change.column.as_deref()?, change.sql_type.as_deref()?);
        let is_text = |written: &str| match ColumnType::of(written) {
            ColumnType::Numeric(_) => true,
            ColumnType::Integer(bytes) => {
                bytes > 4 && !matches!(self.app.dialect, Some(Dialect::MySql | Dialect::Sqlite))
            }
            _ => false,
        };
        let is_number = |written: &str| {
            matches!(ColumnType::of(written), ColumnType::Integer(_) | ColumnType::Float)
                && !is_text(written)
        };
        let surprised = self.declaring(column).find(|it| statements::gives_digits(it.model.orm))?;
        let table = self.known(column).and_then(|known| known.sql_type.clone());
        let old = table.or_else(|| surprised.declared.sql_type.clone())?;
        (is_number(&old) && is_text(new)).then_some((surprised, old, new))
    }

    /// A model that says a column is never NULL, where from now on it may be.
    pub fn nulls(&self) -> Option<Surprised<'a>> {
        let change = self.change();
        let column = change.column.as_deref().filter(|_| change.op == Op::AlterColumn)?;
        let was = self.known(column).is_none_or(|known| known.nullable != Some(true));
        if change.nullable != Some(true) || !was {
            return None;
        }
        self.declaring(column).find(|it| it.declared.nullable == Some(false))
    }

    /// The models of the table that declare a column.
    fn declaring(&self, column: &str) -> impl Iterator<Item = Surprised<'a>> {
        self.models().filter_map(move |model| {
            let mut declared = model.attributes.iter().flatten();
            let declared = declared.find(|known| known.column.name == column)?;
            Some(Surprised { model, declared: &declared.column })
        })
    }
}
