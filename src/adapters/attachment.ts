/** `Content-Disposition` of a download. The name is reduced to what every browser takes as it stands. */
export function attachment(filename: string): string {
  const plain = filename.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 120)
  return `attachment; filename="${plain}"`
}
