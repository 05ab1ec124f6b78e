import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { aPrivacyPolicy, FakeWorkflowRuns } from '../testing';
import {
  usePolicyPreview,
  usePolicyRemoval,
  usePolicySave,
  usePrivacyPolicies,
  useReveal,
} from '.';

const policy = aPrivacyPolicy();
const content = {
  name: 'Wages',
  description: '',
  tenantId: null,
  workflow: null,
  enabled: true,
  rules: [{ path: '$.wage', treatment: 'hash' as const }],
};

function backend() {
  const api = new FakeWorkflowRuns();
  api.privacy.items = [policy];
  return api;
}
const useEverything = () => ({
  list: usePrivacyPolicies(),
  create: usePolicySave(undefined),
  change: usePolicySave(policy),
  removal: usePolicyRemoval(),
  preview: usePolicyPreview(),
  reveal: useReveal('run_1'),
});
const namesIn = ({ list }: ReturnType<typeof useEverything>) =>
  list.policies.map(({ name }) => name);

describe('policies of privacy', () => {
  it('are what was made of them, everywhere that they are shown', async () => {
    const { result } = renderRunsHook(useEverything, backend());
    await waitFor(() => expect(namesIn(result.current)).toEqual(['Customers']));
    expect(result.current.list.detectors).not.toEqual([]);

    act(() => result.current.create.send(content));
    await waitFor(() =>
      expect(namesIn(result.current)).toEqual(['Customers', 'Wages']),
    );
    act(() => result.current.change.send({ ...content, name: 'Buyers' }));
    await waitFor(() =>
      expect(namesIn(result.current)).toEqual(['Buyers', 'Wages']),
    );
    act(() => result.current.removal.send(policy.id));
    await waitFor(() => expect(namesIn(result.current)).toEqual(['Wages']));
    expect(result.current.removal.answer).toBe(policy.id);
  });

  it('are refused where somebody has changed them meanwhile, or has the name', async () => {
    const api = backend();
    api.privacy.items = [{ ...policy, revision: 2 }];
    const { result } = renderRunsHook(useEverything, api);
    act(() => result.current.change.send(content));
    act(() => result.current.create.send({ ...content, name: 'Customers' }));

    await waitFor(() => expect(result.current.change.phase).toBe('refused'));
    await waitFor(() => expect(result.current.create.phase).toBe('refused'));
    act(() => result.current.change.reset());
    await waitFor(() => expect(result.current.change.phase).toBe('idle'));
  });

  it('are tried as they were asked about', async () => {
    const { result } = renderRunsHook(useEverything, backend());
    act(() =>
      result.current.preview.send({ policy: content, runIds: ['run_1'] }),
    );

    await waitFor(() =>
      expect(result.current.preview.answer).toEqual({
        policy: content,
        runs: [expect.objectContaining({ runId: 'run_1', applies: true })],
      }),
    );
  });
});

it('a value is revealed with a reason', async () => {
  const api = backend();
  const { result } = renderRunsHook(useEverything, api);
  act(() => result.current.reveal.send({ token: 't1', reason: 'INC-7' }));

  await waitFor(() =>
    expect(result.current.reveal.answer?.value).toBe('ada@example.com'),
  );
  expect(api.calls.at(-1)?.input).toEqual({
    params: { runId: 'run_1' },
    body: { token: 't1', reason: 'INC-7' },
  });
});
