//! Whole rows that leave a function: `values()`, `model_to_dict(…)`, loops over `_meta.fields`.

use std::collections::HashMap;

use super::{
    Classes, Function, of_function,
    rows::{Held, Shape, Subject},
};
use crate::{
    app::{Consumer, Reach, Taken},
    expr::{Call, Expr, Kind},
    finding::Confidence,
    source::{Place, Span},
    sql,
};

/// Where the value of an expression goes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way<'a> {
    /// To something that carries it away.
    Out(Reach),
    /// To the caller.
    Returned,
    /// Into a name.
    Bound(&'a str),
    /// Into a name, one column after the other.
    One(&'a str),
    /// Nowhere that is known.
    Lost,
}

/// Whose columns are taken.
#[derive(Clone, PartialEq)]
enum Source {
    /// Those of a model.
    Model(Subject),
    /// Those of tables that a query names.
    Tables(Vec<String>),
}

/// A whole row, or all of them.
struct Dump<'a> {
    source: Source,
    span: Span,
    says: &'static str,
    except: Vec<String>,
    shows: Reach,
    way: Way<'a>,
}

/// A loop over all columns of something.
#[derive(Clone)]
struct Loop<'a> {
    names: &'a [String],
    of: Subject,
    span: Span,
    except: Vec<String>,
}

struct Reader<'r, 'c, 'm, 'a> {
    classes: &'c Classes<'m, 'a>,
    held: &'r Held<'c, 'm, 'a>,
    module: usize,
    loops: Vec<Loop<'a>>,
    dumps: Vec<Dump<'a>>,
    /// Where the value of a name goes.
    leaves: HashMap<&'a str, Vec<Way<'a>>>,
}

/// Finds the dumps of a function.
pub fn read<'c, 'm, 'a>(
    classes: &'c Classes<'m, 'a>,
    function: &Function<'a>,
    held: &Held<'c, 'm, 'a>,
    found: &mut Vec<Consumer>,
) {
    // `__eq__`, `__getstate__`: protocols of the language keep values to themselves.
    if function.def.name.starts_with("__") {
        return;
    }
    let mut reader = Reader {
        classes,
        held,
        module: function.module,
        loops: Vec::new(),
        dumps: Vec::new(),
        leaves: HashMap::new(),
    };
    reader.visit(&function.def.body, Way::Lost);
    let mut consumers: Vec<(&Source, Consumer)> = Vec::new();
    for dump in &reader.dumps {
        let (reach, confidence) = match reader.end(dump.way) {
            Way::Out(reach) => (reach.min(dump.shows), Confidence::Certain),
            Way::Returned => (dump.shows, Confidence::Likely),
            Way::Bound(_) | Way::One(_) | Way::Lost => (dump.shows, Confidence::Possible),
        };
        let confidence = match (&dump.source, confidence) {
            (Source::Model(of), Confidence::Certain) => of.confidence,
            (Source::Model(of), _) if of.confidence < Confidence::Certain => Confidence::Possible,
            (_, confidence) => confidence,
        };
        let taken = Taken { except: dump.except.clone(), masks: Vec::new(), reach, confidence };
        let place = classes.modules.place(function.module, dump.span);
        match consumers.iter_mut().find(|(source, _)| source.is_same(&dump.source)) {
            Some((_, consumer)) => merge(consumer, dump.says, place, taken),
            None => {
                let models = match &dump.source {
                    Source::Model(subject) => held.models(subject),
                    Source::Tables(_) => Vec::new(),
                };
                let mut consumer = of_function(classes, function, models, place, dump.says);
                if let Source::Tables(tables) = &dump.source {
                    consumer.tables.clone_from(tables);
                }
                consumer.shows = Some(taken);
                consumers.push((&dump.source, consumer));
            }
        }
    }
    found.extend(consumers.into_iter().map(|(_, consumer)| consumer));
}

/// Adds a dump to what a function is known for: the surest one speaks.
fn merge(consumer: &mut Consumer, says: &'static str, place: Place, taken: Taken) {
    if consumer.shows.as_ref().is_none_or(|old| old.confidence < taken.confidence) {
        let before = std::mem::replace(&mut consumer.place, place);
        consumer.via.push((consumer.says.to_owned(), before));
        consumer.says = says;
        consumer.shows = Some(taken);
    } else {
        consumer.via.push((says.to_owned(), place));
    }
}

impl Source {
    fn is_same(&self, other: &Source) -> bool {
        match (self, other) {
            (Source::Model(one), Source::Model(other)) => one.class == other.class,
            _ => self == other,
        }
    }
}

impl<'a> Reader<'_, '_, '_, 'a> {
    fn visit(&mut self, expr: &'a Expr, way: Way<'a>) {
        if let Some(dump) = self.dump(expr, way) {
            self.dumps.push(dump);
            return;
        }
        match &expr.kind {
            Kind::Name(name) => {
                let ways = self.leaves.entry(name).or_default();
                if !ways.contains(&way) {
                    ways.push(way);
                }
            }
            Kind::Exit(Some(value)) => self.visit(value, Way::Returned),
            Kind::Assign(target, value) => {
                let way = match &target.kind {
                    Kind::Name(name) if !self.loops.is_empty() => Way::One(name),
                    _ => bound(target).map_or(Way::Lost, Way::Bound),
                };
                self.visit(value, way);
            }
            Kind::Sequence(statements) => {
                for statement in statements {
                    self.visit(statement, Way::Lost);
                }
            }
            Kind::If(condition, then, otherwise) => {
                self.visit(condition, Way::Lost);
                self.visit(then, way);
                self.visit(otherwise, way);
            }
            Kind::Call(call) => self.call(expr, call, way),
            // `row["email"]` is one value.
            Kind::Index(of, at) => {
                let whole = matches!(of.kind, Kind::Name(_)) || self.dump(of, way).is_some();
                let key = at.iter().any(|key| key.text().is_some());
                self.visit(of, if whole && key { Way::Lost } else { way });
            }
            Kind::Binary(left, operator, right) => {
                let joins = matches!(operator.as_str(), "+" | "|" | "||" | "&&");
                let way = if joins { way } else { Way::Lost };
                self.visit(left, way);
                self.visit(right, way);
            }
            Kind::List(_) | Kind::Map(_) | Kind::Splat(_) | Kind::Typed(..) => {
                for child in expr.children() {
                    self.visit(child, way);
                }
            }
            Kind::Def(_) | Kind::Class(_) | Kind::Decorated(..) => {}
            _ => {
                for child in expr.children() {
                    self.visit(child, Way::Lost);
                }
            }
        }
    }

    fn call(&mut self, expr: &'a Expr, call: &'a Call, way: Way<'a>) {
        let out = expr.means("outlet", "reach").and_then(Reach::named).filter(|_| call.called);
        let inner = match out {
            Some(reach) => Way::Out(reach),
            None => way,
        };
        if let Some(block) = &call.block {
            let columns = self.columns(call);
            let depth = self.loops.len();
            match (columns, &call.receiver, block.parameters.as_slice()) {
                (Some(columns), ..) => self.loops.push(columns),
                // The loop's variable is what goes on.
                (None, Some(list), [name]) if call.name != "filter" => {
                    self.visit(list, Way::Bound(name));
                }
                (None, Some(list), _) => self.visit(list, way),
                (None, None, _) => {}
            }
            let statement = call.name == "each";
            self.visit(&block.body, if statement { Way::Lost } else { way });
            self.loops.truncate(depth);
            return;
        }
        if let Some(receiver) = &call.receiver {
            let counts = expr
                .means
                .iter()
                .any(|word| word.fact == "access" && matches!(word.get("gives"), Some("other")));
            // `rows.append(row)`
            let grows = matches!(call.name.as_str(), "append" | "extend" | "add" | "insert");
            let name = bound(receiver).filter(|_| grows && call.called);
            // `self.__dict__.get("image")`
            let picks = matches!(call.name.as_str(), "get" | "pop") && !call.arguments.is_empty();
            let ends = counts || picks || !call.called || out.is_some();
            self.visit(receiver, if ends { Way::Lost } else { way });
            if let Some(name) = name {
                for argument in &call.arguments {
                    self.visit(argument, Way::Bound(name));
                }
                return;
            }
        }
        for argument in &call.arguments {
            // `Account(**fields)` is another row.
            let spread = matches!(argument.kind, Kind::Splat(_)) && out.is_none();
            self.visit(argument, if spread { Way::Lost } else { inner });
        }
        for (_, value) in &call.options {
            self.visit(value, inner);
        }
    }

    /// The loop that a call with a block is, where it goes over all columns.
    fn columns(&self, call: &'a Call) -> Option<Loop<'a>> {
        let mut list = call.receiver.as_ref()?;
        // `fields = self._meta.fields`
        if let Kind::Name(name) = &list.kind
            && let [value] = self.held.values(name)
        {
            list = value;
        }
        let mut except = Vec::new();
        while let Some(inner) = list.call()
            && inner.name == "filter"
            && let Some(block) = &inner.block
        {
            except.extend(self.left_out(&block.body)?);
            list = inner.receiver.as_ref()?;
        }
        let owner = self.classes.columns_of(list)?;
        let of = self.held.subject(owner).filter(|of| of.shape != Shape::Rows)?;
        let names = call.block.as_ref()?.parameters.as_slice();
        Some(Loop { names, of, span: list.span, except })
    }

    /// The names that a condition of such a loop leaves out; `None` where it keeps a list of names.
    fn left_out(&self, condition: &Expr) -> Option<Vec<String>> {
        let mut names = Vec::new();
        let mut keeps = false;
        condition.walk(&mut |part| {
            if let Kind::Binary(_, operator, right) = &part.kind {
                match operator.as_str() {
                    "not in" | "!=" => {
                        names.extend(self.classes.texts(self.module, right).unwrap_or_default());
                    }
                    "in" | "==" => keeps = true,
                    _ => {}
                }
            }
        });
        (!keeps).then_some(names)
    }

    fn dump(&self, expr: &'a Expr, way: Way<'a>) -> Option<Dump<'a>> {
        let call = expr.call()?;
        let special = self.of_columns(expr, call, way).or_else(|| self.of_query(expr, call, way));
        special.or_else(|| {
            let words = expr.means.iter().copied().filter(|word| word.fact == "consumer");
            words.into_iter().find_map(|word| {
                let subject = match word.get("shape")? {
                    "rows" => {
                        let asks = call.options.iter().any(|(name, _)| name != "named");
                        if !call.called || !call.arguments.is_empty() || asks {
                            return None;
                        }
                        let rows = self.held.subject(call.receiver.as_ref()?)?;
                        (rows.shape == Shape::Rows).then_some(rows)?
                    }
                    "object" => {
                        let row = self.held.subject(call.receiver.as_ref()?)?;
                        let library = word.get("from");
                        let ours = library.is_none_or(|library| {
                            call.called && self.classes.descends_from(row.class, library)
                        });
                        (row.shape == Shape::Row && ours).then_some(row)?
                    }
                    "argument" if call.called => {
                        if word.get("from").is_some() {
                            self.classes.word(self.module, expr, "argument")?;
                        }
                        let position = word.position("model")?;
                        if call.arguments.len() > position + 1 {
                            return None;
                        }
                        let of = call.arguments.get(position)?;
                        let of = of.members().and_then(<[Expr]>::first).unwrap_or(of);
                        self.held.subject(of).filter(|of| of.shape != Shape::Class)?
                    }
                    _ => return None,
                };
                if word.get_all("list").any(|name| call.option(name).is_some()) {
                    return None;
                }
                let excepted = word.get_all("except").find_map(|name| call.option(name));
                let mut except = match excepted {
                    Some(names) => self.classes.texts(self.module, names)?,
                    None => Vec::new(),
                };
                if word.get("uneditable").is_some() {
                    except.extend(self.classes.uneditable(subject.class));
                }
                Some(Dump {
                    source: Source::Model(subject),
                    span: expr.span,
                    says: "names no columns and so takes every one",
                    except,
                    shows: Reach::named(word.get("shows")?)?,
                    way,
                })
            })
        })
    }

    /// `getattr(self, field.name)` in a loop over all fields.
    fn of_columns(&self, expr: &'a Expr, call: &'a Call, way: Way<'a>) -> Option<Dump<'a>> {
        let reads = call.called
            && expr
                .means
                .iter()
                .any(|word| word.fact == "access" && word.get("gives") == Some("value"));
        if !reads {
            return None;
        }
        let around = self.loops.iter().rev().find(|around| {
            expr.any(&|part| matches!(&part.kind, Kind::Name(name) if around.names.contains(name)))
        })?;
        Some(Dump {
            source: Source::Model(around.of),
            span: around.span,
            says: "goes through every column",
            except: around.except.clone(),
            shows: Reach::Outside,
            way,
        })
    }

    /// `session.execute(text("SELECT * FROM articles"))`, `cursor.execute("SELECT * …")`
    fn of_query(&self, expr: &'a Expr, call: &'a Call, way: Way<'a>) -> Option<Dump<'a>> {
        let asks = call.called
            && expr
                .means
                .iter()
                .any(|word| word.fact == "consumer" && word.get("shape") == Some("query"));
        let text = call.arguments.first().filter(|_| asks)?;
        let (_, text) = self.classes.value(self.module, text);
        let tables = match &text.kind {
            Kind::Text(text) => sql::starred(text),
            Kind::Template(pieces) => {
                let pieces = pieces.iter().map(|piece| piece.text().unwrap_or("?"));
                sql::starred(&pieces.collect::<String>())
            }
            _ => return None,
        };
        // A cursor holds the rows that it asks for.
        let way = match (way, &call.receiver) {
            (Way::Lost, Some(cursor)) => bound(cursor).map_or(way, Way::Bound),
            _ => way,
        };
        (!tables.is_empty()).then_some(Dump {
            source: Source::Tables(tables),
            span: expr.span,
            says: "`*` takes every column",
            except: Vec::new(),
            shows: Reach::Outside,
            way,
        })
    }

    /// Where a way leads in the end: names are followed to where their values go.
    fn end(&self, way: Way<'a>) -> Way<'a> {
        let mut found = Way::Lost;
        let mut waiting = vec![way];
        let mut seen = Vec::new();
        while let Some(next) = waiting.pop() {
            match (next, found) {
                (Way::Out(reach), Way::Out(known)) => found = Way::Out(reach.max(known)),
                (Way::Out(_), _) | (Way::Returned, Way::Lost) => found = next,
                (Way::Bound(name) | Way::One(name), _) if !seen.contains(&next) => {
                    seen.push(next);
                    let ways = self.leaves.get(name).into_iter().flatten();
                    // The last of many columns is one value.
                    let one = matches!(next, Way::One(_));
                    let is_that_one = |way: &Way| [Way::Returned, Way::Bound(name)].contains(way);
                    waiting.extend(ways.filter(|way| !(one && is_that_one(way))));
                }
                _ => {}
            }
        }
        found
    }
}

/// The name that an assignment puts its value into: `data` in `data["all"] = …`.
fn bound(target: &Expr) -> Option<&str> {
    match &target.kind {
        Kind::Name(name) => Some(name),
        Kind::Index(of, _) | Kind::Typed(of, _) => bound(of),
        _ => None,
    }
}
