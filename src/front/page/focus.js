// Where the focus goes when what had it is gone.

/** Focuses the first of these elements that is there once the page has been drawn anew. */
export function focusSoon(...selectors) {
  setTimeout(() => {
    const found = selectors.map((selector) => document.querySelector(selector)).find(Boolean);
    found?.focus({ preventScroll: true });
  }, 30);
}
