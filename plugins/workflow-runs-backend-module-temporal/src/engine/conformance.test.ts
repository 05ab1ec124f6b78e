import {
  Observed,
  RunEngine,
  RunSink,
  SyncScope,
} from 'backstage-plugin-workflow-runs-node';
import { describeObservedEngine } from 'backstage-plugin-workflow-runs-node/testing';
import { engineOf } from './__testUtils__/engineOf';
import { executionOf, STATUSES } from './__testUtils__/executions';
import { FakeTemporal } from './__testUtils__/FakeTemporal';

const HIBERNATING = 99;

/** Runs of the suite have one name; executions of Temporal have two. */
const toNative = <T extends { nativeId: string }>(run: T): T => ({
  ...run,
  nativeId: `${run.nativeId}/${run.nativeId}`,
});
const fromNative = <T extends { nativeId: string }>(run: T): T => ({
  ...run,
  nativeId: run.nativeId.split('/')[0],
});

function underOneName(engine: RunEngine): RunEngine {
  return {
    id: engine.id,
    instances: () => engine.instances(),
    capabilities: instance => engine.capabilities(instance),
    perform: (command, signal) =>
      engine.perform!({ ...command, run: toNative(command.run) }, signal),
    sync: (scope, sink, signal) =>
      engine.sync!(scopeOf(scope), sinkOf(sink), signal),
  };
}

function scopeOf(scope: SyncScope): SyncScope {
  if (scope.kind === 'run') return { ...scope, run: toNative(scope.run) };
  return scope.kind === 'open'
    ? { ...scope, known: scope.known.map(toNative) }
    : scope;
}

function sinkOf(sink: RunSink): RunSink {
  return {
    observe: (snapshot): Promise<Observed> =>
      sink.observe(fromNative(snapshot)),
    record: (run, lines) => sink.record(fromNative(run), lines),
    recorded: run => sink.recorded(fromNative(run)),
  };
}

describeObservedEngine({
  name: 'the engine of Temporal',
  statuses: {
    Running: 'running',
    Paused: 'paused',
    Completed: 'completed',
    Failed: 'failed',
    Canceled: 'canceled',
    Terminated: 'canceled',
    ContinuedAsNew: 'completed',
    TimedOut: 'failed',
  },
  unknownStatus: `Status ${HIBERNATING}`,
  begin: () => {
    const temporal = new FakeTemporal();
    temporal.knowsPaused = true;
    const { engine, instance } = engineOf(temporal);
    return {
      engine: underOneName(engine),
      instance,
      another: () => underOneName(engineOf(temporal).engine),
      put: (...runs) =>
        temporal.put(
          ...runs.map(({ nativeId, status, at }) =>
            executionOf({
              workflowId: nativeId,
              runId: nativeId,
              status:
                (STATUSES as Record<string, number>)[status] ?? HIBERNATING,
              startedAt: at,
            }),
          ),
        ),
    };
  },
});
