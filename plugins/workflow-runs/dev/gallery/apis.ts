import { Entity } from '@backstage/catalog-model';
import { AnyApiRef, IdentityApi } from '@backstage/core-plugin-api';
import {
  identityApiRef,
  ToastApi,
  toastApiRef,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import { FakeWorkflowRuns } from 'backstage-plugin-workflow-runs-react/testing';

const READER = {
  type: 'user' as const,
  userEntityRef: 'user:default/guest',
  ownershipEntityRefs: ['user:default/guest', 'group:default/team-growth'],
};

const owner = (kind: string, name: string, displayName: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name },
  spec: { profile: { displayName } },
});

const OWNERS = [
  owner('User', 'ada', 'Ada Lovelace'),
  owner('User', 'operator', 'Otto Operator'),
  owner('Group', 'team-growth', 'Team Growth'),
  owner('Group', 'team-platform', 'Team Platform'),
];

/** What a screen asks of the portal: the fake backend, who reads, whom the catalog knows. */
export function apisFor(api: FakeWorkflowRuns, toasts: ToastApi) {
  const identity: Partial<IdentityApi> = {
    getBackstageIdentity: async () => READER,
    getProfileInfo: async () => ({ displayName: 'Guest' }),
    getCredentials: async () => ({}),
  };
  const catalog = { queryEntities: async () => ({ items: OWNERS }) };
  const known = new Map<string, unknown>([
    [workflowRunsApiRef.id, api],
    [identityApiRef.id, identity],
    [toastApiRef.id, toasts],
    [catalogApiRef.id, catalog],
  ]);
  return { get: <T>(ref: AnyApiRef) => known.get(ref.id) as T | undefined };
}
