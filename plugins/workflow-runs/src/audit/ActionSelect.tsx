import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  AUDITED_ACTIONS,
  AuditedEvent,
} from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { SmallSelect } from '../layout/SmallSelect';
import { useAuditWords } from './useAuditWords';

const ALL = Object.entries(AUDITED_ACTIONS).flatMap(([event, actions]) =>
  (actions as readonly string[]).map(action => ({ event, action })),
);

/** What is asked for; an address may name an action alone, whatever it was done to. */
export interface ChosenAction {
  event: string;
  action: string;
}

/** Chooses what was done, of all that the trail tells of. */
export function ActionSelect(props: {
  chosen: ChosenAction;
  onChange: (chosen: ChosenAction) => void;
}) {
  const { chosen, onChange } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useAuditWords();
  const isKnown = ALL.some(each => valueOf(each) === valueOf(chosen));
  const others = chosen.action === '' || isKnown ? [] : [chosen];
  const optionsOf = (each: ChosenAction) => ({
    value: valueOf(each),
    label: words(each),
  });
  const byKind = (Object.keys(AUDITED_ACTIONS) as AuditedEvent[]).flatMap(
    kind =>
      ALL.filter(({ event }) => event === kind)
        .map(optionsOf)
        .sort((a, b) => a.label.localeCompare(b.label)),
  );
  return (
    <SmallSelect
      label={t('audit.filter.action')}
      value={chosen.action === '' ? '' : valueOf(chosen)}
      onChange={value => {
        const [event = '', action = ''] = value.split(' ');
        onChange({ event, action });
      }}
      options={[
        { value: '', label: t('audit.filter.anyAction') },
        ...others.map(optionsOf),
        ...byKind,
      ]}
    />
  );
}

function valueOf({ event, action }: ChosenAction): string {
  return `${event} ${action}`;
}
