import { breakingChanges, type ApiDocument } from '../../scripts/api-changes.js'

/** A small API: one order can be asked for and placed. */
function api(change: { order?: object; body?: object; extra?: object } = {}): ApiDocument {
  const order = {
    type: 'object',
    properties: { id: { type: 'integer' }, status: { type: 'string', enum: ['new', 'done'] } },
    required: ['id'],
    ...change.order,
  }
  const body = {
    type: 'object',
    properties: { mode: { type: 'string', enum: ['ship', 'pickup'] }, note: { type: 'string' } },
    required: ['mode'],
    ...change.body,
  }
  const answer = { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } }
  return {
    components: { schemas: { Order: order } },
    paths: {
      '/orders': {
        get: { responses: answer },
        post: { requestBody: { content: { 'application/json': { schema: body } } }, responses: answer },
      },
      ...change.extra,
    },
  }
}

test('what is added breaks nobody', () => {
  const order = {
    properties: {
      id: { type: 'integer' },
      status: { type: 'string', enum: ['new', 'done', 'lost'] },
      total: { type: 'number' },
    },
    required: ['id', 'total'],
  }
  const body = {
    properties: {
      mode: { type: 'string', enum: ['ship', 'pickup', 'drone'] },
      note: { type: 'string' },
      gift: { type: 'boolean' },
    },
  }
  const extra = { '/carts': { get: { responses: { '200': {} } } } }
  expect(breakingChanges(api(), api({ order, body, extra }))).toEqual([])
})

test.each([
  ['a path that is gone', api(), { paths: {} }, ['GET /orders is gone', 'POST /orders is gone']],
  [
    'a field that answers may leave out',
    api(),
    api({ order: { required: [] } }),
    ['GET /orders: 200.id may be left out now', 'POST /orders: 200.id may be left out now'],
  ],
  [
    'a field that is gone',
    api(),
    api({ body: { properties: { mode: { type: 'string', enum: ['ship', 'pickup'] } } } }),
    ['POST /orders: body.note is gone'],
  ],
  [
    'a field that requests must have',
    api(),
    api({ body: { required: ['mode', 'note'] } }),
    ['POST /orders: body.note is required now'],
  ],
  [
    'a word that is no longer understood',
    api(),
    api({ body: { properties: { mode: { type: 'string', enum: ['ship'] }, note: { type: 'string' } } } }),
    ['POST /orders: body.mode no longer takes pickup'],
  ],
  [
    'another type',
    api(),
    api({ order: { properties: { id: { type: 'string' }, status: { type: 'string' } } } }),
    ['GET /orders: 200.id has another type', 'POST /orders: 200.id has another type'],
  ],
])('%s breaks callers, and is named', (_, before, after, found) => {
  expect(breakingChanges(before, after as ApiDocument)).toEqual(found)
})

test('a schema that holds itself ends', () => {
  const tree = { properties: { parts: { type: 'array', items: { $ref: '#/components/schemas/Order' } } } }
  expect(breakingChanges(api({ order: tree }), api({ order: tree }))).toEqual([])
})
