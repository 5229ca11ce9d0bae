"""``python -m distribution.audit TOOL``: known vulnerabilities of the pinned packages, by pip-audit and by npm.

Both ask an advisory service. Where none can be reached pip-audit would call that a success; here it is an error.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

from distribution import licences

ROOT = pathlib.Path(__file__).parents[1]
FILES = [f"{folder}requirements.txt" for folder in ("", "benchmarks/", "deploy/hub/", "deploy/lite/")]
SCRIPTS = "deploy/hub"
"""Where the lock file of the npm packages is."""


def verdict(report):
    """Return the lines to print and the exit code for a report of pip-audit as a dict.

    Examples
    --------
    >>> verdict({"dependencies": [{"name": "a", "version": "1", "vulns": []}]})
    (['1 packages audited, 0 vulnerabilities'], 0)
    >>> verdict({"dependencies": [{"name": "a", "skip_reason": "not found"}]})[1]
    3
    """
    found = report["dependencies"]
    skipped = [one["name"] for one in found if "skip_reason" in one]
    lines = [
        f"{one['name']} {one['version']}: {v['id']}, mended in {', '.join(v['fix_versions']) or 'no version yet'}"
        for one in found
        for v in one.get("vulns", ())
    ]
    bad = len(lines)
    lines.append(f"{len(found) - len(skipped)} packages audited, {bad} vulnerabilities")
    if skipped:
        lines.append(f"NOT audited, since no advisory service knew them or none was reached: {', '.join(skipped)}")
    return lines, 1 if bad else 3 if skipped else 0


def script_verdict(report):
    """Return the lines to print and the exit code for a report of npm as a dict.

    Examples
    --------
    >>> script_verdict({"vulnerabilities": {}, "metadata": {"dependencies": {"total": 7}}})
    (['7 packages audited, 0 vulnerabilities'], 0)
    >>> script_verdict({"message": "405"})
    (['NOT audited: 405'], 3)
    """
    if "vulnerabilities" not in report:
        return [f"NOT audited: {report.get('message', report)}"], 3
    found = report["vulnerabilities"]
    lines = [f"{name} {one['range']}: {one['severity']}" for name, one in sorted(found.items())]
    total = report["metadata"]["dependencies"]["total"]
    return [*lines, f"{total} packages audited, {len(found)} vulnerabilities"], 1 if found else 0


def audited(command, **options):
    """Run a tool that prints its report as JSON, whatever it then exits with."""
    made = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    try:
        return json.loads(made.stdout)
    except json.JSONDecodeError:
        raise SystemExit(f"{command[0]} gave no report:\n{made.stdout[-200:]}{made.stderr[-500:]}") from None


def main():
    """Audit; exit with 1 if something is known, with 3 if something could not be asked."""
    parser = argparse.ArgumentParser(prog="python -m distribution.audit", description=__doc__)
    parser.add_argument("tool", help="the program pip-audit")
    command = [parser.parse_args().tool, "--format", "json", "--progress-spinner", "off", "--no-deps", "--disable-pip"]
    codes = []

    def tell(name, lines, code):
        print(f"{name}:", *lines, sep="\n  ")
        codes.append(code)

    for name in FILES:  # one by one: pip-audit refuses a package that stands in two files
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as pins:  # without what leads to another file
            pins.writelines(f"{one}\n" for one in licences.requirements(name) if one.specifier)
            pins.flush()
            tell(name, *verdict(audited([*command, "--requirement", pins.name])))
    tell(SCRIPTS, *script_verdict(audited(["npm", "audit", "--package-lock-only", "--json"], cwd=ROOT / SCRIPTS)))
    raise SystemExit(1 if 1 in codes else max(codes))


if __name__ == "__main__":
    main()
