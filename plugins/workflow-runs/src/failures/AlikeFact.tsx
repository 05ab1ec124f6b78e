import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunFailureGroup } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { useFailureLinks } from './useFailureLinks';
import { useFailureWords } from './useFailureWords';

/** How many runs have failed like one, with the way to them. */
export function AlikeFact(props: { group: RunFailureGroup }) {
  const { id, seen, firstSeen } = props.group;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const links = useFailureLinks();
  const words = useFailureWords();
  const others = { ...seen, count: seen.count - 1 };
  return (
    <Link to={links.group(id)}>
      {others.count > 0
        ? t('failures.alike', {
            count: others.count,
            runs: words.count(others),
            time: words.ago(firstSeen),
          })
        : t('failures.unlike')}
    </Link>
  );
}
