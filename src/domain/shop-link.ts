import { readShopNumber, type ShopKind } from './shop-number.js'

/** What the address of a shop's page tells: its own number, and the maker's where the shop writes it into the address. */
export interface ShopLink {
  readonly kind?: ShopKind
  readonly number?: string
  readonly mpn?: string
  readonly manufacturer?: string
}

const MAX_LENGTH = 2_000

/** All shop pages named in a text, in their order; other addresses are left out. */
export function readShopLinks(text: string): ShopLink[] {
  const addresses = text
    .slice(0, MAX_LENGTH)
    .matchAll(/(?:https?:\/\/)?((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,6})(\/[^\s"'<>?#]{1,500})/gi)
  return Array.from(addresses, ([, host = '', path = '']) => readAddress(host.toLowerCase(), decoded(path))).filter(
    (link) => link !== undefined,
  )
}

function readAddress(host: string, path: string): ShopLink | undefined {
  for (const { host: ours, path: pattern, read } of LINK_RULES) {
    const match = ours.test(host) ? pattern.exec(path) : null
    if (match) return read(match.map((group: string | undefined) => group ?? ''))
  }
  return undefined
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const LINK_RULES: readonly {
  readonly host: RegExp
  readonly path: RegExp
  readonly read: (groups: readonly string[]) => ShopLink | undefined
}[] = [
  {
    host: /(?:^|\.)digikey\.[a-z.]+$/,
    path: /\/(?:product-detail|products\/detail)\/(?:[a-z]{2}\/)?([^/]+)\/([^/]+)(?:\/([^/]+))?/,
    read: ([, manufacturer = '', mpn = '', sku = '']) => ({
      ...(readShopNumber(sku, 'digikey')?.kind === 'digikey' && { kind: 'digikey' as const, number: sku }),
      mpn,
      manufacturer: manufacturer.replace(/-/g, ' '),
    }),
  },
  {
    host: /(?:^|\.)mouser\.[a-z.]+$/,
    path: /\/ProductDetail\/([^/]+)(?:\/([^/]+))?/i,
    read: ([, first = '', second = '']) =>
      second === '' ? { kind: 'mouser', number: first } : { manufacturer: first.replace(/-/g, ' '), mpn: second },
  },
  {
    host: /(?:^|\.)(?:lcsc|jlcpcb)\.com$/,
    path: /[_/-](C\d{3,9})(?:\.html?)?\/?$/,
    read: ([, number = '']) => ({ kind: 'lcsc', number }),
  },
  {
    host: /(?:^|\.)adafruit\.com$/,
    path: /^\/products?\/(\d{1,5})/,
    read: ([, number = '']) => ({ kind: 'adafruit', number }),
  },
  {
    host: /(?:^|\.)amazon\.[a-z.]+$/,
    path: /\/(?:dp|gp\/product)\/([A-Z0-9]{10})(?:\/|$)/,
    read: ([, number = '']) => ({ kind: 'asin', number }),
  },
  {
    host: /(?:^|\.)mcmaster\.com$/,
    path: /^\/(?:catalog\/(?:[^/]+\/)*)?(\d{4,5}[A-Z]\d{1,4})/i,
    read: ([, number = '']) => ({ kind: 'mcmaster', number }),
  },
  {
    host: /(?:^|\.)farnell\.com$/,
    path: /\/dp\/(\d{6,7})/,
    read: ([, number = '']) => ({ kind: 'farnell', number }),
  },
  {
    host: /(?:^|\.)newark\.com$/,
    path: /\/dp\/(\d{2}[A-Z]\d{4})/i,
    read: ([, number = '']) => ({ kind: 'newark', number }),
  },
  {
    host: /(?:^|\.)rs-online\.com$|(?:^|\.)rsdelivers\.com$/,
    path: /\/p(?:roduct)?\/(?:[^/]+\/)*(\d{6,7})/,
    read: ([, number = '']) => ({ kind: 'rs', number }),
  },
  {
    host: /(?:^|\.)tme\.[a-z.]+$/,
    path: /\/details\/([^/]+)/,
    read: ([, number = '']) => ({ kind: 'tme', number }),
  },
]
