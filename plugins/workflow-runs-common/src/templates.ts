/** The engine whose runs are the tasks of the portal's own scaffolder. @public */
export const SCAFFOLDER_ENGINE = 'scaffolder';

/**
 * What the workflow of a template is called: as the template, behind its namespace where that is not `default`.
 *
 * @public
 */
export function workflowNameOfTemplate(template: {
  namespace?: string;
  name: string;
}): string {
  const { namespace = 'default', name } = template;
  const full = namespace === 'default' ? name : `${namespace}/${name}`;
  return full.toLocaleLowerCase('en-US').slice(0, 128);
}
