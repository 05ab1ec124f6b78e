import { ReactElement, ReactNode } from 'react';
import {
  render,
  renderHook,
  RenderHookResult,
  RenderResult,
} from '@testing-library/react';
import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { errorApiRef, translationApiRef } from '@backstage/frontend-plugin-api';
import { workflowRunsApiRef } from '../api';
import { WorkflowRunsProvider } from '../query';
import { FakeWorkflowRuns } from '../testing';

function wrapperOf(api: FakeWorkflowRuns) {
  return ({ children }: { children: ReactNode }) => (
    <TestApiProvider
      apis={[
        [workflowRunsApiRef, api],
        [translationApiRef, mockApis.translation()],
        [errorApiRef, mockApis.error()],
      ]}
    >
      <WorkflowRunsProvider>{children}</WorkflowRunsProvider>
    </TestApiProvider>
  );
}

/** Renders with the given backend. */
export function renderWithRuns(
  element: ReactElement,
  api = new FakeWorkflowRuns(),
): RenderResult {
  return render(element, { wrapper: wrapperOf(api) });
}

/** Renders a hook whose backend is the given one. */
export function renderRunsHook<Result, Props>(
  hook: (props: Props) => Result,
  api: FakeWorkflowRuns,
): RenderHookResult<Result, Props> {
  return renderHook(hook, { wrapper: wrapperOf(api) });
}
