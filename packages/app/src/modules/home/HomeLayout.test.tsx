import { screen } from '@testing-library/react';
import { configApiRef } from '@backstage/core-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import { HomeLayout } from './HomeLayout';

const widget = (id: string) =>
  ({
    node: { spec: { id } },
    component: <p>{id}</p>,
  } as HomePageLayoutProps['widgets'][number]);

it('shows all widgets below the name of the portal, in their order', async () => {
  renderInTestApp(
    <TestApiProvider
      apis={[
        [
          configApiRef,
          mockApis.config({ data: { app: { title: 'Example portal' } } }),
        ],
      ]}
    >
      <HomeLayout widgets={[widget('my-runs'), widget('starred')]} />
    </TestApiProvider>,
  );
  expect(
    await screen.findByRole('heading', { name: 'Example portal' }),
  ).toBeInTheDocument();
  expect(
    screen.getAllByText(/my-runs|starred/).map(each => each.textContent),
  ).toEqual(['my-runs', 'starred']);
});
