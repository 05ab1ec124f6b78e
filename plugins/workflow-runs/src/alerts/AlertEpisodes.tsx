import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AlertEpisode, AlertRule } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  sizes,
  statusColorsOf,
  TextButton,
  Timestamp,
  useAlertEpisodes,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';
import { entityName } from '../layout/entityName';
import { PanelBody } from '../layout/PanelBody';
import { useAlertWords } from './useAlertWords';

const PAGE = 10;
const MOST = 100;

const useStyles = makeStyles(
  theme => ({
    more: { padding: `8px ${sizes.cardPaddingX}px` },
    note: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsAlertEpisodes' },
);

/** When a rule fired, and what came of it. */
export function AlertEpisodes(props: { rule: AlertRule }) {
  const { rule } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useAlertWords();
  const [limit, setLimit] = useState(PAGE);
  const source = useAlertEpisodes(rule.id, limit);
  const { episodes, hasMore } = source;
  const title = t('alerts.episodes');
  const empty = episodes.length === 0 && (
    <EmptyState dense title={t('alerts.noEpisodes')} />
  );
  return (
    <Card label={title}>
      <CardTitle title={title} scope={rule.name} />
      <PanelBody
        source={source}
        title={t('alerts.episodesError')}
        rows={3}
        empty={empty || undefined}
      >
        <DataTable
          label={title}
          columns={[
            {
              id: 'fired',
              label: t('alerts.fired'),
              cell: ({ firedAt }) => <Timestamp value={firedAt} />,
            },
            {
              id: 'over',
              label: t('alerts.over'),
              cell: ({ resolvedAt }) =>
                resolvedAt ? (
                  <Timestamp value={resolvedAt} />
                ) : (
                  t('alerts.goesOn')
                ),
            },
            {
              id: 'value',
              label: t('alerts.firedBy'),
              number: true,
              cell: ({ value, threshold }) =>
                `${words.value(rule.kind, value)} ${t('alerts.of', {
                  threshold: words.bound(rule.kind, threshold),
                })}`,
            },
            {
              id: 'worst',
              label: t('alerts.worst'),
              number: true,
              cell: ({ worst }) => words.value(rule.kind, worst),
            },
            {
              id: 'how',
              label: t('alerts.how'),
              cell: episode => <End episode={episode} />,
            },
          ]}
          items={episodes}
          idOf={({ id }) => id}
        />
        {hasMore && limit < MOST && (
          <div className={classes.more}>
            <TextButton
              size="small"
              onClick={() => setLimit(Math.min(MOST, limit + PAGE))}
            >
              {t('alerts.older')}
            </TextButton>
          </div>
        )}
      </PanelBody>
    </Card>
  );
}

function End({ episode }: { episode: AlertEpisode }) {
  const { end, resolvedBy, note, toldAt } = episode;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const said = [
    ...(end
      ? [
          t(`alerts.ends.${end}`, {
            actor: resolvedBy ? entityName(resolvedBy) : '',
          }),
        ]
      : []),
    ...(toldAt === null ? [t('alerts.untold')] : []),
  ];
  return (
    <>
      {said.join(' · ')}
      {note && <div className={classes.note}>{note}</div>}
    </>
  );
}
