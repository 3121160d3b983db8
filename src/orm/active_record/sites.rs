//! Whose columns the tests of an application ask for.

use std::collections::{BTreeSet, HashMap};

use super::inflection::Inflections;
use crate::{
    app::{Gate, Model},
    facts::FileFacts,
    finding::Confidence,
    gate,
    link::Graph,
};

/// Names of variables that hold any model or record.
const ANY_MODEL: &[&str] =
    &["base", "class", "klass", "model", "model_class", "object", "record", "resource", "subclass"];

/// Every test of a column's existence, tied to the tables it asks about.
pub fn gates(
    files: &[FileFacts],
    graph: &Graph,
    models: &[Model],
    inflections: &Inflections,
) -> Vec<Gate> {
    // A concern's code runs in every model that includes it.
    let mut within: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for model in models.iter().filter(|model| !model.is_abstract) {
        let Some(table) = &model.table else { continue };
        for name in graph.lineage_names(&model.name) {
            within.entry(name).or_default().insert(table);
        }
    }
    let tables_of = |name: &str| -> Vec<String> {
        within
            .get(name)
            .map(|tables| tables.iter().map(|table| (*table).to_owned()).collect())
            .unwrap_or_default()
    };
    let mut gates = Vec::new();
    for site in files.iter().flat_map(|facts| &facts.gates) {
        let Some(test) = gate::test(&site.expr) else { continue };
        // The body of an abstract class cannot ask for its own columns: it raises or is dead.
        let is_abstract =
            |name: &String| models.iter().any(|model| model.name == *name && model.is_abstract);
        if site.at_load
            && test.asks == gate::Asks::Own
            && site.class.as_ref().is_some_and(is_abstract)
        {
            continue;
        }
        let nesting: Vec<String> = site.class.iter().cloned().collect();
        let (tables, confidence) = match &test.asks {
            gate::Asks::Own => {
                (site.class.as_deref().map(tables_of).unwrap_or_default(), Confidence::Certain)
            }
            gate::Asks::Table(table) => (vec![table.clone()], Confidence::Certain),
            gate::Asks::Class(name) => {
                let found = graph.resolve(name, &nesting);
                (found.map(tables_of).unwrap_or_default(), Confidence::Certain)
            }
            gate::Asks::Variable(name) => {
                let class = inflections.camelize(&inflections.singularize(name));
                match graph.resolve(&class, &nesting).filter(|found| graph.is_model(found)) {
                    Some(found) => (tables_of(found), Confidence::Likely),
                    None if ANY_MODEL.contains(&name.as_str()) && !test.duck => {
                        let all: BTreeSet<_> =
                            within.values().flatten().map(|t| (*t).to_owned()).collect();
                        (all.into_iter().collect(), Confidence::Possible)
                    }
                    None => continue,
                }
            }
        };
        if tables.is_empty() {
            continue;
        }
        gates.push(Gate {
            expr: site.expr.clone(),
            class: site.class.clone(),
            method: site.method.clone(),
            tables,
            confidence,
            place: site.place.clone(),
        });
    }
    gates
}
