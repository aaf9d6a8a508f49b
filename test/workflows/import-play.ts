import type { BomImportOptions } from '../../src/domain/bom-import.js'
import { QUEUES } from '../../workflows/activity-options.js'
import {
  applyManualMapping,
  cancelImport,
  type ImportAnswer,
  type MappingAnswer,
} from '../../workflows/bom-import-contract.js'
import { awaitFirstAnswer } from '../../workflows/common-contract.js'
import { bomImportId } from '../../workflows/ids.js'
import { READ_IMPORT } from '../support/fake-activities.js'
import type { WorkflowRig } from '../support/workflow-run.js'
import { Play, type Scene } from './play.js'

const PART = { workflow: 'bomImport', queue: QUEUES.bom, workflowId: bomImportId }
const OPTIONS: BomImportOptions = { addToCart: true, builds: 1, sparesPercent: 0 }
const WISH = { userId: 'user-1', source: 'makrcave', projectId: 'project-1', options: OPTIONS }

/** The import's row when some lines are left to a person. */
export const PARTIAL_IMPORT = {
  ...READ_IMPORT,
  status: 'partial',
  openLines: 2,
  settledAtMs: Date.UTC(2099, 0, 1),
} as const
export const partly = () => Promise.resolve(PARTIAL_IMPORT)

/** An import's run, with the words of its story. */
export class ImportPlay extends Play {
  constructor(rig: WorkflowRig, scene: Scene = {}) {
    super(rig, PART, scene)
  }

  /** Started; the answer comes when every line is judged. */
  static async answered(rig: WorkflowRig, scene: Scene = {}): Promise<ImportPlay> {
    const play = new ImportPlay(rig, scene)
    await play.firstAnswer(scene.input)
    return play
  }

  /** Some lines wait for a person. */
  static open(rig: WorkflowRig, scene: Scene = {}): Promise<ImportPlay> {
    return ImportPlay.answered(rig, { ...scene, activities: { settleImport: partly, ...scene.activities } })
  }

  static async started(rig: WorkflowRig, scene: Scene = {}): Promise<ImportPlay> {
    const play = new ImportPlay(rig, scene)
    await play.start({ ...WISH, ...scene.input })
    return play
  }

  firstAnswer(more: object = {}): Promise<void> {
    return this.begin(awaitFirstAnswer, { ...WISH, ...more })
  }

  choose(more: object = {}): Promise<MappingAnswer> {
    const mappings = [{ bomItemId: 'line-1', productId: 7 }]
    return this.ask(applyManualMapping, { key: 'call-1', mappings, addToCart: true, remember: true, ...more })
  }

  stop(): Promise<ImportAnswer> {
    return this.handle.executeUpdate(cancelImport)
  }
}
