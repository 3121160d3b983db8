//! `ormscope facts`: what one file yields, a line a fact.

use std::fmt::Write as _;

use crate::{
    expr::{Expr, Kind, Word},
    facts::{Class, FileFacts, Member},
    prisma::{Block, BlockKind},
};

/// The facts of a file as text.
pub fn text(facts: &FileFacts) -> String {
    let mut text = format!("{}\n", facts.file);
    for class in &facts.classes {
        class_lines(class, &mut text);
    }
    for (target, member) in &facts.loose {
        push(&mut text, 1, &format!("{target} gets"));
        member_line(member, &mut text);
    }
    for setting in &facts.settings {
        push(&mut text, 1, &format!("{}: setting {}", setting.place.span.line, setting.name));
    }
    for (word, expr) in &facts.inflections {
        let rule = word.get("rule").unwrap_or_default();
        push(&mut text, 1, &format!("{}: inflection {rule}", expr.span.line));
    }
    for gate in &facts.gates {
        let column = crate::gate::test(&gate.expr)
            .map(|test| test.columns.iter().filter_map(Expr::text).collect::<Vec<_>>().join(", "));
        let column = column.unwrap_or_default();
        push(&mut text, 1, &format!("{}: gate {column}", gate.place.span.line));
    }
    for step in &facts.schema {
        let line = step.place.as_ref().map_or(0, |place| place.span.line);
        push(&mut text, 1, &format!("{line}: {} {}", step.op.name(), step.subject()));
    }
    if let Some(module) = &facts.module {
        for statement in module.program.statements() {
            statement_line(statement, &mut text);
        }
    }
    for block in &facts.blocks {
        block_lines(block, &mut text);
    }
    for library in &facts.libraries {
        let version = library.version.as_deref().or(library.asked.as_deref()).unwrap_or("");
        let line = library.place.span.line;
        push(&mut text, 1, format!("{line}: library {} {version}", library.name).trim_end());
    }
    for unread in &facts.unread {
        push(&mut text, 1, &format!("unread: {}", unread.why));
    }
    text
}

/// A block of a schema with its fields and attributes.
fn block_lines(block: &Block, text: &mut String) {
    let kind = match block.kind {
        BlockKind::Model => "model",
        BlockKind::View => "view",
        BlockKind::Composite => "type",
        BlockKind::Enum => "enum",
    };
    push(text, 1, &format!("{}: {kind} {}", block.span.line, block.name));
    for field in &block.fields {
        let suffix = match (field.list, field.optional) {
            (true, _) => "[]",
            (false, true) => "?",
            (false, false) => "",
        };
        let mut line = format!("{}: {} {}{suffix}", field.span.line, field.name, field.type_name);
        line.truncate(line.trim_end().len());
        for attribute in &field.attributes {
            line.push_str(&format!(" @{}", attribute.name));
        }
        push(text, 2, &line);
    }
    for attribute in &block.attributes {
        push(text, 2, &format!("{}: @@{}", attribute.span.line, attribute.name));
    }
}

/// What a statement of a module defines or takes in.
fn statement_line(statement: &Expr, text: &mut String) {
    let inner = match &statement.kind {
        Kind::Decorated(_, inner) => inner,
        _ => statement,
    };
    let what = match &inner.kind {
        Kind::Import(import) => match import.name.as_deref() {
            Some("*") => format!("everything of {}", import.from),
            Some(name) => format!("{} is {name} of {}", import.local, import.from),
            None => format!("{} is module {}", import.local, import.from),
        },
        Kind::Class(class) => {
            let parents: Vec<_> = class.parents.iter().filter_map(Expr::name).collect();
            let parents = parents.join(", ");
            let less = if parents.is_empty() { "" } else { " < " };
            format!("class {}{less}{parents}", class.name)
        }
        Kind::Def(def) => format!("function {}", def.name),
        Kind::Assign(target, _) => match target.name() {
            Some(name) => format!("value {name}"),
            None => return,
        },
        _ => return,
    };
    push(text, 1, &format!("{}: {what}", inner.span.line));
}

fn class_lines(class: &Class, text: &mut String) {
    let kind = if class.module { "module" } else { "class" };
    let parent = class.parent.as_ref().map(|parent| format!(" < {parent}")).unwrap_or_default();
    push(text, 1, &format!("{}: {kind} {}{parent}", class.place.span.line, class.name));
    for member in &class.members {
        member_line(member, text);
    }
}

fn member_line(member: &Member, text: &mut String) {
    let (what, name) = match &member.expr.kind {
        Kind::Def(def) => ("method", def.name.clone()),
        Kind::Assign(target, _) => ("assignment", target.name().unwrap_or_default().to_owned()),
        Kind::Call(call) => ("call", call.name.clone()),
        _ => ("call", member.expr.name().unwrap_or_default().to_owned()),
    };
    let means = match &member.expr.kind {
        Kind::Assign(target, _) => &target.means,
        _ => &member.expr.means,
    };
    let means: Vec<_> = means.iter().map(|word| fact(word)).collect();
    let on = if member.on_class { " of the class" } else { "" };
    let guards: Vec<_> = member
        .guards
        .iter()
        .map(|guard| {
            format!("{} line {}", if guard.holds { "if" } else { "unless" }, guard.place.span.line)
        })
        .collect();
    let mut line = format!("{}: {what} {name}{on}", member.place.span.line);
    if !means.is_empty() {
        line.push_str(&format!(" = {}", means.join(", ")));
    }
    if !guards.is_empty() {
        line.push_str(&format!(" ({})", guards.join(", ")));
    }
    push(text, 2, &line);
}

fn fact(word: &Word) -> String {
    let settings: Vec<_> =
        word.settings.iter().map(|(field, value)| format!("{field}: {value}")).collect();
    format!("@{}[{}]", word.fact, settings.join("; "))
}

fn push(text: &mut String, depth: usize, line: &str) {
    // Writing into a string cannot fail.
    let _ = writeln!(text, "{}{line}", "  ".repeat(depth));
}
