import { useEffect, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AlertRule } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  sizes,
  statusColorsOf,
  TextButton,
  useAlertPreview,
  useAlertSave,
  useWebhookChoices,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { Notice } from '../layout/Notice';
import { useToasts } from '../layout/useToasts';
import { AlertForm } from './AlertForm';
import { AlertPreviewCard } from './AlertPreviewCard';
import { fromDraft, NEW_RULE, RuleDraft, toDraft } from './draft';

/** What is typed is not asked about letter by letter. */
const SETTLED_MS = 600;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 16 },
    buttons: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      padding: `12px ${sizes.cardPaddingX}px`,
      borderTop: `1px solid ${statusColorsOf(theme).skipped.wash}`,
    },
    notices: { padding: `0 ${sizes.cardPaddingX}px` },
    hint: { fontSize: 12, color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsAlertEditor' },
);

/** A rule in fields, above what it would have done in the last seven days. */
export function AlertEditor(props: {
  /** Absent: a new one. */
  rule?: AlertRule;
  onClose: () => void;
}) {
  const { rule, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const save = useAlertSave();
  const preview = useAlertPreview();
  const { choices: webhooks } = useWebhookChoices();
  const [draft, setDraft] = useState<RuleDraft>(() =>
    rule ? toDraft(rule) : NEW_RULE,
  );
  const asked = fromDraft(draft, { isNamed: false });
  const wanted = fromDraft(draft, { isNamed: true });
  const question = 'content' in asked ? asked.content : undefined;
  // Neither its name nor who is told changes what it would have done.
  const decisive =
    question &&
    JSON.stringify({
      ...question,
      ...{ name: '–', severity: 'info', recipients: [], runbookUrl: null },
      webhookId: null,
    });
  const [seen, setSeen] = useState<string>();
  useEffect(() => {
    if (!decisive || decisive === seen || preview.phase === 'sending') {
      return undefined;
    }
    const timer = setTimeout(() => {
      setSeen(decisive);
      preview.send(JSON.parse(decisive));
    }, SETTLED_MS);
    return () => clearTimeout(timer);
    // What was answered meanwhile may be of something else: then it is asked again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [decisive, seen, preview.phase]);
  useEffect(() => {
    if (save.phase !== 'done') return;
    const { name } = save.answer!;
    toasts.post({ status: 'success', title: t('alerts.saved', { name }) });
    onClose();
    // Tells once that it is saved, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [save.phase]);

  const title = rule
    ? t('alerts.editTitle', { name: rule.name })
    : t('alerts.new');
  const isCurrent = decisive !== undefined && decisive === seen;
  return (
    <div className={classes.root}>
      <Card label={title}>
        <CardTitle title={title} />
        <AlertForm
          draft={draft}
          webhooks={webhooks}
          onChange={change => setDraft(before => ({ ...before, ...change }))}
        />
        <div className={classes.notices}>
          {save.phase === 'refused' && (
            <Notice tone="failed" role="alert">
              {t('alerts.saveError')}: {sayProblems(save.error)}
            </Notice>
          )}
        </div>
        <div className={classes.buttons}>
          <TextButton
            size="small"
            variant="contained"
            color="primary"
            disabled={!('content' in wanted) || save.phase === 'sending'}
            onClick={() => {
              if ('content' in wanted)
                save.send({ content: wanted.content, known: rule });
            }}
          >
            {t('alerts.save')}
          </TextButton>
          <TextButton size="small" onClick={onClose}>
            {t('alerts.close')}
          </TextButton>
          {'fault' in wanted && (
            <span className={classes.hint} role="status">
              <Fault fault={wanted.fault} />
            </span>
          )}
        </div>
      </Card>
      <AlertPreviewCard
        kind={draft.kind}
        threshold={question?.threshold}
        preview={isCurrent ? preview.answer : undefined}
        isLoading={
          decisive !== undefined && (!isCurrent || preview.phase === 'sending')
        }
        error={isCurrent ? preview.error : undefined}
        onRetry={() => question && preview.send(question)}
      />
    </div>
  );
}

function Fault({ fault }: { fault: string }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  switch (fault) {
    case 'name':
    case 'threshold':
    case 'workflows':
    case 'view':
      return <>{t(`alerts.problem.${fault}`)}</>;
    default:
      return <>{fault}</>;
  }
}

/** What the backend says of each field. */
function sayProblems(error: unknown): string {
  const { message, violations } = describeError(error);
  return violations.length === 0
    ? message
    : violations
        .map(each => `${each.pointer.slice(1)}: ${each.message}`)
        .join('; ');
}
