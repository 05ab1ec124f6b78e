import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';

/** Entities that stand for a workflow. */
export const isWorkflow = {
  [`metadata.annotations.${WORKFLOW_ANNOTATION}`]: { $exists: true },
};

const isNoWorkflow = { $not: isWorkflow };
const holdsOthers = { kind: { $in: ['System', 'Domain', 'Group'] } };

/** Entities that workflows belong to, and that stand for none themselves. */
export const hasWorkflows = { $all: [holdsOthers, isNoWorkflow] };
