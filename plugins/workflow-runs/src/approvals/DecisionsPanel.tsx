import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Duration,
  EmptyState,
  RedactedText,
  RunSnapshot,
  statusColorsOf,
  stepIdOf,
  Timestamp,
  useDecisions,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { HumanDecision } from 'backstage-plugin-workflow-runs-common';
import { makeStyles } from '@material-ui/core/styles';
import { DataTable } from '../layout/DataTable';
import { entityName } from '../layout/entityName';
import { PanelBody } from '../layout/PanelBody';
import { Subject } from './Subject';
import { isAsking } from '../operate/offers';

const useStyles = makeStyles(
  theme => ({
    late: { color: statusColorsOf(theme).failed.text },
    details: {
      '& > summary': { cursor: 'pointer' },
      '&[open] > summary': { marginBottom: 6 },
    },
  }),
  { name: 'WorkflowRunsDecisions' },
);

/** All that humans were asked about a run, and what they said. */
export function DecisionsPanel(props: { snapshot: RunSnapshot }) {
  const { snapshot } = props;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useDecisions(snapshot.run.id);
  const { items } = source;
  const stepOf = (decision: HumanDecision) =>
    snapshot.steps.find(step => stepIdOf(step) === stepIdOf(decision));
  const verdict = (decision: HumanDecision) => {
    if (decision.decision) return words('decision', decision.decision);
    const step = stepOf(decision);
    const isOpen =
      step && isAsking(step) && step.generation === decision.generation;
    return isOpen ? t('decisions.open') : t('decisions.unsettled');
  };
  const isLate = ({ dueAt, decidedAt }: HumanDecision) =>
    dueAt !== null && decidedAt !== null && decidedAt > dueAt;
  return (
    <PanelBody
      source={source}
      title={t('decisions.error')}
      rows={3}
      empty={
        items.length === 0 ? (
          <EmptyState dense title={t('decisions.empty')}>
            {t('decisions.emptyHint')}
          </EmptyState>
        ) : undefined
      }
    >
      <div style={{ padding: '0 8px 8px' }}>
        <DataTable
          label={t('tabs.decisions')}
          items={items}
          idOf={each => `${stepIdOf(each)}/${each.generation}/${each.askedAt}`}
          columns={[
            {
              id: 'step',
              label: t('decisions.step'),
              cell: each => (
                <strong>{stepOf(each)?.name ?? each.stepKey}</strong>
              ),
            },
            {
              id: 'about',
              label: t('decisions.about'),
              width: '28%',
              cell: each => (
                <details className={classes.details}>
                  <summary>{words('about', each.about)}</summary>
                  <Subject decision={each} />
                </details>
              ),
            },
            {
              id: 'decision',
              label: t('decisions.decision'),
              cell: verdict,
            },
            {
              id: 'actor',
              label: t('decisions.actor'),
              cell: ({ actor, decision }) => {
                if (actor) {
                  return <span title={actor}>{entityName(actor)}</span>;
                }
                return decision ? t('decisions.nobody') : '–';
              },
            },
            {
              id: 'asked',
              label: t('decisions.asked'),
              cell: each => <Timestamp value={each.askedAt} />,
            },
            {
              id: 'took',
              label: t('decisions.took'),
              number: true,
              cell: each => (
                <span className={isLate(each) ? classes.late : undefined}>
                  <Duration
                    value={each.decidedAt ? undefined : null}
                    from={each.decidedAt ? each.askedAt : null}
                    to={each.decidedAt}
                  />
                  {isLate(each) && ` ${t('decisions.overdue')}`}
                </span>
              ),
            },
            {
              id: 'note',
              label: t('decisions.note'),
              width: '24%',
              cell: ({ note }) => (note ? <RedactedText text={note} /> : '–'),
            },
          ]}
        />
      </div>
    </PanelBody>
  );
}
