import { createHash } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { EngineInstance } from 'backstage-plugin-workflow-runs-node';
import { ELSEWHERE } from '../artifacts/ElsewhereStore';
import { ObservedRuns } from '../observed/ObservedRuns';
import { LiveWriter, Speaker } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { EventRefused } from './EventRefused';
import { Fitting } from './fitEvent';
import { IngestCommands } from './IngestCommands';
import { SeenEvents } from './SeenEvents';
import { Told, ToldArtifact, ToldLine } from './toSnapshot';

/** References of one run that are taken in. */
const MAX_REFERENCES = 1_000;

type Of<Part extends Told> = Fitting & { told: Part };
type Refuse<T extends Fitting> = (event: T, error: unknown) => void;

/** Takes in what is told beside the state of runs: lines of their logs, their files, and answers to commands. */
export class Beside {
  constructor(
    private readonly options: {
      knex: Knex;
      observed: ObservedRuns;
      commands: IngestCommands;
      recorder: Recorder;
      live: LiveWriter;
      seen: SeenEvents;
    },
  ) {}

  async take<T extends Fitting>(
    events: readonly T[],
    refuse: Refuse<T>,
  ): Promise<void> {
    const lines = events.filter(({ told }) => 'line' in told);
    const files = events.filter(({ told }) => 'artifact' in told);
    const answers = events.filter(({ told }) => 'answer' in told);
    const runs = await this.#runsOf([...lines, ...files]);
    const known = (event: T) => {
      const runId = runs.get(nameOfRun(event));
      if (!runId) refuse(event, runUnknown());
      return runId !== undefined;
    };
    await this.#log(lines.filter(known) as Of<{ line: ToldLine }>[], runs);
    await this.#keep(files.filter(known), runs, refuse);
    for (const event of answers) await this.#answer(event, refuse);
  }

  /** Lines are no facts: twice the same line are two lines. So they count as taken in before they are written. */
  async #log(
    events: readonly Of<{ line: ToldLine }>[],
    runs: ReadonlyMap<string, string>,
  ): Promise<void> {
    const { live, seen } = this.options;
    await seen.add(events.map(({ name }) => name));
    const speakers = new Map<string, Speaker>();
    for (const event of events) {
      const { step, attempt, level, message, fields, at } = event.told.line;
      const runId = runs.get(nameOfRun(event))!;
      const speaker = { runId, step, item: -1, attempt };
      speakers.set(JSON.stringify(speaker), speaker);
      live.log(speaker, level, message, fields, at);
    }
    for (const speaker of speakers.values()) await live.finish(speaker);
  }

  /** Files stay where they are: told of twice, they are there once. */
  async #keep<T extends Fitting>(
    events: readonly T[],
    runs: ReadonlyMap<string, string>,
    refuse: Refuse<T>,
  ): Promise<void> {
    if (events.length === 0) return;
    const { recorder, seen } = this.options;
    const counts = await this.#countOf([...new Set(runs.values())]);
    const taken = await Promise.all(
      events.map(async event => {
        const runId = runs.get(nameOfRun(event))!;
        const count = (counts.get(runId) ?? 0) + 1;
        counts.set(runId, count);
        if (count > MAX_REFERENCES) {
          refuse(event, tooMany());
          return [];
        }
        const { artifact } = event.told as { artifact: ToldArtifact };
        await recorder.commit({
          runId,
          mode: event.instance.mode,
          ...referenceOf(runId, artifact),
        });
        return [event.name];
      }),
    );
    await seen.add(taken.flat());
  }

  async #answer<T extends Fitting>(event: T, refuse: Refuse<T>): Promise<void> {
    const { commands, seen } = this.options;
    const { command, ...answer } = (
      event as Of<Extract<Told, { answer: object }>>
    ).told.answer;
    try {
      await commands.answer(command, [event.instance.id], answer);
      await seen.add([event.name]);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      const why = 'nothing of the kind was asked of this engine';
      refuse(
        event,
        new EventRefused('/data/command', 'command_unknown', why, 404),
      );
    }
  }

  /** Ids of the runs that events are about, by their names; those that are not shown have none. */
  async #runsOf(events: readonly Fitting[]): Promise<Map<string, string>> {
    const instances = new Map<string, EngineInstance>();
    for (const { instance } of events) instances.set(instance.id, instance);
    const ids = new Map<string, string>();
    for (const instance of instances.values()) {
      const own = events.filter(event => event.instance.id === instance.id);
      const found = await this.options.observed.find(
        instance,
        own.map(event => runOf(event)),
      );
      for (const { runId, ...run } of found)
        ids.set(nameIn(instance, run), runId);
    }
    return ids;
  }

  async #countOf(runIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.options
      .knex('artifacts')
      .whereIn('run_id', runIds)
      .groupBy('run_id')
      .select('run_id', this.options.knex.raw('count(*) as count'));
    return new Map(rows.map(row => [row.run_id, Number(row.count)]));
  }
}

function referenceOf(
  runId: string,
  { step, generation, attempt, at, artifact }: ToldArtifact,
) {
  const { name, contentType, bytes = null, digest, url } = artifact;
  // The same for the same file, however often it is told of.
  const hash = createHash('sha256')
    .update(JSON.stringify([runId, step, generation, attempt, name]))
    .digest('hex');
  const id = `art_${hash.slice(0, 26)}`;
  const about = { step, item: -1, generation, attempt };
  const file = { name, contentType, bytes };
  return {
    facts: [
      {
        ...about,
        ...file,
        type: 'artifact.added' as const,
        at,
        artifactId: id,
      },
    ],
    artifacts: [
      {
        ...about,
        ...file,
        id,
        sha256: digest?.slice('sha256:'.length) ?? null,
        store: ELSEWHERE,
        url,
      },
    ],
  };
}

function runOf({ told }: Fitting): Pick<RunSnapshot, 'namespace' | 'nativeId'> {
  if ('line' in told) return told.line.run;
  return (told as { artifact: ToldArtifact }).artifact.run;
}

function nameOfRun(event: Fitting): string {
  return nameIn(event.instance, runOf(event));
}

function nameIn(
  { id }: EngineInstance,
  { namespace, nativeId }: Pick<RunSnapshot, 'namespace' | 'nativeId'>,
): string {
  return JSON.stringify([id, namespace, nativeId]);
}

function runUnknown(): EventRefused {
  return new EventRefused(
    '/data/run/id',
    'run_unknown',
    'nothing was told of this run yet: send it again once something was',
    404,
  );
}

function tooMany(): EventRefused {
  return new EventRefused(
    '/data/artifact',
    'run_too_large',
    `a run has at most ${MAX_REFERENCES} artifacts`,
    413,
  );
}
