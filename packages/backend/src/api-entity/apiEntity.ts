import { readFile } from 'node:fs/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ApiEntity,
} from '@backstage/catalog-model';

/** Where the API document is, which the backend has been checked against. */
const DOCUMENT = '../../docs/reference/openapi.json';
const LOCATION = `file:${DOCUMENT}`;

/** The API of workflow-runs, as the catalog shows it. Files cannot refer to other files in a catalog. */
export async function apiEntity(): Promise<ApiEntity> {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: {
      name: 'workflow-runs-api',
      title: 'Workflow runs API',
      description:
        'Everything that this portal can do with workflow runs, for programs',
      annotations: {
        [ANNOTATION_LOCATION]: LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
        'backstage.io/source-location':
          'url:https://git.example.com/portal/workflow-runs/',
        'example.com/runbook':
          'https://wiki.example.com/runbooks/workflow-runs',
      },
      tags: ['workflow'],
    },
    spec: {
      type: 'openapi',
      lifecycle: 'production',
      owner: 'group:default/team-platform',
      system: 'portal-automation',
      definition: await readFile(
        resolvePackagePath('backend', DOCUMENT),
        'utf8',
      ),
    },
  };
}
