/** The import rules of the README's folder map, by value: types may cross where values may not. */
const byValue = (rule) => ({ severity: 'error', ...rule, to: { ...rule.to, dependencyTypesNot: ['type-only'] } })

module.exports = {
  forbidden: [
    byValue({
      name: 'domain-is-pure',
      comment: 'Shared by workflows, API and readers, so it may depend on nothing that has an effect.',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    }),
    byValue({
      name: 'workflows-see-domain-and-types',
      comment: 'With domain-is-pure this makes every bundle deterministic by construction.',
      from: { path: '^workflows/' },
      to: { pathNot: ['^workflows/', '^src/domain/', 'node_modules/@temporalio/(workflow|common)/'] },
    }),
    byValue({
      name: 'contracts-are-leaves',
      comment: 'The API loads contracts, not workflows.',
      from: { path: '^workflows/.*-contract\\.ts$' },
      to: { path: '^workflows/', pathNot: '-contract\\.ts$' },
    }),
    byValue({
      name: 'http-is-thin',
      comment: 'One door to the workflows: the gateway.',
      from: { path: '^src/http/' },
      to: {
        path: '^(activities|temporal|migrations|src/db/workflow-owned|src/readers)/|^workflows/',
        pathNot: '^workflows/(ids|.*-contract)\\.ts$',
      },
    }),
    byValue({
      name: 'activities-do-not-call-up',
      comment: 'No loops.',
      from: { path: '^activities/' },
      to: {
        path: '^(src/http|temporal)/|^workflows/',
        pathNot: '^workflows/(ids|refusal|activity-options|.*-contract)\\.ts$',
      },
    }),
    byValue({
      name: 'db-is-a-leaf',
      comment: 'Database files know nobody above them.',
      from: { path: '^src/db/' },
      to: { path: '^(src/(http|adapters|readers|commands|development)|activities|workflows|temporal)/' },
    }),
    byValue({
      name: 'workflow-owned-tables-have-one-writer',
      comment: 'No lost updates, one place to look.',
      from: { pathNot: '^(activities|src/db/workflow-owned|src/commands)/' },
      to: { path: '^src/db/workflow-owned/' },
    }),
    byValue({
      name: 'ports-are-leaves',
      comment: 'A port is a promise, not an adapter.',
      from: { path: '^src/ports\\.ts$' },
      to: { pathNot: '^src/domain/' },
    }),
    byValue({
      name: 'adapters-are-wired-in-one-place',
      comment: 'Swap an adapter in one line.',
      from: { pathNot: '^src/(dependencies\\.ts|adapters/)' },
      to: { path: '^src/adapters/' },
    }),
    byValue({
      name: 'development-stays-out',
      comment: 'Production cannot start a simulator.',
      from: { pathNot: '^src/development/' },
      to: { path: '^src/development/' },
    }),
    byValue({
      name: 'readers-run-isolated',
      comment: 'A hostile file never meets a main process.',
      from: { pathNot: '^src/readers/' },
      to: { path: '^src/readers/', pathNot: '^src/readers/isolate\\.ts$' },
    }),
    byValue({
      name: 'readers-have-one-door',
      comment: 'Only activities and commands open untrusted files.',
      from: { pathNot: '^(src/readers|activities|src/commands)/' },
      to: { path: '^src/readers/isolate\\.ts$' },
    }),
    byValue({ name: 'no-test-imports', comment: 'Product code knows no tests.', from: {}, to: { path: '^test/' } }),
    {
      name: 'no-cycle',
      comment: 'By value; types may point both ways.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
