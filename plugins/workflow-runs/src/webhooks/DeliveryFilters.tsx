import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DeliveryState,
  deliveryStateSchema,
  webhookEventTypes,
} from 'backstage-plugin-workflow-runs-common';
import {
  DeliveryFilter,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallInput } from '../layout/SmallInput';
import { SmallSelect } from '../layout/SmallSelect';

/** What is delivered besides events of runs. */
const OTHERS = ['webhook.ping', 'alert.firing', 'alert.resolved'];

const useStyles = makeStyles(
  { root: { display: 'flex', flexWrap: 'wrap', gap: 8 } },
  { name: 'WorkflowRunsDeliveryFilters' },
);

/** Narrows deliveries. */
export function DeliveryFilters(props: {
  filter: DeliveryFilter;
  onChange: (filter: DeliveryFilter) => void;
}) {
  const { filter, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.root}>
      <SmallSelect
        label={t('webhooks.log.state')}
        value={filter.state ?? ''}
        onChange={state =>
          onChange({
            ...filter,
            state: state === '' ? undefined : (state as DeliveryState),
          })
        }
        options={[
          { value: '', label: t('webhooks.log.anyState') },
          ...deliveryStateSchema.options.map(state => ({
            value: state,
            label: t(`webhooks.delivery.${state}`),
          })),
        ]}
      />
      <SmallSelect
        label={t('webhooks.log.type')}
        value={filter.eventType ?? ''}
        onChange={type => onChange({ ...filter, eventType: type || undefined })}
        options={[
          { value: '', label: t('webhooks.log.anyType') },
          ...[...webhookEventTypes, ...OTHERS].map(type => ({
            value: type,
            label: type,
          })),
        ]}
      />
      <SmallInput
        isCode
        width={260}
        label={t('webhooks.log.runFilter')}
        placeholder={t('webhooks.log.runFilter')}
        value={filter.run ?? ''}
        maxLength={128}
        onChange={run => onChange({ ...filter, run: run.trim() || undefined })}
      />
    </div>
  );
}
