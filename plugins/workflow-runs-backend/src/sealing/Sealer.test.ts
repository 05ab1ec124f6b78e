import { SealedPlace, Sealer } from './Sealer';
import { Unreadable } from './Unreadable';

const OLD = { id: 'old', secret: 'the old secret of the tests' };
const NEW = { id: 'new', secret: 'the new secret of the tests' };
const PLACE: SealedPlace = {
  runId: 'run_1',
  step: 'fetch',
  item: -1,
  kind: 'output',
};

describe('Sealer', () => {
  const sealer = new Sealer([OLD]);

  it.each([null, true, 0, '', 'ünïcödé 🚀', [1, { a: null }], { a: 'b' }])(
    'opens what it has sealed: %j',
    value => {
      const { key } = sealer.newDataKey('run_1');
      const content = sealer.seal(key, PLACE, value);
      expect(sealer.open(key, PLACE, content)).toEqual(value);
    },
  );

  it('shows nothing of the value, and not that two are the same', () => {
    const { key } = sealer.newDataKey('run_1');
    const one = sealer.seal(key, PLACE, 'a value of some length');
    const two = sealer.seal(key, PLACE, 'a value of some length');
    expect(one.toString('latin1')).not.toContain('value');
    expect(one.equals(two)).toBe(false);
  });

  it('has a key for each run, which the configured key wraps', () => {
    const { key, wrapped } = sealer.newDataKey('run_1');
    expect(wrapped.keyId).toBe('old');
    expect(wrapped.content.includes(key)).toBe(false);
    expect(sealer.unwrap('run_1', wrapped)).toEqual(key);
    expect(sealer.newDataKey('run_1').key).not.toEqual(key);
  });

  it.each<[string, Partial<SealedPlace>]>([
    ['run', { runId: 'run_2' }],
    ['step', { step: 'store' }],
    ['item', { item: 0 }],
    ['kind', { kind: 'input' }],
  ])('opens no value of another %s', (_, other) => {
    const { key } = sealer.newDataKey('run_1');
    const content = sealer.seal(key, PLACE, 'x');
    expect(() => sealer.open(key, { ...PLACE, ...other }, content)).toThrow(
      Unreadable,
    );
  });

  it('unwraps no key of another run', () => {
    const { wrapped } = sealer.newDataKey('run_1');
    expect(() => sealer.unwrap('run_2', wrapped)).toThrow(Unreadable);
  });

  it('opens nothing that was changed or cut', () => {
    const { key } = sealer.newDataKey('run_1');
    const content = sealer.seal(key, PLACE, { amount: 1 });
    for (let at = 0; at < content.length; at++) {
      const changed = Buffer.from(content);
      changed[at] ^= 1;
      expect(() => sealer.open(key, PLACE, changed)).toThrow();
    }
    for (let length = 0; length < content.length; length++) {
      const cut = content.subarray(0, length);
      expect(() => sealer.open(key, PLACE, cut)).toThrow();
    }
  });

  it('opens nothing with another key', () => {
    const content = sealer.seal(sealer.newDataKey('run_1').key, PLACE, 'x');
    const { key } = sealer.newDataKey('run_1');
    expect(() => sealer.open(key, PLACE, content)).toThrow(
      "Its sealed output of step 'fetch' is damaged",
    );
  });

  it('wraps with the first key, and still opens what an older one has wrapped', () => {
    const before = sealer.newDataKey('run_1');
    const rotated = new Sealer([NEW, OLD]);
    expect(rotated.unwrap('run_1', before.wrapped)).toEqual(before.key);
    const after = rotated.newDataKey('run_2');
    expect(after.wrapped.keyId).toBe('new');
    expect(rotated.unwrap('run_2', after.wrapped)).toEqual(after.key);
  });

  it('wraps a key anew with the first key; what it has sealed stays as it is', () => {
    const { key, wrapped } = sealer.newDataKey('run_1');
    const content = sealer.seal(key, PLACE, 'x');
    const rotated = new Sealer([NEW, OLD]);
    const rewrapped = rotated.rewrap('run_1', wrapped);
    expect(rewrapped.keyId).toBe('new');
    const withoutOld = new Sealer([NEW]);
    const opened = withoutOld.unwrap('run_1', rewrapped);
    expect(withoutOld.open(opened, PLACE, content)).toBe('x');
  });

  it('says which key is missing', () => {
    const { wrapped } = sealer.newDataKey('run_1');
    expect(() => new Sealer([NEW]).unwrap('run_1', wrapped)).toThrow(
      "Its values are sealed with key 'old', which workflowRuns.encryption.keys does not hold",
    );
  });

  it('does not take another secret under the same id for the key', () => {
    const { wrapped } = sealer.newDataKey('run_1');
    const other = new Sealer([{ ...OLD, secret: NEW.secret }]);
    expect(() => other.unwrap('run_1', wrapped)).toThrow(
      "Its values are sealed with key 'old', but not with the secret that workflowRuns.encryption.keys holds for it",
    );
  });

  it('needs a key', () => {
    expect(() => new Sealer([])).toThrow(/At least one encryption key/);
  });
});
