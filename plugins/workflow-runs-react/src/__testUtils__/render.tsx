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

function apisOf(api: FakeWorkflowRuns, children: ReactNode) {
  return (
    <TestApiProvider
      apis={[
        [workflowRunsApiRef, api],
        [translationApiRef, mockApis.translation()],
        [errorApiRef, mockApis.error()],
      ]}
    >
      {children}
    </TestApiProvider>
  );
}

function wrapperOf(api: FakeWorkflowRuns) {
  return ({ children }: { children: ReactNode }) =>
    apisOf(api, <WorkflowRunsProvider>{children}</WorkflowRunsProvider>);
}

/** As another plugin would render it: with nothing of ours around it. */
function foreignWrapperOf(api: FakeWorkflowRuns) {
  return ({ children }: { children: ReactNode }) => apisOf(api, children);
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

/** Renders on a page that is not ours. */
export function renderEmbedded(
  element: ReactElement,
  api: FakeWorkflowRuns,
): RenderResult {
  return render(element, { wrapper: foreignWrapperOf(api) });
}

/** Renders a hook on a page that is not ours. */
export function renderEmbeddedHook<Result, Props>(
  hook: (props: Props) => Result,
  api: FakeWorkflowRuns,
  initialProps?: Props,
): RenderHookResult<Result, Props> {
  return renderHook(hook, { wrapper: foreignWrapperOf(api), initialProps });
}
