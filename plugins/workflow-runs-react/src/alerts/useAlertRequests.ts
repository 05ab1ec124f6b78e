import {
  AlertPreview,
  AlertRule,
  AlertRuleDraft,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';

/** A rule that is to be saved: a new one, or the revision of one that was loaded. @public */
export type SavedAlertRule = {
  content: AlertRuleDraft;
  known?: Pick<AlertRule, 'id' | 'revision'>;
};

/** Saves a rule. @public */
export function useAlertSave(): SentRequest<SavedAlertRule, AlertRule> {
  const { api } = useSession();
  return useRequest({
    act: ({ content, known }: SavedAlertRule, idempotencyKey) =>
      known
        ? api.call(
            'changeAlertRule',
            {
              params: { alertRuleId: known.id },
              body: { ...content, revision: known.revision },
            },
            { idempotencyKey },
          )
        : api.call('createAlertRule', { body: content }, { idempotencyKey }),
    onSettled: useForget(),
  });
}

/** What a rule would have done in the last seven days. @public */
export function useAlertPreview(): SentRequest<AlertRuleDraft, AlertPreview> {
  const { api } = useSession();
  return useRequest({
    act: (body: AlertRuleDraft) => api.call('previewAlertRule', { body }),
  });
}

/** Deletes a rule; the answer is its id. @public */
export function useAlertRemoval(alertRuleId: string): SentRequest<{}, string> {
  const { api } = useSession();
  return useRequest({
    act: async (_: {}, idempotencyKey) => {
      await api.call(
        'deleteAlertRule',
        { params: { alertRuleId } },
        { idempotencyKey },
      );
      return alertRuleId;
    },
    onSettled: useForget(),
  });
}

/** Keeps a rule from telling anybody for a while, or no longer. @public */
export function useAlertSnooze(
  alertRuleId: string,
): SentRequest<{ until: string | null }, AlertRule> {
  const { api } = useSession();
  return useRequest({
    act: (body: { until: string | null }, idempotencyKey) =>
      api.call(
        'snoozeAlertRule',
        { params: { alertRuleId }, body },
        { idempotencyKey },
      ),
    onSettled: useForget(),
  });
}

/** Says that what fires is dealt with. @public */
export function useAlertResolve(
  alertRuleId: string,
): SentRequest<{ note: string }, AlertRule> {
  const { api } = useSession();
  return useRequest({
    act: (body: { note: string }, idempotencyKey) =>
      api.call(
        'resolveAlertRule',
        { params: { alertRuleId }, body },
        { idempotencyKey },
      ),
    onSettled: useForget(),
  });
}

/** Rules, and when they fired, are read anew. */
function useForget(): () => void {
  const { queryClient } = useSession();
  return () => {
    queryClient.invalidateQueries({ queryKey: keys.alertRules() });
    queryClient.invalidateQueries({ queryKey: keys.firingAlerts() });
    queryClient.invalidateQueries({ queryKey: keys.allAlertEpisodes() });
  };
}
