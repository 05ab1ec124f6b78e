/** The users that the backend's example auth module knows; see packages/backend. */
export const exampleUsers = [
  {
    provider: 'example-viewer',
    name: 'Viewer',
    description: 'Sees workflows and their runs, and can change nothing.',
  },
  {
    provider: 'example-operator',
    name: 'Operator',
    description: 'Launches and cancels runs, too.',
  },
  {
    provider: 'example-admin',
    name: 'Admin',
    description: 'May do everything.',
  },
] as const;

export type ExampleUser = (typeof exampleUsers)[number];
