export interface Config {
  workflowRuns?: {
    /**
     * Who may do what with workflow runs; read by the role policy of the permission backend.
     * @visibility backend
     */
    access?: {
      /**
       * Users and groups by role, as entity refs such as `group:default/team-data`; `*` stands for
       * everybody who is signed in. Each role may do what the one before it may.
       */
      roles?: {
        /** See workflows and runs. Nobody by default. */
        viewer?: string[];
        /** Also launch and cancel runs. Nobody by default. */
        operator?: string[];
        /** Hold every permission of the suite. Nobody by default. */
        admin?: string[];
      };
      /**
       * Whether those who own the catalog entity of a workflow are operators of that workflow,
       * whatever role they have. True by default.
       */
      ownersOperate?: boolean;
      /**
       * The answer to permissions of other plugins: `allow`, the default, or `deny`. Without
       * effect where code passes a fallback policy.
       */
      otherPermissions?: 'allow' | 'deny';
    };
  };
}
