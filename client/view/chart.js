/** Draws the timeline that timeline.js lays out. */

import { EXPRESSIONS } from "../fields.js";
import { layoutTimeline, ROWS } from "../timeline.js";
import { byId, svg } from "./dom.js";
import { clockText } from "./stage.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../readings.js").Reading} Reading */
/** @typedef {import("../timeline.js").Column} Column */
/** @typedef {import("../timeline.js").Layout} Layout */

const ROW_HEIGHT = 16;
const NAME_WIDTH = 84;
const AXIS_HEIGHT = 22;
const CELL_GAP = 2;
const CORNER = 3;

export class Chart {
  #i18n;
  #host = byId("chart", HTMLElement);
  /** @type {readonly Reading[]} */
  #readings = [];
  #durationS = 30;

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
    new ResizeObserver(() => this.render()).observe(this.#host);
  }

  /**
   * @param {readonly Reading[]} readings
   * @param {number} durationS
   */
  setReadings(readings, durationS) {
    this.#readings = readings;
    this.#durationS = durationS;
    this.render();
  }

  render() {
    const width = Math.floor(this.#host.clientWidth);
    if (width <= NAME_WIDTH) return;
    const layout = layoutTimeline(this.#readings, {
      width: width - NAME_WIDTH,
      rowHeight: ROW_HEIGHT,
      durationS: this.#durationS,
    });
    const height = layout.height + AXIS_HEIGHT;
    const chart = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
    const plot = svg("g", { transform: `translate(${NAME_WIDTH} 0)` });
    plot.append(...this.#drawAxis(layout));
    plot.append(...layout.columns.map((column) => drawColumn(column, layout)));
    chart.append(svg("title", {}, [this.#description()]), hatch(), ...this.#drawNames(), plot);
    this.#host.replaceChildren(chart);
    this.#host.dataset.count = String(layout.columns.length);
  }

  #description() {
    const seen = EXPRESSIONS.filter((name) =>
      this.#readings.some(({ expression }) => expression === name),
    ).map((name) => this.#i18n.t(`expression.${name}`));
    const count = this.#readings.length;
    return [this.#i18n.t("timeline.description", { count }), seen.join(", ")].join(" ").trim();
  }

  #drawNames() {
    return ROWS.map((name, row) =>
      svg("text", { class: "chart-name", x: 0, y: row * ROW_HEIGHT + ROW_HEIGHT / 2 }, [
        this.#i18n.t(`expression.${name}`),
      ]),
    );
  }

  /** @param {Layout} layout */
  #drawAxis({ ticks, height }) {
    return ticks.flatMap(({ x, timeS }) => {
      const anchor = anchorOf(timeS, this.#durationS);
      const place = { class: "chart-tick", x, y: height + 16, "text-anchor": anchor };
      return [
        svg("line", { class: "chart-line", x1: x, x2: x, y1: 0, y2: height + 4 }),
        svg("text", place, [clockText(timeS)]),
      ];
    });
  }
}

function hatch() {
  const tile = { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse" };
  const line = svg("line", { class: "chart-hatch", x1: 0, x2: 0, y1: 0, y2: 6 });
  return svg("pattern", { ...tile, patternTransform: "rotate(45)" }, [line]);
}

/**
 * @param {number} timeS
 * @param {number} durationS
 */
function anchorOf(timeS, durationS) {
  if (timeS === 0) return "start";
  return timeS === durationS ? "end" : "middle";
}

/**
 * @param {Column} column
 * @param {Layout} layout
 */
function drawColumn({ x, width, kind, cells }, { height }) {
  const group = svg("g", { class: `chart-${kind}` });
  const corner = Math.min(CORNER, width / 2);
  if (kind === "none") {
    const box = { x, y: 0, width, height: height - CELL_GAP, rx: corner };
    group.append(svg("rect", { ...box, fill: "url(#hatch)" }));
  }
  for (const { y, opacity } of cells) {
    const box = { x, y, width, height: ROW_HEIGHT - CELL_GAP, rx: corner };
    group.append(svg("rect", { ...box, "fill-opacity": opacity.toFixed(2) }));
  }
  return group;
}
