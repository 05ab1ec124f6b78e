"""A small engine that runs its steps itself and tells a Backstage portal of them. Python's own library is enough.

    WORKFLOW_RUNS_URL=http://localhost:7007/api/workflow-runs WORKFLOW_RUNS_TOKEN=… python3 engine.py nightly-report
"""

import json, os, sys, time, urllib.request, uuid
from datetime import datetime, timezone

URL = os.environ["WORKFLOW_RUNS_URL"] + "/v1/ingest/events"
TOKEN = os.environ["WORKFLOW_RUNS_TOKEN"]
SOURCE = os.environ.get("WORKFLOW_RUNS_SOURCE", "/python-engine")
waiting = []


def tell(kind, **data):
    """An event that is sent with the next ones: its id makes it safe to send it again."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    waiting.append({"specversion": "1.0", "id": str(uuid.uuid4()), "source": SOURCE, "time": now,
                    "type": f"io.workflowruns.{kind}.v1", "data": data})


def send():
    """Sends what waits, again until the portal has it: what comes twice is taken once."""
    body = json.dumps(waiting).encode()
    headers = {"Content-Type": "application/cloudevents-batch+json", "Authorization": f"Bearer {TOKEN}"}
    for pause in (1, 2, 4, 8, None):
        try:
            with urllib.request.urlopen(urllib.request.Request(URL, body, headers), timeout=30) as answer:
                for result in json.load(answer)["results"]:
                    if result["outcome"] == "rejected":
                        print("rejected:", result["field"], result["message"], file=sys.stderr)
            return waiting.clear()
        except OSError as error:
            if pause is None or getattr(error, "code", 503) not in (429, 500, 502, 503):
                raise
            time.sleep(pause)


def run(workflow, steps, tries=2):
    about = {"run": {"id": f"{workflow}-{uuid.uuid4()}"}}
    tell("run.queued", **about, workflow={"name": workflow}, triggerType="scheduled", tags=["python"])
    for key, (_, after) in steps.items():
        tell("step.planned", **about, step=key, name=key.capitalize(), dependsOn=after)
    tell("run.started", **about, nativeStatus="BUSY")
    outcome = "completed"
    for key, (work, _) in steps.items():
        for attempt in range(1, tries + 1):
            step = {**about, "step": key, "attempt": attempt}
            tell("attempt.started", **step)
            try:
                work(attempt, lambda message: tell("step.logged", **step, message=message))
                tell("attempt.finished", **step, outcome="completed")
                break
            except Exception as error:
                tell("attempt.finished", **step, outcome="failed", willRetry=attempt < tries,
                     error={"category": "bug", "code": type(error).__name__, "message": str(error)})
                outcome = "failed" if attempt == tries else outcome
            finally:
                send()
        if outcome == "failed":
            break
    tell("run.finished", **about, outcome=outcome, nativeStatus="DONE" if outcome == "completed" else "BROKEN")
    send()


def extract(attempt, log):
    log(f"reading orders, try {attempt}")
    time.sleep(0.2)
    if attempt == 1:
        raise ConnectionError("the database did not answer")


def publish(attempt, log):
    log("12 pages are out")
    time.sleep(0.1)


if __name__ == "__main__":
    run(sys.argv[1] if len(sys.argv) > 1 else "nightly-report", {"extract": (extract, []), "publish": (publish, ["extract"])})
