import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureGroup } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { Fact } from '../layout/Fact';
import { useFailureLinks } from './useFailureLinks';
import { useFailureWords } from './useFailureWords';

const useStyles = makeStyles(
  {
    facts: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(130px, 1fr))',
      gap: '12px 24px',
      margin: 0,
      padding: `${sizes.cardPaddingY}px ${sizes.cardPaddingX}px`,
    },
  },
  { name: 'WorkflowRunsFailureFacts' },
);

/** Since when, how often, where. */
export function FailureFacts(props: { group: FailureGroup }) {
  const { group } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFailureWords();
  const links = useFailureLinks();
  const environments = group.environments.join(', ');
  return (
    <Card label={t('failures.facts')}>
      <dl className={classes.facts}>
        <Fact label={t('failures.firstSeen')}>
          <Timestamp value={group.firstSeen} />
        </Fact>
        <Fact label={t('failures.lastSeen')}>
          <Timestamp value={group.lastSeen} />
        </Fact>
        <Fact label={t('failures.episodes')}>
          {words.count(group.episodes)}
        </Fact>
        <Fact label={t('failures.seen')}>{words.count(group.seen)}</Fact>
        <Fact label={t('failures.failedNow')}>
          <Link to={links.runs(group.id)}>{words.runs(group.failed)}</Link>
        </Fact>
        <Fact label={t('failures.environments')} title={environments}>
          <bdi>{environments}</bdi>
        </Fact>
      </dl>
    </Card>
  );
}
