//! What is read of a schema, and what is told of one that makes no sense.

use super::{Argument, BlockKind, Value, schema};

#[test]
fn fields_have_types_and_attributes() {
    let read = schema(
        "datasource db {\n  url = env(\"URL\")\n}\n/// A person.\nmodel User {\n  id Int @id\n  \
         tags String[] @default([\"a\", \"b\"]) // words\n  email String? @db.VarChar(255) \
         @map(\"e-mail\")\n  area Unsupported(\"circle\")?\n  team Team @relation(\n    fields: [teamId],\n    \
         references: [id]\n  )\n\n  @@map(name: \"users\")\n}\n",
    );
    assert!(read.mistakes.is_empty(), "{:?}", read.mistakes);
    let [user] = read.blocks.as_slice() else { panic!("{:?}", read.blocks) };
    assert_eq!((user.kind, user.name.as_str(), user.span.line), (BlockKind::Model, "User", 5));
    assert_eq!(user.attribute("map").and_then(|map| map.text()), Some("users"));
    let shown: Vec<_> = user
        .fields
        .iter()
        .map(|field| (field.stored_name(), field.type_name.as_str(), field.list, field.optional))
        .collect();
    assert_eq!(
        shown,
        [
            ("id", "Int", false, false),
            ("tags", "String", true, false),
            ("e-mail", "String", false, true),
            ("area", "Unsupported", false, true),
            ("team", "Team", false, false),
        ]
    );
    let relation = user.fields[4].attribute("relation").unwrap();
    let names: Vec<_> = relation.arguments.iter().map(|given| given.name.as_deref()).collect();
    assert_eq!(names, [Some("fields"), Some("references")]);
}

#[test]
fn values_are_read_as_they_are_written() {
    let read = schema(
        "model A {\n  b Int @x(1, -2.5, dbgenerated(\"now() + '1 \\\"day\\\"'\"), [c(sort: Desc)], { d: 1 })\n}",
    );
    let given = &read.blocks[0].fields[0].attributes[0].arguments;
    let sort = Argument { name: Some("sort".into()), value: Value::Name("Desc".into()) };
    let values: Vec<_> = given.iter().map(|given| given.value.clone()).collect();
    let text = Argument { name: None, value: Value::Text("now() + '1 \"day\"'".into()) };
    assert_eq!(
        values,
        [
            Value::Number("1".into()),
            Value::Number("-2.5".into()),
            Value::Call("dbgenerated".into(), vec![text]),
            Value::List(vec![Value::Call("c".into(), vec![sort])]),
            Value::Other,
        ]
    );
}

#[test]
fn a_line_that_makes_no_sense_is_left_out_and_told() {
    let read = schema("model A {\n  = 1\n  b Int\n  c\n}\n}\nenum B { X }\nmodel C { d Int }");
    let names: Vec<_> = read.blocks.iter().map(|block| block.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C"]);
    let fields: Vec<_> = read.blocks[0].fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(fields, ["b"]);
    let lines: Vec<_> = read.mistakes.iter().map(|why| why.split(';').next().unwrap()).collect();
    assert_eq!(
        lines,
        ["no Prisma schema at line 2", "no Prisma schema at line 4", "no Prisma schema at line 6"]
    );
}

#[test]
fn hostile_schemas_end() {
    let deep = format!("model A {{\n  b Int @x({}\n}}", "[".repeat(100_000));
    let calls = format!("model A {{\n  b Int @x({}\n}}", "f(".repeat(100_000));
    for text in [&deep, &calls, "model", "model A", "model A {", "@@", "\"", "/*", "a.b", "}}}}"] {
        schema(text);
    }
    assert_eq!(schema("model A {\n  b Int").blocks[0].fields.len(), 1);
    assert!(schema(&deep).blocks[0].fields.is_empty());
}
