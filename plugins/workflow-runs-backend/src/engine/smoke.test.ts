import { z } from 'zod';
import { defineWorkflow, ref, failAfter, StepFailure } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

describeOnDatabases('smoke', createDatabase => {
  let engine: TestEngine;
  beforeEach(async () => {
    engine = new TestEngine(await createDatabase());
    await engine.engine.start();
  });
  afterEach(async () => {
    expect(engine.problems).toEqual([]);
    await engine.stop();
  });
  const add = async (w: any, h: any) => {
    await engine.add(w, h);
    expect(engine.registry.refused).toEqual([]);
    await (engine.engine as any).wake();
  };

  it('approves', async () => {
    await add(
      defineWorkflow({
        name: 'approve', version: '1', input: z.object({}),
        steps: { a: {}, ask: { type: 'approval', dependsOn: ['a'] }, b: { dependsOn: ['ask'] } },
      }),
      { a: () => 1, b: ({ outputs }: any) => outputs.ask },
    );
    const id = await engine.launch('approve');
    await engine.until(id, 'waiting_human');
    await engine.act(id, { action: 'decide', reason: 'fine', details: { step: 'ask', decision: 'approved' } });
    const run = await engine.until(id, 'completed');
    expect(run.hitl).toBe('approved');
    console.log(await engine.eventTypes(id), JSON.stringify(await engine.details.payloads(id)), await engine.details.decisions(id));
  });

  it('maps and launches children', async () => {
    await add(
      defineWorkflow({
        name: 'kid', version: '1', input: z.object({ n: z.number() }),
        steps: { twice: { output: z.number() } },
        output: { value: ref('/steps/twice/output') },
      }),
      { twice: ({ input }: any) => input.n * 2 },
    );
    await add(
      defineWorkflow({
        name: 'parent', version: '1', input: z.object({ list: z.array(z.number()) }),
        steps: {
          items: { type: 'map', items: ref('/input/list'), concurrency: 3 },
          kids: { type: 'map', items: ref('/input/list'), concurrency: 2, workflow: 'kid', input: { n: ref('/item') } },
          one: { type: 'child', workflow: 'kid', input: { n: 21 }, dependsOn: ['items'] },
          sum: { dependsOn: ['items', 'kids', 'one'] },
        },
      } as any),
      { items: ({ item }: any) => item.value + 1, sum: ({ outputs }: any) => outputs },
    );
    const id = await engine.launch('parent', { input: { list: [1, 2, 3, 4, 5] } });
    await engine.until(id, 'completed');
    const payloads = await engine.details.payloads(id, 'sum');
    console.log(JSON.stringify(payloads));
    await engine.untilLetGo(id);
  });

  it('rolls back', async () => {
    const undone: string[] = [];
    await add(
      defineWorkflow({
        name: 'saga', version: '1', input: z.object({}), onFailure: 'compensate',
        steps: {
          a: { compensate: {} },
          b: { dependsOn: ['a'] , compensate: {} },
          c: { dependsOn: ['b'] },
        },
      } as any),
      {
        a: { run: () => 'A', compensate: ({ output }: any) => { undone.push(output); } },
        b: { run: () => 'B', compensate: ({ output }: any) => { undone.push(output); } },
        c: () => { throw new StepFailure('validation_failed', 'no'); },
      },
    );
    const id = await engine.launch('saga');
    await engine.until(id, 'failed');
    expect(undone).toEqual(['B', 'A']);
    console.log(await engine.eventTypes(id));
    await engine.untilLetGo(id);
    await engine.act(id, { action: 'retry' });
    await engine.until(id, 'failed');
    await engine.untilLetGo(id);
    expect(undone).toEqual(['B', 'A', 'B', 'A']);
    console.log((await engine.eventTypes(id)).slice(15));
  });

  it('pauses, waits for an event, retries with timer', async () => {
    let fails = true;
    await add(
      defineWorkflow({
        name: 'events', version: '1', input: z.object({}),
        steps: {
          a: { retry: failAfter(3, { delayMs: 50 }) },
          hold: { type: 'wait', for: { event: 'go' }, dependsOn: ['a'] },
          soon: { type: 'wait', for: { durationMs: 100 }, dependsOn: ['hold'] },
          end: { dependsOn: ['soon'] },
        },
      } as any),
      { a: ({ attempt }: any) => { if (attempt < 3) throw new StepFailure('transient', 'x'); }, end: ({ outputs }: any) => { if (fails) throw new StepFailure('policy_denied', 'no'); return outputs.hold; } },
    );
    const id = await engine.launch('events');
    const early = await engine.act(id, { action: 'send_event', details: { name: 'go', payload: { x: 1 } } }).catch(e => e);
    console.log(early);
    await engine.until(id, 'failed');
    await engine.untilLetGo(id);
    fails = false;
    await engine.act(id, { action: 'retry' });
    await engine.until(id, 'completed');
    console.log(await engine.eventTypes(id), JSON.stringify(await engine.details.payloads(id, 'end')), await engine.details.actions(id));
  });
});
