import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AlertRule } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  TextButton,
  useAlertRules,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { PanelBody } from '../layout/PanelBody';
import { AlertAct, AlertDialog } from './AlertDialogs';
import { AlertEditor } from './AlertEditor';
import { AlertEpisodes } from './AlertEpisodes';
import { AlertOpening, AlertRulesTable } from './AlertRulesTable';

const useStyles = makeStyles(
  { root: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 16 } },
  { name: 'WorkflowRunsAlertsPage' },
);

/** Rules that tell somebody when runs do not do as they should: where they stand, and when they fired. */
export function AlertsPage() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useAlertRules();
  const { rules } = source;
  /** Undefined: none is edited; null: a new one. */
  const [edited, setEdited] = useState<AlertRule | null>();
  const [params] = useSearchParams();
  // Whoever comes from elsewhere comes because of one rule.
  const [shownId, setShownId] = useState(params.get('rule') ?? undefined);
  const [asked, setAsked] = useState<{
    act: AlertAct;
    rule: AlertRule;
    opener: HTMLElement;
  }>();
  const shown = rules.find(({ id }) => id === shownId);
  if (edited !== undefined) {
    return (
      <AlertEditor
        rule={edited ?? undefined}
        onClose={() => setEdited(undefined)}
      />
    );
  }
  const open = (rule: AlertRule, what: AlertOpening, opener: HTMLElement) => {
    if (what === 'edit') setEdited(rule);
    else if (what === 'history') setShownId(rule.id);
    else setAsked({ act: what, rule, opener });
  };
  const empty = rules.length === 0 && (
    <EmptyState dense title={t('alerts.empty')}>
      {t('alerts.emptyHint')}
    </EmptyState>
  );
  return (
    <div className={classes.root}>
      <Card label={t('alerts.title')}>
        <CardTitle title={t('alerts.title')} scope={t('alerts.scope')}>
          <TextButton
            size="small"
            variant="outlined"
            color="primary"
            disabled={source.loading || source.updatedAt === 0}
            onClick={() => setEdited(null)}
          >
            {t('alerts.new')}
          </TextButton>
        </CardTitle>
        <PanelBody
          source={source}
          title={t('alerts.error')}
          rows={4}
          empty={empty || undefined}
        >
          <AlertRulesTable rules={rules} onOpen={open} />
        </PanelBody>
      </Card>
      {shown && <AlertEpisodes key={shown.id} rule={shown} />}
      {asked && (
        <AlertDialog
          rule={asked.rule}
          act={asked.act}
          onClose={() => {
            setAsked(undefined);
            // The dialog has to be gone first: until then it keeps the focus.
            setTimeout(() => asked.opener.focus());
          }}
        />
      )}
    </div>
  );
}
