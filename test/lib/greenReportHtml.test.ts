import { expect } from "chai";
import { barChart } from "../../lib/barChart";
import { parseDay } from "../../lib/day";
import { greenReport } from "../../lib/greenReport";
import { greenReportHtml } from "../../lib/greenReportHtml";
import { escaped, html } from "../../lib/markup";
import { hourAt, type JapanHour } from "../../lib/japanHour";
import { building, plant, reportInput } from "../support/greenReport";

describe("html", () => {
  it("escapes what is put in, in elements and attributes, and leaves markup as it is", () => {
    const evil = `<script>"a" & 'b'</script>`;
    const safe = "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;";
    expect(escaped(evil)).to.equal(safe);
    expect(html`<p title="${evil}">${evil}</p>`.text).to.equal(`<p title="${safe}">${safe}</p>`);
    expect(html`<ul>${[html`<li>${"<1>"}</li>`, html`<li>${2}</li>`]}</ul>`.text).to.equal("<ul><li>&lt;1&gt;</li><li>2</li></ul>"); // prettier-ignore
  });
});

describe("barChart", () => {
  const rects = (svg: string): readonly (readonly [number, number])[] =>
    [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g)].map(([, y, height]) => [
      Number(y),
      Number(height),
    ]);
  const draw = (...values: readonly bigint[]): string =>
    barChart(
      "t",
      values.map((value) => ({ label: "m", value, text: "v" })),
    ).text;

  it("draws bars up and down from a common zero line, over the whole height of 140", () => {
    // 300 up, 100 down: 105 and 35 of 140; zero stands at 8 + 105
    expect(rects(draw(300n, -100n, 0n))).to.deep.equal([
      [8, 105],
      [113, 35],
      [113, 0],
    ]);
  });

  it("stands on the bottom if nothing is negative, and hangs from the top if all is", () => {
    expect(rects(draw(1n, 2n))).to.deep.equal([
      [78, 70],
      [8, 140],
    ]);
    expect(rects(draw(-2n))).to.deep.equal([[8, 140]]);
  });

  it("is flat for zeros, and there for no bar at all", () => {
    expect(rects(draw(0n, 0n))).to.deep.equal([
      [8, 0],
      [8, 0],
    ]);
    expect(rects(draw())).to.deep.equal([]);
  });

  it("draws what no float holds", () => {
    expect(rects(draw(10n ** 60n, 5n * 10n ** 59n))).to.deep.equal([
      [8, 140],
      [78, 70],
    ]);
  });
});

describe("greenReportHtml", () => {
  const page = greenReportHtml(greenReport(reportInput));
  /** What a reader sees, with single spaces. */
  const seen = (text: string): string =>
    text
      .replace(/<style>.*?<\/style>/s, "")
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ");

  it("needs nothing else: no script, no address, and it prints on A4", () => {
    expect(page).not.to.match(/<script|https?:|src=|href=|url\(|@import/);
    expect(page).to.match(/^<!doctype html>/);
    expect(page).to.include('<meta charset="utf-8"');
    expect(page).to.match(/@page \{ size: A4/);
    expect(page).to.match(/"Noto Sans JP"/);
  });

  it("escapes names", () => {
    expect(page).to.include("協創棟 &lt;北&gt;");
    expect(page).not.to.include("<北>");
    expect(page).to.include("JPX Market Innovation &amp; Research");
  });

  it("closes what it opens", () => {
    const open: string[] = [];
    for (const [, close, name, own] of page.matchAll(/<(\/?)([a-z0-9]+)[^>]*?(\/?)>/g)) {
      if (own === "/" || ["meta"].includes(name!)) continue;
      if (close === "/") expect(open.pop()).to.equal(name);
      else open.push(name!);
    }
    expect(open).to.deep.equal([]);
  });

  it("tells where the proceeds are [G-3, G-4]", () => {
    const text = seen(page);
    for (const each of [
      ...["手取金 ¥9,972,000,000", "充当額 ¥9,000,000,000", "¥6,000,000,000 (66.67 %)", "未充当額 ¥972,000,000"],
      ...["現金 ¥900,000,000", "現金同等物 ¥72,000,000", "充当予定時期 2025-12-31"],
    ])
      expect(text).to.include(each);
  });

  it("discloses age and refinanced amount of a project beyond three years, and of no other [G-1]", () => {
    expect(seen(page)).to.include("refinanced amount 協創棟 1,719 days ¥5,000,000,000 Impact");
    const young = reportInput.projects.map((each) => ({ ...each, beyondThreeYears: false }));
    expect(greenReportHtml(greenReport({ ...reportInput, projects: young }))).not.to.include("more than three years");
  });

  it("tells the impact by category, the bond's part, and a restated figure beside the first [E-4]", () => {
    const text = seen(page);
    expect(text).to.include("1.828802518 t-CO2 reduced, of 2.045098813 t-CO2");
    expect(text).to.include("60.00 % 0.540740737 1,234.567890 kWh saved 0.324444442 740.740734 kWh saved");
    expect(text).to.include("0.394200000 t-CO2, 900.000000 kWh saved");
    expect(text).to.include("3,434.607479 kWh generated not restated");
    expect(text).to.include("6,400.000 MJ saved");
  });

  it("tells coverage and gaps, and draws the months [E-2]", () => {
    const text = seen(page);
    expect(text).to.include("8,000 hours with a reading (12 of them estimated), 760 missing; coverage 91.32 %");
    expect(text).to.include("1 hour from 2024-04-30T23:00:00+09:00; 759 hours from 2024-05-02T00:00:00+09:00.");
    expect(text).to.include("2024-04: -265.432110 kWh");
    expect(page.match(/<svg /g)).to.have.length(2);
  });

  it("names twenty gaps of many", () => {
    const gaps = Array.from({ length: 23 }, (_, i) => ({
      from: (hourAt(parseDay("2024-04-01"), 0) + 2 * i) as JapanHour,
      hours: 1,
    }));
    const text = seen(greenReportHtml(greenReport({ ...reportInput, facilities: [{ ...building, gaps }, plant] })));
    expect(text.match(/1 hour from/g)).to.have.length(20);
    expect(text).to.include("; and 3 more.");
  });

  it("says that the year is not over, only while it is not [G-4]", () => {
    const early = greenReportHtml(greenReport({ ...reportInput, asOf: parseDay("2024-12-14") }));
    expect(seen(early)).to.include("the year is not over");
    expect(seen(page)).not.to.include("the year is not over");
  });

  it("stands without projects and facilities", () => {
    const none = greenReport({
      ...reportInput,
      ...{ projects: [], facilities: [], allocatedYen: 0n, refinancedYen: 0n, unallocatedYen: 9_972_000_000n },
      ...{ holdings: { cashYen: 9_972_000_000n, cashEquivalentsYen: 0n }, plannedDay: null },
    });
    expect(seen(greenReportHtml(none))).to.include("充当予定時期 –");
  });
});
