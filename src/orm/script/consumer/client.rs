//! What a client leaves out of all rows: `new PrismaClient({ omit: { user: { secret: true } } })`.

use super::chosen::names;
use crate::{
    expr::{Expr, Word},
    modules::Modules,
    orm::script::object::Object,
};

/// Models, as the client calls them, with what is left out of their rows.
pub type LeftOut = Vec<(String, Vec<String>)>;

/// What the clients of all modules leave out.
pub fn all(modules: &Modules) -> LeftOut {
    let mut found = Vec::new();
    for (module, code) in modules.modules() {
        code.telling.iter().copied().for_each(|expr| {
            found.extend(left_out(modules, module, expr).into_iter().flatten());
        });
    }
    found
}

/// What a client leaves out; `None` for anything else.
pub fn left_out(modules: &Modules, module: usize, expr: &Expr) -> Option<LeftOut> {
    let is_client =
        |word: &&&'static Word| word.fact == "consumer" && word.get("shape") == Some("client");
    let word = expr.means.iter().find(is_client)?;
    let call = expr.call().filter(|call| call.called)?;
    let options = call.arguments.first().and_then(|it| Object::read(modules, module, it));
    let lists = options
        .iter()
        .flat_map(|options| word.get_all("except").filter_map(|option| options.get(option)));
    let models = lists.filter_map(|(home, list)| Object::read(modules, home, list));
    let each = models.flat_map(|models| models.pairs);
    Some(each.map(|(model, home, kept)| (model, names(modules, home, kept))).collect())
}
