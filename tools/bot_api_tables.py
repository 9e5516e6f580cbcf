#!/usr/bin/env python3
"""Writes src/rehearsal/botapi/tables.json from a machine-readable Bot API specification.

    python3 tools/bot_api_tables.py api.json

The tables hold each method's parameters and each type that a parameter can contain: names,
types, required or not. They carry the version and the SHA-256 of the file they were made from,
so that a difference is seen. One method or type stands on each line.
"""

import hashlib
import json
import pathlib
import re
import sys

PRIMITIVE = {"Integer", "Float", "String", "Boolean", "True", "InputFile"}
OUTPUT = pathlib.Path(__file__).parent.parent / "src/rehearsal/botapi/tables.json"


def fields(entry):
    """The fields of a method or type, without their prose."""
    return [
        {"name": field["name"], "types": field["types"], "required": field["required"]}
        for field in entry.get("fields", [])
    ]


def inner(type_name):
    """The type inside any number of "Array of"."""
    return re.sub(r"^(Array of )+", "", type_name)


def reachable(api):
    """The types that some parameter can contain, each with its fields or its subtypes."""
    wanted = {inner(t) for m in api["methods"].values() for f in fields(m) for t in f["types"]}
    found = {}
    while wanted:
        name = wanted.pop()
        if name in PRIMITIVE or name in found:
            continue
        entry = api["types"][name]
        found[name] = {"fields": fields(entry), "subtypes": entry.get("subtypes", [])}
        wanted |= {inner(t) for f in fields(entry) for t in f["types"]}
        wanted |= set(found[name]["subtypes"])
    return found


def lines(table):
    """A JSON object with one key on each line, in alphabetical order."""
    rows = (f"{json.dumps(k)}:{json.dumps(table[k], separators=(',', ':'))}" for k in sorted(table))
    return "{\n" + ",\n".join(rows) + "\n}"


def main():
    """Reads the specification named on the command line and writes the tables."""
    if len(sys.argv) != 2:
        sys.exit("usage: python3 tools/bot_api_tables.py api.json")
    raw = pathlib.Path(sys.argv[1]).read_bytes()
    api = json.loads(raw)
    head = {
        "bot_api_version": api["version"].removeprefix("Bot API "),
        "source_sha256": hashlib.sha256(raw).hexdigest(),
    }
    methods = {name: fields(method) for name, method in api["methods"].items()}
    text = "{\n" + ",\n".join(f"{json.dumps(k)}:{json.dumps(v)}" for k, v in head.items())
    text += f',\n"methods":{lines(methods)},\n"types":{lines(reachable(api))}\n}}\n'
    OUTPUT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
