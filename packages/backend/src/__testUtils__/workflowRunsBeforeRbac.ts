import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { PermissionPolicy } from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { PolicyBuilder } from '@backstage-community/plugin-rbac-backend';
import { WorkflowRunsPolicy } from 'backstage-plugin-permission-backend-module-workflow-runs';

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'workflow-runs-before-rbac',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        policy: policyExtensionPoint,
        userInfo: coreServices.userInfo,
      },
      async init({ http, policy, ...services }) {
        const inFront = {
          setPolicy(fallback: PermissionPolicy) {
            const { config } = services;
            policy.setPolicy(WorkflowRunsPolicy.create({ config, fallback }));
          },
        };
        http.use(await PolicyBuilder.build({ ...services, policy: inFront }));
      },
    });
  },
});
