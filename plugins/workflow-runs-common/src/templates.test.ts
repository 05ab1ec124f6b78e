import { workflowNameOfTemplate } from './templates';

describe('the workflow of a template', () => {
  it.each([
    [{ name: 'new-service' }, 'new-service'],
    [{ namespace: 'default', name: 'new-service' }, 'new-service'],
    [{ namespace: 'web', name: 'new-service' }, 'web/new-service'],
    // The scaffolder writes refs in small letters.
    [{ namespace: 'Web', name: 'New-Service' }, 'web/new-service'],
  ])('of %j is called %s', (template, name) => {
    expect(workflowNameOfTemplate(template)).toBe(name);
  });
});
