/** A person of `examples/org.yaml` as whom anybody may sign in while developing. */
export interface ExampleUser {
  providerId: string;
  entityRef: string;
  displayName: string;
}

export const exampleUsers: readonly ExampleUser[] = [
  {
    providerId: 'example-viewer',
    entityRef: 'user:default/viewer',
    displayName: 'Example viewer',
  },
  {
    providerId: 'example-operator',
    entityRef: 'user:default/operator',
    displayName: 'Example operator',
  },
  {
    providerId: 'example-admin',
    entityRef: 'user:default/admin',
    displayName: 'Example admin',
  },
];
