import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { bomReadingActivities } from '../../activities/bom-reading.js'
import { createHttpCaveClient } from '../../src/adapters/http-cave-client.js'
import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import { rows } from '../../src/db/sequelize.js'
import { UpstreamUnavailable } from '../../src/domain/errors.js'
import { dependenciesWith, inActivity, WatchedStore } from '../support/activities.js'
import { givenImportRow } from '../support/imports.js'
import { openTestDatabase } from '../support/test-database.js'

const ITEM = { id: 'a', name: 'Resistor 10k 0603', quantity: 2 }
const UNUSABLE = ['upstream_bad_response', 'MakrCave sent a parts list that cannot be used.'] as const
const ABSENT = ['bom_not_found', 'There is no such project with a parts list for you in MakrCave.'] as const

let place: Awaited<ReturnType<typeof openTestDatabase>>
let answer: RequestListener
const server = createServer((request, response) => answer(request, response))
const http = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 1_500, maxBytes: 100_000 })

beforeAll(async () => {
  place = await openTestDatabase('test-bom-reading')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await http.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await place.close()
})

/** Reads the list of one project as Temporal would, from the server above. */
async function project() {
  const { id: importId } = await givenImportRow({ source: 'makrcave', projectId: '7' })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const cave = createHttpCaveClient({ ...CAVE, origin }, http)
  const { readBom } = bomReadingActivities(
    dependenciesWith({ database: place.database, store: new WatchedStore(), cave }),
  )
  return {
    read: () => inActivity(readBom, { importId }),
    /** names of the lines that are stored, in order */
    lines: async () =>
      (
        await rows<{ id: string }>(
          place.database,
          'SELECT bom_item_id AS id FROM bom_import_lines WHERE import_id = $1 ORDER BY position',
          [importId],
        )
      ).map(({ id }) => id),
  }
}

const CAVE = {
  publishPath: '/api/v1/bridge/jobs',
  apiKey: 'a key',
  acceptedApiKeys: [],
  webhookSecrets: [],
  acceptBearer: false,
  silenceHours: 72,
}

function send(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

const always =
  (status: number, body: unknown, type?: string): RequestListener =>
  (_request, response) =>
    send(response, status, body, type)

/** A list of two pages, the second of which comes as it is told. */
const secondPage =
  (told: RequestListener): RequestListener =>
  (request, response) => {
    const url = request.url ?? ''
    if (!url.includes('/enhanced-bom/')) send(response, 404, { detail: 'unknown' })
    else if (url.includes('page=2&')) told(request, response)
    else
      send(response, 200, { items: Array.from({ length: 100 }, (_item, index) => ({ ...ITEM, id: `item-${index}` })) })
  }

const never: RequestListener = () => undefined
const cutOff: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
  response.write(JSON.stringify({ items: [ITEM] }).slice(0, 40), () => response.destroy())
}

describe('a MakrCave that', () => {
  test.each([
    ['knows no such project', always(404, { detail: 'unknown' }), ABSENT],
    ['keeps the project from this person', always(403, { detail: 'not yours' }), ABSENT],
    ['knows the project and no list of it', always(200, { bom_items: 'none' }), UNUSABLE],
    ['does not know us', always(401, { detail: 'unknown key' }), UNUSABLE],
    ['refuses the call', always(422, { detail: 'no' }), UNUSABLE],
    ['answers a web page', always(200, '<html>Something else lives here.</html>', 'text/html'), UNUSABLE],
    ['answers nothing', always(200, ''), UNUSABLE],
    ['answers something else', always(200, { hello: 'world' }), UNUSABLE],
    ['has an item that is none', always(200, { items: [ITEM, 'b'] }), UNUSABLE],
    ['has an item twice', always(200, { items: [ITEM, ITEM] }), UNUSABLE],
    ['answers too much', always(200, { items: [{ ...ITEM, notes: 'x'.repeat(100_000) }] }), UNUSABLE],
    ['answers a web page for the second page', secondPage(always(200, '<html>', 'text/html')), UNUSABLE],
  ])('%s is a refusal, and no line is stored', async (_name, told, [code, message]) => {
    answer = told
    const { read, lines } = await project()
    await expect(read()).rejects.toMatchObject({ code, message })
    expect(await lines()).toEqual([])
  })

  test.each([
    ['answers 500', always(500, { detail: 'broken' })],
    ['answers 503', always(503, '<html>Back soon.</html>', 'text/html')],
    ['asks to be left alone', always(429, { detail: 'slower' })],
    ['never answers', never],
    ['breaks off in the middle', cutOff],
    ['answers 500 for the second page', secondPage(always(500, { detail: 'broken' }))],
    ['breaks off in the second page', secondPage(cutOff)],
    ['never answers for the second page', secondPage(never)],
  ])('%s is asked again, no line is stored, and then each is there once', async (_name, told) => {
    answer = told
    const { read, lines } = await project()
    await expect(read()).rejects.toThrow(UpstreamUnavailable)
    expect(await lines()).toEqual([])
    answer = always(200, { items: [ITEM, { ...ITEM, id: 'b' }] })
    expect(await read()).toMatchObject({ status: 'processing', isRead: true })
    expect(await lines()).toEqual(['a', 'b'])
    expect(await read()).toMatchObject({ isRead: true })
    expect(await lines()).toEqual(['a', 'b'])
  })
})
