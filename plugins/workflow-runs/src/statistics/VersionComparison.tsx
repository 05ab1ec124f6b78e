import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ChartCard } from '../layout/ChartCard';
import { DataTable } from '../layout/DataTable';
import { SmallSelect } from '../layout/SmallSelect';
import { FigureId, FIGURES, figuresShown } from './figures';
import { PartProps } from './parts';
import { only, RunsQuery } from './runsQuery';
import { useFigureWords } from './useFigureWords';
import { comparable, versionId, VersionFigures } from './versions';

const useStyles = makeStyles(
  {
    choice: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      padding: `0 ${sizes.cardPaddingX}px 8px`,
    },
    wide: { margin: `0 -${sizes.cardPaddingX}px` },
  },
  { name: 'WorkflowRunsVersionComparison' },
);

/** They say how many runs there were rather than how good a version is. */
const DEPENDS_ON_NUMBER: FigureId[] = ['errors', 'mttr'];

const COLUMNS: FigureId[] = [
  'runs',
  'successRate',
  'firstPass',
  'retries',
  'p50',
  'p95',
  'sla',
];

/** Two versions of a workflow side by side; not there where no workflow has two. */
export function VersionComparison(props: PartProps) {
  const { statistics, several, runsHref } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFigureWords();
  const [chosen, setChosen] = useState<{ a?: string; b?: string }>({});
  const versions = comparable(statistics.versions);
  if (versions.length === 0) return null;

  const a = versions.find(each => versionId(each) === chosen.a) ?? versions[0];
  const others = versions.filter(
    each => each !== a && each.workflow.id === a.workflow.id,
  );
  const b = others.find(each => versionId(each) === chosen.b) ?? others[0];
  const nameOf = ({ workflow, version }: VersionFigures) =>
    several ? `${workflow.title} ${version}` : version;
  const optionsOf = (all: VersionFigures[]) =>
    all.map(each => ({ value: versionId(each), label: nameOf(each) }));
  const numberOf = (of: VersionFigures, id: FigureId) => (
    <Link to={runsHref({ ...FIGURES[id].query, ...queryOf(of, several) })}>
      {words.valueOf(id, of.figures)}
    </Link>
  );
  const title = t('statistics.versions.title');
  return (
    <ChartCard
      title={title}
      scope={t('statistics.versions.scope')}
      note={t('statistics.versions.note')}
      chart={
        <div className={classes.wide}>
          <div className={classes.choice}>
            <SmallSelect
              label={t('statistics.versions.first')}
              value={versionId(a)}
              onChange={value => setChosen({ a: value })}
              options={optionsOf(versions)}
            />
            {t('statistics.versions.beside')}
            <SmallSelect
              label={t('statistics.versions.second')}
              value={versionId(b)}
              onChange={value => setChosen({ a: versionId(a), b: value })}
              options={optionsOf(others)}
            />
          </div>
          <DataTable<FigureId>
            label={title}
            items={figuresShown(a.figures, b.figures).filter(
              id => !DEPENDS_ON_NUMBER.includes(id),
            )}
            idOf={id => id}
            columns={[
              {
                id: 'figure',
                label: t('statistics.columns.figure'),
                cell: id => t(`statistics.names.${id}`),
              },
              {
                id: 'a',
                label: nameOf(a),
                number: true,
                cell: id => numberOf(a, id),
              },
              {
                id: 'b',
                label: nameOf(b),
                number: true,
                cell: id => numberOf(b, id),
              },
              {
                id: 'change',
                label: t('statistics.columns.difference'),
                number: true,
                cell: id => {
                  const { text, tone } = words.changeBetween(
                    id,
                    b.figures,
                    a.figures,
                  );
                  return (
                    <span style={tone && { color: colors[tone].text }}>
                      {text}
                    </span>
                  );
                },
              },
            ]}
          />
        </div>
      }
      table={
        <DataTable<VersionFigures>
          label={title}
          items={versions}
          idOf={versionId}
          columns={[
            {
              id: 'version',
              label: t('statistics.columns.version'),
              cell: nameOf,
            },
            ...COLUMNS.map(id => ({
              id,
              label: t(`statistics.names.${id}`),
              number: true,
              cell: (each: VersionFigures) => numberOf(each, id),
            })),
          ]}
        />
      }
    />
  );
}

function queryOf(
  { workflow, version }: VersionFigures,
  several: boolean,
): RunsQuery {
  return {
    version: only(version),
    ...(several && { workflow: only(workflow.ref) }),
  };
}
