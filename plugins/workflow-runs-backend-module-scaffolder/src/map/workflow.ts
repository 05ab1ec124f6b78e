import { parseEntityRef } from '@backstage/catalog-model';
import {
  RunSnapshot,
  workflowNameOfTemplate,
} from 'backstage-plugin-workflow-runs-common';
import { Task } from './task';

/** Where a task says of no template that it was made from, such as one of an old scaffolder. */
export const NO_TEMPLATE = 'without-template';

/** The workflow that a task is a run of: its template. */
export function workflowOf(
  template: Task['spec']['templateInfo'],
): NonNullable<RunSnapshot['workflow']> {
  if (!template) return { name: NO_TEMPLATE, title: 'Without a template' };
  try {
    const { namespace, name } = parseEntityRef(template.entityRef, {
      defaultKind: 'template',
      defaultNamespace: 'default',
    });
    const title = template.entity?.metadata.title?.slice(0, 256);
    return {
      name: workflowNameOfTemplate({ namespace, name }),
      ...(title ? { title } : {}),
    };
  } catch {
    return { name: NO_TEMPLATE, title: 'Without a template' };
  }
}
