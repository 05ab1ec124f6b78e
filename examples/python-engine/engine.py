"""A small engine that runs its steps itself, tells a Backstage portal of them, and obeys who cancels a run there.

    WORKFLOW_RUNS_URL=http://localhost:7007/api/workflow-runs WORKFLOW_RUNS_TOKEN=… python3 engine.py nightly-report
"""

import json, os, sys, time, urllib.parse, urllib.request, uuid
from datetime import datetime, timezone

URL = os.environ["WORKFLOW_RUNS_URL"] + "/v1/ingest/"
TOKEN = os.environ["WORKFLOW_RUNS_TOKEN"]
SOURCE = os.environ.get("WORKFLOW_RUNS_SOURCE", "/python-engine")
waiting = []


class Canceled(Exception):
    pass


def call(path, body=None):
    """Asks the portal, again until it answers: what comes twice is taken once."""
    headers = {"Content-Type": "application/cloudevents-batch+json", "Authorization": f"Bearer {TOKEN}"}
    for pause in (1, 2, 4, 8, None):
        try:
            with urllib.request.urlopen(urllib.request.Request(URL + path, body, headers), timeout=30) as answer:
                return json.load(answer)
        except OSError as error:
            if pause is None or getattr(error, "code", 503) not in (429, 500, 502, 503):
                raise
            time.sleep(pause)


def tell(kind, **data):
    """An event that is sent with the next ones: its id makes it safe to send it again."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    waiting.append({"specversion": "1.0", "id": str(uuid.uuid4()), "source": SOURCE, "time": now,
                    "type": f"io.workflowruns.{kind}.v1", "data": data})


def send():
    for result in call("events", json.dumps(waiting).encode())["results"]:
        if result["outcome"] == "rejected":
            print("rejected:", result["field"], result["message"], file=sys.stderr)
    waiting.clear()


def obey(about):
    """Does what is asked of the run. It may be told of twice: the answer names what was asked."""
    for command in call("commands?" + urllib.parse.urlencode({"source": SOURCE}))["items"]:
        if command["run"]["id"] != about["run"]["id"]:
            continue
        can = command["action"] == "cancel"
        tell("command.answered", command=command["id"], outcome="completed" if can else "refused",
             message=f"canceled by {command['askedBy']}" if can else "this engine can only cancel")
        if can:
            raise Canceled(command["reason"] or "canceled")


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
            send()
            try:
                for said in work(attempt):  # a step says something now and then, and may be stopped there
                    if isinstance(said, dict):
                        tell("artifact.added", **step, artifact=said)
                    else:
                        tell("step.logged", **step, message=said)
                    send()
                    obey(about)
                tell("attempt.finished", **step, outcome="completed")
                break
            except Canceled:
                outcome = "canceled"
                tell("attempt.finished", **step, outcome=outcome)
                break
            except Exception as error:
                tell("attempt.finished", **step, outcome="failed", willRetry=attempt < tries,
                     error={"category": "bug", "code": type(error).__name__, "message": str(error)})
                outcome = "failed" if attempt == tries else outcome
        if outcome != "completed":
            break
    tell("run.finished", **about, outcome=outcome, nativeStatus="DONE" if outcome == "completed" else "STOPPED")
    send()


def extract(attempt):
    yield f"reading orders, try {attempt}"
    time.sleep(0.2)
    if attempt == 1:
        raise ConnectionError("the database did not answer")


def publish(attempt):
    yield {"name": "pages.csv", "contentType": "text/csv", "url": "https://files.example.com/pages.csv"}
    for page in range(12, int(os.environ.get("PAGES", "12")) + 1):
        yield f"{page} pages are out"
        time.sleep(0.1)


if __name__ == "__main__":
    run(sys.argv[1] if len(sys.argv) > 1 else "nightly-report", {"extract": (extract, []), "publish": (publish, ["extract"])})
