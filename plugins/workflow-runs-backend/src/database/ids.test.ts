import { newId } from './ids';

describe('newId', () => {
  it('is a ULID behind the name of what it identifies', () => {
    expect(newId('run')).toMatch(/^run_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });

  it('is never the same twice', () => {
    const ids = Array.from({ length: 10_000 }, () => newId('step'));
    expect(new Set(ids).size).toBe(10_000);
  });

  it('is random in all of its places', () => {
    const ids = Array.from({ length: 2_000 }, () => newId('step').slice(-16));
    for (let place = 0; place < 16; place++) {
      expect(new Set(ids.map(id => id[place])).size).toBe(32);
    }
  });
});
