// Where the focus goes when what had it is gone.

import { useLayoutEffect, useRef } from "preact/hooks";

const SOON_MS = 30;

/** Focuses the first of these elements, or of those that these selectors name, that is there once the page has been drawn anew. */
export function focusSoon(...places) {
  setTimeout(() => {
    const found = places.map((place) => (typeof place === "string" ? document.querySelector(place) : place)).find((node) => node?.isConnected && !node.disabled);
    found?.focus({ preventScroll: true });
  }, SOON_MS);
}

/** Does what a button is for; if the button is gone thereafter, or out of use, the focus goes elsewhere. */
export const handing = (act, ...places) => (event) => {
  const button = event.currentTarget;
  act(event);
  setTimeout(() => { if (!button.isConnected || button.disabled) focusSoon(...places); }, SOON_MS);
};

/** For what comes and goes by itself: when it goes with the focus in it, the focus goes elsewhere. */
export function useHandedOn(...places) {
  const node = useRef(null);
  useLayoutEffect(() => () => { if (node.current?.contains(document.activeElement)) focusSoon(...places); }, []);
  return node;
}
