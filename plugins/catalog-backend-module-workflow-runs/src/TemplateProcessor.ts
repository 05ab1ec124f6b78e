import { Entity } from '@backstage/catalog-model';
import { CatalogProcessor } from '@backstage/plugin-catalog-node';
import {
  SCAFFOLDER_ENGINE,
  stringifyWorkflowRef,
  WORKFLOW_ANNOTATION,
  workflowNameOfTemplate,
} from 'backstage-plugin-workflow-runs-common';

/** Names the workflow of each template, so that its pages show the runs of its tasks. */
export class TemplateProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'WorkflowRunsTemplateProcessor';
  }

  async preProcessEntity(entity: Entity): Promise<Entity> {
    const { kind, metadata } = entity;
    if (kind.toLocaleLowerCase('en-US') !== 'template') return entity;
    // What its authors say themselves stands.
    if (metadata.annotations?.[WORKFLOW_ANNOTATION]) return entity;
    const workflow = stringifyWorkflowRef({
      engine: SCAFFOLDER_ENGINE,
      name: workflowNameOfTemplate(metadata),
    });
    return {
      ...entity,
      metadata: {
        ...metadata,
        annotations: {
          ...metadata.annotations,
          [WORKFLOW_ANNOTATION]: workflow,
        },
      },
    };
  }
}
