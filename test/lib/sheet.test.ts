import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { shippedCalendar } from "../../lib/calendar";
import { formatDay } from "../../lib/day";
import { parseSheet, SheetError } from "../../lib/sheet";

const DEPLOYED = join(__dirname, "..", "..", "deploy", "parameters", "hitachi-21.json");

/** The JSON texts of the values of a valid sheet, by key. */
const valid: Readonly<Record<string, string>> = {
  id: '"hitachi-21"',
  name: '"株式会社日立製作所無担保第21回社債"',
  symbol: '"HITACHI21"',
  denominationYen: '"100000000"',
  bonds: "100",
  ratePpm: "5980",
  closing: '"2023-12-14"',
  firstPayment: '"2024-06-14"',
  maturity: '"2028-12-14"',
  allotments: `[
    {"holder": "life-insurer-a", "bonds": 70, "taxClass": "exempt"},
    {"holder": "manufacturer-a", "bonds": 30, "taxClass": "domestic-corporation"}
  ]`,
};

/** A sheet's text, with some values replaced, or left out where the change is null. */
const sheetWith = (changes: Readonly<Record<string, string | null>> = {}): string =>
  `{${Object.entries({ ...valid, ...changes })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${JSON.stringify(key)}: ${value}`)
    .join(", ")}}`;

const allotments = (...each: readonly string[]): Record<string, string> => ({ allotments: `[${each.join(", ")}]` });
const allotted = (bonds: string, holder = '"a"', taxClass = '"exempt"'): string =>
  `{"holder": ${holder}, "bonds": ${bonds}, "taxClass": ${taxClass}}`;

const accepts = (changes: Readonly<Record<string, string | null>>): void => {
  parseSheet(sheetWith(changes), shippedCalendar);
};

const messageOf = (text: string): string => {
  try {
    parseSheet(text, shippedCalendar);
  } catch (error) {
    if (error instanceof SheetError) return error.message;
    throw error;
  }
  throw new Error(`this sheet was accepted: ${text}`);
};

/** Expects one line that begins with the key and the value, and says what is expected. */
const refuses = (text: string, key: string, found: string): void => {
  const message = messageOf(text);
  expect(message).to.match(/^[^\p{C}\p{Zl}\p{Zp}]{1,400}$/u);
  expect(message).to.contain(`${key}: found ${found}`);
  expect(message).to.match(/, expected ./);
};

describe("parseSheet", () => {
  context("with a valid sheet", () => {
    it("gives its values, days and amounts typed [I-1 to I-6]", () => {
      const sheet = parseSheet(sheetWith(), shippedCalendar);
      const { closing, firstPayment, maturity, ...amounts } = sheet.terms;
      expect(amounts).to.deep.equal({ denominationYen: 100_000_000n, bonds: 100, ratePpm: 5980 });
      expect([closing, firstPayment, maturity].map(formatDay)).to.deep.equal([
        "2023-12-14",
        "2024-06-14",
        "2028-12-14",
      ]);
      expect([sheet.id, sheet.name, sheet.symbol]).to.deep.equal([
        "hitachi-21",
        "株式会社日立製作所無担保第21回社債",
        "HITACHI21",
      ]);
      expect(sheet.allotments).to.deep.equal([
        { holder: "life-insurer-a", bonds: 70, taxClass: "exempt" },
        { holder: "manufacturer-a", bonds: 30, taxClass: "domestic-corporation" },
      ]);
    });

    it("withholds 15.315 % from domestic corporations and nothing from the exempt, if it names no class [P-8]", () => {
      const { taxClasses, dealerTaxClass } = parseSheet(sheetWith(), shippedCalendar);
      expect(taxClasses).to.deep.equal([
        { name: "domestic-corporation", ratePer100k: 15_315 },
        { name: "exempt", ratePer100k: 0 },
      ]);
      expect(dealerTaxClass).to.equal("domestic-corporation");
    });

    it("numbers the classes in the order of the sheet, the first one the dealer's [P-8]", () => {
      const changes = {
        taxClasses: '{"z": 0, "individual": 20315, "a": 100000}',
        ...allotments(allotted("100", '"a"', '"individual"')),
      };
      const { taxClasses, dealerTaxClass } = parseSheet(sheetWith(changes), shippedCalendar);
      expect(taxClasses.map(({ name }) => name)).to.deep.equal(["z", "individual", "a"]);
      expect(dealerTaxClass).to.equal("z");
      expect(parseSheet(sheetWith({ ...changes, dealerTaxClass: '"a"' }), shippedCalendar).dealerTaxClass).to.equal(
        "a",
      );
    });

    it("takes every bound that is still allowed", () => {
      accepts({ id: '"a"' });
      accepts({ symbol: `"${"S".repeat(64)}"` });
      accepts({ name: `"${"社".repeat(85)}N"` }); // 85 × 3 + 1 = 256 bytes
      accepts({ ratePpm: "1" });
      accepts({ ratePpm: "999999" });
      accepts({ bonds: "1", ...allotments(allotted("1")) });
      accepts({ bonds: "1000000", denominationYen: '"1000000000"', ...allotments(allotted("1000000")) });
      accepts({ denominationYen: '"1"' });
      accepts({ maturity: '"2024-06-14"' });
      accepts({ closing: '"2024-06-11"' });
      accepts({ closing: '"2023-12-31"' });
      accepts({ closing: '"2019-01-01"' });
      accepts({ firstPayment: '"2024-06-30"', maturity: '"2050-12-31"' });
      accepts({ taxClasses: '{"exempt": 100000, "domestic-corporation": 0}' });
      accepts({ ...allotments(allotted("100")), taxClasses: `{"${"c".repeat(64)}": 1, "exempt": 2}` });
      const hundred = Array.from({ length: 99 }, (_, index) => `"class ${index}": ${index}`).join(", ");
      accepts({ ...allotments(allotted("100")), taxClasses: `{${hundred}, "exempt": 0}` });
    });
  });

  context("with the sheet that is shipped", () => {
    const sheet = parseSheet(readFileSync(DEPLOYED, "utf8"), shippedCalendar);

    it("has the name of the terms [I-1]", () => {
      expect(sheet.name).to.equal(
        "株式会社日立製作所無担保第21回社債(社債間限定同順位特約及び譲渡制限付)(グリーン・デジタル・トラック・ボンド)",
      );
    });

    it("issues 100 bonds of 100,000,000 yen at 0.598 % from 14 December 2023 to 14 December 2028 [I-2 to I-6]", () => {
      expect(sheet.terms).to.deep.equal(parseSheet(sheetWith(), shippedCalendar).terms);
    });

    it("places bonds with holders of both tax classes [P-8]", () => {
      expect(new Set(sheet.allotments.map(({ taxClass }) => taxClass))).to.deep.equal(
        new Set(["exempt", "domestic-corporation"]),
      );
    });
  });

  context("with something that is no sheet", () => {
    for (const [text, found] of [
      ["", '""'],
      ["{", '"{"'],
      ["not json\nat all", '"not json"'],
      ['{\n  "id": "x",\n  "ratePpm": NaN\n}', '""ratePpm": NaN", expected JSON (line 3: '],
      [`${sheetWith()} x`, '"]} x"'],
      [sheetWith().replace("100,", "100,,"), '"{"id": "hitachi-21"'],
      [sheetWith().replace("5980", "05980"), '"{"id": "hitachi-21"'],
      [sheetWith().replace("5980", "NaN"), '"{"id": "hitachi-21"'],
      [`\ufeff${sheetWith()}`, '"\\u{feff}{"id"'],
      ["[".repeat(200_000), '"[[[['],
      ["[]", "an array"],
      ["null", "null"],
      ["5980", "5980"],
      ['"sheet"', '"sheet"'],
      ["true", "true"],
    ] as const) {
      it(`refuses ${JSON.stringify(text.slice(0, 20))}…`, () => refuses(text, "term sheet", found));
    }
  });

  context("with a key too few", () => {
    for (const key of Object.keys(valid)) {
      it(`refuses a sheet without ${key}`, () => refuses(sheetWith({ [key]: null }), key, "nothing"));
    }

    it("refuses an allotment without one", () => {
      refuses(sheetWith(allotments('{"holder": "a", "bonds": 100}')), "allotments[0].taxClass", "nothing");
      refuses(sheetWith(allotments('{"holder": "a", "taxClass": "exempt"}')), "allotments[0].bonds", "nothing");
      refuses(sheetWith(allotments('{"bonds": 100, "taxClass": "exempt"}')), "allotments[0].holder", "nothing");
    });
  });

  context("with a key too many", () => {
    it("refuses it at the top", () => refuses(sheetWith({ coupon: "5980" }), "coupon", "5980"));

    it("refuses it in an allotment", () => {
      const extra = '{"holder": "a", "bonds": 100, "taxClass": "exempt", "lei": "X"}';
      refuses(sheetWith(allotments(extra)), "allotments[0].lei", '"X"');
    });

    it("refuses __proto__ and constructor, at every level", () => {
      refuses(sheetWith().replace("{", '{"__proto__": {"bonds": 1}, '), "__proto__", "an object");
      refuses(sheetWith({ constructor: "1" }), "constructor", "1");
      refuses(sheetWith().replace('{"holder"', '{"__proto__": 1, "holder"'), "allotments[0].__proto__", "1");
      refuses(sheetWith({ taxClasses: '{"exempt": 0, "__proto__": 5}' }), "taxClasses.__proto__", "5");
      refuses(sheetWith({ taxClasses: '{"exempt": 0, "\\u005f_proto__": 5}' }), "taxClasses.__proto__", "5");
    });

    it("shows a key that cannot be seen", () => refuses(sheetWith({ "a\nb": "1" }), '["a\\u{a}b"]', "1"));
  });

  context("with a key twice", () => {
    for (const [key, value] of Object.entries(valid)) {
      it(`refuses a second ${key}, even with the same value`, () => {
        refuses(sheetWith().replace("{", `{"${key}": ${value}, `), key, "a second ");
      });
    }

    it("refuses it with another value", () =>
      refuses(sheetWith().replace("{", '{"bonds": 7, '), "bonds", "a second 100"));

    it("refuses it in an allotment, and under another spelling", () => {
      const text = sheetWith().replace('"taxClass": "domestic', '"b\\u006fnds": 30, "taxClass": "domestic');
      refuses(text, "allotments[1].bonds", "a second 30");
    });

    it("refuses a second tax class of a name", () => {
      refuses(sheetWith({ taxClasses: '{"exempt": 0, "exempt": 0}' }), "taxClasses.exempt", "a second 0");
    });

    it("does not mistake a value, or text within a string, for a key", () => {
      accepts({ name: '"bonds"', symbol: '"symbol"' });
      accepts({ name: '"\\"bonds\\": 1, {[ \\\\"' });
      accepts(allotments(allotted("50", '"holder"'), allotted("50", '"bonds"')));
    });
  });

  context("with a bad text", () => {
    for (const [key, value] of [
      ["id", '""'],
      ["id", '"21-hitachi"'],
      ["id", '"Hitachi"'],
      ["id", '"hitachi_21"'],
      ["id", '"hitachi/21"'],
      ["id", "21"],
      ["name", '""'],
      ["name", "null"],
      ["symbol", '""'],
      ["symbol", "[]"],
    ] as const) {
      it(`refuses ${key} ${value}`, () =>
        refuses(sheetWith({ [key]: value }), key, value === "[]" ? "an array" : value));
    }

    it("refuses a name of 257 bytes and a symbol of 65", () => {
      refuses(sheetWith({ name: `"${"社".repeat(85)}NN"` }), "name", '"社');
      refuses(sheetWith({ symbol: `"${"S".repeat(65)}"` }), "symbol", '"SSSS');
    });

    it("refuses an id with a line after it, and shows it on one", () =>
      refuses(sheetWith({ id: '"a\\n"' }), "id", '"a\\u{a}"'));

    it("refuses control characters and halves of characters, and shows them by their codes", () => {
      refuses(sheetWith({ name: '"a\\tb"' }), "name", '"a\\u{9}b"');
      refuses(sheetWith({ symbol: '"a\\u0000"' }), "symbol", '"a\\u{0}"');
      refuses(sheetWith({ name: '"\\ud83c"' }), "name", '"\\u{d83c}"');
      refuses(sheetWith(allotments(allotted("100", '"a\\r"'))), "allotments[0].holder", '"a\\u{d}"');
      accepts({ name: '"\\ud83c\\udf31 Green Bond"' });
    });

    it("shortens a value that is very long", () => {
      expect(messageOf(sheetWith({ symbol: `"${"S".repeat(100_000)}"` })).length).to.be.below(200);
      expect(messageOf(sheetWith({ ["k".repeat(100_000)]: "1" })).length).to.be.below(200);
      expect(messageOf(sheetWith({ bonds: "9".repeat(10_000) })).length).to.be.below(200);
    });
  });

  context("with a bad number", () => {
    for (const key of ["bonds", "ratePpm"]) {
      for (const value of ["0", "-1", "-0", "5980.0", "5.98e3", "1e2", "1E2", '"5980"', "null", "true", "[]", "{}"]) {
        it(`refuses ${key} ${value}`, () => {
          const found = value === "[]" ? "an array" : value === "{}" ? "an object" : value;
          refuses(sheetWith({ [key]: value }), key, found);
        });
      }
    }

    it("refuses a rate of 1,000,000 and of 2^53 + 1", () => {
      refuses(sheetWith({ ratePpm: "1000000" }), "ratePpm", "1000000");
      refuses(sheetWith({ ratePpm: "9007199254740993" }), "ratePpm", "9007199254740993");
    });

    it("refuses 1,000,001 bonds", () => {
      refuses(sheetWith({ bonds: "1000001", ...allotments(allotted("1000001")) }), "bonds", "1000001");
    });

    for (const value of ['"0"', '"-1"', '"0100"', '"1.0"', '"1e8"', '" 1"', '""', '"１"', "100000000", '"0x10"']) {
      it(`refuses denominationYen ${value}`, () =>
        refuses(sheetWith({ denominationYen: value }), "denominationYen", value));
    }

    it("refuses a total face of more than 10^15 yen", () => {
      accepts({ denominationYen: '"10000000000000"' });
      refuses(sheetWith({ denominationYen: '"10000000000001"' }), "denominationYen", '"10000000000001"');
    });
  });

  context("with a bad day", () => {
    for (const key of ["closing", "firstPayment", "maturity"]) {
      for (const value of ['"2024-02-30"', '"2023-02-29"', '"2024-6-14"', '"14.06.2024"', '""', "20240614", "null"]) {
        it(`refuses ${key} ${value}`, () => refuses(sheetWith({ [key]: value }), key, value));
      }
    }

    it("refuses a first payment on or before closing", () => {
      refuses(sheetWith({ closing: '"2024-06-14"' }), "firstPayment", '"2024-06-14"');
      refuses(sheetWith({ closing: '"2024-06-15"' }), "firstPayment", '"2024-06-14"');
    });

    it("refuses a closing in the first window [P-3, T-1]", () => {
      refuses(sheetWith({ closing: '"2024-06-12"' }), "closing", '"2024-06-12"');
    });

    it("refuses a maturity before the first payment or off the grid [P-2]", () => {
      for (const maturity of ['"2023-12-14"', '"2028-12-13"', '"2028-12-15"', '"2028-11-14"']) {
        refuses(sheetWith({ closing: '"2022-12-14"', maturity }), "maturity", maturity);
      }
    });

    it("refuses a day beyond the calendar, at both ends", () => {
      refuses(sheetWith({ maturity: '"2051-06-14"' }), "maturity", '"2051-06-14"');
      refuses(sheetWith({ maturity: '"9999-12-14"' }), "maturity", '"9999-12-14"');
      refuses(sheetWith({ closing: '"2018-12-31"' }), "closing", '"2018-12-31"');
      refuses(sheetWith({ closing: '"0000-01-01"' }), "closing", '"0000-01-01"');
    });
  });

  context("with bad allotments", () => {
    it("refuses what is no list of objects", () => {
      refuses(sheetWith({ allotments: "{}" }), "allotments", "an object");
      refuses(sheetWith({ allotments: "[100]" }), "allotments[0]", "100");
      refuses(sheetWith({ allotments: "[[]]" }), "allotments[0]", "an array");
    });

    it("refuses sums on both sides of the bonds", () => {
      refuses(sheetWith(allotments(allotted("99"))), "allotments", "99 bonds in all");
      refuses(sheetWith(allotments(allotted("100"), allotted("1", '"b"'))), "allotments", "101 bonds in all");
      refuses(sheetWith({ allotments: "[]" }), "allotments", "0 bonds in all");
    });

    for (const bonds of ["0", "-1", "100.0", "1e2", '"100"', "null"]) {
      it(`refuses ${bonds} bonds, and says whose`, () => {
        refuses(sheetWith(allotments(allotted("100"), allotted(bonds, '"b"'))), "allotments[1].bonds", bonds);
      });
    }

    for (const holder of ['""', '"dealer"', '"issuer"', "7"]) {
      it(`refuses the holder ${holder}`, () =>
        refuses(sheetWith(allotments(allotted("100", holder))), "allotments[0].holder", holder));
    }

    it("refuses a holder twice", () => {
      refuses(sheetWith(allotments(allotted("50"), allotted("50"))), "allotments[1].holder", '"a"');
    });

    it("refuses an unknown tax class [P-8]", () => {
      refuses(sheetWith(allotments(allotted("100", '"a"', '"foreign"'))), "allotments[0].taxClass", '"foreign"');
      refuses(sheetWith({ taxClasses: '{"exempt": 0}' }), "allotments[1].taxClass", '"domestic-corporation"');
      refuses(sheetWith(allotments(allotted("100", '"a"', '"toString"'))), "allotments[0].taxClass", '"toString"');
    });
  });

  context("with bad tax classes [P-8]", () => {
    for (const rate of ["-1", "100001", "15315.0", "1.5e4", '"15315"', "null"]) {
      it(`refuses a rate of ${rate}`, () => {
        refuses(
          sheetWith({ taxClasses: `{"domestic-corporation": ${rate}, "exempt": 0}` }),
          "taxClasses.domestic-corporation",
          rate,
        );
      });
    }

    it("refuses no class, and 101 of them", () => {
      refuses(sheetWith({ taxClasses: "{}" }), "taxClasses", "0 classes");
      const many = Array.from({ length: 101 }, (_, index) => `"class-${index}": 0`).join(", ");
      refuses(sheetWith({ taxClasses: `{${many}}` }), "taxClasses", "101 classes");
    });

    it("refuses a name that is empty, of 65 bytes, or on two lines", () => {
      refuses(sheetWith({ taxClasses: '{"": 3}' }), 'taxClasses[""]', "3");
      refuses(sheetWith({ taxClasses: `{"${"c".repeat(65)}": 3}` }), `taxClasses["${"c".repeat(60)}…"]`, "3");
      refuses(sheetWith({ taxClasses: '{"a\\nb": 3}' }), 'taxClasses["a\\u{a}b"]', "3");
    });

    it("refuses what is no object", () => {
      refuses(sheetWith({ taxClasses: "[]" }), "taxClasses", "an array");
      refuses(sheetWith({ taxClasses: "null" }), "taxClasses", "null");
    });

    it("refuses an unknown class of the dealer", () => {
      refuses(sheetWith({ dealerTaxClass: '"foreign"' }), "dealerTaxClass", '"foreign"');
      refuses(sheetWith({ dealerTaxClass: "0" }), "dealerTaxClass", "0");
      refuses(sheetWith({ dealerTaxClass: "null" }), "dealerTaxClass", "null");
    });
  });
});
