import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Comparison } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  EmptyState,
  ForbiddenState,
  usePayloads,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { Notice } from '../layout/Notice';
import { useCompareStyles } from './compareStyles';
import { DifferentValue } from './DifferentValue';

type Diff = NonNullable<Comparison['input']>;
const DIRECTIONS = ['input', 'output'] as const;

/** What went into both runs and came out of them, as far as it differs. */
export function ComparedValues(props: { comparison: Comparison }) {
  const { comparison } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const unknown = comparison.input === null && comparison.output === null;
  return (
    <>
      {unknown ? (
        <NoValues a={comparison.a.id} b={comparison.b.id} />
      ) : (
        DIRECTIONS.map(direction => {
          const diff = comparison[direction];
          const title = t(`compare.${direction}`);
          return diff ? (
            <ValueDifferences key={direction} title={title} diff={diff} />
          ) : (
            <Card key={direction} label={title}>
              <EmptyState title={title} dense>
                {t('compare.noValues')}
              </EmptyState>
            </Card>
          );
        })
      )}
    </>
  );
}

/** The answer does not tell whether there are none, or whether they may not be read; the runs do. */
function NoValues(props: { a: string; b: string }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const ofA = usePayloads(props.a);
  const ofB = usePayloads(props.b);
  if (ofA.loading || ofB.loading) return null;
  const forbidden = [ofA.error, ofB.error]
    .filter(Boolean)
    .map(describeError)
    .find(each => each.kind === 'forbidden');
  return (
    <Card label={`${t('compare.input')}, ${t('compare.output')}`}>
      {forbidden ? (
        <ForbiddenState permission={forbidden.permission} dense />
      ) : (
        <EmptyState
          title={`${t('compare.input')}, ${t('compare.output')}`}
          dense
        >
          {t('compare.noValues')}
        </EmptyState>
      )}
    </Card>
  );
}

function ValueDifferences(props: { title: string; diff: Diff }) {
  const { title, diff } = props;
  const { changes, truncated } = diff;
  const classes = useCompareStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Card label={title}>
      <div className={classes.bar}>
        <h3 className={classes.title}>{title}</h3>
        <span className={classes.quiet}>
          {changes.length > 0
            ? t('compare.changes', { count: changes.length })
            : t('compare.equal')}
        </span>
      </div>
      {(changes.length > 0 || truncated) && (
        <div className={classes.body}>
          {truncated && (
            <Notice tone="waiting">{t('compare.truncated')}</Notice>
          )}
          {changes.length > 0 && (
            <table className={classes.values} aria-label={title}>
              <thead>
                <tr>
                  <th scope="col" style={{ width: '26%' }}>
                    {t('compare.place')}
                  </th>
                  <th scope="col" style={{ width: 110 }}>
                    {t('compare.differs')}
                  </th>
                  <th scope="col">{t('compare.runA')}</th>
                  <th scope="col">{t('compare.runB')}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(change => {
                  const place = change.pointer || t('compare.whole');
                  return (
                    <tr key={change.pointer}>
                      <td className={classes.pointer}>{place}</td>
                      <td className={classes.kind}>
                        {t(`compare.kinds.${change.kind}`)}
                      </td>
                      <td>
                        {change.kind !== 'added' && (
                          <DifferentValue
                            value={change.a}
                            run="A"
                            place={place}
                            tone="removed"
                          />
                        )}
                      </td>
                      <td>
                        {change.kind !== 'removed' && (
                          <DifferentValue
                            value={change.b}
                            run="B"
                            place={place}
                            tone="added"
                          />
                        )}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          )}
        </div>
      )}
    </Card>
  );
}
