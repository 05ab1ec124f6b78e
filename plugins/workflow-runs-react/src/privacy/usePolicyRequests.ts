import {
  PrivacyPolicy,
  PrivacyPolicyContent,
  PrivacyPreviewRun,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';

/** Writes a policy of privacy, or changes the one that is given. @public */
export function usePolicySave(
  policy: Pick<PrivacyPolicy, 'id' | 'revision'> | undefined,
): SentRequest<PrivacyPolicyContent, PrivacyPolicy> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: (content: PrivacyPolicyContent, idempotencyKey) =>
      policy
        ? api.call(
            'changePrivacyPolicy',
            {
              params: { policyId: policy.id },
              body: { ...content, revision: policy.revision },
            },
            { idempotencyKey },
          )
        : api.call(
            'createPrivacyPolicy',
            { body: content },
            { idempotencyKey },
          ),
    onSuccess,
  });
}

/** Deletes a policy of privacy; the answer is its id. @public */
export function usePolicyRemoval(): SentRequest<string, string> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: async (policyId: string, idempotencyKey) => {
      await api.call(
        'deletePrivacyPolicy',
        { params: { policyId } },
        { idempotencyKey },
      );
      return policyId;
    },
    onSuccess,
  });
}

/** What a policy would do, and the policy that was asked about. @public */
export interface PolicyPreview {
  policy: PrivacyPolicyContent;
  runs: PrivacyPreviewRun[];
}

/** Asks what a policy would do to some runs, five at most. @public */
export function usePolicyPreview(): SentRequest<
  { policy: PrivacyPolicyContent; runIds: string[] },
  PolicyPreview
> {
  const { api } = useSession();
  return useRequest({
    act: async (asked: { policy: PrivacyPolicyContent; runIds: string[] }) => {
      const { items } = await api.call('previewPrivacyPolicy', { body: asked });
      return { policy: asked.policy, runs: items };
    },
  });
}

function useReadAgain() {
  const { queryClient } = useSession();
  return () => {
    queryClient.invalidateQueries({ queryKey: keys.privacyPolicies() });
  };
}
