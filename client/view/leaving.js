/** Has the browser ask before the page is left, while there is something to lose. */

/** @param {BeforeUnloadEvent} event */
function ask(event) {
  event.preventDefault();
  // Chromium before 119 asks for nothing else.
  event.returnValue = true;
}

/** @param {boolean} isToAsk */
export function askBeforeLeaving(isToAsk) {
  // Not for the whole life of the page: browsers keep pages that listen out of their caches.
  if (isToAsk) globalThis.addEventListener("beforeunload", ask);
  else globalThis.removeEventListener("beforeunload", ask);
}
