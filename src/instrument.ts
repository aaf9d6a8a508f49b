import { isMainThread } from 'node:worker_threads'

import { fastifyIntegration, init } from '@sentry/node'

import { loadSentryConfig } from './config.js'
import { reportableEvent, reportableTransaction } from './sentry-event.js'
import { VERSION } from './version.js'

// Preloaded with --import, before anything that it watches. The threads of the workflows get the same preload: what
// they fail at reaches the main thread.
const sentry = isMainThread ? loadSentryConfig() : undefined
if (sentry) {
  init({
    dsn: sentry.dsn,
    environment: sentry.environment,
    release: `makrx-store@${VERSION}`,
    tracesSampleRate: sentry.tracesSampleRate,
    dataCollection: {
      userInfo: false,
      cookies: false,
      httpHeaders: false,
      httpBodies: [],
      urlQueryParams: false,
      databaseQueryData: false,
      queues: false,
      stackFrameVariables: false,
      frameContextLines: 0,
    },
    // Ours alone decides what is a defect: plugins/error-handler.ts. It sees hooks too, and refusals apart.
    integrations: [fastifyIntegration({ shouldHandleError: () => false })],
    // Streamed spans would pass by `beforeSendTransaction`.
    traceLifecycle: 'static',
    beforeSend: reportableEvent,
    beforeSendTransaction: reportableTransaction,
    beforeBreadcrumb: () => null,
  })
}
