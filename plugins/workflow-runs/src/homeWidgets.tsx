import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';

export const myRunsWidget = HomePageWidgetBlueprint.make({
  name: 'my-runs',
  params: {
    name: 'WorkflowRunsMyRuns',
    title: 'My workflow runs',
    description: 'What waits for you, what failed lately, and what you ran',
    layout: {
      width: { minColumns: 4, defaultColumns: 12 },
      height: { minRows: 4, defaultRows: 6 },
    },
    components: async () => {
      const { MyRuns } = await import('./home/MyRuns');
      return { Content: MyRuns };
    },
  },
});
