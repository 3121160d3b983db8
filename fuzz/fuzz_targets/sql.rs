//! Migrations and dumps in SQL, and statements within code.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ormscope_fuzz::sql(text));
