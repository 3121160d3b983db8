//! What the type of a column can hold, whatever dialect or ORM names it.

use crate::predicate::Literal;

/// A family of types; what is not listed is called by its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Whole numbers of so many bytes.
    Integer(u8),
    /// Decimal numbers, with the digits in all and after the point.
    Numeric(Option<(u32, u32)>),
    /// Numbers with a floating point.
    Float,
    /// Text of at most so many characters.
    Text(Option<u32>),
    /// A moment, with its time zone or without, where that is said.
    Timestamp(Option<bool>),
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// True or false.
    Boolean,
    /// JSON.
    Json,
    /// Many values of a type.
    Array(Box<ColumnType>),
    /// Another type, by its name.
    Other(String),
}

/// What one type becomes when it is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conversion {
    /// The same values, or no difference that is known.
    Same,
    /// Every value fits as it is.
    Wider,
    /// Every value gets another form, or it is not known what becomes of it.
    Other,
    /// Some values do not fit, or lose something.
    Narrower,
}

/// How long a type is that is read, in bytes: an array may hold arrays.
const MAX_WRITTEN: usize = 200;

/// How many characters a string has that has no limit of its own.
const STRING: u32 = 255;

impl ColumnType {
    /// The type that is written so.
    pub fn of(written: &str) -> ColumnType {
        let text = written.trim().to_lowercase();
        let inner = text
            .strip_suffix("[]")
            .or_else(|| text.strip_prefix("array(").and_then(|inner| inner.strip_suffix(')')));
        if let Some(inner) = inner {
            // Each level is shorter than the one around it.
            return match inner.len() < MAX_WRITTEN {
                true => ColumnType::Array(Box::new(ColumnType::of(inner))),
                false => ColumnType::Other(text),
            };
        }
        let (name, rest) = text.split_once('(').unwrap_or((&text, ""));
        let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
        let numbers: Vec<u32> =
            inside.split(',').filter_map(|number| number.trim().parse().ok()).collect();
        let name = name.trim();
        let zoned = match (name, after.trim()) {
            ("timestamptz" | "timestamp with time zone", _) | (_, "with time zone") => Some(true),
            ("timestamp without time zone", _) | (_, "without time zone") => Some(false),
            _ => None,
        };
        // `int unsigned`, and `UnsignedInt` of Prisma.
        let name = name.strip_prefix("unsigned").unwrap_or(name);
        let name = name.strip_suffix("unsigned").unwrap_or(name).trim();
        match name.strip_suffix("field").unwrap_or(name) {
            "tinyint"
            | "smallint"
            | "int2"
            | "smallserial"
            | "smallinteger"
            | "positivesmallinteger" => ColumnType::Integer(2),
            "int" | "integer" | "int4" | "serial" | "mediumint" | "positiveinteger" => {
                ColumnType::Integer(4)
            }
            "bigint" | "int8" | "bigserial" | "biginteger" | "positivebiginteger" => {
                ColumnType::Integer(8)
            }
            "decimal" | "numeric" | "money" => ColumnType::Numeric(match numbers.as_slice() {
                [digits] => Some((*digits, 0)),
                [digits, scale, ..] => Some((*digits, *scale)),
                [] => None,
            }),
            "float" | "real" | "double" | "double precision" | "float4" | "float8" => {
                ColumnType::Float
            }
            "varchar" | "character varying" | "nvarchar" | "char" | "character" => {
                ColumnType::Text(numbers.first().copied())
            }
            // Most tools that call a type so write a limit where none is given.
            "string" => ColumnType::Text(numbers.first().copied().or(Some(STRING))),
            "text" | "mediumtext" | "longtext" | "citext" => ColumnType::Text(None),
            "timestamp"
            | "timestamptz"
            | "datetime"
            | "timestamp with time zone"
            | "timestamp without time zone" => ColumnType::Timestamp(zoned),
            "date" | "dateonly" => ColumnType::Date,
            "time" | "timetz" => ColumnType::Time,
            "bool" | "boolean" => ColumnType::Boolean,
            "json" | "jsonb" => ColumnType::Json,
            _ => ColumnType::Other(text.clone()),
        }
    }

    /// Whether a constant can be compared with values of this type at all.
    pub fn takes(&self, literal: &Literal) -> bool {
        use ColumnType::{Boolean, Date, Float, Integer, Numeric, Time, Timestamp};
        match (self, literal) {
            (Timestamp(_) | Date | Time, Literal::Bool(_) | Literal::Number(_)) => false,
            (Timestamp(_) | Date | Time, Literal::Text(text)) => {
                text.contains(|c: char| c.is_ascii_digit())
            }
            (Integer(_) | Numeric(_) | Float, Literal::Text(text)) => {
                text.trim().parse::<f64>().is_ok()
            }
            (Boolean, Literal::Text(text)) => {
                let text = text.trim().to_lowercase();
                ["0", "1", "f", "false", "t", "true"].contains(&text.as_str())
            }
            _ => true,
        }
    }

    /// What becomes of values of this type in another.
    pub fn to(&self, other: &ColumnType) -> Conversion {
        use ColumnType::{Array, Date, Float, Integer, Numeric, Text, Time, Timestamp};
        match (self, other) {
            (old, new) if old == new => Conversion::Same,
            (Array(old), Array(new)) => old.to(new),
            (Integer(old), Integer(new)) if old < new => Conversion::Wider,
            (Integer(_), Integer(_)) => Conversion::Narrower,
            (Integer(_), Numeric(_)) => Conversion::Other,
            (Numeric(_), Integer(_)) | (Float, Integer(_) | Numeric(_)) | (Numeric(_), Float) => {
                Conversion::Narrower
            }
            (Numeric(Some((digits, scale))), Numeric(Some((new_digits, new_scale)))) => {
                match new_scale >= scale
                    && new_digits - new_scale.min(new_digits) >= digits - scale.min(digits)
                {
                    true => Conversion::Wider,
                    false => Conversion::Narrower,
                }
            }
            (Numeric(Some(_)), Numeric(None)) => Conversion::Wider,
            (Numeric(None), Numeric(Some(_))) => Conversion::Narrower,
            (Text(Some(old)), Text(Some(new))) if old > new => Conversion::Narrower,
            (Text(Some(_)), Text(_)) => Conversion::Wider,
            // Where no limit is written the dialect may have one.
            (Text(None), Text(Some(_))) => Conversion::Other,
            (Timestamp(None), Timestamp(_)) | (Timestamp(_), Timestamp(None)) => Conversion::Same,
            (Timestamp(_), Date | Time) => Conversion::Narrower,
            _ => Conversion::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ColumnType, Conversion};

    #[track_caller]
    fn becomes(old: &str, new: &str, what: Conversion) {
        assert_eq!(ColumnType::of(old).to(&ColumnType::of(new)), what, "{old} to {new}");
    }

    #[test]
    fn the_same_type_has_many_names() {
        becomes("integer", "INT4", Conversion::Same);
        becomes("character varying(20)", "varchar(20)", Conversion::Same);
        becomes("datetime", "timestamp(6)", Conversion::Same);
        becomes("string", "varchar(255)", Conversion::Same);
        becomes("double precision", "float", Conversion::Same);
        becomes("hstore", "HSTORE", Conversion::Same);
    }

    #[test]
    fn what_fits_is_wider_and_what_does_not_is_narrower() {
        becomes("integer", "bigint", Conversion::Wider);
        becomes("UnsignedInt", "bigint(20) unsigned", Conversion::Wider);
        becomes("bigint", "integer", Conversion::Narrower);
        becomes("varchar(20)", "text", Conversion::Wider);
        becomes("varchar(20)", "varchar(10)", Conversion::Narrower);
        becomes("text", "varchar(10)", Conversion::Other);
        becomes("decimal(8, 2)", "decimal(10, 2)", Conversion::Wider);
        becomes("decimal(8, 2)", "decimal(8, 4)", Conversion::Narrower);
        becomes("decimal(8, 2)", "integer", Conversion::Narrower);
        becomes("timestamp", "date", Conversion::Narrower);
        becomes("date", "timestamp", Conversion::Other);
        becomes("timestamp without time zone", "timestamptz", Conversion::Other);
        becomes("integer", "text", Conversion::Other);
        becomes("integer[]", "integer", Conversion::Other);
        becomes("array(string)", "array(string(1024))", Conversion::Wider);
        becomes("text", "string", Conversion::Other);
    }
}
