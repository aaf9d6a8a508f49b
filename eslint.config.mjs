import jest from 'eslint-plugin-jest'
import temporal from 'eslint-plugin-temporal'
import tseslint from 'typescript-eslint'

const noInterpolatedSql = ['query', 'literal', 'fn'].flatMap((name) =>
  ['TemplateLiteral[expressions.length>0]', 'BinaryExpression[operator="+"]'].map((text) => ({
    selector: `CallExpression[callee.property.name="${name}"] > ${text}.arguments`,
    message: 'SQL is a constant text with bound values; never build it from pieces.',
  })),
)
const manners = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a const object and a union type.' },
  ...noInterpolatedSql,
]
const randomness = { object: 'Math', property: 'random', message: 'Use node:crypto.' }
const environment = { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' }

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.cache/', '.dev/', 'coverage/', '*.cjs', '*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', ...manners],
      'no-restricted-properties': ['error', environment, randomness],
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'max-lines-per-function': ['warn', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['warn', 10],
    },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': ['error', randomness] } },
  {
    files: ['src/domain/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        environment,
        randomness,
        { object: 'Date', property: 'now', message: 'Time is passed in.' },
      ],
      'no-restricted-syntax': [
        'error',
        ...manners,
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time is passed in.' },
      ],
    },
  },
  {
    files: ['workflows/**'],
    plugins: { temporal },
    rules: {
      ...temporal.configs.recommended?.rules,
      'temporal/workflow-no-floating-promises': 'off',
      'temporal/workflow-condition-timeout-style': 'off',
      // These take every function of the folder for a workflow, or ask for comments where the SDK makes it safe:
      // Date.now and uuid4 are deterministic inside the sandbox.
      'temporal/workflow-prefer-single-object-args': 'off',
      'temporal/workflow-no-nonserializable-types-in-payloads': 'off',
      'temporal/workflow-no-wall-clock-assumptions': 'off',
      'temporal/workflow-no-nondeterministic-control-flow': 'off',
      'temporal/workflow-prefer-local-activity-for-nondeterministic-value': 'off',
      'temporal/workflow-uuid4-requires-security-comment': 'off',
      'temporal/workflow-replay-testing-required-comment': 'off',
      // They do not see through constants: every option stands in activity-options.ts.
      'temporal/workflow-require-activity-timeouts': 'off',
      'temporal/workflow-require-activity-retry-policy': 'off',
      'temporal/workflow-require-explicit-payload-types': 'off',
      'no-restricted-imports': ['error', { patterns: ['node:*', 'fs', 'crypto', 'path'] }],
    },
  },
  {
    files: ['migrations/**', 'src/domain/rate-card.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    // Commands, benches and development tools talk to a terminal and read their own switches.
    files: ['src/commands/**', 'src/development/**', 'bench/**', 'scripts/**', 'test/**', 'migrations/migrate.ts'],
    rules: { 'no-console': 'off', 'no-restricted-properties': ['error', randomness] },
  },
  {
    files: ['test/**'],
    plugins: { jest },
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/expect-expect': ['warn', { assertFunctionNames: ['expect*', 'assert*', 'fc.assert'] }],
      // A conformance suite is a function of the adapter, shared by the files that call it.
      'jest/no-export': 'off',
      // The rows of a table are parameters.
      'max-params': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      complexity: 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // These wait for a state of the running product; a test that does not get there fails.
    files: ['test/workflows/**', 'test/end-to-end/**'],
    plugins: { jest },
    rules: { 'jest/expect-expect': 'off' },
  },
)
