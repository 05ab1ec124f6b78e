import {
  CompensationHandler,
  StepHandler,
} from 'backstage-plugin-workflow-runs-node';
import { Resource } from '../../trial-services/router';
import { TrialContext, TrialInput, TrialOutputs } from './definition';
import { TrialServices } from './TrialServices';

type Created = { id: string };

/** Takes back what a step has created. */
const deleting =
  (
    services: TrialServices,
    resource: Resource,
  ): CompensationHandler<TrialInput, TrialOutputs, Created> =>
  async context => {
    await services.delete(context, resource, context.output.id);
    context.logger.info(`Deleted ${context.output.id}`);
  };

/** The code of a step that creates something, and deletes it when the run rolls back. */
export const creating = (
  services: TrialServices,
  resource: Resource,
  bodyOf: (context: TrialContext) => object,
): {
  run: StepHandler<TrialInput, TrialOutputs, Created>;
  compensate: CompensationHandler<TrialInput, TrialOutputs, Created>;
} => ({
  run: async context => {
    const { id } = await services.create(context, resource, bodyOf(context));
    context.logger.info(`Created ${id}`);
    return { id };
  },
  compensate: deleting(services, resource),
});
