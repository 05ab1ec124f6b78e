import { Knex } from 'knex';
import {
  MAX_OBSERVED_STEPS,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { RunSink } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { testPrivacy, testRedaction } from '../__testUtils__/testPrivacy';
import { LaneDatabase } from '../database/LaneDatabase';
import { Recorder } from '../recorder/Recorder';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowStore } from '../workflows/WorkflowStore';
import { nothingOf } from './merge';
import { ObservedRuns } from './ObservedRuns';

jest.setTimeout(60_000);

const INSTANCE = {
  id: 'ci',
  tenantId: 'acme',
  environment: 'test',
  mode: 'live' as const,
};
const NAME = 'kestrel';

describeOnDatabases('what engines elsewhere tell', createDatabase => {
  let knex: Knex;
  let lane: LaneDatabase;
  beforeAll(async () => {
    ({ knex, lane } = await createDatabase());
  });

  /** A process that is told of runs. */
  const newProcess = (redact: string[] = []): Pick<RunSink, 'observe'> => {
    const privacy = testPrivacy({
      policies: redact.map(path => ({
        workflow: 'ci/build',
        rules: [{ path, treatment: 'redact' as const }],
      })),
    });
    const redaction = testRedaction(knex, privacy);
    const now = () => 1_000;
    return new ObservedRuns({
      knex,
      recorder: new Recorder({ database: lane, redaction, now }),
      redaction,
      workflows: new WorkflowStore(knex, new DefinitionStore(knex)),
      now,
    }).sinkOf(INSTANCE);
  };
  const part = (nativeId: string, said: Partial<RunSnapshot>): RunSnapshot => ({
    ...nothingOf(nativeId, 'default'),
    ...said,
  });
  const workflow = { name: 'build' };

  it('is added up where several processes are told parts of one run at once', async () => {
    const sinks = [newProcess(), newProcess(), newProcess()];
    const keys = Array.from({ length: 12 }, (_, index) => `step-${index + 10}`);
    await Promise.all(
      keys.map((key, index) =>
        sinks[index % 3].observe(
          part('busy', {
            workflow,
            steps: [
              {
                key,
                attempts: [
                  { generation: 0, number: 1, startedAt: 100 + index },
                ],
              },
            ],
          }),
        ),
      ),
    );

    const runs = await knex('runs').where({ native_id: 'busy' });
    expect(runs).toHaveLength(1);
    const steps = await knex('steps')
      .where({ run_id: runs[0].id })
      .orderBy('step_number');
    expect(steps.map(({ step_key: key }) => key)).toEqual(keys);
    const [live] = await knex('run_live').where({ run_id: runs[0].id });
    expect(live.steps_total).toBe(12);
    const started = await knex('run_events').where({
      run_id: runs[0].id,
      type: 'step.started',
    });
    expect(started).toHaveLength(12);
  });

  it('says what has become of it', async () => {
    const sink = newProcess();
    const passages = [{ generation: 0, marks: [], startedAt: 5 }];
    const outcomes = [
      await sink.observe(part('told', { passages })),
      await sink.observe(part('told', { passages })),
      await sink.observe(part('told', { workflow })),
      await sink.observe(part('told', { workflow })),
    ];

    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'waiting',
      'waiting',
      'changed',
      'unchanged',
    ]);
  });

  it('is treated by the rules of its workflow, also what was told before that was known', async () => {
    const sink = newProcess(['$.name']);
    const report = (key: string) => ({
      key,
      attempts: [],
      report: { at: 10, value: { name: NAME, pages: 3 } },
    });
    await sink.observe(part('private', { steps: [report('a')] }));
    await sink.observe(part('private', { workflow, steps: [report('b')] }));

    const [{ id }] = await knex('runs').where({ native_id: 'private' });
    const steps = await knex('steps').where({ run_id: id });
    const kept = await knex('observed_runs').where({ run_id: id });
    expect(steps.map(step => JSON.parse(step.report).pages)).toEqual([3, 3]);
    expect(JSON.stringify([steps, kept])).not.toContain(NAME);
  });

  it('is what a run was given and has made, treated by the rules of its workflow', async () => {
    const sink = newProcess(['$.name']);
    const value = (pages: number) => ({ name: NAME, pages });
    await sink.observe(part('given', { workflow, input: value(1) }));
    await sink.observe(
      part('given', {
        input: value(9),
        output: { at: 10, generation: 0, value: { doc: value(2) } },
      }),
    );
    await sink.observe(
      part('given', {
        output: { at: 20, generation: 1, value: { doc: value(3) } },
      }),
    );

    const [{ id, inputs_summary: summary }] = await knex('runs').where({
      native_id: 'given',
    });
    const kept = await knex('run_io')
      .where({ run_id: id })
      .orderBy(['direction', 'generation']);
    const observed = await knex('observed_runs').where({ run_id: id });
    expect(
      kept.map(row => [
        row.direction,
        row.generation,
        JSON.parse(row.content).pages ?? JSON.parse(row.content).doc.pages,
      ]),
    ).toEqual([
      ['input', 0, 1],
      ['output', 0, 2],
      ['output', 1, 3],
    ]);
    expect(JSON.stringify([kept, observed, summary])).not.toContain(NAME);
  });

  it('is not more than so many steps', async () => {
    const sink = newProcess();
    const steps = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        key: `s${from + index}`,
        attempts: [],
      }));
    await sink.observe(
      part('wide', { workflow, steps: steps(0, MAX_OBSERVED_STEPS) }),
    );

    await expect(
      sink.observe(part('wide', { steps: steps(MAX_OBSERVED_STEPS, 1) })),
    ).rejects.toThrow('a run has at most 5000 steps here');
  });
});
