/** First line of a child's input. */
export interface ChildRequest {
  readonly task: string
  readonly input: unknown
}

/** Every line of a child's output: how far it is, a part of what it found, or, once and last, its answer. */
export type ChildLine = { readonly progress: number } | { readonly part: unknown } | { readonly answer: unknown }

/** How a task speaks while it works. */
export interface ChildVoice {
  /** a percentage */
  progress(percent: number): void
  /** something that is handed on before the answer; the child waits here as long as the parent is busy with it */
  part(part: unknown): void
}

/** Reads a line; undefined when it is none of the protocol. */
export function parseChildLine(line: string): ChildLine | undefined {
  try {
    const said: unknown = JSON.parse(line)
    if (typeof said !== 'object' || said === null) return undefined
    if ('answer' in said) return { answer: said.answer }
    if ('part' in said) return { part: said.part }
    return 'progress' in said && typeof said.progress === 'number' ? { progress: said.progress } : undefined
  } catch {
    return undefined
  }
}
