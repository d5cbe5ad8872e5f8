/** Wires the page together. */

import { App } from "./app.js";
import { I18n } from "./i18n.js";

/** The page, for whoever imports this module beside it. */
export const app = new App(new I18n(navigator.languages));
