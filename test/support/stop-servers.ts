import { require as requireTypeScript } from 'tsx/cjs/api'
import type * as testServers from './test-servers.js'

const { stopTestServers } = requireTypeScript('./test-servers.ts', __filename) as typeof testServers

module.exports = stopTestServers
