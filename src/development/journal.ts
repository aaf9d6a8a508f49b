import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import { z } from 'zod'

/**
 * What a peer has done, in order, never rewritten: one JSON line each. Tests count effects in it, and a peer that is
 * started again learns its state from it.
 */
export interface Journal {
  readonly append: (entry: { kind: string } & Record<string, unknown>) => void
  readonly entries: () => readonly JournalEntry[]
}

type JournalEntry = z.infer<typeof journalEntry>

const journalEntry = z.looseObject({ at: z.string(), kind: z.string() })

/** Opens the journal in this file, or one that only lives in memory. */
export function openJournal(path?: string): Journal {
  const entries: JournalEntry[] = path !== undefined && existsSync(path) ? readEntries(path) : []
  if (path !== undefined) mkdirSync(dirname(path), { recursive: true })

  return {
    append(entry) {
      const written = { at: new Date().toISOString(), ...entry }
      // Synchronous: what was answered must be on record even if this process is killed the moment after.
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(written)}\n`)
      entries.push(written)
    },
    entries: () => entries,
  }
}

/** A last line that a kill cut short was never acknowledged to anybody: it goes. */
function readEntries(path: string): JournalEntry[] {
  const text = readFileSync(path, 'utf8')
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  if (complete !== text) writeFileSync(path, complete)
  const lines = complete.split('\n').slice(0, -1)
  return lines.map((line) => journalEntry.parse(JSON.parse(line)))
}
