/** A path as it stands in a statement: files cannot be named by parameters. Ours are made from the configured folder. */
export function quotedPath(path: string): string {
  return `'${path.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}
