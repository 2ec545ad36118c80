import { expect } from "chai";
import { formatDay, parseDay } from "../../lib/day";
import {
  earliestMeetingDay,
  isSpecial,
  latestApplicationDay,
  latestMeetingDay,
  MATTERS,
  mayDemand,
  passes,
} from "../../lib/meeting";

const ordinary = (forBonds: bigint, presentBonds: bigint): boolean =>
  passes(false, { forBonds, presentBonds, allBonds: 100n });
const special = (forBonds: bigint, presentBonds: bigint, allBonds: bigint): boolean =>
  passes(true, { forBonds, presentBonds, allBonds });

describe("passes", () => {
  it("asks more than half of the votes present for an ordinary resolution, exactly half is not enough [M-3]", () => {
    expect([10n, 11n].map((votes) => ordinary(votes, 20n))).to.deep.equal([false, true]);
    expect([10n, 11n].map((votes) => ordinary(votes, 21n))).to.deep.equal([false, true]); // 20 < 21 < 22
    expect(ordinary(1n, 1n)).to.equal(true);
  });

  it("asks 2/3 of the votes present for a special one, exactly 2/3 is enough [M-3]", () => {
    expect([39n, 40n].map((votes) => special(votes, 60n, 60n))).to.deep.equal([false, true]);
    expect([40n, 41n].map((votes) => special(votes, 61n, 61n))).to.deep.equal([false, true]); // 120 < 122 < 123
  });

  it("asks 1/5 of all votes for a special one, exactly 1/5 is enough [M-3]", () => {
    expect([19n, 20n].map((votes) => special(votes, votes, 100n))).to.deep.equal([false, true]);
    expect([20n, 21n].map((votes) => special(votes, votes, 101n))).to.deep.equal([false, true]); // 100 < 101 < 105
  });

  it("lets nothing pass where nobody is present, not even where there is no vote at all [M-3]", () => {
    expect(ordinary(0n, 0n)).to.equal(false);
    expect(special(0n, 0n, 100n)).to.equal(false);
    expect(special(0n, 0n, 0n)).to.equal(false);
  });
});

describe("isSpecial", () => {
  it("holds for the four matters of the law, and not for others [M-3]", () => {
    expect(MATTERS.map(isSpecial)).to.deep.equal([false, true, true, true, true]);
  });
});

describe("mayDemand", () => {
  it("asks 1/10 of what counts, exactly 1/10 is enough [M-2]", () => {
    expect([9n, 10n].map((bonds) => mayDemand(bonds, 100n))).to.deep.equal([false, true]);
    expect([10n, 11n].map((bonds) => mayDemand(bonds, 101n))).to.deep.equal([false, true]); // 100 < 101 < 110
    expect(mayDemand(0n, 0n)).to.equal(false);
  });
});

describe("the periods of a meeting", () => {
  it("are 21 whole days before, 8 weeks after a demand, a week after the resolution [M-1, M-2, M-3]", () => {
    // 1 May, then 21 whole days from 2 through 22 May
    expect(formatDay(earliestMeetingDay(parseDay("2026-05-01")))).to.equal("2026-05-23");
    // 56 days: 30 left in May, 26 in June
    expect(formatDay(latestMeetingDay(parseDay("2026-05-01")))).to.equal("2026-06-26");
    expect(formatDay(latestApplicationDay(parseDay("2026-05-29")))).to.equal("2026-06-05");
  });
});
