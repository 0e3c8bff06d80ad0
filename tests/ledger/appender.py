"""One of several processes that append to one chain: python -m tests.ledger.appender PROJECT COUNT head|tail

Says "ready", waits for a line, appends COUNT entries, each in its own transaction, and prints how many failed.
`tail` calls the usual, wrong way, which the test of the chain's lock keeps as a twin.
"""

import sys

import django


def main(project: str, count: int, way: str) -> int:
    django.setup()
    from django.db import DatabaseError, connection, transaction

    from annotations import ledger
    from annotations.domain.ledger_verbs import LedgerVerb

    failed = 0
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        try:
            with transaction.atomic():
                if way == "head":
                    ledger.append(
                        project,
                        by="component:test/1",
                        verb=LedgerVerb.DECIDED,
                        subject="claim:1",
                        payload={"n": number},
                    )
                else:
                    with connection.cursor() as cursor:
                        cursor.execute("select tail.append(%s, %s)", [project, f'{{"n":{number}}}'])
        except DatabaseError:
            failed += 1
    print(failed, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
