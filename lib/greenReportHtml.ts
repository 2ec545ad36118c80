import { barChart } from "./barChart";
import { decimalOf } from "./energy";
import type { FacilityJson, GreenReport, ImpactJson } from "./greenReport";
import { CATEGORIES, type Category } from "./greenReportInput";
import { html, Markup } from "./markup";

const STYLE = new Markup(`
:root { --ink: #1b2a33; --line: #b8c4c9; --bar: #1f7a5a; }
body { font-family: "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", Meiryo, sans-serif; color: var(--ink); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .85rem; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { width: 100%; height: auto; } rect { fill: var(--bar); } line { stroke: var(--ink); } text { font-size: 11px; text-anchor: middle; fill: var(--ink); }
.note { font-size: .85rem; }
@page { size: A4; margin: 15mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } table, svg, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; } }
`);

const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  "green-building": "Green building / グリーンビルディング",
  "renewable-energy": "Renewable energy / 再生可能エネルギー",
  "energy-saving": "Energy saving / 省エネルギー",
};

/** The report as a page that needs nothing else and prints on A4 [G-4, E-4]. */
export const greenReportHtml = (report: GreenReport): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${titleOf(report)}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>${titleOf(report)}</h1>
        <p>
          Annual report on the use of proceeds and on impact for ${report.from} through ${report.through} /
          資金充当状況及びインパクトの年次レポート. As of
          ${report.asOf}${report.yearIsOver ? "" : ": the year is not over, and the figures tell what there is so far"}.
        </p>
        ${allocation(report)} ${disclosure(report)} ${impact(report)} ${facilities(report)}
        <p class="note">
          Sums are exact. CO2 is rounded once to mg and primary energy once to kJ, and the bond's part of a figure once
          more to the same unit, always half to even. Days and hours are those of Japan (UTC+9).
        </p>
      </body>
    </html> `.text;

const titleOf = ({ bond, fiscalYear }: GreenReport): string =>
  `${bond.name}: fiscal year ${fiscalYear} / ${fiscalYear}年度`;

/** A cell: numbers stand to the right. */
const text = (value: string): Markup => html`<td>${value}</td>`;
const number = (value: string): Markup => html`<td class="n">${value}</td>`;

const table = (header: readonly string[], rows: readonly (readonly Markup[])[]): Markup =>
  html`<table>
    <thead>
      <tr>
        ${header.map((each) => html`<th scope="col">${each}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells}
          </tr>`,
      )}
    </tbody>
  </table>`;

/** `-1234.5` as `-1,234.5`. */
const grouped = (digits: string): string => digits.replace(/\d(?=(\d{3})+(?!\d))(?<!\.\d*)/g, "$&,");
const yen = (digits: string): string => `¥${grouped(digits)}`;
const percent = (bps: number | null): string => (bps === null ? "–" : `${(bps / 100).toFixed(2)} %`);

const allocation = ({ proceeds, projects }: GreenReport): Markup => {
  const line = (name: string, value: string): readonly Markup[] => [text(name), number(value)];
  return html`<h2>Use of proceeds / 資金充当状況</h2>
    ${table(
      ["", "amount"],
      [
        line("Net proceeds / 手取金", yen(proceeds.netYen)),
        line("Allocated / 充当額", yen(proceeds.allocatedYen)),
        line(
          "of it refinancing / うちリファイナンス",
          `${yen(proceeds.refinancedYen)} (${percent(proceeds.refinancedBps)})`,
        ),
        line("Unallocated / 未充当額", yen(proceeds.unallocatedYen)),
        line("held in cash / 現金", yen(proceeds.cashYen)),
        line("held in cash equivalents / 現金同等物", yen(proceeds.cashEquivalentsYen)),
        line("Rest planned to be allocated by / 充当予定時期", proceeds.plannedDay ?? "–"),
      ],
    )}
    ${table(
      ["project", "outline", "category", "criterion", "certificate", "allocated", "of it refinancing", "lent to"],
      projects.map((each) => [
        ...[text(each.name), text(each.outline), text(CATEGORY_NAMES[each.category]), text(each.criterion)],
        ...[text(each.certificateStatus), number(yen(each.allocatedYen))],
        ...[number(`${yen(each.refinancedYen)} (${percent(each.refinancedBps)})`), text(each.loanTo ?? "–")],
      ]),
    )}`;
};

/** What is said of a project that was completed more than three years before issue [G-1]. */
const disclosure = ({ projects }: GreenReport): Markup => {
  const older = projects.filter(({ beyondThreeYears }) => beyondThreeYears);
  if (older.length === 0) return html``;
  return html`<h3>Completed more than three years before issue / 発行前3年を超えて完成したプロジェクト</h3>
    ${table(
      ["project", "age at issue", "refinanced amount"],
      older.map((each) => [
        ...[text(each.name), number(`${grouped(String(each.ageAtIssueDays))} days`), number(yen(each.refinancedYen))],
      ]),
    )}`;
};

const impact = ({ impact: all, totals }: GreenReport): Markup =>
  html`<h2>Impact / インパクト</h2>
    <p>
      The bond's part: <strong>${grouped(totals.bond.tCo2)} t-CO2</strong> reduced, of ${grouped(totals.gross.tCo2)}
      t-CO2 of all facilities together. A facility that serves several projects stands with each of them and is added
      once.
    </p>
    ${CATEGORIES.map((category) =>
      impactOf(
        category,
        all.filter((each) => each.category === category),
      ),
    )}`;

const impactOf = (category: Category, rows: readonly ImpactJson[]): Markup => {
  if (rows.length === 0) return html``;
  return html`<h3>${CATEGORY_NAMES[category]}</h3>
    ${table(
      [
        "facility",
        "project",
        "certificate",
        "share",
        "t-CO2 reduced",
        "energy",
        "the bond's t-CO2",
        "the bond's energy",
        "as first valued",
      ],
      rows.map((each) => [
        ...[text(each.facility), text(each.project), text(each.certificateStatus), number(percent(each.shareBps))],
        ...[number(grouped(each.gross.tCo2)), number(energyOf(each, each.gross.energy))],
        ...[number(grouped(each.bond.tCo2)), number(energyOf(each, each.bond.energy))],
        each.bondFirst === null
          ? text("not restated")
          : number(`${grouped(each.bondFirst.tCo2)} t-CO2, ${energyOf(each, each.bondFirst.energy)}`),
      ]),
    )}`;
};

const energyOf = ({ unit, effect }: ImpactJson, amount: string): string => `${grouped(amount)} ${unit} ${effect}`;

const facilities = ({ facilities: all }: GreenReport): Markup =>
  html`<h2>Facilities and their records / 設備と計測記録</h2>
    ${all.map(facilitySection)}`;

const LONGEST_LIST = 20;

const facilitySection = (facility: FacilityJson): Markup => {
  const { name, kind, months, gaps, now, first } = facility;
  const effect = kind === "Generation" ? "generated" : "saved";
  const figures = (what: string, { kwh, tCo2, mj }: FacilityJson["now"]["gross"]): readonly Markup[] => [
    ...[text(what), number(grouped(kwh)), number(grouped(mj)), number(grouped(tCo2))],
  ];
  return html`<h3>${name}</h3>
    <p>
      ${grouped(String(facility.records))} hours with a reading (${grouped(String(facility.estimated))} of them
      estimated), ${grouped(String(facility.missing))} missing; coverage ${percent(facility.coverageBps)}.
    </p>
    ${table(
      ["", `kWh ${effect}`, "MJ of primary energy", "t-CO2 reduced"],
      [
        figures("the whole facility", now.gross),
        figures(`the bond's part (${percent(facility.shareBps)})`, now.bond),
        ...(first === null
          ? []
          : [
              figures("the whole facility, as first valued", first.gross),
              figures("the bond's part, as first valued", first.bond),
            ]),
      ],
    )}
    ${months.length === 0 ? html`` : barChart(`${name}: kWh ${effect} by month`, months.map(barOf))}
    ${gaps.length === 0 ? html`` : html`<p class="note">Missing: ${gaps.slice(0, LONGEST_LIST).map(gapText).join("; ")}${gaps.length > LONGEST_LIST ? `; and ${gaps.length - LONGEST_LIST} more` : ""}.</p>`}`;
};

const barOf = ({ month, gross: { kwh } }: FacilityJson["months"][number]) => ({
  label: month,
  value: decimalOf(kwh)?.digits ?? 0n,
  text: `${grouped(kwh)} kWh`,
});

const gapText = ({ from, hours }: FacilityJson["gaps"][number]): string =>
  `${hours} ${hours === 1 ? "hour" : "hours"} from ${from}`;
