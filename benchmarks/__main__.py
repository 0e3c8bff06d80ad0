"""Every benchmark in turn, each in a process of its own: python -m benchmarks [NAME …]"""

import subprocess
import sys

NAMES = (
    "sentences",
    "suggestions",
    "attribution",
    "matching",
    "importing",
    "deciding",
    "search",
    "export",
    "ledger",
    "desk_paint",
    "agreement",
    "insight",
    "next_claim",
    "many_users",
)
WORDS = {0: "held", 1: "MISSED", 2: "not judged"}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; 0 unless one of them missed a limit or could not run."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}; there are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    ended = {}
    for name in names or NAMES:
        print(f"\n=== {name}", flush=True)
        ended[name] = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
    print("\n=== in short")
    for name, code in ended.items():
        print(f"{WORDS.get(code, f'failed ({code})'):>12}  {name}")
    return max((code for code in ended.values() if code != 2), default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
