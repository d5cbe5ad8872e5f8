import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scenarios.loader import (
    DEFAULT_ENABLED,
    MAX_FILE_BYTES,
    SHIPPED,
    ScenarioError,
    load_scenario,
    load_scenarios,
)
from tests.scenarios.moods import codes, face, run

FOURTH = """
name = "sport"
restricted = false
webhook = true

[notice.person]
es = "Se lee tu ánimo."
en = "Your mood is read."

[notice.operator]
es = "Solo para deporte."
en = "For sports only."

[[rules]]
code = "cheer"
cooldown_s = 10
[rules.when]
trend = ["stable"]
[[rules.when.shares]]
moods = ["happy"]
at_least = 0.9
over_s = 10
readings = 5
[rules.text]
es = "¡Sigue así!"
en = "Keep going!"
"""


def write(folder: Path, text: str, name: str = "sport") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


def test_a_fourth_scenario_is_one_file(tmp_path: Path) -> None:
    write(tmp_path, FOURTH)
    loaded = load_scenarios(["sport", "wellness"], [SHIPPED, tmp_path])
    assert list(loaded) == ["sport", "wellness"]
    (advice,) = run(loaded["sport"], face("happy", range(20)), "es")
    assert (advice.scenario, advice.code, advice.text) == ("sport", "cheer", "¡Sigue así!")
    assert codes(run(loaded["sport"], face("sad", range(20)))) == []


def test_the_three_of_document_002_are_shipped() -> None:
    names = ["education", "support", "wellness"]
    assert list(load_scenarios(names)) == names
    assert sorted(path.stem for path in SHIPPED.glob("*.toml")) == names


def test_only_what_no_law_restricts_is_on_by_default() -> None:
    every = load_scenarios(["education", "support", "wellness"])
    assert [name for name, each in every.items() if not each.restricted] == list(DEFAULT_ENABLED)
    assert set(load_scenarios(DEFAULT_ENABLED)) == {"wellness"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "sport"', 'name = "sports"', "name must be 'sport'"),
        ('name = "sport"', 'name = "Sport"', "name: "),
        ("restricted = false\n", "", "restricted: Field required"),
        ('es = "Solo para deporte."\n', "", "notice.operator.es: Field required"),
        ("cooldown_s = 10", "cooldown_s = -1", "rules[0].cooldown_s: "),
        ("cooldown_s = 10", "cooldown_s = 4\nrepeats = true", "rules[0]: what repeats needs"),
        ("cooldown_s = 10", "cooldown = 10", "rules[0].cooldown_s: Field required"),
        ("webhook = true", 'webhook = true\nhook = "x"', "hook: Extra inputs"),
        ('trend = ["stable"]', 'trend = ["worse"]', "rules[0].when.trend"),
        ('moods = ["happy"]', 'moods = ["hungry"]', "rules[0].when.shares[0].moods"),
        ('moods = ["happy"]', "", "rules[0].when.shares[0]: moods or energy must be given"),
        ("at_least = 0.9", "", "rules[0].when.shares[0]: at_least or at_most"),
        ("at_least = 0.9", "at_least = 90", "rules[0].when.shares[0].at_least"),
        ("over_s = 10", "over_s = 100000", "rules[0].when.shares[0].over_s"),
        ('code = "cheer"', 'code = "notice"', "no rule may have the code notice"),
        ('en = "Keep going!"', 'en = " "', "rules[0].text.en"),
        ('en = "Keep going!"', "en = oops", "is not TOML"),
        ("[[rules]]", "[rules]", "rules: "),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_field(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in FOURTH
    path = write(tmp_path, FOURTH.replace(old, new, 1))
    with pytest.raises(ScenarioError) as refused:
        load_scenarios([], [tmp_path])
    assert str(refused.value).startswith(f"{path}: ")
    assert told in str(refused.value)


def test_a_rule_without_conditions_is_refused(tmp_path: Path) -> None:
    head, _, tail = FOURTH.partition('trend = ["stable"]')
    text = head + "hold_s = 1\n" + tail[tail.index("[rules.text]") :]
    with pytest.raises(ScenarioError, match=r"rules\[0\].when: trend, escalate or shares"):
        load_scenario(write(tmp_path, text))


def test_two_rules_of_one_code_are_refused(tmp_path: Path) -> None:
    again = FOURTH[FOURTH.index("[[rules]]") :]
    with pytest.raises(ScenarioError, match="a code of its own"):
        load_scenario(write(tmp_path, FOURTH + again))


def test_two_scenarios_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, (SHIPPED / "wellness.toml").read_text(), "wellness")
    with pytest.raises(ScenarioError, match="another scenario 'wellness'"):
        load_scenarios([], [SHIPPED, tmp_path])


def test_a_scenario_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ScenarioError, match="no scenario 'sport'.*education, support, wellness"):
        load_scenarios(["sport"])


def test_a_folder_or_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such folder"):
        load_scenarios([], [tmp_path / "nowhere"])
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ScenarioError, match=r"folder\.toml"):
        load_scenarios([], [tmp_path])


def test_bytes_that_are_no_text_and_files_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "sport.toml"
    path.write_bytes(b"\xff")
    with pytest.raises(ScenarioError, match="is not UTF-8"):
        load_scenario(path)
    path.write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    with pytest.raises(ScenarioError, match="bytes"):
        load_scenario(path)


def shipped_texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in shipped_texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in shipped_texts(each)]
    return [value] if isinstance(value, str) else []


def test_no_shipped_text_gives_a_telephone_number() -> None:
    """Which one is right depends on where the person is."""
    for path in SHIPPED.glob("*.toml"):
        content = tomllib.loads(path.read_text())
        advice = shipped_texts([rule["text"] for rule in content["rules"]])
        assert not [text for text in advice if any(c.isdigit() for c in text)]


@pytest.mark.parametrize("name", ["education", "support", "wellness"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_operator_is_told_what_the_law_prohibits(name: str, language: str) -> None:
    notice = load_scenarios([name])[name].notice
    told = notice.operator.in_language(language)
    assert "2024/1689" in told
    assert {"es": "5.1.f", "en": "5(1)(f)"}[language] in told


def test_the_file_of_the_documentation_is_a_scenario(tmp_path: Path) -> None:
    told = (SHIPPED.parents[1] / "docs" / "scenarios.md").read_text()
    (example,) = re.findall(r"```toml\n(.*?)```", told, re.DOTALL)
    assert load_scenario(write(tmp_path, example)).name == "sport"
