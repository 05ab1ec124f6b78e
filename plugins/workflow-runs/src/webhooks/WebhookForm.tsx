import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useSavedViews,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { focusOnOpen } from '../layout/focusOnOpen';
import { OperationField, violationAt } from '../operate/fields';
import { WebhookDraft } from './draft';
import { EventTypesField } from './EventTypesField';
import { HeadersField } from './HeadersField';

const useStyles = makeStyles(
  {
    root: { display: 'flex', flexDirection: 'column', gap: 16, paddingTop: 6 },
    enabled: { '& .MuiTypography-root': { fontSize: 13 } },
  },
  { name: 'WorkflowRunsWebhookForm' },
);

/** What a webhook is, to be typed. */
export function WebhookForm(props: {
  draft: WebhookDraft;
  /** The view that it has; whoever changes it need not see it. */
  view: { id: string; name: string } | null;
  /** What the backend said of it. */
  error: unknown;
  onChange: (draft: WebhookDraft) => void;
}) {
  const { draft, view, error, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const change = (next: Partial<WebhookDraft>) =>
    onChange({ ...draft, ...next });
  const id = 'workflow-runs-webhook';
  return (
    <div className={classes.root}>
      <OperationField
        inputRef={focusOnOpen}
        required
        id={`${id}-name`}
        label={t('webhooks.dialog.name')}
        value={draft.name}
        onChange={name => change({ name })}
        error={violationAt(error, '/name')}
        inputProps={{ maxLength: 100 }}
      />
      <OperationField
        required
        id={`${id}-url`}
        label={t('webhooks.dialog.url')}
        helperText={t('webhooks.dialog.urlHint')}
        value={draft.url}
        onChange={url => change({ url })}
        error={violationAt(error, '/url')}
        inputProps={{ maxLength: 2_000, spellCheck: false, inputMode: 'url' }}
      />
      <OperationField
        id={`${id}-description`}
        multiline
        maxRows={4}
        label={t('webhooks.dialog.description')}
        value={draft.description}
        onChange={description => change({ description })}
        error={violationAt(error, '/description')}
        inputProps={{ maxLength: 1_000 }}
      />
      <ViewField
        id={`${id}-view`}
        value={draft.viewId}
        known={view}
        error={violationAt(error, '/viewId')}
        onChange={viewId => change({ viewId })}
      />
      <EventTypesField
        value={draft.eventTypes}
        error={violationAt(error, '/eventTypes')}
        onChange={eventTypes => change({ eventTypes })}
      />
      <OperationField
        id={`${id}-owner`}
        label={t('webhooks.dialog.owner')}
        helperText={t('webhooks.dialog.ownerHint')}
        value={draft.owner}
        onChange={owner => change({ owner })}
        error={violationAt(error, '/owner')}
        inputProps={{ maxLength: 512, spellCheck: false }}
      />
      <HeadersField
        headers={draft.headers}
        error={error}
        onChange={headers => change({ headers })}
      />
      <FormControlLabel
        className={classes.enabled}
        control={
          <Checkbox
            size="small"
            color="primary"
            checked={draft.enabled}
            onChange={event => change({ enabled: event.target.checked })}
          />
        }
        label={t('webhooks.dialog.enabled')}
      />
    </div>
  );
}

function ViewField(props: {
  id: string;
  value: string;
  known: { id: string; name: string } | null;
  error: string | undefined;
  onChange: (viewId: string) => void;
}) {
  const { id, value, known, error, onChange } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { views } = useSavedViews();
  const choices = views.map(view => ({ id: view.id, name: view.name }));
  if (known && !choices.some(each => each.id === known.id)) choices.push(known);
  return (
    <OperationField
      select
      id={id}
      label={t('webhooks.dialog.view')}
      helperText={t('webhooks.dialog.viewHint')}
      value={value}
      onChange={onChange}
      error={error}
      SelectProps={{ displayEmpty: true }}
      InputLabelProps={{ shrink: true }}
    >
      <MenuItem value="">{t('webhooks.dialog.allRuns')}</MenuItem>
      {choices.map(view => (
        <MenuItem key={view.id} value={view.id}>
          {view.name}
        </MenuItem>
      ))}
    </OperationField>
  );
}
