import {
  permissionNames,
  permissionsOfRole,
  Role,
  ROLES,
  runPermissions,
  workflowPermissions,
  workflowRunsPermissions,
} from '.';

it('has one permission for each name', () => {
  expect(workflowRunsPermissions.map(({ name }) => name).sort()).toEqual(
    Object.values(permissionNames).sort(),
  );
});

it('has those on workflows and runs belong to a resource, so that conditions can narrow them', () => {
  expect(workflowPermissions.map(({ resourceType }) => resourceType)).toEqual([
    'workflow',
    'workflow',
  ]);
  expect(
    runPermissions.filter(
      ({ resourceType }) => resourceType !== 'workflow-run',
    ),
  ).toEqual([]);
});

describe('roles', () => {
  it('grant what each is for', () => {
    expect([...permissionsOfRole('viewer')]).toEqual([
      'workflow-runs.workflow.read',
      'workflow-runs.run.read',
      'workflow-runs.run.read-io',
    ]);
    expect([...permissionsOfRole('operator')]).toEqual([
      'workflow-runs.workflow.read',
      'workflow-runs.run.read',
      'workflow-runs.run.read-io',
      'workflow-runs.run.launch',
      'workflow-runs.run.pause',
      'workflow-runs.run.resume',
      'workflow-runs.run.cancel',
      'workflow-runs.run.terminate',
      'workflow-runs.run.retry',
      'workflow-runs.run.rerun',
      'workflow-runs.run.clone',
      'workflow-runs.run.force',
      'workflow-runs.run.decide',
      'workflow-runs.run.node-action',
      'workflow-runs.run.send-event',
      'workflow-runs.run.update',
      'workflow-runs.run.resolve',
      'workflow-runs.run.annotate',
      'workflow-runs.run.tag',
      'workflow-runs.run.assign',
      'workflow-runs.run.export',
      'workflow-runs.view.share',
      'workflow-runs.engine.sync',
    ]);
  });

  it('hold what the role before holds, and together everything', () => {
    for (let i = 1; i < ROLES.length; i++) {
      const before = permissionsOfRole(ROLES[i - 1]);
      expect(
        [...before].every(name => permissionsOfRole(ROLES[i]).has(name)),
      ).toBe(true);
    }
    expect([...permissionsOfRole('admin')].sort()).toEqual(
      Object.values(permissionNames).sort(),
    );
  });

  it('that are none grant nothing', () => {
    expect(permissionsOfRole('owner' as Role).size).toBe(0);
  });
});
