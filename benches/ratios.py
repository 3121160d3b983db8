#!/usr/bin/env python3
"""What a check costs beside others that read the same tree.

    cargo build --release
    python3 benches/ratios.py TREE…

Every program is run in turn, several times over, so that all of them meet the same machine. Printed
are medians of CPU seconds (user and system) with their ratio to `rg -w`, the elapsed time and the peak
of memory. `ast-grep` and `semgrep` are taken along where they are installed, and `git status` where the
tree is a checkout. What tree-sitter alone needs for the files that are parsed is printed beside them
(`benches/parse.rs`). Nothing in a tree is changed.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BINARY = HERE.parent / "target" / "release" / "ormscope"

# Five rules that look for what a change touches, in each language.
RULES = {
    "Ruby": (".rb", ["default_scope { $$$ }", "$A.where($$$)", "$A.unscoped", "$A.column_names", "$A.delete_all"]),
    "Python": (".py", ["$A.objects.filter($$$)", "models.Manager()", "hasattr($A, $B)", "$A.delete()", "$A._meta"]),
    "TypeScript": (".ts", ["$A.findAll($$$)", "$A.destroy($$$)", "defaultScope: $A", "$A.findMany($$$)", "$A.where($$$)"]),
}


def run(command, environment):
    """CPU seconds, elapsed seconds and peak memory in MB of one run."""
    started = time.monotonic()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    elapsed = time.monotonic() - started
    return usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss / 1024


def measure(commands, runs, environment):
    """Medians by name of what is run in turn."""
    found = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(run(command, environment))
    return {name: [statistics.median(it) for it in zip(*one)] for name, one in found.items()}


def show(title, measured, unit):
    print(f"\n{title}")
    for name, (cpu, elapsed, memory) in measured.items():
        ratio = cpu / max(measured[unit][0], 0.001)
        print(f"  {name:24} {cpu:8.3f} s CPU {ratio:6.1f} x {elapsed:8.3f} s {memory:7.0f} MB", flush=True)


def rules(tree, folder):
    """A configuration of ast-grep: the five rules in each language that a tenth of the files is written in."""
    count = {name: 0 for name in RULES}
    for _, _, files in os.walk(tree):
        for name, (ending, _) in RULES.items():
            count[name] += sum(file.endswith(ending) for file in files)
    inside = folder / "rules"
    inside.mkdir(exist_ok=True)
    for language, (_, patterns) in RULES.items():
        if 10 * count[language] < sum(count.values()):
            continue
        for number, pattern in enumerate(patterns):
            text = f"id: {language}{number}\nlanguage: {language}\nrule:\n  pattern: '{pattern}'\n"
            (inside / f"{language}{number}.yml").write_text(text)
    config = folder / "sgconfig.yml"
    config.write_text("ruleDirs: [rules]\n")
    return str(config)


def check(binary, tree, *more):
    return [str(binary), "check", str(tree), "--fail-on", "never", *more]


def parse_alone(tree, *words):
    """What tree-sitter needs for the files that may hold a model, or one of the words."""
    command = ["cargo", "bench", "--quiet", "--bench", "parse", "--", str(tree.resolve()), *words]
    return subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=True).stdout.strip()


def semgrep(folder):
    """Three rules, in the languages of all trees."""
    rule = "- {{id: r{0}, languages: [{1}], severity: INFO, message: m, pattern: '{2}'}}\n"
    patterns = [("ruby", "$A.where(...)"), ("python", "$A.objects.filter(...)"), ("ts", "$A.findMany(...)")]
    config = folder / "semgrep.yml"
    config.write_text("rules:\n" + "".join(rule.format(at, *it) for at, it in enumerate(patterns)))
    return str(config)


def trees(binary, paths, column, used, runs, environment):
    word = used.split(".")[1]
    for tree in paths:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            add = ["--add", column]
            commands = {
                "rg -w": ["rg", "-w", column.split(".")[1], str(tree)],
                "check --no-cache": check(binary, tree, "--no-cache", *add),
                "check, nothing changed": check(binary, tree, *add),
            }
            # The first of these fills the cache.
            run(commands["check, nothing changed"], environment)
            if shutil.which("ast-grep"):
                commands["ast-grep, 5 rules"] = ["ast-grep", "scan", "-c", rules(tree, folder), str(tree)]
            if shutil.which("semgrep"):
                own = ["--metrics=off", "--disable-version-check", "--quiet", "--config", semgrep(folder)]
                commands["semgrep, 3 rules"] = ["semgrep", "scan", *own, str(tree)]
            if (tree / ".git").exists():
                commands["git status"] = ["git", "-C", str(tree), "status", "--porcelain"]
            show(tree.name, measure(commands, runs, environment), "rg -w")
            print(f"  tree-sitter alone, files that may hold a model: {parse_alone(tree)}")
            uses = [str(binary), "uses", used, str(tree), "--no-cache"]
            if subprocess.run(uses, capture_output=True, env=environment).returncode == 2:
                print(f"  {used} is not known: `--used` names another column")
                continue
            commands = {f"rg -w {word}": ["rg", "-w", word, str(tree)], f"uses {used}": uses}
            show(f"{tree.name}, uses", measure(commands, runs, environment), f"rg -w {word}")
            print(f"  tree-sitter alone, these files and those that hold `{word}`: {parse_alone(tree, word)}")


def growth(binary, tree, column, runs, environment):
    """The same tree once, twice and four times below one root, and many changes at once."""
    with tempfile.TemporaryDirectory() as folder:
        measured = {}
        for times in (1, 2, 4):
            root = pathlib.Path(folder) / str(times)
            for copy in range(times):
                shutil.copytree(tree, root / f"part{copy}", symlinks=True)
            command = check(binary, root, "--no-cache", "--add", column)
            measured |= measure({f"{times} x the tree": command}, runs, environment)
        show(f"{tree.name}, growing", measured, "1 x the tree")
    table, name = column.split(".")
    commands = {}
    for count in (1, 10, 100):
        adds = [word for at in range(count) for word in ("--add", f"{table}.{name}{at or ''}")]
        commands[f"{count} changes"] = check(binary, tree, "--no-cache", *adds)
    show(f"{tree.name}, changes at once", measure(commands, runs, environment), "1 changes")


def small(binary, runs, environment):
    """An application of a hundred files."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        models = root / "app" / "models"
        models.mkdir(parents=True)
        for at in range(100):
            text = f"class Thing{at} < ApplicationRecord\n  belongs_to :thing{at + 1}\n"
            text += "  default_scope { where(deleted_at: nil) } if column_names.include?('deleted_at')\nend\n"
            (models / f"thing{at}.rb").write_text(text)
        command = check(binary, root, "--no-cache", "--add", "thing1s.deleted_at")
        show("100 files", measure({"check": command}, runs, environment), "check")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trees", nargs="*", type=pathlib.Path)
    parser.add_argument("--column", default="users.deleted_at")
    parser.add_argument("--used", default="users.email", help="what `uses` is asked for")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--bin", type=pathlib.Path, default=BINARY)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # The caches of whoever runs this are left alone.
        environment = os.environ | {"XDG_CACHE_HOME": folder}
        trees(given.bin, given.trees, given.column, given.used, given.runs, environment)
        if given.trees:
            growth(given.bin, given.trees[0], given.column, given.runs, environment)
        small(given.bin, given.runs, environment)


if __name__ == "__main__":
    main()
