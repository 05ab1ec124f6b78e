import { RiNodeTree, RiPlayCircleLine } from '@remixicon/react';
import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import {
  SEARCH_TYPE_RUN,
  SEARCH_TYPE_WORKFLOW,
} from 'backstage-plugin-workflow-runs-common';

export const runSearchResult = SearchResultListItemBlueprint.make({
  name: 'run',
  params: {
    icon: <RiPlayCircleLine />,
    predicate: ({ type }) => type === SEARCH_TYPE_RUN,
    component: async () => (await import('./RunResult')).RunResult,
  },
});

export const workflowSearchResult = SearchResultListItemBlueprint.make({
  name: 'workflow',
  params: {
    icon: <RiNodeTree />,
    predicate: ({ type }) => type === SEARCH_TYPE_WORKFLOW,
    component: async () => (await import('./WorkflowResult')).WorkflowResult,
  },
});

export const runSearchType = SearchFilterResultTypeBlueprint.make({
  name: 'run',
  params: {
    value: SEARCH_TYPE_RUN,
    name: 'Workflow runs',
    icon: <RiPlayCircleLine />,
  },
});

export const workflowSearchType = SearchFilterResultTypeBlueprint.make({
  name: 'workflow',
  params: {
    value: SEARCH_TYPE_WORKFLOW,
    name: 'Workflows',
    icon: <RiNodeTree />,
  },
});
