import { startTestBackend } from '@backstage/backend-test-utils';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import catalogModule from '.';

it('adds its processor to the catalog', async () => {
  const addProcessor = jest.fn();
  await startTestBackend({
    extensionPoints: [
      [catalogProcessingExtensionPoint, { addProcessor } as any],
    ],
    features: [catalogModule],
  });
  const [[processor]] = addProcessor.mock.calls;
  expect(processor.getProcessorName()).toBe('WorkflowRunsTemplateProcessor');
});
