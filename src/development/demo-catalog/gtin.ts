import { skuHash } from './stock-rule.js'

/**
 * An article number in the range that GS1 keeps for use inside a company (20 to 29), so that it is nobody's: thirteen
 * digits with a valid check digit, the same for the same SKU.
 */
export function checkedGtin(sku: string): string {
  const body = `290${String(skuHash(sku) % 1_000_000_000).padStart(9, '0')}`
  const sum = Array.from(body, Number).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}
