//! Facts and changes of JavaScript.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ormscope_fuzz::file(&["models/user.js", "migrations/20260101000000-change.js"], text));
