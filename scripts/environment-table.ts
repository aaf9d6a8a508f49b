import { ENVIRONMENT } from '../src/configuration/environment-table.js'

// Prints the table of the README's section "Environment"; a test compares the two.
const rows = ENVIRONMENT.map(
  ({ name, development, production, meaning }) => `| ${name} | ${development} | ${production} | ${meaning} |`,
)
console.log(['| variable | development | production | meaning |', '|---|---|---|---|', ...rows].join('\n'))
