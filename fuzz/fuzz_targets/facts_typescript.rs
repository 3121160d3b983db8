//! Facts and changes of TypeScript.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ormscope_fuzz::file(&["src/user.entity.ts", "src/migrations/1-change.ts", "src/user.tsx"], text));
