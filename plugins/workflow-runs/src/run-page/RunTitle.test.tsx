import { screen, waitFor } from '@testing-library/react';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  aRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { RunPlace, RunTitle } from './RunTitle';

const titled = async (place: RunPlace, run: Run | undefined) => {
  renderScreen(
    <RunTitle place={place} runId="run_1" run={run} />,
    new FakeWorkflowRuns(),
  );
  await screen.findByTestId('address');
};

describe('the title of a run', () => {
  it.each([
    ['page', /^Failed: Trial activation run_1/],
    ['tab', /^Failed: run_1/],
  ] as const)('names its status first, on a %s', async (place, expected) => {
    await titled(place, aRun({ id: 'run_1', status: 'failed' }));
    await waitFor(() => expect(document.title).toMatch(expected));
  });

  it('names its id until anything else is known', async () => {
    await titled('page', undefined);
    await waitFor(() => expect(document.title).toMatch(/^Run run_1/));
  });
});
