import { z } from 'zod';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from './defineWorkflow';
import { WorkflowsExtensionPoint } from './extensionPoint';
import { HandlersOf } from './handlers';
import { ApprovalOutput, MapOutput } from './outputs';
import { ref } from './ref';

// What these tests hold is for the compiler to check; that they run at all is little.
const added: string[][] = [];
const workflows: WorkflowsExtensionPoint = {
  add: (_, handlers) => added.push(Object.keys(handlers)),
};
const plain = {
  version: '1',
  input: z.object({ url: z.string(), pages: z.number().default(1) }),
};

afterEach(() => added.splice(0));

describe('what later steps see', () => {
  const workflow = defineWorkflow({
    ...plain,
    name: 'seen',
    steps: {
      list: { output: z.object({ rows: z.array(z.string()) }) },
      each: { type: 'map', items: [1], output: z.object({ ok: z.boolean() }) },
      each_plain: { type: 'map', items: [1] },
      each_run: {
        type: 'map',
        items: [1],
        workflow: 'other',
        output: z.object({ sum: z.number() }),
      },
      run: {
        type: 'child',
        workflow: 'other',
        output: z.object({ sum: z.number() }),
      },
      run_plain: { type: 'child', workflow: 'other' },
      pause: { type: 'wait', for: { durationMs: 1 } },
      paid: { type: 'wait', for: { event: 'paid' } },
      sign_off: { type: 'approval' },
      last: {},
    },
  });

  it('is typed by the kind of step', () => {
    workflows.add(workflow, {
      list: () => ({ rows: [] }),
      each: () => ({ ok: true }),
      each_plain: () => {},
      last: ({ outputs }) => {
        const each: MapOutput<{ ok: boolean }> | undefined = outputs.each;
        const ok: boolean | undefined = outputs.each?.results[0]?.ok;
        const failed: number | undefined = outputs.each_plain?.failed;
        const sum: number | undefined = outputs.each_run?.results[0]?.sum;
        const other: number | undefined = outputs.run?.sum;
        const anything: Json | undefined = outputs.run_plain;
        const nothing: null | undefined = outputs.pause;
        const payload: Json | undefined = outputs.paid;
        const decided: ApprovalOutput | undefined = outputs.sign_off;
        const by: string | null | undefined = outputs.sign_off?.decidedBy;
        // @ts-expect-error a result is null where its item failed
        void outputs.each?.results[0].ok;
        // @ts-expect-error what came with an event may be anything
        void outputs.paid?.amount;
        // @ts-expect-error there is no such decision
        void (outputs.sign_off?.decision === 'perhaps');
        void [each, ok, failed, sum, other, anything, nothing, payload];
        void [decided, by];
      },
    });

    expect(added).toEqual([['list', 'each', 'each_plain', 'last']]);
  });

  it('needs no code where nothing but the engine works', () => {
    workflows.add(workflow, {
      list: () => ({ rows: [] }),
      each: () => ({ ok: true }),
      each_plain: () => {},
      last: () => {},
      // @ts-expect-error a wait runs no code
      pause: () => {},
    });
    workflows.add(workflow, {
      list: () => ({ rows: [] }),
      each: () => ({ ok: true }),
      each_plain: () => {},
      last: () => {},
      // @ts-expect-error the other workflow does the work
      run: () => ({ sum: 1 }),
    });
    workflows.add(workflow, {
      list: () => ({ rows: [] }),
      each: () => ({ ok: true }),
      each_plain: () => {},
      last: () => {},
      // @ts-expect-error the other workflow does the work
      each_run: () => ({ sum: 1 }),
    });

    expect(added).toHaveLength(3);
  });
});

describe('the code of a step', () => {
  const workflow = defineWorkflow({
    ...plain,
    name: 'coded',
    steps: {
      book: {
        output: z.object({ id: z.string() }),
        validators: { real: { otherwise: 'ask' }, cheap: {} },
        compensate: {},
        actions: {
          rebook: {
            input: z.object({ seat: z.number().default(1) }),
            then: 'complete',
          },
          nudge: {},
        },
      },
    },
  });
  const id = { id: 'x' };
  const passes = () => ({ passed: true });

  it('is an object of all that the step has', () => {
    workflows.add(workflow, {
      book: {
        run: ({ input }) => ({ id: input.url.repeat(input.pages) }),
        validators: {
          real: ({ input, attempt }, output) => ({
            passed: output.id === input.url && attempt > 0,
            score: 0.5,
            reasons: ['looks odd'],
          }),
          cheap: async () => ({ passed: true }),
        },
        compensate: async ({ output, idempotencyKey }) => {
          const booked: string = output.id;
          // @ts-expect-error the step has not put that out
          void output.price;
          void [booked, idempotencyKey];
        },
        actions: {
          rebook: (_, { seat }) => ({ id: seat.toFixed() }),
          nudge: () => {},
        },
      },
    });

    expect(added).toEqual([['book']]);
  });

  it('is not only a part of it', () => {
    workflows.add(workflow, {
      // @ts-expect-error there is more to give than what does the work
      book: () => id,
    });
    workflows.add(workflow, {
      // @ts-expect-error nothing does the work
      book: {
        validators: { real: passes, cheap: passes },
        compensate: () => {},
        actions: { rebook: () => id, nudge: () => {} },
      },
    });
    workflows.add(workflow, {
      book: {
        run: () => id,
        // @ts-expect-error a validator is missing
        validators: { real: passes },
        compensate: () => {},
        actions: { rebook: () => id, nudge: () => {} },
      },
    });
    workflows.add(workflow, {
      // @ts-expect-error nothing undoes it
      book: {
        run: () => id,
        validators: { real: passes, cheap: passes },
        actions: { rebook: () => id, nudge: () => {} },
      },
    });

    expect(added).toHaveLength(4);
  });

  it('does what it is there for', () => {
    workflows.add(workflow, {
      book: {
        run: () => id,
        validators: {
          // @ts-expect-error a validator says whether it passed
          real: () => true,
          cheap: (_, output) => ({
            // @ts-expect-error the output has no price
            passed: output.price < 5,
          }),
        },
        compensate: () => {},
        actions: {
          // @ts-expect-error it completes the step, so it returns what the step puts out
          rebook: () => {},
          nudge: (_, input) => {
            // @ts-expect-error nothing is given to it
            void input.seat;
          },
        },
      },
    });

    expect(added).toHaveLength(1);
  });

  it('is none besides', () => {
    workflows.add(workflow, {
      book: {
        run: () => id,
        validators: {
          real: passes,
          cheap: passes,
          // @ts-expect-error there is no such validator
          odd: passes,
        },
        compensate: () => {},
        actions: {
          rebook: () => id,
          nudge: () => {},
          // @ts-expect-error there is no such action
          shout: () => {},
        },
      },
    });

    expect(added).toHaveLength(1);
  });

  it('is a function where the step has no more', () => {
    const simple = defineWorkflow({
      ...plain,
      name: 'simple',
      steps: { a: {} },
    });
    // @ts-expect-error it has no parts
    workflows.add(simple, { a: { run: () => {} } });

    expect(added).toHaveLength(1);
  });
});

describe('the code of a fan-out', () => {
  const workflow = defineWorkflow({
    ...plain,
    name: 'fanned',
    steps: {
      ship: {
        type: 'map',
        items: ref('/input/url'),
        itemSchema: z.object({ sku: z.string() }),
        output: z.object({ parcel: z.number() }),
        validators: { tracked: { otherwise: 'warn' } },
        compensate: {},
        actions: { skip: { then: 'complete' } },
      },
      any: { type: 'map', items: [1] },
    },
  });

  it('gets an item, and is undone as a whole', () => {
    workflows.add(workflow, {
      ship: {
        run: ({ item, input }) => {
          const sku: string = item.value.sku;
          // @ts-expect-error an item is no more than its schema says
          void item.value.price;
          void input.url;
          return { parcel: item.index + sku.length };
        },
        validators: {
          tracked: ({ item }, { parcel }) => ({ passed: parcel > item.index }),
        },
        compensate: ({ output }) => {
          const parcels: (number | undefined)[] = output.results.map(
            result => result?.parcel,
          );
          void parcels;
        },
        actions: {
          skip: context => {
            // @ts-expect-error an operation is of the step, and not of an item
            void context.item;
            return { items: 0, completed: 0, failed: 0, results: [] };
          },
        },
      },
      any: ({ item }) => {
        const value: Json = item.value;
        return value;
      },
    });

    expect(added).toEqual([['ship', 'any']]);
  });
});

describe('a step without work of its own', () => {
  const workflow = defineWorkflow({
    ...plain,
    name: 'controlled',
    steps: {
      sign_off: {
        type: 'approval',
        compensate: {},
        actions: { resend: { input: z.object({ to: z.string() }) } },
      },
      paid: {
        type: 'wait',
        for: { event: 'paid' },
        actions: { waive: { then: 'complete' } },
      },
      run: {
        type: 'child',
        workflow: 'other',
        output: z.object({ sum: z.number() }),
        compensate: {},
      },
    },
  });

  it('has code that undoes it and that operators call, and nothing else', () => {
    workflows.add(workflow, {
      sign_off: {
        compensate: ({ output }) => {
          const by: string | null = output.decidedBy;
          void by;
        },
        actions: { resend: (_, { to }) => to },
      },
      paid: { actions: { waive: () => ({ amount: 0 }) } },
      run: {
        compensate: ({ output }) => {
          const sum: number = output.sum;
          void sum;
        },
      },
    });
    workflows.add(workflow, {
      sign_off: {
        compensate: () => {},
        actions: { resend: () => {} },
        // @ts-expect-error people decide
        run: () => {},
      },
      paid: { actions: { waive: () => null } },
      run: { compensate: () => {} },
    });
    // @ts-expect-error nothing is given for the run
    workflows.add(workflow, {
      sign_off: { compensate: () => {}, actions: { resend: () => {} } },
      paid: { actions: { waive: () => null } },
    });

    expect(added).toHaveLength(3);
  });
});

it('may be written apart', () => {
  const workflow = defineWorkflow({
    ...plain,
    name: 'apart',
    steps: { list: {}, each: { type: 'map', items: [1] } },
  });
  const each: HandlersOf<typeof workflow>['each'] = ({ item }) => item.index;
  const handlers: HandlersOf<typeof workflow> = {
    list: ({ input }) => input.url,
    each,
  };
  workflows.add(workflow, handlers);

  expect(added).toEqual([['list', 'each']]);
});

it('has options that make sense for the kind of step', () => {
  const { definition } = defineWorkflow({
    ...plain,
    name: 'odd',
    steps: {
      // @ts-expect-error a wait is for something
      a: { type: 'wait' },
      // @ts-expect-error an approval runs no code
      b: { type: 'approval', timeoutMs: 5 },
      // @ts-expect-error an approval is not completed by an action
      c: { type: 'approval', actions: { x: { then: 'complete' } } },
      // @ts-expect-error nobody is asked about a single item
      d: { type: 'map', items: [], validators: { x: { otherwise: 'ask' } } },
      // @ts-expect-error a run is judged by its own steps
      e: { type: 'map', items: [], workflow: 'x', validators: { x: {} } },
      // @ts-expect-error a reference leads to the input, to an output or to an item
      f: { type: 'map', items: ref('/inputs/x') },
    },
  });

  expect(definition.steps).toHaveLength(6);
});
