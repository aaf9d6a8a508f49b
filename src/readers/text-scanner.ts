import { parseNumber } from './ascii-number.js'
import { ModelRefusal, refuse } from './model-refusal.js'
import type { Finding } from '../domain/model-findings.js'

const MAX_LINE = 4_096

/**
 * Walks over the words of an ASCII file without making strings of them. A line ends with LF, CRLF or a lone CR; no line
 * may be longer than 4,096 characters.
 */
export class TextScanner {
  readonly bytes: Buffer
  /** current word: bytes from `start` up to `end` */
  start = 0
  end = 0
  private lineStart = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  /** Moves to the next word; false at the end of the file. */
  nextWord(): boolean {
    let at = this.end
    while (at < this.bytes.length && isBlank(this.bytes[at] as number)) {
      if (isLineEnd(this.bytes[at++] as number)) this.breakLine(at)
    }
    return this.readWord(at)
  }

  /** Moves to the next word of this line; false when the line holds no more. A backslash continues the line. */
  nextWordOfLine(): boolean {
    let at = this.end
    for (; at < this.bytes.length; at++) {
      const byte = this.bytes[at] as number
      if (isLineEnd(byte)) break
      if (isBlank(byte)) continue
      const joined = this.afterContinuation(at)
      if (joined === at) return this.readWord(at)
      this.breakLine(joined)
      at = joined - 1
    }
    this.end = at
    return false
  }

  /** Moves behind the end of this line; false at the end of the file. */
  nextLine(): boolean {
    this.skipLine()
    if (this.end >= this.bytes.length) return false
    this.end++
    this.breakLine(this.end)
    return true
  }

  /** Moves to the end of this line. */
  skipLine(): void {
    let at = this.end
    while (at < this.bytes.length && !isLineEnd(this.bytes[at] as number)) at++
    this.end = at
    this.checkLength()
  }

  /** Compares without case; `word` is lower case. */
  isWord(word: string): boolean {
    if (this.end - this.start !== word.length) return false
    for (let k = 0; k < word.length; k++) {
      if (((this.bytes[this.start + k] as number) | 0x20) !== word.charCodeAt(k)) return false
    }
    return true
  }

  /** The current word as a number; refuses what is none. */
  number(): number {
    const value = parseNumber(this.bytes, this.start, this.end)
    if (Number.isNaN(value)) throw this.invalidNumber()
    return value
  }

  /** The refusal that shows the current word. */
  invalidNumber(): ModelRefusal {
    return refuse('number_invalid', { line: this.line(), text: this.text() })
  }

  /** Number of the current line, from 1. Counted only when somebody asks: it takes a pass over the file. */
  line(): number {
    let line = 1
    for (let at = 0; at < this.start; at++) {
      const byte = this.bytes[at]
      if (byte === LF || (byte === CR && this.bytes[at + 1] !== LF)) line++
    }
    return line
  }

  private text(): string {
    const shown = this.bytes.subarray(this.start, Math.min(this.end, this.start + MAX_SHOWN))
    return String.fromCharCode(...shown.map((byte) => (byte > 0x20 && byte < 0x7f ? byte : QUESTION_MARK)))
  }

  private readWord(at: number): boolean {
    this.start = at
    while (at < this.bytes.length && !isBlank(this.bytes[at] as number) && this.afterContinuation(at) === at) at++
    this.end = at
    this.checkLength()
    return at > this.start
  }

  private breakLine(next: number): void {
    this.lineStart = next
  }

  /** Position behind a backslash and its line end, or `at` when there is none. */
  private afterContinuation(at: number): number {
    if (this.bytes[at] !== BACKSLASH) return at
    if (this.bytes[at + 1] === CR) return this.bytes[at + 2] === LF ? at + 3 : at + 2
    return this.bytes[at + 1] === LF ? at + 2 : at
  }

  private checkLength(): void {
    if (this.end - this.lineStart > MAX_LINE) throw new ModelRefusal(lineTooLong(this.line()))
  }
}

/** There is no code of its own for this; what is wrong with such a line is that it is no line of numbers. */
function lineTooLong(line: number): Finding {
  const { finding } = refuse('number_invalid', { line, text: '…' })
  return { ...finding, message: `Line ${line.toLocaleString('en-US')} is longer than 4,096 characters.` }
}

const LF = 0x0a
const CR = 0x0d
const BACKSLASH = 0x5c
const QUESTION_MARK = 0x3f
const MAX_SHOWN = 40

const isBlank = (byte: number): boolean => byte <= 0x20

const isLineEnd = (byte: number): boolean => byte === LF || byte === CR
