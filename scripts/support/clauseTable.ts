/**
 * The one thing about a clause that is written by hand: its kind, and what it says in a sentence.
 *
 * `enforced`: a function of the contracts makes it so, and a test proves it. `recorded`: a function, event or task shows it, and a test proves
 * that. `outside`: nothing in the software could make or break it; what cites it all the same is listed.
 */
export type ClauseKind = "enforced" | "recorded" | "outside";

export const CLAUSES: Readonly<Record<string, readonly [kind: ClauseKind, summary: string]>> = {
  "I-1": ["recorded", "The bond bears its name."],
  "I-2": ["enforced", "100 indivisible bonds of ¥100,000,000, issued once and never reopened."],
  "I-3": ["recorded", "Issued at ¥100 per ¥100 of face."],
  "I-4": ["enforced", "0.598 % a year, on 14 June and 14 December, first on 14 June 2024."],
  "I-5": ["enforced", "Applied for from 7 December 2023, issued and paid in on the closing day, 14 December 2023."],
  "I-6": ["enforced", "Redeemed on 14 December 2028, the whole amount at par."],
  "I-7": ["recorded", "The dealer takes the whole issue; fee, costs and net proceeds are known."],
  "I-8": ["recorded", "R&I AA- and Moody's Japan A3 on issue."],
  "I-9": [
    "outside",
    "No certificate, no bond manager, no security, pari passu: the software knows no function that would change the rank of a bond, and what ranks beside it lies elsewhere.",
  ],
  "I-10": [
    "outside",
    "What the bond is in law follows from the statutes and from how it was offered, not from what the software does.",
  ],
  "P-1": ["enforced", "Interest runs from the day after closing through the redemption day."],
  "P-2": [
    "enforced",
    "Half a year's interest on each date, days over days of the half-year, cut below the 13th decimal.",
  ],
  "P-3": ["enforced", "Who holds at 00:00 of the record day is paid on the total of his bonds, cut to whole yen."],
  "P-4": ["enforced", "On a bank holiday payment is made on the preceding business day, the same amount."],
  "P-5": ["enforced", "The principal is repaid in one sum at maturity."],
  "P-6": [
    "enforced",
    "The issuer purchases and cancels from the day after closing through the third business day before maturity.",
  ],
  "P-7": ["enforced", "Paid in yen outside the chain, each holder for himself, with a reference of what became of it."],
  "P-8": ["enforced", "Tax is withheld by the holder's class, cut to whole yen."],
  "P-9": ["recorded", "Unclaimed money stays due for 5 years (interest) and 10 years (principal)."],
  "T-1": ["enforced", "Nobody transfers from the second business day before a date, or the third, through the date."],
  "T-2": ["enforced", "A holder transfers only to the dealer; the dealer to any registered holder, or to the issuer."],
  "T-3": ["enforced", "Transfers are made only in the ways that the issuer designates."],
  "T-4": ["enforced", "No pledge of any kind: no allowance, no operator, no lock, no contract as a holder."],
  "T-5": ["enforced", "A trade settles at the earliest on the second business day after the trade day."],
  "T-6": ["recorded", "The moment at which the register is rewritten is part of the record."],
  "T-7": [
    "enforced",
    "Without a transfer only the register administrator moves an entry, with a cause and a document hash.",
  ],
  "R-1": [
    "recorded",
    "Balances and registered holder data are the register; personal data is never on chain in the clear.",
  ],
  "R-2": ["recorded", "An extract for any past day reconciles to the yen with the issue."],
  "R-3": ["recorded", "A holder gets the record that concerns him, verifiable from the document alone."],
  "D-1": ["enforced", "After an event of default everything falls due, and transfers stop."],
  "D-2": ["recorded", "Security given for another bond is given for this one as well."],
  "M-1": ["enforced", "The issuer convenes in Tokyo, with notice to every holder 21 whole days before."],
  "M-2": [
    "enforced",
    "Holders of a tenth may demand a meeting, and convene it themselves with the court's permission.",
  ],
  "M-3": [
    "enforced",
    "Votes go by face at 00:00 of the meeting day, none for the issuer's own; a resolution takes effect with the court.",
  ],
  "N-1": ["enforced", "Notice goes to every holder directly, or by public notice where a law allows it."],
  "N-2": ["recorded", "The copy of the terms kept at the head office is known by its hash."],
  "G-1": [
    "enforced",
    "Net proceeds go to projects of three categories by the criteria of each; age beyond three years is disclosed.",
  ],
  "G-2": ["recorded", "No project is on record without the confirmation that nothing excludes it."],
  "G-3": ["enforced", "Until allocated, money stays in cash or equivalents, to the yen, and is tracked every quarter."],
  "G-4": [
    "recorded",
    "A report every year until all is allocated, the first within a year of issue; then material events.",
  ],
  "G-5": ["enforced", "What cannot be allocated to Solar 2 goes to Biomass or Solar 1, with the reason."],
  "G-6": ["recorded", "The reviewer signs a report, once, while the figures under it stand."],
  "G-7": ["recorded", "Who selected a project, when, by which criterion and framework versions."],
  "E-1": [
    "enforced",
    "What was generated, or saved against a baseline set beforehand or reviewed, is energy and CO2 by published factors.",
  ],
  "E-2": [
    "enforced",
    "Every hour is on the ledger once, corrected only by superseding, and its sums can be read at any time.",
  ],
  "E-3": ["recorded", "The fixtures: three plants of J, and the building of H with BEI 0.74."],
  "E-4": ["enforced", "Reports rest on published figures that are not stale, by the bond's share."],
  "E-5": ["enforced", "No coupon is linked to the impact: the rate is fixed."],
};

/** Only these may be `outside`. */
export const OUTSIDE = ["I-9", "I-10"];

/** Clauses of the green life: they have no kind yet. */
export const NOT_YET = /^[GE]-/;
