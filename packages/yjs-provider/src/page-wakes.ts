type Listens = {
  addEventListener?: (type: string, listener: () => void) => void
  removeEventListener?: (type: string, listener: () => void) => void
}
type Page = Listens & { readonly document?: Listens & { readonly visibilityState?: string } }

/**
 * Calls back when the network or the page comes back, in a browser; elsewhere never. Returns how to stop that.
 * Browsers slow the timers of hidden pages, and close sockets of sleeping ones without a word.
 */
export function onPageWakes(callback: () => void): () => void {
  const page = globalThis as Page
  const ifVisible = () => {
    if (page.document?.visibilityState === 'visible') callback()
  }
  page.addEventListener?.('online', callback)
  page.addEventListener?.('pageshow', callback)
  page.document?.addEventListener?.('visibilitychange', ifVisible)
  return () => {
    page.removeEventListener?.('online', callback)
    page.removeEventListener?.('pageshow', callback)
    page.document?.removeEventListener?.('visibilitychange', ifVisible)
  }
}
