import type { StackAddresses } from './stack-addresses.js'

/** The block that closes a start: every address, a token to begin with, and three calls to try. */
export function welcome({ addresses, startedIn, token, logFolder }: Welcome): string {
  const rows = [
    ['API', addresses.api],
    ['Documents', addresses.docs],
    ['Peers', `${addresses.peers}/dev (tokens, payments, MakrCave)`],
    ['Temporal UI', addresses.temporalUi ?? 'none of ours'],
    ['Worker', addresses.workerHealth],
    ['Database', addresses.database],
    ['Logs', logFolder],
  ]
  return [
    '',
    `makrx-store is ready after ${startedIn}. Ctrl-C stops it; what it stored is there at the next start.`,
    '',
    ...rows.map(([name = '', value = '']) => `  ${name.padEnd(12)} ${value}`),
    '',
    ...(token === undefined ? ['  Tokens come from your own identity provider.'] : exampleCalls(addresses.api, token)),
    '',
  ].join('\n')
}

/** In the order in which one would try them: is it there, who am I, may I upload. */
function exampleCalls(api: string, token: string): string[] {
  const upload = JSON.stringify({ filename: 'bracket.stl', content_type: 'model/stl', file_size: 1024 })
  return [
    '  A token of the shopper, good for an hour (another: make token AS=shopper, maker or admin):',
    '',
    `TOKEN=${token}`,
    '',
    '  Three calls to try:',
    '',
    `curl -s ${api}/health/detailed`,
    `curl -s ${api}/api/auth/me -H "Authorization: Bearer $TOKEN"`,
    `curl -s ${api}/api/uploads/sign -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${upload}'`,
  ]
}

export interface Welcome {
  readonly addresses: StackAddresses
  readonly startedIn: string
  /** of the shopper; absent when the identity provider is not ours */
  readonly token: string | undefined
  readonly logFolder: string
}
