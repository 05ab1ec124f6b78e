import { Readable } from 'node:stream';
import { DocumentCollatorFactory } from '@backstage/plugin-search-common';
import {
  SEARCH_TYPE_WORKFLOW,
  workflowReadPermission,
} from 'backstage-plugin-workflow-runs-common';
import { CallWorkflowRuns } from './callWorkflowRuns';
import { toWorkflowDocument } from './documents';

/** Reads all workflows. */
export class WorkflowCollatorFactory implements DocumentCollatorFactory {
  readonly type = SEARCH_TYPE_WORKFLOW;
  readonly visibilityPermission = workflowReadPermission;

  constructor(private readonly call: CallWorkflowRuns) {}

  async getCollator(): Promise<Readable> {
    const { items } = await this.call('listWorkflows', {});
    return Readable.from(items.map(toWorkflowDocument));
  }
}
