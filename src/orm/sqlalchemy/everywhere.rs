//! Libraries that filter every table with a column of some name: sqlalchemy-easy-softdelete.

use super::names;
use crate::{
    app::{Filter, FilterKind, Model},
    expr::{Call, Expr},
    modules::Modules,
    predicate::{Predicate, Subject},
    source::Place,
};

/// A call that starts to filter every table.
#[derive(Clone, Debug)]
pub struct Everywhere {
    library: &'static str,
    column: String,
    /// Tables that are left alone.
    except: Vec<String>,
    place: Place,
}

/// The calls of all modules.
pub fn all(modules: &Modules) -> Vec<Everywhere> {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            let Some(call) = expr.call().filter(|call| call.called) else { return };
            found.extend(read(modules, module, expr, call));
        });
    }
    found
}

fn read(modules: &Modules, module: usize, expr: &Expr, call: &Call) -> Option<Everywhere> {
    let word = expr.word("scope").filter(|word| word.get("everywhere").is_some())?;
    let option = |field: &str| word.get(field).and_then(|name| call.option(name));
    let column = match option("column-option") {
        // Computed: which tables it filters is not known.
        Some(given) => names::text(modules, module, given, "")?,
        None => word.get("column")?.to_owned(),
    };
    let ignored = option("without").and_then(Expr::members).unwrap_or_default();
    let except = ignored.iter().filter_map(|table| {
        let table = table.call()?;
        names::text(modules, module, table.option("name").or_else(|| table.arguments.first())?, "")
    });
    Some(Everywhere {
        library: word.get("gem")?,
        column,
        except: except.collect(),
        place: modules.place(module, expr.span),
    })
}

impl Everywhere {
    /// The filter that it is for a model; `None` where the table has no such column or is left alone.
    pub fn filter(&self, model: &Model) -> Option<Filter> {
        let table = model.table.as_ref().filter(|_| !model.is_abstract)?;
        let columns = model.attributes.as_deref()?;
        let has = columns.iter().any(|column| column.column.name == self.column);
        if !has || self.except.contains(table) {
            return None;
        }
        Some(Filter {
            kind: FilterKind::Default,
            predicate: Predicate::IsNull(Subject::column(&self.column)),
            guards: Vec::new(),
            writes: Vec::new(),
            place: self.place.clone(),
            via: Vec::new(),
            library: Some(self.library),
            everywhere: true,
            soft_delete: None,
            table: None,
            constants: Vec::new(),
            label: self.library.to_owned(),
        })
    }
}
