import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { freePort, startOnPort } from '../../src/development/free-port.js'

const open: Server[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => once(server.close(), 'close')))
})

test('a free port can be listened on', async () => {
  const port = await freePort()
  await expect(listen(port)).resolves.toBe(port)
})

test('a wanted port that is taken is refused with one sentence, before the server is started', async () => {
  const port = await listen(0)
  const start = jest.fn()
  await expect(startOnPort({ name: 'Redis', port }, start)).rejects.toThrow(
    `Redis needs port ${port} on 127.0.0.1, which is taken`,
  )
  expect(start).not.toHaveBeenCalled()
})

test('a free port that somebody took while the server started is replaced', async () => {
  const ports: number[] = []
  const started = await startOnPort({ name: 'Redis', port: undefined }, async (port) => {
    ports.push(port)
    if (ports.length > 1) return port
    await listen(port)
    throw new Error('address in use')
  })
  expect(ports).toHaveLength(2)
  expect(started).toBe(ports[1])
})

test('a server that fails on a port which is still free is not started again', async () => {
  const start = jest.fn().mockRejectedValue(new Error('no data'))
  await expect(startOnPort({ name: 'Redis', port: undefined }, start)).rejects.toThrow('no data')
  expect(start).toHaveBeenCalledTimes(1)
})

async function listen(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  open.push(server)
  return (server.address() as { port: number }).port
}
