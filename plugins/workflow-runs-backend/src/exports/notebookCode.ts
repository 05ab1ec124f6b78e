/**
 * What a notebook does with its trace, cell by cell. It needs nothing but Python’s standard library, and
 * makes use of pandas and matplotlib where they are there.
 */
export const NOTEBOOK_CODE = [
  {
    id: 'structures',
    title: 'The trace',
    source: `from datetime import datetime

run, steps, attempts = TRACE["run"], TRACE["steps"], TRACE["attempts"]
events, logs = TRACE["events"], TRACE["logs"]


def moment(text):
    """A time of the trace, or None."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def label(step):
    item = step["itemIndex"]
    return step["stepKey"] if item < 0 else f"{step['stepKey']} #{item}"


attempts_of = {}
for attempt in attempts:
    attempts_of.setdefault(label(attempt), []).append(attempt)

print(f"{run['workflow']['ref']} {run['workflowVersion']}: {run['status']}")
print(f"{len(steps)} steps, {len(attempts)} attempts, {len(events)} events, {len(logs)} log lines")
for part in TRACE["omitted"]:
    print(f"Not here: {part['part']}. {part['reason']}")`,
  },
  {
    id: 'durations',
    title: 'Durations',
    source: `rows = [
    {
        "step": label(step),
        "status": step["status"],
        "attempts": step["attempts"],
        "started": moment(step["startedAt"]),
        "seconds": None if step["durationMs"] is None else step["durationMs"] / 1000,
    }
    for step in steps
]
rows.sort(key=lambda row: -(row["seconds"] or 0))

try:
    import pandas
except ImportError:
    pandas = None

if pandas and rows:
    table = pandas.DataFrame(rows)
    print(table.to_string(index=False))
else:
    for row in rows:
        seconds = "" if row["seconds"] is None else f"{row['seconds']:.3f}"
        print(f"{row['step']:<40} {row['status']:<14} {row['attempts']:>3} {seconds:>12}")`,
  },
  {
    id: 'chart',
    title: 'What took longest',
    source: `longest = [row for row in rows if row["seconds"]][:30]

try:
    from matplotlib import pyplot
except ImportError:
    pyplot = None

if not longest:
    print("No step took any time.")
elif pyplot:
    figure, axes = pyplot.subplots(figsize=(9, 1 + 0.3 * len(longest)))
    axes.barh([row["step"].replace("$", r"\\$") for row in longest], [row["seconds"] for row in longest])
    axes.invert_yaxis()
    axes.set_xlabel("seconds")
    pyplot.show()
else:
    scale = 40 / longest[0]["seconds"]
    for row in longest:
        print(f"{row['step']:<40} {'#' * max(1, round(row['seconds'] * scale))} {row['seconds']:.3f} s")`,
  },
];
