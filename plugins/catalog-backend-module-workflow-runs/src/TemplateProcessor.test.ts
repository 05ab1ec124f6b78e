import { TemplateProcessor } from './TemplateProcessor';

const template = (metadata: object, kind = 'Template') => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind,
  metadata: { name: 'new-service', ...metadata },
});
const workflowOf = async (entity: ReturnType<typeof template>) =>
  (await new TemplateProcessor().preProcessEntity(entity)).metadata
    .annotations?.['workflow-runs.io/workflow'];

describe('what a template is tied to', () => {
  it('is the workflow that its tasks are runs of', async () => {
    expect(await workflowOf(template({}))).toBe('scaffolder/new-service');
    expect(await workflowOf(template({ namespace: 'web' }))).toBe(
      'scaffolder/web/new-service',
    );
  });

  it('is what its authors say, and other annotations stay', async () => {
    const annotations = { 'workflow-runs.io/workflow': 'ci/build' };
    expect(await workflowOf(template({ annotations }))).toBe('ci/build');
    const other = template({ annotations: { other: 'kept' } });
    const { metadata } = await new TemplateProcessor().preProcessEntity(other);
    expect(metadata.annotations).toMatchObject({ other: 'kept' });
  });

  it('is nothing where it is no template', async () => {
    expect(await workflowOf(template({}, 'Component'))).toBeUndefined();
  });
});
