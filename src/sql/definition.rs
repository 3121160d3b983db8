//! Reads the definitions of columns and constraints.

use sqlparser::ast::{
    CheckConstraint, ColumnDef, ColumnOption, DataType, Expr, ForeignKeyConstraint,
    FunctionArguments, Ident, IndexColumn, TableConstraint,
};

use super::{
    constant::{Constant, constant},
    kept, name_of, parsed,
    split::{self, Kind},
    table_of,
};
use crate::{
    change::{Change, Column, DefaultValue, Op},
    database::Object,
    predicate::Literal,
    sql,
};

/// Words that begin an item of CREATE TABLE, or what follows ADD, that is not a column.
pub(super) const NOT_A_COLUMN: [&str; 15] = [
    "check",
    "constraint",
    "exclude",
    "foreign",
    "fulltext",
    "index",
    "key",
    "like",
    "partition",
    "period",
    "primary",
    "spatial",
    "table",
    "unique",
    "with",
];

/// The column of a definition, or `None` where the text is something else.
pub(super) fn column(text: &str) -> Option<Column> {
    let mut words = split::code(text);
    let name = words.next()?;
    let is_name = match name.kind {
        Kind::Word => {
            NOT_A_COLUMN.binary_search(&name.of(text).to_ascii_lowercase().as_str()).is_err()
        }
        Kind::Quoted => !name.of(text).starts_with(['\'', '$']),
        Kind::Symbol | Kind::Comment | Kind::Space => name.of(text) == "[",
    };
    if !is_name || text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Without a type, dialects take the next word for one.
    let rest = text.get(name.end..)?;
    let untyped = words.next().is_none_or(|next| {
        let words = ["null", "not", "default", "unique", "primary", "references", "check"];
        words.iter().any(|word| next.of(text).eq_ignore_ascii_case(word))
    });
    let placed = if untyped && name.kind != Kind::Symbol {
        format!("{} untyped {rest}", name.of(text))
    } else {
        text.to_owned()
    };
    let definition = parsed(&placed, |parser| parser.parse_column_def(), |_| true)?;
    let mut column = column_of(&definition.name, &definition.data_type, options(&definition));
    if untyped {
        column.sql_type = None;
    }
    Some(column)
}

/// PostgreSQL's dialect takes MySQL's `KEY name (column)` for a column named `key`.
pub(super) fn is_column(definition: &ColumnDef) -> bool {
    definition.name.quote_style.is_some()
        || NOT_A_COLUMN.binary_search(&name_of(&definition.name).as_str()).is_err()
        || !matches!(definition.data_type, DataType::Custom(..))
}

/// The definition of a column, as far as a dialect reads it.
pub(super) fn definition(item: &str) -> Option<ColumnDef> {
    parsed(
        item,
        |parser| parser.parse_column_def(),
        |definition| {
            definition.name.quote_style.is_some()
                || NOT_A_COLUMN.binary_search(&name_of(&definition.name).as_str()).is_err()
        },
    )
}

/// The column that a name, a type and its options define.
pub(super) fn column_of<'o>(
    name: &Ident,
    data_type: &DataType,
    options: impl IntoIterator<Item = &'o ColumnOption>,
) -> Column {
    let sql_type = type_of(data_type);
    let mut column = Column {
        name: kept(name),
        nullable: Some(true),
        default: DefaultValue::Unsaid,
        ..Column::default()
    };
    let mut required = false;
    if sql_type.as_deref().is_some_and(|name| name.contains("serial")) {
        column.default = DefaultValue::Function("nextval".to_owned());
        required = true;
    }
    for option in options {
        match option {
            ColumnOption::NotNull => required = true,
            ColumnOption::Default(expr) => column.default = default_of(expr),
            ColumnOption::PrimaryKey(_) => {
                required = true;
                column.primary_key = true;
            }
            ColumnOption::Unique(_) => column.unique = true,
            ColumnOption::Identity(_) => {
                column.default = DefaultValue::Function("identity".to_owned());
                required = true;
            }
            // A computed column may be NULL where what it is computed from is.
            ColumnOption::Generated { generation_expr: Some(expr), .. }
            | ColumnOption::Materialized(expr)
            | ColumnOption::Alias(expr) => {
                column.default = DefaultValue::Unknown(expr.to_string());
            }
            ColumnOption::Generated { .. } => {
                column.default = DefaultValue::Function("identity".to_owned());
                required = true;
            }
            ColumnOption::DialectSpecific(tokens) => {
                let counts = |word: &str| word.to_uppercase().starts_with("AUTO");
                if tokens.iter().any(|token| counts(&token.to_string())) {
                    column.default = DefaultValue::Function("auto_increment".to_owned());
                }
            }
            _ => {}
        }
    }
    if required {
        column.nullable = Some(false);
    }
    column.sql_type = sql_type;
    column
}

/// The type in lower case; the values of an ENUM stay as they are.
pub(super) fn type_of(data_type: &DataType) -> Option<String> {
    if *data_type == DataType::Unspecified {
        return None;
    }
    let written = data_type.to_string();
    let mut shown = String::new();
    for piece in split::pieces(&written) {
        match piece.kind {
            Kind::Quoted => shown.push_str(piece.of(&written)),
            Kind::Word | Kind::Symbol | Kind::Space | Kind::Comment => {
                shown.push_str(&piece.of(&written).to_lowercase());
            }
        }
    }
    Some(shown)
}

pub(super) fn default_of(expr: &Expr) -> DefaultValue {
    // MySQL and SQLite read double quotes around a default as those of a text.
    if let Expr::Identifier(Ident { value, quote_style: Some('"'), .. }) = expr {
        return DefaultValue::Literal(Literal::Text(value.clone()));
    }
    match constant(expr) {
        Constant::Null => DefaultValue::Null,
        Constant::Literal(literal) => DefaultValue::Literal(literal),
        Constant::NotNull(text) => DefaultValue::Function(text),
        Constant::Other(text) => DefaultValue::Unknown(text),
    }
}

pub(super) fn options(definition: &ColumnDef) -> impl Iterator<Item = &ColumnOption> {
    definition.options.iter().map(|option| &option.option)
}

/// What a generated column is computed from.
pub(super) fn generated(table: &str, definition: &ColumnDef) -> Option<Object> {
    options(definition).find_map(|option| match option {
        ColumnOption::Generated { generation_expr: Some(expr), .. } => {
            Some(sql::generated(table, &kept(&definition.name), &expr.to_string()))
        }
        _ => None,
    })
}

/// The constraints that stand in a column's definition.
pub(super) fn inline_steps<'o>(
    table: &'o str,
    column: &'o str,
    options: impl Iterator<Item = &'o ColumnOption> + 'o,
    reader: &'static str,
) -> impl Iterator<Item = Change> + 'o {
    options.filter_map(move |option| {
        let columns = vec![column.to_owned()];
        Some(match option {
            ColumnOption::Unique(_) => {
                Change { columns, ..Change::new(Op::AddUnique, table, reader) }
            }
            ColumnOption::PrimaryKey(_) => {
                Change { columns, ..Change::new(Op::ChangePrimaryKey, table, reader) }
            }
            ColumnOption::ForeignKey(key) => foreign_key(table, columns, key, reader),
            ColumnOption::Check(check) => Change { columns, ..check_step(table, check, reader) },
            _ => return None,
        })
    })
}

pub(super) fn constraint_step(
    table: &str,
    constraint: &TableConstraint,
    reader: &'static str,
) -> Option<Change> {
    let new = |op| Change::new(op, table, reader);
    Some(match constraint {
        TableConstraint::Unique(unique) => {
            let name = unique.name.as_ref().map(kept);
            Change { columns: indexed(&unique.columns), name, ..new(Op::AddUnique) }
        }
        TableConstraint::PrimaryKey(key) => {
            Change { columns: indexed(&key.columns), ..new(Op::ChangePrimaryKey) }
        }
        TableConstraint::ForeignKey(key) => foreign_key(table, names(&key.columns), key, reader),
        TableConstraint::Check(check) => check_step(table, check, reader),
        TableConstraint::Index(index) => {
            Change { columns: indexed(&index.columns), ..new(Op::AddIndex) }
        }
        TableConstraint::FulltextOrSpatial(index) => {
            Change { columns: indexed(&index.columns), ..new(Op::AddIndex) }
        }
        TableConstraint::PrimaryKeyUsingIndex(_) => new(Op::ChangePrimaryKey),
        // The index was unique before.
        TableConstraint::UniqueUsingIndex(_) => return None,
        TableConstraint::Exclude(exclude) => {
            Change { condition: Some(exclude.to_string()), ..new(Op::AddCheck) }
        }
    })
}

fn foreign_key(
    table: &str,
    columns: Vec<String>,
    key: &ForeignKeyConstraint,
    reader: &'static str,
) -> Change {
    Change {
        columns,
        to: Some(table_of(&key.foreign_table)),
        name: key.name.as_ref().map(kept),
        condition: key.on_delete.map(|action| format!("on delete {action}").to_lowercase()),
        ..Change::new(Op::AddForeignKey, table, reader)
    }
}

fn check_step(table: &str, check: &CheckConstraint, reader: &'static str) -> Change {
    Change {
        condition: Some(check.expr.to_string()),
        name: check.name.as_ref().map(kept),
        ..Change::new(Op::AddCheck, table, reader)
    }
}

/// What an index is over: names of columns, and expressions as they are written.
pub(super) fn indexed(columns: &[IndexColumn]) -> Vec<String> {
    let shown = |column: &IndexColumn| match &column.column.expr {
        Expr::Identifier(ident) => kept(ident),
        // MySQL indexes a prefix as `name(10)`.
        Expr::Function(function) if is_prefix(&function.args) => table_of(&function.name),
        expression => expression.to_string(),
    };
    columns.iter().map(shown).collect()
}

fn is_prefix(arguments: &FunctionArguments) -> bool {
    let text = arguments.to_string();
    text.len() > 2 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'(' | b')'))
}

fn names(idents: &[Ident]) -> Vec<String> {
    idents.iter().map(kept).collect()
}
