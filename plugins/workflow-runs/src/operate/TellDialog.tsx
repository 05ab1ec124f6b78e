import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { keySchema } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  useHandlers,
  useWords,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { EventOutlook } from './EventOutlook';
import { JsonField, violationAt } from './fields';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { parseJson } from './parseJson';
import { eventOf } from './stepOffers';
import { TellAnswerView } from './TellAnswerView';
import { TellNameField } from './TellNameField';
import { useTelling } from './useTelling';
import { offerOfWay, Way, waysOf } from './ways';
import { WayField } from './WayField';

const LONGEST_NAME = 256;

/** What is typed for one of the ways. */
interface Draft {
  name: string;
  json: string;
}

/** What the API calls what a way has, and where it takes what comes with it. */
const WIRE = {
  event: { action: 'send_event', handlers: 'signals', value: '/payload' },
  update: { action: 'update', handlers: 'updates', value: '/input' },
  query: { action: 'query', handlers: 'queries', value: '/args' },
} as const;

/**
 * Tells a run of an event, has it change something, or asks it something: whatever its engine has, in one dialog, which
 * stays to show an answer.
 */
export function TellDialog(props: OperationDialogProps & { event?: string }) {
  const { snapshot, event: given, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { workflow } = useWorkflow(run.workflow.ref);
  const ways = waysOf(workflow?.capabilities);
  const isDefinedHere = Boolean(workflow?.definition);
  const [way, setWay] = useState<Way>(
    () => ways.find(each => offerOfWay(run, each).allowed) ?? 'event',
  );
  const [drafts, setDrafts] = useState<Record<Way, Draft>>(() => ({
    event: { name: given ?? steps.map(eventOf).find(Boolean) ?? '', json: '' },
    update: { name: '', json: '' },
    query: { name: '', json: '' },
  }));
  const [tried, setTried] = useState(false);
  const telling = useTelling(run.id, way, !dialog.hidden);
  const { error } = telling.followed;
  // A run that does nothing but wait for events says so by its steps.
  const isRich = ways.length > 1;
  const asked = useHandlers(run.id, { enabled: isRich });

  const { name, json } = drafts[way];
  const change = (changed: Partial<Draft>) =>
    setDrafts(all => ({ ...all, [way]: { ...all[way], ...changed } }));
  const parsed = parseJson(json);
  const isName = isDefinedHere
    ? keySchema.safeParse(name).success
    : name.trim() !== '' && name.length <= LONGEST_NAME;
  const offer = offerOfWay(run, way);
  const nameError = () => {
    if (!tried || isName) return violationAt(error, '/name');
    return isDefinedHere
      ? t('operate.event.nameInvalid')
      : t('operate.tell.nameMissing');
  };
  return (
    <OperationFrame<unknown>
      {...dialog}
      title={isRich ? t('operate.tell.title') : t('operate.event.title')}
      confirm={t(`operate.tell.confirm.${way}`)}
      dismiss={telling.answer && t('operate.close')}
      name={`${words('action', WIRE[way].action)} ${name}`}
      request={telling.followed}
      refusal={offer.allowed ? null : offer.reason ?? t('actions.notAvailable')}
      onSubmit={() => {
        setTried(true);
        if (isName && parsed.ok) telling.send(name, parsed.value);
      }}
    >
      {isRich && (
        <WayField
          ways={ways}
          value={way}
          onChange={next => {
            setWay(next);
            setTried(false);
          }}
        />
      )}
      <TellNameField
        way={way}
        hint={isDefinedHere ? t('operate.event.nameHint') : undefined}
        known={asked.handlers?.[WIRE[way].handlers] ?? []}
        looking={asked.loading}
        problem={asked.error ? describeError(asked.error).message : undefined}
        value={name}
        onChange={next => change({ name: next })}
        error={nameError()}
      />
      {way === 'event' && isName && (
        <EventOutlook steps={steps} name={name} keeps={isDefinedHere} />
      )}
      <JsonField
        id="workflow-runs-tell-value"
        label={t(`operate.tell.value.${way}`)}
        hint={t(`operate.tell.valueHint.${way}`)}
        value={json}
        onChange={next => change({ json: next })}
        error={
          parsed.ok
            ? violationAt(error, WIRE[way].value)
            : t('operate.json.invalid', { message: parsed.message })
        }
      />
      {telling.answer && <TellAnswerView answer={telling.answer} />}
    </OperationFrame>
  );
}
