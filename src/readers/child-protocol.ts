/** First line of a child's input. */
export interface ChildRequest {
  readonly task: string
  readonly input: unknown
}

/** Every line of a child's output: how far it is, or, once and last, its answer. */
export type ChildLine = { readonly progress: number } | { readonly answer: unknown }
