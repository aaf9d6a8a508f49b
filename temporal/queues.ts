import { cpus } from 'node:os'

import { QUEUES } from '../workflows/activity-options.js'

/** What one worker takes from one queue. */
export interface QueueSettings {
  readonly taskQueue: string
  readonly hasWorkflows: boolean
  readonly activitySlots: number
  readonly activitiesPerSecond?: number
}

const CORES = Math.max(1, cpus().length)

/** The queues of this process; the slicer's only where there is one. */
export function queueSettings(hasSlicer: boolean): QueueSettings[] {
  return [
    { taskQueue: QUEUES.core, hasWorkflows: true, activitySlots: 50 },
    { taskQueue: QUEUES.bom, hasWorkflows: true, activitySlots: 10 },
    { taskQueue: QUEUES.cave, hasWorkflows: true, activitySlots: 20, activitiesPerSecond: 10 },
    { taskQueue: QUEUES.payments, hasWorkflows: false, activitySlots: 20, activitiesPerSecond: 20 },
    { taskQueue: QUEUES.files, hasWorkflows: false, activitySlots: CORES },
    ...(hasSlicer
      ? [{ taskQueue: QUEUES.slicer, hasWorkflows: false, activitySlots: Math.max(1, Math.floor(CORES / 2)) }]
      : []),
  ]
}
