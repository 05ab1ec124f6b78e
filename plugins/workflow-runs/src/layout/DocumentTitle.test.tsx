import { render, waitFor } from '@testing-library/react';
import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { configApiRef } from '@backstage/frontend-plugin-api';
import { DocumentTitle } from './DocumentTitle';

const apis = [
  [configApiRef, mockApis.config({ data: { app: { title: 'Portal' } } })],
] as const;

function Page(props: { title: string }) {
  return (
    <TestApiProvider apis={apis}>
      <DocumentTitle title={props.title} />
    </TestApiProvider>
  );
}

describe('the title of a page', () => {
  let shown: string[];
  let observer: MutationObserver;

  beforeEach(() => {
    document.head.innerHTML = '<title>Home</title>';
    shown = [];
    observer = new MutationObserver(() => shown.push(document.title));
    observer.observe(document.head, { childList: true, subtree: true });
  });

  afterEach(() => observer.disconnect());

  it('says what the page shows, and the name of the portal', async () => {
    render(<Page title="All runs" />);
    await waitFor(() => expect(document.title).toBe('All runs | Portal'));
  });

  it('leaves out one that holds for a moment only', async () => {
    const { rerender } = render(<Page title="Failure groups" />);
    rerender(<Page title="The shop answered 503" />);
    await waitFor(() =>
      expect(document.title).toBe('The shop answered 503 | Portal'),
    );
    expect(shown).toEqual(['The shop answered 503 | Portal']);
  });
});
