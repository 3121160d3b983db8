//! What variables hold, as far as the code says.

use std::collections::HashMap;

use crate::finding::Confidence;

/// What a piece of code gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A model.
    Class(usize),
    /// A row of a model.
    Row(usize),
    /// Rows of a model, or a query for them.
    Rows(usize),
    /// A form or builder for a row of a model.
    Form(usize),
    /// What is sent from outside for a row of a model.
    Input(usize),
    /// The value of a column of a model's row.
    Field(usize),
    /// A value that is no row.
    Value,
}

/// What a piece of code gives, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) of: Of,
    pub(super) sure: Confidence,
}

impl Of {
    /// The model that it is of.
    pub(super) fn model(self) -> Option<usize> {
        match self {
            Of::Class(at) | Of::Row(at) | Of::Rows(at) | Of::Form(at) | Of::Input(at) => Some(at),
            Of::Field(_) | Of::Value => None,
        }
    }
}

impl Typed {
    pub(super) fn certain(of: Of) -> Typed {
        Typed { of, sure: Confidence::Certain }
    }

    pub(super) fn likely(of: Of) -> Typed {
        Typed { of, sure: Confidence::Likely }
    }

    /// No surer than that.
    pub(super) fn at_most(self, sure: Confidence) -> Typed {
        Typed { sure: self.sure.min(sure), ..self }
    }

    /// The same with something else of what it is of.
    pub(super) fn with(self, of: Of) -> Typed {
        Typed { of, ..self }
    }
}

/// The variables of a piece of code, innermost last; `None` is a variable of which nothing is known.
#[derive(Default)]
pub(super) struct Scopes(Vec<Scope>);

#[derive(Default)]
struct Scope {
    names: HashMap<String, Option<Typed>>,
    /// What is around it is not seen from within.
    closed: bool,
}

impl Scopes {
    pub(super) fn open(&mut self, closed: bool) {
        self.0.push(Scope { names: HashMap::new(), closed });
    }

    pub(super) fn close(&mut self) {
        self.0.pop();
    }

    /// Gives a variable its value. What is assigned in an inner block stays after it.
    pub(super) fn set(&mut self, name: &str, value: Option<Typed>) {
        let visible = self.0.iter().rposition(|scope| scope.closed).unwrap_or(0);
        let known = self.0.iter_mut().skip(visible).rev();
        for scope in known {
            if let Some(old) = scope.names.get_mut(name) {
                *old = value;
                return;
            }
        }
        self.declare(name, value);
    }

    /// Makes a variable of the innermost block.
    pub(super) fn declare(&mut self, name: &str, value: Option<Typed>) {
        if let Some(scope) = self.0.last_mut() {
            scope.names.insert(name.to_owned(), value);
        }
    }

    /// What a variable holds; `None` where there is no such variable.
    pub(super) fn get(&self, name: &str) -> Option<Option<Typed>> {
        for scope in self.0.iter().rev() {
            if let Some(value) = scope.names.get(name) {
                return Some(*value);
            }
            if scope.closed {
                return None;
            }
        }
        None
    }
}
