import { screen } from '@testing-library/react';
import { configApiRef } from '@backstage/core-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { Logo } from './Logo';

it('leads home by the name of the portal', async () => {
  renderInTestApp(
    <TestApiProvider
      apis={[
        [
          configApiRef,
          mockApis.config({ data: { app: { title: 'Example portal' } } }),
        ],
      ]}
    >
      <Logo />
    </TestApiProvider>,
  );

  expect(
    await screen.findByRole('link', { name: 'Example portal' }),
  ).toHaveAttribute('href', '/');
});
