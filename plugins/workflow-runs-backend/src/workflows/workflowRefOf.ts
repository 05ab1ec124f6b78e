import { parseWorkflowRef } from 'backstage-plugin-workflow-runs-common';
import { refusal } from '../runs/InvalidInput';

/** @throws InvalidInput where it is no `<engine>/<name>` */
export function workflowRefOf(ref: string) {
  const parsed = parseWorkflowRef(ref);
  if (parsed) return parsed;
  throw refusal('/workflow', 'pattern', 'it must be <engine>/<name>');
}
