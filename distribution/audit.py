"""``python -m distribution.audit TOOL``: known vulnerabilities of the pinned packages, by pip-audit.

The tool asks an advisory service. Where none can be reached it would call that a success; here it is an error.
"""

import argparse
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).parents[1]
FILES = ("requirements.txt", "benchmarks/requirements.txt")


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


def main():
    """Audit; exit with 1 if something is known, with 3 if something could not be asked."""
    parser = argparse.ArgumentParser(prog="python -m distribution.audit", description=__doc__)
    parser.add_argument("tool", help="the program pip-audit")
    tool = parser.parse_args().tool
    worst = 0
    for name in FILES:  # one by one: pip-audit refuses a package that stands in two files
        command = [tool, "--format", "json", "--progress-spinner", "off", "--no-deps", "--disable-pip"]
        made = subprocess.run(
            [*command, "--requirement", str(ROOT / name)], capture_output=True, text=True, check=False
        )
        if not made.stdout.strip():
            raise SystemExit(f"pip-audit could not audit {name}:\n{made.stderr[-500:]}")
        lines, code = verdict(json.loads(made.stdout))
        print(f"{name}:", *lines, sep="\n  ")
        worst = max(worst, code)
    raise SystemExit(worst)


if __name__ == "__main__":
    main()
