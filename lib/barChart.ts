import { html, type Markup } from "./markup";

/** A bar: what stands under it, how high it is, and what it says. */
export interface Bar {
  readonly label: string;
  /** A whole number, signed; only the picture is computed from it. */
  readonly value: bigint;
  readonly text: string;
}

const WIDTH = 640;
const PLOT_HEIGHT = 140;
const TOP = 8;
const LABEL_HEIGHT = 20;

/** So fine is the picture, in parts of its height. */
const STEPS = 1_000n;

/** Bars from a common zero line, up and down, as SVG that stands in a page by itself. */
export const barChart = (title: string, bars: readonly Bar[]): Markup => {
  const most = bars.reduce((high, { value }) => (value > high ? value : high), 0n);
  const least = bars.reduce((low, { value }) => (value < low ? value : low), 0n);
  const span = most === least ? 1n : most - least;
  const height = (amount: bigint): number => (Number((amount * STEPS) / span) * PLOT_HEIGHT) / Number(STEPS);
  const zero = TOP + height(most);
  const slot = WIDTH / Math.max(bars.length, 1);
  const place = (value: number): string => value.toFixed(1);
  const drawn = bars.map(({ label, value, text }, i) => {
    const size = height(value < 0n ? -value : value);
    const [x, y] = [slot * (i + 0.15), value < 0n ? zero : zero - size];
    const said = html`<title>${label}: ${text}</title>`;
    const bar = html`<rect x="${place(x)}" y="${place(y)}" width="${place(slot * 0.7)}" height="${place(size)}" />`;
    const name = html`<text x="${place(slot * (i + 0.5))}" y="${TOP + PLOT_HEIGHT + 16}">${label}</text>`;
    return html`<g>${said}${bar}${name}</g>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${TOP + PLOT_HEIGHT + LABEL_HEIGHT}" role="img" aria-label="${title}">
    ${drawn}
    <line x1="0" x2="${WIDTH}" y1="${place(zero)}" y2="${place(zero)}" />
  </svg>`;
};
