"""The values for many machines: known to the chart, safe, and sized as the guide says."""

import copy
import os
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import actlib
from deploy.hub import sizing

FOLDER = Path(__file__).parents[2] / "deploy" / "hub"
VALUES = yaml.safe_load((FOLDER / "values.yaml").read_text(encoding="utf-8"))
README = (FOLDER / "README.md").read_text(encoding="utf-8")
OURS = yaml.safe_load(Path(__file__).with_name("values.schema.yaml").read_text(encoding="utf-8"))
CHART = os.environ.get("Z2JH_CHART")

MISTAKES = {
    "singleuser.memmory": {"limit": "1G"},
    "singleuser.memory.limits": "1G",
    "singleuser.networkPolicy.egressAllowRules.nonPrivateIPs": "no",
    "singleuser.allowPrivilegeEscalation": "never",
    "singleuser.uid": "nobody",
    "singleuser.storage.type": "network",
    "singleuser.cloudMetadata.block": True,
    "hub.allowNamedServer": False,
    "hub.config": ["authenticator"],
    "hub.db.type": "oracle",
    "hub.concurrentSpawnLimit": "many",
    "proxy.https.hosts": "hub.example.edu",
    "proxy.chp.networkPolicies": {"enabled": True},
    "cull.timeout": "an hour",
    "scheduling.userPods.nodeAffinity.matchNodePurpose": "must",
    "scheduling.userPlaceholder.replicas": 2.5,
    "prepuller": {"hook": {"enabled": True}},
}


def changed(values, path, value):
    changed = copy.deepcopy(values)
    *steps, last = path.split(".")
    place = changed
    for step in steps:
        place = place[step]
    place[last] = value
    return changed


def over(defaults, values):
    """Lay values over the chart's own, as Helm does before it looks at the schema."""
    if not (isinstance(defaults, dict) and isinstance(values, dict)):
        return values
    both = {key: over(defaults[key], values[key]) for key in defaults.keys() & values.keys()}
    return defaults | values | both


def errors(schema, values):
    return [f"{list(error.path)}: {error.message}" for error in jsonschema.Draft7Validator(schema).iter_errors(values)]


def test_every_value_has_a_name_and_a_type_that_the_chart_knows():
    jsonschema.Draft7Validator.check_schema(OURS)
    assert errors(OURS, VALUES) == []


@pytest.mark.parametrize("path", MISTAKES)
def test_a_mistake_is_noticed(path):
    assert errors(OURS, changed(VALUES, path, MISTAKES[path]))


@pytest.mark.skipif(not CHART, reason="the chart's own schema is not part of this repository: Z2JH_CHART=folder")
def test_the_chart_s_own_schema_says_the_same():
    schema, defaults = (yaml.safe_load(Path(CHART, f"values{kind}.yaml").read_text()) for kind in (".schema", ""))
    assert errors(schema, over(defaults, VALUES)) == []
    for path, value in MISTAKES.items():
        assert errors(schema, over(defaults, changed(VALUES, path, value))), path


def dangers(values):
    """Name what would let somebody in, out, or at another's work."""
    hub, user = values["hub"], values["singleuser"]
    way, config = hub["config"]["JupyterHub"]["authenticator_class"], hub["config"]
    security = config["KubeSpawner"]["container_security_context"]
    rules, text = user["networkPolicy"]["egressAllowRules"], yaml.safe_dump(values)
    found = {
        "anybody may log in": way in ("dummy", "null", "tmp") or config["Authenticator"]["allow_all"],
        "no group is asked for": not config["GenericOAuthenticator"]["allowed_groups"],
        "somebody may open others' servers": config["JupyterHub"]["admin_access"]
        or config["Authenticator"]["admin_users"],
        "a role opens servers": "access:servers" in str(hub["loadRoles"]),
        "a secret is in the file": re.search(r"(?m)^\s*\w*(secret|password|cookieSecret|secretToken):", text),
        "servers run as the superuser": user["uid"] == 0 or not security["runAsNonRoot"],
        "a program may gain rights": user["allowPrivilegeEscalation"] is not False,
        "a program keeps rights": security["capabilities"]["drop"] != ["ALL"],
        "system calls are not filtered": security["seccompProfile"]["type"] != "RuntimeDefault",
        "servers speak for the cluster": user["serviceAccountName"] is not None
        or user["extraPodConfig"]["automountServiceAccountToken"] is not False,
        "no policy holds": not (user["networkPolicy"]["enabled"] and hub["networkPolicy"]["enabled"]),
        "the proxy has no policy": not values["proxy"]["chp"]["networkPolicy"]["enabled"],
        "servers reach the cloud's metadata": rules["cloudMetadataServer"],
        "metadata are blocked by a policy alone": not user["cloudMetadata"]["blockWithIptables"],
        "servers reach the network": rules["nonPrivateIPs"] or rules["privateIPs"],
        "memory has no limit": not user["memory"]["limit"],
        "processors have no limit": not user["cpu"]["limit"],
        "passwords travel in the clear": not values["proxy"]["https"]["enabled"],
        "idle servers stay": not values["cull"]["enabled"],
        "rights are not kept apart": not values["rbac"]["create"],
    }
    return {name for name, there in found.items() if there}


def test_the_values_are_safe():
    assert dangers(VALUES) == set()


@pytest.mark.parametrize(
    ("path", "value", "danger"),
    [
        ("hub.config.JupyterHub.authenticator_class", "dummy", "anybody may log in"),
        ("hub.config.Authenticator.allow_all", True, "anybody may log in"),
        ("hub.config.GenericOAuthenticator.allowed_groups", [], "no group is asked for"),
        ("hub.config.JupyterHub.admin_access", True, "somebody may open others' servers"),
        ("hub.loadRoles.instructor.scopes", ["access:servers"], "a role opens servers"),
        ("hub.config.GenericOAuthenticator.client_secret", "x", "a secret is in the file"),
        ("hub.db.password", "x", "a secret is in the file"),
        ("singleuser.uid", 0, "servers run as the superuser"),
        ("singleuser.allowPrivilegeEscalation", None, "a program may gain rights"),
        ("hub.config.KubeSpawner.container_security_context.capabilities.drop", [], "a program keeps rights"),
        ("singleuser.serviceAccountName", "default", "servers speak for the cluster"),
        ("singleuser.extraPodConfig.automountServiceAccountToken", True, "servers speak for the cluster"),
        ("singleuser.networkPolicy.enabled", False, "no policy holds"),
        ("singleuser.networkPolicy.egressAllowRules.nonPrivateIPs", True, "servers reach the network"),
        ("singleuser.networkPolicy.egressAllowRules.cloudMetadataServer", True, "servers reach the cloud's metadata"),
        ("singleuser.memory.limit", None, "memory has no limit"),
        ("proxy.https.enabled", False, "passwords travel in the clear"),
    ],
)
def test_what_would_not_be_safe_is_noticed(path, value, danger):
    assert danger in dangers(changed(VALUES, path, value))


def test_the_image_is_of_this_version():
    assert VALUES["singleuser"]["image"]["tag"] == actlib.__version__


def test_the_guide_has_the_sizes_that_follow_from_its_figures():
    assert sizing.table() in README
    assert sizing.table() != sizing.table(sizing.Assumptions(kernel=2 * sizing.Assumptions().kernel))
    given = sizing.Assumptions()
    assert VALUES["singleuser"]["memory"] == {"guarantee": f"{given.guarantee}M", "limit": f"{given.limit}M"}
    assert VALUES["singleuser"]["cpu"]["guarantee"] == given.processor
    assert sizing.plan(10_000, given)["servers at once"] < VALUES["hub"]["activeServerLimit"]
