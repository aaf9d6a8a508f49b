/**
 * A text up to the first word behind which only stands what the part goes with: of `Fuse link of glass for fuse holders`
 * the link. `w/` is `with`.
 */
export function beforeAside(text: string): string {
  const start = text.search(ASIDE)
  return start === -1 ? text : text.slice(0, start)
}

const ASIDE = /(?<![\p{L}\d])(?:w\/|(?:for|with|without|into|to|f[üu]r|mit|ohne|pour|para)(?!\p{L}))/iu
