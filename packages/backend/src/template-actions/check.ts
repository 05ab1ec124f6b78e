import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';

/** Looks at one thing that a service needs; that of the licence fails on request. */
export const createCheckAction = () =>
  createTemplateAction({
    id: 'example:check',
    description: 'Checks whether a service has what it needs',
    schema: {
      input: {
        what: z => z.string({ description: 'What it needs' }),
        fails: z => z.boolean({ description: 'Fails on request' }).optional(),
      },
    },
    async handler({ input: { what, fails }, logger }) {
      if (what === 'licence' && fails) {
        logger.warn('There is no LICENCE file');
        throw new InputError(
          'The licence is missing, as it was asked for in the form',
        );
      }
      logger.info(`The ${what} is there`);
    },
  });
