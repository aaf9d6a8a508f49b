import { require as requireTypeScript } from 'tsx/cjs/api'
import type * as testServers from './test-servers.js'

/** Jest loads this file by plain `require`, which does not know that a `.js` of ours is a `.ts`. */
const { startTestServers } = requireTypeScript('./test-servers.ts', __filename) as typeof testServers

module.exports = startTestServers
