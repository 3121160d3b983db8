//! The configuration.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ormscope_fuzz::config(text));
