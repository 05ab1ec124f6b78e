import { Knex } from 'knex';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { LaneDatabase } from '../database/LaneDatabase';
import { laneOf } from '../database/open';
import { plainRedaction } from '../__testUtils__/testPrivacy';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { Recorder } from './Recorder';
import { TooManyTags, Transition } from './Transition';

jest.setTimeout(60_000);

const NOW = 5_000;

describeOnDatabases('what people say about a run', createDatabase => {
  let knex: Knex;
  let lane: LaneDatabase;
  let recorder: Recorder;
  let run: string;
  let runs = 0;
  let actions = 0;

  const recorderOn = (database: LaneDatabase) =>
    new Recorder({
      database,
      redaction: plainRedaction(),
      now: () => NOW,
    });

  beforeAll(async () => {
    ({ knex, lane } = await createDatabase());
    recorder = recorderOn(lane);
  });
  beforeEach(async () => {
    runs += 1;
    run = `run_${runs}`;
    await recorder.commit(newRun(run));
  });

  type Said = Pick<
    Extract<RunFact, { type: 'run.changed' }>,
    'tags' | 'ownerRef' | 'annotation' | 'generation'
  >;
  const remark = (said: Partial<Said>): Transition => {
    actions += 1;
    const id = `act_${actions}`;
    const changed: RunFact = {
      type: 'run.changed',
      at: NOW,
      generation: 0,
      actionId: id,
      actor: 'user:default/ada',
      ...said,
    };
    return {
      runId: run,
      claims: [
        {
          table: 'actions',
          key: ['id'],
          row: {
            id,
            tenant_id: 'default',
            run_id: run,
            actor: 'user:default/ada',
            idempotency_key: id,
            request_hash: 'hash',
            action: 'tag',
            step_key: '',
            item_index: -1,
            reason: null,
            details: JSON.stringify({ add: ['password=hunter2'] }),
            status: 'completed',
            requested_at: NOW,
            completed_at: NOW,
          },
        },
      ],
      facts: [changed],
    };
  };
  const tag = (added: string[], removed: string[] = []) =>
    remark({ tags: { added, removed } });
  const tagsOf = async (runId = run) => {
    const { tags } = await knex('runs').where({ id: runId }).first();
    const rows = await knex('run_tags').where({ run_id: runId }).pluck('tag');
    expect(rows.sort()).toEqual([...JSON.parse(tags)].sort());
    return JSON.parse(tags).sort();
  };
  const numbered = (count: number, prefix = 't') =>
    Array.from({ length: count }, (_, i) => `${prefix}${i}`);

  it('is kept, all of it, where two say it in the same millisecond', async () => {
    await Promise.all([
      recorder.commit(tag(['a'])),
      recorder.commit(tag(['b'])),
      recorder.commit(remark({ ownerRef: 'group:default/ops' })),
    ]);

    expect(await tagsOf()).toEqual(['a', 'b']);
    expect(await knex('runs').where({ id: run }).first()).toMatchObject({
      owner_ref: 'group:default/ops',
    });
    expect(await knex('run_events').where({ run_id: run })).toHaveLength(4);
  });

  it('loses no tag, however many backends change them at once', async () => {
    const backends = [1, 2, 3].map(() => recorderOn(laneOf(knex)));
    const tags = numbered(45);
    await Promise.all([
      ...tags.map((name, i) => backends[i % 3].commit(tag([name, 'all']))),
      // Facts of an engine between them.
      ...tags.slice(0, 9).map((_, i) =>
        backends[i % 3].commit({
          runId: run,
          facts: [
            { type: 'run.changed', at: i, generation: 0, blockedReason: null },
          ],
        }),
      ),
    ]);
    expect(await tagsOf()).toEqual([...tags, 'all'].sort());

    await Promise.all(
      tags
        .slice(0, 40)
        .map((name, i) => backends[i % 3].commit(tag([`new ${i}`], [name]))),
    );
    expect(await tagsOf()).toEqual(
      [...tags.slice(40), ...numbered(40, 'new '), 'all'].sort(),
    );
  });

  it('never gives a run more than fifty tags, however many backends add some', async () => {
    const backends = [1, 2].map(() => recorderOn(laneOf(knex)));
    const outcomes = await Promise.allSettled(
      numbered(8).map((name, i) =>
        backends[i % 2].commit(tag(numbered(10, `${name}/`))),
      ),
    );
    const refused = outcomes.flatMap(outcome =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );

    expect(await tagsOf()).toHaveLength(50);
    expect(refused).toHaveLength(3);
    for (const reason of refused) expect(reason).toBeInstanceOf(TooManyTags);
    expect(await knex('actions').where({ run_id: run })).toHaveLength(5);
    expect(await knex('run_events').where({ run_id: run })).toHaveLength(6);
  });

  it('does not keep others out of the log where it is refused', async () => {
    const other = `${run}_other`;
    const [refused, created] = await Promise.allSettled([
      recorder.commit(tag(numbered(51))),
      recorder.commit(newRun(other, { create: { tags: ['x'] } })),
      recorder.commit(tag(['a'])),
    ]);

    expect([refused.status, created.status]).toEqual(['rejected', 'fulfilled']);
    expect(await tagsOf()).toEqual(['a']);
    expect(await tagsOf(other)).toEqual(['x']);
  });

  it('about a run that was opened again meanwhile leaves it in its new passage', async () => {
    await recorder.commit({
      runId: run,
      facts: [
        {
          type: 'run.reopened',
          at: NOW,
          generation: 1,
          from: 'failed',
          fromMs: 1,
          step: null,
          actor: null,
          reason: null,
          recomputed: [],
          kept: 0,
        },
      ],
    });
    await recorder.commit(tag(['late']));

    expect(await tagsOf()).toEqual(['late']);
    expect(await knex('runs').where({ id: run }).first()).toMatchObject({
      generation: 1,
      status: 'running',
    });
  });

  it('is redacted wherever it is kept, and still fits', async () => {
    const long = 'token=a,'.repeat(12);
    await recorder.commit(
      remark({
        tags: { added: ['password=hunter2', long], removed: [] },
        annotation: {
          id: `note_${run}`,
          author: 'user:default/ada',
          note: 'try password=hunter2',
        },
      }),
    );
    const said = JSON.stringify([
      await knex('runs').where({ id: run }),
      await knex('run_tags').where({ run_id: run }),
      await knex('run_events').where({ run_id: run }),
      await knex('annotations').where({ run_id: run }),
      await knex('actions').where({ run_id: run }),
    ]);

    expect(said).not.toContain('hunter2');
    expect(said).not.toContain('token=a,');
    expect(await tagsOf()).toEqual([
      'password=[redacted:password]',
      expect.stringMatching(/^token=\[redacted:token\],.{1,}$/),
    ]);
    expect(await knex('annotations').where({ run_id: run })).toMatchObject([
      { note: 'try password=[redacted:password]', author: 'user:default/ada' },
    ]);

    // As they are shown, and as they were given.
    const shown = await tagsOf();
    await recorder.commit(tag([], [shown[1], 'password=hunter2']));
    expect(await tagsOf()).toEqual([]);
  });

  it('is what permission rules go by from then on', async () => {
    await recorder.commit(tag(['a']));
    const event = await knex('run_events')
      .where({ run_id: run })
      .orderBy('number', 'desc')
      .first();

    expect(JSON.parse(event.auth)).toMatchObject({ tags: ['a'] });
  });

  it('can fit a run from its first commit on', async () => {
    const created = `${run}_new`;
    await recorder.commit(
      newRun(created, { create: { tags: ['token=a,'.repeat(12), 'b', 'b'] } }),
    );

    expect(await knex('run_tags').where({ run_id: created })).toHaveLength(2);
  });
});
