//! Tables as the steps of dumps and migrations leave them.

use std::collections::BTreeMap;

use super::{Column, ForeignKey, Table, Unique};
use crate::change::{Change, DefaultValue, Op};

/// The tables that a list of steps leaves behind.
pub fn tables(steps: &[Change]) -> BTreeMap<String, Table> {
    let mut tables = BTreeMap::new();
    for step in steps {
        apply(&mut tables, step);
    }
    tables
}

/// Does one step to the tables.
pub fn apply(tables: &mut BTreeMap<String, Table>, step: &Change) {
    let column = step.column.as_deref().unwrap_or_default();
    match step.op {
        Op::CreateTable => {
            let keys = step.definitions.iter().filter(|column| column.primary_key);
            let table = Table {
                primary_key: keys.map(|column| column.name.clone()).collect(),
                columns: step.definitions.clone(),
                place: step.place.clone(),
                complete: true,
                ..Table::default()
            };
            tables.insert(step.table.clone(), table);
        }
        Op::DropTable => {
            tables.remove(&step.table);
        }
        Op::RenameTable => {
            if let (Some(table), Some(to)) = (tables.remove(&step.table), &step.to) {
                tables.insert(to.clone(), table);
            }
        }
        Op::AddColumn => {
            // A step of a table that no dump shows still says that the column is there.
            let table = tables.entry(step.table.clone()).or_default();
            table.columns.retain(|known| known.name != column);
            table.columns.push(Column {
                name: column.to_owned(),
                sql_type: step.sql_type.clone(),
                nullable: step.nullable,
                default: step.default.clone(),
                primary_key: false,
                unique: false,
                points_to: None,
                place: step.place.clone(),
                given: step.client_default.clone(),
            });
        }
        Op::DropColumn => {
            if let Some(table) = tables.get_mut(&step.table) {
                table.columns.retain(|known| known.name != column);
                table.primary_key.retain(|name| name != column);
                table.unique.retain(|known| !known.columns.iter().any(|name| name == column));
            }
        }
        Op::RenameColumn => {
            let known = tables
                .get_mut(&step.table)
                .and_then(|table| table.columns.iter_mut().find(|known| known.name == column));
            let Some(to) = &step.to else { return };
            if let Some(known) = known {
                known.name.clone_from(to);
            }
            let Some(table) = tables.get_mut(&step.table) else { return };
            let unique = table.unique.iter_mut().flat_map(|unique| &mut unique.columns);
            let names = unique.chain(&mut table.primary_key);
            names.filter(|name| *name == column).for_each(|name| name.clone_from(to));
        }
        Op::AlterColumn => {
            let known = tables
                .get_mut(&step.table)
                .and_then(|table| table.columns.iter_mut().find(|known| known.name == column));
            let Some(known) = known else { return };
            if step.sql_type.is_some() {
                known.sql_type.clone_from(&step.sql_type);
            }
            known.nullable = step.nullable.or(known.nullable);
            if step.default != DefaultValue::Unsaid {
                known.default = step.default.clone();
            }
            if step.client_default != DefaultValue::Unsaid {
                known.given = step.client_default.clone();
            }
        }
        // Its other name came as the old one went.
        Op::AddUnique if step.to.is_some() => {}
        Op::AddUnique => {
            let table = tables.entry(step.table.clone()).or_default();
            table.unique.push(Unique {
                name: step.name.clone(),
                columns: step.columns.clone(),
                condition: step.condition.clone(),
                asked: false,
                place: step.place.clone(),
            });
        }
        Op::DropUnique if step.to.is_some() => {
            // The name of an index tells of the table as it was called when the index was made.
            let unique = tables.values_mut().flat_map(|table| &mut table.unique);
            for known in unique.filter(|known| known.name == step.name) {
                known.name.clone_from(&step.to);
            }
        }
        Op::DropUnique | Op::DropIndex => {
            // SQL drops an index by its name alone.
            let all = step.table.is_empty() && step.name.is_some();
            for (_, table) in tables.iter_mut().filter(|(name, _)| all || **name == step.table) {
                table.unique.retain(|known| !known.is_dropped_by(step));
            }
        }
        Op::AddForeignKey => {
            let table = tables.entry(step.table.clone()).or_default();
            let condition = step.condition.as_deref();
            let action = condition.and_then(|text| text.strip_prefix("on delete "));
            table.foreign_keys.push(ForeignKey {
                columns: step.columns.clone(),
                to: step.to.clone().unwrap_or_default(),
                on_delete: action.map(str::to_owned),
                place: step.place.clone(),
            });
        }
        Op::DropForeignKey => {
            if let Some(table) = tables.get_mut(&step.table) {
                table.foreign_keys.retain(|known| known.columns != step.columns);
            }
        }
        Op::ChangePrimaryKey => {
            if let Some(table) = tables.get_mut(&step.table) {
                table.primary_key.clone_from(&step.columns);
            }
        }
        Op::AddIndex
        | Op::AddCheck
        | Op::AddEnumValue
        | Op::AddFilter
        | Op::DropFilter
        | Op::ChangeFilter
        | Op::Opaque
        | Op::Define
        | Op::Backfill => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(op: Op, table: &str) -> Change {
        Change::new(op, table, "sql")
    }

    fn unique(name: &str, columns: &[&str]) -> Change {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        Change { name: Some(name.to_owned()), columns, ..step(Op::AddUnique, "users") }
    }

    #[test]
    fn a_unique_index_follows_its_columns() {
        let rename = Change {
            column: Some("mail".to_owned()),
            to: Some("email".to_owned()),
            ..step(Op::RenameColumn, "users")
        };
        let tables = tables(&[unique("by_mail", &["team_id", "mail"]), rename]);
        assert_eq!(tables["users"].unique[0].columns, ["team_id", "email"]);
    }

    #[test]
    fn a_unique_index_gets_another_name() {
        let name = Some("by_email".to_owned());
        let old = Some("by_mail".to_owned());
        let renames = [
            Change { name: old, to: name.clone(), ..step(Op::DropUnique, "users") },
            Change { name: name.clone(), to: name.clone(), ..step(Op::AddUnique, "users") },
        ];
        let tables = tables(&[[unique("by_mail", &["mail"])].as_slice(), &renames].concat());
        assert_eq!(tables["users"].unique.len(), 1);
        assert_eq!(tables["users"].unique[0].name, name);
        assert_eq!(tables["users"].unique[0].columns, ["mail"]);
    }

    #[test]
    fn a_unique_index_is_dropped_by_its_name_alone() {
        let drop = Change { name: Some("by_mail".to_owned()), ..step(Op::DropIndex, "") };
        let tables = tables(&[unique("by_mail", &["mail"]), unique("by_name", &["name"]), drop]);
        assert_eq!(tables["users"].unique.len(), 1);
        assert_eq!(tables["users"].unique[0].columns, ["name"]);
    }
}
