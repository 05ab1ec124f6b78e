import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permissionBackend from '@backstage/plugin-permission-backend';
import { runLaunchPermission } from 'backstage-plugin-workflow-runs-common';
import permissionModuleWorkflowRuns, { WorkflowRunsPolicy } from '.';

async function start(access: object) {
  return startTestBackend({
    features: [
      permissionBackend,
      permissionModuleWorkflowRuns,
      mockServices.rootConfig.factory({
        data: { permission: { enabled: true }, workflowRuns: { access } },
      }),
    ],
  });
}

describe('permissionModuleWorkflowRuns', () => {
  it('decides for the permission backend', async () => {
    const { server } = await start({ roles: { operator: ['user:mia'] } });

    const launchAs = async (userEntityRef: string) => {
      const { body } = await request(server)
        .post('/api/permission/authorize')
        .set('Authorization', mockCredentials.user.header(userEntityRef))
        .send({
          items: [
            { id: '1', permission: runLaunchPermission, resourceRef: 'x' },
          ],
        });
      return body.items?.[0].result;
    };
    await expect(launchAs('user:default/mia')).resolves.toBe('ALLOW');
  });

  it('stops the start where the configuration is wrong', async () => {
    await expect(start({ roles: { operator: ['mia'] } })).rejects.toThrow(
      'workflowRuns.access.roles.operator[0]',
    );
  });

  it('comes with the policy for code that combines it with another', () => {
    expect(WorkflowRunsPolicy.create).toBeInstanceOf(Function);
  });
});
