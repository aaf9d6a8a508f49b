import { finding } from '../../src/domain/model-findings.js'
import { priceBeingChecked, unpriceable, uploadUnusable } from '../../src/domain/model-refusals.js'

const open = finding('mesh_open', { count: 3, largestEdges: 9, percent: 2 })
const empty = finding('file_empty')
const shown = [
  { code: 'mesh_open', severity: 'error', count: 3, message: open.message },
  { code: 'file_empty', severity: 'error', count: 1, message: empty.message },
]

test.each([
  ['an upload that failed', uploadUnusable({ findings: [open, empty], errorMessage: null }), {}],
  [
    'no price',
    unpriceable('model_not_printable', 'No.', { reason: 'open', findings: [open, empty] }),
    { reason: 'open' },
  ],
  ['a checked price', priceBeingChecked({ attentionNote: 'long', findings: [open, empty] }), { reason: 'long' }],
])('%s shows its findings as an answer does: with a count, without the facts', (_, refusal, more) => {
  expect(refusal.extra.members).toEqual({ ...more, findings: shown })
})

test('a failed upload is refused in the words of its analysis, or in ours', () => {
  expect(uploadUnusable({ findings: [], errorMessage: 'The file is empty.' }).message).toBe('The file is empty.')
  expect(uploadUnusable({ findings: [], errorMessage: null }).message).toBe('This model could not be analysed.')
})
