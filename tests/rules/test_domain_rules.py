"""The rules of branding, cine, saas and devops: exact spans, both languages, near misses."""

from __future__ import annotations

import pytest

from promptsmith.rules._registry import all_rules
from promptsmith.rules.engine import run_naively


def spans(code: str, text: str) -> list[str]:
    rule = all_rules()[code]
    found = run_naively({code: rule}, [text], [rule.domain or "general"])[0]
    return [text[finding.start : finding.end] for finding in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Say that the balm heals eczema and cures acne.", ["cures acne"]),
        ("Promise guaranteed weight loss without side effects.", ["guaranteed weight loss", "without side effects"]),
        ("Di que el té es 100% seguro y no tiene rival.", ["100% seguro"]),
        ("Never promise guaranteed results.", []),
        ("No prometas resultados garantizados.", []),
        ("Describe our cured ham, completely new in town.", []),
        ("The warranty is guaranteed for two years.", []),
    ],
)
def test_absolute_and_health_claims(text, expected):
    assert spans("BRD1503", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Static shot, dolly in on the door.", ["Static shot"]),
        ("One take with quick cuts through the market.", ["One take"]),
        ("Plano cenital en contrapicado de la escalera.", ["Plano cenital"]),
        ("Static shot of the door. Dolly in on the window.", []),
        ("Begin with an extreme close-up and end with a wide shot.", []),
        ("Extreme close-up instead of a wide shot.", []),
        ("Static camera, soft light.", []),
    ],
)
def test_cameras_that_exclude_each_other_in_one_shot(text, expected):
    assert spans("CIN1604", text) == expected


def test_the_second_camera_is_related_to_the_first():
    text = "Static shot, dolly in on the door."
    finding = run_naively({"CIN1604": all_rules()["CIN1604"]}, [text], ["cine"])[0][0]
    assert [text[start:end] for start, end in finding.related] == ["dolly in"]
    assert finding.message == '"Static shot" and "dolly in" exclude each other in one shot.'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Design the checkout flow of our app.", ["checkout flow"]),
        ("Escribe los requisitos de la exportación.", ["requisitos"]),
        ("Design the checkout flow. If the card is invalid, show why.", []),
        ("Diseña el flujo de registro con criterios de aceptación.", []),
        ("Do not write any feature yet.", []),
        ("The checkout flow is slow.", []),
    ],
)
def test_features_without_acceptance_or_failures(text, expected):
    assert spans("SAS1702", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Log in and run rm -rf /var/log/app to free space.", ["rm -rf /var/log/app"]),
        ("Please terminate all instances in the account.", ["terminate all instances"]),
        ("Borra todos los recursos del clúster.", ["Borra todos los recursos"]),
        ("Why does this script stop?\nrm -rf build\nmake all", []),
        ("Do not run rm -rf /var/log/app.", []),
        ("What happens when I run terraform destroy?", []),
        ("Terminate all instances in staging after approval.", []),
        ("No borra todos los recursos; solo los lista.", []),
        ("Delete the word cluster from all titles.", []),
    ],
)
def test_destructive_commands_without_a_guard(text, expected):
    assert spans("OPS1801", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deploy redis:latest to the cluster.", [":latest"]),
        ("Install the latest stable version of Terraform.", ["the latest stable version"]),
        ("Instala la última versión de Terraform.", ["la última versión"]),
        ("Deploy redis:7.4 to the cluster.", []),
        ("I ran this:\ndocker run redis:latest\nand it failed.", []),
        ("Print the latest version of every package.", []),
        ("No uses la última versión; fija una.", []),
        ("Read the latest log file.", []),
    ],
)
def test_floating_versions(text, expected):
    assert spans("OPS1804", text) == expected
