/** How far a fact from outside has come; it leaves `received` by the effect, not by the message about it. */
export type InboxState = 'received' | 'signalled' | 'done' | 'ignored' | 'unmatched' | 'rejected'

const MOVES: Readonly<Record<InboxState, readonly InboxState[]>> = {
  received: ['signalled', 'done', 'ignored', 'unmatched', 'rejected'],
  signalled: ['done', 'ignored', 'rejected'],
  unmatched: ['signalled', 'rejected'],
  ignored: ['signalled'],
  rejected: ['signalled'],
  done: [],
}

export function canMoveInbox(from: InboxState, to: InboxState): boolean {
  return MOVES[from].includes(to)
}
