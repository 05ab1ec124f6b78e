import { useMemo, useState } from 'react';
import {
  Retention,
  RetentionClass,
} from 'backstage-plugin-workflow-runs-common';
import {
  Draft,
  DraftPolicy,
  DraftProblem,
  fromDraft,
  NO_DAYS,
  problemsOf,
  toDraft,
} from './draft';

/** What is typed, and how it is changed. */
export interface DraftEditor {
  draft: Draft;
  problems: DraftProblem[];
  isChanged: boolean;
  /** Tells drafts apart that say something else. */
  text: string;
  change: (key: number, change: Partial<Omit<DraftPolicy, 'key'>>) => void;
  changeDays: (key: number, name: RetentionClass, value: string) => void;
  add: () => void;
  remove: (key: number) => void;
  setTags: (tags: string[]) => void;
  discard: () => void;
}

/** What is typed of policies, until it is saved or discarded; what is saved meanwhile is left alone. */
export function useDraft(retention: Retention): DraftEditor {
  const saved = useMemo(() => toDraft(retention), [retention]);
  const [typed, setTyped] = useState<Draft>();
  const draft = typed ?? saved;
  const text = JSON.stringify(fromDraft(draft));
  const isChanged = typed !== undefined && textOf(typed) !== textOf(saved);
  const policies = (change: (before: DraftPolicy[]) => DraftPolicy[]) =>
    setTyped({ ...draft, policies: change(draft.policies) });
  const change: DraftEditor['change'] = (key, changed) =>
    policies(before =>
      before.map(each => (each.key === key ? { ...each, ...changed } : each)),
    );
  return {
    draft,
    problems: problemsOf(draft, retention),
    isChanged,
    text,
    change,
    changeDays: (key, name, value) => {
      const policy = draft.policies.find(each => each.key === key);
      if (policy) change(key, { days: { ...policy.days, [name]: value } });
    },
    add: () =>
      policies(before => [
        ...before,
        {
          key: Math.max(-1, ...before.map(({ key }) => key)) + 1,
          tenantId: '',
          workflow: '',
          status: '',
          days: NO_DAYS,
        },
      ]),
    remove: key => policies(before => before.filter(each => each.key !== key)),
    setTags: tags => setTyped({ ...draft, tags }),
    discard: () => setTyped(undefined),
  };
}

function textOf({ policies, tags }: Draft): string {
  return JSON.stringify([policies.map(({ key: _, ...rest }) => rest), tags]);
}
