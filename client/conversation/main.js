/** Wires the page of texts together. */

import { I18n } from "../i18n.js";
import { tabStorage, takeKey } from "../key.js";
import { App } from "./app.js";

/** The page, for whoever imports this module beside it. */
export const app = new App(
  new I18n(navigator.languages),
  takeKey(window.location, window.history, tabStorage()),
);
