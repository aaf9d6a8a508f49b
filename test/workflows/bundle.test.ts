import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { promisify } from 'node:util'

import { ApplicationFailure } from '@temporalio/common'
import { Worker } from '@temporalio/worker'

import { createLogger } from '../../src/logger.js'
import { installRuntime } from '../../temporal/runtime.js'
import { createSinks } from '../../temporal/sinks.js'
