/** How far a stop has come. `draining`: not ready any more; `closed`: new requests are refused. */
export interface StopState {
  phase: 'serving' | 'draining' | 'closed'
}
