module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      files: ['e2e-tests/**'],
      rules: {
        // Playwright belongs to the root of the repository, which starts it
        '@backstage/no-undeclared-imports': 'off',
        // the `use` of a fixture is no React hook
        'react-hooks/rules-of-hooks': 'off',
        'jest/expect-expect': 'off',
      },
    },
  ],
});
