/** Doubles that grow in number while a file is read. */
export class GrowingFloats {
  private values = new Float64Array(1 << 10)
  private used = 0

  get length(): number {
    return this.used
  }

  push(value: number): void {
    if (this.used === this.values.length) {
      const larger = new Float64Array(2 * this.used)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.used++] = value
  }

  /** A view of what was pushed. */
  finish(): Float64Array {
    return this.values.subarray(0, this.used)
  }
}

/** The same for corner numbers. */
export class GrowingIndices {
  private values = new Uint32Array(1 << 10)
  private used = 0

  get length(): number {
    return this.used
  }

  push(value: number): void {
    if (this.used === this.values.length) this.enlarge(2 * this.used)
    this.values[this.used++] = value
  }

  /** Makes room for `count` more values that the caller writes to `finish()` itself; answers where they begin. */
  reserve(count: number): number {
    const start = this.used
    this.used += count
    if (this.used > this.values.length) this.enlarge(Math.max(2 * this.values.length, this.used))
    return start
  }

  /** A view of what was pushed; stays valid until the next push. */
  finish(): Uint32Array {
    return this.values.subarray(0, this.used)
  }

  private enlarge(length: number): void {
    const larger = new Uint32Array(length)
    larger.set(this.values)
    this.values = larger
  }
}
