/** Face, voice and words on one clock, under the timeline: as rows, and as a table. */

import { layoutFusion, sourcesOf } from "../fusion.js";
import { byId, html, setText, svg } from "./dom.js";
import { clockText } from "./stage.js";

/** @typedef {import("../fusion.js").Fusion} Fusion */
/** @typedef {import("../fusion.js").FusionEntry} FusionEntry */
/** @typedef {import("../fusion.js").FusionSource} FusionSource */
/** @typedef {import("../fusion.js").Span} Span */
/** @typedef {import("../i18n.js").I18n} I18n */

/** As in chart.js, so that the seconds of both stand below each other. */
const NAME_WIDTH = 84;
const ROW_HEIGHT = 26;
const ROW_GAP = 4;
const CORNER = 4;
const HALF_STROKE = 1;
/** An average character of the chart's type is narrower than this. */
const CHAR_WIDTH = 7.2;
const TEXT_MARGIN = 8;
const MIN_SIGN_WIDTH = 12;
/** Where a source's names have their texts: words are read in the text model's categories. */
const FAMILIES = Object.freeze({
  face: "expression",
  voice: "voice",
  opinion: "voice",
  words: "feeling",
});

export class FusionChart {
  #i18n;
  #section = byId("fusion", HTMLElement);
  #host = byId("fusion-chart", HTMLElement);
  #share = byId("fusion-share", HTMLElement);
  #table = byId("fusion-table", HTMLTableElement);
  /** @type {Fusion | null} */
  #fusion = null;
  #durationS = 1;

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
    new ResizeObserver(() => this.#draw()).observe(this.#host);
  }

  /**
   * @param {Fusion | null} fusion
   * @param {number} durationS
   */
  setFusion(fusion, durationS) {
    this.#fusion = fusion;
    this.#durationS = durationS;
    this.render();
  }

  render() {
    this.#section.hidden = this.#fusion === null;
    if (this.#fusion === null) return;
    const { agreementShare } = this.#fusion;
    const text =
      agreementShare === null
        ? this.#i18n.t("fusion.no_share")
        : this.#i18n.t("fusion.share", { share: this.#i18n.percent(agreementShare) });
    setText(this.#share, text);
    this.#draw();
    this.#fillTable(this.#fusion.entries);
  }

  #draw() {
    const width = Math.floor(this.#host.clientWidth);
    if (this.#fusion === null || width <= NAME_WIDTH) return;
    const size = { width: width - NAME_WIDTH, durationS: this.#durationS };
    const { rows, agreements } = layoutFusion(this.#fusion.entries, size);
    const height = (rows.length + 1) * ROW_HEIGHT + HALF_STROKE;
    const chart = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
    chart.append(svg("title", {}, [this.#description(agreements)]), stripes());
    rows.forEach(({ source, spans }, index) => {
      const name = (/** @type {Span} */ span) => this.#nameOf(source, span.name);
      chart.append(...this.#drawRow(`fusion_source.${source}`, index, spans, name));
    });
    const signOf = (/** @type {Span} */ span) => (span.name === "agree" ? "=" : "≠");
    chart.append(...this.#drawRow("fusion_source.agreement", rows.length, agreements, signOf));
    this.#host.replaceChildren(chart);
  }

  /**
   * @param {`fusion_source.${FusionSource | "agreement"}`} key
   * @param {number} index
   * @param {readonly Span[]} spans
   * @param {(span: Span) => string} textOf
   */
  #drawRow(key, index, spans, textOf) {
    const y = index * ROW_HEIGHT + HALF_STROKE;
    const middle = y + (ROW_HEIGHT - ROW_GAP) / 2;
    const title = svg("text", { class: "chart-name", x: 0, y: middle }, [this.#i18n.t(key)]);
    const row = svg("g", { transform: `translate(${NAME_WIDTH} 0)` });
    for (const span of spans) row.append(drawSpan(span, y, textOf(span)));
    return [title, row];
  }

  /** @param {readonly Span[]} agreements */
  #description(agreements) {
    const count = (/** @type {string} */ wanted) =>
      this.#i18n.number(agreements.filter(({ name }) => name === wanted).length);
    const sources = sourcesOf(this.#fusion?.entries ?? [])
      .map((source) => this.#i18n.t(`fusion_source.${source}`).toLowerCase())
      .join(", ");
    const counts = { sources, agree: count("agree"), disagree: count("disagree") };
    return this.#i18n.t("fusion.description", counts);
  }

  /**
   * @param {FusionSource} source
   * @param {string} name
   */
  #nameOf(source, name) {
    return this.#i18n.namedOrItself(`${FAMILIES[source]}.${name}`, name);
  }

  /** @param {readonly FusionEntry[]} entries */
  #fillTable(entries) {
    const sources = sourcesOf(entries);
    const titles = [
      this.#i18n.t("fusion.time"),
      ...sources.map((source) => this.#i18n.t(`fusion_source.${source}`)),
      this.#i18n.t("fusion_source.agreement"),
    ];
    const head = titles.map((title) => html("th", { scope: "col" }, [title]));
    const rows = entries.map(({ startS, endS, names, agreement }) => {
      const cells = [
        ...sources.map((source) => {
          const name = names[source];
          return name === null ? "–" : this.#nameOf(source, name);
        }),
        this.#i18n.t(`agreement.${agreement}`),
      ];
      const time = html("th", { scope: "row" }, [`${clockText(startS)}–${clockText(endS)}`]);
      return html("tr", {}, [time, ...cells.map((text) => html("td", {}, [text]))]);
    });
    this.#table.replaceChildren(
      html("thead", {}, [html("tr", {}, head)]),
      html("tbody", {}, rows),
    );
  }
}

function stripes() {
  const tile = { id: "stripes", width: 6, height: 6, patternUnits: "userSpaceOnUse" };
  const line = svg("line", { class: "fusion-stripe", x1: 0, x2: 0, y1: 0, y2: 6 });
  return svg("pattern", { ...tile, patternTransform: "rotate(45)" }, [line]);
}

/**
 * @param {Span} span
 * @param {number} y
 * @param {string} text written where it fits; a sign of one character fits sooner
 */
function drawSpan({ x, width, name }, y, text) {
  const height = ROW_HEIGHT - ROW_GAP;
  const group = svg("g", { class: `fusion-span fusion-${name === "disagree" ? name : "plain"}` });
  const box = { x, y, width: Math.max(1, width - 1), height, rx: Math.min(CORNER, width / 2) };
  group.append(svg("rect", box), svg("title", {}, [text]));
  if (name === "disagree") group.append(svg("rect", { ...box, fill: "url(#stripes)" }));
  const needed = text.length === 1 ? MIN_SIGN_WIDTH : text.length * CHAR_WIDTH + TEXT_MARGIN;
  if (width >= needed) {
    const place = { class: "fusion-text", x: x + width / 2, y: y + height / 2 };
    group.append(svg("text", { ...place, "text-anchor": "middle" }, [text]));
  }
  return group;
}
