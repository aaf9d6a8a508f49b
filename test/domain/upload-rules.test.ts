import fc from 'fast-check'

import { DomainError } from '../../src/domain/errors.js'
import {
  acceptedContentType,
  checkUploadQuota,
  cleanMeshKey,
  cleanModelKey,
  pictureKey,
  safeName,
  UPLOAD_QUOTAS,
  uploadKey,
} from '../../src/domain/upload-rules.js'

const MAX = 104_857_600
const GIBIBYTE = 1024 ** 3

function refusalOf(work: () => unknown): DomainError {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError) return error
  }
  throw new Error('it was not refused')
}

function accept(file: Partial<Parameters<typeof acceptedContentType>[0]> = {}): string {
  return acceptedContentType({ fileName: 'part.stl', contentType: 'model/stl', fileSize: 2000, ...file }, MAX)
}

describe('what may be uploaded', () => {
  test.each(['a.stl', 'a.obj', 'a.3mf', 'a.ply', 'a.amf', 'a.step', 'a.stp', 'A.STL', 'two.parts.Stl'])(
    '%s is taken',
    (fileName) => expect(accept({ fileName })).toBe('model/stl'),
  )

  test.each(['a.exe', 'stl', 'a.stl.exe', 'a.stl ', 'a.gcode', '', 'a.st'])(
    '%p is no kind that we take',
    (fileName) => {
      const refusal = refusalOf(() => accept({ fileName }))
      expect(refusal.code).toBe('unsupported_file_type')
      expect(refusal.extra.members?.allowed_types).toContain('.stl')
    },
  )

  test.each([
    ['', 'application/octet-stream'],
    ['application/sla', 'application/sla'],
    ['Application/VND.MS-pki.stl', 'application/vnd.ms-pki.stl'],
    ['text/plain; charset=utf-8', 'text/plain'],
    ['model/3mf', 'model/3mf'],
    ['model/vnd.any+thing', 'model/vnd.any+thing'],
  ])('the content type %p is bound as %s', (contentType, bound) => expect(accept({ contentType })).toBe(bound))

  test.each([
    'text/html',
    'image/svg+xml',
    'model/',
    'model/a b',
    'model/a"b',
    'model/a\r\nx',
    'application/json',
    'x',
  ])('the content type %p is refused', (contentType) =>
    expect(refusalOf(() => accept({ contentType })).code).toBe('unsupported_file_type'),
  )

  test('sizes from 100 bytes to the limit are taken, and one byte beyond either end is not', () => {
    expect([accept({ fileSize: 100 }), accept({ fileSize: MAX })]).toEqual(['model/stl', 'model/stl'])
    expect(refusalOf(() => accept({ fileSize: 99 })).extra.errors).toMatchObject([
      { path: 'body.file_size', code: 'too_small' },
    ])
    const tooLarge = refusalOf(() => accept({ fileSize: MAX + 1 }))
    expect([tooLarge.code, tooLarge.extra.members]).toEqual(['payload_too_large', { limit: MAX }])
  })
})

describe('keys of objects', () => {
  const id = '0192d3a4-0000-7000-8000-000000000001'

  test('the bytes of an upload arrive under its id, its time and a harmless name', () => {
    const signedAt = new Date('2026-11-23T04:05:06.789Z')
    expect(uploadKey({ id, fileName: 'Träger (v2).STL', signedAt })).toBe(
      `uploads/${id}/20261123_040506_Trager_v2_.STL`,
    )
  })

  test('clean copies live where no upload can be signed', () => {
    expect([cleanModelKey(id), pictureKey(id), cleanMeshKey(id, 'f00d')]).toEqual([
      `clean/${id}/model`,
      `clean/${id}/picture.png`,
      `clean/${id}/f00d.stl`,
    ])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (fileName) => {
        const key = uploadKey({ id, fileName, signedAt: new Date(0) })
        expect(key.startsWith(`uploads/${id}/19700101_000000_`)).toBe(true)
        expect(key.split('/')).toHaveLength(3)
      }),
    )
  })

  test('whatever a file is called, its safe name is short, plain, never a way up, and keeps the ending', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 255 }), (stem) => {
        const name = safeName(`${stem}.stl`)
        expect(name).toMatch(/^[A-Za-z0-9._-]{1,100}$/)
        expect(name).not.toContain('..')
        expect(name.endsWith('.stl')).toBe(true)
      }),
    )
  })
})

describe('the share of one person', () => {
  const use = { signsToday: 0, secondsToNextSign: 0, keptBytes: 0 }

  test('the hundredth upload of a day passes and the next says when to come back', () => {
    expect(() => checkUploadQuota({ ...use, signsToday: 99 }, 1)).not.toThrow()
    const { code, extra } = refusalOf(() =>
      checkUploadQuota({ ...use, signsToday: UPLOAD_QUOTAS.signsPerDay, secondsToNextSign: 77 }, 1),
    )
    expect([code, extra.members, extra.retryAfter]).toEqual(['quota_exceeded', { quota: 'signs_per_day' }, 77])
  })

  test('2 GiB may be kept, and not one byte more', () => {
    expect(() => checkUploadQuota({ ...use, keptBytes: 2 * GIBIBYTE - 500 }, 500)).not.toThrow()
    const { code, extra } = refusalOf(() => checkUploadQuota({ ...use, keptBytes: 2 * GIBIBYTE - 500 }, 501))
    expect([code, extra.members]).toEqual(['quota_exceeded', { quota: 'kept_bytes' }])
  })
})
