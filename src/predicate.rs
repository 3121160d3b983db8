//! Conditions on the rows of a table, and what SQL computes when it evaluates them.
//!
//! Existing rows are described by a [`Cell`] per column. SQL has three truth values, and often we do
//! not know which of them comes out; [`Truth`] is therefore the *set* of values that may.

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
};

/// A constant other than NULL.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Literal {
    /// A string, date or other quoted value.
    Text(String),
    /// A number as it is written.
    Number(String),
    /// TRUE or FALSE.
    Bool(bool),
}

/// What a row holds in one column.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cell {
    /// NULL.
    Null,
    /// This constant.
    Value(Literal),
    /// Something, but not NULL: `now()`, a generated key.
    NotNull,
    /// Anything, NULL included.
    Unknown,
}

/// A column as a condition names it. Names are lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnName {
    /// The table, where the condition says which.
    pub table: Option<String>,
    /// The column.
    pub name: String,
    /// Its name as it is written.
    pub written: Written,
}

/// How something is written, which tells no two things apart.
#[derive(Clone, Debug)]
pub struct Written(String);

impl PartialEq for Written {
    fn eq(&self, _: &Written) -> bool {
        true
    }
}

impl Eq for Written {}

impl Hash for Written {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl PartialOrd for Written {
    fn partial_cmp(&self, other: &Written) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Written {
    fn cmp(&self, _: &Written) -> Ordering {
        Ordering::Equal
    }
}

/// The left side of a comparison: a column, or `COALESCE(column, literal)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// The column.
    pub column: ColumnName,
    /// What stands in for NULL.
    pub if_null: Option<Literal>,
    /// A strict function of the column (`lower(x)`): NULL stays NULL, any other value is not known.
    pub through: Option<String>,
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// A constant.
    Literal(Literal),
    /// Something known when the query runs (`Time.now`, `Current.tenant.id`, `?`), taken not to be NULL.
    Runtime(String),
}

/// What stands in [`Value::Runtime`] for code that could not be read.
pub const UNREAD: &str = "…";

/// A comparison that yields NULL when its column is NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Compare {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// A condition that rows pass or fail.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Predicate {
    /// `column IS NULL`
    IsNull(Subject),
    /// `column op value`
    Compare(Subject, Compare, Value),
    /// `column IN (values)`; NULL is never a member, as in SQL.
    In(Subject, Vec<Value>),
    /// `column IS NOT DISTINCT FROM value`, `column IS TRUE`: never NULL.
    Same(Subject, Value),
    /// `NOT …`
    Not(Box<Predicate>),
    /// `… AND …`; empty is TRUE.
    All(Vec<Predicate>),
    /// `… OR …`; empty is FALSE.
    Any(Vec<Predicate>),
    /// A condition we know that we do not understand, as it is written.
    Opaque(String),
}

/// The truth values that may come out, a set of TRUE, FALSE and NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Truth(u8);

impl Truth {
    /// TRUE for certain.
    pub const TRUE: Truth = Truth(1);
    /// FALSE for certain.
    pub const FALSE: Truth = Truth(2);
    /// NULL for certain.
    pub const NULL: Truth = Truth(4);
    /// TRUE or FALSE.
    pub const KNOWN: Truth = Truth(3);
    /// Any of the three.
    pub const UNKNOWN: Truth = Truth(7);

    /// The row passes for certain.
    pub fn passes(self) -> bool {
        self == Truth::TRUE
    }

    /// The row fails for certain: FALSE and NULL both keep it out.
    pub fn fails(self) -> bool {
        self.0 & Truth::TRUE.0 == 0
    }

    fn members(self) -> impl Iterator<Item = Truth> {
        [Truth::TRUE, Truth::FALSE, Truth::NULL].into_iter().filter(move |t| self.0 & t.0 != 0)
    }

    fn not(self) -> Truth {
        let swap = |t| match t {
            Truth::TRUE => Truth::FALSE,
            Truth::FALSE => Truth::TRUE,
            other => other,
        };
        Truth(self.members().fold(0, |set, t| set | swap(t).0))
    }

    /// Combines each possible pair; `zero` is the value that decides alone, FALSE for AND, TRUE for OR.
    fn combine(self, other: Truth, zero: Truth) -> Truth {
        let mut set = 0;
        for a in self.members() {
            for b in other.members() {
                set |= match (a, b) {
                    _ if a == zero || b == zero => zero.0,
                    _ if a == Truth::NULL || b == Truth::NULL => Truth::NULL.0,
                    _ => zero.not().0,
                };
            }
        }
        Truth(set)
    }

    fn from(value: bool) -> Truth {
        if value { Truth::TRUE } else { Truth::FALSE }
    }
}

impl Value {
    /// What a row holds that this was written to.
    pub fn cell(&self) -> Cell {
        match self {
            Value::Literal(literal) => Cell::Value(literal.clone()),
            Value::Runtime(_) => Cell::NotNull,
        }
    }
}

/// What is known of a row: the columns that are not listed may hold anything.
pub type Row = BTreeMap<String, Cell>;

impl ColumnName {
    /// A column by its name, however it is written; the table is in lower case.
    pub fn new(table: Option<String>, name: &str) -> ColumnName {
        ColumnName { table, name: name.to_lowercase(), written: Written(name.to_owned()) }
    }
}

impl Subject {
    /// The column itself.
    pub fn column(name: &str) -> Subject {
        Subject { column: ColumnName::new(None, name), if_null: None, through: None }
    }

    fn cell(&self, row: &Row) -> Cell {
        let cell = row.get(&self.column.name).cloned().unwrap_or(Cell::Unknown);
        let cell = match (&self.through, cell) {
            (Some(_), Cell::Value(_)) => Cell::NotNull,
            (_, cell) => cell,
        };
        match (&self.if_null, cell) {
            (Some(literal), Cell::Null) => Cell::Value(literal.clone()),
            (_, cell) => cell,
        }
    }
}

impl Predicate {
    /// `column IS NULL`.
    pub fn is_null(column: &str) -> Predicate {
        Predicate::IsNull(Subject::column(column))
    }

    /// What SQL computes for such a row.
    pub fn truth(&self, row: &Row) -> Truth {
        match self {
            Predicate::IsNull(subject) => match subject.cell(row) {
                Cell::Null => Truth::TRUE,
                Cell::Value(_) | Cell::NotNull => Truth::FALSE,
                Cell::Unknown => Truth::KNOWN,
            },
            Predicate::Compare(subject, op, value) => compare(&subject.cell(row), *op, value),
            Predicate::In(subject, values) => values
                .iter()
                .map(|value| compare(&subject.cell(row), Compare::Eq, value))
                .reduce(|a, b| a.combine(b, Truth::TRUE))
                .unwrap_or(Truth::FALSE),
            Predicate::Same(subject, value) => match subject.cell(row) {
                Cell::Null => Truth::FALSE,
                Cell::Unknown => Truth::KNOWN,
                cell => compare(&cell, Compare::Eq, value),
            },
            Predicate::Not(inner) => inner.truth(row).not(),
            Predicate::All(parts) => parts
                .iter()
                .fold(Truth::TRUE, |all, part| all.combine(part.truth(row), Truth::FALSE)),
            Predicate::Any(parts) => parts
                .iter()
                .fold(Truth::FALSE, |any, part| any.combine(part.truth(row), Truth::TRUE)),
            Predicate::Opaque(_) => Truth::UNKNOWN,
        }
    }

    /// Both conditions; conjunctions are kept flat.
    pub fn and(self, other: Predicate) -> Predicate {
        let mut parts = Vec::new();
        for predicate in [self, other] {
            match predicate {
                Predicate::All(inner) => parts.extend(inner),
                single => parts.push(single),
            }
        }
        let mut known = Vec::new();
        parts.retain(|part| {
            let new = !known.contains(part);
            known.push(part.clone());
            new
        });
        if parts.len() == 1 { parts.remove(0) } else { Predicate::All(parts) }
    }

    /// The same condition with other columns in the place of its own.
    pub fn with_columns(&self, column: &dyn Fn(&ColumnName) -> ColumnName) -> Predicate {
        let of = |subject: &Subject| Subject { column: column(&subject.column), ..subject.clone() };
        self.mapped(&of, &Value::clone)
    }

    /// The same condition with other values in the place of its own.
    pub fn with_values(&self, value: &dyn Fn(&Value) -> Value) -> Predicate {
        self.mapped(&Subject::clone, value)
    }

    fn mapped(
        &self,
        subject: &dyn Fn(&Subject) -> Subject,
        value: &dyn Fn(&Value) -> Value,
    ) -> Predicate {
        let all =
            |parts: &[Predicate]| parts.iter().map(|part| part.mapped(subject, value)).collect();
        match self {
            Predicate::IsNull(of) => Predicate::IsNull(subject(of)),
            Predicate::Compare(of, op, with) => Predicate::Compare(subject(of), *op, value(with)),
            Predicate::In(of, values) => {
                Predicate::In(subject(of), values.iter().map(value).collect())
            }
            Predicate::Same(of, with) => Predicate::Same(subject(of), value(with)),
            Predicate::Not(inner) => Predicate::Not(Box::new(inner.mapped(subject, value))),
            Predicate::All(parts) => Predicate::All(all(parts)),
            Predicate::Any(parts) => Predicate::Any(all(parts)),
            Predicate::Opaque(text) => Predicate::Opaque(text.clone()),
        }
    }

    /// Every subject that the condition reads.
    pub fn subjects(&self) -> Vec<&Subject> {
        match self {
            Predicate::IsNull(subject)
            | Predicate::Compare(subject, ..)
            | Predicate::In(subject, _)
            | Predicate::Same(subject, _) => vec![subject],
            Predicate::Not(inner) => inner.subjects(),
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().flat_map(Predicate::subjects).collect()
            }
            Predicate::Opaque(_) => Vec::new(),
        }
    }

    /// The constants that a column is compared with.
    pub fn compared<'p>(&'p self, column: &str) -> Vec<&'p Literal> {
        let named = |subject: &Subject| subject.column.name.eq_ignore_ascii_case(column);
        let values: Vec<&'p Value> = match self {
            Predicate::Compare(subject, _, value) | Predicate::Same(subject, value)
                if named(subject) =>
            {
                vec![value]
            }
            Predicate::In(subject, values) if named(subject) => values.iter().collect(),
            Predicate::Not(inner) => return inner.compared(column),
            Predicate::All(parts) | Predicate::Any(parts) => {
                return parts.iter().flat_map(|part| part.compared(column)).collect();
            }
            _ => Vec::new(),
        };
        let literal = |value: &'p Value| match value {
            Value::Literal(literal) => Some(literal),
            Value::Runtime(_) => None,
        };
        values.into_iter().filter_map(literal).collect()
    }

    /// The parts of the condition that were not understood.
    pub fn opaque(&self) -> Vec<&str> {
        match self {
            Predicate::Opaque(text) => vec![text],
            Predicate::Not(inner) => inner.opaque(),
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().flat_map(Predicate::opaque).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn compare(cell: &Cell, op: Compare, value: &Value) -> Truth {
    match (cell, value) {
        (Cell::Null, _) => Truth::NULL,
        (Cell::Unknown, _) => Truth::UNKNOWN,
        (Cell::NotNull, _) | (_, Value::Runtime(_)) => Truth::KNOWN,
        (Cell::Value(left), Value::Literal(right)) => match left.order(right) {
            None => match (op, left.same(right)) {
                (Compare::Eq, Some(same)) => Truth::from(same),
                (Compare::Ne, Some(same)) => Truth::from(!same),
                _ => Truth::KNOWN,
            },
            Some(order) => Truth::from(match op {
                Compare::Eq => order.is_eq(),
                Compare::Ne => order.is_ne(),
                Compare::Lt => order.is_lt(),
                Compare::Le => order.is_le(),
                Compare::Gt => order.is_gt(),
                Compare::Ge => order.is_ge(),
            }),
        },
    }
}

impl Literal {
    /// The number that the value is or stands for, as databases cast it.
    fn number(&self) -> Option<f64> {
        match self {
            Literal::Number(text) => text.replace('_', "").parse().ok(),
            Literal::Bool(value) => Some(f64::from(u8::from(*value))),
            Literal::Text(text) => match text.to_lowercase().as_str() {
                "t" | "true" => Some(1.0),
                "f" | "false" => Some(0.0),
                other => other.parse().ok(),
            },
        }
    }

    /// The order of two values, or `None` where it depends on a collation or a type we do not know.
    fn order(&self, other: &Literal) -> Option<Ordering> {
        if let (Literal::Text(a), Literal::Text(b)) = (self, other) {
            return (a == b).then_some(Ordering::Equal);
        }
        self.number()?.partial_cmp(&other.number()?)
    }

    /// Whether two values are equal, or `None` where their types cannot be compared.
    fn same(&self, other: &Literal) -> Option<bool> {
        match (self, other) {
            (Literal::Text(a), Literal::Text(b)) => Some(a == b),
            _ => Some(self.number()? == other.number()?),
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Literal::Number(text) => f.write_str(text),
            Literal::Bool(value) => f.write_str(if *value { "TRUE" } else { "FALSE" }),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => f.write_str("NULL"),
            Cell::Value(literal) => literal.fmt(f),
            Cell::NotNull => f.write_str("a value"),
            Cell::Unknown => f.write_str("unknown"),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Literal(literal) => literal.fmt(f),
            Value::Runtime(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(table) = &self.table {
            write!(f, "{table}.")?;
        }
        f.write_str(&self.written.0)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let column = match &self.through {
            Some(function) => format!("{function}({})", self.column),
            None => self.column.to_string(),
        };
        match &self.if_null {
            Some(literal) => write!(f, "COALESCE({column}, {literal})"),
            None => f.write_str(&column),
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list =
            |values: &[Value]| values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
        match self {
            Predicate::IsNull(subject) => write!(f, "{subject} IS NULL"),
            // A pattern is a value that only the database can compare with.
            Predicate::Compare(subject, Compare::Eq, Value::Runtime(text))
                if text.starts_with("LIKE ") || text.starts_with("ILIKE ") =>
            {
                write!(f, "{subject} {text}")
            }
            Predicate::Compare(subject, op, value) => {
                let op = match op {
                    Compare::Eq => "=",
                    Compare::Ne => "<>",
                    Compare::Lt => "<",
                    Compare::Le => "<=",
                    Compare::Gt => ">",
                    Compare::Ge => ">=",
                };
                write!(f, "{subject} {op} {value}")
            }
            Predicate::In(subject, values) => write!(f, "{subject} IN ({})", list(values)),
            Predicate::Same(subject, value) => {
                write!(f, "{subject} IS NOT DISTINCT FROM {value}")
            }
            Predicate::Not(inner) => match inner.as_ref() {
                Predicate::IsNull(subject) => write!(f, "{subject} IS NOT NULL"),
                Predicate::In(subject, values) => {
                    write!(f, "{subject} NOT IN ({})", list(values))
                }
                other => write!(f, "NOT ({other})"),
            },
            Predicate::All(parts) if parts.is_empty() => f.write_str("TRUE"),
            Predicate::Any(parts) if parts.is_empty() => f.write_str("FALSE"),
            Predicate::All(parts) | Predicate::Any(parts) => {
                let word = if matches!(self, Predicate::All(_)) { " AND " } else { " OR " };
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(word)?;
                    }
                    match part {
                        Predicate::All(inner) | Predicate::Any(inner) if inner.len() > 1 => {
                            write!(f, "({part})")?;
                        }
                        _ => write!(f, "{part}")?,
                    }
                }
                Ok(())
            }
            Predicate::Opaque(text) => f.write_str(text),
        }
    }
}
