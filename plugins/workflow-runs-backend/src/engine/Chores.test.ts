import { setTimeout as sleep } from 'node:timers/promises';
import { Chores } from './Chores';

describe('Chores', () => {
  it('come round again, also after they have failed', async () => {
    const errors: unknown[] = [];
    const chores = new Chores(error => errors.push(error));
    let times = 0;
    chores.every(5, async () => {
      times += 1;
      if (times === 1) throw new Error('away');
    });
    while (times < 3) await sleep(5);
    chores.stop();
    expect(errors).toEqual([new Error('away')]);
  });

  it('are not doubled where one takes longer than its interval', async () => {
    const chores = new Chores(() => {});
    let atOnce = 0;
    let most = 0;
    chores.every(2, async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await sleep(20);
      atOnce -= 1;
    });
    await sleep(60);
    chores.stop();
    await chores.idle();
    expect([most, atOnce]).toEqual([1, 0]);
  });
});
