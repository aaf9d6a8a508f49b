import { KeptPart, type Life, type LifeSettings } from '../../src/development/kept-part.js'

/** A life whose end is in the hands of the test. */
class SampleLife implements Life {
  readonly settings: LifeSettings
  readonly exited: Promise<string>
  end: (reason: string) => void = () => undefined

  constructor(settings: LifeSettings) {
    this.settings = settings
    this.exited = new Promise((resolve) => (this.end = resolve))
  }

  stop(): Promise<void> {
    this.end('stopped')
    return Promise.resolve()
  }
}

interface Sample {
  readonly part: KeptPart<SampleLife>
  readonly lives: SampleLife[]
  readonly said: string[]
  /** Resolves when a line with these words was said. */
  saying(words: string): Promise<void>
}

function sample(options: { restarts?: boolean; refusals?: number } = {}): Sample {
  const lives: SampleLife[] = []
  const said: string[] = []
  const listeners = new Set<() => void>()
  let refusals = options.refusals ?? 0
  const part = new KeptPart<SampleLife>({
    name: 'the sample',
    restarts: options.restarts ?? true,
    say: (line) => {
      said.push(line)
      listeners.forEach((listener) => listener())
    },
    start: ({ extra }) => {
      if (lives.length > 0 && refusals-- > 0) return Promise.reject(new Error('no room'))
      const life = new SampleLife(extra)
      lives.push(life)
      return Promise.resolve(life)
    },
  })
  const saying = (words: string): Promise<void> =>
    new Promise((resolve) => {
      const listener = (): void => {
        if (said.some((line) => line.includes(words))) resolve()
      }
      listeners.add(listener)
      listener()
    })
  return { part, lives, said, saying }
}

test('a life that ends by itself is followed by another one, and both facts are said', async () => {
  const { part, lives, said, saying } = sample()
  await part.start()
  lives[0]?.end('SIGKILL')
  await saying('is back')
  expect(said).toEqual(['the sample ended (SIGKILL) and starts again in 0.5 s.', 'the sample is back.'])
  expect(await part.life()).toBe(lives[1])
  await part.stop()
})

test('settings of one life are not those of the next', async () => {
  const { part, lives, saying } = sample()
  await part.start({ CRASH_AT: 'here' })
  lives[0]?.end('exit code 1')
  await saying('is back')
  expect(lives.map(({ settings }) => settings)).toEqual([{ CRASH_AT: 'here' }, {}])
  await part.stop()
})

test('a start that fails is tried again after a longer pause', async () => {
  const { part, lives, said, saying } = sample({ refusals: 1 })
  await part.start()
  lives[0]?.end('SIGKILL')
  await saying('is back')
  expect(said[1]).toBe('the sample ended (no room) and starts again in 1 s.')
  expect(lives).toHaveLength(2)
  await part.stop()
})

test('without restarts the end is said and nothing follows', async () => {
  const { part, lives, said, saying } = sample({ restarts: false })
  await part.start()
  lives[0]?.end('SIGKILL')
  await saying('ended')
  expect(said).toEqual(['the sample ended (SIGKILL).'])
  expect(lives).toHaveLength(1)
})

test('a wanted restart and a stop are no accidents', async () => {
  const { part, lives, said } = sample()
  await part.start()
  await part.restart({ LOG_LEVEL: 'debug' })
  expect(lives[1]?.settings).toEqual({ LOG_LEVEL: 'debug' })
  await part.stop()
  await part.stop()
  expect(await lives[1]?.exited).toBe('stopped')
  expect(said).toEqual([])
})

test('a stop during the pause before a restart ends it at once', async () => {
  const { part, lives, saying } = sample()
  await part.start()
  lives[0]?.end('SIGKILL')
  await saying('starts again')
  await part.stop()
  expect(lives).toHaveLength(1)
})

test('a restart that is asked for during the pause leaves one life, not two', async () => {
  const { part, lives, saying } = sample()
  await part.start()
  lives[0]?.end('SIGKILL')
  await saying('starts again')
  await part.restart()
  lives[1]?.end('SIGKILL')
  await saying('is back')
  expect(lives).toHaveLength(3)
  await part.stop()
})
