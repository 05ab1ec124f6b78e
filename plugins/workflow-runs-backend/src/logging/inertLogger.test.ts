import { mockServices } from '@backstage/backend-test-utils';
import { inertLogger } from './inertLogger';

describe('inertLogger', () => {
  it.each([
    ['ok\n2026-01-01 info forged', 'ok\\u000a2026-01-01 info forged'],
    ['\u001b[31mred\u001b[0m\r', '\\u001b[31mred\\u001b[0m\\u000d'],
    ['a\u0085b\u2028c\u202ed', 'a\\u0085b\\u2028c\\u202ed'],
    ['größe 🚀', 'größe 🚀'],
  ])('writes %j in one harmless line', (message, line) => {
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    const meta = { runId: 'run_1' };
    for (const level of ['error', 'warn', 'info', 'debug'] as const) {
      inertLogger(logger).child({})[level](message, meta);
      expect(logger[level]).toHaveBeenCalledWith(line, meta);
    }
  });
});
