import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { shippedCalendar } from "../../lib/calendar";
import { formatDay, parseDay } from "../../lib/day";
import { grossProceedsYen, netProceedsYen, offeringViolation, plainOffering } from "../../lib/offering";
import { parseSheet, SheetError } from "../../lib/sheet";
import type { Terms } from "../../lib/terms";

const DEPLOYED = join(__dirname, "..", "..", "deploy", "parameters", "hitachi-21.json");

const terms: Terms = {
  denominationYen: 100_000_000n,
  bonds: 100,
  ratePpm: 5980,
  closing: parseDay("2023-12-14"),
  firstPayment: parseDay("2024-06-14"),
  maturity: parseDay("2028-12-14"),
};

const sheetWith = (offering?: string): string =>
  `{"id": "x", "name": "X", "symbol": "X", "denominationYen": "100000000", "bonds": 100, "ratePpm": 5980,
    "closing": "2023-12-14", "firstPayment": "2024-06-14", "maturity": "2028-12-14",
    "allotments": [{"holder": "a", "bonds": 100, "taxClass": "exempt"}]${offering === undefined ? "" : `, "offering": ${offering}`}}`;

const offeringOf = (text?: string) => parseSheet(sheetWith(text), shippedCalendar).offering;

const refusalOf = (offering: string): string => {
  try {
    parseSheet(sheetWith(offering), shippedCalendar);
  } catch (error) {
    if (error instanceof SheetError) return error.message;
    throw error;
  }
  throw new Error(`this offering was accepted: ${offering}`);
};

describe("the offering of a sheet", () => {
  it("of the shipped one is that of the issue: ¥28,000,000 costs, of them ¥27,500,000 fee, two ratings [I-3, I-5, I-7, I-8]", () => {
    const sheet = parseSheet(readFileSync(DEPLOYED, "utf8"), shippedCalendar);
    expect({ ...sheet.offering, applicationDay: formatDay(sheet.offering.applicationDay) }).to.deep.equal({
      applicationDay: "2023-12-07",
      issuePriceYenPerBond: 100_000_000n,
      underwritingFeeYen: 27_500_000n,
      issueCostsYen: 28_000_000n,
      ratings: [
        { agency: "R&I", rating: "AA-" },
        { agency: "Moody's Japan", rating: "A3" },
      ],
    });
    expect(grossProceedsYen(sheet.terms, sheet.offering)).to.equal(10_000_000_000n);
    expect(netProceedsYen(sheet.terms, sheet.offering)).to.equal(9_972_000_000n);
  });

  it("that the sheet leaves out is on the closing day, at par, without costs and ratings [I-3, I-5]", () => {
    const plain = {
      applicationDay: parseDay("2023-12-14"),
      issuePriceYenPerBond: 100_000_000n,
      underwritingFeeYen: 0n,
      issueCostsYen: 0n,
      ratings: [],
    };
    expect(offeringOf()).to.deep.equal(plain);
    expect(offeringOf("{}")).to.deep.equal(plain);
    expect(offeringOf('{"issueCostsYen": "5"}')).to.deep.equal({ ...plain, issueCostsYen: 5n });
  });

  it("takes every bound that is still allowed [I-3, I-5, I-7]", () => {
    offeringOf('{"applicationDay": "2023-12-14"}');
    offeringOf('{"issuePriceYenPerBond": "10000000000000"}'); // × 100 = 10^15
    offeringOf('{"issuePriceYenPerBond": "1", "issueCostsYen": "99", "underwritingFeeYen": "99"}');
    offeringOf('{"underwritingFeeYen": "0", "issueCostsYen": "0", "ratings": []}');
    offeringOf(`{"ratings": [${Array.from({ length: 10 }, () => '{"agency": "A", "rating": "B"}').join()}]}`);
  });

  for (const [offering, line] of [
    ["[]", "offering: found an array, expected an object, the offering"],
    ["null", "offering: found null, expected an object, the offering"],
    ['{"fee": "1"}', 'offering.fee: found "1", expected no such key'],
    [
      '{"applicationDay": "2023-12-15"}',
      'offering.applicationDay: found "2023-12-15", expected a day not after closing 2023-12-14',
    ],
    ['{"applicationDay": "2023-11-31"}', 'offering.applicationDay: found "2023-11-31", expected a day that exists'],
    [
      '{"issuePriceYenPerBond": 100}',
      "offering.issuePriceYenPerBond: found 100, expected yen as a string of digits, at least 1",
    ],
    [
      '{"issuePriceYenPerBond": "0"}',
      'offering.issuePriceYenPerBond: found "0", expected yen as a string of digits, at least 1',
    ],
    [
      '{"issuePriceYenPerBond": "10000000000001"}',
      'offering.issuePriceYenPerBond: found "10000000000001", expected at least 1, and with 100 bonds a total of at most',
    ],
    [
      '{"issueCostsYen": "10000000000"}',
      'offering.issueCostsYen: found "10000000000", expected less than the gross proceeds of 10000000000 yen',
    ],
    ['{"issueCostsYen": "-1"}', 'offering.issueCostsYen: found "-1", expected yen as a string of digits, at least 0'],
    [
      '{"underwritingFeeYen": "1"}',
      'offering.underwritingFeeYen: found "1", expected at most issueCostsYen 0, of which the fee is a part',
    ],
    ['{"ratings": {}}', "offering.ratings: found an object, expected an array of ratings"],
    [
      `{"ratings": [${Array.from({ length: 11 }, () => '{"agency": "A", "rating": "B"}').join()}]}`,
      "offering.ratings: found an array, expected at most 10 ratings",
    ],
    [
      '{"ratings": [{"agency": "", "rating": "A3"}]}',
      'offering.ratings[0].agency: found "", expected a text of 1 to 64 bytes',
    ],
    [
      '{"ratings": [{"agency": "A"}]}',
      "offering.ratings[0].rating: found nothing, expected a text of 1 to 64 bytes without control characters",
    ],
    ['{"ratings": ["AA-"]}', 'offering.ratings[0]: found "AA-", expected an object with agency and rating'],
  ] as const)
    it(`is refused: ${offering.slice(0, 60)}`, () => {
      const message = refusalOf(offering);
      expect(message.slice(0, line.length)).to.equal(line);
      expect(message).not.to.contain("\n");
    });
});

describe("offeringViolation", () => {
  it("finds nothing wrong with a plain offering [I-5, I-7]", () => {
    expect(offeringViolation(terms, plainOffering(terms))).to.equal(null);
  });

  it("names the key, the value and what would be right [I-7]", () => {
    const wrong = { ...plainOffering(terms), issueCostsYen: 5n, underwritingFeeYen: 6n };
    expect(offeringViolation(terms, wrong)).to.deep.equal({
      key: "underwritingFeeYen",
      value: "6",
      expected: "at most issueCostsYen 5, of which the fee is a part",
    });
  });
});
