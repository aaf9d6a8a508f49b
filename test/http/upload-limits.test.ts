import { DiskObjectStore } from '../../src/adapters/disk-object-store.js'
import { newId } from '../../src/db/record.js'
import { uploadRoutes } from '../../src/http/routes/uploads.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { scratchFolder } from '../support/scratch-folder.js'

let clone: ClonedDatabase
let rig: TestApp
beforeAll(async () => {
  clone = await cloneDatabase()
  const place = { directory: scratchFolder(), publicBaseUrl: 'http://localhost:8000', signingKey: 'signing-key' }
  rig = await buildTestApp({
    environment: { DATABASE_URL: clone.url },
    routes: uploadRoutes,
    replace: { store: new DiskObjectStore({ kind: 'disk', ...place }) },
  })
})
afterAll(async () => {
  await rig.close()
  await clone.drop()
})

test('the eleventh sign in the window is refused over both families; completing and deleting are not counted', async () => {
  const headers = { host: 'localhost', authorization: `Bearer ${await rig.tokens.userToken({ sub: newId() })}` }
  const payload = { filename: 'part.stl', content_type: '', file_size: 684 }
  const sign = (path: string) => rig.app.inject({ method: 'POST', url: path, payload, headers })
  for (let count = 0; count < 5; count += 1) {
    expect((await sign('/api/uploads/sign')).statusCode).toBe(200)
    const url = `/api/uploads/${(await sign('/api/complete_flows/upload/sign')).json<{ upload_id: string }>().upload_id}`
    expect((await rig.app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(200)
  }
  const refused = await sign('/api/uploads/sign')
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([429, 'rate_limited'])
  expect(refused.headers['retry-after']).toBeDefined()
  const complete = { method: 'POST', url: '/api/uploads/complete', headers } as const
  const body = { upload_id: newId(), file_key: 'uploads/x/y.stl' }
  expect((await rig.app.inject({ ...complete, payload: body })).statusCode).toBe(404)
})
