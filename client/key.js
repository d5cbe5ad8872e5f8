/** The server's key, as long as the browser's tab is open. */

const STORAGE_KEY = "emochat.key";

/** @returns {Storage | null} null where the browser's settings forbid it */
export function tabStorage() {
  try {
    return globalThis.sessionStorage ?? null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/**
 * Take the key out of an address such as `http://127.0.0.1:5000/#key=...`, which the server prints
 * at its start: a fragment is never sent, and goes from the address bar at once.
 * @param {Location} location
 * @param {History} history
 * @param {Storage | null} storage
 * @returns {string} "" without a key
 */
export function takeKey(location, history, storage) {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (key === null) return storage?.getItem(STORAGE_KEY) ?? "";
  keepKey(key, storage);
  history.replaceState(null, "", location.pathname + location.search);
  return key;
}

/**
 * @param {string} key
 * @param {Storage | null} storage
 */
export function keepKey(key, storage) {
  storage?.setItem(STORAGE_KEY, key);
}
