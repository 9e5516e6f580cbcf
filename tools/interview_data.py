#!/usr/bin/env python3
"""Takes an interview over from its source into config/, locales/ and tests/vectors/.

    tools/interview_data.py INTAKE.json

Writes, from the repository's root:
  config/interview.toml              questions and what each answer sets
  locales/<language>/interview.ftl   every text and label, byte for byte
  tests/vectors/interview-labels.json  the same texts by Fluent key, for the tests

Nothing in the build reads the source: this is run by hand when the source changes.
"""
import json
import pathlib
import sys

LANGUAGES = ["en", "ru", "kk", "uk"]
NATIVE = "awaiting a native reader"
STATUS = {"ru": "awaiting a lawyer-editor", "kk": NATIVE, "uk": NATIVE}
# One level deeper than the others: the words must not stand on the screen of a searched phone.
SENSITIVE = {"lgbt", "persecuted_movement"}
# Opens that deeper level. Ours: the source has no such button.
ANOTHER_REASON = {
    "en": "Another reason there",
    "ru": "Другая причина там",
    "kk": "Ол жақта басқа себеп бар",
    "uk": "Інша причина там",
}


def option_id(answer):
    """The second fact names the answer where the first one repeats."""
    values = list(answer.values())
    if answer.get("phone_seized") == "yes":
        return "phone_taken"
    if answer.get("pretext_offence") not in (None, "none", "unknown"):
        return answer["pretext_offence"]
    return {"?other": "other", "=host": "host"}.get(values[0], values[0].lower())


def option_toml(answer):
    fields = [f'id = "{option_id(answer)}"']
    kind = {"?other": "other-state", "=host": "host"}.get(next(iter(answer.values())))
    if kind:
        fields.append(f'kind = "{kind}"')
    else:
        pairs = ", ".join(f'{key} = "{value}"' for key, value in answer.items())
        fields.append(f"set = {{ {pairs} }}")
    if option_id(answer) in SENSITIVE:
        fields.append("sensitive = true")
    return f"  {{ {', '.join(fields)} }},"


def main():
    source = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    questions = source["questions"] + [
        {"facts": ["consent"], "multi": False, "why": "who may see it; never changes the level",
         **source["consent_screen"]}
    ]
    toml = [
        "# The interview: questions in their order, and what each answer sets.",
        "# Texts and labels: locales/<language>/interview.ftl, by q-<name> and q-<name>--<id>.",
        "# Made by tools/interview_data.py.",
        "#",
        "# facts      every fact that an answer may set; the first is the one asked",
        "# several    more than one option may hold",
        '# kind       "other-state": a country is typed or picked; "host": the country of question 1',
        "# sensitive  stands behind “another reason there”, never on the first list",
        "",
        "version = 1",
    ]
    texts = {"start-notice": source["start_notice"], "another-reason": ANOTHER_REASON}
    for question in questions:
        name = question["facts"][0]
        keys = list(question["facts"])
        for option in question["options"]:
            keys += [key for key in option["set"] if key not in keys]
        toml += ["", f"# {question['why']}"] if question["why"] else [""]
        toml += ["[[question]]", f'name = "{name}"', f"facts = {json.dumps(keys)}"]
        toml += [f"several = {json.dumps(question['multi'])}", "option = ["]
        texts[f"q-{name}"] = question["text"]
        for option in question["options"]:
            toml.append(option_toml(option["set"]))
            texts[f"q-{name}--{option_id(option['set'])}"] = option["label"]
        toml.append("]")
    for number, line in enumerate(source["safety_advice"], 1):
        texts[f"advice-{number}"] = line
    write("config/interview.toml", toml)

    for language in LANGUAGES:
        lines = ["# The interview's texts, made by tools/interview_data.py.", ""]
        if language in STATUS:
            lines = [f"## status: {STATUS[language]}", ""] + lines
        for key, text in texts.items():
            value = text[language]
            if any(c in value for c in "{}\n") or value != value.strip():
                sys.exit(f"{key} ({language}): not a plain line")
            lines.append(f"{key} = {value}")
        write(f"locales/{language}/interview.ftl", lines)
    taken = [key for key in texts if key != "another-reason"]
    rows = [f" {json.dumps(k)}: {json.dumps(texts[k], ensure_ascii=False)}" for k in taken]
    write("tests/vectors/interview-labels.json", ["{", ",\n".join(rows), "}"])


def write(path, lines):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
