import { serviceOrderStatusOf } from '../../src/domain/cave-status.js'

describe('words of MakrCave', () => {
  test.each([
    ['published', 'pending_assignment'],
    ['pending', 'pending_assignment'],
    ['pending_assignment', 'pending_assignment'],
    ['accepted', 'assigned_to_provider'],
    ['assigned', 'assigned_to_provider'],
    ['in_progress', 'in_production'],
    ['printing', 'in_production'],
    ['post_processing', 'in_production'],
    ['quality_check', 'quality_review'],
    ['ready', 'ready_for_shipping'],
    ['ready_for_pickup', 'ready_for_shipping'],
    ['shipped', 'shipped'],
    ['completed', 'completed'],
    ['cancelled', 'cancelled'],
    ['canceled', 'cancelled'],
    ['failed', 'failed'],
  ])('%s means %s', (word, status) => {
    expect(serviceOrderStatusOf(word)).toBe(status)
  })

  test.each(['Post-Processing', 'post processing', ' POST_PROCESSING '])(
    'the spelling of "%s" does not matter',
    (word) => {
      expect(serviceOrderStatusOf(word)).toBe('in_production')
    },
  )

  test.each(['', 'done', 'constructor', '__proto__', 'ready_'])('"%s" is a word we do not know', (word) => {
    expect(serviceOrderStatusOf(word)).toBeUndefined()
  })
})
