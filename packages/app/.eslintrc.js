module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      files: ['e2e-tests/**'],
      // Playwright belongs to the root of the repository, which starts it
      rules: {
        '@backstage/no-undeclared-imports': 'off',
        'jest/expect-expect': 'off',
      },
    },
  ],
});
