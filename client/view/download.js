/** Hands the person a file that the page itself has made. */

/** @type {Record<string, string>} */
const TYPES = { json: "application/json", csv: "text/csv;charset=utf-8" };

/**
 * @param {string} name
 * @param {string} content
 */
export function download(name, content) {
  const type = TYPES[name.split(".").pop() ?? ""] ?? "text/plain";
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
