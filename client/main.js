/** Wires the page together. */

import { App } from "./app.js";
import { I18n } from "./i18n.js";
import { tabStorage, takeKey } from "./key.js";
import { deviceStorage, Memory } from "./memory.js";
import { loadOffer } from "./server-offer.js";
import { EmoChatSession } from "./session.js";

const key = takeKey(window.location, window.history, tabStorage());

/** The page, for whoever imports this module beside it. */
export const app = new App(new I18n(navigator.languages), {
  createSession: (token) => new EmoChatSession({ token }),
  memory: new Memory(deviceStorage()),
  offer: loadOffer(),
  key,
});
