//! A walk over the functions of a module: where whole rows leave, and where what is sent is stored.

use super::{
    asks,
    callee::Callee,
    clauses,
    found::{Does, Found, Take},
    joins,
    known::Known,
    makes, reached,
    reader::{LANGUAGE, MAX_STEPS, Reader},
    serialized::{self, Answer},
    value::{Held, Rows},
};
use crate::{
    app::Reach,
    expr::{Call, Expr, Kind, Lambda, Word},
    finding::Confidence,
    orm::script::{decorator::line, object::Object},
    source::Span,
};

/// Through how many functions what is sent is followed.
const MAX_CALLS: usize = 4;

/// What becomes of what a function gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gives {
    /// It is sent to whoever asked.
    Out(Confidence),
    /// Its caller has it.
    Back,
    /// It stays within another function.
    Inside,
}

/// A function that is being read.
struct Frame {
    name: String,
    what: &'static str,
    gives: Gives,
    answer: Answer,
}

impl Frame {
    /// A function whose rows go as they are.
    fn new(name: String, what: &'static str, gives: Gives) -> Frame {
        Frame { name, what, gives, answer: Answer::Whole }
    }
}

struct Walker<'k, 'm, 'a, 'f> {
    reader: Reader<'k, 'm, 'a>,
    found: &'f mut Found,
    frames: Vec<Frame>,
    calls: usize,
    /// The code is what something else is called on.
    within: bool,
}

/// Reads a module.
pub fn module(known: &Known, module: usize, found: &mut Found) {
    let program = known.modules.module(module).program;
    let mut walker = Walker {
        reader: Reader::new(known, module),
        found,
        frames: Vec::new(),
        calls: 0,
        within: false,
    };
    walker.statement(program);
    for (at, class) in known.modules.classes().filter(|(_, class)| class.module == module) {
        let mut reader = Reader::new(known, module);
        reader.class = Some(at);
        let mut walker = Walker {
            reader,
            found: &mut *walker.found,
            frames: Vec::new(),
            calls: 0,
            within: false,
        };
        walker.members(&class.body.body, &known.modules.qualified(at));
    }
}

impl<'a> Walker<'_, '_, 'a, '_> {
    fn members(&mut self, body: &'a Expr, class: &str) {
        for member in body.statements() {
            let (decorators, inner): (&'a [Expr], &'a Expr) = match &member.kind {
                Kind::Decorated(decorators, inner) => (decorators, inner),
                _ => (&[], member),
            };
            match &inner.kind {
                Kind::Def(def) => {
                    let handles = decorators.iter().any(|it| self.is_handler(it));
                    let known = self.reader.known;
                    let (module, own) = (self.reader.module, self.reader.class);
                    let frame = match handles {
                        false => Frame::new(format!("{class}.{}", def.name), "method", Gives::Back),
                        true => Frame {
                            gives: Gives::Out(Confidence::Certain),
                            answer: serialized::of_method(known, module, own, decorators),
                            ..Frame::new(format!("{class}.{}", def.name), "method", Gives::Back)
                        },
                    };
                    let parameters = def.parameters.iter().map(|(name, _)| name.as_str());
                    self.function(frame, parameters.collect(), &def.body);
                }
                Kind::Assign(target, value) => {
                    if let Kind::Lambda(lambda) = &value.kind {
                        let name = target.name().unwrap_or_default();
                        let name = format!("{class}.{name}");
                        let frame = Frame::new(name, "method", Gives::Back);
                        self.lambda(frame, lambda, None);
                    } else {
                        self.statement(value);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a chain says what is answered: `procedure.output(schema).query(…)`.
    fn is_shaped(&self, call: &Call) -> bool {
        let mut before = call.receiver.as_ref();
        while let Some(Expr { kind: Kind::Call(inner), .. }) = before {
            let names =
                before.is_some_and(|it| self.reader.known.word(it, "names", LANGUAGE).is_some());
            if names && inner.called {
                return true;
            }
            before = inner.receiver.as_ref();
        }
        false
    }

    fn is_handler(&self, decorator: &Expr) -> bool {
        self.reader.known.word(decorator, "handler", LANGUAGE).is_some()
    }

    fn function(&mut self, frame: Frame, parameters: Vec<&'a str>, body: &'a Expr) {
        let mark = self.reader.scopes.len();
        for name in parameters {
            self.reader.parameter(name, None);
        }
        self.frames.push(frame);
        self.statement(body);
        self.frames.pop();
        self.reader.scopes.truncate(mark);
    }

    fn lambda(&mut self, frame: Frame, lambda: &'a Lambda, first: Option<Held>) {
        let mark = self.reader.scopes.len();
        self.reader.enter(lambda, first);
        self.frames.push(frame);
        self.statement(&lambda.body);
        if !matches!(lambda.body.kind, Kind::Sequence(_)) {
            self.given(&lambda.body);
        }
        self.frames.pop();
        self.reader.scopes.truncate(mark);
    }

    /// The name of something that the module or the class around it defines.
    fn name(&self, name: &str) -> String {
        match self.frames.last() {
            Some(frame) => frame.name.clone(),
            None if name.is_empty() => self.module(),
            None => self.reader.known.modules.qualify(self.reader.module, name),
        }
    }

    /// The name of the module; that of its file where it is the first one of the application.
    fn module(&self) -> String {
        let (modules, module) = (self.reader.known.modules, self.reader.module);
        match modules.dotted(module) {
            path if path.is_empty() => {
                let file = modules.module(module).file;
                let name = file.rsplit('/').next().unwrap_or(file);
                name.split('.').next().unwrap_or(name).to_owned()
            }
            path => path,
        }
    }

    /// A function that is given a name.
    fn named(&mut self, name: &str, value: &'a Expr) {
        let is_page = self.reader.known.word(value, "handler", LANGUAGE).is_some();
        let gives = if is_page { Gives::Out(Confidence::Certain) } else { Gives::Back };
        let frame = Frame::new(self.name(name), "function", gives);
        match &value.kind {
            Kind::Lambda(lambda) => self.lambda(frame, lambda, None),
            Kind::Def(def) => {
                let parameters = def.parameters.iter().map(|(name, _)| name.as_str());
                self.function(frame, parameters.collect(), &def.body);
            }
            // `list: procedure.query(async () => …)`
            Kind::Call(_) if self.frames.is_empty() => {
                self.frames.push(Frame { gives: Gives::Inside, ..frame });
                self.statement(value);
                self.frames.pop();
            }
            // … as one of `router({ list: … })`
            Kind::Call(_) if !name.is_empty() && self.is_handler(value) => {
                let name = format!("{}.{name}", frame.name);
                self.frames.push(Frame { name, gives: Gives::Inside, ..frame });
                self.statement(value);
                self.frames.pop();
            }
            _ => self.statement(value),
        }
    }

    fn statement(&mut self, expr: &'a Expr) {
        match &expr.kind {
            // Classes are read by themselves.
            Kind::Class(_) | Kind::Import(_) => {}
            Kind::Decorated(_, inner) => self.statement(inner),
            Kind::Def(def) => self.named(&def.name, expr),
            Kind::Lambda(lambda) => {
                let frame = Frame::new(self.name(""), "function", Gives::Inside);
                self.lambda(frame, lambda, None);
            }
            Kind::Assign(target, value) => {
                let name = target.name().unwrap_or_default();
                self.named(name, value);
                self.assigned(target, value);
                self.reader.effect(expr);
            }
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    match (&key.kind, key.text()) {
                        (Kind::Splat(inner), _) => self.statement(inner),
                        (_, name) => self.named(name.unwrap_or_default(), value),
                    }
                }
            }
            Kind::Exit(Some(value)) => {
                self.statement(value);
                self.given(value);
            }
            Kind::Call(call) => {
                self.call(expr, call);
                self.reader.effect(expr);
            }
            _ => expr.each_child(&mut |child| self.statement(child)),
        }
    }

    fn call(&mut self, expr: &'a Expr, call: &'a Call) {
        let last = !std::mem::replace(&mut self.within, true);
        if let Some(receiver) = &call.receiver {
            self.statement(receiver);
        }
        self.within = false;
        let route = route(call);
        let answer = self.answer(call);
        for argument in &call.arguments {
            match &argument.kind {
                Kind::Lambda(lambda) => {
                    let (name, what, gives) = match &route {
                        Some(route) => (route.clone(), "handler", Gives::Out(Confidence::Likely)),
                        None if self.is_handler(expr) && !self.is_shaped(call) => {
                            (self.name(""), "procedure", Gives::Out(Confidence::Likely))
                        }
                        None => (self.name(""), self.what(), Gives::Inside),
                    };
                    let first = self.handed(expr, call);
                    self.lambda(Frame { answer, ..Frame::new(name, what, gives) }, lambda, first);
                }
                // `fastify.route({ schema, handler: async () => … })`
                _ if answer == Answer::Named => {
                    let frame =
                        Frame { answer, ..Frame::new(self.name(""), self.what(), Gives::Inside) };
                    self.frames.push(frame);
                    self.statement(argument);
                    self.frames.pop();
                }
                _ => self.statement(argument),
            }
        }
        if let Some(block) = &call.block {
            let mark = self.reader.scopes.len();
            let list = call.receiver.as_ref().map(|list| self.reader.held(list));
            self.reader.enter(block, list);
            self.statement(&block.body);
            self.reader.scopes.truncate(mark);
        }
        if !call.called {
            return;
        }
        if let Some(reach) = expr.means("outlet", "reach").and_then(Reach::named) {
            for argument in &call.arguments {
                self.leaves(argument, reach, expr.span);
            }
        }
        self.stored(expr, call);
        for access in reached::of_call(&mut self.reader, expr, call, last) {
            if !self.found.accesses.contains(&access) {
                self.found.accesses.push(access);
            }
        }
        let reached = reached::by_name(&self.reader, expr, call);
        for naming in makes::of_call(&mut self.reader, expr, call).into_iter().chain(reached) {
            if !self.found.namings.contains(&naming) {
                self.found.namings.push(naming);
            }
        }
        for clause in clauses::of_call(&mut self.reader, expr, call, last) {
            if !self.found.clauses.contains(&clause) {
                self.found.clauses.push(clause);
            }
        }
        let asked = asks::of_call(&mut self.reader, expr, call);
        let joined = joins::of_call(&mut self.reader, expr, call);
        for asked in asked.into_iter().chain(joined) {
            if !self.found.queries.contains(&asked) {
                self.found.queries.push(asked);
            }
        }
    }

    /// What becomes of the answers of functions that a call is given.
    fn answer(&self, call: &'a Call) -> Answer {
        match serialized::is_named(self.reader.known.modules, self.reader.module, call) {
            true => Answer::Named,
            false => Answer::Whole,
        }
    }

    /// What a method of lists or promises gives to its function.
    fn handed(&mut self, expr: &'a Expr, call: &'a Call) -> Option<Held> {
        self.reader.known.word(expr, "each", LANGUAGE)?;
        Some(self.reader.held(call.receiver.as_ref()?))
    }

    fn what(&self) -> &'static str {
        self.frames.last().map_or("module", |frame| frame.what)
    }

    /// `ctx.body = user`
    fn assigned(&mut self, target: &'a Expr, value: &'a Expr) {
        let Some(word) = target.word("outlet") else { return };
        let from = target.call().and_then(|call| call.receiver.as_ref()).and_then(Expr::name);
        let fits = from.is_some_and(|from| word.get_all("of").any(|of| of == from));
        if let (true, Some(reach)) = (fits, word.get("reach").and_then(Reach::named)) {
            self.leaves(value, reach, target.span);
        }
    }

    fn add(&mut self, does: Does, rows: Rows, sure: Confidence, span: Span, says: &'static str) {
        let (name, what) = match self.frames.last() {
            Some(frame) if !frame.name.is_empty() => (frame.name.clone(), frame.what),
            _ => (self.module(), "module"),
        };
        let place = self.reader.known.modules.place(self.reader.module, span);
        self.found.add(Take { name, what, does, rows, sure, place, says });
    }

    fn leaves(&mut self, value: &'a Expr, reach: Reach, span: Span) {
        if self.frames.iter().any(|frame| frame.answer == Answer::Named) {
            return;
        }
        for rows in self.reader.held(value).rows() {
            let says = "sends whole rows";
            self.add(Does::Shows(reach), rows, Confidence::Certain, span, says);
        }
    }

    /// What a function gives back.
    fn given(&mut self, value: &'a Expr) {
        let gives = self.frames.last().map_or(Gives::Inside, |frame| frame.gives);
        let (does, sure, says) = match gives {
            Gives::Out(sure) => (Does::Shows(Reach::Outside), sure, "answers with whole rows"),
            Gives::Back => (Does::Returns, Confidence::Possible, "gives whole rows to its callers"),
            Gives::Inside => return,
        };
        let answer = self.frames.last().map(|frame| frame.answer).unwrap_or_default();
        let held = self.reader.held(value);
        for rows in serialized::left(self.reader.known, answer, value, held) {
            self.add(does, rows, sure, value.span, says);
        }
    }

    /// What a call stores of what was sent.
    fn stored(&mut self, expr: &'a Expr, call: &'a Call) {
        let sent: Vec<_> =
            call.arguments.iter().map(|argument| (argument, self.reader.held(argument))).collect();
        let assigns = self.reader.known.word(expr, "assigns", LANGUAGE).is_some();
        let base = match self.reader.base(expr, call) {
            Some(base) => Some(base),
            None if assigns => sent.iter().find_map(|(_, held)| match held {
                Held::Rows(rows) => Some(rows.clone()),
                _ => None,
            }),
            None => self.made(call, &sent),
        };
        let Some(base) = base else { return self.passed(call, &sent) };
        let word = self.reader.known.word(expr, "stores", base.orm);
        let named = word.is_some_and(|word| self.is_chosen(call, word));
        let is_made = word.is_none() && self.made(call, &sent).is_some();
        if named || (word.is_none() && !assigns && !is_made) {
            return;
        }
        let mut data: Vec<Held> = Vec::new();
        let listed: Vec<&str> = word.iter().flat_map(|word| word.get_all("list")).collect();
        for (argument, held) in sent {
            if listed.is_empty() {
                data.push(held);
            } else if let Some(given) =
                Object::read(self.reader.known.modules, self.reader.module, argument)
            {
                for option in &listed {
                    if let Some((_, value)) = given.get(option) {
                        data.push(self.reader.held(value));
                    }
                }
            }
        }
        for held in data {
            if let Held::Sent(sent) = held {
                let rows = Rows { except: sent.except, ..base.clone() };
                self.add(Does::Writes, rows, sent.sure, expr.span, "stores whatever is sent");
                return;
            }
        }
    }

    /// Whether an option names what may be stored: `{ fields: ['email'] }`.
    fn is_chosen(&self, call: &'a Call, word: &Word) -> bool {
        let (modules, module) = (self.reader.known.modules, self.reader.module);
        let mut given = call.arguments.iter().filter_map(|it| Object::read(modules, module, it));
        given.any(|given| word.get_all("fixed").any(|option| given.get(option).is_some()))
    }

    /// `new User(req.body)` where the class has no constructor of its own.
    fn made(&self, call: &'a Call, sent: &[(&'a Expr, Held)]) -> Option<Rows> {
        if !sent.iter().any(|(_, held)| matches!(held, Held::Sent(_))) || call.receiver.is_some() {
            return None;
        }
        let known = self.reader.known;
        let name = Expr::new(Kind::Name(call.name.clone()), Span::default());
        let (model, sure) = known.model_of(self.reader.module, &name)?;
        let own = known.class_of(model).is_some_and(|class| {
            line(known.modules, class).into_iter().any(|at| {
                let statements = known.modules.class(at).body.body.statements();
                statements
                    .iter()
                    .any(|it| matches!(&it.kind, Kind::Def(def) if def.name == "constructor"))
            })
        });
        (!own).then(|| known.subject(model, sure, self.reader.module, Span::default()))
    }

    /// What is sent, handed to another function of the application.
    fn passed(&mut self, call: &'a Call, sent: &[(&'a Expr, Held)]) {
        let any = sent.iter().any(|(_, held)| matches!(held, Held::Sent(_)));
        if !any || self.calls >= MAX_CALLS {
            return;
        }
        let Some(callee) = self.reader.callee(call, MAX_STEPS) else { return };
        let Callee { module, class, name, parameters, body } = callee;
        let known = self.reader.known;
        let mut reader = Reader::new(known, module);
        reader.class = class;
        let mut given = sent.iter().map(|(_, held)| held.clone());
        for parameter in parameters {
            let held = given.next().filter(|held| matches!(held, Held::Sent(_)));
            reader.parameter(parameter, held);
        }
        let name = match class {
            Some(class) => format!("{}.{name}", known.modules.qualified(class)),
            None => known.modules.qualify(module, &name),
        };
        let what = if class.is_some() { "method" } else { "function" };
        let frames = vec![Frame::new(name, what, Gives::Inside)];
        let calls = self.calls + 1;
        Walker { reader, found: &mut *self.found, frames, calls, within: false }.statement(body);
    }
}

/// `GET /users/:id` for `router.get('/users/:id', …)`.
fn route(call: &Call) -> Option<String> {
    let path = call.arguments.first()?.text().filter(|path| path.starts_with('/'))?;
    call.receiver.as_ref()?;
    Some(format!("{} {path}", call.name.to_uppercase()))
}
