/** Wires the page of the model card together. */

import { I18n } from "../i18n.js";
import { fetchCard } from "./card.js";
import { CardPage } from "./page.js";

/** The page, for whoever imports this module beside it. */
export const page = new CardPage(new I18n(navigator.languages), fetchCard);
