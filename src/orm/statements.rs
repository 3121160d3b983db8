//! Which columns the statements of an ORM name when the code names none.

/// What a client knows of a table while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statements {
    /// SELECT and INSERT name the columns that the model declares.
    Declared,
    /// SELECT takes `*`; writes go by the columns that the database had when the process started.
    Cached,
    /// SELECT takes `*`; writes name what they are given.
    Given,
}

/// ORMs by their names, sorted; measured by dropping a column under running code.
const STATEMENTS: &[(&str, Statements)] = &[
    ("active_record", Statements::Cached),
    ("bookshelf", Statements::Given),
    ("django", Statements::Declared),
    ("drizzle", Statements::Declared),
    ("flask_sqlalchemy", Statements::Declared),
    ("knex", Statements::Given),
    ("lucid", Statements::Given),
    ("mikro-orm", Statements::Given),
    ("objection", Statements::Given),
    ("peewee", Statements::Declared),
    ("pony", Statements::Declared),
    ("prisma", Statements::Declared),
    ("sequelize", Statements::Declared),
    ("sqlalchemy", Statements::Declared),
    ("sqlmodel", Statements::Declared),
    ("tortoise", Statements::Declared),
    ("typeorm", Statements::Declared),
    ("waterline", Statements::Declared),
];

/// What an ORM's statements name; `None` where it keeps no tables.
pub fn statements(orm: &str) -> Option<Statements> {
    let at = STATEMENTS.binary_search_by(|(name, _)| (*name).cmp(orm)).ok()?;
    STATEMENTS.get(at).map(|(_, statements)| *statements)
}

/// ORMs whose rows have the numbers that no number of JavaScript holds as the driver gives them, which
/// is as text; sorted.
///
/// Source: `pg` and `mysql2` give BIGINT and NUMERIC so; Prisma goes by its schema.
const DIGITS: &[&str] =
    &["bookshelf", "knex", "lucid", "mikro-orm", "objection", "sequelize", "typeorm", "waterline"];

/// Whether the rows of an ORM have long numbers as text.
pub fn gives_digits(orm: &str) -> bool {
    DIGITS.binary_search(&orm).is_ok()
}

/// ORMs whose client raises where a value is of another kind than the model declares; sorted.
///
/// Source: Prisma 7, `P2023` and `P2032`.
const STRICT: &[&str] = &["prisma"];

/// Whether an ORM raises where a value is of another kind than the model declares.
pub fn is_strict(orm: &str) -> bool {
    STRICT.binary_search(&orm).is_ok()
}

/// How a column is taken out of a model before it is dropped, step by step. `left_out` says that
/// INSERTs may leave it out as it stands.
///
/// Source: `ignored_columns` of Active Record, `SeparateDatabaseAndState` of Django.
pub fn taken_out(orm: &str, model: &str, column: &str, left_out: bool) -> Vec<String> {
    let first = "let the column be NULL or give it a default in the database, so that INSERTs may leave it out";
    let first = (!left_out).then(|| first.to_owned());
    let steps = match orm {
        "active_record" => {
            return vec![
                format!("add `self.ignored_columns += [\"{column}\"]` to `{model}`, remove its uses, and deploy that everywhere"),
                "drop the column in the next release".to_owned(),
                "take the line out of `ignored_columns` in the release after that".to_owned(),
            ];
        }
        "django" => [
            "take the field out of the model with `SeparateDatabaseAndState(state_operations=[…])`, and deploy that everywhere".to_owned(),
            "drop the column with `database_operations` in the next release".to_owned(),
        ],
        _ => [
            format!("take `{column}` out of `{model}` while the column stays, and deploy that everywhere"),
            "drop the column in the next release".to_owned(),
        ],
    };
    first.into_iter().chain(steps).collect()
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, STATEMENTS};

    #[test]
    fn the_table_is_sorted() {
        assert!(STATEMENTS.is_sorted_by_key(|(name, _)| *name));
        assert!(DIGITS.is_sorted());
    }
}
