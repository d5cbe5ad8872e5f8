/** Shows the model card in the reader's language. */

import { byId, html } from "../view/dom.js";
import { followLanguage, writeTexts } from "../view/language.js";
import { CardError } from "./card.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../i18n.js").Language} Language */
/** @typedef {import("./card.js").Card} Card */
/** @typedef {import("./card.js").Share} Share */

export class CardPage {
  #i18n;
  #fetchCard;
  #card = byId("card", HTMLElement);
  #error = byId("card-error", HTMLElement);

  /**
   * @param {I18n} i18n
   * @param {(language: Language) => Promise<Card>} fetchCard
   */
  constructor(i18n, fetchCard) {
    this.#i18n = i18n;
    this.#fetchCard = fetchCard;
    followLanguage(i18n, () => void this.#load());
    void this.#load();
  }

  async #load() {
    const { language } = this.#i18n;
    writeTexts(this.#i18n, "card.title");
    try {
      const card = await this.#fetchCard(language);
      if (language === this.#i18n.language) this.#show(card);
    } catch (error) {
      if (!(error instanceof CardError)) throw error;
      this.#setState("error");
      this.#error.textContent = this.#i18n.t("card.error");
    }
  }

  /** @param {"shown" | "error"} state */
  #setState(state) {
    document.body.dataset.state = state;
    this.#card.hidden = state !== "shown";
    this.#error.hidden = state !== "error";
  }

  /** @param {Card} card */
  #show(card) {
    write("card-summary", card.summary);
    write("card-statement", card.statement);
    write("card-inputs", card.inputs);
    fill("card-forbidden", "li", card.forbiddenUses);
    fill("card-data", "p", card.data);
    fill("card-terms", "li", card.terms);
    const limits = card.limits.map(({ title, text }) =>
      html("div", {}, [html("dt", {}, [title]), html("dd", {}, [text])]),
    );
    byId("card-limits", HTMLElement).replaceChildren(...limits);
    this.#showFigures(card);
    const { name, version, licence } = card;
    write("card-version", this.#i18n.t("card.version", { name, version, licence }));
    this.#setState("shown");
  }

  /** @param {Card} card */
  #showFigures(card) {
    write("card-measured", this.#i18n.t("card.measured", { share: this.#percent(card.coverage) }));
    const tasks = card.tasks.map(({ task, part, faces, network, landmarks }) => {
      const copies = part === "all" ? "" : `, ${this.#i18n.t("card.without_copies")}`;
      return this.#row(this.#i18n.t(`card.task.${task}`) + copies, faces, [network, landmarks]);
    });
    byId("card-tasks", HTMLElement).replaceChildren(...tasks);
    const expressions = card.expressions.map(({ name, faces, network, landmarks, found }) => {
      const row = this.#row(this.#i18n.t(`expression.${name}`), faces, [network, landmarks]);
      row.append(html("td", { class: "number" }, [this.#percent(found)]));
      return row;
    });
    byId("card-expressions", HTMLElement).replaceChildren(...expressions);
  }

  /**
   * @param {string} title
   * @param {number} faces
   * @param {Share[]} shares
   */
  #row(title, faces, shares) {
    return html("tr", {}, [
      html("th", { scope: "row" }, [title]),
      html("td", { class: "number" }, [this.#i18n.number(faces)]),
      ...shares.map(({ share, low, high }) => {
        const ends = { low: this.#percent(low), high: this.#percent(high) };
        const interval = html("span", { class: "interval" }, [this.#i18n.t("card.interval", ends)]);
        return html("td", { class: "number" }, [this.#percent(share), interval]);
      }),
    ]);
  }

  /** @param {number} share */
  #percent(share) {
    const style = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 };
    const options = /** @type {Intl.NumberFormatOptions} */ (style);
    return new Intl.NumberFormat(this.#i18n.language, options).format(share);
  }
}

/**
 * @param {string} id
 * @param {string} text
 */
function write(id, text) {
  byId(id, HTMLElement).textContent = text;
}

/**
 * @param {string} id
 * @param {"li" | "p"} tag
 * @param {string[]} texts
 */
function fill(id, tag, texts) {
  byId(id, HTMLElement).replaceChildren(...texts.map((text) => html(tag, {}, [text])));
}
