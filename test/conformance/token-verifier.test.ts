import { createJwksTokenVerifier } from '../../src/adapters/jwks-token-verifier.js'
import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import { describeTokenVerifier } from './token-verifier.js'

const http = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 3_000 })
afterAll(async () => http.close())

describeTokenVerifier('the realm key set', (config, now) => createJwksTokenVerifier(config, { http, now }))
