// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {OWN_BONDS, PaymentLine} from "../types/PaymentLine.sol";
import {InterestPerYenE13, Yen} from "../types/Yen.sol";
import {InterestLib} from "./InterestLib.sol";

/// @title What one holder is due on one date
library EntitlementLib {
    /// @notice What the terms say of a date, gathered once a page.
    /// @param redeems whether the principal is repaid on this date [P-5]
    /// @param taxRates withholding in 1/100,000, by tax class [P-8]
    struct DateTerms {
        InterestPerYenE13 interestPerYen;
        bool redeems;
        Yen denomination;
        uint24[] taxRates;
    }

    /// @notice A holder's amounts on a date. Net is gross less withheld.
    struct Amounts {
        Yen grossYen;
        Yen withheldYen;
        Yen principalYen;
    }

    /// @notice The amounts of a line, previewed, fixed and paid alike [P-3, P-5, P-8]. Nothing is due on the issuer's own bonds [P-6].
    function amountsOf(PaymentLine line, DateTerms memory terms) internal pure returns (Amounts memory amounts) {
        if (line.lineTaxClass() == OWN_BONDS) return amounts;
        Yen face = Yen.wrap(uint64(line.lineBonds() * Yen.unwrap(terms.denomination)));
        amounts.grossYen = InterestLib.floorToYen(face, terms.interestPerYen);
        amounts.withheldYen = InterestLib.floorToWithheldYen(amounts.grossYen, terms.taxRates[line.lineTaxClass()]);
        if (terms.redeems) amounts.principalYen = face;
    }
}
