import { Json } from 'backstage-plugin-workflow-runs-common';
import { testPrivacy, TestPrivacyOptions } from '../__testUtils__/testPrivacy';
import { problemsOfRules } from './problemsOfRules';

const SCOPE = { tenantId: 'acme', workflow: 'embedded/orders' };
type Policies = NonNullable<TestPrivacyOptions['policies']>;
type Rules = Policies[number]['rules'];

const redact = (policies: Policies, value: Json, scope = SCOPE) =>
  testPrivacy({ policies }).redactor(scope).json(value);
const byRules = (rules: Rules, value: Json) => redact([{ rules }], value);

describe('a rule of a path', () => {
  const customer = { name: 'Ann', pets: [{ name: 'Rex' }, { name: 'Tom' }] };
  it.each<[string, Json, Json]>([
    ['$.name', customer, { ...customer, name: '[redacted:value]' }],
    ['$', customer, '[redacted:value]'],
    ['$.pets', customer, { name: 'Ann', pets: '[redacted:value]' }],
    [
      '$.pets[*].name',
      customer,
      {
        name: 'Ann',
        pets: [{ name: '[redacted:value]' }, { name: '[redacted:value]' }],
      },
    ],
    [
      '$.pets[0].name',
      customer,
      { name: 'Ann', pets: [{ name: '[redacted:value]' }, { name: 'Tom' }] },
    ],
    [
      '$.pets[-1]["name"]',
      customer,
      { name: 'Ann', pets: [{ name: 'Rex' }, { name: '[redacted:value]' }] },
    ],
    [
      '$..name',
      customer,
      {
        name: '[redacted:value]',
        pets: [{ name: '[redacted:value]' }, { name: '[redacted:value]' }],
      },
    ],
    [
      '$..pets..name',
      customer,
      {
        name: 'Ann',
        pets: [{ name: '[redacted:value]' }, { name: '[redacted:value]' }],
      },
    ],
    ['$.nothing', customer, customer],
    [
      '$.*',
      { a: 1, b: null, c: '', d: true },
      { a: '[redacted:value]', b: null, c: '', d: '[redacted:value]' },
    ],
  ])('%s', (path, value, expected) => {
    expect(byRules([{ path, treatment: 'redact' }], value)).toEqual(expected);
  });
});

describe('rules', () => {
  it('go by keys, with wildcards and without regard to case', () => {
    expect(
      byRules([{ key: '*first*name', treatment: 'redact', kind: 'name' }], {
        FirstName: 'Ann',
        customer_first_name: 'Bob',
        name: 'Cid',
        firstNames: 'Dan',
      }),
    ).toEqual({
      FirstName: '[redacted:name]',
      customer_first_name: '[redacted:name]',
      name: 'Cid',
      firstNames: 'Dan',
    });
  });

  it('are asked in their order: the first that is about a value decides', () => {
    const keep = { path: '$.contact', treatment: 'keep' } as const;
    const detect = { detector: 'email', treatment: 'hash' } as const;
    const value = { contact: 'ann@example.com', other: 'ann@example.com' };
    expect(byRules([keep, detect], value)).toEqual({
      contact: 'ann@example.com',
      other: expect.stringMatching(/^\[hashed:email:[0-9a-f]{16}\]$/),
    });
    expect(byRules([detect, keep], value)).toEqual({
      contact: expect.stringMatching(/^\[hashed:email:[0-9a-f]{16}\]$/),
      other: expect.stringMatching(/^\[hashed:email:[0-9a-f]{16}\]$/),
    });
  });

  it('come from the more particular policy first', () => {
    const of = (kind: string, more: object) => ({
      ...more,
      rules: [{ key: 'a', treatment: 'redact', kind }] as Rules,
    });
    const all = of('all', {});
    const tenant = of('tenant', { tenantId: 'acme' });
    const workflow = of('workflow', { workflow: 'embedded/orders' });
    const both = of('both', { tenantId: 'acme', workflow: 'embedded/orders' });
    const others = of('others', {
      tenantId: 'other',
      workflow: 'embedded/orders',
    });
    const disabled = of('disabled', {
      tenantId: 'acme',
      workflow: 'embedded/orders',
      enabled: false,
    });
    expect(redact([all, tenant, workflow, both], { a: 1 })).toEqual({
      a: '[redacted:both]',
    });
    expect(redact([disabled, others, all, tenant, workflow], { a: 1 })).toEqual(
      { a: '[redacted:workflow]' },
    );
    expect(redact([all, tenant], { a: 1 })).toEqual({ a: '[redacted:tenant]' });
    expect(
      redact([tenant, all], { a: 1 }, { ...SCOPE, tenantId: 'b' }),
    ).toEqual({ a: '[redacted:all]' });
  });

  it('never keep a secret, whatever they say', () => {
    expect(
      byRules([{ path: '$', treatment: 'keep' }], {
        password: 'hunter2',
        note: 'password=hunter2 of ann@example.com',
        inner: { token: { a: 1 } },
      }),
    ).toEqual({
      password: '[redacted:password]',
      note: 'password=[redacted:password] of ann@example.com',
      inner: { token: '[redacted:token]' },
    });
  });

  it('may match everything, or nothing', () => {
    expect(
      byRules([{ key: '*', treatment: 'redact', kind: 'all' }], {
        a: 1,
        b: [2],
      }),
    ).toEqual({ a: '[redacted:all]', b: '[redacted:all]' });
    expect(
      byRules([{ key: 'x', treatment: 'redact' }], { a: 1, b: [2] }),
    ).toEqual({ a: 1, b: [2] });
  });

  it('are checked: what is no path is told with its place', () => {
    const { detectors } = testPrivacy();
    expect(
      problemsOfRules(
        [
          { path: '$.a', treatment: 'redact' },
          { path: '$.a[', treatment: 'redact' },
          { path: '$.a[?@.b]', treatment: 'redact' },
          { detector: 'emails', treatment: 'redact' },
          { detector: 'jwt', treatment: 'keep' },
        ],
        detectors,
      ),
    ).toEqual([
      {
        rule: 1,
        field: 'path',
        position: expect.any(Number),
        message: expect.any(String),
      },
      {
        rule: 2,
        field: 'path',
        position: 4,
        message: expect.stringContaining('filters'),
      },
      {
        rule: 3,
        field: 'detector',
        position: null,
        message: expect.stringContaining("no detector 'emails'"),
      },
      {
        rule: 4,
        field: 'treatment',
        position: null,
        message: expect.stringContaining('secrets'),
      },
    ]);
  });

  it('of a configuration stop the start by the name of their key', () => {
    expect(() => byRules([{ path: '$[', treatment: 'redact' }], {})).toThrow(
      /^workflowRuns\.privacy\.policies\.0\.rules\.0\.path: .* \(at character \d+\)$/,
    );
  });
});

describe('treatments', () => {
  const tokens: unknown[] = [];
  const sink = { runId: 'run_1', add: (token: unknown) => tokens.push(token) };
  const policies: Policies = [
    {
      rules: [
        { key: 'h', treatment: 'hash', kind: 'id' },
        { key: 't', treatment: 'tokenize', kind: 'id' },
      ],
    },
  ];

  it('hash equal values alike within a tenant, and only there', () => {
    const privacy = testPrivacy({ policies });
    const mark = (value: Json, tenantId = 'acme') =>
      (
        privacy.redactor({ ...SCOPE, tenantId }).json({ h: value }) as {
          h: string;
        }
      ).h;
    expect(mark('a')).toBe(mark('a'));
    expect(mark({ a: 1, b: 2 })).toBe(mark({ b: 2, a: 1 }));
    expect(mark('a')).not.toBe(mark('b'));
    expect(mark('1')).not.toBe(mark(1));
    expect(mark('a')).not.toBe(mark('a', 'other'));
  });

  it('tokenize with the value apart, alike for the same value of a run', () => {
    const redactor = testPrivacy({ policies }).redactor(SCOPE, sink);
    const clean = redactor.json([{ t: { a: 1 } }, { t: { a: 1 } }]) as {
      t: string;
    }[];
    expect(clean[0].t).toMatch(/^\[token:id:[0-9a-f]{24}\]$/);
    expect(clean[1]).toEqual(clean[0]);
    expect(tokens[0]).toEqual({
      id: clean[0].t.slice(10, -1),
      kind: 'id',
      value: { a: 1 },
    });
  });

  it('redact what would be tokenized or hashed where there is no run', () => {
    expect(
      testPrivacy({ policies }).redactor().json({ h: 'a', t: 'b' }),
    ).toEqual({ h: '[redacted:id]', t: '[redacted:id]' });
  });

  it('leave what was treated already as it is', () => {
    const redactor = testPrivacy({ policies }).redactor(SCOPE, sink);
    const once = redactor.json({
      h: 'a',
      t: 'b',
      password: 'c',
      'ann@example.com':
        'mail bob@example.com, +49 30 901820, token=abc, {"apiKey":"x"}, https://u:p@h',
    });
    expect(redactor.json(once)).toEqual(once);
  });
});

describe('what the configuration says of detectors', () => {
  it('holds where no policy says otherwise, also for runs', () => {
    const privacy = testPrivacy({
      treatments: { email: 'hash', ip_address: 'redact' },
    });
    expect(privacy.dependsOnScope).toBe(true);
    expect(privacy.redactor(SCOPE).text('a@example.com at 10.0.0.1')).toMatch(
      /^\[hashed:email:[0-9a-f]{16}\] at \[redacted:ip_address\]$/,
    );
  });

  it('is refused by the name of its key where it cannot be', () => {
    expect(() => testPrivacy({ treatments: { mail: 'hash' } })).toThrow(
      /^workflowRuns\.privacy\.detectors\.mail: there is no such detector/,
    );
    expect(() => testPrivacy({ treatments: { jwt: 'keep' } })).toThrow(
      /^workflowRuns\.privacy\.detectors\.jwt: it finds secrets/,
    );
  });
});

describe('values', () => {
  const redactor = testPrivacy().redactor(SCOPE);
  it('keep all their members where two keys become one', () => {
    expect(redactor.json({ 'a@example.com': 1, 'b@example.com': 2 })).toEqual({
      '[redacted:email]': 1,
      '[redacted:email] 2': 2,
    });
  });
  it('are looked at also where a number is a number', () => {
    expect(
      redactor.json({ card: 4111111111111111, at: 1764351185123 }),
    ).toEqual({ card: '[redacted:payment_card]', at: 1764351185123 });
  });
  it('may be called __proto__', () => {
    const value = JSON.parse(
      '{"__proto__":{"password":"x"},"a":"b@example.com"}',
    );
    expect(JSON.stringify(redactor.json(value))).toBe(
      '{"__proto__":{"password":"[redacted:password]"},"a":"[redacted:email]"}',
    );
  });
  it('are not followed without end', () => {
    let deep: Json = 'ann@example.com';
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    let at = redactor.json(deep);
    while (Array.isArray(at)) at = at[0];
    expect(at).toBe('[redacted:too_deep]');
  });
  it('are told of in a preview, each with what decided', () => {
    const privacy = testPrivacy({
      policies: [
        {
          rules: [
            { path: '$.a[0]', treatment: 'redact' },
            { detector: 'phone', treatment: 'keep' },
          ],
        },
      ],
    });
    const policies = privacy.policies;
    expect(
      privacy.preview(policies, SCOPE, {
        a: [1],
        'x@example.com': 'at +49 30 901820',
        password: 'p',
      }),
    ).toEqual({
      value: {
        a: ['[redacted:value]'],
        '[redacted:email]': 'at +49 30 901820',
        password: '[redacted:password]',
      },
      findings: [
        {
          path: "$['a'][0]",
          inKey: false,
          span: null,
          kind: 'value',
          treatment: 'redact',
          by: { policyId: 'configuration-1', rule: 0 },
        },
        {
          path: "$['x@example.com']",
          inKey: false,
          span: { start: 3, end: 16 },
          kind: 'phone',
          treatment: 'keep',
          by: { policyId: 'configuration-1', rule: 1 },
        },
        {
          path: "$['x@example.com']",
          inKey: true,
          span: { start: 0, end: 13 },
          kind: 'email',
          treatment: 'redact',
          by: { detector: 'email' },
        },
        {
          path: "$['password']",
          inKey: false,
          span: null,
          kind: 'password',
          treatment: 'redact',
          by: { detector: 'secret_name' },
        },
      ],
    });
  });
});

describe('a detector of another module', () => {
  const told: string[] = [];
  const withDetector = (
    detect: (text: string) => { start: number; end: number; kind?: string }[],
  ) =>
    testPrivacy({
      added: [{ id: 'order', detect }],
      onProblem: message => told.push(message),
    }).redactor(SCOPE);
  beforeEach(() => told.splice(0));

  it('finds what it finds', () => {
    expect(
      withDetector(text =>
        text.startsWith('o-') ? [{ start: 0, end: 3 }] : [],
      ).json(['o-7', 'x']),
    ).toEqual(['[redacted:order]', 'x']);
  });
  it.each<
    [string, (text: string) => { start: number; end: number; kind?: string }[]]
  >([
    [
      'throws',
      text => {
        throw new Error(text);
      },
    ],
    [
      'finds what is outside of the text',
      text => [{ start: 0, end: text.length + 1 }],
    ],
    ['finds nothing between two places', () => [{ start: 2, end: 2 }]],
    ['says what is no kind', () => [{ start: 0, end: 1, kind: 'A kind!' }]],
    ['gives no list', () => undefined as never],
  ])(
    'has all of the text replaced where it %s, and is told of once, without the text',
    (_, detect) => {
      const redactor = withDetector(detect);
      expect(redactor.json(['hush hush', 'and more'])).toEqual([
        '[redacted:unchecked_by_order]',
        '[redacted:unchecked_by_order]',
      ]);
      expect(told).toEqual([
        expect.stringContaining("Detector 'order' failed"),
      ]);
      expect(told[0]).not.toContain('hush');
    },
  );
  it('has all of the text replaced where it is too slow, and is not asked again for a while', () => {
    let calls = 0;
    const redactor = withDetector(() => {
      calls += 1;
      const until = performance.now() + 150;
      while (performance.now() < until);
      return [];
    });
    expect(redactor.json(['one', 'two'])).toEqual([
      '[redacted:unchecked_by_order]',
      '[redacted:unchecked_by_order]',
    ]);
    expect(calls).toBe(1);
    expect(told).toEqual([expect.stringMatching(/took \d+ ms/)]);
  });
});
